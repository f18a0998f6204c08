"""All faults of a file at once, in the order of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from freehand.errors import Fault, InputError, Place, one_fault
from freehand.temporal.named import MOST_FAULTS, Network, Where


class NetworkFile(NamedTuple):
    """What a file holds: the network, the ``name`` it goes by, and ``remarks`` on what was not taken as it stands."""

    network: Network
    name: str = ""
    remarks: tuple[str, ...] = ()


class Refusals:
    """The faults of one file, as they are found."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.found: list[Fault] = []
        self.more = 0

    @property
    def full(self) -> bool:
        """Whether no more faults are listed."""
        return len(self.found) >= MOST_FAULTS

    def add(self, line: int, field: str, what: str, why: str, next: str) -> None:
        """One more; beyond ``MOST_FAULTS`` only their number is kept."""
        if not self.full:
            self.found.append(Fault(what, Place(self.document, line, field), why, next))
        else:
            self.more += 1

    def network(
        self,
        points: Iterable[str],
        constraints: Iterable[Sequence[Any]],
        links: Iterable[Sequence[Any]],
        where: Where,
    ) -> Network:
        """The network, if nothing is wrong with it or with the file.

        Raises ``InputError`` with what was found before and what is wrong with the network.
        """
        try:
            network = Network.of(points, constraints, links, where)
        except InputError as error:
            self.found += error.faults
            raise self.error() from error
        if self.found:
            raise self.error()
        return network

    def error(self) -> InputError:
        """What was found, in the order of lines; faults without a line come last."""
        if self.more:
            what, why = f"and {self.more} more faults", "only the first are listed."
            self.found.append(Fault(what, None, why, "Mend these first."))
        return InputError(sorted(self.found, key=lambda fault: (fault.place is None, fault.place or ())))


def refused(document: str, line: int, what: str, why: str, next: str, field: str = "") -> InputError:
    """One fault of a file, ready to be raised."""
    return InputError(one_fault(what, why, next, Place(document, line, field)))
