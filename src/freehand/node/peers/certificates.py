"""The certificate that a node shows at the door, and the pin by which a partner knows it.

1. A certificate is self-signed and says nothing: no party, no host. Whoever knocks learns nothing from it. What makes
   it somebody's is that a partner pinned it.
2. Its only name is that of its key: the first 32 digits of SHA-256 over the public key. OpenSSL looks certificates up
   by name; so none can stand in the way of another.
3. The pin is SHA-256 over the certificate as it stands (DER), as 64 lower-case digits.
4. It has no end unless one is given: trust ends when the pin is taken out. Where there is an end, it is held against
   the time that the caller gives, before a connection is made, and never against the machine's clock.
5. The key is Ed25519, for TLS 1.3 alone, and signs nothing else.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from freehand.errors import InputError, one_fault
from freehand.ledger.randomness import Randomness, drawn

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.x509 import Certificate, Name

MOST: Final = 2**14
NO_END: Final = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
"""What RFC 5280 writes for a certificate without a known end (4.1.2.5)."""
_SINCE: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Door(NamedTuple):
    """A node's certificate, to be shown to everybody, and its private key; both as PEM."""

    certificate: str
    key: str


class Shown(NamedTuple):
    """A certificate as a partner knows it."""

    pem: str
    pin: str
    until: int
    """Seconds since 1970."""

    def current(self, now: int) -> bool:
        """Whether it has not come to its end."""
        return now <= self.until


def make_door(until: int = NO_END, randomness: Randomness = drawn) -> Door:
    """A new key and its certificate.

    >>> door = make_door()
    >>> len(read_certificate(door.certificate).pin), read_certificate(door.certificate).until == NO_END
    (64, True)
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.x509.oid import ExtendedKeyUsageOID

    key = Ed25519PrivateKey.from_private_bytes(randomness(32))
    name = _name_of(key.public_key())
    uses = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1 + int.from_bytes(randomness(16), "big"))
        .not_valid_before(_SINCE)
        .not_valid_after(datetime.fromtimestamp(until, UTC))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage(uses), critical=False)
        .sign(key, None)
    )
    private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    return Door(made.public_bytes(form.Encoding.PEM).decode(), private.decode())


def read_certificate(text: str) -> Shown:
    """A certificate as a partner handed it over: one, in PEM.

    Raises:
        InputError: it is none, or more than one, or not one that a node shows.
    """
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        found: list[Certificate] = x509.load_pem_x509_certificates(text[: MOST + 1].encode("ascii"))
        key = found[0].public_key()
        if len(text) > MOST or len(found) != 1 or not isinstance(key, Ed25519PublicKey):
            raise _refused("it is not one Ed25519 certificate.")
        if found[0].subject != _name_of(key) or found[0].issuer != found[0].subject:
            raise _refused("it has another name than that of its key.")
        found[0].verify_directly_issued_by(found[0])
        data = found[0].public_bytes(Encoding.DER)
        pem = found[0].public_bytes(Encoding.PEM).decode()
        return Shown(pem, sha256(data).hexdigest(), int(found[0].not_valid_after_utc.timestamp()))
    except (ValueError, TypeError, InvalidSignature) as error:
        raise _refused("it is no certificate in PEM.") from error


def _name_of(key: Ed25519PublicKey) -> Name:
    from cryptography.x509 import Name, NameAttribute
    from cryptography.x509.oid import NameOID

    return Name([NameAttribute(NameOID.COMMON_NAME, sha256(key.public_bytes_raw()).hexdigest()[:32])])


def _refused(why: str) -> InputError:
    return InputError(one_fault("the certificate is refused", why, "Ask its owner for the file that its node wrote."))
