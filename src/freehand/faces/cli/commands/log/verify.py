"""``freehand log verify``: hold everything that is kept against its signatures again."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.commands.log.show import log_of
from freehand.faces.cli.screen import Screen, print_json

if TYPE_CHECKING:
    from freehand.ledger.verifying import Sound

HELP = (
    "Hash every leaf and record that is kept once more, and check every signature: of all logs of the compact, and of "
    "all branches. It believes nothing that is on the disk."
)
EXAMPLE = "freehand log verify --node north"
FORMAT = "freehand.log-verify/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("party", metavar="PARTY", nargs="?", help="whose log (default: all of them)")
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Verify, and say what holds.

    Raises:
        NotSound: something does not; all of it is told.
    """
    from freehand.faces.cli.verifying import verified
    from freehand.node.known import known

    with nodes.in_compact(args) as (node, compact):
        held = known(node, compact)
        wanted = [log_of(compact, args.party)] if args.party is not None else None
        with compact.store.reading() as view:
            logs = view.logs() if wanted is None else wanted
            found = verified(view, [view.line(log, branch) for log in logs for branch in view.branches(log)])
        names = nodes.names_of(compact)
    others = [name for name in held.members if name != held.party and args.party in (None, name)]
    if args.json:
        # Counts of records that are here would tell of those that may not be read.
        lines = [
            {
                "party": names.get(one.log, ""),
                "branch": one.branch,
                "size": one.size,
                "root": one.root.hex(),
                "erased": one.erased,
                "checkpoints": one.checkpoints,
                "cosignatures": one.cosignatures,
            }
            for one in found
        ]
        heard = nodes.silences_json(held, *others) if others else []
        print_json({"format": FORMAT, "compact": compact.name, "lines": lines, "heard": heard})
        return 0
    screen = Screen()
    screen.line("Everything that is kept is what was signed.", style="bold")
    screen.line()
    columns = ["log of", "leaves", "erased", "checkpoints", "cosignatures"]
    screen.table(columns, [_row(one, names) for one in found], right=(1, 2, 3, 4))
    if others:
        nodes.silences(screen, held, *others)
    screen.next(nodes.following(args, "log", "forks"))
    return 0


def _row(one: Sound, names: dict[str, str]) -> list[str]:
    name = shown(names.get(one.log, one.log))
    counts = (one.size, one.erased, one.checkpoints, one.cosignatures)
    return [f"{name} (branch {one.branch})" if one.branch else name, *(f"{count:,}" for count in counts)]
