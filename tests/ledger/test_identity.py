"""The identity card: signed whole, followed or contradicted, and what its reader is told."""

from __future__ import annotations

import random
from typing import Any

import pytest

from freehand.ledger import card_file
from freehand.ledger.canonical import NotCanonical, canonical, parse
from freehand.ledger.card_file import MOST_BYTES, TAG, read_card, sign_card
from freehand.ledger.epochs import EMPTY_ROOT, Epoch
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.identity import (
    Card,
    CardRefused,
    CardsContradict,
    Person,
    Recipient,
    contradicts,
    newer,
    remarks_on,
    with_destroyed,
    with_epoch,
    with_person,
    with_recipient_key,
    without_person,
)
from freehand.ledger.keys import SigningKey
from tests.ledger import curve, owners
from tests.ledger.owners import BOX, LOG, ROOT, card, recipient_key, signing_key

OFFICER = signing_key("officer")


def full() -> Card:
    """A card in which everything has happened."""
    grown = with_person(card(), "Ada Officer", OFFICER.public)
    grown = with_epoch(grown, signing_key("log 2").public, 7, b"\x07" * 32, "rotated")
    grown = with_recipient_key(grown, recipient_key("recipient 2").public)
    grown = with_destroyed(grown, BOX.public)
    grown = with_person(grown, "Bo Second", signing_key("second").public)
    grown = without_person(grown, OFFICER.public)
    return with_epoch(grown, signing_key("log 3").public, 4, b"\x04" * 32, "revoked")


def forged(change: dict[str, Any], by: SigningKey = ROOT, base: Card | None = None) -> bytes:
    """A card with these fields put in, and signed all the same."""
    body = card_file._as_value(base or full()) | change
    return canonical({"card": body, "signature": by.sign(TAG + canonical(body)).hex()})


def test_a_card_is_read_as_it_was_signed() -> None:
    for one in (card(), full()):
        assert read_card(sign_card(one, ROOT)) == one


def test_a_card_says_which_keys_speak_and_open_now() -> None:
    assert (card().log_key, card().recipient_key) == (LOG.public, BOX.public)
    assert full().log_key == signing_key("log 3").public
    assert full().recipient_key == recipient_key("recipient 2").public
    assert with_destroyed(card(), BOX.public).recipient_key is None


def test_of_a_destroyed_recipient_key_only_its_hash_is_left() -> None:
    assert full().recipients[0] == Recipient(card().recipients[0].id, None)
    assert BOX.public.hex().encode() not in sign_card(full(), ROOT)
    with pytest.raises(ValueError, match="no such recipient key"):
        with_destroyed(full(), BOX.public)


def test_a_card_is_signed_by_its_own_root_key_or_not_at_all() -> None:
    with pytest.raises(ValueError, match="its own root key"):
        sign_card(card(), LOG)
    for other in (LOG, OFFICER, signing_key("stranger")):
        with pytest.raises(CardRefused, match="not the root key's"):
            read_card(forged({}, by=other))


def test_a_card_signed_without_its_tag_is_refused() -> None:
    """Else a root key could be led to sign a card as something else."""
    body = card_file._as_value(card())
    data = canonical({"card": body, "signature": ROOT.sign(canonical(body)).hex()})
    with pytest.raises(CardRefused, match="not the root key's"):
        read_card(data)


def test_a_card_with_any_byte_changed_or_cut_is_refused() -> None:
    data = sign_card(card(), ROOT)
    for at in range(len(data)):
        for bad in (data[:at], data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], data[:at] + data[at + 1 :]):
            with pytest.raises((CardRefused, NotCanonical)):
                read_card(bad)
    for bad in (data + b"\n", data + data, b" " + data):
        with pytest.raises(NotCanonical):
            read_card(bad)


def test_anything_random_done_to_a_signed_value_is_refused_in_words() -> None:
    """Signed by the root key all the same: only the shape is wrong."""
    chance, refused = random.Random(5), 0
    odd: list[Any] = [None, True, 0, -1, 2**53 - 1, "", "x", "ab" * 32, "AB" * 32, [], {}, [[]], [None], [{}]]
    for _ in range(300):
        body: Any = parse(canonical(card_file._as_value(full())), MOST_BYTES)
        holder, key = chance.choice([(body, field) for field in body] + [
            (entry, field) for name in ("epochs", "people", "recipient_keys") for entry in body[name] for field in entry
        ])  # fmt: skip
        before = holder[key]
        holder[key] = chance.choice([value for value in odd if value != before or type(value) is not type(before)])
        data = canonical({"card": body, "signature": ROOT.sign(TAG + canonical(body)).hex()})
        try:
            found = read_card(data)
        except CardRefused:
            refused += 1
        else:  # another number, name or mark makes a card as well
            assert sign_card(found, ROOT) == data
    assert refused > 200


LOW = curve.encode(curve.ZERO)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": "freehand identity card/2"}, "this version reads"),
        ({"number": 0}, "number 0"),
        ({"log": "a b"}, "visible ASCII"),
        ({"log": "a+b"}, "visible ASCII"),
        ({"log": ""}, "visible ASCII"),
        ({"name": "North\u202eland"}, "right-to-left override"),
        ({"people": [{"key": OFFICER.public.hex(), "name": "Ada\u200b", "removed": False}]}, "zero width space"),
        ({"people": [{"key": LOW.hex(), "name": "Ada", "removed": False}]}, "no sound point"),
        ({"people": [{"key": ROOT.public.hex(), "name": "Ada", "removed": False}]}, "stands twice"),
        ({"people": [{"key": OFFICER.public.hex(), "name": "Ada", "removed": 1}]}, "another type"),
        ({"people": [{"key": OFFICER.public.hex(), "name": "Ada", "removed": False, "rank": "x"}]}, "nothing else"),
        ({"people": [{"key": OFFICER.public.hex(), "name": "A", "removed": False}] * 1001}, "1000 are allowed"),
        ({"epochs": []}, "there is no epoch"),
        ({"epochs": [{"key": LOG.public.hex(), "reason": "lost", "root": EMPTY_ROOT.hex(), "size": 0}]}, "reason"),
        ({"epochs": [{"key": LOG.public.hex(), "reason": "opened", "root": EMPTY_ROOT.hex(), "size": True}]}, "type"),
        ({"epochs": [{"key": LOG.public.hex(), "reason": "opened", "root": EMPTY_ROOT.hex(), "size": 1}]}, "size 0"),
        ({"epochs": [{"key": LOW.hex(), "reason": "opened", "root": EMPTY_ROOT.hex(), "size": 0}]}, "no sound point"),
        ({"recipient_keys": [{"id": "00" * 32, "key": BOX.public.hex()}]}, "not of this identifier"),
        ({"recipient_keys": [{"id": "00" * 32, "key": "00" * 1216}]}, "not sound"),
        ({"recipient_keys": [{"id": "00" * 32, "key": None}] * 2}, "one recipient key stands twice"),
        ({"recipient_keys": [{"id": "00" * 32, "key": "00"}]}, "1216 bytes"),
        ({"root": LOW.hex()}, "not the root key's"),
    ],
)  # fmt: skip
def test_a_card_that_does_not_hold_together_is_refused_although_its_root_key_signed_it(
    change: dict[str, Any], why: str
) -> None:
    with pytest.raises(CardRefused) as refused:
        read_card(forged(change))
    assert why in " ".join(str(refused.value).split())


def test_all_faults_of_a_card_are_told_at_once_and_nobody_signs_it() -> None:
    bad = card("\u202e", "a b")._replace(number=0)
    with pytest.raises(CardRefused) as refused:
        sign_card(bad, ROOT)
    assert len(refused.value.faults) == 3


def test_a_card_beyond_its_size_is_refused_before_it_is_read() -> None:
    with pytest.raises(NotCanonical, match="too long"):
        read_card(b"[" * (MOST_BYTES + 1))
    with pytest.raises(NotCanonical):
        read_card(b"[" * MOST_BYTES)


def test_what_a_later_version_adds_is_kept_and_plays_no_part() -> None:
    data = forged({"flag": {"colour": "blue"}})
    found = read_card(data)
    assert found.unknown == b'{"flag":{"colour":"blue"}}'
    assert found._replace(unknown=b"{}") == full()
    assert sign_card(found, ROOT) == data


def test_the_higher_number_stands_whatever_order_the_cards_come_in() -> None:
    """Attack 4, for cards: an older one offered as the newest changes nothing."""
    old, new = card(), full()
    assert newer(old, new) == newer(new, old) == newer(new, new) == new
    assert newer(old, with_person(with_person(old, "A", LOG.public), "B", OFFICER.public)).number == 3


def test_a_card_of_another_log_or_owner_does_not_take_its_place() -> None:
    with pytest.raises(CardRefused, match="another log"):
        newer(card(), card(log="compact.example/other")._replace(number=9))
    with pytest.raises(CardRefused, match="another root key"):
        newer(card(), card()._replace(root=OFFICER.public, number=9))


CONTRADICTIONS = {
    "two names under one number": full()._replace(name="Southland"),
    "an epoch unsaid": full()._replace(number=99, epochs=full().epochs[:-1]),
    "an epoch moved": full()._replace(
        number=99, epochs=(*full().epochs[:-1], full().epochs[-1]._replace(size=5, root=b"\x05" * 32))
    ),
    "an epoch put before": full()._replace(
        number=99, epochs=(Epoch(OFFICER.public, 0, EMPTY_ROOT, "opened"), *full().epochs)
    ),
    "a recipient key unsaid": full()._replace(number=99, recipients=full().recipients[1:]),
    "a recipient key undestroyed": full()._replace(number=99, recipients=(card().recipients[0], full().recipients[1])),
    "a person unsaid": full()._replace(number=99, people=full().people[1:]),
    "a person renamed": full()._replace(number=99, people=(Person("X", OFFICER.public, True), full().people[1])),
    "a person let in again": full()._replace(
        number=99, people=(Person("Ada Officer", OFFICER.public, False), full().people[1])
    ),
}  # fmt: skip


@pytest.mark.parametrize("other", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_cards_that_unsay_each_other_are_a_proof_against_the_root_key(other: Card) -> None:
    for held, offered in ((full(), other), (other, full())):
        assert contradicts(held, offered)
        with pytest.raises(CardsContradict, match="contradict each other"):
            newer(held, offered)


def test_each_next_card_follows_every_card_before_it() -> None:
    one = card()
    line = [one]
    line.append(with_person(line[-1], "Ada", OFFICER.public))
    line.append(with_epoch(line[-1], signing_key("log 2").public, 7, b"\x07" * 32, "revoked"))
    line.append(with_recipient_key(line[-1], recipient_key("recipient 2").public))
    line.append(with_destroyed(line[-1], BOX.public))
    line.append(without_person(line[-1], OFFICER.public))
    assert [each.number for each in line] == [1, 2, 3, 4, 5, 6]
    assert not any(contradicts(earlier, later) for earlier in line for later in line)
    assert all(read_card(sign_card(each, ROOT)) == each for each in line)
    with pytest.raises(ValueError, match="no such person"):
        without_person(one, OFFICER.public)


def test_another_root_key_has_other_digits_from_the_first_group_on() -> None:
    """Attack 60, the part of the ledger."""
    found = [fingerprint(owners.seed(str(n))) for n in range(200)]
    assert all(len(one) == 71 and len(one.split()) == 12 and one.replace(" ", "").isdigit() for one in found)
    assert len({one[:17] for one in found}) == 200
    flipped = bytearray(ROOT.public)
    flipped[0] ^= 1
    assert sum(a != b for a, b in zip(fingerprint(bytes(flipped)), fingerprint(ROOT.public), strict=True)) > 30


def test_a_thousand_people_with_one_name_are_told_of_without_delay() -> None:
    crowd = card()._replace(people=tuple(Person("x" * 200, owners.seed(str(n)), False) for n in range(1000)))
    assert len(remarks_on(crowd, [])) == 999


def test_a_reader_is_told_of_names_that_deceive() -> None:
    """Attack 38."""
    known = [("Northland", ROOT.public), ("Southland", OFFICER.public)]
    assert remarks_on(card(), known) == []
    stranger = card("N\u043erthland")._replace(root=OFFICER.public)
    assert remarks_on(stranger, known) == [
        "the name 'Nоrthland' looks like 'Northland', another party: it has U+043E (cyrillic small letter o)"
    ]
    assert remarks_on(card("Northland")._replace(root=OFFICER.public), known)  # the very same name counts
    twins = with_person(with_person(card(), "Bo", OFFICER.public), "B0", signing_key("second").public)
    assert remarks_on(twins, known) == ["the person 'B0' looks like 'Bo', who may approve as well"]
    assert remarks_on(without_person(twins, OFFICER.public), known) == []
    assert remarks_on(card("No\u0308rd"), []) == ["the name 'No\u0308rd' is not in NFC"]
