"""``freehand network convert``: write a network in the other kind of file; what it cannot hold is refused."""

from __future__ import annotations

import os
import shlex
from argparse import ArgumentParser, Namespace

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import networks
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.cli.writing import Kind, write_kind
from freehand.faces.networks import document
from freehand.temporal.files import Style, graphml_text, json_text, tightest
from freehand.temporal.named import Network

HELP = (
    "Write a network in another kind of file: the ending of OUT says which, .json, .stn or .stnu. What the kind "
    "cannot hold is refused, each with its reason."
)
EXAMPLE = "freehand network convert examples/networks/harbour.json harbour.stnu"
FORMAT = "freehand.network-convert/1"
JSON = Kind("network in JSON", "network.json", "{")
GRAPHML = Kind("network in GraphML", "network.stnu", "<?xml")


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    networks.file_argument(parser)
    parser.add_argument("out", metavar="OUT", help="the file to write: .json, .stn or .stnu")
    styles = "how GraphML tells the bounds of links: case, LC(C):3, or value, the older way (default: case)"
    parser.add_argument("--style", choices=[style.value for style in Style], metavar="STYLE", help=styles)
    tight = "leave out what says nothing: all but the least of several constraints, and what links imply"
    parser.add_argument("--tightest", action="store_true", help=tight)


def run(args: Namespace) -> int:
    """Read, write, and say what was left out."""
    kind = kind_of(args.out)
    if kind is JSON and args.style is not None:
        what, why = f"--style says nothing about '{shown(args.out)}'", "it is for GraphML."
        raise UsageError(one_fault(what, why, "Leave it out, or name a .stnu file."))
    read = networks.read(args)
    network, left_out = tightest(read.network) if args.tightest else (read.network, 0)
    text = text_of(network, read.name, args.out, args.style)
    write_kind(args.out, text, kind)
    if args.json:
        written = {"written": args.out, "bytes": len(text.encode()), "left_out": left_out}
        print_json({**document.head(FORMAT, args.file, read._replace(network=network)), **written})
        return 0
    screen = Screen()
    networks.begin(screen, read._replace(network=network))
    screen.line(f"The network is in {shown(args.out)}, as {kind.what.removeprefix('network in ')}.", style="bold")
    if args.tightest:
        told = (
            "1 constraint that says nothing was" if left_out == 1 else f"{left_out} constraints that say nothing were"
        )
        screen.line(f"{told} left out.")
    screen.next(f"freehand network check {shlex.quote(args.out)}")
    return 0


def kind_of(file: str) -> Kind:
    """The kind of file that its name promises.

    Raises:
        UsageError: where it promises none.
    """
    ending = os.path.splitext(file)[1].lower()
    if ending not in (".json", ".stn", ".stnu"):
        what, why = f"'{shown(file)}' is no name for a network", "the ending says how it is written."
        raise UsageError(one_fault(what, why, "Name a file that ends in .json, .stn or .stnu."))
    return JSON if ending == ".json" else GRAPHML


def text_of(network: Network, name: str, file: str, style: str | None) -> str:
    """The network as a file of this name has it.

    Raises:
        UsageError: for links in a file that has none.
        InputError: with everything that such a file cannot hold.
    """
    stem, ending = os.path.splitext(file)
    if ending.lower() == ".json":
        return json_text(network, name)
    if ending.lower() == ".stn" and network.links:
        why = "a simple temporal network has no contingent links, and this one has."
        raise UsageError(one_fault(f"'{shown(file)}' cannot hold links", why, f"Name it {shown(stem)}.stnu."))
    return graphml_text(network, name, Style(style or Style.CASE.value))
