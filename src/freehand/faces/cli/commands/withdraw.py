"""``freehand withdraw``: an own item taken back: retracted, superseded, or asked to be erased."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.nodes.items import SHORT, all_said, of_said, pick
from freehand.faces.nodes.quoting import quoted

HOW = ("retract", "supersede", "erase")

HELP = (
    "Take an own item back. It is out of the partners' reckoning as soon as they hear it, and each verdict that rested "
    "on it is listed. With --how erase they are asked to erase it; their receipt is a claim, as nobody can prove that "
    "it is gone. Every member sees that, and the words; so the words tell nothing of what is in it."
)
EXAMPLE = "freehand withdraw \"interface 'hand out supplies'\" 'The plan has changed.' --node south --as Cora"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    item = "the item, as \"interface 'by sea'\", or the first digits of its leaf or id"
    parser.add_argument("item", metavar="ITEM", help=item)
    parser.add_argument("words", metavar="WORDS", help="why, on the record")
    how = "retract it, say that another supersedes it, or ask that it be erased (default: retract)"
    parser.add_argument(
        "--how", choices=HOW, default="retract", metavar="HOW", help=f"retract, supersede, erase: {how}"
    )
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Withdraw it."""
    from freehand.node.authoring.withdrawing import withdraw
    from freehand.node.known import known

    with saying.planning(args) as desk:
        among = all_said(desk.known, lambda one: one.mine)
        gone = [one for leaf in desk.known.withdrawn() if (one := desk.known.taken_back(leaf)) is not None and one.mine]
        past = [of_said(one)._replace(told="withdrawn already") for one in gone]
        if args.how == "erase":  # what was retracted may still be asked to be erased
            among, past = among + past, []
        next_ = "See what was said: 'freehand log show'."
        item = pick(args.item, among, "item of this party that was said", next_, past)
        had = sorted(item.value.to)
        said = withdraw(desk.node, desk.compact, item.leaf, args.how, args.words, now=nodes.now(), known=desk.known)
        verb = {"retract": "retracted", "supersede": "superseded", "erase": "retracted, and to be erased"}[args.how]
        whom = ", ".join(map(quoted, had))
        means = [f"It is out of the reckoning of {whom} as soon as they hear it." if had else "Nobody had it yet."]
        if args.how == "erase":
            means.append("They are asked to erase it. A receipt that comes back is a claim, not a proof.")
        means.append("That it was said stays provable; its leaf stays in the log.")
        after = desk._replace(known=known(desk.node, desk.compact))
        means += saying.what_changed(after)
        happened = f"{quoted(item.words)} ({item.leaf[:SHORT]}) is {verb}."
        return saying.tell(after, saying.Told(happened, means, saying.next_bundle(desk, *had), said, partners=had))
