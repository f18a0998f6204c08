"""What it costs to pass one small release on, beside a bare POST of as many bytes: both over mutual TLS on loopback.

1. *Sync*: one record of about 500 bytes was said; the call asks, writes the bundle, passes it on; the listener takes it
   in. Both logs lie in SQLite files, and every change is synced before it is answered. A fresh connection each time.
2. *Bare*: the same client library posts as many bytes to the same server library, which throws them away. A fresh
   connection with a certificate on both sides, pinned in the same way.
3. Both make the caller's TLS context from the certificates first, as every command that calls somebody has to.
4. They take turns, so that drift hits both alike. What counts is the ratio of the best of each: whatever else the
   machine does can only make one slower.
5. The files lie in memory (``/dev/shm``) where there is such a place, as the bare POST keeps nothing. The same on disk
   is printed beside it: there the rest is the disk's, two durable changes.
"""

from __future__ import annotations

import io
import os
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpcore2
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.ledger_log import scratch
from benchmarks.measuring import Goal
from freehand.ledger.bundle.opening import Reader
from freehand.ledger.bundle.reading import take_in
from freehand.ledger.bundle.writing import Address as Between
from freehand.ledger.bundle.writing import write_bundle
from freehand.ledger.card_file import sign_card
from freehand.ledger.identity import first_card
from freehand.ledger.keys import SigningKey
from freehand.ledger.log import Statement, append, begin, keep_card
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.store.interface import Range
from freehand.ledger.store.sqlite import SqliteStore
from freehand.node.peers.addresses import Address, read_address
from freehand.node.peers.certificates import Door, make_door, read_certificate
from freehand.node.peers.mailbox import Sink, Source
from freehand.node.peers.serving import Listener
from freehand.node.peers.syncing import sync
from freehand.node.peers.tls import calling, listening

COMPACT, NOW, MOST = "benchmark", 1_790_000_000, 3.0


class End:
    """A party of the ledger with its door and its mailbox."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.log = name, f"{COMPACT}/{name}"
        self.own = make_door()
        self.key, root, self.keys = SigningKey.new(), SigningKey.new(), RecipientKey.new()
        self.store = SqliteStore(folder / f"{name}.sqlite", create=True)
        card = first_card(self.log, name, root.public, self.key.public, self.keys.public)
        self.card = sign_card(card, root)
        begin(self.store, self.card, self.key)
        self.known: list[Address] = []
        self.size = self.came = 0
        self.told: Range | None = None
        self.sent = 0

    def meet(self, other: End, url: str) -> None:
        """Know another's card and address."""
        if not self.known:
            with self.store.writing(other.log) as change:
                keep_card(change.line(other.log), other.card)
        self.known = [read_address(COMPACT, other.name, url, other.own.certificate)]

    def say(self) -> None:
        """One small release."""
        append(self.store, self.log, self.key, [Statement("note", "berths", {"text": "ship at berth " * 20}, NOW)])
        self.told = Range(self.size, self.size + 1)
        self.size += 1

    # -- house and mailbox ------------------------------------------------------------------------------

    def door(self) -> Door:
        """Its certificate."""
        return self.own

    def addresses(self) -> Sequence[Address]:
        """Whom it knows."""
        return self.known

    def box(self, _: str) -> End:
        """Itself."""
        return self

    def taken(self, _: str) -> int:
        """What came."""
        return self.came

    def offer(self, partner: str, _: int, sink: Sink) -> bool:
        """What was said and not told yet."""
        if self.told is None:
            return False
        to = Between(self.log, f"{COMPACT}/{partner}", COMPACT)
        self.sent = write_bundle(self.store, sink, to, self.key, records=[self.told], time=NOW).bytes
        self.told = None
        return True

    def take(self, _: str, source: Source) -> None:
        """Verified, cosigned, durable."""
        take_in(self.store, source, Reader(self.log, COMPACT, [self.keys]), now=NOW, witness=self.key)
        self.came += 1


def sync_goal(rounds: int) -> Goal:
    """The goal, and its figures printed."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        ratio = _measured(rounds, Path(folder), "in memory")
    with scratch() as place:
        _measured(rounds, place, "on disk")
    return Goal("sync of one small release over a bare mutual-TLS POST", ratio, MOST)


def _measured(rounds: int, place: Path, where: str) -> float:
    with _listening(place) as (caller, listener), bare(caller.own, listener.own) as url:
        address = read_address(COMPACT, "listener", url, listener.own.certificate)

        def one() -> float:
            caller.say()
            begun = time.perf_counter()
            done = sync(caller, caller.known[0], caller.own, now=NOW)
            took = time.perf_counter() - begun
            assert done.sent == 1
            return took

        def other() -> float:
            begun = time.perf_counter()
            post(address, caller.own, bytes(caller.sent))
            return time.perf_counter() - begun

        one(), other()
        pairs = [(one(), other()) for _ in range(rounds)]
        a, b = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
        ratio, floor = a / b, _ledger_alone(caller, listener)
    print(f"sync of one small release ({caller.sent} bytes), logs {where}: {a * 1000:.1f} ms")
    print(f"  a bare POST of as many bytes: {b * 1000:.1f} ms; ratio {ratio:.2f}")
    print(f"  of the former, writing the bundle and taking it in: {floor * 1000:.1f} ms")
    return ratio


def post(address: Address, own: Door, body: bytes) -> None:
    """A bare POST over a fresh connection."""
    context = calling(own, address.certificate)
    with socket.create_connection((address.host, address.port)) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with context.wrap_socket(plain) as secure:
            origin = httpcore2.Origin(b"https", address.host.encode(), address.port)
            connection = httpcore2.HTTP11Connection(origin, Bare(secure))
            response = connection.request("POST", address.url + "/", content=body)
            assert response.status == 204


class Bare(httpcore2.NetworkStream):
    """A socket as it is."""

    def __init__(self, secure: ssl.SSLSocket) -> None:
        self._secure = secure

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 (no limit here)
        """Bytes."""
        return self._secure.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 (no limit here)
        """Bytes."""
        self._secure.sendall(buffer)

    def close(self) -> None:
        """The end."""
        self._secure.close()

    def get_extra_info(self, info: str) -> Any:  # noqa: ARG002 (nobody asks)
        """Nothing."""
        return None


@contextmanager
def bare(caller: Door, own: Door) -> Iterator[str]:
    """Plain uvicorn and Starlette behind the same certificates: takes a body and answers 204."""

    async def take(request: Request) -> Response:
        await request.body()
        return Response(status_code=204)

    context = listening(own, [read_certificate(caller.certificate)])
    app = Starlette(routes=[Route("/", take, methods=["POST"])])
    config = uvicorn.Config(
        app, http="h11", lifespan="off", log_config=None, access_log=False, ssl_context_factory=lambda *_: context
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        running = threading.Thread(target=server.run, args=([bound],))
        running.start()
        try:
            yield f"https://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            running.join()


@contextmanager
def _listening(folder: Path) -> Iterator[tuple[End, End]]:
    caller, listener = End("caller", folder), End("listener", folder)
    listener.meet(caller, "")
    found = Listener(listener, "127.0.0.1", 0, clock=lambda: NOW)
    running = threading.Thread(target=found.run)
    running.start()
    try:
        caller.meet(listener, f"https://127.0.0.1:{found.port}")
        yield caller, listener
    finally:
        found.stop()
        running.join()
        caller.store.close()
        listener.store.close()


def _ledger_alone(caller: End, listener: End) -> float:
    """The same without a network."""
    taken = []
    for _ in range(9):
        caller.say()
        sink = io.BytesIO()
        begun = time.perf_counter()
        caller.offer("listener", 0, sink)
        listener.take("caller", io.BytesIO(sink.getvalue()))
        taken.append(time.perf_counter() - begun)
    return min(taken)


if __name__ == "__main__":
    sync_goal(100)
