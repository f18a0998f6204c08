"""What each verdict rests on: of all that is known, the pieces that one contingency is judged by, and their plans.

The question: a partner's release arrives; which verdicts can it touch, and what if something in it cannot be read?

1. Every contingency is judged alone, so it has a *ground* of its own: its version, the shared means, the rules of the
   terms that name it, the courses or interfaces that answer it, the promises and reports about it. The key of a ground
   is the hash of the texts of exactly these. Two grounds of one key have one verdict.
2. Where a shared object has several newest versions side by side, each makes a ground of its own, and says which one it
   rests on. Nothing is merged.
3. Everybody reads in the same order (the compact's parties by name), so that all nodes leave out the same.

Cost: one look at the fields of each piece; plans are read only for grounds whose verdict is not remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import product
from typing import Any

from freehand.errors import shown
from freehand.formats import shapes
from freehand.node.json_line import json_line
from freehand.node.objects import unquoted
from freehand.node.reckoning.made_under import older
from freehand.node.reckoning.pieces import Basis, Frame, LeftOut, Piece, fields_of, hash_of
from freehand.node.reckoning.reading import GroundReader, Reading
from freehand.node.reckoning.rules import Rules, rules_of
from freehand.node.reckoning.rules import about as rules_about
from freehand.terms.scope import Rung

MOST_VERSIONS = 6
"""So many grounds of one contingency are judged; where versions stand side by side in more ways, the rest is named."""

_SAYS = {
    "contingency": shapes.CONTINGENCY.name,
    "course": shapes.COURSE_CONTINGENCY.name,
    "promise": shapes.PROMISE_CONTINGENCY.name,
    "report": shapes.REPORT_CONTINGENCY.name,
}

_ORDER = ("own-means", "course", "promise", "report", "interface")


class Ground:
    """What the verdict on one contingency rests on."""

    def __init__(
        self,
        frame: Frame,
        version: Piece,
        means: Piece | None,
        pieces: Sequence[Piece],
        rules: Rules,
        beside: int,
        alike: Iterable[str] = (),
        was: Mapping[str, str] | None = None,
        terms: Mapping[str, str] | None = None,
    ) -> None:
        self.frame, self.version, self.means, self.rules = frame, version, means, rules
        self.contingency = str(fields_of(version).get(shapes.CONTINGENCY.name))
        self.pieces = tuple(sorted(pieces, key=_by_order))
        self.beside = beside
        """How many grounds the contingency has."""
        self.alike = frozenset(alike)
        """The leaves of versions of the contingency with the same text."""
        self.was = was or {}
        self.terms = terms

    @cached_property
    def all(self) -> tuple[Piece, ...]:
        """Every piece it rests on."""
        return (self.version, *([self.means] if self.means else []), *self.pieces)

    @cached_property
    def hashed(self) -> tuple[tuple[Piece, str], ...]:
        """Every piece with the hash of its text."""
        return tuple((piece, hash_of("\n".join((piece.text, *piece.rests)))) for piece in self.all)

    @cached_property
    def older(self) -> Mapping[Piece, tuple[tuple[Rung, str], ...]]:
        """Interfaces that were made with something else than stands today, each since which rung, and how."""
        found = {piece: older(self, piece) for piece in self.pieces if piece.kind == "interface"}
        return {piece: how for piece, how in found.items() if how}

    @cached_property
    def key(self) -> str:
        """The hash of exactly what it rests on."""
        said = [(p.kind, p.party, p.object, h) for p, h in self.hashed if p.kind not in ("contingency", "means")]
        shared = [(p.kind, h) for p, h in self.hashed if p.kind in ("contingency", "means")]
        frame = [self.frame.compact, self.frame.party, sorted(self.frame.parties)]
        aged = sorted([p.party, p.object, since.word, how] for p, all in self.older.items() for since, how in all)
        return sha256(json_line(["ground/2", frame, shared, said, self.rules, aged]).encode()).hexdigest()

    @property
    def name(self) -> str:
        """The contingency, and where it has several grounds the versions that this one rests on."""
        if self.beside < 2:
            return self.contingency
        drafted = [p for p in (self.version, self.means) if p is not None]
        told = ", ".join(f"{'means' if p.kind == 'means' else 'it'} as {shown(p.party)} has it" for p in drafted)
        return f"{self.contingency} ({told}; version {self.version.leaf[:8] or 'draft'})"

    @property
    def silent(self) -> tuple[str, ...]:
        """The parties of which no plan for this contingency is known here."""
        speak = {p.party for p in self.pieces if p.kind in ("course", "interface")}
        return tuple(party for party in sorted(self.frame.parties) if party not in speak)

    def read(self) -> Reading:
        """Its plans."""
        return GroundReader(self).read()


def grounds_of(basis: Basis) -> tuple[list[Ground], list[LeftOut]]:
    """The ground of every contingency that is known, by name, and what has no place in any.

    >>> frame = Frame("drill", "A", {"A": "", "B": ""})
    >>> text = '{"contingency":"drill","horizon":"72 h","aims":"safe","scenarios":{"one":{}}}'
    >>> grounds, left_out = grounds_of(Basis(frame, (Piece("contingency", "A", "drill", text, "aa"),)))
    >>> [ground.name for ground in grounds], left_out
    (['drill'], [])
    """
    versions: dict[str, list[Piece]] = {}
    about: dict[str, list[Piece]] = {}
    everywhere: list[Piece] = []
    left_out: list[LeftOut] = []
    for piece in basis.pieces:
        fields = fields_of(piece)
        if piece.kind == "contingency":
            versions.setdefault(str(fields.get(shapes.CONTINGENCY.name)), []).append(piece)
        elif piece.kind in ("means", "own-means"):
            everywhere.append(piece)
        else:
            for contingency in _about(piece, fields):
                about.setdefault(contingency, []).append(piece)
    for contingency, pieces in about.items():
        if contingency not in versions:
            why = f"no contingency '{shown(contingency)}' is known here."
            left_out += [LeftOut(piece.party, piece.words, why, piece) for piece in pieces]
    rules, unread = rules_of(basis.frame.rules)
    left_out += unread
    means = sorted((p for p in everywhere if p.kind == "means"), key=_by_leaf)
    owned = [p for p in everywhere if p.kind == "own-means"]
    found = []
    for name in sorted(versions):
        here = about.get(name, [])
        planning = {p.party for p in here if p.kind in ("course", "promise")}
        pieces = [*here, *(p for p in owned if p.party in planning)]
        ruled = rules_about(rules, name)
        both = list(product(sorted(versions[name], key=_by_leaf), means or (None,)))
        for version, counted in both[:MOST_VERSIONS]:
            alike = [v.leaf for v in versions[name] if v.leaf and v.text == version.text]
            ground = Ground(basis.frame, version, counted, pieces, ruled, len(both), alike, basis.was, basis.terms)
            found.append(ground)
        for version, _ in both[MOST_VERSIONS:]:
            why = f"more than {MOST_VERSIONS} versions stand side by side."
            left_out.append(LeftOut(version.party, version.words, why, version))
    return found, left_out


def _by_order(piece: Piece) -> tuple[int, str, str, str]:
    return _ORDER.index(piece.kind), piece.party, piece.object, piece.leaf


def _by_leaf(piece: Piece) -> tuple[str, str, str]:
    return piece.party, piece.leaf, piece.text


def _about(piece: Piece, fields: Mapping[str, Any]) -> Iterator[str]:
    """The contingencies that a piece is about; where it does not say so, that of its object's name."""
    courses = fields.get("courses")
    if piece.kind != "interface":
        said = [fields.get(_SAYS[piece.kind])]
    else:
        said = [c.get("contingency") for c in courses if isinstance(c, dict)] if isinstance(courses, list) else []
    named = {each for each in said if isinstance(each, str)}
    yield from sorted(named) or [unquoted(piece.object.split("/", maxsplit=1)[0])]
