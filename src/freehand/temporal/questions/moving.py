"""The numbers of a network: which there are, what they are, and the same network with other ones.

A number is *legal* if the network with it is one: ``1 <= low < high``, and sums that stay within 64 bits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from freehand.errors import Fault, InputError
from freehand.temporal.named import MOST_SUM, Network
from freehand.temporal.numbers import Number
from freehand.temporal.results import Kind, Step


class Legal(NamedTuple):
    """The least and the greatest value that a number may have, all others staying as they are."""

    least: int
    most: int


def every_number(network: Network) -> tuple[Number, ...]:
    """The numbers of the constraints, then those of the links.

    >>> [number.kind for number in every_number(Network.of(["a", "b"], [("a", "b", 9)], [("a", "b", 1, 3)]))]
    ['constraint', 'low', 'high']
    """
    stated = [Number("constraint", index) for index in range(len(network.constraints))]
    uncertain = [one for index in range(len(network.links)) for one in (Number("low", index), Number("high", index))]
    return (*stated, *uncertain)


def value_of(network: Network, number: Number) -> int:
    """What a number is now, in seconds.

    :raises InputError: if the network has no such number.
    """
    among = network.constraints if number.kind == "constraint" else network.links
    if not 0 <= number.index < len(among):
        kind = "constraint" if number.kind == "constraint" else "link"
        why = f"the network has {len(among)}, counted from 0."
        raise InputError([Fault(f"there is no {kind} {number.index}", None, why, "Name one of them.")])
    if number.kind == "constraint":
        return network.constraints[number.index].most
    link = network.links[number.index]
    return link.low if number.kind == "low" else link.high


def legal(network: Network, number: Number) -> Legal:
    """What a number may be.

    >>> legal(Network.of(["a", "b"], [], [("a", "b", 2, 5)]), Number("low", 0))
    Legal(least=1, most=4)
    """
    if number.kind == "low":
        return Legal(1, network.links[number.index].high - 1)
    stated = sum(abs(one.most) for one in network.constraints) + sum(one.low + one.high for one in network.links)
    room = MOST_SUM - 1 - stated + abs(value_of(network, number))
    if number.kind == "high":
        return Legal(network.links[number.index].low + 1, room)
    return Legal(-room, room)


def moved(network: Network, values: Mapping[Number, int]) -> Network:
    """The same network with other values of some numbers, which are taken to be legal.

    >>> moved(Network.of(["a", "b"], [("a", "b", 9)]), {Number("constraint", 0): 5}).edges
    [(0, 1, 5)]
    """
    constraints, links = list(network.constraints), list(network.links)
    for (kind, index), value in values.items():
        if kind == "constraint":
            constraints[index] = constraints[index]._replace(most=value)
        elif kind == "low":
            links[index] = links[index]._replace(low=value)
        else:
            links[index] = links[index]._replace(high=value)
    return Network._make((network.points, tuple(constraints), tuple(links)))


def numbers_of(network: Network, steps: Sequence[Step]) -> tuple[Number, ...]:
    """The numbers that the steps of a chain quote, each once, in the order in which they come."""
    quoted: dict[tuple[str, str, int, Kind], Number] = {}
    names = network.points
    for index, (start, end, most, _) in enumerate(network.constraints):
        quoted.setdefault((names[start], names[end], most, Kind.CONSTRAINT), Number("constraint", index))
    for index, (start, end, low, high, _) in enumerate(network.links):
        a, c = names[start], names[end]
        quoted[a, c, high, Kind.LINK] = quoted[c, a, -high, Kind.UPPER] = Number("high", index)
        quoted[c, a, -low, Kind.LINK] = quoted[a, c, low, Kind.LOWER] = Number("low", index)
    return tuple(dict.fromkeys(quoted[step[:4]] for step in steps))
