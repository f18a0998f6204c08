"""Promises and reports told apart where several parties call theirs alike.

They are called what their authors call them. Where two parties call theirs the same, or so that the eye may take one
for the other, each is told apart as "B's NAME": nobody puts another's out by copying its name. A released course means
the promises to its own party, whichever of the two names it has for them; a rule that binds with a promise binds with
each of its name (``reading``).
"""

from __future__ import annotations

from collections.abc import Iterable

from freehand.formats import shapes
from freehand.formats.letters import LONGEST_NAME, skeletons
from freehand.node.reckoning.pieces import OWNERS, Piece, fields_of, hash_of

NAMED = {"promise": shapes.PROMISE.name, "report": shapes.REPORT.name}


def told_apart(pieces: Iterable[Piece]) -> dict[Piece, str]:
    """Of promises and reports those that need another name than their own, with that name.

    >>> fog, copied = Piece("report", "A", "fog", '{"report":"fog"}'), Piece("report", "B", "x", '{"report":"Fog"}')
    >>> [*told_apart([fog, copied]).values()], told_apart([fog])
    (["A's fog", "B's Fog"], {})
    """
    plain = {p: str(name) for p in pieces if isinstance(name := fields_of(p).get(NAMED[p.kind]), str)}
    found: dict[Piece, str] = {}
    while True:  # each is told apart once at most; so this ends
        seen: dict[tuple[str, int, str], set[Piece]] = {}
        for piece, name in plain.items():
            for at, key in enumerate(skeletons(found.get(piece, name))):
                seen.setdefault((piece.kind, at, key), set()).add(piece)
        alike = {p for group in seen.values() if len({p.party for p in group}) > 1 for p in group} - found.keys()
        if not alike:
            return {piece: found[piece] for piece in plain if piece in found}
        found |= {piece: apart(piece.party, plain[piece]) for piece in alike}


def apart(party: str, name: str) -> str:
    """The name that tells a promise or report apart from another's of that name.

    >>> apart("B", "airlift")
    "B's airlift"
    """
    told = f"{party}'s {name}"
    return told if len(told) <= LONGEST_NAME else f"{told[: LONGEST_NAME - 10]}… {hash_of(told)[:8]}"


def owner_of(piece: Piece) -> str:
    """The party that a document names as its own; who said it, where it names nobody."""
    return str(fields_of(piece).get(OWNERS[piece.kind], piece.party))
