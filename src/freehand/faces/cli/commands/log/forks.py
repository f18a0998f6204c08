"""``freehand log forks``: two histories under one key: what is proven against whom, and what became of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.faces.cli import contradictions, nodes
from freehand.faces.cli.ledgers import quoted
from freehand.faces.cli.screen import Screen, print_json

HELP = (
    "List what is proven against whoever keeps a log of the compact or witnesses one: forks, lying witnesses, "
    "manifests that do not add up; the branches that are kept; and heads that others have seen and that are longer "
    "than what is here. With -o each proof is written into a folder, to be handed on: it can be checked without any "
    "node."
)
EXAMPLE = "freehand log forks --node north"
FORMAT = "freehand.log-forks/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    out = "a folder to write each proof into, under its own hash; what is there already stays"
    parser.add_argument("-o", "--out", metavar="FOLDER", help=out)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """List, and write if that is wanted."""
    from freehand.faces.ledgers.contradictions import branches_of, longer_of, proofs_of, written
    from freehand.node.known import known

    with nodes.in_compact(args) as (node, compact):
        held = known(node, compact)
        names = nodes.names_of(compact)
        with compact.store.reading() as view:
            proofs = proofs_of(view)
            branches = [one for log in view.logs() for one in branches_of(view, log)]
            longer = longer_of(view)
        files = [] if args.out is None else written(proofs, Path(args.out))
    for one in proofs:
        del one["data"]
        one["party"], one["words"] = names.get(one["log"], ""), nodes.named(one["words"], names)
    for one in branches:
        one["party"] = names.get(one["log"], "")
    for one in longer:
        one["party"], one["by"] = names.get(one["log"], ""), names.get(one["by"], "")
    if args.json:
        told = {"proofs": proofs, "branches": branches, "unresolved": longer, "written": files}
        print_json({"format": FORMAT, "compact": compact.name, **told, "heard": nodes.silences_json(held)})
        return 0
    screen = Screen()
    contradictions.say(screen, proofs, branches, longer, files, whose="party", column="log of")
    nodes.silences(screen, held)
    if files:
        screen.next(quoted("check-proof", files[-1], "--keys", proofs[-1]["key"]))
    else:
        words = ("log", "forks", "-o", "proofs") if proofs else ("log", "show")
        screen.next(nodes.following(args, *words))
    return 0
