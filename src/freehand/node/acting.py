"""Who does it: a person acts with a key of his own, in a role that the party's log gives him.

1. A person is named as in the card, and opens the own key with the own passphrase; nobody acts for another.
2. He counts as the log says now: in the card, confirmed, not removed, with one of the roles that are wanted.
3. Whoever opens the node keeps it. That alone lets nobody speak for the party: what a planner, a releaser or an auditor
   does wants such a person.

Limits: on this machine the program holds to it. What partners hold to is what is signed: releases and confirmations.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.node.people import Person, may
from freehand.node.staff import keys_of, people_here, person_key, person_named

if TYPE_CHECKING:
    from freehand.ledger.keys import SigningKey
    from freehand.node.folder import Compact, Node


class MayNot(UsageError):
    """This person may not do this."""


class Actor(NamedTuple):
    """A person who acts, and the key that signs for him."""

    person: Person
    key: SigningKey


def key_file(node: Node, name: str) -> Path:
    """Where a person's key was put.

    Raises:
        UsageError: no key of this name was made here.
    """
    made = keys_of(node)
    found = next((one.file for one in made if one.name == name), None)
    if found is None:
        there = ", ".join(f"'{shown(one.name)}'" for one in made) or "nobody"
        what = f"there is no key of '{shown(name)}' here"
        raise UsageError(one_fault(what, f"keys were made for {there}.", "Name one of them, or the key's file."))
    return found


def acting(compact: Compact, name: str, file: Path, passphrase: str, *roles: str) -> Actor:
    """The person of this name, who has one of these roles; none given: any.

    Args:
        compact: in which compact.
        name: the person's, as in the card.
        file: where the key is (``key_file``).
        passphrase: the person's own.
        roles: of which one is enough.

    Raises:
        UsageError: it is nobody of this compact, or the key is another one's.
        MayNot: not confirmed, or in none of these roles.
        NotOpened: the passphrase is another one.
        AccessError: the key is not there.
    """
    person = person_named(compact, name)
    if roles:
        refuse_unless(compact, person, *roles)
    key = person_key(file, passphrase)
    if key.public != person.key:
        why = f"the card of this compact names another key for '{shown(name)}'."
        raise UsageError(one_fault("this key does not act here", why, "Give the file of the key that the card names."))
    return Actor(person, key)


def refuse_unless(compact: Compact, person: Person, *roles: str) -> None:
    """Rule 2.

    Raises:
        MayNot: the person has none of these roles, or is not confirmed.
    """
    if any(may(person, role) for role in roles):
        return
    wanted = " or ".join(roles)
    others = [shown(one.name) for one in people_here(compact) if any(may(one, role) for role in roles)]
    next_ = f"Who may: {', '.join(others)}." if others else f"Have somebody added and confirmed as {wanted}."
    if not person.confirmed:
        why = "no older person has confirmed this one."
    else:
        has = ", ".join(sorted(person.roles)) or "none"
        why = f"this takes {_article(wanted)} {wanted}, and the roles here are: {has}."
    raise MayNot(one_fault(f"'{shown(person.name)}' may not do this", why, next_))


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
