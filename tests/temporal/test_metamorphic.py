"""How a verdict moves when a network is changed in a way whose effect is known, whatever the network."""

from __future__ import annotations

import random
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from freehand.temporal.checking import check
from freehand.temporal.named import Constraint, ContingentLink, Network
from freehand.temporal.results import Verdict
from tests.temporal.games import FAR, both_bounds, closed
from tests.temporal.instances import SHAPES, made

BETTER = [Verdict.IMPOSSIBLE, Verdict.POSSIBLE, Verdict.ADAPTABLE, Verdict.ASSURED]

HOLDS = {Verdict.ADAPTABLE, Verdict.ASSURED}


class Parts(NamedTuple):
    n: int
    edges: list[tuple[int, int, int]]
    links: list[tuple[int, int, int, int]]


@st.composite
def small(draw: st.DrawFn) -> Parts:
    """One of the shapes that solvers are known to stumble over; hypothesis picks which."""
    return Parts(*made(draw(st.sampled_from(sorted(SHAPES))), draw(st.integers(0, 10**6))))


@st.composite
def larger(draw: st.DrawFn) -> Parts:
    """Several small ones side by side with constraints across, of any weight."""
    parts = draw(st.lists(small(), min_size=1, max_size=4))
    n, edges, links = 0, [], []
    for part in parts:
        edges += [(x + n, y + n, w) for x, y, w in part.edges]
        links += [(a + n, c + n, low, high) for a, c, low, high in part.links]
        n += part.n
    point = st.integers(0, n - 1)
    edges += draw(st.lists(st.tuples(point, point, st.integers(-2, 30)), max_size=4))
    return Parts(n, edges, links)


networks = st.one_of(small(), larger())


def named(parts: Parts, names: list[str] | None = None) -> Network:
    return Network(
        names or [f"p{k}" for k in range(parts.n)],
        [Constraint(*edge) for edge in parts.edges],
        [ContingentLink(*link) for link in parts.links],
    )


def verdict(parts: Parts) -> Verdict:
    return check(named(parts)).verdict


def rank(parts: Parts) -> int:
    return BETTER.index(verdict(parts))


def constraint_of(data: st.DataObject, parts: Parts) -> int:
    assume(parts.edges)
    return data.draw(st.integers(0, len(parts.edges) - 1))


def link_of(data: st.DataObject, parts: Parts) -> int:
    return data.draw(st.integers(0, len(parts.links) - 1))


def with_edge(parts: Parts, k: int, w: int) -> Parts:
    x, y, _ = parts.edges[k]
    return parts._replace(edges=[*parts.edges[:k], (x, y, w), *parts.edges[k + 1 :]])


def with_link(parts: Parts, k: int, low: int, high: int) -> Parts:
    a, c, _, _ = parts.links[k]
    return parts._replace(links=[*parts.links[:k], (a, c, low, high), *parts.links[k + 1 :]])


@given(networks, st.data())
def test_names_say_nothing(parts: Parts, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.text(min_size=1), min_size=parts.n, max_size=parts.n, unique=True))
    assert check(named(parts, names)).verdict is verdict(parts)


@given(networks, st.randoms(use_true_random=False))
def test_the_order_of_points_constraints_and_links_says_nothing(parts: Parts, chance: random.Random) -> None:
    """Nor does it matter from which point times are counted."""
    at = chance.sample(range(parts.n), parts.n)
    edges = [(at[x], at[y], w) for x, y, w in parts.edges]
    links = [(at[a], at[c], low, high) for a, c, low, high in parts.links]
    chance.shuffle(edges)
    chance.shuffle(links)
    assert verdict(Parts(parts.n, edges, links)) is verdict(parts)


@given(networks, st.sampled_from([2, 3, 60, 86_400, 10**9]))
def test_the_unit_says_nothing(parts: Parts, k: int) -> None:
    edges = [(x, y, k * w) for x, y, w in parts.edges]
    links = [(a, c, k * low, k * high) for a, c, low, high in parts.links]
    assert verdict(Parts(parts.n, edges, links)) is verdict(parts)


@given(networks, st.data())
def test_what_is_implied_may_as_well_be_stated(parts: Parts, data: st.DataObject) -> None:
    reach = closed(parts.n, [*parts.edges, *both_bounds(parts.links)])
    assume(reach is not None)
    assert reach is not None
    implied = [
        (x, y, reach[x][y] + data.draw(st.integers(0, 3)))
        for x in range(parts.n)
        for y in range(parts.n)
        if reach[x][y] < FAR and data.draw(st.booleans())
    ]
    assert verdict(parts._replace(edges=[*parts.edges, *implied])) is verdict(parts)


@given(networks, st.data())
def test_a_tighter_constraint_never_raises_the_verdict_and_a_looser_one_never_lowers_it(
    parts: Parts, data: st.DataObject
) -> None:
    k = constraint_of(data, parts)
    w = parts.edges[k][2]
    assert rank(with_edge(parts, k, w - data.draw(st.integers(1, 5)))) <= rank(parts)
    assert rank(with_edge(parts, k, w + data.draw(st.integers(1, 5)))) >= rank(parts)


@given(networks, st.data())
def test_a_constraint_less_never_lowers_the_verdict_and_one_more_never_raises_it(
    parts: Parts, data: st.DataObject
) -> None:
    k = constraint_of(data, parts)
    assert rank(parts._replace(edges=[*parts.edges[:k], *parts.edges[k + 1 :]])) >= rank(parts)
    point = st.integers(0, parts.n - 1)
    more = data.draw(st.tuples(point, point, st.integers(-3, 9)))
    assert rank(parts._replace(edges=[*parts.edges, more])) <= rank(parts)


@given(networks, st.data())
def test_where_nature_may_pick_less_what_holds_still_holds(parts: Parts, data: st.DataObject) -> None:
    """What only holds with luck may lose the luck it needs, so nothing is said of that."""
    k = link_of(data, parts)
    _, _, low, high = parts.links[k]
    assume(high - low > 1)
    shorter = data.draw(st.integers(low, high - 1))
    longer = data.draw(st.integers(shorter + 1, high))
    before = verdict(parts)
    assume(before in HOLDS)
    assert rank(with_link(parts, k, shorter, longer)) >= BETTER.index(before)


@given(networks, st.data())
def test_a_duration_that_becomes_ours_to_choose_never_lowers_the_verdict(parts: Parts, data: st.DataObject) -> None:
    k = link_of(data, parts)
    a, c, low, high = parts.links[k]
    ours = parts._replace(
        edges=[*parts.edges, (a, c, high), (c, a, -low)], links=[*parts.links[:k], *parts.links[k + 1 :]]
    )
    assert rank(ours) >= rank(parts)
    fixed = ours._replace(edges=[*ours.edges, (c, a, -high)])
    assert not (verdict(parts) in HOLDS and verdict(fixed) not in HOLDS)


@given(networks, st.data())
def test_a_constraint_may_be_split_at_a_fresh_point_that_is_ours(parts: Parts, data: st.DataObject) -> None:
    """x to y within w says the same as x to m within v and m to y within w - v, if m can wait for what it follows.

    With v >= 0 it comes v after x, with w <= v it comes v - w after y: at once, or later. A fixed timetable can do so
    only if it knows x or y, that is, if one of them is ours.
    """
    k = constraint_of(data, parts)
    x, y, w = parts.edges[k]
    v = data.draw(st.integers(0, 9) | st.integers(w, max(w, 0)))
    m = parts.n
    split = Parts(m + 1, [*parts.edges[:k], *parts.edges[k + 1 :], (x, m, v), (m, y, w - v)], parts.links)
    ended = {c for _, c, _, _ in parts.links}
    if x not in ended or y not in ended:
        assert verdict(split) is verdict(parts)
    else:
        assert rank(split) <= rank(parts)
        assert (verdict(split) in HOLDS) == (verdict(parts) in HOLDS)


@given(st.lists(small(), min_size=1, max_size=5))
def test_side_by_side_the_worst_decides(several: list[Parts]) -> None:
    n, edges, links = 0, [], []
    for part in several:
        edges += [(x + n, y + n, w) for x, y, w in part.edges]
        links += [(a + n, c + n, low, high) for a, c, low, high in part.links]
        n += part.n
    assert rank(Parts(n, edges, links)) == min(rank(part) for part in several)
