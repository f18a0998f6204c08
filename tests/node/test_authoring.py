"""What is said is looked at before it is in a log for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from freehand.errors import FreehandError, InputError, UsageError
from freehand.ledger.log import LogStopped
from freehand.ledger.restored import confirm, mark_restored
from freehand.node import erasing
from freehand.node.authoring import agreeing, bodies, content, discussing, promising, supporting, withdrawing
from freehand.node.authoring.agreeing import NoMove
from freehand.node.authoring.entering import SaidAlready, Spoken
from freehand.node.drafts import keeping
from freehand.node.kinds import KINDS, Kind, content_id
from freehand.node.said import fault_in
from freehand.node.views.trail import trail
from tests.node.homes import NOW, Home, met, round_of, under_terms

STRIKES = [{"name": "strikes", "tags": ["strike"]}]


@pytest.fixture
def two(tmp_path: Path) -> list[Home]:
    return met(tmp_path, "A", "B")


@pytest.fixture
def agreed(tmp_path: Path) -> list[Home]:
    return under_terms(tmp_path, "A", "B")


def move(home: Home, verb: Any, *args: Any, **more: Any) -> str:
    said: Spoken = verb(home.node, home.compact, *args, now=NOW, **more)
    return said.leaf


# -- the table of kinds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_all_that_is_wrong_with_a_body_is_told_at_once(kind: Kind) -> None:
    good = {field: _specimen(shape) for field, shape in {**kind.fields, **kind.may}.items()}
    assert bodies.faults_of(kind.name, good) == []
    bad = dict.fromkeys(good, 7.5) | {"more": 1}
    assert len(bodies.faults_of(kind.name, bad)) == len(good) + 1
    assert len(bodies.faults_of(kind.name, {})) == len(kind.fields)


@pytest.mark.parametrize("nothing", ["", " \n", "\u200b", "\u2800 "])
def test_words_in_which_nobody_sees_anything_say_nothing(nothing: str) -> None:
    said = {"about": "x", "words": nothing}
    assert [fault.what for fault in bodies.faults_of("recall", said)] == ["'words' says nothing"]
    met = {"who": [nothing], "whom": ["Cora"], "what": "calls", "when": nothing, "where": "here"}
    assert len(bodies.faults_of("engagement", met)) == 2


def test_half_a_letter_and_a_name_without_end_are_told_with_their_field() -> None:
    met = {"who": ["x" * 10_001], "whom": ["C\udcff"], "what": "calls", "when": "today", "where": "here"}
    found = [fault.what for fault in bodies.faults_of("engagement", met)]
    assert found == ["'who' is too long", "'whom' is no text"]


def _specimen(shape: Any) -> Any:
    first = shape[0] if isinstance(shape, tuple) else shape
    return {str: "x", list: [], dict: {}, int: 1}[first]


# -- terms ----------------------------------------------------------------------------------------------------------


def test_words_without_end_are_not_said() -> None:
    (fault,) = bodies.faults_of("terms.decline", {"about": "0" * 64, "words": "x" * 10_001})
    assert (fault.what, fault.why) == (
        "'words' is too long",
        "it has 10,001 letters, and at most 10,000 are said at once.",
    )
    assert bodies.faults_of("report", {"document": "x" * 10_001}) == []


def test_the_talk_about_terms_from_a_proposal_to_acceptance_with_a_reservation(two: list[Home]) -> None:
    a, b = two
    first = a.propose("operations")
    b.hear(a)
    question = move(b, agreeing.clarify, first, "intelligence and scenarios only, or operations?")
    move(b, agreeing.decline_terms, first, "not as it stands")
    a.hear(b)
    move(a, agreeing.answer_terms, question, "up to support")
    second = move(a, agreeing.amend, first, a.terms("support", exclusions=STRIKES))
    a.accept_terms(second)
    round_of(a, b)
    b.accept_terms(second, reservations=[{"name": "own defence", "words": "nothing here limits it"}])
    round_of(a, b)
    for home in (a, b):
        standing = home.known().standing
        (version,) = standing.in_force
        assert version.id == second
        assert [(one.party, one.name) for one in version.reservations] == [("B", "own defence")]
        assert [one.open for one in standing.questions] == [False]


def test_a_proposal_binds_nobody_not_even_its_author(two: list[Home]) -> None:
    a, b = two
    version = a.propose()
    b.hear(a)
    b.accept_terms(version)
    round_of(a, b)
    assert a.known().standing.in_force == b.known().standing.in_force == ()


def test_terms_with_faults_or_strangers_are_not_proposed(two: list[Home]) -> None:
    a, _ = two
    size = a.size
    with pytest.raises(InputError) as refused:
        move(a, agreeing.propose, {"scope": "suport", "parties": ["A"]})
    assert len(refused.value.faults) == 2
    with pytest.raises(InputError, match="'C' is no party of this compact"):
        move(a, agreeing.propose, a.terms(parties=("A", "C")))
    assert a.size == size


@pytest.mark.parametrize(
    ("verb", "args", "why"),
    [
        (agreeing.amend, ({"scope": "support", "parties": ["A", "B"]},), "no version that is here"),
        (agreeing.clarify, ("what?",), "no version that is here"),
        (agreeing.answer_terms, ("that",), "no question that is here"),
        (agreeing.accept_terms, (), "no version that is here"),
        (agreeing.decline_terms, ("no",), "no version that is here"),
    ],
)
def test_a_move_about_what_is_not_here_is_not_made(two: list[Home], verb: Any, args: tuple[Any, ...], why: str) -> None:
    a, _ = two
    size = a.size
    with pytest.raises(NoMove, match=why):
        verb(a.node, a.compact, "0" * 64, *args, now=NOW)
    assert a.size == size


def test_the_way_out_of_an_acceptance_is_to_leave_not_to_decline(agreed: list[Home]) -> None:
    a, _ = agreed
    (version,) = a.known().standing.in_force
    with pytest.raises(NoMove, match="the way out of that is to leave"):
        move(a, agreeing.decline_terms, version.id, "no longer")
    move(a, agreeing.leave, "we part")
    assert a.known().standing.in_force == ()
    with pytest.raises(NoMove, match="left before"):
        move(a, agreeing.leave, "again")
    with pytest.raises(NoMove, match="left before"):
        a.propose()


def test_nobody_answers_his_own_question(two: list[Home]) -> None:
    a, _ = two
    question = move(a, agreeing.clarify, a.propose(), "what did we mean?")
    with pytest.raises(NoMove, match="nobody answers a question of his own"):
        move(a, agreeing.answer_terms, question, "this")


def test_attack_65_terms_that_were_replaced_are_not_accepted_and_it_says_which_were_meant(agreed: list[Home]) -> None:
    a, b = agreed
    (old,) = a.known().standing.in_force
    new = move(a, agreeing.amend, old.id, a.terms("support"))
    a.accept_terms(new)
    round_of(a, b)
    b.accept_terms(new)
    round_of(a, b)
    with pytest.raises(NoMove) as refused:
        b.accept_terms(old.id)
    assert old.id[:16] in str(refused.value).replace("\n        ", "")


def test_parties_whose_names_are_not_ascii_accept_terms(tmp_path: Path) -> None:
    a, b = under_terms(tmp_path, "K\u00f6nigreich", "\u0420\u0435\u0441\u043f\u0443\u0431\u043b\u0438\u043a\u0430")
    assert len(a.known().standing.in_force) == len(b.known().standing.in_force) == 1


# -- requests and promises ------------------------------------------------------------------------------------------


def promise(home: Home, **more: Any) -> str:
    fields: dict[str, Any] = {
        "name": "airlift",
        "by": home.party,
        "to": "B" if home.party == "A" else "A",
        "need": "supplies",
        "contingency": "drill",
        "lead": "6 to 12 h",
        "called": "0 to 24 h after the warning",
    }
    return promising.promise_document(**(fields | more))


def promised(a: Home, b: Home) -> tuple[str, str, str]:
    """Asked by B, offered by A, accepted by B: the three leaves."""
    asked = b.said(supporting.request(b.node, b.compact, "A", "supplies", "drill", "could you?"), "A")
    a.hear(b)
    draft = supporting.offer(a.node, a.compact, promise(a), about=asked, recall="three days", expires="in May")
    offered = a.said(draft, "B")
    b.hear(a)
    accepted = b.said(supporting.accept(b.node, b.compact, offered), "A")
    a.hear(b)
    return asked, offered, accepted


def test_a_promise_is_asked_offered_accepted_and_recalled_by_its_giver_alone(agreed: list[Home]) -> None:
    from freehand.node.views.promises import promises

    a, b = agreed
    _, offered, accepted = promised(a, b)
    for home in (a, b):
        (one,) = promises(home.known())
        assert (one.state, one.giver, one.receiver, one.recall, one.expires) == (
            "accepted", "A", "B", "three days", "in May",
        )  # fmt: skip
    with pytest.raises(UsageError, match="recalls what 'A' offered"):
        move(b, supporting.recall, accepted, "no")
    with pytest.raises(UsageError, match="what another party received"):
        move(a, supporting.end, accepted, "no")
    move(a, supporting.recall, accepted, "the aircraft are elsewhere")
    round_of(a, b)
    for home in (a, b):
        (one,) = promises(home.known())
        assert one.state == "recalled"
    assert offered


def test_an_offer_that_nobody_accepted_is_no_promise_to_recall(agreed: list[Home]) -> None:
    a, b = agreed
    offered = a.said(supporting.offer(a.node, a.compact, promise(a)), "B")
    b.hear(a)
    with pytest.raises(UsageError, match="never accepted, so it binds nobody"):
        move(a, supporting.recall, offered, "no")
    with pytest.raises(UsageError, match="never accepted, so it binds nobody"):
        move(b, supporting.end, offered, "no")


def test_an_offer_is_accepted_once_and_by_whom_it_was_made_to(agreed: list[Home]) -> None:
    a, b = agreed
    _, offered, _ = promised(a, b)
    with pytest.raises(UsageError, match="accepted already"):
        supporting.accept(b.node, b.compact, offered)
    with pytest.raises(UsageError, match="not ours to accept"):
        supporting.accept(a.node, a.compact, offered)


def test_what_stands_already_is_not_said_again(agreed: list[Home]) -> None:
    a, b = agreed
    (version,) = a.known().standing.in_force
    _, offered, accepted = promised(a, b)
    move(a, supporting.recall, offered, "the aircraft are elsewhere")
    b.hear(a)
    sizes = a.size, b.size
    for home, verb, args in (
        (a, agreeing.accept_terms, (version.id,)),
        (a, supporting.recall, (accepted, "again")),
        (b, supporting.end, (offered, "too late")),
    ):
        with pytest.raises(SaidAlready, match="nothing was written"):
            move(home, verb, *args)
    with pytest.raises(SaidAlready, match="accepted already"):
        supporting.accept(b.node, b.compact, offered)
    assert (a.size, b.size) == sizes


def test_an_offer_that_another_took_the_place_of_is_not_accepted(agreed: list[Home]) -> None:
    a, b = agreed
    first = a.said(supporting.offer(a.node, a.compact, promise(a)), "B")
    a.said(supporting.offer(a.node, a.compact, promise(a), recall="a week"), "B")
    b.hear(a)
    with pytest.raises(SaidAlready, match="replaced by another offer already"):
        supporting.accept(b.node, b.compact, first)


def test_an_offer_answers_a_request_that_was_made_to_its_author(agreed: list[Home]) -> None:
    a, b = agreed
    asked = a.said(supporting.request(a.node, a.compact, "B", "fuel", "drill", "could you?"), "B")
    b.hear(a)
    with pytest.raises(UsageError, match="answers no request"):
        supporting.offer(a.node, a.compact, promise(a), about=asked)
    supporting.offer(b.node, b.compact, promise(b), about=asked)


def test_all_faults_of_an_offer_are_told_at_once(agreed: list[Home]) -> None:
    a, _ = agreed
    with pytest.raises(InputError) as refused:
        supporting.offer(a.node, a.compact, promise(a, lead="some hours", called="never"))
    assert len(refused.value.faults) == 2


def test_nobody_promises_for_another(agreed: list[Home]) -> None:
    a, _ = agreed
    with pytest.raises(InputError, match="is by B"):
        supporting.offer(a.node, a.compact, promise(a, by="B", to="A"))


def test_words_of_a_caveat_are_withheld_and_its_bound_stays(agreed: list[Home]) -> None:
    a, b = agreed
    bound, words = "call for supplies not before attack", "aircraft stay home till then"
    document = promise(a, caveats={bound: words, "delivery of supplies not after dusk": "no lights"})
    draft = supporting.offer(a.node, a.compact, document, withhold=[bound])
    a.said(draft, "B")
    b.hear(a)
    (body,) = b.read(a, "offer")
    assert bound in body["document"]
    assert words not in body["document"]
    assert "no lights" in body["document"]
    with pytest.raises(UsageError, match="no caveat 'another'"):
        supporting.offer(a.node, a.compact, document, withhold=["another"])


# -- discussion, engagements, withdrawal ----------------------------------------------------------------------------


def test_a_question_on_a_number_is_answered_to_all_who_had_it(tmp_path: Path) -> None:
    a, b, c = under_terms(tmp_path, "A", "B", "C")
    item = a.said(a.report("a day", "B", "C"), "B", "C")
    round_of(a, b, c)
    draft = discussing.ask(
        b.node, b.compact, item, "could it be 20 h?", to=["A", "C"], number={"says": "20 h"}, randomness=b.random
    )
    asked = b.said(draft, "A", "C")
    round_of(a, b, c)
    reply = discussing.answer(a.node, a.compact, asked, "no", randomness=a.random)
    assert reply.label == "A, B, C"
    a.said(reply, "B", "C")
    round_of(a, b, c)
    assert b.read(a, "answer") == c.read(a, "answer") == [reply.said]


def test_an_engagement_is_on_record_for_those_it_is_released_to(agreed: list[Home]) -> None:
    a, b = agreed
    draft = discussing.engagement(
        a.node, a.compact, who=["envoy of A"], whom=["minister of B"], what="raised the terms", when="in spring",
        where="the capital", to=["B"], randomness=a.random,
    )  # fmt: skip
    a.said(draft, "B")
    b.hear(a)
    assert b.read(a, "engagement")[0]["whom"] == ["minister of B"]


def test_only_the_own_is_withdrawn_and_only_once(agreed: list[Home]) -> None:
    a, b = agreed
    leaf = a.said(a.report("a day", "B"), "B")
    b.hear(a)
    with pytest.raises(UsageError, match="nothing of ours to withdraw"):
        move(b, withdrawing.withdraw, leaf, "retract", "it is wrong")
    with pytest.raises(UsageError, match="not withdrawn by 'undo'"):
        move(a, withdrawing.withdraw, leaf, "undo", "it is wrong")
    with pytest.raises(InputError, match="says nothing"):
        move(a, withdrawing.withdraw, leaf, "retract", "")
    move(a, withdrawing.withdraw, leaf, "retract", "it is wrong")
    b.hear(a)
    assert b.read(a, "report") == []
    with pytest.raises(UsageError, match="withdrawn already"):
        move(a, withdrawing.withdraw, leaf, "supersede", "again")


def test_what_was_asked_to_be_erased_goes_and_the_receipt_comes_back_as_a_claim(agreed: list[Home]) -> None:
    a, b = agreed
    leaf = a.said(a.report("a day", "B"), "B")
    b.hear(a)
    move(a, withdrawing.withdraw, leaf, "retract", "it is wrong")
    move(a, withdrawing.withdraw, leaf, "erase", "please erase it")
    b.hear(a)
    erasing.erase(b.node, b.compact, leaf, now=NOW)
    a.hear(b)
    (receipt,) = a.receipts()
    assert receipt.leaf.hex() == leaf
    assert receipt.words.startswith(f"{b.compact.log} claims")


def test_an_erasure_that_is_not_made_is_not_on_the_trail(agreed: list[Home]) -> None:
    a, b = agreed
    leaf = a.said(a.report("a day", "B"), "B")
    b.hear(a)
    move(a, withdrawing.withdraw, leaf, "erase", "please erase it")
    b.hear(a)
    mark_restored(b.compact.store, b.compact.log, [a.compact.log])
    with pytest.raises(LogStopped):
        erasing.erase(b.node, b.compact, leaf, now=NOW)
    before = [*trail(b.node, b.compact)]
    assert "erased" not in {event.what for event in before}
    confirm(b.compact.store, b.compact.log, a.compact.log, None)
    erasing.erase(b.node, b.compact, leaf, now=NOW)
    (one,) = (event for event in trail(b.node, b.compact) if event not in before)
    assert (one.what, one.when, one.value["leaf"]) == ("erased", NOW, leaf)


@pytest.mark.parametrize("party", ["A", "C", "", "a"])
def test_nothing_is_asked_of_oneself_or_of_strangers(agreed: list[Home], party: str) -> None:
    a, _ = agreed
    with pytest.raises(FreehandError):
        supporting.request(a.node, a.compact, party, "fuel", "drill", "could you?")


def test_attack_41_an_erased_item_is_not_guessed_from_its_release_though_every_word_of_it_is_known(
    agreed: list[Home],
) -> None:
    a, b = agreed
    draft = a.report("a day at least", "B")
    leaf = a.said(draft, "B")
    b.hear(a)
    move(a, withdrawing.withdraw, leaf, "erase", "please erase it")
    b.hear(a)
    erasing.erase(b.node, b.compact, leaf, now=NOW)
    (release,) = b.known().said("release")
    bare = {field: value for field, value in draft.said.items() if field != "nonce"}
    guesses = {content_id("report", "r1", "A, B", {**bare, "nonce": f"{n:032x}"}, None) for n in range(10_000)}
    assert release.body["items"] == [draft.id]
    assert content_id("report", "r1", "A, B", draft.said, None) == draft.id
    assert content_id("report", "r1", "A, B", bare, None) != draft.id
    assert draft.id not in guesses


def test_a_nonce_that_could_hold_words_is_refused(agreed: list[Home]) -> None:
    a, _ = agreed
    draft = keeping.put(a.node, a.compact, "say", "s", {"about": "", "words": "x", "nonce": "strike"}, label="A, B")
    said = content.as_if_said(a.node, a.compact, draft._replace(nonce=""))
    assert fault_in(said) == "its nonce is not 32 lower-case hexadecimal digits"
    assert fault_in(content.as_if_said(a.node, a.compact, draft)) == ""
