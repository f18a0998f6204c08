"""The party's own people: a key is made, a person is added, confirmed, given other roles, removed.

1. A person's key lies in a file of its own, sealed under that person's own passphrase; the node never opens it for
   somebody else. The file bears a number, or lies wherever the person wants it.
2. Who stands in a card is said by the root key; roles and confirmations are said in the log (``people``). The card
   comes first: a person without a record has no role.
3. Nothing is said that would have no effect: whoever may not confirm is told why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.ledger import record
from freehand.ledger.card_file import read_card
from freehand.ledger.identity import with_person, without_person
from freehand.ledger.keys import SigningKey
from freehand.ledger.lines import current
from freehand.ledger.log import Statement, append
from freehand.ledger.names import fault_of, look_alikes
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.sealed_keys import DEAR, Cost, Sealed, open_keys, seal_keys
from freehand.ledger.store.interface import Line, Range
from freehand.node import people
from freehand.node.epochs import keep_own_card, own_card
from freehand.node.events import event
from freehand.node.files import PRIVATE, new_file, read_file, write_file
from freehand.node.folder import Compact, Node
from freehand.node.people import Person
from freehand.node.place import PEOPLE

SHELF = "person"


class Key(NamedTuple):
    """A person's key, and where it lies."""

    name: str
    public: bytes
    file: Path


def make_person(
    node: Node,
    name: str,
    passphrase: str,
    *,
    file: Path | None = None,
    cost: Cost = DEAR,
    randomness: Randomness = drawn,
) -> Key:
    """Make a key for a person, sealed under that person's passphrase.

    Args:
        node: the party's.
        name: the person's, unlike any other here.
        passphrase: the person's own.
        file: where it goes; otherwise into the node's folder.
        cost: what trying the passphrase costs.
        randomness: where the key comes from.

    Raises:
        UsageError: the name cannot stand, or is too much like another; or the file is there.
        AccessError: it cannot be written.
    """
    fault = fault_of(name)
    if fault:
        raise UsageError(one_fault(f"'{shown(name)}' cannot be a person's name", f"{fault}.", "Choose another."))
    if not passphrase:
        raise UsageError(one_fault("an empty passphrase protects nothing", "anybody could sign so.", "Choose one."))
    key = SigningKey.new(randomness)
    with node.cabinet.writing() as shelves:
        alike = look_alikes(name, [other for other, _ in shelves.all(SHELF)])
        if alike:
            why = f"it is, or looks like, '{shown(alike[0])}', who is here already."
            raise UsageError(one_fault(f"'{shown(name)}' is not taken", why, "Choose another name."))
        held = [int(each.stem) for each in (node.path / PEOPLE).glob("[1-9]*.key") if each.stem.isdigit()]
        path = file or node.path / PEOPLE / f"{max(held, default=0) + 1}.key"
        with new_file(path, PRIVATE) as made:
            made.write_bytes(seal_keys([Sealed("person", key)], passphrase, cost, randomness))
        place = {"key": key.public.hex(), "file": path.name if file is None else str(path.absolute())}
        shelves.put(SHELF, name, {**place})
    return Key(name, key.public, path)


def keys_of(node: Node) -> tuple[Key, ...]:
    """The keys of people that were made here, by name."""
    with node.cabinet.reading() as shelves:
        held: list[tuple[str, Any]] = list(shelves.all(SHELF))
    return tuple(Key(name, bytes.fromhex(one["key"]), node.path / PEOPLE / one["file"]) for name, one in held)


def person_key(file: Path, passphrase: str) -> SigningKey:
    """A person's key, opened.

    Raises:
        NotOpened: the passphrase is another one.
        UsageError: the file holds no person's key.
        AccessError: it is not there.
    """
    for one in open_keys(read_file(file), passphrase):
        if one.purpose == "person" and isinstance(one.key, SigningKey):
            return one.key
    raise UsageError(one_fault(f"'{shown(str(file))}' holds no person's key", "it holds other keys.", "Name another."))


def change_passphrase(
    node: Node,
    name: str,
    file: Path,
    old: str,
    new: str,
    *,
    now: int,
    cost: Cost = DEAR,
    randomness: Randomness = drawn,
) -> None:
    """Seal a person's key under another passphrase of that person's; key and card stay as they are.

    Args:
        node: the party's, whose trail tells it.
        name: the person's.
        file: where the key is.
        old: what opens it.
        new: what shall.
        now: seconds since 1970.
        cost: what trying the passphrase costs.
        randomness: where the salt comes from.

    Raises:
        NotOpened: the old one is another one.
        UsageError: the new one is empty or the old one, or the file holds another key than was made for this person.
        AccessError: it cannot be written; then the old one opens it.
    """
    if not new or new == old:
        what = "the new passphrase is the old one" if new else "an empty passphrase protects nothing"
        raise UsageError(one_fault(what, "nothing was changed.", "Choose another."))
    path = file.resolve()  # a link to where the key lies stays one
    key = person_key(path, old)
    if any(one.name == name and one.public != key.public for one in keys_of(node)):
        what = f"'{shown(str(file))}' holds another key than that of '{shown(name)}'"
        raise UsageError(one_fault(what, "nothing was changed.", "Name the person whose key it is."))
    with node.cabinet.writing() as shelves:
        write_file(path, seal_keys([Sealed("person", key)], new, cost, randomness))
        words = f"The key of {shown(name)} opens with another passphrase."
        shelves.note(event("a person's passphrase was changed", now, key=key.public.hex(), words=words))


def records_of(line: Line, first: int = 0) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Number and body of each record about a person that is there, from a number on."""
    mark = b'"kind":"person"'
    for number, data in line.records([Range(first, line.size)]):
        if mark in data:
            found = record.read(data, log=line.log, sequence=number)
            if found.kind == people.KIND and found.readable and isinstance(found.body, dict):
                yield number, found.body


def people_here(compact: Compact) -> tuple[Person, ...]:
    """The own people of a compact, as its log says now. Its cost is one look through the own log."""
    with compact.store.reading() as view:
        said = list(records_of(current(view, compact.log)))
    return people.people_of(compact.id, read_card(compact.card), said)


def person_named(compact: Compact, name: str) -> Person:
    """The person of this name who is not removed.

    Raises:
        UsageError: there is none.
    """
    found = next((one for one in people_here(compact) if one.name == name and not one.removed), None)
    if found is None:
        there = ", ".join(f"'{shown(one.name)}'" for one in people_here(compact) if not one.removed) or "nobody"
        why = f"its card names {there}."
        raise UsageError(one_fault(f"'{shown(name)}' is nobody of this compact", why, "Name one of them."))
    return found


def add_person(
    compact: Compact,
    root: SigningKey,
    name: str,
    key: bytes,
    roles: Iterable[str],
    *,
    now: int,
    randomness: Randomness = drawn,
) -> Person:
    """Put a person into the card and say the roles; they count once an older person has confirmed them.

    Raises:
        CardRefused: the root key is another's, or name or key cannot stand.
        UsageError: a role is none, or the name is too much like another.
        LogStopped: the log signs nothing for now.
        AccessError: it cannot be written.
    """
    roles = _roles(roles)
    card = own_card(compact, root)
    alike = look_alikes(name, [one.name for one in card.people if not one.removed])
    if alike:
        why = f"it is, or looks like, '{shown(alike[0])}', who is in the card already."
        raise UsageError(one_fault(f"'{shown(name)}' is not taken", why, "Choose another name."))
    keep_own_card(compact, root, with_person(card, name, key))
    return _say(compact, people.statement(key, roles, None, now), "a person was added", now, randomness)


def confirm_person(
    compact: Compact,
    key: bytes,
    by: SigningKey,
    *,
    now: int,
    roles: Iterable[str] | None = None,
    randomness: Randomness = drawn,
) -> Person:
    """Confirm a person in the roles that were said, or in others.

    Raises:
        UsageError: it would have no effect, and why.
        LogStopped: the log signs nothing for now.
        AccessError: it cannot be written.
    """
    here = people_here(compact)
    person = next((one for one in here if one.key == key), None)
    why = people.why_not_confirm(here, key, by.public)
    if person is None or why:
        next_ = "Have an older person confirm, who is not the keeper."
        raise UsageError(one_fault("the person is not confirmed", f"{why}.", next_))
    wanted = person.roles if roles is None else _roles(roles)
    said = people.confirm(compact.id, compact.log, key, wanted, by, now)
    return _say(compact, said, "a person was confirmed", now, randomness)


def remove_person(
    compact: Compact, root: SigningKey, key: bytes, *, now: int, randomness: Randomness = drawn
) -> Person:
    """Take a person out: the card says so, and the log that no role is left.

    Raises:
        CardRefused: the root key is another's.
        UsageError: the card has no such person.
        LogStopped: the log signs nothing for now.
        AccessError: it cannot be written.
    """
    card = own_card(compact, root)
    if not any(one.key == key and not one.removed for one in card.people):
        why = "the card names nobody with this key, or no longer."
        raise UsageError(one_fault("nobody is removed", why, "Look who is there: 'freehand node people list'."))
    keep_own_card(compact, root, without_person(card, key))
    return _say(compact, people.statement(key, (), None, now), "a person was removed", now, randomness)


def _say(compact: Compact, said: Statement, what: str, now: int, randomness: Randomness) -> Person:
    append(compact.store, compact.log, compact.keys.log, [said], randomness=randomness)
    person = next(one for one in people_here(compact) if one.key.hex() == said.object)
    words = f"{shown(person.name)}: {what} ({', '.join(sorted(person.roles)) or 'no role'})"
    with compact.node.cabinet.writing() as shelves:
        shelves.note(event(what, now, compact, key=said.object, words=words))
    return person


def _roles(roles: Iterable[str]) -> Sequence[str]:
    found = sorted(set(roles))
    unknown = [role for role in found if role not in people.ROLES]
    if unknown:
        why = f"the roles are {', '.join(people.ROLES)}."
        raise UsageError(one_fault(f"'{shown(unknown[0])}' is no role", why, "Choose of these."))
    return found
