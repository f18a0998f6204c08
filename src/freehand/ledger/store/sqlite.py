"""Logs in one file, by SQLite.

How the rules of the interface are kept:

1, 4. The file is in WAL mode: a change is seen whole or not at all, and who reads keeps the state of its beginning.
2. ``synchronous=FULL``: a change is on the disk before it is reported (on Apple's systems with ``fullfsync``, as there
   the disk keeps what it was told in a cache of its own otherwise).
3. A change takes the one lock of writers that a file has, at its beginning (``BEGIN IMMEDIATE``); it is for all logs.
7. What is deleted is overwritten (``secure_delete``), and after an erasure the write-ahead log is emptied into the
   file, unless somebody is reading an older state; then whoever closes the store last does it. What the disk, or a copy
   of the file, keeps of it is out of reach.

The file can be read and written by its owner alone. It has to lie on a disk of this machine: WAL needs memory that all
who use the file share.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from freehand.ledger.store.interface import PATIENCE, StoreFailed, busy, failed
from freehand.ledger.store.tables import Tables

APPLICATION: Final = 0x46484C47
"""What marks a file as one of these: FHLG."""
VERSION: Final = 3
PAGE_BYTES: Final = 8192
"""Of the file. With 4096 an append writes half as many bytes, in 3 % less time; an import takes 5 % more."""
WAITING: Final = 8192
"""Pages, 64 MiB of them, that may lie in the write-ahead log before a change brings them into the file by itself."""

_SCHEMA: Final = (
    "create table lines (id integer primary key, log text not null, branch integer not null, size integer not null, "
    "root blob not null, tail blob not null, unique (log, branch)) strict",
    "create table pages (place integer primary key, hashes blob not null) strict",
    "create table packs (place integer primary key, lengths blob not null, data blob not null) strict",
    "create table papers (line integer not null references lines, kind text not null, number integer not null, "
    "name text not null, data blob not null, primary key (line, kind, number, name)) strict, without rowid",
    f"pragma application_id = {APPLICATION}",
    f"pragma user_version = {VERSION}",
)
_SETTINGS: Final = (
    "pragma synchronous = full",
    "pragma fullfsync = on",
    "pragma checkpoint_fullfsync = on",
    "pragma secure_delete = on",
    "pragma trusted_schema = off",
    f"pragma journal_size_limit = {PAGE_BYTES * WAITING}",
    f"pragma wal_autocheckpoint = {WAITING}",
)


class SqliteStore:
    """A store in a file.

    Args:
        path: the file.
        create: make the file if it is not there.
        patience: seconds to wait for others who are changing it.

    Raises:
        StoreFailed: it is not there, not a store, of a later version, or cannot be opened.
    """

    def __init__(self, path: Path, *, create: bool = False, patience: float = PATIENCE) -> None:
        self.path = path
        self._patience = patience
        self._idle: list[sqlite3.Connection] = []
        self._turn = threading.Lock()
        if create:
            make_file(path)
        with in_words(path, patience):
            connection = self._open()
            try:
                self._look(connection, create)
            except UnicodeDecodeError as error:
                connection.close()
                raise _unreadable() from error
            except BaseException:
                connection.close()
                raise
            self._idle.append(connection)

    @contextmanager
    def reading(self) -> Iterator[Tables]:
        """See ``Store``."""
        with self._connected("begin") as connection:
            ask = _runner(connection)
            ask("select count(*) from lines where id = 0", ())  # the state is that of the first look, so look
            yield Tables(ask)

    @contextmanager
    def writing(self, *logs: str) -> Iterator[Tables]:
        """See ``Store``."""
        with self._connected("begin immediate") as connection:
            tables = Tables(_runner(connection), logs)
            yield tables
            connection.execute("commit")
            if tables.erased:
                _empty_log(connection)

    def close(self) -> None:
        """See ``Store``."""
        with self._turn:
            while self._idle:
                self._idle.pop().close()

    @contextmanager
    def _connected(self, begin: str) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction; kept for the next one if all went well, and closed otherwise."""
        with in_words(self.path, self._patience):
            with self._turn:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                connection = self._open()
            try:
                connection.execute(begin)
                yield connection
                if connection.in_transaction:
                    connection.execute("rollback")
            except BaseException:
                with suppress(sqlite3.Error):
                    if connection.in_transaction:
                        connection.execute("rollback")
                connection.close()
                raise
            with self._turn:
                self._idle.append(connection)

    def _open(self) -> sqlite3.Connection:
        return connect(self.path, self._patience)

    def _look(self, connection: sqlite3.Connection, create: bool) -> None:
        """Hold that this is a store that is known here; make it one if it is new."""
        mark, version, tables = (
            connection.execute(word).fetchone()[0]
            for word in ("pragma application_id", "pragma user_version", "select count(*) from sqlite_schema")
        )
        if create and not tables:
            self._make_tables(connection)
        elif mark != APPLICATION:
            raise failed(f"'{self.path}' is not a file of logs.", "Name one that 'freehand ledger new' has made.")
        elif version != VERSION:
            why = f"'{self.path}' has version {version}, and this program knows {VERSION}."
            raise failed(why, "Use a program of the same time as the one that wrote it.")
        if connection.execute("pragma journal_mode = wal").fetchone()[0] != "wal":
            raise failed(f"'{self.path}' lies where a write-ahead log cannot be kept.", "Keep it on a local disk.")

    def _make_tables(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"pragma page_size = {PAGE_BYTES}")
        connection.execute("pragma journal_mode = wal").fetchall()
        connection.execute("begin immediate")
        if not connection.execute("select count(*) from sqlite_schema").fetchone()[0]:  # nobody was faster
            for statement in _SCHEMA:
                connection.execute(statement)
        connection.execute("commit")


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """A connection to a file that is there, set to keep what it reports."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=patience,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
    except UnicodeDecodeError as error:
        connection.close()
        raise _unreadable() from error
    except BaseException:
        connection.close()
        raise
    return connection


def make_file(path: Path) -> None:
    """An empty file that its owner alone can read, where there is none."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise failed(f"'{path}' cannot be made: {error.strerror}.") from None


def _empty_log(connection: sqlite3.Connection) -> None:
    """Bring all that was written into the file, and cut the write-ahead log to nothing; if nobody stands in the way."""
    with suppress(sqlite3.Error):
        patience = connection.execute("pragma busy_timeout").fetchone()[0]
        connection.execute("pragma busy_timeout = 0")
        connection.execute("pragma wal_checkpoint(truncate)").fetchall()
        connection.execute(f"pragma busy_timeout = {int(patience)}")


def _runner(connection: sqlite3.Connection) -> Any:
    def run(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        try:
            return connection.execute(statement, values).fetchall()
        except UnicodeDecodeError as error:
            raise _unreadable() from error

    return run


@contextmanager
def in_words(path: Path, patience: float) -> Iterator[None]:
    """Turn what SQLite says into what happened."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise busy(f"'{path}' was in use for more than {patience:g} seconds.") from None
        raise failed(f"'{path}': {_SAID.get(code, str(error))}.") from None
    except sqlite3.DatabaseError as error:
        raise _damaged(path, error) from None


def _unreadable() -> sqlite3.DatabaseError:
    """SQLite quotes what it stumbles over, and Python cannot read the quotation."""
    return sqlite3.DatabaseError("what is in it cannot be read")


def _damaged(path: Path, error: sqlite3.DatabaseError) -> StoreFailed:
    return failed(f"'{path}' is damaged or no file of logs: {error}.", "Restore it from a backup, as a restored log.")


_SAID: Final = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "it is not there, or may not be opened",
    sqlite3.SQLITE_READONLY: "it may not be written",
    sqlite3.SQLITE_IOERR: "the disk does not take or give what is to be written or read",
}
