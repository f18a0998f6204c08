"""Long work says how far it is where somebody looks, and leaves at once when it is told to."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from benchmarks.growth import Size, write
from tests.faces.face import SOURCE

INTERRUPTED = 130


def running(folder: Path, stderr: int) -> subprocess.Popen[bytes]:
    """An assessment of ten contingencies as a program of its own."""
    write(folder, Size(2, 1000, 1))
    words = [sys.executable, "-m", "freehand.faces.cli", "assess", str(folder), "--json"]
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "COLUMNS": "80"}
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=stderr, env=env)


def read_whole(terminal: int) -> bytes:
    """What still comes from a terminal whose other side is closed: it ends with an error, and may come in parts."""
    said = b""
    with suppress(OSError):
        while part := os.read(terminal, 10_000):
            said += part
    return said


def test_interrupted_in_the_middle_it_leaves_with_130_and_half_an_answer_is_none(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with running(tmp_path / "growth", theirs) as process:
        os.close(theirs)
        said = b""
        while b"reckoning 2 of 10 contingencies, epidemic 9" not in said:
            said += os.read(ours, 1000)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate()
    rest = read_whole(ours)
    os.close(ours)
    assert (process.returncode, out) == (INTERRUPTED, b"")
    assert b"Interrupted; nothing was changed." in rest
    assert b"10 of 10" not in rest, "the rest was not reckoned"


def test_nothing_is_said_where_nobody_looks(tmp_path: Path) -> None:
    with running(tmp_path / "growth", subprocess.PIPE) as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert out.startswith(b"{")
