"""``freehand node erase``: an item erased because its author asks for it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.nodes.items import Named, of_said, pick
from freehand.faces.nodes.quoting import quoted

if TYPE_CHECKING:
    from freehand.node.known import Known

HELP = (
    "Erase an item that its author asked to have erased: the record and its salt go, the leaf stays, and a receipt "
    "goes to the author with the next bundle. What was erased does not come back, from nobody and from no backup."
)
EXAMPLE = "freehand node erase --node south"
FORMAT = "freehand.node-erase/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    item = "the item, as \"report 'cable'\", or the first digits of its leaf or id (default: list what is asked)"
    parser.add_argument("item", metavar="ITEM", nargs="?", help=item)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """List, or erase."""
    from freehand.node.erasing import erase
    from freehand.node.known import known

    with nodes.in_compact(args) as (node, compact):
        held = known(node, compact)
        asked = _asked(held)
        heard = nodes.silences_json(held)
        next_ = f"See what is asked: {nodes.following(args, 'node', 'erase')}"
        done = None if args.item is None else pick(args.item, asked, "item that its author asks to erase", next_)
        if done is not None:
            erase(node, compact, done.leaf, now=nodes.now())
            asked = [one for one in asked if one.leaf != done.leaf]
    if args.json:
        told = [
            {"leaf": one.leaf, "item": one.words if one.name else None, "by": one.party, "words": one.value}
            for one in asked
        ]
        print_json({"format": FORMAT, "erased": None if done is None else done.leaf, "asked": told, "heard": heard})
        return 0
    screen = Screen()
    if done is not None:
        what = f"{quoted(done.words)} ({done.short})" if done.name else f"item {done.short}"
        screen.line(f"{what[:1].upper()}{what[1:]} of {quoted(done.party)} is erased; its leaf stays.", style="bold")
        screen.line()
        screen.line("A receipt goes to its author with the next bundle: a claim, as nobody can prove that it is gone.")
        screen.line("erased.sealed has the word for it: put a copy of it beside each backup.")
    else:
        what = "What its author asks to have erased" if asked else "Nobody asks to have anything erased."
        screen.line(what, style="bold")
    if asked:
        screen.line()
        rows = [[one.short, one.words if one.name else "", shown(one.party), shown(one.value)] for one in asked]
        screen.table(["leaf", "item", "by", "why"], rows)
    nodes.silences(screen, held)
    if done is not None:
        to = done.party
        screen.next(nodes.following(args, "bundle", "write", to, "-o", nodes.file_for(to, "bundle")))
    else:
        screen.next(nodes.following(args, *(("node", "erase", asked[0].short) if asked else ("node", "status"))))
    return 0


def _asked(held: Known) -> list[Named]:
    """What authors ask to have erased: by name where it may be read here, else by digits alone; its value is why."""
    found = []
    for one in held.erasures_asked():
        said, why = held.taken_back(one.leaf), one.by.body["words"]
        bare = Named("item", "", one.by.party, one.leaf, "", why)
        found.append(bare if said is None else of_said(said)._replace(value=why))
    return found
