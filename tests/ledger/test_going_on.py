"""A new epoch of the own log: its key signs the head that is there, and a fork of the log ends with it."""

from __future__ import annotations

import pytest

from freehand.ledger.bundle.reading import Taken
from freehand.ledger.epochs import Reason
from freehand.ledger.identity import with_epoch
from freehand.ledger.lines import freeze, frozen
from freehand.ledger.log import LogStopped, append, begin
from freehand.ledger.restored import Contradicted, begin_epoch, confirm, mark_restored, take_back
from tests.ledger.owners import signing_key
from tests.ledger.parties import Party, two


def rotated(party: Party, reason: Reason = "rotated") -> None:
    with party.store.reading() as view:
        line = view.line(party.name)
        size, root = line.size, line.root
    party.key = signing_key(f"{party.word} log 2")
    party.card = with_epoch(party.card, party.key.public, size, root, reason)
    begin_epoch(party.store, party.signed_card, party.name)


def test_the_head_that_is_there_is_signed_once_more_by_the_key_of_a_new_epoch() -> None:
    north, south = two()
    old = north.say("before").signed
    rotated(north)
    new = begin(north.store, north.signed_card, north.key)
    assert (new.checkpoint.size, new.checkpoint.root) == (old.checkpoint.size, old.checkpoint.root)
    assert (old.checkpoint.key != new.checkpoint.key) == (new.checkpoint.key == north.key.public)
    assert begin(north.store, north.signed_card, north.key) == new
    assert append(north.store, north.name, north.key, []).signed == new
    south.meet(north)
    assert isinstance(south.take(north.send(south)), Taken)


def test_no_bundle_is_written_under_a_head_that_its_key_has_not_signed() -> None:
    north, south = two()
    north.say("before")
    rotated(north)
    with pytest.raises(LogStopped, match="not signed by this key"):
        north.send(south)


def test_a_fork_of_the_own_log_ends_with_a_new_epoch() -> None:
    north, _ = two()
    north.say("before")
    with north.store.writing(north.name) as change:
        freeze(change, north.name, "the name of a proof")
    with pytest.raises(LogStopped):
        north.say("frozen")
    rotated(north)
    with north.store.reading() as view:
        assert not frozen(view, north.name)
    assert north.say("after").signed.checkpoint.size == 2


def test_what_a_log_went_on_without_is_not_taken_back_after_a_second_restore() -> None:
    lost = Party("north")
    unsaid = lost.say("before the loss", "as well")
    north = Party("north")  # from a backup in which nothing had been said yet
    mark_restored(north.store, north.name, ["south"])
    rotated(north, "restored")
    begin(north.store, north.signed_card, north.key)
    mark_restored(north.store, north.name, ["south"])
    with pytest.raises(Contradicted, match="had ended before it"):
        take_back(north.store, north.name, [unsaid.leaves], unsaid.signed.note)
    assert confirm(north.store, north.name, "south", unsaid.signed.note) == []
    assert north.say("after").signed.checkpoint.size == 1
