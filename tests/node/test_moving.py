"""A node carried from files to a server and back: equal, or where it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from freehand.errors import AccessError, UsageError
from freehand.ledger.log import LogStopped, Statement, append
from freehand.ledger.receipts import erase
from freehand.ledger.store.interface import StoreBusy, StoreFailed
from freehand.ledger.store.memory import MemoryStore
from freehand.node import moving
from freehand.node.folder import Node
from freehand.node.moving import CarriedWrongly, carry_logs, move
from freehand.node.place import Place
from freehand.node.store.tables import TableShelves
from tests.node import nodes
from tests.node.nodes import BODY, NOW, SECRET, again, met, new, say, side, words


def filled(folder: Path, place: str = "files") -> Node:
    """A node with two compacts, a gap, an erasure, a branch, and papers."""
    north, south = new(folder / "n", "Northland", place), new(folder / "s", "Southland")
    one = side(north)
    met(one, side(south, compact=one.id))
    south.close()
    say(one, *(f"{BODY} {number}" for number in range(700)))
    with one.store.writing(one.log) as change:
        change.line(one.log).forget(10, 20)
    erase(one.store, one.log, 30, by=one.log, key=one.keys.log, time=NOW)
    say(side(north, "the lake"), "other")
    with north.cabinet.writing() as shelves:
        shelves.put_many("draft", ((str(number), {"n": number}) for number in range(600)), within=one.id)
        for number in range(300):
            shelves.note({"what": number})
    return north


def everything(node: Node) -> list[Any]:
    """All that a node shows."""
    found: list[Any] = [node.party]
    for compact in node.compacts():
        members = sorted(compact.members.values())
        found += [compact.id, compact.name, compact.log, compact.card, members, compact.keys.log.public, words(compact)]
        with compact.store.reading() as view:
            for log in view.logs():
                line = view.line(log)
                found += [log, line.size, line.root, line.held(0, line.size), list(line.papers("erasure"))]
                found += [b"".join(line.leaves(0, line.size)), list(line.papers("checkpoint"))]
    with node.cabinet.reading() as shelves:
        found += [list(shelves.all("draft")), list(shelves.trail())]
    return found


def test_a_node_goes_to_a_server_and_back_and_is_equal(tmp_path: Path) -> None:
    where = nodes.server()
    node = filled(tmp_path)
    before = everything(node)
    carried = move(node, where)
    assert (carried.compacts, carried.logs) == (2, 3)
    assert carried.records == 3 + 700 - 11 + 3 + 1
    assert not list((tmp_path / "n").rglob("*.sqlite*"))
    with again(tmp_path / "n") as there:
        assert there.place.database == where
        assert everything(there) == before
        say(there.compact("the lake"), "said on the server")
        on_server = everything(there)
        schemas = there.place.schema
        move(there, "")
    with again(tmp_path / "n") as back:
        assert back.place.database == ""
        assert everything(back) == on_server
        say(back.compact("the lake"), "said in the file")
        with pytest.raises(UsageError, match="in files already"):
            move(back, "")
    assert not (tmp_path / "n" / "database.sealed").exists()
    assert left_on_server(where, schemas) == []
    data = b"".join(path.read_bytes() for path in (tmp_path / "n").rglob("*") if path.is_file())
    assert where.encode() not in data


def left_on_server(where: str, schema: str) -> list[Any]:
    import psycopg

    with psycopg.connect(where) as connection:
        query = "select nspname from pg_namespace where nspname like %s"
        return connection.execute(query, (f"{schema}%",)).fetchall()


def test_62_where_the_server_is_lies_sealed(tmp_path: Path) -> None:
    where = nodes.server()
    with new(tmp_path / "n", "Northland", "server"):
        pass
    data = b"".join(path.read_bytes() for path in (tmp_path / "n").rglob("*") if path.is_file())
    assert where.encode() not in data
    assert b"dbname" not in data


def test_62_the_tables_on_a_server_show_no_more_than_the_files(tmp_path: Path) -> None:
    import psycopg

    where = nodes.server()
    with filled(tmp_path, "server") as node:
        with psycopg.connect(where) as connection:
            tables = connection.execute(
                "select schemaname, tablename from pg_tables where schemaname like %s", (f"{node.place.schema}%",)
            ).fetchall()
            data = b""
            for schema, table in tables:
                with connection.cursor().copy(f"copy {schema}.{table} to stdout binary".encode()) as rows:
                    data += b"".join(bytes(row) for row in rows)
        assert len(tables) == 4 + 2 * 6
        assert len(data) > 100_000
        for word in {word for text in (*nodes.NAMES, BODY, SECRET) for word in text.split() if len(word) > 5}:
            assert word.lower().encode() not in data.lower()
        for seed in [compact.keys.log.seed() for compact in node.compacts()]:
            assert seed not in data
            assert seed.hex().encode() not in data


@pytest.mark.parametrize("place", ["files", "server"])
@pytest.mark.parametrize("at", ["cabinet", "logs", "compare", "switch"])
def test_what_fails_on_the_way_leaves_the_node_where_it_was(
    at: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = nodes.server()
    node = filled(tmp_path, place)
    before, names = everything(node), sorted(path.name for path in (tmp_path / "n").iterdir())

    def fail(*_: Any, **__: Any) -> Any:
        raise StoreFailed(())

    target = {"cabinet": "_carry_cabinet", "logs": "_carry_line", "compare": "_compare", "switch": "write_place"}[at]
    monkeypatch.setattr(moving, target, fail)
    monkeypatch.setattr(moving, "schema_name", lambda _: "freehand_failed")
    with pytest.raises(AccessError):
        move(node, "" if place == "server" else where)
    monkeypatch.undo()
    assert everything(node) == before
    say(node.compact("the lake"), "goes on")
    assert sorted(path.name for path in (tmp_path / "n").iterdir()) == names
    node.close()
    assert left_on_server(where, "freehand_failed") == []


@pytest.mark.parametrize("what", ["record", "paper", "changed"])
def test_what_the_new_place_did_not_keep_is_found(what: str, tmp_path: Path) -> None:
    class Lossy(MemoryStore):
        """A store that loses something at the end of a change."""

        def writing(self, *logs: str) -> Any:
            return lossy(super().writing(*logs), what, logs[0])

    with new(tmp_path / "n") as node:
        compact = side(node)
        say(compact, *(f"{number}" for number in range(300)))
        carry_logs(compact.store, MemoryStore())
        with pytest.raises(CarriedWrongly, match="not what was read"):
            carry_logs(compact.store, Lossy())


class lossy:  # noqa: N801  # a context manager, as a word
    """A change that loses something at its end."""

    def __init__(self, inner: Any, what: str, log: str) -> None:
        self.inner, self.what, self.log = inner, what, log

    def __enter__(self) -> Any:
        self.change = self.inner.__enter__()
        return self.change

    def __exit__(self, *error: Any) -> Any:
        line = self.change.line(self.log)
        if self.what == "record":
            line.forget(77, 78)
        elif self.what == "paper":
            line.drop("card", 1)
        else:
            line.forget(77, 78)
            line.add_records(77, [b"other"])
        return self.inner.__exit__(*error)


def test_who_still_has_the_old_place_open_is_told_and_signs_nothing_there(tmp_path: Path) -> None:
    where = nodes.server()
    node = filled(tmp_path)
    with again(tmp_path / "n") as other:
        compact = other.compact("the lake")
        assert words(compact) == ["other"]
        keys = compact.keys.log
        move(node, where)
        with pytest.raises(StoreFailed, match="has been moved"), other.cabinet.writing():
            pass
        with pytest.raises(StoreFailed, match="has been moved"):
            other.compacts()
        with pytest.raises(LogStopped):
            append(compact.store, compact.log, keys, [Statement("say", "o", {}, NOW)])


def test_a_node_in_use_is_not_moved_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = nodes.server()
    with impatient(monkeypatch), filled(tmp_path) as node, again(tmp_path / "n") as other:
        with other.cabinet.writing(), pytest.raises(StoreBusy, match="changing the same node"):
            move(node, where)
        log = other.compact("the lake").log
        with other.compact("the lake").store.writing(log), pytest.raises(StoreBusy, match="changing the same log"):
            move(node, where)
        say(node.compact("the lake"), "goes on")


class impatient:  # noqa: N801  # as above
    """Stores and cabinets wait a fifth of a second."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def __enter__(self) -> None:
        from freehand.ledger.store.sqlite import connect

        def quick(path: Path, _: float) -> Any:
            return connect(path, 0.2)

        self.monkeypatch.setattr("freehand.ledger.store.sqlite.connect", quick)

    def __exit__(self, *_: object) -> None:
        self.monkeypatch.undo()


def rows(shelves: Any) -> Iterator[Any]:
    assert isinstance(shelves, TableShelves)
    return shelves.rows()


def test_papers_are_carried_as_they_are_sealed(tmp_path: Path) -> None:
    with filled(tmp_path) as node:
        place = Place(tmp_path / "other")
        (tmp_path / "other" / "compacts").mkdir(parents=True)
        carried = moving.carry(node, place)
        assert carried.papers > 900
        other = place.cabinet(node.vault)
        with node.cabinet.reading() as here, other.reading() as there:
            assert list(rows(here)) == list(rows(there))
        other.close()
