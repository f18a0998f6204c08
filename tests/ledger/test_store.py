"""What every store holds: the rules of its interface, on each that there is."""

from __future__ import annotations

import hashlib
import re
import threading
from pathlib import Path
from typing import get_args

import pytest

from freehand.ledger.rows import Growth, consistency, inclusion
from freehand.ledger.store import interface
from freehand.ledger.store.interface import Paper, Range, Store, StoreBusy
from freehand.ledger.tree import EMPTY, check_consistency, check_inclusion


def leaves(count: int, word: str = "") -> list[bytes]:
    return [hashlib.sha256(f"{word}{number}".encode()).digest() for number in range(count)]


def grow(store: Store, log: str, added: list[bytes], branch: int = 0) -> None:
    with store.writing(log) as change:
        line = change.line(log, branch)
        growth = Growth.of(line, line.size)
        line.keep_pages(growth.add(b"".join(added)))
        line.keep_pages(growth.unfinished())
        line.move_head(growth.size, growth.root())


def test_every_kind_of_paper_is_kept_by_somebody_and_has_a_row_that_says_what_it_is() -> None:
    island = Path(interface.__file__).parent.parent
    texts = [path.read_text(encoding="utf-8") for path in island.rglob("*.py") if path.name != "memory.py"]
    table = Path(interface.__file__).read_text(encoding="utf-8").split("=\n")[1:3]
    assert re.findall(r"^(\w+) ", "\n".join(table), re.MULTILINE) == ["kind", *get_args(interface.Kind)]
    for kind in get_args(interface.Kind):
        assert any(re.search(rf'\.keep\(\s*"{kind}"', text) for text in texts), kind


def test_a_line_that_was_never_begun_is_empty(store: Store) -> None:
    with store.reading() as view:
        kept = view.line("north")
        assert (view.logs(), view.branches("north"), kept.size, kept.root) == ([], [], 0, EMPTY)
        assert (kept.page(0, 0), list(kept.leaves(0, 10)), list(kept.records([Range(0, 10)]))) == (b"", [], [])
        assert (kept.held(0, 10), list(kept.papers("card")), kept.newest("card")) == ([], [], None)
        assert kept.paper("card", 1) is None


def test_a_log_grows_batch_by_batch_and_every_proof_comes_from_its_pages(store: Store) -> None:
    said = leaves(700)
    for first, end in ((0, 1), (1, 255), (255, 256), (256, 700)):
        grow(store, "north", said[first:end])
    with store.reading() as view:
        kept = view.line("north")
        assert kept.size == 700
        assert b"".join(kept.leaves(0, 700)) == b"".join(said)
        assert b"".join(kept.leaves(250, 520)) == b"".join(said[250:520])
        for index in (0, 255, 256, 699):
            check_inclusion(said[index], index, 700, inclusion(kept, index, 700), kept.root)
        old = Growth()
        old.add(b"".join(said[:300]))
        check_consistency(300, old.root(), 700, kept.root, consistency(kept, 300, 700))


def test_the_last_leaves_are_read_in_the_change_that_keeps_them_and_after_it(store: Store) -> None:
    said = leaves(70)
    grow(store, "north", said[:60])
    with store.writing("north") as change:
        line = change.line("north")
        growth = Growth.of(line, 60)
        line.keep_pages(growth.add(b"".join(said[60:])))
        assert line.page(0, 0) == b"".join(said[:64])
        line.keep_pages(growth.unfinished(60))
        assert line.page(0, 1) == b"".join(said[64:])
        line.move_head(70, growth.root())
        assert b"".join(line.leaves(0, 70)) == b"".join(said)
    with store.reading() as view:
        kept = view.line("north")
        assert (kept.page(0, 0), kept.page(0, 1)) == (b"".join(said[:64]), b"".join(said[64:]))
        assert (kept.page(1, 0), kept.page(0, 2)) == (growth.unfinished()[1].hashes, b"")


def test_records_come_by_range_and_what_is_withheld_leaves_a_gap(store: Store) -> None:
    with store.writing("north") as change:
        line = change.line("north")
        assert line.add_records(0, [b"0", b"1", b"", b"3"]) == 3
        assert line.add_records(4, [b"4" * 300_000]) == 1
        assert line.add_records(5, [b"", b""]) == 0
    with store.reading() as view:
        kept = view.line("north")
        assert kept.held(0, 10) == [Range(0, 2), Range(3, 5)]
        assert kept.held(1, 4) == [Range(1, 2), Range(3, 4)]
        assert list(kept.records([Range(0, 4)])) == [(0, b"0"), (1, b"1"), (3, b"3")]
        assert list(kept.records([Range(3, 9), Range(1, 3)])) == [(3, b"3"), (4, b"4" * 300_000), (1, b"1")]


def test_whatever_range_is_asked_for_nothing_of_another_line_is_in_it(store: Store) -> None:
    everything = Range(0, 2**53)
    for log, branch in (("south", 0), ("north", 0), ("north", 1), ("west", 0)):
        grow(store, log, leaves(100, f"{log}{branch}"), branch)
        with store.writing(log) as change:
            assert change.line(log, branch).add_records(0, [f"{log}{branch}".encode(), b"last"]) == 2
    with store.reading() as view:
        for log, branch in (("north", 0), ("north", 1), ("south", 0)):
            kept = view.line(log, branch)
            assert [*kept.records([everything])] == [(0, f"{log}{branch}".encode()), (1, b"last")]
            assert kept.held(*everything) == kept.held(-9, 10) == [Range(0, 2)]
            assert kept.held(2, 2**53) == kept.held(2**52, 2**53) == []
            assert {kept.page(row, 2**53 >> 4 * row) for row in range(16)} == {b""}
    with store.writing("north") as change:
        assert change.line("north").forget(*everything) == 2
        assert change.line("north", 1).held(*everything) == [Range(0, 2)]


def test_a_record_revealed_later_takes_its_place_and_nothing_is_kept_twice(store: Store) -> None:
    with store.writing("north") as change:
        change.line("north").add_records(0, [b"0", b"", b"2"])
    with store.writing("north") as change:
        assert change.line("north").add_records(0, [b"0", b"1", b"2", b"3"]) == 2
    with store.writing("north") as change:
        assert change.line("north").add_records(1, [b"1"]) == 0
    with store.reading() as view:
        kept = view.line("north")
        assert list(kept.records([Range(0, 9)])) == [(0, b"0"), (1, b"1"), (2, b"2"), (3, b"3")]
        assert kept.held(0, 9) == [Range(0, 4)]


def test_an_erased_record_is_gone_and_not_taken_in_again(store: Store) -> None:
    with store.writing("north") as change:
        change.line("north").add_records(0, [b"0", b"1", b"2"])
    with store.writing("north") as change:
        assert change.line("north").erase(1, b"asked")
        assert not change.line("north").erase(7, b"asked before it came")
    with store.writing("north") as change:
        assert change.line("north").add_records(1, [b"1"]) == 0
        assert change.line("north").add_records(7, [b"7", b"8"]) == 1
    with store.reading() as view:
        kept = view.line("north")
        assert list(kept.records([Range(0, 9)])) == [(0, b"0"), (2, b"2"), (8, b"8")]
        assert kept.paper("erasure", 1) == b"asked"


def test_what_is_forgotten_is_as_if_withheld_and_may_come_again(store: Store) -> None:
    with store.writing("north") as change:
        line = change.line("north")
        line.add_records(0, [b"%d" % number for number in range(600)])
        line.add_records(700, [b"700"])
    with store.writing("north") as change:
        line = change.line("north")
        assert line.forget(1, 2) == 1
        assert line.forget(200, 590) == 390
        assert line.forget(200, 590) == line.forget(900, 901) == 0
        assert line.held(0, 999) == [Range(0, 1), Range(2, 200), Range(590, 600), Range(700, 701)]
        assert list(line.papers("erasure")) == []
    with store.writing("north") as change:
        assert change.line("north").add_records(0, [b"%d" % number for number in range(600)]) == 391
    with store.reading() as view:
        kept = view.line("north")
        assert list(kept.records([Range(0, 600)])) == [(number, b"%d" % number) for number in range(600)]


def test_papers_stand_under_kind_name_and_number(store: Store) -> None:
    with store.writing("north") as change:
        line = change.line("north")
        line.keep("sent", 2, b"b2", "south")
        line.keep("sent", 10, b"b10", "south")
        line.keep("sent", 3, b"w3", "west")
        line.keep("card", 1, b"card")
        line.keep("sent", 2, b"again", "south")
        line.drop("card", 1)
        line.drop("card", 5)
    with store.reading() as view:
        kept = view.line("north")
        assert kept.newest("card") is None
        assert list(kept.papers("sent")) == [
            Paper(2, "south", b"again"),
            Paper(3, "west", b"w3"),
            Paper(10, "south", b"b10"),
        ]
        assert list(kept.papers("sent", "south", 3)) == [Paper(10, "south", b"b10")]
        assert kept.newest("sent") == Paper(10, "south", b"b10")
        assert kept.newest("sent", "west") == Paper(3, "west", b"w3")
        assert kept.paper("sent", 3, "west") == b"w3"
        assert kept.paper("sent", 3, "south") is None


def test_branches_of_a_log_are_kept_beside_its_trunk(store: Store) -> None:
    grow(store, "north", leaves(3))
    grow(store, "north", leaves(3, "other"), branch=1)
    grow(store, "south", leaves(1))
    with store.reading() as view:
        assert view.logs() == ["north", "south"]
        assert view.branches("north") == [0, 1]
        trunk, branch = view.line("north"), view.line("north", 1)
        assert trunk.size == branch.size
        assert trunk.root != branch.root


def test_an_exception_leaves_everything_as_it_was(store: Store) -> None:
    grow(store, "north", leaves(3))

    def stopped() -> None:
        with store.writing("north") as change:
            line = change.line("north")
            line.keep_pages(Growth().add(b"".join(leaves(256, "x"))))
            line.move_head(9, bytes(32))
            line.add_records(0, [b"0"])
            line.keep("card", 1, b"card")
            raise KeyError

    with pytest.raises(KeyError):
        stopped()
    with store.reading() as view:
        kept = view.line("north")
        assert (kept.size, b"".join(kept.leaves(0, 9))) == (3, b"".join(leaves(3)))
        assert (kept.held(0, 9), kept.newest("card")) == ([], None)


def test_a_reader_sees_the_state_of_its_beginning(store: Store) -> None:
    grow(store, "north", leaves(3))
    with store.reading() as view:
        before = view.line("north").root
        grow(store, "north", leaves(9)[3:])
        assert view.line("north").size == 3
        assert view.line("north").root == before
    with store.reading() as view:
        assert view.line("north").size == 9


def test_who_comes_second_is_told_to_wait(store: Store) -> None:
    told: list[str] = []

    def second() -> None:
        with pytest.raises(StoreBusy) as refusal, store.writing("north"):
            pass
        told.append(str(refusal.value))

    with store.writing("north") as change:
        change.line("north").keep("card", 1, b"card")
        other = threading.Thread(target=second)
        other.start()
        other.join()
    assert "another process is changing the same log" in told[0]


def test_a_log_that_was_not_locked_is_not_changed(store: Store) -> None:
    with store.writing("north") as change:
        south = change.line("south")
        assert south.size == 0
        for action in (
            lambda: south.keep("card", 1, b"card"),
            lambda: south.drop("card", 1),
            lambda: south.add_records(0, [b"0"]),
            lambda: south.erase(0, b""),
            lambda: south.forget(0, 1),
            lambda: south.keep_pages([]),
            lambda: south.move_head(0, EMPTY),
        ):
            with pytest.raises(ValueError, match="'south' is not among those"):
                action()


def test_a_head_is_never_set_back(store: Store) -> None:
    grow(store, "north", leaves(3))
    with store.writing("north") as change:
        for size, root in ((2, bytes(32)), (3, bytes(32))):
            with pytest.raises(ValueError, match="stands at 3"):
                change.line("north").move_head(size, root)
