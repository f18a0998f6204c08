"""The other end by hand: sockets that say what no honest node says, and a carrier that drops what it carries."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from freehand.node.peers.certificates import read_certificate
from freehand.node.peers.tls import calling, listening
from tests.node.peers.posts import COMPACT, House

Said = Callable[[ssl.SSLSocket], None]


@contextmanager
def connected(house: House, other: House, url: str) -> Iterator[ssl.SSLSocket]:
    """A connection of a house's to another's listener."""
    context = calling(house.own, read_certificate(other.own.certificate))
    port = int(url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 5) as plain, context.wrap_socket(plain) as secure:
        yield secure


def head(method: str, *headers: str, path: str = f"/exchange/1/{COMPACT}") -> bytes:
    """The head of a request."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: b", *headers, "", ""]).encode()


def answer(secure: ssl.SSLSocket) -> bytes:
    """All that comes until the other end ends it."""
    parts = []
    with contextlib.suppress(OSError):
        while part := secure.recv(2**16):
            parts.append(part)
    return b"".join(parts)


@contextmanager
def answering(
    house: House,
    other: House,
    say: Said,
    context: ssl.SSLContext | None = None,
    heads: list[bytes] | None = None,
) -> Iterator[str]:
    """A listener with a house's certificate that lets the other in, reads a head, and says whatever it likes."""
    context = context or listening(house.own, [read_certificate(other.own.certificate)])
    server = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                plain, _ = server.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), plain, context.wrap_socket(plain, server_side=True) as secure:
                secure.settimeout(5)
                seen = b""
                while b"\r\n\r\n" not in seen:
                    part = secure.recv(2**16)
                    if not part:
                        break
                    seen += part
                else:
                    if heads is not None:
                        heads.append(seen)
                    say(secure)

    running = threading.Thread(target=run)
    running.start()
    try:
        yield f"https://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        running.join(10)
        assert not running.is_alive()


@contextmanager
def carrier(url: str, up: int, down: int) -> Iterator[str]:
    """Carries connections to a listener, and drops each after so many bytes towards it or back."""
    port = int(url.rpartition(":")[2])
    server = socket.create_server(("127.0.0.1", 0))

    def carry(one: socket.socket, other: socket.socket, most: int) -> None:
        with contextlib.suppress(OSError):
            while most and (part := one.recv(min(most, 2**16))):
                other.sendall(part)
                most -= len(part)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def run() -> None:
        while True:
            try:
                near, _ = server.accept()
            except OSError:
                return
            with near, socket.create_connection(("127.0.0.1", port), 5) as far:
                back = threading.Thread(target=carry, args=(far, near, down))
                back.start()
                carry(near, far, up)
                back.join(10)

    running = threading.Thread(target=run)
    running.start()
    try:
        yield f"https://127.0.0.1:{server.getsockname()[1]}"
    finally:
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        running.join(10)
        assert not running.is_alive()
