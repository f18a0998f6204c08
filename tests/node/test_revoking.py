"""A revoked log key: what a partner's receipt covers is not unsaid, and is shown disowned; the rest is."""

from __future__ import annotations

from pathlib import Path

import pytest

from freehand.errors import UsageError
from freehand.faces.nodes.terms import stances_of
from freehand.node import erasing
from freehand.node.authoring import agreeing, promising, supporting, withdrawing
from freehand.node.epochs import new_epoch
from freehand.node.keyring import root_key
from freehand.node.views.promises import promises
from freehand.node.views.status import status
from freehand.node.views.terms import terms_view
from freehand.terms.protocol import DISOWNED
from tests.node.homes import NOW, PASSPHRASE, Home, met, round_of, under_terms


def revoke(home: Home, size: int) -> None:
    new_epoch(home.compact, root_key(home.compact.root_file, PASSPHRASE), "revoked", size=size, randomness=home.random)


@pytest.fixture
def agreed(tmp_path: Path) -> tuple[Home, Home, int]:
    """B has accepted terms, and A knows it; how long B's log was before."""
    a, b = met(tmp_path, "A", "B")
    version = a.propose()
    a.accept_terms(version)
    round_of(a, b)
    size = b.size
    b.accept_terms(version)
    round_of(a, b)
    return a, b, size


def test_attack_59_an_acceptance_unsaid_by_revoking_the_key_behind_it_stands_and_is_shown_disowned(
    agreed: tuple[Home, Home, int],
) -> None:
    a, b, size = agreed
    assert len(a.known().standing.in_force) == len(b.known().standing.in_force) == 1
    revoke(b, size)
    assert b.size == size
    b.hear(a)
    a.hear(b)
    for home in (a, b):
        known = home.known()
        assert known.sizes["B"] == size
        assert [one.state for one in known.standing.versions] == ["in force"]
        assert [(one.party, one.kind) for one in known.disowned.values()] == [("B", "terms.accept")]
        (told,) = terms_view(known).in_force
        assert any("That acceptance is disowned" in sentence for sentence in told.sentences)
        assert f"That acceptance is {DISOWNED}." in list(stances_of(told.version, home.party))
        assert any("(terms.accept) disowned" in sentence for sentence in status(known).sentences)
        assert not status(known).partners[0].gap
    draft = b.report("the log goes on", "A")
    b.said(draft, "A")
    a.hear(b)
    assert a.read(b, "report") == [draft.said]
    round_of(a, b)
    assert [len(home.known().standing.in_force) for home in (a, b)] == [1, 1]


def test_attack_59_what_no_receipt_covers_is_unsaid_and_can_be_said_again(agreed: tuple[Home, Home, int]) -> None:
    a, b, _ = agreed
    draft, size = b.report("a day", "A"), b.size
    leaf = b.said(draft, "A")
    assert [one.leaf for one in b.known().said("report")] == [leaf]
    revoke(b, size)
    assert list(b.known().said("report")) == []
    assert b.known().disowned == {}
    again = b.said(draft, "A")
    assert again != leaf
    a.hear(b)
    assert a.read(b, "report") == [draft.said]
    assert a.known().disowned == {}


def test_what_was_handed_over_and_is_disowned_stands_and_its_next_version_replaces_it(
    agreed: tuple[Home, Home, int],
) -> None:
    a, b, _ = agreed
    size, first = b.size, b.report("a day", "A")
    leaf = b.said(first, "A")
    round_of(a, b)
    revoke(b, size)
    round_of(a, b)
    for home in (a, b):
        (one,) = home.known().said("report")
        assert (one.leaf, one.disowned) == (leaf, True)
        assert "disowned" in one.remarks[0]
    b.said(b.report("two days", "A"), "A")
    round_of(a, b)
    for home in (a, b):
        (one,) = home.known().said("report")
        assert ("two days" in one.body["document"], one.disowned) == (True, False)


def test_a_disowned_promise_still_binds_and_is_recalled_as_any_other(tmp_path: Path) -> None:
    a, b = under_terms(tmp_path, "A", "B")
    text = promising.promise_document(
        name="airlift", by="A", to="B", need="lift", contingency="flood", lead="6 to 12 h",
        called="0 to 24 h after the warning",
    )  # fmt: skip
    offer = a.said(supporting.offer(a.node, a.compact, text), "B")
    round_of(a, b)
    size = b.size
    b.said(supporting.accept(b.node, b.compact, offer), "A")
    round_of(a, b)
    revoke(b, size)
    round_of(a, b)
    assert [[one.state for one in promises(home.known())] for home in (a, b)] == [["accepted"], ["accepted"]]
    supporting.recall(a.node, a.compact, offer, "needed here", now=NOW)
    round_of(a, b)
    assert [[one.state for one in promises(home.known())] for home in (a, b)] == [["recalled"], ["recalled"]]


def test_a_disowned_item_can_be_withdrawn_and_erased(agreed: tuple[Home, Home, int]) -> None:
    a, b, _ = agreed
    size = b.size
    leaf = b.said(b.report("a day", "A"), "A")
    round_of(a, b)
    revoke(b, size)
    for _ in range(3):  # something else stands under its number by now
        b.said(b.report("more", "A", name=f"r{b.size}"), "A")
    round_of(a, b)
    withdrawing.withdraw(b.node, b.compact, leaf, "erase", "please erase it", now=NOW)
    round_of(a, b)
    erasing.erase(a.node, a.compact, leaf, now=NOW)
    round_of(a, b)
    assert leaf not in a.known().disowned
    assert len(list(a.known().said("report"))) == 3
    assert [one.leaf.hex() for one in b.receipts()] == [leaf]


def test_a_third_party_that_never_had_it_is_told_that_something_is_disowned_once(tmp_path: Path) -> None:
    a, b, c = under_terms(tmp_path, "A", "B", "C")
    size = b.size
    b.said(b.report("a day", "A"), "A")
    a.hear(b)
    revoke(b, size)
    for _ in range(3):
        b.said(b.report("more", "A", "C", name=f"r{b.size}"), "A", "C")
        round_of(a, b, c)
    assert [event["what"] for event in c.trail()].count("disowned") == 1
    assert len(list(c.known().said("report"))) == 3
    assert not any(one.gap for one in status(c.known()).partners)


def test_only_a_revocation_goes_back_and_to_no_size_that_never_was(agreed: tuple[Home, Home, int]) -> None:
    _, b, size = agreed
    root = root_key(b.compact.root_file, PASSPHRASE)
    for reason, wanted in (("rotated", size), ("revoked", b.size + 1), ("revoked", -1)):
        with pytest.raises(UsageError, match="does not go on from size"):
            new_epoch(b.compact, root, reason, size=wanted, randomness=b.random)  # type: ignore[arg-type]  # from a table


def last_accepted(folder: Path) -> tuple[list[Home], int, str]:
    """A, B and C, of whom B accepts last, and only A hears it; how long B's log was before, and the terms."""
    a, b, c = homes = met(folder, "A", "B", "C")
    version = a.propose()
    round_of(*homes)
    for home in (a, c):
        home.accept_terms(version)
    round_of(*homes)
    size = b.size
    b.accept_terms(version)
    a.hear(b)
    b.hear(a)
    return homes, size, version


def known_to_all(home: Home) -> bool:
    return home.known().standing.known_to_all


def test_the_length_of_the_line_that_its_author_went_on_with_says_of_nobody_that_he_read_what_is_disowned(
    tmp_path: Path,
) -> None:
    (a, b, c), size, version = last_accepted(tmp_path)
    revoke(b, size)
    for words in ("Since when?", "Until when?"):
        agreeing.clarify(b.node, b.compact, version, words, now=NOW)
    for _ in range(2):
        c.hear(b)
        a.hear(b, c)
        b.hear(a, c)
    assert c.known().sizes["B"] == b.size > size + 1
    for home in (a, b):
        assert [one.disowned for one in home.known().standing.in_force] == [("B",)]
        assert not known_to_all(home)  # C is known to have read as many records of B; that one was not among them
    assert c.known().standing.in_force == ()
    b.accept_terms(version)
    round_of(a, b, c)
    for home in (a, b, c):
        assert [one.disowned for one in home.known().standing.in_force] == [()]
        assert known_to_all(home)


def test_a_disowned_acceptance_is_known_to_all_where_everybody_is_held_to_have_read_it(tmp_path: Path) -> None:
    homes, size, _ = last_accepted(tmp_path)
    round_of(*homes)
    assert [known_to_all(home) for home in homes] == [True] * 3
    revoke(homes[1], size)
    round_of(*homes)
    for home in homes:
        assert [one.disowned for one in home.known().standing.in_force] == [("B",)]
        assert known_to_all(home)


def test_a_party_that_disowns_its_leaving_has_left_and_both_show_it_disowned(agreed: tuple[Home, Home, int]) -> None:
    a, b, _ = agreed
    size, version = b.size, a.known().standing.in_force[0].id
    for words in ("Since when?", "Until when?"):
        agreeing.clarify(b.node, b.compact, version, words, now=NOW)
    agreeing.leave(b.node, b.compact, "From now on alone.", now=NOW)
    a.hear(b)
    b.hear(a)
    revoke(b, size)
    a.hear(b)
    for home in (a, b):
        standing = home.known().standing
        assert (standing.left, standing.left_disowned) == (frozenset("B"), frozenset("B"))
        assert [one.state for one in standing.versions] == ["ended"]
        assert len(standing.questions) == 2  # what it said before it left stands as well
        assert f"B has left the compact. Its leaving is {DISOWNED}." in terms_view(home.known()).sentences
    assert f"B has left the compact. Its leaving is {DISOWNED}." in status(a.known()).sentences
    assert f"Its leaving is {DISOWNED}." in status(b.known()).sentences


def test_whatever_is_said_after_a_disowned_leaving_is_said_by_who_has_left_though_its_number_is_lower(
    agreed: tuple[Home, Home, int],
) -> None:
    a, b, _ = agreed
    size, version = b.size, a.known().standing.in_force[0].id
    for words in ("Since when?", "Until when?"):
        agreeing.clarify(b.node, b.compact, version, words, now=NOW)
    left = agreeing.leave(b.node, b.compact, "From now on alone.", now=NOW)
    a.hear(b)
    revoke(b, size)  # it never had A's receipt, and goes on as if nothing had been said
    assert b.known().standing.left == frozenset()
    asked = agreeing.clarify(b.node, b.compact, version, "What then?", now=NOW)
    assert asked.number < left.number
    a.hear(b)
    standing = a.known().standing
    assert (standing.left, standing.left_disowned) == (frozenset("B"), frozenset("B"))
    assert asked.leaf not in {one.id for one in standing.questions}
    assert len(standing.questions) == 2
    b.hear(a)
    assert (b.known().standing.left, b.known().standing.left_disowned) == (frozenset("B"), frozenset("B"))
