"""The verifier refuses every proof that is not right: changed, cut, out of order, or about another network."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import cast

import pytest

from freehand.temporal.checking import consistency, dynamic, strong
from freehand.temporal.named import Network
from freehand.temporal.results import (
    Consistent,
    Derived,
    Dispatchable,
    DynamicallyControllable,
    Inconsistent,
    Kind,
    NotDynamicallyControllable,
    NotStronglyControllable,
    Part,
    Refutation,
    Step,
    StronglyControllable,
)
from freehand.temporal.verify import verify
from tests.temporal.instances import SHAPES, made, named

Falsified = tuple[str, object]

MAY_HOLD = {"a step twice"}
"""Of a loop: whoever goes round it once more proves the same."""


def stated(network: Network, step: Step) -> bool:
    """Whether somebody stated this, perhaps in parallel with what was changed."""
    names = network.points
    links = [
        said
        for a, c, low, high, reason in network.links
        for said in (
            Step(names[a], names[c], high, Kind.LINK, reason),
            Step(names[c], names[a], -low, Kind.LINK, reason),
            Step(names[a], names[c], low, Kind.LOWER, reason),
            Step(names[c], names[a], -high, Kind.UPPER, reason),
        )
    ]
    plain = [Step(names[x], names[y], w, Kind.CONSTRAINT, reason) for x, y, w, reason in network.constraints]
    return step in plain or step in links


def falsified_steps(network: Network, steps: tuple[Step, ...]) -> Iterator[tuple[str, tuple[Step, ...]]]:
    for k, step in enumerate(steps):
        before, after = steps[:k], steps[k + 1 :]
        changed = {
            "a weight below": step._replace(weight=step.weight - 1),
            "a weight above": step._replace(weight=step.weight + 1),
            "a weight far above": step._replace(weight=step.weight + 1000),
            "the other way": step._replace(start=step.end, end=step.start),
            "another reason": step._replace(reason="somebody else said so"),
            "no such point": step._replace(end="nowhere"),
            **{f"as {kind.value}": step._replace(kind=kind) for kind in Kind if kind is not step.kind},
        }
        for name, one in changed.items():
            if not stated(network, one):
                yield name, (*before, one, *after)
        yield "a step less", before + after
        yield "a step twice", (*before, step, step, *after)
    if len(steps) > 2:
        for k in range(len(steps) - 1):
            yield "two steps swapped", (*steps[:k], steps[k + 1], steps[k], *steps[k + 2 :])
        yield "backwards", steps[::-1]
    yield "no steps", ()


def moved(at: Mapping[str, int], **times: int) -> dict[str, int]:
    return {**at, **times}


def falsified(network: Network, proof: object) -> Iterator[Falsified]:
    """Proofs that are not right, each from a right one by one change."""
    names = network.points
    if isinstance(proof, Consistent):
        at = proof.schedule
        for point in at:
            yield "a point less", Consistent({name: time for name, time in at.items() if name != point})
        yield "a point that is not there", Consistent(moved(at, nowhere=0))
        yield "counted from another moment", Consistent({name: time + 1 for name, time in at.items()})
        for x, y, w, _ in network.constraints:
            if x != y:
                yield "too late", Consistent(moved(at, **{names[y]: at[names[x]] + w + 1}))
        for a, c, low, high, _ in network.links:
            yield "too short", Consistent(moved(at, **{names[c]: at[names[a]] + low - 1}))
            yield "too long", Consistent(moved(at, **{names[c]: at[names[a]] + high + 1}))
    if isinstance(proof, Inconsistent):
        for name, steps in falsified_steps(network, proof.chain):
            yield name, Inconsistent(steps)
        yield "twice round", Inconsistent(proof.chain * 2)
    if isinstance(proof, StronglyControllable):
        origin = names[0]
        early, late, loose_early, loose_late = proof
        for point in early:
            rest = {name: time for name, time in early.items() if name != point}
            yield "an early time less", proof._replace(early=rest)
            if point not in loose_early:
                yield "not the earliest", proof._replace(early=moved(early, **{point: early[point] + 1}))
                yield "earlier than it can be", proof._replace(early=moved(early, **{point: early[point] - 1}))
                yield "called loose", proof._replace(loose_early=loose_early | {point})
            else:
                yield "not called loose", proof._replace(loose_early=loose_early - {point})
            if point not in loose_late:
                yield "not the latest", proof._replace(late=moved(late, **{point: late[point] - 1}))
                yield "later than it can be", proof._replace(late=moved(late, **{point: late[point] + 1}))
                yield "called loose", proof._replace(loose_late=loose_late | {point})
            else:
                yield "not called loose", proof._replace(loose_late=loose_late - {point})
        yield "a point that is not there", proof._replace(late=moved(late, nowhere=0))
        if origin in early:
            shifted = {name: time + 1 for name, time in late.items()}
            yield "counted from another moment", proof._replace(late=shifted)
    if isinstance(proof, NotStronglyControllable):
        reduced = proof.reduced
        for k, one in enumerate(reduced):
            before, after = reduced[:k], reduced[k + 1 :]
            for name, steps in falsified_steps(network, one.steps):
                whole = one._replace(steps=steps, weight=sum(step.weight for step in steps))
                yield name, NotStronglyControllable((*before, whole, *after))
            for name, changed in (
                ("a sum below", one._replace(weight=one.weight - 1)),
                ("a sum above", one._replace(weight=one.weight + 1)),
                ("another start", one._replace(start="nowhere")),
                ("another end", one._replace(end="nowhere")),
            ):
                yield name, NotStronglyControllable((*before, changed, *after))
            yield "a reduced constraint less", NotStronglyControllable(before + after)
        if len(reduced) > 2:
            yield "backwards", NotStronglyControllable(reduced[::-1])


@pytest.mark.parametrize("shape", SHAPES)
def test_every_right_proof_is_accepted_and_every_change_to_it_refused(shape: str) -> None:
    tried: Counter[str] = Counter()
    for seed in range(250):
        network = named(made(shape, seed))
        for proof in (consistency(network), strong(network)):
            assert verify(network, proof)
            for name, wrong in falsified(network, proof):
                refused = verify(network, wrong)
                assert not refused, (seed, name, proof, wrong)
                assert refused.why
                tried[type(proof).__name__] += 1
    assert min(tried.values()) > 50, tried
    assert len(tried) == 4


def test_a_contradiction_may_be_told_from_any_of_its_steps_on() -> None:
    network = Network.of("abc", [("a", "b", 1), ("b", "c", 1), ("c", "a", -3)])
    proof = consistency(network)
    assert isinstance(proof, Inconsistent)
    for k, _ in enumerate(pairwise(proof.chain)):
        assert verify(network, Inconsistent(proof.chain[k:] + proof.chain[:k]))


def transplanted(network: Network, proof: object) -> Iterator[object]:
    """A proof about another network that has the same parts, with this one's numbers put in."""

    def here(step: Step) -> Step:
        kind, index = cast(tuple[str, int], step.reason)
        if kind == "edge":
            return step._replace(weight=network.constraints[index].most)
        link = network.links[index]
        forwards = step.start == network.points[link.start]
        short = step.kind is Kind.LOWER or (step.kind is Kind.LINK and not forwards)
        return step._replace(weight=(1 if forwards else -1) * (link.low if short else link.high))

    if isinstance(proof, Inconsistent):
        yield Inconsistent(tuple(here(step) for step in proof.chain))
    if isinstance(proof, NotStronglyControllable):
        moved_in = []
        for one in proof.reduced:
            steps = tuple(here(step) for step in one.steps)
            moved_in.append(one._replace(steps=steps, weight=sum(step.weight for step in steps)))
        yield NotStronglyControllable(tuple(moved_in))
    if isinstance(proof, NotDynamicallyControllable):
        chain = tuple(here(step) for step in proof.chain)
        yield NotDynamicallyControllable(Refutation(chain, len(chain), (), ()))
        yield NotDynamicallyControllable(proof.refutation)
        derived: list[Derived] = []

        def weight(part: Part, index: int) -> int:
            if part is Part.CONSTRAINT:
                return network.constraints[index].most
            if part is Part.DERIVED:
                return derived[index].weight
            low, high = network.links[index][2:4]
            return {Part.AFTER: low, Part.BEFORE: -low, Part.LOWER: 0, Part.UPPER: low - high}[part]

        for way in proof.refutation.derived:
            derived.append(way._replace(weight=sum(weight(*ground) for ground in way.way)))
        yield NotDynamicallyControllable(proof.refutation._replace(chain=chain, derived=tuple(derived)))
    if isinstance(proof, DynamicallyControllable):
        edges, waits = proof.form
        stated = tuple((x, y, w) for x, y, w, _ in network.constraints)
        yield DynamicallyControllable(Dispatchable((*edges, *stated), waits))
        yield DynamicallyControllable(Dispatchable(stated, ()))


@pytest.mark.parametrize("shape", SHAPES)
def test_no_proof_is_accepted_of_what_is_not_so(shape: str) -> None:
    """Of two networks that differ in one number, and so in the answer, neither's proof is the other's.

    Nor is it with the numbers of the other one put in.
    """
    pairs: Counter[str] = Counter()
    for seed in range(500):
        chance = random.Random(seed)
        network = named(made(shape, seed))
        if not network.constraints:
            continue
        k = chance.randrange(len(network.constraints))
        other = list(network.constraints)
        other[k] = other[k]._replace(most=other[k].most + chance.randint(-4, 4))
        like = Network(network.points, other, network.links)
        for ask in (consistency, strong, dynamic):
            proof, proof_of_like = ask(network), ask(like)
            if type(proof) is not type(proof_of_like):
                pairs[ask.__name__] += 1
                for lie in (proof_of_like, *transplanted(network, proof_of_like)):
                    assert not verify(network, lie), (seed, lie)
                for lie in (proof, *transplanted(like, proof)):
                    assert not verify(like, lie), (seed, lie)
    assert min(pairs.values()) >= 10, pairs
    assert len(pairs) == 3


@pytest.mark.parametrize("shape", SHAPES)
def test_a_chain_about_reacting_is_refused_with_one_step_changed(shape: str) -> None:
    """A chain alone, without its derivations, is checked by reducing it; its steps must be stated, reasons and all."""
    tried = 0
    for seed in range(120):
        network = named(made(shape, seed))
        proof = dynamic(network)
        if isinstance(proof, NotDynamicallyControllable):
            assert verify(network, NotDynamicallyControllable(Refutation(proof.chain, proof.length, (), ())))
            for name, steps in falsified_steps(network, proof.chain):
                for cut in (Refutation(steps, len(steps), (), ()), proof.refutation._replace(chain=steps)):
                    if cut.cycle or name not in MAY_HOLD:
                        assert not verify(network, NotDynamicallyControllable(cut)), (seed, name, steps)
                        tried += 1
    assert tried > 500
