"""Verdicts of named networks come with proofs that hold, whichever engine finds them."""

from __future__ import annotations

import random

import pytest

from freehand.temporal import engines
from freehand.temporal.checking import check, consistency, strong
from freehand.temporal.limits import Limit
from freehand.temporal.named import Network
from freehand.temporal.results import Inconsistent, NotStronglyControllable, StronglyControllable, Undecided, Verdict
from freehand.temporal.verify import verify
from tests.temporal import oracles


def some(chance: random.Random) -> Network:
    n = chance.randint(1, 6)
    links = [(f"p{a}", f"p{c}", max(1, low), max(1, low) + 1 + high - low) for a, c, low, high in made(chance, n)]
    edges = oracles.random_edges(chance, n, chance.randint(0, 9), -4, 7)
    return Network.of(
        [f"p{i}" for i in range(n)], [(f"p{x}", f"p{y}", w, i) for i, (x, y, w) in enumerate(edges)], links
    )


def made(chance: random.Random, n: int) -> list[tuple[int, int, int, int]]:
    return oracles.random_links(chance, n, chance.randint(0, 3), widest=3) if n > 1 else []


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("seed", range(3))
def test_every_proof_of_consistency_and_of_strength_holds(seed: int) -> None:
    chance = random.Random(seed)
    seen: dict[str, int] = {}
    for _ in range(500):
        network = some(chance)
        for proof in (consistency(network), strong(network)):
            assert verify(network, proof), (network, proof, verify(network, proof).why)
            seen[type(proof).__name__] = seen.get(type(proof).__name__, 0) + 1
    assert len(seen) == 4
    assert min(seen.values()) > 100


def test_both_engines_give_the_same_proof_to_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    networks = [some(chance) for _ in range(300)]
    with monkeypatch.context() as patch:
        patch.setattr(engines, "_compilers", [])
        plain = [(consistency(n), strong(n)) for n in networks]
    engines.compiler()
    monkeypatch.setattr(engines, "SMALL", 0)
    assert [(consistency(n), strong(n)) for n in networks] == plain


def test_a_contradiction_quotes_its_constraints_with_their_reasons() -> None:
    network = Network.of(
        ["warning", "call", "airlift", "attack"],
        [
            ("call", "warning", 0, "nobody calls before the warning"),
            ("warning", "attack", 24, "the attack may come after 24 h"),
            ("attack", "airlift", -1, "an hour before it"),
        ],
        [("call", "airlift", 24, 36, "the airlift's lead")],
    )
    found = consistency(network)
    assert isinstance(found, Inconsistent)
    assert {step.reason for step in found.chain} == {
        "nobody calls before the warning",
        "the attack may come after 24 h",
        "an hour before it",
        "the airlift's lead",
    }
    assert sum(step.weight for step in found.chain) == -1


def test_fixed_times_are_as_early_and_as_late_as_everything_allows() -> None:
    network = Network.of(
        ["Z", "a", "c", "b", "free"],
        [("Z", "a", 10), ("a", "Z", -2), ("b", "c", 0), ("Z", "b", 30), ("free", "b", 4)],
        [("a", "c", 3, 5)],
    )
    found = strong(network)
    assert isinstance(found, StronglyControllable)
    assert found.early == {"Z": 0, "a": 2, "b": 7, "free": 3}
    assert found.late["a"] == 10
    assert found.late["b"] == 30
    assert found.loose_late == {"free"}
    assert found.loose_early == frozenset()
    assert verify(network, found)


def test_a_link_that_its_own_pair_bounds_tighter_is_not_strong() -> None:
    found = strong(Network.of(["a", "c"], [("a", "c", 4)], [("a", "c", 3, 5)]))
    assert isinstance(found, NotStronglyControllable)
    assert [(step.start, step.end, step.weight, step.kind.value) for step in found.chain] == [
        ("a", "c", 4, "constraint"),
        ("c", "a", -5, "upper"),
    ]


@pytest.mark.usefixtures("engine")
def test_what_meets_its_limit_is_undecided() -> None:
    n = 400
    chain = [(f"{i}", f"{i + 1}", -1) for i in range(n)]
    network = Network.of([f"{i}" for i in range(n + 1)], [*reversed(chain), ("400", "0", 399)])
    assert consistency(network, Limit(steps=1)) == Undecided("1 steps")
    assert consistency(network, Limit(seconds=0)) == Undecided("0 seconds")
    assert check(network, Limit(steps=1)).verdict is Verdict.UNDECIDED
    assert check(network).verdict is Verdict.IMPOSSIBLE


def test_a_chain_of_ten_thousand_links_is_no_trouble() -> None:
    n = 10_000
    names = [f"{i}" for i in range(n)]
    network = Network.of(names, [("0", names[-1], 3 * n)], [(names[i], names[i + 1], 1, 2) for i in range(n - 1)])
    assert isinstance(strong(network), StronglyControllable)


def test_verify_refuses_what_is_no_proof() -> None:
    network = Network.of(["a"])
    with pytest.raises(TypeError, match="Undecided is no proof"):
        verify(network, Undecided("1 steps"))


@pytest.mark.usefixtures("engine")
def test_the_first_point_may_end_a_link_and_times_are_counted_from_where_its_chain_begins() -> None:
    network = Network.of(["c", "a", "b"], [("c", "b", 4), ("b", "c", 0)], [("a", "c", 1, 3)])
    found = check(network)
    assert found.verdict is Verdict.ASSURED
    assert isinstance(found.strong, StronglyControllable)
    assert (found.strong.early, found.strong.late) == ({"a": 0, "b": 3}, {"a": 0, "b": 5})
    assert verify(network, found.consistency)
    assert verify(network, found.strong)
