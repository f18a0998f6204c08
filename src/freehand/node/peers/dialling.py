"""A partner reached: its host looked up once, TLS 1.3 made, and the pin seen before a byte of HTTP is sent.

1. The host of the address is looked up once; the numbers that come back are tried in their order. Nothing from the
   environment has a say: no proxy, no settings of TLS.
2. Before a byte of HTTP is sent, TLS 1.3 stands and the certificate that was shown has the pin that is expected.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from freehand.errors import FreehandError, one_fault
from freehand.node.peers.addresses import Address
from freehand.node.peers.limits import Limits
from freehand.node.peers.refusals import Stranger, TooSlow, Unreached
from freehand.node.peers.tls import pin_shown

Resolve = Callable[[str, int], Sequence[tuple[Any, ...]]]
"""Addresses of a host, in the form of ``socket.getaddrinfo``."""


def resolved(host: str, port: int) -> Sequence[tuple[Any, ...]]:
    """What the system says."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


COMPARE: Final = "Compare the address with the partner; it is for the listener alone."

BY_HAND: Final = "Pass it on by hand, or agree on a larger limit."

LATER: Final = "Try again later, or pass the bundle on by hand."


def dial(address: Address, context: ssl.SSLContext, limits: Limits, resolve: Resolve, who: str) -> ssl.SSLSocket:
    """A connection to a partner, on which TLS stands and the pin has been shown.

    Raises:
        Unreached, TooSlow: there is none.
        Stranger: whoever answers is not the partner, or does not let us in.
    """
    found = _look_up(address, limits, resolve, who)
    end = time.monotonic() + limits.connect
    last: OSError | None = None
    for family, kind, protocol, _, where in found:
        try:
            sock = socket.socket(family, kind, protocol)
        except OSError as error:
            last = error
            continue
        try:
            sock.settimeout(max(0.001, end - time.monotonic()))
            sock.connect(where)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(max(0.001, end - time.monotonic()))
            secure = context.wrap_socket(sock, do_handshake_on_connect=False)
        except OSError as error:
            sock.close()
            last = error
            continue
        try:
            return _known(secure, address, who)
        except OSError as error:
            secure.close()
            last = error
        except FreehandError:
            secure.close()
            raise
    if isinstance(last, TimeoutError):
        raise TooSlow(one_fault(f"{who} does not answer", f"{limits.connect:g} s have passed.", LATER)) from last
    why = f"{last.strerror or 'the connection broke'}." if last else "its host has no address."
    raise Unreached(one_fault(f"{who} cannot be reached at {address.url}", why, LATER)) from last


def _known(secure: ssl.SSLSocket, address: Address, who: str) -> ssl.SSLSocket:
    """Rule 2: the connection, once who answered has shown what is pinned."""
    another = Stranger(
        one_fault(
            f"who answers at {address.url} is not {who}",
            "it shows another certificate than the one that is pinned here.",
            "Ask the partner, by voice, whether it has a new one; else somebody stands in between.",
        )
    )
    try:
        secure.do_handshake()
    except ssl.SSLCertVerificationError as error:
        raise another from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
        raise
    except ssl.SSLError as error:
        if alerted(error):
            raise refused_at_the_door(who) from error
        what = f"what answers at {address.url} does not speak TLS 1.3"
        raise Stranger(one_fault(what, "", "Compare the address with the partner.")) from error
    if pin_shown(secure.getpeercert(True)) != address.pin or secure.version() != "TLSv1.3":
        raise another
    return secure


def _look_up(address: Address, limits: Limits, resolve: Resolve, who: str) -> Sequence[tuple[Any, ...]]:
    """Rule 1: within the limit; the system's own look-up knows none, so it is left behind when it takes too long."""
    if resolve is resolved:
        with contextlib.suppress(OSError):  # numbers need no looking up
            numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
            return socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM, flags=numeric)
    answers: list[Sequence[tuple[Any, ...]] | OSError | UnicodeError] = []

    def look() -> None:
        try:
            answers.append(resolve(address.host, address.port))
        except (OSError, UnicodeError) as error:
            answers.append(error)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(limits.connect)
    if not answers:
        raise TooSlow(one_fault(f"the host of {who} is not found", f"{limits.connect:g} s have passed.", LATER))
    if isinstance(answers[0], Exception):
        why = f"nobody knows the host of {address.url}."
        raise Unreached(one_fault(f"{who} cannot be reached", why, LATER)) from answers[0]
    return answers[0]


def alerted(error: BaseException | None) -> bool:
    """Whether the other end turned our certificate away. In TLS 1.3 that is heard with the first answer."""
    reason = error.reason or "" if isinstance(error, ssl.SSLError) else ""
    return "ALERT" in reason and "PROTOCOL_VERSION" not in reason


def refused_at_the_door(who: str) -> Stranger:
    """The partner does not let this node in."""
    return Stranger(
        one_fault(
            f"{who} does not let us in",
            "the certificate of this node is not pinned there, or has come to its end.",
            "Hand the partner this node's certificate, and compare its pin by voice.",
        )
    )
