"""``freehand draft list``: the drafts, to whom each may go, and whether it was said."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.nodes.items import SHORT
from freehand.faces.nodes.quoting import quoted

if TYPE_CHECKING:
    from freehand.node.drafts.draft import Draft

HELP = "List the drafts in their newest version: to whom each may go, its tags, and whether it was said as it stands."
EXAMPLE = "freehand draft list --node north"
FORMAT = "freehand.draft-list/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("--kind", metavar="KIND", help="only drafts of this kind, such as course")
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """List them."""
    from freehand.node.drafts.keeping import newest

    with saying.looking(args) as desk:
        drafts = [one for one in newest(desk.node, desk.compact) if args.kind in (None, one.kind)]
        said = {one.id: one for one in desk.known.said(superseded=True) if one.mine}
        waiting = [one for one in drafts if one.id not in said]
        following = nodes.following(args, "draft", "add", "--help")
        if waiting:
            to = saying.recipients(waiting[0], desk.node.party)
            following = saying.next_release(desk, waiting[0], to)
        elif drafts:
            following = nodes.following(args, "release", "list")
        if args.json:
            rows = [{**saying.draft_json(one), "said": said[one.id].leaf if one.id in said else None} for one in drafts]
            head = {"format": FORMAT, "compact": desk.compact.name, "party": desk.node.party}
            print_json({**head, "drafts": rows, "next": following})
            return 0
        screen = Screen()
        screen.line(f"{len(drafts)} drafts, {len(waiting)} of them not said as they stand.", style="bold")
        if drafts:
            screen.line()
            columns = ["id", "item", "version", "may go to", "tags", "said"]
            screen.table(columns, [_row(one, one.id in said, desk.node.party) for one in drafts], right=(2,))
        screen.next(following)
    return 0


def _row(draft: Draft, said: bool, party: str) -> list[str]:
    to = ", ".join(saying.recipients(draft, party)) or "nobody"
    tags = ", ".join(map(quoted, draft.tags))
    return [draft.id[:SHORT], quoted(draft.words), str(draft.version), quoted(to), tags, "yes" if said else "no"]
