"""Answers about networks as JSON documents: whole numbers in the unit of the file, a key without a value is null."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from freehand.faces.networks import wording
from freehand.temporal.checking import Finding
from freehand.temporal.files import NetworkFile
from freehand.temporal.results import Consistent, NotDynamicallyControllable, Step, StronglyControllable

VERDICT = "freehand.network-verdict/1"

Json = dict[str, Any]


def head(kind: str, file: str, found: NetworkFile) -> Json:
    """What every document about a network begins with."""
    network = found.network
    return {
        "format": kind,
        "file": file,
        "name": found.name or None,
        "points": len(network.points),
        "constraints": len(network.constraints),
        "links": len(network.links),
        "remarks": list(found.remarks),
    }


def verdict(file: str, read: NetworkFile, unit: str | None, found: Finding) -> Json:
    """A verdict with its proof."""
    chain = found.chain
    earliest, latest, loose = None, None, None
    if isinstance(found.strong, StronglyControllable):
        earliest, latest = dict(found.strong.early), dict(found.strong.late)
        loose = {"earlier": sorted(found.strong.loose_early), "later": sorted(found.strong.loose_late)}
    elif isinstance(found.consistency, Consistent):
        earliest = dict(found.consistency.schedule)
    return {
        **head(VERDICT, file, read),
        "unit": unit,
        "verdict": found.verdict.value,
        "chain": steps(chain),
        "chain_length": found.dynamic.length if isinstance(found.dynamic, NotDynamicallyControllable) else len(chain),
        "short_by": -sum(one.weight for one in chain) if chain else None,
        "schedule": earliest,
        "latest": latest,
        "open_ended": loose,
        "reached": wording.reached(found),
    }


def steps(chain: Iterable[Step]) -> list[Json]:
    """The steps of a chain; a reason that is no text is told in words."""
    return [
        {
            "from": one.start,
            "to": one.end,
            "weight": one.weight,
            "kind": one.kind.value,
            "reason": None if one.reason is None else str(one.reason),
        }
        for one in chain
    ]
