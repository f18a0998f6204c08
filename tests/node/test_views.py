"""What people ask for: terms, promises, discussion, engagements, the state. Both sides see the same."""

from __future__ import annotations

from typing import Any

from freehand.node.views.discussion import discussion, open_questions
from freehand.node.views.engagements import engagements
from freehand.node.views.promises import Promised, binding, promises
from freehand.node.views.status import status
from freehand.node.views.terms import terms_view
from tests.node.members import Side, document, met, round_of, under_terms


def request(side: Side, to: Side, name: str = "fuel") -> str:
    body = {"to": to.party, "for": name, "contingency": "flood", "words": "as soon as may be"}
    return side.item("request", f"{name}-asked", body, to)


def offer(side: Side, to: Side, name: str = "fuel", **more: Any) -> str:
    replaces = more.pop("replaces", None)
    body = document(promise=name, by=side.party, to=to.party, contingency="flood") | more
    return side.item("offer", f"{name}-offered", body, to, replaces=replaces)


def accept(side: Side, leaf: str, to: Side) -> str:
    return side.item("accept", f"accepts-{leaf[:8]}", {"about": leaf}, to)


def of_all(*sides: Side) -> list[list[tuple[str, str]]]:
    round_of(*sides)
    return [[(one.state, one.name) for one in promises(side.known())] for side in sides]


def both(*sides: Side) -> list[tuple[str, str]]:
    found = of_all(*sides)
    assert all(each == found[0] for each in found)
    return found[0]


def test_a_promise_goes_from_asked_over_offered_to_accepted_and_binds_only_then() -> None:
    a, b = under_terms("A", "B")
    asked = request(b, a)
    assert both(a, b) == [("requested", "fuel")]
    offered = offer(a, b, about=asked, recall="24 h before", expires="at the year's end")
    assert both(a, b) == [("offered", "fuel")]
    assert list(binding(b.known())) == []
    accept(b, offered, a)
    assert both(a, b) == [("accepted", "fuel")]
    for side in (a, b):
        (one,) = promises(side.known())
        assert one.binds
        assert (one.giver, one.receiver, one.contingency) == ("A", "B", "flood")
        assert (one.recall, one.expires) == ("24 h before", "at the year's end")
        assert one.request is not None
        assert one.request.leaf == asked
        assert [said.leaf for said in binding(side.known())] == [offered]


def test_a_recall_ends_a_promise_on_both_sides_and_no_acceptance_brings_it_back() -> None:
    a, b = under_terms("A", "B")
    offered = offer(a, b)
    acceptance = accept_after(a, b, offered)
    a.say("recall", "recall", {"about": acceptance, "words": "needed at home"})
    assert both(a, b) == [("recalled", "fuel")]
    accept(b, offered, a)
    assert both(a, b) == [("recalled", "fuel")]
    assert promises(b.known())[0].words == "needed at home"


def accept_after(giver: Side, receiver: Side, leaf: str) -> str:
    round_of(giver, receiver)
    acceptance = accept(receiver, leaf, giver)
    round_of(giver, receiver)
    return acceptance


def test_only_the_giver_recalls_and_only_the_receiver_gives_back() -> None:
    a, b = under_terms("A", "B")
    offered = offer(a, b)
    acceptance = accept_after(a, b, offered)
    b.say("recall", "recall", {"about": offered, "words": "no"})
    a.say("end", "end", {"about": acceptance, "words": "no"})
    assert both(a, b) == [("accepted", "fuel")]
    assert {event["clause"] for event in a.trail() + b.trail()} == {"kind"}
    b.say("end", "end", {"about": offered, "words": "no longer needed"})
    assert both(a, b) == [("ended", "fuel")]


def test_an_offer_is_accepted_by_whom_it_is_made_to_alone() -> None:
    a, b, c = under_terms("A", "B", "C")
    body = document(promise="fuel", by="A", to="B", contingency="flood")
    offered = a.item("offer", "fuel", body, b, c)
    round_of(a, b, c)
    c.item("accept", "mine", {"about": offered}, a, b)
    assert both(a, b, c) == [("offered", "fuel")]


def test_another_offer_in_the_place_of_a_promise_ends_it() -> None:
    a, b = under_terms("A", "B")
    offered = offer(a, b)
    accept_after(a, b, offered)
    offer(a, b, replaces=offered)
    assert both(a, b) == [("replaced", "fuel"), ("offered", "fuel")]


def test_another_offer_that_the_receiver_was_not_given_ends_nothing() -> None:
    a, b = under_terms("A", "B")
    offered = offer(a, b)
    accept_after(a, b, offered)
    body = document(promise="fuel", by="A", to="B", contingency="flood")
    a.say("offer", "fuel-offered", body, "A, B", replaces=offered)
    assert of_all(a, b)[1] == [("accepted", "fuel")]
    assert of_all(a, b)[0][0] == ("accepted", "fuel")


def test_an_offer_that_was_withdrawn_is_not_told() -> None:
    a, b = under_terms("A", "B")
    offered = offer(a, b)
    accept_after(a, b, offered)
    a.withdraw(offered)
    assert both(a, b) == []


def test_an_acceptance_is_ended_and_not_withdrawn() -> None:
    a, b = under_terms("A", "B")
    acceptance = accept_after(a, b, offer(a, b))
    b.withdraw(acceptance)
    assert both(a, b) == [("accepted", "fuel")]


def test_below_support_no_promise_stands() -> None:
    a, b = under_terms("A", "B", scope="scenarios")
    offered = offer(a, b)
    accept_after(a, b, offered)
    assert of_all(a, b) == [[("offered", "fuel")], []]  # its giver sees what it said, and that it goes to nobody
    assert not promises(a.known())[0].offer.to  # type: ignore[union-attr]  # it is there


def test_a_question_on_an_item_is_answered_in_its_thread() -> None:
    a, b = under_terms("A", "B")
    leaf = a.item("report", "r1", document(report="x", by="A"), b)
    round_of(a, b)
    number = {"of": "A", "what": "airlift, nature takes", "from": "36 h", "to": "19 h"}
    asked = b.item("ask", "q1", {"about": leaf, "words": "how soon?", "to": "A", "number": number}, a)
    round_of(a, b)
    assert [one.words for one in open_questions(a.known())] == ["how soon?"]
    assert open_questions(b.known()) == ()
    answered = a.item("answer", "a1", {"about": asked, "words": "by noon"}, b)
    b.item("say", "s1", {"about": answered, "words": "good"}, a)
    b.item("say", "s2", {"about": f"{leaf} scope", "words": "a clause"}, a)
    round_of(a, b)
    for side in (a, b):
        first, second = discussion(side.known())
        assert (first.state, first.about.leaf, dict(first.first.figure)) == ("answered", leaf, number)
        assert [(depth, entry.words) for depth, entry in first.rest] == [(1, "by noon"), (2, "good")]
        assert (second.state, second.about.clause) == ("comment", "scope")


def test_a_question_stays_open_until_whom_it_was_put_to_answers_it() -> None:  # attack 18
    a, b, c = under_terms("A", "B", "C")
    asked = b.item("ask", "q1", {"about": "ff" * 32, "words": "how soon?", "to": "A"}, a, c)
    anybody = b.item("ask", "q2", {"about": "ff" * 32, "words": "who knows?"}, a, c)
    for one in (asked, anybody):
        c.item("answer", one[:8], {"about": one, "words": "never"}, a, b)
    round_of(a, b, c)
    assert [one.words for one in open_questions(a.known())] == ["how soon?"]
    a.item("answer", "mine", {"about": asked, "words": "by noon"}, b, c)
    round_of(a, b, c)
    assert [thread.state for thread in discussion(b.known())] == ["answered", "answered"]
    assert open_questions(a.known()) == ()


def test_an_engagement_names_its_items_and_what_is_not_there_alike() -> None:
    a, b = under_terms("A", "B")
    leaf = a.item("report", "r1", document(report="x", by="A"), b)
    withheld = a.say("report", "r2", document(report="y", by="A"), "A, B")
    body = {
        "who": ["the envoy"],
        "whom": ["the minister"],
        "what": "joint planning",
        "when": "in spring",
        "where": "the capital",
        "items": [leaf, withheld, "ab" * 32],
    }
    a.item("engagement", "e1", body, b)
    round_of(a, b)
    (one,) = engagements(b.known())
    assert (one.party, one.who, one.what) == ("A", ("the envoy",), "joint planning")
    assert [None if item is None else item.object for item in one.items] == ["r1", None, None]


def test_terms_are_told_in_sentences_with_who_has_accepted() -> None:
    a, b = met("A", "B")
    exclusions = [{"name": "strikes", "tags": ["strike"]}]
    version = a.propose("scenarios", exclusions=exclusions)
    a.accept(version, reservations=[{"name": "own defence", "words": "nothing here limits it"}])
    round_of(a, b)
    view = terms_view(b.known())
    (told,) = view.open
    assert told.sentences == (
        "Scope scenarios, between A, B; proposed by A: on the table.",
        "Excluded: strikes.",
        "Reserved by A, own defence: nothing here limits it",
        "A accepted.",
        "This party has not answered.",
    )
    assert view.sentences == (
        "No terms are in force: nothing but moves on terms passes.",
        f"Terms {told.name} wait for this party's answer.",
    )
    b.accept(version)
    assert terms_view(b.known()).in_force[0].sentences[-1].startswith("Not every party")
    round_of(a, b)
    round_of(a, b)
    assert terms_view(b.known()).in_force[0].sentences[-1].startswith("Every party")


def test_the_state_tells_what_waits_and_since_when_nothing_was_heard() -> None:
    a, b = met("A", "B")
    b.compared["A"] = False
    first = status(b.known())
    assert [(one.what, one.about) for one in first.waits] == [("compare", "A")]
    assert first.sentences == ("Nothing has been heard of 'A'.",)
    b.compared["A"] = True
    version = a.propose()
    a.accept(version)
    a.say("terms.clarify", "terms", {"about": version, "words": "operations too?"})
    round_of(a, b)
    assert [one.what for one in status(b.known()).waits] == ["terms", "question"]
    b.accept(version)
    b.say("terms.answer", "terms", {"about": status(b.known()).waits[0].about, "words": "yes"})
    round_of(a, b)
    request(b, a)
    offer(a, b, "boats")
    round_of(a, b)
    assert [one.what for one in status(a.known()).waits] == ["request"]
    assert [one.what for one in status(b.known()).waits] == ["offer"]
    (partner,) = status(b.known()).partners
    assert partner.heard.since is not None
    assert (partner.gap, partner.frozen, partner.left) == (0, "", False)


def test_a_gap_is_what_others_have_seen_and_is_not_here() -> None:
    a, b, c = under_terms("A", "B", "C")
    a.item("report", "r1", document(report="x", by="A"), b, c)
    b.hear(a)
    b.say("say", "s", {"about": "ab" * 32, "words": "seen"})  # a checkpoint that names what was seen
    c.hear(b)
    (partner,) = [one for one in status(c.known()).partners if one.name == "A"]
    assert partner.gap == 2
    assert ("gap", "A") in [(one.what, one.about) for one in status(c.known()).waits]


def test_a_promise_names_what_it_is_about_for_whoever_shows_it() -> None:
    a, b = under_terms("A", "B")
    request(b, a)
    round_of(a, b)
    (one,) = promises(a.known())
    assert isinstance(one, Promised)
    assert (one.giver, one.receiver, one.recall, one.expires, one.words) == ("A", "B", "", "", "")
