"""Two or three nodes over drawn plans say what the whole workspace says, as far as the terms let anybody know it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from freehand.assessment.assess import Reckoning, assess
from freehand.assessment.comparison.facts import facts_of
from freehand.assessment.results import UNTOLD
from freehand.assessment.tradeoff import standing
from freehand.node.json_line import json_line
from freehand.node.reckoning.cells import UNDECIDED
from freehand.node.reckoning.documents import Folder, split
from freehand.node.reckoning.ground import grounds_of
from freehand.node.reckoning.pieces import Basis, Piece
from freehand.node.reckoning.verdicts import refresh
from freehand.plans.released import ANEW
from tests.assessment.compacts import CASE, JOINT, made
from tests.assessment.releases import answer
from tests.assessment.test_projection import told
from tests.node.reckoning.spelled import Shares, Spread, at_rest, files, spread

ALL_SEE = ("window", "course", "way", "margin", "aims unmet", "told apart by")
"""What every node says of a choice that holds, whatever its private parts."""
ROOMS = ("alone room", "with help room", "joint room")
ORDINARY, DEEP = 12, 1_200


class Drawn(NamedTuple):
    """Plans, how they are shared out, and the interfaces that were released of them."""

    folder: Folder
    shares: Shares
    interfaces: dict[str, list[Piece]]
    seed: int


def drawn(seed: int, parties: int) -> Drawn:
    chance = Random(seed)
    workspace = made(seed, parties, own=chance.choice((0.0, 0.3)))
    names = [party.name for party in workspace.compact.parties]
    objects = {n: [f"{CASE}/{c.name.replace(' ', '%20')}" for c in workspace.courses if c.party == n] for n in names}
    full = {n: frozenset(o for o in objects[n] if chance.random() < 0.2) for n in names}
    shares = Shares(full, chance.random() < 0.5, chance.random() < 0.5, chance.choice((1, 1, 2)))
    folder = split(files(workspace, chance))
    return Drawn(folder, shares, at_rest(folder, shares), seed)


def changed(one: Drawn) -> Iterator[Folder]:
    """The same plans without a report, without a promise, without a rule, and with a rule said otherwise."""
    chance, folder = Random(one.seed), one.folder
    for kind in ("report", "offer"):
        said = [d for d in folder.documents if d.kind == kind]
        if said:
            gone = chance.choice(said)
            yield folder._replace(documents=tuple(d for d in folder.documents if d is not gone))
    rules = json.loads(folder.rules or "{}")
    if rules:
        name = chance.choice(sorted(rules))
        yield folder._replace(rules=json_line({n: rule for n, rule in rules.items() if n != name}))
        if "notice" in rules[name]:
            later = {**rules[name], "notice": f"1 min before {rules[name]['notice'].partition(' before ')[2]}"}
            yield folder._replace(rules=json_line({**rules, name: later}))


def held_against_the_whole(found: Spread, seed: int, settled: bool = True) -> Counter[str]:
    """How often each verdict was said. Where not all is ``settled``, what waits for an interface may be left open."""
    counted: Counter[str] = Counter()
    assessed = assess(found.whole, JOINT)[CASE]
    whole = Reckoning(found.whole, found.whole.contingencies[0])
    for party, basis in found.nodes.items():
        (cell,) = refresh(basis, {}, work=None).cells
        assert not cell.left_out, (seed, party)
        for rung in JOINT:
            where, at, said = (seed, party, rung.word), assessed.rungs[rung], cell.rungs[rung]
            counted[said.standing] += 1
            if not settled and said.standing == UNDECIDED and said.why.endswith(ANEW):
                counted["waits"] += 1
            elif said.standing != standing(at):
                assert (said.standing, said.why) == (UNDECIDED, UNTOLD), where
                full, seen = answer(whole, rung), answer(_node(basis), rung)
                assert full is not None, where
                assert seen is not None, where
                assert told(full, seen, "possible", len(found.whole.contingencies[0].scenarios)) is None, where
            elif at.choice is not None and at.choice.windows is not None:
                counted["with windows"] += 1
                theirs = {tuple(key): value for key, value in facts_of(at).items()}
                for kind in ALL_SEE:
                    assert _of(said.facts, kind) == _of(theirs, kind), (*where, kind)
                for kind in ROOMS:
                    assert said.fact(kind, party) == theirs.get((kind, (party,))), (*where, kind)
    return counted


def test_every_node_says_what_the_whole_says(pytestconfig: pytest.Config) -> None:
    count = DEEP if pytestconfig.getoption("deep") else ORDINARY
    counted: Counter[str] = Counter()

    @settings(max_examples=count)
    @example(24, 2)  # a rule of the terms on a course that is not shown in full, beside one that is
    @example(354, 2)
    @example(555, 3)  # what one party's course, shown in full, asks of another's
    @given(st.integers(0, 10_000), st.sampled_from((2, 2, 3)))
    def tried(seed: int, parties: int) -> None:
        one = drawn(seed, parties)
        counted.update(held_against_the_whole(spread(one.folder, one.shares, one.interfaces), seed))

    tried()
    assert counted["with windows"] > count
    assert counted[UNDECIDED] > 0


def test_until_interfaces_are_released_anew_no_node_says_what_the_whole_would_not(pytestconfig: pytest.Config) -> None:
    """A report, a promise or a rule goes, or comes, or a rule changes: what nobody knows is left open, on all nodes."""
    count = DEEP if pytestconfig.getoption("deep") else ORDINARY
    counted: Counter[str] = Counter()

    @settings(max_examples=count)
    @example(257, 2, True)  # a choice that waits for a point might be as good as the best that does not
    @given(st.integers(0, 10_000), st.sampled_from((2, 2, 3)), st.booleans())
    def tried(seed: int, parties: int, comes: bool) -> None:
        one = drawn(seed, parties)
        for other in changed(one):
            before, after = (other, one.folder) if comes else (one.folder, other)
            interfaces = at_rest(before, one.shares) if comes else one.interfaces
            found = spread(after, one.shares, interfaces, before)
            counted.update(held_against_the_whole(found, seed, settled=False))
            cells = [refresh(basis, {}, work=None).cells[0] for basis in found.nodes.values()]
            for rung in JOINT:
                waiting = {"interface was made" in cell.rungs[rung].why for cell in cells}
                assert len(waiting) == 1, (seed, rung.word)

    tried()
    assert counted["waits"] > 0
    assert counted["with windows"] > 0


def _node(basis: Basis) -> Reckoning:
    (ground,) = grounds_of(basis)[0]
    workspace = ground.read().workspace
    assert workspace is not None
    return Reckoning(workspace, workspace.contingencies[0])


def _of(facts: Mapping[Any, Any], kind: str) -> dict[Any, Any]:
    return {of: value for (what, of), value in facts.items() if what == kind}
