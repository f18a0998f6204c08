"""``freehand compare``: two workspaces, or today's terms and proposed ones, side by side, with what caused what."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from freehand.assessment.comparison.causes import TRIES
from freehand.assessment.comparison.compare import Comparison, compare
from freehand.errors import Fault, FreehandError, Place, UsageError, one_fault, shown
from freehand.faces import wording
from freehand.faces.cli.options import (
    limit_option,
    progress,
    progress_done,
    rung_option,
    rungs_of,
    source_argument,
    whole_limit,
)
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.cli.sources import again, look_json, say_look, source
from freehand.faces.cli.writing import write_page
from freehand.faces.comparison import changing, comparing
from freehand.faces.comparison.comparing import Sides
from freehand.faces.comparison.document import comparison_json
from freehand.faces.comparison.paper import comparison_page
from freehand.formats.letters import as_name
from freehand.formats.proposed import under_terms
from freehand.plans.joint import Workspace

if TYPE_CHECKING:
    from freehand.faces.nodes.looking import Look

HELP = "What would this tie? Two workspaces, or today's terms and proposed ones, side by side, with what caused what."
EXAMPLE = "freehand compare examples/worked/none examples/worked/within"
LONGEST_LABEL = 24


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    source_argument(parser)
    parser.add_argument("other", metavar="OTHER", nargs="?", help="the folder of the workspace to lay beside it")
    terms = "instead of OTHER: the same plans under the rules of this file, which replace all of today's"
    parser.add_argument("--terms", metavar="FILE", help=terms)
    rung_option(parser)
    parser.add_argument("--contingency", action="append", metavar="C", help="only this contingency (may be repeated)")
    limit_option(parser)
    tries = "how often one contingency is reckoned anew to find what caused what (default: %(default)s)"
    parser.add_argument("-o", "--output", metavar="FILE", help="write the whole as a page to read and print")
    parser.add_argument("--tries", type=whole_limit, default=TRIES, metavar="N", help=tries)


def run(args: Namespace) -> int:
    """Compare and show."""
    if (args.other is None) == (args.terms is None):
        what = "there are two things to compare with" if args.other else "there is nothing to compare with"
        next_ = "Name another workspace, or a file of proposed terms with --terms, and not both."
        raise UsageError(one_fault(what, "a comparison has two sides.", next_))
    today, other, look, work = both(args)
    try:
        names = None if args.contingency is None else [as_name(name) for name in args.contingency]
        found = compare(today, other, rungs_of(args.rung), names, args.limit, args.tries, progress, work)
    finally:
        progress_done()
    sides = sides_of(args.workspace, args.other)
    if args.output is not None:
        write_page(args.output, comparison_page(found, sides, look.on_page() if look else ()))
    if args.json:
        told = comparison_json(found, args.workspace, args.other or args.workspace, args.terms)
        print_json({**told, **look_json(look)})
        return 0
    screen = Screen()
    if args.output is not None:
        screen.line(comparing.headline(found, sides), style="bold")
        screen.line()
        screen.line(f"The comparison is in {args.output}; open it in a browser, or print it.")
        say_look(screen, look)
        screen.next(again(args, "assess", args.other or args.workspace))
        return 0
    show(screen, found, sides)
    say_look(screen, look)
    screen.next(next_command(args, found))
    return 0


def both(args: Namespace) -> tuple[Workspace, Workspace, Look | None, int | None]:
    """The two workspaces, the look at the first that is a node, and the bound on work that comes with it.

    Raises:
        FreehandError: with the faults of both, each saying which one it is of.
    """
    folder, other = args.workspace, args.other
    if other is None:
        today = source(args, shows=True)
        return today.workspace, under_terms(today.workspace, args.terms or ""), today.look, today.work
    loaded: list[Workspace] = []
    looks: list[Look] = []
    bounds: list[int] = []
    errors: list[FreehandError] = []
    faults: list[Fault] = []
    for each in (folder, other):
        try:
            one = source(args, each, shows=not looks)
            loaded.append(one.workspace)
            looks += [one.look] if one.look else []
            bounds += [one.work] if one.work else []
        except FreehandError as error:
            errors.append(error)
            faults += [_within(each, fault) for fault in error.faults]
    if errors:
        raise type(errors[0])(faults)
    return loaded[0], loaded[1], looks[0] if looks else None, bounds[0] if bounds else None


def _within(folder: str, fault: Fault) -> Fault:
    """A fault that says in which workspace it is."""
    if fault.place is None:
        return fault if folder in fault.what else fault._replace(what=f"{folder}: {fault.what}")
    document = os.path.join(folder, fault.place.document)
    return fault._replace(place=Place(document, fault.place.line, fault.place.field))


def sides_of(folder: str, other: str | None) -> Sides:
    """What the two sides are called."""
    if other is None:
        return Sides("today", "proposed", "Under the proposed terms", True)
    before, after = (shown(os.path.basename(os.path.normpath(each))) for each in (folder, other))
    if before == after:
        before, after = (shown(each[-LONGEST_LABEL:]) for each in (folder, other))
    return Sides(before, after, f"In '{after}',", False)


def show(screen: Screen, found: Comparison, sides: Sides) -> None:
    """The answer, the two trade-offs side by side, what differs, and what changes by it."""
    screen.line(comparing.title(found, sides), style="dim")
    screen.line()
    screen.line(comparing.headline(found, sides), style="bold")
    if not found.nothing:
        tradeoffs(screen, found, sides)
    if found.changes:
        screen.heading("What differs")
        screen.items(
            (f"{number}.", changing.change_text(change), changing.where(change))
            for number, change in enumerate(found.changes, 1)
        )
    numbers = changing.numbered(found.changes)
    for one in found.contingencies:
        if one.differences:
            screen.heading(f"What changes in {one.name}")
            for group in comparing.becauses(one, numbers):
                screen.line(group.heading, indent=2)
                for row in group.rows:
                    screen.line(row.text, indent=6)
    for text in comparing.aside(found, sides):
        screen.line()
        screen.line(text)


def tradeoffs(screen: Screen, found: Comparison, sides: Sides) -> None:
    """Both trade-offs: how each contingency stands, the counts, and where each party is most tied."""
    rungs = [row.rung.word for row in found.after.tradeoff]
    standings = comparing.standing_rows(found)
    if standings:
        screen.line()
        screen.table(["in fact", *rungs], ([name, *map(_stands, cells)] for name, cells in standings))
        screen.line(f"An arrow leads from {sides.before} to {sides.after}.", style="dim")
    screen.line()
    screen.table(["rung", *comparing.COUNTS], comparing.count_rows(found), range(1, 5))
    rows = comparing.tied_rows(found)
    if rows:
        screen.line()
        screen.table(["most tied", "party", f"keeps, {sides.before}", f"keeps, {sides.after}"], rows)


def _stands(cell: tuple[str, str]) -> str:
    before, after = map(wording.brief, cell)
    return before if before == after else f"{before}\n→ {after}"


def next_command(args: Namespace, found: Comparison) -> str:
    """The command that a reader of this screen would want."""
    if found.nothing:
        return again(args, "assess", args.workspace)
    words = ["compare", args.workspace, *([args.other] if args.other else ["--terms", args.terms])]
    words += [word for name in args.contingency or () for word in ("--contingency", name)]
    words += ["--rung", args.rung] if args.rung else []
    return again(args, *words, "-o", "comparison.html")
