"""Plan content as a draft: checked like a record, labelled for who may have it, and said once two people release it.

1. The body is as the table of kinds has it (``bodies``).
2. What may not be said (``judging``) is not: an offer to a request that was made to another, an answer to what was
   never asked here.
3. It becomes a draft, and enters the log when two people have released it (``releasing``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from freehand.errors import UsageError, one_fault
from freehand.ledger import record
from freehand.ledger.randomness import Randomness, drawn
from freehand.node.at_hand import as_known
from freehand.node.authoring.bodies import refuse_faulty
from freehand.node.drafts import keeping
from freehand.node.drafts.draft import Draft
from freehand.node.judging import may_not
from freehand.node.kinds import label_of
from freehand.node.partners import refuse_stranger
from freehand.node.said import Said, as_said

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known

NOT_YET: Final = "f" * 64
"""In place of the leaf of what is not said yet."""


def content(
    node: Node,
    compact: Compact,
    kind: str,
    name: str,
    body: Mapping[str, Any],
    *,
    to: Sequence[str],
    tags: Iterable[str] | None = (),
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Draft:
    """Plan content of any kind, as a draft labelled for these parties and the own one. Who may: planners.

    Raises:
        InputError: the body is not as the table of kinds has it; all its faults.
        UsageError: a party is none of this compact, or it may not be said.
    """
    refuse_faulty(kind, body)
    for party in to:
        refuse_stranger(node, compact, party)
    draft = Draft(kind, name, label_of([*{*to, node.party}]), (), dict(body), None, 1)
    said = as_if_said(node, compact, draft)
    if said.body.get("about"):
        why = may_not(said, as_known(node, compact, known).one)
        if why:
            raise UsageError(one_fault(f"this {kind} is not said", f"{why}.", "Check what it is about."))
    return keeping.put(node, compact, kind, name, body, label=draft.label, tags=tags, randomness=randomness)


def as_if_said(node: Node, compact: Compact, draft: Draft) -> Said:
    """A draft as the record that it would be, for whoever judges it.

    Raises:
        BadRecord: it could not be one.
    """
    data = record.write(
        log=compact.log,
        sequence=0,
        kind=draft.kind,
        object=draft.object,
        body=draft.said,
        time=0,
        label=draft.label,
        replaces=draft.replaces,
        references=draft.references,
        randomness=bytes,
    )
    return as_said(node.party, compact.log, data, mine=True)._replace(leaf=NOT_YET)


def said_here(found: Known, leaf: str, kind: str) -> Said:
    """The record of this leaf and kind, if it may be read here.

    Raises:
        UsageError: there is none.
    """
    one = found.one(leaf)
    if one is None or one.kind != kind:
        why = "it is not released to this party, or not there, or something else."
        raise UsageError(one_fault(f"there is no such {kind} here", why, f"Name the leaf of one ({kind})."))
    return one
