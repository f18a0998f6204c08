"""Roots and chains."""

from __future__ import annotations

import pytest

from freehand.temporal.network import Link, ends, roots_and_chains


def test_executable_points_are_their_own_roots() -> None:
    assert roots_and_chains(3, []) == ([0, 1, 2], [(), (), ()])


def test_a_chain_is_read_from_its_root_on_whatever_the_order_of_the_links() -> None:
    links: list[Link] = [(3, 4, 1, 2), (1, 2, 1, 2), (2, 3, 1, 2), (2, 5, 0, 0)]
    assert roots_and_chains(6, links) == ([0, 1, 1, 1, 1, 1], [(), (), (1,), (1, 2), (1, 2, 0), (1, 3)])
    assert ends(6, links) == [None, None, 1, 2, 0, 3]


@pytest.mark.parametrize(
    ("links", "why"),
    [
        ([(0, 1, 3, 1)], "bounds"),
        ([(0, 1, -1, 1)], "bounds"),
        ([(0, 1, 1, 2), (2, 1, 1, 2)], "one link at most"),
        ([(1, 2, 1, 2), (2, 1, 1, 2)], "circle"),
        ([(1, 1, 1, 2)], "circle"),
        ([(0, 3, 1, 2), (1, 2, 1, 2), (2, 1, 1, 2)], "circle"),
    ],
)
def test_links_that_make_no_sense_are_refused(links: list[Link], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        roots_and_chains(4, links)
