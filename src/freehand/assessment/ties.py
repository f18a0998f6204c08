"""Ties between planners' points, as edges between roots or as they stand; every edge a sum of numbers.

The reduction of a tie is the page's: ``y - x <= w`` becomes one between roots, ``w`` minus the high of every link in
y's chain that is not in x's, plus the low of every link in x's chain that is not in y's (strong controllability; Vidal
& Fargier 1999). Everything is kept as sums of numbers, so that reasons and asks can be read off any edge.
"""

from __future__ import annotations

from collections.abc import Iterable

from freehand.assessment.book import NEW, NOBODY, OLD, Book, Edge, Number, Statement
from freehand.assessment.setting import Placement, Setting, Tie
from freehand.plans.points import Point, Rule
from freehand.terms.scope import Rung


def link_edges(book: Book, index: int, party: str) -> list[Edge]:
    """A contingent link as two plain edges."""
    link = book.links[index]
    source = book.numbers[link.high].source
    said = book.statement(Statement("own", "", str(book.points[link.end]), "", source, NOBODY))
    return [
        Edge(link.start, link.end, (link.high,), said, party),
        Edge(link.end, link.start, (-link.low,), said, party),
    ]


def event_edges(setting: Setting, scenario: str) -> list[Edge]:
    """The events of a scenario as it stands: their links as plain edges."""
    here = setting.placement[scenario]
    events = [Point("event", "", event.name) for event in setting.scenarios[scenario].events]
    return [edge for event in events for edge in link_edges(setting.book, here[event].chain[-1], "")]


def reduced(book: Book, tie: Tie, placement: Placement, party: str) -> Edge | None:
    """The strong reduction of one tie, or None where one of its points is not there."""
    x, y = placement.get(tie.x), placement.get(tie.y)
    if x is None or y is None:
        return None
    links = book.links
    terms = [links[i].low for i in x.chain if i not in y.chain]
    terms += tie.terms
    terms += [-links[i].high for i in y.chain if i not in x.chain]
    return Edge(x.root, y.root, tuple(terms), tie.statement, party)


def unique(edges: Iterable[Edge]) -> list[Edge]:
    """The edges without repetition, in order."""
    return list(dict.fromkeys(edges))


def rule_ties(
    book: Book, setting: Setting, rule: Rule, kind: str, owner: str, rung: Rung, source: str
) -> list[tuple[Point, Point, tuple[int, ...], int]]:
    """The one or two ties that a sentence says, as (y, x, terms, statement)."""
    said = book.statement(
        Statement(
            kind,
            owner,
            rule.text,
            rule.text,
            f"{source}: {rule.why}" if rule.why not in ("", rule.text) else source,
            rule.place,
        )
    )
    ties: list[tuple[Point, Point, tuple[int, ...], int]] = []
    if rule.order:
        return [(rule.earlier, rule.later, (), said)]
    if rule.at_least is not None:
        least = Number(
            owner,
            rung,
            f"{rule.later} at least {NEW} instead of {OLD} after {rule.earlier}",
            "",
            "",
            source,
            rule.at_least,
            0,
            setting.horizon,
            rule.place,
        )
        ties.append((rule.earlier, rule.later, (-book.number(least),), said))
    if rule.at_most is not None:
        most = Number(
            owner,
            rung,
            f"{rule.later} at most {NEW} instead of {OLD} after {rule.earlier}",
            "",
            "",
            source,
            rule.at_most,
            0,
            setting.horizon,
            rule.place,
        )
        ties.append((rule.later, rule.earlier, (book.number(most),), said))
    return ties
