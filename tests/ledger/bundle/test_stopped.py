"""Stopped anywhere, by anything: the old state or the new one, and everything runs on."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from freehand.ledger.bundle.reading import Taken, take_in
from freehand.ledger.store.sqlite import SqliteStore
from freehand.ledger.store.tables import TableLine
from tests.ledger.parties import NOW, Party, two

CHANGES = ("keep_pages", "move_head", "add_records", "keep")


class Stopped(Exception):
    """The stop of a test."""


def stopping(monkeypatch: pytest.MonkeyPatch, at: int) -> list[int]:
    """Stop at the ``at``-th change of the store; how many there were."""
    seen = [0]
    for name in CHANGES:
        inner = getattr(TableLine, name)

        def change(self: Any, *words: Any, inner: Any = inner, **more: Any) -> Any:
            seen[0] += 1
            if seen[0] == at:
                raise Stopped
            found = inner(self, *words, **more)
            if seen[0] == -at:
                raise Stopped
            return found

        monkeypatch.setattr(TableLine, name, change)
    return seen


def test_an_import_stopped_before_any_of_its_changes_leaves_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    north, _ = two()
    south = Party("south", SqliteStore(tmp_path / "south.sqlite", create=True))
    south.meet(north)
    north.say("one", "two", "three")
    bundle = north.send(south)
    at, stops = 1, 0
    while True:
        with monkeypatch.context() as patch:
            stopping(patch, at)
            try:
                taken = south.take(bundle)
            except Stopped:
                stops += 1
                at += 1
                assert south.size_of(north) == 0
                assert south.read(north) == {}
                continue
        break
    assert isinstance(taken, Taken)
    assert stops >= 5
    assert south.read(north) == north.read(north)


@pytest.mark.parametrize("end", range(0, 4000, 400))
def test_an_export_stopped_at_any_byte_uses_up_a_serial_and_no_more(end: int) -> None:
    north, south = two()
    north.say("one")

    class Full(io.BytesIO):
        def write(self, data: Any, /) -> int:
            if self.tell() + len(data) > end:
                raise OSError(28, "No space left on device")
            return super().write(data)

    from freehand.ledger.bundle.writing import Address, write_bundle
    from freehand.ledger.store.interface import Range
    from tests.ledger.parties import COMPACT

    with pytest.raises(OSError, match="No space"):
        write_bundle(
            north.store, Full(), Address(north.name, south.name, COMPACT), north.key, records=[Range(0, 1)], time=NOW
        )
    taken = south.take(north.send(south, after=0))
    assert isinstance(taken, Taken)
    assert taken.serial == 2


_KILLED = """
import os, signal, sys
from pathlib import Path
from freehand.ledger.store import sqlite
from freehand.ledger.bundle.opening import Reader
from freehand.ledger.bundle.reading import take_in
from freehand.ledger.sealing import RecipientKey
folder, at, name, compact, seed = Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:6]
seen, runner = [0], sqlite._runner
def counting(connection):
    run = runner(connection)
    def counted(statement, values):
        seen[0] += 1
        if seen[0] == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return run(statement, values)
    return counted
sqlite._runner = counting
store = sqlite.SqliteStore(folder / "south.sqlite")
with (folder / "bundle").open("rb") as source:
    take_in(store, source, Reader(name, compact, [RecipientKey.of_seed(bytes.fromhex(seed))]), now=0)
print(seen[0])
"""


def test_an_import_killed_at_its_statements_runs_on(tmp_path: Path) -> None:
    north, _ = two()
    south = Party("south", SqliteStore(tmp_path / "south.sqlite", create=True))
    south.meet(north)
    north.say("one", "two", "three")
    (tmp_path / "bundle").write_bytes(north.send(south))
    words = [south.name, south.reader.compact, south.box.seed().hex()]

    def run(at: int) -> int:
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, str(tmp_path), str(at), *words],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=False,
        )
        return done.returncode

    killed = 0
    for at in (1, 8, 14, 17, 19, 21, 23):
        code = run(at)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        killed += 1
        assert south.size_of(north) == 0
        assert south.read(north) == {}
    assert killed >= 4
    with (tmp_path / "bundle").open("rb") as source:
        take_in(south.store, source, south.reader, now=NOW)
    assert south.read(north) == north.read(north)
    south.store.close()
