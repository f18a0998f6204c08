"""Nodes made of an example: each party with its own plans, and what the others released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256

from freehand.assessment.interface import Saying
from freehand.formats.folder import read_folder
from freehand.node.reckoning import interfaces as made_of
from freehand.node.reckoning.documents import Folder, split
from freehand.node.reckoning.pieces import Basis, Frame, LeftOut, Piece

SHARED = ("contingency", "means")


@cache
def folder(path: str) -> Folder:
    return split(*read_folder(path))


def piece(kind: str, party: str, object: str, text: str, leaf: str | None = None) -> Piece:
    """A piece with a leaf as a record of it would have."""
    made = sha256(f"{kind}|{party}|{object}|{text}".encode()).hexdigest()
    return Piece(kind, party, object, text, made if leaf is None else leaf)


def frame_of(path: str, party: str) -> Frame:
    found = folder(path)
    return Frame(
        found.compact, party, found.parties, found.illustrative, (("today", found.rules),) if found.rules else ()
    )


def pieces_of(path: str) -> list[Piece]:
    """Every item of an example, as said by its party; what is shared, by the first."""
    found = folder(path)
    first = min(found.parties)
    return [
        piece("promise" if each.kind == "offer" else each.kind, each.party or first, each.object, each.text)
        for each in found.documents
    ]


PLANS = ("course", "own-means")


def node(path: str, party: str, interfaces: Mapping[str, Sequence[Piece]]) -> Basis:
    """What a party knows: its own plans, what is shared, and what the others released of theirs."""
    known = [p for p in pieces_of(path) if p.kind not in PLANS or p.party == party]
    known += [p for other, released in interfaces.items() if other != party for p in released]
    return Basis(frame_of(path, party), tuple(known))


def released_pieces(basis: Basis, saying: Saying = "possible") -> tuple[list[Piece], list[LeftOut]]:
    """Interfaces that name nothing which they were made under: of that ``test_made_under`` speaks."""
    pieces, left_out = made_of.released_pieces(basis, saying)
    return [piece._replace(rests=()) for piece in pieces], left_out


@cache
def nodes(path: str, saying: Saying = "possible") -> Mapping[str, Basis]:
    """All parties' nodes, each with the others' interfaces, released until nothing new comes of it."""
    parties = sorted({p.party for p in pieces_of(path) if p.kind == "course"})
    interfaces: dict[str, list[Piece]] = {}
    while True:
        made = {}
        for party in parties:
            released, left_out = released_pieces(node(path, party, interfaces), saying)
            assert not left_out
            made[party] = [p._replace(leaf=piece(*p[:4]).leaf) for p in released]
        if made == interfaces:
            return {party: node(path, party, interfaces) for party in parties}
        interfaces = made
