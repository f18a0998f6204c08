"""Whether an import stays linear, and within the same memory, up to 10⁶ records.

One log grows to each size, and is sent whole: a bundle that follows none. Each is taken in by a process of its own,
into a store of its own, and the best of several times counts: whatever else the machine does can only add to it. Growth
is fitted over the sizes; memory is that of the largest one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from math import log
from pathlib import Path
from statistics import linear_regression

from benchmarks.ledger_bundles import COMPACT, MOST_MIB, NORTH, SOUTH, owner, statement
from benchmarks.ledger_log import scratch
from benchmarks.measuring import Goal, by_itself, memory_held
from freehand.ledger.bundle.opening import Reader
from freehand.ledger.bundle.reading import take_in
from freehand.ledger.bundle.writing import Address, write_bundle
from freehand.ledger.log import append, begin, keep_card
from freehand.ledger.store.interface import Range
from freehand.ledger.store.sqlite import SqliteStore

SIZES = (10**5, 3 * 10**5, 10**6)
EXPONENT = 1.1

_PROGRAM = """
import sys
from pathlib import Path
from benchmarks.ledger_growth import import_of
print(import_of(Path(sys.argv[1]))[int(sys.argv[2])])
"""


def growth_goals(rounds: int, sizes: Sequence[int] = SIZES) -> list[Goal]:
    """The exponent that fits the imports, and the memory of the largest."""
    with scratch() as folder:
        bundles = _bundles(folder, sizes)
        taken = [min(by_itself(_PROGRAM, str(bundle), "0") for _ in range(rounds)) for bundle in bundles]
        memory = by_itself(_PROGRAM, str(bundles[-1]), "1")
    told = ", ".join(f"{size:,}: {seconds:.2f} s" for size, seconds in zip(sizes, taken, strict=True))
    print(f"import of {told}; memory of the largest: {memory:.0f} MiB more")
    slope = linear_regression([log(size) for size in sizes], [log(seconds) for seconds in taken]).slope
    return [
        Goal(f"import: exponent that fits from {sizes[0]:,} to {sizes[-1]:,} records", slope, EXPONENT),
        Goal(f"memory of an import of {sizes[-1]:,} records, in MiB, over {MOST_MIB}", memory / MOST_MIB, 1),
    ]


def import_of(bundle: Path) -> tuple[float, float]:
    """Seconds, and MiB beyond what this process held when its keys were ready, for a bundle taken in from a file."""
    path = bundle.with_suffix(".sqlite")
    (north, _, _), (card, key, box) = owner("north"), owner("south")
    store = SqliteStore(path, create=True)
    begin(store, card, key)
    with store.writing(NORTH) as change:
        keep_card(change.line(NORTH), north)
    before, begun = memory_held(), time.perf_counter()
    with bundle.open("rb") as source:
        take_in(store, source, Reader(SOUTH, COMPACT, [box]), now=0, witness=key)
    taken = time.perf_counter() - begun
    found = memory_held() - before
    store.close()
    path.unlink()
    return taken, found


def _bundles(folder: Path, sizes: Sequence[int]) -> list[Path]:
    (card, key, _), (south, _, _) = owner("north"), owner("south")
    store = SqliteStore(folder / "north.sqlite", create=True)
    begin(store, card, key)
    with store.writing(SOUTH) as change:
        keep_card(change.line(SOUTH), south)
    paths, held = [], 0
    for size in sizes:
        append(store, NORTH, key, map(statement, range(held, size)))
        paths.append(folder / f"{size}.bundle")
        with paths[-1].open("wb") as sink:
            address = Address(NORTH, SOUTH, COMPACT)
            write_bundle(store, sink, address, key, records=[Range(0, size)], time=0, after=0)
        held = size
    store.close()
    return paths
