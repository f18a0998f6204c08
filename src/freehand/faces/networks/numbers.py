"""The numbers of a network by name, as a command takes and tells them.

=========================  ======================================================================
``constraint:3``           the number of constraint 3, counted from 0 in the order of the file
``constraint:a->b``        that of the one constraint from a to b
``link:b:min``             the shortest duration of the link that ends at b
``link:b:max``             its longest
=========================  ======================================================================
"""

from __future__ import annotations

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.networks.wording import amount, bound, named, near
from freehand.temporal.named import Network
from freehand.temporal.numbers import Number

EXAMPLES = "constraint:3, constraint:a->b, link:b:min or link:b:max"
_ENDS = {"min": "low", "max": "high"}


def read(network: Network, text: str) -> Number:
    """The number that is meant.

    Raises ``UsageError`` where none is, or more than one.

    >>> network = Network.of(["a", "b"], [("a", "b", 9)], [("a", "b", 1, 3)])
    >>> read(network, "link:b:max"), read(network, "constraint:a->b")
    (Number(kind='high', index=0), Number(kind='constraint', index=0))
    """
    kind, _, rest = text.partition(":")
    if kind == "link":
        end, _, extreme = rest.rpartition(":")
        if extreme not in _ENDS:
            raise _no_number(text, "a link has two numbers, its min and its max.", "Write link:b:min or link:b:max.")
        links = {network.points[link.end]: index for index, link in enumerate(network.links)}
        if end not in links:
            raise _no_number(text, f"no link ends at {named(end)}.", _near(end, list(links)))
        return Number("low" if extreme == "min" else "high", links[end])
    if kind == "constraint":
        if rest.isascii() and rest.isdigit() and int(rest[:12]) < len(network.constraints):
            return Number("constraint", int(rest))
        found = [
            index
            for index, one in enumerate(network.constraints)
            if f"{network.points[one.start]}->{network.points[one.end]}" == rest
        ]
        if len(found) == 1:
            return Number("constraint", found[0])
        if found:
            told = " and ".join(f"constraint:{index}" for index in found[:9])
            raise _no_number(text, f"{len(found)} constraints are from the one to the other.", f"Name one of {told}.")
        why = f"there are {len(network.constraints)} constraints, counted from 0, and none from the one to the other."
        raise _no_number(text, why, f"Numbers are named {EXAMPLES}.")
    raise _no_number(text, "it names neither a constraint nor a link.", f"Numbers are named {EXAMPLES}.")


def written(network: Network, number: Number) -> str:
    """The name of a number.

    >>> written(Network.of(["a", "b"], [], [("a", "b", 1, 3)]), Number("low", 0))
    'link:b:min'
    """
    if number.kind == "constraint":
        return f"constraint:{number.index}"
    end = network.points[network.links[number.index].end]
    return f"link:{end}:{'min' if number.kind == 'low' else 'max'}"


def ends(network: Network, number: Number) -> tuple[str, str]:
    """The points of its constraint or link."""
    one = (network.constraints if number.kind == "constraint" else network.links)[number.index]
    return network.points[one.start], network.points[one.end]


def reason(network: Network, number: Number) -> str | None:
    """Why its constraint or link was stated."""
    found = (network.constraints if number.kind == "constraint" else network.links)[number.index].reason
    return None if found is None else str(found)


def told(network: Network, number: Number, unit: str | None) -> str:
    """What a number says, in words."""
    start, end = ends(network, number)
    if number.kind == "constraint":
        return bound(start, end, network.constraints[number.index].most, unit)
    link = network.links[number.index]
    extreme, value = ("shortest", link.low) if number.kind == "low" else ("longest", link.high)
    return f"nature's {extreme} time from {named(start)} to {named(end)}, {amount(value, unit)}"


def _near(name: str, known: list[str]) -> str:
    found = near(name, known)
    return f"Did you mean {named(found)}?" if found else "Name a point that ends a link."


def _no_number(text: str, why: str, next: str) -> UsageError:
    return UsageError(one_fault(f"there is no number '{shown(text)}'", why, next))
