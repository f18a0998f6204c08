"""Every answer about reacting comes with a proof; proofs are checked, and bent proofs are refused."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

import freehand.temporal.dynamic
from freehand.temporal.checking import dynamic
from freehand.temporal.dynamic import reacted
from freehand.temporal.engines import INTERPRETER, compiler
from freehand.temporal.limits import Limit
from freehand.temporal.named import Builder, Network
from freehand.temporal.normal import normal_form
from freehand.temporal.results import (
    Dispatchable,
    DynamicallyControllable,
    Ground,
    Kind,
    NotDynamicallyControllable,
    Part,
    Refutation,
    Step,
    Undecided,
)
from freehand.temporal.verify import verify
from freehand.temporal.verify_dynamic import MOST_REDUCED
from tests.temporal import oracles
from tests.temporal.networks import named, some
from tests.temporal.published import LINKED, Published, whole


def alone(chain: tuple[Step, ...]) -> NotDynamicallyControllable:
    """A chain without its derivations."""
    return NotDynamicallyControllable(Refutation(chain, len(chain), (), ()))


@pytest.mark.parametrize("seed", range(4))
def test_the_verdict_is_that_of_the_game_played_to_its_end_and_its_proof_holds(seed: int) -> None:
    chance = random.Random(seed)
    found = {True: 0, False: 0}
    for _ in range(800):
        n = chance.randint(3, 5)
        links = oracles.random_links(chance, n, min(n - 2, chance.randint(1, 3)), widest=3)
        edges = oracles.random_pairs(chance, n, links, chance.randint(1, 3))
        edges += oracles.random_edges(chance, n, chance.randint(0, 2), -1, 4)
        edges += oracles.within(n, links, chance.randint(4, 8))
        network = named(n, edges, links)
        answer = dynamic(network)
        expected = oracles.dynamically_controllable(n, network.edges, network.bounds)
        assert isinstance(answer, DynamicallyControllable) is expected, network
        assert verify(network, answer), (verify(network, answer).why, network)
        found[expected] += 1
    assert min(found.values()) > 100, found


def test_proofs_of_larger_networks_hold_and_so_do_their_chains_alone() -> None:
    found = {True: 0, False: 0}
    for network in some(11, 1500, 14):
        answer = dynamic(network)
        assert verify(network, answer), (verify(network, answer).why, network)
        if isinstance(answer, NotDynamicallyControllable):
            assert verify(network, alone(answer.chain)), network
        found[isinstance(answer, DynamicallyControllable)] += 1
    assert min(found.values()) > 150, found


def test_the_interpreter_and_numba_find_the_same_verdict_and_the_same_edges() -> None:
    fast = compiler()
    for network in some(12, 300, 12):
        slow_form, fast_form = (
            normal_form(len(network.points), network.edges, network.bounds, engine) for engine in (INTERPRETER, fast)
        )
        (slow_holds, slow), (fast_holds, quick) = reacted(slow_form), reacted(fast_form)
        assert slow_holds is fast_holds
        assert slow.told == quick.told.tolist()
        made = slow.told[0]
        for one, other in zip(slow[:4], quick[:4], strict=True):
            assert one[:made] == other[:made].tolist()


def bent(chance: random.Random, proof: Refutation) -> Refutation:
    """One thing of a proof changed."""

    def other(ways: list[tuple[Ground, ...]]) -> list[tuple[Ground, ...]]:
        at = chance.randrange(len(ways))
        way = list(ways[at])
        place = chance.randrange(len(way))
        match chance.randrange(3):
            case 0:
                del way[place]
            case 1:
                way[place] = Ground(
                    chance.choice([part for part in Part if part is not way[place].part]), way[place].number
                )
            case _:
                way[place] = Ground(way[place].part, way[place].number + chance.choice((-1, 1)))
        return [*ways[:at], tuple(way), *ways[at + 1 :]]

    if proof.derived and chance.random() < 0.5:
        at = chance.randrange(len(proof.derived))
        one = proof.derived[at]
        lighter = chance.random() < 0.3
        one = one._replace(weight=one.weight - 1) if lighter else one._replace(way=other([one.way])[0])
        return proof._replace(derived=(*proof.derived[:at], one, *proof.derived[at + 1 :]))
    match chance.randrange(4):
        case 0:
            return proof._replace(length=proof.length + 1)
        case 1:
            return proof._replace(chain=proof.chain[1:])
        case _:
            return proof._replace(cycle=tuple(other(list(proof.cycle))))


def test_a_proof_with_one_thing_changed_is_refused() -> None:
    chance = random.Random(13)
    refused = 0
    for network in some(14, 800, 9):
        answer = dynamic(network)
        if not isinstance(answer, NotDynamicallyControllable):
            continue
        proof = bent(chance, answer.refutation)
        verdict = verify(network, NotDynamicallyControllable(proof))
        assert not verdict, (network, proof)
        assert verdict.why
        refused += 1
    assert refused > 300


def test_no_network_that_is_controllable_has_a_chain_that_passes_as_a_proof() -> None:
    chance = random.Random(15)
    tried = 0
    for network in some(16, 4000, 5):
        answer = dynamic(network)
        if not isinstance(answer, DynamicallyControllable):
            continue
        names = network.points
        steps = [Step(names[x], names[y], w, Kind.CONSTRAINT, reason) for x, y, w, reason in network.constraints]
        for a, c, low, high, reason in network.links:
            steps.append(Step(names[a], names[c], low, Kind.LOWER, reason))
            steps.append(Step(names[c], names[a], -high, Kind.UPPER, reason))
        for _ in range(20):
            walk = [chance.choice(steps)]
            while walk[-1].end != walk[0].start and len(walk) < 12:
                onward = [step for step in steps if step.start == walk[-1].end]
                if not onward:
                    break
                walk.append(chance.choice(onward))
            if walk[-1].end == walk[0].start and sum(step.weight for step in walk) < 0:
                tried += 1
                assert not verify(network, alone(tuple(walk))), (network, walk)
    assert tried > 300, tried


def test_a_form_from_which_an_edge_is_taken_is_refused_where_that_edge_matters() -> None:
    chance = random.Random(17)
    refused = 0
    for network in some(18, 1500, 8):
        answer = dynamic(network)
        if isinstance(answer, DynamicallyControllable):
            edges, waits = answer.form
            at = chance.randrange(len(edges))
            looser = (*edges[:at], (*edges[at][:2], edges[at][2] + 1), *edges[at + 1 :])
            refused += not verify(network, DynamicallyControllable(Dispatchable(looser, waits)))
            if waits:
                assert not verify(network, DynamicallyControllable(Dispatchable(edges, ())))
    assert refused > 100, refused


def test_both_extremes_of_one_link_may_be_needed() -> None:
    """Point 2 shall come 1 to 2 before the end of a link of 1 to 3, which nobody can foresee."""
    network = Network.of(["Z", "p1", "p2"], [("p2", "p1", 2), ("p1", "p2", -1)], [("Z", "p1", 1, 3)])
    answer = dynamic(network)
    assert isinstance(answer, NotDynamicallyControllable)
    assert {step.kind for step in answer.chain} == {Kind.LOWER, Kind.UPPER, Kind.CONSTRAINT}
    assert verify(network, answer)


def test_a_limit_in_steps_makes_it_undecided_and_changes_nothing_else() -> None:
    network = next(some(19, 1, 14))
    assert dynamic(network, Limit(steps=1)) == Undecided("1 steps")
    assert dynamic(network, Limit(steps=10**9)) == dynamic(network)


def test_what_is_no_network_of_links_has_a_short_proof() -> None:
    loop = Network.of(["a"], [("a", "a", -1, "never")])
    answer = dynamic(loop)
    assert isinstance(answer, NotDynamicallyControllable)
    assert answer.chain == (Step("a", "a", -1, Kind.CONSTRAINT, "never"),)
    assert verify(loop, answer)
    assert verify(Network.of(["a"]), dynamic(Network.of(["a"])))


def doubling(links: int) -> Network:
    """A network whose only contradiction passes lower parts 2**links - 1 times, in the manner of magic loops.

    The bound from p to t of each level follows from that of the level before, used twice: once behind a link that is
    long, once behind the same link being short.
    """
    builder = Builder("Z")
    builder.at_most("p0", "t0", 1)
    for k in range(1, links + 1):
        builder.link(f"a{k}", f"c{k}", 1, 3)
        builder.at_most(f"t{k - 1}", f"c{k}", 0)
        builder.at_most(f"p{k}", f"p{k - 1}", 3)
        builder.at_most(f"t{k - 1}", f"t{k}", -2)
        builder.at_most(f"c{k}", f"p{k - 1}", 0)
    builder.at_most(f"t{links}", f"p{links}", -2)
    return builder.build()


@pytest.mark.parametrize("links", range(1, 10))
def test_a_contradiction_that_doubles_with_every_link_is_written_out_while_it_is_short(links: int) -> None:
    network = doubling(links)
    answer = dynamic(network)
    assert isinstance(answer, NotDynamicallyControllable)
    assert sum(step.kind is Kind.LOWER for step in answer.chain) == 2**links - 1
    assert answer.chain == answer.refutation.chain
    assert verify(network, answer)
    if answer.length <= MOST_REDUCED:
        assert verify(network, alone(answer.chain))


@pytest.mark.parametrize("links", [40, 400])
def test_a_contradiction_too_long_to_be_written_out_has_a_proof_that_is_short(links: int) -> None:
    network = doubling(links)
    answer = dynamic(network)
    assert isinstance(answer, NotDynamicallyControllable)
    assert answer.chain == ()
    assert answer.length > 2**links
    assert len(answer.refutation.derived) <= 3 * links
    assert answer.refutation.extremes == {(k, kind) for k in range(links) for kind in (Kind.LOWER, Kind.UPPER)}
    assert verify(network, answer)


def test_the_chain_that_the_kernel_writes_out_is_the_one_that_the_derivations_say() -> None:
    found = 0
    for network in some(21, 600, 14):
        answer = dynamic(network)
        if isinstance(answer, NotDynamicallyControllable):
            assert answer.chain == answer.refutation.chain
            found += 1
    assert found > 300


def test_a_chain_is_told_from_the_first_point_on_where_it_passes_that() -> None:
    late = Network.of(["Z", "a", "c"], [("a", "Z", -1), ("Z", "c", 4)], [("a", "c", 1, 4)])
    answer = dynamic(late)
    assert isinstance(answer, NotDynamicallyControllable)
    assert [(step.start, step.end, step.weight) for step in answer.chain] == [
        ("Z", "c", 4),
        ("c", "a", -4),
        ("a", "Z", -1),
    ]


@pytest.mark.parametrize("one", LINKED, ids=[one.name for one in LINKED])
def test_published_networks_have_their_published_verdicts_with_a_proof(one: Published) -> None:
    points, edges, links = whole(one)
    if any(low <= 0 for _, _, low, _ in links):
        pytest.skip("links that may take no time have no names with us")
    network = Network.of(points, edges, links)
    answer = dynamic(network)
    assert isinstance(answer, DynamicallyControllable) is (one.ours in ("assured", "adaptable"))
    assert verify(network, answer)


def test_dinner_is_begun_exactly_ten_minutes_after_the_drive_as_published() -> None:
    dinner = next(one for one in LINKED if one.name == "cooking dinner")
    answer = dynamic(Network.of(*whole(dinner)))
    assert isinstance(answer, DynamicallyControllable)
    driving, cooking = 1, 3
    bounds = {(x, y): w for x, y, w in answer.form.edges}
    assert (bounds[driving, cooking], bounds[cooking, driving]) == (10, -10)


def test_more_edges_than_there_is_room_for_make_it_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freehand.temporal.dynamic, "MOST_DERIVED", 1_000)
    late, early = [f"late {k}" for k in range(80)], [f"early {k}" for k in range(80)]
    steps = [(late[k + 1], late[k], -1) for k in range(79)]
    wide = Network.of([*late, *early], [*steps, *((name, late[79], 500) for name in early)])
    assert dynamic(wide) == Undecided("room for 1,000 edges that follow")
    monkeypatch.undo()
    assert isinstance(dynamic(wide), DynamicallyControllable)


def test_one_network_may_be_asked_about_by_several_threads_at_once() -> None:
    compiler()
    for network in some(22, 20, 14):
        expected = dynamic(network)
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _, asked=network: dynamic(asked), range(60)))
        assert all(answer == expected for answer in answers)
