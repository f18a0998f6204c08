"""Chains: why a verdict is not better, as the reasons along a negative cycle with the fewest steps.

For *impossible* it is the cycle of the first (by name) inconsistent scenario as it stands, else that of the stacked
reduced network. Faults that share no statement have a chain each. A chain is told from the warning on, the deadline
first, and its shortfall is what the cycle falls below zero by.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from freehand.assessment.book import VALUE, Book, Edge
from freehand.assessment.choices import Choice
from freehand.assessment.combination import Combination, Orders
from freehand.assessment.decide import Decider
from freehand.assessment.verdict import Verdict
from freehand.quantities import show_hours


class Step(NamedTuple):
    """One reason of a chain. ``seconds`` is what it adds to (or takes from) the time there is; None for no number."""

    text: str
    reason: str
    seconds: int | None


class Chain(NamedTuple):
    """The ordered reasons of one fault. ``shortfall`` is None where no number is short (a need that nobody meets)."""

    verdict: Verdict
    shortfall: int | None
    steps: tuple[Step, ...]
    edges: tuple[Edge, ...]

    def __str__(self) -> str:
        short = "" if self.shortfall is None else f" Short by {show_hours(self.shortfall)}."
        return ". ".join(step.text[:1].upper() + step.text[1:] for step in self.steps) + "." + short


def chains_of(choice: Choice) -> tuple[Chain, ...]:
    """One chain for each independent fault of a choice that is not assured."""
    combined, verdict, decider = choice.combination, choice.verdict, choice.decider
    if combined.broken:
        steps = [Chain(verdict, None, (Step(reason, "", None),), ()) for reason in combined.broken]
        return tuple(steps)
    if verdict is Verdict.ASSURED:
        return ()
    edges = faulty_network(combined, choice.orders, verdict, decider)
    if edges is None:
        return ()
    return tuple(chain(combined.book, verdict, cycle) for cycle in decider.faults(edges))


def faulty_network(combined: Combination, orders: Orders, verdict: Verdict, decider: Decider) -> list[Edge] | None:
    """The network whose negative cycles explain a verdict."""
    fallen = fallen_scenario(combined, orders, verdict, decider)
    if fallen is not None:
        return combined.plain(fallen, orders)
    edges = combined.stacked(orders)
    return None if decider.consistent(edges) else edges


def fallen_scenario(combined: Combination, orders: Orders, verdict: Verdict, decider: Decider) -> str | None:
    """The first scenario by name that is inconsistent as it stands, of which *impossible* is told; None else."""
    if verdict is not Verdict.IMPOSSIBLE:
        return None
    return next((s for s in combined.setting.names if not decider.consistent(combined.plain(s, orders))), None)


def chain(book: Book, verdict: Verdict, cycle: Sequence[Edge]) -> Chain:
    """The chain that a negative cycle tells."""
    steps = [step for edge in cycle for step in steps_of(book, edge)]
    if any(book.statements[edge.statement].kind == "unsound" for edge in cycle):
        told = tuple(step._replace(seconds=None) for step in steps)
        return Chain(verdict, None, told, tuple(cycle))
    return Chain(verdict, -sum(book.weight(edge) for edge in cycle), tuple(steps), tuple(cycle))


def steps_of(book: Book, edge: Edge) -> list[Step]:
    """An edge's reasons: what comes early before it, what is said, what takes long."""
    said = book.statements[edge.statement]
    if said.kind == "zero":
        return []
    before: list[Step] = []
    after: list[Step] = []
    stated, numbers = 0, 0
    for term in edge.terms:
        number = book.numbers[abs(term)]
        value = book.values[abs(term)]
        seconds = value if term > 0 else -value
        text = (number.up if term > 0 else number.down).replace(VALUE, show_hours(value))
        if not text:
            stated, numbers = stated + seconds, numbers + 1
        elif term > 0 and not numbers and said.text:
            before.append(Step(text, number.source, seconds))
        else:
            after.append(Step(text, number.source, seconds))
    middle = [Step(said.text, said.source, stated)] if said.text else []
    return [*before, *middle, *after]
