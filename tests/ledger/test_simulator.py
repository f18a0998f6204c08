"""Thousands of schedules: the honest raise no alarm and end alike, and whoever signs two histories is found."""

from __future__ import annotations

import itertools

import pytest

from freehand.ledger.forks import NotProven, check_proof
from tests.ledger.remembering import remember
from tests.ledger.simulator import Node, Schedule

HONEST, HONEST_DEEP = 1700, 2400
DISHONEST, DISHONEST_DEEP = 300, 1200
FALSE, FALSE_DEEP = 200, 700
"""Schedules in each part; ``--deep`` has 42 parts, a hundred thousand honest schedules together."""


@pytest.fixture
def deep(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("deep"))


@pytest.fixture(autouse=True)
def _ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    remember(monkeypatch)


def seeds(part: int, count: int) -> range:
    return range(part * count, (part + 1) * count)


def agree(one: Node, other: Node, log: str) -> bool:
    """Whether what two readers hold of a log is one history."""
    (size, root), (others, their_root) = one.held(log), other.held(log)
    if size <= others:
        return other.root_at(log, size) == root
    return one.root_at(log, others) == their_root


def test_honest_parties_raise_no_alarm_and_all_end_with_what_each_has_said(part: int, deep: bool) -> None:
    for seed in seeds(part, HONEST_DEEP if deep else HONEST):
        run = Schedule(seed).run(14).settled()
        assert run.alarms == [], seed
        for node in run.nodes:
            assert node.proofs() == [], seed
            for owner in run.nodes:
                log = owner.party.name
                assert not node.is_frozen(log), seed
                assert node.held(log) == owner.held(log), (seed, node.party.word, owner.party.word)


def test_whoever_signs_two_histories_is_found_once_the_longer_one_meets_the_other(part: int, deep: bool) -> None:
    parted = proven = 0
    for seed in seeds(part, DISHONEST_DEEP if deep else DISHONEST):
        run = Schedule(seed, liar=0).run(18).settled()
        log = run.nodes[0].party.name
        readers = run.nodes[1:]
        others = [key for node in readers for key in run.keys[node.party.name]]
        for reader in readers:
            for proof in reader.proofs():
                proven += 1
                assert reader.is_frozen(log), seed
                assert check_proof(proof, run.keys[log]).log == log, seed
                with pytest.raises(NotProven):  # nobody is proven a liar who did not lie
                    check_proof(proof, others)
        for one, other in itertools.combinations(readers, 2):
            if not agree(one, other, log):
                parted += 1
                longer = max((one, other), key=lambda reader: reader.held(log)[0])
                assert longer.proofs(), seed
    assert parted > 50
    assert proven > 150


def test_whoever_holds_two_contradicting_cosignatures_can_prove_it_and_no_honest_one_is_ever_proven_a_liar(
    part: int, deep: bool
) -> None:
    """A log with two histories, a witness that cosigns both of them, members that are restored from backups."""
    both = proven = 0
    for seed in seeds(part, FALSE_DEEP if deep else FALSE):
        run = Schedule(seed, liar=0, false=1).run(24).settled()
        log, witness = run.nodes[0].party.name, run.nodes[1].party.name
        honest = [key for node in run.nodes[2:] for key in run.keys[node.party.name]]
        for reader in run.nodes[2:]:
            found = [data for data in reader.proofs() if proves(data, run.keys[witness])]
            for proof in reader.proofs():
                assert proves(proof, [*run.keys[log], *run.keys[witness]]), seed
                assert not proves(proof, honest), seed
            for proof in found:
                proven += 1
                said = check_proof(proof, run.keys[witness])  # these keys alone
                assert (said.kind, said.key) == ("witness", run.keys[witness][0]), seed
            if contradict(reader, run):
                both += 1
                assert found, (seed, reader.party.word)
    assert both > 15
    assert proven > 40


def contradict(reader: Node, run: Schedule) -> bool:
    """Whether of the heads that a reader was told of one is on the line that it holds, and a smaller one is not."""
    log = run.nodes[0].party.name
    told = run.told[reader.party.name]
    on = {head for head in told if reader.root_at(log, head[0]) == head[1]}
    return any(size <= larger for size, _ in told.keys() - on for larger, _ in on)


def proves(proof: bytes, keys: list[bytes]) -> bool:
    try:
        check_proof(proof, keys)
    except NotProven:
        return False
    return True


def test_the_same_seed_gives_the_same_schedule() -> None:
    one, other = (Schedule(7).run(30).settled() for _ in range(2))
    assert [node.held(node.party.name)[0] for node in one.nodes] == [
        node.held(node.party.name)[0] for node in other.nodes
    ]
