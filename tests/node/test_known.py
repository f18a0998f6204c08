"""What a party knows: everything behind the gate, whatever a partner sends, in whatever order it comes."""

from __future__ import annotations

from freehand.ledger.log import Statement
from freehand.ledger.store.interface import Range
from freehand.node.kinds import content_id
from tests.node.members import NOW, Side, document, met, round_of, under_terms


def report(side: Side, name: str = "no attack", **more: object) -> dict[str, object]:
    return document(report=name, by=side.party, to=["B"], **more)


def contingency(name: str, horizon: str) -> dict[str, object]:
    return document(contingency=name, horizon=horizon)


def seen(side: Side, *kinds: str) -> list[tuple[str, str]]:
    return [(said.party, said.object) for said in side.known().said(*kinds)]


def test_what_is_released_under_terms_in_force_is_known_to_its_recipient() -> None:
    a, b = under_terms("A", "B")
    leaf = a.item("report", "r1", report(a), b)
    (arrival,) = b.hear(a)
    assert arrival.news.counts == {"releases": 1, "items": 1}
    (said,) = b.known().said("report")
    assert (said.party, said.leaf, said.mine) == ("A", leaf, False)
    (own,) = a.known().said("report")
    assert (own.leaf, own.mine, own.to) == (leaf, True, frozenset("B"))


def test_without_terms_in_force_nothing_of_content_is_seen_and_nothing_is_lost() -> None:
    a, b = met("A", "B")
    version = a.propose()
    a.accept(version)
    label, body = "A, B", report(a)
    item = content_id("report", "r1", label, body, None)
    a.append(a.release([item], [b], terms=[version]), Statement("report", "r1", body, NOW, label))  # type: ignore[arg-type]
    (arrival,) = b.hear(a)
    assert arrival.news.held_back == 1
    assert arrival.news.refusals == 0
    assert seen(b) == []
    b.accept(version)
    assert seen(b) == [("A", "r1")]


def test_a_withheld_record_of_its_own_is_visible_to_a_party_itself_and_goes_to_nobody() -> None:
    a, b = under_terms("A", "B")
    a.say("report", "r1", report(a), "A, B")
    (own,) = a.known().said("report")
    assert own.to == frozenset()
    b.hear(a)  # handed over all the same
    assert seen(b) == []
    assert [event["clause"] for event in b.trail()] == ["release"]


def test_concurrent_versions_of_a_shared_object_stand_side_by_side_and_are_never_merged() -> None:  # attack 16
    a, b = under_terms("A", "B")
    first = a.item("contingency", "flood", contingency("flood", "72 h"), b)
    round_of(a, b)
    mine = a.item("contingency", "flood", contingency("flood", "48 h"), b, replaces=first)
    theirs = b.item("contingency", "flood", contingency("flood", "96 h"), a, replaces=first)
    round_of(a, b)
    for side in (a, b):
        versions = side.known().current("contingency")["flood"]
        assert [(said.party, said.leaf) for said in versions] == [("A", mine), ("B", theirs)]
    settled = a.item("contingency", "flood", contingency("flood", "60 h"), b, replaces=theirs)
    again = a.item("contingency", "flood", contingency("flood", "60 h"), b, replaces=mine)
    round_of(a, b)
    assert {said.leaf for said in b.known().current("contingency")["flood"]} == {settled, again}


def test_a_reference_to_nothing_and_one_to_something_withheld_give_the_same_view() -> None:  # attack 17
    views = []
    for there in (True, False):
        a, b = under_terms("A", "B")
        number = a.known().sizes["A"]
        withheld = a.say("report", "secret", report(a), "A, B")
        a.item("say", "s1", {"about": withheld if there else "ab" * 32, "words": "see there"}, b)
        b.take(a.bundle(b, [Range(0, number), Range(number + 1, a.known().sizes["A"])]))
        known = b.known()
        (comment,) = known.said("say")
        views.append((known.one(comment.body["about"]), [said.object for said in known.said()], known.unknown()))
    assert views[0] == views[1]
    assert views[0][0] is None


def test_a_record_that_this_party_may_not_say_is_refused_with_the_clause_and_its_leaf_is_kept() -> None:  # attack 18
    a, b = under_terms("A", "B")
    course = a.item("course", "shelter", document(course="shelter", party="A"), b)
    round_of(a, b)
    sent = [
        b.item("course", "shelter", document(course="shelter", party="B"), a, replaces=course),
        b.item("course", "other", document(course="other", party="A"), a),
        b.withdraw(course),
        b.item("report", "r", {"document": "[1]"}, a),
        b.item("report", "r", {"document": '{"report": 1}'}, a),
        b.item("report", "r", {"document": '{"report": "x", "report": "y"}'}, a),
        b.say("leave", "leave", {}),
    ]
    (arrival,) = a.hear(b)
    assert [each.leaf for each in arrival.news.refused] == sent
    assert {each.clause for each in arrival.news.refused} == {"kind"}
    assert {event["clause"] for event in a.trail()} == {"kind"}
    assert "shelter" not in str(a.trail())  # which record, and why, but not what it said
    known = a.known()
    assert [said.party for said in known.said("course")] == ["A"]
    assert known.sizes["B"] == b.known().sizes["B"]
    with a.store.reading() as view:
        held = view.line(b.log).held(0, 1000)
    numbers = {number for first, end in held for number in range(first, end)}
    assert numbers.isdisjoint(each.number for each in arrival.news.refused)


def test_a_release_is_good_for_its_authors_items_alone() -> None:
    a, b, c = under_terms("A", "B", "C")
    body = {"about": "ab" * 32, "words": "alike"}
    a.item("say", "s", body, b, c)
    label = "A, B, C"
    b.say("say", "s", body, label)  # the same content, released by A alone
    round_of(a, b, c)
    assert seen(c, "say") == [("A", "s")]


def test_a_kind_that_is_not_known_is_kept_shown_as_unknown_and_plays_no_part() -> None:
    a, b = under_terms("A", "B")
    a.say("drum-signal", "d", {"beats": 3}, "A, B")
    (arrival,) = b.hear(a)
    assert dict(arrival.news.unknown) == {"drum-signal": 1}
    known = b.known()
    assert [kind for _, _, kind in known.unknown()] == ["drum-signal"]
    assert list(known.said()) == []


def test_a_party_whose_card_was_not_compared_is_not_read() -> None:
    a, b = under_terms("A", "B")
    a.item("report", "r1", report(a), b)
    b.compared["A"] = False
    (arrival,) = b.hear(a)
    assert arrival.news.held_back == 2
    assert seen(b) == []
    b.compared["A"] = True
    assert seen(b) == [("A", "r1")]


def test_an_item_that_was_withdrawn_is_gone_at_once_from_every_view() -> None:  # attack 51
    a, b = under_terms("A", "B")
    leaf = a.item("report", "r1", report(a), b)
    comment = b.item("say", "s1", {"about": leaf, "words": "why?"}, a)
    round_of(a, b)
    a.withdraw(leaf)
    b.hear(a)
    for side in (a, b):
        known = side.known()
        assert known.one(leaf) is None
        assert seen(side) == [("B", "s1")]
        assert known.withdrawn()[leaf].how == "retract"
        taken = known.taken_back(leaf)
        assert taken is not None
        assert taken.object == "r1"
    assert comment


def test_a_version_that_a_withdrawn_one_had_replaced_does_not_come_back() -> None:
    a, b = under_terms("A", "B")
    first = a.item("report", "r1", report(a), b)
    second = a.item("report", "r1", report(a, "another"), b, replaces=first)
    a.withdraw(second)
    b.hear(a)
    assert seen(a) == seen(b) == []


def test_nobody_withdraws_what_another_said() -> None:
    a, b, c = under_terms("A", "B", "C")
    leaf = a.item("report", "r1", report(a), b, c)
    round_of(a, b, c)
    b.withdraw(leaf)
    round_of(a, b, c)
    assert seen(c) == seen(a) == [("A", "r1")]


def test_after_a_party_has_left_what_it_released_is_out_and_its_log_stays() -> None:  # attack 67
    a, b, c = under_terms("A", "B", "C")
    a.item("report", "r1", report(a), b, c)
    b.item("report", "r2", document(report="x", by="B", to=["A"]), a, c)
    round_of(a, b, c)
    size = c.known().sizes["B"]
    b.say("leave", "leave", {"words": "we go"})
    b.item("report", "r3", document(report="y", by="B", to=["A"]), a, c, by=None)
    arrivals = [side.hear(b)[0] for side in (a, c)]
    for arrival in arrivals:
        assert [each.clause for each in arrival.news.refused] == ["left", "left"]
    for side in (a, c):
        known = side.known()
        assert known.standing.left == {"B"}
        assert [said.party for said in known.said()] == ([] if side is c else ["A"])  # terms that name B have ended
        assert known.sizes["B"] > size
    (own,) = a.known().said("report")
    assert own.to == frozenset()


def test_terms_are_judged_as_they_stand_at_each_reading() -> None:
    a, b = under_terms("A", "B")
    a.item("report", "r1", report(a), b)
    a.item("offer", "o1", document(promise="airlift", by="A", to="B", contingency="flood"), b)
    round_of(a, b)
    assert seen(b) == [("A", "r1"), ("A", "o1")]
    (old,) = a.known().standing.in_force
    terms = {"scope": "intelligence", "parties": ["A", "B"]}
    version = a.say("terms.amend", "terms", {"about": old.id, "terms": terms})
    a.accept(version)
    round_of(a, b)
    assert seen(b) == [("A", "r1"), ("A", "o1")]
    b.accept(version)
    assert seen(b) == [("A", "r1")]
    assert [said.to for said in a.known().said("offer")] == [frozenset("B")]  # A has not heard it yet
    round_of(a, b)
    assert [said.to for said in a.known().said("offer")] == [frozenset()]


def test_an_acceptance_of_other_terms_or_of_an_amended_version_is_none() -> None:  # attack 65
    a, b = met("A", "B")
    first = a.propose("support")
    a.accept(first)
    round_of(a, b)
    b.accept("ab" * 32)
    round_of(a, b)
    assert not a.known().standing.in_force
    terms = {"scope": "operations", "parties": ["A", "B"]}
    second = a.say("terms.amend", "terms", {"about": first, "terms": terms})
    a.accept(second)
    round_of(a, b)
    b.accept(second)
    round_of(a, b)
    b.accept(first)  # read that it is replaced
    round_of(a, b)
    for side in (a, b):
        standing = side.known().standing
        assert [version.id for version in standing.in_force] == [second]
        assert len(standing.not_moves) == 2


def test_terms_are_in_force_nowhere_without_every_acceptance() -> None:  # attack 66
    a, b, c = met("A", "B", "C")
    version = a.propose()
    for side in (a, b):
        round_of(a, b, c)
        side.accept(version)
    round_of(a, b, c)
    a.say("terms.accept", "terms", {"about": version, "heads": {"A": 99, "C": 99}, "words": "all have accepted"})
    label, body = "A, B, C", report(a)
    item = content_id("report", "r1", label, body, None)
    a.append(a.release([item], [b, c], terms=[version]), Statement("report", "r1", body, NOW, label))  # type: ignore[arg-type]
    round_of(a, b, c)
    for side in (a, b, c):
        assert side.known().standing.in_force == ()
        assert [said.to for said in side.known().said()] in ([], [frozenset()])


def test_no_clock_changes_what_is_known_and_a_wrong_one_is_shown() -> None:  # attack 64
    found = []
    for skew in (0, 10**9, -NOW):
        a, b = under_terms("A", "B")
        a.item("report", "r1", report(a), b)
        arrival = b.take(a.bundle(b), now=NOW + skew)
        assert [words for _, words in arrival.news.flags] == (["dated in the future"] * 2 if skew < 0 else [])
        found.append([(said.party, said.object) for said in b.known().said()])
    assert found[0] == found[1] == found[2] == [("A", "r1")]


def test_the_order_in_which_bundles_come_changes_nothing() -> None:
    found = []
    for turn in (1, -1):
        a, b, c = under_terms("A", "B", "C")
        a.item("report", "r1", report(a), b, c)
        leaf = b.item("report", "r2", document(report="x", by="B", to=["A"]), a, c)
        a.item("say", "s1", {"about": leaf, "words": "seen"}, b, c)
        b.withdraw(leaf)
        for bundle in [a.bundle(c), b.bundle(c)][::turn]:
            c.take(bundle)
        found.append([(said.party, said.object) for said in c.known().said()])
    assert found[0] == found[1] == [("A", "r1"), ("A", "s1")]
