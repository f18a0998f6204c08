"""The manifest: all that a bundle declares, signed by the sender's log key, and verified before anything is decrypted.

The question: who says what to whom, after what, and can that be so, before a byte of the content is opened?

The rules. The head of a bundle is ``freehand bundle/1``, a line feed, the manifest's length (4 bytes, the highest
first), the manifest, and a signature (64 bytes); the sender's card follows, if one comes with it. It is refused unless:

1. the manifest has at most 256 KiB and is canonical JSON with exactly the fields of its page;
2. the signature is over the tag and the manifest, under the key that its checkpoint names; the checkpoint is the
   sender's, signed by the same key;
3. ``serial`` is from 1, and it follows a bundle with a smaller serial, named by the hash of its manifest (0: none);
4. the old head is a size, the roots of the whole subtrees that make it up (its *edge*), and the root that these give;
   the new head is the checkpoint; ``added`` covers the leaves between the two with the fewest whole subtrees. So
   everybody can add up edge and added (rule 5), and what is declared cannot be many hashes;
5. edge and added give the root of the checkpoint. Who signs what does not add up has lied, and the signed manifest is
   the proof (``forks``): nothing else is needed to see it;
6. sections: leaves, exactly as many as lie between the two sizes, 32 bytes each; papers; records. Each has bytes, a
   count, and the SHA-256 of its bytes. The content's length follows from these, and that of the ciphertext from it;
7. the card that comes with it (``carried``) has at most 1 MiB; its bytes are declared with their SHA-256, and if none
   comes, as no bytes;
8. the content key is wrapped for the recipient key that is named, in the context of the manifest without ``key``.

A bundle is named by the hash of its tag and manifest. Source: the roles of TUF's signed metadata; RFC 9162 for the
tree. Limits: a manifest is read by whoever carries it: names, serial, sizes, counts, hashes and heads.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

from freehand.errors import shown
from freehand.ledger.bundle.refusals import BadBundle
from freehand.ledger.canonical import LARGEST, NotCanonical, Value, canonical, parse
from freehand.ledger.card_file import MOST_BYTES as MOST_CARD
from freehand.ledger.checkpoint import Checkpoint, Signed, read, verified
from freehand.ledger.identifiers import HASH, is_name
from freehand.ledger.keys import SIGNATURE_BYTES, SigningKey, verify
from freehand.ledger.note import take_apart
from freehand.ledger.refused import Refused
from freehand.ledger.rows import consistency_of, cover
from freehand.ledger.sealing import WRAPPED_BYTES
from freehand.ledger.stream import sealed_size
from freehand.ledger.tree import HASH_BYTES, fold, node

FORMAT: Final = "freehand bundle/1"
TAG: Final = b"freehand bundle/1\n"
MOST: Final = 256 * 1024
LENGTH_BYTES: Final = 4
SIGNATURE_DIGITS: Final = 2 * SIGNATURE_BYTES
START: Final = bytes(32)
"""The hash of the bundle before the first."""


class Section(NamedTuple):
    """A part of the content: its length in bytes, how many things it holds, and the SHA-256 of the bytes."""

    length: int
    things: int
    hash: bytes


class Follows(NamedTuple):
    """The bundle that has to be there first: its serial and hash; 0 and zeros if none has."""

    serial: int
    hash: bytes


class Manifest(NamedTuple):
    """What a sender declares."""

    compact: str
    sender: str
    recipient: str
    recipient_key: bytes
    """SHA-256 of the public key that the content key is wrapped for."""
    serial: int
    follows: Follows
    old_size: int
    old_root: bytes
    edge: tuple[bytes, ...]
    added: tuple[bytes, ...]
    checkpoint: bytes
    """The sender's newest checkpoint as a note, with its line alone."""
    heads: tuple[bytes, ...]
    """Notes: heads of this log and of others, each with its owner's line and cosignatures."""
    leaves: Section
    papers: Section
    records: Section
    ciphertext: Section
    """Bytes and hash of the sealed content; its count is that of its sections."""
    card: Section
    """Bytes and hash of the sender's card that comes with it; no bytes if none does. It has no count."""


class Opened(NamedTuple):
    """A manifest whose signature holds."""

    manifest: Manifest
    head: Signed
    """The checkpoint in it, verified."""
    wrapped: bytes
    context: bytes
    data: bytes
    signature: bytes

    @property
    def hash(self) -> bytes:
        """The name of the bundle."""
        return bundle_hash(self.data)

    @property
    def adds_up(self) -> bool:
        """Rule 5."""
        return adds_up(self.manifest.old_size, self.manifest.edge, self.head.checkpoint, self.manifest.added)


def bundle_hash(data: bytes) -> bytes:
    """The hash that names the bundle with this manifest."""
    return sha256(TAG + data).digest()


def context_of(manifest: Manifest) -> bytes:
    """What the content key is bound to: the whole manifest but the wrapped key."""
    return sha256(TAG + canonical(_as_value(manifest))).digest()


def sign_manifest(manifest: Manifest, wrapped: bytes, key: SigningKey) -> tuple[bytes, bytes]:
    """The bytes of a manifest with its wrapped key, and the signature."""
    data = canonical(_as_value(manifest) | {"key": wrapped.hex()})
    return data, key.sign(TAG + data)


def head_bytes(data: bytes, signature: bytes) -> bytes:
    """The head of a bundle."""
    return TAG + len(data).to_bytes(LENGTH_BYTES, "big") + data + signature


def open_manifest(data: bytes, signature: bytes) -> Opened:
    """A manifest, by rules 1 to 4 and 6 to 8. Whether it adds up, and what its key is worth, is the caller's to ask.

    Raises:
        BadBundle: one of them is broken.
    """
    value = _value(data)
    try:
        note = take_apart(str(value["checkpoint"]).encode())
        said = verified(note, [read(note.text).key], value["from"])
    except Refused as refusal:
        raise BadBundle(refusal.faults) from None
    if len(note.lines) != 1:
        raise _bad("its checkpoint has other lines than the owner's.")
    if len(signature) != SIGNATURE_BYTES or not verify(said.checkpoint.key, signature, TAG + data):
        raise _bad("the signature under its manifest does not hold.")
    manifest = _manifest(value)
    _hold_together(manifest, said)
    wrapped = bytes.fromhex(_hex(value, "key", WRAPPED_BYTES))
    return Opened(manifest, said, wrapped, context_of(manifest), data, signature)


def adds_up(old: int, edge: Sequence[bytes], said: Checkpoint, added: Sequence[bytes]) -> bool:
    """Whether the subtrees of the old leaves and those of the added ones make the root of a checkpoint.

    >>> from freehand.ledger.checkpoint import Checkpoint
    >>> one, two = b"1" * 32, b"2" * 32
    >>> adds_up(1, [one], Checkpoint("north", 2, node(one, two), b""), [two])
    True
    """
    stack: list[tuple[int, bytes]] = []
    levels = [level for level, _ in (*cover(0, old), *cover(old, said.size))]
    for whole in zip(levels, (*edge, *added), strict=True):
        stack.append(whole)
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            (level, right), (_, left) = stack.pop(), stack.pop()
            stack.append((level + 1, node(left, right)))
    return fold([found for _, found in stack]) == said.root


def consistency_in(opened: Opened) -> list[bytes]:
    """The consistency proof from the old head to the new one that a manifest that adds up amounts to."""
    manifest, new = opened.manifest, opened.head.checkpoint.size
    places = (*cover(0, manifest.old_size), *cover(manifest.old_size, new))
    known = dict(zip(places, (*manifest.edge, *manifest.added), strict=True))

    def at(level: int, index: int) -> bytes:
        return known[level, index]

    return consistency_of(at, manifest.old_size, new)


_SHAPE: Final[dict[str, type]] = {
    "added": list,
    "card": dict,
    "checkpoint": str,
    "ciphertext": dict,
    "compact": str,
    "follows": dict,
    "format": str,
    "from": str,
    "heads": list,
    "key": str,
    "old": dict,
    "recipient_key": str,
    "sections": dict,
    "serial": int,
    "to": str,
}
_SECTIONS: Final[dict[str, type]] = {"leaves": dict, "papers": dict, "records": dict}
_SECTION: Final[dict[str, type]] = {"bytes": int, "count": int, "hash": str}
MOST_HEADS: Final = 1000


def _as_value(manifest: Manifest) -> dict[str, Value]:
    sections: dict[str, Value] = {
        name: {"bytes": one.length, "count": one.things, "hash": one.hash.hex()}
        for name, one in (("leaves", manifest.leaves), ("papers", manifest.papers), ("records", manifest.records))
    }
    return {
        "added": [one.hex() for one in manifest.added],
        "card": {"bytes": manifest.card.length, "hash": manifest.card.hash.hex()},
        "checkpoint": manifest.checkpoint.decode(),
        "ciphertext": {"bytes": manifest.ciphertext.length, "hash": manifest.ciphertext.hash.hex()},
        "compact": manifest.compact,
        "follows": {"hash": manifest.follows.hash.hex(), "serial": manifest.follows.serial},
        "format": FORMAT,
        "from": manifest.sender,
        "heads": [note.decode() for note in manifest.heads],
        "old": {
            "edge": [one.hex() for one in manifest.edge],
            "root": manifest.old_root.hex(),
            "size": manifest.old_size,
        },
        "recipient_key": manifest.recipient_key.hex(),
        "sections": sections,
        "serial": manifest.serial,
        "to": manifest.recipient,
    }


def _value(data: bytes) -> dict[str, Any]:
    try:
        value = _fields(parse(data, MOST), _SHAPE, "its manifest")
    except NotCanonical as refusal:
        raise BadBundle(refusal.faults) from None
    if value["format"] != FORMAT:
        raise _bad(f"its format is '{shown(value['format'])}', and this version reads '{FORMAT}'.")
    return value


def _manifest(value: dict[str, Any]) -> Manifest:
    old = _fields(value["old"], {"edge": list, "root": str, "size": int}, "its old head")
    follows = _fields(value["follows"], {"hash": str, "serial": int}, "what it follows")
    sections = _fields(value["sections"], _SECTIONS, "its list of sections")
    cipher, card = (_fields(value[name], {"bytes": int, "hash": str}, f"its {name}") for name in ("ciphertext", "card"))
    heads = value["heads"]
    if len(heads) > MOST_HEADS or any(type(note) is not str for note in heads):
        raise _bad(f"its heads are not a list of at most {MOST_HEADS} notes.")
    leaves, papers, records = (_section(sections[name], name) for name in _SECTIONS)
    return Manifest(
        value["compact"],
        value["from"],
        value["to"],
        bytes.fromhex(_hex(value, "recipient_key")),
        _count(value["serial"], "its serial"),
        Follows(_count(follows["serial"], "the serial that it follows"), bytes.fromhex(_hex(follows, "hash"))),
        _count(old["size"], "its old size"),
        bytes.fromhex(_hex(old, "root")),
        _hashes(old["edge"]),
        _hashes(value["added"]),
        value["checkpoint"].encode(),
        tuple(note.encode() for note in heads),
        leaves,
        papers,
        records,
        Section(_count(cipher["bytes"], "its ciphertext"), 0, bytes.fromhex(_hex(cipher, "hash"))),
        Section(_count(card["bytes"], "its card"), 0, bytes.fromhex(_hex(card, "hash"))),
    )


def _hold_together(manifest: Manifest, said: Signed) -> None:
    """Rules 3, 4, 6 and 7: what numbers alone can tell."""
    old, new = manifest.old_size, said.checkpoint.size
    for name in (manifest.compact, manifest.sender, manifest.recipient):
        if not is_name(name):
            raise _bad(f"it bears a name that is none: '{shown(name)}'.")
    if not manifest.follows.serial < manifest.serial:
        raise _bad(f"number {manifest.serial} cannot follow number {manifest.follows.serial}.")
    if not manifest.follows.serial and (manifest.follows.hash != START or old):
        raise _bad("it follows no bundle, and does not begin at the beginning.")
    if not old <= new:
        raise _bad(f"it leads from size {old} back to size {new}.")
    if len(manifest.edge) != old.bit_count() or fold(manifest.edge) != manifest.old_root:
        raise _bad("its old root is not that of the subtrees it names.")
    if len(manifest.added) != sum(1 for _ in cover(old, new)):
        raise _bad("what was added is not covered by the fewest subtrees.")
    if manifest.leaves[:2] != (HASH_BYTES * (new - old), new - old):
        raise _bad(f"it declares {manifest.leaves.things} leaves, and leads from size {old} to size {new}.")
    if manifest.card.length > MOST_CARD:
        raise _bad(f"the card that comes with it has more than {MOST_CARD} bytes.")
    content = manifest.leaves.length + manifest.papers.length + manifest.records.length
    if manifest.ciphertext.length != sealed_size(content):
        raise _bad("the length of its ciphertext is not that of its sections, sealed.")


def _section(value: object, name: str) -> Section:
    fields = _fields(value, _SECTION, f"the section {name}")
    size, count = _count(fields["bytes"], f"the section {name}"), _count(fields["count"], f"the section {name}")
    return Section(size, count, bytes.fromhex(_hex(fields, "hash")))


def _fields(value: object, shape: dict[str, type], what: str) -> dict[str, Any]:
    if type(value) is not dict or value.keys() != shape.keys():
        raise _bad(f"{what} is not an object of {', '.join(shape)} and nothing else.")
    for field, kind in shape.items():
        if type(value[field]) is not kind:
            raise _bad(f"the field {field} of {what} is of another type.")
    return value


def _count(value: int, what: str) -> int:
    if not 0 <= value <= LARGEST:
        raise _bad(f"{what} has a number that is not from 0 to {LARGEST}.")
    return value


def _hex(fields: dict[str, Any], field: str, size: int = HASH_BYTES) -> str:
    text: str = fields[field]
    if len(text) != 2 * size or not set(text) <= _DIGITS:
        raise _bad(f"the field {field} is not {size} bytes as lower-case hexadecimal digits.")
    return text


def _hashes(value: list[Any]) -> tuple[bytes, ...]:
    if len(value) > MOST_HASHES or not all(type(one) is str and HASH.fullmatch(one) for one in value):
        raise _bad("a hash in it is not 64 lower-case hexadecimal digits.")
    return tuple(bytes.fromhex(one) for one in value)


MOST_HASHES: Final = 106
"""Twice the levels of the largest tree: more subtrees are never needed to cover a range."""
_DIGITS: Final = frozenset("0123456789abcdef")


def _bad(why: str) -> Refused:
    return BadBundle.because("the bundle is refused", why)
