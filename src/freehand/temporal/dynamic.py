"""Is there a way to react to what is seen that always holds?

Somebody executes the executable points as time passes, seeing every contingent point at the instant at which it
happens, and may act at that very instant. The network is *dynamically controllable* if there is a way to do so that
keeps every edge whatever durations nature picks.

Rule
    1. Bring the network into normal form (:mod:`freehand.temporal.normal`): plain edges, and for every link a *lower*
       edge ``b -> c`` of weight 0 (c may come at once) and an *upper* edge ``c -> b`` below 0 (c may take its time).
    2. A *negative point* is one in which an edge with weight below 0 ends, an upper edge included. From each of them go
       backwards along edges, as long as the sum so far is below 0: first over an edge below 0, thereafter over edges of
       weight 0 or more, plain or lower. But whoever started on the upper edge of c may not take the lower edge of c:
       one duration cannot be short and long at once.
    3. Where the sum first reaches 0 or more, at u, the edge ``u -> start`` with that sum follows from the network; from
       now on it is one of its edges.
    4. Where the way passes another negative point, finish that one first: what follows for it may be needed here.
    5. If that leads back to a point that is still unfinished, there is a cycle of such ways with a sum below 0, and the
       network is not dynamically controllable. If all negative points can be finished, it is.

    Every edge that follows keeps the first edge of the way that it stands for, and so does every point that was passed:
    from these the proof is read (:mod:`freehand.temporal.refuting`). With the sums below 0 of points that were passed,
    which follow as well, the edges are *dispatchable* (:mod:`freehand.temporal.dispatching`).

Source
    P. Morris, "Dynamic controllability and dispatchability relationships", CPAIOR 2014, LNCS 8451 (the procedure and
    its proof); P. Morris, N. Muscettola, "Temporal dynamic controllability revisited", AAAI 2005 (normal form, lower
    and upper edges); P. Morris, "A structural characterization of temporal dynamic controllability", CP 2006.

Cost
    O(n**3) for n points, links included, and O(n**2) memory, at worst; no recursion. A way that waits for another keeps
    what it has, and goes on from there.

Limits
    Where more than ``MOST_DERIVED`` edges would follow, nothing is decided. Acting at the instant of an observation is
    taken to be possible: with a delay between seeing and acting, add the delay to the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from freehand.temporal.engines import INTERPRETER, Engine, engine_for
from freehand.temporal.graph import FITS, LimitReached
from freehand.temporal.kernels.reacting import CONTROLLABLE, GAVE_UP, NO_ROOM, NO_STACK, react
from freehand.temporal.limits import UNLIMITED, Clock, Limit
from freehand.temporal.network import Edge, Link, forest
from freehand.temporal.normal import Normal, normal_form
from freehand.temporal.results import Dispatchable

MOST_DERIVED = 20_000_000
"""Edges that may follow before a check gives up: about 2 GiB. All pairs of 4,000 points are 16 million."""

MOST_KEPT = 1_000_000
"""Edges up to which the notes of a check are kept for the next one."""


class Work(NamedTuple):
    """What the kernel writes: the edges with room for those that follow, and its own notes."""

    tail: Any
    head: Any
    weight: Any
    onward: Any
    begun: Any
    ended: Any
    closed: Any
    state: Any
    sums: Any
    by: Any
    touched: Any
    heap: Any
    place: Any
    ways: Any
    scan: Any
    saved: Any
    kept: Any
    flat: Any
    told: Any


def dynamically_controllable(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> bool:
    """Whether reacting to what happens, at the instant it happens, can keep every edge.

    :param n: number of points.
    :param edges: constraints, in seconds; they may involve contingent points.
    :param links: contingent links; they may be chained and share the point they start from.
    :raises ValueError: if the links do not form an STNU (see :func:`freehand.temporal.network.forest`).
    :raises LimitReached: if more than ``MOST_DERIVED`` edges followed.

    Point 1 comes 1 to 3 after the warning. Point 2 shall be at the very instant of 1; then, 1 before it:

    >>> dynamically_controllable(3, [(1, 2, 0), (2, 1, 0)], [(0, 1, 1, 3)])
    True
    >>> dynamically_controllable(3, [(1, 2, -1), (2, 1, 1)], [(0, 1, 1, 3)])
    False
    """
    forest(n, links)  # raises where they do not
    return reacted(normal_form(n, edges, links, reacting_engine(n, edges, links)))[0]


def reacting_engine(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> Engine:
    """The engine that suits so many; weights that could leave 64 bits stay with the interpreter."""
    engine = engine_for(reacting_work(n, len(edges), len(links)))
    if engine is INTERPRETER:
        return engine
    total = sum([abs(edge[2]) for edge in edges]) + sum([abs(link[2]) + abs(link[3]) for link in links])
    return engine if total < FITS else INTERPRETER


def reacting_work(points: int, edges: int, links: int) -> int:
    """About how many steps a check of a plan-like network takes, measured on lanes of activities with deadlines."""
    size = points + links
    return size * (edges + 4 * links) * (size + 32) // 64


def reacted(form: Normal, limit: Limit = UNLIMITED) -> tuple[bool, Work]:
    """Steps 2 to 5: whether all can be finished, and the notes, for :func:`put_back` once they are read.

    :raises LimitReached: if the limit came first, or more than ``MOST_DERIVED`` edges followed.
    """
    try:
        work: Work = form.free.pop()
    except IndexError:
        work = _work(form)
    estimate = reacting_work(form.n, form.laid - 4 * (form.size - form.n), form.size - form.n)
    work.told[0], work.told[4] = form.laid, 0
    clock = Clock(limit.seconds)
    while True:
        left = limit if limit.seconds is None else limit._replace(seconds=clock.left())
        code = form.engine.run(
            react,
            form.size,
            form.first,
            form.middle,
            form.ended_by,
            *work,
            work=estimate,
            worst=form.size**3,
            limit=left,
        )
        if code in (NO_ROOM, NO_STACK):
            need = int(work.told[3])
            if need > MOST_DERIVED:
                raise LimitReached(f"room for {MOST_DERIVED:,} edges that follow")
            work = _roomier(form.engine, work, code, 2 * need)
        else:
            break
    if code == GAVE_UP:
        raise LimitReached
    return code == CONTROLLABLE, work


def put_back(form: Normal, work: Work) -> None:
    """Keep the notes for the next check, where they are not too large to be kept."""
    if len(work.tail) <= MOST_KEPT:
        form.free.append(work)


def _roomier(engine: Engine, work: Work, short: int, size: int) -> Work:
    if short == NO_STACK:
        return work._replace(kept=_longer(engine, work.kept, size))
    tail, head, weight, onward = (_longer(engine, values, size) for values in work[:4])
    return work._replace(tail=tail, head=head, weight=weight, onward=onward)


def dispatchable_form(form: Normal, work: Work) -> Dispatchable:
    """What is given and what follows, of a run that finished every negative point; of parallel edges the least."""
    made = int(work.told[0])
    least: dict[tuple[int, int], int] = {}
    waits: dict[tuple[int, int], int] = {}
    for edge, (x, y, w) in enumerate(zip(work.tail[:made], work.head[:made], work.weight[:made], strict=True)):
        if x >= form.n and edge < form.laid and form.ended_by[x] == y:
            continue  # a lower edge
        into = waits if w < 0 and y >= form.n else least
        pair = (int(x), int(y))
        if pair not in into or w < into[pair]:
            into[pair] = int(w)
    return Dispatchable(
        tuple((x, y, w) for (x, y), w in least.items()), tuple((x, y - form.n, w) for (x, y), w in waits.items())
    )


def _work(form: Normal) -> Work:
    filled, size = form.engine.filled, form.size
    room = 5 * form.laid + 4 * size
    return Work(
        tail=_longer(form.engine, form.tail, room),
        head=_longer(form.engine, form.head, room),
        weight=_longer(form.engine, form.weight, room),
        onward=filled(room, 0),
        begun=filled(size, 0),
        ended=filled(size, 0),
        closed=filled(size, 0),
        state=filled(size, 0),
        sums=filled(size, 0),
        by=filled(size, -1),
        touched=filled(size, 0),
        heap=filled(size, 0),
        place=filled(size, -1),
        ways=filled(size + 1, 0),
        scan=filled(size + 1, 0),
        saved=filled(size + 1, 0),
        kept=filled(3 * size, 0),
        flat=filled(8 * size, 0),
        told=filled(6, 0),
    )


def _longer(engine: Engine, values: Any, size: int) -> Any:
    """The same with room behind it."""
    made = engine.filled(size, 0)
    made[: len(values)] = values
    return made
