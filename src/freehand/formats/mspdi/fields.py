"""The fields of one XML element, read one by one into values; what cannot be read is kept as a fault with its line."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from lxml import etree

from freehand.errors import Fault, Place, shown

T = TypeVar("T")

NAMESPACE = "http://schemas.microsoft.com/project"
NS = f"{{{NAMESPACE}}}"
MOST_FAULTS = 100


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


class Wanted:
    """The names of the fields that are read of one kind of element; the others are passed over."""

    __slots__ = ("kind", "local", "path", "tags")

    def __init__(self, path: str, *names: str) -> None:
        self.path = path
        self.kind = path.rpartition(" / ")[2]
        self.local = {NS + name: name for name in names}
        self.tags = tuple(self.local)


class Fields:
    """The fields of one element, as the texts of its children by their names; ``twice`` names those that came again."""

    __slots__ = ("element", "source", "texts", "wanted")

    def __init__(
        self, element: etree._Element, wanted: Wanted, source: Source, texts: dict[str, str | None], twice: list[str]
    ) -> None:
        self.element, self.wanted, self.source, self.texts = element, wanted, source, texts
        for name in dict.fromkeys(twice) if twice else ():
            self.fault(name, f"'{name}' stands here twice", "it is one value.")

    def read(self, name: str, usual: T, reader: Callable[[str], T]) -> T:
        """A field's value; the usual one where it is left out, or (with a fault) cannot be read."""
        text = self.texts.get(name)
        if text is None:
            return usual
        try:
            return reader(text)
        except ValueError as error:
            self.fault(name, f"'{shown(text)}' is {error}", f"{name} holds another thing.")
            return usual

    def text(self, name: str) -> str:
        """A field as it stands there; empty where it is left out."""
        return self.texts.get(name) or ""

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


def fields_of(element: etree._Element, wanted: Wanted, source: Source) -> Fields:
    """The fields of an element of which there are few."""
    names = [(wanted.local[child.tag], child.text) for child in element.iterchildren(*wanted.tags)]
    texts = dict(names)
    twice = [name for at, (name, _) in enumerate(names) if name in [other for other, _ in names[:at]]]
    return Fields(element, wanted, source, texts, twice)


def many(
    root: etree._Element, group: str, wanted: Wanted, inner: Wanted | None, source: Source
) -> Iterator[tuple[Fields, list[Fields]]]:
    """The fields of each element of a kind in its group, and of the elements of a second kind right below it.

    All of them are found in one pass over the group: to look for the fields of each element anew would take longer than
    to parse the file.
    """
    own, below = wanted.local, inner.local if inner else {}
    outer_tag, inner_tag = NS + wanted.kind, NS + inner.kind if inner else NS + wanted.kind
    tags = dict.fromkeys((outer_tag, inner_tag, *own, *below))
    for inside in root.iterchildren(NS + group):
        outer: etree._Element | None = None
        lower: etree._Element | None = None
        texts: dict[str, str | None] = {}
        lower_texts: dict[str, str | None] = {}
        found: list[Fields] = []
        twice: list[str] = []
        for child in inside.iter(*tags):
            tag, parent = child.tag, child.getparent()
            if parent is outer:
                name = own.get(tag)
                if name is not None:
                    if name in texts:
                        twice.append(name)
                    texts[name] = child.text
                elif inner and tag == inner_tag:
                    lower, lower_texts = child, {}
                    found.append(Fields(child, inner, source, lower_texts, []))
            elif parent is lower:
                name = below.get(tag)
                if name is not None:
                    if name in lower_texts:
                        found[-1].fault(name, f"'{name}' stands here twice", "it is one value.")
                    lower_texts[name] = child.text
            elif parent is inside and tag == outer_tag:
                if outer is not None:
                    yield Fields(outer, wanted, source, texts, twice), found
                outer, lower, texts, found, twice = child, None, {}, [], []
        if outer is not None:
            yield Fields(outer, wanted, source, texts, twice), found
