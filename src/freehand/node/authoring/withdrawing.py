"""An own item, taken back: retracted, superseded, or asked to be erased.

What others are asked to erase is answered by them (``erasing``), with a receipt that the next bundle carries. Who may:
planners; it needs no release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from freehand.errors import UsageError, one_fault, shown
from freehand.ledger.randomness import Randomness, drawn
from freehand.node.at_hand import as_known
from freehand.node.authoring.entering import Spoken, put_in, said_already
from freehand.node.kinds import BY_NAME

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known

HOW: Final = ("retract", "supersede", "erase")


def withdraw(
    node: Node,
    compact: Compact,
    about: str,
    how: str,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Take an own item back: retract it, say that another supersedes it, or ask that it be erased. Who may: planners;
    it needs no release. Every member sees that, and why; so the words tell nothing of what is in the item.

    Raises:
        UsageError: it is no own item here, or ``how`` is none of the three.
        SaidAlready: it is withdrawn. What was retracted or superseded may still be asked to be erased.
        InputError: no reason is given.
    """
    found = as_known(node, compact, known)
    if how not in HOW:
        what = f"an item is not withdrawn by '{shown(how)}'"
        raise UsageError(one_fault(what, "the ways are retract, supersede and erase.", "Name one of them."))
    before = found.withdrawn().get(about)
    if before is not None and (how != "erase" or before.how == "erase"):
        next_ = "Nothing is left to do; what was said stands in 'freehand log show'."
        raise said_already("this item is withdrawn", f"one withdrawal takes it out for good ({before.how})", next_)
    if before is None:
        item = found.one(about)
        if item is None or not item.mine or BY_NAME[item.kind].condition != "content":
            why = "there is no plan content of this party under this hash."
            raise UsageError(one_fault("there is nothing of ours to withdraw here", why, "Name the leaf of an item."))
    body = {"about": about, "how": how, "words": words}
    return put_in(compact, "withdraw", about[:32], body, now, randomness)
