"""``freehand recall``: a promise of this party, recalled; out of both parties' reckoning at once."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import parting

HELP = (
    "Recall an own promise: it is out of both parties' reckoning at once, and every verdict that rested on it is "
    "listed. It needs no release: whoever promised can always say that it no longer holds."
)
EXAMPLE = "freehand recall 'promise airlift' 'The crews are needed elsewhere.' --node north --as Ada"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parting.arguments(parser)


def run(args: Namespace) -> int:
    """Say it, and tell what stood on it."""
    from freehand.node.authoring.supporting import recall

    return parting.run(args, recall, "giver", "recalled")
