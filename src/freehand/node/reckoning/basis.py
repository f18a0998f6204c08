"""From what is known to what is reckoned with: which version of each item counts, and of what is gone, how it went.

1. Of what belongs to all (contingencies, shared means) every version counts that stands behind the gate and is not
   superseded; several stand side by side. An own version that no partner may read counts only where there is no other,
   and so does a draft. Where that is because the shared one was withdrawn, nodes reckon with different things: it is
   said, with whose it was (``fallen``).
2. Of what is a party's own (courses, means, interfaces, reports) its newest in its own log counts: within one log there
   is an order.
3. The own plans are the drafts, as far as there are any, else what was said in full; a draft keeps the label of what
   was said. Drafts of offers and reports count for nothing: nobody has heard them. So does an own report that nobody
   may read.
4. A promise counts as long as it binds.
5. Rules are those of all terms in force; parties are the members that have not left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from freehand.errors import shown
from freehand.node.kinds import DOCUMENT
from freehand.node.reckoning.pieces import Basis, Fallen, Frame, Piece

if TYPE_CHECKING:
    from freehand.node.drafts.draft import Draft
    from freehand.node.known import Known, Withdrawn
    from freehand.node.said import Said

SHARED = ("contingency", "means")
OWNED = ("course", "interface", "own-means", "report")
PLANS = ("course", "own-means")


def basis_of(frame: Frame, said: Iterable[Said], promised: Iterable[Said], drafts: Iterable[Draft] = ()) -> Basis:
    """What is reckoned with.

    Args:
        frame: the compact, its parties, the reader, the rules in force.
        said: every record of plans behind the gate that is neither withdrawn nor superseded.
        promised: the offers that bind.
        drafts: the reader's own.
    """
    shared: dict[tuple[str, str], list[Piece]] = {}
    hidden: dict[tuple[str, str], list[Piece]] = {}
    owned: dict[tuple[str, str, str], tuple[int, Piece]] = {}
    for one in said:
        text = _text(one.body)
        if one.party not in frame.parties or text is None:
            continue
        piece = Piece(one.kind, one.party, one.object, text, one.leaf, one.label, one.references)
        withheld = one.mine and not one.to
        if one.kind in SHARED:
            (hidden if withheld else shared).setdefault((one.kind, one.object), []).append(piece)
        elif one.kind in OWNED and not (withheld and one.kind == "report"):
            key = (one.kind, one.party, one.object)
            if key not in owned or owned[key][0] < one.number:
                owned[key] = (one.number, piece)
    for draft in drafts:
        text = _text(draft.body)
        if text is None:
            continue
        before = owned.get((draft.kind, frame.party, draft.object))
        piece = Piece(draft.kind, frame.party, draft.object, text, "", before[1].label if before else "")
        if draft.kind in SHARED:
            hidden.setdefault((draft.kind, draft.object), []).append(piece)
        elif draft.kind in PLANS:
            owned[draft.kind, frame.party, draft.object] = (-1, piece)
    newest = {key: pieces[-1:] for key, pieces in hidden.items() if key not in shared}
    pieces = [piece for several in (*shared.values(), *newest.values()) for piece in several]
    pieces += [piece for _, piece in owned.values()]
    for one in promised:
        text = _text(one.body)
        if text is not None and one.party in frame.parties:
            pieces.append(Piece("promise", one.party, one.object, text, one.leaf, one.label))
    return Basis(frame, tuple(sorted(pieces)))


def known_basis(known: Known, drafts: Iterable[Draft] = (), who: Mapping[str, str] | None = None) -> Basis:
    """What is reckoned with, of what a party knows of a compact.

    Args:
        known: what it knows.
        drafts: its own.
        who: for parties, a word on who each is.
    """
    from freehand.node.views.promises import binding  # only whoever reads a node's records needs them

    found = basis_of(frame_of(known, who), known.said(*SHARED, *OWNED), binding(known), drafts)
    terms = {version.id: version.terms.rules for version in known.standing.versions}
    return found._replace(was=_was(known, found.pieces), terms=terms, fallen=tuple(_fallen(known, found)))


def _fallen(known: Known, basis: Basis) -> Iterator[Fallen]:
    """Rule 1: what was shared, was withdrawn, and has no shared version any more."""
    went: dict[tuple[str, str], list[Withdrawn]] = {}
    for each in known.withdrawn().values():
        one = known.taken_back(each.leaf)
        if one is not None and one.kind in SHARED and (one.to or not one.mine):
            went.setdefault((one.kind, one.object), []).append(each)
    if not went:
        return
    stands = {
        (o.kind, o.object) for o in known.said(*SHARED) if (o.to or not o.mine) and o.party in basis.frame.parties
    }
    here = {(piece.kind, piece.object) for piece in basis.pieces}
    for (kind, name), several in sorted(went.items()):
        if (kind, name) not in stands:
            by = tuple(sorted({each.by.party for each in several}))
            superseded = all(each.how == "supersede" for each in several)
            yield Fallen(kind, name, by, superseded, (kind, name) in here, by == (known.party,))


def _was(known: Known, pieces: Iterable[Piece]) -> dict[str, str]:
    """By leaf, the kind of what interfaces name."""
    held = [*pieces]
    named = {leaf for piece in held if piece.kind == "interface" for leaf in piece.rests}
    found = {piece.leaf: piece.kind for piece in held if piece.leaf in named}
    for leaf in named - found.keys():
        one = known.one(leaf) or known.taken_back(leaf)
        if one is not None:
            found[leaf] = "promise" if one.kind == "offer" else one.kind
    return found


def frame_of(known: Known, who: Mapping[str, str] | None = None) -> Frame:
    """The compact as it stands."""
    words = who or {}
    parties = {name: words.get(name, "") for name in sorted(known.members) if name not in known.standing.left}
    rules = tuple(
        sorted((version.id, version.terms.rules) for version in known.standing.in_force if version.terms.rules)
    )
    return Frame(known.compact.name, known.party, parties, known.compact.illustrative, rules)


def gone_of(known: Known) -> dict[str, str]:
    """By leaf, how what is no longer there went, as a clause: "was recalled by A"."""
    from freehand.node.views.promises import promises

    how = {"retract": "was withdrawn", "supersede": "was superseded", "erase": "was withdrawn, to be erased,"}
    found = {leaf: f"{how.get(w.how, 'was withdrawn')} by {shown(w.by.party)}" for leaf, w in known.withdrawn().items()}
    for one in promises(known):
        if one.offer is not None and one.state in ("recalled", "ended"):
            by = one.giver if one.state == "recalled" else one.receiver
            verb = "recalled" if one.state == "recalled" else "given back"
            found[one.offer.leaf] = f"was {verb} by {shown(by)}"
    return found


def _text(body: Any) -> str | None:
    text = body.get(DOCUMENT) if isinstance(body, dict) else None
    return text if isinstance(text, str) else None
