"""The terms, in sentences: what stands, what is on the table, who has accepted, and whether all know it."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from freehand.errors import shown
from freehand.node.known import Known
from freehand.terms.protocol import DISOWNED, Question, Standing, Version

SHORT = 8
"""Digits of a version's hash that are shown."""


class Told(NamedTuple):
    """A version of the terms, told."""

    version: Version
    name: str
    """The beginning of its hash, by which it can be named."""
    sentences: tuple[str, ...]


class TermsView(NamedTuple):
    """All that stands on terms."""

    in_force: tuple[Told, ...]
    open: tuple[Told, ...]
    """On the table: neither in force, nor replaced, nor ended."""
    past: tuple[Told, ...]
    questions: tuple[Question, ...]
    left: tuple[str, ...]
    without_effect: tuple[str, ...]
    sentences: tuple[str, ...]
    """The whole, in short."""


def terms_view(known: Known) -> TermsView:
    """What stands on terms, as it is known here."""
    standing = known.standing
    told = {one.id: _told(one, known) for one in standing.versions}
    force = tuple(told[one.id] for one in standing.in_force)
    past = tuple(each for each in told.values() if each.version.state in ("replaced", "ended"))
    rest = tuple(each for each in told.values() if each not in force and each not in past)
    unmoved = tuple(
        f"{shown(move.author)}'s '{move.verb}' (record {move.number}) has no effect: {why}."
        for move, why in standing.not_moves
    )
    left = tuple(sorted(standing.left))
    return TermsView(force, rest, past, standing.questions, left, unmoved, _whole(known, force, rest, left))


def _told(version: Version, known: Known) -> Told:
    terms, party = version.terms, known.party
    sentences = [
        f"Scope {terms.scope.word}, between {', '.join(map(shown, terms.parties))}; "
        f"{'an amendment' if version.amends else 'proposed'} by {shown(version.author)}: {version.state}."
    ]
    sentences += [f"Excluded: {shown(one.name)}." for one in terms.exclusions]
    sentences += [
        f"Reserved by {shown(one.party)}, {shown(one.name)}: {shown(one.words)}" for one in version.reservations
    ]
    for name in terms.parties:
        stance = version.stances.get(name, "open")
        who = "This party" if name == party else shown(name)
        words = {"open": "has not answered", "asked": "has asked", "declined": "declined", "accepted": "accepted"}
        sentences.append(f"{who} {words[stance]}.")
        if name in version.disowned:
            sentences.append(f"That acceptance is {DISOWNED}.")
    if version.unsaid:
        sentences.append("The version itself is disowned by its author in the same way, and stands.")
    if version.accepted:
        sentences.append(
            "Every party is known to have read every acceptance."
            if version.known_to_all
            else "Not every party is known yet to have read every acceptance."
        )
    return Told(version, version.id[:SHORT], tuple(sentences))


def _whole(known: Known, force: tuple[Told, ...], rest: tuple[Told, ...], left: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    if not force:
        found.append("No terms are in force: nothing but moves on terms passes.")
    for each in force:
        found.append(f"Terms {each.name} are in force, at scope {each.version.terms.scope.word}.")
    if len(force) > 1:
        found.append("All of them bind: what one of them forbids is forbidden.")
    mine = [each for each in rest if each.version.stances.get(known.party, "open") in ("open", "asked")]
    found += [f"Terms {each.name} wait for this party's answer." for each in mine if known.party in _named(each)]
    return (*found, *map(partial(has_left, known.standing), left))


def has_left(standing: Standing, name: str) -> str:
    """That a party has left, in a sentence; and where it disowned that, that it did."""
    disowned = f" Its leaving is {DISOWNED}." if name in standing.left_disowned else ""
    return f"{shown(name)} has left the compact.{disowned}"


def _named(each: Told) -> tuple[str, ...]:
    return each.version.terms.parties
