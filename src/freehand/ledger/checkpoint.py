"""A checkpoint: the owner's word for a whole log, in one signature.

The question: what does the owner of a log say its leaves are, from the first to the last, and what had it seen of the
other logs when it said so?

The rules. A checkpoint is a signed note (see ``note``) with this text, each line ended by a line feed:

1. the *origin*, the log's name;
2. the size, in decimal digits without a leading zero, at most 2^53 - 1;
3. the root of the tree at that size, 32 bytes in base64; of size 0 there is one root, that of no leaves;
4. ``key`` and the public key that signs this, 32 bytes in base64. A key has one epoch, so this names the epoch as well,
   and it is part of what a witness cosigns;
5. for each other log of which a head was seen ``seen``, its origin, the key that signed that head, its size and root,
   with a single space between; ordered by origin, each once, never the log itself;
6. lines of other words are kept, and no rule reads them.
7. It is signed if one line under it bears the origin as its name, fits the key of rule 4, and holds: Ed25519 over the
   text (``keys.verify``), 64 bytes. Lines of others are ignored. The key has to be one that the reader was given.

Source: C2SP tlog-checkpoint and signed-note, whose extension lines rules 4 to 6 are. Cost: one signature for any number
of records. Limits: heads seen are hearsay: they tell what to ask for, and prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from freehand.errors import shown
from freehand.ledger.canonical import LARGEST
from freehand.ledger.epochs import Head
from freehand.ledger.identifiers import is_name
from freehand.ledger.keys import PUBLIC_BYTES, SigningKey, verify
from freehand.ledger.note import SIGNATURE, Note, as_base64, from_base64, line, take_apart
from freehand.ledger.refused import Refused
from freehand.ledger.tree import EMPTY, HASH_BYTES

_KEY: Final = "key "
_SEEN: Final = "seen "


class BadCheckpoint(Refused):
    """A note that is no checkpoint, or one that does not hold for this log."""

    next_step = "Ask the log's owner for its newest checkpoint."


class Seen(NamedTuple):
    """A head of another log that the owner had seen."""

    origin: str
    key: bytes
    size: int
    root: bytes


class Checkpoint(NamedTuple):
    """What a log's owner says: this origin, this key's epoch, so many leaves, this root; and the heads it had seen."""

    origin: str
    size: int
    root: bytes
    key: bytes
    seen: tuple[Seen, ...] = ()
    unknown: tuple[str, ...] = ()
    """Lines that no rule here reads."""

    @property
    def head(self) -> Head:
        """Key, size and root: what is judged against the epochs of the owner's card."""
        return Head(self.key, self.size, self.root)


class Signed(NamedTuple):
    """A checkpoint whose signature holds, with just the bytes that show it."""

    checkpoint: Checkpoint
    text: bytes
    signature: bytes

    @property
    def note(self) -> bytes:
        """The note with the owner's line and no other."""
        said = self.checkpoint
        return self.text + b"\n" + line(said.origin, SIGNATURE, said.key, self.signature)


def sign(origin: str, size: int, root: bytes, key: SigningKey, seen: Iterable[Seen] = ()) -> Signed:
    """The checkpoint of a log at a size, signed; heads seen in any order.

    Raises:
        BadCheckpoint: what is to be said breaks a rule.

    >>> signed = sign("north", 0, EMPTY, SigningKey.of_seed(bytes(32)))
    >>> print(signed.note.decode())
    north
    0
    47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
    key O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=
    <BLANKLINE>
    — north FCuR00d99LpPEamiLx2Cc318EPBIvJ0PyKO6Uu7Yr1l1l6+9Hnf3tkKyBMavlJwqZEjWEaKxghdHt3SYnBhin+n1MwE=
    <BLANKLINE>
    """
    said = Checkpoint(origin, size, root, key.public, tuple(sorted(seen)))
    _hold(Seen(origin, key.public, size, root), "it")
    for one in said.seen:
        _hold(one, "a head seen")
    _hold_order(origin, said.seen)
    lines = [origin, str(size), as_base64(root), _KEY + as_base64(key.public)]
    lines += [f"{_SEEN}{s.origin} {as_base64(s.key)} {s.size} {as_base64(s.root)}" for s in said.seen]
    text = ("\n".join(lines) + "\n").encode()
    return Signed(said, text, key.sign(text))


def verified(note: bytes | Note, keys: Iterable[bytes], origin: str | None = None) -> Signed:
    """The checkpoint in a note, once its signature holds.

    Args:
        note: the bytes as they came, or taken apart already.
        keys: the public keys that may speak for the log.
        origin: the log's name, where only this one will do.

    Raises:
        BadNote: it is no signed note.
        BadCheckpoint: a rule is broken, its key is not among these, or it is of another log.

    >>> key = SigningKey.of_seed(bytes(32))
    >>> verified(sign("north", 0, EMPTY, key).note, [key.public], "north").checkpoint.size
    0
    """
    parts = note if isinstance(note, Note) else take_apart(note)
    said = read(parts.text)
    if origin is not None and said.origin != origin:
        raise _bad(f"it is of log '{shown(said.origin)}', and not of '{shown(origin)}'.")
    if said.key not in set(keys):
        raise _bad(f"its key {said.key.hex()[:16]}… is none of those that may speak for the log.")
    found = parts.line(said.origin, SIGNATURE, said.key)
    if found is None:
        raise _bad("no line under it is a signature of its own key.")
    if not verify(said.key, found.signature, parts.text):
        raise _bad("the signature does not hold.")
    return Signed(said, parts.text, found.signature)


def read(text: bytes) -> Checkpoint:
    """What the text of a checkpoint says, signed or not.

    Raises:
        BadCheckpoint: rules 1 to 6 are broken.
    """
    try:
        lines = text.decode().split("\n")
    except UnicodeDecodeError:
        raise _bad("it is not UTF-8.") from None
    if len(lines) < 5 or lines.pop() or not all(lines):
        raise _bad("it has not the four lines that it needs, each ended by a line feed.")
    origin, size, root, key, *more = lines
    if not key.startswith(_KEY):
        raise _bad("its fourth line does not name the key.")
    head = _head(origin, key.removeprefix(_KEY), size, root, "it")
    seen: list[Seen] = []
    for each in more:
        if each.startswith(_SEEN):
            parts = each.split(" ")
            if len(parts) != 5:
                raise _bad("a head seen has another form than 'seen origin key size root'.")
            seen.append(_head(parts[1], parts[2], parts[3], parts[4], "a head seen"))
    _hold_order(origin, seen)
    unknown = tuple(each for each in more if not each.startswith(_SEEN))
    return Checkpoint(head.origin, head.size, head.root, head.key, tuple(seen), unknown)


def check_leaves(said: Checkpoint, size: int, root: bytes) -> None:
    """Hold that a checkpoint is that of the leaves at hand, of which this is the number and the root.

    Raises:
        BadCheckpoint: it has another size, or another root.
    """
    if said.size != size:
        raise _bad(f"it says that the log has {said.size} leaves, and {size} are at hand.")
    if said.root != root:
        raise _bad(f"its root is not that of the {size} leaves at hand.")


def _head(origin: str, key: str, size: str, root: str, what: str) -> Seen:
    digits = size.isascii() and size.isdigit() and len(size) <= 16 and str(int(size)) == size
    head = Seen(origin, from_base64(key) or b"", int(size) if digits else -1, from_base64(root) or b"")
    _hold(head, what)
    return head


def _hold(head: Seen, what: str) -> None:
    """Rules 1 to 5, for one head."""
    if not is_name(head.origin):
        raise _bad(f"{what} names no log.")
    if not 0 <= head.size <= LARGEST:
        raise _bad(f"{what} has no size from 0 to {LARGEST}.")
    if len(head.root) != HASH_BYTES:
        raise _bad(f"{what} has no root of {HASH_BYTES} bytes in base64.")
    if len(head.key) != PUBLIC_BYTES:
        raise _bad(f"{what} has no key of {PUBLIC_BYTES} bytes in base64.")
    if head.size == 0 and head.root != EMPTY:
        raise _bad(f"{what} has size 0 and not the root of no leaves.")


def _hold_order(origin: str, seen: Sequence[Seen]) -> None:
    """The second half of rule 5."""
    names = [one.origin for one in seen]
    if names != sorted(set(names) - {origin}):
        raise _bad("the heads seen are not those of other logs, in order, each once.")


def _bad(why: str) -> Refused:
    return BadCheckpoint.because("the checkpoint does not hold", why)
