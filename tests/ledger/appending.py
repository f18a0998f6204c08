"""Programs for tests that need processes of their own: ``python -m tests.ledger.appending WHAT KIND PLACE …``.

``many WORD COUNT``: append one record so many times.

``killed``: append a batch; a copy of this process is killed before and after each statement, commits included, one
point after the other until it comes through. Prints the state after each.

``torn``: the same for a store in files, killed as soon as a file would exceed a size, from write to write.

``full``: the same, but the writes fail, as on a full disk, and the process lives to say so.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

from freehand.errors import FreehandError
from freehand.ledger.card_file import sign_card
from freehand.ledger.log import Statement, append, begin
from freehand.ledger.rows import root_at
from freehand.ledger.store.interface import Range
from freehand.ledger.store.sqlite import SqliteStore
from tests.ledger.heads import newest_checkpoint
from tests.ledger.owners import LOG, ROOT, card
from tests.ledger.stores import opened

NORTH = card().log
STEP = 1500
"""Bytes between two limits of a file's size: less than a page, so that pages are torn too."""


def said(count: int, word: str) -> list[Statement]:
    return [Statement("note", word, {"text": f"{word} {number}"}, 0) for number in range(count)]


def state(kind: str, place: str) -> dict[str, Any]:
    """What the store says of itself, by a process that nobody kills."""
    store = opened(kind, place)
    with store.reading() as view:
        line = view.line(NORTH)
        signed = newest_checkpoint(view, NORTH)
        found = {
            "size": line.size,
            "whole": root_at(line, line.size) == line.root,
            "signed": signed is not None and signed.checkpoint[1:3] == (line.size, line.root),
            "records": sum(1 for _ in line.records([Range(0, 10**6)])),
            "beyond": [paper.number for paper in line.papers("checkpoint", first=line.size + 1)],
        }
    store.close()
    return found


def in_a_copy(action: Callable[[], None]) -> int:
    """Run something in a copy of this process; its exit code, or the negative of the signal that ended it."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        action()
    except FreehandError as error:
        print(json.dumps({"error": error.faults[0].why}), flush=True)
        os._exit(7)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(8)
    os._exit(0)


def killed(kind: str, place: str) -> None:
    for point in count():

        def doomed(point: int = point) -> None:
            left = [point]

            def watch(frame: FrameType, event: str, arg: Any) -> None:
                name = getattr(arg, "__name__", "") if event.startswith("c_") else frame.f_code.co_name
                if name == "execute":
                    if not left[0]:
                        os.kill(os.getpid(), signal.SIGKILL)
                    left[0] -= 1

            store = opened(kind, place)
            sys.setprofile(watch)
            append(store, NORTH, LOG, said(3, "killed"))
            sys.setprofile(None)

        code = in_a_copy(doomed)
        print(json.dumps({"code": code, **state(kind, place)}), flush=True)
        if code != -signal.SIGKILL:
            return


def limited(kind: str, place: str, *, kill: bool) -> None:
    base = Path(place + "-wal").stat().st_size  # what does not get through is overwritten by what comes next
    for most in count(base, STEP):

        def doomed(most: int = most) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL if kill else signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            append(opened(kind, place), NORTH, LOG, said(3, "limited"))

        code = in_a_copy(doomed)
        print(json.dumps({"code": code, **state(kind, place)}), flush=True)
        if code == 0:
            return


def keep_open(place: str) -> None:
    """Hold a file open until there is nothing more to read: its write-ahead log stays where it is."""
    store = SqliteStore(Path(place))
    with store.reading():
        pass
    print("open", flush=True)
    sys.stdin.read()


def main(what: str, kind: str, place: str, *more: str) -> None:
    if what == "many":
        store = opened(kind, place)
        for _ in range(int(more[1])):
            append(store, NORTH, LOG, said(1, more[0]))
        store.close()
        return
    if what == "open":
        keep_open(place)
        return
    store = opened(kind, place, create=True)
    if what != "killed":
        words = [sys.executable, "-m", "tests.ledger.appending", "open", kind, place]
        holder = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
    begin(store, sign_card(card(), ROOT), LOG)
    append(store, NORTH, LOG, said(20, "before"))
    store.close()
    if what == "killed":
        killed(kind, place)
    else:
        limited(kind, place, kill=what == "torn")
        holder.communicate()


if __name__ == "__main__":
    main(*sys.argv[1:])
