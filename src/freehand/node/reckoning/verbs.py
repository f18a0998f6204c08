"""What a person may ask of the reckoning on a node: verdicts, plans to explain, what a release adds, what terms tie.

1. Verdicts come from what is known now; what was remembered under another ground is never told.
2. What a release adds is told before it is made, against every interface of the course that some partner was released.
3. What changed is told against the last look. Only who is told all of it moves that (``look``).
4. Of several terms in force all bind: their rules together, up to the lowest of their scopes.

Who may: everybody whose node it is; nothing here says anything to anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from freehand.assessment.assess import SEARCH_LIMIT
from freehand.ledger.bundle.placing import Unchanged
from freehand.node.reckoning.basis import gone_of, known_basis
from freehand.node.reckoning.differences import Addition, additions
from freehand.node.reckoning.ground import grounds_of
from freehand.node.reckoning.interfaces import released_pieces
from freehand.node.reckoning.joining import whole
from freehand.node.reckoning.judgement import MOST_WORK
from freehand.node.reckoning.pieces import Basis, LeftOut, Piece
from freehand.node.reckoning.remembering import as_looked, looked_at, remember, remembered_in
from freehand.node.reckoning.remembering import look as keep_look
from freehand.node.reckoning.ties import Ties, Under, ties
from freehand.node.reckoning.verdicts import Refreshed, refresh

if TYPE_CHECKING:
    from freehand.assessment.interface import Saying
    from freehand.node.drafts.draft import Draft
    from freehand.node.folder import Compact, Node
    from freehand.node.intake import Arrival
    from freehand.node.known import Known
    from freehand.plans.joint import Workspace
    from freehand.terms.proposal import Terms


class ToRelease(NamedTuple):
    """The interface of a course as it would be released, and what it adds to what partners have; empty: nothing."""

    piece: Piece
    adds: tuple[Addition, ...]


def verdicts(
    node: Node,
    compact: Compact,
    known: Known,
    drafts: Iterable[Draft] = (),
    *,
    who: Mapping[str, str] | None = None,
    before: Basis | None = None,
    look: bool = True,
    limit: int | None = SEARCH_LIMIT,
    work: int | None = MOST_WORK,
    progress: Callable[[str], None] | None = None,
) -> Refreshed:
    """All verdicts as they stand now; only what was touched since they were reckoned is judged anew, and kept.

    Args:
        node: the own node.
        compact: one of its compacts.
        known: what is known of it now.
        drafts: the own drafts.
        who: for parties, a word on who each is.
        before: what was reckoned with at the last look, if it is at hand: then reasons of changes are tried.
        look: whether somebody is told all that changed, so that it is the last look from now on.
        limit: how many orders of clashes are tried.
        work: how much is looked at for one rung of one contingency.
        progress: told of each contingency before it is judged.
    """
    basis = known_basis(known, drafts, who)
    with node.cabinet.reading() as shelves:
        kept, last = remembered_in(shelves, compact.id), looked_at(shelves, compact.id)
    found = refresh(
        basis, kept, looked=last, before=before, gone=gone_of(known), limit=limit, work=work, progress=progress
    )
    fresh = bool(found.dropped) or any(kept.get(cell.name) != cell for cell in found.cells)
    seen = look and last != as_looked(found)
    if fresh or seen:
        with node.cabinet.writing() as shelves:
            remember(shelves, compact.id, kept, found)
            if seen:
                keep_look(shelves, compact.id, last, found)
    return found


def heard(
    node: Node,
    compact: Compact,
    known: Known,
    drafts: Iterable[Draft] = (),
    *,
    progress: Callable[[str], None] | None = None,
) -> Refreshed | None:
    """What has changed since the last look by what came; the last look stays what it was. None: nobody has looked yet.

    Raises:
        StoreBusy, StoreFailed: the node is being changed by another, or cannot be read.
    """
    with node.cabinet.reading() as shelves:
        if not looked_at(shelves, compact.id):
            return None
    return verdicts(node, compact, known, drafts, look=False, progress=progress)


def touches(arrival: Arrival) -> bool:
    """Whether anything came that a verdict can rest on: all but talk, and words on who may do what."""
    if not isinstance(arrival.taken, Unchanged) and (arrival.taken.card or arrival.taken.records.revealed):
        return True
    return any(group not in ("talk", "people") for group in arrival.news.counts)


def workspace(
    known: Known, drafts: Iterable[Draft] = (), who: Mapping[str, str] | None = None, version: int = 0
) -> tuple[Workspace | None, list[LeftOut]]:
    """What is known as one workspace, to be assessed, explained and reported as any other; None: nothing is known.

    Of a contingency of which several versions stand side by side it has the one with this number.
    """
    grounds, unplaced = grounds_of(known_basis(known, drafts, who))
    found, left_out = whole(grounds, version)
    return found, [*unplaced, *left_out]


def to_release(
    known: Known,
    drafts: Sequence[Draft] = (),
    saying: Saying = "possible",
    contingencies: Iterable[str] | None = None,
    to: Iterable[str] | None = None,
) -> tuple[list[ToRelease], list[LeftOut]]:
    """What the own courses would be released as, each with what it adds to all that was released of it before.

    ``to`` are the parties who shall have it, all others unless said: its record names nothing that one of them may not
    see.
    """
    parties = {*known.members} - {known.party} if to is None else {*to}
    earlier: dict[str, list[tuple[int, Piece]]] = {}
    for one in known.said("interface", superseded=True):
        if one.mine and one.to:
            piece = Piece("interface", one.party, one.object, one.body["document"], one.leaf)
            earlier.setdefault(one.object, []).append((one.number, piece))
    pieces, left_out = released_pieces(known_basis(known, drafts), saying, contingencies, parties)
    found = []
    for piece in pieces:
        before = [each for _, each in sorted(earlier.get(piece.object, []))]
        found.append(ToRelease(piece, tuple(additions(before, piece))))
    return found, left_out


def would_tie(
    known: Known,
    terms: Terms,
    drafts: Iterable[Draft] = (),
    *,
    limit: int | None = SEARCH_LIMIT,
    progress: Callable[[str], None] | None = None,
) -> Ties:
    """The scope trade-off under today's terms beside the same under these.

    Raises:
        UsageError: nothing that could be reckoned is known.
    """
    basis = known_basis(known, drafts)
    in_force = known.standing.in_force
    today = Under(min((version.terms.scope for version in in_force), default=None), basis.frame.rules)
    proposed = Under(terms.scope, (("proposed", terms.rules),) if terms.rules else ())
    return ties(basis, today, proposed, limit=limit, progress=progress)
