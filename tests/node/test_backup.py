"""A node made again from its backup: whole, silent until it may speak, and without what was erased."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from freehand.errors import AccessError, UsageError
from freehand.ledger.bundle.opening import Reader
from freehand.ledger.bundle.reading import take_in
from freehand.ledger.bundle.writing import Address, write_bundle
from freehand.ledger.card_file import read_card
from freehand.ledger.lines import current
from freehand.ledger.log import LogStopped
from freehand.ledger.receipts import erase
from freehand.ledger.restored import Behind, confirm, take_back, wait_no_longer
from freehand.ledger.sealed_keys import NotOpened
from freehand.ledger.store.interface import Range
from freehand.node import backup
from freehand.node.backup import back_up, restore
from freehand.node.epochs import new_epoch
from freehand.node.erased import erase_again, keep_erased
from freehand.node.folder import Compact, Node, open_node
from freehand.node.keyring import root_key
from freehand.node.membership import add_member
from freehand.node.place import ERASED
from freehand.node.staff import keys_of, make_person, person_key
from tests.ledger.heads import newest_checkpoint
from tests.node import nodes
from tests.node.nodes import BODY, CHEAP, NOW, PLACES, SECRET, again, met, new, say, side, words


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    nodes.server(found)
    return found


def two(folder: Path, place: str = "files") -> tuple[Node, Compact, Node, Compact]:
    north, south = new(folder / "n", "Northland", place), new(folder / "s", "Southland")
    one = side(north)
    other = side(south, compact=one.id)
    met(one, other)
    return north, one, south, other


def hand_over(one: Compact, other: Compact, folder: Path, *, beyond: int = 0) -> None:
    """A bundle from the beginning, with all that one has said."""
    file = folder / "bundle"
    with one.store.reading() as view:
        line = current(view, one.log)
        held = line.held(0, line.size)
    with file.open("wb") as sink:
        address, key = Address(one.log, other.log, one.id), one.keys.log
        write_bundle(one.store, sink, address, key, records=held, time=NOW, after=0, beyond=beyond)
    with file.open("rb") as source:
        reader = Reader(other.log, other.id, list(other.keys.recipients))
        take_in(other.store, source, reader, now=NOW, witness=None)


def head(compact: Compact, log: str = "") -> bytes | None:
    with compact.store.reading() as view:
        signed = newest_checkpoint(view, log or compact.log)
    return None if signed is None else signed.note


def test_a_backup_holds_all_of_one_state_while_the_node_goes_on(tmp_path: Path, place: str) -> None:
    north, one, south, _ = two(tmp_path, place)
    say(one, *(f"{BODY} {number}" for number in range(600)))
    make_person(north, "Ann Ashe", "ann's own", cost=CHEAP)
    with north.cabinet.writing() as shelves:
        shelves.put_many("draft", ((str(number), number) for number in range(600)), within=one.id)
        shelves.note({"what": "first"})
    carried = back_up(north, tmp_path / "kept", now=NOW)
    assert (carried.compacts, carried.logs, carried.records) == (1, 2, 603)
    say(one, "after")
    with pytest.raises(UsageError, match="is not opened"):
        open_node(tmp_path / "kept", SECRET)
    done = restore(tmp_path / "kept", tmp_path / "again", SECRET, now=NOW)
    assert done == ({"strait of gulf": ("Southland",)}, 0)
    with again(tmp_path / "again") as node:
        compact = node.compact()
        assert words(compact) == [f"{BODY} {number}" for number in range(600)]
        assert (compact.card, compact.keys.log.public) == (one.card, one.keys.log.public)
        assert {name: member.log for name, member in compact.members.items()} == {
            name: member.log for name, member in one.members.items()
        }
        with node.cabinet.reading() as shelves:
            assert len(list(shelves.all("draft", compact.id))) == 600
            assert [event["what"] for _, event in shelves.trail() if isinstance(event, dict)] == [
                "first",
                "the node was restored from a backup",
            ]
        assert person_key(keys_of(node)[0].file, "ann's own").public == keys_of(north)[0].public
        assert root_key(compact.root_file, "root " + SECRET).public == read_card(one.card).root
    for node in (north, south):
        node.close()


def test_61_a_restored_node_signs_nothing_until_every_member_has_confirmed_its_newest_head(tmp_path: Path) -> None:
    north, one, south, other = two(tmp_path)
    with new(tmp_path / "w", "Westland") as west:
        third = side(west, compact=one.id)
        add_member(one, third.card, compared=True)
        add_member(other, third.card, compared=True)
        say(one, "kept")
        back_up(north, tmp_path / "kept", now=NOW)
        say(one, "after the backup")
        hand_over(one, other, tmp_path)
        north.close()
        restore(tmp_path / "kept", tmp_path / "again", SECRET, now=NOW)
        with again(tmp_path / "again") as node:
            compact = node.compact()
            assert backup.is_restored(compact)
            assert words(compact) == ["kept"]
            with pytest.raises(LogStopped, match="restored from a backup"):
                say(compact, "too early")
            assert confirm(compact.store, compact.log, third.log, None) == [other.log]
            with pytest.raises(LogStopped, match="restored from a backup"):
                say(compact, "too early")
            newest = head(other, one.log)
            assert newest is not None
            with pytest.raises(Behind, match="lacks what it has said"):
                confirm(compact.store, compact.log, other.log, newest)
            with other.store.reading() as view:
                line = current(view, one.log)
                take_back(compact.store, compact.log, line.leaves(4, line.size), newest)
            assert confirm(compact.store, compact.log, other.log, newest) == []
            assert not backup.is_restored(compact)
            assert say(compact, "goes on") == 5
            hand_over(compact, other, tmp_path, beyond=1)  # the other has seen number 1, which is forgotten here
        assert words(other, one.log) == ["kept", "after the backup", "goes on"]
    south.close()


def test_61_who_cannot_wait_begins_a_new_epoch_with_the_root_key(tmp_path: Path) -> None:
    north, _, south, _ = two(tmp_path)
    back_up(north, tmp_path / "kept", now=NOW)
    north.close()
    south.close()
    restore(tmp_path / "kept", tmp_path / "again", SECRET, now=NOW)
    with again(tmp_path / "again") as node:
        compact = node.compact()
        card = new_epoch(compact, root_key(compact.root_file, "root " + SECRET), "restored")
        assert [epoch.reason for epoch in read_card(card).epochs] == ["opened", "restored"]
        assert compact.card == card
        assert say(compact, "goes on") == 3
    with again(tmp_path / "again") as node:
        assert say(node.compact(), "and on") == 4


def test_61_a_member_who_has_left_is_not_waited_for(tmp_path: Path) -> None:
    north, _, south, other = two(tmp_path)
    back_up(north, tmp_path / "kept", now=NOW)
    north.close()
    south.close()
    restore(tmp_path / "kept", tmp_path / "again", SECRET, now=NOW)
    with again(tmp_path / "again") as node:
        compact = node.compact()
        wait_no_longer(compact.store, compact.log, ["somebody"])
        assert backup.waiting_for(compact) == ("Southland",)
        wait_no_longer(compact.store, compact.log, [other.log])
        assert backup.waiting_for(compact) == ()
        assert say(compact, "goes on") == 3


def test_52_an_erased_item_stays_erased_after_a_restore(tmp_path: Path, place: str) -> None:
    north, one, south, other = two(tmp_path, place)
    say(one, "first", "second")
    hand_over(one, other, tmp_path)
    back_up(south, tmp_path / "before", now=NOW)
    say(one, "third")
    hand_over(one, other, tmp_path)
    for number in (3, 5):
        erase(other.store, one.log, number, by=other.log, key=other.keys.log, time=NOW)
    keep_erased(south)
    assert words(other, one.log) == ["second"]
    shutil.copyfile(tmp_path / "s" / ERASED, tmp_path / "beside")
    south.close()
    assert restore(tmp_path / "before", tmp_path / "forgot", SECRET, now=NOW).erased == 0  # no word was kept beside
    done = restore(tmp_path / "before", tmp_path / "again", SECRET, [tmp_path / "beside"], now=NOW)
    assert done.erased == 1
    with again(tmp_path / "again") as node:
        compact = node.compact()
        assert words(compact, one.log) == ["second"]
        hand_over(one, compact, tmp_path)  # with all records, the erased ones too
        erase_again(node, compact)
        assert words(compact, one.log) == ["second"]
        with compact.store.reading() as view:
            assert current(view, one.log).held(3, 9) == [Range(4, 5)]
        assert erase_again(node, compact) == 0
        back_up(node, tmp_path / "later", now=NOW)
    assert restore(tmp_path / "later", tmp_path / "once more", SECRET, now=NOW).erased == 0
    with again(tmp_path / "once more") as node:
        assert words(node.compact(), one.log) == ["second"]
    north.close()


def test_a_backup_opens_by_the_nodes_secret_alone_and_overwrites_nothing(tmp_path: Path) -> None:
    with new(tmp_path / "n") as node:
        back_up(node, tmp_path / "kept", now=NOW)
        with pytest.raises(UsageError, match="is there already"):
            back_up(node, tmp_path / "kept", now=NOW)
    with pytest.raises(NotOpened):
        restore(tmp_path / "kept", tmp_path / "again", "wrong", now=NOW)
    with pytest.raises(UsageError, match="no backup of one"):
        restore(tmp_path / "n", tmp_path / "again", SECRET, now=NOW)
    with pytest.raises(UsageError, match="is there already"):
        restore(tmp_path / "kept", tmp_path / "n", SECRET, now=NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "n"]
    assert json.loads((tmp_path / "kept" / "node.json").read_text())["format"] == "freehand node backup/1"


@pytest.mark.parametrize("at", range(1, 8))
def test_33_a_full_disk_leaves_nothing_of_a_backup_or_a_restore(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new(tmp_path / "n") as node:
        say(side(node), BODY)
        back_up(node, tmp_path / "kept", now=NOW)
        count, real = [0], os.fsync

        def full(descriptor: int) -> None:
            count[0] += 1
            if count[0] == at:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(descriptor)

        monkeypatch.setattr(os, "fsync", full)
        if at <= 6:
            with pytest.raises(AccessError, match="No space left"):
                back_up(node, tmp_path / "other", now=NOW)
        count[0] = 0
        if at <= 6:
            with pytest.raises(AccessError, match="No space left"):
                restore(tmp_path / "kept", tmp_path / "again", SECRET, now=NOW)
        monkeypatch.undo()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "n"]
        back_up(node, tmp_path / "other", now=NOW)
