"""What a sender, a recipient or a carrier can do to a bundle, one named claim each."""

from __future__ import annotations

import io
import struct
import tracemalloc
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from freehand.errors import FreehandError
from freehand.ledger.bundle.content import group_entry, paper_entry
from freehand.ledger.bundle.manifest import TAG
from freehand.ledger.bundle.opening import Most
from freehand.ledger.bundle.reading import Taken
from freehand.ledger.bundle.refusals import BadBundle, Lied, NotForUs, RolledBack, TooLarge
from freehand.ledger.epochs import KeyRefused
from freehand.ledger.forks import check_proof
from freehand.ledger.lines import current
from freehand.ledger.record import BadRecord, leaf
from freehand.ledger.refused import Refused
from freehand.ledger.sealing import NotUnwrapped
from freehand.ledger.store.interface import Range
from freehand.ledger.stream import BrokenStream
from tests.ledger.bundle.forging import apart, forged, refilled, together
from tests.ledger.parties import Party, state_of, two


def refused(party: Party, bundle: bytes, error: type[FreehandError] = Refused) -> str:
    """Hold that a bundle is refused and nothing of it kept; what is said."""
    before = state_of(party.store)
    with pytest.raises(error) as refusal:
        party.take(bundle)
    assert state_of(party.store) == before
    return " ".join(str(refusal.value).split())


def test_every_single_bit_of_a_bundle_flipped_is_refused() -> None:
    north, south = two()
    north.say("one")
    bundle = north.send(south)
    for at in range(len(bundle)):
        for bit in range(8):
            flipped = bytearray(bundle)
            flipped[at] ^= 1 << bit
            with pytest.raises(Refused):
                south.take(bytes(flipped))
    assert isinstance(south.take(bundle), Taken)


def test_a_bundle_cut_at_every_byte_is_refused() -> None:
    north, south = two()
    north.say("one")
    bundle = north.send(south)
    for end in range(len(bundle)):
        with pytest.raises((BadBundle, BrokenStream)):
            south.take(bundle[:end])
    assert isinstance(south.take(bundle), Taken)


@pytest.mark.parametrize("more", [b"\0", b"x" * 100_000])
def test_what_follows_the_end_is_refused(more: bytes) -> None:
    north, south = two()
    north.say("one")
    assert "follows its end" in refused(south, north.send(south) + more, BadBundle)


def test_a_bundle_for_another_recipient_or_of_another_compact_is_refused_before_decryption(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    north, south = two()
    west = Party("west")
    west.meet(north)
    north.meet(west)
    north.say("one")
    monkeypatch.setattr("freehand.ledger.bundle.reading.opened_stream", None)
    assert "it is for" in refused(west, north.send(south), NotForUs)
    assert "of the compact" in refused(south, north.send(south, compact="other.example"), NotForUs)
    assert "no card of" in refused(Party("south"), north.send(south), NotForUs)
    other = Party("south")
    other.meet(north)
    other.box = west.box
    assert "not here" in refused(other, north.send(south), NotForUs)


def test_a_recipient_cannot_rewrap_a_bundle_for_another_in_the_senders_name() -> None:
    north, south = two()
    west = Party("west")
    west.meet(north)
    north.say("one")
    bundle = north.send(south)
    parts = apart(bundle, south)
    own = parts.value | {"to": west.name, "recipient_key": sha256(west.box.public).hexdigest()}
    for key in (south.key, north.key):
        wrapped = together(own, parts.content_key, parts.ciphertext, key, west.box.public)
        stolen = wrapped if key is south.key else wrapped[: len(wrapped) - len(parts.ciphertext) - 64]
        stolen += b"" if key is south.key else parts.signature + parts.ciphertext
        assert "signature" in refused(west, stolen, BadBundle)


def test_parts_of_two_genuine_bundles_do_not_fit_together() -> None:
    north, south = two()
    north.say("one")
    first = north.send(south)
    second = north.send(south, after=0)
    one, two_ = apart(first, south), apart(second, south)
    cut = {bundle: len(bundle) - len(one.ciphertext) for bundle in (first, second)}
    assert "open" in refused(south, first[: cut[first]] + second[cut[second] :], BrokenStream)
    mixed = first[: cut[first] - 64] + second[cut[second] - 64 :]
    assert "signature" in refused(south, mixed, BadBundle)

    def other_key(value: dict[str, Any]) -> None:
        value["ciphertext"] = two_.value["ciphertext"]

    parts = apart(first, south)
    other_key(parts.value)
    swapped = together(parts.value, parts.content_key, two_.ciphertext, north.key, south.box.public)
    refused(south, swapped, BrokenStream)


def test_a_wrapped_key_from_another_bundle_does_not_unwrap() -> None:
    north, south = two()
    north.say("one")
    other = apart(north.send(south), south)
    parts = apart(north.send(south, after=0), south)
    from freehand.ledger.bundle.manifest import head_bytes
    from freehand.ledger.canonical import canonical

    data = canonical(parts.value | {"key": other.value["key"]})
    bundle = head_bytes(data, north.key.sign(TAG + data)) + parts.ciphertext
    refused(south, bundle, NotUnwrapped)


def test_the_log_key_that_was_rotated_out_signs_no_bundle() -> None:
    north, south = two()
    said = north.say("one").signed.checkpoint
    bundle = north.send(south)
    north.new_epoch("north log 2", 1, said.root)
    south.meet(north)
    assert "has ended" in refused(south, bundle, KeyRefused)


@pytest.mark.parametrize(
    ("section", "change"),
    [
        (section, change)
        for section in ("leaves", "papers", "records")
        for change in (-1, 1, 2**40, 2**53 - 1, 2**63, -(2**53))
    ],
)
def test_a_declared_count_that_is_wrong_is_refused_in_little_memory(section: str, change: int) -> None:
    north, south = two()
    north.say("one", "two")
    bundle = north.send(south)

    def lie(value: dict[str, Any]) -> None:
        value["sections"][section]["count"] += change

    lying = forged(bundle, north, south, lie)
    tracemalloc.start()
    refused(south, lying)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 2**20


@pytest.mark.parametrize("field", ["bytes", "size", "ciphertext", "serial"])
@pytest.mark.parametrize("number", [0, 2**40, 2**53 - 1, 2**63])
def test_a_declared_length_or_number_that_is_wrong_is_refused_in_little_memory(field: str, number: int) -> None:
    north, south = two()
    north.say("one", "two")

    def lie(value: dict[str, Any]) -> None:
        if field == "bytes":
            value["sections"]["records"]["bytes"] = number
        elif field == "size":
            value["old"]["size"] = number + 1
        elif field == "ciphertext":
            value["ciphertext"]["bytes"] = number
        else:
            value["follows"]["serial"] = number + 1

    tracemalloc.start()
    refused(south, forged(north.send(south), north, south, lie))
    assert tracemalloc.get_traced_memory()[1] < 4 * 2**20
    tracemalloc.stop()


def test_a_length_of_the_manifest_beyond_its_limit_is_refused_unread() -> None:
    _, south = two()
    for length in (256 * 1024 + 1, 2**32 - 1):
        assert "does not begin" in refused(south, TAG + length.to_bytes(4, "big") + b"{" * 100, BadBundle)


def test_more_than_the_reader_takes_at_once_is_refused_before_decryption(monkeypatch: pytest.MonkeyPatch) -> None:
    north, south = two()
    north.say("one", "two")
    bundle = north.send(south)
    monkeypatch.setattr("freehand.ledger.bundle.reading.opened_stream", None)
    for most in (Most(leaves=1), Most(records=1), Most(bytes=100)):
        with pytest.raises(TooLarge, match="are taken here"):
            south.take(bundle, most=most)


def entries(said: dict[int, bytes]) -> bytes:
    return b"".join(group_entry(number, [record]) for number, record in said.items())


Said = dict[int, bytes]
FILLINGS: dict[str, tuple[Callable[[Said], bytes], int, str]] = {
    "a byte of a body changed": (
        lambda said: group_entry(0, [said[0], said[1].replace(b"two", b"Two")]),
        2,
        "record 1 in it is not the one",
    ),
    "two records swapped": (lambda said: group_entry(0, [said[1], said[0]]), 2, "record 0 in it is not the one"),
    "a record twice": (lambda said: entries({0: said[0]}) * 2, 2, "record 0 in it stands after record 0"),
    "records out of order": (lambda said: entries({1: said[1], 0: said[0]}), 2, "stands after record 1"),
    "a record beyond the log": (lambda said: entries({0: said[0], 7: said[1]}), 2, "its checkpoint has 2 leaves"),
    "a number of 2^64 - 1": (lambda said: entries({2**64 - 1: said[1]}), 1, "its checkpoint has 2 leaves"),
    "an empty record": (lambda said: group_entry(0, [b"", said[1]]), 2, "empty or too long"),
    "a group of none": (lambda said: group_entry(0, []) + entries(said), 2, "a group in it has 0 records"),
    "a record of 4 GiB": (
        lambda said: struct.pack(">QHI", 0, 1, 2**32 - 1) + said[0],
        1,
        "empty or too long",
    ),
    "a group of 64 MiB": (
        lambda said: struct.pack(">QH", 0, 2) + struct.pack(">I", 2**18) * 2 + said[0],
        2,
        "empty or too long",
    ),
    "fewer records than declared": (lambda said: entries({0: said[0]}), 2, "ends before the 2"),
    "more records than declared": (entries, 1, "is not padding"),
    "a larger group than declared": (lambda said: group_entry(0, [said[0], said[1]]), 1, "1 to 1 can be there"),
    "a record cut short": (lambda said: entries(said)[:-1], 2, "ends before the 2"),
    "padding of something": (lambda said: entries(said) + b"\0" * 70_000 + b"x", 2, "is not padding"),
}


@pytest.mark.parametrize("filling", FILLINGS)
def test_records_that_are_not_those_of_their_leaves_are_refused(filling: str) -> None:
    north, south = two()
    north.say("one", "two")
    make, count, why = FILLINGS[filling]

    def declare(value: dict[str, Any]) -> None:
        value["sections"]["records"]["count"] = count

    bundle = refilled(north.send(south), north, south, records=make(north.read(north)), change=declare)
    assert why in refused(south, bundle, BadBundle)


def test_leaves_swapped_changed_or_left_out_are_refused() -> None:
    north, south = two()
    north.say("one", "two")
    bundle = north.send(south)
    first, second = (leaf(record) for record in north.read(north).values())
    for leaves in (second + first, first + bytes(32)):
        assert "its root is not that" in refused(south, refilled(bundle, north, south, leaves=leaves), BadBundle)
    refused(south, refilled(bundle, north, south, leaves=first), BadBundle)
    refused(south, refilled(bundle, north, south, leaves=first + second + second), BadBundle)


def test_a_record_that_its_author_made_wrongly_is_refused_though_its_leaf_is_right() -> None:
    from freehand.ledger.checkpoint import sign
    from freehand.ledger.log import keep_checkpoint
    from freehand.ledger.rows import Growth

    for odd in (b"{}", b"[" * 100_000, b'{"a":1.5}', b"\xff"):
        north, south = two()
        with north.store.writing(north.name) as change:
            line, growth = change.line(north.name), Growth()
            line.add_records(0, [odd])
            line.keep_pages(growth.add(leaf(odd)))
            line.keep_pages(growth.unfinished())
            line.move_head(1, growth.root())
            keep_checkpoint(line, sign(north.name, 1, growth.root(), north.key))
        refused(south, north.send(south), BadRecord)


def test_papers_longer_fewer_or_more_than_declared_are_refused() -> None:
    north, south = two()
    north.say("one")
    bundle = north.send(south)
    for papers, count in (
        (b"\xff" * 4, 1),
        (b"\0" * 4, 1),
        (paper_entry(b"{}"), 2),
        (paper_entry(b"{}") * 2, 1),
        (paper_entry(b"{}")[:-1], 1),
        (paper_entry(b"{ }"), 1),
        (paper_entry(b"[" * 500_000), 1),
    ):

        def declare(value: dict[str, Any], count: int = count) -> None:
            value["sections"]["papers"]["count"] = count

        refused(south, refilled(bundle, north, south, papers=papers, change=declare), BadBundle)


def test_a_section_that_has_not_the_declared_hash_is_refused() -> None:
    north, south = two()
    north.say("one")
    for section in ("leaves", "papers", "records"):

        def lie(value: dict[str, Any], section: str = section) -> None:
            value["sections"][section]["hash"] = "0" * 64

        said = refused(south, forged(north.send(south, after=0), north, south, lie), BadBundle)
        assert f"the section {section} is not what" in said

    def other(value: dict[str, Any]) -> None:
        value["ciphertext"]["hash"] = "0" * 64

    assert "ciphertext" in refused(south, forged(north.send(south, after=0), north, south, other), BadBundle)


def test_an_older_head_offered_as_the_newest_is_refused_as_a_rollback() -> None:
    north, south = two()
    backup = Party("north")
    backup.meet(south)
    for party in (north, backup):
        party.say("one")
    with north.store.reading() as view:  # the backup has the same first record, salt included
        record = dict(current(view, north.name).records([Range(0, 1)]))[0]
    assert record
    north.say("two")
    south.take(north.send(south))
    bundle = north.send(south, [])
    older = Party("north")
    older.store = _first_of(north, 1)
    older.meet(south)
    for _ in range(2):
        stale = older.send(south, [])
    assert apart(stale, south).value["serial"] == apart(bundle, south).value["serial"]
    stale = older.send(south, after=0)
    said = refused(south, stale, RolledBack)
    assert "restored an old backup" in said
    assert south.size_of(north) == 2


def _first_of(party: Party, size: int) -> Any:
    """A store with the first records of a party's log alone, as an old backup has it."""
    from freehand.ledger.checkpoint import sign
    from freehand.ledger.log import keep_card, keep_checkpoint
    from freehand.ledger.rows import Growth
    from freehand.ledger.store.memory import MemoryStore

    store = MemoryStore()
    with store.writing(party.name) as change:
        line, growth = change.line(party.name), Growth()
        keep_card(line, party.signed_card)
        records = [party.read(party)[number] for number in range(size)]
        line.add_records(0, records)
        line.keep_pages(growth.add(b"".join(map(leaf, records))))
        line.keep_pages(growth.unfinished())
        line.move_head(size, growth.root())
        keep_checkpoint(line, sign(party.name, size, growth.root(), party.key))
    return store


def test_a_manifest_that_does_not_add_up_is_kept_as_a_proof_against_its_signer() -> None:
    north, south = two()
    north.say("one", "two")
    south.take(north.send(south))
    north.say("three")

    def lie(value: dict[str, Any]) -> None:
        value["added"] = ["0" * 64]

    with pytest.raises(Lied) as refusal:
        south.take(forged(north.send(south), north, south, lie))
    with south.store.reading() as view:
        kept = view.line(north.name).newest("proof")
        assert view.line(north.name).size == 2
    assert kept is not None
    assert (kept.name, kept.data) == (refusal.value.name, refusal.value.proof)
    proven = check_proof(kept.data, [north.key.public])
    assert (proven.kind, proven.key, [head.size for head in proven.heads]) == ("manifest", north.key.public, [2, 3])
    assert "does not add up" in proven.words


def test_an_honest_manifest_proves_nothing_and_a_proof_has_no_byte_to_spare() -> None:
    from freehand.ledger.forks import NotProven, prove_manifest

    north, south = two()
    north.say("one")
    bundle = north.send(south)
    end = len(bundle) - len(apart(bundle, south).ciphertext) - 64
    honest = prove_manifest(bundle[len(TAG) + 4 : end], bundle[end : end + 64])
    with pytest.raises(NotProven, match="the manifest adds up"):
        check_proof(honest, [north.key.public])

    def lie(value: dict[str, Any]) -> None:
        value["added"] = ["0" * 64]

    lying = forged(bundle, north, south, lie)
    end = len(lying) - len(apart(bundle, south).ciphertext) - 64
    proof = prove_manifest(lying[len(TAG) + 4 : end], lying[end : end + 64])
    check_proof(proof, [north.key.public])
    with pytest.raises(NotProven, match="not among those given"):
        check_proof(proof, [south.key.public])
    for at in range(0, len(proof), 7):
        changed = bytearray(proof)
        changed[at] ^= 1
        with pytest.raises(NotProven):
            check_proof(bytes(changed), [north.key.public])


class Endless(io.RawIOBase):
    """A stream that never ends, and counts what was taken from it."""

    def __init__(self, head: bytes) -> None:
        self.head, self.taken = head, 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self.head[self.taken : self.taken + size]
        piece += bytes(size - len(piece))
        self.taken += size
        return piece


def test_a_stream_without_end_is_left_as_soon_as_it_is_longer_than_declared() -> None:
    from freehand.ledger.bundle.reading import take_in

    north, south = two()
    north.say("one")
    bundle = north.send(south)
    for head, most in ((b"", 100), (TAG, 100), (bundle[:100], 2**19), (bundle, len(bundle) + 1)):
        source = Endless(head)
        with pytest.raises(Refused):
            take_in(south.store, source, south.reader, now=0)
        assert source.taken <= most
