"""What a node passes on and takes in, as the exchange with partners asks for it: one mailbox for each compact.

1. Out and in go the same verbs as by hand (``exchange.write``, ``intake.take``): nothing is judged here.
2. There is something for a partner if it did not take in all that was written for it, if there is more to say, or if
   more was heard of others than it was told: so it learns how far it was read, and what it may ask others for.
3. Whose bundle was lost gets it again, with all that came since.
4. The door shows who knocks, and no more. Whose word it is, the bundle's own signature says.

Who may: the exchange by itself. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from freehand.ledger.bundle.reading import silence
from freehand.ledger.lines import current
from freehand.node import due, exchange
from freehand.node.exchange import STEP

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.intake import Arrival
    from freehand.node.peers.house import NodeHouse
    from freehand.node.peers.mailbox import Sink, Source

SHELF: Final = "heads"
"""What a partner was told of how far others were heard."""


class Post:
    """The bundles of one compact (``peers.mailbox``)."""

    def __init__(self, node: Node, compact: Compact, clock: Callable[[], int], step: int = STEP) -> None:
        """Of this compact, by this clock."""
        self._node, self._compact, self._clock, self._step = node, compact, clock, step
        self.arrivals: list[Arrival] = []
        """What came through this mailbox."""

    def taken(self, partner: str) -> int:
        """The number of the last bundle that was taken in from a partner."""
        member = self._compact.members[partner]
        with self._compact.store.reading() as view:
            return silence(view, member.log, self._compact.log).serial

    def offer(self, partner: str, have: int, sink: Sink) -> bool:
        """Write the next bundle for a partner who has taken in those up to ``have``; False: there is nothing new.

        Raises:
            UsageError: it is no other party, or its card was not compared.
            KeyRefused, LogStopped: the log signs nothing.
            StoreBusy, StoreFailed, OSError: nothing is sent.
        """
        from freehand.node.known import known

        node, compact = self._node, self._compact
        held = known(node, compact)
        sent = [one.serial for one in exchange.handed_over(node, compact, partner)]
        last = sent[-1] if sent else 0
        after = None if have >= last else max((serial for serial in sent if serial <= have), default=0)
        name, heads = f"{compact.id} {compact.members[partner].log}", self._heads()
        if after is None and not due.ready(node, compact, partner, known=held).anything:
            with node.cabinet.reading() as shelves:
                if shelves.get(SHELF, name) == heads:
                    return False
        exchange.write(
            node,
            compact,
            partner,
            sink,
            now=self._clock(),
            after=after,
            beyond=have if have > last else 0,
            step=self._step,
            known=held,
        )
        with node.cabinet.writing() as shelves:
            shelves.put(SHELF, name, heads, within=compact.id)
        return True

    def take(self, partner: str, source: Source) -> None:  # noqa: ARG002  (rule 4: the bundle says whose it is)
        """Take a bundle in.

        Raises:
            Refused: as ``intake.take`` says.
            StoreBusy, StoreFailed: it cannot be taken in now.
        """
        from freehand.node.intake import take

        self.arrivals.append(take(self._node, self._compact, source, now=self._clock()))

    def _heads(self) -> dict[str, Any]:
        """How far others are heard (rule 2)."""
        compact = self._compact
        with compact.store.reading() as view:
            others = (member.log for member in compact.members.values() if member.log != compact.log)
            return {log: current(view, log).size for log in others}


def house_of(node: Node, clock: Callable[[], int]) -> NodeHouse:
    """A node as its listener sees it."""
    from freehand.node.peers.house import NodeHouse

    def compacts() -> list[str]:
        return [compact.id for compact in node.compacts()]

    return NodeHouse(node.cabinet, compacts, lambda compact: Post(node, node.compact(compact), clock))
