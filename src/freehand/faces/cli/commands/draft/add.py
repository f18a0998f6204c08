"""``freehand draft add``: the items of a workspace's folder, as drafts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.nodes.items import SHORT
from freehand.faces.nodes.quoting import quoted

if TYPE_CHECKING:
    from freehand.node.drafts.draft import Draft

HELP = (
    "Take the items of a workspace's folder in as drafts: contingencies, shared and own means, own courses, promises "
    "to offer, reports. What belongs to another party is left out, and named. A folder of this party's own plans alone "
    "will do: the compact, and the contingencies that they are for, are on the node. A fault anywhere, and nothing is "
    "kept."
)
EXAMPLE = "freehand draft add plans --to A --node south --as Cora"
FORMAT = "freehand.draft-add/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("folder", metavar="WORKSPACE", help="the folder of the workspace")
    label_options(parser)
    saying.person_options(parser)


def label_options(parser: ArgumentParser) -> None:
    """``--to``, ``--nobody`` and ``--tag``."""
    either = parser.add_mutually_exclusive_group()
    to = "a party these may go to, besides the own one (may be repeated; default: as before, nobody for a new one)"
    either.add_argument("--to", action="append", metavar="PARTY", help=to)
    either.add_argument("--nobody", action="store_true", help="they may go to nobody")
    tag = "a tag they bear; exclusions in the terms look at tags (may be repeated; default: as before)"
    parser.add_argument("--tag", action="append", metavar="TAG", help=tag)


def label_of(args: Namespace, desk: saying.Desk) -> str | None:
    """The label that the options say; None: as before."""
    from freehand.node.kinds import label_of as joined

    if args.nobody:
        return ""
    if args.to is None:
        return None
    return joined([*{desk.node.party, *(saying.partner(desk, name) for name in args.to)}])


def run(args: Namespace) -> int:
    """Read the folder, and keep it."""
    from freehand.node.drafts.folders import add

    with saying.planning(args) as desk:
        label = label_of(args, desk)
        found = add(desk.node, desk.compact, args.folder, label=label, tags=args.tag, known=desk.known)
        fresh = [*found.new, *found.changed]
        following = nodes.following(args, "draft", "list")
        if fresh:
            to = saying.recipients(fresh[0], desk.node.party)
            following = saying.next_release(desk, fresh[0], to) if to else following
        if args.json:
            print_json(
                {
                    "format": FORMAT,
                    "compact": desk.compact.name,
                    "party": desk.node.party,
                    "new": [saying.draft_json(one) for one in found.new],
                    "changed": [saying.draft_json(one) for one in found.changed],
                    "same": [saying.draft_json(one) for one in found.same],
                    "left_out": list(found.left_out),
                    "next": following,
                }
            )
            return 0
        screen = Screen()
        counts = f"{len(found.new)} new, {len(found.changed)} changed, {len(found.same)} the same"
        screen.line(f"Of {quoted(args.folder)}: {counts}.", style="bold")
        screen.line()
        screen.line("They lie on this node and in no log: nobody outside learns that there are any.")
        for heading, drafts in (("New", found.new), ("Changed", found.changed)):
            _list(screen, heading, drafts)
        if found.left_out:
            screen.heading("Left out")
            for sentence in found.left_out:
                screen.line(quoted(sentence), indent=2)
        screen.next(following)
    return 0


def _list(screen: Screen, heading: str, drafts: Sequence[Draft]) -> None:
    if drafts:
        screen.heading(heading)
        for one in drafts:
            tags = f", tagged {', '.join(map(quoted, one.tags))}" if one.tags else ""
            to = f"may go to {quoted(one.label)}" if one.label else "may go to nobody yet"
            screen.line(f"{one.id[:SHORT]}  {one.words}: {to}{tags}", indent=2)
