"""``freehand network run``: a network played out, acting by what is seen against what nature picks."""

from __future__ import annotations

import random
from argparse import ArgumentParser, Namespace
from itertools import groupby

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import networks
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.networks import document, wording
from freehand.temporal.checking import dynamic
from freehand.temporal.dispatching import Dispatcher
from freehand.temporal.files import NetworkFile
from freehand.temporal.named import Network
from freehand.temporal.playing import MOST_EXTREMES, Happening, as_early, as_late, chance, durations, play, worst
from freehand.temporal.results import NotDynamicallyControllable, Undecided

HELP = (
    "Play a network out: whoever acts sees what nature does, as it happens, and keeps every constraint. Nature draws "
    "each duration (random), or picks those with which the end comes last (worst)."
)
EXAMPLE = "freehand network run examples/networks/harbour.json --unit min --seed 7"
FORMAT = "freehand.network-run/1"
NATURES = ("random", "worst", "shortest", "longest")
STRATEGIES = {"early": as_early, "late": as_late}
WIDEST_BAR = 32
MOST_INSTANTS = 200


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    networks.file_argument(parser)
    nature = "random, worst, shortest or longest: what nature picks (default: %(default)s)"
    parser.add_argument("--nature", choices=NATURES, default="random", metavar="NATURE", help=nature)
    seed = "of random durations; the same seed gives the same ones (default: %(default)s)"
    parser.add_argument("--seed", type=networks.whole, default=1, metavar="N", help=seed)
    act = "early or late: when what may be done is done (default: %(default)s)"
    parser.add_argument("--act", choices=list(STRATEGIES), default="early", metavar="WHEN", help=act)
    networks.unit_option(parser)
    networks.limit_options(parser)


def run(args: Namespace) -> int:
    """Play and show.

    Raises:
        UsageError: where no way of reacting keeps the network.
    """
    read = networks.read(args)
    with networks.busy("deciding", read.network):
        found = dynamic(read.network, networks.limit_of(args))
    if isinstance(found, Undecided):
        return _undecided(args, read, found)
    if isinstance(found, NotDynamicallyControllable):
        why = "no way of reacting keeps every constraint, whatever nature does."
        next_ = f"See why: freehand network check {networks.words(args)}"
        raise UsageError(one_fault(f"'{shown(args.file)}' cannot be played", why, next_))
    with networks.busy("playing", read.network):
        happened = _played(read.network, args, Dispatcher(read.network, found))
    if args.json:
        told = {
            "nature": args.nature,
            "seed": args.seed if args.nature == "random" else None,
            "act": args.act,
            "happenings": [{"time": one.time, "point": one.point, "who": one.who} for one in happened],
            "reached": None,
        }
        print_json({**document.head(FORMAT, args.file, read), "unit": args.unit, **told})
        return 0
    screen = Screen()
    networks.begin(screen, read)
    screen.line(_headline(args, read.network, happened), style="bold")
    screen.line()
    _timeline(screen, read.network, happened, args.unit)
    other = "worst" if args.nature == "random" else "random"
    screen.next(f"freehand network run {networks.words(args)} --nature {other}")
    return 0


def _played(network: Network, args: Namespace, dispatcher: Dispatcher) -> list[Happening]:
    strategy = STRATEGIES[args.act]
    if args.nature == "random":
        nature = chance(random.Random(args.seed).randint)
    elif args.nature == "worst":
        nature = durations(worst(network, strategy))
    else:
        taken = "low" if args.nature == "shortest" else "high"
        nature = durations({network.points[link.end]: getattr(link, taken) for link in network.links})
    return play(network, nature, strategy, dispatcher)


def _headline(args: Namespace, network: Network, happened: list[Happening]) -> str:
    alone = len(network.links) <= MOST_EXTREMES
    picks = {
        "random": f"Nature draws (seed {args.seed})",
        "worst": f"Nature picks{'' if alone else ', one link after the other,'} what makes the end come last",
        "shortest": "Nature takes as short as it can",
        "longest": "Nature takes as long as it can",
    }
    last = max((one.time for one in happened), default=0)
    return f"{picks[args.nature]}; the last point comes at {wording.amount(last, args.unit)}."


def _timeline(screen: Screen, network: Network, happened: list[Happening], unit: str | None) -> None:
    """A line for each instant: when, what and who, and where it lies between the first and the last."""
    begun = {network.points[link.end]: network.points[link.start] for link in network.links}
    at = {one.point: one.time for one in happened}
    bar = max(8, min(WIDEST_BAR, screen.console.width // 3))
    first, last = min(at.values()), max(at.values())
    rows = []
    instants = [(time, list(several)) for time, several in groupby(happened, key=lambda one: one.time)]
    for time, several in instants[:MOST_INSTANTS]:
        track = [" "] * bar
        for one in several:
            if one.point in begun:
                start = _column(at[begun[one.point]], first, last, bar)
                for place in range(start, _column(time, first, last, bar)):
                    track[place] = "─"
                track[start] = "├"
        track[_column(time, first, last, bar)] = "●"
        told = [_told(one, at, begun, unit) for one in several]
        rows.append([wording.amount(time, unit), "".join(track).rstrip(), ", ".join(told)])
    screen.table(["at", "", "what comes"], rows, right=(0,))
    if len(instants) > len(rows):
        screen.line(f"… and {len(instants) - len(rows)} more instants; --json has them all.")


def _told(one: Happening, at: dict[str, int], begun: dict[str, str], unit: str | None) -> str:
    if one.point not in begun:
        return shown(one.point)
    return f"{shown(one.point)} (nature, {wording.amount(one.time - at[begun[one.point]], unit)})"


def _column(time: int, first: int, last: int, bar: int) -> int:
    return 0 if last == first else (time - first) * (bar - 1) // (last - first)


def _undecided(args: Namespace, read: NetworkFile, found: Undecided) -> int:
    if args.json:
        told = {
            "nature": args.nature,
            "seed": args.seed if args.nature == "random" else None,
            "act": args.act,
            "happenings": None,
            "reached": found.reached,
        }
        print_json({**document.head(FORMAT, args.file, read), "unit": args.unit, **told})
        return 0
    screen = Screen()
    networks.begin(screen, read)
    networks.show_outcome(screen, found, args.unit)
    screen.next(f"freehand network check {networks.words(args)}")
    return 0
