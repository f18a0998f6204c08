"""What two people sign when an item is released, and whether a release holds: the same table on both sides.

The question: did a second person of this party, with a key of their own, agree to exactly these items for exactly these
recipients under exactly these terms?

The rules:

1. A release names items by their content ids, recipients by their logs, and the versions of the terms in force; each
   list is sorted, nothing stands in it twice, and items and recipients are not empty.
2. Both people sign the same bytes: a tag, and the canonical JSON of the compact and these three lists. So an approval
   is good for no other version of an item, no other recipients, no other terms and no other compact.
3. Whoever asked may ask, and whoever approved may approve what was asked for (``people``): two keys, both confirmed,
   neither removed; the second is a releaser, and not the keeper of the node.
4. What counts is who they were where the release stands in its author's log (``people_at``): to take a role away
   later does not unsay what was released before. A person who was removed, but of whose roles nothing was taken away
   in the log, counts nowhere: nobody can say when that was.

Source: the design's word on release. Limits: two people who share one passphrase are one; no program sees that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from freehand.ledger.approvals import approve, is_approved
from freehand.ledger.canonical import canonical
from freehand.ledger.identifiers import HASH, is_name
from freehand.ledger.identity import Card
from freehand.ledger.keys import SigningKey
from freehand.node.people import Person, people_of, why_not_first, why_not_second

TAG: Final = b"freehand release/1\n"


def people_at(
    compact: str, card: Card, records: Iterable[tuple[int, Mapping[str, Any]]], number: int
) -> tuple[Person, ...]:
    """Who the people of a party were at a place of its log (rule 4).

    Args:
        compact: the compact's identifier.
        card: the party's newest card.
        records: number and body of each record of kind ``person`` that is known of its log, in order.
        number: the place: what stands before it counts.
    """
    held = list(records)
    later = {body.get("key") for at, body in held if at >= number and body.get("roles") == []}
    before = tuple(one._replace(removed=False) if one.key.hex() in later else one for one in card.people)
    return people_of(compact, card._replace(people=before), [each for each in held if each[0] < number])


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


def fault_of_release(body: Any, compact: str, people: Sequence[Person]) -> str:
    """Why a release does not hold, as a clause; empty if it does (rules 1 to 3).

    >>> ada, ben = SigningKey.of_seed(bytes(32)), SigningKey.of_seed(b"b" * 32)
    >>> people = [Person("Ada", ada.public, frozenset(["planner"]), True, False, True, None),
    ...           Person("Ben", ben.public, frozenset(["releaser"]), True, False, True, None)]
    >>> said = approval("c", ["0" * 64], ["n"], [])
    >>> fault_of_release(release_body(["0" * 64], ["n"], [], signed_by(ada, said), signed_by(ben, said)), "c", people)
    ''
    >>> fault_of_release(release_body(["0" * 64], ["n"], [], signed_by(ben, said), signed_by(ada, said)), "c", people)
    'of whoever approved it: this person is no releaser'
    """
    fault = _fault_of_shape(body)
    if fault:
        return fault
    asked, approved = (bytes.fromhex(body[word]["by"]) for word in ("asked", "approved"))
    why = why_not_first(people, asked)
    if why:
        return f"of whoever asked for it: {why}"
    why = why_not_second(people, asked, approved)
    if why:
        return f"of whoever approved it: {why}"
    said = approval(compact, body["items"], body["to"], body["terms"])
    for word, key in (("asked", asked), ("approved", approved)):
        if not is_approved(key, bytes.fromhex(body[word]["signature"]), said):
            return f"of whoever {word if word == 'approved' else 'asked for'} it: something else was signed"
    return ""


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
