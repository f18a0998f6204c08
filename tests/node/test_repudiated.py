"""Repudiation: what a party unsays by revoking the key behind it, its partner's receipt keeps on record."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from freehand.node.epochs import new_epoch
from freehand.node.keyring import root_key
from freehand.node.views.status import status
from tests.node.homes import PASSPHRASE, OnDisk, met, round_of


class Liar(OnDisk):
    """A party that keeps a copy of its node from before it says something, and goes on from there."""

    def copied(self) -> Path:
        self.node.close()
        copy = self.folder.with_name("copy")
        shutil.copytree(self.folder, copy)
        self.again()
        return copy

    def unsay(self, copy: Path) -> None:
        """Not mine beyond what the copy has."""
        self.node.close()
        self.folder = copy
        self.again()
        new_epoch(self.compact, root_key(self.compact.root_file, PASSPHRASE), "revoked")

    def hand_over(self, other: Any) -> None:
        """The card, then a bundle under a serial that was not used yet."""
        other.take_card(self)
        other.take(self.bundle(other, beyond=100))


@pytest.fixture
def two(tmp_path: Path) -> list[Liar]:
    a, b = met(tmp_path, "A", "B", kind=Liar)
    version = a.propose()
    round_of(a, b)
    b.accept_terms(version)
    round_of(a, b)
    return [a, b]  # type: ignore[list-item]  # they are of this kind


def test_attack_59_an_acceptance_that_is_unsaid_by_revoking_its_key_stands_on_record_as_disowned(
    two: list[Liar],
) -> None:
    a, b = two
    copy, before = a.copied(), a.size
    (version,) = b.known().standing.versions
    a.accept_terms(version.id)
    round_of(a, b)
    assert b.known().standing.in_force
    a.unsay(copy)
    a.hand_over(b)
    (one,) = b.known().disowned.values()
    assert (one.party, one.number) == ("A", before)
    assert (one.kind, one.body["about"]) == ("terms.accept", version.id)
    told = "1 record of 'A' (terms.accept) disowned: the key was revoked, a receipt covers it, and it stands."
    assert told in status(b.known()).sentences
    assert [each.id for each in b.known().standing.in_force] == [version.id]
    b.again()
    assert list(b.known().disowned.values()) == [one]


def test_attack_59_what_no_receipt_covers_is_gone_and_nobody_is_told_of_it(two: list[Liar]) -> None:
    a, b = two
    copy = a.copied()
    (version,) = b.known().standing.versions
    a.accept_terms(version.id)  # nobody took it in
    a.unsay(copy)
    a.hand_over(b)
    assert b.known().disowned == {}
    assert b.known().standing.in_force == ()


def test_attack_59_an_unsaid_item_stands_and_is_shown_disowned(two: list[Liar]) -> None:
    a, b = two
    (version,) = b.known().standing.versions
    a.accept_terms(version.id)
    round_of(a, b)
    copy = a.copied()
    draft = a.report("the port is open", "B")
    a.said(draft, "B")
    round_of(a, b)
    a.unsay(copy)
    a.hand_over(b)
    (one,) = b.read(a, "report")
    assert one == draft.said
    assert {each.kind for each in b.known().disowned.values()} == {"release", "report"}
