"""A network from a file, whichever of the two kinds it is: what a file begins with says so, not what it is called."""

from __future__ import annotations

import os
from difflib import get_close_matches

from freehand.errors import UsageError, one_fault, shown
from freehand.temporal.files.graphml import read_graphml
from freehand.temporal.files.json_form import read_json
from freehand.temporal.files.opening import read_bytes
from freehand.temporal.files.refusals import NetworkFile, refused
from freehand.temporal.named import Constraint, Network

_MARKS = b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n"


def read_network(path: str | os.PathLike[str]) -> NetworkFile:
    """The network of a ``.stn``, ``.stnu`` or JSON file; in faults the file goes by its name without folders.

    Raises ``AccessError`` where the file cannot be read, ``InputError`` with every fault where it holds no network.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "lunch.json")
    ...     _ = path.write_text('{"name": "lunch", "points": ["cook", "eat"], "links": []}')
    ...     found = read_network(path)
    >>> found.name, found.network.points
    ('lunch', ('cook', 'eat'))
    """
    document = shown(os.path.basename(os.fspath(path)))
    return network_of(read_bytes(path, document), document)


def network_of(data: bytes, document: str) -> NetworkFile:
    """The network of a file already read; ``document`` is its name in faults.

    Raises ``InputError`` with every fault.
    """
    begins = data[:1000].lstrip(_MARKS)[:1]
    if begins == b"<":
        return read_graphml(data, document)
    if begins in (b"{", b"["):
        return read_json(data, document)
    what = "this file is empty" if not begins else "this is neither GraphML nor JSON"
    why = "a network is a GraphML file of the CSTNU Tool, which begins with <, or an object of JSON, with {."
    raise refused(document, 1 if begins else 0, what, why, "Name a .stn or .stnu file, or a network in the JSON form.")


def starting_at(network: Network, point: str) -> Network:
    """The same network, in which nothing comes before a point, and times are counted from it.

    Every other point gets a constraint, "not before"; the point becomes the first.

    Raises ``UsageError`` where there is no such point, or it ends a link.

    >>> changed = starting_at(Network.of(["a", "Z"], [("a", "Z", 5)]), "Z")
    >>> changed.points, changed.edges
    (('Z', 'a'), [(1, 0, 5), (1, 0, 0)])
    """
    if point not in network.points:
        near = get_close_matches(point, network.points[:1000], 1) if len(point) < 100 else ()
        hint = f"Did you mean '{shown(near[0])}'? " if near else ""
        why = "only a point of the network can be the first."
        raise UsageError(one_fault(f"there is no point '{shown(point)}'", why, f"{hint}Name one of its points."))
    first = network.points.index(point)
    if first not in network.executable:
        why = "nature gives it its time, so that nothing can be counted from it."
        raise UsageError(one_fault(f"'{shown(point)}' ends a link", why, "Name a point that ends none."))
    order = [first, *(at for at in range(len(network.points)) if at != first)]
    at = {old: new for new, old in enumerate(order)}
    constraints = [one._replace(start=at[one.start], end=at[one.end]) for one in network.constraints]
    reason = f"'{point}' is the first"
    constraints += [Constraint(other, 0, 0, reason) for other in range(1, len(order))]
    links = [one._replace(start=at[one.start], end=at[one.end]) for one in network.links]
    return Network([network.points[old] for old in order], constraints, links)
