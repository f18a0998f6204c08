"""A card that comes with a bundle: who has an older one learns of new keys by it, and by nothing that is false."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from freehand.ledger.bundle.reading import Taken, take_in
from freehand.ledger.bundle.refusals import BadBundle, Forked, Lied, NotForUs, OutOfOrder
from freehand.ledger.card_file import MOST_BYTES, sign_card
from freehand.ledger.epochs import KeyRefused
from freehand.ledger.forks import check_proof
from freehand.ledger.identity import Card, CardRefused, CardsContradict, with_epoch, with_person
from freehand.ledger.lines import frozen
from freehand.ledger.log import begin, newest_card
from freehand.ledger.refused import Refused
from tests.ledger.bundle.forging import carrying, forged
from tests.ledger.bundle.test_attacks import refused
from tests.ledger.bundle.test_bundle_forks import copied, current_of
from tests.ledger.owners import signing_key
from tests.ledger.parties import Party, state_of, two


def rotated(party: Party, number: int = 2) -> None:
    """Another log key, from the head that is here on; nobody else is told."""
    party.new_epoch(f"{party.word} log {number}", *current_of(party))
    begin(party.store, party.signed_card, party.key)


def held(party: Party, other: Party) -> Card:
    with party.store.reading() as view:
        return newest_card(view.line(other.name))


@pytest.fixture
def north(south: Party) -> Party:
    north = Party("north")
    north.meet(south)
    south.meet(north)
    north.say("under the first key")
    south.take(north.send(south))
    rotated(north)
    north.say("under the second key")
    return north


@pytest.fixture
def south() -> Party:
    return Party("south")


def test_who_has_the_old_card_alone_takes_in_what_the_rotated_key_signs(north: Party, south: Party) -> None:
    taken = south.take(north.send(south))
    assert isinstance(taken, Taken)
    assert (taken.card, taken.size) == (2, 2)
    assert held(south, north) == north.card
    assert south.read(north) == north.read(north)
    north.say("and more")
    again = south.take(north.send(south))
    assert isinstance(again, Taken)
    assert again.card == 0


def test_a_first_card_goes_without_saying_and_does_not_travel() -> None:
    north, south = two()
    north.say("one")
    bundle = north.send(south)
    assert north.signed_card not in bundle
    rotated(north)
    assert north.signed_card in north.send(south)


def test_a_card_is_kept_only_with_a_bundle_that_is_good_to_its_end(north: Party, south: Party) -> None:
    bundle = north.send(south)
    for broken in (bundle[:-1], bundle + b"x", bundle[:-1] + bytes([bundle[-1] ^ 1])):
        refused(south, broken)
    assert held(south, north).number == 1


def test_a_card_with_any_byte_changed_or_cut_or_of_another_bundle_is_refused(north: Party, south: Party) -> None:
    bundle, card = north.send(south), north.signed_card
    start = bundle.index(card)
    before = state_of(south.store)
    for at in range(start, start + len(card)):
        changed = bytearray(bundle)
        changed[at] ^= 1
        with pytest.raises(BadBundle, match="not the one that was signed"):
            south.take(bytes(changed))
    longer = sign_card(with_person(north.card, "Ada Officer", signing_key("officer").public), north.root)
    for other in (b"", card[:-1], longer, card + card):
        with pytest.raises(Refused):
            south.take(bundle[:start] + other + bundle[start + len(card) :])
    assert state_of(south.store) == before


def test_a_first_card_is_never_taken_from_a_bundle(north: Party) -> None:
    west = Party("west")
    north.meet(west)
    assert "no card of 'compact.example/north' is here" in refused(west, north.send(west), NotForUs)


def _other_root(north: Party) -> bytes:
    root = signing_key("another root")
    return sign_card(north.card._replace(root=root.public), root)


def _other_log(north: Party) -> bytes:
    return sign_card(north.card._replace(log="compact.example/other"), north.root)


def _rewritten(north: Party) -> bytes:
    first = north.card.epochs[0]._replace(key=signing_key("rewritten").public)
    return sign_card(north.card._replace(epochs=(first, *north.card.epochs[1:])), north.root)


def _by_a_log_key(north: Party) -> bytes:
    return sign_card(north.card, north.root)[:-130] + north.key.sign(b"card").hex().encode() + b'"}'


@pytest.mark.parametrize(
    ("made", "error", "why"),
    [
        (_other_root, CardRefused, "another root key"),
        (_other_log, CardRefused, "another log"),
        (_rewritten, CardsContradict, "an epoch is missing or changed"),
        (_by_a_log_key, CardRefused, "signature is not the root key's"),
        (lambda _: b"{}", CardRefused, "not an object"),
        (lambda north: north.signed_card + b" ", CardRefused, "the card"),
    ],
)
def test_a_lying_card_is_refused_by_name_with_its_bundle(
    north: Party, south: Party, made: Callable[[Party], bytes], error: type[Refused], why: str
) -> None:
    words = refused(south, carrying(north.send(south), north, south, made(north)), error)
    assert "the bundle is refused with the card that comes with it" in words
    assert why in words


def test_an_old_card_is_refused_by_name(north: Party, south: Party) -> None:
    first = sign_card(held(south, north), north.root)
    words = refused(south, carrying(north.send(south), north, south, first), CardRefused)
    assert "the newest log key in its card 1 is not the one that signed the bundle" in words


def test_a_rotated_out_key_cannot_speak_by_carrying_the_card_that_named_it() -> None:
    north, south = two()
    north.say("one")
    thief = copied(north)
    rotated(north)
    south.take(north.send(south))
    thief.say("stolen")
    old = carrying(thief.send(south), thief, south, thief.signed_card)
    assert "has ended; now epoch 2 speaks" in refused(south, old, KeyRefused)


def test_a_bundle_on_its_way_while_a_newer_card_of_the_same_key_came_is_taken_in(north: Party, south: Party) -> None:
    late = north.send(south)
    north.card = with_person(north.card, "Ada Officer", signing_key("officer").public)
    south.meet(north)
    taken = south.take(late)
    assert isinstance(taken, Taken)
    assert taken.card == 0
    assert held(south, north) == north.card


def test_no_card_can_be_larger_than_a_card(north: Party, south: Party) -> None:
    def large(value: dict[str, Any]) -> None:
        value["card"] = {"bytes": MOST_BYTES + 1, "hash": "0" * 64}

    assert f"more than {MOST_BYTES} bytes" in refused(south, forged(north.send(south), north, south, large), BadBundle)


def test_a_replay_from_before_a_rotation_changes_nothing_and_says_so() -> None:
    north, south = two()
    north.say("one")
    bundle = north.send(south)
    south.take(bundle)
    rotated(north)
    south.take(north.send(south))
    before = state_of(south.store)
    found = south.take(bundle)
    assert not isinstance(found, Taken)
    assert found.state == "already"
    assert state_of(south.store) == before


def test_where_the_bundle_with_the_new_card_was_lost_the_next_is_out_of_order_and_says_what_to_ask_for(
    north: Party, south: Party
) -> None:
    north.send(south)  # lost
    north.say("and more")
    with pytest.raises(OutOfOrder) as refusal:
        south.take(north.send(south))
    assert refusal.value.ask.after == 1
    assert isinstance(south.take(north.send(south, after=1)), Taken)
    assert south.read(north) == north.read(north)


def test_a_new_epoch_that_comes_with_a_bundle_ends_a_fork() -> None:
    north, south = two()
    north.say("one")
    twin = copied(north)
    north.say("two")
    twin.say("zwei")
    south.take(north.send(south))
    twin.send(south, [])
    with pytest.raises(Forked):
        south.take(twin.send(south, after=0))
    rotated(north)
    north.say("a new beginning")
    assert isinstance(south.take(north.send(south, after=0)), Taken)
    with south.store.reading() as view:
        assert not frozen(view, north.name)
    assert south.read(north) == north.read(north)


def test_a_lie_under_a_key_that_came_with_it_is_kept_with_the_card_that_names_the_key(
    north: Party, south: Party
) -> None:
    def false(value: dict[str, Any]) -> None:
        value["added"] = ["0" * 64 for _ in value["added"]]

    with pytest.raises(Lied) as refusal:
        south.take(forged(north.send(south), north, south, false))
    assert check_proof(refusal.value.proof, [held(south, north).log_key]).kind == "manifest"
    assert held(south, north) == north.card
    assert south.size_of(north) == 1


def test_a_card_is_read_before_anything_is_decrypted(
    north: Party, south: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    lying = carrying(north.send(south), north, south, _other_root(north))
    monkeypatch.setattr(type(south.box), "unwrap", lambda *_: pytest.fail("decrypted"))
    with pytest.raises(CardRefused):
        take_in(south.store, io.BytesIO(lying), south.reader, now=0)


def test_a_card_may_come_in_any_number_and_none_is_left_behind(north: Party, south: Party) -> None:
    """Three changes of keys between two bundles: one card says them all."""
    for number in (3, 4):
        rotated(north, number)
        north.say(f"under key {number}")
    taken = south.take(north.send(south))
    assert isinstance(taken, Taken)
    assert taken.card == 4
    assert len(held(south, north).epochs) == 4
    assert with_epoch(north.card, signing_key("next").public, 9, bytes(32), "rotated").epochs[:4] == north.card.epochs
