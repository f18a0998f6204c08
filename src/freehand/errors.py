"""Every error of Freehand, in one tree and one shape: what happened, where, why, and what to do next.

1. An error holds one or more faults; a fault is complete in itself, so a page can show them one by one.
2. The kind of an error says who can mend it, and is the exit code of the command:

   ====== === =====================================================
   input   2  the files or bundles that were given
   usage   3  the words of the command, or the arguments of a call
   access  4  something cannot be read or written on this machine
   limit   5  a limit that the caller set was reached first
   ====== === =====================================================

3. The command line, the interface for programs and the pages show the same faults, from the same object.
4. Nothing in a message is taken from a file unseen: ``shown`` takes the sting out of names before they are quoted.
"""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

COLUMNS = 80
LONGEST_QUOTE = 60
FORMAT = "freehand.error/1"


class Place(NamedTuple):
    """Where something was said: a document of the workspace, its line from 1 (0: not known), and the field.

    >>> print(Place("B/shelter.yaml", 7, "activities / alert"))
    B/shelter.yaml:7
    """

    document: str
    line: int
    field: str

    def __str__(self) -> str:
        return f"{self.document}:{self.line}" if self.line else self.document


class Fault(NamedTuple):
    """One thing that is wrong: ``what`` it is, its ``place``, ``why`` it is refused, and what to do ``next``."""

    what: str
    place: Place | None
    why: str
    next: str

    def as_json(self) -> dict[str, object]:
        """The fault as plain data; file, line and field are null where they are not known.

        >>> Fault("nothing is there", None, "it is gone.", "look elsewhere.").as_json()["file"] is None
        True
        """
        place = self.place or Place("", 0, "")
        return {
            "what": self.what,
            "file": place.document or None,
            "line": place.line or None,
            "field": place.field or None,
            "why": self.why,
            "next": self.next,
        }

    def as_text(self) -> str:
        """The fault as lines of at most 80 columns: place and what, then why, then what to do.

        >>> print(Fault("no unit", Place("a.yaml", 3, "horizon"), "72 of what?", "write 72 h.").as_text())
        a.yaml:3  horizon: no unit
          why:  72 of what?
          next: write 72 h.
        """
        where = f"{self.place}  " if self.place and self.place.document else ""
        field = f"{self.place.field}: " if self.place and self.place.field else ""
        lines = _wrapped("", f"{where}{field}{self.what}", "    ")
        lines += _wrapped("  why:  ", self.why, "        ") if self.why else []
        lines += _wrapped("  next: ", self.next, "        ") if self.next else []
        return "\n".join(lines)


class FreehandError(Exception):
    """Something that cannot go on, as one or more faults. Each subclass is a kind with an exit code of its own.

    >>> error = InputError([Fault("no unit", Place("a.yaml", 3, "horizon"), "72 of what?", "write 72 h.")])
    >>> error.exit_code, error.as_json()["kind"]
    (2, 'input')
    """

    kind: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    faults: tuple[Fault, ...]

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n\n".join(fault.as_text() for fault in self.faults)

    def as_json(self) -> dict[str, object]:
        """The error as plain data, the same for the command line, programs and pages."""
        return {"format": FORMAT, "kind": self.kind, "faults": [fault.as_json() for fault in self.faults]}


class InputError(FreehandError):
    """What was given to read is at fault: a file of the workspace, an interface, a bundle."""

    kind = "input"
    exit_code = 2


class UsageError(FreehandError):
    """The words of the command, or the arguments of a call, are at fault."""

    kind = "usage"
    exit_code = 3


class AccessError(FreehandError):
    """Something cannot be read or written here: it is missing, forbidden, or the disk is full."""

    kind = "access"
    exit_code = 4


class Limit(FreehandError):
    """A limit that the caller set was reached before the answer was."""

    kind = "limit"
    exit_code = 5


def one_fault(what: str, why: str, next: str, place: Place | None = None) -> tuple[Fault]:
    """A single fault, ready to be raised.

    >>> raise UsageError(one_fault("there is no rung 'top'", "the ladder has five rungs.", "choose one of them."))
    Traceback (most recent call last):
    freehand.errors.UsageError: there is no rung 'top'
      why:  the ladder has five rungs.
      next: choose one of them.
    """
    return (Fault(what, place, why, next),)


def shown(text: str) -> str:
    """Foreign text made safe to quote: invisible and directing characters spelled out, long text cut.

    >>> shown("a\\u202eb"), len(shown("x" * 1000))
    ('a\\\\u202eb', 60)
    """
    head = text[: LONGEST_QUOTE + 1]
    plain = head.isprintable()
    safe = head if plain else "".join(letter if letter.isprintable() else _spelled(letter) for letter in head)
    return safe if len(safe) <= LONGEST_QUOTE else safe[: LONGEST_QUOTE - 1] + "…"


def json_shown(value: object) -> str:
    """JSON for a screen: the same values; invisible and directing characters, which foreign text may hold, are escaped.

    >>> print(json_shown({"words": "a\\u202eb \\x9b31m é"}))
    {
      "words": "a\\u202eb \\u009b31m é"
    }
    """
    import json  # only who asks for it needs it

    text = json.dumps(value, ensure_ascii=False, indent=2)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(one if one == "\n" or one.isprintable() else json.dumps(one)[1:-1] for one in text)


def _spelled(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii") if ord(letter) != 0xFEFF else "\\ufeff"


def _wrapped(head: str, text: str, indent: str) -> list[str]:
    import textwrap  # only an error needs it

    return textwrap.wrap(
        text, COLUMNS, initial_indent=head, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [head.rstrip()]
