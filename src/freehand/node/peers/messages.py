"""Requests and answers on a connection, within their limits of time, and with errors of our own.

1. Every read and write has the shorter of two limits: the longest pause, and what is left of the message's whole time.
   For the beginning of an answer the whole time counts alone, as the partner may be at work.
2. What the network and HTTP throw is told as what it means for who called.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from typing import Any

import httpcore2

from freehand.errors import one_fault
from freehand.node.peers.dialling import COMPARE, LATER, alerted, refused_at_the_door
from freehand.node.peers.limits import Limits
from freehand.node.peers.refusals import Stranger, TooSlow, Unreached


class Answer:
    """A request made and its answer's head; what the network and HTTP throw, as errors of our own."""

    def __init__(
        self, http: httpcore2.HTTP11Connection, request: httpcore2.Request, stream: BoundedStream, who: str
    ) -> None:
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
            raise TooSlow(one_fault(f"{who} takes too long", why, LATER)) from error
        if alerted(error) or alerted(error.__cause__):
            raise refused_at_the_door(who) from error
        if isinstance(error, (httpcore2.NetworkError, OSError)) or (
            isinstance(error, httpcore2.ProtocolError) and self._stream.ended
        ):
            raise Unreached(one_fault(f"the connection to {who} broke", "it ended in the middle.", LATER)) from error
        if isinstance(error, httpcore2.ProtocolError):
            what = f"what answers for {who} does not speak the exchange"
            raise Stranger(one_fault(what, "what it says is no HTTP/1.1.", COMPARE)) from error


class BoundedStream(httpcore2.NetworkStream):
    """Rule 1, between HTTP and the socket."""

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
