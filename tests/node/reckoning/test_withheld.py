"""What is withheld shows nowhere: two worlds that differ only in it give the partner the same."""

from __future__ import annotations

import json

import pytest

from freehand.node.authoring.promising import read_promise, withheld
from freehand.node.json_line import json_line
from freehand.node.reckoning.interfaces import released_pieces, stale
from freehand.node.reckoning.pieces import Basis, Piece
from freehand.node.reckoning.verdicts import refresh
from freehand.terms.scope import Rung
from tests.node.reckoning.nodes import frame_of, node, nodes, pieces_of

EXAMPLES = ["gulf", "cascadia", "grid", "start"]


def otherwise(basis: Basis, only: str = "") -> Basis:
    """The same party with other plans behind the same bounds: more to do, that ties nothing."""
    found = []
    for piece in basis.pieces:
        if piece.kind == "course" and piece.party == basis.frame.party and piece.object.startswith(only):
            plain = json.loads(piece.text)
            plain["activities"] = {"zz rehearse": {"we choose": "1 to 2 h"}, **plain["activities"]}
            plain.setdefault("rules", {})["end of zz rehearse at most 3 h after the warning"] = "nobody need know"
            found.append(piece._replace(text=json.dumps(plain)))
        else:
            found.append(piece)
    return basis._replace(pieces=tuple(found))


@pytest.mark.parametrize("example", EXAMPLES)
def test_worlds_that_differ_behind_equal_bounds_give_the_partner_everything_alike(example: str) -> None:
    path = f"examples/{example}"
    everyone = nodes(path)
    first = sorted(everyone)[0]
    here, _ = released_pieces(everyone[first])
    there, _ = released_pieces(otherwise(everyone[first]))
    assert here == there
    for party in sorted(everyone)[1:]:
        views = []
        for released in (here, there):
            cells = refresh(node(path, party, {first: released}), {}).cells
            views.append(json.dumps([cell.as_value() for cell in cells]))
        assert views[0] == views[1]
        assert "rehearse" not in views[1]
        assert "nobody need know" not in views[1]


def test_nothing_private_of_a_plan_is_named_in_what_a_partner_reckons() -> None:
    everyone = nodes("examples/gulf")
    private = {
        name
        for piece in everyone["A"].pieces
        if piece.kind == "course"
        for name in json.loads(piece.text)["activities"]
    }
    shown = {point for piece in released_pieces(everyone["A"])[0] for point in piece.text.split('"')}
    seen = json.dumps([cell.as_value() for cell in refresh(everyone["B"], {}).cells])
    hidden = private - shown
    assert hidden
    assert not [name for name in hidden if f"A's {name}" in seen]


def test_a_course_that_is_not_released_or_no_longer_so_is_told_to_its_owner() -> None:
    basis = nodes("examples/gulf")["A"]
    released, _ = released_pieces(basis)
    assert stale(basis, released) == []
    assert stale(basis, released[1:])[0].endswith("is not released: partners reckon without it.")
    older = [released[0]._replace(text=released[0].text.replace("7", "8", 1)), *released[1:]]
    assert "partners reckon with the older one" in stale(basis, older)[0]
    assert "there is no such course any more" in stale(basis, [*released, released[0]._replace(object="x/y")])[0]


# -- caveats -----------------------------------------------------------------------------------------------------------

AIRLIFT = "examples/worked/airlift"


def promised(caveats: dict[str, str], lead: str = "3 to 5 h") -> list[Piece]:
    pieces = []
    for piece in pieces_of(AIRLIFT):
        if piece.kind == "promise":
            plain = json.loads(piece.text) | {"nature takes": lead, "caveats": caveats}
            pieces.append(piece._replace(text=json.dumps(plain)))
        else:
            pieces.append(piece)
    return pieces


def both(pieces: list[Piece]) -> list[str]:
    """What each node says at support: standing and windows, each with the other's interface."""
    plans = {p: [x for x in pieces if x.kind not in ("course", "own-means") or x.party == p] for p in "AB"}
    bases = {p: Basis(frame_of(AIRLIFT, p), tuple(known)) for p, known in plans.items()}
    released = {p: released_pieces(basis)[0] for p, basis in bases.items()}
    said = []
    for party, other in ("AB", "BA"):
        basis = bases[party]._replace(pieces=(*bases[party].pieces, *released[other]))
        at = refresh(basis, {}).on("drill").rungs[Rung.SUPPORT]
        said.append(
            json.dumps([at.standing, [f for f in at.facts.items() if f[0][0] in ("window", "margin", "course", "way")]])
        )
    return said


@pytest.mark.parametrize(
    ("caveat", "standing"),
    [
        ("call for supplies at least 5 h after the warning", "assured"),
        ("call for supplies at least 45 h after the warning", "impossible"),
    ],
)
def test_a_caveat_without_its_words_binds_both_nodes_as_it_does_with_them(caveat: str, standing: str) -> None:
    with_words = promised({caveat: "crews are needed at home till then"})
    silent = [
        piece._replace(text=json_line(withheld(read_promise(piece.text), [caveat])))
        if piece.kind == "promise"
        else piece
        for piece in with_words
    ]
    said = both(with_words)
    assert said == both(silent)
    assert said[0] == said[1]
    assert json.loads(said[0])[0] == standing
    assert not any("needed at home" in p.text for p in silent)
    assert both(promised({})) != both(promised({"call for supplies at least 45 h after the warning": ""}))


def test_a_caveat_on_a_point_of_its_giver_is_refused_since_its_receiver_could_not_keep_it() -> None:
    basis = Basis(frame_of(AIRLIFT, "A"), tuple(promised({"call for supplies not before end of A's tell staff": ""})))
    left_out = refresh(basis, {}).on("drill").left_out
    assert "this caveat is tied to a point of A" in left_out[0]
