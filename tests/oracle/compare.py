"""Puts the product's answer and the oracle's side by side, for one compact, and writes down where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from freehand.assessment.assess import Reckoning
from freehand.assessment.choices import Choice
from freehand.assessment.results import AtRung
from freehand.plans.joint import Workspace
from freehand.plans.points import Point
from freehand.terms.scope import Rung
from tests.oracle.brute import (
    ADAPTABLE,
    ASSURED,
    POSSIBLE,
    TOLD_APART,
    UNKNOWN,
    WORDS,
    Net,
    Oracle,
    Orders,
    TooLarge,
    pairs,
    standing,
)
from tests.oracle.compacts import compact

BELOW = (Rung.ALONE, Rung.INTELLIGENCE)
JOINT = (Rung.SCENARIOS, Rung.SUPPORT, Rung.OPERATIONS)


class Comparison:
    """One compact, compared: ``differences`` in words, ``counts`` of what was looked at."""

    def __init__(self, workspace: Workspace) -> None:
        (self.contingency,) = workspace.contingencies
        self.oracle = Oracle(workspace, self.contingency)
        self.reckoning = Reckoning(workspace, self.contingency, None)
        self.differences: list[tuple[str, str]] = []
        self.counts: Counter[str] = Counter()
        for rung in BELOW:
            self._below(rung, self.reckoning.at(rung))
        for rung in JOINT:
            self._joint(rung, self.reckoning.at(rung))

    def _same(self, topic: str, where: str, product: object, oracle: object) -> None:
        if product != oracle:
            self.differences.append((topic, f"{where}: the product says {product}, the oracle {oracle}"))

    # -- below scenarios -------------------------------------------------------------------------------------------

    def _below(self, rung: Rung, at: AtRung) -> None:
        believed = at.believed or {}
        aims = self.contingency.aims
        self._same("by itself", f"{rung.word}: parties", sorted(believed), sorted(self.oracle.parties(rung)))
        taken: dict[str, tuple[Net, Orders, int]] = {}
        worst = ASSURED
        for party, belief in believed.items():
            nets = self.oracle.alone(party, rung)
            where = f"{rung.word}: {party} by itself"
            if belief is None or not nets:
                self._same("by itself", where, belief is None, not nets)
                return
            judged = [(net, net.verdict()) for net in nets]
            if any(verdict < 0 for _, verdict in judged):
                self.counts["by itself: not fully compared"] += 1
                return
            best = min(standing(net, verdict, aims) for net, verdict in judged)
            self.counts[f"by itself: {WORDS[best[2]]}"] += 1
            self._same(
                "by itself", f"{where}: standing", tuple(map(int, belief.choice.standing)), tuple(map(int, best))
            )
            (part,) = belief.choice.combination.parts
            net = next(n for n in nets if n.key == ((party, part.course, part.ways),))
            orders = orders_of(belief.choice)
            taken[party] = (net, orders, int(belief.verdict))
            worst = max(worst, int(belief.verdict))
            self._carried(where, net, belief.choice)
        if not believed:
            return
        self._same("by itself", f"{rung.word}: verdict", int(at.verdict) if at.verdict is not None else None, worst)
        met = frozenset(a for net, _, _ in taken.values() for a in net.meets)
        self._same("by itself", f"{rung.word}: aims unmet", set(at.aims_unmet), set(aims) - met)
        if worst > ADAPTABLE:
            self._same("in fact", f"{rung.word}: in fact", at.in_fact, WORDS[worst])
            return
        if at.unseen is None:
            self._same("in fact", f"{rung.word}: was it examined", False, True)
            return
        joins, clashes, surprises, missing = self.oracle.in_fact(taken, rung)
        self._same("in fact", f"{rung.word}: unseen joins", sorted(at.unseen.joins), sorted(joins))
        listed = sorted(map(by_name, at.unseen.clashes))
        self._same("in fact", f"{rung.word}: unseen clashes", listed, sorted(map(by_name, clashes)))
        if worst == ADAPTABLE:
            surprises = set(at.unseen.surprises)  # no timetable is fixed: what surprises is not for the oracle to say
            self.counts["in fact: surprises of an adaptable belief not compared"] += 1
        self._same("in fact", f"{rung.word}: surprises", sorted(at.unseen.surprises), sorted(surprises))
        self._same("in fact", f"{rung.word}: a joined point is missing", bool(at.unseen.missing), missing)
        for what, texts in (("joins", joins), ("clashes", clashes), ("surprises", surprises)):
            self.counts[f"in fact: unseen {what}"] += len(texts)
        word = "impossible" if missing else "exposed" if joins or clashes or surprises else WORDS[worst]
        self._same("in fact", f"{rung.word}: in fact", at.in_fact, word)
        self.counts[f"in fact: {word}"] += 1

    # -- joint -----------------------------------------------------------------------------------------------------

    def _joint(self, rung: Rung, at: AtRung) -> None:
        aims = self.contingency.aims
        every, _ = self.reckoning.joint(rung)
        found: dict[tuple[object, ...], int] = {}
        for choice in every:
            key = tuple((p.party, p.course, p.ways) for p in choice.combination.parts)
            found[key] = min(found.get(key, 5), int(choice.verdict))
        nets = self.oracle.joint(rung)
        self._same("verdicts", f"{rung.word}: combinations", sorted(map(str, found)), sorted(str(n.key) for n in nets))
        judged = []
        for net in nets:
            verdict = net.verdict()
            if verdict < 0:
                self.counts[f"combination: {WORDS[verdict]}"] += 1
                if verdict == UNKNOWN:
                    self._same("verdicts", f"{rung.word}: {net.key}", found.get(net.key) in (ADAPTABLE, POSSIBLE), True)
                continue
            judged.append((net, verdict))
            self.counts[f"combination: {WORDS[verdict]}"] += 1
            self._same("verdicts", f"{rung.word}: {net.key}", WORDS.get(found.get(net.key, 9)), WORDS[verdict])
        if not nets or at.choice is None or at.verdict is None:
            self._same("verdicts", f"{rung.word}: nothing to choose", at.choice is None, not nets)
            return
        if len(judged) < len(nets):
            self.counts["contingency: not fully compared"] += 1
            return
        best = min(standing(net, verdict, aims) for net, verdict in judged)
        self.counts[f"contingency: {WORDS[best[2]]}"] += 1
        self._same("verdicts", f"{rung.word}: verdict", at.verdict.word, WORDS[best[2]])
        self._same("verdicts", f"{rung.word}: aims left unmet", len(at.aims_unmet), best[1])
        chosen = next(
            n for n in nets if n.key == tuple((p.party, p.course, p.ways) for p in at.choice.combination.parts)
        )
        self._carried(f"{rung.word}: the best", chosen, at.choice)
        self._clashes(f"{rung.word}: clashes", at, chosen)
        self._windows(f"{rung.word}: windows", chosen, at.choice)
        self._scenarios(rung, at, chosen)
        if best[2] <= POSSIBLE:
            bearing = {frozenset(items) for items in at.load_bearing}
            self._same(
                "load-bearing", f"{rung.word}: load-bearing", show(bearing), show(self.oracle.load_bearing(judged))
            )
            self._same("load-bearing", f"{rung.word}: stands alone", at.stands_alone, self.oracle.stands_alone(judged))
            self.counts["load-bearing sets"] += len(bearing)
        self._cells(rung, at, judged)

    def _carried(self, where: str, net: Net, choice: Choice) -> None:
        """The choice's own orders carry its verdict."""
        if int(choice.verdict) > POSSIBLE:
            return
        try:
            kept = net.carries(int(choice.verdict), orders_of(choice), net.names)
        except TooLarge:
            return
        self._same("orders", f"{where}: the orders of the choice carry its verdict", True, kept)
        self.counts["orders set"] += len(choice.orders)

    def _clashes(self, where: str, at: AtRung, net: Net) -> None:
        bare = net.bare()
        if net.broken or bare > POSSIBLE:
            self._same("clashes", where, len(at.clashes), 0)
            return
        if bare == UNKNOWN:
            bare = POSSIBLE  # both look at the same timetables
        meeting = {named(u.name for u in several): several for several in net.clashing(bare, frozenset(), net.names)}
        listed = {named(name for name, _ in clash.users): clash for clash in at.clashes}
        self._same("clashes", where, sorted(listed), sorted(meeting))
        self.counts["clashes"] += len(meeting)
        self.counts["clashes of three"] += sum(len(several) > 2 for several in meeting.values())
        if net.bare() == UNKNOWN:
            return
        for key, several in meeting.items():
            if key not in listed:
                continue
            number = net.critical.index(several)
            verdicts = [net.verdict(first=(number, order)) for order in pairs(several)]
            if min(verdicts) < 0:
                self.counts["certain or possible: not compared"] += 1
                continue
            certain = all(verdict > bare for verdict in verdicts)
            self.counts["clashes: certain" if certain else "clashes: possible"] += 1
            self._same("clashes", f"{where}: {key} certain", listed[key].certain, certain)

    def _windows(self, where: str, net: Net, choice: Choice) -> None:
        """Acting inside the windows, each by its own plan, holds jointly and meets no clash."""
        if choice.windows is None:
            return
        windows: dict[Point, tuple[int, int]] = {}
        for window in choice.windows:
            point = choice.combination.book.points[window.root]
            assert isinstance(point, Point)
            windows[point] = (window.low, window.high)
        orders = orders_of(choice)
        within = net.acting_within(windows, orders)
        self._same("windows", f"{where}: somebody can act inside them", bool(within), True)
        self._same(
            "windows",
            f"{where}: acting inside them may fail",
            bool(within & ~net.always_in_all(orders, net.names)),
            False,
        )
        missing = net.crossing(orders) - set(windows)
        self._same("windows", f"{where}: points across parties without one", sorted(map(str, missing)), [])
        self.counts["windows"] += len(windows)

    def _scenarios(self, rung: Rung, at: AtRung, net: Net) -> None:
        """The best choice in each scenario by itself, and by when the scenarios must be told apart."""
        assert at.choice is not None
        if at.told_apart_by is not None and (moment := net.told_apart_by(orders_of(at.choice))) is not None:
            self._same("scenarios", f"{rung.word}: told apart by", at.told_apart_by, moment)
            self.counts["told apart by"] += 1
        for scenario, verdict in (at.per_scenario or {}).items():
            said = ASSURED if at.choice.verdict <= TOLD_APART else net.verdict((scenario,))
            if said >= 0:
                self._same("scenarios", f"{rung.word}: the best in {scenario}", verdict.word, WORDS[said])

    def _cells(self, rung: Rung, at: AtRung, judged: Sequence[tuple[Net, int]]) -> None:
        """Every combination of courses in every scenario, at its best ways and orders."""
        nets: dict[tuple[tuple[str, str], ...], list[tuple[Net, int]]] = {}
        for net, verdict in judged:
            nets.setdefault(tuple((p, c) for p, c, _ in net.key), []).append((net, verdict))
        for cell in at.cells:
            group = nets[tuple(cell.courses.items())]
            best = min(verdict for _, verdict in group)
            alone = [net.verdict((cell.scenario,)) for net, _ in group]
            if min(alone) < 0:
                self.counts["cell: not compared"] += 1
                continue
            said = ASSURED if best <= TOLD_APART else min(alone)
            self.counts[f"cell: {WORDS[said]}"] += 1
            self._same(
                "scenarios", f"{rung.word}: cell {cell.scenario} {dict(cell.courses)}", cell.verdict.word, WORDS[said]
            )


def orders_of(choice: Choice) -> Orders:
    """The orders of a choice, by the names of the users."""
    return frozenset(((o.before.name, o.before.means), (o.after.name, o.after.means)) for o in choice.orders)


def named(names: Iterable[str]) -> str:
    """The users of a clash in one word, whatever their order."""
    return ", ".join(sorted(names))


def by_name(clash: str) -> str:
    """An unseen clash with its users in a fixed order."""
    means, _, users = clash.partition(": ")
    return f"{means}: {' and '.join(sorted(users.split(' and ')))}"


def show(sets: set[frozenset[tuple[str, str]]]) -> list[list[tuple[str, str]]]:
    """Sets of items in a fixed order."""
    return sorted(sorted(items) for items in sets)


class Batch(NamedTuple):
    """What many compacts came to: how often each thing was compared, and where the two differ."""

    counts: Counter[str]
    differences: list[tuple[str, str]]


def batch(seeds: range) -> Batch:
    """Compare the compacts of these seeds, one after the other."""
    counts: Counter[str] = Counter()
    differences: list[tuple[str, str]] = []
    for seed in seeds:
        workspace = compact(seed)
        try:
            compared = Comparison(workspace)
        except Exception as error:  # whatever it is: the next seed is to be looked at, too
            differences.append(("no answer", f"seed {seed}: {error!r}"))
            continue
        counts["compacts"] += 1
        counts += compared.counts
        differences += [(topic, f"seed {seed}: {text}") for topic, text in compared.differences]
    return Batch(counts, differences)
