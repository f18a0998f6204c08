"""How single values are written in a workspace: names, times, spans, holds, and maps of these.

Each form is read here and nowhere else; ``schema`` and ``reference`` describe it by its kind and words.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from freehand.errors import shown
from freehand.formats.letters import as_name, nearest
from freehand.formats.reading import Form, Part, Reader, Shape
from freehand.formats.tree import Fields, Items, Node, Text
from freehand.plans.scenario import Span
from freehand.quantities import read_count, read_duration, read_moments, read_span
from freehand.terms.scope import RUNG_BY_WORD, Rung


class Line(NamedTuple):
    """A name or sentence with its line, and what stands under it."""

    name: str
    line: int
    text: str


class Counted(NamedTuple):
    """A name with its line, and how many there are."""

    name: str
    line: int
    number: int


class Since(NamedTuple):
    """A span and what it is counted from: an event, or the warning (None)."""

    span: Span
    after: str | None
    line: int


class Expected(NamedTuple):
    """An event of a scenario as it is written: when it comes, and what single parties know of it by themselves."""

    name: str
    line: int
    comes: Since | None
    known: tuple[tuple[str, Since], ...]


def _span(reader: Reader, node: Node, field: str) -> Span | None:
    ends = reader.quantity(node, field, read_span)
    return None if ends is None else Span(*ends)


def _since(reader: Reader, node: Node, field: str) -> Since | None:
    text = reader.words(node, field)
    if text is None:
        return None
    times, _, after = text.partition(" after ")
    since = None if after.strip() in ("", "the warning", "warning") else after.strip()
    moments = times[:2].lower() == "d+"
    if moments and since is not None:
        reader.fault(
            node.line,
            field,
            f"a moment such as '{shown(times)}' is not counted from '{shown(since)}'",
            "D+2 06:00 is 54 h after the warning, whatever comes in between.",
            f'Write hours, such as "6 to 12 h after {shown(since)}", or leave the event out.',
        )
        return None
    ends = reader.quantity(Text(times, node.line), field, read_moments if moments else read_span)
    return None if ends is None else Since(Span(*ends), since, node.line)


def _after_warning(reader: Reader, node: Node, field: str) -> Span | None:
    since = _since(reader, node, field)
    if since is None:
        return None
    if since.after is not None:
        reader.fault(
            node.line,
            field,
            f"this is counted from '{shown(since.after)}'",
            "here times are counted from the warning.",
            'Write, say, "8 to 12 h after the warning".',
        )
        return None
    return since.span


def _yes_no(reader: Reader, node: Node, field: str) -> bool | None:
    text = reader.words(node, field)
    if text is not None and text not in ("yes", "no"):
        reader.fault(
            node.line, field, f"'{shown(text)}' is neither yes nor no", "it is one of them.", "Write yes or no."
        )
        return None
    return None if text is None else text == "yes"


def _rung(reader: Reader, node: Node, field: str) -> Rung | None:
    text = reader.words(node, field)
    if text is None:
        return None
    if text not in RUNG_BY_WORD:
        near = nearest(text, list(RUNG_BY_WORD))
        reader.fault(
            node.line,
            field,
            f"'{shown(text)}' is no rung",
            f"the rungs are: {', '.join(RUNG_BY_WORD)}.",
            f"Did you mean '{near}'?" if near else "Write one of them.",
        )
        return None
    return RUNG_BY_WORD[text]


def _names(reader: Reader, node: Node, field: str) -> list[Line] | None:
    """One name, or a list of them."""
    nodes = node.items if isinstance(node, Items) else [node]
    names: dict[str, Line] = {}
    for item in nodes:
        name = reader.name(item, field)
        if name is not None and name in names:
            reader.fault(item.line, field, f"'{shown(name)}' stands here twice", "once is enough.", "Keep one.")
        elif name is not None:
            names[name] = Line(name, item.line, "")
    return list(names.values())


def _fields(reader: Reader, node: Node, field: str, what: str) -> Fields | None:
    if isinstance(node, Fields):
        return node
    if isinstance(node, Text) and not node.value and node.plain:
        return Fields(node.line)
    reader.fault(
        node.line,
        field,
        "this is no map",
        f"here stand {what}, each on a line of its own.",
        "Write each as a name, a colon, and what belongs to it, indented by two blanks.",
    )
    return None


def _texts(
    reader: Reader, node: Node, field: str, read_name: Callable[[Reader, Node, str], str | None]
) -> list[Line] | None:
    """Names or sentences, each with a text that may be empty."""
    fields = _fields(reader, node, field, "names with a text each")
    if fields is None:
        return None
    lines = []
    for key, value in fields.entries:
        name = read_name(reader, key, field)
        empty = isinstance(value, Text) and not value.value
        text = "" if empty else reader.words(value, f"{field} / {shown(as_name(key.value))}")
        if name is not None:
            lines.append(Line(name, key.line, text or ""))
    return lines


def _sentences(reader: Reader, node: Node, field: str) -> list[Line] | None:
    """Sentences, each with its reason."""
    return _texts(reader, node, field, Reader.words)


def _people(reader: Reader, node: Node, field: str) -> list[Line] | None:
    """Names, each with who it is."""
    return _texts(reader, node, field, Reader.name)


def _counts(reader: Reader, node: Node, field: str) -> list[Counted] | None:
    fields = _fields(reader, node, field, "means with how many there are of each")
    if fields is None:
        return None
    counts = []
    for key, value in fields.entries:
        name = reader.name(key, field)
        count = reader.quantity(value, f"{field} / {shown(as_name(key.value))}", read_count)
        if name is not None:
            counts.append(Counted(name, key.line, count or 0))
    return counts


def _holds(reader: Reader, node: Node, field: str) -> list[Counted] | None:
    """``6 crews``, ``inner harbour``, or a list of such; an area is held whole and has no number (0 here)."""
    nodes = node.items if isinstance(node, Items) else [node]
    holds = []
    for item in nodes:
        text = reader.words(item, field)
        if text is None:
            continue
        number, _, name = text.partition(" ")
        if number[:1].isdigit() and name:
            count = reader.quantity(Text(number, item.line), field, read_count)
            if count is not None:
                holds.append(Counted(name, item.line, count))
        else:
            holds.append(Counted(text, item.line, 0))
    return holds


def _starts(reader: Reader, node: Node, field: str) -> str | None:
    text = reader.words(node, field)
    if text is None:
        return None
    if not text.startswith("after "):
        reader.fault(
            node.line,
            field,
            f"'{shown(text)}' names no event to start after",
            "an anchored activity starts at a chosen time after an event; all others leave this out.",
            'Write "after" and the name of the event; say when in a rule.',
        )
        return None
    return text.removeprefix("after ")


def _spans(reader: Reader, node: Node, field: str) -> list[tuple[Line, Span]] | None:
    """Sentences, each with a span after the warning."""
    fields = _fields(reader, node, field, "points with a span each")
    if fields is None:
        return None
    spans = []
    for key, value in fields.entries:
        name = reader.words(key, field)
        span = _after_warning(reader, value, f"{field} / {shown(as_name(key.value))}")
        if name is not None and span is not None:
            spans.append((Line(name, key.line, ""), span))
    return spans


def _event(reader: Reader, key: Text, value: Node, field: str) -> Expected | None:
    name = reader.name(key, field)
    inner = f"{field} / {shown(as_name(key.value))}"
    if not isinstance(value, Fields):
        comes = _since(reader, value, inner)
        return Expected(name, key.line, comes, ()) if name else None
    comes, known = None, []
    for what, node in value.entries:
        words = as_name(what.value)
        path = f"{inner} / {shown(words)}"
        if words == "comes":
            comes = _since(reader, node, path)
            continue
        if not (words.startswith("as ") and words.endswith(" knows it") and len(words) > 12):
            reader.fault(
                what.line,
                path,
                f"'{shown(words)}' is no field of an event",
                "its fields are: comes, as A knows it (for a party A).",
                "Did you mean 'comes'?" if nearest(words, ["comes"]) else "Take the line out, or use one of these.",
            )
            continue
        since = _since(reader, node, path)
        if since is not None:
            known.append((words[3:-9], since._replace(line=what.line)))
    if not any(as_name(what.value) == "comes" for what, _ in value.entries):
        reader.fault(
            key.line,
            inner,
            "'comes' is missing",
            "an event says when it comes.",
            'Add a line such as "comes: 24 to 36 h after the warning".',
        )
    return Expected(name, key.line, comes, tuple(known)) if name else None


def _scenarios(reader: Reader, node: Node, field: str) -> list[tuple[Line, list[Expected]]] | None:
    fields = _fields(reader, node, field, "scenarios with their events")
    if fields is None:
        return None
    scenarios = []
    for key, value in fields.entries:
        name = reader.name(key, field)
        inner = f"{field} / {shown(as_name(key.value))}"
        events = _fields(reader, value, inner, "events with the time they come at")
        if name is None:
            continue
        entries = events.entries if events else []
        read = [_event(reader, event, when, inner) for event, when in entries]
        scenarios.append((Line(name, key.line, ""), [event for event in read if event is not None]))
    return scenarios


def _entries(reader: Reader, node: Node, field: str, what: str) -> Iterator[tuple[Text, Node, str, str | None]] | None:
    """Of a map from names to the fields of something: each key, what is under it, its field, and its name.

    One by one, so that all faults of an entry stand together; None where it is no map.
    """
    fields = _fields(reader, node, field, f"names, and under each the fields of {what}")
    if fields is None:
        return None
    return (
        (key, value, f"{field} / {shown(as_name(key.value))}", reader.name(key, field)) for key, value in fields.entries
    )


def parts(shape: Shape) -> Form[list[Part]]:
    """A map from names to fields of one shape."""

    def read(reader: Reader, node: Node, field: str) -> list[Part] | None:
        entries = _entries(reader, node, field, shape.name)
        if entries is None:
            return None
        found = []
        for key, value, inner, name in entries:
            under = _fields(reader, value, inner, f"the fields of {shape.name}")
            if name is not None:
                part = Part(reader, shape, inner, key.line, name)
                found.append(part if under is None else part.read(under))
        return found

    return Form("parts", f"a map from names to {shape.name}", read, (shape,))


def parts_or(shape: Shape, words: str) -> Form[list[Part]]:
    """A map from names to fields of one shape, or to nothing (or these words) where there are none."""

    def read(reader: Reader, node: Node, field: str) -> list[Part] | None:
        entries = _entries(reader, node, field, shape.name)
        if entries is None:
            return None
        found = []
        for key, value, inner, name in entries:
            part = Part(reader, shape, inner, key.line, name or "")
            said = isinstance(value, Text) and as_name(value.value) in ("", words)
            under = None if said else _fields(reader, value, inner, f'"{words}", or the fields of {shape.name}')
            if name is not None:
                found.append(part if under is None else part.read(under))
        return found

    return Form("parts or nothing", f'a map from names to {shape.name}, or to "{words}"', read, (shape,))


def one_shape_of(name: str, shapes: tuple[Shape, ...]) -> Form[list[Part]]:
    """A map from names to fields of one of several shapes, told apart by the first key of each."""
    marks = [shape.keys[0].name for shape in shapes]

    def read(reader: Reader, node: Node, field: str) -> list[Part] | None:
        entries = _entries(reader, node, field, name)
        if entries is None:
            return None
        found = []
        for key, value, inner, title in entries:
            under = _fields(reader, value, inner, f"the fields of {name}")
            if title is None or under is None:
                continue
            there = [as_name(inside.value) for inside, _ in under.entries]
            which = [shape for shape, mark in zip(shapes, marks, strict=True) if mark in there]
            if len(which) == 1:
                found.append(Part(reader, which[0], inner, key.line, title).read(under))
                continue
            reader.fault(
                key.line,
                inner,
                "this says two things at once" if which else "this does not say what kind of rule it is",
                f"{name} has exactly one of: {', '.join(marks)}.",
                "Make two rules of it." if which else 'Add, say, "notice: 10 h before start of A\'s embark".',
            )
        return found

    return Form("one of parts", f"a map from names to {name}", read, shapes)


NAME = Form("name", "a name", lambda reader, node, field: reader.name(node, field))
WORDS = Form("words", "text on one line", lambda reader, node, field: reader.words(node, field))
NAMES = Form("names", "a name, or a list of names", _names)
PEOPLE = Form("texts", "a map from names to text", _people)
DURATION = Form("duration", "a length of time", lambda reader, node, field: reader.quantity(node, field, read_duration))
SPAN = Form("span", "a span of time", _span)
AFTER_WARNING = Form("span after the warning", "a span of time after the warning", _after_warning)
COUNTS = Form("counts", "a map from means to how many there are", _counts)
HOLDS = Form("holds", "a number and a means, or an area; or a list of these", _holds)
YES_NO: Form[bool] = Form("yes or no", "yes or no", _yes_no)
RUNG = Form("rung", "a rung of the ladder", _rung)
STARTS = Form("starts", "the word after, and an event", _starts)
SENTENCES = Form("sentences", "a map from rule sentences to their reasons", _sentences)
ASSUMED = Form("spans", "a map from points to spans after the warning", _spans)
SCENARIOS = Form("scenarios", "a map from scenarios to their events", _scenarios)
