"""Asks, recomputed where the number was written: at the value asked for assured, one second short of it not."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from freehand.assessment.asks import Ask, Asker, Move
from freehand.assessment.assess import Reckoning, assess
from freehand.assessment.choices import Choice
from freehand.assessment.clashes import critical_sets, first_meeting
from freehand.assessment.combination import Combination
from freehand.assessment.explain import chains_of
from freehand.assessment.knowledge import known_to
from freehand.assessment.setting import Setting
from freehand.assessment.verdict import Verdict, due
from freehand.formats.workspace import load
from freehand.plans.activity import Activity
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Compact, Party, Workspace
from freehand.plans.plan import Course
from freehand.plans.points import WARNING
from freehand.plans.scenario import Event, Report, Scenario, Span
from freehand.terms.scope import Rung
from tests.assessment.compacts import CASE, HOUR, JOINT, apart, before, event, lasting, made, place, point, reckoning
from tests.assessment.turning import only, turned
from tests.assessment.world import World

MORE = int(os.environ.get("FREEHAND_MORE", "1"))
"""How many times the usual number of trials."""

EXAMPLES = Path(__file__).parents[2] / "examples"


def assured_as_it_is(workspace: Workspace, choice: Choice) -> tuple[bool, bool]:
    """Whether the same courses, ways and orders are assured in a workspace, and whether they are if nothing clashed.

    By the reckoning and by the second reading of the values, which must agree.
    """
    by_values = World.of(workspace, choice).assured
    node = reckoning(workspace)
    (combined,) = [c for c in node.combinations(choice.combination.rung) if c.names == choice.combination.names]
    orders = []
    for order in choice.orders:
        users = {(u.name, u.means): u for u in combined.users}
        before, after = users[order.before.name, order.means], users[order.after.name, order.means]
        orders.append(order._replace(before=before, after=after))
    names = combined.setting.names
    assert due(Verdict.ASSURED, combined, tuple(orders), names, node.decider) == by_values
    if not by_values:
        return False, False
    sets = critical_sets(combined.users, node.capacities)
    return first_meeting(Verdict.ASSURED, combined, tuple(orders), names, sets, node.decider) is None, True


def both_bounds_hold(choice: Choice, changed: dict[int, int]) -> bool:
    """Whether, with these numbers changed, no outcome's low passes its high."""
    book = choice.combination.book
    values = {i: changed.get(i, v) for i, v in enumerate(book.values)}
    chains = [placed.chain for here in choice.combination.placement.values() for placed in here.values()]
    links = {book.links[i] for chain in chains for i in chain}
    return all(values[link.low] <= values[link.high] for link in links)


def one_short(asker: Asker, ask: Ask) -> dict[int, int]:
    """The numbers of an ask one second (of a pair: one thousandth) short of what it asks for."""
    index, old, new = ask.changes[0]
    if len(ask.changes) == 1:
        way = 1 if new > old else -1
        return asker.changed(Move(index, way, 0), abs(new - old) - 1)
    moves = [next(m for m in asker.moves if m.number == i and (n > o) == (m.way > 0)) for i, o, n in ask.changes]
    by = [abs(n - o) for _, o, n in ask.changes]
    thousandths = next(t for t in range(1001) if [-(-m.reach * t // 1000) for m in moves] == by)
    found: dict[int, int] = {}
    for move in moves:
        found |= asker.changed(move, -(-move.reach * (thousandths - 1) // 1000))
    return found


def check(workspace: Workspace, choice: Choice, node: Reckoning, counted: Counter[str]) -> None:
    """Every ask of a choice, and every number of its chains that is not asked for."""
    chains = chains_of(choice)
    asker = Asker(choice, node.capacities, chains)
    book = choice.combination.book
    offered = set()
    for ask in asker.asks():
        if len(ask.changes) == 1:
            offered.add(ask.changes[0][0])
        if not ask.enough:
            counted["not enough"] += 1
            continue
        changed = dict(ask.granted)
        assert {i: n for i, _, n in ask.changes}.items() <= changed.items()
        assert both_bounds_hold(choice, changed)
        for index, new in changed.items():
            number = book.numbers[index]
            assert new >= 0
            if index in {i for i, _, _ in ask.changes}:
                assert number.least <= new <= number.most
        assert assured_as_it_is(turned(workspace, choice.combination, changed), choice) == (True, True), ask.text
        assert not World.of(turned(workspace, choice.combination, one_short(asker, ask)), choice).assured, ask.text
        counted["pair" if len(ask.changes) > 1 else "single"] += 1
        counted["twin moves"] += len(changed) > len(ask.changes)
    for move in asker.moves:
        if move.number in offered:
            continue
        twin = book.twins.get(move.number)
        to_twin = abs(book.values[twin] - book.values[move.number]) if twin is not None else move.reach
        for reach in {move.reach, min(move.reach, to_twin)} - {0}:
            there = turned(workspace, choice.combination, asker.changed(move, reach))
            if World.of(there, choice).assured:
                # Only a new clash keeps such a number from being asked for: at the first value that would do.
                low, high = 0, reach
                while high - low > 1:
                    middle = (low + high) // 2
                    enough = World.of(
                        turned(workspace, choice.combination, asker.changed(move, middle)), choice
                    ).assured
                    low, high = (low, middle) if enough else (middle, high)
                there = turned(workspace, choice.combination, asker.changed(move, high))
                assert assured_as_it_is(there, choice) == (False, True)
                counted["a new clash"] += 1
        counted["no value does"] += 1


def below_assured(node: Reckoning) -> list[Choice]:
    """The first choices of each joint rung that are not assured."""
    found = []
    for rung in JOINT:
        every = [c for combined in node.combinations(rung) for c in node.choices(combined) if not combined.broken]
        found += [c for c in every if c.verdict not in (Verdict.ASSURED, Verdict.UNDECIDED)][:3]
    return found


def test_at_the_value_asked_for_it_is_assured_and_one_second_short_it_is_not() -> None:
    counted: Counter[str] = Counter()
    for seed in range(60_000, 60_000 + 60 * MORE):
        workspace = made(seed, tight=0.3)
        node = reckoning(workspace)
        for choice in below_assured(node):
            counted[choice.verdict.word] += 1
            check(workspace, choice, node, counted)
    for what in ("single", "pair", "not enough", "no value does", "twin moves"):
        assert counted[what], what
    assert counted["single"] > 200


@pytest.mark.parametrize("example", ["gulf", "cascadia"])
def test_every_ask_of_the_examples_holds_where_the_number_was_written(example: str) -> None:
    workspace = load(EXAMPLES / example)
    counted: Counter[str] = Counter()
    for contingency in workspace.contingencies:
        one = only(workspace, contingency.name)
        node = reckoning(one)
        for rung in JOINT:
            best = node.joint(rung)[1][0]
            every = [best] if best.verdict is not Verdict.ASSURED else []
            every += [c for c in node.joint(rung)[0] if c.verdict not in (Verdict.ASSURED, Verdict.UNDECIDED)][:2]
            for choice in every:
                if not choice.combination.broken:
                    check(one, choice, node, counted)
    assert counted["single"]


def alone_as_it_is(workspace: Workspace, party: str, rung: Rung, choice: Choice) -> bool:
    """Whether a party by itself is assured in a workspace, with the same course, ways and orders."""
    node = reckoning(workspace)
    knowledge, _ = known_to(party, node.contingency, workspace.reports, rung >= Rung.INTELLIGENCE)
    setting = Setting(node.book, node.contingency, knowledge, node.holdings)
    part = choice.combination.parts[0]
    (course,) = [c for c in node.courses_of(party) if c.name == part.course]
    combined = Combination(setting, rung, [node._part(setting, course, part.ways, rung, assume=True)])
    users = {(u.name, u.means): u for u in combined.users}
    orders = tuple(
        o._replace(before=users[o.before.name, o.means], after=users[o.after.name, o.means]) for o in choice.orders
    )
    if not due(Verdict.ASSURED, combined, orders, setting.names, node.decider):
        return False
    sets = critical_sets(combined.users, node.capacities)
    return first_meeting(Verdict.ASSURED, combined, orders, setting.names, sets, node.decider) is None


def test_what_a_party_by_itself_could_ask_for_makes_it_assured_and_one_second_less_does_not() -> None:
    counted: Counter[str] = Counter()
    for seed in range(65_000, 65_000 + 120 * MORE):
        workspace = made(seed, tight=0.3)
        node = reckoning(workspace)
        for rung in (Rung.ALONE, Rung.INTELLIGENCE):
            for party, believed in node.believed(rung).items():
                if believed is None or believed.verdict is Verdict.ASSURED:
                    continue
                asker = Asker(believed.choice, node.capacities, believed.chains)
                for ask in believed.asks:
                    assert both_bounds_hold(believed.choice, dict(ask.granted)), (seed, ask.text)
                    if ask.enough:
                        there = turned(workspace, believed.choice.combination, dict(ask.granted))
                        assert alone_as_it_is(there, party, rung, believed.choice), (seed, ask.text)
                        short = turned(workspace, believed.choice.combination, one_short(asker, ask))
                        assert not alone_as_it_is(short, party, rung, believed.choice), (seed, ask.text)
                        counted[f"{ask.rung.word}, {len(ask.changes)}"] += 1
    assert sum(counted.values()) > 40 * MORE
    assert len(counted) > 2


@pytest.mark.parametrize("reported", [False, True], ids=["nothing is reported", "another party knows more"])
def test_where_one_bound_takes_the_other_along_it_is_the_readers_own(reported: bool) -> None:
    """A starts once the strike has come and must be over within 20 h: no strike after 19 h, so none from 24 h on."""
    where = place("A")
    task = Activity("clear", lasting(HOUR, HOUR, True, 0, where), (), None, Rung.ALONE, where)
    start, end = point("start", "A", "clear"), point("end", "A", "clear")
    rules = (before(event("strike"), start, where), apart(end, WARNING, None, 20 * HOUR, place("A", 2)))
    courses = (
        Course("plan", "A", CASE, (), Rung.ALONE, (task,), (), rules, (), where),
        Course("plan", "B", CASE, (), Rung.ALONE, (), (), (), (), place("B")),
    )
    strike = Event("strike", None, Span(24 * HOUR, 36 * HOUR), (), place("case", 2))
    told = Report("r", "A", ("B",), CASE, "only", "strike", "rules out", "low", 30 * HOUR, "", place("reports"))
    scenario = Scenario("only", (strike,), place("case"))
    parties = (Party("A", "", place("compact")), Party("B", "", place("compact", 2)))
    compact = Compact("asks", parties, (), (), True, place("compact"))
    contingency = Contingency(CASE, 72 * HOUR, (), (scenario,), place("case"))
    workspace = Workspace(compact, (contingency,), courses, (), (told,) if reported else (), ())
    every = assess(workspace)[CASE]
    for rung in Rung:
        found = every.rungs[rung]
        believed = found.believed and found.believed["A"]
        choice, asks = (believed.choice, believed.asks) if believed else (found.choice, found.asks)
        assert choice is not None
        (ask,) = [a for a in asks if "the strike not after" in a.text]
        assert ask.changes[0][1:] == (36 * HOUR, 19 * HOUR)
        assert "24 h, moves along" in ask.text, rung
        assert both_bounds_hold(choice, dict(ask.granted))
