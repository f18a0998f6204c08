"""The networks that are measured have the shape and the verdicts they promise, and hang on nothing but the seed."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from random import Random

import pytest

from benchmarks.temporal_instances import SIZES, VERDICTS, WHOLE, Instance, drawing, instance, instances, verdict_of
from freehand.temporal.network import roots_and_chains

SMALL = [*(size for size in SIZES if size <= 200), 11, 33]


@pytest.fixture(scope="module", params=SMALL, ids=str)
def made(request: pytest.FixtureRequest) -> list[Instance]:
    return instances(request.param, 8, seed=3)


def test_a_quarter_is_in_each_verdict_class(made: list[Instance]) -> None:
    assert Counter(one.verdict for one in made) == dict.fromkeys(VERDICTS, 2)
    for one in made:
        assert verdict_of(one.n, one.edges, one.links) == one.verdict


def test_there_are_three_edges_a_point_and_a_link_for_every_fifth_point(made: list[Instance]) -> None:
    for n, edges, links, _, _ in made:
        assert len(edges) == len({(x, y) for x, y, _ in edges}) == 3 * n
        assert len(links) == n // 5
        assert all(x != y and 0 <= x < n and 0 <= y < n for x, y, _ in edges)
        assert all(0 < low < high for _, _, low, high in links)
        roots_and_chains(n, links)
        assert {point for tie in (*edges, *links) for point in tie[:2]} == set(range(n)), "no point is alone"


def test_no_edge_says_again_what_a_link_says(made: list[Instance]) -> None:
    for one in made:
        assert not {frozenset(edge[:2]) for edge in one.edges} & {frozenset(link[:2]) for link in one.links}


def test_the_same_seed_gives_the_same_network_and_another_seed_another() -> None:
    assert instance(50, 4, "adaptable") == instance(50, 4, "adaptable")
    assert instance(50, 4, "adaptable").edges != instance(50, 5, "adaptable").edges


def test_the_networks_are_those_that_were_measured() -> None:
    assert sha256(repr(instances(50, 4)).encode()).hexdigest()[:16] == "0876e9a59385b4a1"


def test_loose_bounds_are_assured_at_any_size() -> None:
    for n, seed in ((10, 1), (50, 2), (1000, 3), (10_000, 4)):
        drawn = drawing(n, Random(seed))
        assert len(drawn.edges) == 3 * n
        assert verdict_of(n, drawn.edges_at(0, False), drawn.links) == "assured"


def test_tight_bounds_are_impossible() -> None:
    for n, seed in ((10, 1), (50, 2), (1000, 3)):
        drawn = drawing(n, Random(seed))
        assert verdict_of(n, drawn.edges_at(WHOLE, False), drawn.links) == "impossible"


def test_fewer_than_ten_points_are_refused() -> None:
    with pytest.raises(ValueError, match="10 at least"):
        instance(9, 1, "assured")
