"""How long, how much and how many: what one partner may cost, on either side of the door."""

from __future__ import annotations

from typing import Final, NamedTuple


class Limits(NamedTuple):
    """Seconds, bytes and counts; every one of them ends something."""

    connect: float = 10.0
    """From the first packet to the end of the TLS handshake; finding an address has as long again."""
    pause: float = 30.0
    """The longest silence within a message: between two pieces of a body, or before the next request."""
    total: float = 900.0
    """One message and its answer, whole."""
    stop: float = 10.0
    """How long a stopping listener waits for what is under way."""
    bytes: int = 2**30
    """The largest bundle, either way."""
    connections: int = 256
    """Connections open at once; one more is closed at once."""
    each: int = 4
    """Of these, such that show the same certificate."""
    strangers: int = 32
    """Of these, such that have not shown a certificate yet."""


LIMITS: Final = Limits()
ERROR_BYTES: Final = 2**16
"""The largest answer that is no bundle."""
GOODBYE: Final = 1.0
"""Seconds that the other end has to read the last word, before the connection is torn."""
