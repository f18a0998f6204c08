"""Where chance comes from: the one door to the machine's randomness, so that a test can stand in it.

Whatever draws a key, a salt or a nonce takes ``randomness`` as an argument; outside a test it is given this.
"""

from collections.abc import Callable
from typing import TypeAlias

Randomness: TypeAlias = Callable[[int], bytes]
"""So many bytes that nobody can guess."""


def drawn(count: int) -> bytes:
    """So many bytes from the operating system's generator.

    >>> len(drawn(16))
    16
    """
    import secrets  # reading needs no chance

    return secrets.token_bytes(count)
