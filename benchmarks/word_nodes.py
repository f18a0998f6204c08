"""What the gate costs for each item, and two nodes of many items that hand each other a thousand bundles.

1. *The gate*: items of a partner under terms of 50 clauses, each released; read from the sealed store of a node and
   judged, over the reading alone. Reading is what every view has to do: unsealed, read as canonical JSON, its leaf and
   its content id computed. The releases are read before, once, as a node does that is asked for a view.
2. *Two nodes* on disk. Each says items by the batch, with a release that two people sign, and hands over a bundle; the
   other takes it in and judges it. What counts is the time that both nodes compute, whatever else the machine does.
   Growth is fitted over the times at which a ninth, a third and all of the bundles had been taken in. Memory is that
   of the process which holds both nodes, over what it held once both were unlocked and had handed over a bundle.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from math import log
from pathlib import Path
from statistics import linear_regression
from typing import Any

from benchmarks.measuring import ROOT, Goal, memory_held, timed_rounds
from freehand.ledger.keys import SigningKey
from freehand.ledger.lines import current
from freehand.ledger.log import Statement, append
from freehand.ledger.sealed_keys import Cost
from freehand.ledger.store.interface import Range
from freehand.node import compacts, exchange
from freehand.node.approving import approval, release_body, signed_by
from freehand.node.authoring import agreeing
from freehand.node.folder import Compact, Node, make_node
from freehand.node.intake import take
from freehand.node.kinds import content_id, label_of
from freehand.node.known import Known, known
from freehand.node.membership import Founder
from freehand.node.said import Said, as_said

NOW, SECRET = 1_790_000_000, "a passphrase for benchmarks"
CHEAP = Cost(memory=32, passes=1, lanes=1)
"""Unlocking is not measured."""
ITEMS, BUNDLES, CLAUSES = 10**5, 10**3, 50
TOGETHER = 1000
"""Items of one release, where only the gate is measured."""
GATE, EXPONENT, MOST_MIB = 2.0, 1.1, 64
NOTES = "the berths at pier seven hold two ferries and a barge at high water; the crane lifts forty tonnes. " * 3


class Party:
    """A node on disk, and two people of its party with their keys."""

    compact: Compact

    def __init__(self, folder: Path, name: str) -> None:
        """A new one."""
        self.name, self.said = name, 0
        self.node: Node = make_node(folder, name, SECRET, cost=CHEAP)
        self.people = (SigningKey.new(), SigningKey.new())
        roles = (("planner",), ("releaser",))
        self.founders = [Founder(f"{r[0]} of {name}", key.public, r) for key, r in zip(self.people, roles, strict=True)]

    def say(self, count: int, partner: Party) -> None:
        """So many items and their release, in one batch."""
        label = label_of([self.name, partner.name])
        statements = [self._item(number, label) for number in range(self.said, self.said + count)]
        self.said += count
        ids = [content_id(one.kind, one.object, label, one.body, None) for one in statements]
        terms = [version.id for version in self.known().standing.in_force]
        signed = approval(self.compact.id, ids, [partner.compact.log], terms)
        asked, approved = (signed_by(key, signed) for key in self.people)
        body = release_body(ids, [partner.compact.log], terms, asked, approved)
        statements.append(Statement("release", f"release-{self.said}", body, NOW, label))
        append(self.compact.store, self.compact.log, self.compact.keys.log, statements)

    def _item(self, number: int, label: str) -> Statement:
        text = json.dumps({"report": f"report {number}", "by": self.name, "says": f"{number}: {NOTES}"})
        return Statement("report", f"report-{number}", {"document": text, "tags": ["port", "berths"]}, NOW, label)

    def hand(self, partner: Party) -> None:
        """A bundle, taken in."""
        with tempfile.TemporaryFile() as between:
            exchange.write(self.node, self.compact, partner.name, between, now=NOW)
            between.seek(0)
            take(partner.node, partner.compact, between, now=NOW)

    def known(self) -> Known:
        """What it knows."""
        return known(self.node, self.compact)


@contextmanager
def two(clauses: int = CLAUSES) -> Iterator[tuple[Party, Party]]:
    """Two parties under terms with so many exclusions, in files in memory where there is a place for them."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as place:
        one, other = Party(Path(place) / "A", "A"), Party(Path(place) / "B", "B")
        one.compact = compacts.found(one.node, "benchmark", one.founders, SECRET, now=NOW, cost=CHEAP)
        contact = compacts.contact_card(one.node, one.compact)
        other.compact = compacts.join(other.node, contact, other.founders, SECRET, now=NOW, cost=CHEAP)
        compacts.meet(one.node, one.compact, compacts.contact_card(other.node, other.compact), now=NOW)
        for here, there in ((one, other), (other, one)):
            aloud = compacts.own_fingerprint(there.compact)[1]
            compacts.compare(here.node, here.compact, there.name, aloud, now=NOW)
        excluded = [
            {"name": f"clause {at}", "kinds": [], "tags": [f"strike {at}"], "words": [f"weapon{at}", f"raid no {at}"]}
            for at in range(clauses)
        ]
        terms: Any = {"scope": "operations", "parties": ["A", "B"], "exclusions": excluded}
        version = agreeing.propose(one.node, one.compact, terms, now=NOW).leaf
        one.hand(other)
        for here, there in ((other, one), (one, other)):
            agreeing.accept_terms(here.node, here.compact, version, now=NOW)
            here.hand(there)
        yield one, other
        one.node.close()
        other.node.close()


def gate_goal(items: int = ITEMS, rounds: int = 3) -> Goal:
    """Judging every item, over the bare reading of it."""
    with two() as (one, other):
        for _ in range(items // TOGETHER):
            one.say(TOGETHER, other)
        one.hand(other)
        found, reader = other.known(), frozenset(("B",))
        ours = [said.number for said in found.said("report")]
        assert len(ours) == items, len(ours)
        ranges = [Range(first, last + 1) for first, last in _runs(ours)]

        def read() -> Iterator[Said]:
            with other.compact.store.reading() as view:
                for _, data in current(view, one.compact.log).records(ranges):
                    yield as_said("A", one.compact.log, data, mine=False)

        def bare() -> None:
            assert sum(1 for _ in read()) == items

        def judged() -> None:
            assert not any(refusal for _, refusal in found.judge.refusals(read(), reader))

        def unsealed() -> None:
            with other.compact.store.reading() as view:
                assert sum(1 for _ in current(view, one.compact.log).records(ranges)) == items

        plain, whole, bytes_alone = timed_rounds([bare, judged, unsealed], rounds)
    gate = whole - plain
    sealed, read_, judged_ = (seconds / items * 1e6 for seconds in (bytes_alone, plain, gate))
    told = f"unsealing {sealed:.1f}, reading {read_:.1f}, the gate {judged_:.1f}"
    print(f"microseconds for each of {items:,} items under {CLAUSES} clauses: {told}")
    return Goal(f"the gate, per item, {items:,} items with {CLAUSES} clauses, over the bare read", gate / plain, GATE)


_PROGRAM = """
import json, sys
from benchmarks.word_nodes import grown
print(json.dumps(grown(int(sys.argv[1]), int(sys.argv[2]))))
"""


def two_nodes_goals(items: int = ITEMS, bundles: int = BUNDLES) -> list[Goal]:
    """The exponent that fits two nodes growing, and their memory."""
    import subprocess

    path = {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(items), str(bundles)],
        env={**os.environ, **path},
        check=True,
        stdout=subprocess.PIPE,
    )
    points, memory = json.loads(done.stdout)
    told = ", ".join(f"{int(size):,}: {seconds:.1f} s" for size, seconds in points)
    print(f"two nodes, so many items each: {told}; {memory:.0f} MiB more than once they were unlocked")
    slope = linear_regression([log(size) for size, _ in points], [log(seconds) for _, seconds in points]).slope
    what = f"two nodes, {items:,} items each, {bundles:,} bundles"
    return [
        Goal(f"{what}: exponent that fits", slope, EXPONENT),
        Goal(f"{what}: memory above the unlocked process, in MiB, over {MOST_MIB}", memory / MOST_MIB, 1),
    ]


def grown(items: int, bundles: int) -> tuple[list[tuple[int, float]], float]:
    """Items of each node and seconds computed after so many of the bundles; MiB beyond what was held before."""
    rounds = bundles // 2
    batch = items // rounds
    points = []
    with two() as (one, other):
        for here, there in ((one, other), (other, one)):  # what every node has in memory once it has said something
            here.say(1, there)
            here.hand(there)
        before, begun = memory_held(), time.process_time()
        for at in range(1, rounds + 1):
            for here, there in ((one, other), (other, one)):
                here.say(batch, there)
                here.hand(there)
            if at in {rounds // 9, rounds // 3, rounds}:
                points.append((at * batch, time.process_time() - begun))
        held = memory_held() - before
        for here, there in ((one, other), (other, one)):
            got = sum(1 for said in here.known().said("report") if said.party == there.name)
            assert got == items + 1, got
    return points, held


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = numbers[0]
    for before, after in pairwise([*numbers, -1]):
        if after != before + 1:
            yield first, before
            first = after


if __name__ == "__main__":
    for goal in (gate_goal(), *two_nodes_goals()):
        print(f"{goal.goal}: {goal.ratio:.3f} (at most {goal.target})")
