"""Signed notes: a short text that people can read, and lines of signatures under it.

The question: which bytes were signed, and by which keys could they have been? Whether a signature holds is asked
elsewhere, of ``keys.verify`` alone.

The rules:

1. A note is UTF-8 of at most 64 KiB, without control characters but the line feed: the text, which ends with a line
   feed; an empty line, the last one of the note; 1 to 64 signature lines.
2. A signature line is an em dash (U+2014), a space, the signer's name, a space, base64, a line feed. A name has no
   blanks and no ``+``.
3. The base64 is that of RFC 4648, section 4, and no other text that decodes to the same bytes: 4 bytes of key ID, then
   what the kind of signature has.
4. Key ID = the first 4 bytes of SHA-256(name || 0x0A || kind || public key). Kind is 0x01 for a signature over the
   text, 0x04 for a cosignature.
5. A line whose name and key ID belong to no key asked for is ignored; one line at most stands for each of these.

Source: C2SP signed-note. Limits: a key ID is a label of 32 bits that anybody can hit; only the signature proves. Lines
can be added to a note or taken away by anybody, so a note is not identified by all of its bytes: its text is.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from hashlib import sha256
from typing import Final, NamedTuple

from freehand.ledger.refused import Refused

MOST: Final = 64 * 1024
MOST_LINES: Final = 64
ID_BYTES: Final = 4

SIGNATURE: Final = b"\x01"
COSIGNATURE: Final = b"\x04"

_LINE: Final = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class BadNote(Refused):
    """Bytes that are no signed note, or a note that is not signed as it has to be."""

    next_step = "Ask its signer for it again."


class Line(NamedTuple):
    """A signature line: who is said to have signed, the key's ID, and what the kind of signature has."""

    name: str
    id: bytes
    signature: bytes


class Note(NamedTuple):
    """A note taken apart: the bytes that are signed, and the lines under them."""

    text: bytes
    lines: tuple[Line, ...]

    def line(self, name: str, kind: bytes, key: bytes) -> Line | None:
        """The one line that belongs to this name, kind and key; None if there is none.

        Raises:
            BadNote: there are two.
        """
        wanted = name, key_id(name, kind, key)
        found = [line for line in self.lines if line[:2] == wanted]
        if len(found) > 1:
            raise _bad(f"'{name}' has {len(found)} lines under one key.")
        return found[0] if found else None


def key_id(name: str, kind: bytes, key: bytes) -> bytes:
    """The label of a key in signature lines (rule 4).

    >>> key_id("north", SIGNATURE, bytes(32)).hex()
    '1f223dcf'
    """
    return sha256(name.encode() + b"\n" + kind + key).digest()[:ID_BYTES]


def line(name: str, kind: bytes, key: bytes, signature: bytes) -> bytes:
    """A signature line as bytes."""
    return f"— {name} {as_base64(key_id(name, kind, key) + signature)}\n".encode()


def take_apart(data: bytes) -> Note:
    """The text and the lines of a note, none of them verified.

    Raises:
        BadNote: rules 1 to 3 are broken.

    >>> take_apart(b"said\\n\\n" + line("north", SIGNATURE, bytes(32), b"signed")).lines[0].signature
    b'signed'
    """
    if len(data) > MOST:
        raise _bad(f"it has {len(data)} bytes, and {MOST} are allowed.")
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise _bad(f"byte {error.start} is not UTF-8.") from None
    if _CONTROL.search(whole):
        raise _bad("it has a control character in it.")
    text, empty, below = whole.rpartition("\n\n")
    if not empty or not text:
        raise _bad("no empty line stands between a text and its signatures.")
    lines = below.split("\n")
    if lines.pop() or not lines:
        raise _bad("it does not end with a signature line.")
    if len(lines) > MOST_LINES:
        raise _bad(f"it has {len(lines)} signature lines, and {MOST_LINES} are allowed.")
    return Note((text + "\n").encode(), tuple(map(_line, lines)))


def as_base64(data: bytes) -> str:
    """Bytes as base64 (RFC 4648, section 4)."""
    return b64encode(data).decode()


def from_base64(text: str) -> bytes | None:
    """The bytes, if this is the one base64 that they have.

    >>> from_base64("AAE="), from_base64("AAF="), from_base64("AA E=")
    (b'\\x00\\x01', None, None)
    """
    try:
        data = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return None
    return data if b64encode(data) == text.encode() else None


def _line(text: str) -> Line:
    match = _LINE.fullmatch(text)
    if not match:
        raise _bad("a signature line has another form than '— name base64'.")
    decoded = from_base64(match[2])
    if decoded is None:
        raise _bad("a signature is not the one base64 of its bytes.")
    if len(decoded) <= ID_BYTES:
        raise _bad("a signature is empty.")
    return Line(match[1], decoded[:ID_BYTES], decoded[ID_BYTES:])


def _bad(why: str) -> Refused:
    return BadNote.because("this is no signed note", why)
