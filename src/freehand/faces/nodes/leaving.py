"""What ends when this party leaves, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from freehand.faces.ledgers.wording import counted
from freehand.faces.nodes.items import SHORT
from freehand.faces.nodes.quoting import quoted

if TYPE_CHECKING:
    from freehand.node.views.leaving import Leaving


def lines(found: Leaving, party: str) -> Iterator[str]:
    """A sentence for each thing that ends, whose it is said.

    Args:
        found: what would end.
        party: who leaves.
    """
    for version in found.terms:
        between = ", ".join(map(quoted, version.terms.parties))
        yield f"Terms {version.id[:SHORT]}, {version.state}, scope {version.terms.scope.word}, between {between}."
    if not found.terms:
        yield "No terms: none are in force or on the table that name this party."
    for one, other in found.unbound:
        yield f"{quoted(one)} and {quoted(other)} have no terms left between them until they agree on others."
    for promise in found.promises:
        whose = "; not this party's" if party not in (promise.giver, promise.receiver) else ""
        who = f"{quoted(promise.giver)} to {quoted(promise.receiver)}"
        yield f"The promise '{quoted(promise.name)}' in {quoted(promise.contingency)}, {who}{whose}."
    if found.unbound:
        yield "Promises that they made each other and did not release to this party end as well."
    for name, count in found.out_there.items():
        yield f"{counted(count, 'item', 'items')} of this party, out of the reckoning of {quoted(name)}."
    for name, count in found.out_here.items():
        yield f"{counted(count, 'item', 'items')} of {quoted(name)}, out of the reckoning here."
