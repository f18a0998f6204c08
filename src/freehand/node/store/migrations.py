"""What was done to the tables of a cabinet, step by step: named functions, each applied once and recorded.

1. A step is a function; its name is recorded when it has been applied, in the same change. It is never applied again.
2. Steps are applied in the order in which they stand here. New ones are added at the end; none is changed or taken out
   once it was released.
3. A database with a step that is not known here is of a newer program, and refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from sqlalchemy import Connection, insert, inspect, select

from freehand.node.store.interface import failed
from freehand.node.store.tables import HERE, MIGRATIONS, PAPERS, TRAIL, TURN


class Step(Protocol):
    """A function with a name."""

    __name__: str

    def __call__(self, connection: Connection) -> None:
        """Change the tables."""


def make_tables(connection: Connection) -> None:
    """The tables as they were at first."""
    for table in (PAPERS, TRAIL, TURN):
        table.create(connection)
    connection.execute(insert(TURN).values(one=HERE))


STEPS: Final[tuple[Step, ...]] = (make_tables,)


def applied(connection: Connection) -> list[str] | None:
    """Names of the steps that were applied; None where there are no tables of a cabinet."""
    if not inspect(connection).has_table(MIGRATIONS.name):
        return None
    return list(connection.execute(select(MIGRATIONS.c.name)).scalars())


def missing(done: Sequence[str] | None, steps: Sequence[Step] = STEPS) -> list[Step]:
    """The steps that were not applied yet.

    Raises:
        StoreFailed: rule 3.
    """
    unknown = sorted(set(done or ()) - {step.__name__ for step in steps})
    if unknown:
        why = f"its tables have seen '{unknown[0]}', and this program does not know that step."
        raise failed(why, "Use a program as new as the one that wrote them.")
    return [step for step in steps if done is None or step.__name__ not in done]


def migrate(connection: Connection, steps: Sequence[Step] = STEPS) -> list[str]:
    """Apply what was not yet applied, within the change that is open; the names of what was.

    Raises:
        StoreFailed: rule 3.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("select pg_advisory_xact_lock(1179143240)")  # one makes them, the others wait
    done = applied(connection)
    new = missing(done, steps)
    if done is None:
        MIGRATIONS.create(connection)
    for step in new:
        step(connection)
        connection.execute(insert(MIGRATIONS).values(name=step.__name__))
    return [step.__name__ for step in new]
