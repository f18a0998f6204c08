"""The release that does not come about."""

from __future__ import annotations

from freehand.errors import UsageError, one_fault


class NotReleased(UsageError):
    """A release that does not come about; nothing has left."""


def not_released(why: str, next_: str) -> NotReleased:
    """A release that does not come about: why, and what to do next."""
    return NotReleased(one_fault("nothing is released", f"{why}.", next_))
