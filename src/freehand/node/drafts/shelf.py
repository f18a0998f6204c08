"""The shelf on which drafts lie, version by version; found by kind and object, and by content id.

Nobody outside the node learns that there are any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from freehand.node.drafts.draft import Draft, draft_from

if TYPE_CHECKING:
    from freehand.node.folder import Compact
    from freehand.node.store.interface import OpenShelves, Shelves, Value

SHELF: Final = "draft"

NEWEST: Final = "newest draft"
"""Kind and object -> the number of the newest version."""

BY_ID: Final = "drafted"
"""Content id -> the name of the version that has it."""


def of_id(shelves: Shelves, compact: Compact, item: str) -> Draft | None:
    """The version of a draft that has this content id, within a state of the cabinet."""
    name: Any = shelves.get(BY_ID, f"{compact.id} {item}")
    value: Any = None if name is None else shelves.get(SHELF, name)
    return None if value is None else draft_from(value)


def name_of(compact: Compact, draft: Draft) -> str:
    """The name under which a version lies on the shelf."""
    return f"{compact.id} {draft.kind} {draft.object} {draft.version:06}"


def put_draft(shelves: OpenShelves, compact: Compact, draft: Draft) -> None:
    """Put a version on the shelf, as the newest of its item."""
    value: Value = {**draft._asdict(), "tags": list(draft.tags), "references": list(draft.references)}
    shelves.put(SHELF, name_of(compact, draft), value, within=compact.id)
    shelves.put(BY_ID, f"{compact.id} {draft.id}", name_of(compact, draft), within=compact.id)
    shelves.put(NEWEST, f"{compact.id} {draft.kind} {draft.object}", draft.version, within=compact.id)


def all_drafts(shelves: Shelves, compact: Compact) -> Iterator[Draft]:
    """All versions of all drafts, by kind, object and version."""
    for _, value in shelves.all(SHELF, within=compact.id):
        yield draft_from(value)


def newest_drafts(shelves: Shelves, compact: Compact) -> list[Draft]:
    """The newest version of each draft, by kind and object."""
    return [*{(one.kind, one.object): one for one in all_drafts(shelves, compact)}.values()]


def newest_of(shelves: Shelves, compact: Compact, kind: str, name: str) -> Draft | None:
    """The newest version of one draft, if there is any."""
    version = shelves.get(NEWEST, f"{compact.id} {kind} {name}")
    value = shelves.get(SHELF, f"{compact.id} {kind} {name} {version:06}") if type(version) is int else None
    return None if value is None else draft_from(value)
