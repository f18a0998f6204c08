"""The owner's log: appended under one signature, stopped where it could contradict itself."""

from __future__ import annotations

import hashlib

import pytest

from freehand.ledger import log
from freehand.ledger.branches import go_by
from freehand.ledger.card_file import sign_card
from freehand.ledger.checkpoint import verified
from freehand.ledger.cosignature import cosign
from freehand.ledger.dating import dated, first_receipts
from freehand.ledger.epochs import KeyRefused
from freehand.ledger.forks import check_proof, prove_fork
from freehand.ledger.identity import CardRefused, with_epoch
from freehand.ledger.lines import branch_off, current
from freehand.ledger.log import (
    FROZEN,
    LogStopped,
    Statement,
    append,
    begin,
    keep_checkpoint,
    newest_card,
)
from freehand.ledger.randomness import Randomness
from freehand.ledger.record import BadRecord, holder, leaf, read
from freehand.ledger.restored import (
    Behind,
    Contradicted,
    begin_epoch,
    confirm,
    judge,
    mark_restored,
    take_back,
    waiting_for,
)
from freehand.ledger.rows import Growth, consistency, inclusion, root_at
from freehand.ledger.store.interface import Range, Store
from freehand.ledger.store.memory import MemoryStore
from freehand.ledger.tree import EMPTY, check_consistency, check_inclusion
from tests.ledger.heads import newest_checkpoint
from tests.ledger.owners import LOG, ROOT, card, signing_key

NORTH = card().log
CARD = sign_card(card(), ROOT)


def said(count: int, word: str = "said", time: int = 0) -> list[Statement]:
    return [Statement("note", f"n{number}", {"text": f"{word} {number}"}, time) for number in range(count)]


def begun(store: Store, *counts: int) -> Store:
    begin(store, CARD, LOG)
    for count in counts:
        append(store, NORTH, LOG, said(count), randomness=salts(f"{count}"))
    return store


def salts(word: str) -> Randomness:
    drawn = [0]

    def draw(count: int) -> bytes:
        drawn[0] += 1
        return hashlib.sha256(f"{word} {drawn[0]}".encode()).digest()[:count]

    return draw


def test_a_log_begins_with_the_head_of_no_leaves_and_only_once(store: Store) -> None:
    signed = begin(store, CARD, LOG)
    assert (signed.checkpoint.size, signed.checkpoint.root) == (0, EMPTY)
    assert begin(store, CARD, LOG) == signed


def test_a_batch_stands_under_one_checkpoint_and_every_record_is_proven_by_it(store: Store) -> None:
    begun(store, 3)
    done = append(store, NORTH, LOG, said(600))
    assert (done.first, done.signed.checkpoint.size) == (3, 603)
    assert verified(done.signed.note, [LOG.public], NORTH) == done.signed
    with store.reading() as view:
        line = view.line(NORTH)
        assert [paper.number for paper in line.papers("checkpoint")] == [0, 3, 603]
        assert newest_checkpoint(view, NORTH) == done.signed
        kept = dict(line.records([Range(0, 603)]))
        assert list(kept) == list(range(603))
        for number in (0, 2, 3, 255, 256, 602):
            assert read(kept[number], log=NORTH, sequence=number).sequence == number
            proof = inclusion(line, number, 603)
            check_inclusion(leaf(kept[number]), number, 603, proof, done.signed.checkpoint.root)
        old = verified(line.paper("checkpoint", 3, LOG.public.hex()) or b"", [LOG.public]).checkpoint
        check_consistency(3, old.root, 603, done.signed.checkpoint.root, consistency(line, 3, 603))
        growth = Growth()
        growth.add(b"".join(map(leaf, kept.values())))
        assert growth.root() == done.signed.checkpoint.root


def test_one_record_at_a_time_makes_the_same_tree(store: Store) -> None:
    begun(store)
    for _ in range(20):
        last = append(store, NORTH, LOG, said(1))
    with store.reading() as view:
        growth = Growth()
        growth.add(b"".join(view.line(NORTH).leaves(0, 20)))
        assert last.signed.checkpoint[1:3] == (20, growth.root())


def test_an_append_after_another_reads_nothing_of_the_tree(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(store, 3)
    with monkeypatch.context() as without:
        without.delattr(Growth, "of")
        append(store, NORTH, LOG, said(300))
    log._edges.clear()
    with store.reading() as view:
        line, growth = view.line(NORTH), Growth()
        growth.add(b"".join(line.leaves(0, 303)))
        assert append(store, NORTH, LOG, said(1)).first == 303
        assert (line.size, line.root) == (303, growth.root())


def test_an_append_that_was_not_kept_leaves_nothing_to_go_on_from(store: Store) -> None:
    begun(store, 3)
    with store.reading() as view:
        before = view.line(NORTH).root

    def signed_and_lost() -> None:
        with store.writing(NORTH) as change:
            open_line, epoch, growth = log._ready(change, NORTH, LOG)
            open_line.keep_pages(growth.add(bytes(32)))
            assert log._sealed(change, open_line, epoch, growth, LOG).checkpoint.size == 4
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        signed_and_lost()
    last = append(store, NORTH, LOG, said(2))
    assert (last.first, last.signed.checkpoint.size) == (3, 5)
    with store.reading() as view:
        line = view.line(NORTH)
        check_consistency(3, before, 5, last.signed.checkpoint.root, consistency(line, 3, 5))
        assert b"".join(line.leaves(3, 5)) == last.leaves


def test_nothing_said_signs_nothing(store: Store) -> None:
    begun(store, 2)
    with store.reading() as view:
        held = newest_checkpoint(view, NORTH)
    assert append(store, NORTH, LOG, []).signed == held


def test_a_checkpoint_names_the_heads_of_the_other_logs(store: Store) -> None:
    begun(store, 2)
    south = card("Southland", "compact.example/southland")
    begin(store, sign_card(south, ROOT), LOG)
    seen = append(store, south.log, LOG, said(1)).signed.checkpoint.seen
    assert [(head.origin, head.size) for head in seen] == [(NORTH, 2)]


def test_a_statement_that_cannot_be_said_leaves_the_log_as_it_was(store: Store) -> None:
    begun(store, 2)
    with pytest.raises(BadRecord):
        append(store, NORTH, LOG, [*said(300), Statement("No Kind", "n", {}, 0)])
    with store.reading() as view:
        line = view.line(NORTH)
        assert (line.size, line.held(0, 999)) == (2, [Range(0, 2)])


def test_only_the_key_of_the_newest_epoch_signs(store: Store) -> None:
    begun(store, 2)
    with pytest.raises(KeyRefused):
        append(store, NORTH, signing_key("thief"), said(1))
    with store.reading() as view:
        line, new = view.line(NORTH), signing_key("log 2")
        rotated = with_epoch(newest_card(line), new.public, line.size, line.root, "rotated")
    begin_epoch(store, sign_card(rotated, ROOT), NORTH)
    with pytest.raises(KeyRefused):
        append(store, NORTH, LOG, said(1))
    assert append(store, NORTH, new, said(1)).signed.checkpoint.size == 3


def test_an_epoch_that_begins_elsewhere_is_not_begun(store: Store) -> None:
    begun(store, 2)
    for size, root in ((5, bytes(32)), (2, bytes(32))):
        elsewhere = with_epoch(card(), signing_key("log 2").public, size, root, "revoked")
        with pytest.raises(LogStopped):
            begin_epoch(store, sign_card(elsewhere, ROOT), NORTH)
    assert append(store, NORTH, LOG, said(1)).signed.checkpoint.size == 3


def test_a_log_that_is_not_known_takes_nothing(store: Store) -> None:
    with pytest.raises(CardRefused, match="is not known"):
        append(store, NORTH, LOG, said(1))
    with store.reading() as view:
        assert view.logs() == []


def test_a_frozen_log_signs_nothing(store: Store) -> None:
    begun(store, 2)
    with store.writing(NORTH) as change:
        change.line(NORTH).keep("state", 0, b"", FROZEN)
    with pytest.raises(LogStopped, match="a fork of it is proven"):
        append(store, NORTH, LOG, said(1))


def test_a_backdated_record_is_taken_as_said_and_shown_as_not_after_its_first_receipt(store: Store) -> None:
    """Attack 13."""
    begun(store)
    append(store, NORTH, LOG, said(1, time=1))  # in 1970, it says
    for time, count in ((2000, 1), (3000, 1)):
        signed = append(store, NORTH, LOG, said(count)).signed
        witness = signing_key("south")
        with store.writing(NORTH) as change:
            receipt = cosign(signed.text, "south", witness, time)
            change.line(NORTH).keep("cosignature", signed.checkpoint.size, receipt.note, "south")
    witnesses = [("south", witness.public), ("west", signing_key("west").public)]
    with store.reading() as view:
        line = view.line(NORTH)
        assert dated(1, first_receipts(line, 0, witnesses), 9000)[:3] == (1, 2000, "south")
        assert dated(1, first_receipts(line, 2, witnesses), 9000)[:3] == (1, 3000, "south")
        assert dated(1, first_receipts(line, 3, witnesses), 9000)[:3] == (1, None, "")


def test_a_record_of_the_future_is_taken_as_said_and_flagged(store: Store) -> None:
    """Attack 14."""
    begun(store)
    append(store, NORTH, LOG, said(1, time=2**53 - 1))
    with store.reading() as view:
        ((_, data),) = view.line(NORTH).records([Range(0, 1)])
    assert dated(read(data).time, [], now=1_800_000_000).ahead
    assert not dated(1_700_000_000, [], now=1_800_000_000).ahead


def test_a_number_twice_is_refused(store: Store) -> None:
    """Attack 15."""
    begun(store, 2)
    with store.reading() as view:
        kept = [data for _, data in view.line(NORTH).records([Range(0, 2)])]
    with pytest.raises(BadRecord, match="its leaf is number 2"):
        holder(NORTH)(0, [*kept, kept[1]])


def test_a_number_signed_twice_is_a_fork() -> None:
    """Attack 15, as done by two copies of one store."""
    one, other = begun(MemoryStore(), 2), begun(MemoryStore(), 2)
    first = append(one, NORTH, LOG, said(1, "one thing")).signed
    second = append(other, NORTH, LOG, said(2, "another")).signed
    with other.reading() as view:
        proof = prove_fork(view.line(NORTH), second, first)
    assert check_proof(proof, [LOG.public]).kind == "fork"


def gone_by_a_branch(store: Store) -> None:
    """A log of three leaves whose reader goes by another branch, which has its first leaf alone."""
    begun(store, 1, 2)
    with store.writing(NORTH) as change:
        branch, growth = branch_off(change, change.line(NORTH), 1)
        branch.keep_pages(growth.unfinished())
        branch.move_head(1, growth.root())
        keep_checkpoint(
            branch, verified(change.line(NORTH).paper("checkpoint", 1, LOG.public.hex()) or b"", [LOG.public])
        )
        go_by(change, NORTH, branch.branch)


def test_a_log_that_is_gone_by_another_branch_goes_on_from_that_one(store: Store) -> None:
    gone_by_a_branch(store)
    assert begin(store, CARD, LOG).checkpoint.size == 1
    assert append(store, NORTH, LOG, []).signed.checkpoint.size == 1
    done = append(store, NORTH, LOG, said(1, "again"))
    assert (done.first, done.signed.checkpoint.size) == (1, 2)
    with store.reading() as view:
        assert newest_checkpoint(view, NORTH) == done.signed
        assert [view.line(NORTH, branch).size for branch in view.branches(NORTH)] == [3, 2]
        line = current(view, NORTH)
        assert line.root == done.signed.checkpoint.root == root_at(line, 2)
        assert line.held(0, 9) == [Range(0, 2)]


def test_a_log_that_is_gone_by_another_branch_is_stopped_by_the_states_with_its_trunk(store: Store) -> None:
    gone_by_a_branch(store)
    mark_restored(store, NORTH, ["south"])
    with pytest.raises(LogStopped):
        append(store, NORTH, LOG, said(1))
    with store.reading() as view:
        longer = view.line(NORTH).paper("checkpoint", 3, LOG.public.hex())
    with pytest.raises(Behind, match="'south' has 3 leaves of it, and 1 are here"):
        confirm(store, NORTH, "south", longer)
    assert confirm(store, NORTH, "south", None) == []
    assert append(store, NORTH, LOG, said(1)).first == 1


def test_a_checkpoint_names_the_head_of_the_branch_that_is_gone_by(store: Store) -> None:
    gone_by_a_branch(store)
    south = card("Southland", "compact.example/southland")
    seen = begin(store, sign_card(south, ROOT), LOG).checkpoint.seen
    assert [(head.origin, head.size) for head in seen] == [(NORTH, 1)]


def behind(store: Store) -> tuple[Store, bytes]:
    """A log restored from a backup of size 2; and as it was when it was lost, with its newest note."""
    begun(store, 2)
    lost = begun(MemoryStore(), 2)
    note = append(lost, NORTH, LOG, said(3, "lost")).signed.note
    mark_restored(store, NORTH, ["south", "west"])
    return lost, note


def test_a_restored_log_signs_nothing_until_every_member_has_confirmed(store: Store) -> None:
    begun(store, 2)
    with store.reading() as view:
        signed = newest_checkpoint(view, NORTH)
    assert signed is not None
    mark_restored(store, NORTH, ["south", "west"])
    assert confirm(store, NORTH, "south", signed.note) == ["west"]
    with pytest.raises(LogStopped, match="restored from a backup"):
        append(store, NORTH, LOG, said(1))
    with pytest.raises(LogStopped):
        begin(store, CARD, LOG)
    assert confirm(store, NORTH, "west", None) == []
    assert append(store, NORTH, LOG, said(1)).first == 2


def test_a_restored_log_that_is_behind_takes_its_leaves_back_and_goes_on_from_there(store: Store) -> None:
    lost, note = behind(store)
    with pytest.raises(Behind, match="'south' has 5 leaves of it, and 2 are here"):
        confirm(store, NORTH, "south", note)
    with lost.reading() as view:
        missing = list(view.line(NORTH).leaves(2, 5))
    with pytest.raises(Exception, match="the log has 5 leaves, and 4 are at hand"):
        take_back(store, NORTH, [missing[0][:64]], note)
    take_back(store, NORTH, missing, note)
    assert confirm(store, NORTH, "south", note) == ["west"]
    confirm(store, NORTH, "west", None)
    done = append(store, NORTH, LOG, said(1))
    assert done.first == 5
    with store.reading() as view:
        line = view.line(NORTH)
        assert line.held(0, 9) == [Range(0, 2), Range(5, 6)]  # what was lost stays leaves
        old = verified(note, [LOG.public]).checkpoint
        check_consistency(5, old.root, 6, done.signed.checkpoint.root, consistency(line, 5, 6))


def test_a_restored_log_that_is_contradicted_needs_a_new_epoch(store: Store) -> None:
    begun(store, 2)
    other = begun(MemoryStore())
    note = append(other, NORTH, LOG, said(2, "other")).signed.note
    mark_restored(store, NORTH, ["south"])
    with pytest.raises(Contradicted, match="another root for the size 2"):
        confirm(store, NORTH, "south", note)
    with store.reading() as view:
        line, new = view.line(NORTH), signing_key("log 2")
        assert waiting_for(line) == ["south"]
        early = with_epoch(card(), new.public, 0, EMPTY, "restored")
        there = with_epoch(card(), new.public, line.size, line.root, "restored")
    with pytest.raises(Contradicted, match="begins no new epoch at size 2"):
        begin_epoch(store, sign_card(early, ROOT), NORTH)
    begin_epoch(store, sign_card(there, ROOT), NORTH)
    assert append(store, NORTH, new, said(1)).first == 2


def test_the_worst_word_of_a_member_is_what_a_restored_log_stands_at(store: Store) -> None:
    _, note = behind(store)
    longer = verified(note, [LOG.public]).checkpoint
    with store.reading() as view:
        line = view.line(NORTH)
        held = newest_checkpoint(view, NORTH)
        assert held is not None
        same = held.checkpoint
        other = same._replace(root=bytes(32))
        members = ["south", "west", "east"]
        assert judge(line, members, {}) == ("waiting", ("east", "south", "west"))
        assert judge(line, members, {"south": same, "west": None}) == ("waiting", ("east",))
        assert judge(line, members, {"south": longer}) == ("behind", ("south",))
        assert judge(line, members, {"south": longer, "west": other}) == ("apart", ("west",))
        assert judge(line, members, dict.fromkeys(members, same)) == ("ready", ())
