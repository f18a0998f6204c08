"""What a partner sees, made comparable: bundles opened, views, and names of withheld leaves taken for what they are.

``alike`` renames every hash in the order in which it first stands there. So two sights are equal if one is the other
with other names of leaves, roots, signatures: where a name stands twice in one, it does in the other, and every length
is the same. What is released has the same names in both to begin with, and is compared byte for byte in ``opened``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from freehand.ledger.bundle.carried import card_data
from freehand.ledger.bundle.content import Content
from freehand.ledger.bundle.opening import read_head
from freehand.ledger.bundle.taking import Ciphertext
from freehand.ledger.stream import opened as opened_stream
from freehand.node.folder import Compact
from freehand.terms.exclusions import text_of
from tests.worlds.story import World

NAMES = re.compile(r"[0-9a-f]{8,}|[A-Za-z0-9+/]{40,}={0,2}")
"""Hashes, keys and signatures, whole or cut short."""
DERIVED = ("old_root", "edge", "added", "checkpoint", "heads", "follows")
"""Fields of a manifest that derive from withheld leaves."""
Sight = dict[str, Any]


def alike(text: str) -> str:
    """Every hash by its place: the first is ``<64:1>``, wherever it stands, and so on.

    >>> alike("leaf 00000000aa of root 11111111bb and leaf 00000000aa")
    'leaf <10:1> of root <10:2> and leaf <10:1>'
    """
    seen: dict[str, int] = {}

    def name(found: re.Match[str]) -> str:
        return f"<{len(found[0])}:{seen.setdefault(found[0], len(seen) + 1)}>"

    return NAMES.sub(name, text)


def plain(value: Any) -> Any:
    """Any value as one that prints the same wherever it is equal: sets sorted, names of types left in."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(each) for each in value), key=repr)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {"": type(value).__name__, **plain(value._asdict())}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, bytes):
        return value.hex()
    return value if isinstance(value, (str, int, float, type(None))) else repr(value)


class Bundle:
    """A bundle as whoever holds the recipient's key can read it."""

    def __init__(self, data: bytes, compact: Compact) -> None:
        source = io.BytesIO(data)
        opened = read_head(source)
        self.manifest, self.length = opened.manifest, len(data)
        self.card = card_data(source, opened)
        key = next(k for k in compact.keys.recipients if sha256(k.public).digest() == self.manifest.recipient_key)
        pieces = Ciphertext(source, self.manifest).pieces()
        content = Content(
            opened_stream(key.unwrap(opened.wrapped, opened.context), pieces, self.manifest.ciphertext.length)
        )
        self.leaves = b"".join(content.leaves(self.manifest.leaves))
        self.papers = list(content.papers(self.manifest.papers))
        self.records = [
            (group.first + at, record)
            for group in content.records(self.manifest.records)
            for at, record in enumerate(group.records)
        ]

    @property
    def text(self) -> bytes:
        """All that can be read in it."""
        return b"\n".join([self.card, *self.papers, *(record for _, record in self.records)])

    def sight(self) -> Sight:
        """What must be the same, byte for byte: all that does not derive from withheld leaves."""
        declared = plain(self.manifest)
        for field in DERIVED:
            declared[field] = alike(repr(declared[field]))
        for section in ("leaves", "papers", "ciphertext"):
            declared[section].pop("hash")
        return {
            "length": self.length,
            "declared": declared,
            "card": self.card,
            "leaves": len(self.leaves),
            "papers": [(len(paper), alike(paper.decode("latin-1"))) for paper in self.papers],
            "records": self.records,
        }


def opened(world: World) -> list[Bundle]:
    """Every bundle that B was given, in order."""
    return [Bundle(data, world.b.compact) for _, data in world.given]


def unsalted(world: World) -> Iterator[bytes]:
    """Hashes of what is withheld that need no salt: whoever sees one can try guesses at it."""
    for draft in world.withheld:
        yield bytes.fromhex(draft.id)
        yield from (sha256(text.encode()).digest() for text in (draft.object, text_of(draft.body)))
    for word in world.secrets.told:
        yield sha256(word.encode()).digest()


def leaks(world: World, seen: Iterable[bytes]) -> list[str]:
    """Which secrets, or names by which they could be guessed, stand in what is seen."""
    data = b"\n".join(seen)
    lower = data.lower()
    found = [word for word in world.secrets.told if word.encode() in lower]
    found += [name.hex() for name in unsalted(world) if name in data or name.hex()[:8].encode() in lower]
    return found
