"""The identity card of a log: by the word of its root key, which keys speak, open and approve for its owner.

The question: a reader has compared one root key with its owner, once, over the telephone. What does it follow for every
other key, now and after each change?

The rule. A card is canonical JSON, signed by the root key over a tag and the card. It is refused unless:

1. it has at most 1 MiB, is canonical, and the signature is the root key's, strictly;
2. root key, log keys and people's keys are sound (``keys.is_public_key``), and no two of them are equal;
3. the epochs hold together (``epochs.faults_of``);
4. each recipient key is sound, or destroyed and only its SHA-256 is left; no two are equal;
5. the names, of the owner and of each person, hide nothing (``names``); that of the log is one (``identifiers``);
6. there are at most 1,000 epochs, recipient keys and people each.

What a later version adds beside these fields is kept, and plays no part. One card follows another if root key and log
are the same, its number is higher, and

7. epochs, recipient keys and people go on from those before: none is missing, changed or moved. Only two marks are
   added later, and never taken away: a recipient key is destroyed, a person is removed.

A reader keeps the highest number. Two cards of which neither follows the other, or with one number and different
content, contradict each other: proof against the root key; the one held stays.

There is one card for each log, so what an owner does in one compact is not told in another; whether it uses one root
key for all of them is its own choice, and shows.

Source: the habit of TUF (root and role keys, versions that only rise); `docs/formats/identity-card.md`. Limits: whoever
has the root key is the owner. A card does not expire: a reader who is kept from the newest one trusts the last it has.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from freehand.errors import Fault, shown
from freehand.ledger import names
from freehand.ledger.canonical import LARGEST
from freehand.ledger.epochs import EMPTY_ROOT, Epoch, Reason, faults_of
from freehand.ledger.identifiers import is_name
from freehand.ledger.keys import is_public_key
from freehand.ledger.refused import Refused
from freehand.ledger.sealing import is_recipient_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_T = TypeVar("_T")

MOST_ENTRIES: Final = 1000
REFUSED: Final = "the identity card is refused"


class CardRefused(Refused):
    """An identity card that does not hold together, or is not signed by its root key."""

    next_step = "Ask its owner for the card as it was signed."


class CardsContradict(Refused):
    """Two cards of one root key that cannot both be true: a proof against whoever holds that key."""

    next_step = "Keep both, and ask the owner over another channel what happened. The card held before stands."


class Recipient(NamedTuple):
    """A key that content is sealed for: its identifier (SHA-256 of it), and itself unless it has been destroyed."""

    id: bytes
    key: bytes | None


class Person(NamedTuple):
    """Someone who approves for the owner: a name, a public key, and whether the owner has taken it back."""

    name: str
    key: bytes
    removed: bool


class Card(NamedTuple):
    """What a root key says of a log. Epochs, recipient keys and people stand in the order in which they came."""

    log: str
    name: str
    number: int
    root: bytes
    epochs: tuple[Epoch, ...]
    recipients: tuple[Recipient, ...]
    people: tuple[Person, ...]
    unknown: bytes = b"{}"
    """Fields of a later version, as canonical JSON."""

    @property
    def log_key(self) -> bytes:
        """The public key that speaks for the log now."""
        return self.epochs[-1].key

    @property
    def recipient_key(self) -> bytes | None:
        """The public key to seal for: the newest that is not destroyed, if there is one."""
        return next((one.key for one in reversed(self.recipients) if one.key is not None), None)


def first_card(log: str, name: str, root: bytes, log_key: bytes, recipient_key: bytes) -> Card:
    """The card with which a log begins: one epoch from size 0, one recipient key, and nobody who approves."""
    recipient = Recipient(_id(recipient_key), recipient_key)
    return Card(log, name, 1, root, (Epoch(log_key, 0, EMPTY_ROOT, "opened"),), (recipient,), ())


def with_epoch(card: Card, log_key: bytes, size: int, root: bytes, reason: Reason) -> Card:
    """The next card, in which a new log key goes on from this head; beyond it earlier keys do not speak."""
    return card._replace(number=card.number + 1, epochs=(*card.epochs, Epoch(log_key, size, root, reason)))


def with_recipient_key(card: Card, key: bytes) -> Card:
    """The next card, in which content is sealed for this key from now on."""
    return card._replace(number=card.number + 1, recipients=(*card.recipients, Recipient(_id(key), key)))


def with_destroyed(card: Card, key: bytes) -> Card:
    """The next card, in which this recipient key is destroyed: nothing sealed for it can be opened any more.

    Raises:
        ValueError: the card has no such key.
    """
    if not any(one.key == key for one in card.recipients):
        raise ValueError("the card has no such recipient key")
    left = (one._replace(key=None) if one.key == key else one for one in card.recipients)
    return card._replace(number=card.number + 1, recipients=tuple(left))


def with_person(card: Card, name: str, key: bytes) -> Card:
    """The next card, in which this person may approve."""
    return card._replace(number=card.number + 1, people=(*card.people, Person(name, key, removed=False)))


def without_person(card: Card, key: bytes) -> Card:
    """The next card, in which the person with this key may no longer approve.

    Raises:
        ValueError: the card has no such person.
    """
    if not any(one.key == key for one in card.people):
        raise ValueError("the card has no such person")
    left = (one._replace(removed=True) if one.key == key else one for one in card.people)
    return card._replace(number=card.number + 1, people=tuple(left))


def newer(held: Card, offered: Card) -> Card:
    """Which of two cards of one log stands (rule 7): the one with the higher number.

    Raises:
        CardRefused: the one offered is another log's, or another owner's.
        CardsContradict: neither follows the other.
    """
    if (held.root, held.log) != (offered.root, offered.log):
        other = "root key" if held.root != offered.root else "log"
        raise _refused(f"it is of another {other} than the card held before.")
    contradiction = contradicts(held, offered)
    if contradiction:
        raise CardsContradict.because("two cards of one root key contradict each other", contradiction)
    return max(held, offered, key=lambda card: card.number)


def contradicts(one: Card, other: Card) -> str:
    """Why two cards of one root key and log cannot both be true, as a sentence; empty if they can.

    >>> card = first_card("log", "A", b"R" * 32, b"K" * 32, b"X")
    >>> contradicts(card, with_epoch(card, b"L" * 32, 7, b"seven", "rotated"))
    ''
    >>> contradicts(card, card._replace(name="B"))
    'both have number 1 and they differ.'
    """
    before, after = sorted((one, other), key=lambda card: card.number)
    if before.number == after.number:
        return "" if before == after else f"both have number {before.number} and they differ."
    numbers = f"in number {after.number}, of those in number {before.number}."
    if after.epochs[: len(before.epochs)] != before.epochs:
        return f"an epoch is missing or changed {numbers}"
    if not _goes_on(before.recipients, after.recipients, _follows_recipient):
        return f"a recipient key is missing, changed or undestroyed {numbers}"
    if not _goes_on(before.people, after.people, _follows_person):
        return f"a person is missing, changed or let in again {numbers}"
    return ""


def refuse_faulty(card: Card) -> None:
    """Rules 2 to 6, on the values; all faults at once.

    Raises:
        CardRefused: one of them is broken.
    """
    found = [f"{fault}." for fault in _faults(card)]
    if found:
        raise CardRefused(Fault(REFUSED, None, why, CardRefused.next_step) for why in found)


def remarks_on(card: Card, known: Iterable[tuple[str, bytes]]) -> list[str]:
    """What a reader is told beside the names: who they could be taken for, and letters that are not in NFC.

    Args:
        card: the card that is shown.
        known: the names of parties that the reader knows, each with its root key.

    >>> print(*remarks_on(first_card("log", "N\\u043erthland", b"R", b"K", b"X"), [("Northland", b"S")]))
    the name 'Nоrthland' looks like 'Northland', another party: it has U+043E (cyrillic small letter o)
    """
    import unicodedata

    others = [name for name, root in known if root != card.root]
    found = [_likeness("name", card.name, other, "another party") for other in names.look_alikes(card.name, others)]
    people = [one.name for one in card.people if not one.removed]
    first: dict[tuple[int, str], str] = {}
    for name in people:
        keys = list(enumerate(names.skeletons(name)))
        other = next((first[key] for key in keys if key in first), None)
        if other is not None:
            found.append(_likeness("person", name, other, "who may approve as well"))
        for key in keys:
            first.setdefault(key, name)
    for name in (card.name, *people):
        if not unicodedata.is_normalized("NFC", name):
            found.append(f"the name '{shown(name)}' is not in NFC")
    return found


def _id(recipient_key: bytes) -> bytes:
    return hashlib.sha256(recipient_key).digest()


def _likeness(what: str, name: str, other: str, who: str) -> str:
    said = f"the {what} '{shown(name)}' looks like '{shown(other)}', {who}"
    odd = [names.spelled(letter) for letter in name if not letter.isascii() and letter not in other]
    return f"{said}: it has {', '.join(odd[:3])}" if odd else said


def _goes_on(before: tuple[_T, ...], after: tuple[_T, ...], follows: Callable[[_T, _T], bool]) -> bool:
    return len(before) <= len(after) and all(map(follows, before, after))


def _follows_recipient(before: Recipient, after: Recipient) -> bool:
    return before.id == after.id and after.key in (before.key, None)


def _follows_person(before: Person, after: Person) -> bool:
    return before[:2] == after[:2] and before.removed <= after.removed


def _faults(card: Card) -> list[str]:
    entries = {"epochs": card.epochs, "recipient keys": card.recipients, "people": card.people}
    many = [
        f"it has {len(found)} {what}, and {MOST_ENTRIES} are allowed"
        for what, found in entries.items()
        if len(found) > MOST_ENTRIES
    ]
    if many:  # before anything is compared with everything
        return many
    found = [] if 1 <= card.number <= LARGEST else [f"its number {card.number} is not of 1 to {LARGEST}"]
    if not is_name(card.log):
        found.append(f"the log's name '{shown(card.log)}' is not visible ASCII without quote, plus and backslash")
    for name in (card.name, *(person.name for person in card.people)):
        fault = names.fault_of(name)
        if fault:
            found.append(f"the name '{shown(name)}' is refused: {fault}")
    keys = [card.root, *(epoch.key for epoch in card.epochs), *(person.key for person in card.people)]
    found += [f"the key {key.hex()[:16]}… is of no sound point" for key in keys if not is_public_key(key)]
    if len(set(keys)) != len(keys):
        found.append("one key stands twice, and each has one part to play")
    found += faults_of(card.epochs)
    for one in card.recipients:
        if one.key is not None and (_id(one.key) != one.id or not is_recipient_key(one.key)):
            found.append(f"the recipient key {one.id.hex()[:16]}… is not sound, or not of this identifier")
    if len({one.id for one in card.recipients}) != len(card.recipients):
        found.append("one recipient key stands twice")
    return found


def _refused(why: str) -> Refused:
    return CardRefused.because(REFUSED, why)
