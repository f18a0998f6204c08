"""``freehand network check``: the verdict on a network in words, then what proves it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import shown
from freehand.faces.cli import networks
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.networks import document, wording
from freehand.temporal.checking import Finding, check
from freehand.temporal.results import NotStronglyControllable, Step, StronglyControllable, Verdict

HELP = "How well does a network hold: assured, adaptable, possible or impossible? With the proof of it."
EXAMPLE = "freehand network check examples/networks/harbour.json --unit min"
MOST_STEPS = 60


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    networks.file_argument(parser)
    networks.unit_option(parser)
    networks.limit_options(parser)


def run(args: Namespace) -> int:
    """Decide and show."""
    read = networks.read(args)
    found = check(read.network, networks.limit_of(args))
    if args.json:
        print_json(document.verdict(args.file, read, args.unit, found))
        return 0
    screen = Screen()
    networks.begin(screen, read)
    screen.line(wording.headline(found, read.network), style="bold")
    show_proof(screen, found, args.unit)
    screen.next(f"freehand network check {networks.words(args)} --json")
    return 0


def show_proof(screen: Screen, found: Finding, unit: str | None) -> None:
    """The timetable, or the chain."""
    if isinstance(found.strong, StronglyControllable):
        _timetable(screen, found.strong, unit)
    elif found.verdict is Verdict.ADAPTABLE and isinstance(found.strong, NotStronglyControllable):
        _reduced(screen, found.strong, unit)
    elif found.chain:
        titles = {Verdict.POSSIBLE: "How nature defeats every way of reacting", Verdict.IMPOSSIBLE: "The contradiction"}
        screen.heading(titles[found.verdict])
        show_steps(screen, found.chain, unit)
        _conclusion(screen, [one.weight for one in found.chain], found.chain, unit)


def show_steps(screen: Screen, chain: tuple[Step, ...], unit: str | None, indent: int = 2) -> None:
    """A chain, a line for each step, with its weight before it."""
    rows = [(f"{one.weight:+d}".replace("-", "−"), wording.step(one, unit), wording.reason(one)) for one in chain]
    screen.items(rows[:MOST_STEPS], indent)
    if len(rows) > MOST_STEPS:
        screen.line(f"… and {len(rows) - MOST_STEPS} more steps; --json has them all.", indent=indent)


def _timetable(screen: Screen, found: StronglyControllable, unit: str | None) -> None:
    screen.heading("Fixed times")
    points = sorted(found.early, key=lambda point: found.early[point])
    rows = [
        [
            shown(point),
            "open" if point in found.loose_early else wording.amount(found.early[point], unit),
            "open" if point in found.loose_late else wording.amount(found.late[point], unit),
        ]
        for point in points[: networks.MOST_ROWS]
    ]
    screen.table(["point", "earliest", "latest"], rows, right=(1, 2))
    if len(points) > networks.MOST_ROWS:
        screen.line(f"… and {len(points) - networks.MOST_ROWS} more points; --json has them all.")
    screen.line("All at their earliest, or all at their latest, keep every constraint.", style="dim")


def _reduced(screen: Screen, found: NotStronglyControllable, unit: str | None) -> None:
    screen.heading("Why fixed times cannot")
    for one in found.reduced[:MOST_STEPS]:
        told = wording.bound(one.start, one.end, one.weight, unit)
        screen.line(f"{told}, whatever nature does, since" if len(one.steps) > 1 else f"{told}:", indent=2)
        show_steps(screen, one.steps, unit, indent=4)
    _conclusion(screen, [one.weight for one in found.reduced], found.chain, unit)


def _conclusion(screen: Screen, weights: list[int], chain: tuple[Step, ...], unit: str | None) -> None:
    """The sum, and which durations it takes at which extreme."""
    screen.line()
    screen.line(wording.added_up(weights, unit))
    decides = wording.defeats(chain, unit)
    if decides:
        screen.line(decides)
