"""``freehand node erase``: an item erased because its author asks for it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json

if TYPE_CHECKING:
    from freehand.node.known import Withdrawn

HELP = (
    "Erase an item that its author asked to have erased: the record and its salt go, the leaf stays, and a receipt "
    "goes to the author with the next bundle. What was erased does not come back, from nobody and from no backup."
)
EXAMPLE = "freehand node erase --node south"
FORMAT = "freehand.node-erase/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    item = "the item, by the first digits of its leaf (default: list what is asked)"
    parser.add_argument("item", metavar="LEAF", nargs="?", help=item)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """List, or erase."""
    from freehand.node.erasing import erase
    from freehand.node.known import known

    with nodes.in_compact(args) as (node, compact):
        held = known(node, compact)
        asked = held.erasures_asked()
        heard = nodes.silences_json(held)
        done = None if args.item is None else _asked(args.item, asked)
        if done is not None:
            erase(node, compact, done.leaf, now=nodes.now())
            asked = [one for one in asked if one.leaf != done.leaf]
    if args.json:
        told = [{"leaf": one.leaf, "by": one.by.party, "words": one.by.body["words"]} for one in asked]
        print_json({"format": FORMAT, "erased": None if done is None else done.leaf, "asked": told, "heard": heard})
        return 0
    screen = Screen()
    if done is not None:
        screen.line(f"Item {done.leaf[:8]} of {shown(done.by.party)} is erased; its leaf stays.", style="bold")
        screen.line()
        screen.line("A receipt goes to its author with the next bundle: a claim, as nobody can prove that it is gone.")
        screen.line("erased.sealed has the word for it: put a copy of it beside each backup.")
    else:
        what = "What its author asks to have erased" if asked else "Nobody asks to have anything erased."
        screen.line(what, style="bold")
    if asked:
        screen.line()
        rows = [[one.leaf[:8], shown(one.by.party), shown(one.by.body["words"])] for one in asked]
        screen.table(["leaf", "by", "why"], rows)
    nodes.silences(screen, held)
    if done is not None:
        to = done.by.party
        screen.next(nodes.following(args, "bundle", "write", to, "-o", nodes.file_for(to, "bundle")))
    else:
        screen.next(nodes.following(args, *(("node", "erase", asked[0].leaf[:8]) if asked else ("node", "status"))))
    return 0


def _asked(item: str, asked: list[Withdrawn]) -> Withdrawn:
    found = [one for one in asked if len(item) >= 8 and one.leaf.startswith(item.lower())]
    if len(found) == 1:
        return found[0]
    there = ", ".join(one.leaf[:8] for one in asked) or "none"
    why = f"asked for are: {there}."
    raise UsageError(one_fault(f"'{shown(item)}' is not erased", why, "Name one of these by eight digits or more."))
