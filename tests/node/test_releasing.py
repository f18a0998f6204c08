"""A release takes two people, and lets go exactly what both signed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from freehand.assessment.projecting import released_by
from freehand.formats.workspace import load
from freehand.ledger.keys import SigningKey
from freehand.ledger.log import Statement, append
from freehand.node import staff
from freehand.node.approving import approval, release_body, signed_by
from freehand.node.drafts import keeping, shelf
from freehand.node.drafts.draft import Draft
from freehand.node.keyring import root_key
from freehand.node.releasing import asking, gating, waiting
from freehand.node.releasing.refusals import NotReleased
from freehand.node.releasing.waiting import Asked
from tests.node.homes import NOW, PASSPHRASE, Home, round_of, under_terms


@pytest.fixture
def two(tmp_path: Path) -> list[Home]:
    return under_terms(tmp_path, "A", "B")


def why(refused: pytest.ExceptionInfo[Any]) -> str:
    return " ".join(f"{fault.what}: {fault.why}" for fault in refused.value.faults)


def ask(home: Home, draft: Draft, *to: str, by: str = "planner") -> Asked:
    return asking.ask(home.node, home.compact, [draft.id], to, by=home.people[by], now=NOW)


def test_what_is_asked_for_waits_outside_every_log_and_is_said_with_the_approval(two: list[Home]) -> None:
    a, b = two
    draft, size = a.report("a day at least", "B"), a.size
    waits = ask(a, draft, "B")
    assert a.size == size
    assert waiting.asked(a.node, a.compact) == [waits]
    assert (waits.items, waits.to, waits.by) == ((draft.id,), ("B",), "planner of A")
    done = a.approve(waits.name)
    assert (a.size, done.first) == (size + 2, size)
    assert waiting.asked(a.node, a.compact) == []
    b.hear(a)
    assert b.read(a, "report") == [draft.said]


class TestAttack49:
    """A release approved by nobody, by its author, twice by one, by one removed, for other versions or recipients."""

    def test_nothing_leaves_that_nobody_approved(self, two: list[Home]) -> None:
        a, b = two
        ask(a, a.report("a day at least", "B"), "B")
        b.hear(a)
        assert b.read(a, "report") == []

    def test_nobody_approves_what_they_asked_for(self, two: list[Home]) -> None:
        a, _ = two
        waits = ask(a, a.report("a day at least", "B"), "B", by="releaser")
        with pytest.raises(NotReleased) as refused:
            a.approve(waits.name, by="releaser")
        assert "nobody approves what they asked for themselves" in why(refused)

    @pytest.mark.parametrize(
        ("person", "words"), [("planner", "nobody approves"), ("keeper", "keeper approves nothing")]
    )
    def test_neither_who_asked_nor_the_keeper_approves(self, two: list[Home], person: str, words: str) -> None:
        a, _ = two
        waits, size = ask(a, a.report("a day at least", "B"), "B"), a.size
        with pytest.raises(NotReleased) as refused:
            a.approve(waits.name, by=person)
        assert words in why(refused)
        assert a.size == size

    def test_a_stranger_approves_nothing(self, two: list[Home]) -> None:
        a, _ = two
        waits = ask(a, a.report("a day at least", "B"), "B")
        a.people["stranger"] = SigningKey.of_seed(b"s" * 32)
        with pytest.raises(NotReleased) as refused:
            a.approve(waits.name, by="stranger")
        assert "the card names nobody with this key" in why(refused)

    def test_the_keeper_does_not_even_ask(self, two: list[Home]) -> None:
        a, _ = two
        with pytest.raises(NotReleased) as refused:
            ask(a, a.report("a day at least", "B"), "B", by="keeper")
        assert "neither planner nor releaser" in why(refused)

    @pytest.mark.parametrize("person", ["planner", "releaser"])
    def test_who_was_removed_meanwhile_counts_no_more(self, two: list[Home], person: str) -> None:
        a, _ = two
        waits = ask(a, a.report("a day at least", "B"), "B")
        root = root_key(a.compact.root_file, PASSPHRASE)
        staff.remove_person(a.compact, root, a.people[person].public, now=NOW)
        with pytest.raises(NotReleased) as refused:
            a.approve(waits.name)
        assert "has been removed" in why(refused)

    @pytest.mark.parametrize("person", ["planner", "releaser"])
    def test_what_somebody_released_before_being_removed_stays_released(self, two: list[Home], person: str) -> None:
        a, b = two
        draft = a.report("a day at least", "B")
        a.said(draft, "B")
        root = root_key(a.compact.root_file, PASSPHRASE)
        staff.remove_person(a.compact, root, a.people[person].public, now=NOW)
        b.take_card(a)
        b.hear(a)
        assert b.read(a, "report") == [draft.said]

    def forged(self, a: Home, b: Home, draft: Draft, **other: Any) -> list[Any]:
        """What B may read if A's node, not its people, puts a release together."""
        terms = [one.id for one in a.known().standing.in_force]
        for_what = {"items": [draft.id], "to": [b.compact.log], "terms": terms}
        signed = approval(a.compact.id, **{**for_what, **other.pop("signed", {})})
        asker, approver = other.pop("by", ("planner", "releaser"))
        body = release_body(
            **for_what, asked=signed_by(a.people[asker], signed), approved=signed_by(a.people[approver], signed)
        )
        item = Statement(draft.kind, draft.object, draft.said, NOW, draft.label)
        append(a.compact.store, a.compact.log, a.compact.keys.log, [item, Statement("release", "r", body, NOW)])
        b.hear(a)
        return b.read(a, "report")

    def test_a_release_put_together_rightly_is_one(self, two: list[Home]) -> None:
        a, b = two
        draft = a.report("a day at least", "B")
        assert self.forged(a, b, draft) == [draft.said]

    @pytest.mark.parametrize(
        "by",
        [("planner", "planner"), ("releaser", "releaser"), ("releaser", "planner"), ("planner", "keeper"),
         ("keeper", "releaser")],
    )  # fmt: skip
    def test_a_node_cannot_put_one_together_with_the_wrong_people(self, two: list[Home], by: tuple[str, str]) -> None:
        a, b = two
        assert self.forged(a, b, a.report("a day at least", "B"), by=by) == []

    def test_an_approval_of_another_version_releases_nothing(self, two: list[Home]) -> None:
        a, b = two
        first = a.report("a day at least", "B")
        second = a.report("two days at least", "B")
        assert self.forged(a, b, second, signed={"items": [first.id]}) == []

    def test_an_approval_for_other_recipients_releases_nothing(self, two: list[Home]) -> None:
        a, b = two
        draft = a.report("a day at least", "B")
        assert self.forged(a, b, draft, signed={"to": ["0" * 32]}) == []

    def test_an_approval_under_other_terms_releases_nothing(self, two: list[Home]) -> None:
        a, b = two
        draft = a.report("a day at least", "B")
        assert self.forged(a, b, draft, signed={"terms": ["0" * 64]}) == []

    def test_the_draft_changed_after_the_ask_is_not_what_is_released(self, two: list[Home]) -> None:
        a, b = two
        first = a.report("a day at least", "B")
        waits = ask(a, first, "B")
        a.report("two days at least", "B")
        a.approve(waits.name)
        b.hear(a)
        assert b.read(a, "report") == [first.said]

    def test_an_ask_whose_draft_is_gone_is_not_approved(self, two: list[Home]) -> None:
        a, _ = two
        waits = ask(a, a.report("a day at least", "B"), "B")
        keeping.drop(a.node, a.compact, "report", "r1")
        with pytest.raises(NotReleased):
            a.approve(waits.name)

    def test_one_ask_is_approved_once(self, two: list[Home]) -> None:
        a, _ = two
        waits = ask(a, a.report("a day at least", "B"), "B")
        a.approve(waits.name)
        size = a.size
        with pytest.raises(Exception, match="waits for approval"):
            a.approve(waits.name, by="second")
        assert a.size == size


STRIKES = [{"name": "strikes", "tags": ["strike"], "words": ["sortie"]}]


@pytest.mark.parametrize(("words", "tags"), [("a day", ["strike"]), ("two SORTIES-\u200dless days, one Sortie", [])])
def test_attack_47_an_excluded_item_is_refused_on_its_way_out_with_the_clause_on_the_trail(
    tmp_path: Path, words: str, tags: list[str]
) -> None:
    a, b = under_terms(tmp_path, "A", "B", exclusions=STRIKES)
    draft, size = a.report(words, "B", tags=tags), a.size
    assert [one.refusal.clause for one in gating.preview(a.node, a.compact, [draft.id], ["B"]) if one.refusal] == [
        "exclusion strikes"
    ]
    with pytest.raises(NotReleased) as refused:
        ask(a, draft, "B")
    assert "exclusion strikes" in why(refused)
    noted = [event for event in a.trail() if event.get("clause")]
    assert [(event["clause"], event["to"]) for event in noted] == [("exclusion strikes", "B")]
    assert words not in str(a.trail())
    assert a.size == size
    b.hear(a)
    assert b.read(a, "report") == []


@pytest.mark.parametrize("label", ["", "A", "*", "a, b", "B, A", " A, B", "A,B", "A, B, ", "A, B, C"])
def test_attack_48_a_label_that_is_not_written_exactly_means_nobody(two: list[Home], label: str) -> None:
    a, b = two
    exact = a.report("a day at least", "B")
    with a.node.cabinet.writing() as shelves:  # no verb writes such a label
        shelf.put_draft(shelves, a.compact, exact._replace(label=label))
    with pytest.raises(NotReleased) as refused:
        ask(a, exact._replace(label=label), "B")
    assert "(label)" in why(refused)
    b.hear(a)
    assert b.read(a, "report") == []


def test_without_terms_in_force_nothing_can_be_asked_for(tmp_path: Path) -> None:
    from tests.node.homes import met

    a, _ = met(tmp_path, "A", "B")
    with pytest.raises(NotReleased) as refused:
        ask(a, a.report("a day at least", "B"), "B")
    assert "no terms in force" in why(refused)


def test_terms_that_changed_between_ask_and_approval_want_a_new_ask(two: list[Home]) -> None:
    a, b = two
    waits = ask(a, a.report("a day at least", "B"), "B")
    (old,) = a.known().standing.in_force
    from freehand.node.authoring import agreeing

    version = agreeing.amend(a.node, a.compact, old.id, a.terms("support"), now=NOW).leaf
    a.accept_terms(version)
    round_of(a, b)
    b.accept_terms(version)
    round_of(a, b)
    with pytest.raises(NotReleased) as refused:
        a.approve(waits.name)
    assert "the terms in force are not those" in why(refused)


def test_what_a_release_adds_to_earlier_ones_is_told_before_it_is_signed(two: list[Home]) -> None:
    a, _ = two
    draft, heard = a.report("a day at least", "B"), []

    def adds(known: Any, items: Any, to: Any) -> list[str]:
        heard.append(([one.id for one in items], to))
        return ["With what B has, it follows when the port opens."]

    waits = asking.ask(a.node, a.compact, [draft.id], ["B"], by=a.people["planner"], now=NOW, adds=adds)
    assert heard == [([draft.id], frozenset("B"))]
    assert waits.adds == ("With what B has, it follows when the port opens.",)
    assert waiting.asked(a.node, a.compact)[0].adds == waits.adds


def test_attack_45_what_an_interface_adds_to_all_earlier_ones_is_told_before_it_is_signed(two: list[Home]) -> None:
    """Two projections, differenced: also to one that was taken back since, which its reader has all the same."""
    from freehand.node.authoring import withdrawing

    a, _ = two
    plans = load("examples/gulf")
    first, second = (
        next(one for one in a.interfaces(released, "B") if "strait" in one.object)
        for released in (released_by(plans, "A", saying) for saying in ("assured", "told apart"))
    )
    waits = ask(a, first, "B")
    assert any("all scenarios (assured)" in told for told in waits.adds)
    leaf = a.approve(waits.name).items[first.id]
    adds = ask(a, second, "B").adds
    assert adds
    assert all("told apart" in told for told in adds)
    withdrawing.withdraw(a.node, a.compact, leaf, "retract", "it was too much", now=NOW)
    assert ask(a, second, "B").adds == adds
    a.said(second, "B")
    assert ask(a, second, "B").adds == ()


def test_what_an_interface_adds_is_told_for_each_who_gets_it(tmp_path: Path) -> None:
    a, _, _ = under_terms(tmp_path, "A", "B", "C")
    first, *_ = a.interfaces(released_by(load("examples/gulf"), "A"), "B", "C")
    a.release(first, to=["B"])
    adds = asking.ask(a.node, a.compact, [first.id], ["B", "C"], by=a.people["planner"], now=NOW).adds
    assert adds
    assert all(told.startswith("to C: ") for told in adds)


def test_an_approval_that_was_interrupted_is_taken_up_again_and_says_nothing_twice(
    two: list[Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = two
    draft = a.report("a day at least", "B")
    waits, size = ask(a, draft, "B"), a.size
    kept = append

    def cut(*args: Any, **more: Any) -> Any:
        kept(*args, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr("freehand.node.releasing.entering.append", cut)
    with pytest.raises(KeyboardInterrupt):
        a.approve(waits.name)
    monkeypatch.setattr("freehand.node.releasing.entering.append", kept)
    assert a.size == size + 2
    done = a.approve(waits.name)
    assert a.size == size + 2
    assert set(done.items) == {draft.id}
    b.hear(a)
    assert b.read(a, "report") == [draft.said]


def test_what_was_said_to_one_is_released_to_another_without_being_said_again(tmp_path: Path) -> None:
    a, b, c = under_terms(tmp_path, "A", "B", "C")
    draft = a.report("a day at least", "B", "C")
    first = a.release(draft, to=["B"])
    size = a.size
    second = a.release(draft.id, to=["C"])
    assert second.items == first.items
    assert a.size == size + 1
    for reader in (b, c):
        reader.hear(a)
        assert reader.read(a, "report") == [draft.said]


def test_a_withdrawn_item_is_not_released_again(two: list[Home]) -> None:
    from freehand.node.authoring import withdrawing

    a, _ = two
    draft = a.report("a day at least", "B")
    leaf = a.said(draft, "B")
    withdrawing.withdraw(a.node, a.compact, leaf, "retract", "it was wrong", now=NOW)
    with pytest.raises(NotReleased) as refused:
        a.release(draft.id, to=["B"])
    assert "withdrawn" in why(refused)
