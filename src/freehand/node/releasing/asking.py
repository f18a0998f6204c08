"""Asking for a release.

The question: how does an item leave a party's hands so that no single person, the keeper of the node included, can let
it go?

1. Whoever asks names items (drafts, or what was said already) and recipients. Before anybody signs, the gate is asked
   about each item and each recipient, as if the release stood (``gating``).
2. What a release adds to what the recipients have already is told before it is signed (``adds``): from two
   projections together more may follow than from each.
3. An ask is signed by who asks, and waits (``waiting``); another approves it (``entering``).

Who may: planners and releasers, with their own keys; never alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from freehand.ledger.keys import SigningKey
from freehand.node.approving import approval, signed_by
from freehand.node.at_hand import as_known
from freehand.node.events import event
from freehand.node.people import why_not_first
from freehand.node.reckoning.adding import interfaces_add
from freehand.node.releasing.gating import judged_for, recipients_of, refuse_refused
from freehand.node.releasing.items import items_of, words_of_item
from freehand.node.releasing.refusals import not_released
from freehand.node.releasing.waiting import ASKS, Asked, as_asked, traced
from freehand.node.said import Said

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known

Adds = Callable[["Known", Sequence[Said], frozenset[str]], Sequence[str]]
"""What a release adds to earlier ones, as sentences: given what is known, the items and the recipients."""


def ask(
    node: Node,
    compact: Compact,
    items: Iterable[str],
    to: Iterable[str],
    *,
    by: SigningKey,
    now: int,
    adds: Adds | None = None,
    known: Known | None = None,
) -> Asked:
    """Ask for a release. Who may: planners and releasers, with their own key.

    Args:
        node: the own node.
        compact: the compact.
        items: content ids, of drafts or of what was said already.
        to: the parties who shall have them.
        by: the key of who asks.
        now: seconds since 1970.
        adds: tells what it adds to earlier releases; None: ``interfaces_add``.
        known: what is known, if it was read already.

    Raises:
        UsageError: an item is not there, or a recipient is no other party of the compact.
        NotReleased: this person may not ask, or the gate refuses an item; each refusal with its clause.
    """
    found = as_known(node, compact, known)
    people = found.people[node.party]
    why = why_not_first(people, by.public)
    if why:
        raise not_released(f"this person cannot ask for a release: {why}", "Have a planner or releaser ask.")
    parties = recipients_of(node, compact, to)
    with node.cabinet.reading() as shelves:
        said = items_of(node, compact, shelves, items)
    refuse_refused(node, compact, list(judged_for(found, said, parties)), now)
    logs = [compact.members[party].log for party in parties]
    terms = sorted(version.id for version in found.standing.in_force)
    told = tuple((adds or interfaces_add)(found, list(said.values()), parties))
    signed = approval(compact.id, said, logs, terms)
    name = sha256(signed + by.public).hexdigest()[:16]
    value: dict[str, Any] = {
        "adds": list(told),
        "asked": signed_by(by, signed),
        "items": sorted(said),
        "terms": terms,
        "time": now,
        "to": sorted(parties),
        "words": [words_of_item(said[item]) for item in sorted(said)],
    }
    with node.cabinet.writing() as shelves:
        shelves.put(ASKS, f"{compact.id} {name}", value, within=compact.id)
        shelves.note(event("a release was asked for", now, compact, **traced(value, by, name)))
    return as_asked(name, value, {one.key: one.name for one in people})
