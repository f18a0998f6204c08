"""``freehand end``: a promise that was received, given back; out of both parties' reckoning at once."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import parting

HELP = (
    "Give a promise back that this party had received: it is out of both parties' reckoning at once. It needs no "
    "release."
)
EXAMPLE = "freehand end 'promise airlift' 'We can do without.' --node south --as Cora"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parting.arguments(parser)


def run(args: Namespace) -> int:
    """Say it, and tell what stood on it."""
    from freehand.node.authoring.supporting import end

    return parting.run(args, end, "receiver", "given back")
