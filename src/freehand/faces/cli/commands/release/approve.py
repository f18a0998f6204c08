"""``freehand release approve``: what another asked for, signed by a second person; with that it is said."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.nodes.adding import lines
from freehand.faces.nodes.items import SHORT, Named, only
from freehand.faces.nodes.quoting import quoted

HELP = (
    "Approve a release that another person asked for. Terms, people and gate are looked at once more; then items and "
    "release enter the log together. With --refuse it is taken off the shelf instead, with the reason for the auditor."
)
EXAMPLE = "freehand release approve --node south --as Dan"
FORMAT = "freehand.release-approve/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    name = "the release, by its first digits (default: the only one that waits)"
    parser.add_argument("release", metavar="RELEASE", nargs="?", help=name)
    parser.add_argument("--refuse", metavar="WORDS", help="do not approve it, for this reason")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Sign, or refuse."""
    from freehand.node.releasing.entering import approve
    from freehand.node.releasing.waiting import asked, refuse_release

    with saying.planning(args, "releaser") as desk:
        waits = asked(desk.node, desk.compact)
        among = [Named("release", "", "", one.name, "", one, f"to {', '.join(one.to)}") for one in waits]
        one = only(args.release, among, "release that waits", "See them: 'freehand release list'.").value
        done, changed = None, list[str]()
        if args.refuse is not None:
            refuse_release(desk.node, desk.compact, one.name, args.refuse, now=nodes.now())
            following = nodes.following(args, "release", "list")
        else:
            assert desk.actor is not None  # planning() gives one
            done = approve(desk.node, desk.compact, one.name, by=desk.actor.key, now=nodes.now(), known=desk.known)
            following = saying.next_bundle(desk, one.to[0])
            changed = _changed(desk, one.items)
        if args.json:
            print_json(
                {
                    "format": FORMAT,
                    "compact": desk.compact.name,
                    "party": desk.node.party,
                    "release": one.name,
                    "approved": done is not None,
                    "to": list(one.to),
                    "items": None if done is None else done.items,
                    "leaf": None if done is None else done.release,
                    "changes": changed,
                    "next": following,
                }
            )
            return 0
        screen = Screen()
        if done is None:
            screen.line(f"Release {one.name[:SHORT]} is not approved, and waits no more.", style="bold")
            screen.line()
            screen.line("The reason stands in the trail, for the auditor; nothing left this node.")
        else:
            screen.line(f"Released to {', '.join(map(quoted, one.to))}.", style="bold")
            screen.line()
            for words in one.told:
                screen.line(quoted(words), indent=2)
            screen.line()
            screen.line("It stands in this party's log for good, and goes with the next bundle.")
            if one.adds:
                screen.heading("What it added to what they could know")
                for line in lines(one.adds):
                    screen.line(line, indent=2)
            if changed:
                screen.heading("What changes by it here")
                for sentence in changed:
                    screen.line(sentence, indent=2)
        screen.next(following)
    return 0


def _changed(desk: saying.Desk, items: tuple[str, ...]) -> list[str]:
    """What an acceptance changes here: with its release the promise binds."""
    from freehand.node.known import known

    after = desk._replace(known=known(desk.node, desk.compact))
    accepted = any(one.mine and one.id in items for one in after.known.said("accept"))
    return saying.what_changed(after) if accepted else []
