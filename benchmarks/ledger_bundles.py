"""What it costs to take in a bundle, beside git, beside one signature for each record, and beside the bare floors.

1. *Bundle*: records of about 556 bytes with bodies of 230, imported into SQLite with full verification, durable.
2. *git*: ``git fetch`` of as many commits, one file with the same 230 bytes each, with ``fetch.fsckObjects``, into an
   empty bare repository. It checks no author and decrypts nothing. Its peers lie on the same disk.
3. *Signatures*: one Ed25519 signature verified for each record; measured on 500, as all cost the same.
4. *Floors*, each bare: hashing (leaves and tree), parsing and writing each record by the JSON library, decryption, one
   signature, and the same bytes written durably into a bare table in large rows.
5. The same for 100 new records on top of those.

All are taken in turn, and a ratio is the median of the ratios of the rounds, so that load hits both sides.
Memory is that of a process of its own that takes the bundle in, above what it held when its keys were ready.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import orjson

from benchmarks.ledger_log import scratch
from benchmarks.measuring import Goal, by_itself
from freehand.ledger.bundle.opening import Reader
from freehand.ledger.bundle.reading import take_in
from freehand.ledger.bundle.writing import Address, write_bundle
from freehand.ledger.canonical import FORM
from freehand.ledger.card_file import sign_card
from freehand.ledger.identity import first_card
from freehand.ledger.keys import SigningKey, verify
from freehand.ledger.log import Statement, append, begin, keep_card
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.store.interface import Range
from freehand.ledger.store.sqlite import SqliteStore
from freehand.ledger.stream import opened, sealed
from freehand.ledger.tree import parents

COMPACT, NORTH, SOUTH = "benchmark", "benchmark/north", "benchmark/south"
NEW = 100
ROW = 2**18
MOST_MIB = 64
SIGNED = 500
WORDS = (
    "ship",
    "berth",
    "quay",
    "bus",
    "shelter",
    "people",
    "road",
    "bridge",
    "fuel",
    "water",
    "before",
    "until",
    "the",
)


class Case(NamedTuple):
    """Two bundles of one sender and their recipient's keys, and the records in the first."""

    bundles: tuple[bytes, bytes]
    records: list[bytes]
    cards: tuple[bytes, bytes]
    key: SigningKey
    box: RecipientKey


def bundle_goals(rounds: int, held: int) -> list[Goal]:
    """Import of so many records, then of 100 more, over all its peers; and memory."""
    with scratch() as folder:
        case = _case(folder, held)
        git = _Git(folder, held)
        ours, theirs, signed, floors, newer, theirs_newer = [], [], [], [], [], []
        part = case.records[:SIGNED]
        for turn in range(rounds):
            first, second = _import(folder / f"{turn}.sqlite", case)
            ours.append(first)
            newer.append(second)
            first, second = git.fetch()
            theirs.append(first)
            theirs_newer.append(second)
            signed.append(_one_signature_each(part) * held / len(part))
            floors.append(_floors(folder / "bare.sqlite", case.records))
        memory = _memory(folder, case)
    mine, bare = median(ours), [sum(each.values()) for each in floors]
    parts = {name: median(each[name] for each in floors) for name in floors[0]}
    told = ", ".join(f"{name} {taken:.3f}" for name, taken in parts.items())
    print(f"import of {held:,} records: {mine:.2f} s; git fetch: {median(theirs):.2f} s; floors: {told} s;")
    print(f"  one signature each: {median(signed):.1f} s; 100 more: {median(newer) * 1e3:.1f} ms,", end=" ")
    print(f"git: {median(theirs_newer) * 1e3:.1f} ms; memory: {memory:.0f} MiB more")
    return [
        Goal(
            f"import and verification of {held:,} records over git fetch with fsckObjects", _over(ours, theirs), 1 / 4
        ),
        Goal("the same over one signature for each record", _over(ours, signed), 1 / 20),
        Goal("the same over the sum of its floors", _over(ours, bare), 2),
        Goal("100 more records, durable, over git fetch", _over(newer, theirs_newer), 1 / 5),
        Goal(f"memory of an import of {held:,} records and of 100 more, in MiB, over {MOST_MIB}", memory / MOST_MIB, 1),
    ]


def _over(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios, each of two times taken one after the other."""
    return median(mine / other for mine, other in zip(ours, theirs, strict=True))


def _case(folder: Path, held: int) -> Case:
    north, south = owner("north"), owner("south")
    store = SqliteStore(folder / "north.sqlite", create=True)
    begin(store, north[0], north[1])
    with store.writing(SOUTH) as change:
        keep_card(change.line(SOUTH), south[0])
    append(store, NORTH, north[1], map(statement, range(held)))
    first = _bundle(store, north[1], Range(0, held))
    append(store, NORTH, north[1], map(statement, range(held, held + NEW)))
    second = _bundle(store, north[1], Range(held, held + NEW))
    with store.reading() as view:
        records = [record for _, record in view.line(NORTH).records([Range(0, held)])]
    store.close()
    return Case((first, second), records, (north[0], south[0]), south[1], south[2])


def owner(word: str) -> tuple[bytes, SigningKey, RecipientKey]:
    """A member's signed card, its log key and its recipient key; the same for the same word."""
    seeds = [hashlib.sha256(f"{word} {part}".encode()).digest() for part in ("root", "log", "box")]
    root, key, box = SigningKey.of_seed(seeds[0]), SigningKey.of_seed(seeds[1]), RecipientKey.of_seed(seeds[2])
    return sign_card(first_card(f"{COMPACT}/{word}", word, root.public, key.public, box.public), root), key, box


def statement(number: int) -> Statement:
    """What is said in a record of this number, with a body of 230 bytes."""
    before, about = (hashlib.sha256(b"%d %d" % (which, number)).hexdigest() for which in (0, 1))
    return Statement("note", f"object-{number}", {"text": _text(number)}, 1_790_000_000 + number, "", before, [about])


def _text(number: int) -> str:
    chance = random.Random(number)
    return f"{number} {' '.join(chance.choices(WORDS, k=40))}"[:219]


def _bundle(store: SqliteStore, key: SigningKey, records: Range) -> bytes:
    sink = io.BytesIO()
    write_bundle(store, sink, Address(NORTH, SOUTH, COMPACT), key, records=[records], time=0)
    return sink.getvalue()


def _import(path: Path, case: Case) -> tuple[float, float]:
    """Seconds for the first bundle and for the second."""
    store = SqliteStore(path, create=True)
    begin(store, case.cards[1], case.key)
    with store.writing(NORTH) as change:
        keep_card(change.line(NORTH), case.cards[0])
    taken = []
    for bundle in case.bundles:
        begun = time.perf_counter()
        take_in(store, io.BytesIO(bundle), Reader(SOUTH, COMPACT, [case.box]), now=0, witness=case.key)
        taken.append(time.perf_counter() - begun)
    store.close()
    path.unlink()
    return taken[0], taken[1]


class _Git:
    """A repository with a commit for each record, and how long fetching it takes."""

    def __init__(self, folder: Path, held: int) -> None:
        self._folder, self._held = folder, held
        self._source = folder / "source.git"
        self._run("init", "--quiet", "--bare", str(self._source))
        self._run("-C", str(self._source), "fast-import", "--quiet", given=b"".join(self._commits(0, held + NEW)))
        tip = self._run("-C", str(self._source), "rev-list", "--skip", str(NEW), "--max-count=1", "main").decode()
        self._run("-C", str(self._source), "branch", "first", tip.strip())

    def fetch(self) -> tuple[float, float]:
        """Seconds for all but the last 100 commits, and for these."""
        target = self._folder / "target.git"
        self._run("init", "--quiet", "--bare", str(target))
        taken = []
        for branch in ("first", "main"):
            begun = time.perf_counter()
            words = ("-c", "fetch.fsckObjects=true", "-c", "gc.auto=0", "fetch", "--quiet", f"file://{self._source}")
            self._run("-C", str(target), *words, f"{branch}:refs/heads/{branch}")
            taken.append(time.perf_counter() - begun)
        shutil.rmtree(target)
        return taken[0], taken[1]

    def _run(self, *words: str, given: bytes = b"") -> bytes:
        env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        return subprocess.run(["git", *words], input=given, env=env, check=True, capture_output=True).stdout

    @staticmethod
    def _commits(first: int, end: int) -> Iterator[bytes]:
        for number in range(first, end):
            body = orjson.dumps({"text": _text(number)})
            yield b"commit refs/heads/main\ncommitter n <n@example> %d +0000\ndata 1\nx\n" % (1_790_000_000 + number)
            yield b"M 644 inline record\ndata %d\n%s\n" % (len(body), body)


def _floors(path: Path, records: Sequence[bytes]) -> dict[str, float]:
    joined = b"".join(records)
    key = SigningKey.of_seed(bytes(32))
    signature, content = key.sign(joined[:400]), b"".join(sealed(bytes(32), [joined]))
    chunks = [content[at : at + ROW] for at in range(0, len(content), ROW)]

    def hashing() -> None:
        row = b"".join([hashlib.sha256(b"\0" + record).digest() for record in records])
        while len(row) > 32:
            row = parents(row[: len(row) // 64 * 64])

    def canonical() -> None:
        for record in records:
            assert orjson.dumps(orjson.loads(record), None, FORM) == record

    def decryption() -> None:
        for _ in opened(bytes(32), chunks, len(content)):
            pass

    def one_signature() -> None:
        assert verify(key.public, signature, joined[:400])

    def writing() -> None:
        bare = sqlite3.connect(path, isolation_level=None)
        bare.execute("pragma journal_mode = wal")
        bare.execute("pragma synchronous = full")
        bare.execute("create table rows (number integer primary key, data blob)")
        bare.execute("begin")
        rows = ((at, joined[at : at + ROW]) for at in range(0, len(joined), ROW))
        bare.executemany("insert into rows values (?, ?)", rows)
        bare.execute("commit")
        bare.close()
        path.unlink()

    actions: tuple[Callable[[], None], ...] = (hashing, canonical, decryption, one_signature, writing)
    return {action.__name__.replace("_", " "): _once(action) for action in actions}


def _one_signature_each(records: Sequence[bytes]) -> float:
    key = SigningKey.of_seed(bytes(32))
    signed = [(record, key.sign(record)) for record in records]

    def verifying() -> None:
        for record, signature in signed:
            assert verify(key.public, signature, record)

    return _once(verifying)


def _once(action: Callable[[], None]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


_PROGRAM = """
import sys
from pathlib import Path
from benchmarks.ledger_bundles import memory_of
print(memory_of(Path(sys.argv[1])))
"""


def _memory(folder: Path, case: Case) -> float:
    for name, data in zip(("first", "second"), case.bundles, strict=True):
        (folder / name).write_bytes(data)
    return by_itself(_PROGRAM, str(folder))


def memory_of(folder: Path) -> float:
    """How much more memory, in MiB, this process held while it took both bundles in, than when its keys were ready."""
    from benchmarks.measuring import memory_held

    north, south = owner("north"), owner("south")
    store = SqliteStore(folder / "south.sqlite", create=True)
    begin(store, south[0], south[1])
    with store.writing(NORTH) as change:
        keep_card(change.line(NORTH), north[0])
    before = memory_held()
    for name in ("first", "second"):
        with (folder / name).open("rb") as source:
            take_in(store, source, Reader(SOUTH, COMPACT, [south[2]]), now=0, witness=south[1])
    return memory_held() - before


if __name__ == "__main__":
    from benchmarks.measuring import report

    report(bundle_goals(3, int(sys.argv[1]) if len(sys.argv) > 1 else 100_000), None)
