"""The wrapped content key: for one recipient, one context, and whole."""

from __future__ import annotations

import copy
import hashlib
import pickle

import pytest

from freehand.ledger.sealing import (
    PUBLIC_BYTES,
    TAG,
    WRAPPED_BYTES,
    NotUnwrapped,
    RecipientKey,
    is_recipient_key,
    wrap,
)
from tests.ledger import curve, hpke

KEY = RecipientKey.of_seed(bytes(range(32)))
OTHER = RecipientKey.of_seed(bytes(32))
CONTENT_KEY = b"a content key of thirty-two byte"
CONTEXT = b"A to B, 7"


def test_the_seed_gives_the_public_key_that_x_wing_prints_for_it() -> None:
    seed = hashlib.shake_128(b"").digest(32)  # the first test vector of its draft
    assert (
        RecipientKey.of_seed(seed)
        .public.hex()
        .startswith(
            "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5b19cfc3d"
            "a5fa1a92c49f25513e0fd30d6b1611c9ab9635d7086727a4b7d21d34244e66969cf15b3b"
        )
    )


def test_what_is_wrapped_opens_by_the_steps_of_rfc_9180_written_out() -> None:
    wrapped = wrap(KEY.public, CONTENT_KEY, CONTEXT)
    assert len(wrapped) == WRAPPED_BYTES
    assert len(KEY.public) == PUBLIC_BYTES
    info = TAG + hashlib.sha256(KEY.public).digest() + CONTEXT
    assert hpke.open_base(KEY.seed(), wrapped, info) == KEY.unwrap(wrapped, CONTEXT) == CONTENT_KEY


def test_another_recipient_or_another_context_unwraps_nothing() -> None:
    """Attacks 22 and 23, the part of the cipher: what is lifted out of one bundle is of no use in another."""
    wrapped = wrap(KEY.public, CONTENT_KEY, CONTEXT)
    for key, context in [
        (OTHER, CONTEXT),
        (KEY, b""),
        (KEY, b"A to C, 7"),
        (KEY, b"A to B, 8"),
        (KEY, CONTEXT + b"\x00"),
    ]:
        with pytest.raises(NotUnwrapped):
            key.unwrap(wrapped, context)


def test_a_wrapped_key_cut_at_any_byte_or_longer_is_refused() -> None:
    wrapped = wrap(KEY.public, CONTENT_KEY, CONTEXT)
    for bad in [wrapped[:cut] for cut in range(len(wrapped))] + [wrapped + b"\x00", wrapped * 2]:
        with pytest.raises(NotUnwrapped):
            KEY.unwrap(bad, CONTEXT)


def test_a_wrapped_key_with_any_bit_flipped_is_refused() -> None:
    wrapped = wrap(KEY.public, CONTENT_KEY, CONTEXT)
    passed = []
    for bit in range(8 * len(wrapped)):
        flipped = bytearray(wrapped)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            KEY.unwrap(bytes(flipped), CONTEXT)
        except NotUnwrapped:
            continue
        passed.append(bit)
    assert passed == []


def test_a_wrapped_secret_of_another_length_is_no_content_key() -> None:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    from freehand.ledger import sealing

    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    for size in (0, 16, 31, 33):
        wrapped = suite.encrypt(bytes(size), sealing._loaded(KEY.public), sealing._info(KEY.public, CONTEXT))
        with pytest.raises(NotUnwrapped):
            KEY.unwrap(wrapped, CONTEXT)
        with pytest.raises(ValueError, match="32 bytes"):
            wrap(KEY.public, bytes(size), CONTEXT)


def test_the_same_key_wrapped_twice_differs() -> None:
    assert wrap(KEY.public, CONTENT_KEY, CONTEXT) != wrap(KEY.public, CONTENT_KEY, CONTEXT)


def test_a_public_key_with_a_half_of_low_order_out_of_range_or_of_another_length_is_none() -> None:
    lattice, x = KEY.public[:-32], KEY.public[-32:]
    low = {(y + 1) * pow(1 - y, -1, curve.P) % curve.P for _, y in curve.low_order() if y != 1} | {0}
    low |= {u + curve.P for u in low if u + curve.P < 2**255}
    assert is_recipient_key(KEY.public)
    for u in low:
        for top in (0, 1):
            assert not is_recipient_key(lattice + (u | top << 255).to_bytes(32, "little"))
    assert not is_recipient_key(b"\xff" * 1184 + x)
    assert not is_recipient_key(b"\xff\xff\xff" + lattice[3:] + x)
    for bad in (b"", lattice, x, KEY.public[:-1], KEY.public + b"\x00"):
        assert not is_recipient_key(bad)
        with pytest.raises(ValueError, match="1216 bytes"):
            wrap(bad, CONTENT_KEY, CONTEXT)


def test_a_recipient_key_shows_nothing_and_cannot_be_carried_off() -> None:
    assert KEY.seed().hex() not in repr(KEY)
    for carry in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="neither pickled nor copied"):
            carry(KEY)
    with pytest.raises(ValueError, match="32 bytes"):
        RecipientKey.of_seed(bytes(31))
    assert RecipientKey.new(bytes).public == OTHER.public
