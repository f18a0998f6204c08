"""What the exchange asks of the node: bundles out, bundles in, and how far they have come. It never looks inside one.

1. Serials are those of bundles: of one sender for one recipient. 0 means that none has been taken in.
2. Whatever comes in goes through the same door as a bundle by hand, and whatever goes out could go by hand: the bytes
   are the same.
3. Calls come from several threads, for one partner two at most: one that asks, and one that passes on.
4. Every call may block, for a lock or for a large bundle. The exchange makes no call while it waits for the network.
"""

from __future__ import annotations

from typing import Protocol


class Sink(Protocol):
    """Where a bundle is written to."""

    def write(self, data: bytes, /) -> object:
        """Take these bytes."""


class Source(Protocol):
    """Where a bundle is read from."""

    def read(self, size: int, /) -> bytes:
        """So many bytes or fewer; none at the end."""


class Mailbox(Protocol):
    """The bundles of one compact. A partner is called by its name in the compact."""

    def taken(self, partner: str) -> int:
        """The serial of the last bundle that was taken in from a partner."""

    def offer(self, partner: str, have: int, sink: Sink) -> bool:
        """Write the next bundle for a partner who has taken in those up to ``have``; False: there is nothing new.

        Raises:
            FreehandError: it cannot be written; nothing is sent.
        """

    def take(self, partner: str, source: Source) -> None:
        """Take a bundle in that this partner passed on. One that was here before changes nothing.

        Raises:
            InputError: it is refused. Its faults are said to whoever passed it on, so they tell nothing but what is
                wrong with the bundle.
            FreehandError: it cannot be taken in now.
        """
