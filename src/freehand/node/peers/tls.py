"""TLS 1.3 with a certificate on both sides, each of them known beforehand.

1. Trust is the list of pinned certificates and nothing else: no authority, no store of the system, no name.
2. Unknown certificates are refused within the handshake. The side that calls then holds what it was shown against the
   one pin that it expects, before it sends a byte.
3. No resumption: every connection shows its certificates anew, so a pin that was taken out is out.
4. No host name travels (no SNI), and nothing in the environment has a say: no key log, no system settings for trust.
5. Whoever is refused is told so, by TLS's own alert, so that an honest partner can tell a shut door from a broken line.
6. OpenSSL reads private keys by a file's name alone. The name given to it is that of a pipe: the key reaches no disk.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Final

from freehand.node.peers.certificates import Door, Shown

ALPN: Final = ["http/1.1"]
_NO_CHECK_TIME: Final = ssl.VerifyFlags(0x200000)
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME; ends are held against the caller's time (``certificates``, rule 3)."""


def listening(door: Door, known: Iterable[Shown]) -> ssl.SSLContext:
    """For whoever is called: lets in who shows one of the known certificates."""
    return _context(ssl.PROTOCOL_TLS_SERVER, door, known)


def calling(door: Door, partner: Shown) -> ssl.SSLContext:
    """For whoever calls: speaks to this one certificate alone."""
    return _context(ssl.PROTOCOL_TLS_CLIENT, door, [partner])


def pin_shown(data: bytes | None) -> str:
    """The pin of the certificate (DER) that the other end has shown."""
    return sha256(data).hexdigest() if data else ""


class _Telling(ssl.SSLObject):
    """Rule 5. asyncio drops a connection whose handshake fails, and with it the alert that OpenSSL has written.

    Here the failure is put off until the next packet, or the end of the connection, or of the time for the handshake;
    what was written goes out meanwhile.
    """

    _failure: ssl.SSLError | None = None

    def do_handshake(self) -> None:
        """As far as it goes."""
        if self._failure is not None:
            raise self._failure
        try:
            super().do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except ssl.SSLError as error:
            self._failure = error
            raise ssl.SSLWantReadError from error


def _context(protocol: int, door: Door, known: Iterable[Shown]) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.check_hostname = False  # who is who is told by the pin
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_flags |= _NO_CHECK_TIME
    context.set_alpn_protocols(ALPN)
    if protocol == ssl.PROTOCOL_TLS_SERVER:
        context.num_tickets = 0
        context.sslobject_class = _Telling
    trusted = "".join(one.pem for one in known)
    if trusted:
        context.load_verify_locations(cadata=trusted)
    with _piped(door.certificate) as certificate, _piped(door.key) as key:
        context.load_cert_chain(certificate, key)
    return context


@contextmanager
def _piped(text: str) -> Iterator[str]:
    """A name under which a short text can be read, once."""
    end, begin = os.pipe()
    try:
        with open(begin, "wb") as pipe:
            pipe.write(text.encode())
        yield f"/dev/fd/{end}"
    finally:
        os.close(end)
