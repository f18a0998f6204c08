"""Workspaces that grow have the shape they promise, and the same seed gives the same bytes."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.growth import MIX, SHARE, SHARED, Size, _tempers, files, main, write
from freehand.assessment.assess import assess
from freehand.formats.workspace import load, read_workspace
from freehand.plans.joint import Agreed, Consent, Notice, Workspace
from freehand.terms.scope import Rung

SIZES = [Size(parties, activities, 3) for parties in (2, 3, 4, 5) for activities in (100, 1000)]


def loaded(size: Size) -> Workspace:
    return read_workspace((path, text.encode()) for path, text in files(size))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_workspace_loads_and_has_the_counts_it_promises(size: Size) -> None:
    workspace = loaded(size)
    assert len(workspace.compact.parties) == size.parties
    assert sum(len(course.activities) for course in workspace.courses) == size.activities
    assert len(workspace.contingencies) == size.contingencies == max(1, round(size.activities / SHARE / size.parties))
    assert {m.name: m.capacity for m in workspace.compact.means if not m.owner} == SHARED
    assert len(SHARED) == 3
    for contingency in workspace.contingencies:
        here = [course for course in workspace.courses if course.contingency == contingency.name]
        assert Counter(course.party for course in here) == {p.name: 2 for p in workspace.compact.parties}
        joins = [rule for c in here for rule in c.rules if {rule.later.party, rule.earlier.party} - {"", c.party}]
        assert len(joins) == 10
        assert len(contingency.scenarios) == 3
        assert sum(promise.contingency == contingency.name for promise in workspace.promises) == 2
        rules = [type(rule) for rule in workspace.compact.rules if rule.contingency == contingency.name]
        assert sorted(rule.__name__ for rule in rules) == [each.__name__ for each in (Agreed, Consent, Notice)]
        assert 1 <= sum(report.contingency == contingency.name for report in workspace.reports) <= 2
        each = Counter(a for course in here for a in [course.party] * len(course.activities))
        assert max(each.values()) - min(each.values()) <= 1


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    assert main([str(tmp_path / "one"), "--parties", "2", "--activities", "100", "--seed", "5"]) == 0
    written = {str(p.relative_to(tmp_path / "one")): p.read_text() for p in (tmp_path / "one").rglob("*.yaml")}
    assert written == dict(files(Size(2, 100, 5)))
    assert written != dict(files(Size(2, 100, 6)))
    assert load(tmp_path / "one") == loaded(Size(2, 100, 5))


def test_the_bytes_of_one_workspace_are_those_that_were_measured() -> None:
    text = "".join(path + text for path, text in files(Size(5, 1000, 1)))
    assert sha256(text.encode()).hexdigest()[:16] == "1c285734daa5ee8b"


def test_nothing_is_written_where_something_is(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(ValueError, match="not empty"):
        write(tmp_path, Size(2, 100, 1))
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


@pytest.mark.parametrize("size", [Size(1, 100, 1), Size(6, 1000, 1), Size(5, 79, 1)], ids=str)
def test_a_size_that_no_workspace_has_is_refused(size: Size) -> None:
    with pytest.raises(ValueError, match=r"there are 2 to 5|16 at least"):
        list(files(size))


def test_every_twenty_contingencies_have_the_mix() -> None:
    assert Counter(islice(_tempers(Size(2, 10_000, 9)), 40)) == {temper: 2 * times for temper, times in MIX.items()}


def test_each_temper_comes_to_the_verdict_it_promises() -> None:
    size = Size(2, 2000, 4)
    found = assess(loaded(size))
    names = {c.name.rsplit(" ", 1)[1]: c for c in found.contingencies}
    stands = {
        place: [
            at.in_fact + (" *" if at.lesser else "") if at.in_fact else "" for at in names[str(place)].rungs.values()
        ]
        for place in range(1, 21)
    }
    for place, temper in enumerate(islice(_tempers(size), 20), 1):
        scenarios, support, operations = stands[place][Rung.SCENARIOS :]
        match temper:
            case "ample":
                assert (scenarios, support, operations) == ("assured",) * 3, (place, stands[place])
            case "helped" | "promised":
                assert (scenarios, support, operations) == ("assured *", "assured", "assured"), (place, stands[place])
            case "apart":
                assert operations == "assured if told apart", (place, stands[place])
            case "reacting":
                assert operations == "adaptable", (place, stands[place])
            case "lucky":
                assert operations.removesuffix(" *") == "possible", (place, stands[place])
            case "short":
                assert set(stands[place]) == {"impossible"}, (place, stands[place])
    alone = [stands[place][Rung.ALONE] for place in stands]
    assert {"exposed", "possible", "impossible"} <= {word.removesuffix(" *") for word in alone}
    assert any(word.startswith("assured") for word in alone), "some are believed rightly"
