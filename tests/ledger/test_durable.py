"""Old state or new state, nothing between: killed processes, full disks, two who append at once."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from freehand.errors import AccessError, FreehandError
from freehand.ledger.bundle.reading import Taken
from freehand.ledger.card_file import sign_card
from freehand.ledger.checkpoint import verified
from freehand.ledger.log import append, begin
from freehand.ledger.record import read
from freehand.ledger.rows import Page, root_at
from freehand.ledger.store.interface import Range, StoreBusy, StoreFailed
from freehand.ledger.store.postgres import PostgresStore
from freehand.ledger.store.sqlite import SqliteStore
from tests.ledger.appending import NORTH, said
from tests.ledger.heads import newest_checkpoint
from tests.ledger.owners import LOG, ROOT, card
from tests.ledger.parties import Party, two
from tests.ledger.stores import new_place, opened

CHECKOUT = Path(__file__).resolve().parents[2]


def program(*words: str) -> list[str]:
    return [sys.executable, "-m", "tests.ledger.appending", *words]


def run(*words: str) -> list[dict[str, Any]]:
    done = subprocess.run(program(*words), cwd=CHECKOUT, capture_output=True, check=True, text=True)
    assert not done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@contextmanager
def refused(kind: type[FreehandError], word: str) -> Iterator[None]:
    """Hold that the block is refused, with this in what or why."""
    with pytest.raises(kind) as refusal:
        yield
    assert word in refusal.value.faults[0].what + refusal.value.faults[0].why


def begun(place: tuple[str, str], count: int = 0) -> None:
    store = opened(*place, create=True)
    begin(store, sign_card(card(), ROOT), LOG)
    if count:
        append(store, NORTH, LOG, said(count, "before"))
    store.close()


def old_or_new(found: list[dict[str, Any]], old: int) -> None:
    """Each state is whole, signed and one of two; once the new one is reached, the next append adds to it."""
    size = old
    for each in found:
        assert each["size"] in (size, size + 3), each
        size = each["size"]
        assert each["whole"], each
        assert each["signed"], each
        assert each["records"] == size, each
        assert each["beyond"] == [], each


def test_killed_at_any_point_of_an_append_the_log_is_as_before_or_as_after(place: tuple[str, str]) -> None:
    """Attack 31."""
    found = run("killed", *place)
    assert len(found) > 20
    assert [each["code"] for each in found] == [-9] * (len(found) - 1) + [0]
    old_or_new(found, 20)
    assert {each["size"] for each in found[:-1]} >= {20, 23}  # some kills come before the commit, and some after


def test_killed_within_any_write_of_a_file_the_log_is_as_before_or_as_after(tmp_path: Path) -> None:
    """Attack 31."""
    found = run("torn", "sqlite", new_place("sqlite", tmp_path))
    assert len(found) > 8
    assert all(each["code"] < 0 for each in found[:-1])
    old_or_new(found, 20)


def test_a_write_that_fails_leaves_the_old_state_and_a_clear_word(tmp_path: Path) -> None:
    """Attack 33."""
    found = run("full", "sqlite", new_place("sqlite", tmp_path))
    words = {each["error"] for each in found if "error" in each}
    states = [each for each in found if "error" not in each]
    assert len(words) <= 2
    assert all("the disk" in word for word in words)
    assert [each["code"] for each in states] == [7] * (len(states) - 1) + [0]
    assert len(states) > 8
    old_or_new(states, 20)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MiB, where this machine lets us have one."""
    disk, mount = tmp_path / "disk", shutil.which("mount")
    disk.mkdir()
    words = [mount or "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if mount is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_stops_an_append_in_words_and_once_there_is_room_the_log_goes_on(small_disk: Path) -> None:
    """Attack 33."""
    filler = small_disk / "filler"
    filler.write_bytes(bytes(512 * 1024))
    begun(("sqlite", str(small_disk / "logs.sqlite")))
    store, size = SqliteStore(small_disk / "logs.sqlite"), 0
    why = ""
    while not why:
        try:
            size = append(store, NORTH, LOG, said(50, "filling")).signed.checkpoint.size
        except StoreFailed as refusal:
            why = refusal.faults[0].why
    assert "the disk is full" in why
    assert 0 < size < 5000
    with store.reading() as view:
        line = view.line(NORTH)
        assert (line.size, line.held(0, 10**6)) == (size, [Range(0, size)])
        assert newest_checkpoint(view, NORTH) is not None
    filler.unlink()
    assert append(store, NORTH, LOG, said(1, "again")).first == size
    store.close()


def test_a_full_disk_stops_an_import_in_words_and_nothing_of_it_is_kept(small_disk: Path) -> None:
    """Attack 33."""
    north, south = Party("north"), Party("south", SqliteStore(small_disk / "south.sqlite", create=True))
    north.meet(south)
    south.meet(north)
    north.say(*(["x" * 60_000] * 40))
    with refused(StoreFailed, "the disk is full"):
        south.take(north.send(south))
    assert (south.size_of(north), south.read(north)) == (0, {})
    east = Party("east")
    east.meet(south)
    south.meet(east)
    east.say("small enough")
    assert isinstance(south.take(east.send(south)), Taken)
    south.store.close()


def test_a_full_disk_stops_an_export_and_its_number_is_not_used_up(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attack 33."""
    north, south = two()
    north.say(*(["x" * 60_000] * 80))
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(small_disk))
        with pytest.raises(OSError, match="No space left on device"):
            north.send(south)
    taken = south.take(north.send(south))
    assert isinstance(taken, Taken)
    assert (taken.serial, taken.size) == (1, 80)
    assert list(small_disk.iterdir()) == []


def test_a_full_disk_of_the_server_stops_an_append_in_words(tmp_path: Path) -> None:
    """Attack 33; the server says what it says when its disk is full."""
    import psycopg

    place = new_place("postgres", tmp_path)
    begun(("postgres", place), 2)
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute(
            "create function full_disk() returns trigger language plpgsql as "
            "$$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$"
        )
        connection.execute("create trigger full_disk before update on lines for each row execute function full_disk()")
    store = PostgresStore(place)
    with refused(StoreFailed, "the server's disk is full"):
        append(store, NORTH, LOG, said(1, "lost"))
    with store.reading() as view:
        assert (view.line(NORTH).size, view.line(NORTH).held(0, 9)) == (2, [Range(0, 2)])
    store.close()


def test_processes_that_append_at_once_never_sign_one_size_twice(place: tuple[str, str]) -> None:
    """Attack 32."""
    begun(place)
    words = ("one", "two", "three")
    running = [
        subprocess.Popen(program("many", *place, word, "15"), cwd=CHECKOUT, stderr=subprocess.PIPE) for word in words
    ]
    for each in running:
        assert each.communicate()[1] == b""
        assert each.returncode == 0
    store = opened(*place)
    with store.reading() as view:
        line = view.line(NORTH)
        checkpoints = [verified(paper.data, [LOG.public]).checkpoint for paper in line.papers("checkpoint")]
        assert [head.size for head in checkpoints] == list(range(46))
        assert all(root_at(line, head.size) == head.root for head in checkpoints)
        records = [read(data, log=NORTH, sequence=number) for number, data in line.records([Range(0, 99)])]
    store.close()
    assert sorted(each.object for each in records) == sorted(words * 15)


def test_who_comes_second_waits_and_then_says_why_not(place: tuple[str, str]) -> None:
    """Attack 32."""
    begun(place)
    one, other = opened(*place), opened(*place, patience=0.2)
    with one.writing(NORTH):
        with refused(StoreBusy, "another process is changing the same log"):
            append(other, NORTH, LOG, said(1, "second"))
        with other.reading() as view:  # who only reads does not wait
            assert view.line(NORTH).size == 0
    assert append(other, NORTH, LOG, said(1, "second")).first == 0
    one.close()
    other.close()


def test_in_a_database_other_logs_go_on_while_one_is_changed(tmp_path: Path) -> None:
    place = "postgres", new_place("postgres", tmp_path)
    begun(place)
    one, other = opened(*place), opened(*place, patience=0.2)
    with one.writing(NORTH), other.writing("south") as change:
        change.line("south").keep("card", 1, b"card")
    one.close()
    other.close()


def test_what_was_kept_is_there_when_the_store_is_opened_again(place: tuple[str, str]) -> None:
    begun(place, 3)
    store = opened(*place, create=True)  # making what is there changes nothing
    with store.reading() as view:
        assert view.line(NORTH).size == 3
    store.close()


def test_of_an_erased_record_no_byte_is_left_in_the_file(tmp_path: Path) -> None:
    place = tmp_path / "logs.sqlite"
    store = SqliteStore(place, create=True)
    begin(store, sign_card(card(), ROOT), LOG)
    for _ in range(3):
        append(store, NORTH, LOG, said(30, "unforgettable"))
    with store.reading() as view:
        salts = [read(data).salt.encode() for _, data in view.line(NORTH).records([Range(0, 90)])]
    for number in range(40, 90):
        with store.writing(NORTH) as change:
            assert change.line(NORTH).erase(number, b"asked")
    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [salt in files for salt in salts] == [True] * 40 + [False] * 50
    store.close()


def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    with refused(StoreFailed, "it is not there, or may not be opened"):
        SqliteStore(tmp_path / "none.sqlite")
    with refused(StoreFailed, "cannot be made"):
        SqliteStore(tmp_path / "no folder" / "logs.sqlite", create=True)
    text = tmp_path / "text"
    text.write_text("not a database, but long enough to have a header of one hundred bytes" * 9, encoding="utf-8")
    empty = tmp_path / "empty"
    empty.touch()
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("create table planes (name text)")
    for file, create, word in ((text, True, "damaged or no file"), (empty, False, "is not a file of logs")):
        before = file.read_bytes()
        with refused(StoreFailed, word):
            SqliteStore(file, create=create)
        assert file.read_bytes() == before
    for create in (True, False):
        with refused(StoreFailed, "is not a file of logs"):
            SqliteStore(other, create=create)


@pytest.mark.parametrize("version", [1, 4], ids=("earlier", "later"))
def test_a_store_of_another_version_is_refused(place: tuple[str, str], version: int) -> None:
    begun(place)
    if place[0] == "sqlite":
        with closing(sqlite3.connect(place[1])) as connection:
            connection.execute(f"pragma user_version = {version}")
    else:
        import psycopg

        with psycopg.connect(place[1]) as server:
            server.execute("update version set number = %s", (version,))
    with refused(StoreFailed, f"version {version}, and this program knows 3"):
        opened(*place)


def test_what_has_no_place_in_the_tables_is_refused_whole(place: tuple[str, str]) -> None:
    begun(place)
    store = opened(*place)
    nowhere: list[tuple[int, list[Page]]] = [
        (2**38, []),
        (0, [Page(0, 2**34, bytes(32))]),
        (0, [Page(16, 0, bytes(32))]),
    ]
    for first, pages in nowhere:
        with refused(StoreFailed, "2^38 leaves"), store.writing("another") as change:
            change.line("another").add_records(0, [b"said"])
            change.line("another").keep_pages(pages)
            change.line("another").add_records(first, [b"said"])
    with store.reading() as view:
        assert "another" not in view.logs()
    store.close()


def test_a_database_without_tables_or_server_is_refused(tmp_path: Path) -> None:
    place = new_place("postgres", tmp_path)
    with refused(StoreFailed, "no tables of logs"):
        PostgresStore(place)
    with refused(StoreFailed, "the server says"):
        PostgresStore(f"host={tmp_path} user=freehand dbname=postgres")


def test_a_server_that_reports_what_it_has_not_kept_is_refused(tmp_path: Path) -> None:
    import psycopg

    place = new_place("postgres", tmp_path) + ",pg_catalog"  # so that a table of ours stands before the server's own
    with psycopg.connect(place) as connection:
        connection.execute("create table pg_settings (name text, setting text)")
        connection.execute("insert into pg_settings values ('fsync', 'off'), ('synchronous_commit', 'on')")
    with refused(StoreFailed, "the server runs with fsync = off"):
        PostgresStore(place, create=True)


def test_synchronous_commit_is_turned_on_where_it_is_off(tmp_path: Path) -> None:
    place = new_place("postgres", tmp_path) + " -csynchronous_commit=off'"
    place = place.replace("options=", "options='")
    store = PostgresStore(place, create=True)
    with store.reading() as view:
        assert view.run("show synchronous_commit", ()) == [("on",)]
    store.close()


def test_without_its_library_postgresql_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with refused(AccessError, "psycopg is not installed"):
        PostgresStore("dbname=logs")


def test_a_store_in_a_file_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "logs.sqlite", create=True).close()
    assert (tmp_path / "logs.sqlite").stat().st_mode & 0o777 == 0o600
