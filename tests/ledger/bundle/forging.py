"""Bundles that no honest sender writes, made from an honest one by who has the keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, NamedTuple

from freehand.ledger.bundle.manifest import LENGTH_BYTES, TAG, head_bytes, open_manifest
from freehand.ledger.canonical import parse
from freehand.ledger.keys import SigningKey
from freehand.ledger.sealing import wrap
from freehand.ledger.stream import opened, sealed, sealed_size
from tests.ledger.parties import Party


class Parts(NamedTuple):
    """A bundle taken apart by its recipient."""

    value: dict[str, Any]
    """The manifest."""
    signature: bytes
    ciphertext: bytes
    content_key: bytes
    content: bytes
    card: bytes

    def sections(self) -> list[bytes]:
        """Leaves, papers and records."""
        found, at = [], 0
        for name in ("leaves", "papers", "records"):
            size = self.value["sections"][name]["bytes"]
            found.append(self.content[at : at + size])
            at += size
        return found


def apart(bundle: bytes, recipient: Party) -> Parts:
    start = len(TAG) + LENGTH_BYTES
    end = start + int.from_bytes(bundle[len(TAG) : start], "big")
    signed = open_manifest(bundle[start:end], bundle[end : end + 64])
    sealed_from = end + 64 + signed.manifest.card.length
    card, ciphertext = bundle[end + 64 : sealed_from], bundle[sealed_from:]
    key = recipient.box.unwrap(signed.wrapped, signed.context)
    content = b"".join(opened(key, [ciphertext], len(ciphertext)))
    value: Any = parse(bundle[start:end])
    return Parts(value, bundle[end : end + 64], ciphertext, key, content, card)


def written(value: dict[str, Any]) -> bytes:
    """Canonical JSON, but for numbers that it does not know."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def together(
    value: dict[str, Any],
    content_key: bytes,
    ciphertext: bytes,
    key: SigningKey,
    recipient_key: bytes,
    card: bytes = b"",
) -> bytes:
    """A bundle with this manifest, its key wrapped anew, signed with this key."""
    bare = {field: said for field, said in value.items() if field != "key"}
    context = sha256(TAG + written(bare)).digest()
    data = written(bare | {"key": wrap(recipient_key, content_key, context).hex()})
    return head_bytes(data, key.sign(TAG + data)) + card + ciphertext


def forged(bundle: bytes, sender: Party, to: Party, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The bundle with another manifest, as its sender could have signed it."""
    parts = apart(bundle, to)
    change(parts.value)
    return together(parts.value, parts.content_key, parts.ciphertext, sender.key, to.box.public, parts.card)


def refilled(
    bundle: bytes,
    sender: Party,
    to: Party,
    *,
    leaves: bytes | None = None,
    papers: bytes | None = None,
    records: bytes | None = None,
    change: Callable[[dict[str, Any]], object] = len,
) -> bytes:
    """The bundle with other sections, all hashes and lengths made right, as its sender could have signed it."""
    parts = apart(bundle, to)
    sections = [
        own if given is None else given for own, given in zip(parts.sections(), (leaves, papers, records), strict=True)
    ]
    for name, section in zip(("leaves", "papers", "records"), sections, strict=True):
        parts.value["sections"][name] |= {"bytes": len(section), "hash": sha256(section).hexdigest()}
    content = b"".join(sections)
    ciphertext = b"".join(sealed(parts.content_key, [content]))
    parts.value["ciphertext"] = {"bytes": sealed_size(len(content)), "hash": sha256(ciphertext).hexdigest()}
    change(parts.value)
    return together(parts.value, parts.content_key, ciphertext, sender.key, to.box.public, parts.card)


def carrying(bundle: bytes, sender: Party, to: Party, card: bytes) -> bytes:
    """The bundle with another card, as its sender could have signed it."""
    parts = apart(bundle, to)
    parts.value["card"] = {"bytes": len(card), "hash": sha256(card).hexdigest()}
    return together(parts.value, parts.content_key, parts.ciphertext, sender.key, to.box.public, card)
