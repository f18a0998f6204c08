"""What a person signs: an approval is bytes here, and what it approves is for those who wrote them.

1. The signature is over a tag and the bytes, under the person's own key, strictly checked.
2. Whose key it is, what that person may approve, and since when, is not decided here.
"""

from __future__ import annotations

from typing import Final

from freehand.ledger.keys import SigningKey, verify

TAG: Final = b"freehand approval/1\n"


def approve(key: SigningKey, approval: bytes) -> bytes:
    """The person's signature of these bytes, 64 bytes."""
    return key.sign(TAG + approval)


def is_approved(key: bytes, signature: bytes, approval: bytes) -> bool:
    """Whether the person with this key signed exactly these bytes, strictly."""
    return verify(key, signature, TAG + approval)
