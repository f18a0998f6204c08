"""Reading one document by its shape: every field checked, every fault kept with its file, line and field.

1. A shape is a table of keys; what is read, the schema, and the page for planners all come from it.
2. Reading goes on after a fault: the reader of a workspace learns of everything at once.
3. What could not be read is None, and has been told; nobody needs to tell it again.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from freehand.errors import Fault, Place, shown
from freehand.formats.letters import LONGEST_NAME, as_name, hidden_in, named, nearest
from freehand.formats.tree import Fields, Items, Node, Text
from freehand.quantities import QuantityFault

T = TypeVar("T")

MOST_FAULTS = 1000


class Reader:
    """One document being read: it knows the file, and gathers the faults of the whole workspace."""

    __slots__ = ("document", "faults")

    def __init__(self, document: str, faults: list[Fault]) -> None:
        self.document, self.faults = document, faults

    def place(self, line: int, field: str) -> Place:
        """The place of a line and field of this document."""
        return Place(self.document, line, field)

    def fault(self, line: int, field: str, what: str, why: str, next: str) -> None:
        """Keep a fault; beyond a thousand they are dropped, since nobody reads so far."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(what, Place(self.document, line, field), why, next))

    def words(self, node: Node, field: str) -> str | None:
        """One line of text, with single blanks; None (and a fault) where there is none."""
        if not isinstance(node, Text):
            standing = "a list" if isinstance(node, Items) else "fields"
            self.fault(
                node.line,
                field,
                f"{standing} where one line of text should stand",
                "this field holds text.",
                "Write it on one line, in quotes if it holds brackets or ': '.",
            )
            return None
        value = node.value
        if not node.plain:
            hidden = hidden_in(value)
            if hidden:
                self.fault(
                    node.line,
                    field,
                    f"{named(hidden[1])} stands in this text",
                    "what cannot be seen, or turns the direction of reading, can deceive.",
                    "Take the letter out.",
                )
                return None
        text = as_name(value)
        if not text:
            self.fault(node.line, field, "nothing is written here", "this field holds text.", "Write it, or drop it.")
            return None
        return text

    def name(self, node: Node, field: str) -> str | None:
        """A name: one line of text of at most 200 letters."""
        text = self.words(node, field)
        if text is not None and len(text) > LONGEST_NAME:
            self.fault(
                node.line,
                field,
                f"'{shown(text)}' is too long for a name",
                f"names have at most {LONGEST_NAME} letters, so that they fit where they are shown.",
                "Shorten it.",
            )
            return None
        return text

    def quantity(self, node: Node, field: str, read: Callable[[str], T]) -> T | None:
        """A time or a count, read by a function of ``quantities``."""
        text = self.words(node, field)
        if text is None:
            return None
        try:
            return read(text)
        except QuantityFault as fault:
            self.fault(node.line, field, fault.what, fault.why, fault.next)
            return None

    def unknown(self, line: int, field: str, sort: str, name: str, known: list[str]) -> None:
        """The fault that a name is none of those known, with the nearest that is; ``sort`` as "aim of the drill"."""
        if len(self.faults) >= MOST_FAULTS:
            return
        near = nearest(name, known)
        listed = ", ".join(shown(other) for other in known[:12]) + (", …" if len(known) > 12 else "")
        sort, _, of = sort.partition(" of ")
        self.fault(
            line,
            field,
            f"no {sort} '{shown(name)}'{' of ' + of if of else ''} is declared",
            f"known here: {listed}." if known else "none is declared at all.",
            f"Did you mean '{shown(near)}'?" if near else "Declare it, or choose one that is.",
        )


class Form(Generic[T]):
    """How a value is written: a word for it, what it looks like, and how it is read."""

    __slots__ = ("inner", "kind", "read", "words")

    def __init__(
        self,
        kind: str,
        words: str,
        read: "Callable[[Reader, Node, str], T | None]",
        inner: "tuple[Shape, ...]" = (),
    ) -> None:
        self.kind, self.words, self.read, self.inner = kind, words, read, inner


class Key(Generic[T]):
    """One field of a shape: its name, its form, whether it must be there, what it means, and a specimen."""

    __slots__ = ("example", "form", "meaning", "name", "required")

    def __init__(self, name: str, form: Form[T], meaning: str, example: str, required: bool = False) -> None:
        self.name, self.form, self.meaning, self.example, self.required = name, form, meaning, example, required


class Shape:
    """A table of keys. Of ``one_of``, exactly one is there; ``hints`` answer the mistakes that are made most."""

    __slots__ = ("by_name", "hints", "keys", "meaning", "name", "one_of")

    def __init__(
        self,
        name: str,
        meaning: str,
        keys: tuple[Key[Any], ...],
        one_of: tuple[str, ...] = (),
        hints: dict[str, str] | None = None,
    ) -> None:
        self.name, self.meaning, self.keys, self.one_of, self.hints = name, meaning, keys, one_of, hints or {}
        self.by_name = {key.name: key for key in keys}


class Part:
    """Fields that were read by a shape. ``get`` gives a key's value, or None where it is absent or was at fault."""

    __slots__ = ("_advice", "_lines", "_values", "field", "line", "name", "reader", "shape")

    def __init__(self, reader: Reader, shape: Shape, field: str, line: int, name: str = "") -> None:
        self.reader, self.shape, self.field, self.line, self.name = reader, shape, field, line, name
        self._values: dict[str, Any] = {}
        self._lines: dict[str, int] = {}
        self._advice = ""

    def get(self, key: Key[T]) -> T | None:
        """The value of a key."""
        value: T | None = self._values.get(key.name)
        return value

    def has(self, key: Key[Any]) -> bool:
        """Whether the key is there, well written or not."""
        return key.name in self._lines

    def field_of(self, key: "Key[Any] | None" = None) -> str:
        """The path of a key of this part, or of the part."""
        if key is None:
            return self.field
        return f"{self.field} / {key.name}" if self.field else key.name

    def line_of(self, key: Key[Any]) -> int:
        """The line of a key, or that of the part where the key is absent."""
        return self._lines.get(key.name, self.line)

    def place(self, key: "Key[Any] | None" = None) -> Place:
        """The place of a key of this part, or of the part."""
        return Place(self.reader.document, self.line_of(key) if key else self.line, self.field_of(key))

    def fault(self, key: "Key[Any] | None", what: str, why: str, next: str) -> None:
        """Keep a fault at a key of this part, or at the part."""
        self.reader.fault(self.line_of(key) if key else self.line, self.field_of(key), what, why, next)

    def unknown(self, key: Key[Any], sort: str, name: str, known: list[str]) -> None:
        """Keep the fault that a name under a key is none of those known."""
        self.reader.unknown(self.line_of(key), self.field_of(key), sort, name, known)

    def read(self, node: Fields) -> "Part":
        """Read every field of the node by the shape."""
        for key, value in node.entries:
            name = as_name(key.value)
            known = self.shape.by_name.get(name)
            if known is None:
                self._refuse_key(name, key.line, value)
                continue
            if name in self._lines:
                self.reader.fault(
                    key.line,
                    self.field_of(known),
                    f"'{name}' stands here twice",
                    f"it was already said on line {self._lines[name]}.",
                    "Keep one of the two.",
                )
            self._lines[name] = key.line
            self._values[name] = known.form.read(self.reader, value, self.field_of(known))
        for wanted in self.shape.keys:
            if wanted.required and wanted.name not in self._lines and f'"{wanted.name}:' not in self._advice:
                self.fault(
                    None,
                    f"'{wanted.name}' is missing",
                    f"{self.shape.name} says {wanted.meaning}.",
                    f'Add a line such as "{wanted.name}: {wanted.example}".',
                )
        self._check_one_of()
        return self

    def _check_one_of(self) -> None:
        options = self.shape.one_of
        there = [name for name in options if name in self._lines]
        if not options or len(there) == 1:
            return
        both = " or ".join(f'"{name}: {self.shape.by_name[name].example}"' for name in options)
        if there:
            self.fault(
                self.shape.by_name[there[1]],
                " and ".join(f"'{name}'" for name in there) + " both stand here",
                "only one of them can be true.",
                f"Keep one: {both}.",
            )
        elif not self._advice:
            self.fault(
                None,
                " or ".join(f"'{name}'" for name in options) + " is missing",
                f"{self.shape.name} says who decides how long it takes, and how long.",
                f"Write {both}.",
            )

    def _refuse_key(self, name: str, line: int, value: Node) -> None:
        field = f"{self.field} / {shown(name)}" if self.field else shown(name)
        hint = self.shape.hints.get(name)
        if hint:
            why, _, advice = hint.partition(" | ")
            self._advice += advice
            said = shown(as_name(value.value)) if isinstance(value, Text) and value.value else "1 to 2 h"
            self.reader.fault(line, field, f"'{name}' stands here", why, advice.replace("{}", said))
            return
        near = nearest(name, list(self.shape.by_name))
        listed = ", ".join(self.shape.by_name)
        self.reader.fault(
            line,
            field,
            f"'{shown(name)}' is no field of {self.shape.name}",
            f"its fields are: {listed}.",
            f"Did you mean '{near}'?" if near else "Take the line out, or use one of these fields.",
        )
