"""``freehand draft label``: to whom a draft may go, and which tags it bears."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.commands.draft.add import label_options
from freehand.faces.nodes.items import SHORT, pick
from freehand.faces.nodes.quoting import quoted

HELP = (
    "Say to whom a draft may go, or which tags it bears: its next version. A label names parties, exactly; whoever is "
    "not named gets nothing of it, and a release has to be approved all the same."
)
EXAMPLE = "freehand draft label \"course 'hand out supplies'\" --to A --node south --as Cora"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("item", metavar="ITEM", help="the draft, as \"course 'by sea'\", or the first digits of its id")
    label_options(parser)
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Label it."""
    from freehand.node.drafts.differences import differences
    from freehand.node.drafts.keeping import relabel, versions

    with saying.planning(args) as desk:
        old = pick(args.item, saying.named_drafts(desk), "draft", "See them: 'freehand draft list'.").value
        parties = [] if args.nobody else args.to
        for name in parties or ():
            saying.partner(desk, name)
        if args.nobody:
            from freehand.node.drafts.keeping import put

            tags = args.tag if args.tag is not None else None
            draft = put(desk.node, desk.compact, old.kind, old.object, old.body, label="", tags=tags)
        else:
            draft = relabel(desk.node, desk.compact, old.kind, old.object, parties=parties, tags=args.tag)
        every = {one.version: one for one in versions(desk.node, desk.compact, draft.kind, draft.object)}
        changes = differences(every.get(draft.version - 1), draft) if draft is not old else []
        happened = f"{quoted(draft.words)} is version {draft.version} ({draft.id[:SHORT]})."
        means = [quoted(one) for one in changes] if draft.version != old.version else ["Nothing changed."]
        to = saying.recipients(draft, desk.node.party)
        following = saying.next_release(desk, draft, to) if to else nodes.following(args, "draft", "list")
        return saying.tell(desk, saying.Told(happened, means, following, draft=draft))
