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

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import islice
from typing import Any, Final, NamedTuple

import orjson
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
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)

from freehand.node.store.interface import GROUP, Value
from freehand.node.vault import Vault, joined

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


_GET: Final = select(PAPERS.c.sealed_value).where(
    PAPERS.c.shelf == bindparam("a_shelf"), PAPERS.c.name == bindparam("a_name")
)
_NAMES: Final = select(PAPERS.c.sealed_name, PAPERS.c.name).where(PAPERS.c.shelf == bindparam("a_shelf"))
_NAMES_WITHIN: Final = _NAMES.where(PAPERS.c.scope == bindparam("a_scope"))
_VALUES: Final = select(PAPERS.c.name, PAPERS.c.sealed_value).where(
    PAPERS.c.shelf == bindparam("a_shelf"), PAPERS.c.name.in_(bindparam("names", expanding=True))
)
_DROP: Final = delete(PAPERS).where(PAPERS.c.shelf == bindparam("a_shelf"), PAPERS.c.name == bindparam("a_name"))


@cache
def _upsert(dialect: str) -> Any:
    """For one dialect; the other is not imported."""
    put = import_module(f"sqlalchemy.dialects.{dialect}").insert(PAPERS)
    new = {column: put.excluded[column] for column in ("scope", "sealed_name", "sealed_value")}
    return put.on_conflict_do_update(index_elements=[PAPERS.c.shelf, PAPERS.c.name], set_=new)


class _Shelf(NamedTuple):
    """What the rows of a shelf have in common."""

    tag: bytes
    names: bytes
    """What a name is joined to for its tag, and where names stand."""
    values: bytes
    """What a name is joined to for where its value stands."""


class TableShelves:
    """A state of the database: see ``OpenShelves``."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault
        self._shelves: dict[str, _Shelf] = {}

    def get(self, shelf: str, name: str) -> Value | None:
        """See ``Shelves``."""
        on, joined_name = self._on(shelf), joined(name)
        words = {"a_shelf": on.tag, "a_name": self._vault.tag_of(on.names + joined_name)}
        found = self._connection.execute(_GET, words).scalar()
        return None if found is None else self._value(on.values + joined_name, found)

    def all(self, shelf: str, within: str = "") -> Iterator[tuple[str, Value]]:
        """See ``Shelves``."""
        on, open_at = self._on(shelf), self._vault.open_at
        if within:
            words = {"a_shelf": on.tag, "a_scope": self._vault.tag("scope", shelf, within)}
            rows = self._connection.execute(_NAMES_WITHIN, words)
        else:
            rows = self._connection.execute(_NAMES, {"a_shelf": on.tag})
        waiting = iter(sorted((open_at(on.names, sealed).decode(), tag) for sealed, tag in rows))
        while group := list(islice(waiting, GROUP)):
            words_ = {"a_shelf": on.tag, "names": [tag for _, tag in group]}
            values = {bytes(tag): sealed for tag, sealed in self._connection.execute(_VALUES, words_)}
            for name, tag in group:
                if tag in values:  # whoever reads may have dropped it since
                    yield name, self._value(on.values + joined(name), values[tag])

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
                yield number, orjson.loads(self._vault.open(sealed, "trail", str(number)))
            if len(rows) < GROUP:
                return
            first = rows[-1][0] + 1

    def put(self, shelf: str, name: str, value: Value, within: str = "") -> None:
        """See ``OpenShelves``."""
        self.put_many(shelf, [(name, value)], within)

    def put_many(self, shelf: str, entries: Iterable[tuple[str, Value]], within: str = "") -> None:
        """See ``OpenShelves``."""
        on, scope = self._on(shelf), self._vault.tag("scope", shelf, within)
        seal_at, tag_of = self._vault.seal_at, self._vault.tag_of
        put, waiting = _upsert(self._connection.dialect.name), iter(entries)
        while group := dict(islice(waiting, GROUP)):  # a name that comes twice counts as it comes last
            rows = []
            for name, value in group.items():
                joined_name = joined(name)
                rows.append(
                    {
                        "shelf": on.tag,
                        "name": tag_of(on.names + joined_name),
                        "scope": scope,
                        "sealed_name": seal_at(on.names, name.encode()),
                        "sealed_value": seal_at(on.values + joined_name, orjson.dumps(value)),
                    }
                )
            self._connection.execute(put, rows)

    def drop(self, shelf: str, name: str) -> None:
        """See ``OpenShelves``."""
        on = self._on(shelf)
        self._connection.execute(_DROP, {"a_shelf": on.tag, "a_name": self._vault.tag_of(on.names + joined(name))})

    def note(self, event: Mapping[str, Value]) -> int:
        """See ``OpenShelves``."""
        last = self._connection.execute(select(func.max(TRAIL.c.number))).scalar()
        number = 0 if last is None else last + 1
        sealed = self._vault.seal(orjson.dumps(dict(event)), "trail", str(number))
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

    def _on(self, shelf: str) -> _Shelf:
        found = self._shelves.get(shelf)
        if found is None:
            found = _Shelf(self._vault.tag("shelf", shelf), joined("name", shelf), joined("value", shelf))
            self._shelves[shelf] = found
        return found

    def _value(self, where: bytes, sealed: bytes) -> Value:
        value: Value = orjson.loads(self._vault.open_at(where, sealed))
        return value


def _blob(data: bytes) -> Any:
    return literal(data, LargeBinary)
