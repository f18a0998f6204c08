"""What is known of a compact: read now, unless it is at hand already. ``known`` is loaded only where it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known


def as_known(node: Node, compact: Compact, known: Known | None) -> Known:
    """What is known of a compact; read now, unless it was read already.

    Raises:
        StoreBusy, StoreFailed: the node is being changed by another, or cannot be read.
    """
    from freehand.node.known import known as read

    return read(node, compact) if known is None else known
