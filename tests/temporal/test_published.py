"""Networks from the papers and public test folders of the field get the verdicts that were published."""

from __future__ import annotations

import pytest

from freehand.temporal.checking import check, consistency, dynamic, strong
from freehand.temporal.consistency import earliest, is_consistent, latest
from freehand.temporal.dynamic import dynamically_controllable
from freehand.temporal.elimination import distances
from freehand.temporal.named import Network
from freehand.temporal.network import Edge, Link
from freehand.temporal.results import DynamicallyControllable, Kind, NotDynamicallyControllable
from freehand.temporal.strong import strongly_controllable
from freehand.temporal.verify import verify
from tests.temporal import games, oracles
from tests.temporal.published import LINKED, PLAIN, Published, whole

EVERY = [*LINKED, *PLAIN]
SMALL = [one for one in LINKED if sum(high for *_, high in one.links) < 30]


def numbered(one: Published) -> tuple[int, list[Edge], list[Link]]:
    points, edges, links = whole(one)
    at = {name: k for k, name in enumerate(points)}
    return (
        len(points),
        [(at[x], at[y], w) for x, y, w in edges],
        [(at[a], at[c], low, high) for a, c, low, high in links],
    )


def found(one: Published) -> tuple[bool, bool, bool]:
    n, edges, links = numbered(one)
    return (
        is_consistent(n, edges + oracles.as_edges(links)),
        dynamically_controllable(n, edges, links),
        strongly_controllable(n, edges, links),
    )


@pytest.mark.parametrize("one", EVERY, ids=[one.name for one in EVERY])
def test_the_published_verdict(one: Published) -> None:
    consistent, reacting, fixed = found(one)
    word = "assured" if fixed else "adaptable" if reacting else "possible" if consistent else "impossible"
    assert word == one.ours
    assert {"dynamic": reacting, "not dynamic": not reacting, "consistent": consistent, "not said": True}[one.verdict]


@pytest.mark.parametrize("one", EVERY, ids=[one.name for one in EVERY])
def test_the_same_by_name_with_proof(one: Published) -> None:
    points, edges, links = whole(one)
    if any(low <= 0 for _, _, low, _ in links):
        pytest.skip("links that may take no time have no names with us")
    network = Network.of(points, edges, links)
    assert check(network).verdict.value == one.ours
    for proof in (consistency(network), strong(network), dynamic(network)):
        assert verify(network, proof)


@pytest.mark.parametrize("one", SMALL, ids=[one.name for one in SMALL])
def test_the_game_ends_as_published(one: Published) -> None:
    n, edges, links = numbered(one)
    assert games.dynamically_controllable(n, edges, links) == (one.ours in ("assured", "adaptable"))


def test_dinner_is_put_on_exactly_ten_minutes_after_the_drive_begins() -> None:
    """M. Nilsson and others show that the network implies it: one minute off either way, and it cannot be held."""
    dinner = next(one for one in LINKED if one.name == "cooking dinner")
    n, edges, links = numbered(dinner)
    drive, cook = 1, 3
    assert dynamically_controllable(n, [*edges, (drive, cook, 10), (cook, drive, -10)], links)
    assert not dynamically_controllable(n, [*edges, (drive, cook, 9)], links)
    assert not dynamically_controllable(n, [*edges, (cook, drive, -11)], links)


@pytest.mark.parametrize(
    ("name", "start", "end", "holds", "breaks"),
    [
        ("a magic loop of two links, one weight loosened", "C1", "C0", 9, 8),
        ("a magic loop of three links, one weight loosened", "C2", "C0", 35, 34),
        ("a magic loop of five links, one weight loosened", "p9", "p1", 467, 466),
    ],
)
def test_a_magic_loop_takes_links_short_as_often_as_any_can(
    name: str, start: str, end: str, holds: int, breaks: int
) -> None:
    """L. Hunsberger (2013): at most 2**k - 1 times for k links, and there are loops that need so many."""
    points, edges, links = whole(next(one for one in LINKED if one.name == name))

    def tightened(least: int) -> Network:
        return Network.of(points, [(x, y, least if (x, y) == (start, end) else w) for x, y, w in edges], links)

    assert isinstance(dynamic(tightened(holds)), DynamicallyControllable)
    loop = dynamic(tightened(breaks))
    assert isinstance(loop, NotDynamicallyControllable)
    assert sum(step.kind is Kind.LOWER for step in loop.chain) == 2 ** len(links) - 1
    assert verify(tightened(breaks), loop)


def test_john_and_fred_have_the_distances_of_the_paper() -> None:
    n, edges, _ = numbered(PLAIN[0])
    assert distances(n, edges) == [
        [0, 20, 50, 30, 70],
        [-10, 0, 40, 20, 60],
        [-40, -30, 0, -10, 30],
        [-20, -10, 20, 0, 50],
        [-60, -50, -20, -40, 0],
    ]
    assert earliest(n, edges) == [0, 10, 40, 20, 60]
    assert latest(n, edges) == [0, 20, 50, 30, 70]


def test_names_are_given_once() -> None:
    assert len({one.name for one in EVERY}) == len(EVERY)
