"""Since when nothing was heard of a partner, in a line: whatever rests on a log says how far it was heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from freehand.errors import shown

if TYPE_CHECKING:
    from freehand.ledger.bundle.reading import Silence
    from freehand.node.known import Known


def partners(known: Known) -> list[str]:
    """The other parties, by name."""
    return sorted(name for name in known.members if name != known.party)


def line(party: str, silence: Silence, moment: Callable[[int], str]) -> str:
    """One partner.

    >>> from freehand.ledger.bundle.reading import Silence
    >>> line("B", Silence(0, None, 0), str), line("B", Silence(3, 7, 9), str)
    ("Nothing heard from 'B' yet.", "Nothing heard from 'B' since 7, when its bundle 3 was taken in.")
    """
    if silence.since is None:
        return f"Nothing heard from '{shown(party)}' yet."
    return f"Nothing heard from '{shown(party)}' since {moment(silence.since)}, when its bundle {silence.serial} " + (
        "was taken in."
    )


def lines(known: Known, wanted: Sequence[str], moment: Callable[[int], str]) -> list[str]:
    """Those that are wanted, or all."""
    return [line(name, known.silence[name], moment) for name in (wanted or partners(known))]
