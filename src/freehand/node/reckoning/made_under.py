"""What an interface was made under: the versions that its numbers came from, and whether they are those of today.

The question: a report is withdrawn, an offer accepted; a partner's interface was computed before. Does it still hold?

1. The record of an interface names, as its references, the leaves of what it was computed with: the version of the
   contingency, the reports on it, the promises that its party gave or receives, and the terms in force whose rules bind
   its party's own points there. Of these only what everybody may see to whom its label lets the interface go: who may
   not see a report shall not learn that there is one. Moves on the terms are seen by all.
2. Whoever reads it holds that against the same that stands for him. Where the two differ, nobody but its party knows
   what its distances are now: every rung that rests on it is *undecided* until it is released anew, on every node that
   reads it. Its party, whose plans would tell, leaves it open as well: all say the same.
3. Everything counts at every joint rung, except promises and rules. A promise that came later counts from *support* on,
   one that is gone does not: whatever relied on it cannot be played, all else stands as before (``playing``). Rules
   count at *operations*, by what they say: an amendment that leaves them as they are makes nothing older.
4. Versions of a contingency with one text are one.
5. What names nothing says nothing: what was only in drafts has no leaf, and an interface file made by hand rests on
   nothing that is known here. Such an interface is taken as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from freehand.formats import shapes
from freehand.node.reckoning.pieces import fields_of
from freehand.node.reckoning.rules import Rules, about, binding, rules_of
from freehand.terms.scope import Rung

if TYPE_CHECKING:
    from freehand.node.reckoning.ground import Ground
    from freehand.node.reckoning.pieces import Piece

NO_LONGER = {
    "contingency": "another version of its contingency",
    "report": "a report that no longer stands here",
}
SOMETHING = "something that does not stand here"
OTHER_TERMS = "under other terms"


def named_by(label: str) -> frozenset[str]:
    """The parties of a label."""
    return frozenset(label.split(", ")) if label else frozenset()


def rests_of(ground: Ground, party: str, to: frozenset[str]) -> tuple[str, ...]:
    """The leaves that a party's interface names which may go to these (rule 1)."""
    terms = {id for id, rules in ground.frame.rules if _bound(ground, party, _all({id: rules}))}
    return tuple(sorted({piece.leaf for piece in _under(ground, party, to)} | terms))


def older(ground: Ground, interface: Piece) -> tuple[tuple[Rung, str], ...]:
    """Since which rung, and how, an interface was made with something else than stands today; nothing: it was not."""
    if not interface.rests:
        return ()
    party, terms = interface.party, {**(ground.terms or {}), **dict(ground.frame.rules)}
    under = {leaf: rules for leaf, rules in terms.items() if leaf in interface.rests}
    named = {*interface.rests} - under.keys()
    today = {piece.leaf: piece for piece in _under(ground, party, named_by(interface.label))}
    gone = {ground.was.get(leaf, "") for leaf in named - ground.alike - today.keys()}
    found = [(Rung.SCENARIOS, f"with {NO_LONGER.get(kind, SOMETHING)}") for kind in gone - {"promise"}]
    for leaf, piece in today.items():
        if leaf not in named and piece.kind != "contingency":
            found.append((Rung.SUPPORT if piece.kind == "promise" else Rung.SCENARIOS, f"without {piece.words}"))
    if ground.terms is not None and _bound(ground, party, ground.rules) != _bound(ground, party, _all(under)):
        found.append((Rung.OPERATIONS, OTHER_TERMS))
    return tuple(sorted({*found}))


def _all(terms: Mapping[str, str]) -> Rules:
    return rules_of(sorted(terms.items()))[0]


def _bound(ground: Ground, party: str, rules: Rules) -> frozenset[str]:
    """What rules say of a party's own points in a contingency."""
    return binding(about(rules, ground.contingency), party, ground.frame.parties, fields_of(ground.version))


def _under(ground: Ground, party: str, to: frozenset[str]) -> Iterator[Piece]:
    for piece in (ground.version, *ground.pieces):
        if piece.leaf and to <= named_by(piece.label) and _counts(piece, party):
            yield piece


def _counts(piece: Piece, party: str) -> bool:
    if piece.kind == "promise":
        return party in (piece.party, fields_of(piece).get(shapes.RECEIVER.name))
    return piece.kind in ("contingency", "report")
