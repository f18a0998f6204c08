"""The fields of one XML element, by a table of what is wanted; what cannot be read is kept as a fault with its line."""

from collections.abc import Callable, Iterator
from operator import getitem
from typing import Any

from lxml import etree

from freehand.errors import Fault, Place, shown

NAMESPACE = "http://schemas.microsoft.com/project"
NS = f"{{{NAMESPACE}}}"
MOST_FAULTS = 100
MOST_REMEMBERED = 8192


class Source:
    """One file being read, and its faults."""

    __slots__ = ("document", "faults")

    def __init__(self, document: str) -> None:
        self.document = document
        self.faults: list[Fault] = []

    def fault(self, line: int, field: str, what: str, why: str) -> None:
        """Keep a fault; beyond a hundred they are dropped, since nobody reads so far."""
        if len(self.faults) < MOST_FAULTS:
            next_ = "Mend it in the project tool, and write the file anew."
            self.faults.append(Fault(what, Place(self.document, line, field), why, next_))


class Field(dict[str | None, Any]):
    """A field of one kind of element, as its values by their texts; by None the usual one, where it is left out.

    Most fields say one of a few things over and over, so a text that was read is remembered. The reader raises
    ``ValueError`` with what a text is not.
    """

    __slots__ = ("name", "reader", "tag")

    def __init__(self, name: str, usual: Any, reader: Callable[[str], Any]) -> None:
        super().__init__({None: usual})
        self.name, self.tag, self.reader = name, NS + name, reader

    def __missing__(self, text: str) -> Any:
        found = self.reader(text)
        if len(self) < MOST_REMEMBERED:
            self[text] = found
        return found


class Own(Field):
    """A field that says another thing in each element, such as a name: remembering it would only cost."""

    __slots__ = ()

    def __missing__(self, text: str) -> Any:
        return self.reader(text)


class Wanted:
    """The fields that are read of one kind of element, in their order; the others are passed over."""

    __slots__ = ("fields", "kind", "path", "tags")

    def __init__(self, path: str, *fields: Field) -> None:
        self.path = path
        self.kind = path.rpartition(" / ")[2]
        self.fields = fields
        self.tags = tuple(field.tag for field in fields)


class Found:
    """One element, the texts of its children by their tags, and what was found of the inner kind right beneath it.

    ``twice`` are the tags of wanted fields that came again.
    """

    __slots__ = ("beneath", "element", "source", "texts", "twice", "wanted")

    def __init__(self, element: etree._Element, wanted: Wanted, source: Source) -> None:
        self.element, self.wanted, self.source = element, wanted, source
        self.texts: dict[str, str | None] = {}
        self.beneath: list[Found] = []
        self.twice: set[str] = set()

    def values(self) -> list[Any]:
        """The values of the wanted fields: the usual one where it is left out, or (with a fault) cannot be read."""
        try:
            return list(map(getitem, self.wanted.fields, map(self.texts.get, self.wanted.tags)))
        except ValueError:
            return [self._value(field) for field in self.wanted.fields]

    def _value(self, field: Field) -> Any:
        text = self.texts.get(field.tag)
        try:
            return field[text]
        except ValueError as error:
            self.fault(field.name, f"'{shown(text or '')}' is {error}", f"{field.name} holds another thing.")
            return field[None]

    def lacks(self, name: str) -> bool:
        """Whether a field is left out."""
        return NS + name not in self.texts

    def again(self, tag: str) -> None:
        """Keep a fault of a field that stands here twice or more often, once."""
        if tag in self.wanted.tags and tag not in self.twice:
            self.twice.add(tag)
            name = tag.removeprefix(NS)
            self.fault(name, f"'{name}' stands here twice", "it is one value.")

    def fault(self, name: str, what: str, why: str) -> None:
        """Keep a fault of a field, with the line of the field, or of the element where it has none."""
        at = self.element.find(NS + name)
        line = line_of(self.element if at is None else at)
        self.source.fault(line, f"{self.wanted.path} / {name}", what, why)


def line_of(element: etree._Element) -> int:
    """The line on which an element begins, from 1; beyond line 65,535 the one on which its first text ends."""
    line: int | None = getattr(element, "sourceline", None)
    return line or 0


def each(root: etree._Element, group: str, kind: str) -> Iterator[etree._Element]:
    """The elements of a kind in their group, such as each ``Task`` in ``Tasks``."""
    for inside in root.iterchildren(NS + group):
        yield from inside.iterchildren(NS + kind)


def found_in(element: etree._Element, wanted: Wanted, source: Source) -> Found:
    """The fields of an element of which there are few."""
    found = Found(element, wanted, source)
    for child in element.iterchildren(*wanted.tags):
        if child.tag in found.texts:
            found.again(child.tag)
        found.texts[child.tag] = child.text
    return found


def many(
    root: etree._Element, group: str, wanted: Wanted, source: Source, inner: Wanted | None = None
) -> Iterator[Found]:
    """The fields of each element of a kind in its group, and of the elements of an inner kind right beneath it.

    All of them are found in one pass over the group: to look for the fields of each element anew would take longer than
    to parse the file.
    """
    outer_tag, inner_tag = NS + wanted.kind, NS + inner.kind if inner else ""
    tags = dict.fromkeys((outer_tag, *wanted.tags, *((inner_tag, *inner.tags) if inner else ())))
    for inside in root.iterchildren(NS + group):
        outer: etree._Element | None = None
        lower: etree._Element | None = None
        own = below = Found(inside, wanted, source)  # until the first one comes
        for child in inside.iter(*tags):
            tag, parent = child.tag, child.getparent()
            if parent is outer:
                if inner is not None and tag == inner_tag:
                    lower, below = child, Found(child, inner, source)
                    own.beneath.append(below)
                    continue
                if tag in own.texts:
                    own.again(tag)
                own.texts[tag] = child.text
            elif parent is lower:
                if tag in below.texts:
                    below.again(tag)
                below.texts[tag] = child.text
            elif parent is inside and tag == outer_tag:
                if outer is not None:
                    yield own
                outer, lower, own = child, None, Found(child, wanted, source)
        if outer is not None:
            yield own
