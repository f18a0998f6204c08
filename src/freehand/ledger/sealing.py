"""The key of a bundle's content, wrapped for one recipient, against today's computers and those to come.

The question: how does the sender hand 32 secret bytes to the holder of a public key, bound to what they are for?

The rule.

1. HPKE (RFC 9180) in base mode, one message: KEM 0x647a, X25519 and ML-KEM-768 together (X-Wing, also named
   MLKEM768-X25519), which holds while either of the two does; KDF HKDF-SHA256; AEAD AES-256-GCM; no further data.
2. ``info`` is a tag, the SHA-256 of the recipient's public key, and the context: whatever the bundle says of itself
   (who to whom, which, when). A wrapped key taken out of its context does not unwrap.
3. The wrapped key is what the KEM sends (1,120 bytes) and then the sealed content key (48 bytes).
4. A private key is a seed of 32 bytes, from which X-Wing derives both halves: SHAKE-256 of it, 96 bytes, of which 64
   are the seed of ML-KEM and 32 the scalar of X25519. A public key is the ML-KEM key (1,184 bytes) and then the
   X25519 key (32 bytes).
5. A public key is taken only if both halves load and the X25519 half is not of low order.

Source: RFC 9180; Barbosa, Connolly, Diniz, Duarte, Hülsing, Kwiatkowski, Schwabe, Varner, Westerbaan,
"X-Wing: The Hybrid KEM You've Been Looking For" (2024); FIPS 203.

Cost: about a quarter of a millisecond to wrap, less to unwrap. Limits: it authenticates nobody; whoever holds the
public key can wrap, and the signature over the manifest says who did. Whoever later gets the private key unwraps all
that was ever wrapped to it; so recipient keys are changed, and old ones destroyed. The chance in wrapping is the
library's own and cannot be given: the same key wrapped twice differs.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NoReturn

from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.refused import Refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey, Suite

SEED_BYTES: Final = 32
PUBLIC_BYTES: Final = 1184 + 32
WRAPPED_BYTES: Final = 1120 + 32 + 16
CONTENT_KEY_BYTES: Final = 32
TAG: Final = b"freehand content key/1\n"

_ML_KEM_BYTES: Final = 1184


class NotUnwrapped(Refused):
    """A wrapped key that this recipient key does not open in this context."""

    next_step = "Ask the sender to send it again."


def wrap(public_key: bytes, content_key: bytes, context: bytes) -> bytes:
    """The content key, wrapped for the holder of ``public_key`` and for this context.

    Raises:
        ValueError: ``public_key`` is none (ask ``is_recipient_key`` where it is taken in), or the content key has
            another length.

    >>> key = RecipientKey.of_seed(bytes(32))
    >>> key.unwrap(wrap(key.public, b"k" * 32, b"A to B, 7"), b"A to B, 7") == b"k" * 32
    True
    """
    if len(content_key) != CONTENT_KEY_BYTES:
        raise ValueError(f"a content key has {CONTENT_KEY_BYTES} bytes")
    return _suite().encrypt(content_key, _loaded(public_key), _info(public_key, context))


def is_recipient_key(data: bytes) -> bool:
    """Whether these bytes may stand as a recipient's public key (rule 5).

    >>> is_recipient_key(RecipientKey.of_seed(bytes(32)).public), is_recipient_key(bytes(PUBLIC_BYTES))
    (True, False)
    """
    try:
        _loaded(data)
    except ValueError:
        return False
    return True


class RecipientKey:
    """A private key that unwraps. It shows its public half and nothing else.

    >>> RecipientKey.of_seed(bytes(32))
    <RecipientKey of 3bb0b003f553f49f…>
    """

    __slots__ = ("_key", "_seed", "public")

    public: bytes

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._key, self.public = _derived(seed)

    @classmethod
    def new(cls, randomness: Randomness = drawn) -> RecipientKey:
        """A key that nobody had before."""
        return cls(randomness(SEED_BYTES))

    @classmethod
    def of_seed(cls, seed: bytes) -> RecipientKey:
        """The key of a seed of 32 bytes (rule 4).

        Raises:
            ValueError: the seed has another length.
        """
        return cls(seed)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """The 32 bytes that were wrapped for this key and context.

        Raises:
            NotUnwrapped: it was wrapped for another key or context, or is not what was sent.
        """
        from cryptography.exceptions import InvalidTag

        try:
            found = _suite().decrypt(wrapped, self._key, _info(self.public, context))
        except (InvalidTag, ValueError):
            found = b""
        if len(found) != CONTENT_KEY_BYTES:
            why = "it was sealed for another key of the recipient or for another bundle, or it was changed on its way."
            raise NotUnwrapped.because("the content key does not unwrap", why)
        return found

    def seed(self) -> bytes:
        """The 32 secret bytes, for the one place that seals them."""
        return self._seed

    def __repr__(self) -> str:
        return f"<RecipientKey of {hashlib.sha256(self.public).hexdigest()[:16]}…>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is neither pickled nor copied")


def _derived(seed: bytes) -> tuple[MLKEM768X25519PrivateKey, bytes]:
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes")
    long = hashlib.shake_256(seed).digest(96)
    lattice, curve = MLKEM768PrivateKey.from_seed_bytes(long[:64]), X25519PrivateKey.from_private_bytes(long[64:])
    public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return MLKEM768X25519PrivateKey(lattice, curve), public


def _loaded(public_key: bytes) -> MLKEM768X25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PublicKey

    if len(public_key) != PUBLIC_BYTES:
        raise ValueError(f"a recipient's public key has {PUBLIC_BYTES} bytes")
    lattice = MLKEM768PublicKey.from_public_bytes(public_key[:_ML_KEM_BYTES])
    curve = X25519PublicKey.from_public_bytes(public_key[_ML_KEM_BYTES:])
    _refuse_low_order(curve)
    return MLKEM768X25519PublicKey(lattice, curve)


def _refuse_low_order(curve: X25519PublicKey) -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    # Any scalar is a multiple of eight once clamped, so a point of low order gives zero, which the library refuses.
    X25519PrivateKey.from_private_bytes(bytes(32)).exchange(curve)


def _suite() -> Suite:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _info(public_key: bytes, context: bytes) -> bytes:
    return TAG + hashlib.sha256(public_key).digest() + context
