"""What is left of a network where only one constraint can stand for a pair of points, and none beside a link?

1. Of several constraints from x to y the least says everything; the others are left out.
2. A constraint that a contingent link on the same two points implies says nothing, whatever nature does.

Every verdict and every schedule stays as it was. Linear.
"""

from __future__ import annotations

from freehand.temporal.named import Network


def tightest(network: Network) -> tuple[Network, int]:
    """The network without what rules 1 and 2 leave out, and how many constraints that is.

    >>> several = Network.of(["a", "b", "c"], [("a", "b", 9), ("a", "b", 3), ("b", "c", 8)], [("b", "c", 1, 5)])
    >>> kept, left_out = tightest(several)
    >>> kept.edges, left_out
    ([(0, 1, 3)], 2)
    """
    implied: dict[tuple[int, int], int] = {}
    for start, end, low, high, _ in network.links:
        implied[start, end], implied[end, start] = high, -low
    best: dict[tuple[int, int], int] = {}
    for index, (start, end, most, _) in enumerate(network.constraints):
        pair = (start, end)
        if pair in implied and most >= implied[pair]:
            continue
        if pair not in best or most < network.constraints[best[pair]].most:
            best[pair] = index
    kept = [network.constraints[index] for index in sorted(best.values())]
    return Network(network.points, kept, network.links), len(network.constraints) - len(kept)
