"""Who may come in, as the node's own configuration says now: the TLS context for the next connection, and who knocked.

1. The configuration is read again when it is older than a second, so a pin that is put in or taken out counts at once.
2. Where it cannot be read nobody comes in.
3. Of those who are turned away only their number is told, at most once a minute: whoever knocks writes no log.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from freehand.errors import AccessError, FreehandError, one_fault
from freehand.node.peers.addresses import Address, who_knocks
from freehand.node.peers.certificates import Door
from freehand.node.peers.limits import Limits
from freehand.node.peers.mailbox import Mailbox
from freehand.node.peers.tls import listening

FRESH: Final = 1.0
TOLD: Final = 60.0


class House(Protocol):
    """What the exchange needs of a node. Every call may block."""

    def door(self) -> Door:
        """Its certificate and key."""

    def addresses(self) -> Sequence[Address]:
        """Its partners in all its compacts."""

    def box(self, compact: str) -> Mailbox:
        """The bundles of one compact."""


class Doorkeeper:
    """The one who stands at the door of a listener; lives in its loop."""

    def __init__(self, house: House, limits: Limits, clock: Callable[[], int], tell: Callable[[str], None]) -> None:
        self.house, self.limits, self.tell = house, limits, tell
        self.connections = self.strangers = 0
        self._clock = clock
        self._read: float | None = None
        self._addresses: Sequence[Address] = ()
        self._context: ssl.SSLContext | None = None
        self._pins: frozenset[str] | None = None
        self._turn = asyncio.Lock()
        self._refused, self._told = 0, -TOLD
        self._held: Counter[str] = Counter()

    async def context(self) -> ssl.SSLContext:
        """How TLS is spoken with whoever comes next.

        Raises:
            FreehandError: the configuration cannot be read.
        """
        await self._refresh()
        if self._context is None:
            raise AccessError(one_fault("the door stays shut", "it has no certificate yet.", "Try again."))
        return self._context

    async def who(self, pin: str, compact: str) -> Address | None:
        """Who showed this certificate, if it may pass bundles on in this compact."""
        await self._refresh()
        return who_knocks(self._addresses, pin, compact, self._clock())

    def holds_one_more(self, pin: str) -> bool:
        """Whether this certificate may hold one more connection; then it does."""
        if self._held[pin] >= self.limits.each:
            return False
        self._held[pin] += 1
        return True

    def holds_one_less(self, pin: str) -> None:
        """One of them has ended."""
        self._held[pin] -= 1
        if not self._held[pin]:
            del self._held[pin]

    def turned_away(self) -> None:
        """Somebody was."""
        self._refused += 1
        now = asyncio.get_running_loop().time()
        if now - self._told >= TOLD:
            self.tell(f"{self._refused} refused at the door: no certificate that is known here")
            self._refused, self._told = 0, now

    async def _refresh(self) -> None:
        loop = asyncio.get_running_loop()
        async with self._turn:
            if self._read is not None and loop.time() - self._read < FRESH:
                return
            try:
                self._addresses = await asyncio.to_thread(self.house.addresses)
                now = self._clock()
                known = {one.pin: one.certificate for one in self._addresses if one.certificate.current(now)}
                if known.keys() != self._pins:
                    door = await asyncio.to_thread(self.house.door)
                    self._context = await asyncio.to_thread(listening, door, known.values())
                    self._pins = frozenset(known)
            except FreehandError:
                self._addresses, self._context, self._pins = (), None, None
                raise
            self._read = loop.time()
