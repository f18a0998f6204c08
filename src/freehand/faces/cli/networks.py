"""What the commands on networks share: their options, reading the file, and how a name or number is asked for."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli.screen import Screen, clear_progress, show_progress
from freehand.faces.networks import document, wording
from freehand.temporal.files import NetworkFile, read_network, starting_at
from freehand.temporal.limits import Limit
from freehand.temporal.named import Network
from freehand.temporal.results import Inconsistent, NotStronglyControllable, Step, Undecided, Verdict

LONGEST_NUMBER = 12
MOST_ROWS = 60
"""Rows of a table on the screen; ``--json`` has them all."""


def file_argument(parser: ArgumentParser) -> None:
    """The file, and how it is taken."""
    parser.add_argument("file", metavar="FILE", help="a network: a JSON file, or .stn or .stnu of the CSTNU Tool")
    after = "nothing comes before this point, and times are counted from it (default: taken as written)"
    parser.add_argument("--after", metavar="POINT", help=after)


def unit_option(parser: ArgumentParser) -> None:
    """``--unit``: what the numbers count."""
    what = "the unit of the numbers in the file, shown beside each: s, min or h (default: none is shown)"
    parser.add_argument("--unit", choices=wording.UNITS, metavar="UNIT", help=what)


def limit_options(parser: ArgumentParser) -> None:
    """``--limit-steps`` and ``--limit-seconds``: how long to wait."""
    steps = "steps of the reckoning until 'undecided'; the same everywhere (default: no limit)"
    parser.add_argument("--limit-steps", type=_steps, metavar="N", help=steps)
    parser.add_argument("--limit-seconds", type=_seconds, metavar="S", help="the same in seconds of waiting")


def limit_of(args: Namespace) -> Limit:
    """What ``limit_options`` say."""
    return Limit(args.limit_steps, args.limit_seconds)


def read(args: Namespace) -> NetworkFile:
    """The network that ``file_argument`` names, as it is to be taken.

    Raises:
        FreehandError: for a file with faults, and a point that the network does not have.
    """
    found = read_network(args.file)
    return found if args.after is None else found._replace(network=starting_at(found.network, args.after))


@contextmanager
def busy(doing: str, network: Network) -> Iterator[None]:
    """Say what is being done while it is, where somebody looks."""
    show_progress(f"{doing} {len(network.points):,} points …")
    try:
        yield
    finally:
        clear_progress()


def begin(screen: Screen, found: NetworkFile) -> None:
    """The first lines: which network, and what of its file was not taken as it stands."""
    screen.line(wording.title(found.name, found.network), style="dim")
    for remark in found.remarks:
        screen.line(f"note: {remark}")
    screen.line()


def point(network: Network, name: str) -> str:
    """A point that is asked for by name.

    Raises:
        UsageError: where the network does not have it.
    """
    if name in network.points:
        return name
    near = wording.near(name, network.points)
    hint = f"Did you mean {wording.named(near)}? " if near else ""
    why = "the network does not have it."
    raise UsageError(one_fault(f"there is no point '{shown(name)}'", why, f"{hint}Name one of its points."))


def outcome(found: object) -> dict[str, Any]:
    """What every document says that could end in a contradiction or at a limit."""
    chain = found.chain if isinstance(found, (Inconsistent, NotStronglyControllable)) else ()
    return {
        "chain": document.steps(chain),
        "short_by": wording.short_by(one.weight for one in chain) if chain else None,
        "reached": found.reached if isinstance(found, Undecided) else None,
    }


def show_outcome(screen: Screen, found: Inconsistent | NotStronglyControllable | Undecided, unit: str | None) -> None:
    """A contradiction, why no fixed times hold, or what reached its limit."""
    if isinstance(found, Undecided):
        screen.line(f"{wording.mark(Verdict.UNDECIDED)}: {found.reached} were not enough.", style="bold")
        return
    if isinstance(found, Inconsistent):
        screen.line(f"{wording.mark(Verdict.IMPOSSIBLE)}: the constraints contradict each other.", style="bold")
    else:
        screen.line("It is not assured: no fixed times keep every constraint.", style="bold")
    screen.line()
    show_steps(screen, found.chain, unit)
    conclude(screen, [one.weight for one in found.chain], found.chain, unit)


def show_steps(screen: Screen, chain: tuple[Step, ...], unit: str | None, indent: int = 2) -> None:
    """A chain, a line for each step, with its weight before it."""
    rows = [(f"{one.weight:+d}".replace("-", "−"), wording.step(one, unit), wording.reason(one)) for one in chain]
    screen.items(rows[:MOST_ROWS], indent)
    if len(rows) > MOST_ROWS:
        screen.line(f"… and {len(rows) - MOST_ROWS} more steps; --json has them all.", indent=indent)


def conclude(screen: Screen, weights: list[int], chain: tuple[Step, ...], unit: str | None) -> None:
    """The sum of a chain, and which durations it takes at which extreme."""
    screen.line()
    screen.line(wording.added_up(weights, unit))
    decides = wording.defeats(chain, unit)
    if decides:
        screen.line(decides)


def words(args: Namespace) -> str:
    """The file and its options, to be used again in a command."""
    parts = [args.file]
    parts += ["--after", args.after] if args.after is not None else []
    parts += ["--unit", args.unit] if args.unit is not None else []
    return shlex.join(parts)


def whole(text: str) -> int:
    """What ``--seed`` and ``--count`` say: a whole number from 0.

    Raises:
        ArgumentTypeError: for anything else.
    """
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_NUMBER:
        raise ArgumentTypeError(f"'{text}' is no whole number from 0")
    return int(text)


def _steps(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_NUMBER or int(text) < 1:
        raise ArgumentTypeError(f"'{text}' is no limit; it is a whole number, at least 1")
    return int(text)


def _seconds(text: str) -> float:
    plain = text.replace(".", "", 1)
    if not plain.isascii() or not plain.isdigit() or len(text) > LONGEST_NUMBER or float(text) <= 0:
        raise ArgumentTypeError(f"'{text}' is no limit; it is a number of seconds above 0, such as 2.5")
    return float(text)
