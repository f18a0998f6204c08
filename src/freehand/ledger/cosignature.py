"""A cosignature: a member's word that a log only grew, as far as it has seen it.

The question: who else has seen this head, and would be a liar if another one contradicted it?

The rules. A cosignature is a line under a checkpoint (see ``note``):

1. The signature in it is 8 bytes of time, then 64 bytes of Ed25519. Time is seconds since 1970, unsigned, the highest
   byte first, at most 2^53 - 1. It is the witness's statement, and no rule reads it.
2. Signed are ``cosignature/v1``, a line feed, ``time``, a space and the time in decimal digits, a line feed, and then
   the whole text of the checkpoint. No checkpoint can be read from this, as its second line is no size.
3. The kind in the key ID is 0x04; the name is the witness's, and not part of what is signed: a witness is its key.
4. A witness cosigns a head of a log and key once it has verified the owner's signature, and that the head goes on from
   every head of the same log and key that it cosigned before.

Source: C2SP tlog-cosignature (the Ed25519 kind). Limits: it says that this head is one of those it saw grow; that there
is no later one it does not say, as clocks may be wrong here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from freehand.errors import shown
from freehand.ledger.canonical import LARGEST
from freehand.ledger.checkpoint import Checkpoint, read
from freehand.ledger.identifiers import is_name
from freehand.ledger.keys import SIGNATURE_BYTES, SigningKey, verify
from freehand.ledger.note import COSIGNATURE, Note, line, take_apart
from freehand.ledger.refused import Refused

_TIME_BYTES: Final = 8


class BadCosignature(Refused):
    """A line that bears a witness's name and key, and does not hold."""

    next_step = "Ask the witness for its cosignature again."


class Cosigned(NamedTuple):
    """A checkpoint as one witness cosigned it; whether its owner signed it is another question."""

    checkpoint: Checkpoint
    text: bytes
    witness: str
    key: bytes
    time: int
    signature: bytes

    @property
    def line(self) -> bytes:
        """The line to put under the checkpoint."""
        return line(self.witness, COSIGNATURE, self.key, self.time.to_bytes(_TIME_BYTES, "big") + self.signature)

    @property
    def note(self) -> bytes:
        """The text with this line and no other."""
        return self.text + b"\n" + self.line


def cosign(text: bytes, witness: str, key: SigningKey, time: int) -> Cosigned:
    """Cosign the text of a checkpoint; rule 4 is the caller's to hold.

    Args:
        text: the text of a checkpoint that has been verified.
        witness: the witness's name.
        key: its key.
        time: seconds since 1970, as it has them.

    Raises:
        BadCheckpoint: the text is none of a checkpoint.
        BadCosignature: name or time are not as the rules say.
    """
    if not is_name(witness) or not 0 <= time <= LARGEST:
        raise _bad("its name or its time cannot be written down.")
    return Cosigned(read(text), text, witness, key.public, time, key.sign(_message(text, time)))


def cosignatures(note: bytes | Note, witnesses: Iterable[tuple[str, bytes]]) -> list[Cosigned]:
    """The cosignatures of these witnesses, each a name and a key, that stand under a checkpoint. Others are ignored.

    Raises:
        BadNote, BadCheckpoint: it is no note, or no checkpoint.
        BadCosignature: a line of one of them does not hold.

    >>> from freehand.ledger.checkpoint import sign
    >>> key, text = SigningKey.of_seed(bytes(32)), sign("north", 1, bytes(32), SigningKey.of_seed(b"n" * 32)).text
    >>> cosignatures(cosign(text, "south", key, 7).note, [("south", key.public)])[0].time
    7
    """
    parts = note if isinstance(note, Note) else take_apart(note)
    said, found = read(parts.text), []
    for witness, key in witnesses:
        stands = parts.line(witness, COSIGNATURE, key)
        if stands is None:
            continue
        time = int.from_bytes(stands.signature[:_TIME_BYTES], "big")
        signature = stands.signature[_TIME_BYTES:]
        if (
            len(signature) != SIGNATURE_BYTES
            or time > LARGEST
            or not verify(key, signature, _message(parts.text, time))
        ):
            raise _bad(f"that of '{shown(witness)}' does not hold.")
        found.append(Cosigned(said, parts.text, witness, key, time, signature))
    return found


def _message(text: bytes, time: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % time + text


def _bad(why: str) -> Refused:
    return BadCosignature.because("the cosignature does not hold", why)
