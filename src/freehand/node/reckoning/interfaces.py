"""What of one's own courses would be released, course by course, and released courses back into one release a party.

1. One item for each course: its projection on shared points with every way and at every joint rung, as the command
   ``freehand interface`` makes it, with nothing of other courses in it.
2. It is made from the own plans and from what is known of the partners': which points are shared follows from their
   joins and from the rules in force. So it is made anew when these change, and ``stale`` says which are. Its record
   names what it was made under (``made_under``).
3. A caveat's words may stay at home: the sentence is its bound and goes with the offer; the reason need not.
4. Where a contingency has several versions side by side, an interface is made for the first of them: there is no item
   for two. Whoever plans settles the versions first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from freehand.assessment.interface import Saying
from freehand.assessment.projecting import released_by
from freehand.formats.interface import as_text, read
from freehand.formats.json_tree import read_json
from freehand.formats.tree import Fields
from freehand.node.json_line import json_line
from freehand.node.kinds import label_of
from freehand.node.objects import object_name
from freehand.node.reckoning.ground import grounds_of
from freehand.node.reckoning.made_under import rests_of
from freehand.node.reckoning.pieces import Basis, LeftOut, Piece
from freehand.node.reckoning.projections import together
from freehand.plans.released import Released, ReleasedCourse


def released_pieces(
    basis: Basis,
    saying: Saying = "possible",
    contingencies: Iterable[str] | None = None,
    to: Iterable[str] = (),
) -> tuple[list[Piece], list[LeftOut]]:
    """What the reader's own courses would be released as, one piece each, and what could not be read.

    Args:
        basis: what the party knows, its own plans in full.
        saying: how much partners shall be able to decide. Below *possible*, a node that has only interfaces leaves open
            what the plans would decide.
        contingencies: only these; all unless said.
        to: the parties who shall have them; their records name nothing that one of these may not see.
    """
    grounds, left_out = grounds_of(basis)
    own = basis.frame.party
    wanted = None if contingencies is None else set(contingencies)
    found: dict[str, Piece] = {}
    readers = frozenset((own, *to)) if to else frozenset[str]()
    for ground in grounds:
        if wanted is not None and ground.contingency not in wanted:
            continue
        if not any(piece.kind == "course" and piece.party == own for piece in ground.pieces):
            continue
        reading = ground.read()
        left_out += [one for one in reading.left_out if one.party == own]
        if reading.workspace is None:
            continue
        released = released_by(reading.workspace, own, saying)
        by_course: dict[str, list[ReleasedCourse]] = {}
        for course in released.courses:
            by_course.setdefault(course.name, []).append(course)
        rests = rests_of(ground, own, readers)
        for name, courses in by_course.items():
            object = object_name(ground.contingency, name)
            text, label = text_of(released, courses), label_of([*readers])
            found.setdefault(object, Piece("interface", own, object, text, "", label, rests))
    return [found[object] for object in sorted(found)], left_out


def text_of(released: Released, courses: Sequence[ReleasedCourse]) -> str:
    """The text of an item: of a release, only these courses."""
    return json_line(json.loads(as_text(released._replace(courses=tuple(courses)))))


def released_of(pieces: Iterable[Piece]) -> dict[str, Released]:
    """Released courses back into one release for each party; a piece that cannot be read is left out.

    This looks at no workspace: whether what they name is there, is seen where a ground is read.
    """
    found: dict[str, Released] = {}
    for piece in pieces:
        one = _read(piece)
        if one is not None:
            known = found.get(piece.party)
            found[piece.party] = one if known is None else together(known, one)
    return found


def _read(piece: Piece) -> Released | None:
    trees, _ = read_json(piece.text, piece.object)
    if not trees or not isinstance(trees[0], Fields):
        return None
    released, _ = read(trees[0], piece.object)
    return released if released is not None and released.party == piece.party else None


def stale(basis: Basis, released: Iterable[Piece], saying: Saying = "possible") -> list[str]:
    """In sentences: own courses of which partners have nothing, or something else than the plan now gives.

    Args:
        basis: what the party knows, its own plans in full.
        released: the interfaces that it released, as they are current.
        saying: how much they say.
    """
    known = {piece.object: piece.text for piece in released if piece.party == basis.frame.party}
    now = {piece.object: piece for piece in released_pieces(basis, saying)[0]}
    told = []
    old = _old(basis)
    for object, piece in now.items():
        if object not in known:
            told.append(f"{piece.words} is not released: partners reckon without it.")
        elif known[object] != piece.text:
            told.append(f"{piece.words} is no longer as it was released: partners reckon with the older one.")
        elif object in old:
            told.append(old[object])
    told += [
        f"{piece.words} stands released, and there is no such course any more."
        for piece in (Piece("interface", basis.frame.party, object, "") for object in known if object not in now)
    ]
    return told


def aged(basis: Basis) -> list[str]:
    """In sentences: own interfaces that were made with something else than stands today. No plan is read for it."""
    old = _old(basis)
    return [old[object] for object in sorted(old)]


def _old(basis: Basis) -> dict[str, str]:
    """By object."""
    found: dict[str, str] = {}
    for ground in grounds_of(basis)[0]:
        for piece, made in ground.older.items():
            if piece.party == basis.frame.party:
                said = f"{piece.words} is no longer as it was released: it was made {made[0][1]}."
                found.setdefault(piece.object, said)
    return found
