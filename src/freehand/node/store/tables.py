"""The tables of a cabinet, and every statement on them, by SQLAlchemy Core; SQLite and PostgreSQL run the same.

==========  =================  ==============================================================================
table       key                what a row is
==========  =================  ==============================================================================
papers      shelf, name        a paper: tags of shelf, name and scope; the name sealed, and the value sealed
trail       number             an event, sealed
turn        (one row)          whoever changes the cabinet holds it locked (PostgreSQL); moved, or here
migrations  name               what was done to the tables, once each (``migrations``)
==========  =================  ==============================================================================

1. Shelf, name and scope are looked up by their tags (``vault``, rule 3). To list a shelf in the order of names, these
   are opened first, and values some at a time: memory is that of the names and of a group of values.
2. The further data of a value is its shelf and its name; of a name its shelf; of an event its number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from freehand.node.store.interface import GROUP, Value
from freehand.node.vault import Vault

TABLES: Final = MetaData()
PAPERS: Final = Table(
    "papers",
    TABLES,
    Column("shelf", LargeBinary, primary_key=True),
    Column("name", LargeBinary, primary_key=True),
    Column("scope", LargeBinary, nullable=False),
    Column("sealed_name", LargeBinary, nullable=False),
    Column("sealed_value", LargeBinary, nullable=False),
)
Index("papers_by_scope", PAPERS.c.shelf, PAPERS.c.scope)
TRAIL: Final = Table(
    "trail",
    TABLES,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
)
TURN: Final = Table("turn", TABLES, Column("one", Integer, primary_key=True, autoincrement=False))
HERE, MOVED = 1, 2
"""What the row of ``turn`` says: the node's papers are here, or they were moved elsewhere."""
MIGRATIONS: Final = Table("migrations", TABLES, Column("name", Text, primary_key=True))


class TableShelves:
    """A state of the database: see ``OpenShelves``."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault
        self._insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    def get(self, shelf: str, name: str) -> Value | None:
        """See ``Shelves``."""
        found = self._connection.execute(
            select(PAPERS.c.sealed_value).where(
                PAPERS.c.shelf == self._shelf(shelf), PAPERS.c.name == self._name(shelf, name)
            )
        ).scalar()
        return None if found is None else self._value(found, shelf, name)

    def all(self, shelf: str, within: str = "") -> Iterator[tuple[str, Value]]:
        """See ``Shelves``."""
        query = select(PAPERS.c.sealed_name, PAPERS.c.name).where(PAPERS.c.shelf == self._shelf(shelf))
        if within:
            query = query.where(PAPERS.c.scope == self._scope(shelf, within))
        open_, rows = self._vault.open, self._connection.execute(query)
        names = sorted((open_(sealed, "name", shelf).decode(), tag) for sealed, tag in rows)
        waiting = iter(names)
        while group := list(islice(waiting, GROUP)):
            values: dict[bytes, bytes] = {
                bytes(tag): sealed
                for tag, sealed in self._connection.execute(
                    select(PAPERS.c.name, PAPERS.c.sealed_value).where(
                        PAPERS.c.shelf == self._shelf(shelf), PAPERS.c.name.in_([tag for _, tag in group])
                    )
                )
            }
            for name, tag in group:
                if tag in values:  # it may have been dropped since by whoever reads
                    yield name, self._value(values[tag], shelf, name)

    def trail(self, first: int = 0) -> Iterator[tuple[int, Value]]:
        """See ``Shelves``."""
        while True:
            rows = self._connection.execute(
                select(TRAIL.c.number, TRAIL.c.sealed)
                .where(TRAIL.c.number >= first)
                .order_by(TRAIL.c.number)
                .limit(GROUP)
            ).all()
            for number, sealed in rows:
                yield number, json.loads(self._vault.open(sealed, "trail", str(number)))
            if len(rows) < GROUP:
                return
            first = rows[-1][0] + 1

    def put(self, shelf: str, name: str, value: Value, within: str = "") -> None:
        """See ``OpenShelves``."""
        self.put_many(shelf, [(name, value)], within)

    def put_many(self, shelf: str, entries: Iterable[tuple[str, Value]], within: str = "") -> None:
        """See ``OpenShelves``."""
        statement = self._insert(PAPERS)
        statement = statement.on_conflict_do_update(
            index_elements=[PAPERS.c.shelf, PAPERS.c.name],
            set_={column: statement.excluded[column] for column in ("scope", "sealed_name", "sealed_value")},
        )
        waiting = iter(entries)
        while group := dict(islice(waiting, GROUP)):  # a name that comes twice counts as it comes last
            self._connection.execute(
                statement, [self._row(shelf, name, value, within) for name, value in group.items()]
            )

    def drop(self, shelf: str, name: str) -> None:
        """See ``OpenShelves``."""
        self._connection.execute(
            delete(PAPERS).where(PAPERS.c.shelf == self._shelf(shelf), PAPERS.c.name == self._name(shelf, name))
        )

    def note(self, event: Mapping[str, Value]) -> int:
        """See ``OpenShelves``."""
        last = self._connection.execute(select(func.max(TRAIL.c.number))).scalar()
        number = 0 if last is None else last + 1
        sealed = self._vault.seal(_text(dict(event)), "trail", str(number))
        self._connection.execute(insert(TRAIL).values(number=number, sealed=sealed))
        return number

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """All papers as they are kept, sealed, by their tags; then the events. For whoever carries them elsewhere."""
        after = (b"", b"")
        while True:
            found = self._connection.execute(
                select(PAPERS)
                .where(tuple_(PAPERS.c.shelf, PAPERS.c.name) > tuple_(*map(_blob, after)))
                .order_by(PAPERS.c.shelf, PAPERS.c.name)
                .limit(GROUP)
            ).all()
            yield from (tuple(map(bytes, row)) for row in found)
            if len(found) < GROUP:
                break
            after = (bytes(found[-1][0]), bytes(found[-1][1]))
        first = 0
        while True:
            events = self._connection.execute(
                select(TRAIL).where(TRAIL.c.number >= first).order_by(TRAIL.c.number).limit(GROUP)
            ).all()
            yield from ((number, bytes(sealed)) for number, sealed in events)
            if len(events) < GROUP:
                return
            first = events[-1][0] + 1

    def keep_rows(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Put rows that another cabinet of the same node gave into an empty one."""
        waiting = iter(rows)
        while group := list(islice(waiting, GROUP)):
            for table in (PAPERS, TRAIL):
                width = len(table.columns)
                found = [dict(zip(table.columns.keys(), row, strict=True)) for row in group if len(row) == width]
                if found:
                    self._connection.execute(insert(table), found)

    def leave(self) -> None:
        """Say that the node is elsewhere from now on."""
        self._connection.execute(update(TURN).values(one=MOVED))

    def _row(self, shelf: str, name: str, value: Value, within: str) -> dict[str, Any]:
        seal = self._vault.seal
        return {
            "shelf": self._shelf(shelf),
            "name": self._name(shelf, name),
            "scope": self._scope(shelf, within),
            "sealed_name": seal(name.encode(), "name", shelf),
            "sealed_value": seal(_text(value), "value", shelf, name),
        }

    def _value(self, sealed: bytes, shelf: str, name: str) -> Value:
        value: Value = json.loads(self._vault.open(sealed, "value", shelf, name))
        return value

    def _shelf(self, shelf: str) -> bytes:
        return self._vault.tag("shelf", shelf)

    def _name(self, shelf: str, name: str) -> bytes:
        return self._vault.tag("name", shelf, name)

    def _scope(self, shelf: str, within: str) -> bytes:
        return self._vault.tag("scope", shelf, within)


def _blob(data: bytes) -> Any:
    return literal(data, LargeBinary)


def _text(value: Value) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
