"""Approving a release; with that its items enter the log, and are said.

1. Whoever approves signs the bytes that were asked for (``approving``): these versions of these items, these
   recipients, the terms now in force. Everything is judged once more at that moment: terms, people, gate.
2. With the approval, items and release enter the log in one batch, the items first. If it is interrupted, the same
   approval does the rest, and nothing twice.

Who may: releasers with their own keys; never who asked, never the keeper of the node.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from freehand.ledger.canonical import canonical
from freehand.ledger.keys import SigningKey
from freehand.ledger.log import Statement, append
from freehand.ledger.randomness import Randomness, drawn
from freehand.node.approving import approval, fault_of_release, release_body, signed_by
from freehand.node.at_hand import as_known
from freehand.node.drafts import placed
from freehand.node.events import event
from freehand.node.kinds import label_of
from freehand.node.people import why_not_first, why_not_second
from freehand.node.releasing.gating import judged_for, recipients_of, refuse_refused
from freehand.node.releasing.items import items_of, own_from, size_of
from freehand.node.releasing.refusals import not_released
from freehand.node.releasing.waiting import ASKS, traced, waiting
from freehand.node.said import Said

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known


class Released(NamedTuple):
    """What an approval brought about."""

    first: int
    """The number of the first record of the batch."""
    size: int
    """The size of the own log after it."""
    release: str
    """The leaf of the release."""
    items: dict[str, str]
    """Content id -> leaf, of all items of the release."""


def approve(
    node: Node,
    compact: Compact,
    name: str,
    *,
    by: SigningKey,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Released:
    """Approve what another has asked for; with that it is said. Who may: releasers with their own key; never who asked,
    never the keeper.

    Raises:
        UsageError: nothing of this name waits.
        NotReleased: this person may not approve it, who asked may no longer, the terms have changed since, a draft is
            gone, or the gate refuses an item.
        LogStopped, StoreBusy, StoreFailed: nothing was said, or everything was (rule 2).
    """
    found = as_known(node, compact, known)
    with node.cabinet.reading() as shelves:
        value = waiting(shelves, compact, name)
        said = items_of(node, compact, shelves, value["items"])
    body = _approved(node, compact, found, value, said, by, now)
    with node.cabinet.writing() as shelves:  # who comes second finds where the first began
        value = waiting(shelves, compact, name)
        if "from" not in value:
            value["from"] = size_of(compact)
            shelves.put(ASKS, f"{compact.id} {name}", value, within=compact.id)
    with node.cabinet.writing() as shelves:
        waiting(shelves, compact, name)
        done = _put_in(node, compact, shelves, said, body, value["from"], now, randomness)
        shelves.drop(ASKS, f"{compact.id} {name}")
        more = traced(value, by, name) | {"leaf": done.release}
        shelves.note(event("a release was approved", now, compact, **more))
    return done


def _approved(
    node: Node, compact: Compact, found: Known, value: Any, said: dict[str, Said], by: SigningKey, now: int
) -> dict[str, Any]:
    """Rule 1: the body of the release, once everything is judged again."""
    people = found.people[node.party]
    first = bytes.fromhex(value["asked"]["by"])
    why = why_not_second(people, first, by.public)
    if why:
        raise not_released(f"this person cannot approve it: {why}", "Have another approve it, a releaser.")
    why = why_not_first(people, first)
    if why:
        raise not_released(f"whoever asked for it may not any more: {why}", "Have somebody who may ask for it anew.")
    terms = sorted(version.id for version in found.standing.in_force)
    if terms != value["terms"]:
        raise not_released(
            "the terms in force are not those under which it was asked for", "Look at it, and ask for it anew."
        )
    parties = recipients_of(node, compact, value["to"])
    refuse_refused(node, compact, list(judged_for(found, said, parties)), now)
    logs = [compact.members[party].log for party in parties]
    signed = approval(compact.id, value["items"], logs, terms)
    body = release_body(value["items"], logs, terms, value["asked"], signed_by(by, signed))
    why = fault_of_release(body, compact.id, people)
    if why:
        raise not_released(f"the release would not hold: {why}", "Ask for it anew.")
    return body


def _put_in(
    node: Node,
    compact: Compact,
    shelves: Any,
    said: dict[str, Said],
    body: dict[str, Any],
    first: int,
    now: int,
    randomness: Randomness,
) -> Released:
    """Rule 2: what is missing of the batch, in one append."""
    there: dict[str, str] = {}
    for one in own_from(node, compact, first):
        if one.id in said:
            there[one.id] = one.leaf
            placed.keep_said(shelves, compact, one, one.leaf, one.number)
        elif one.kind == "release" and one.body == body:
            there[""] = one.leaf
    for item in said:
        held: Any = shelves.get(placed.SAID, f"{compact.id} {item}")
        if held is not None:
            there[item] = held["leaf"]
    new = [item for item in said if item not in there]
    new.sort(key=lambda item: (said[item].kind, said[item].object, item))  # by what people see, not by a drawn hash
    statements = [
        Statement(one.kind, one.object, one.body, now, one.label, one.replaces, one.references)
        for one in (said[item] for item in new)
    ]
    if "" not in there:
        label = label_of([node.party, *(name for name, one in compact.members.items() if one.log in body["to"])])
        statements.append(Statement("release", sha256(canonical(body)).hexdigest()[:32], body, now, label))
    size = size_of(compact)
    if statements:
        done = append(compact.store, compact.log, compact.keys.log, statements, randomness=randomness)
        leaves = [done.leaves[at : at + 32].hex() for at in range(0, len(done.leaves), 32)]
        size = done.first
        for at, item in enumerate(new):
            there[item] = leaves[at]
            placed.keep_said(shelves, compact, said[item], leaves[at], done.first + at)
        there.setdefault("", leaves[-1])
    release = there.pop("")
    return Released(size, size_of(compact), release, there)
