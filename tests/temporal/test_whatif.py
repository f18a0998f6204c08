"""What-if against deciding afresh: any changes, at once, in turn and each alone, with every proof checked."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freehand.errors import InputError
from freehand.temporal import engines
from freehand.temporal.checking import check
from freehand.temporal.limits import Limit
from freehand.temporal.named import Constraint, Network
from freehand.temporal.network import roots_and_chains
from freehand.temporal.normal import normal_form, normal_of_arrays, placed
from freehand.temporal.numbers import Number
from freehand.temporal.questions import whatif
from freehand.temporal.questions.moving import every_number, legal, value_of
from freehand.temporal.questions.threshold import better
from freehand.temporal.questions.whatif import Add, Change, Decided, Move, TakeOut, Told, decide
from freehand.temporal.results import Undecided, Verdict
from freehand.temporal.verify import verify
from tests.temporal import oracles
from tests.temporal.worlds import branching, plan_like, reacting, some


class Plain:
    """The same changes made by hand: what is there, with a gap where something was taken out."""

    def __init__(self, network: Network) -> None:
        self.points, self.links = network.points, list(network.links)
        self.constraints: list[Constraint | None] = list(network.constraints)

    def copy(self) -> Plain:
        other = Plain(Network(self.points, (), self.links))
        other.constraints = list(self.constraints)
        return other

    def make(self, change: Change) -> None:
        if isinstance(change, Add):
            at = [self.points.index(name) for name in change[:2]]
            self.constraints.append(Constraint(at[0], at[1], change.most, change.reason))
        elif isinstance(change, TakeOut):
            self.constraints[change.constraint] = None
        elif change.number.kind == "constraint":
            was = self.constraints[change.number.index]
            assert was is not None
            self.constraints[change.number.index] = was._replace(most=change.value)
        else:
            kind, index = change.number
            self.links[index] = self.links[index]._replace(**{kind: change.value})

    @property
    def network(self) -> Network:
        return Network(self.points, [one for one in self.constraints if one is not None], self.links)

    def some_change(self, chance: random.Random, spread: int) -> Change:
        there = [index for index, one in enumerate(self.constraints) if one is not None]
        kind = chance.choice(("add", "move", "move", "link", "out"))
        if kind == "link" and self.links:
            index = chance.randrange(len(self.links))
            low, high = self.links[index][2:4]
            if chance.random() < 0.5:
                return Move(Number("low", index), chance.randint(1, high - 1))
            return Move(Number("high", index), low + chance.randint(1, 5))
        if kind == "out" and there:
            return TakeOut(chance.choice(there))
        if kind == "move" and there:
            index = chance.choice(there)
            was = self.constraints[index]
            assert was is not None
            return Move(Number("constraint", index), was.most + chance.randint(-spread, spread))
        x, y = chance.choice(self.points), chance.choice(self.points)
        return Add(x, y, chance.randint(-2, 3 * spread), chance.random())


def told(network: Network) -> Told:
    verdict = check(network).verdict
    return Told(verdict is not Verdict.IMPOSSIBLE, verdict is Verdict.ASSURED)


def settled(found: Decided | Undecided) -> Decided:
    assert isinstance(found, Decided)
    return found


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_the_verdict_is_that_of_deciding_afresh_and_its_proofs_hold(seed: int) -> None:
    chance = random.Random(seed)
    seen: dict[Verdict, int] = {}
    for _ in range(60):
        network = chance.choice((some, reacting, reacting, lambda dice: plan_like(dice, 12, 20)))(chance)
        decided, plain = settled(decide(network)), Plain(network)
        for _ in range(5):
            if chance.random() < 0.5:
                decided.dynamic()  # what is known before may be told after
            now, alone = plain.copy(), []
            changes: list[Change] = []
            expected: list[Told] = []
            for _ in range(chance.randint(1, 5)):
                changes.append(now.some_change(chance, 4))
                now.make(changes[-1])
                expected.append(told(now.network))
            by_itself = [plain.some_change(chance, 4) for _ in range(4)]
            for change in by_itself:
                other = plain.copy()
                other.make(change)
                alone.append(told(other.network))
            assert decided.each(by_itself) == tuple(alone)
            found = decided.in_turn(changes)
            assert not isinstance(found, Undecided)
            assert found[1] == tuple(expected)
            later = settled(decided.with_(changes))
            for one in (found[0], later):
                holds(one, now.network)
            holds(decided, plain.network)
            verdict = later.verdict()
            seen[verdict] = seen.get(verdict, 0) + 1
            decided, plain = later, now
    assert len(seen) == 4
    assert min(seen.values()) > 2, seen


def holds(decided: Decided, network: Network) -> None:
    assert decided.network == network
    afresh, found = check(network), decided.finding()
    assert decided.verdict() is found.verdict is afresh.verdict
    for proof in (decided.consistency, decided.strong()):
        assert verify(network, proof), verify(network, proof).why
    assert decided.chain() == found.chain
    times = decided.timetable
    assert (times is not None) is decided.assured
    if times is not None:
        at = {network.points.index(name): time for name, time in times.items()}
        assert at[network.origin] == 0
        roots, chains = roots_and_chains(len(network.points), network.bounds)
        for outcome in product(*((low, high) for _, _, low, high in network.bounds)):
            moments = [at[roots[p]] + sum(outcome[k] for k in chains[p]) for p in range(len(network.points))]
            assert oracles.holds(network.edges, moments)


def test_what_nature_cannot_change_is_not_decided_again(monkeypatch: pytest.MonkeyPatch) -> None:
    wait = [("done", "go", 2), ("go", "done", 0)]
    decided = settled(decide(Network.of(["now", "done", "go"], wait, [("now", "done", 1, 9)])))
    assert decided.verdict() is Verdict.ADAPTABLE
    calls = []
    monkeypatch.setattr(whatif, "dynamic", lambda *args: calls.append(args))
    looser = [Move(Number("constraint", 0), 3), Move(Number("high", 0), 8), Move(Number("low", 0), 2)]
    assert settled(decided.with_(looser)).verdict() is Verdict.ADAPTABLE
    assert not calls


def test_the_normal_form_is_the_same_from_arrays_as_from_a_network() -> None:
    chance = random.Random(5)
    engine = engines.compiler()
    for _ in range(50):
        network = chance.choice((some, reacting, branching))(chance)
        size = len(network.points)
        ends = [engine.vector([edge[part] for edge in network.edges]) for part in range(3)]
        form, order = normal_of_arrays(size, ends, network.bounds, engine)
        assert order == placed(size, network.edges, network.bounds)
        expected = normal_form(size, network.edges, network.bounds, engine)
        for one, other in zip(form, expected, strict=True):
            assert one is other or list(one) == list(other) if hasattr(one, "__len__") else one == other


def test_every_fault_of_the_changes_is_told() -> None:
    decided = settled(decide(Network.of(["now", "done"], [("now", "done", 2)], [("now", "done", 1, 9)])))
    wrong: list[Change] = [
        Add("now", "never", 3),
        TakeOut(5),
        Move(Number("high", 0), 1),
        Move(Number("low", 3), 1),
        Move(Number("constraint", 0), 2**61),
        Add("now", "done", 1.5),  # type: ignore[arg-type]  # what is wrong is told
        Move(Number("constraint", -1), 3),
    ]
    for ask in (decided.with_, decided.in_turn, decided.each):
        with pytest.raises(InputError) as told_faults:
            ask(wrong)
        assert len(told_faults.value.faults) == len(wrong)
    with pytest.raises(InputError, match="no constraint 0"):
        decided.with_([TakeOut(0), Move(Number("constraint", 0), 3)])


def test_a_limit_is_kept() -> None:
    network = plan_like(random.Random(1), 40)
    assert decide(network, Limit(steps=3)) == Undecided("3 steps")
    changes = [Move(Number("constraint", index), -99) for index in range(9)]
    assert settled(decide(network)).with_(changes, Limit(steps=3)) == Undecided("3 steps")
    assert settled(decide(network)).each(changes, Limit(steps=3)) == Undecided("3 steps")


def test_large_networks_stay_right_over_many_changes() -> None:
    chance = random.Random(8)
    network = plan_like(chance, 120, 60)
    decided, plain = settled(decide(network)), Plain(network)
    verdicts = set()
    for _ in range(25):
        changes: list[Change] = []
        for _ in range(10):
            changes.append(plain.some_change(chance, 25))
            plain.make(changes[-1])
        decided = settled(decided.with_(changes))
        verdicts.add(decided.possible)
        assert told(plain.network) == Told(decided.possible, decided.assured)
        assert verify(plain.network, decided.consistency)
    assert every_number(plain.network)
    assert legal(plain.network, Number("low", 0)).least == 1
    assert len(verdicts) == 2


@given(seed=st.integers(0, 10**6))
@settings(max_examples=60)
def test_what_is_undone_leaves_no_trace(seed: int) -> None:
    chance = random.Random(seed)
    network = chance.choice((some, reacting))(chance)
    decided, plain = settled(decide(network)), Plain(network)
    done: list[Change] = []
    undone: list[Change] = []
    for number in chance.sample(every_number(network), min(3, len(every_number(network)))):
        if number.kind != "constraint":
            continue
        was = network.constraints[number.index].most
        done.append(Move(number, was + chance.randint(-5, 5)))
        undone.append(Move(number, was))
    name = chance.choice(network.points)
    done.append(Add(name, chance.choice(network.points), chance.randint(-5, 5)))
    undone.append(TakeOut(len(network.constraints)))
    again = settled(settled(decided.with_(done)).with_(undone))
    assert again.network == plain.network
    assert again.verdict() is decided.verdict()
    holds(again, network)


@given(seed=st.integers(0, 10**6))
@settings(max_examples=60)
def test_tightening_never_helps_and_loosening_never_harms(seed: int) -> None:
    chance = random.Random(seed)
    decided = settled(decide(chance.choice((some, reacting))(chance)))
    numbers = every_number(decided.network)
    if not numbers:
        return
    ranks = [Verdict.IMPOSSIBLE, Verdict.POSSIBLE, Verdict.ADAPTABLE, Verdict.ASSURED]
    number = chance.choice(numbers)
    sign = better(number, Verdict.ASSURED)
    least, most = legal(decided.network, number)
    now, by = value_of(decided.network, number), chance.randint(1, 6)
    if number.kind == "constraint":
        looser, tighter = (settled(decided.with_([Move(number, now + step)])) for step in (by, -by))
        for worse, one in ((tighter, decided), (decided, looser)):
            assert ranks.index(worse.verdict()) <= ranks.index(one.verdict())
    else:
        # Nature may do less: better for whoever reacts. The other way round for whoever hopes.
        moved = settled(decided.with_([Move(number, min(max(now + sign * by, least), most))]))
        assert moved.assured >= decided.assured
        assert moved.possible <= decided.possible
