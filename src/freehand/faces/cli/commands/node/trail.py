"""``freehand node trail``: what the node noted for its auditor."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers.wording import counted, moment

if TYPE_CHECKING:
    from freehand.node.views.trail import Event

HELP = (
    "List what the node noted for its auditor: what was refused at the gate and by which clause, what was proven "
    "against whom, whose card came and was compared, who was added and confirmed. Never what was said. For a person "
    "with the role auditor."
)
EXAMPLE = "freehand node trail --node north --as Cleo"
FORMAT = "freehand.node-trail/1"
LISTED = 40


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    first = f"the first event to list (default: the last {LISTED} are listed)"
    parser.add_argument("--first", type=int, metavar="N", help=first)
    nodes.node_options(parser)
    nodes.person_options(parser)


def run(args: Namespace) -> int:
    """List the events of one compact."""
    from freehand.node.views.trail import trail

    if args.first is not None and args.first < 0:
        raise UsageError(one_fault(f"there is no event {args.first}", "they count from 0.", "Name a number from 0 on."))
    with nodes.in_compact(args) as (node, compact):
        nodes.acting(args, node, compact, "auditor")
        events = list(trail(node, compact, args.first or 0))
        logs = nodes.names_of(compact)
    if args.json:
        told = [
            {"number": one.number, "what": one.what, "when": one.when, "words": _words(one, logs)} for one in events
        ]
        print_json({"format": FORMAT, "compact": compact.name, "events": told})
        return 0
    kept = events if args.first is not None else events[-LISTED:]
    screen = Screen()
    screen.line(f"{counted(len(events), 'event', 'events')} on the trail of {shown(compact.name)}", style="bold")
    screen.line()
    rows = [[str(one.number), "" if one.when is None else moment(one.when), _words(one, logs)] for one in kept]
    if rows:
        screen.table(["event", "when", "what"], rows, right=(0,))
    if len(kept) < len(events):
        screen.line(f"{len(events) - len(kept)} before these: --first 0 begins at the beginning.")
    screen.next(nodes.following(args, "node", "status"))
    return 0


def _words(one: Event, logs: dict[str, str]) -> str:
    return nodes.named(one.words, logs)
