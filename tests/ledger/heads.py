"""The newest head of a log as a store holds it."""

from __future__ import annotations

from freehand.ledger.branches import branch_of
from freehand.ledger.checkpoint import Signed, verified
from freehand.ledger.log import newest_card
from freehand.ledger.store.interface import View


def newest_checkpoint(view: View, log: str) -> Signed | None:
    """The checkpoint of a log's head, verified under the keys of its card; None if the head has none."""
    line = view.line(log, branch_of(view, log))
    held = line.newest("checkpoint")
    if held is None or held.number != line.size:
        return None
    return verified(held.data, [epoch.key for epoch in newest_card(view.line(log)).epochs], log)
