"""Forks: found by whoever holds the longer branch, proven to somebody who has seen neither, and never by mistake."""

from __future__ import annotations

import random
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

import pytest

from freehand.errors import UsageError
from freehand.ledger import note as notes
from freehand.ledger.canonical import canonical, parse
from freehand.ledger.checkpoint import BadCheckpoint, Checkpoint, Seen, Signed, check_leaves, sign
from freehand.ledger.cosignature import Cosigned, cosign
from freehand.ledger.epochs import EMPTY_ROOT, Epoch, judge
from freehand.ledger.forks import NotProven, check_proof, prove_fork, prove_lie, relation
from freehand.ledger.keys import SigningKey
from freehand.ledger.note import SIGNATURE
from freehand.ledger.rows import Growth, PagesInMemory, consistency, root_at
from freehand.ledger.tree import BadProof, check_consistency

LOG = "north/7f3a"
KEY, NEXT, WITNESS, STRANGER = (SigningKey.of_seed(bytes([n]) * 32) for n in (1, 2, 3, 4))


class Branch(NamedTuple):
    """A history of the log, as one reader holds it."""

    pages: PagesInMemory
    size: int

    def signed(self, size: int | None = None, key: SigningKey = KEY, log: str = LOG) -> Signed:
        size = self.size if size is None else size
        return sign(log, size, root_at(self.pages, size), key)

    def head(self, size: int | None = None, key: SigningKey = KEY) -> Checkpoint:
        return self.signed(size, key).checkpoint

    def cosigned(self, size: int | None = None, key: SigningKey = WITNESS) -> Cosigned:
        return cosign(self.signed(size).text, "south", key, 5)


def branch(size: int, since: int | None = None, word: str = "other") -> Branch:
    """So many leaves; from ``since`` on they are others."""
    words = ["" if since is None or n < since else word for n in range(size)]
    growth, pages = Growth(), PagesInMemory()
    pages.keep(growth.add(b"".join(sha256(f"\0{n}{word}".encode()).digest() for n, word in enumerate(words))))
    pages.keep(growth.unfinished())
    return Branch(pages, size)


ONE, TWO = branch(40), branch(23, since=17)


def test_a_history_is_related_to_its_own_heads() -> None:
    assert relation(ONE.pages, ONE.head(), ONE.head()) == "same"
    assert all(relation(ONE.pages, ONE.head(), ONE.head(size)) == "older" for size in range(40))
    assert all(relation(ONE.pages, ONE.head(size), ONE.head()) == "unresolved" for size in range(40))
    for size in range(1, 40):
        path = consistency(ONE.pages, size, 40)
        assert relation(ONE.pages, ONE.head(size), ONE.head(), path) == "newer"
    assert relation(ONE.pages, ONE.head(0), ONE.head(), []) == "newer"


def test_the_holder_of_the_longer_branch_finds_the_fork_and_the_holder_of_the_shorter_does_not_know() -> None:
    assert relation(ONE.pages, ONE.head(), TWO.head()) == "fork"
    assert relation(TWO.pages, TWO.head(), ONE.head()) == "unresolved"
    for path in ([], consistency(ONE.pages, 23, 40), consistency(ONE.pages, 17, 40)):
        assert relation(TWO.pages, TWO.head(), ONE.head(), path) == "unresolved"
    with pytest.raises(UsageError, match="the longer history is not held"):
        prove_fork(TWO.pages, TWO.signed(), ONE.signed())


@pytest.mark.parametrize(
    ("longer", "shorter", "since"), [(40, 23, 17), (40, 40, 39), (2, 1, 0), (300, 257, 256), (9, 8, 7)]
)
def test_a_fork_is_proven_to_a_third_party_by_the_file_and_the_key_alone(longer: int, shorter: int, since: int) -> None:
    """Attack 5."""
    one, two = branch(longer), branch(shorter, since=since)
    proof = prove_fork(one.pages, one.signed(), two.signed())
    found = check_proof(proof, [STRANGER.public, KEY.public])
    assert (found.kind, found.log, found.key) == ("fork", LOG, KEY.public)
    assert sorted(found.heads) == sorted([two.head(), one.head()])
    assert found.heads[0].size == shorter
    assert KEY.public.hex() in found.words
    assert canonical(parse(proof)) == proof


def test_both_holders_of_equally_long_branches_make_the_same_file() -> None:
    one, two = branch(30), branch(30, since=29)
    assert prove_fork(one.pages, one.signed(), two.signed()) == prove_fork(two.pages, two.signed(), one.signed())


def test_an_older_head_offered_as_the_newest_is_told_as_older() -> None:
    """Attack 4: a reader keeps the newer one, and knows which of the two it was shown."""
    for size in (0, 1, 16, 39):
        assert relation(ONE.pages, ONE.head(), ONE.head(size)) == "older"


def test_a_fork_shown_to_one_reader_over_time_does_not_add_up() -> None:
    """Attack 6: the leaves that arrive do not lead from the root that is held to the one that is signed."""
    held, late = branch(17), branch(23, since=9)
    grown = Growth.of(held.pages, 17)
    grown.add(b"".join(late.pages.page(0, 0)[32 * n : 32 * n + 32] for n in range(17, 23)))
    with pytest.raises(BadCheckpoint, match="its root is not that of the 23 leaves at hand"):
        check_leaves(late.head(), grown.size, grown.root())
    with pytest.raises(BadProof):
        check_consistency(17, held.head().root, 23, late.head().root, consistency(late.pages, 17, 23))


def test_a_fork_hidden_in_withheld_leaves_is_found() -> None:
    """Attack 7: neither reader has a body; the tree is made of leaves."""
    one, two = branch(50), branch(45, since=44, word="withheld")
    assert relation(one.pages, one.head(), two.head()) == "fork"
    check_proof(prove_fork(one.pages, one.signed(), two.signed()), [KEY.public])


def test_the_holder_of_the_shorter_branch_proves_the_fork_once_it_has_the_others_leaves() -> None:
    proof = prove_fork(ONE.pages, ONE.signed(), TWO.signed())
    mine = branch(40)
    assert prove_fork(mine.pages, mine.signed(), TWO.signed()) == proof


@pytest.mark.parametrize("make", ["fork", "same size", "witness"])
def test_every_bit_of_a_proof_flipped_makes_it_prove_nothing(make: str) -> None:
    level = branch(40, since=39)
    data = {
        "fork": lambda: prove_fork(ONE.pages, ONE.signed(), TWO.signed()),
        "same size": lambda: prove_fork(ONE.pages, ONE.signed(), level.signed()),
        "witness": lambda: prove_lie(ONE.pages, ONE.cosigned(), TWO.cosigned()),
    }[make]()
    check_proof(data, [KEY.public, WITNESS.public])
    for at in range(len(data)):
        for bit in range(8):
            with pytest.raises(NotProven):
                check_proof(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :], [KEY.public, WITNESS.public])


def test_a_proof_cut_short_or_gone_on_with_proves_nothing() -> None:
    data = prove_fork(ONE.pages, ONE.signed(), TWO.signed())
    for other in [data[:at] for at in range(len(data))] + [data + b"\n", data + data, b" " + data]:
        with pytest.raises(NotProven):
            check_proof(other, [KEY.public])


def test_a_proof_is_none_against_a_key_that_was_not_given() -> None:
    data = prove_fork(ONE.pages, ONE.signed(), TWO.signed())
    for keys in ([], [STRANGER.public], [WITNESS.public, NEXT.public]):
        with pytest.raises(NotProven):
            check_proof(data, keys)


def made(one: bytes, two: bytes, own: bytes, path: list[bytes], /, **changed: object) -> bytes:
    value: dict[str, object] = {
        "format": "freehand fork proof/1",
        "heads": [one.decode(), two.decode()],
        "own": own.hex(),
        "consistency": [each.hex() for each in path],
    }
    return canonical(value | changed)


def nothing(data: bytes) -> None:
    with pytest.raises(NotProven):
        check_proof(data, [KEY.public, NEXT.public, WITNESS.public])


def test_an_honest_log_is_not_framed_by_its_own_heads() -> None:
    """Whatever is taken from one history, in any order and with any proof of it."""
    chance = random.Random(7)
    sizes = [1, 2, 3, 7, 8, 16, 23, 39, 40]
    for first in sizes:
        for second in sizes:
            one, two = ONE.signed(first).note, ONE.signed(second).note
            for size in (first, second, chance.choice(sizes)):
                own = root_at(ONE.pages, size)
                for old, new in pairwise(sorted([first, second, size])):
                    nothing(made(one, two, own, consistency(ONE.pages, old, new)))
                nothing(made(one, two, own, []))
    for other in (branch(23, since=22), branch(40, since=3)):
        own = root_at(other.pages, 23)
        nothing(made(ONE.signed(23).note, ONE.signed().note, own, consistency(ONE.pages, 23, 40)))
        if other.size == 40:
            nothing(made(ONE.signed(23).note, ONE.signed().note, own, consistency(other.pages, 23, 40)))


def test_what_is_not_just_a_proof_proves_nothing() -> None:
    one, two, own, path = TWO.signed(), ONE.signed(), root_at(ONE.pages, 23), consistency(ONE.pages, 23, 40)
    check_proof(made(one.note, two.note, own, path), [KEY.public])
    more = notes.line("stranger", SIGNATURE, STRANGER.public, b"x" * 64)
    level = branch(40, since=39)
    low, high = sorted([ONE.signed(), level.signed()], key=lambda signed: signed.checkpoint.root)
    check_proof(made(low.note, high.note, high.checkpoint.root, []), [KEY.public])
    for wrong in (
        made(two.note, one.note, own, path),
        made(one.note, one.note, own, path),
        made(one.note + more, two.note, own, path),
        made(one.note, two.note, own, [*path, own]),
        made(one.note, two.note, own, path[:-1]),
        made(one.note, two.note, one.checkpoint.root, path),
        made(one.note, two.note, b"", path),
        made(one.note, ONE.signed(log="south").note, own, path),
        made(one.note, ONE.signed(key=NEXT).note, own, path),
        made(high.note, low.note, low.checkpoint.root, []),
        made(low.note, high.note, low.checkpoint.root, []),
        made(one.note, two.note, own, path, format="freehand witness proof/1"),
        made(one.note, two.note, own, path, format="freehand fork proof/2"),
        made(one.note, two.note, own, path, format=None),
        made(one.note, two.note, own, path, more=1),
        made(one.note, two.note, own, path, heads=[one.note.decode()]),
        made(one.note, two.note, own, path, heads=[one.note.decode()] * 3),
        made(one.note, two.note, own, path, heads=None),
        made(one.note, two.note, own, path, heads=[1, 2]),
        made(one.note, two.note, own, path, own=None),
        made(one.note, two.note, own, path, consistency=None),
        made(one.note, two.note, own, path, consistency=[1]),
        made(one.note, two.note, own, path, own=own.hex().upper()),
        made(one.note, two.note, own, path, consistency={}),
        canonical([]), canonical({}), canonical("x"), b"", b"\xff",
    ):  # fmt: skip
        nothing(wrong)


def test_heads_of_two_logs_are_not_compared() -> None:
    other = ONE.signed(log="south").checkpoint
    with pytest.raises(UsageError, match="cannot be compared"):
        relation(ONE.pages, ONE.head(), other)


def test_heads_that_agree_prove_nothing_and_no_file_is_made() -> None:
    for other in (ONE.signed(), ONE.signed(7), ONE.signed(0)):
        with pytest.raises(UsageError, match="do not contradict"):
            prove_fork(ONE.pages, ONE.signed(), other)


def test_heads_that_differ_only_in_what_else_was_seen_are_no_fork() -> None:
    seen = sign(LOG, 40, root_at(ONE.pages, 40), KEY, [Seen("east", STRANGER.public, 1, EMPTY_ROOT[::-1])])
    assert relation(ONE.pages, ONE.head(), seen.checkpoint) == "same"


def test_a_contradiction_under_another_key_stands_apart_and_is_no_fork() -> None:
    assert relation(ONE.pages, ONE.head(key=NEXT), TWO.head()) == "apart"
    with pytest.raises(UsageError, match="do not contradict each other under one key"):
        prove_fork(ONE.pages, ONE.signed(key=NEXT), TWO.signed())


def test_a_fork_made_up_with_an_old_stolen_key_freezes_nothing() -> None:
    """Attack 8: the proof holds against the old key; the card says that it speaks no more, and no receipt covers it."""
    card = (Epoch(KEY.public, 0, EMPTY_ROOT, "opened"), Epoch(NEXT.public, 30, root_at(ONE.pages, 30), "rotated"))
    held, made_up = ONE.signed(30), TWO.signed()
    check_proof(prove_fork(ONE.pages, held, made_up), [KEY.public])
    assert relation(ONE.pages, ONE.head(key=NEXT), made_up.checkpoint) == "apart"
    assert judge(card, made_up.checkpoint.head, agrees=False, covered=False).standing == "disputed"


def test_a_witness_that_cosigned_two_histories_is_proven_a_liar() -> None:
    """Attack 63: its key is enough; whether the log's owner signed either head is not asked."""
    data = prove_lie(ONE.pages, ONE.cosigned(), TWO.cosigned())
    found = check_proof(data, [WITNESS.public])
    assert (found.kind, found.log, found.key) == ("witness", LOG, WITNESS.public)
    assert found.heads == (TWO.head(), ONE.head())
    for keys in ([KEY.public], [STRANGER.public], []):
        with pytest.raises(NotProven):
            check_proof(data, keys)


def test_a_witness_that_cosigned_one_history_at_any_times_is_not_proven_a_liar() -> None:
    for size in (1, 23, 40):
        with pytest.raises(UsageError):
            prove_lie(ONE.pages, ONE.cosigned(), cosign(ONE.signed(size).text, "south", WITNESS, 1))
    one, two = ONE.cosigned(23).note, ONE.cosigned().note
    path = consistency(ONE.pages, 23, 40)
    for own in (root_at(ONE.pages, 23), root_at(TWO.pages, 23)):
        nothing(made(one, two, own, path, format="freehand witness proof/1"))


def test_a_witness_that_followed_a_log_into_a_new_epoch_is_no_liar() -> None:
    """After a restored backup the owner may go on from an older head: another key, so another history is no lie."""
    first, second = TWO.cosigned(), cosign(ONE.signed(key=NEXT).text, "south", WITNESS, 6)
    with pytest.raises(UsageError):
        prove_lie(ONE.pages, second, first)
    own, path = root_at(ONE.pages, 23), consistency(ONE.pages, 23, 40)
    nothing(made(first.note, second.note, own, path, format="freehand witness proof/1"))


def test_cosignatures_of_two_witnesses_that_contradict_each_other_prove_no_lie() -> None:
    other = TWO.cosigned(key=STRANGER)
    with pytest.raises(UsageError, match="different witnesses"):
        prove_lie(ONE.pages, ONE.cosigned(), other)
    own, path = root_at(ONE.pages, 23), consistency(ONE.pages, 23, 40)
    data = made(other.note, ONE.cosigned().note, own, path, format="freehand witness proof/1")
    with pytest.raises(NotProven):
        check_proof(data, [WITNESS.public, STRANGER.public])


def test_readers_who_meet_in_any_order_raise_no_false_alarm_and_find_every_fork() -> None:
    """Random branches, heads of any size of each: the answer is that of the leaves themselves."""
    for seed in range(150):
        chance = random.Random(seed)
        since = chance.randrange(30)
        one, two = branch(chance.randrange(1, 60)), branch(chance.randrange(1, 60), since=since)
        for mine, other, others in ((one, two, "other"), (two, one, "one")):
            size = chance.randrange(other.size + 1)
            found = relation(mine.pages, mine.head(), other.head(size))
            if size > mine.size:
                assert found == "unresolved", (seed, others)
            elif size <= since:
                assert found in ("same", "older"), (seed, others)
            else:
                assert found == "fork", (seed, others)
                proof = prove_fork(mine.pages, mine.signed(), other.signed(size))
                assert check_proof(proof, [KEY.public]).key == KEY.public
