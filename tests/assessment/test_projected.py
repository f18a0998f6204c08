"""What is decided on projections is what the whole network says, and what was let go is found again."""

from __future__ import annotations

import gc
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.growth import Size, _tempers, files
from freehand.assessment import telling
from freehand.assessment.assess import Reckoning, assess
from freehand.assessment.clashes import critical_sets, orders_of
from freehand.assessment.combination import Combination, Orders
from freehand.assessment.explain import chains_of
from freehand.assessment.projected import STACKED, Form, closed, holds
from freehand.assessment.results import Telling
from freehand.assessment.verdict import Verdict, due
from freehand.assessment.windows import free_windows
from freehand.formats.workspace import load, read_workspace
from freehand.plans.joint import Workspace
from freehand.terms.scope import Rung
from tests.assessment.compacts import JOINT, made, reckoning

EXAMPLES = Path(__file__).parents[2] / "examples"


def forms(combined: Combination) -> list[Form]:
    names = combined.setting.names
    return [STACKED, *(Form("reduced", s) for s in names), *(Form("plain", s) for s in names)]


def whole(combined: Combination, form: Form, orders: Orders) -> list[object]:
    match form.kind:
        case "stacked":
            return list(combined.stacked(orders))
        case "reduced":
            return list(combined.reduced(form.scenario, orders))
        case _:
            return list(combined.plain(form.scenario, orders))


def some_orders(combined: Combination, node: Reckoning) -> list[Orders]:
    """None, and of the first critical sets one order each, added one by one."""
    firsts = [orders_of(several)[len(several) % 2] for several in critical_sets(combined.users, node.capacities)[:4]]
    distinct = tuple(dict.fromkeys(firsts))
    return [tuple(sorted(distinct[:n], key=str)) for n in range(len(distinct) + 1)]


def check(node: Reckoning, combined: Combination, counted: Counter[str]) -> None:
    decider = node.decider
    for form in forms(combined):
        for orders in some_orders(combined, node):
            bounds = decider.numeric(whole(combined, form, orders))  # type: ignore[arg-type]  # edges, as they are
            expected = decider.fault(bounds) is None
            assert holds(combined, form, orders, decider) == expected
            counted["holds" if expected else "does not"] += 1
            counted["with orders"] += bool(orders) and expected
            near = closed(combined, form, orders, decider)
            if not expected:
                assert near is None
                continue
            assert near == decider.distances(bounds, [0, *combined.holding(form.kind, form.scenario)])


def test_projections_say_what_whole_networks_say_with_and_without_orders() -> None:
    counted: Counter[str] = Counter()
    for seed in range(20_000, 20_080):
        node = reckoning(made(seed))
        for rung in JOINT:
            for combined in node.combinations(rung)[:6]:
                if not combined.broken:
                    check(node, combined, counted)
    assert min(counted[what] for what in ("holds", "does not", "with orders")) > 50, counted


def test_a_points_that_nobody_expected_across_parties_is_projected_all_the_same() -> None:
    """Without a word on what may cross, the joins themselves say it."""
    node = reckoning(made(20_003))
    node.truth.crossing = frozenset()
    counted: Counter[str] = Counter()
    for combined in node.combinations(Rung.OPERATIONS)[:4]:
        if not combined.broken:
            check(node, combined, counted)
    assert counted


def growing() -> tuple[Workspace, int]:
    """A workspace of two parties, and the place of the contingency that holds only for those who react."""
    size = Size(2, 2000, 4)
    tempers = [temper for temper, _ in zip(_tempers(size), range(size.contingencies), strict=False)]
    return read_workspace((path, text.encode()) for path, text in files(size)), tempers.index("reacting")


def test_the_first_list_that_must_be_told_is_the_one_found_by_trying_every_list() -> None:
    workspace, place = growing()
    (contingency,) = [c for c in workspace.contingencies if c.name.endswith(f" {place + 1}")]
    _, top = Reckoning(workspace, contingency).joint(Rung.SCENARIOS)
    choice = top[0]
    assert choice.verdict is Verdict.ADAPTABLE
    shared = telling.shared_points(choice)
    items = sorted(shared, key=lambda p: (p.party, str(p)))
    lists = (several for size in range(telling.MOST_TOLD + 1) for several in combinations(items, size))
    first = next((s for s in lists if telling._holds(choice, frozenset(s), frozenset(items))), items)
    assert len(first) > 0, "something must be told"
    assert telling.if_told(choice) == tuple(Telling(p.party, tuple(sorted(shared[p])), str(p)) for p in first)


def test_a_scenario_is_adaptable_exactly_where_its_whole_network_is_dynamically_controllable() -> None:
    workspace, place = growing()
    counted: Counter[bool] = Counter()
    for number in (place + 1, *range(1, 4)):
        (contingency,) = [c for c in workspace.contingencies if c.name.endswith(f" {number}")]
        node = Reckoning(workspace, contingency)
        for combined in node.combinations(Rung.OPERATIONS)[:3]:
            if combined.broken:
                continue
            for s in combined.setting.names:
                edges = combined.plain(s)
                expected = node.decider.consistent(edges) and node.decider.controllable(edges, combined.links(s))
                assert due(Verdict.ADAPTABLE, combined, (), (s,), node.decider) == expected
                counted[expected] += 1
    assert counted[True] > 0


@pytest.mark.parametrize("example", ["gulf", "cascadia"])
def test_what_was_let_go_once_a_contingency_was_told_is_found_again(example: str) -> None:
    for contingency in assess(load(EXAMPLES / example)).contingencies:
        for at in contingency.rungs.values():
            if at.choice is not None:
                assert not at.choice.combination.joint
                assert chains_of(at.choice) == at.chains
                if at.choice.windows is not None:
                    again = free_windows(at.choice.combination, at.choice.orders, at.choice.decider)
                    assert again == at.choice.windows


@pytest.mark.parametrize("example", ["gulf", "cascadia"])
def test_the_reckoning_makes_no_cycles_so_that_nothing_waits_for_the_collector(example: str) -> None:
    workspace = load(EXAMPLES / example)
    gc.collect()
    gc.disable()
    try:
        assess(workspace)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_the_collector_is_as_it_was_even_after_an_interruption() -> None:
    def interrupt(_what: str) -> None:
        assert not gc.isenabled()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assess(load(EXAMPLES / "gulf"), progress=interrupt)
    assert gc.isenabled()
