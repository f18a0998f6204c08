"""Where a partner is found, and by which certificate it is known: the node's own configuration, shelf ``address``.

Names on the shelf are ``COMPACT PARTNER``, within the compact.

1. Only what stands here is ever called or let in. Nothing that a partner says changes it.
2. A URL is ``https://HOST:PORT`` and no more. It may be missing: such a partner calls, and is not called.
3. The pin is compared with the certificate when it is put here and whenever it is read: what a person compared aloud is
   what counts.
4. One certificate may stand for one partner in several compacts, and for one partner only within each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from freehand.errors import Fault, InputError, Place, one_fault, shown
from freehand.node.peers.certificates import Shown, read_certificate
from freehand.node.store.interface import Shelves

SHELF: Final = "address"
_URL: Final = re.compile(
    r"https://(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)):(\d{1,5})/?"
)
_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,128}")
_FIELDS: Final = frozenset({"url", "pin", "certificate"})


class Address(NamedTuple):
    """One partner in one compact."""

    compact: str
    partner: str
    host: str
    """Empty where it is not called."""
    port: int
    certificate: Shown

    @property
    def pin(self) -> str:
        """The hash of its certificate."""
        return self.certificate.pin

    @property
    def url(self) -> str:
        """Where it is called, or nothing."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"https://{host}:{self.port}" if host else ""

    def as_value(self) -> dict[str, Any]:
        """As it stands on the shelf."""
        return {"url": self.url, "pin": self.pin, "certificate": self.certificate.pem}


def read_address(compact: str, partner: str, url: str, certificate: str, pin: str = "") -> Address:
    """An address as a person gave it; without a pin, the certificate's own is taken.

    >>> from freehand.node.peers.certificates import make_door
    >>> read_address("c", "B", "https://b.example:7443", make_door().certificate).port
    7443

    Raises:
        InputError: every fault at once.
    """
    faults: list[Fault] = []
    place = Place("", 0, f"address of {shown(partner)}")
    host, port = "", 0
    if not _ID.fullmatch(compact):
        why = "it is part of the address: 1 to 128 of the letters a to z, digits, full stop, hyphen and underscore."
        faults.append(
            Fault(f"'{shown(compact)}' is no id of a compact", place, why, "Take the id that its founder gave.")
        )
    if url:
        found = _URL.fullmatch(url)
        if found and 0 < int(found[4]) < 2**16:
            host, port = found[1] or found[2], int(found[4])
        else:
            why = "an address is https, a host and a port, and nothing else."
            faults.append(Fault(f"'{shown(url)}' is no address", place, why, "Write it as https://host.example:7443."))
    read = None
    try:
        read = read_certificate(certificate)
    except InputError as error:
        faults.extend(fault._replace(place=place) for fault in error.faults)
    if read and pin and pin != read.pin:
        why = f"the certificate has {read.pin}."
        next_ = "Compare the file and the pin with its owner again; one of them is another's."
        faults.append(Fault(f"the certificate is not the one of the pin '{shown(pin)}'", place, why, next_))
    if faults or read is None:
        raise InputError(faults)
    return Address(compact, partner, host, port, read)


def from_value(compact: str, partner: str, value: Any) -> Address:
    """An address as it stands on the shelf.

    Raises:
        InputError: it is damaged.
    """
    good = isinstance(value, Mapping) and value.keys() == _FIELDS and all(isinstance(v, str) for v in value.values())
    if not good or not value["pin"]:
        what = f"the address of '{shown(partner)}' is damaged"
        raise InputError(one_fault(what, "it is not what was put there.", "Give the partner's address again."))
    return read_address(compact, partner, value["url"], value["certificate"], value["pin"])


def addresses_of(shelves: Shelves, compact: str) -> list[Address]:
    """All addresses of a compact."""
    return [from_value(compact, name.partition(" ")[2], value) for name, value in shelves.all(SHELF, compact)]


def who_knocks(addresses: Iterable[Address], pin: str, compact: str, now: int) -> Address | None:
    """The one partner of a compact who is known by a pin that has not come to its end; two alike are nobody."""
    found = [one for one in addresses if one.pin == pin and one.compact == compact and one.certificate.current(now)]
    return found[0] if len(found) == 1 else None
