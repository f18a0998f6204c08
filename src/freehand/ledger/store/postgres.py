"""Logs in a PostgreSQL database, by psycopg 3 (``pip install 'freehand-planning[postgres]'``).

How the rules of the interface are kept:

1. A change is one transaction.
2. ``synchronous_commit`` is turned on where it is off, and a server that runs with ``fsync = off`` is refused: it
   reports what a loss of power may undo.
3. Each log has a row in ``logs``; a change locks the rows of its logs, in order of their names, before it reads
   anything (``select … for update``). Changes of other logs go on beside it.
4. Who reads has a snapshot (``repeatable read``).
7. Erased rows are removed from the tables by ``vacuum`` after the change. What the server's own write-ahead log, its
   archive, its replicas and the disk keep of them is out of reach.

The tables lie in the first schema of the connection's ``search_path``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from freehand.errors import AccessError, one_fault
from freehand.ledger.store.interface import PATIENCE, busy, failed
from freehand.ledger.store.tables import Tables

if TYPE_CHECKING:
    from typing import LiteralString

    import psycopg

VERSION: Final = 3

_SCHEMA: Final = (
    "create table version (number integer not null)",
    'create table logs (log text collate "C" primary key)',
    'create table lines (id bigint generated always as identity primary key, log text collate "C" not null, '
    "branch integer not null, size bigint not null, root bytea not null, tail bytea not null, unique (log, branch))",
    "create table pages (place bigint primary key, hashes bytea not null)",
    "create table packs (place bigint primary key, lengths bytea not null, data bytea not null)",
    'create table papers (line bigint not null references lines, kind text collate "C" not null, '
    'number bigint not null, name text collate "C" not null, data bytea not null, '
    "primary key (line, kind, number, name))",
    # Hashes do not shrink, and bodies are read far more often than they are kept.
    "alter table pages alter column hashes set storage external",
    "alter table packs alter column data set storage external",
)


class PostgresStore:
    """A store in a PostgreSQL database.

    Args:
        where: a connection string of libpq.
        create: make the tables if they are not there.
        patience: seconds to wait for others who are changing the same log.

    Raises:
        StoreFailed: the server cannot be reached, does not keep what it reports, or has no tables of this version.
        AccessError: psycopg is not installed.
    """

    def __init__(self, where: str, *, create: bool = False, patience: float = PATIENCE) -> None:
        self._psycopg = library()
        self._where, self._patience = where, patience
        self._idle: list[psycopg.Connection[Any]] = []
        self._turn = threading.Lock()
        with in_words(self._patience):
            connection = self._open()
            try:
                self._look(connection, create)
            except BaseException:
                connection.close()
                raise
            self._idle.append(connection)

    @contextmanager
    def reading(self) -> Iterator[Tables]:
        """See ``Store``."""
        with self._connected("begin isolation level repeatable read read only") as connection:
            run = _runner(connection)
            run("select 1 from logs limit 1", ())  # the snapshot is that of the first statement
            yield Tables(run)

    @contextmanager
    def writing(self, *logs: str) -> Iterator[Tables]:
        """See ``Store``."""
        with self._connected("begin isolation level read committed") as connection:
            run = _runner(connection)
            for log in sorted(set(logs)):
                if not run("select 1 from logs where log = ? for update", (log,)):
                    run("insert into logs values (?) on conflict do nothing", (log,))
                    run("select 1 from logs where log = ? for update", (log,))
            tables = Tables(run, logs)
            yield tables
            connection.execute("commit")
            if tables.erased:
                with suppress(self._psycopg.Error):  # the change is whole; the server's own vacuum comes later
                    connection.execute("vacuum packs")

    def close(self) -> None:
        """See ``Store``."""
        with self._turn:
            while self._idle:
                self._idle.pop().close()

    @contextmanager
    def _connected(self, begin: LiteralString) -> Iterator[psycopg.Connection[Any]]:
        """A connection in a transaction; kept for the next one if all went well, and closed otherwise."""
        with in_words(self._patience):
            with self._turn:
                connection = self._idle.pop() if self._idle else None
            if connection is None or connection.closed:
                connection = self._open()
            try:
                connection.execute(begin)
                yield connection
                if connection.info.transaction_status != self._psycopg.pq.TransactionStatus.IDLE:
                    connection.execute("rollback")
            except BaseException:
                connection.close()  # which rolls back
                raise
            with self._turn:
                self._idle.append(connection)

    def _open(self) -> psycopg.Connection[Any]:
        return connect(self._where, self._patience)

    def _look(self, connection: psycopg.Connection[Any], create: bool) -> None:
        """Hold that the tables are those known here; make them if there are none."""
        with connection.transaction():
            if create:
                connection.execute("select pg_advisory_xact_lock(1179143239)")  # one makes them, the others wait
            found = connection.execute("select to_regclass('version'), to_regclass('packs')").fetchone()
            assert found is not None
            if found == (None, None) and create:
                for statement in _SCHEMA:
                    connection.execute(statement)
                connection.execute("insert into version values (%s)", (VERSION,))
                return
            if None in found:
                raise failed("the database has no tables of logs.", "Name one that 'freehand ledger new' has made.")
            version = connection.execute("select number from version").fetchone()
            if version != (VERSION,):
                why = f"its tables have version {version and version[0]}, and this program knows {VERSION}."
                raise failed(why, "Use a program of the same time as the one that made them.")


def library() -> Any:
    """The module psycopg.

    Raises:
        AccessError: it is not installed.
    """
    try:
        import psycopg
    except ImportError:
        why = "the library psycopg is not installed."
        next_ = "Install it: pip install 'freehand-planning[postgres]'."
        raise AccessError(one_fault("PostgreSQL cannot be used", why, next_)) from None
    return psycopg


def within(where: str, schema: str) -> str:
    """The connection string with a schema as the only place where tables are looked for.

    >>> within("host=/run/db", "mine")
    'host=/run/db options=-csearch_path=mine'
    """
    conninfo = library().conninfo
    options = f"{conninfo.conninfo_to_dict(where).get('options') or ''} -csearch_path={schema}".strip()
    found: str = conninfo.make_conninfo(where, options=options)
    return found


def make_schema(where: str, schema: str) -> None:
    """A new schema of this name (letters and digits); nothing is changed in one that is there.

    Raises:
        StoreFailed: the server does not do it, or there is one.
    """
    with in_words(PATIENCE), connect(where, PATIENCE) as connection:
        connection.execute(f"create schema {schema}".encode())


def drop_schema(where: str, schema: str) -> None:
    """Take a schema away with all tables in it, if it is there."""
    with in_words(PATIENCE), connect(where, PATIENCE) as connection:
        connection.execute(f"drop schema if exists {schema} cascade".encode())


def connect(where: str, patience: float) -> psycopg.Connection[Any]:
    """A connection to a server that keeps what it reports, without a transaction.

    Raises:
        StoreFailed: the server may lose what it reports as kept.
    """
    connection: psycopg.Connection[Any] = library().connect(where, autocommit=True)
    try:
        connection.execute("select set_config('lock_timeout', %s, false)", (f"{int(patience * 1000)}ms",))
        settings: dict[str, str] = dict(
            connection.execute(
                "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit')"
            ).fetchall()
        )
        if settings["fsync"] == "off":
            raise failed("the server runs with fsync = off: what it reports as kept may be lost.", "Turn it on.")
        if settings["synchronous_commit"] == "off":
            connection.execute("set synchronous_commit = on")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def in_words(patience: float) -> Iterator[None]:
    """Turn what the server says into what happened."""
    psycopg = library()
    errors = psycopg.errors
    try:
        yield
    except (errors.LockNotAvailable, errors.DeadlockDetected):
        raise busy(f"it did not finish within {patience:g} seconds.") from None
    except errors.DiskFull:
        raise failed("the server's disk is full.") from None
    except psycopg.Error as error:
        said = (str(error).strip().splitlines() or ["no reason is given"])[0]
        raise failed(f"the server says: {said}.") from None


@lru_cache
def _as_theirs(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()


def _runner(connection: psycopg.Connection[Any]) -> Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]:
    cursor = connection.cursor(binary=True)

    def run(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        cursor.execute(_as_theirs(statement), values)
        return cursor.fetchall() if cursor.description else []

    return run
