"""Two workspaces side by side: what differs, and that each cause brings its difference about by itself."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freehand.assessment.assess import Reckoning, assess
from freehand.assessment.comparison import causes
from freehand.assessment.comparison.causes import Difference
from freehand.assessment.comparison.changes import Between, Change
from freehand.assessment.comparison.compare import Comparison, compare
from freehand.assessment.comparison.elements import table_of, workspace_of
from freehand.assessment.comparison.facts import Fact, Facts, facts_of
from freehand.assessment.projecting import released_by
from freehand.assessment.results import AtRung
from freehand.errors import Limit, UsageError, one_fault
from freehand.formats.folder import read_folder
from freehand.formats.workspace import load, read_workspace
from freehand.plans.joint import Consent, Workspace
from freehand.terms.scope import Rung
from tests.assessment import changes
from tests.assessment.compacts import HOUR, made, shuffled

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").rglob("compact.yaml"))
MORE = int(os.environ.get("FREEHAND_MORE", "1"))
SEEDS = st.integers(0, 1_000_000)
LOOK = settings(max_examples=15 * MORE, deadline=None)
AIRLIFT, GULF = "examples/worked/airlift", "examples/gulf"


def edited(example: str, *edits: tuple[str, str, str]) -> Workspace:
    """An example with words of its files changed: file, old words (they stand there once), new words."""
    files, _ = read_folder(ROOT / example)
    texts = {name: data.decode() for name, data in files}
    for name, old, new in edits:
        assert texts[name].count(old) == 1, (name, old)
        texts[name] = texts[name].replace(old, new)
    return read_workspace([(name, text.encode()) for name, text in texts.items()])


def without_rule(workspace: Workspace, name: str) -> Workspace:
    rules = tuple(rule for rule in workspace.compact.rules if rule.name != name)
    return workspace._replace(compact=workspace.compact._replace(rules=rules))


def difference(found: Comparison, contingency: str, rung: str, what: str, *of: str) -> Difference:
    (one,) = (
        d
        for c in found.contingencies
        for d in c.differences
        if (c.name, d.rung.word, d.fact) == (contingency, rung, Fact(what, of))
    )
    return one


def values(found: Comparison, contingency: str, rung: str, what: str, *of: str) -> tuple[object, object]:
    one = difference(found, contingency, rung, what, *of)
    return one.before, one.after


def keys(one: Difference) -> list[set[tuple[str, ...]]]:
    return [{change.key for change in cause} for cause in one.causes]


def facts(workspace: Workspace) -> dict[tuple[str, Rung], Facts]:
    return {(c.name, rung): facts_of(at) for c in assess(workspace).contingencies for rung, at in c.rungs.items()}


# -- exact, on the examples ------------------------------------------------------------------------------------------


def test_a_synchronisation_of_12_hours_takes_three_quarters_of_both_rooms() -> None:
    found = compare(load(ROOT / "examples/worked/none"), load(ROOT / "examples/worked/within"))
    assert [change.key for change in found.changes] == [("terms", "near each other")]
    for party in "AB":
        assert values(found, "drill", "operations", "joint room", party) == (48 * HOUR, 12 * HOUR)
    window = ("window", "A", "start of A's a", "")
    assert values(found, "drill", "operations", *window) == (None, (36 * HOUR, 48 * HOUR))
    assert values(found, "drill", "operations", "margin") == (None, 12 * HOUR)
    assert {d.rung for d in found.contingencies[0].differences} == {Rung.OPERATIONS}
    assert all(keys(d) == [{("terms", "near each other")}] for d in found.contingencies[0].differences)


def test_a_notice_that_is_too_long_leaves_a_lesser_course_and_is_named_as_the_cause() -> None:
    longer = edited(GULF, ("compact.yaml", "notice: 10 h before start of A's disperse staff",
                           "notice: 20 h before start of A's disperse staff"))  # fmt: skip
    found = compare(load(ROOT / GULF), longer)
    assert [c.name for c in found.contingencies if c.differences] == ["civil-protection"]
    assert values(found, "civil-protection", "operations", "aims unmet") == (None, ("own staff safe",))
    assert values(found, "civil-protection", "operations", "joint room", "B") == (34 * HOUR, 13 * HOUR)
    assert values(found, "civil-protection", "operations", "rests on", "B", "alert") == (None, True)
    cell = ("short warning", "A", "warn and disperse own staff", "B", "shelter in place")
    assert values(found, "civil-protection", "operations", "cell", *cell) == (("assured", None), ("possible", 7 * HOUR))
    assert all(keys(d) == [{("terms", "notice of flights")}] for c in found.contingencies for d in c.differences)
    assert [row.in_fact for row in found.before.tradeoff] == [0, 1, 2, 4, 5]
    assert [row.in_fact for row in found.after.tradeoff] == [0, 1, 2, 4, 4]
    assert [row.lesser for row in found.after.tradeoff] == [1, 1, 1, 0, 1]


def test_a_rule_that_goes_gives_its_room_back() -> None:
    found = compare(load(ROOT / GULF), without_rule(load(ROOT / GULF), "notice of flights"))
    assert values(found, "civil-protection", "operations", "joint room", "A") == (16 * HOUR, 26 * HOUR)
    consent = ("consent", "A", "warn and disperse own staff")
    assert values(found, "civil-protection", "operations", *consent) == (
        ("after notice", (), 10 * HOUR),
        ("free", (), None),
    )


def test_a_promise_withdrawn_turns_what_rested_on_it_and_the_chain_says_why() -> None:
    gulf = load(ROOT / GULF)
    withdrawn = gulf._replace(promises=tuple(p for p in gulf.promises if p.name != "tanker lift"))
    found = compare(gulf, withdrawn)
    for rung in ("support", "operations"):
        assert values(found, "strait-closure", rung, "verdict") == ("assured", "possible")
        assert values(found, "strait-closure", rung, "way", "B", "fuel") == ("tanker lift", "own way")
        assert values(found, "strait-closure", rung, "rests on", "", "tanker lift") == (True, None)
        assert keys(difference(found, "strait-closure", rung, "verdict")) == [{("promise", "tanker lift")}]
        assert difference(found, "strait-closure", rung, "chain", "", "1").before is None
    assert [c.name for c in found.contingencies if c.differences] == ["strait-closure"]


def test_two_changes_of_which_neither_is_enough_are_named_together() -> None:
    both = edited(
        AIRLIFT, ("promises.yaml", "12 to 36 h", "12 to 26 h"), ("drill.yaml", "24 to 48 h", "31 to 48 h")
    )  # fmt: skip
    found = compare(load(ROOT / AIRLIFT), both)
    verdict = difference(found, "drill", "support", "verdict")
    assert (verdict.before, verdict.after) == ("possible", "assured")
    assert keys(verdict) == [{("promise", "airlift"), ("event", "drill", "short warning", "attack")}]
    assert verdict.searched


THREE = (
    ("promises.yaml", "12 to 36 h", "12 to 28 h"),
    ("drill.yaml", "24 to 48 h", "32 to 48 h"),
    ("B.yaml", "nature takes: 4 h", "nature takes: 3 h"),
    ("A.yaml", "12 h after the warning", "11 h after the warning"),
)


def test_of_three_changes_that_only_together_are_enough_none_is_left_out_and_a_fourth_is_not_named() -> None:
    verdict = difference(compare(load(ROOT / AIRLIFT), edited(AIRLIFT, *THREE)), "drill", "support", "verdict")
    (cause,) = keys(verdict)
    assert (verdict.before, verdict.after, verdict.searched) == ("possible", "assured", True)
    assert {key[0] for key in cause} == {"promise", "event", "activity"}
    assert ("activity", "B", "drill", "hand out supplies", "distribution") in cause


def test_two_changes_each_enough_by_itself_are_both_named() -> None:
    either = edited(AIRLIFT, ("promises.yaml", "12 to 36 h", "12 to 19 h"), ("drill.yaml", "24 to 48 h", "41 to 48 h"))
    verdict = difference(compare(load(ROOT / AIRLIFT), either), "drill", "support", "verdict")
    assert sorted(map(sorted, keys(verdict))) == [
        [("event", "drill", "short warning", "attack")],
        [("promise", "airlift")],
    ]


def test_where_the_tries_are_over_nothing_is_guessed() -> None:
    found = compare(load(ROOT / AIRLIFT), edited(AIRLIFT, *THREE), tries=3)
    verdict = difference(found, "drill", "support", "verdict")
    assert (verdict.causes, verdict.searched) == ((), False)


def test_what_reaches_a_limit_on_the_way_is_no_cause_and_leaves_the_search_unfinished(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Crowded(Reckoning):
        def at(self, rung: Rung) -> AtRung:
            raise Limit(one_fault("a crowd", "it is too many.", "Plan with fewer."))

    monkeypatch.setattr(causes, "Reckoning", Crowded)
    both = edited(AIRLIFT, *THREE[:2])
    for one in compare(load(ROOT / AIRLIFT), both).contingencies[0].differences:
        assert all(len(cause) == 2 for cause in one.causes)
        assert not one.searched


def test_work_is_bounded_on_both_sides_and_what_is_beyond_is_undecided() -> None:
    found = compare(load("examples/worked/none"), load("examples/worked/within"), work=1)
    sides = (found.before, found.after)
    assert {at.undecided for side in sides for one in side.contingencies for at in one.rungs.values()} == {
        "it asks for more work than is done for one contingency"
    }


def test_what_cannot_go_alone_goes_together() -> None:
    terms = "rules:\n  permission:\n    contingency: drill\n    consent of: A\n    before: delivery of supplies\n"
    terms += "    nature takes: 1 h\n    only with promise: airlift\n"
    files, _ = read_folder(ROOT / AIRLIFT)
    old = read_workspace([(name, data + (terms.encode() if name == "compact.yaml" else b"")) for name, data in files])
    new = without_rule(old, "permission")._replace(promises=())
    between = Between(old, new)
    promise, rule = (next(c for c in between.changes if c.key[0] == sort) for sort in ("promise", "terms"))
    assert between.together([rule]) == {rule}
    assert between.together([promise]) == {promise, rule}
    assert keys(difference(compare(old, new), "drill", "support", "verdict")) == [{promise.key, rule.key}]


def test_a_course_comes_with_all_that_belongs_to_it() -> None:
    gulf = load(ROOT / GULF)
    less = gulf._replace(courses=tuple(c for c in gulf.courses if c.name != "by sea, port team for B"))
    (change,) = (c for c in Between(less, gulf).changes if c.key[0] == "course")
    assert change.key == ("course", "A", "evacuation", "by sea, port team for B")
    assert len(change.keys) > 5
    assert {key[3] for key in change.keys} == {"by sea, port team for B"}


def test_contingencies_parties_and_rungs_of_one_side_alone_are_told_and_break_nothing() -> None:
    gulf, cascadia = load(ROOT / GULF), load(ROOT / "examples/cascadia")
    found = compare(gulf, cascadia, tries=1)
    assert found.only_before == tuple(c.name for c in gulf.contingencies)
    assert found.only_after == tuple(c.name for c in cascadia.contingencies)
    assert found.contingencies == ()
    fewer = gulf._replace(contingencies=gulf.contingencies[1:])
    assert compare(gulf, fewer, [Rung.SUPPORT]).only_before == ("civil-protection",)


def test_a_contingency_that_neither_has_is_refused() -> None:
    gulf = load(ROOT / GULF)
    with pytest.raises(UsageError, match="there is no contingency 'flood'"):
        compare(gulf, gulf, contingencies=["flood"])


def test_only_what_a_change_touches_is_reckoned_again() -> None:
    told: list[str] = []
    compare(load(ROOT / GULF), without_rule(load(ROOT / GULF), "same hour"), progress=told.append)
    assert [name for name in told if name.endswith("after")] == ["de-escalation, after"]


# -- interfaces ------------------------------------------------------------------------------------------------------


def seen_by_a(workspace: Workspace) -> Workspace:
    """Gulf as A has it: with B's interface in place of B's plans."""
    theirs = released_by(workspace, "B")
    return workspace._replace(courses=tuple(c for c in workspace.courses if c.party == "A"), released=(theirs,))


def test_a_rule_across_parties_is_reckoned_exactly_from_an_interface() -> None:
    gulf = load(ROOT / GULF)
    with_plans, with_interface = (
        compare(one, without_rule(one, "same hour"), [Rung.OPERATIONS]) for one in (gulf, seen_by_a(gulf))
    )
    for what in (("joint room", "A"), ("margin",), ("window", "B", "start of B's call", "")):
        ours = values(with_interface, "de-escalation", "operations", *what)
        assert ours == values(with_plans, "de-escalation", "operations", *what)
    assert with_interface.unplayed == ()


def test_a_rule_on_a_point_behind_an_interface_is_said_not_to_be_reckoned() -> None:
    longer = edited(GULF, ("compact.yaml", "notice: 10 h before start of A's disperse staff",
                           "notice: 10 h before start of B's alert"))  # fmt: skip
    found = compare(seen_by_a(load(ROOT / GULF)), seen_by_a(load(ROOT / GULF))._replace(compact=longer.compact))
    (one,) = found.unplayed
    assert (one.party, str(one.point), one.inside) == ("B", "start of B's alert", True)


def test_a_rule_on_a_point_that_an_interface_does_not_have_is_said_not_to_be_reckoned() -> None:
    sentence = "within: start of A's send message and start of B's call within 2 h of each other"
    other = edited(GULF, ("compact.yaml", sentence, sentence.replace("B's call", "B's cabinet")))
    names = [a.name for c in other.courses if c.contingency == "de-escalation" for a in c.activities]
    assert "cabinet" in names
    today = seen_by_a(load(ROOT / GULF))
    (one,) = compare(today, today._replace(compact=other.compact)).unplayed
    assert (one.party, str(one.point), one.inside) == ("B", "start of B's cabinet", False)


def test_an_interface_in_place_of_plans_is_one_change_with_the_plans_that_go() -> None:
    gulf = load(ROOT / GULF)
    between = Between(gulf, seen_by_a(gulf))
    assert [change.key for change in between.changes] == [("interface", "B")]
    assert between.applied(between.changes) == seen_by_a(gulf)


# -- whatever the plans ----------------------------------------------------------------------------------------------


def another(old: Workspace, chance: random.Random) -> Workspace:
    """A workspace that differs in a few things."""
    ways: list[Callable[[Workspace, random.Random], Workspace]] = [changes.narrowed, changes.tightened]
    new = chance.choice(ways)(old, chance)
    keep = set(chance.sample(range(len(old.courses)), max(1, len(old.courses) - 1)))
    pairs = enumerate(zip(old.courses, new.courses, strict=True))
    courses = tuple(one if place in keep else two for place, (one, two) in pairs)
    new = new._replace(courses=courses)
    if new.promises and chance.random() < 0.5:
        new = changes.withheld(new, chance)
    if new.compact.rules and chance.random() < 0.5:
        new = without_rule(new, chance.choice(new.compact.rules).name)
    return new


@pytest.mark.parametrize("folder", EXAMPLES, ids=[path.name for path in EXAMPLES])
def test_a_table_of_elements_gives_its_workspace_back(folder: Path) -> None:
    workspace = load(folder)
    assert workspace_of(table_of(workspace), workspace.compact) == workspace


@settings(max_examples=100 * MORE, deadline=None)
@given(SEEDS)
def test_a_made_up_table_of_elements_gives_its_workspace_back(seed: int) -> None:
    workspace = made(seed)
    assert workspace_of(table_of(workspace), workspace.compact) == workspace


@LOOK
@given(SEEDS)
def test_a_workspace_beside_itself_however_it_is_written_down_changes_nothing(seed: int) -> None:
    workspace = made(seed, small=True)
    assert compare(workspace, changes.moved(workspace)).nothing
    assert facts(shuffled(workspace, random.Random(seed))) == facts(workspace)


@LOOK
@given(SEEDS)
def test_all_changes_made_to_the_old_workspace_give_the_results_of_the_new_one(seed: int) -> None:
    old = made(seed, small=True)
    new = another(old, random.Random(seed))
    between = Between(old, new)
    assert facts(between.applied(between.changes)) == facts(new)
    assert facts(between.applied(())) == facts(old)


@LOOK
@given(SEEDS)
def test_what_differs_one_way_differs_the_other_way_with_the_sides_changed(seed: int) -> None:
    old = made(seed, parties=2, small=True)
    new = another(old, random.Random(seed))
    there, back = compare(old, new, tries=1), compare(new, old, tries=1)
    mirrored = {(c.name, d.rung, d.fact, d.after, d.before) for c in back.contingencies for d in c.differences}
    assert {(c.name, d.rung, d.fact, d.before, d.after) for c in there.contingencies for d in c.differences} == mirrored
    assert (there.before.tradeoff, there.after.tradeoff) == (back.after.tradeoff, back.before.tradeoff)


@LOOK
@given(SEEDS)
def test_each_cause_by_itself_brings_its_difference_about_and_nothing_of_it_can_be_left_out(seed: int) -> None:
    old = made(seed, small=True)
    new = another(old, random.Random(seed))
    found, between = compare(old, new, tries=40), Between(old, new)
    seen: dict[frozenset[Change], dict[tuple[str, Rung], Facts]] = {}

    def under(chosen: frozenset[Change]) -> dict[tuple[str, Rung], Facts]:
        if chosen not in seen:
            seen[chosen] = facts(between.applied(chosen))
        return seen[chosen]

    for one in found.contingencies:
        for d in one.differences:
            for cause in d.causes:
                assert between.together(cause) == cause
                assert under(cause)[one.name, d.rung].get(d.fact) == d.after
                for change in cause:
                    less = cause - {change}
                    if between.together(less) == less:
                        assert under(less)[one.name, d.rung].get(d.fact) != d.after


@LOOK
@given(SEEDS)
def test_every_single_change_with_what_it_cannot_go_without_leaves_no_reference_open(seed: int) -> None:
    old = made(seed)
    new = another(old, random.Random(seed))
    between = Between(old, new)
    for change in between.changes:
        changed = between.applied(between.together([change]))
        promises = {promise.name for promise in changed.promises}
        needs = {(c.party, n.name) for c in changed.courses for n in c.needs}
        named = {r.promise for r in changed.compact.rules if isinstance(r, Consent) and r.promise is not None}
        assert named <= promises
        assert all((p.receiver, p.need) in needs for p in changed.promises)
