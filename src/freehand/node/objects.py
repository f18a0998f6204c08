"""The name of an object: what identifies it, in letters that a record may have, such as ``evacuation/by%20sea``."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from freehand.errors import shown

LONGEST_OBJECT: Final = 200
_TWO_DIGITS = re.compile(rb"[0-9A-Fa-f]{2}")
_AS_THEY_ARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def object_name(*parts: str) -> str:
    """The name of an object by what identifies it, in letters that a record may have; over-long ones end in a hash.

    >>> object_name("evacuation", "by sea")
    'evacuation/by%20sea'
    >>> object_name("Küste")
    'K%C3%BCste'
    """
    name = "/".join(map(quoted, parts))
    if len(name) <= LONGEST_OBJECT:
        return name
    return f"{name[: LONGEST_OBJECT - 33]}~{sha256(name.encode()).hexdigest()[:32]}"


def quoted(name: str) -> str:
    """A name in letters that a record may have: every other byte of it as % and two digits (RFC 3986, section 2.1).

    >>> quoted("by sea"), unquoted("by%20sea"), unquoted("100%")
    ('by%20sea', 'by sea', '100%')
    """
    if _AS_THEY_ARE.issuperset(name):
        return name
    data = name.encode("utf-8", "surrogatepass")
    return "".join(chr(byte) if chr(byte) in _AS_THEY_ARE else f"%{byte:02X}" for byte in data)


def unquoted(text: str) -> str:
    """The name again; what is no such number stays as it stands."""
    if "%" not in text:
        return text
    first, *rest = text.encode("utf-8", "surrogatepass").split(b"%")
    found = [first]
    for part in rest:
        number = _TWO_DIGITS.match(part)
        found.append(bytes.fromhex(number.group().decode()) + part[2:] if number else b"%" + part)
    return b"".join(found).decode("utf-8", "replace")


def spoken(object: str) -> str:
    """An object's name as people say it.

    >>> spoken("evacuation/by%20sea")
    "'by sea' in evacuation"
    """
    parts = [shown(unquoted(part)) for part in object.split("/")]
    return f"'{parts[1]}' in {parts[0]}" if len(parts) == 2 else f"'{' / '.join(parts)}'"
