"""What the auditor's trail is told, in one shape: what happened, when by this node's clock, and in which compact.

1. What a record says is never among it.
2. An event is noted once what it tells has been done, so that the trail claims nothing that did not happen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from freehand.node.folder import Compact


def event(what: str, now: int | None, compact: Compact | None = None, **more: Any) -> dict[str, Any]:
    """An event to be noted.

    Args:
        what: what happened, as a clause.
        now: seconds since 1970; None where nobody looked at a clock.
        compact: where it happened; None if it is about the node as a whole.
        more: what else belongs to it.

    >>> event("a backup was made", 7)
    {'what': 'a backup was made', 'when': 7}
    """
    return {"what": what, "when": now} | ({} if compact is None else {"compact": compact.id}) | more
