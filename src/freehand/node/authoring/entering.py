"""What needs no release enters the own log at once, signed by its key: moves, recalls, withdrawals and leaving.

Whoever opens the node can do this, as the log's key is the node's. Times are handed over; no rule reads them.

What stands already is not said again (``SaidAlready``): a second record would change nothing, and stay for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from freehand.errors import UsageError, one_fault
from freehand.ledger.log import Statement, append
from freehand.ledger.randomness import Randomness
from freehand.node.authoring.bodies import refuse_faulty
from freehand.node.kinds import label_of

if TYPE_CHECKING:
    from freehand.node.folder import Compact


class SaidAlready(UsageError):
    """It stands as it was said before; nothing was written."""


class Spoken(NamedTuple):
    """What was said, and where it stands."""

    kind: str
    number: int
    leaf: str


def put_in(compact: Compact, kind: str, name: str, body: Mapping[str, Any], now: int, randomness: Randomness) -> Spoken:
    """Put a record into the own log at once, labelled for all members.

    Raises:
        InputError: all that is wrong with its body.
        LogStopped, StoreBusy, StoreFailed: nothing was said.
    """
    refuse_faulty(kind, body)
    label = label_of([*compact.members])
    said = Statement(kind, name, dict(body), now, label)
    done = append(compact.store, compact.log, compact.keys.log, [said], randomness=randomness)
    return Spoken(kind, done.first, done.leaves.hex())


def said_already(what: str, stands: str, next_: str) -> SaidAlready:
    """The refusal of what stands already.

    Args:
        what: what is so already.
        stands: what that means, as a clause.
        next_: what to do instead.
    """
    return SaidAlready(one_fault(f"{what} already", f"nothing was written: {stands}.", next_))
