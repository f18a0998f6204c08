"""Whose word a head is: a table in plain English, and properties over every small history."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import NamedTuple

import pytest

from freehand.ledger.epochs import (
    EMPTY_ROOT,
    Epoch,
    Head,
    KeyRefused,
    check_signer,
    end_of,
    faults_of,
    judge,
)

ONE, TWO, THREE = b"\x01" * 32, b"\x02" * 32, b"\x03" * 32


def root(size: int, branch: str = "") -> bytes:
    return f"root of {size} {branch}".encode().ljust(32)[:32] if size else EMPTY_ROOT


def history(*ends: int, reason: str = "rotated") -> tuple[Epoch, ...]:
    later = (Epoch(key, size, root(size), reason) for key, size in zip((TWO, THREE), ends, strict=False))  # type: ignore[arg-type]  # a word of the table
    return Epoch(ONE, 0, EMPTY_ROOT, "opened"), *later


class Row(NamedTuple):
    case: str
    ends: tuple[int, ...]
    head: Head
    agrees: bool
    covered: bool
    standing: str


TABLE = [
    Row("the newest key at any size", (), Head(ONE, 9, root(9)), True, False, "good"),
    Row("a head of the newest key that contradicts is good: that is what makes it a fork", (),
        Head(ONE, 9, root(9, "other")), False, False, "good"),
    Row("attack 57: a key signs after it was rotated out", (7,), Head(ONE, 8, root(8)), True, False, "refused"),
    Row("attack 58: a head before N", (7,), Head(ONE, 6, root(6)), True, False, "good"),
    Row("attack 58: a head at N", (7,), Head(ONE, 7, root(7)), True, False, "good"),
    Row("attack 58: a head after N", (7,), Head(ONE, 8, root(8)), False, False, "refused"),
    Row("a head after N that a partner holds a receipt for", (7,), Head(ONE, 8, root(8)), False, True, "disowned"),
    Row("attack 8: a thief with a key since ended makes up a branch", (7,),
        Head(ONE, 5, root(5, "thief")), False, False, "disputed"),
    Row("the same at the very end of the epoch", (7,), Head(ONE, 7, root(7, "thief")), False, False, "disputed"),
    Row("at the end of the epoch the card's root counts, not the reader's branch", (7,),
        Head(ONE, 7, root(7, "left")), True, True, "disowned"),
    Row("a branch that was shown to a partner, who cosigned it, before the owner went on from another", (7,),
        Head(ONE, 5, root(5, "left")), False, True, "disowned"),
    Row("the new key from where its epoch begins", (7,), Head(TWO, 7, root(7)), True, False, "good"),
    Row("the new key where its epoch begins, with another root", (7,),
        Head(TWO, 7, root(7, "x")), False, True, "refused"),
    Row("the new key below its epoch", (7,), Head(TWO, 6, root(6)), True, True, "refused"),
    Row("the new key beyond", (7,), Head(TWO, 12, root(12)), True, False, "good"),
    Row("a third epoch that begins before the second ends both there", (7, 4),
        Head(TWO, 8, root(8)), True, False, "refused"),
    Row("and the first", (7, 4), Head(ONE, 5, root(5)), True, False, "refused"),
    Row("but not what lies before", (7, 4), Head(ONE, 4, root(4)), True, False, "good"),
    Row("a key of no epoch", (7,), Head(THREE, 5, root(5)), True, True, "refused"),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=[row.case for row in TABLE])
def test_a_head_is_worth_what_the_table_says(row: Row) -> None:
    for reason in ("rotated", "revoked", "restored"):
        found = judge(history(*row.ends, reason=reason), row.head, agrees=row.agrees, covered=row.covered)
        assert found.standing == row.standing, found.why


PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats" / "identity-card.md"
ROWS = {
    "of a key of no epoch": [Head(THREE, 5, root(5))],
    "below its epoch's size, or there with another root": [Head(TWO, 6, root(6)), Head(TWO, 7, root(7, "other"))],
    "of the newest epoch": [Head(TWO, 7, root(7)), Head(TWO, 9, root(9))],
    "within an epoch that has ended": [Head(ONE, size, root(size)) for size in range(8)],
    "at its end, with another root than is begun with there": [Head(ONE, 7, root(7, "other"))],
    "beyond the end of its epoch": [Head(ONE, 8, root(8)), Head(ONE, 2**53 - 1, root(8))],
}


def test_the_table_of_the_format_page_is_the_rule() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    told = {line.split(" | ")[0][2:]: line[:-2].split(" | ")[1:] for line in lines if line[:1] == "|"}
    for row, heads in ROWS.items():
        for head in heads:
            ways = ((True, True), (True, False), (False, True), (False, False))
            found = [judge(history(7), head, agrees=agrees, covered=covered).standing for agrees, covered in ways]
            assert found == told[row], row


def every_case() -> list[tuple[tuple[Epoch, ...], Head, bool, bool]]:
    return [
        (history(*ends), Head(key, size, root(size, branch)), agrees, covered)
        for count in range(3)
        for ends in itertools.product(range(5), repeat=count)
        for key in (ONE, TWO, THREE)
        for size in range(7)
        for branch in ("", "other")
        for agrees in (False, True)
        for covered in (False, True)
    ]


def test_a_receipt_never_makes_a_head_worth_less_and_nothing_covered_within_its_epochs_is_refused() -> None:
    for epochs, head, agrees, _ in every_case():
        without = judge(epochs, head, agrees=agrees, covered=False)
        having = judge(epochs, head, agrees=agrees, covered=True)
        order = ("refused", "disputed", "disowned", "good")
        assert order.index(having.standing) >= order.index(without.standing)
        begun = having.epoch and head.size >= epochs[having.epoch - 1].size
        if begun and head.size != epochs[having.epoch - 1].size:
            assert having.standing in ("good", "disowned")


def test_only_the_newest_epoch_can_be_forked_so_that_it_freezes() -> None:
    """Attack 8: whoever holds an old key alone can freeze nothing, whatever he signs and whoever cosigns it."""
    for epochs, head, _, covered in every_case():
        if head.key != epochs[-1].key:
            assert judge(epochs, head, agrees=False, covered=covered).standing != "good"


def test_a_new_epoch_never_turns_what_a_receipt_covers_into_nothing() -> None:
    for size, end in itertools.product(range(1, 9), repeat=2):
        head = Head(ONE, size, root(size))
        assert judge(history(), head, agrees=True, covered=True).standing == "good"
        after = judge(history(end, reason="revoked"), head, agrees=size <= end, covered=True)
        assert after.standing == ("good" if size <= end else "disowned")


def test_an_epoch_ends_where_the_earliest_later_one_begins() -> None:
    epochs = history(7, 4)
    ends = [end_of(epochs, number) for number in (1, 2, 3)]
    assert ends == [epochs[2], epochs[2], None]


def test_something_new_is_signed_by_the_newest_key_or_refused() -> None:
    """Attack 57, for manifests: the words say which epoch speaks now."""
    epochs = history(7)
    assert check_signer(epochs, TWO) == 2
    with pytest.raises(KeyRefused, match=r"epoch, 1, has ended; now epoch 2 speaks"):
        check_signer(epochs, ONE)
    with pytest.raises(KeyRefused, match="names no such key"):
        check_signer(epochs, THREE)


@pytest.mark.parametrize(
    ("epochs", "fault"),
    [
        ((), "there is no epoch"),
        ((Epoch(ONE, 3, root(3), "opened"),), "does not begin at size 0"),
        ((Epoch(ONE, 0, root(3), "opened"),), "another root"),
        ((Epoch(ONE, 0, EMPTY_ROOT, "rotated"),), "epoch 1 cannot be rotated"),
        ((*history(), Epoch(TWO, 3, root(3), "opened")), "epoch 2 cannot be opened"),
        ((*history(), Epoch(ONE, 3, root(3), "rotated")), "epoch 2 has the key of epoch 1"),
        ((*history(3), Epoch(THREE, 3, root(3, "x"), "revoked")), "epoch 3 begins at size 3 with another root"),
    ],
)
def test_epochs_that_contradict_themselves_are_faulty(epochs: tuple[Epoch, ...], fault: str) -> None:
    assert any(fault in one for one in faults_of(epochs))
    assert not faults_of(history(7, 4))
