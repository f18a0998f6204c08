"""A planner's documents as items, and back."""

from pathlib import Path

import pytest

from freehand.assessment.comparison.elements import bare, table_of
from freehand.errors import InputError
from freehand.formats.folder import read_folder
from freehand.formats.workspace import load, read_workspace
from freehand.ledger.identifiers import NAME
from freehand.node.kinds import BY_NAME
from freehand.node.objects import object_name
from freehand.node.reckoning.documents import Folder, compact_text, file_name, only_of, split

FOLDERS = [
    *(f"examples/{name}" for name in ("gulf", "cascadia", "grid", "start")),
    *map(str, Path("examples/worked").iterdir()),
]


def files_of(folder: Folder) -> list[tuple[str, bytes]]:
    """A workspace's files again, one for each item and one for the compact."""
    means = next((each.text for each in folder.documents if each.kind == "means"), "")
    text = compact_text(folder.compact, folder.parties, folder.illustrative, means, folder.rules)
    items = [each for each in folder.documents if each.kind != "means"]
    return [("compact.json", text.encode())] + [
        (file_name(each.kind, each.party, each.object), each.text.encode()) for each in items
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_split_into_items_gives_the_same_plans(folder: str) -> None:
    before, after = load(folder), read_workspace(files_of(split(*read_folder(folder))))
    old, new = table_of(before), table_of(after)
    assert list(old) == list(new)
    assert all(bare(old[key].said) == bare(new[key].said) for key in old)
    assert before.compact.name == after.compact.name


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_item_is_of_a_known_kind_and_about_an_object_that_a_record_may_name(folder: str) -> None:
    documents = split(*read_folder(folder)).documents
    for each in documents:
        assert NAME.fullmatch(each.object)
        assert all(isinstance(each.body[key], str) for key in BY_NAME[each.kind].fields)
    assert len({(each.kind, each.party, each.object) for each in documents}) == len(documents)


def test_comments_and_layout_leave_no_trace() -> None:
    plain = b"course: by sea\nparty: A\ncontingency: drill\nactivities: {sail: {we choose: 1 to 2 h}}\nrules:\n"
    laid_out = (
        b"# how we go\nparty:   'A'\ncourse: by   sea # or by air\n"
        b"contingency: drill\nactivities:\n  sail:\n    we choose: 1 to  2 h\nrules: {}\n"
    )
    one, other = (split([("plan.yaml", data)]).documents[0] for data in (plain, laid_out))
    assert "air" not in other.text
    assert sorted(one.text) == sorted(other.text)


def test_every_fault_of_a_folder_is_told_at_once() -> None:
    bad = b"course: by sea\nparty: A\ncontingency: drill\n---\ncurse: x\n---\nreport: r\n"
    with pytest.raises(InputError) as raised:
        split([("plan.yaml", bad), ("empty.yaml", b"")])
    assert {fault.place.document for fault in raised.value.faults if fault.place} == {"plan.yaml", "empty.yaml"}
    assert len(raised.value.faults) >= 4


def test_an_item_that_stands_twice_is_refused() -> None:
    once = b"course: by sea\nparty: A\ncontingency: drill\nactivities: {sail: {we choose: 1 to 2 h}}\n"
    with pytest.raises(InputError, match="stands here twice"):
        split([("a.yaml", once), ("b.yaml", once)])


def test_own_means_in_several_files_are_one_item() -> None:
    found = split(
        [("a.yaml", b"means of: A\nmeans: {trucks: 4}"), ("b.yaml", b"means of: A\nmeans: {cranes: 1}\nareas: yard")]
    )
    assert [each.text for each in found.documents] == [
        '{"means of":"A","means":{"cranes":"1","trucks":"4"},"areas":"yard"}'
    ]


def test_a_party_says_its_own_items_and_those_of_all() -> None:
    documents = split(*read_folder("examples/gulf")).documents
    assert {each.party for each in only_of(documents, "A")} == {"", "A"}
    assert {each.kind for each in only_of(documents, "A")} == {"contingency", "means", "course", "offer", "report"}


def test_names_in_any_script_and_of_any_length_are_told_apart() -> None:
    names = ["a/b", "a", "a b", "a+b", "ü" * 200, "ü" * 199, '"', "\\"]
    objects = [object_name("x", name) for name in names]
    assert len(set(objects)) == len(names)
    assert all(NAME.fullmatch(name) for name in objects)
