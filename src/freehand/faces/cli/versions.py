"""A version of the terms, named on the command line: the first word, optional where only one is meant.

``freehand terms decline VERSION WORDS`` and ``freehand terms decline WORDS`` are told apart by how many there are. So
words that name a version, with nothing beside them, are no reason and no question: they would stand in the log.
"""

from __future__ import annotations

from argparse import ArgumentParser

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import saying
from freehand.faces.nodes.items import SHORT, Named, only

_SEE = "See them: 'freehand terms show'."


def version_argument(parser: ArgumentParser, default: str) -> None:
    """The word that names a version.

    Args:
        parser: of the command.
        default: which one is meant where none is named.
    """
    what = f"the version, by its first digits (default: {default})"
    parser.add_argument("version", metavar="VERSION", nargs="?", help=what)


def version_of(desk: saying.Desk, name: str | None) -> Named:
    """The version that is named; else the only one on the table, or, with none there, the only one that is in force.

    Raises:
        UsageError: it is not clear which.
    """
    every = desk.known.standing.versions
    table = [one for one in every if one.state not in ("replaced", "ended", "in force")]
    stands = table or [one for one in every if one.state == "in force"]
    among = saying.named_versions(every if name is not None else stands)
    return only(name, among, "version of the terms", _SEE)


def standing_one(desk: saying.Desk, name: str | None) -> Named:
    """The version that is named; else the only one that is neither replaced nor ended.

    Raises:
        UsageError: it is not clear which.
    """
    every = desk.known.standing.versions
    stands = [one for one in every if one.state not in ("replaced", "ended")]
    return only(name, saying.named_versions(stands if name is None else every), "version of the terms", _SEE)


def refuse_bare(desk: saying.Desk, name: str | None, words: str, wanted: str) -> None:
    """A version where words should stand.

    Args:
        desk: where it is said.
        name: the version that is named, if one is.
        words: what stands in the place of the words.
        wanted: what is missing then, as in "the reason".

    Raises:
        UsageError: the words name a version, and no version is named beside them.
    """
    bare = words.strip().lower()
    if name is None and len(bare) >= SHORT and any(one.id.startswith(bare) for one in desk.known.standing.versions):
        what, why = f"{wanted} is missing", f"'{shown(bare)}' names a version of the terms."
        raise UsageError(one_fault(what, why, "Write it in quotes after the version."))
