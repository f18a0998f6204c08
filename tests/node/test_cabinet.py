"""What every cabinet holds: the rules of its interface, on each that there is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from freehand.ledger.store.interface import StoreFailed
from freehand.node.store.database import in_file, in_postgres
from freehand.node.store.interface import Cabinet, StoreBusy
from freehand.node.store.memory import MemoryCabinet
from freehand.node.store.migrations import STEPS, migrate
from freehand.node.vault import NotSealedHere, Vault
from tests.ledger.stores import new_place

KINDS = ("memory", "sqlite", "postgres")


def made(kind: str, folder: Path, place: str = "", key: bytes = bytes(32), patience: float = 0.2) -> Cabinet:
    if kind == "memory":
        return MemoryCabinet(patience)
    place, vault = place or new_place(kind, folder), Vault(key)
    if kind == "sqlite":
        return in_file(Path(place), vault, create=True, patience=patience)
    return in_postgres(place, vault, create=True, patience=patience)


@pytest.fixture(params=KINDS)
def cabinet(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cabinet]:
    found = made(request.param, tmp_path)
    yield found
    found.close()


def test_a_paper_is_found_by_its_name_and_by_its_scope_in_the_order_of_names(cabinet: Cabinet) -> None:
    with cabinet.writing() as shelves:
        shelves.put("draft", "zoe", {"n": [1, None, True, "ä"]}, within="gulf")
        shelves.put("draft", "Ada", 2, within="gulf")
        shelves.put("draft", "../é\n", "text", within="lake")
        shelves.put("ask", "zoe", "other shelf")
        shelves.put_many("cell", ((f"{number:04}", number) for number in range(1000)), within="gulf")
        assert shelves.get("draft", "Ada") == 2
    with cabinet.reading() as shelves:
        assert shelves.get("draft", "zoe") == {"n": [1, None, True, "ä"]}
        assert shelves.get("draft", "bob") is None
        assert shelves.get("none", "zoe") is None
        assert list(shelves.all("draft")) == [("../é\n", "text"), ("Ada", 2), ("zoe", {"n": [1, None, True, "ä"]})]
        assert [name for name, _ in shelves.all("draft", "gulf")] == ["Ada", "zoe"]
        assert list(shelves.all("draft", "sea")) == list(shelves.all("none")) == []
        assert [value for _, value in shelves.all("cell", "gulf")] == list(range(1000))


def test_a_paper_put_again_takes_the_place_of_the_one_before_in_its_scope_too(cabinet: Cabinet) -> None:
    with cabinet.writing() as shelves:
        shelves.put("draft", "a", 1, within="gulf")
        shelves.put_many("draft", [("b", 1), ("b", 2)], within="gulf")
    with cabinet.writing() as shelves:
        shelves.put("draft", "a", 2, within="lake")
        shelves.drop("draft", "b")
        shelves.drop("draft", "c")
    with cabinet.reading() as shelves:
        assert list(shelves.all("draft")) == list(shelves.all("draft", "lake")) == [("a", 2)]
        assert list(shelves.all("draft", "gulf")) == []


def test_to_the_trail_is_only_added(cabinet: Cabinet) -> None:
    with cabinet.writing() as shelves:
        assert [shelves.note({"what": number}) for number in range(300)] == list(range(300))
    with cabinet.writing() as shelves:
        assert shelves.note({"what": "last"}) == 300
    with cabinet.reading() as shelves:
        assert [number for number, _ in shelves.trail()] == list(range(301))
        assert list(shelves.trail(299)) == [(299, {"what": 299}), (300, {"what": "last"})]


def test_an_exception_leaves_everything_as_it_was(cabinet: Cabinet) -> None:
    with cabinet.writing() as shelves:
        shelves.put("draft", "a", 1)

    def stopped() -> None:
        with cabinet.writing() as shelves:
            shelves.put("draft", "a", 2)
            shelves.put("draft", "b", 2)
            shelves.note({"what": "no"})
            raise KeyError

    with pytest.raises(KeyError):
        stopped()
    with cabinet.reading() as found:
        assert list(found.all("draft")) == [("a", 1)]
        assert list(found.trail()) == []


def test_a_reader_sees_the_state_of_its_beginning(cabinet: Cabinet) -> None:
    with cabinet.writing() as shelves:
        shelves.put("draft", "a", 1)
    with cabinet.reading() as before:
        with cabinet.writing() as change:
            change.put("draft", "a", 2)
        assert before.get("draft", "a") == 1
    with cabinet.reading() as after:
        assert after.get("draft", "a") == 2


def test_who_comes_second_is_told_to_wait(cabinet: Cabinet) -> None:
    told: list[str] = []

    def second() -> None:
        with pytest.raises(StoreBusy) as refusal, cabinet.writing():
            pass
        told.append(str(refusal.value))

    with cabinet.writing() as shelves:
        shelves.put("draft", "a", 1)
        other = threading.Thread(target=second)
        other.start()
        other.join()
    assert "another process is changing the same node" in told[0]


def test_what_a_caller_could_not_do_within_a_change_keeps_its_own_word(cabinet: Cabinet) -> None:
    with pytest.raises(StoreFailed) as refusal, cabinet.writing():
        raise StoreFailed(())
    assert refusal.value.faults == ()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_cabinet_of_another_key_shows_nothing_and_takes_nothing_for_its_own(kind: str, tmp_path: Path) -> None:
    place = new_place(kind, tmp_path)
    one, other = made(kind, tmp_path, place), made(kind, tmp_path, place, b"x" * 32)
    with one.writing() as shelves:
        shelves.put("draft", "a", 1)
        shelves.note({"what": "said"})
    with other.reading() as strange:
        assert strange.get("draft", "a") is None
        assert list(strange.all("draft")) == []
        with pytest.raises(NotSealedHere, match="does not open"):
            list(strange.trail())
    one.close()
    other.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_step_is_applied_once_and_a_newer_programs_database_is_refused(kind: str, tmp_path: Path) -> None:
    def add_a_column(connection: Connection) -> None:
        connection.exec_driver_sql("alter table trail add column more integer")

    place = new_place(kind, tmp_path)
    cabinet = made(kind, tmp_path, place)
    with cabinet.writing() as shelves:
        connection = shelves._connection  # type: ignore[attr-defined]  # a step needs what a program never sees
        assert migrate(connection, STEPS) == []
        assert migrate(connection, (*STEPS, add_a_column)) == ["add_a_column"]
        assert migrate(connection, (*STEPS, add_a_column)) == []
    cabinet.close()
    with pytest.raises(StoreFailed, match="'add_a_column', and this program does not know"):
        made(kind, tmp_path, place)


def test_a_file_that_is_none_or_is_damaged_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed, match="is not there"):
        in_file(tmp_path / "none", Vault(bytes(32)))
    (tmp_path / "text").write_bytes(b"no database " * 1000)
    with pytest.raises(StoreFailed, match="damaged or no file"):
        in_file(tmp_path / "text", Vault(bytes(32)))
    (tmp_path / "empty").touch()
    with pytest.raises(StoreFailed, match="no papers of a node"):
        in_file(tmp_path / "empty", Vault(bytes(32)))
