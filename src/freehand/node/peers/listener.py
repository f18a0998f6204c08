"""The partner listener: one path on a port of its own, and nothing on it but the exchange of bundles.

The rules, in the order in which they are asked:

1. Who shows a certificate that is not pinned in this compact hears what anybody hears of a path that is not there.
2. ``HEAD`` says up to which serial this node has taken the partner's bundles in, and how large one may be.
3. ``POST`` brings a bundle, or none, and takes the next one along. Its length is declared, or it is refused; it is held
   against the limit before a byte of it is read.
4. A partner has one POST under way at a time. Others do not wait for it.
5. The body goes into a scratch file, as it is: ciphertext behind a manifest. Only when it is whole does the mailbox see
   it. What ends early, pauses too long or takes too long is cut off, and nothing was taken in.
6. A bundle that is refused is answered with its faults. Whatever else goes wrong here is not the partner's to know.
7. A line of the log holds the partner's name from the configuration, sizes and outcomes, made safe to show.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from typing import IO, Any, Final

from starlette.requests import Request
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from freehand.errors import AccessError, FreehandError, InputError, Limit, one_fault, shown
from freehand.node.peers.addresses import Address
from freehand.node.peers.doorkeeper import Doorkeeper
from freehand.node.peers.mailbox import Mailbox
from freehand.node.peers.wire import BUNDLE, ERROR, MOST, PATH, PIECE, TAKEN, error_bytes, number, said

IN_MEMORY: Final = 2**22
Header = tuple[bytes, bytes]


def listener(keeper: Doorkeeper) -> Router:
    """The application: everything that is not the exchange is not there."""
    exchange = Route(PATH + "{compact}", endpoint=Exchange(keeper))
    return Router([exchange], redirect_slashes=False, default=_nowhere)


class _Answered(Exception):
    """The exchange ends with this status and error."""

    def __init__(self, status: int, error: FreehandError) -> None:
        super().__init__(status)
        self.status, self.error = status, error


class Gone(Exception):
    """The other end left in the middle."""


class Exchange:
    """The one resource."""

    def __init__(self, keeper: Doorkeeper) -> None:
        self._keeper, self._limits = keeper, keeper.limits
        self._under_way: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; nothing that goes wrong leaves it as anything but an answer or a torn connection."""
        request = Request(scope, receive)
        abort: Callable[[], None] = scope["state"]["abort"]
        name = "somebody"
        try:
            who = await self._who(scope["state"]["pin"], request.path_params["compact"])
            if who is None:
                raise _nothing_here()
            name = who.partner
            if request.method == "HEAD":
                await self._tell_standing(who, send)
            elif request.method == "POST":
                await self._pass_on(who, request, send)
            else:
                raise _Answered(405, InputError(one_fault("there is HEAD and POST here", "", "Use one of them.")))
        except _Answered as answer:
            self._tell(name, f"answered {answer.status}: {said(answer.error.faults)}")
            await _answer(send, answer.status, error_bytes(answer.error), ERROR, close=True)
        except TimeoutError:
            self._tell(name, "cut off: it takes too long")
            abort()
        except Gone:
            self._tell(name, "left in the middle; nothing of it was kept")
            abort()
        except Exception as error:
            self._tell(name, f"failed here: {type(error).__name__}")
            abort()

    async def _who(self, pin: str, compact: str) -> Address | None:
        try:
            return await self._keeper.who(pin, compact)
        except FreehandError as error:
            self._keeper.tell(f"not now: {said(error.faults)}")
            raise _not_now("it cannot be done at the moment.") from error

    async def _tell_standing(self, who: Address, send: Send) -> None:
        taken = await self._asked(lambda: self._box(who).taken(who.partner))
        await _answer(send, 204, b"", "", _standing(taken, self._limits.bytes))

    async def _pass_on(self, who: Address, request: Request, send: Send) -> None:
        have, length = number(request.headers.get(TAKEN)), number(request.headers.get("content-length"))
        if have is None:
            raise _Answered(400, InputError(one_fault(f"there is no {TAKEN}", "it says what to send.", "Send it.")))
        if length is None:
            raise _Answered(411, InputError(one_fault("the length is not declared", "", "Declare it.")))
        if length > self._limits.bytes:
            why = f"it has {length} bytes, and {self._limits.bytes} are taken at most."
            error = Limit(one_fault("the bundle is too large", why, "Send it in several bundles, or by hand."))
            raise _Answered(413, error)
        if who.pin in self._under_way:
            raise _not_now("another exchange with you is under way.")
        self._under_way.add(who.pin)
        try:
            with _scratch() as brought, _scratch() as given:
                if length:
                    await self._receive(request.receive, brought, length)
                    brought.seek(0)
                new, taken = await self._asked(
                    lambda: _dealt(self._box(who), who.partner, length, have, brought, given)
                )
                size = given.tell() if new else 0
                given.seek(0)
                await self._give(send, given, size, _standing(taken, self._limits.bytes))
                self._tell(who.partner, f"took {length} bytes, gave {size}; its bundles are here up to {taken}")
        finally:
            self._under_way.discard(who.pin)

    async def _receive(self, receive: Receive, sink: IO[bytes], length: int) -> None:
        """Rule 5."""
        loop = asyncio.get_running_loop()
        end, left, more = loop.time() + self._limits.total, length, True
        while more:
            async with asyncio.timeout_at(min(end, loop.time() + self._limits.pause)):
                message = await receive()
            if message["type"] != "http.request":
                raise Gone
            left -= len(message["body"])
            if left < 0:
                raise Gone
            sink.write(message["body"])
            more = message["more_body"]
        if left:
            raise Gone

    async def _give(self, send: Send, source: IO[bytes], size: int, headers: list[Header]) -> None:
        if not size:
            await _answer(send, 204, b"", "", headers)
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + self._limits.total
        await send({"type": "http.response.start", "status": 200, "headers": [*headers, *_content(size, BUNDLE)]})
        while size:
            piece = source.read(PIECE)
            size -= len(piece)
            async with asyncio.timeout_at(min(end, loop.time() + self._limits.pause)):
                await send({"type": "http.response.body", "body": piece, "more_body": size > 0})

    async def _asked(self, question: Callable[[], Any]) -> Any:
        """What the mailbox answers, in a thread of its own (rule 6)."""
        try:
            return await asyncio.to_thread(question)
        except InputError as error:
            raise _Answered(422, error) from error
        except (FreehandError, OSError) as error:
            self._keeper.tell(f"not now: {said(error.faults) if isinstance(error, FreehandError) else 'no room'}")
            raise _not_now("it cannot be done at the moment.") from error

    def _box(self, who: Address) -> Mailbox:
        return self._keeper.house.box(who.compact)

    def _tell(self, name: str, words: str) -> None:
        self._keeper.tell(f"{shown(name)}: {words}")


def _dealt(
    box: Mailbox, partner: str, length: int, have: int, brought: IO[bytes], given: IO[bytes]
) -> tuple[bool, int]:
    """What came is taken in, and what there is for the partner is written."""
    if length:
        box.take(partner, brought)
    return box.offer(partner, have, given), box.taken(partner)


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 (the form of an application)
    if scope["type"] == "http":
        nothing = _nothing_here()
        await _answer(send, nothing.status, error_bytes(nothing.error), ERROR, close=True)


def _nothing_here() -> _Answered:
    error = AccessError(one_fault("there is nothing here for you", "", "Ask whom you meant to reach."))
    return _Answered(404, error)


def _not_now(why: str) -> _Answered:
    return _Answered(503, AccessError(one_fault("not now", why, "Try again later.")))


def _standing(taken: int, most: int) -> list[Header]:
    return [(TAKEN.encode(), str(taken).encode()), (MOST.encode(), str(most).encode())]


def _content(size: int, kind: str) -> list[Header]:
    return [(b"content-length", str(size).encode()), (b"content-type", kind.encode())]


async def _answer(
    send: Send, status: int, body: bytes, kind: str, headers: list[Header] | None = None, *, close: bool = False
) -> None:
    every = [*(headers or []), *(_content(len(body), kind) if kind else []), *([(b"connection", b"close")] * close)]
    await send({"type": "http.response.start", "status": status, "headers": every})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _scratch() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(IN_MEMORY)
