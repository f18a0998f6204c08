"""Drafts: a folder taken apart item by item, privately, version by version."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from freehand.assessment.projecting import released_by
from freehand.errors import InputError, UsageError
from freehand.formats.workspace import load
from freehand.node.drafts import differences, folders, keeping
from tests.node.homes import Home, met, round_of, under_terms

GULF = Path("examples/gulf")


@pytest.fixture
def two(tmp_path: Path) -> list[Home]:
    return met(tmp_path, "A", "B")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GULF, tmp_path / "plans"))


def test_a_folder_becomes_one_draft_for_each_item_of_the_own_party(two: list[Home]) -> None:
    a, _ = two
    added = folders.add(a.node, a.compact, GULF)
    kinds = Counter(draft.kind for draft in added.new)
    assert kinds["contingency"] == 5
    assert kinds["means"] == 1
    assert kinds["offer"] == 4
    assert kinds["course"] == len([one for one in added.new if '"party":"A"' in one.body["document"]])
    assert kinds["course"] > 4
    assert not any('"party":"B"' in draft.body["document"] for draft in added.new)
    assert any("is B's" in sentence for sentence in added.left_out)
    assert any("belong to the terms" in sentence for sentence in added.left_out)


def test_nothing_of_a_draft_enters_a_log(two: list[Home]) -> None:
    a, b = two
    size = a.size
    folders.add(a.node, a.compact, GULF)
    assert a.size == size
    b.hear(a)
    assert b.known().sizes["A"] == size


def test_what_did_not_change_is_no_new_version(two: list[Home], folder: Path) -> None:
    a, _ = two
    folders.add(a.node, a.compact, folder)
    again = folders.add(a.node, a.compact, folder)
    assert (again.new, again.changed) == ((), ())
    assert all(draft.version == 1 for draft in again.same)


def test_every_version_bears_a_nonce_of_its_own_that_is_part_of_its_content_id_and_no_difference(
    two: list[Home],
) -> None:
    a, _ = two
    first, other, changed = a.report("fog", "B"), a.report("fog", "B", name="r2"), a.report("rain", "B")
    assert a.report("rain", "B") == changed
    assert len({first.nonce, other.nonce, changed.nonce}) == 3
    assert all(len(one.nonce) == 32 and one.said["nonce"] == one.nonce for one in (first, other, changed))
    assert first._replace(nonce=other.nonce).id != first.id
    assert differences.differences(first, first._replace(nonce=other.nonce)) == []


def test_what_changed_is_told_in_sentences(two: list[Home], folder: Path) -> None:
    a, _ = two
    folders.add(a.node, a.compact, folder)
    file = folder / "promises.yaml"
    file.write_text(file.read_text().replace("nature takes: 6 to 12 h", "nature takes: 6 to 14 h"))
    (changed,) = folders.add(a.node, a.compact, folder).changed
    old, new = keeping.versions(a.node, a.compact, changed.kind, changed.object)
    assert (old.version, new.version) == (1, 2)
    assert differences.differences(old, new) == ["nature takes was '6 to 12 h' and is '6 to 14 h'."]
    assert old.id != new.id


def test_a_fault_anywhere_and_nothing_is_kept(two: list[Home], folder: Path) -> None:
    a, _ = two
    (folder / "broken.yaml").write_text("course: nowhere\nparty: A\ncontingency: none such\nactivities: {}\n")
    with pytest.raises(InputError):
        folders.add(a.node, a.compact, folder)
    assert keeping.newest(a.node, a.compact) == []


def test_a_folder_of_another_compact_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path / "a", "A")
    home.found("lake")
    with pytest.raises(InputError, match="of the compact 'gulf'"):
        folders.add(home.node, home.compact, GULF)


def test_drafts_of_one_compact_do_not_show_in_another(tmp_path: Path) -> None:
    home = Home(tmp_path / "a", "A")
    gulf, lake = home.found("gulf"), home.found("lake")
    folders.add(home.node, gulf, GULF)
    assert keeping.newest(home.node, gulf)
    assert keeping.newest(home.node, lake) == []


def test_a_draft_may_go_to_nobody_until_somebody_says_so(two: list[Home]) -> None:
    a, _ = two
    (first, *_) = folders.add(a.node, a.compact, GULF).new
    assert first.label == ""
    second = keeping.relabel(a.node, a.compact, first.kind, first.object, parties=["B"], tags=["public", "early"])
    assert (second.label, second.tags, second.version) == ("A, B", ("early", "public"), 2)
    assert second.said["tags"] == ["early", "public"]
    assert differences.differences(first, second)[0] == "It may go to A, B; before, to nobody."
    again = folders.add(a.node, a.compact, GULF)
    assert (again.new, again.changed) == ((), ())


def test_a_later_version_replaces_the_one_that_was_said(tmp_path: Path) -> None:
    a, b = under_terms(tmp_path, "A", "B")
    first = a.report("a day", "B")
    leaf = a.said(first, "B")
    assert a.report("a day", "B") == first
    second = a.report("two days", "B")
    assert (second.replaces, second.version) == (leaf, 2)
    a.said(second, "B")
    b.hear(a)
    assert b.read(a, "report") == [second.said]


def test_two_who_plan_from_one_folder_say_what_is_shared_once(tmp_path: Path) -> None:
    a, b = under_terms(tmp_path, "A", "B")
    shared = [
        one for one in folders.add(a.node, a.compact, GULF, label="A, B").new if one.kind in ("contingency", "means")
    ]
    a.release(*shared, to=["B"])
    b.hear(a)
    added = folders.add(b.node, b.compact, GULF)
    assert [one.kind for one in added.new if one.kind in ("contingency", "means")] == []
    assert sum("is here already, as A said it" in sentence for sentence in added.left_out) == len(shared) == 6


def test_a_version_of_a_shared_object_replaces_the_one_that_is_here(tmp_path: Path, folder: Path) -> None:
    a, b = under_terms(tmp_path / "two", "A", "B")
    first = [one for one in folders.add(a.node, a.compact, GULF, label="A, B").new if one.object == "evacuation"]
    a.release(*first, to=["B"])
    b.hear(a)
    file = folder / "contingencies" / "evacuation.yaml"
    file.write_text(file.read_text().replace("horizon: 120 h", "horizon: 130 h"))
    (changed,) = (one for one in folders.add(b.node, b.compact, folder, label="A, B").new if one.object == "evacuation")
    assert changed.replaces is not None
    b.release(changed, to=["A"])
    round_of(a, b)
    for home in (a, b):
        (only,) = home.known().current("contingency")["evacuation"]
        assert (only.party, only.body) == ("B", changed.said)


def test_labels_name_parties_and_tags_are_plain(two: list[Home]) -> None:
    a, _ = two
    for label in ("A, C", "*", "a"):
        with pytest.raises(UsageError, match="no party of this compact"):
            keeping.put(a.node, a.compact, "report", "r", {"document": "{}"}, label=label)
    with pytest.raises(UsageError, match="cannot stand as a tag"):
        keeping.put(a.node, a.compact, "report", "r", {"document": "{}"}, tags=["str\u202eike"])


def test_the_content_that_is_approved_is_the_content_that_is_said(tmp_path: Path) -> None:
    a, b = under_terms(tmp_path, "A", "B")
    draft = a.report("bef\u006f\u0308re the co\u0061\u0301st", "B")  # letters and accents apart
    leaf = a.said(draft, "B")
    b.hear(a)
    said = b.known().one(leaf)
    assert said is not None
    assert said.id == draft.id


def test_an_item_too_large_for_a_record_is_told(two: list[Home]) -> None:
    a, _ = two
    with pytest.raises(InputError, match="too large"):
        a.report("x" * 260_000, "B")


def test_an_interface_becomes_one_item_for_each_course(two: list[Home]) -> None:

    a, _ = two
    found = a.interfaces(released_by(load(GULF), "A", "assured"), "B")
    courses = [draft.object for draft in found]
    assert len(courses) == len(set(courses)) > 4
    assert all(draft.kind == "interface" and draft.label == "A, B" for draft in found)
    assert all(text.count('"contingency"') >= 1 for text in (draft.body["document"] for draft in found))


# -- a folder of one party's plans alone ----------------------------------------------------------------------------


def alone(at: Path, party: str) -> Path:
    """The plans of one party of *gulf*, without the compact, the contingencies and the other's plans."""
    return Path(shutil.copytree(GULF / party, at / f"{party} alone"))


def test_a_party_that_has_only_its_own_plans_drafts_them_under_what_the_node_knows(tmp_path: Path) -> None:
    a, b = under_terms(tmp_path, "A", "B")
    whole = folders.add(a.node, a.compact, GULF, label="A, B")
    own = folders.add(a.node, a.compact, alone(tmp_path, "A"))
    assert (own.new, own.changed, own.left_out) == ((), (), ())
    assert {one.kind for one in own.same} == {"course", "own-means"} & {one.kind for one in whole.new}
    a.release(*[one for one in whole.new if one.kind in ("contingency", "means")], to=["B"])
    b.hear(a)
    added = folders.add(b.node, b.compact, alone(tmp_path, "B"))
    expected = folders.items_of(b.node, b.compact, GULF)[0]
    plans = sorted((kind, name) for kind, name, _ in expected if kind in ("course", "own-means"))
    assert sorted((one.kind, one.object) for one in added.new) == plans


def test_what_a_folder_names_and_nobody_here_knows_is_a_fault_of_the_folder(two: list[Home], tmp_path: Path) -> None:
    a, _ = two
    with pytest.raises(InputError, match="no contingency 'evacuation' is declared") as refused:
        folders.add(a.node, a.compact, alone(tmp_path, "A"))
    assert all(fault.place is not None for fault in refused.value.faults)
    assert keeping.newest(a.node, a.compact) == []


def test_who_is_alone_in_a_compact_is_told_to_name_the_other(tmp_path: Path) -> None:
    home = Home(tmp_path / "a", "A")
    home.found("gulf")
    with pytest.raises(InputError, match="nobody else is in 'gulf' here"):
        folders.add(home.node, home.compact, alone(tmp_path, "A"))
