"""Who may do what for a party: people of its card, with the roles that its log gives them and who confirmed these.

The question: a partner has a party's newest card and its log. Which of these people may ask for a release, and which
may approve it, so that whoever keeps the node, and the root key's file with it, cannot make up a second person?

The rule. Roles are said in records of kind ``person`` in the party's log, ``{"key", "roles", "confirmed"}``. In the
order of the log:

1. A record about a key that the card does not name has no effect.
2. *Founders*: record i of the log, for i below the number ``founders`` that record 0 gives, is about the i-th person
   of the card. They need no confirmation. Nobody is made a founder later: what stands first in a log stands for good.
3. *Confirmed* is a record whose ``confirmed`` is another person's signature of compact, log, key and roles, if that
   person was confirmed before in the log, is no keeper, still had a role, and stands before the confirmed one in the
   card, unless that one was confirmed already.
4. Who is not confirmed has the roles that are said, and counts for nothing.
5. For who is confirmed, a record takes effect if it is confirmed in its turn, or only takes away: no new role, and
   *keeper* is not among what goes unless all goes.
6. Whom the card says is removed may do nothing from then on.

So ``may(person, role)``: confirmed, not removed, has the role. A release is asked for by a planner or releaser and
approved by another person, a releaser who is no keeper. The keeper confirms and approves nothing.

Everything here is a function of card and records, the same for the party and for its partners. Limits: who holds two
people's keys is two people. The people of the first card are taken at the root key's word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.ledger.approvals import approve, is_approved
from freehand.ledger.canonical import Value, canonical
from freehand.ledger.identity import Card
from freehand.ledger.keys import SigningKey

if TYPE_CHECKING:
    from freehand.ledger.log import Statement
    from freehand.node.membership import Founder

ROLES: Final[Mapping[str, str]] = {
    "planner": "writes drafts, asks for releases",
    "releaser": "approves releases that another has asked for",
    "keeper": "keeps the node and its keys, approves nothing",
    "auditor": "reads the trail",
}
KIND: Final = "person"
_TAG: Final = "freehand person/1"


class Person(NamedTuple):
    """A person of a card, with what the log says of him."""

    name: str
    key: bytes
    roles: frozenset[str]
    confirmed: bool
    removed: bool
    founder: bool
    by: bytes | None
    """Who confirmed the roles that stand; None for founders."""


def people_of(compact: str, card: Card, records: Iterable[tuple[int, Mapping[str, Any]]]) -> tuple[Person, ...]:
    """All people of a card, in its order.

    Args:
        compact: the compact's identifier.
        card: the party's newest card.
        records: number and body of each record of kind ``person`` in its log that is known, in order.
    """
    found = {one.key: Person(one.name, one.key, frozenset(), False, one.removed, False, None) for one in card.people}
    order = [one.key for one in card.people]
    founders = 0
    for number, body in records:
        said = _read(body)
        if number == 0 and said is not None:
            founders = said.founders
        if said is None or said.key not in found:  # rule 1
            continue
        person = found[said.key]
        if number < founders and number < len(order) and order[number] == said.key:  # rule 2
            found[said.key] = person._replace(roles=said.roles, confirmed=True, founder=True)
        elif _confirmed(compact, card.log, said, found, order):  # rule 3
            found[said.key] = person._replace(roles=said.roles, confirmed=True, by=said.by)
        elif not person.confirmed or _takes_away(person.roles, said.roles):  # rules 4 and 5
            found[said.key] = person._replace(roles=said.roles)
    return tuple(found.values())


def may(person: Person, role: str) -> bool:
    """Whether this person counts in a role."""
    return person.confirmed and not person.removed and role in person.roles


def seconds(people: Iterable[Person], first: bytes) -> tuple[Person, ...]:
    """Who may approve what the person with the key ``first`` has asked for."""
    found = tuple(people)
    return tuple(one for one in found if not why_not_second(found, first, one.key))


def why_not_first(people: Iterable[Person], key: bytes) -> str:
    """Why the person with this key cannot ask for a release, as a clause; empty if he can."""
    one = next((person for person in people if person.key == key), None)
    return _why_not_person(one) or (
        "" if one is not None and one.roles & {"planner", "releaser"} else "this person is neither planner nor releaser"
    )


def why_not_second(people: Iterable[Person], first: bytes, second: bytes) -> str:
    """Why the second cannot approve what the first has asked for, as a clause; empty if he can."""
    one = next((person for person in people if person.key == second), None)
    if first == second:
        return "nobody approves what they asked for themselves"
    why = _why_not_person(one)
    if why or one is None:
        return why
    if "keeper" in one.roles:
        return "this person keeps the node, and the keeper approves nothing"
    return "" if "releaser" in one.roles else "this person is no releaser"


def why_not_confirm(people: Iterable[Person], key: bytes, by: bytes) -> str:
    """Why the person ``by`` cannot confirm the one with this key now, as a clause; empty if he can."""
    found = {one.key: one for one in people}
    if by in found and found[by].removed:
        return "this person has been removed"
    return _may_not_confirm(found, list(found), key, by)


def founding(founders: Sequence[Founder], now: int) -> list[Statement]:
    """The first records of a log (rule 2)."""
    return [statement(one.key, one.roles, None, now, founders=len(founders)) for one in founders]


def statement(
    key: bytes, roles: Iterable[str], confirmed: tuple[bytes, bytes] | None, now: int, *, founders: int = 0
) -> Statement:
    """A record about a person: the roles, who confirmed them with which signature, and with how many it was founded."""
    from freehand.ledger.log import Statement

    body: dict[str, Value] = {
        "confirmed": None if confirmed is None else {"by": confirmed[0].hex(), "signature": confirmed[1].hex()},
        "key": key.hex(),
        "roles": list[Value](sorted(set(roles))),
    }
    if founders:
        body["founders"] = founders
    return Statement(KIND, key.hex(), body, now)


def confirmation(compact: str, log: str, key: bytes, roles: Iterable[str]) -> bytes:
    """What is signed by who confirms (rule 3), through ``ledger.approvals.approve``."""
    said: list[Value] = [*sorted(set(roles))]
    return canonical({"compact": compact, "key": key.hex(), "log": log, "roles": said, "what": _TAG})


def confirm(compact: str, log: str, key: bytes, roles: Iterable[str], by: SigningKey, now: int) -> Statement:
    """The record by which one person confirms another."""
    roles = sorted(set(roles))
    return statement(key, roles, (by.public, approve(by, confirmation(compact, log, key, roles))), now)


class _Said(NamedTuple):
    key: bytes
    roles: frozenset[str]
    by: bytes | None
    signature: bytes
    founders: int


def _read(body: Mapping[str, Any]) -> _Said | None:
    """What a body says; None if it is none of a person."""
    try:
        key, roles, confirmed = bytes.fromhex(body["key"]), body["roles"], body["confirmed"]
        if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
            return None
        by = None if confirmed is None else bytes.fromhex(confirmed["by"])
        signature = b"" if confirmed is None else bytes.fromhex(confirmed["signature"])
        founders = body.get("founders", 0)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return _Said(key, frozenset(roles), by, signature, founders if type(founders) is int else 0)


def _confirmed(compact: str, log: str, said: _Said, found: Mapping[bytes, Person], order: Sequence[bytes]) -> bool:
    """Rule 3."""
    if said.by is None or _may_not_confirm(found, order, said.key, said.by):
        return False
    return is_approved(said.by, said.signature, confirmation(compact, log, said.key, said.roles))


def _may_not_confirm(found: Mapping[bytes, Person], order: Sequence[bytes], key: bytes, by: bytes) -> str:
    """Rule 3 but for the signature: why not, as a clause; empty if he may."""
    one = found.get(by)
    if key not in found or one is None:
        return "the card names nobody with this key"
    if key == by:
        return "nobody confirms themselves"
    if not one.confirmed:
        return "who confirms has not been confirmed"
    if not one.roles:
        return "who confirms has no role any more"
    if "keeper" in one.roles:
        return "the keeper confirms nobody"
    if not found[key].confirmed and order.index(by) > order.index(key):
        return "who confirms came later"
    return ""


def _takes_away(before: frozenset[str], after: frozenset[str]) -> bool:
    """The second half of rule 5."""
    return not after or (after <= before and ("keeper" in after) == ("keeper" in before))


def _why_not_person(one: Person | None) -> str:
    if one is None:
        return "the card names nobody with this key"
    if one.removed:
        return "this person has been removed"
    return "" if one.confirmed else "no older person has confirmed this one"
