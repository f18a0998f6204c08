"""``freehand draft diff``: what changed in a draft, from one version to another."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import UsageError, one_fault
from freehand.faces.cli import nodes, saying
from freehand.faces.cli.options import whole_limit
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.nodes.items import SHORT, pick
from freehand.faces.nodes.quoting import quoted

HELP = "What changed in a draft from one version to another, field by field, with its label and its tags."
EXAMPLE = "freehand draft diff \"course 'hand out supplies'\" --node south"
FORMAT = "freehand.draft-diff/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("item", metavar="ITEM", help="the draft, as \"course 'by sea'\", or the first digits of its id")
    old = "from this version (default: the one before)"
    parser.add_argument("--from", dest="old", type=whole_limit, metavar="N", help=old)
    new = "to this version (default: the newest)"
    parser.add_argument("--until", dest="new", type=whole_limit, metavar="N", help=new)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Compare two versions."""
    from freehand.node.drafts.differences import differences
    from freehand.node.drafts.keeping import versions

    with saying.looking(args) as desk:
        draft = pick(args.item, saying.named_drafts(desk), "draft", "See them: 'freehand draft list'.").value
        found = {one.version: one for one in versions(desk.node, desk.compact, draft.kind, draft.object)}
        new = found.get(args.new or draft.version)
        old = found.get(args.old or (new.version - 1 if new else 0))
        if new is None or (old is None and args.old is not None):
            what = f"there is no version {args.new if new is None else args.old} of {draft.words}"
            raise UsageError(one_fault(what, f"it has {len(found)}.", "Name one of them."))
        changes = differences(old, new)
        following = saying.next_release(desk, new, saying.recipients(new, desk.node.party))
        if args.json:
            head = {"format": FORMAT, "item": new.words, "from": old.version if old else None, "until": new.version}
            print_json({**head, "changes": changes, "id": new.id, "next": following})
            return 0
        screen = Screen()
        before = f"version {old.version}" if old else "nothing"
        screen.line(f"{quoted(new.words)}, from {before} to version {new.version} ({new.id[:SHORT]})", style="bold")
        screen.line()
        for sentence in changes or ["Nothing changed."]:
            screen.line(quoted(sentence), indent=2)
        screen.next(following)
    return 0
