"""What it costs to add to a log and to prove what stands in it.

1. *Append*: one record under a checkpoint, durable, against the least that does as much: one row of the same bytes
   inserted durably into a bare table, and one Ed25519 signature. In turn, so that the disk's moods hit both; first
   while both write-ahead logs grow, then while both are written over, which spares the disk. The worse one counts.
2. *Proofs* out of the store: inclusion of a leaf and consistency from a size, both drawn anew each time, each in a view
   of its own. Growth is fitted over logs of 10³ to 10⁶ leaves.
"""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from math import log
from pathlib import Path
from statistics import linear_regression

from benchmarks.measuring import Goal, timed, timed_pairs
from freehand.ledger.card_file import sign_card
from freehand.ledger.identity import first_card
from freehand.ledger.keys import SigningKey
from freehand.ledger.log import Statement, append, begin
from freehand.ledger.rows import Growth, consistency, inclusion
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.store.interface import Store
from freehand.ledger.store.sqlite import SqliteStore

LOG = "benchmark/log"
BODY = {"text": "x" * 219}
"""230 bytes, as canonical JSON."""
SIZES = (10**3, 10**4, 10**5, 10**6)
MOST_SECONDS = 0.001
EXPONENT = 0.25
"""From 10³ to 10⁶ log n doubles, which is an exponent of 0.1."""


def append_goal(rounds: int, held: int) -> Goal:
    """One record appended to a log that holds some, over a bare durable row and a bare signature."""
    root, key, box = SigningKey.new(), SigningKey.new(), RecipientKey.of_seed(bytes(32))
    card = sign_card(first_card(LOG, "Benchmark", root.public, key.public, box.public), root)
    with scratch() as folder:
        store = SqliteStore(folder / "log.sqlite", create=True)
        begin(store, card, key)
        append(store, LOG, key, (_statement(number) for number in range(held)))
        bare = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
        bare.execute("pragma journal_mode = wal")
        bare.execute("pragma synchronous = full")
        bare.execute("create table records (number integer primary key, data blob)")
        row, numbers = os.urandom(556), iter(range(10**9))

        def ours() -> None:
            append(store, LOG, key, [_statement(next(numbers))])

        def floor() -> None:
            key.sign(row)
            bare.execute("insert into records (data) values (?)", (row,))

        settings = {"growing": timed_pairs(ours, floor, rounds)}
        for name in ("log.sqlite", "bare.sqlite"):
            with closing(sqlite3.connect(folder / name)) as other:
                other.execute("pragma wal_checkpoint(restart)").fetchall()
        settings["written over"] = timed_pairs(ours, floor, rounds)
        bare.close()
        store.close()
    for setting, (mine, least, ratio) in settings.items():
        told = f"{mine * 1e3:.2f} ms; a bare row and a signature: {least * 1e3:.2f} ms; ratio {ratio:.2f}"
        print(f"append one record to {held:,}, write-ahead logs {setting}: {told}")
    worst = max(ratio for *_, ratio in settings.values())
    return Goal("append of one record with its checkpoint, durable, over a bare row and a signature", worst, 2)


def proof_goals(rounds: int, sizes: Sequence[int]) -> list[Goal]:
    """Inclusion and consistency from the store, in the largest of the logs, and how they grow."""
    goals, taken = [], dict[str, list[float]]({"inclusion": [], "consistency": []})
    with scratch() as folder:
        for size in sizes:
            store = SqliteStore(folder / f"{size}.sqlite", create=True)
            fill(store, size)
            chance = random.Random(size)
            for what, action in _proofs(store, size, chance).items():
                taken[what].append(timed(action, rounds))
            store.close()
    for what, times in taken.items():
        said = ", ".join(f"{size:,}: {time * 1e3:.3f} ms" for size, time in zip(sizes, times, strict=True))
        print(f"proof of {what} in a log of {said}")
        goals.append(Goal(f"proof of {what} in a log of {sizes[-1]:,}, over 1 ms", times[-1] / MOST_SECONDS, 1))
        if len(sizes) > 2:
            slope = linear_regression([log(size) for size in sizes], [log(time) for time in times]).slope
            goals.append(Goal(f"proof of {what}: exponent that fits from {sizes[0]:,} leaves on", slope, EXPONENT))
    return goals


def fill(store: Store, size: int) -> None:
    """Put random leaves into a log, in one change: what proofs need, and no records."""
    with store.writing(LOG) as change:
        line, growth = change.line(LOG), Growth()
        while growth.size < size:
            line.keep_pages(growth.add(random.Random(growth.size).randbytes(32 * min(10_000, size - growth.size))))
        line.keep_pages(growth.unfinished())
        line.move_head(size, growth.root())


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for a while."""
    with tempfile.TemporaryDirectory(prefix="freehand-benchmark-") as folder:
        yield Path(folder)


def _statement(number: int) -> Statement:
    return Statement("note", f"n{number}", dict(BODY), 1_800_000_000)


def _proofs(store: Store, size: int, chance: random.Random) -> dict[str, Callable[[], object]]:
    def included() -> None:
        with store.reading() as view:
            inclusion(view.line(LOG), chance.randrange(size), size)

    def consistent() -> None:
        with store.reading() as view:
            consistency(view.line(LOG), chance.randrange(1, size), size)

    return {"inclusion": included, "consistency": consistent}
