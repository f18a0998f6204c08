"""What two people read to each other before either trusts a key: sixty digits in groups of five.

The question: is the root key on my card the one that its owner has? The digits are those of SHA-256 of a tag and the
root key, modulo 10^60. Digits, because partners may have no language in common, because they are short to say, and
because people compare them with fewer slips than hexadecimal letters.

Nobody finds a second key for the digits of a given one (10^60 is 2^199), not even for the first half of them, should a
reader stop there; and nobody makes two keys with the same digits, one for each partner, with much less than 2^99
trials.

Source: Dechand, Schürmann, Busse, Acar, Fahl, Smith, "An Empirical Study of Textual Key-Fingerprint Representations"
(2016). Limits: whoever can change what both people hear has won.
"""

from __future__ import annotations

import hashlib
from typing import Final

TAG: Final = b"freehand fingerprint/1\n"
DIGITS: Final = 60
GROUP: Final = 5


def fingerprint(root: bytes) -> str:
    """The digits of a root key, in groups.

    >>> fingerprint(bytes(32))
    '56874 23389 05922 68983 15579 36357 35232 35155 22957 63696 26703 77070'
    """
    digits = f"{int.from_bytes(hashlib.sha256(TAG + root).digest(), 'big') % 10**DIGITS:0{DIGITS}}"
    return " ".join(digits[at : at + GROUP] for at in range(0, DIGITS, GROUP))
