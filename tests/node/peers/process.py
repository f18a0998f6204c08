"""A listener as a process of its own, for tests: ``process.py FOLDER``. Its mailbox is a folder of files."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from freehand.node.peers.addresses import read_address
from freehand.node.peers.mailbox import Sink, Source
from freehand.node.peers.serving import serve
from tests.node.peers.posts import COMPACT, NOW, QUICK, House


class Files:
    """A mailbox that survives its process: bundle N that was taken in is the file N."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.turn = folder, threading.Lock()

    def taken(self, partner: str) -> int:
        return len(list(self.folder.glob("*.in")))

    def offer(self, partner: str, have: int, sink: Sink) -> bool:
        return False

    def take(self, partner: str, source: Source) -> None:
        data = b"".join(iter(lambda: source.read(2**16), b""))
        serial = int(data.partition(b"\n")[0])
        new = self.folder / "new"
        new.write_bytes(data)
        if data.endswith(b"kill before"):
            os.kill(os.getpid(), 9)
        os.replace(new, self.folder / f"{serial}.in")
        if data.endswith(b"kill after"):
            os.kill(os.getpid(), 9)


def main(folder: Path) -> None:
    b = House("B")
    b.boxes = {COMPACT: Files(folder)}  # type: ignore[dict-item]  # another mailbox
    b.known = [read_address(COMPACT, "A", "", (folder / "a.pem").read_text())]
    where = folder / "port"

    def ready(host: str, port: int) -> None:
        (folder / "port.new").write_text(str(port))
        os.replace(folder / "port.new", where)

    serve(b, "127.0.0.1", 0, clock=lambda: NOW, tell=print, ready=ready, limits=QUICK)
    print("ended")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
