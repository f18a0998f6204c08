"""Networks made for what the examples lack."""

from __future__ import annotations

import random
from pathlib import Path

from freehand.temporal.files import json_text
from freehand.temporal.named import Network


def tangled(seed: int = 0, size: int = 12) -> Network:
    """A network that holds, in which one step is never enough to see that: half of all pairs are constrained."""
    chance = random.Random(seed)
    points = [f"p{number}" for number in range(size)]
    at = [chance.randint(0, 30) for _ in points]
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b and chance.random() < 0.5]
    return Network.of(points, [(points[a], points[b], at[b] - at[a] + chance.randint(0, 3)) for a, b in pairs])


def written(path: Path, network: Network) -> str:
    """A file with the network, by its name."""
    path.write_text(json_text(network), "utf-8")
    return str(path)
