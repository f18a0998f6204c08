"""Verdicts refreshed after one partner's release, against all of them computed anew.

The workspace has 20 contingencies of two parties, as ``benchmarks.growth`` makes them from a seed. The node of one
party has its own plans in full and the interfaces of the other. The partner releases one course anew; what the node
then does is all that is measured: it reads what it remembered, lays out the ground of every contingency, judges the one
that is touched, and says what changed. What was said is in memory on both sides.
"""

from __future__ import annotations

import json
from functools import partial

from benchmarks.growth import Size, files
from benchmarks.measuring import Goal, timed_pairs
from freehand.node.json_line import json_line
from freehand.node.reckoning.cells import Cell
from freehand.node.reckoning.documents import Folder, split
from freehand.node.reckoning.interfaces import released_pieces
from freehand.node.reckoning.pieces import Basis, Frame, Piece
from freehand.node.reckoning.verdicts import Refreshed, refresh

SIZE = Size(2, 2000, 1)
PLANS = ("course", "own-means")


def refresh_goals(rounds: int = 5, size: Size = SIZE) -> list[Goal]:
    """Refreshing after one release over computing all, and in seconds."""
    folder = split((name, text.encode()) for name, text in files(size))
    own, partner = sorted(folder.parties)
    there = node(folder, partner)
    released, left_out = released_pieces(there)
    assert not left_out, left_out[0]
    basis = node(folder, own, released)
    every = refresh(basis, {})
    assert not any(cell.left_out for cell in every.cells)
    kept = json.dumps([cell.as_value() for cell in every.cells])
    anew, touched = released_anew(there, released)
    after = node(folder, own, anew)
    found = refreshed(after, kept)
    assert found.anew == (touched,), found.anew
    assert {c.name: c.rungs for c in found.cells} == {c.name: c.rungs for c in refresh(after, {}).cells}
    mine, whole, ratio = timed_pairs(partial(refreshed, after, kept), partial(refresh, after, {}), rounds)
    count = len(every.cells)
    print(f"verdicts of {count} contingencies after one release: {mine * 1e3:.0f} ms; all anew: {whole * 1e3:.0f} ms")
    return [
        Goal(f"verdicts refreshed after one partner release, {count} contingencies, over computing all", ratio, 0.1),
        Goal("the same, in seconds", mine, 1),
    ]


def refreshed(basis: Basis, kept: str) -> Refreshed:
    """What a node does once something new is there."""
    cells = [Cell.of_value(value) for value in json.loads(kept)]
    return refresh(basis, {cell.name: cell for cell in cells})


def node(folder: Folder, party: str, released: list[Piece] | None = None) -> Basis:
    """What a party knows: its own plans, what is shared, and what the other released."""
    frame = Frame(folder.compact, party, folder.parties, folder.illustrative, (("today", folder.rules),))
    first = min(folder.parties)
    pieces = [
        Piece(
            "promise" if each.kind == "offer" else each.kind, each.party or first, each.object, each.text, each.object
        )
        for each in folder.documents
        if each.kind not in PLANS or each.party == party
    ]
    return Basis(frame, (*pieces, *(released or ())))


def released_anew(partner: Basis, released: list[Piece]) -> tuple[list[Piece], str]:
    """What stands released once one course takes longer, and the contingency that this is about."""
    for place, course in enumerate(partner.pieces):
        if course.kind != "course":
            continue
        plain = json.loads(course.text)
        name = plain["contingency"]
        for activity in plain["activities"].values():
            takes = next((key for key in ("we choose", "nature takes") if key in activity), None)
            if takes is not None and " to " in activity[takes]:
                low, high = activity[takes].removesuffix(" h").split(" to ")
                activity[takes] = f"{low} to {float(high) + 1:g} h"
        pieces = list(partner.pieces)
        pieces[place] = course._replace(text=json_line(plain))
        anew = {p.object: p for p in released_pieces(partner._replace(pieces=tuple(pieces)), contingencies=[name])[0]}
        if any(anew.get(p.object, p) != p for p in released):
            return [anew.get(p.object, p) for p in released], name
    raise AssertionError("no change of a course shows in its interface")


if __name__ == "__main__":
    for goal in refresh_goals():
        print(f"{goal.goal}: {goal.ratio:.3f} (at most {goal.target})")
