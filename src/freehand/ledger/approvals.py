"""What a person signs, checked against the card that says who may: an approval is bytes here, and what it approves is
for those who wrote them.

1. The signature is over a tag and the bytes, under the person's own key, strictly checked.
2. The person stands in the owner's newest card and has not been removed from it.
3. Which people may approve what, and whether one of them keeps the node, is not decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from freehand.ledger.keys import SigningKey, verify
from freehand.ledger.refused import Refused

if TYPE_CHECKING:
    from freehand.ledger.identity import Card, Person

TAG: Final = b"freehand approval/1\n"


class ApprovalRefused(Refused):
    """An approval that no person of the card gave."""

    next_step = "Ask the person to approve again, or the owner for its newest card."


def approve(key: SigningKey, approval: bytes) -> bytes:
    """The person's signature of these bytes, 64 bytes."""
    return key.sign(TAG + approval)


def is_approved(key: bytes, signature: bytes, approval: bytes) -> bool:
    """Whether the person with this key signed exactly these bytes, strictly (rule 1); who that is, is not asked."""
    return verify(key, signature, TAG + approval)


def check_approval(card: Card, key: bytes, signature: bytes, approval: bytes) -> Person:
    """The person who approved exactly these bytes.

    Raises:
        ApprovalRefused: the card has no such person, or no longer; or the person did not sign these bytes.
    """
    what = f"the approval by {key.hex()[:16]}… is refused"
    person = next((one for one in card.people if one.key == key), None)
    if person is None:
        raise ApprovalRefused.because(what, "the card names nobody with this key.")
    if person.removed:
        raise ApprovalRefused.because(what, "its owner has removed this person.")
    if not is_approved(key, signature, approval):
        raise ApprovalRefused.because(what, "the signature is not this person's, or it approves something else.")
    return person
