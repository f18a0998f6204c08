"""Names for people in the place of names for machines: a party where a text has its log's name."""

from __future__ import annotations

from collections.abc import Mapping

from freehand.errors import shown


def named(text: str, names: Mapping[str, str]) -> str:
    """A text with parties in the place of the names of their logs.

    >>> named("the log '77ab' is frozen", {"77ab": "B"})
    "the log 'B' is frozen"
    >>> named("Ask the owner of '77ab' for a bundle.", {"77ab": "B"})
    "Ask 'B' for a bundle."
    """
    for log, party in names.items():
        text = text.replace(f"the owner of '{log}'", f"'{shown(party)}'").replace(log, shown(party))
    return text


def file_for(name: str, kind: str) -> str:
    """A file name to suggest: no word of a partner's becomes a path.

    >>> file_for("B", "bundle"), file_for("../etc", "bundle")
    ('to-B.bundle', 'next.bundle')
    """
    return f"to-{name}.{kind}" if name.isascii() and name.isalnum() else f"next.{kind}"
