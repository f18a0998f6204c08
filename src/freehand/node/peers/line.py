"""One connection to a partner: found once, known by its pin, and never longer or larger than its limits.

The rules:

1. The host of the address is looked up once; the numbers that come back are tried in their order. Nothing from the
   environment has a say: no proxy, no settings of TLS.
2. Before a byte of HTTP is sent, TLS 1.3 stands and the certificate that was shown has the pin that is expected.
3. Every read and write has the shorter of two limits: the longest pause, and what is left of the message's whole time.
   For the beginning of an answer the whole time counts alone, as the partner may be at work.
4. An answer declares its length, and is held against the limit before its body is read. A redirect is an answer like
   any other that is not one of the exchange: it is told, and not followed.

Source of HTTP/1.1: ``httpcore2``, the lower half of ``httpx2``. What the upper half adds (redirects, proxies from the
environment, cookies, decompression) would all have to be switched off here, and it has no limit for a whole message.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, Final, NamedTuple

import httpcore2

from freehand.errors import FreehandError, one_fault, shown
from freehand.node.peers.addresses import Address
from freehand.node.peers.limits import ERROR_BYTES, Limits
from freehand.node.peers.refusals import RefusedThere, Stranger, TooLarge, TooSlow, Unreached
from freehand.node.peers.tls import pin_shown
from freehand.node.peers.wire import BUNDLE, MOST, PATH, PIECE, TAKEN, number, plain, read_faults

Resolve = Callable[[str, int], Sequence[tuple[Any, ...]]]
"""Addresses of a host, in the form of ``socket.getaddrinfo``."""


def resolved(host: str, port: int) -> Sequence[tuple[Any, ...]]:
    """What the system says."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


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
        self._stream = _Stream(_dial(address, context, limits, resolve, self._partner), limits)
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
                raise TooLarge(one_fault(f"the bundle of {self._partner} is too large", why, _BY_HAND))
            standing = self._standing(told)
            for piece in body:
                sink.write(piece)
            return standing, length

    def _answer(self, method: str, headers: list[tuple[bytes, bytes]], content: Any = None) -> _Answer:
        self._stream.begin()
        request = httpcore2.Request(method, self._url, headers=[(b"Host", self._host), *headers], content=content)
        return _Answer(self._http, request, self._stream, self._partner)

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
                one_fault(f"{who} takes no bundle as large as ours", plain(read_faults(body)[0].why), _BY_HAND)
            )
        if status in (408, 429, 503):
            why = "it has something else to do." if status != 408 else "the connection is too slow for it."
            return Unreached(one_fault(f"{who} cannot take bundles now", why, _LATER))
        if 300 <= status < 400:
            return self._no_exchange("it sends us elsewhere; only the node's own addresses count.")
        return self._no_exchange(f"it answers with status {status}.")

    def _no_exchange(self, why: str) -> Stranger:
        what = f"what answers for {self._partner} does not speak the exchange"
        return Stranger(one_fault(what, why, _COMPARE))


_COMPARE: Final = "Compare the address with the partner; it is for the listener alone."
_BY_HAND: Final = "Pass it on by hand, or agree on a larger limit."
_LATER: Final = "Try again later, or pass the bundle on by hand."


class _Answer:
    """A request made and its answer's head; what the network and HTTP throw, as errors of our own."""

    def __init__(self, http: httpcore2.HTTP11Connection, request: httpcore2.Request, stream: _Stream, who: str) -> None:
        self._http, self._request, self._stream, self._who = http, request, stream, who
        self._response: httpcore2.Response | None = None

    def __enter__(self) -> tuple[int, dict[str, str], Iterator[bytes]]:
        try:
            self._response = response = self._http.handle_request(self._request)
        except Exception as error:
            self._raise(error)
            raise
        headers = {name.decode("ascii").lower(): value.decode("latin-1") for name, value in response.headers}
        return response.status, headers, response.iter_stream()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self._response is not None:
            self._response.close()
        if error is not None:
            self._raise(error)

    def _raise(self, error: BaseException) -> None:
        who = self._who
        if isinstance(error, (httpcore2.TimeoutException, TimeoutError)):
            why = self._stream.overdue
            raise TooSlow(one_fault(f"{who} takes too long", why, _LATER)) from error
        if _alerted(error) or _alerted(error.__cause__):
            raise _refused_at_the_door(who) from error
        if isinstance(error, (httpcore2.NetworkError, OSError)) or (
            isinstance(error, httpcore2.ProtocolError) and self._stream.ended
        ):
            raise Unreached(one_fault(f"the connection to {who} broke", "it ended in the middle.", _LATER)) from error
        if isinstance(error, httpcore2.ProtocolError):
            what = f"what answers for {who} does not speak the exchange"
            raise Stranger(one_fault(what, "what it says is no HTTP/1.1.", _COMPARE)) from error


class _Stream(httpcore2.NetworkStream):
    """Rule 3, between HTTP and the socket."""

    def __init__(self, sock: ssl.SSLSocket, limits: Limits) -> None:
        self._sock, self._limits = sock, limits
        self._end = 0.0
        self._begun = False
        self.overdue = ""
        self.ended = False

    def begin(self) -> None:
        """A new message begins."""
        self._end, self._begun = time.monotonic() + self._limits.total, False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 (the limits here are better)
        """Some bytes; none at the end."""
        self._bound(self._begun)
        try:
            data = self._sock.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore2.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.ReadError(str(error)) from error
        self._begun, self.ended = True, not data
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 (as above)
        """All of them."""
        left = memoryview(buffer)
        while left:
            self._bound(True)
            try:
                left = left[self._sock.send(left) :]
            except TimeoutError as error:
                raise httpcore2.WriteTimeout(str(error)) from error
            except OSError as error:
                raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        """At once."""
        self._sock.close()

    def get_extra_info(self, info: str) -> Any:  # noqa: ARG002 (nobody asks here)
        """Nothing."""
        return None

    def _bound(self, pausing: bool) -> None:
        left = self._end - time.monotonic()
        if left <= 0:
            self.overdue = f"a message may take {self._limits.total:g} s in all."
            raise httpcore2.ReadTimeout(self.overdue)
        short = pausing and self._limits.pause < left
        self.overdue = (
            f"it paused for more than {self._limits.pause:g} s."
            if short
            else f"a message may take {self._limits.total:g} s in all."
        )
        self._sock.settimeout(self._limits.pause if short else left)


def _dial(address: Address, context: ssl.SSLContext, limits: Limits, resolve: Resolve, who: str) -> ssl.SSLSocket:
    """Rules 1 and 2."""
    found = _look_up(address, limits, resolve, who)
    end = time.monotonic() + limits.connect
    last: OSError | None = None
    for family, kind, protocol, _, where in found:
        try:
            sock = socket.socket(family, kind, protocol)
        except OSError as error:
            last = error
            continue
        try:
            sock.settimeout(max(0.001, end - time.monotonic()))
            sock.connect(where)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(max(0.001, end - time.monotonic()))
            secure = context.wrap_socket(sock, do_handshake_on_connect=False)
        except OSError as error:
            sock.close()
            last = error
            continue
        try:
            return _known(secure, address, who)
        except OSError as error:
            secure.close()
            last = error
        except FreehandError:
            secure.close()
            raise
    if isinstance(last, TimeoutError):
        raise TooSlow(one_fault(f"{who} does not answer", f"{limits.connect:g} s have passed.", _LATER)) from last
    why = f"{last.strerror or 'the connection broke'}." if last else "its host has no address."
    raise Unreached(one_fault(f"{who} cannot be reached at {address.url}", why, _LATER)) from last


def _known(secure: ssl.SSLSocket, address: Address, who: str) -> ssl.SSLSocket:
    """The connection, once who answered has shown what is pinned."""
    another = Stranger(
        one_fault(
            f"who answers at {address.url} is not {who}",
            "it shows another certificate than the one that is pinned here.",
            "Ask the partner, by voice, whether it has a new one; else somebody stands in between.",
        )
    )
    try:
        secure.do_handshake()
    except ssl.SSLCertVerificationError as error:
        raise another from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
        raise
    except ssl.SSLError as error:
        if _alerted(error):
            raise _refused_at_the_door(who) from error
        what = f"what answers at {address.url} does not speak TLS 1.3"
        raise Stranger(one_fault(what, "", "Compare the address with the partner.")) from error
    if pin_shown(secure.getpeercert(True)) != address.pin or secure.version() != "TLSv1.3":
        raise another
    return secure


def _look_up(address: Address, limits: Limits, resolve: Resolve, who: str) -> Sequence[tuple[Any, ...]]:
    """Once, within the limit: the system's own look-up knows none, so it is left behind when it takes too long."""
    if resolve is resolved:
        with contextlib.suppress(OSError):  # numbers need no looking up
            numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
            return socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM, flags=numeric)
    answers: list[Sequence[tuple[Any, ...]] | OSError | UnicodeError] = []

    def look() -> None:
        try:
            answers.append(resolve(address.host, address.port))
        except (OSError, UnicodeError) as error:
            answers.append(error)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(limits.connect)
    if not answers:
        raise TooSlow(one_fault(f"the host of {who} is not found", f"{limits.connect:g} s have passed.", _LATER))
    if isinstance(answers[0], Exception):
        why = f"nobody knows the host of {address.url}."
        raise Unreached(one_fault(f"{who} cannot be reached", why, _LATER)) from answers[0]
    return answers[0]


def _alerted(error: BaseException | None) -> bool:
    """Whether the other end turned our certificate away. In TLS 1.3 that is heard with the first answer."""
    reason = error.reason or "" if isinstance(error, ssl.SSLError) else ""
    return "ALERT" in reason and "PROTOCOL_VERSION" not in reason


def _refused_at_the_door(who: str) -> Stranger:
    return Stranger(
        one_fault(
            f"{who} does not let us in",
            "the certificate of this node is not pinned there, or has come to its end.",
            "Hand the partner this node's certificate, and compare its pin by voice.",
        )
    )


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
