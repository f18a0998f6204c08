"""One connection, from the first packet to the last: bounded before it is known whose it is, and after.

1. TLS is begun here, not by the server: so a handshake has its own limit of time, and those who have not ended theirs
   their own limit of number. One connection too many is closed at once.
2. Before HTTP sees a byte, the other end has shown a certificate that is pinned.
3. One certificate holds a few connections at most.
4. The head of the first request has ``pause`` seconds; that of a later one ``total``, as the caller may be writing a
   bundle meanwhile.
5. A last word may be read for a second; then the connection is torn, whoever still holds it.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.server import ServerState

from freehand.node.peers.doorkeeper import Doorkeeper
from freehand.node.peers.limits import GOODBYE
from freehand.node.peers.tls import pin_shown


class Doorway(H11Protocol):
    """uvicorn's protocol of HTTP/1.1, behind the door."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        keeper: Doorkeeper,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.access_log = False
        self._keeper = keeper
        self._early: list[bytes] = []
        self._pin = ""
        self._counted = self._stranger = self._open = self._lost = False
        self._waiting: asyncio.TimerHandle | None = None
        self._shaking: asyncio.Task[None] | None = None

    # -- before anybody is known ----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Rule 1."""
        plain = cast(asyncio.Transport, transport)
        keeper = self._keeper
        if keeper.connections >= keeper.limits.connections or keeper.strangers >= keeper.limits.strangers:
            plain.abort()
            return
        keeper.connections += 1
        keeper.strangers += 1
        self._counted = self._stranger = True
        plain.pause_reading()
        self._shaking = self.loop.create_task(self._shake(plain))

    async def _shake(self, plain: asyncio.Transport) -> None:
        keeper = self._keeper
        try:
            context = await keeper.context()
            limit = keeper.limits.connect
            secure = await self.loop.start_tls(
                plain, self, context, server_side=True, ssl_handshake_timeout=limit, ssl_shutdown_timeout=GOODBYE
            )
        except Exception:  # of the handshake, or of whoever keeps the addresses: the door stays shut
            plain.abort()
            self._leave()
            keeper.turned_away()
            return
        if secure is None or self._lost:
            self._leave()
            return
        self._enter(secure)

    def _enter(self, secure: asyncio.Transport) -> None:
        """Rules 2 and 3."""
        self._keeper.strangers -= 1
        self._stranger = False
        shown = secure.get_extra_info("ssl_object").getpeercert(True)
        self._pin = pin_shown(shown)
        if not self._keeper.holds_one_more(self._pin):
            self._pin = ""
            secure.abort()
            return
        self.app_state = {"pin": self._pin, "abort": secure.abort}
        self._open = True
        super().connection_made(secure)
        self._wait(self._keeper.limits.pause)
        early, self._early = self._early, []
        for data in early:
            self.data_received(data)

    def _leave(self) -> None:
        if self._counted:
            self._keeper.connections -= 1
            self._keeper.strangers -= self._stranger
            self._counted = self._stranger = False
        if self._pin:
            self._keeper.holds_one_less(self._pin)
            self._pin = ""

    # -- from then on -----------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Rule 4: the head of a request is waited for, its body is the listener's to wait for."""
        if not self._open:
            self._early.append(bytes(data))
            return
        super().data_received(data)
        cycle = cast(RequestResponseCycle | None, self.cycle)
        if cycle is not None and not cycle.response_complete:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Rules 4 and 5."""
        super().on_response_complete()
        self._unset_keepalive_if_required()  # its timer would end with the first byte of the next request
        if self.transport.is_closing():
            self.loop.call_later(GOODBYE, self.transport.abort)
        elif self.cycle.response_complete:
            self._wait(self._keeper.limits.total)

    def connection_lost(self, exc: Exception | None) -> None:
        """Whatever the reason, it is counted no more."""
        self._lost = True
        self._stop_waiting()
        self._leave()
        if self._open:
            super().connection_lost(exc)

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._waiting = self.loop.call_later(seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
