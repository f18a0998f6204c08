"""The reckoning on nodes: what was said, released and taken in, judged alike by whoever may read it."""

from __future__ import annotations

import json

from freehand.node.drafts.draft import Draft
from freehand.node.reckoning.cells import rank
from freehand.node.reckoning.pieces import Piece
from freehand.node.reckoning.remembering import remembered_in
from freehand.node.reckoning.verbs import to_release, verdicts, workspace, would_tie
from freehand.node.reckoning.verdicts import Refreshed
from freehand.terms.proposal import read_terms
from freehand.terms.scope import Rung
from tests.node.members import Side, under_terms
from tests.node.reckoning.nodes import folder

GULF = folder("examples/gulf")
JOINT = tuple(rung for rung in Rung if rung.joint)


def drafts(party: str) -> list[Draft]:
    courses = [each for each in GULF.documents if each.party == party and each.kind == "course"]
    return [Draft(one.kind, one.object, "", (), one.body, None, 1) for one in courses]


def refreshed(side: Side) -> Refreshed:
    found: Refreshed = verdicts(side, side, side.known(), drafts(side.party))  # type: ignore[arg-type]  # stands for both
    return found


def story() -> tuple[Side, Side, dict[str, str]]:
    """Two nodes under the rules of the example, that have said all that it has, and released interfaces."""
    a, b = under_terms("A", "B", rules=GULF.rules)
    leaves: dict[str, str] = {}
    for each in GULF.documents:
        if each.kind != "course":
            side, other = (b, a) if each.party == "B" else (a, b)
            leaves[each.object] = side.item(each.kind, each.object, each.body, other)
    exchange(a, b)
    for each in GULF.documents:
        if each.kind == "offer":
            giver, receiver = (a, b) if each.party == "A" else (b, a)
            receiver.item("accept", f"accept {each.object}".replace(" ", "-"), {"about": leaves[each.object]}, giver)
    exchange(a, b)
    for _ in range(2):
        for side, other in ((a, b), (b, a)):
            release(side, other)
        exchange(a, b)
    return a, b, leaves


def release(side: Side, other: Side) -> list[Piece]:
    """Release every interface that adds something; what partners have already is not said again."""
    found, left_out = to_release(side.known(), drafts(side.party))
    assert not left_out
    known = side.known().current("interface")
    made = []
    for one in found:
        before = known.get(f"{side.party}/{one.piece.object}", ())
        if any((said.body["document"], said.references) == (one.piece.text, one.piece.rests) for said in before):
            assert not one.adds
            continue
        replaces = before[0].leaf if before else None
        body = {"document": one.piece.text}
        side.item("interface", one.piece.object, body, other, replaces=replaces, references=one.piece.rests)
        made.append(one.piece)
    return made


def exchange(a: Side, b: Side) -> None:
    a.hear(b)
    b.hear(a)


def told(found: Refreshed) -> dict[str, list[object]]:
    return {
        cell.name: [
            (rung.word, cell.rungs[rung].standing, [f for f in cell.rungs[rung].facts.items() if f[0][0] == "window"])
            for rung in JOINT
        ]
        for cell in found.cells
    }


def test_two_nodes_tell_one_story_from_release_to_recall_and_withdrawal() -> None:
    a, b, leaves = story()
    first = {side.party: refreshed(side) for side in (a, b)}
    assert told(first["A"]) == told(first["B"])
    assert first["A"].on("strait-closure").rungs[Rung.SUPPORT].standing == "assured"
    for side in (a, b):
        assert refreshed(side).anew == ()
        assert not release(side, b if side is a else a)
    a.say("recall", "recall", {"about": leaves["tanker%20lift"], "words": "needed at home"})
    b.hear(a)
    after = {side.party: refreshed(side) for side in (a, b)}
    assert told(after["A"]) == told(after["B"])
    for found in after.values():
        assert found.anew == ("strait-closure",)
        fell = [str(change) for change in found.changes if rank(change.after) > rank(change.before)]
        assert fell[0].startswith("strait-closure: assured → ")
        assert fell[0].endswith("because the promise 'tanker lift' was recalled by A")
        (lost,) = found.lost
        assert lost.leaf == leaves["tanker%20lift"]
    a.withdraw(leaves["no%20attack%20within%20a%20day"])
    b.hear(a)
    for side in (a, b):
        (lost,) = refreshed(side).lost
        assert str(lost).startswith("A's report 'no attack within a day' was withdrawn by A.")
        with side.cabinet.reading() as shelves:
            kept = json.dumps([cell.as_value() for cell in remembered_in(shelves, side.id).values()])
        assert "no%20attack" not in kept
        assert "tanker lift" not in kept


def test_versions_of_a_contingency_said_at_once_are_both_judged_on_both_nodes() -> None:
    a, b, leaves = story()
    before = leaves["evacuation"]
    text = next(each.text for each in GULF.documents if each.object == "evacuation")
    one, other = text.replace('"horizon":"', '"horizon":"1'), text.replace('"horizon":"', '"horizon":"2')
    a.item("contingency", "evacuation", {"document": one}, b, replaces=before)
    b.item("contingency", "evacuation", {"document": other}, a, replaces=before)
    exchange(a, b)
    names = {side.party: {c.name for c in refreshed(side).cells if c.contingency == "evacuation"} for side in (a, b)}
    assert len(names["A"]) == 2
    assert names["A"] == names["B"]
    assert {word for name in names["A"] for word in ("as A has it", "as B has it") if word in name} == {
        "as A has it",
        "as B has it",
    }


def test_what_a_node_knows_is_a_workspace_like_any_other() -> None:
    a, b, _ = story()
    for side in (a, b):
        found, left_out = workspace(side.known(), drafts(side.party))
        assert not left_out
        assert found is not None
        names = sorted(each.contingency for each in GULF.documents if each.kind == "contingency")
        assert [c.name for c in found.contingencies] == names
        assert {r.party for r in found.released} == {"A", "B"} - {side.party}


def test_proposed_terms_are_laid_beside_those_in_force() -> None:
    a, _, _ = story()
    narrower = read_terms({"scope": "scenarios", "parties": ["A", "B"]})
    found = would_tie(a.known(), narrower, drafts("A"))
    assert [row.rung for row in found.today] == list(Rung)
    assert [row.rung for row in found.proposed] == [rung for rung in Rung if rung <= Rung.SCENARIOS]
    assert {cell.after for cell in found.cells} == {None}
