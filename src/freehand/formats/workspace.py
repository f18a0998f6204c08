"""A workspace: the folder of text that a party's planners keep, read into plans or refused with every fault at once.

1. Reading has four steps: files to text, text to trees, trees to fields by their shapes, fields to plans. Each step
   tells all that it finds; a later one is left out where it would only repeat an earlier one's faults.
2. Faults are raised together, in the order of files and lines.
3. Equal folders give equal workspaces: contingencies, promises and reports by name; courses by party (in the compact's
   order), contingency and name. Inside a document the planner's own order stays.
"""

import os
from collections.abc import Callable, Iterable

from freehand.errors import Fault, InputError, Place, shown
from freehand.formats import shapes
from freehand.formats.compact import build_compact
from freehand.formats.contingencies import build_contingency
from freehand.formats.courses import build_course
from freehand.formats.declared import Declared, declare, doubles
from freehand.formats.folder import read_folder
from freehand.formats.letters import as_name, hidden_in, named, nearest
from freehand.formats.reading import Part, Reader, Shape
from freehand.formats.support import build_promise, build_report
from freehand.formats.tree import Fields, Node, read_yaml
from freehand.plans.joint import Workspace
from freehand.plans.released import Released

INTERFACE = "interface"
MARKS: dict[str, Shape] = {shape.keys[0].name: shape for shape in shapes.DOCUMENTS}
# These also name a field of other documents; they say what a document is only where no other mark stands.
WEAK_MARKS = ("compact", "contingency")


def load(folder: str | os.PathLike[str]) -> Workspace:
    """The workspace that a folder holds. Times are whole seconds.

    Raises ``InputError`` with every fault of its files, and ``AccessError`` where something cannot be read at all.

    >>> load("examples/worked/within").contingencies[0].horizon
    259200
    """
    files, faults = read_folder(folder)
    return read_workspace(files, faults)


def read_workspace(files: Iterable[tuple[str, bytes]], faults: Iterable[Fault] = ()) -> Workspace:
    """The workspace of files already read, as pairs of a document's name and its bytes.

    Raises ``InputError`` with every fault, those given included.

    >>> read_workspace([("a.yaml", b"compact: drill")])
    Traceback (most recent call last):
    freehand.errors.InputError: a.yaml:1  'parties' is missing
      why:  a compact says who is in it: two parties or more, each with a word on
            who it is.
      next: Add a line such as "parties: {A: a distant ally}".
    """
    found = list(faults)
    broken = bool(found)
    parts: list[Part] = []
    released: list[Released] = []
    for document, data in files:
        trees = trees_of(document, data, found)
        known = [_sort(node, Reader(document, found), parts, released) for node in trees]
        broken = broken or not (known and all(known))
    if not broken:
        told = _compacts(parts)
        found += told
        broken = bool(told)
    workspace = None if broken else _build(parts, released, found)
    if found or workspace is None:
        raise InputError(sorted(found, key=_by_place))
    return workspace


def _by_place(fault: Fault) -> tuple[str, int]:
    return (fault.place.document, fault.place.line) if fault.place else ("", 0)


def trees_of(document: str, data: bytes, faults: list[Fault]) -> list[Node]:
    """The documents of one file; none, and a fault, where it is no text or no YAML."""
    text = _text(document, data, faults)
    if text is None:
        return []
    if document.endswith(".json"):
        from freehand.formats.json_tree import read_json  # few workspaces hold any

        trees, told = read_json(text, document)
    else:
        trees, told = read_yaml(text, document)
    faults += told
    if not trees and not told:
        faults.append(_empty(document))
    return trees


def _text(document: str, data: bytes, faults: list[Fault]) -> str | None:
    """The bytes as text in UTF-8, with nothing in it that cannot be seen."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        faults.append(
            Fault(
                "this file is in UTF-16",
                Place(document, 1, ""),
                "files of a workspace are in UTF-8.",
                "Save it again as plain text in UTF-8.",
            )
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + (3 if data[:3] == b"\xef\xbb\xbf" else 0)
        faults.append(
            Fault(
                f"byte {at + 1} of this file is not UTF-8",
                Place(document, data.count(b"\n", 0, at) + 1, ""),
                "files of a workspace are in UTF-8; this one may come from an older program.",
                "Save it again as plain text in UTF-8.",
            )
        )
        return None
    hidden = hidden_in(text)
    if hidden is None:
        return text
    faults.append(
        Fault(
            f"{named(hidden[1])} stands in this line",
            Place(document, text.count("\n", 0, hidden[0]) + 1, ""),
            "what cannot be seen, or turns the direction of reading, can deceive.",
            "Take the letter out.",
        )
    )
    return None


def _empty(document: str) -> Fault:
    return Fault(
        "this file is empty",
        Place(document, 0, ""),
        "a file of a workspace says something; this one may not have been saved.",
        "Write it, or take it away.",
    )


def _sort(node: Node, reader: Reader, parts: list[Part], released: list[Released]) -> bool:
    """Tell what a document is from its fields, and read it by its shape; false where it cannot be told."""
    mark = mark_of(node, reader)
    if mark is None or not isinstance(node, Fields):
        return False
    if mark == INTERFACE:
        interface = _read_interface(node, reader)
        released += [interface] if interface else []
    else:
        parts.append(Part(reader, MARKS[mark], "", node.line).read(node))
    return True


def mark_of(node: Node, reader: Reader) -> str | None:
    """The field that says what a document is, such as *course*; None, and a fault, where none does or several do."""
    if not isinstance(node, Fields):
        reader.fault(
            node.line,
            "",
            "this document has no fields",
            "a document of a workspace is a map of fields.",
            'Begin it with, say, "course: shelter in place".',
        )
        return None
    keys = [as_name(key.value) for key, _ in node.entries]
    if INTERFACE in keys:
        return INTERFACE
    marks = [key for key in keys if key in MARKS]
    strong = [mark for mark in marks if mark not in WEAK_MARKS]
    strong = strong or [mark for mark in marks if not (set(keys) - set(MARKS[mark].by_name)) or _fits(keys, mark)]
    if len(strong) == 1:
        return strong[0]
    kinds = ", ".join((*MARKS, INTERFACE))
    if strong:
        both = " and ".join(f"'{mark}'" for mark in strong)
        reader.fault(
            node.line, "", f"{both} both stand here", f"a document is one of: {kinds}.", "Part the two by a line '---'."
        )
        return None
    near = next((guess for key in keys if key not in MARKS and (guess := nearest(key, [*MARKS, INTERFACE]))), "")
    reader.fault(
        node.line,
        "",
        "this document does not say what it is",
        f"one of these fields would say so: {kinds}.",
        f"Did you mean '{near}'?" if near else 'Add, say, "course: shelter in place"; or move the file elsewhere.',
    )
    return None


def _fits(keys: list[str], mark: str) -> bool:
    """Whether a document with a weak mark has any other field that its kind must have."""
    return any(key.name in keys for key in MARKS[mark].keys if key.required and key.name != mark)


def _read_interface(node: Fields, reader: Reader) -> Released | None:
    # --- the hook: freehand/formats/interface.py gives read_released(node: Fields, reader: Reader) -> Released | None
    from freehand.formats import interface

    read: Callable[[Fields, Reader], Released | None] = interface.read_released
    return read(node, reader)


def _compacts(parts: list[Part]) -> list[Fault]:
    """The fault of a workspace without a compact, or with two."""
    compacts = [part for part in parts if part.shape is shapes.COMPACT_SHAPE]
    if len(compacts) == 1:
        return []
    if not compacts:
        return [
            Fault(
                "this workspace has no compact",
                None,
                "it would say who the parties are, and what they share.",
                "Add a document with the fields compact and parties; freehand new DIR writes one to start from.",
            )
        ]
    first, second = compacts[0].place(shapes.COMPACT), compacts[1].place(shapes.COMPACT)
    return [
        Fault(
            "this is a second compact",
            second,
            f"a workspace has exactly one; the first stands at {first}.",
            "Keep one of the two; plans of another compact belong in a workspace of their own.",
        )
    ]


def _build(parts: list[Part], released: list[Released], faults: list[Fault]) -> Workspace | None:
    """The plans of all documents, with faults of names and sentences kept on the way."""
    declared = declare(parts, (interface.party for interface in released), faults)
    of: dict[str, list[Part]] = {shape.name: [] for shape in shapes.DOCUMENTS}
    for part in parts:
        of[part.shape.name].append(part)
    compacts, owned = of[shapes.COMPACT_SHAPE.name], of[shapes.MEANS_SHAPE.name]
    faults += _released_faults(released, declared)
    compact = build_compact(compacts[0], owned, declared) if compacts else None
    contingencies = [build_contingency(part, declared) for part in of[shapes.CONTINGENCY_SHAPE.name]]
    courses = [build_course(part, declared) for part in of[shapes.COURSE_SHAPE.name]]
    promises = [build_promise(part, declared) for part in of[shapes.PROMISE_SHAPE.name]]
    reports = [build_report(part, declared) for part in of[shapes.REPORT_SHAPE.name]]
    if faults or compact is None:
        return None
    order = {party: at for at, party in enumerate(declared.parties)}
    workspace = Workspace(
        compact,
        tuple(sorted(contingencies, key=lambda each: each.name)),
        tuple(sorted(courses, key=lambda each: (order[each.party], each.contingency, each.name))),
        tuple(sorted(promises, key=lambda each: each.name)),
        tuple(sorted((report for report in reports if report), key=lambda each: each.name)),
        tuple(sorted(released, key=lambda each: order[each.party])),
    )
    if released:
        from freehand.formats.interface import faults_of

        for one in released:
            faults += faults_of(one, workspace)
            if any(course.party == one.party for course in workspace.courses):
                what = f"{shown(one.party)} has plans here as well"
                faults.append(Fault(what, one.place, "an interface stands in place of plans.", "Keep one of the two."))
    return workspace


def _released_faults(released: list[Released], declared: Declared) -> list[Fault]:
    """Interfaces of strangers, and two of one party."""
    faults = [
        Fault(
            f"no party '{shown(interface.party)}' is declared",
            interface.place,
            f"known here: {', '.join(shown(party) for party in declared.parties)}.",
            "Check whose interface this is, and of which compact.",
        )
        for interface in released
        if declared.parties and interface.party not in declared.parties
    ]
    return faults + doubles("interface of", ((interface.party, interface.place) for interface in released))
