"""One connection to a partner: found once, known by its pin, and never longer or larger than its limits.

The rules:

1. The connection is made by ``dialling``, and bounded by ``messages``.
2. An answer declares its length, and is held against the limit before its body is read. A redirect is an answer like
   any other that is not one of the exchange: it is told, and not followed.

Source of HTTP/1.1: ``httpcore2``, the lower half of ``httpx2``. What the upper half adds (redirects, proxies from the
environment, cookies, decompression) would all have to be switched off here, and it has no limit for a whole message.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

import httpcore2

from freehand.errors import FreehandError, one_fault, shown
from freehand.node.peers.addresses import Address
from freehand.node.peers.dialling import BY_HAND, COMPARE, LATER, Resolve, dial, resolved
from freehand.node.peers.limits import ERROR_BYTES, Limits
from freehand.node.peers.messages import Answer, BoundedStream
from freehand.node.peers.refusals import RefusedThere, Stranger, TooLarge, Unreached
from freehand.node.peers.wire import BUNDLE, MOST, PATH, PIECE, TAKEN, number, plain, read_faults


class Standing(NamedTuple):
    """What a partner says of itself."""

    taken: int
    """Up to which serial it has taken our bundles in."""
    most: int
    """How large a bundle may be."""


class Line:
    """A connection on which requests are made one after another.

    Raises:
        Unreached, TooSlow: there is none.
        Stranger: whoever answers is not the partner, or does not let us in.
    """

    def __init__(self, address: Address, context: ssl.SSLContext, limits: Limits, resolve: Resolve = resolved) -> None:
        self._limits, self._partner, self._compact = limits, shown(address.partner), address.compact
        self._stream = BoundedStream(dial(address, context, limits, resolve, self._partner), limits)
        origin = httpcore2.Origin(b"https", address.host.encode(), address.port)
        self._http = httpcore2.HTTP11Connection(origin, self._stream)
        self._url = httpcore2.URL(
            scheme=b"https", host=origin.host, port=origin.port, target=f"{PATH}{self._compact}".encode()
        )
        host = f"[{address.host}]" if ":" in address.host else address.host
        self._host = f"{host}:{address.port}".encode()

    def __enter__(self) -> Line:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closed, whatever happened."""
        self._http.close()

    def ask(self) -> Standing:
        """How far the partner is."""
        with self._answer("HEAD", []) as (status, headers, body):
            if status != 204:
                raise self._unexpected(status, b"")
            _to_the_end(body)
            return self._standing(headers)

    def pass_on(self, bundle: IO[bytes], size: int, have: int, sink: IO[bytes]) -> tuple[Standing, int]:
        """Hand over a bundle, or none, and take the partner's next one into ``sink``; how long it is."""
        headers = [(TAKEN.encode(), str(have).encode()), (b"Content-Length", str(size).encode())]
        if size:
            headers.append((b"Content-Type", BUNDLE.encode()))
        with self._answer("POST", headers, _pieces(bundle, size)) as (status, told, body):
            length = number(told.get("content-length"))
            if status == 204:
                _to_the_end(body)
                return self._standing(told), 0
            if length is None:
                raise self._no_exchange("its answer has no length.")
            if status != 200:
                raise self._unexpected(status, b"".join(body) if length <= ERROR_BYTES else b"")
            if length > self._limits.bytes:
                why = f"it has {length} bytes, and {self._limits.bytes} are taken at most."
                raise TooLarge(one_fault(f"the bundle of {self._partner} is too large", why, BY_HAND))
            standing = self._standing(told)
            for piece in body:
                sink.write(piece)
            return standing, length

    def _answer(self, method: str, headers: list[tuple[bytes, bytes]], content: Any = None) -> Answer:
        self._stream.begin()
        request = httpcore2.Request(method, self._url, headers=[(b"Host", self._host), *headers], content=content)
        return Answer(self._http, request, self._stream, self._partner)

    def _standing(self, headers: dict[str, str]) -> Standing:
        taken, most = number(headers.get(TAKEN)), number(headers.get(MOST))
        if taken is None or most is None:
            raise self._no_exchange(f"its answer has no {TAKEN} or no {MOST}.")
        return Standing(taken, most)

    def _unexpected(self, status: int, body: bytes) -> FreehandError:
        who = self._partner
        if status == 404:
            next_ = "Ask the partner to enter your node's certificate for this compact."
            return Stranger(one_fault(f"{who} does not let us in", "it knows nothing of us in this compact.", next_))
        if status == 422:
            return RefusedThere(
                fault._replace(what=f"{who} refused our bundle: {fault.what}") for fault in read_faults(body)
            )
        if status == 413:
            return TooLarge(
                one_fault(f"{who} takes no bundle as large as ours", plain(read_faults(body)[0].why), BY_HAND)
            )
        if status in (408, 429, 503):
            why = "it has something else to do." if status != 408 else "the connection is too slow for it."
            return Unreached(one_fault(f"{who} cannot take bundles now", why, LATER))
        if 300 <= status < 400:
            return self._no_exchange("it sends us elsewhere; only the node's own addresses count.")
        return self._no_exchange(f"it answers with status {status}.")

    def _no_exchange(self, why: str) -> Stranger:
        what = f"what answers for {self._partner} does not speak the exchange"
        return Stranger(one_fault(what, why, COMPARE))


def _to_the_end(body: Iterator[bytes]) -> None:
    """An answer without content ends, too; then the connection can go on."""
    for _ in body:
        pass


def _pieces(source: IO[bytes], size: int) -> Iterator[bytes]:
    while size:
        piece = source.read(min(PIECE, size))
        if not piece:
            return
        size -= len(piece)
        yield piece
