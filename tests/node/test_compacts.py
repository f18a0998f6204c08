"""Two parties who never met: what comes in a file waits until two people have compared it by voice."""

from __future__ import annotations

from pathlib import Path

import pytest

from freehand.errors import FreehandError, UsageError
from freehand.ledger.bundle.refusals import BadBundle
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.refused import Refused
from freehand.node import compacts, epochs, exchange, staff
from freehand.node.authoring import supporting
from freehand.node.compacts import NotTheSame, Renewed
from freehand.node.contact import ContactRefused, aloud, heard, matches, read_contact
from freehand.node.keyring import root_key
from tests.node.homes import NOW, PASSPHRASE, Home, met


@pytest.fixture
def apart(tmp_path: Path) -> list[Home]:
    """A has founded, B has joined; neither has compared anything, and A has B's file."""
    a, b = Home(tmp_path / "a", "A"), Home(tmp_path / "b", "B")
    a.found()
    b.join(a.contact)
    a.meet(b, compared=False)
    return [a, b]


def compare(home: Home, party: str, said: str) -> None:
    compacts.compare(home.node, home.compact, party, said, now=NOW)


def test_two_parties_join_one_compact_and_see_nothing_else_in_common(tmp_path: Path) -> None:
    a, b = met(tmp_path, "A", "B")
    assert a.compact.id == b.compact.id
    assert (a.compact.name, b.compact.name, b.compact.illustrative) == ("gulf", "gulf", True)
    assert a.compact.log != b.compact.log
    assert [*a.compact.members] == [*b.compact.members] == ["A", "B"]
    assert all(one.compared for one in a.compact.members.values())


def test_one_party_in_two_compacts_has_nothing_in_them_that_is_alike(tmp_path: Path) -> None:
    a = Home(tmp_path / "a", "A")
    first = a.found("gulf")
    second = a.found("lake")
    one, other = (read_contact(compacts.contact_card(a.node, made)).card for made in (first, second))
    assert {one.root, one.log_key, one.recipient_key, one.log}.isdisjoint(
        {other.root, other.log_key, other.recipient_key, other.log}
    )


class TestBeforeItIsCompared:
    def test_a_card_waits_and_its_party_is_no_member(self, apart: list[Home]) -> None:
        a, b = apart
        (waits,) = compacts.waiting(a.node, a.compact)
        assert (waits.name, waits.digits) == ("B", compacts.own_fingerprint(b.compact)[0])
        assert [*a.compact.members] == ["A"]

    def test_nothing_is_written_for_it(self, apart: list[Home]) -> None:
        a, b = apart
        with pytest.raises(UsageError, match="no other party"):
            a.bundle(b)

    def test_nothing_is_taken_in_from_it(self, apart: list[Home]) -> None:
        a, b = apart
        b.compare(a)
        with pytest.raises((BadBundle, Refused)):
            a.take(b.bundle(a))

    def test_nothing_can_be_labelled_for_it_or_asked_of_it(self, apart: list[Home]) -> None:
        a, _ = apart
        with pytest.raises(UsageError, match="'B' is no party of this compact"):
            a.report("a day", "B")
        with pytest.raises(UsageError, match="no other party"):
            supporting.request(a.node, a.compact, "B", "fuel", "drill", "may we?")


class TestAttack60:
    """The root key is swapped at first contact."""

    @pytest.fixture
    def swapped(self, tmp_path: Path) -> list[Home]:
        """What came to A as B's file is somebody else's, who bears the name and has joined with A's own file."""
        a, b, thief = Home(tmp_path / "a", "A"), Home(tmp_path / "b", "B"), Home(tmp_path / "t", "B", seed="thief")
        a.found()
        for other in (b, thief):
            other.join(a.contact)
        a.meet(thief, compared=False)
        return [a, b, thief]

    def test_digits_and_words_differ(self, swapped: list[Home]) -> None:
        a, b, _ = swapped
        (waits,) = compacts.waiting(a.node, a.compact)
        digits, words = compacts.own_fingerprint(b.compact)
        assert waits.digits != digits
        assert waits.words != words

    def test_nothing_is_trusted_when_the_true_one_reads_and_the_auditor_sees_it(self, swapped: list[Home]) -> None:
        a, b, _ = swapped
        for said in compacts.own_fingerprint(b.compact):
            with pytest.raises(NotTheSame):
                compare(a, "B", said)
        assert [*a.compact.members] == ["A"]
        assert [event["what"] for event in a.trail()].count("a fingerprint did not match") == 2

    def test_half_a_fingerprint_is_none(self, swapped: list[Home]) -> None:
        a, _, thief = swapped
        digits = compacts.own_fingerprint(thief.compact)[0]
        for said in (digits[:35], digits[:-1], digits + " 1", ""):
            with pytest.raises(NotTheSame):
                compare(a, "B", said)

    def test_when_the_true_card_comes_too_the_voice_tells_which_of_them_is_right(self, swapped: list[Home]) -> None:
        a, b, thief = swapped
        a.meet(b, compared=False)
        assert len(compacts.waiting(a.node, a.compact)) == 2
        a.compare(b)
        assert a.compact.members["B"].log == b.compact.log
        assert compacts.waiting(a.node, a.compact) == []
        with pytest.raises(UsageError, match="the name of another party"):
            a.meet(thief)


def test_what_was_read_aloud_may_be_written_as_digits_or_words_in_any_groups() -> None:
    root = bytes(32)
    digits = fingerprint(root)
    for said in (digits, digits.replace(" ", ""), aloud(digits), aloud(digits).upper(), digits.replace(" ", "-")):
        assert matches(said, root)
    assert heard("five six eight-seven, 4") == "56874"
    assert not matches(digits.replace("5", "five and "), root)


@pytest.mark.parametrize("name", ["A", "\u0410", "a", "A."])
def test_a_name_that_is_or_looks_like_anothers_does_not_come_in(tmp_path: Path, name: str) -> None:
    a, b, c = Home(tmp_path / "a", "A"), Home(tmp_path / "b", "B"), Home(tmp_path / "c", name, seed="c")
    a.found()
    b.join(a.contact)
    with pytest.raises(UsageError, match="does not come in"):
        c.join(a.contact)
    b.compare(a)
    c.join(b.contact)
    with pytest.raises(UsageError, match="does not come in"):
        a.meet(c)
    with pytest.raises(UsageError, match="does not come in"):
        b.meet(c)


def test_a_name_with_a_comma_is_no_party_s(tmp_path: Path) -> None:
    with pytest.raises(ContactRefused, match="labels part names by commas"):
        Home(tmp_path / "a", "A, B").found()


@pytest.mark.parametrize(
    "roles",
    [
        [("planner", "releaser")],
        [("planner",), ("planner",)],
        [("planner",), ("releaser", "keeper")],
        [("releaser",), ("keeper",)],
    ],
)
def test_people_who_could_release_nothing_do_not_found(tmp_path: Path, roles: list[tuple[str, ...]]) -> None:
    a = Home(tmp_path / "a", "A")
    people = [one._replace(roles=each) for one, each in zip(a.founders, roles, strict=False)]
    with pytest.raises(UsageError, match="could release nothing"):
        compacts.found(a.node, "gulf", people, PASSPHRASE, now=NOW)


class TestTheFile:
    def test_no_byte_of_it_can_be_changed(self, apart: list[Home]) -> None:
        data = apart[1].contact
        for at in range(0, len(data), 23):
            with pytest.raises(FreehandError):
                read_contact(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])

    @pytest.mark.parametrize(
        ("old", "new"), [(b'"name":"gulf"', b'"name":"lake"'), (b'"illustrative":true', b'"illustrative":false')]
    )
    def test_what_the_compact_is_called_is_signed(self, apart: list[Home], old: bytes, new: bytes) -> None:
        with pytest.raises(ContactRefused, match="signature is not the root key's"):
            read_contact(apart[1].contact.replace(old, new))

    def test_a_card_lifted_into_another_compact_is_refused(self, apart: list[Home]) -> None:
        a, b = apart
        with pytest.raises(ContactRefused, match="of another compact"):
            read_contact(b.contact.replace(a.compact.id.encode(), b"0" * 32))

    def test_a_card_of_another_compact_is_not_taken(self, apart: list[Home], tmp_path: Path) -> None:
        a, _ = apart
        stranger = Home(tmp_path / "c", "C")
        stranger.found("lake")
        with pytest.raises(ContactRefused, match="of another compact"):
            a.meet(stranger)

    def test_the_own_card_is_nobody_elses(self, apart: list[Home]) -> None:
        a, _ = apart
        with pytest.raises(UsageError, match="the own contact card"):
            a.meet(a)


class TestALaterCard:
    def test_it_needs_no_comparing_and_what_it_changed_is_told(self, tmp_path: Path) -> None:
        a, b = met(tmp_path, "A", "B")
        root = root_key(b.compact.root_file, PASSPHRASE)
        epochs.new_recipient_key(b.compact, root, randomness=b.random)
        epochs.new_epoch(b.compact, root, randomness=b.random)
        staff.remove_person(b.compact, root, b.people["second"].public, now=NOW)
        renewed = compacts.meet(a.node, a.compact, b.contact, now=NOW)
        assert isinstance(renewed, Renewed)
        assert renewed.changes == (
            "Its log key changed at size 4 (rotated).",
            "It has a new key to seal for.",
            "second of B was removed.",
        )
        a.hear(b)
        b.hear(a)
        assert a.known().sizes["B"] == 5

    def test_an_older_one_changes_nothing(self, tmp_path: Path) -> None:
        a, b = met(tmp_path, "A", "B")
        old = b.contact
        epochs.new_recipient_key(b.compact, root_key(b.compact.root_file, PASSPHRASE), randomness=b.random)
        a.take_card(b)
        newest = a.compact.members["B"].card
        renewed = compacts.meet(a.node, a.compact, old, now=NOW)
        assert isinstance(renewed, Renewed)
        assert renewed.changes == ()
        assert a.compact.members["B"].card == newest

    def test_a_strangers_card_renews_nothing(self, tmp_path: Path) -> None:
        a, _ = met(tmp_path, "A", "B")
        stranger = Home(tmp_path / "c", "C")
        stranger.found()
        with pytest.raises(ContactRefused, match="no member"):
            compacts.renew(a.node, a.compact, stranger.compact.card, now=NOW)


def test_a_party_is_written_for_once_it_is_compared(apart: list[Home]) -> None:
    a, b = apart
    a.compare(b)
    b.compare(a)
    b.hear(a)
    assert exchange.handed_over(a.node, a.compact, "B")[0].size == 4
