"""Ed25519 behind one function: the only place where a signature is checked or made.

The question: is ``signature`` one that the holder of ``public_key`` made of exactly ``message``, and the only bytes
that could pass for it? The library alone answers less: it accepts keys and nonces of low order, in all their
encodings, under which one signature fits any number of messages.

The rule. Let p = 2^255 - 19, L = 2^252 + 27742317777372353535851937790883648493, A the key, (R, S) the signature.

1. A has 32 bytes and the signature 64; S < L, so no other S fits the same message (malleability).
2. A and R are canonical encodings: y < p, and the sign of x is not set where x = 0.
3. A and R are none of the eight points of low order. These have y in {0, 1, -1, e, -e}; every other encoding of them
   is refused by rule 2. As the only points with x = 0 have y = 1 or y = -1, this rule keeps the second half of rule 2.
4. [S]B = R + [SHA-512(R, A, message)]A without the cofactor, compared as bytes; and A is a point of the curve. This is
   the library's part.

Source: RFC 8032, section 5.1.7; Chalkias, Garillot, Nikolaenko, "Taming the many EdDSAs" (2020), whose strictest row
this is but for mixed orders: a key that is a sound point plus one of low order passes. Its holder alone can make such a
key, and gains nothing: whoever checks by rule 4 gets the same answer as all the others.

Cost: the library's; rules 1 to 3 are four comparisons of whole numbers. Limits: no protection from who holds the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from freehand.ledger.randomness import Randomness, drawn

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
SEED_BYTES: Final = 32

_P: Final = 2**255 - 19
_L: Final = 2**252 + 27742317777372353535851937790883648493
_Y: Final = 2**255 - 1
"""The bits of an encoding that are y; the last one is the sign of x."""
_EIGHTH: Final = 2707385501144840649318225287225658788936804267575313519463743609750303402022
"""y of two points of order 8; the other two have its negative."""
_LOW_ORDER: Final = frozenset({0, 1, _P - 1, _EIGHTH, _P - _EIGHTH})


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is the key's for this message, strictly; never an exception, whatever the bytes are.

    >>> key = SigningKey.of_seed(bytes(32))
    >>> verify(key.public, key.sign(b"said"), b"said"), verify(key.public, key.sign(b"said"), b"unsaid")
    (True, False)
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(signature) != SIGNATURE_BYTES or int.from_bytes(signature[32:], "little") >= _L:
        return False
    if not is_public_key(public_key) or not _is_point(signature[:32]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_public_key(data: bytes) -> bool:
    """Whether these bytes may stand as a key: 32, canonical and not of low order. Who takes a key in asks this first.

    >>> is_public_key(SigningKey.of_seed(bytes(32)).public), is_public_key(bytes(32))
    (True, False)
    """
    return len(data) == PUBLIC_BYTES and _is_point(data)


def _is_point(encoding: bytes) -> bool:
    y = int.from_bytes(encoding, "little") & _Y
    return y < _P and y not in _LOW_ORDER


class SigningKey:
    """A private key. It shows its public half and nothing else: not in ``repr``, not by pickling, not by copying.

    >>> SigningKey.of_seed(bytes(32))
    <SigningKey of 3b6a27bcceb6a42d…>
    """

    __slots__ = ("_key", "public")

    public: bytes

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = key.public_key().public_bytes_raw()

    @classmethod
    def new(cls, randomness: Randomness = drawn) -> SigningKey:
        """A key that nobody had before."""
        return cls.of_seed(randomness(SEED_BYTES))

    @classmethod
    def of_seed(cls, seed: bytes) -> SigningKey:
        """The key of a seed of 32 bytes, as RFC 8032 derives it.

        Raises:
            ValueError: the seed has another length.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes; the same each time. What is signed begins with a tag that says what it is."""
        return self._key.sign(message)

    def seed(self) -> bytes:
        """The 32 secret bytes, for the one place that seals them."""
        return self._key.private_bytes_raw()

    def __repr__(self) -> str:
        return f"<SigningKey of {self.public.hex()[:16]}…>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is neither pickled nor copied")
