"""What lies under a sealed store: nothing that was said, and nothing that opens in another place."""

from __future__ import annotations

from pathlib import Path

import pytest

from freehand.ledger.store.interface import Range, StoreFailed
from freehand.ledger.store.memory import MemoryStore
from freehand.ledger.store.sealed import SealedStore
from freehand.ledger.store.sqlite import SqliteStore

SAID = b"the berths of pier seven"


def filled(inner: SqliteStore | MemoryStore) -> SealedStore:
    store = SealedStore(inner, b"k" * 32)
    with store.writing("north") as change:
        line = change.line("north")
        line.add_records(0, [SAID, b"", SAID])
        line.keep("card", 1, SAID)
        line.keep("sent", 1, SAID, "south")
        line.keep("sent", 2, b"", "south")
        line.erase(2, SAID)
    return store


def test_no_byte_of_what_was_said_is_in_the_files(tmp_path: Path) -> None:
    store = filled(SqliteStore(tmp_path / "logs.sqlite", create=True))
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sum(len(data) for data in files.values()) > 10_000
    assert [name for name, data in files.items() if SAID[:8] in data] == []
    store.close()


def test_equal_things_are_sealed_unequally() -> None:
    inner = MemoryStore()
    filled(inner)
    with inner.reading() as view:
        line = view.line("north")
        kept = [
            line.paper("card", 1),
            line.paper("sent", 1, "south"),
            *(data for _, data in line.records([Range(0, 3)])),
        ]
        assert len(set(kept)) == len(kept) == 3


@pytest.mark.parametrize("change", ["moved", "renamed", "renumbered", "another log", "cut", "flipped", "gone"])
def test_what_was_moved_or_changed_does_not_open(change: str) -> None:
    inner = MemoryStore()
    store = filled(inner)
    with inner.writing("north", "west") as opened:
        line = opened.line("north")
        card, sent = line.paper("card", 1), line.paper("sent", 1, "south")
        assert card is not None
        assert sent is not None
        bad = {
            "moved": sent,
            "renamed": line.paper("sent", 2, "south"),
            "renumbered": next(data for _, data in line.records([Range(0, 1)])),
            "another log": card,
            "cut": card[:-1],
            "flipped": card[:-1] + bytes([card[-1] ^ 1]),
            "gone": b"",
        }[change]
        assert bad is not None
        opened.line("west" if change == "another log" else "north").keep("card", 1, bad)
        if change == "renumbered":
            line.forget(0, 1)
            line.add_records(1, [bad])
    with store.reading() as view:
        with pytest.raises(StoreFailed, match="does not open"):
            view.line("west" if change == "another log" else "north").newest("card")
        if change == "renumbered":
            with pytest.raises(StoreFailed, match="does not open"):
                list(view.line("north").records([Range(0, 9)]))


def test_another_key_opens_nothing() -> None:
    inner = MemoryStore()
    filled(inner)
    with SealedStore(inner, b"l" * 32).reading() as view, pytest.raises(StoreFailed, match="does not open"):
        view.line("north").newest("card")
    with pytest.raises(ValueError, match="32 bytes"):
        SealedStore(inner, b"short")
