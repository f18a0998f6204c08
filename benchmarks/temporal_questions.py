"""Questions about one network: its minimal network over what graph libraries take for all distances; what changes would
make of it over deciding afresh.

*What if*: a network of 500 points was decided, and a batch of a hundred changes is asked about, each alone or all in
turn: is it then consistent, is it then strongly controllable? Afresh: a consistency check where nature is kind and one
of the reduced network, for each change, on edges that are already there. A *tighter* batch lowers bounds by up to an
hour, and adds ones that may or may not hold in the timetable at hand; a *looser* one raises bounds and takes some out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random
from statistics import median

from benchmarks.measuring import Goal, timed_rounds
from benchmarks.temporal_instances import Instance, instances
from benchmarks.temporal_peers import ALL_PAIRS, Answer, present
from benchmarks.temporal_single import Effort, Table, named, plain
from freehand.temporal.consistency import as_edges, is_consistent
from freehand.temporal.engines import compiler
from freehand.temporal.graph import Graph, from_everywhere, lay_out
from freehand.temporal.network import Edge, Link
from freehand.temporal.numbers import Number
from freehand.temporal.questions.minimal import minimal
from freehand.temporal.questions.whatif import Add, Change, Decided, Move, TakeOut, Told, decide
from freehand.temporal.results import Undecided
from freehand.temporal.strong import reduce, strongly_controllable

HOUR = 3600
BATCH = 100


def minimal_goal(effort: Effort, n: int = 500) -> list[Goal]:
    """The minimal network, over the fastest all-pairs distances of a graph library; both on what is built."""
    compiler()
    sizes = [size for size in effort.sizes if 100 <= size <= n]
    table = Table("minimal network", sizes)
    peers = present(ALL_PAIRS)
    for size in sizes:
        for one in instances(size, effort.each):
            if one.verdict == "impossible":
                continue
            rows: dict[str, Answer] = {"Freehand": partial(minimal, named(one))}
            rows |= {peer.name: peer.built(size, plain(one)) for peer in peers}
            for row, seconds in zip(rows, timed_rounds(list(rows.values()), effort.rounds), strict=True):
                table.put(row, size, [seconds])
    table.print()
    if n not in sizes or not peers:
        return []
    fastest = table.fastest([peer.name for peer in peers], n)
    assert fastest is not None, "a peer that is there was timed"
    ratio = table.ratio("Freehand", fastest, n)
    return [Goal(f"minimal network of n = {n}, in the fastest peer's ({fastest})", ratio, 0.2)]


def tighter(one: Instance, decided: Decided, dice: Random) -> list[Change]:
    """Bounds lowered, and bounds added near to what the timetable at hand has."""
    names = decided.network.points
    times = decided.timetable or getattr(decided.consistency, "schedule", {})
    found: list[Change] = []
    for index in dice.sample(range(len(one.edges)), BATCH):
        x, y, w = one.edges[index]
        if index % 2:
            found.append(Move(Number("constraint", index), w - dice.randrange(1, HOUR)))
        else:
            apart = times.get(names[y], 0) - times.get(names[x], 0)
            found.append(Add(names[x], names[y], apart + dice.randrange(-HOUR // 2, HOUR // 2)))
    return found


def looser(one: Instance, _: Decided, dice: Random) -> list[Change]:
    """Bounds raised or taken out."""
    return [
        Move(Number("constraint", index), one.edges[index][2] + dice.randrange(1, HOUR))
        if index % 2
        else TakeOut(index)
        for index in dice.sample(range(len(one.edges)), BATCH)
    ]


def whatif_goals(effort: Effort) -> list[Goal]:
    """A batch of changes over deciding afresh after each; 500 points, or the largest size below."""
    compiler()
    n = max(size for size in effort.sizes if size <= 500)
    taken: dict[str, list[float]] = {}
    for one in instances(n, 4):
        decided = decide(named(one))
        assert isinstance(decided, Decided), "nobody set a limit"
        for how, changes_of in (("tighter", tighter), ("looser", looser)):
            changes = changes_of(one, decided, Random(f"{n} {one.seed} {how}"))
            alone = [changed(one, [change]) for change in changes]
            in_turn = [changed(one, changes[: last + 1]) for last in range(BATCH)]
            after = decided.in_turn(changes)
            assert not isinstance(after, Undecided), "nobody set a limit"
            assert list(decided.each(changes)) == [told(*network) for network in alone]
            assert list(after[1]) == [told(*network) for network in in_turn]
            for way, ours, afresh in (("each", decided.each, alone), ("in turn", decided.in_turn, in_turn)):
                actions = [partial(ours, changes), partial(_afresh, afresh), partial(_bare, _laid_out(afresh))]
                mine, whole, bare = timed_rounds(actions, 3)
                taken.setdefault(f"{how}, {way}", []).append(mine / whole)
                taken.setdefault(f"{how}, {way}, bare", []).append(mine / bare)
    goals = []
    for how, target in (("tighter", 0.1), ("looser", 1.0)):
        ratios = {way: median(taken[f"{how}, {way}"]) for way in ("each", "in turn")}
        for way, ratio in ratios.items():
            print(f"what-if, {how}, {way}: {ratio:.2g} of afresh, ", end="")
            print(f"{median(taken[f'{how}, {way}, bare']):.2g} of nothing but the kernels on networks laid out before")
        text = f"what-if on n = {n}, {BATCH} {how}, in decisions afresh (worse of each alone and all in turn)"
        goals.append(Goal(text, max(ratios.values()), target))
    return goals


_Bare = tuple[int, Sequence[Edge], Sequence[Link]]


def changed(one: Instance, changes: Sequence[Change]) -> _Bare:
    """A network after changes, as the solvers take it."""
    edges: dict[int, Edge] = dict(enumerate(one.edges))
    at = {f"p{point}": point for point in range(one.n)}
    for change in changes:
        if isinstance(change, Move):
            x, y, _ = edges[change.number.index]
            edges[change.number.index] = (x, y, change.value)
        elif isinstance(change, TakeOut):
            del edges[change.constraint]
        else:
            edges[one.n * 4 + len(edges)] = (at[change.start], at[change.end], change.most)
    return one.n, list(edges.values()), one.links


def told(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> Told:
    """The answer afresh."""
    return Told(is_consistent(n, [*edges, *as_edges(links)]), strongly_controllable(n, edges, links))


def _laid_out(networks: Sequence[_Bare]) -> list[Graph]:
    """For each network where nature is kind and reduced."""
    found = []
    for n, edges, links in networks:
        found += [lay_out(n, [*edges, *as_edges(links)]), lay_out(n, reduce(n, edges, links).edges)]
    return found


def _bare(graphs: Sequence[Graph]) -> object:
    return [from_everywhere(graph)[0] for graph in graphs]


def _afresh(networks: Sequence[_Bare]) -> object:
    return [told(*network) for network in networks]
