"""Interfaces on two nodes: a point that was not released, and what an interface was made under."""

from __future__ import annotations

import json
from typing import Any

import pytest

from freehand.assessment.verdict import Verdict
from freehand.node.reckoning.basis import known_basis
from freehand.node.reckoning.interfaces import aged, released_pieces, stale
from freehand.node.reckoning.pieces import Basis, Frame, Piece
from freehand.node.reckoning.rules import binding
from freehand.node.reckoning.verdicts import Refreshed, refresh
from freehand.plans.released import ANEW
from freehand.terms.scope import Rung
from tests.node.members import Side
from tests.node.reckoning.test_on_nodes import GULF, drafts, exchange, refreshed, release, story, told

JOINT = tuple(rung for rung in Rung if rung.joint)
UNDECIDED = Verdict.UNDECIDED.word

# -- points that were not released -------------------------------------------------------------------------------------

DRILL = '{"contingency":"drill","horizon":"72 h","aims":"safe","scenarios":{"one":{}}}'
PLAN: dict[str, Any] = {"contingency": "drill", "meets": "safe"}
SENDS = {"party": "A", "course": "sends", **PLAN, "activities": {"send message": {"we choose": "1 to 2 h"}}}
OTHER = {**SENDS, "activities": {"send nothing": {"we choose": "1 to 2 h"}}}
WAITS = {"party": "B", "course": "waits", **PLAN, "activities": {"act": {"we choose": "1 to 2 h"}}}
JOINS = {**WAITS, "rules": {"start of act not before end of A's send message": "it acts on the message"}}


def basis(party: str, *pieces: Piece, rules: str = "") -> Basis:
    frame = Frame("drill", party, {"A": "", "B": ""}, True, (("today", rules),) if rules else ())
    return Basis(frame, (Piece("contingency", "A", "drill", DRILL, "aa"), *pieces))


def course(party: str, plan: dict[str, Any]) -> Piece:
    return Piece("course", party, f"drill/{plan['course']}", json.dumps(plan))


def standings(found: Refreshed) -> dict[Rung, str]:
    return {rung: found.on("drill").rungs[rung].standing for rung in JOINT}


def whys(found: Refreshed) -> set[str]:
    return {found.on("drill").rungs[rung].why for rung in JOINT}


@pytest.mark.parametrize(("plan", "afterwards"), [(SENDS, "assured"), (OTHER, "impossible")])
def test_a_point_that_was_not_released_leaves_it_undecided_until_it_is(plan: dict[str, Any], afterwards: str) -> None:
    """A releases its interface before it knows of B's join; asked anew, it says whether it has the point."""
    ours = course("A", plan)
    early, _ = released_pieces(basis("A", ours))
    theirs, _ = released_pieces(basis("B", course("B", JOINS), *early))
    on_a = refresh(basis("A", ours, *theirs), {})
    on_b = refresh(basis("B", course("B", JOINS), *early), {})
    assert set(standings(on_a).values()) == {afterwards}
    assert set(standings(on_b).values()) == {UNDECIDED}
    (why,) = whys(on_b)
    assert why.endswith(f"rests on end of A's send message, which was not released: ask A for its interface{ANEW}")
    assert "most is asked by" not in why
    late, _ = released_pieces(basis("A", ours, *theirs))
    assert ('"lacks"' in late[0].text) == (plan is OTHER)
    assert stale(basis("A", ours, *theirs), early) != []
    assert stale(basis("A", ours, *theirs), late) == []
    assert standings(refresh(basis("B", course("B", JOINS), *late), {})) == standings(on_a)


def test_what_is_impossible_anyway_is_so_without_the_point() -> None:
    ours = course("A", SENDS)
    early, _ = released_pieces(basis("A", ours))
    never = {**JOINS, "rules": {**JOINS["rules"], "end of act at most 0 h after the warning": "too late"}}
    assert set(standings(refresh(basis("B", course("B", never), *early), {})).values()) == {"impossible"}


def test_an_agreed_rule_on_a_point_that_was_not_released_never_lapses_unseen() -> None:
    late_only = {**SENDS, "rules": {"start of send message at least 60 h after the warning": "it takes so long"}}
    at_once = {**WAITS, "rules": {"start of act at most 10 h after the warning": "it must be soon"}}
    within = "end of A's send message and start of B's act within 1 h of each other"
    rules = json.dumps({"together": {"contingency": "drill", "within": within}})
    early, _ = released_pieces(basis("A", course("A", late_only)))
    found = refresh(basis("B", course("B", at_once), *early, rules=rules), {})
    assert not found.left_out
    assert found.on("drill").left_out == ()
    assert standings(found)[Rung.SUPPORT] == "assured"
    assert standings(found)[Rung.OPERATIONS] == UNDECIDED
    late, _ = released_pieces(basis("A", course("A", late_only), rules=rules))
    found = refresh(basis("B", course("B", at_once), *late, rules=rules), {})
    assert standings(found)[Rung.OPERATIONS] == "impossible"


# -- what it was made under --------------------------------------------------------------------------------------------


def both(a: Side, b: Side) -> tuple[Refreshed, Refreshed]:
    return refreshed(a), refreshed(b)


def released_anew(a: Side, b: Side) -> None:
    """Each releases what its own node calls older, and the other takes it in."""
    for side, other in ((a, b), (b, a)):
        release(side, other)
    exchange(a, b)
    release(a, b)
    release(b, a)
    exchange(a, b)


def older(side: Side) -> list[str]:
    return aged(known_basis(side.known(), drafts(side.party)))


def agree_once_released_anew(a: Side, b: Side, contingency: str) -> None:
    """Until then undecided on both, with the reason; then both say the same, and no interface is called older."""
    for side, found in zip((a, b), both(a, b), strict=True):
        partner = "B" if side is a else "A"
        for rung in JOINT:
            at = found.on(contingency).rungs[rung]
            assert at.standing == UNDECIDED
            assert f"{partner}'s interface was made with" in at.why
            assert at.why.endswith(ANEW)
        assert older(side)
    released_anew(a, b)
    first, second = both(a, b)
    assert told(first) == told(second)
    for found in (first, second):
        assert not any(at.why.endswith(ANEW) for cell in found.cells for at in cell.rungs.values())
    assert older(a) == older(b) == []


def test_after_a_withdrawn_report_nothing_rests_on_interfaces_made_under_it() -> None:
    a, b, leaves = story()
    assert both(a, b)[0].on("evacuation").rungs[Rung.SUPPORT].standing
    a.withdraw(leaves["no%20attack%20within%20a%20day"])
    b.hear(a)
    agree_once_released_anew(a, b, where(leaves, "no%20attack%20within%20a%20day"))


def where(leaves: dict[str, str], report: str) -> str:
    assert report in leaves
    text = next(each.text for each in GULF.documents if each.object == report)
    about = json.loads(text)
    return str(next(value for key, value in about.items() if key in ("on", "contingency", "for", "about")))


def test_a_report_that_comes_later_is_in_no_interface_that_was_made_before() -> None:
    a, b, leaves = story()
    report = next(each for each in GULF.documents if each.object == "no%20attack%20within%20a%20day")
    contingency = where(leaves, report.object)
    a.withdraw(leaves[report.object])
    b.hear(a)
    released_anew(a, b)
    a.item("report", "again", {"document": report.text}, b)
    b.hear(a)
    for one in both(a, b):
        assert "was made without A's report 'again'" in one.on(contingency).rungs[Rung.SUPPORT].why
    assert older(a)
    assert older(b)
    released_anew(a, b)
    assert told(refreshed(a)) == told(refreshed(b))
    assert older(a) == older(b) == []


def test_a_new_version_of_the_contingency_asks_for_interfaces_anew() -> None:
    a, b, leaves = story()
    text = next(each.text for each in GULF.documents if each.object == "evacuation")
    later = text.replace('"horizon":"', '"horizon":"1')
    a.item("contingency", "evacuation", {"document": later}, b, replaces=leaves["evacuation"])
    b.hear(a)
    agree_once_released_anew(a, b, "evacuation")


def test_a_recall_needs_no_new_interface_and_a_promise_that_comes_later_does() -> None:
    a, b, leaves = story()
    a.say("recall", "recall", {"about": leaves["tanker%20lift"], "words": "needed at home"})
    b.hear(a)
    first, second = both(a, b)
    assert told(first) == told(second)
    assert older(a) == older(b) == []
    before = first.on("strait-closure").rungs[Rung.SCENARIOS].standing
    offer = next(each for each in GULF.documents if each.object == "tanker%20lift")
    leaf = a.item("offer", "again", {"document": offer.text}, b)
    b.hear(a)
    b.item("accept", "accept-again", {"about": leaf}, a)
    a.hear(b)
    for found in both(a, b):
        assert found.on("strait-closure").rungs[Rung.SCENARIOS].standing == before
        assert "was made without A's promise 'again'" in found.on("strait-closure").rungs[Rung.SUPPORT].why
    released_anew(a, b)
    first, second = both(a, b)
    assert told(first) == told(second)
    assert first.on("strait-closure").rungs[Rung.SUPPORT].standing == "assured"


def test_whoever_may_not_see_a_report_does_not_learn_of_it_from_an_interface() -> None:
    text = json.dumps({"report": "fog", "by": "A", "contingency": "drill"})
    report = Piece("report", "A", "fog", text, "bb", "A, C")
    shared = Piece("contingency", "A", "drill", DRILL, "aa", "A, B, C")
    frame = Frame("drill", "A", {"A": "", "B": "", "C": ""}, True)
    plans = Basis(frame, (shared, report, course("A", SENDS)))
    rests = {to: released_pieces(plans, to=to)[0][0].rests for to in ("B", "C", "BC")}
    assert rests == {"B": ("aa",), "C": ("aa", "bb"), "BC": ("aa",)}


# -- the terms that it was made under ----------------------------------------------------------------------------------


def amended(a: Side, b: Side, **terms: Any) -> None:
    """Both accept an amendment; what it does not say stays."""
    (old,) = a.known().standing.in_force
    said = {"scope": "operations", "parties": ["A", "B"], "rules": old.terms.rules, **terms}
    version = a.say("terms.amend", "terms", {"about": old.id, "terms": said})
    a.accept(version)
    b.hear(a)
    b.accept(version)
    a.hear(b)


def changed_rules(**rules: Any) -> str:
    return json.dumps({**json.loads(GULF.rules), **rules})


def test_an_interface_is_older_where_rules_on_its_partys_own_points_changed_and_both_nodes_leave_it_open() -> None:
    a, b, _ = story()
    before = both(a, b)[0]
    assert before.on("evacuation").rungs[Rung.OPERATIONS].standing == "assured"
    amended(a, b, rules=changed_rules(later={"contingency": "evacuation", "notice": "60 h before start of A's embark"}))
    why = "A's interface was made under other terms: "
    for side, found, asks in zip((a, b), both(a, b), ("release it", "ask A for its interface"), strict=True):
        for cell in found.cells:
            for rung in JOINT:
                touched = (cell.contingency, rung) == ("evacuation", Rung.OPERATIONS)
                at, was = cell.rungs[rung], before.on(cell.name).rungs[rung]
                said = (UNDECIDED, f"{why}{asks}{ANEW}") if touched else (was.standing, was.why)
                assert (at.standing, at.why) == said
        assert bool(older(side)) == (side is a)
    assert older(a)[0].endswith("is no longer as it was released: it was made under other terms.")
    release(a, b)
    b.hear(a)
    first, second = both(a, b)
    assert told(first) == told(second)
    assert first.on("evacuation").rungs[Rung.OPERATIONS] != before.on("evacuation").rungs[Rung.OPERATIONS]
    assert not any(at.why.endswith(ANEW) for found in (first, second) for c in found.cells for at in c.rungs.values())
    assert older(a) == older(b) == []


NEARER = "start of A's send message and start of B's call within 1 h of each other"


@pytest.mark.parametrize(
    "terms",
    [
        {"exclusions": [{"name": "no targets", "words": ["target"]}]},
        {"rules": changed_rules(**{"same hour": {"contingency": "de-escalation", "within": NEARER}})},
    ],
    ids=["an exclusion", "a rule across parties"],
)
def test_other_changes_of_the_terms_make_no_interface_older(terms: dict[str, Any]) -> None:
    a, b, _ = story()
    before = told(both(a, b)[0])
    amended(a, b, **terms)
    first, second = both(a, b)
    assert told(first) == told(second)
    assert (told(first) == before) == ("rules" not in terms)
    assert not any(at.why.endswith(ANEW) for found in (first, second) for c in found.cells for at in c.rungs.values())
    assert older(a) == older(b) == []


def test_a_rule_that_binds_only_with_a_promise_lapses_where_there_is_none() -> None:
    """Else a recall would leave the rung undecided until the terms are amended."""
    consent = {"contingency": "drill", "consent of": "host", "before": "start of A's send message"}
    rules = json.dumps({"c": {**consent, "nature takes": "1 to 2 h", "only with promise": "lift"}})
    theirs, _ = released_pieces(basis("B", course("B", JOINS), rules=rules))
    ours, _ = released_pieces(basis("A", course("A", SENDS), *theirs, rules=rules))
    for party, plan, pieces in (("A", SENDS, theirs), ("B", JOINS, ours)):
        found = refresh(basis(party, course(party, plan), *pieces, rules=rules), {})
        assert found.on("drill").left_out == ()
        assert standings(found)[Rung.OPERATIONS] == "assured"


def test_whose_points_a_rule_binds_is_read_from_its_words_alone() -> None:
    version = json.loads('{"scenarios":{"one":{"attack":"1 to 2 h after the warning"}}}')

    def binds(**rule: str) -> str:
        rules = {"r": {"contingency": "drill", **rule}}
        return "".join(party for party in "AB" if binding(rules, party, "AB", version))

    assert binds(notice="10 h before start of A's embark") == "A"
    assert binds(**{"consent of": "port captain", "before": "delivery of fuel to B", "nature takes": "1 to 2 h"}) == "B"
    assert binds(within="start of A's go and start of B's go within 1 h of each other") == ""
    assert binds(rule="start of A's go not before end of A's B's drill") == "A"
    assert binds(rule="start of B's go not before attack; start of A's go not before end of B's go") == "B"
    assert binds(rule="start of go not before attack") == "AB"
    assert binds(rule="gibberish") == "AB"
    same = {"r": {"contingency": "drill", "notice": "1 h before start of A's go"}}
    renamed = {"other": {**same["r"], "why": "so that all know"}}
    assert binding(same, "A", "AB", version) == binding(renamed, "A", "AB", version)
