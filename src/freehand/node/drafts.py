"""Private drafts: what a party's planners work on, item by item, before anything of it is said.

The question: how does a folder of plans become items that can be said and released one by one, and what has changed
since the last time?

The rules:

1. Drafts lie on the node's own shelf and in no log: nobody outside learns that there are any.
2. A folder is read as a workspace, whole; a fault anywhere and nothing is kept. Each document becomes one item:

   =========================  ============  ====================================================
   document                   kind          object
   =========================  ============  ====================================================
   compact                    means         ``means``; its rules belong to the terms, and are no item
   contingency                contingency   the contingency
   means of the own party     own-means     ``own-means``, all such documents together
   own course                 course        contingency / course
   promise by the own party   offer         the promise
   report by the own party    report        the report
   own interface              interface     contingency / course, one item for each
   =========================  ============  ====================================================

   What belongs to another party is left out, and named.
3. What is the same as the newest version is no new version; nor is a shared object that somebody has said already just
   so. Versions are kept, and none is changed.
4. The text of a document is that of its tree in JSON: every scalar a text, comments gone, in the planner's order.
5. A draft names to whom it may go (its label, nobody unless said) and bears tags. Both are part of what is approved,
   and so is which version it replaces: the newest one that this party has said; of a shared object that it has said no
   version of, the one that is here.
6. Each version bears a *nonce*, 16 bytes drawn for it, which goes with its body and into its content id: whoever holds
   a release, and not the item, learns nothing by guessing at it. Two versions that differ in nothing else are the same.

Who may: planners. Cost: one reading of the folder, one change of the cabinet.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import InputError, UsageError, one_fault, shown
from freehand.ledger.canonical import MOST, canonical, in_nfc, parse
from freehand.ledger.randomness import Randomness, drawn
from freehand.node.kinds import BY_NAME, DOCUMENT, NONCE, NONCE_BYTES, content_id, label_of

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known
    from freehand.node.said import Said
    from freehand.node.store.interface import OpenShelves, Shelves, Value

SHELF: Final = "draft"
SAID: Final = "said"
"""Content id, or kind and object -> where an own item stands in the own log."""
NEWEST: Final = "newest draft"
"""Kind and object -> the number of the newest version."""
BY_ID: Final = "drafted"
"""Content id -> the name of the version that has it."""
LARGEST: Final = MOST - 4096
"""Bytes of a body: a record has at most 256 KiB, and some of them are not its body's."""


class Draft(NamedTuple):
    """One version of one item, as it would be said."""

    kind: str
    object: str
    label: str
    tags: tuple[str, ...]
    body: dict[str, Any]
    replaces: str | None
    version: int
    nonce: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """The body of its record: tags and nonce go with it."""
        more = ({"tags": list(self.tags)} if self.tags else {}) | ({NONCE: self.nonce} if self.nonce else {})
        return {**self.body, **more}

    @property
    def id(self) -> str:
        """What approvals are about."""
        return content_id(self.kind, self.object, self.label, self.said, self.replaces)

    @property
    def words(self) -> str:
        """What it is, for people.

        >>> Draft("course", "evacuation/by%20sea", "", (), {}, None, 1).words
        "course 'by sea' in evacuation"
        """
        return words_of(self.kind, self.object, self.body)


class Added(NamedTuple):
    """What became of a folder."""

    new: tuple[Draft, ...]
    changed: tuple[Draft, ...]
    same: tuple[Draft, ...]
    left_out: tuple[str, ...]
    """Sentences: which documents are no items of this party."""


def add(
    node: Node,
    compact: Compact,
    folder: str | os.PathLike[str],
    *,
    label: str | None = None,
    tags: Iterable[str] | None = None,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Added:
    """Keep the items of a workspace folder as drafts. Who may: planners.

    Args:
        node: the own node.
        compact: the compact that they are for.
        folder: the workspace.
        label: to whom they may go; None: as the versions before, nobody for a new one.
        tags: what they bear; None: as the versions before.
        known: what is known, if it was read already.
        randomness: where nonces come from.

    Raises:
        InputError: the workspace has faults (all of them are told), is of another compact, or an item is too large.
        AccessError: it cannot be read.
        UsageError: label or tags cannot stand.
    """
    found, left_out = items_of(folder, node.party, compact.name)
    here = _shared(node, compact, known) if any(BY_NAME[kind].shared for kind, _, _ in found) else {}
    with node.cabinet.writing() as shelves:
        old = {(one.kind, one.object): one for one in _newest(shelves, compact)}
        kept: dict[str, list[Draft]] = {"new": [], "changed": [], "same": []}
        for kind, name, body in found:
            before, others = old.get((kind, name)), here.get((kind, name), ())
            said = next((one for one in others if one.body[DOCUMENT] == body[DOCUMENT]), None)
            if before is None and said is not None:
                left_out.append(f"The {_words(kind, name)} is here already, as {shown(said.party)} said it.")
                continue
            replaces = _replaced(shelves, compact, kind, name) or next((one.leaf for one in others), None)
            draft = _settled(compact, kind, name, body, before, label, tags, replaces, randomness)
            what = "same" if draft is before else "new" if before is None else "changed"
            kept[what].append(draft)
            if what != "same":
                _put(shelves, compact, draft)
    return Added(tuple(kept["new"]), tuple(kept["changed"]), tuple(kept["same"]), tuple(left_out))


def put(
    node: Node,
    compact: Compact,
    kind: str,
    name: str,
    body: Mapping[str, Any],
    *,
    label: str | None = None,
    tags: Iterable[str] | None = None,
    randomness: Randomness = drawn,
) -> Draft:
    """Keep one item as a draft. Who may: planners. The newest version stands if it is the same.

    Raises:
        UsageError: label or tags cannot stand.
        InputError: the body has no canonical text, or is too large.
    """
    plain = _plain(body)
    with node.cabinet.writing() as shelves:
        before, replaces = _one(shelves, compact, kind, name), _replaced(shelves, compact, kind, name)
        draft = _settled(compact, kind, name, plain, before, label, tags, replaces, randomness)
        if draft is not before:
            _put(shelves, compact, draft)
    return draft


def as_next(
    node: Node,
    compact: Compact,
    kind: str,
    name: str,
    body: Mapping[str, Any],
    *,
    label: str | None = None,
    tags: Iterable[str] | None = None,
    randomness: Randomness = drawn,
) -> Draft:
    """The draft that ``put`` would keep, without keeping it. Who may: planners, releasers.

    Raises:
        UsageError: label or tags cannot stand.
        InputError: the body has no canonical text, or is too large.
    """
    plain = _plain(body)
    with node.cabinet.reading() as shelves:
        before, replaces = _one(shelves, compact, kind, name), _replaced(shelves, compact, kind, name)
        return _settled(compact, kind, name, plain, before, label, tags, replaces, randomness)


def put_interface(
    node: Node,
    compact: Compact,
    text: str,
    *,
    label: str | None = None,
    tags: Iterable[str] | None = None,
    randomness: Randomness = drawn,
) -> list[Draft]:
    """Keep an interface file of the own party as drafts, one for each course. Who may: planners.

    Raises:
        InputError: it is none, or another party's.
        UsageError: label or tags cannot stand.
    """
    from freehand.formats.interface import read
    from freehand.formats.json_tree import read_json
    from freehand.formats.tree import Fields, plain_data

    trees, faults = read_json(text, "the interface")
    if faults or not isinstance(trees[0], Fields):
        raise InputError(faults or one_fault("this is no interface", "it holds no object.", "Write it again."))
    released, faults = read(trees[0], "the interface")
    if released is None:
        raise InputError(faults)
    if released.party != node.party or released.compact != compact.name:
        why = f"it is of {shown(released.party)} in the compact {shown(released.compact)}."
        raise InputError(one_fault("this interface is not ours to release", why, "Name one of this party and compact."))
    return [
        put(node, compact, kind, name, body, label=label, tags=tags, randomness=randomness)
        for kind, name, body in _interfaces(plain_data(trees[0]))
    ]


def newest(node: Node, compact: Compact) -> list[Draft]:
    """The newest version of each draft, by kind and object. Who may: planners, releasers."""
    with node.cabinet.reading() as shelves:
        return _newest(shelves, compact)


def versions(node: Node, compact: Compact, kind: str, name: str) -> list[Draft]:
    """All versions of one draft, from the first on. Who may: planners, releasers."""
    with node.cabinet.reading() as shelves:
        return [one for one in _all(shelves, compact) if (one.kind, one.object) == (kind, name)]


def draft_of(node: Node, compact: Compact, kind: str, name: str, version: int | None = None) -> Draft:
    """One draft, the newest version unless another is named. Who may: planners, releasers.

    Raises:
        UsageError: there is none.
    """
    found = {draft.version: draft for draft in versions(node, compact, kind, name)}
    wanted = found.get(max(found, default=0) if version is None else version)
    if wanted is not None:
        return wanted
    what = f"there is no draft of the {_words(kind, name)}"
    why = f"it has {len(found)} versions." if found else "nothing of this name was added."
    raise UsageError(one_fault(what, why, "See 'freehand draft list'."))


def of_id(shelves: Shelves, compact: Compact, item: str) -> Draft | None:
    """The version of a draft that has this content id, within a state of the cabinet."""
    name: Any = shelves.get(BY_ID, f"{compact.id} {item}")
    value: Any = None if name is None else shelves.get(SHELF, name)
    return None if value is None else _draft(value)


def relabel(
    node: Node,
    compact: Compact,
    kind: str,
    name: str,
    *,
    parties: Iterable[str] | None = None,
    tags: Iterable[str] | None = None,
    randomness: Randomness = drawn,
) -> Draft:
    """Say to whom a draft may go, or which tags it bears: a new version. Who may: planners.

    Raises:
        UsageError: there is no such draft, or label or tags cannot stand.
    """
    label = None if parties is None else label_of([*{*parties, node.party}])
    with node.cabinet.writing() as shelves:
        before = _one(shelves, compact, kind, name)
        if before is None:
            what = f"there is no draft of the {_words(kind, name)}"
            raise UsageError(one_fault(what, "nothing of this name was added.", "See 'freehand draft list'."))
        replaces = _replaced(shelves, compact, kind, name) or before.replaces
        draft = _settled(compact, kind, name, before.body, before, label, tags, replaces, randomness)
        if draft is not before:
            _put(shelves, compact, draft)
    return draft


def drop(node: Node, compact: Compact, kind: str, name: str) -> int:
    """Take all versions of a draft off the shelf; how many there were. Who may: planners. What was said stays said."""
    with node.cabinet.writing() as shelves:
        found = [one for one in _all(shelves, compact) if (one.kind, one.object) == (kind, name)]
        for draft in found:
            shelves.drop(SHELF, _name(compact, draft))
            shelves.drop(BY_ID, f"{compact.id} {draft.id}")
        shelves.drop(NEWEST, f"{compact.id} {kind} {name}")
    return len(found)


def differences(old: Draft | None, new: Draft) -> list[str]:
    """What changed from one version of an item to another, as sentences.

    >>> first = Draft("request", "r", "", (), {"for": "fuel", "to": "B"}, None, 1)
    >>> differences(first, first._replace(label="A, B", body={"for": "water", "to": "B"}))
    ["for was 'fuel' and is 'water'.", 'It may go to A, B; before, to nobody.']
    """
    if old is None:
        return [f"The {new.words} is new."]
    found: list[str] = []
    _compare("", _tree_of(old.body), _tree_of(new.body), found)
    if old.label != new.label:
        found.append(f"It may go to {new.label or 'nobody'}; before, to {old.label or 'nobody'}.")
    gone, come = sorted({*old.tags} - {*new.tags}), sorted({*new.tags} - {*old.tags})
    found += [f"The tag '{tag}' is gone." for tag in gone] + [f"The tag '{tag}' is new." for tag in come]
    return found


# -- what is taken out of a folder ----------------------------------------------------------------------------------


def items_of(
    folder: str | os.PathLike[str], party: str, compact: str
) -> tuple[list[tuple[str, str, dict[str, Any]]], list[str]]:
    """The items of a workspace folder as kind, object and body, and a sentence for each document that is left out.

    Raises:
        InputError: the workspace has faults, or is of another compact or without this party.
        AccessError: it cannot be read.
    """
    from freehand.formats.folder import read_folder
    from freehand.formats.workspace import read_workspace
    from freehand.node.reckoning.documents import only_of, split, spoken

    files, faults = read_folder(folder)
    workspace = read_workspace(files, faults)
    if workspace.compact.name != compact:
        what = f"this folder is of the compact '{shown(workspace.compact.name)}'"
        raise InputError(one_fault(what, f"these drafts would be for '{shown(compact)}'.", "Name another folder."))
    if party not in {each.name for each in workspace.compact.parties}:
        what = f"{shown(party)} is no party of this workspace"
        raise InputError(one_fault(what, "its compact document does not name it.", "Add it, or name another folder."))
    taken = split(files)
    mine = only_of(taken.documents, party)
    left_out = [
        f"{each.place}: the {each.kind} {spoken(each.object)} is {shown(each.party)}'s."
        for each in taken.documents
        if each.party not in ("", party)
    ]
    if taken.rules:
        left_out.append("The rules of the compact's document belong to the terms, and are proposed with them.")
    found: list[tuple[str, str, dict[str, Any]]] = []
    for each in mine:
        if each.kind == "interface":
            found += _interfaces(json.loads(each.text))
        else:
            found.append((each.kind, each.object, _plain(each.body)))
    return sorted(found, key=lambda item: item[:2]), left_out


def _interfaces(tree: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """One document for each course, each with the head of the file: a release is item by item."""
    from freehand.node.reckoning.documents import compact_json, object_name

    courses: dict[tuple[str, str], list[Any]] = {}
    for course in tree["courses"]:
        courses.setdefault((course["contingency"], course["course"]), []).append(course)
    for (contingency, course), parts in courses.items():
        text = compact_json({**tree, "courses": parts})
        yield "interface", object_name(contingency, course), _plain({DOCUMENT: text})


# -- the shelf ------------------------------------------------------------------------------------------------------


def _plain(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as its record will hold it: in Unicode's normal form C, so that its content id stays what it is."""
    value = parse(in_nfc(canonical(dict(body))), 2**26)
    assert isinstance(value, dict)
    _refuse_large(value)
    return value


def keep_said(shelves: OpenShelves, compact: Compact, one: Said, leaf: str, number: int) -> None:
    """Remember where an own item stands in the own log: by its content id, and as the newest version of its object."""
    where: Value = {"leaf": leaf, "number": number}
    shelves.put(SAID, f"{compact.id} {one.id}", where, within=compact.id)
    shelves.put(SAID, f"{compact.id} {one.kind} {one.object}", where, within=compact.id)


def said_anew(node: Node, compact: Compact) -> None:
    """After a revocation: of own items, those that are the own party's still; of versions, those that stand."""
    from freehand.node.known import known as read

    held = read(node, compact)
    own = [one for one in held.said(superseded=True) if one.mine]
    with node.cabinet.writing() as shelves:
        for name, _ in list(shelves.all(SAID, within=compact.id)):
            shelves.drop(SAID, name)
        for one in own:
            where: Value = {"leaf": one.leaf, "number": one.number}
            shelves.put(SAID, f"{compact.id} {one.kind} {one.object}", where, within=compact.id)
            if not one.disowned:
                shelves.put(SAID, f"{compact.id} {one.id}", where, within=compact.id)


def _replaced(shelves: Shelves, compact: Compact, kind: str, name: str) -> str | None:
    """The newest version that this party has said."""
    held: Any = shelves.get(SAID, f"{compact.id} {kind} {name}")
    return None if held is None else str(held["leaf"])


def _shared(node: Node, compact: Compact, known: Known | None) -> dict[tuple[str, str], tuple[Said, ...]]:
    """The versions of shared objects that are here, by kind and object."""
    if known is None:
        from freehand.node.known import known as read

        known = read(node, compact)
    shared = [kind.name for kind in BY_NAME.values() if kind.shared]
    return {(kind, name): found for kind in shared for name, found in known.current(kind).items()}


def _refuse_large(value: Any) -> None:
    size = len(canonical(value))
    if size > LARGEST:
        why = f"it has {size // 1024 + 1} KiB, and one item has at most {LARGEST // 1024}."
        next_ = "Take it apart: several courses or contingencies, each an item of its own."
        raise InputError(one_fault("this item is too large", why, next_))


def _settled(
    compact: Compact,
    kind: str,
    name: str,
    body: dict[str, Any],
    before: Draft | None,
    label: str | None,
    tags: Iterable[str] | None,
    replaces: str | None,
    randomness: Randomness,
) -> Draft:
    """The next version, or the one before if it is the same."""
    row = BY_NAME.get(kind)
    if row is None:
        raise UsageError(one_fault(f"there is no kind '{shown(kind)}'", f"there are {', '.join(BY_NAME)}.", "Use one."))
    draft = Draft(
        kind,
        name,
        (before.label if before else "") if label is None else _label(compact, label),
        (before.tags if before else ()) if tags is None else _tags(tags),
        body,
        replaces,
        before.version + 1 if before else 1,
    )
    if before is not None and draft[:5] == before[:5]:  # kind, object, label, tags, body
        return before
    return draft._replace(nonce=randomness(NONCE_BYTES).hex())


def _label(compact: Compact, label: str) -> str:
    """A label that names parties of this compact and nothing else, or nobody."""
    if not label:
        return label
    names = [*compact.members]
    wanted = [each.strip() for each in label.split(",")]
    strangers = [each for each in wanted if each not in names]
    if strangers:
        what = f"'{shown(strangers[0])}' is no party of this compact"
        raise UsageError(one_fault(what, f"its parties are {', '.join(map(shown, names))}.", "Name parties of it."))
    return label_of([*set(wanted)])


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    from freehand.ledger.names import fault_of

    found = sorted({*tags})
    for tag in found:
        if fault_of(tag):
            what = f"'{shown(tag)}' cannot stand as a tag"
            raise UsageError(one_fault(what, f"{fault_of(tag)}.", "Write it as one plain word or two."))
    return tuple(found)


def words_of(kind: str, name: str, body: Mapping[str, Any]) -> str:
    """An item for people: by its name, or by what it is about where its name was drawn.

    >>> words_of("accept", "8c26dd81", {"about": "8c26dd8104350"})
    'acceptance of offer 8c26dd81'
    """
    from freehand.node.reckoning.documents import unquoted

    about, parts = str(body.get("about", ""))[:8], name.split("/")
    if kind in _BY_WHAT:
        return _BY_WHAT[kind].format(about)
    if kind == "request" and len(parts) == 3:
        contingency, need, to = (shown(unquoted(part)) for part in parts)
        return f"request for '{need}' to {to} in {contingency}"
    return _words(kind, name)


_BY_WHAT: Final = {
    "accept": "acceptance of offer {}",
    "ask": "question on {}",
    "answer": "answer to {}",
    "say": "comment on {}",
    "engagement": "engagement",
}


def _words(kind: str, name: str) -> str:
    from freehand.node.reckoning.documents import spoken

    return kind.replace("-", " ") if kind == name else f"{kind} {spoken(name)}"  # means, own means: there is one


def _name(compact: Compact, draft: Draft) -> str:
    return f"{compact.id} {draft.kind} {draft.object} {draft.version:06}"


def _put(shelves: OpenShelves, compact: Compact, draft: Draft) -> None:
    shelves.put(SHELF, _name(compact, draft), {**draft._asdict(), "tags": list(draft.tags)}, within=compact.id)
    shelves.put(BY_ID, f"{compact.id} {draft.id}", _name(compact, draft), within=compact.id)
    shelves.put(NEWEST, f"{compact.id} {draft.kind} {draft.object}", draft.version, within=compact.id)


def _all(shelves: Shelves, compact: Compact) -> Iterator[Draft]:
    for _, value in shelves.all(SHELF, within=compact.id):
        yield _draft(value)


def _draft(value: Any) -> Draft:
    return Draft(**{**value, "tags": tuple(value["tags"])})


def _newest(shelves: Shelves, compact: Compact) -> list[Draft]:
    return [*{(one.kind, one.object): one for one in _all(shelves, compact)}.values()]


def _one(shelves: Shelves, compact: Compact, kind: str, name: str) -> Draft | None:
    version = shelves.get(NEWEST, f"{compact.id} {kind} {name}")
    value = shelves.get(SHELF, f"{compact.id} {kind} {name} {version:06}") if type(version) is int else None
    return None if value is None else _draft(value)


# -- differences ----------------------------------------------------------------------------------------------------


def _tree_of(body: Mapping[str, Any]) -> Any:
    return json.loads(body[DOCUMENT]) if DOCUMENT in body else dict(body)


def _compare(where: str, old: Any, new: Any, found: list[str]) -> None:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            at = f"{where} / {key}" if where else key
            if key not in new:
                found.append(f"{at} is gone; it was {_quoted(old[key])}.")
            elif key not in old:
                found.append(f"{at} is new: {_quoted(new[key])}.")
            else:
                _compare(at, old[key], new[key], found)
    else:
        found.append(f"{where} was {_quoted(old)} and is {_quoted(new)}.")


def _quoted(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{shown(text)}'"
