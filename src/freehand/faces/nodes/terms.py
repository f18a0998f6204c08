"""Terms in words: all that a version says, so that nobody accepts what was not read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from freehand.faces.nodes.items import SHORT
from freehand.faces.nodes.quoting import quoted
from freehand.terms.proposal import Exclusion, Terms, differences
from freehand.terms.protocol import DISOWNED, Question, Standing, Version

ROOM: Final = {
    "alone": "nothing of the other's plans enters the reckoning",
    "intelligence": "reports on scenarios may pass",
    "scenarios": "released plans, shared means and areas may pass",
    "support": "requests, offers and promises may pass as well",
    "operations": "joint courses count, and the rules of the terms bind",
}
STANCES: Final = {"open": "has not answered", "asked": "has asked", "declined": "declined", "accepted": "accepted"}


LEFT: Final = "has left"
LEFT_DISOWNED: Final = "has left, and disowned that"


def all_of(terms: Terms) -> Iterator[str]:
    """Everything that terms say, a sentence each."""
    parties = ", ".join(map(quoted, terms.parties))
    yield f"Scope: {terms.scope.word}, between {parties}: {ROOM[terms.scope.word]}."
    for one in terms.exclusions:
        yield f"Excluded, {quoted(one.name)}: {_met(one)}{f' ({quoted(one.why)})' if one.why else ''}."
    if not terms.exclusions:
        yield "Nothing is excluded."
    for clause in terms.reservations:
        yield f"Reserved by {quoted(clause.party)}, {quoted(clause.name)}: {quoted(clause.words)}"
    yield from _rules(terms.rules)
    for said in terms.availability:
        yield f"Availability, {quoted(said.name)}: {quoted(said.words)}"
    if terms.unknown:
        yield f"It has fields that are not known here, and play no part: {', '.join(map(quoted, terms.unknown))}."


def against(version: Version, standing: Standing) -> list[str]:
    """What a version changes in the one that it amends; none if it amends none that is here."""
    old = standing.version(version.amends) if version.amends else None
    if old is None:
        return []
    found = differences(old.terms, version.terms) or ["They say the same."]
    return [f"Against {old.id[:SHORT]}: {quoted(sentence)}" for sentence in found]


def stances_of(version: Version, party: str) -> Iterator[str]:
    """How everybody stands to a version, with the reservations of each acceptance."""
    for name in version.terms.parties:
        who = f"{quoted(name)} (this party)" if name == party else quoted(name)
        yield f"{who} {STANCES[version.stances.get(name, 'open')]}."
        if name in version.disowned:
            yield f"That acceptance is {DISOWNED}."
    if version.unsaid:
        yield "The version itself is disowned by its author in the same way, and stands."
    for one in version.reservations:
        if one not in version.terms.reservations:
            yield f"Accepted with a reservation by {quoted(one.party)}, {quoted(one.name)}: {quoted(one.words)}"


def question(one: Question, short: int) -> str:
    """A clarification with its answers, in a line."""
    asked = f"{one.id[:short]} {quoted(one.by)} asks about {one.about[:short]}: {quoted(one.words)}"
    if one.open:
        return f"{asked} Nobody has answered."
    return " ".join((asked, *(f"{quoted(by)} answers: {quoted(words)}" for _, by, words in one.answers)))


def _met(one: Exclusion) -> str:
    parts = [
        f"{what} {', '.join(map(quoted, found))}"
        for what, found in (("items of kind", one.kinds), ("items tagged", one.tags), ("texts with", one.words))
        if found
    ]
    return "; ".join(parts)


def _rules(text: str) -> Iterator[str]:
    if not text:
        yield "It has no rules."
        return
    try:
        rules = json.loads(text)
    except (ValueError, RecursionError):
        rules = None
    if not isinstance(rules, dict):
        yield "Its rules cannot be read here."
        return
    for name, rule in rules.items():
        yield f"Rule, {quoted(str(name))}: {quoted(_said(rule))}."


def _said(rule: object) -> str:
    if isinstance(rule, dict):
        return "; ".join(f"{field}: {_said(value)}" for field, value in rule.items())
    if isinstance(rule, list):
        return ", ".join(map(_said, rule))
    return str(rule)
