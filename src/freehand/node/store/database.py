"""A cabinet in a database: one file by SQLite, or a schema of PostgreSQL.

Both keep the rules of the interface as the ledger's stores do (``ledger.store.sqlite``, ``ledger.store.postgres``),
whose connections these are: a write-ahead log with ``synchronous=FULL`` and the writers' lock of the file (``BEGIN
IMMEDIATE``); or a transaction that locks the one row of ``turn`` first. That row also says whether the node has been
moved elsewhere: who still has the old place open is told so. Tables are brought up to date when the cabinet is opened,
in one change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NoReturn

from sqlalchemy import Connection, Engine, create_engine, select
from sqlalchemy.exc import DBAPIError, TimeoutError
from sqlalchemy.pool import QueuePool

from freehand.ledger.store import postgres, sqlite
from freehand.node.store.interface import PATIENCE, StoreBusy, StoreFailed, busy, failed
from freehand.node.store.migrations import applied, migrate, missing
from freehand.node.store.tables import HERE, TURN, TableShelves
from freehand.node.vault import Vault

_BEGIN: Final = {
    "sqlite": ("begin", "begin immediate"),
    "postgresql": ("begin isolation level repeatable read read only", "begin isolation level read committed"),
}


class DatabaseCabinet:
    """A cabinet in a database; made by ``in_file`` or ``in_postgres``."""

    def __init__(
        self, engine: Engine, vault: Vault, in_words: Callable[[BaseException], NoReturn], *, create: bool
    ) -> None:
        self._engine, self._vault, self._in_words = engine, vault, in_words
        self._look, self._change = _BEGIN[engine.dialect.name]
        try:
            self._bring_up_to_date(create)
        except BaseException:
            engine.dispose()
            raise

    @contextmanager
    def reading(self) -> Iterator[TableShelves]:
        """See ``Cabinet``."""
        with self._connected(self._look) as connection:
            _refuse_moved(connection.execute(select(TURN.c.one)).scalar())  # the state is that of the first look
            yield TableShelves(connection, self._vault)

    @contextmanager
    def writing(self) -> Iterator[TableShelves]:
        """See ``Cabinet``."""
        with self._connected(self._change) as connection:
            _refuse_moved(connection.execute(select(TURN.c.one).with_for_update()).scalar())
            yield TableShelves(connection, self._vault)
            connection.exec_driver_sql("commit")

    def close(self) -> None:
        """See ``Cabinet``."""
        self._engine.dispose()

    def _bring_up_to_date(self, create: bool) -> None:
        with self._connected(self._look) as connection:
            found = applied(connection)
        if found is None and not create:
            raise failed("there are no papers of a node in it.", "Name what 'freehand node init' has made.")
        if missing(found):
            with self._connected(self._change) as connection:
                migrate(connection)
                connection.exec_driver_sql("commit")

    @contextmanager
    def _connected(self, begin: str) -> Iterator[Connection]:
        """A connection in a transaction, which is rolled back unless it was committed."""
        try:
            with self._engine.connect() as connection:
                try:
                    connection.exec_driver_sql(begin)
                    yield connection
                    if _in_transaction(connection.connection.driver_connection):
                        connection.exec_driver_sql("rollback")
                except BaseException:
                    _roll_back(connection)
                    raise
        except DBAPIError as error:
            self._in_words(error.orig or error)
        except TimeoutError as error:
            raise busy("too many are at work on the node at once.") from error


def in_file(path: Path, vault: Vault, *, create: bool = False, patience: float = PATIENCE) -> DatabaseCabinet:
    """A cabinet in a file.

    Raises:
        StoreFailed: it is not there, damaged, or of a newer program.
    """
    if create:
        sqlite.make_file(path)

    def connect() -> Any:
        connection = sqlite.connect(path, patience)
        try:
            connection.execute("pragma journal_mode = wal").fetchall()
        except BaseException:
            connection.close()
            raise
        return connection

    def in_words(error: BaseException) -> NoReturn:
        try:
            with sqlite.in_words(path, patience):
                raise error
        except (StoreBusy, StoreFailed) as said:
            raise _ours(said) from None

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, isolation_level="AUTOCOMMIT")
    return DatabaseCabinet(engine, vault, in_words, create=create)


def in_postgres(where: str, vault: Vault, *, create: bool = False, patience: float = PATIENCE) -> DatabaseCabinet:
    """A cabinet in a database: in the first schema of the connection's ``search_path``.

    Raises:
        StoreFailed: the server cannot be reached, or has no papers of a node.
        AccessError: psycopg is not installed.
    """
    postgres.library()

    def in_words(error: BaseException) -> NoReturn:
        try:
            with postgres.in_words(patience):
                raise error
        except (StoreBusy, StoreFailed) as said:
            raise _ours(said) from None

    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: postgres.connect(where, patience), isolation_level="AUTOCOMMIT"
    )
    return DatabaseCabinet(engine, vault, in_words, create=create)


def _refuse_moved(turn: int | None) -> None:
    if turn != HERE:
        raise failed("the node has been moved to another store since this was opened.", "Do this again.")


def _ours(said: StoreBusy | StoreFailed) -> StoreBusy | StoreFailed:
    """The ledger's words for a store, as words for a node's papers."""
    fault = said.faults[0]
    return busy(fault.why) if isinstance(said, StoreBusy) else failed(fault.why, fault.next)


def _roll_back(connection: Connection) -> None:
    try:
        if _in_transaction(connection.connection.driver_connection):
            connection.exec_driver_sql("rollback")
    except Exception:
        with suppress(Exception):  # it is of no use any more
            connection.invalidate()


def _in_transaction(raw: Any) -> bool:
    return bool(raw.in_transaction if hasattr(raw, "in_transaction") else raw.info.transaction_status)
