"""A release, as whoever takes it in checks it: what it releases to whom, once two of the party's people have signed it.

The rules:

1. Both signatures are over the compact, the content ids, the recipients and the terms that were in force
   (``approval_bytes``): for another version of an item, or other recipients, they are worth nothing.
2. The two are different people of the author's newest card, and may do so by the table in ``people``.
3. Recipients are logs of the compact; a name that is none stands for nobody. No recipients: nobody.

Whatever is broken, it releases nothing; it is no fault of the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from freehand.ledger.approvals import ApprovalRefused, check_approval
from freehand.ledger.canonical import canonical
from freehand.ledger.identifiers import HASH
from freehand.ledger.identity import Card
from freehand.node.people import Person, why_not_first, why_not_second
from freehand.node.said import Said
from freehand.terms.gate import Pass

TAG: Final = b"freehand release/1\n"
NONE: Final = frozenset[str]()


def approval_bytes(compact: str, items: Sequence[str], to: Sequence[str], terms: Sequence[str]) -> bytes:
    """What both people sign: content ids, names of logs, and the versions of the terms then in force, each sorted."""
    value = {"compact": compact, "items": sorted(items), "terms": sorted(terms), "to": sorted(to)}
    return TAG + canonical(value)


def pass_of(said: Said, compact: str, card: Card, people: Sequence[Person], logs: Mapping[str, str]) -> Pass:
    """What a release releases; nothing to nobody where it does not hold.

    Args:
        said: the release, its body as the table of kinds says.
        compact: the compact's id.
        card: its author's newest card.
        people: the author's people, by that card and its log.
        logs: the logs of the compact, each with its party's name.
    """
    nothing = Pass(NONE, NONE, NONE)
    items, to, terms = (_texts(said.body[field]) for field in ("items", "to", "terms"))
    asked, approved = _signed(said.body["asked"]), _signed(said.body["approved"])
    if items is None or to is None or terms is None or asked is None or approved is None:
        return nothing
    if not all(map(HASH.fullmatch, items)):
        return nothing
    if why_not_first(people, asked[0]) or why_not_second(people, asked[0], approved[0]):
        return nothing
    data = approval_bytes(compact, items, to, terms)
    try:
        for key, signature in (asked, approved):
            check_approval(card, key, signature, data)
    except ApprovalRefused:
        return nothing
    return Pass(frozenset(items), frozenset(logs[log] for log in to if log in logs), frozenset(terms))


def _texts(value: Any) -> list[str] | None:
    return value if isinstance(value, list) and all(isinstance(each, str) for each in value) else None


def _signed(value: Any) -> tuple[bytes, bytes] | None:
    """Key and signature."""
    if not isinstance(value, dict) or value.keys() != {"by", "signature"}:
        return None
    key, signature = value["by"], value["signature"]
    if not (isinstance(key, str) and HASH.fullmatch(key) and isinstance(signature, str)):
        return None
    if len(signature) != 128 or not set(signature) <= set("0123456789abcdef"):
        return None
    return bytes.fromhex(key), bytes.fromhex(signature)
