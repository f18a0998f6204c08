"""Private keys at rest: opened by the passphrase alone, the same from the same chance, silent about secrets."""

from __future__ import annotations

import logging
import random
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf import argon2
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from freehand.errors import AccessError, FreehandError
from freehand.ledger.canonical import NotCanonical, canonical, parse
from freehand.ledger.sealed_keys import (
    DEAR,
    Cost,
    KeysRefused,
    NotOpened,
    Sealed,
    listed_in,
    open_keys,
    seal_keys,
)
from tests.ledger.owners import BOX, LOG, seed, signing_key

CHEAP = Cost(memory=32, passes=1, lanes=1)
PASSPHRASE = "correct horse battery staple"
KEYS = (Sealed("log", LOG), Sealed("recipient", BOX), Sealed("person", signing_key("officer")))


def file(passphrase: str = PASSPHRASE, cost: Cost = CHEAP) -> bytes:
    return seal_keys(KEYS, passphrase, cost, lambda count: seed("salt")[:count])


def test_the_passphrase_opens_the_keys_in_their_order() -> None:
    found = open_keys(file(), PASSPHRASE)
    assert [one.purpose for one in found] == ["log", "recipient", "person"]
    assert [one.key.seed() for one in found] == [one.key.seed() for one in KEYS]


def test_the_same_chance_gives_the_same_file_and_new_chance_another() -> None:
    assert file() == file()
    assert seal_keys(KEYS, PASSPHRASE, CHEAP) != seal_keys(KEYS, PASSPHRASE, CHEAP)


def test_the_file_opens_by_its_format_written_out() -> None:
    value: Any = parse(file())
    sealed = bytes.fromhex(value.pop("sealed"))
    kdf = Argon2id(salt=bytes.fromhex(value["salt"]), length=32, iterations=1, lanes=1, memory_cost=32)
    seeds = AESGCM(kdf.derive(PASSPHRASE.encode())).decrypt(bytes(12), sealed, canonical(value))
    assert seeds == b"".join(one.key.seed() for one in KEYS)


def test_which_keys_are_inside_is_told_without_opening() -> None:
    assert [purpose for purpose, _ in listed_in(file())] == ["log", "recipient", "person"]
    assert len({name for _, name in listed_in(file())}) == 3


@pytest.mark.parametrize("wrong", ["", "correct horse", PASSPHRASE + " ", PASSPHRASE.upper(), "\ud800", "x" * 10_000])
def test_a_wrong_passphrase_is_told_as_one_and_shows_nothing(wrong: str) -> None:
    with pytest.raises(NotOpened) as refused:
        open_keys(file(), wrong)
    assert "the passphrase is another one" in str(refused.value)
    assert refused.value.exit_code == 4
    assert not wrong or wrong not in str(refused.value)


def test_a_passphrase_is_the_same_however_its_accents_are_typed() -> None:
    assert open_keys(file("Gr\u00fc\u00dfe"), "Gru\u0308\u00dfe")
    assert open_keys(file("\udcff"), "\udcff")  # a byte that the terminal could not read


def test_an_empty_passphrase_seals_nothing() -> None:
    with pytest.raises(ValueError, match="protects nothing"):
        file("")


def test_a_file_with_any_byte_changed_or_cut_opens_nothing() -> None:
    data = file()
    for at in range(len(data)):
        for bad in (data[:at], data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]):
            with pytest.raises((NotOpened, KeysRefused, NotCanonical)):
                open_keys(bad, PASSPHRASE)


def test_anything_random_in_a_field_is_refused_in_words() -> None:
    chance = random.Random(3)
    odd: list[Any] = [
        None,
        True,
        0,
        -1,
        2**53 - 1,
        "",
        "ab" * 16,
        [],
        {},
        [[]],
        [{"id": "", "purpose": "log"}],
        {"lanes": 1},
    ]
    for _ in range(300):
        value: Any = parse(file())
        holder = chance.choice([value, value["cost"], value["keys"][1]])
        key = chance.choice(list(holder))
        holder[key] = chance.choice(odd)
        if canonical(value) == file():
            continue
        with pytest.raises(FreehandError) as refused:
            open_keys(canonical(value), PASSPHRASE)
        assert all(fault.why and fault.next for fault in refused.value.faults)


def test_a_key_that_is_not_the_one_named_is_refused() -> None:
    """Whoever knows the passphrase swaps two names."""
    value: Any = parse(file())
    value.pop("sealed")
    value["keys"][0]["id"], value["keys"][2]["id"] = value["keys"][2]["id"], value["keys"][0]["id"]
    kdf = Argon2id(salt=bytes.fromhex(value["salt"]), length=32, iterations=1, lanes=1, memory_cost=32)
    seeds = b"".join(one.key.seed() for one in KEYS)
    sealed = AESGCM(kdf.derive(PASSPHRASE.encode())).encrypt(bytes(12), seeds, canonical(value))
    with pytest.raises(KeysRefused, match="key 1 in it is not the one"):
        open_keys(canonical(value | {"sealed": sealed.hex()}), PASSPHRASE)


@pytest.mark.parametrize(
    "cost",
    [
        Cost(2**20 + 8, 1, 1),
        Cost(2**20, 5, 1),
        Cost(7, 1, 1),
        Cost(8, 1, 2),
        Cost(8, 0, 1),
        Cost(200, 1, 17),
        Cost(8, 1, 0),
    ],
)
def test_a_file_that_asks_for_too_much_is_refused_before_anything_is_done(cost: Cost) -> None:
    value: Any = parse(file())
    value["cost"] = cost._asdict()
    with pytest.raises(KeysRefused, match="cost of"):
        open_keys(canonical(value), PASSPHRASE)
    with pytest.raises(ValueError, match="cost of"):
        file(cost=cost)


def test_no_secret_is_shown_or_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG):
        data = file()
        shown = repr(open_keys(data, PASSPHRASE)) + str(KEYS)
        with pytest.raises(NotOpened) as refused:
            open_keys(data, "wrong")
    captured = capfd.readouterr()
    everything = shown + caplog.text + captured.out + captured.err + str(refused.value) + data.decode()
    assert PASSPHRASE not in everything
    assert not any(one.key.seed().hex() in everything or repr(one.key.seed()) in everything for one in KEYS)


def test_too_little_memory_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    class Starved:
        def __init__(self, **_: object) -> None: ...

        def derive(self, _: bytes) -> bytes:
            raise MemoryError

    monkeypatch.setattr(argon2, "Argon2id", Starved)
    with pytest.raises(AccessError, match="there is not so much"):
        file()


def test_what_a_key_really_costs_opens_too() -> None:
    data = seal_keys(KEYS[:1], PASSPHRASE)
    value: Any = parse(data)
    assert Cost(**value["cost"]) == DEAR == Cost(memory=131072, passes=3, lanes=4)
    assert open_keys(data, PASSPHRASE)[0].key.public == LOG.public
