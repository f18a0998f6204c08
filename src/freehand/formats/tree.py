"""Text as a tree of fields, lists and words, each with its line.

1. Every scalar is text as it stands there; what it means is decided by the field it stands in, never by its looks.
2. One way to say a thing: no anchors, aliases, merges, tags; no key twice.
3. Depth is bounded, and the tree is built from events in one pass, so no nesting can exhaust the stack.
4. A file may hold several documents, parted by ``---``.

YAML 1.2 (Ben-Kiki, Evans, döt Net 2021) as read by libyaml through PyYAML, or by PyYAML alone where that is missing.
"""

from typing import Any

import yaml

from freehand.errors import Fault, Place, shown

DEEPEST = 40
LONGEST_KEY = 1024
MOST_FAULTS_IN_TEXT = 50


class Text:
    """A scalar: the text as it stands there; ``plain`` if it was written without quotes."""

    __slots__ = ("line", "plain", "value")

    def __init__(self, value: str, line: int, plain: bool = True) -> None:
        self.value, self.line, self.plain = value, line, plain


class Items:
    """A list."""

    __slots__ = ("items", "line")

    def __init__(self, line: int) -> None:
        self.items: list[Node] = []
        self.line = line


class Fields:
    """Keys with what stands under each, in the order in which they were written."""

    __slots__ = ("entries", "line")

    def __init__(self, line: int) -> None:
        self.entries: list[tuple[Text, Node]] = []
        self.line = line


Node = Text | Items | Fields


def plain_data(node: Node) -> Any:
    """The tree as dicts, lists and strings.

    >>> documents, faults = read_yaml("a: [1, yes]\\nb: {c: '2'}", "plan.yaml")
    >>> plain_data(documents[0])
    {'a': ['1', 'yes'], 'b': {'c': '2'}}
    """
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [plain_data(item) for item in node.items]
    return {key.value: plain_data(value) for key, value in node.entries}


def read_yaml(text: str, document: str) -> tuple[list[Node], list[Fault]]:
    """The documents of a YAML text, and what is wrong with it; empty documents are left out.

    >>> documents, faults = read_yaml("a: &x 1\\nb: *x", "plan.yaml")
    >>> print(faults[0].what)
    the anchor '&x' stands here
    """
    builder = _Builder(document)
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)
    try:
        while not builder.stopped and builder.take(loader.get_event()):
            pass
    except yaml.MarkedYAMLError as error:
        builder.faults.append(_not_yaml(error, text, document))
    except yaml.YAMLError as error:
        builder.faults.append(_unreadable(str(error), document))
    finally:
        loader.dispose()
    return ([] if builder.faults else builder.documents), builder.faults


class _Builder:
    """Takes the parser's events one by one; ``open`` is the path from the root to where we stand."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.documents: list[Node] = []
        self.faults: list[Fault] = []
        self.open: list[Items | Fields] = []
        self.keys: list[Text | None] = []
        self.path: list[str] = []
        self.seen: list[dict[str, int]] = []
        self.stopped = False

    def take(self, event: Any) -> bool:
        """One event; false after the last."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._enter(Fields(event.start_mark.line + 1), event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.open.pop()
            self.path.pop()
            self.keys.pop()
            self.seen.pop()
        elif kind is yaml.SequenceStartEvent:
            self._enter(Items(event.start_mark.line + 1), event)
        elif kind is yaml.AliasEvent:
            self._alias(event)
        return kind is not yaml.StreamEndEvent

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        plain = not event.style
        if event.anchor is not None or event.tag is not None:
            self._marked(event, line)
        text = Text(event.value, line, plain)
        if self.open and isinstance(self.open[-1], Fields) and self.keys[-1] is None:
            self._key(text)
        elif self.open or text.value or not plain:
            self._place(text)

    def _key(self, key: Text) -> None:
        if key.value == "<<" and key.plain:
            self._refuse(
                key.line,
                key.value,
                "a merge ('<<') stands here",
                "it would bring in fields from elsewhere in the file.",
                "Write the fields out.",
            )
        first = self.seen[-1].get(key.value)
        if first is None:
            self.seen[-1][key.value] = key.line
        else:
            self._refuse(
                key.line,
                key.value,
                f"'{shown(key.value)}' stands here twice",
                f"it was already said on line {first}.",
                "Keep one of the two, or give one another name.",
            )
        self.keys[-1] = key

    def _place(self, node: Node) -> None:
        if not self.open:
            self.documents.append(node)
            return
        top = self.open[-1]
        if isinstance(top, Items):
            top.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            self._refuse(
                node.line,
                "",
                "a list or a map stands where a name should",
                "keys are words.",
                "Write the name, a colon, and then what belongs to it.",
            )
            self.stopped = True
            return
        top.entries.append((key, node))
        self.keys[-1] = None

    def _enter(self, node: Items | Fields, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._marked(event, node.line)
        key = self.keys[-1] if self.keys else None
        self._place(node)
        self.path.append(key.value if key else "")
        self.open.append(node)
        self.keys.append(None)
        self.seen.append({})
        if len(self.open) > DEEPEST:
            self._refuse(
                node.line,
                "",
                f"this is nested more than {DEEPEST} deep",
                "no document of a workspace is; it may be damaged.",
                "Check the indentation, or the brackets.",
            )
            self.stopped = True

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self._refuse(
            line,
            "",
            f"the alias '*{shown(event.anchor)}' stands here",
            "every document says in full what it says.",
            "Write it out; put text that begins with * in quotes.",
        )
        self.stopped = True

    def _marked(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            what, sign = f"the anchor '&{shown(event.anchor)}' stands here", "&"
            why = "every document says in full what it says."
        else:
            tag = shown(event.tag.replace("tag:yaml.org,2002:", "!!"))
            what, sign = f"the tag '{tag}' stands here", "!"
            why = "what a value means is decided by its field alone."
        self._refuse(line, "", what, why, f"Leave it out; put text that begins with {sign} in quotes.")

    def _refuse(self, line: int, key: str, what: str, why: str, next: str) -> None:
        last = key or (self.keys[-1].value if self.keys and self.keys[-1] else "")
        field = " / ".join(shown(part) for part in (*self.path, last) if part)
        self.faults.append(Fault(what, Place(self.document, line, field), why, next))
        self.stopped = self.stopped or len(self.faults) >= MOST_FAULTS_IN_TEXT


def _not_yaml(error: Any, text: str, document: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    problem = shown(" ".join(str(error.problem or "").split()))
    standing = text.split("\n")[line - 1 : line] if line else []
    blanks = standing[0][: len(standing[0]) - len(standing[0].lstrip())] if standing else ""
    if "\t" in blanks:
        return Fault(
            "a tab stands where blanks should",
            Place(document, line, ""),
            "how far a line is indented says what it belongs to, and tabs have no fixed width.",
            "Indent with blanks, two for each step.",
        )
    if standing and len(standing[0]) > LONGEST_KEY and ":" in standing[0]:
        return Fault(
            f"what stands before the colon has more than {LONGEST_KEY:,} letters",
            Place(document, line, ""),
            "so long a name or sentence is not read.",
            "Shorten it, or write several sentences, one on each line.",
        )
    return Fault(
        "this cannot be read as YAML",
        Place(document, line, ""),
        f"the reader says: {problem or 'it is broken off'}.",
        "Check the indentation of this line and the one before; put text that holds ': ' or ' #' in quotes.",
    )


def _unreadable(problem: str, document: str) -> Fault:
    return Fault(
        "this cannot be read as YAML",
        Place(document, 0, ""),
        f"the reader says: {shown(' '.join(problem.split()))}.",
        "Save the file again as plain text in UTF-8.",
    )
