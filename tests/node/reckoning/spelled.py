"""Plans that exist as values, spelt as the documents of a planner, and shared out over nodes.

What one workspace holds in one place is here in several: each party's node has its own plans as drafts, and of the
others' what they released: interfaces, plans in full, or both. The rules may stand in one or two terms in force.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from random import Random
from typing import Any, NamedTuple

from freehand.formats import shapes
from freehand.formats.workspace import read_workspace
from freehand.formats.writing import worded
from freehand.node.authoring.promising import read_promise, withheld
from freehand.node.json_line import json_line
from freehand.node.kinds import label_of
from freehand.node.reckoning.documents import Document, Folder
from freehand.node.reckoning.interfaces import released_pieces
from freehand.node.reckoning.pieces import Basis, Frame, Piece
from freehand.plans.activity import Duration, Hold
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Compact, Consent, Notice, TermsRule, Workspace
from freehand.plans.plan import Course
from freehand.plans.points import Point, Rule
from freehand.plans.scenario import Event, Report
from freehand.plans.support import Promise
from freehand.quantities import show_duration, show_span
from freehand.terms.scope import Rung
from tests.node.reckoning.test_documents import files_of

MOST_ROUNDS = 6
PLANS = ("course", "own-means")
Spelt = dict[str, Any]


# -- documents ---------------------------------------------------------------------------------------------------------


def files(workspace: Workspace, chance: Random) -> list[tuple[str, bytes]]:
    """The documents of a workspace. Rules on what nobody has are left out: no planner could have written them."""
    there = {
        point
        for course in workspace.courses
        for point in (
            *(Point(kind, course.party, a.name) for a in course.activities for kind in ("start", "end")),
            *(Point(kind, course.party, need.name) for need in course.needs for kind in ("call", "delivery")),
        )
    }

    def kept(rules: Iterable[Rule]) -> list[Rule]:
        return [rule for rule in rules if {p for p in (rule.later, rule.earlier) if p.party} <= there]

    made = [_compact(workspace.compact, [r for r in workspace.compact.rules if _points(r) <= there])]
    made += [_contingency(contingency) for contingency in workspace.contingencies]
    made += [_course(course._replace(rules=tuple(kept(course.rules))), there) for course in workspace.courses]
    made += [_promise(one._replace(caveats=tuple(kept(one.caveats))), chance) for one in workspace.promises]
    made += [_report(report) for report in workspace.reports]
    made += _own_means(workspace.compact)
    return [(f"{number}.json", json_line(document).encode()) for number, document in enumerate(made)]


def _points(rule: TermsRule) -> set[Point]:
    points = [p for r in rule.rules for p in (r.later, r.earlier)] if isinstance(rule, Agreed) else [rule.point]
    return {p for p in points if p.party}


def _sentence(rule: Rule) -> str:
    return worded(str(rule.later), str(rule.earlier), rule.at_least, rule.at_most)


def _holds(holds: Iterable[Hold]) -> Spelt:
    said = [f"{hold.amount} {hold.means}" for hold in holds]
    return {"holds": said} if said else {}


def _lasts(duration: Duration, head: str = "") -> Spelt:
    who = "we choose" if duration.chosen else "nature takes"
    said = {f"{head}{who}": show_span(duration.low, duration.high)}
    return said | ({"never under": show_duration(duration.floor)} if 0 < duration.floor <= duration.low else {})


def _compact(compact: Compact, rules: Iterable[TermsRule]) -> Spelt:
    return {
        "compact": compact.name,
        "illustrative": "yes",
        "parties": {party.name: party.who for party in compact.parties},
        "shared means": {m.name: str(m.capacity) for m in compact.means if not m.owner and not m.area},
        "rules": {rule.name: _rule(rule) for rule in rules},
    }


def _rule(rule: TermsRule) -> Spelt:
    said: Spelt = {"contingency": rule.contingency}
    if isinstance(rule, Notice):
        return said | {"notice": f"{show_duration(rule.seconds)} before {rule.point}"}
    if isinstance(rule, Consent):
        said |= {"consent of": rule.holder, "before": str(rule.point)}
        said |= {"nature takes": show_span(rule.lead.low, rule.lead.high)}
        return said | ({shapes.ONLY_WITH.name: rule.promise} if rule.promise else {})
    return said | {"rule": "; ".join(map(_sentence, rule.rules))}


def _contingency(one: Contingency) -> Spelt:
    scenarios = {s.name: {event.name: _event(event) for event in s.events} for s in one.scenarios}
    return {
        "contingency": one.name,
        "horizon": show_duration(one.horizon),
        "aims": list(one.aims),
        "scenarios": scenarios,
    }


def _event(event: Event) -> Any:
    comes = f"{show_span(event.span.low, event.span.high)} after {event.after or 'the warning'}"
    known = {f"as {party} knows it": show_span(span.low, span.high) for party, span in event.known}
    return {"comes": comes, **known} if known else comes


def _course(course: Course, there: set[Point]) -> Spelt:
    activities = {}
    for one in course.activities:
        said = {**_lasts(one.duration), **_holds(one.holds)}
        said |= {"starts": f"after {one.after}"} if one.after else {}
        activities[one.name] = said | ({"least rung": one.least_rung.word} if one.least_rung > Rung.ALONE else {})
    needs = {
        need.name: "only a promise" if need.own_way is None else _lasts(need.own_way, "own way, ")
        for need in course.needs
    }
    assumes = {
        str(one.point): f"{show_span(one.span.low, one.span.high)} after the warning"
        for one in course.assumptions
        if one.point in there
    }
    return {
        "course": course.name,
        "party": course.party,
        "contingency": course.contingency,
        "meets": list(course.meets),
        **({"least rung": course.least_rung.word} if course.least_rung > Rung.ALONE else {}),
        "activities": activities,
        **({"needs": needs} if needs else {}),
        **({"assumes": assumes} if assumes else {}),
        **({"rules": {_sentence(rule): "" for rule in course.rules}} if course.rules else {}),
    }


def _promise(one: Promise, chance: Random) -> Spelt:
    return {
        "promise": one.name,
        "by": one.giver,
        "to": one.receiver,
        "for": one.need,
        "contingency": one.contingency,
        **_lasts(one.lead),
        "can be called": f"{show_span(one.callable_at.low, one.callable_at.high)} after the warning",
        **_holds(one.holds),
        **({"turnaround": show_duration(one.turnaround)} if one.turnaround else {}),
        **(
            {"caveats": {_sentence(r): chance.choice(("", "crews rest till then")) for r in one.caveats}}
            if one.caveats
            else {}
        ),
    }


def _report(one: Report) -> Spelt:
    how = {
        ("rules out", "low"): "rules out anything earlier than",
        ("rules out", "high"): "rules out anything later than",
        ("cannot rule out", "low"): "cannot rule out as early as",
        ("cannot rule out", "high"): "cannot rule out as late as",
    }[one.effect, one.side]
    return {
        "report": one.name,
        "by": one.author,
        "to": list(one.recipients),
        "contingency": one.contingency,
        "scenario": one.scenario,
        "about": one.event,
        "says": f"{how} {show_duration(one.seconds)}",
    }


def _own_means(compact: Compact) -> list[Spelt]:
    found: dict[str, Spelt] = {}
    for means in compact.means:
        if means.owner:
            found.setdefault(means.owner, {})[means.name] = str(means.capacity)
    return [{"means of": owner, "means": means} for owner, means in found.items()]


# -- shared out --------------------------------------------------------------------------------------------------------


class Shares(NamedTuple):
    """How plans are shared out. ``full`` are the objects of courses, by party, that everybody was shown in full."""

    full: Mapping[str, frozenset[str]]
    beside: bool
    """Whether what is shown in full is in an interface as well."""
    wordless: bool
    """Whether the reasons of caveats stay at home."""
    terms: int
    """Over how many terms in force the rules are spread: 1 or 2."""


class Spread(NamedTuple):
    """The whole workspace, and what each party's node knows."""

    whole: Workspace
    nodes: Mapping[str, Basis]


def at_rest(folder: Folder, shares: Shares) -> dict[str, list[Piece]]:
    """The interfaces of all parties, released until nothing new comes of it."""
    interfaces: dict[str, list[Piece]] = {}
    for _ in range(MOST_ROUNDS):
        made, left_out = {}, []
        for party, basis in spread(folder, shares, interfaces).nodes.items():
            released, unread = released_pieces(basis, to=[p for p in folder.parties if p != party])
            left_out += unread  # before the others have released, some sentences may not be read
            kept = [one for one in released if shares.beside or one.object not in shares.full[party]]
            made[party] = [one._replace(leaf=_leaf(*one[:4], *one.rests)) for one in kept]
        if made == interfaces:
            assert not left_out, left_out
            return interfaces
        interfaces = made
    raise AssertionError("interfaces come to no rest")


def spread(
    folder: Folder, shares: Shares, interfaces: Mapping[str, Sequence[Piece]], before: Folder | None = None
) -> Spread:
    """Each party's node, with what all others released; ``before`` is what there was when they did."""
    parties = sorted(folder.parties)
    label = label_of(parties)
    common = _common(folder, shares, parties[0], label)
    earlier = _common(before, shares, parties[0], label) if before else []
    plans = {p: [d for d in folder.documents if d.party == p and d.kind in PLANS] for p in parties}
    in_full = {
        p: [
            _said(d, p, label, shares)
            for d in plans[p]
            if d.object in shares.full[p] or (d.kind == "own-means" and shares.full[p])
        ]
        for p in parties
    }
    terms = _terms(folder, shares)
    versions = dict(terms) | dict(_terms(before, shares) if before else ())

    def node(party: str) -> Basis:
        shown = {piece.object for piece in in_full[party]}
        mine = [Piece(d.kind, party, d.object, d.text, "", label if d.object in shown else "") for d in plans[party]]
        theirs = [piece for other in parties if other != party for piece in in_full[other]]
        released = [piece for other in parties for piece in interfaces.get(other, ())]
        frame = Frame(folder.compact, party, folder.parties, folder.illustrative, terms)
        was = {piece.leaf: piece.kind for piece in (*earlier, *common)}
        return Basis(frame, (*common, *mine, *theirs, *released), was, versions)

    offered = {json.loads(d.text)[shapes.PROMISE.name] for d in folder.documents if d.kind == "offer"}
    rules = {
        name: rule
        for name, rule in json.loads(folder.rules or "{}").items()
        if rule.get(shapes.ONLY_WITH.name) in {None, *offered}
    }
    whole = read_workspace(files_of(folder._replace(rules=json_line(rules) if rules else "")))
    return Spread(whole, {party: node(party) for party in parties})


def _common(folder: Folder, shares: Shares, first: str, label: str) -> list[Piece]:
    return [_said(d, d.party or first, label, shares) for d in folder.documents if d.kind not in PLANS]


def _terms(folder: Folder, shares: Shares) -> tuple[tuple[str, str], ...]:
    rules = [*json.loads(folder.rules or "{}").items()]
    parts = [json_line(dict(rules[at :: shares.terms])) for at in range(shares.terms)]
    return tuple(sorted((_leaf("terms", str(n), part), part) for n, part in enumerate(parts) if part != "{}"))


def _said(document: Document, author: str, label: str, shares: Shares) -> Piece:
    text, kind = document.text, "promise" if document.kind == "offer" else document.kind
    if kind == "promise" and shares.wordless:
        promise = read_promise(text)
        text = json_line(withheld(promise, list(promise.get("caveats", {}))))
    return Piece(kind, author, document.object, text, _leaf(kind, document.object, text), label)


def _leaf(*said: str) -> str:
    return sha256("|".join(said).encode()).hexdigest()
