"""Two histories under one key: found by whoever holds the longer, proven by one small file to anybody.

The question: do two heads of one log, each signed, belong to one history? If not, how does a third party see it, on a
machine that has never seen either log?

The rule. Let (m, r) and (n, s) be two heads of one log under one key, m <= n, and ``own`` the root at size m of the
history that the second one has.

1. They belong to one history if and only if own = r.
2. They are a *fork* if own differs from r. The proof is both heads, ``own``, and the consistency proof from (m, own) to
   (n, s): it shows that the second history has another beginning than the first. With m = n, own is s and nothing is
   left to show: the same rule, with an empty consistency proof.
3. Whoever holds the history of the second can make it as soon as it sees the first. Whoever holds only the first cannot
   tell: the answer is *unresolved*, and it asks for the leaves, or for a consistency proof.
4. Heads under different keys are never a fork: a new key begins a new epoch, and the owner's card says from where.
   Where they contradict each other they stand *apart*, and the card decides (see ``epochs``).
5. The same two heads, cosigned by one witness, prove that the witness lies, whoever owns the log: a witness cosigns
   only what goes on from what it cosigned. Its proof is made and checked in the same way, with cosignatures.
6. A bundle's manifest says: to this old head these leaves were added, and that makes this new head (``bundle``). Who
   signs one that does not add up lies, and the signed manifest is the proof: anybody can add it up.

The file (``docs/formats/fork-proof.md``) is canonical JSON. It holds notes with one signature line each, so that no
byte of it can change and leave it a proof; and with equal sizes the lower root stands first, so that two makers of one
proof make the same file.

Source: the fork consistency of SUNDR (Mazières and Shasha, 2002); RFC 9162, section 2.1.4, for the proof between sizes.
Cost: one proof of O(log n). Limits: a fork is found when its two heads meet at one reader, and not before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from freehand.errors import UsageError, one_fault
from freehand.ledger.canonical import NotCanonical, Value, canonical, parse
from freehand.ledger.checkpoint import Checkpoint, Signed, verified
from freehand.ledger.cosignature import Cosigned, cosignatures
from freehand.ledger.identifiers import HASH
from freehand.ledger.note import Note, take_apart
from freehand.ledger.refused import Refused
from freehand.ledger.rows import Pages, consistency, root_at
from freehand.ledger.tree import EMPTY, BadProof, check_consistency

Relation = Literal["same", "older", "newer", "fork", "apart", "unresolved"]

FORK: Final = "freehand fork proof/1"
WITNESS: Final = "freehand witness proof/1"
MANIFEST: Final = "freehand manifest proof/1"
MOST: Final = 2**20
"""Bytes of a proof."""

_FIELDS: Final = frozenset(("format", "heads", "own", "consistency"))
_MANIFEST_FIELDS: Final = frozenset(("format", "manifest", "signature"))
_DIGITS: Final = re.compile("(?:[0-9a-f]{2})+")


class NotProven(Refused):
    """A file that does not prove what it was handed over for."""

    next_step = "Ask whoever made it for the file as it was made, and compare the keys that you gave."


class Proven(NamedTuple):
    """What a proof proves, to whoever trusts that the key is somebody's."""

    kind: Literal["fork", "witness", "manifest"]
    log: str
    key: bytes
    """Whose lie it is: the log's key, or the witness's."""
    heads: tuple[Checkpoint, Checkpoint]
    """The two that contradict each other, the smaller one first; of a manifest the old and the new one."""

    @property
    def words(self) -> str:
        """The same in a sentence."""
        first, second = self.heads
        if self.kind == "manifest":
            return (
                f"Whoever holds the key {self.key.hex()} signed a manifest of the log '{self.log}' that does not add "
                f"up: the leaves that it adds to size {first.size} do not make the root {second.root.hex()} that it "
                f"declares for size {second.size}."
            )
        did = "signed" if self.kind == "fork" else "cosigned"
        return (
            f"Whoever holds the key {self.key.hex()} {did} two histories of the log '{self.log}': one with the root "
            f"{first.root.hex()} at size {first.size}, and one of size {second.size} with another root there."
        )


def relation(pages: Pages, held: Checkpoint, other: Checkpoint, proof: Sequence[bytes] | None = None) -> Relation:
    """How another head of a log stands to the history that is held.

    Args:
        pages: the tree of the history that is held.
        held: its head.
        other: another verified head of the same log.
        proof: a consistency proof from the held head to the other one, if one came with it.

    Returns:
        ``same`` or ``older``: it is part of what is held. ``newer``: the proof shows that it goes on from it.
        ``fork``: it contradicts what is held, under one key. ``apart``: it contradicts it under another key.
        ``unresolved``: it is longer than what is held, and nothing shows that it goes on from it.

    Raises:
        UsageError: the heads are of different logs.
    """
    _one_log(held, other)
    if other.size > held.size:
        return "newer" if proof is not None and _goes_on(held, other, proof) else "unresolved"
    if other.root != (held.root if other.size == held.size else root_at(pages, other.size)):
        return "fork" if other.key == held.key else "apart"
    return "same" if other.size == held.size else "older"


def prove_fork(pages: Pages, held: Signed, other: Signed) -> bytes:
    """The proof that one key signed two histories, by whoever holds the longer one, or one of two equally long.

    Args:
        pages: the tree of the history that is held.
        held: its head.
        other: the head that contradicts it, of at most the same size.

    Raises:
        UsageError: the two do not contradict each other, or the longer history is not held.
    """
    return _prove(pages, FORK, (held.checkpoint, held.note), (other.checkpoint, other.note))


def prove_lie(pages: Pages, held: Cosigned, other: Cosigned) -> bytes:
    """The same against a witness, from two heads that it cosigned.

    Raises:
        UsageError: they are of two witnesses, do not contradict each other, or the longer history is not held.
    """
    if (held.witness, held.key) != (other.witness, other.key):
        raise _no_proof("the two are cosigned by different witnesses.")
    return _prove(pages, WITNESS, (held.checkpoint, held.note), (other.checkpoint, other.note))


def fork_between(held: Signed, other: Signed, own: bytes, path: Sequence[bytes]) -> bytes:
    """The proof from a head, another one of at least its size, and the proof that the other goes on from ``own``.

    For whoever holds neither history whole, but was shown where the other one begins: by a manifest (see ``bundle``).

    Raises:
        UsageError: the two do not contradict each other under one key, or the path does not hold.
    """
    mine, theirs = held.checkpoint, other.checkpoint
    _one_log(mine, theirs)
    try:
        check_consistency(mine.size, own, theirs.size, theirs.root, path)
    except BadProof as refusal:
        raise UsageError(refusal.faults) from None
    if mine.key != theirs.key or own == mine.root:
        raise _no_proof("the two heads do not contradict each other under one key.")
    if mine.size == theirs.size:
        return _of_one_size(FORK, (mine.root, held.note), (theirs.root, other.note))
    return _file(FORK, [held.note, other.note], own, path)


def prove_manifest(data: bytes, signature: bytes) -> bytes:
    """The proof against whoever signed a bundle's manifest that does not add up (rule 6).

    Args:
        data: the manifest.
        signature: the one under it.
    """
    return canonical({"format": MANIFEST, "manifest": data.hex(), "signature": signature.hex()})


def check_proof(data: bytes, keys: Iterable[bytes]) -> Proven:
    """What a proof proves. It needs the file and the public keys, and nothing else.

    Args:
        data: the bytes of the file.
        keys: public keys that are known to be somebody's; the one that is proven a liar has to be among them.

    Raises:
        NotProven: the file proves nothing: it is damaged, made up, or about a key that is not among these.
    """
    try:
        value = parse(data, MOST)
    except NotCanonical as refusal:
        raise NotProven(refusal.faults) from None
    if type(value) is dict and value.get("format") == MANIFEST:
        return _check_manifest(value, keys)
    if type(value) is not dict or value.keys() != _FIELDS or value["format"] not in (FORK, WITNESS):
        raise _unproven("it is no proof of a kind that is known here.")
    kind: Literal["fork", "witness"] = "fork" if value["format"] == FORK else "witness"
    notes = _texts(value["heads"])
    own, path = _hashes([value["own"]])[0], _hashes(value["consistency"])
    if len(notes) != 2:
        raise _unproven("it has not two heads.")
    read = _signed if kind == "fork" else _cosigned
    try:
        found = [read(note, set(keys)) for note in notes]
    except Refused as refusal:
        raise NotProven(refusal.faults) from None
    (liar, first), (other, second) = found
    if liar != other or first.key != second.key or first.origin != second.origin:
        raise _unproven("its two heads are not of one log, one key of it and one signer.")
    if (first.size, first.root) >= (second.size, second.root) or own == first.root:
        raise _unproven("its two heads do not contradict each other, or stand in the wrong order.")
    try:
        check_consistency(first.size, own, second.size, second.root, path)
    except BadProof as refusal:
        raise NotProven(refusal.faults) from None
    return Proven(kind, first.origin, liar, (first, second))


def _prove(pages: Pages, kind: str, held: tuple[Checkpoint, bytes], other: tuple[Checkpoint, bytes]) -> bytes:
    (mine, my_note), (theirs, their_note) = held, other
    found = relation(pages, mine, theirs)
    if found == "unresolved":
        raise _no_proof("the longer history is not held here.", "Ask for its leaves, then make the proof from them.")
    if found != "fork":
        raise _no_proof("the two heads do not contradict each other under one key.")
    if theirs.size == mine.size:
        return _of_one_size(kind, (mine.root, my_note), (theirs.root, their_note))
    path = consistency(pages, theirs.size, mine.size)
    return _file(kind, [their_note, my_note], root_at(pages, theirs.size), path)


def _of_one_size(kind: str, *heads: tuple[bytes, bytes]) -> bytes:
    order = sorted(heads)
    return _file(kind, [note for _, note in order], order[1][0], [])


def _file(kind: str, notes: list[bytes], own: bytes, path: Sequence[bytes]) -> bytes:
    return canonical(
        {
            "format": kind,
            "heads": [note.decode() for note in notes],
            "own": own.hex(),
            "consistency": [each.hex() for each in path],
        }
    )


def _check_manifest(value: dict[str, Value], keys: Iterable[bytes]) -> Proven:
    """The third kind: rule 6."""
    from freehand.ledger.bundle.manifest import SIGNATURE_DIGITS, open_manifest

    data, signature = value.get("manifest"), value.get("signature")
    if value.keys() != _MANIFEST_FIELDS or type(data) is not str or type(signature) is not str:
        raise _unproven("it is not a manifest and its signature.")
    if not _DIGITS.fullmatch(data) or len(signature) != SIGNATURE_DIGITS or not _DIGITS.fullmatch(signature):
        raise _unproven("its bytes are not lower-case hexadecimal digits.")
    try:
        opened = open_manifest(bytes.fromhex(data), bytes.fromhex(signature))
    except Refused as refusal:
        raise NotProven(refusal.faults) from None
    said = opened.head.checkpoint
    if said.key not in set(keys):
        raise _unproven("the key that signed it is not among those given.")
    if opened.adds_up:
        raise _unproven("the manifest adds up.")
    old = Checkpoint(said.origin, opened.manifest.old_size, opened.manifest.old_root, said.key)
    return Proven("manifest", said.origin, said.key, (old, said))


def _signed(note: Note, keys: set[bytes]) -> tuple[bytes, Checkpoint]:
    said = verified(note, keys).checkpoint
    return said.key, said


def _cosigned(note: Note, keys: set[bytes]) -> tuple[bytes, Checkpoint]:
    found = cosignatures(note, [(line.name, key) for line in note.lines for key in sorted(keys)])
    if len(found) != 1:
        raise _unproven("a head in it is not cosigned under one of the keys given.")
    return found[0].key, found[0].checkpoint


def _goes_on(held: Checkpoint, other: Checkpoint, proof: Sequence[bytes]) -> bool:
    try:
        check_consistency(held.size, held.root, other.size, other.root, proof)
    except BadProof:
        return held.size == 0 and held.root == EMPTY
    return True


def _one_log(held: Checkpoint, other: Checkpoint) -> None:
    if held.origin != other.origin:
        why = f"one is of log '{held.origin}', the other of log '{other.origin}'."
        raise UsageError(one_fault("the two heads cannot be compared", why, "Give two heads of one log."))


def _texts(value: Value) -> list[Note]:
    """The notes in a proof: each has one line, so that nothing in the file is left unsigned."""
    if type(value) is not list or any(type(item) is not str for item in value):
        raise _unproven("its heads are no list of notes.")
    try:
        notes = [take_apart(str(item).encode()) for item in value]
    except Refused as refusal:
        raise NotProven(refusal.faults) from None
    if any(len(note.lines) != 1 for note in notes):
        raise _unproven("a head in it has more signatures than the one that matters.")
    return notes


def _hashes(value: Value) -> list[bytes]:
    if type(value) is not list:
        raise _unproven("its consistency proof is no list of hashes.")
    if not all(type(item) is str and HASH.fullmatch(item) for item in value):
        raise _unproven("a hash in it is not 64 lower-case hexadecimal digits.")
    return [bytes.fromhex(str(item)) for item in value]


def _no_proof(why: str, next_: str = "Give two heads of one log that contradict each other.") -> UsageError:
    return UsageError(one_fault("there is nothing to prove", why, next_))


def _unproven(why: str) -> Refused:
    return NotProven.because("the file proves nothing", why)
