"""Forks as bundles bring them: found at import, by what others were told, and ended by the root key."""

from __future__ import annotations

import io
from typing import Any

import pytest

from freehand.ledger.bundle.reading import Taken, take_in
from freehand.ledger.bundle.refusals import Forked, Frozen
from freehand.ledger.cosignature import cosign
from freehand.ledger.forks import check_proof
from freehand.ledger.lines import current, frozen
from freehand.ledger.log import LogStopped, Statement, append
from freehand.ledger.receipts import erase
from freehand.ledger.record import leaf
from freehand.ledger.restored import confirm, mark_restored
from freehand.ledger.rows import Growth
from freehand.ledger.store.interface import Range
from freehand.ledger.store.memory import MemoryStore
from tests.ledger.bundle.forging import forged
from tests.ledger.parties import NOW, Party, two


def copied(party: Party) -> Party:
    """The same party once more, with a copy of its store: whoever has both can sign two histories."""
    other = Party(party.word)
    other.store = MemoryStore()
    other.store._lines = dict(party.store._lines)  # type: ignore[attr-defined]  # states are never changed in place
    other.key, other.card = party.key, party.card
    return other


def three() -> tuple[Party, Party, Party]:
    parties = Party("north"), Party("south"), Party("west")
    for one in parties:
        one.meet(*(other for other in parties if other is not one))
    return parties


def proofs(party: Party, other: Party) -> list[bytes]:
    with party.store.reading() as view:
        return [paper.data for paper in view.line(other.name).papers("proof")]


def is_frozen(party: Party, other: Party) -> bool:
    with party.store.reading() as view:
        return bool(frozen(view, other.name))


def test_a_fork_shown_to_one_reader_over_time_is_proven_by_the_manifest_alone() -> None:
    north, south = two()
    twin = copied(north)
    for party, text in ((north, "two berths"), (twin, "no berth")):
        party.say(text)
    south.take(north.send(south))
    twin.send(south)
    twin.say("as said")
    with pytest.raises(Forked) as refusal:  # its second bundle follows number 1, as south knows number 1
        south.take(_following(twin, south, north))
    proven = check_proof(refusal.value.proof, [north.key.public])
    assert [head.size for head in proven.heads] == [1, 2]
    assert is_frozen(south, north)
    assert south.size_of(north) == 1
    assert proofs(south, north) == [refusal.value.proof]
    with south.store.reading() as view:
        assert view.branches(north.name) == [0, 1]
        assert view.line(north.name, 1).newest("checkpoint").number == 2  # type: ignore[union-attr]
    with pytest.raises(Frozen):
        south.take(north.send(south, []))


def _following(twin: Party, reader: Party, honest: Party) -> bytes:
    """The twin's next bundle, made to follow the one that the reader took in from the other branch."""
    with honest.store.reading() as view:
        sent = view.line(honest.name).paper("sent", 1, reader.name)
    from freehand.ledger.canonical import parse
    from tests.ledger.bundle.forging import forged

    hash_ = parse(sent or b"")["hash"]  # type: ignore[index, call-overload]
    return forged(twin.send(reader, []), twin, reader, lambda value: value["follows"].update(hash=hash_))


def test_of_a_bundle_that_is_refused_as_a_fork_nothing_else_is_heard() -> None:
    """Nothing is kept unless all of it is good; what it said of others comes again with a bundle that is."""
    north, south, west = three()
    west.say("one")
    north.take(west.send(north))
    south.take(west.send(south))
    north.say("one")
    twin = copied(north)
    north.say("two")
    twin.say("zwei")
    south.take(twin.send(south, []))
    with south.store.reading() as view:
        before = list(view.line(west.name).papers("cosignature"))
    north.send(south, [])
    word = erase(north.store, west.name, 0, by=north.name, key=north.key, time=NOW)
    with pytest.raises(Forked):
        south.take(north.send(south, [Range(0, 1)], papers=[word], after=0))
    with south.store.reading() as view:
        assert list(view.line(west.name).papers("cosignature")) == before
        assert list(view.line(west.name).papers("receipt")) == []
    assert is_frozen(south, north)


@pytest.mark.parametrize("more", [0, 1, 300])
def test_a_fork_in_what_is_sent_again_is_found_leaf_by_leaf_and_both_branches_are_kept(more: int) -> None:
    north, south = two()
    north.say("one", "two")
    twin = copied(north)
    north.say("three", "four")
    twin.say("drei", "vier", *map(str, range(more)))
    south.take(north.send(south))
    twin.send(south, [])
    with pytest.raises(Forked) as refusal:
        south.take(twin.send(south, [Range(0, 3)], after=0))
    proven = check_proof(refusal.value.proof, [north.key.public])
    assert [head.size for head in proven.heads] == [4, 4 + more]
    assert is_frozen(south, north)
    assert south.read(north) == north.read(north)
    if more:
        with south.store.reading() as view:
            branch = view.line(north.name, 1)
            assert branch.size == 4 + more
            assert dict(branch.records([Range(0, branch.size)])) == {n: twin.read(twin)[n] for n in range(4) if n != 3}


def test_a_shorter_branch_of_the_same_key_is_a_fork_and_not_a_rollback() -> None:
    north, south = two()
    north.say("one")
    twin = copied(north)
    north.say("two", "three")
    twin.say("zwei")
    south.take(north.send(south))
    twin.send(south, [])
    with pytest.raises(Forked) as refusal:
        south.take(twin.send(south, [], after=0))
    assert [head.size for head in check_proof(refusal.value.proof, [north.key.public]).heads] == [2, 3]


def test_a_fork_hidden_in_withheld_leaves_is_found() -> None:
    north, south = two()
    north.say("one")
    twin = copied(north)
    north.say("two")
    twin.say("zwei")
    south.take(north.send(south, [Range(0, 1)]))
    twin.send(south, [])
    with pytest.raises(Forked):
        south.take(twin.send(south, [Range(0, 1)], after=0))


def test_a_fork_shown_to_two_partners_is_found_by_who_holds_the_longer_branch_when_the_other_writes() -> None:
    north, south, west = three()
    north.say("one")
    twin = copied(north)
    north.say("two", "three")
    twin.say("zwei")
    south.take(north.send(south))
    west.take(twin.send(west))
    heard = south.take(west.send(south))
    assert isinstance(heard, Taken)
    (found,) = [one for one in heard.heard.contradictions if one.verdict == "fork"]
    assert (found.log, found.size) == (north.name, 2)
    (proof,) = [data for data in proofs(south, north) if check_proof(data, [north.key.public]).kind == "fork"]
    assert is_frozen(south, north)
    told = west.take(south.send(west, papers=[proof]))
    assert isinstance(told, Taken)
    assert told.papers.proofs == 1
    assert is_frozen(west, north)


def test_who_holds_the_shorter_branch_says_unresolved_and_asks() -> None:
    north, south, west = three()
    north.say("one")
    twin = copied(north)
    north.say("two", "three")
    twin.say("zwei")
    south.take(north.send(south))
    west.take(twin.send(west))
    heard = west.take(south.send(west))
    assert isinstance(heard, Taken)
    assert heard.heard.contradictions == ()
    (ask,) = heard.heard.asks
    assert (ask.log, ask.size) == (north.name, 2)
    assert north.name in ask.words
    assert not is_frozen(west, north)


def test_a_witness_that_cosigns_two_histories_is_proven_a_liar_by_a_bundle() -> None:
    north, south, west = three()
    north.say("one")
    twin = copied(north)
    north.say("two", "three")
    twin.say("zwei")
    west.take(twin.send(west))
    south.take(north.send(south))
    with south.store.writing(north.name) as change:  # west's cosignature of south's branch came some other way
        note = cosign(_text(south, north), west.name, west.key, NOW).note
        change.line(north.name).keep("cosignature", 3, note, west.name)
    heard = south.take(west.send(south))
    assert isinstance(heard, Taken)
    assert {one.verdict for one in heard.heard.contradictions} == {"fork", "lying witness"}
    kinds = {check_proof(data, [north.key.public, west.key.public]).kind for data in proofs(south, north)}
    assert kinds == {"fork", "witness"}


def told(witness: Party, to: Party, *notes: bytes) -> Taken:
    """The witness tells of heads as it likes, each with its cosignature."""

    def heads(value: dict[str, Any]) -> None:
        lines = [cosign(note[: note.rindex(b"\n\n") + 1], witness.name, witness.key, NOW).line for note in notes]
        value["heads"] = [(note + line).decode() for note, line in zip(notes, lines, strict=True)]

    taken = to.take(forged(witness.send(to, [], after=0), witness, to, heads))
    assert isinstance(taken, Taken)
    return taken


def lies(party: Party, witness: Party, log: Party) -> list[list[int]]:
    """The sizes of the heads in each proof against the witness, which its key alone shows."""
    found = [data for data in proofs(party, log) if b"witness proof" in data]
    return [[head.size for head in check_proof(data, [witness.key.public]).heads] for data in found]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_whichever_of_its_two_histories_a_lying_witness_tells_first_it_is_proven_a_liar(
    order: tuple[int, int],
) -> None:
    north, south, west = three()
    north.say("one")
    twin = copied(north)
    notes = north.say("two", "three").signed.note, twin.say("zwei").signed.note
    south.take(north.send(south))
    told(west, south, notes[order[0]])
    assert lies(south, west, north) == []
    heard = told(west, south, notes[order[1]])
    assert "lying witness" in {one.verdict for one in heard.heard.contradictions}
    assert lies(south, west, north) == [[2, 3]]


def test_a_witness_of_two_branches_that_are_both_held_is_proven_a_liar_by_either() -> None:
    north, south, west = three()
    north.say("one")
    twin = copied(north)
    early = north.say("two").signed.note
    late = twin.say("zwei", "drei", "vier").signed.note
    south.take(north.send(south))
    twin.send(south, [])
    with pytest.raises(Forked):
        south.take(twin.send(south, after=0))
    told(west, south, early)
    heard = told(west, south, late)
    assert [one.verdict for one in heard.heard.contradictions] == ["lying witness"]
    assert lies(south, west, north) == [[2, 4]]


def test_of_what_contradicts_only_the_least_head_of_each_witness_is_kept() -> None:
    north, south, west = three()
    north.say("one")
    twin = copied(north)
    notes = [twin.say(f"{number}").signed.note for number in range(3)]
    north.say(*map(str, range(9)))
    south.take(north.send(south))
    for note in reversed(notes):
        told(west, south, note)
    told(west, south, notes[1])
    with south.store.reading() as view:
        kept = [paper.number for paper in view.line(north.name).papers("contrary")]
    assert kept == [2]


def test_a_restored_witness_is_never_proven_a_liar_for_what_it_has_forgotten() -> None:
    north, south, west = three()
    north.say("one")
    twin = copied(north)
    north.say("two", "three")
    twin.say("zwei")
    backup = west.store._lines  # type: ignore[attr-defined]  # of a store in memory
    west.take(north.send(west))
    south.take(north.send(south))
    south.take(west.send(south))
    west.store._lines = backup  # type: ignore[attr-defined]
    mark_restored(west.store, west.name, [north.name, south.name])
    for member in (north, south):
        confirm(west.store, west.name, member.name, None)
    west.take(twin.send(west))
    heard = south.take(west.send(south, beyond=9, after=0))
    assert isinstance(heard, Taken)
    assert {one.verdict for one in heard.heard.contradictions} == {"fork"}
    assert lies(south, west, north) == []


def _text(party: Party, other: Party) -> bytes:
    with party.store.reading() as view:
        note = view.line(other.name).newest("checkpoint")
    assert note is not None
    return note.data[: note.data.rindex(b"\n\n") + 1]


def test_a_new_epoch_ends_a_fork_and_the_branch_that_it_names_goes_on() -> None:
    for of_twin in (False, True):
        north, south = two()
        north.say("one", "two")
        twin = copied(north)
        north.say("three")
        twin.say("drei", "vier")
        south.take(north.send(south))
        twin.send(south, [])
        with pytest.raises(Forked):
            south.take(twin.send(south, after=0))
        goes_on = twin if of_twin else north
        head = goes_on.say("ended").signed.checkpoint
        goes_on.new_epoch("north log 2", head.size, head.root, "revoked")
        goes_on.say("a new beginning")
        south.meet(goes_on)
        taken = south.take(goes_on.send(south, after=0))
        assert isinstance(taken, Taken)
        assert not is_frozen(south, north)
        assert south.read(north) == goes_on.read(goes_on)
        assert south.size_of(north) == head.size + 1


def test_not_mine_beyond_a_size_goes_on_from_there_and_the_tail_is_left_on_its_own_line() -> None:
    north, south = two()
    north.say("one", "two")
    south.take(north.send(south))
    begins = current_of(north)
    thief = copied(north)
    thief.say("stolen")
    south.take(thief.send(south))
    assert south.size_of(north) == 3
    north.send(south, [])
    north.new_epoch("north log 2", *begins, "revoked")
    north.say("three")
    south.meet(north)
    taken = south.take(north.send(south, after=1))
    assert isinstance(taken, Taken)
    assert south.read(north) == north.read(north)
    with south.store.reading() as view:
        assert view.branches(north.name) == [0, 1]
        assert view.line(north.name).size == 3
        assert current(view, north.name).branch == 1
    north.say("four")
    assert isinstance(south.take(north.send(south)), Taken)
    assert south.size_of(north) == 4


def current_of(party: Party) -> tuple[int, bytes]:
    with party.store.reading() as view:
        line = view.line(party.name)
        return line.size, line.root


def test_a_frozen_log_of_ones_own_sends_nothing() -> None:
    north, south = two()
    north.say("one")
    with north.store.writing(north.name) as change:
        change.line(north.name).keep("state", 0, b"x", "frozen")
    with pytest.raises(LogStopped):
        north.send(south)


def test_an_old_key_in_a_thiefs_hands_freezes_nothing() -> None:
    north, south, west = three()
    north.say("one")
    thief = copied(north)
    head = north.say("two").signed.checkpoint
    thief.say("stolen")
    north.new_epoch("north log 2", head.size, head.root)
    north.say("three")
    for party in (south, west):
        party.meet(north)
    south.take(north.send(south))
    with west.store.writing(north.name) as change:  # west was made to believe the thief
        line, growth = change.line(north.name), Growth()
        line.keep_pages(growth.add(b"".join(map(leaf, thief.read(thief).values()))))
        line.keep_pages(growth.unfinished())
        line.move_head(2, growth.root())
        with thief.store.reading() as view:
            paper = view.line(north.name).newest("checkpoint")
        assert paper is not None
        line.keep("checkpoint", 2, paper.data, paper.name)
    heard = south.take(west.send(south))
    assert isinstance(heard, Taken)
    (found,) = heard.heard.contradictions
    assert found.verdict == "disputed"
    assert not is_frozen(south, north)
    assert proofs(south, north) == []


def test_who_has_the_fork_on_both_lines_stays_able_to_take_in_others() -> None:
    north, south, west = three()
    north.say("one")
    twin = copied(north)
    north.say("two")
    twin.say("zwei")
    south.take(north.send(south))
    twin.send(south, [])
    with pytest.raises(Forked):
        south.take(twin.send(south, [], after=0))
    west.say("here")
    assert isinstance(take_in(south.store, io.BytesIO(west.send(south)), south.reader, now=NOW), Taken)
    append(south.store, south.name, south.key, [Statement("note", "n", [], NOW)])
