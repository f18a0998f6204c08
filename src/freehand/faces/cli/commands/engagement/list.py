"""``freehand engagement list``: the engagements that may be read here."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.nodes.items import SHORT, of_said
from freehand.faces.nodes.quoting import quoted

HELP = "List who raised what with whom, when and where, by the word of who noted it, with the items touched."
EXAMPLE = "freehand engagement list --node north"
FORMAT = "freehand.engagements/1"
UNSEEN = "an item that is not released to this party, or not there"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """List them."""
    from freehand.node.views.engagements import engagements

    with saying.looking(args) as desk:
        found = engagements(desk.known)
        following = nodes.following(args, "engagement", "add", "--help")
        if args.json:
            rows = [
                {
                    "party": one.party,
                    "leaf": one.said.leaf,
                    "who": list(one.who),
                    "whom": list(one.whom),
                    "what": one.what,
                    "when": one.when,
                    "where": one.where,
                    "items": [None if item is None else item.leaf for item in one.items],
                }
                for one in found
            ]
            head = {"format": FORMAT, "compact": desk.compact.name, "party": desk.node.party}
            heard = nodes.silences_json(desk.known)
            print_json({**head, "engagements": rows, "heard": heard, "next": following})
            return 0
        screen = Screen()
        many = {0: "No engagement may", 1: "One engagement may"}.get(len(found), f"{len(found)} engagements may")
        screen.line(f"{many} be read here.", style="bold")
        for one in found:
            screen.heading(f"{quoted(one.when)}, {quoted(one.where)}: {quoted(one.what)}")
            who, whom = (", ".join(map(quoted, names)) for names in (one.who, one.whom))
            screen.line(f"{who} raised it with {whom}.", indent=2)
            for item in one.items:
                words = UNSEEN if item is None else f"{item.leaf[:SHORT]}, {quoted(of_said(item).words)}"
                screen.line(f"touched: {words}", indent=2)
            screen.line(f"noted by {quoted(one.party)} ({one.said.leaf[:SHORT]})", indent=2)
        nodes.silences(screen, desk.known)
        screen.next(following)
    return 0
