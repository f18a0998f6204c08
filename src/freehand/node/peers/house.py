"""The node's own side of the door: its certificate and its partners' addresses among its private papers.

1. The certificate is made the first time it is needed and stays. A new one is made on a word of its owner, and every
   partner has to be handed it.
2. Within a compact one certificate stands for one partner, and never for the node itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from freehand.errors import InputError, one_fault, shown
from freehand.ledger.randomness import Randomness, drawn
from freehand.node.peers import addresses as kept
from freehand.node.peers.addresses import Address, addresses_of
from freehand.node.peers.certificates import Door, make_door, read_certificate
from freehand.node.peers.mailbox import Mailbox
from freehand.node.store.interface import Cabinet

SHELF: Final = "door"
OWN: Final = "own"


class NodeHouse:
    """A node as its listener and its calls see it.

    Args:
        cabinet: the node's.
        compacts: the ids of its compacts.
        box: the bundles of one of them.
    """

    def __init__(self, cabinet: Cabinet, compacts: Callable[[], Iterable[str]], box: Callable[[str], Mailbox]) -> None:
        self._cabinet, self._compacts, self.box = cabinet, compacts, box

    def door(self) -> Door:
        """Its certificate and key."""
        return own_door(self._cabinet)

    def addresses(self) -> Sequence[Address]:
        """Its partners, in all compacts."""
        with self._cabinet.reading() as shelves:
            return [one for compact in self._compacts() for one in addresses_of(shelves, compact)]


def own_door(cabinet: Cabinet, randomness: Randomness = drawn) -> Door:
    """The node's certificate and key; made if there is none (rule 1)."""
    with cabinet.reading() as shelves:
        value: Any = shelves.get(SHELF, OWN)
    if value is None:
        with cabinet.writing() as change:
            value = change.get(SHELF, OWN)
            if value is None:
                value = make_door(randomness=randomness)._asdict()
                change.put(SHELF, OWN, value)
    return Door(value["certificate"], value["key"])


def renew_door(cabinet: Cabinet, randomness: Randomness = drawn) -> Door:
    """Another certificate under another key. From now on partners who know the old one alone are not reached."""
    door = make_door(randomness=randomness)
    with cabinet.writing() as change:
        change.put(SHELF, OWN, door._asdict())
    return door


def keep_address(cabinet: Cabinet, address: Address) -> None:
    """Enter a partner's address, in the place of an older one.

    Raises:
        InputError: the certificate stands for somebody else already (rule 2).
    """
    own = read_certificate(own_door(cabinet).certificate).pin
    with cabinet.writing() as change:
        others = [one for one in addresses_of(change, address.compact) if one.partner != address.partner]
        holder = "this node" if address.pin == own else next((o.partner for o in others if o.pin == address.pin), "")
        if holder:
            what = f"the certificate of '{shown(address.partner)}' is refused"
            why = f"it stands for '{shown(holder)}' already."
            raise InputError(one_fault(what, why, "Ask the partner for its own."))
        change.put(kept.SHELF, name_of(address.compact, address.partner), address.as_value(), within=address.compact)


def drop_address(cabinet: Cabinet, compact: str, partner: str) -> None:
    """Forget where a partner is, and let it in no more."""
    with cabinet.writing() as change:
        change.drop(kept.SHELF, name_of(compact, partner))


def name_of(compact: str, partner: str) -> str:
    """What an address is called on its shelf, on which partners of several compacts stand."""
    return f"{compact} {partner}"
