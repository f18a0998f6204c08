"""The exchange with one partner, from the side that calls.

The rules:

1. Ask how far the partner is; write the next bundle from there; pass it on, and take the partner's next one in.
2. As long as there was or is something new, once more on the same connection, at most ``ROUNDS`` times: what was taken
   in may be receipted. How far the partner is now was in its answer.
3. Whatever breaks, the next try begins by asking again. A bundle that had arrived is not sent again; one that had not
   is written anew. Nothing is kept between tries, so a try may follow at once, days later, or never.
4. Tried again is what may pass by itself (``refusals``), after a wait that grows (``backoff``).
5. Bundles wait in scratch files, whole, on their way in and out: the mailbox is never held up by the network.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from typing import IO, Final, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.ledger.randomness import Randomness, drawn
from freehand.node.peers.addresses import Address
from freehand.node.peers.backoff import waits
from freehand.node.peers.certificates import Door
from freehand.node.peers.dialling import Resolve, resolved
from freehand.node.peers.limits import LIMITS, Limits
from freehand.node.peers.line import Line, Standing
from freehand.node.peers.mailbox import Mailbox
from freehand.node.peers.refusals import Stranger, TooLarge, TooSlow, Unreached
from freehand.node.peers.tls import calling

ROUNDS: Final = 4
TRIES: Final = 5
IN_MEMORY: Final = 2**22


class Synced(NamedTuple):
    """What an exchange has brought."""

    sent: int
    """Bundles."""
    received: int
    sent_bytes: int
    received_bytes: int
    there: int
    """Up to which serial the partner has taken ours in."""
    here: int
    """Up to which serial we have taken the partner's in."""


def sync(
    box: Mailbox,
    address: Address,
    door: Door,
    *,
    now: int,
    limits: Limits = LIMITS,
    tries: int = TRIES,
    randomness: Randomness = drawn,
    wait: Callable[[float], None] = time.sleep,
    resolve: Resolve = resolved,
) -> Synced:
    """Exchange bundles with a partner until neither has anything new.

    Args:
        box: the bundles of the compact.
        address: the partner's.
        door: the own certificate and key.
        now: seconds since 1970, to hold the partner's certificate's end against.
        limits: what it may cost.
        tries: how often, where it fails in a way that may pass.
        randomness: jitters the waits.
        wait: waits so many seconds.
        resolve: looks up a host.

    Raises:
        UsageError: the partner has no address.
        Unreached, TooSlow, TooLarge, Stranger: nothing came of it, or not all.
        RefusedThere: the partner refused our bundle.
        FreehandError: what the mailbox raises, for the partner's bundle or our own.
    """
    who = shown(address.partner)
    if not address.host:
        why = "it calls, and is not called."
        raise UsageError(one_fault(f"no address of {who} is known here", why, "Wait for it, or give its address."))
    if not address.certificate.current(now):
        why = "its end has come, by the clock of this machine."
        next_ = "Ask the partner for its new one; bundles can be passed on by hand meanwhile."
        raise Stranger(one_fault(f"the certificate of {who} is out of date", why, next_))
    context = calling(door, address.certificate)
    done = Synced(0, 0, 0, 0, 0, 0)
    pauses = waits(tries, randomness)
    while True:
        try:
            with Line(address, context, limits, resolve) as line:
                there, must = line.ask(), True
                for _ in range(ROUNDS):
                    before = done
                    done, there = _round(box, address.partner, line, done, there, must=must)
                    if done[:2] == before[:2]:
                        break
                    must = done.received > before.received
            return done
        except (Unreached, TooSlow):
            pause = next(pauses, None)
            if pause is None:
                raise
            wait(pause)


def _round(
    box: Mailbox, partner: str, line: Line, done: Synced, there: Standing, *, must: bool
) -> tuple[Synced, Standing]:
    """Rule 1. With nothing to say the partner is troubled only where it ``must`` be: it may have more."""
    with _scratch() as ours, _scratch() as theirs:
        size = ours.tell() if box.offer(partner, there.taken, ours) else 0
        here = box.taken(partner)
        if not size and not must:
            return done, there
        if size > there.most:
            why = f"it has {size} bytes, and {there.most} are taken there."
            next_ = "Pass it on by hand, or ask the partner for a larger limit."
            raise TooLarge(one_fault(f"{shown(partner)} takes no bundle as large as ours", why, next_))
        ours.seek(0)
        there, brought = line.pass_on(ours, size, here, theirs)
        if brought:
            theirs.seek(0)
            box.take(partner, theirs)
            here = box.taken(partner)
    done = Synced(
        done.sent + bool(size),
        done.received + bool(brought),
        done.sent_bytes + size,
        done.received_bytes + brought,
        there.taken,
        here,
    )
    return done, there


def _scratch() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(IN_MEMORY)
