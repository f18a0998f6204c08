"""What the master key makes: keys apart from each other, values that open in their place alone, tags."""

from __future__ import annotations

import copy
import pickle

import pytest

from freehand.node.vault import NotSealedHere, Vault, joined


def test_each_use_has_a_key_of_its_own() -> None:
    vault = Vault(bytes(32))
    keys = [vault.key("logs", "1"), vault.key("logs", "2"), vault.key("logs1"), vault.key("l", "ogs1"), vault.key()]
    assert len({*keys, bytes(32)}) == 6
    assert Vault(bytes(32)).key("logs", "1") == keys[0] != Vault(b"x" * 32).key("logs", "1")


def test_a_value_opens_in_its_place_alone_and_unchanged() -> None:
    vault = Vault(bytes(32))
    sealed = vault.seal(b"said", "value", "draft", "a")
    assert vault.open(sealed, "value", "draft", "a") == b"said"
    assert vault.seal(b"said", "value", "draft", "a") != sealed
    flipped = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    cut = [sealed[:end] for end in range(len(sealed))]
    for bad, where in [(sealed, ("value", "drafta", "")), *((each, ("value", "draft", "a")) for each in flipped + cut)]:
        with pytest.raises(NotSealedHere, match="does not open"):
            vault.open(bad, *where)
    with pytest.raises(NotSealedHere):
        Vault(b"x" * 32).open(sealed, "value", "draft", "a")


def test_no_two_lists_of_parts_are_joined_to_the_same_bytes() -> None:
    lists = [(), ("",), ("", ""), ("a",), ("a", ""), ("", "a"), ("ab",), ("a", "b"), ("\0\0\0\1a",)]
    assert len({joined(*parts) for parts in lists}) == len(lists)


def test_a_vault_is_neither_shown_nor_pickled_nor_copied() -> None:
    vault = Vault(b"S" * 32)
    assert repr(vault) == "<Vault>"
    for action in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="neither pickled nor copied"):
            action(vault)
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"short")
