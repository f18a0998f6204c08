"""What the gate would say if two people released it; one refusal, and nothing is asked for or approved.

A refusal is noted for the auditor with its clause, never with what is in the item. Cost: one look at each item for each
recipient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from freehand.errors import Fault, shown
from freehand.node.at_hand import as_known
from freehand.node.authoring.content import as_if_said
from freehand.node.drafts.draft import Draft
from freehand.node.events import event
from freehand.node.judging import SAYERS
from freehand.node.partners import refuse_stranger
from freehand.node.releasing.items import items_of, words_of_item
from freehand.node.releasing.refusals import NotReleased, not_released
from freehand.node.said import Said
from freehand.terms.gate import Pass, Refusal, Setting

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known


class Judged(NamedTuple):
    """What the gate says of one item for one recipient, if two people release it."""

    item: str
    words: str
    to: str
    refusal: Refusal | None


def preview(
    node: Node,
    compact: Compact,
    items: Iterable[str],
    to: Iterable[str],
    *,
    beside: Iterable[Draft] = (),
    known: Known | None = None,
) -> list[Judged]:
    """What the gate would say, before anyone signs; ``beside`` are drafts that lie on no shelf yet. Who may: planners,
    releasers.

    Raises:
        UsageError: an item is not there, or a recipient is no other party of the compact.
    """
    found = as_known(node, compact, known)
    parties = recipients_of(node, compact, to)
    more = {one.id: as_if_said(node, compact, one) for one in beside}
    wanted = [item for item in items if item not in more]
    with node.cabinet.reading() as shelves:
        said = items_of(node, compact, shelves, wanted) if wanted or not more else {}
    return list(judged_for(found, said | more, parties))


def judged_for(found: Known, said: dict[str, Said], parties: frozenset[str]) -> Iterator[Judged]:
    """What the gate says of each item for each recipient, as if the release stood."""
    terms = frozenset(version.id for version in found.standing.in_force)
    given, gone = Pass(frozenset(said), parties, terms), found.withdrawn()
    for party in sorted(parties):
        few = found.few(party)
        before = few.settings[found.party].releases
        releases = {item: (*before.get(item, ()), given) for item in said}
        setting = Setting(found.standing, found.members, releases, SAYERS)
        judge = few._replace(settings={**few.settings, found.party: setting})
        for item, one in said.items():
            refusal = judge.refusal(one, frozenset((party,)))
            if refusal is None and one.leaf in gone:
                refusal = Refusal("withdrawn", "it was withdrawn.", True)
            yield Judged(item, words_of_item(one), party, refusal)


def refuse_refused(node: Node, compact: Compact, judged: Sequence[Judged], now: int) -> None:
    """What the gate refuses is neither asked for nor approved; the trail has the clause.

    Raises:
        NotReleased: each refusal.
    """
    refused = [(one, one.refusal) for one in judged if one.refusal is not None]
    if not refused:
        return
    with node.cabinet.writing() as shelves:
        for one, refusal in refused:
            more = {"clause": refusal.clause, "item": one.item, "to": one.to}
            shelves.note(event("the gate refused an item on its way out", now, compact, **more))
    raise NotReleased(
        Fault(
            f"{one.words} does not go to {shown(one.to)} ({refusal.clause})",
            None,
            refusal.words if refusal.words.endswith(".") else f"{refusal.words}.",
            _NEXT.get(refusal.clause.split()[0], "Leave it out of this release."),
        )
        for one, refusal in refused
    )


_NEXT: Final = {
    "terms": "Have terms accepted by all first: 'freehand terms show'.",
    "scope": "Leave it out, or amend the terms to a higher rung.",
    "label": "Label the draft for this party, and release that version.",
    "left": "Nothing flows to or from a party that has left.",
}


def recipients_of(node: Node, compact: Compact, to: Iterable[str]) -> frozenset[str]:
    """The parties for whom a release is.

    Raises:
        UsageError: one is no other party of the compact.
        NotReleased: it is for nobody.
    """
    wanted = frozenset(to)
    for party in sorted(wanted):
        refuse_stranger(node, compact, party)
    if not wanted:
        raise not_released("it is for nobody", "Say to which parties.")
    return wanted
