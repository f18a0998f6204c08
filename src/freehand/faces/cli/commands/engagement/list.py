"""``freehand engagement list``: the engagements that may be read here."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.nodes.items import SHORT, UNSEEN, of_said
from freehand.faces.nodes.quoting import quoted

if TYPE_CHECKING:
    from freehand.node.drafts.draft import Draft

HELP = (
    "List who raised what with whom, when and where, by the word of who noted it, with the items touched; and what is "
    "noted here alone."
)
EXAMPLE = "freehand engagement list --node north"
FORMAT = "freehand.engagements/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """List them."""
    from freehand.node.views.engagements import engagements

    with saying.looking(args) as desk:
        found = engagements(desk.known)
        notes = _notes(desk, {one.said.id for one in found})
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
            print_json(
                {
                    **head,
                    "engagements": rows,
                    "notes": [saying.draft_json(one) for one in notes],
                    "heard": heard,
                    "next": following,
                }
            )
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
        for note in notes:
            body = note.body
            screen.heading(f"{quoted(body['when'])}, {quoted(body['where'])}: {quoted(body['what'])}")
            who, whom = (", ".join(map(quoted, body[names])) for names in ("who", "whom"))
            screen.line(f"{who} raised it with {whom}.", indent=2)
            screen.line(f"noted here alone ({note.id[:SHORT]}): in no log", indent=2)
        nodes.silences(screen, desk.known)
        screen.next(following)
    return 0


def _notes(desk: saying.Desk, said: set[str]) -> list[Draft]:
    """Engagements that are drafts, and not among those that were said."""
    from freehand.node.drafts.keeping import newest

    return [one for one in newest(desk.node, desk.compact) if one.kind == "engagement" and one.id not in said]
