"""Repudiation: what a party unsays by revoking the key behind it, its partner's receipt keeps on record."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from freehand.node.drafts import newest
from freehand.node.epochs import new_epoch
from freehand.node.folder import root_key
from freehand.node.reckoning.verbs import verdicts
from freehand.node.views.disowned import disowned
from freehand.node.views.status import status
from tests.node.homes import NOW, PASSPHRASE, OnDisk, met, round_of


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
    (one,) = disowned(b.known())
    assert (one.party, one.number, one.witness) == ("A", before, "B")
    assert one.said is not None
    assert (one.said.kind, one.said.body["about"]) == ("terms.accept", version.id)
    assert one.not_after == NOW + 120
    assert "'A' has unsaid 1 of its records that a receipt covers" in " ".join(status(b.known()).sentences)
    assert b.known().standing.in_force == ()  # shown, and without effect
    b.again()
    assert disowned(b.known()) == (one,)


def test_attack_59_what_no_receipt_covers_is_gone_and_nobody_is_told_of_it(two: list[Liar]) -> None:
    a, b = two
    copy = a.copied()
    (version,) = b.known().standing.versions
    a.accept_terms(version.id)  # nobody took it in
    a.unsay(copy)
    a.hand_over(b)
    assert disowned(b.known()) == ()


def test_attack_59_an_unsaid_item_is_shown_disowned_and_nothing_rests_on_it(two: list[Liar]) -> None:
    a, b = two
    (version,) = b.known().standing.versions
    a.accept_terms(version.id)
    round_of(a, b)
    copy = a.copied()
    draft = a.report("the port is open", "B")
    a.said(draft, "B")
    round_of(a, b)
    assert b.read(a, "report") == [draft.said]
    a.unsay(copy)
    a.hand_over(b)
    assert b.read(a, "report") == []
    found = {one.said.kind for one in disowned(b.known()) if one.said is not None}
    assert found == {"release"}
    assert len(disowned(b.known())) == 2
    assert verdicts(b.node, b.compact, b.known(), newest(b.node, b.compact)).cells == ()
