"""The listener as a process: killed in the middle, and stopped by a signal."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from freehand.node.peers.refusals import Unreached
from freehand.node.peers.serving import Listener
from tests.node.peers.posts import COMPACT, NOW, House
from tests.node.peers.raw import connected, head

ROOT = Path(__file__).parents[3]


@contextmanager
def running(folder: Path, a: House) -> Iterator[subprocess.Popen[str]]:
    """A process that listens as B."""
    (folder / "a.pem").write_text(a.own.certificate)
    (folder / "port").unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.node.peers.process", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 30
        while not (folder / "port").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        a.knows(House("B"), f"https://127.0.0.1:{(folder / 'port').read_text()}")
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_listener_killed_in_the_middle_has_the_bundle_or_not_and_the_next_call_goes_on(tmp_path: Path) -> None:
    a, b = House("A"), House("B")
    box = a.box(COMPACT)
    box.say("B", b"one")
    for last in (b"kill before", b"kill after"):
        box.say("B", last)
        with running(tmp_path, a) as process:
            with pytest.raises(Unreached):
                a.calls(b)
            assert process.wait(10) == -signal.SIGKILL
        box.said["B"][-1] = b"good"
    box.say("B", b"last")
    with running(tmp_path, a) as process:
        a.calls(b)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert err == ""
    assert out.endswith("ended\n")
    held = [(tmp_path / f"{n}.in").read_bytes().partition(b"\n")[2] for n in range(1, 5)]
    assert held == [b"one", b"good", b"kill after", b"last"]


def refused(a: House, b: House) -> bool:
    try:
        a.calls(b)
    except Unreached:
        return True
    return False


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_what_is_under_way_end_and_takes_no_more(tmp_path: Path, how: signal.Signals) -> None:
    a, b = House("A"), House("B")
    with running(tmp_path, a) as process:
        with connected(a, b, a.known[0].url) as secure:
            secure.sendall(head("POST", "freehand-taken: 0", "Content-Length: 10") + b"1\nunder")
            time.sleep(0.1)
            process.send_signal(how)
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline and not refused(a, b):
                pass
            with pytest.raises(Unreached):
                a.calls(b)
            secure.sendall(b"way")
            assert secure.recv(100).split()[1] == b"204"
        out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    assert "A: took 10 bytes" in out
    assert (tmp_path / "1.in").read_bytes() == b"1\nunderway"


def test_an_address_that_is_taken_is_an_error_with_a_next_step() -> None:
    first = Listener(House("A"), "127.0.0.1", 0, clock=lambda: NOW)
    first.stop()
    try:
        with pytest.raises(Exception, match="nothing can listen on"):
            Listener(House("B"), "127.0.0.1", first.port, clock=lambda: NOW)
    finally:
        first.run()
