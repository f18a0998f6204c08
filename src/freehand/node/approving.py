"""What two people sign when an item is released, and whether a release holds: the same table on both sides.

The question: did a second person of this party, with a key of his own, agree to exactly these items for exactly these
recipients under exactly these terms?

The rules:

1. A release names items by their content ids, recipients by their logs, and the versions of the terms in force; each
   list is sorted, nothing stands in it twice, and items and recipients are not empty.
2. Both people sign the same bytes: a tag, and the canonical JSON of the compact and these three lists. So an approval
   is good for no other version of an item, no other recipients, no other terms and no other compact.
3. Two different keys. Whoever asked is a planner or a releaser; whoever approved is a releaser; neither keeps the node.
4. Who somebody is, is said by ``roles``: what a key may do at the place where the release stands in its author's log.
   Nobody, who is not confirmed, and who was removed have no roles.

Source: the design's word on release. Limits: two people who share one passphrase are one; no program sees that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from freehand.ledger.approvals import TAG as PERSONAL
from freehand.ledger.approvals import approve
from freehand.ledger.canonical import canonical
from freehand.ledger.identifiers import HASH, is_name
from freehand.ledger.keys import SigningKey, verify

TAG: Final = b"freehand release/1\n"
PLANNER, RELEASER, KEEPER, AUDITOR = "planner", "releaser", "keeper", "auditor"

Roles: TypeAlias = Callable[[bytes], frozenset[str]]
"""What the holder of a key may do; nothing: no such person, or not yet, or no longer."""


def approval(compact: str, items: Iterable[str], to: Iterable[str], terms: Iterable[str]) -> bytes:
    """The bytes that both people sign (rule 2).

    >>> approval("c", ["i"], ["n"], [])
    b'freehand release/1\\n{"compact":"c","items":["i"],"terms":[],"to":["n"]}'
    """
    value = {"compact": compact, "items": sorted(items), "terms": sorted(terms), "to": sorted(to)}
    return TAG + canonical(value)


def signed_by(key: SigningKey, approved: bytes) -> dict[str, str]:
    """A person's word for these bytes, as it stands in a release."""
    return {"by": key.public.hex(), "signature": approve(key, approved).hex()}


def release_body(
    items: Iterable[str],
    to: Iterable[str],
    terms: Iterable[str],
    asked: Mapping[str, str],
    approved: Mapping[str, str],
) -> dict[str, Any]:
    """The body of a release."""
    return {
        "approved": dict(approved),
        "asked": dict(asked),
        "items": sorted(items),
        "terms": sorted(terms),
        "to": sorted(to),
    }


def fault_of_release(body: Any, compact: str, roles: Roles) -> str:
    """Why a release does not hold, as a clause; empty if it does (all rules).

    >>> ada, ben = SigningKey.of_seed(bytes(32)), SigningKey.of_seed(b"b" * 32)
    >>> said = approval("c", ["0" * 64], ["n"], [])
    >>> body = release_body(["0" * 64], ["n"], [], signed_by(ada, said), signed_by(ben, said))
    >>> fault_of_release(body, "c", {ada.public: frozenset(["planner"]), ben.public: frozenset(["releaser"])}.get)
    ''
    >>> fault_of_release(body, "c", lambda key: frozenset(["planner"]))
    'whoever approved it is no releaser'
    """
    fault = _fault_of_shape(body)
    if fault:
        return fault
    asked, approved = body["asked"], body["approved"]
    if asked["by"] == approved["by"]:
        return "one person asked for it and approved it"
    for what, word in (("asked for", asked), ("approved", approved)):
        fault = fault_of_person(what, roles(bytes.fromhex(word["by"])) or frozenset())
        if fault:
            return fault
    said = PERSONAL + approval(compact, body["items"], body["to"], body["terms"])
    for what, word in (("asked for", asked), ("approved", approved)):
        if not verify(bytes.fromhex(word["by"]), bytes.fromhex(word["signature"]), said):
            return f"whoever is said to have {what} it signed something else"
    return ""


def fault_of_person(what: str, roles: frozenset[str]) -> str:
    """Rule 3 for one of the two: ``what`` is "asked for" or "approved".

    >>> fault_of_person("approved", frozenset(["releaser", "keeper"]))
    'whoever approved it keeps the node'
    """
    if not roles:
        return f"whoever {what} it is nobody who may: not of this party, not confirmed, or removed"
    if KEEPER in roles:
        return f"whoever {what} it keeps the node"
    if what == "approved" and RELEASER not in roles:
        return "whoever approved it is no releaser"
    return "" if roles & {PLANNER, RELEASER} else f"whoever {what} it is neither planner nor releaser"


def _fault_of_shape(body: Any) -> str:
    if not isinstance(body, dict) or not {"approved", "asked", "items", "terms", "to"} <= body.keys():
        return "it is no object of items, to, terms, asked and approved"
    for field, good in (("items", _is_hash), ("to", is_name), ("terms", _is_hash)):
        found = body[field]
        if not isinstance(found, list) or not all(good(each) for each in found):
            return f"its '{field}' are no list of names or hashes"
        if found != sorted(set(found)):
            return f"its '{field}' are not sorted, or something stands there twice"
    if not body["items"] or not body["to"]:
        return "it releases nothing, or to nobody"
    for field in ("asked", "approved"):
        word = body[field]
        if not isinstance(word, dict) or word.keys() != {"by", "signature"} or not _is_word(word):
            return f"nobody's signature stands under '{field}'"
    return ""


def _is_hash(text: Any) -> bool:
    return isinstance(text, str) and HASH.fullmatch(text) is not None


def _is_word(word: Mapping[str, Any]) -> bool:
    return _is_hash(word["by"]) and _is_hex(word["signature"], 128)


def _is_hex(text: Any, digits: int) -> bool:
    return isinstance(text, str) and len(text) == digits and set(text) <= set("0123456789abcdef")
