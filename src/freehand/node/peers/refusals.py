"""How passing on fails: each way an error of its own, so that a caller can tell what to do next, and what to try again.

1. ``Unreached`` and ``TooSlow`` may pass by themselves; the exchange tries them again. The others do not.
2. What a partner's listener says is quoted through ``wire.plain`` alone.
"""

from __future__ import annotations

from freehand.errors import AccessError, InputError, Limit


class Unreached(AccessError):
    """No connection, or one that broke: nothing was lost, and trying again is safe."""


class Stranger(AccessError):
    """The door stays shut: who answered is not who is expected, or does not know us, or does not speak the exchange."""


class TooSlow(Limit):
    """A message took longer than its limit."""


class TooLarge(Limit):
    """A message is larger than its limit."""


class RefusedThere(InputError):
    """The partner read our bundle and refused it; the faults are the partner's."""
