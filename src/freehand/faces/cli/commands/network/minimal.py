"""``freehand network minimal``: the tightest bounds between points, and what is left of each constraint."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import networks
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.networks import document, wording
from freehand.temporal.questions.minimal import Minimal, minimal

HELP = (
    "The tightest bounds between points, where nature is kind, and how much each constraint allows beyond what the "
    "whole network does."
)
EXAMPLE = "freehand network minimal examples/networks/harbour.json --unit min"
FORMAT = "freehand.network-minimal/1"
MOST_POINTS = 2_000
"""Points of which all pairs are printed as JSON."""


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    networks.file_argument(parser)
    start = "show the bounds from this point (default on the screen: the first; with --json: every two points)"
    parser.add_argument("--from", dest="start", metavar="POINT", help=start)
    networks.unit_option(parser)
    networks.limit_options(parser)


def run(args: Namespace) -> int:
    """Find the bounds and show them."""
    read = networks.read(args)
    network = read.network
    start = None if args.start is None else networks.point(network, args.start)
    if args.json and start is None and len(network.points) > MOST_POINTS:
        what, why = f"every two of {len(network.points):,} points", f"more than {MOST_POINTS:,} points give too many."
        raise UsageError(one_fault(what, why, "Name one with --from."))
    with networks.busy("closing", network):
        found = minimal(network, networks.limit_of(args))
    if args.json:
        bounds = stated = None
        if isinstance(found, Minimal):
            bounds, stated = _bounds(found, start), _stated(found)
        answer = {**networks.outcome(found), "bounds": bounds, "stated": stated}
        print_json({**document.head(FORMAT, args.file, read), "unit": args.unit, **answer})
        return 0
    screen = Screen()
    networks.begin(screen, read)
    if isinstance(found, Minimal):
        _show(screen, found, network.points[network.origin] if start is None else start, args.unit)
    else:
        networks.show_outcome(screen, found, args.unit)
    screen.next(f"freehand network check {networks.words(args)}")
    return 0


def _show(screen: Screen, found: Minimal, start: str, unit: str | None) -> None:
    network = found.network
    screen.line(f"Where nature is kind, after {wording.named(start)} comes", style="bold")
    rows: list[list[str]] = []
    for point in network.points:
        if point != start and len(rows) < networks.MOST_ROWS:
            least, most = found.least(start, point), found.most(start, point)
            rows.append(
                [shown(point), *(wording.NO_END if at is None else wording.amount(at, unit) for at in (least, most))]
            )
    screen.table(["point", "at least", "at most"], rows, right=(1, 2))
    if len(network.points) - 1 > len(rows):
        screen.line(f"… and {len(network.points) - 1 - len(rows)} more points; --json has them all.")
    loose = [(slack, one) for slack, one in zip(found.slack, network.constraints, strict=True) if slack]
    tight = len(network.constraints) - len(loose)
    screen.heading(f"Constraints: {tight} of {len(network.constraints)} are as tight as the whole network")
    for slack, (a, b, most, reason) in loose[: networks.MOST_ROWS]:
        told = wording.bound(network.points[a], network.points[b], most, unit)
        why = f" – {shown(str(reason))}" if reason is not None else ""
        screen.line(f"{told}{why}: {wording.amount(slack, unit)} less would change nothing", indent=2)
    if len(loose) > networks.MOST_ROWS:
        screen.line(f"… and {len(loose) - networks.MOST_ROWS} more; --json has them all.", indent=2)


def _bounds(found: Minimal, start: str | None) -> list[dict[str, Any]]:
    """Of every two points, or from one to all others."""
    points = found.network.points
    if start is not None:
        pairs = [(start, point) for point in points if point != start]
    else:
        pairs = [(a, b) for at, a in enumerate(points) for b in points[at + 1 :]]
    return [{"from": a, "to": b, "min": found.least(a, b), "max": found.most(a, b)} for a, b in pairs]


def _stated(found: Minimal) -> list[dict[str, Any]]:
    points = found.network.points
    return [
        {"from": points[one.start], "to": points[one.end], "max": one.most, "slack": slack, "floor": floor}
        for one, slack, floor in zip(found.network.constraints, found.slack, found.floor, strict=True)
    ]
