"""HPKE's opening side from RFC 9180 and X-Wing from its paper, written out, as a second implementation would."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUITE = b"HPKE" + bytes.fromhex("647a00010002")  # KEM X-Wing, KDF HKDF-SHA256, AEAD AES-256-GCM
X_WING = rb"\./" + rb"/^" + b"\\"


def open_base(seed: bytes, wrapped: bytes, info: bytes) -> bytes:
    sent, sealed = wrapped[:1120], wrapped[1120:]
    shared = _decapsulate(seed, sent)
    schedule = b"\x00" + _extract(b"", b"psk_id_hash", b"") + _extract(b"", b"info_hash", info)
    secret = _extract(shared, b"secret", b"")
    key = _expand(secret, b"key", schedule, 32)
    nonce = _expand(secret, b"base_nonce", schedule, 12)
    return AESGCM(key).decrypt(nonce, sealed, b"")


def _decapsulate(seed: bytes, sent: bytes) -> bytes:
    long = hashlib.shake_256(seed).digest(96)
    curve = X25519PrivateKey.from_private_bytes(long[64:])
    from_lattice = MLKEM768PrivateKey.from_seed_bytes(long[:64]).decapsulate(sent[:1088])
    from_curve = curve.exchange(X25519PublicKey.from_public_bytes(sent[1088:]))
    own = curve.public_key().public_bytes_raw()
    return hashlib.sha3_256(from_lattice + from_curve + sent[1088:] + own + X_WING).digest()


def _extract(salt: bytes, label: bytes, data: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + SUITE + label + data, "sha256")


def _expand(secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + SUITE + label + info
    block, out, count = b"", b"", 1
    while len(out) < length:
        block = hmac.digest(secret, block + labelled + bytes([count]), "sha256")
        out += block
        count += 1
    return out[:length]
