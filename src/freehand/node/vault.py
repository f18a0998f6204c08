"""One master key, and what is made of it: keys for each use, sealed values, and tags for names.

The question: everything that a node keeps shall be unreadable to whoever has its disk, yet be found by name. How?

1. The master key is 32 bytes, drawn when the node is made. Each use has a key of its own, HKDF-SHA256 (RFC 5869) of it
   with the use's words as ``info``: who has one of them has none of the others.
2. A value is sealed by AES-256-GCM with a drawn nonce of 12 bytes; the further data is where it stands, so that it
   does not open in another place.
3. A name is found by its tag, HMAC-SHA256 of shelf and name, cut to 16 bytes: equal names have equal tags, and a tag
   tells nothing of the name to who has not the key.
4. Parts that are joined are told apart by their lengths: no two lists of parts give the same bytes.
5. Nothing here is logged or shown, and the vault is neither pickled nor copied.

Limits: how many values there are, their lengths, and which were changed when, can be seen. Whoever can write the disk
can put an old state of the whole back.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final, NoReturn

from freehand.errors import AccessError, one_fault
from freehand.ledger.randomness import Randomness, drawn

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MASTER_BYTES: Final = 32
TAG_BYTES: Final = 16
NONCE_BYTES: Final = 12
_SALT: Final = b"freehand node/1\n"


class NotSealedHere(AccessError):
    """A sealed value that does not open: changed, moved, or of another node."""


class Vault:
    """What a master key opens.

    >>> vault = Vault(bytes(32))
    >>> vault.open(vault.seal(b"said", "draft", "berths"), "draft", "berths")
    b'said'
    >>> vault.tag("draft", "berths") == vault.tag("draftb", "erths")
    False
    """

    __slots__ = ("_cipher", "_faults", "_master", "_randomness", "_tags")

    def __init__(self, master: bytes, randomness: Randomness = drawn) -> None:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if len(master) != MASTER_BYTES:
            raise ValueError(f"a master key has {MASTER_BYTES} bytes")
        self._master, self._randomness = master, randomness
        self._cipher: AESGCM = AESGCM(self.key("values"))
        self._tags, self._faults = self.key("tags"), (InvalidTag, ValueError)

    def key(self, *use: str) -> bytes:
        """Rule 1: the key for one use."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), 32, _SALT, joined(*use)).derive(self._master)

    def seal(self, data: bytes, *where: str) -> bytes:
        """Rule 2."""
        return self.seal_at(joined(*where), data)

    def open(self, sealed: bytes, *where: str) -> bytes:
        """What was sealed in this place.

        Raises:
            NotSealedHere: it was changed, stands elsewhere, or is of another node.
        """
        return self.open_at(joined(*where), sealed)

    def tag(self, *parts: str) -> bytes:
        """Rule 3."""
        return self.tag_of(joined(*parts))

    def seal_at(self, where: bytes, data: bytes) -> bytes:
        """``seal`` for whoever has joined the parts of many places already."""
        nonce = self._randomness(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, data, where)

    def open_at(self, where: bytes, sealed: bytes) -> bytes:
        """``open`` for the same."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], where)
        except self._faults:
            why = "it was changed, or it is from another node or another place."
            next_ = "Restore the node from a backup."
            raise NotSealedHere(one_fault("a sealed paper of the node does not open", why, next_)) from None

    def tag_of(self, joined: bytes) -> bytes:
        """``tag`` for the same."""
        return hmac.digest(self._tags, joined, "sha256")[:TAG_BYTES]

    def __repr__(self) -> str:
        return "<Vault>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a vault is neither pickled nor copied")


def joined(*parts: str) -> bytes:
    """Rule 4.

    >>> joined("a", "bc") == joined("ab", "c"), joined("a", "b") == joined("a") + joined("b")
    (False, True)
    """
    if len(parts) == 1:
        part = parts[0].encode("utf-8", "surrogatepass")
        return len(part).to_bytes(4, "big") + part
    return b"".join(map(joined, parts))
