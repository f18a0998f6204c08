"""``freehand network check``: the verdict on a network in words, then what proves it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import shown
from freehand.faces.cli import networks
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.networks import document, wording
from freehand.temporal.checking import Finding, check
from freehand.temporal.results import NotDynamicallyControllable, NotStronglyControllable, StronglyControllable, Verdict

HELP = "How well does a network hold: assured, adaptable, possible or impossible? With the proof of it."
EXAMPLE = "freehand network check examples/networks/harbour.json --unit min"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    networks.file_argument(parser)
    networks.unit_option(parser)
    networks.limit_options(parser)


def run(args: Namespace) -> int:
    """Decide and show."""
    read = networks.read(args)
    with networks.busy("deciding", read.network):
        found = check(read.network, networks.limit_of(args))
    if args.json:
        print_json(document.verdict(args.file, read, args.unit, found))
        return 0
    screen = Screen()
    networks.begin(screen, read)
    screen.line(wording.headline(found, read.network), style="bold")
    show_proof(screen, found, args.unit)
    follows = found.verdict in (Verdict.ASSURED, Verdict.ADAPTABLE)
    screen.next(
        f"freehand network {'run' if follows else 'check'} {networks.words(args)}{'' if follows else ' --json'}"
    )
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
        networks.show_steps(screen, found.chain, unit)
        networks.conclude(screen, [one.weight for one in found.chain], found.chain, unit)
    elif isinstance(found.dynamic, NotDynamicallyControllable):
        screen.line()
        screen.line(f"The proof has {found.dynamic.length:,} steps, too many to be written out.")


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
    for one in found.reduced[: networks.MOST_ROWS]:
        told = wording.bound(one.start, one.end, one.weight, unit)
        screen.line(f"{told}, whatever nature does, since" if len(one.steps) > 1 else f"{told}:", indent=2)
        networks.show_steps(screen, one.steps, unit, indent=4)
    networks.conclude(screen, [one.weight for one in found.reduced], found.chain, unit)
