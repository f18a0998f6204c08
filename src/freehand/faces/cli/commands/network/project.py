"""``freehand network project``: what a network says about some of its points, as a network of its own."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from freehand.errors import shown
from freehand.faces.cli import networks
from freehand.faces.cli.commands.network.convert import kind_of, text_of
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.cli.writing import write_kind
from freehand.faces.networks import document, wording
from freehand.temporal.files.json_text import as_document
from freehand.temporal.named import Network
from freehand.temporal.questions.projection import project, project_reduced
from freehand.temporal.results import Inconsistent, NotStronglyControllable, Undecided

HELP = (
    "What a network says about some of its points, and nothing else: whatever is added among them holds with the "
    "projection if and only if it holds with the whole."
)
EXAMPLE = 'freehand network project examples/networks/harbour.json --points "warning,cast off,at sea"'
FORMAT = "freehand.network-projection/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    networks.file_argument(parser)
    points = "names parted by commas; may be repeated, also for a name that has a comma in it"
    parser.add_argument("--points", action="append", required=True, metavar="A,B", help=points)
    decides = "possible or assured: the verdict that shall come out the same (default: %(default)s)"
    parser.add_argument(
        "--decides", choices=("possible", "assured"), default="possible", metavar="VERDICT", help=decides
    )
    every = "keep what follows from the rest, too: a bound for every two points"
    parser.add_argument("--all", action="store_true", help=every)
    out = "write the projection to a file: .json, .stn or .stnu (default: only show it)"
    parser.add_argument("-o", "--output", metavar="FILE", help=out)
    networks.unit_option(parser)
    networks.limit_options(parser)


def run(args: Namespace) -> int:
    """Project, show, and write where that is asked for."""
    kind = None if args.output is None else kind_of(args.output)
    read = networks.read(args)
    points = points_of(read.network, args.points)
    limit = networks.limit_of(args)
    found: Network | Inconsistent | NotStronglyControllable | Undecided
    with networks.busy("projecting", read.network):
        if args.decides == "possible":
            found = project(read.network, points, not args.all, limit)
        else:
            found = project_reduced(read.network, points, not args.all, limit)
    if kind is not None and isinstance(found, Network):
        write_kind(args.output, text_of(found, read.name, args.output, None), kind)
    if args.json:
        answer = {
            "decides": args.decides,
            **networks.outcome(found),
            "projection": as_document(found) if isinstance(found, Network) else None,
            "written": args.output if isinstance(found, Network) else None,
        }
        print_json({**document.head(FORMAT, args.file, read), "unit": args.unit, **answer})
        return 0
    screen = Screen()
    networks.begin(screen, read)
    if isinstance(found, Network):
        _show(screen, found, args)
    else:
        networks.show_outcome(screen, found, args.unit)
    wrote = kind is not None and isinstance(found, Network)
    screen.next(f"freehand network check {shlex.quote(args.output) if wrote else networks.words(args)}")
    return 0


def points_of(network: Network, given: list[str]) -> list[str]:
    """The points that are named, each once: the whole text where a point is called so, else what commas part.

    Raises ``UsageError`` where the network does not have one.

    >>> points_of(Network.of(["a", "b", "c, d"]), ["a, b", "c, d", "a"])
    ['a', 'b', 'c, d']
    """
    names = [name for text in given for name in ([text] if text in network.points else text.split(","))]
    return list(
        dict.fromkeys(networks.point(network, name if name in network.points else name.strip()) for name in names)
    )


def _show(screen: Screen, found: Network, args: Namespace) -> None:
    points = ", ".join(wording.named(point) for point in found.points[: networks.MOST_ROWS])
    more = f" and {len(found.points) - networks.MOST_ROWS} more" if len(found.points) > networks.MOST_ROWS else ""
    screen.line(f"On {points}{more}, this is all that bears on {args.decides}:", style="bold")
    said = list(_bounds(found, args.unit))
    said += [wording.link(found.points[a], found.points[c], low, high, args.unit) for a, c, low, high in found.bounds]
    for text in said[: networks.MOST_ROWS] or ["nothing: they are free"]:
        screen.line(text, indent=2)
    if len(said) > networks.MOST_ROWS:
        screen.line(f"… and {len(said) - networks.MOST_ROWS} more; --json has them all.", indent=2)
    if args.output is not None:
        screen.line()
        screen.line(f"It is in {shown(args.output)}.")


def _bounds(found: Network, unit: str | None) -> Iterator[str]:
    """The constraints in words; two on one pair, one each way, as a span if one point is always the later."""
    most = {(x, y): w for x, y, w in found.edges}
    for (x, y), w in most.items():
        back = most.get((y, x))
        start, end = found.points[x], found.points[y]
        if back is None or -back < 0 < w:
            yield wording.bound(start, end, w, unit)
        elif back < 0 or (back == 0 and (w > 0 or x < y)):
            span = "exactly " if w == -back else f"{wording.amount(-back, None)} to "
            yield f"{wording.named(end)} {span}{wording.amount(w, unit)} after {wording.named(start)}"
