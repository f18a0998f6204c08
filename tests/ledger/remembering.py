"""Signatures that are checked once: thousands of schedules ask the library the same questions over and over.

The answer depends on key, signature and message alone, so none is lost. What comes before the library, the strict rules
of ``keys.verify``, is asked every time.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519

_Library = ed25519.Ed25519PublicKey
_asked: dict[bytes, bytes] = {}


@lru_cache(maxsize=2**15)
def _holds(public: bytes, signature: bytes, digest: bytes) -> bool:
    try:
        _Library.from_public_bytes(public).verify(signature, _asked[digest])
    except InvalidSignature:
        return False
    return True


class Remembering:
    """The library's public key, as far as ``keys.verify`` uses it."""

    def __init__(self, public: bytes) -> None:
        self._public = public

    @classmethod
    def from_public_bytes(cls, data: bytes) -> Remembering:
        return cls(data)

    def verify(self, signature: bytes, message: bytes) -> None:
        digest = sha256(message).digest()
        _asked[digest] = message
        try:
            if not _holds(self._public, signature, digest):
                raise InvalidSignature
        finally:
            _asked.clear()


def remember(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the library once."""
    monkeypatch.setattr(ed25519, "Ed25519PublicKey", Remembering)
