"""What a release adds, as it is shown: under each item what it tells, the first of it where that is long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from freehand.faces.nodes.quoting import quoted

MOST: Final = 4
"""Sentences that are shown of one item; JSON has all."""


def lines(adds: Iterable[str], most: int = MOST) -> Iterator[str]:
    """Lines to be shown; what belongs to an item that has several sentences stands below it.

    >>> list(lines(["'by sea' in evacuation: it meets an aim", "'by sea' in evacuation: it ties a partner"], most=1))
    ["'by sea' in evacuation", '  it meets an aim', '  and 1 sentence more; with --json all are told']
    """
    told = (text.partition(": ") for text in adds)
    for item, several in groupby(told, key=lambda parts: parts[0]):
        found = [rest for _, _, rest in several]
        if len(found) == 1:
            yield quoted(f"{item}: {found[0]}" if found[0] else item)
            continue
        yield quoted(item)
        yield from (f"  {quoted(rest)}" for rest in found[:most])
        if more := len(found[most:]):
            yield f"  and {more} {'sentence' if more == 1 else 'sentences'} more; with --json all are told"
