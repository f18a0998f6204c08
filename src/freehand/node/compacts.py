"""Compacts: founded, joined, and whose cards are trusted in them.

The question: two parties have never heard of each other through a machine. How does either know whose root key it has?

The rules:

1. Who founds a compact draws its identifier. Each member makes keys, a card and a log of its own for it, which nothing
   ties to what it does elsewhere.
2. A *contact card* is a file that is handed over in any way (``contact``). What comes in one *waits*: it is on the
   node's shelf and nowhere else. Nothing is taken in from its owner, sent to it, or labelled for it.
3. Both read their fingerprints aloud, as digits or as their words, over a line on which they know each other's voices.
   What was heard is written down here. If it is the fingerprint of a card that waits, that card's party is a member; if
   not, nothing changes, and it is noted for the auditor.
4. A party's name is its name in plans. One that is, or looks like, the name of another member or of the own party does
   not come in. Two cards that bear one name both wait: the fingerprint tells which of them is right.
5. A later card of a member needs no comparing: the root key that was compared has signed it. What changed is told.

Who may: the keeper founds, joins and compares; whoever opens the node sees. Limits: whoever can imitate a voice on the
line has won.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import InputError, UsageError, one_fault, shown
from freehand.ledger.card_file import read_card
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.identity import Card, remarks_on
from freehand.ledger.names import look_alikes
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.sealed_keys import DEAR, Cost
from freehand.node.contact import (
    Contact,
    ContactRefused,
    aloud,
    matches,
    read_contact,
    refuse_name,
    refuse_party,
    sign_contact,
    write_contact,
)
from freehand.node.events import event
from freehand.node.folder import Compact, Member, Node
from freehand.node.keyring import root_key
from freehand.node.membership import Founder, add_member, enter

if TYPE_CHECKING:
    from freehand.node.store.interface import Shelves

SHELF: Final = "contact"


class NotTheSame(InputError):
    """What was read aloud is not the fingerprint of the card that is here."""


class Waiting(NamedTuple):
    """A card that was handed over and not compared yet."""

    name: str
    log: str
    digits: str
    """The fingerprint that is to be heard."""
    words: str
    remarks: tuple[str, ...]


class Renewed(NamedTuple):
    """What a member's later card changed."""

    member: Member
    changes: tuple[str, ...]


def found(
    node: Node,
    name: str,
    people: Sequence[Founder],
    passphrase: str,
    *,
    now: int,
    illustrative: bool = False,
    root: Path | None = None,
    cost: Cost = DEAR,
    randomness: Randomness = drawn,
) -> Compact:
    """Found a compact. Who may: the keeper.

    Args:
        node: the own node.
        name: what it is called, in plans too.
        people: who stands in the first card, with roles; they need no confirmation.
        passphrase: what will open the root key.
        now: seconds since 1970.
        illustrative: whether places, parties and numbers are invented.
        root: where the root key's file goes; otherwise into the node's folder.
        cost: what trying the passphrase costs.
        randomness: where keys come from.

    Raises:
        ContactRefused: a name cannot stand.
        UsageError: too few people for any release, or the compact is here already.
        AccessError: it cannot be written.
    """
    refuse_party(node.party)
    refuse_name(name, "the compact's name")
    _refuse_alone(people)
    made = enter(
        node,
        name,
        people,
        passphrase,
        now=now,
        illustrative=illustrative,
        root=root,
        cost=cost,
        randomness=randomness,
    )
    _keep_signature(node, made, root, passphrase)
    return made


def join(
    node: Node,
    contact: bytes,
    people: Sequence[Founder],
    passphrase: str,
    *,
    now: int,
    root: Path | None = None,
    cost: Cost = DEAR,
    randomness: Randomness = drawn,
) -> Compact:
    """Make the own side of a compact of which a member's contact card was handed over; the card waits. Who may: the
    keeper.

    Raises:
        ContactRefused, CardRefused, NotCanonical: the card does not hold, or its party looks like the own one.
        UsageError: too few people for any release, or the compact is here already.
        AccessError: it cannot be written.
    """
    offered = read_contact(contact)
    refuse_party(node.party)
    _refuse_alike(offered.card, [node.party])
    _refuse_alone(people)
    made = enter(
        node,
        offered.name,
        people,
        passphrase,
        now=now,
        compact=offered.compact,
        illustrative=offered.illustrative,
        root=root,
        cost=cost,
        randomness=randomness,
    )
    _keep_signature(node, made, root, passphrase)
    meet(node, made, contact, now=now)
    return made


def contact_card(node: Node, compact: Compact) -> bytes:
    """The own contact card, to be handed over: the newest own card is in it. Who may: anybody; it holds no secret."""
    with node.cabinet.reading() as shelves:
        held: Any = shelves.get(SHELF, f"{compact.id} own")
    signature = bytes.fromhex(held["signature"])
    return write_contact(compact.id, compact.name, compact.illustrative, compact.card, signature)


def own_fingerprint(compact: Compact) -> tuple[str, str]:
    """What the own side reads aloud: as digits, and as words. Who may: anybody."""
    digits = fingerprint(read_card(compact.card).root)
    return digits, aloud(digits)


def meet(node: Node, compact: Compact, contact: bytes, *, now: int) -> Waiting | Renewed:
    """Take a contact card in: a stranger's waits to be compared, a member's is its newer card. Who may: the keeper.

    Raises:
        ContactRefused, CardRefused, NotCanonical: the card does not hold, or is of another compact.
        CardsContradict: it contradicts what the same root key said before, which stands.
        UsageError: its party's name is taken, or looks like another.
    """
    offered = read_contact(contact)
    if offered.compact != compact.id or (offered.name, offered.illustrative) != (compact.name, compact.illustrative):
        why = f"it is of '{shown(offered.name)}', and this is '{shown(compact.name)}'."
        raise ContactRefused.because("the contact card is of another compact", why, "Join that one, or name it.")
    members = compact.members
    if offered.card.log == compact.log:
        raise UsageError(one_fault("this is the own contact card", "it is for the others.", "Take in one of theirs."))
    known = next((one for one in members.values() if one.log == offered.card.log), None)
    if known is not None:
        return renew(node, compact, offered.signed_card, now=now)
    _refuse_alike(offered.card, members)
    with node.cabinet.writing() as shelves:
        others = [one.card.name for one in _held(shelves, compact) if one.card.name != offered.card.name]
        _refuse_alike(offered.card, others)
        shelves.put(SHELF, _paper(compact, offered.card.log), {"file": contact.hex()}, within=compact.id)
        shelves.note(event("a contact card waits to be compared", now, compact, party=offered.card.name))
    return _waiting(compact, offered)


def waiting(node: Node, compact: Compact) -> list[Waiting]:
    """The cards that wait to be compared, by name. Who may: anybody who opens the node."""
    with node.cabinet.reading() as shelves:
        held = list(_held(shelves, compact))
    return sorted(_waiting(compact, one) for one in held)


def compare(node: Node, compact: Compact, party: str, said: str, *, now: int) -> Member:
    """Write down what a party read aloud; it is a member if that is the fingerprint of its card. Who may: the keeper.

    Args:
        node: the own node.
        compact: the compact.
        party: the name on the card that waits.
        said: the sixty digits as they were heard, or their words, however they are grouped.
        now: seconds since 1970.

    Raises:
        UsageError: no card of this name waits.
        NotTheSame: it is another fingerprint; nothing is trusted, and the trail has a note of it.
    """
    with node.cabinet.reading() as shelves:
        offered = [one for one in _held(shelves, compact) if one.card.name == party]
    if not offered:
        what = f"no card of '{shown(party)}' waits to be compared"
        raise UsageError(one_fault(what, "it was never handed over, or is compared already.", "Take its card in."))
    right = next((one for one in offered if matches(said, one.card.root)), None)
    if right is None:
        with node.cabinet.writing() as shelves:
            shelves.note(event("a fingerprint did not match", now, compact, party=party))
        why = (
            "what was heard is not the fingerprint of the card that is here: a digit was misheard, or it is not theirs."
        )
        next_ = "Have it read again. If it stays so, do not use this card; have theirs brought in another way."
        raise NotTheSame(one_fault(f"the card of '{shown(party)}' is not trusted", why, next_))
    member = add_member(compact, right.signed_card, compared=True)
    with node.cabinet.writing() as shelves:  # last, so that a card waits until its owner is a member
        for one in offered:
            shelves.drop(SHELF, _paper(compact, one.card.log))
        what = "a card was compared" if len(offered) == 1 else "a card was compared; others of its name are gone"
        shelves.note(event(what, now, compact, party=party))
    return member


def renew(node: Node, compact: Compact, card: bytes, *, now: int) -> Renewed:
    """Take in a later card of a member: identity card or contact card. Who may: the keeper, and the exchange by itself.

    Raises:
        CardRefused, ContactRefused, NotCanonical: it does not hold, or is no member's.
        CardsContradict: it contradicts the one before, which stands.
    """
    signed = read_contact(card).signed_card if _is_contact(card) else card
    offered = read_card(signed)
    known = next((one for one in compact.members.values() if one.log == offered.log), None)
    if known is None:
        why = "no member of the compact has this log."
        raise ContactRefused.because("the card is refused", why, "Take its contact card in, and compare it.")
    before = read_card(known.card)
    member = add_member(compact, signed, compared=known.compared)
    changes = changes_of(before, read_card(member.card))
    if changes:
        with node.cabinet.writing() as shelves:
            shelves.note(event("a member's card changed", now, compact, party=known.name, changes=list(changes)))
    return Renewed(member, changes)


def changes_of(before: Card, after: Card) -> tuple[str, ...]:
    """What a later card changed, as sentences; nothing if it is the same or an older one."""
    if after.number <= before.number:
        return ()
    found = [
        f"Its log key changed at size {epoch.size} ({epoch.reason})." for epoch in after.epochs[len(before.epochs) :]
    ]
    if len(after.recipients) > len(before.recipients):
        found.append("It has a new key to seal for.")
    gone = sum(one.key is None for one in after.recipients) - sum(one.key is None for one in before.recipients)
    if gone > 0:
        found.append(f"It destroyed {gone} of its older keys to seal for.")
    found += [
        f"{shown(person.name)} may approve for it, once confirmed." for person in after.people[len(before.people) :]
    ]
    removed = {person.key for person in before.people if not person.removed}
    found += [f"{shown(one.name)} was removed." for one in after.people if one.removed and one.key in removed]
    if after.name != before.name:
        found.append(f"It calls itself {shown(after.name)}; here it stays {shown(before.name)}.")
    return tuple(found)


def _refuse_alone(people: Sequence[Founder]) -> None:
    """Nobody could ever release anything, and nobody could ever confirm who could."""
    askers = [one.key for one in people if {"planner", "releaser"} & {*one.roles}]
    second = [one.key for one in people if "releaser" in one.roles and "keeper" not in one.roles]
    if any(asker != approver for asker in askers for approver in second):
        return
    what = "these people could release nothing"
    why = (
        "a release is asked for by a planner or releaser and approved by another, a releaser; the keeper does neither."
    )
    raise UsageError(one_fault(what, why, "Name two people at least, one of them a releaser, each with an own key."))


def _refuse_alike(card: Card, names: Sequence[str] | Any) -> None:
    alike = look_alikes(card.name, names)
    if alike:
        same = "it is the name" if alike[0] == card.name else f"it looks like '{shown(alike[0])}', the name"
        what = f"'{shown(card.name)}' does not come in"
        raise UsageError(one_fault(what, f"{same} of another party here.", "Agree with its owner on another name."))


def _keep_signature(node: Node, compact: Compact, root: Path | None, passphrase: str) -> None:
    key = root_key(root or compact.root_file, passphrase)
    signature = sign_contact(compact.id, compact.name, compact.illustrative, compact.log, key)
    with node.cabinet.writing() as shelves:
        shelves.put(SHELF, f"{compact.id} own", {"signature": signature.hex()})


def _is_contact(data: bytes) -> bool:
    return b'"format":"freehand contact card/' in data


def _paper(compact: Compact, log: str) -> str:
    return f"{compact.id} {log}"


def _held(shelves: Shelves, compact: Compact) -> list[Contact]:
    held: list[Any] = [value for _, value in shelves.all(SHELF, within=compact.id)]
    return [read_contact(bytes.fromhex(value["file"])) for value in held]


def _waiting(compact: Compact, offered: Contact) -> Waiting:
    known = [(one.name, read_card(one.card).root) for one in compact.members.values()]
    digits = fingerprint(offered.card.root)
    return Waiting(offered.card.name, offered.card.log, digits, aloud(digits), tuple(remarks_on(offered.card, known)))
