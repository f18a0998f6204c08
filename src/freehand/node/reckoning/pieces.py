"""The pieces that plans are made of, as they are known on a node: each with who said it, and where."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from freehand.errors import shown
from freehand.node.objects import spoken

OWNERS = {"course": "party", "interface": "party", "own-means": "means of", "promise": "by", "report": "by"}

WORDS = {
    "contingency": "the contingency",
    "means": "the shared means",
    "own-means": "own means",
    "course": "course",
    "interface": "interface of",
    "promise": "promise",
    "report": "report",
}


class Piece(NamedTuple):
    """One item that plans are made of, with who said it and the leaf of its record (empty: an own draft).

    ``label`` is whom its record names; ``rests``, of an interface, the leaves that it names (``made_under``).
    """

    kind: str
    party: str
    object: str
    text: str
    leaf: str = ""
    label: str = ""
    rests: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What it is, as people say it.

        >>> Piece("course", "B", "evacuation/by%20sea", "{}").words
        "B's course 'by sea' in evacuation"
        """
        if self.kind == "contingency":
            return f"the contingency {spoken(self.object)} as {shown(self.party)} says it"
        if self.kind == "means":
            return f"the shared means as {shown(self.party)} counts them"
        what = "own means" if self.kind == "own-means" else f"{WORDS[self.kind]} {spoken(self.object)}"
        return f"{shown(self.party)}'s {what}"


class Frame(NamedTuple):
    """What belongs to no single item: the compact, who is in it and who is reading, and the rules in force.

    ``rules`` are the maps of rules as text, each with the id of the terms that it stands in, or a word for them: where
    several terms are in force, all bind.
    """

    compact: str
    party: str
    parties: Mapping[str, str]
    illustrative: bool = False
    rules: tuple[tuple[str, str], ...] = ()


class Fallen(NamedTuple):
    """A contingency, or the list of shared means, that was withdrawn, with nothing shared in its place."""

    kind: str
    object: str
    by: tuple[str, ...]
    """Who withdrew a version of it."""
    superseded: bool
    """Whether they only said that something takes its place."""
    own: bool
    """Whether the reader's own draft stands in for it, or a version that no partner may read."""
    mine: bool
    """Whether the reader withdrew it alone."""

    def __str__(self) -> str:
        what = "the list of shared means" if self.kind == "means" else f"the contingency {spoken(self.object)}"
        who = "this party" if self.mine else " and ".join(map(shown, self.by))
        how = " as superseded" if self.superseded else ""
        went = f"{what} was withdrawn by {who}{how}, with nothing shared in its place"
        if self.own:
            return (
                f"{went}: the reckoning here rests on this party's own draft of it, which no partner reckons "
                "with. Each partner rests on its own, or goes without, so its answer may differ."
            )
        if self.kind == "means":
            return f"{went}: the reckoning here goes without. A partner with a draft of its own may answer otherwise."
        return f"{went}: nothing is reckoned for it here. A partner with a draft of its own may still reckon with that."


class Basis(NamedTuple):
    """All that a node reckons with: the frame, and the pieces that are current.

    ``was`` has the kind of what interfaces name, current or not, by its leaf; ``terms`` the rules of every version of
    the terms, by its id. Where that is None other terms are tried, and no interface is held against them. ``fallen`` is
    what was shared, was withdrawn, and has no shared version any more.
    """

    frame: Frame
    pieces: tuple[Piece, ...]
    was: Mapping[str, str] = {}
    terms: Mapping[str, str] | None = {}
    fallen: tuple[Fallen, ...] = ()


class LeftOut(NamedTuple):
    """Something that could not be read, and why."""

    party: str
    what: str
    why: str
    piece: Piece | None = None
    rule: bool = False

    def __str__(self) -> str:
        return f"{self.what} cannot be read, and is left out: {self.why}"


def fields_of(piece: Piece) -> dict[str, Any]:
    """The fields of a piece, to see what it is about; empty where it is no document."""
    try:
        found = orjson.loads(piece.text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def hash_of(text: str) -> str:
    """What a text is known by."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
