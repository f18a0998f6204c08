"""What a sender writes: serials, what is sent again, padding, and what cannot be sent."""

from __future__ import annotations

import random
import tracemalloc

import pytest

from freehand.errors import FreehandError, UsageError
from freehand.ledger.bundle.placing import Unchanged
from freehand.ledger.bundle.reading import Silence, Taken, silence
from freehand.ledger.bundle.refusals import OutOfOrder
from freehand.ledger.identity import CardRefused, with_destroyed
from freehand.ledger.store.interface import Range
from tests.ledger.bundle.forging import apart
from tests.ledger.parties import NOW, Party, two


def test_the_lengths_of_padded_bundles_tell_nothing_within_a_step() -> None:
    lengths = set()
    for text in ("x", "x" * 900, "x" * 3000):
        north, south = two()
        north.say(text)
        bundle = north.send(south, step=8192)
        parts = apart(bundle, south)
        lengths.add((len(bundle), tuple(sorted((k, v["bytes"]) for k, v in parts.value["sections"].items()))))
        assert len(parts.content) == 8192
        assert isinstance(south.take(bundle), Taken)
        assert south.read(north) == north.read(north)
    assert len(lengths) == 1


def test_padding_is_zeros_however_long() -> None:
    north, south = two()
    north.say("one")
    assert isinstance(south.take(north.send(south, step=2**20)), Taken)


def test_what_was_sent_in_lost_bundles_is_sent_again() -> None:
    north, south = two()
    north.say("one", "two", "three")
    north.send(south, [Range(0, 1)])
    north.send(south, [Range(2, 3)])
    taken = south.take(north.send(south, [], after=0))
    assert isinstance(taken, Taken)
    assert sorted(south.read(north)) == [0, 2]


def test_nothing_is_sent_that_is_not_there_or_to_whom_nobody_knows_or_after_what_was_never_sent() -> None:
    north, south = two()
    north.say("one")
    with pytest.raises(UsageError, match="not there, or were erased"):
        north.send(south, [Range(0, 2)])
    with pytest.raises(UsageError, match="no bundle 3 to follow"):
        north.send(south, after=3)
    with pytest.raises(CardRefused):
        north.send(Party("west"))
    south.card = with_destroyed(south.card, south.box.public)
    north.meet(south)
    with pytest.raises(UsageError, match="no key to seal for"):
        north.send(south)
    with north.store.reading() as view:
        assert view.line(north.name).newest("sent") is None


def test_silence_is_seen_from_the_last_bundle_on() -> None:
    north, south = two()
    with south.store.reading() as view:
        assert silence(view, north.name, south.name) == Silence(0, None, 0)
    north.say("one")
    south.take(north.send(south))
    north.say("two")
    north.send(south)  # and it never arrives
    with south.store.reading() as view:
        found = silence(view, north.name, south.name)
    assert found == Silence(1, NOW + 60, 1)
    assert found.words(north.name).startswith("Nothing has been heard of 'compact.example/north' since its bundle 1")


def test_a_name_that_is_a_path_is_a_name() -> None:
    north, south = Party("../../etc/passwd"), Party("con/aux")
    north.meet(south)
    south.meet(north)
    north.say("one")
    assert isinstance(south.take(north.send(south)), Taken)


@pytest.mark.parametrize("seed", range(40))
def test_honest_members_are_never_accused_whatever_their_carrier_does(seed: int) -> None:
    """Lost, doubled, late and in any order: in the end all is there, and nobody was called a liar."""
    chance, (north, south) = random.Random(seed), two()
    waiting: list[bytes] = []
    after: int | None = None
    for _ in range(chance.randrange(4, 14)):
        if chance.random() < 0.7:
            north.say(*(f"{chance.random()}" for _ in range(chance.choice([1, 1, 2, 40]))))
        with north.store.reading() as view:
            size = view.line(north.name).size
        given = [Range(n, n + 1) for n in range(size) if chance.random() < 0.5]
        waiting.append(north.send(south, given, after=after if chance.random() < 0.5 else None))
        for bundle in chance.sample(waiting, chance.randrange(len(waiting) + 1)):
            try:
                found = south.take(bundle)
                after = found.serial if isinstance(found, Taken) else after
            except OutOfOrder as refusal:
                after = refusal.ask.after
    end = south.take(north.send(south, after=0))
    assert isinstance(end, Taken)
    assert (end.heard.contradictions, end.heard.asks) == ((), ())
    assert south.read(north) == north.read(north)
    for bundle in waiting:
        late = south.take(bundle)
        assert isinstance(late, Unchanged) or (late.records.kept, late.old_size) == (0, late.size)
    back = north.take(south.send(north))
    assert isinstance(back, Taken)
    assert back.heard.receipts > 0
    assert back.heard.contradictions == ()


def test_a_long_log_is_written_and_taken_in_with_little_memory(tmp_path: object) -> None:
    from pathlib import Path

    from freehand.ledger.store.sqlite import SqliteStore

    folder = Path(str(tmp_path))
    north = Party("north", SqliteStore(folder / "north.sqlite", create=True))
    south = Party("south", SqliteStore(folder / "south.sqlite", create=True))
    north.meet(south)
    south.meet(north)
    for _ in range(5):
        north.say(*(["x" * 60_000] * 40))
    tracemalloc.start()
    bundle = north.send(south)
    written = tracemalloc.get_traced_memory()[1] - 2 * len(bundle)
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    assert isinstance(south.take(bundle), Taken)
    assert tracemalloc.get_traced_memory()[1] - before - len(bundle) < 8 * 2**20
    tracemalloc.stop()
    assert written < 16 * 2**20
    for party in (north, south):
        party.store.close()


def test_what_is_withheld_now_is_not_sent_again_though_a_lost_bundle_held_it() -> None:
    north, south = two()
    north.say(*map(str, range(10)))
    north.send(south)
    again = north.send(south, records=[Range(8, 10)], after=0, withhold=[Range(9, 20), Range(0, 2), Range(4, 5)])
    south.take(again)
    assert sorted(south.read(north)) == [2, 3, 5, 6, 7, 8, 9]  # what is named goes, whatever is withheld of before
    assert south.size_of(north) == 10


def test_a_bundle_is_refused_in_words_whatever_is_cut_out_of_it() -> None:
    north, south = two()
    north.say(*map(str, range(300)))
    bundle, chance = north.send(south), random.Random(7)
    for _ in range(300):
        start = chance.randrange(len(bundle))
        end = min(len(bundle), start + chance.choice([1, 16, 4096]))
        piece = chance.choice([b"", bundle[start:end] * 2, chance.randbytes(8)])
        odd = bundle[:start] + piece + bundle[end:]
        if odd != bundle:
            with pytest.raises(FreehandError):
                south.take(odd)
