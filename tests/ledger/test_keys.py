"""Ed25519 strictly: public vectors, and every point of low order in every encoding, beside the library alone."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import freehand
from freehand.ledger import keys
from freehand.ledger.keys import SigningKey, is_public_key, verify
from tests.ledger import curve

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "wycheproof" / "ed25519_test.json"
LOW_ORDER = curve.low_order()
ENCODINGS = [encoding for point in LOW_ORDER for encoding in curve.encodings(point)]
KEY = SigningKey.of_seed(b"a key of the tests, 32 bytes lon")


def library_alone(public_key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def cases() -> list[tuple[dict[str, Any], bytes]]:
    content = json.loads(VECTORS.read_text()) if VECTORS.exists() else {"testGroups": []}
    return [
        (test, bytes.fromhex(group["publicKey"]["pk"])) for group in content["testGroups"] for test in group["tests"]
    ]


@pytest.mark.skipif(not VECTORS.exists(), reason=f"the vectors are not beside this checkout, at {VECTORS}")
def test_the_public_vectors_are_judged_as_they_say() -> None:
    wrong = [
        test["tcId"]
        for test, key in cases()
        if verify(key, bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"])) is not (test["result"] == "valid")
    ]
    assert len(cases()) == 151
    assert wrong == []


def test_the_example_of_rfc_8032_has_the_key_and_signature_printed_there() -> None:
    key = SigningKey.of_seed(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    assert key.public.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert key.sign(b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


def test_there_are_eight_points_of_low_order_with_fourteen_encodings() -> None:
    assert len(LOW_ORDER) == 8
    assert all(curve.times(8, point) == curve.ZERO for point in LOW_ORDER)
    assert len(set(ENCODINGS)) == len(ENCODINGS) == 14


@pytest.mark.parametrize("encoding", ENCODINGS, ids=bytes.hex)
def test_no_point_of_low_order_is_a_key_or_the_first_half_of_a_signature(encoding: bytes) -> None:
    """Attack 12. For each, the S that makes the equation true, so that nothing but the rule stands in the way."""
    assert not is_public_key(encoding)
    zero = bytes(32)
    for message in (b"", b"any", *(b"%d" % n for n in range(16))):
        for r in ENCODINGS:
            assert not verify(encoding, r + zero, message)
        secret = 12345
        sound = curve.encode(curve.times(secret, curve.BASE))
        assert not verify(encoding, sound + secret.to_bytes(32, "little"), message)  # A low, R sound
        s = curve.challenge(encoding, sound, message) * secret % curve.L
        assert not verify(sound, encoding + s.to_bytes(32, "little"), message)  # A sound, R low


def test_the_library_alone_accepts_a_key_that_fits_every_message() -> None:
    """Why the rule is there: the neutral point as key and as R, and S = 0, is the library's signature of anything."""
    forged = curve.encode(curve.ZERO) + bytes(32)
    assert all(library_alone(curve.encode(curve.ZERO), forged, message) for message in (b"yes", b"no", b"1000"))
    fooled = {
        encoding
        for encoding in ENCODINGS
        if any(library_alone(encoding, r + bytes(32), b"%d" % n) for n in range(64) for r in ENCODINGS)
    }
    assert fooled == set(ENCODINGS)
    assert not any(verify(encoding, forged, b"yes") for encoding in fooled)


def test_the_library_alone_accepts_a_nonce_of_low_order() -> None:
    secret = 12345
    sound = curve.encode(curve.times(secret, curve.BASE))
    r = curve.encode(curve.ZERO)
    signature = r + (curve.challenge(r, sound, b"said") * secret % curve.L).to_bytes(32, "little")
    assert library_alone(sound, signature, b"said")
    assert not verify(sound, signature, b"said")


def test_a_signature_with_l_added_to_s_is_refused() -> None:
    good = KEY.sign(b"said")
    s = int.from_bytes(good[32:], "little")
    assert verify(KEY.public, good, b"said")
    for more in range(1, 16):
        if s + more * curve.L < 2**256:
            assert not verify(KEY.public, good[:32] + (s + more * curve.L).to_bytes(32, "little"), b"said")


@pytest.mark.parametrize("y", range(19))
def test_an_encoding_with_y_of_p_or_more_is_no_key(y: int) -> None:
    for sign in (0, 1):
        encoding = (curve.P + y | sign << 255).to_bytes(32, "little")
        assert not is_public_key(encoding)
        assert not verify(encoding, KEY.sign(b"said"), b"said")
        assert not verify(KEY.public, encoding + KEY.sign(b"said")[32:], b"said")


@pytest.mark.parametrize("size", [0, 1, 31, 33, 64])
def test_a_key_of_another_length_is_no_key(size: int) -> None:
    assert not is_public_key(KEY.public[:1] * size)
    assert not verify(KEY.public[:1] * size, KEY.sign(b"said"), b"said")


@pytest.mark.parametrize("size", [0, 1, 32, 63, 65, 128])
def test_a_signature_of_another_length_is_refused(size: int) -> None:
    assert not verify(KEY.public, (KEY.sign(b"said") * 2)[:size], b"said")


def test_every_flipped_bit_of_a_signature_or_key_is_refused() -> None:
    good = KEY.sign(b"said")
    for bit in range(512):
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        assert not verify(KEY.public, bytes(flipped), b"said")
    for bit in range(256):
        other = bytearray(KEY.public)
        other[bit // 8] ^= 1 << bit % 8
        assert not verify(bytes(other), good, b"said")


def test_another_key_or_message_is_refused() -> None:
    assert not verify(SigningKey.of_seed(bytes(32)).public, KEY.sign(b"said"), b"said")
    assert not verify(KEY.public, KEY.sign(b"said"), b"said ")


def test_a_private_key_shows_nothing_and_cannot_be_carried_off() -> None:
    seed = b"a key of the tests, 32 bytes lon"
    assert seed.hex() not in repr(KEY) + str(KEY)
    assert repr(KEY) == f"<SigningKey of {KEY.public.hex()[:16]}…>"
    for carry in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="neither pickled nor copied"):
            carry(KEY)


def test_a_new_key_takes_its_seed_from_the_randomness_given() -> None:
    assert SigningKey.new(lambda count: bytes([7]) * count).public == SigningKey.of_seed(bytes([7]) * 32).public
    assert SigningKey.new().public != SigningKey.new().public


def test_no_other_module_asks_the_library_whether_a_signature_holds() -> None:
    """The strict rule is on every path because there is only one."""
    sources = Path(freehand.__file__).parent.rglob("*.py")
    asking = {path.name for path in sources if "Ed25519PublicKey.from" in path.read_text(encoding="utf-8")}
    assert asking == {"keys.py"}


def test_the_constants_are_those_of_the_curve() -> None:
    assert (keys._P, keys._L) == (curve.P, curve.L)
    assert {y for _, y in LOW_ORDER} == keys._LOW_ORDER
