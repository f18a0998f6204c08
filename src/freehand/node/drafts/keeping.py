"""Drafts kept version by version, labelled and tagged, by the people who work on them.

1. Drafts lie on the node's own shelf and in no log: nobody outside learns that there are any.
2. What is the same as the newest version is no new version; two that differ in nothing but the nonce are the same.
   Versions are kept, and none is changed.
3. A draft names to whom it may go (its label, nobody unless said) and bears tags. Both are part of what is approved,
   and so is which version it replaces: the newest one that this party has said.

Who may: planners. Cost: one change of the cabinet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from freehand.errors import InputError, UsageError, one_fault, shown
from freehand.ledger.canonical import MOST, canonical, in_nfc, parse
from freehand.ledger.randomness import Randomness, drawn
from freehand.node.drafts.draft import Draft, plain_words
from freehand.node.drafts.placed import newest_said
from freehand.node.drafts.shelf import BY_ID, NEWEST, SHELF, all_drafts, name_of, newest_drafts, newest_of, put_draft
from freehand.node.kinds import BY_NAME, NONCE_BYTES, label_of

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node

LARGEST: Final = MOST - 4096
"""Bytes of a body: a record has at most 256 KiB, and some of them are not its body's."""


def put(
    node: Node,
    compact: Compact,
    kind: str,
    name: str,
    body: Mapping[str, Any],
    *,
    label: str | None = None,
    tags: Iterable[str] | None = None,
    references: Iterable[str] = (),
    randomness: Randomness = drawn,
) -> Draft:
    """Keep one item as a draft. Who may: planners. The newest version stands if it is the same.

    Raises:
        UsageError: label or tags cannot stand.
        InputError: the body has no canonical text, or is too large.
    """
    plain = plain_body(body)
    with node.cabinet.writing() as shelves:
        before, replaces = newest_of(shelves, compact, kind, name), newest_said(shelves, compact, kind, name)
        draft = settled(compact, kind, name, plain, before, label, tags, replaces, randomness, references)
        if draft is not before:
            put_draft(shelves, compact, draft)
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
    references: Iterable[str] = (),
    randomness: Randomness = drawn,
) -> Draft:
    """The draft that ``put`` would keep, without keeping it. Who may: planners, releasers.

    Raises:
        UsageError: label or tags cannot stand.
        InputError: the body has no canonical text, or is too large.
    """
    plain = plain_body(body)
    with node.cabinet.reading() as shelves:
        before, replaces = newest_of(shelves, compact, kind, name), newest_said(shelves, compact, kind, name)
        return settled(compact, kind, name, plain, before, label, tags, replaces, randomness, references)


def newest(node: Node, compact: Compact) -> list[Draft]:
    """The newest version of each draft, by kind and object. Who may: planners, releasers."""
    with node.cabinet.reading() as shelves:
        return newest_drafts(shelves, compact)


def versions(node: Node, compact: Compact, kind: str, name: str) -> list[Draft]:
    """All versions of one draft, from the first on. Who may: planners, releasers."""
    with node.cabinet.reading() as shelves:
        return [one for one in all_drafts(shelves, compact) if (one.kind, one.object) == (kind, name)]


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
        before = newest_of(shelves, compact, kind, name)
        if before is None:
            what = f"there is no draft of the {plain_words(kind, name)}"
            raise UsageError(one_fault(what, "nothing of this name was added.", "See 'freehand draft list'."))
        replaces = newest_said(shelves, compact, kind, name) or before.replaces
        draft = settled(compact, kind, name, before.body, before, label, tags, replaces, randomness, before.references)
        if draft is not before:
            put_draft(shelves, compact, draft)
    return draft


def drop(node: Node, compact: Compact, kind: str, name: str) -> int:
    """Take all versions of a draft off the shelf; how many there were. Who may: planners. What was said stays said."""
    with node.cabinet.writing() as shelves:
        found = [one for one in all_drafts(shelves, compact) if (one.kind, one.object) == (kind, name)]
        for draft in found:
            shelves.drop(SHELF, name_of(compact, draft))
            shelves.drop(BY_ID, f"{compact.id} {draft.id}")
        shelves.drop(NEWEST, f"{compact.id} {kind} {name}")
    return len(found)


def plain_body(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as its record will hold it: in Unicode's normal form C, so that its content id stays what it is."""
    value = parse(in_nfc(canonical(dict(body))), 2**26)
    assert isinstance(value, dict)
    _refuse_large(value)
    return value


def _refuse_large(value: Any) -> None:
    size = len(canonical(value))
    if size > LARGEST:
        why = f"it has {size // 1024 + 1} KiB, and one item has at most {LARGEST // 1024}."
        next_ = "Take it apart: several courses or contingencies, each an item of its own."
        raise InputError(one_fault("this item is too large", why, next_))


def settled(
    compact: Compact,
    kind: str,
    name: str,
    body: dict[str, Any],
    before: Draft | None,
    label: str | None,
    tags: Iterable[str] | None,
    replaces: str | None,
    randomness: Randomness,
    references: Iterable[str] = (),
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
        references=tuple(sorted({*references})),
    )
    if before is not None and (draft[:5], draft.references) == (before[:5], before.references):
        return before  # of one kind, object, label, tags, body, resting on the same
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
