"""Which own records a partner may have today, each with why it may not.

1. Every record passes the gate on its way out, at the moment of writing, for this partner alone (``judging``). What it
   refuses is withheld: its leaf goes, as all leaves do, and nothing else.
2. What was withdrawn does not go any more. What was handed over stays so: nobody can take it back out of a hand.
3. A release goes to those whom it names. A withdrawal, a recall, an end goes to those who may have had the item that it
   is about; others would learn from it that there was one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from freehand.ledger.store.interface import Range
from freehand.node.judging import Judge, offer_of
from freehand.node.kinds import BY_NAME
from freehand.node.said import Said, said_at
from freehand.terms.gate import Refusal

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Member
    from freehand.node.known import Known

ABOUT_AN_ITEM: Final = frozenset(("withdraw", "recall", "end"))

NEVER: Final = frozenset(("label", "withdrawn", "others"))
"""What is said in a record itself, and in a withdrawal, does not change: it is not looked at again."""


def own_judged(
    compact: Compact, own: str, member: Member, found: Known, judge: Judge, ranges: Sequence[Range]
) -> Iterator[tuple[Said, Refusal | None]]:
    """Own records, each with why it does not go; those of kinds that are not known here do not."""
    if not ranges:
        return
    gone = found.withdrawn()
    said = (one for one in said_at(compact, compact.log, own, ranges) if one.kind in BY_NAME)
    for one, refused in judge.refusals(said, frozenset((member.name,))):
        yield one, refused or _withheld(one, member, gone, judge)


def _withheld(said: Said, member: Member, gone: Mapping[str, object], judge: Judge) -> Refusal | None:
    """Rules 2 and 3."""
    if said.leaf in gone:
        return Refusal("withdrawn", "it was withdrawn.", True)
    if not _concerns(said, member, judge):
        return Refusal("others", "it is about what this party has nothing of.", True)
    return None


def _concerns(said: Said, member: Member, judge: Judge) -> bool:
    """Rule 3."""
    if said.kind == "release":
        return member.log in said.body["to"]
    if said.kind not in ABOUT_AN_ITEM:
        return True
    about = judge.find(said.body["about"])
    if said.kind != "withdraw":
        about = offer_of(said, judge.find) or about
    if about is None or about.party == member.name:
        return True
    if about.mine:
        return any(member.name in given.to for given in judge.settings[about.party].releases.get(about.id, ()))
    return member.name in about.label.split(", ")
