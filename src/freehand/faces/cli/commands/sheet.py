"""``freehand sheet``: what one party calls for, asks for, starts and ends, by when, and whom it tells."""

from __future__ import annotations

import io
import os
import shlex
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from freehand.assessment.assess import Reckoning
from freehand.assessment.sheets.making import sheet_of
from freehand.assessment.sheets.values import Sheet
from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli.options import limit_option, no_such, progress, progress_done, rung_option, source_argument
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.cli.sources import again as from_here
from freehand.faces.cli.sources import look_json, say_look, source
from freehand.faces.cli.writing import PAGE, Kind, write_kind
from freehand.faces.sheets import words
from freehand.faces.sheets.clock import Clock, clock_of
from freehand.faces.sheets.document import as_json
from freehand.faces.sheets.paper import as_html
from freehand.faces.sheets.table import COLUMNS, as_csv
from freehand.faces.sheets.terminal import show
from freehand.formats.letters import as_name
from freehand.plans.joint import Workspace
from freehand.terms.scope import RUNG_BY_WORD, Rung

if TYPE_CHECKING:
    from freehand.faces.nodes.looking import Look

HELP = "A party's call sheets: what to call, ask for, start and end, from when to when, and whom to tell; to carry."
EXAMPLE = "freehand sheet examples/gulf --party A --contingency evacuation -o A.html"
KINDS = {
    "text": Kind("call sheet", "sheet.txt", "Call sheet"),
    "html": PAGE._replace(name="sheet.html"),
    "csv": Kind("table of call sheets", "sheet.csv", ",".join(COLUMNS[:2])),
}
ENDINGS = {".txt": "text", ".html": "html", ".htm": "html", ".csv": "csv"}


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    source_argument(parser)
    parser.add_argument("--party", required=True, metavar="P", help="whose call sheets")
    parser.add_argument("--contingency", metavar="C", help="only this contingency (default: all, a sheet for each)")
    rung_option(parser, Rung.OPERATIONS)
    parser.add_argument("--warning", metavar="T", help="the moment of warning, such as 2026-11-21T06:00Z")
    zone = "show clock times in this zone too, such as Europe/Athens (default: only in UTC)"
    parser.add_argument("--zone", metavar="Z", help=zone)
    form = "how it is written (default: as the ending of -o says, else text)"
    parser.add_argument("--format", choices=list(KINDS), metavar="FORMAT", help=f"text, html or csv: {form}")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write it (default: show it)")
    limit_option(parser)


def run(args: Namespace) -> int:
    """Reckon, and write or show the sheets."""
    form = format_of(args.format, args.output)
    clock = clock_of(args.warning, args.zone)
    plans = source(args)
    sheets = sheets_of(plans.workspace, args, plans.work)
    if args.output is not None:
        write_kind(args.output, written(sheets, clock, form, plans.look), KINDS[form])
    if args.json:
        print_json({**as_json(sheets, clock), "file": args.output, **look_json(plans.look)})
        return 0
    screen = Screen()
    if args.output is not None:
        for sheet in sheets:
            screen.line(f"{sheet.contingency}: {words.headline(sheet)}")
        screen.line()
        screen.line(f"The call sheets of {sheets[0].party} are in {args.output}.", style="bold")
        say_look(screen, plans.look, args.contingency)
        screen.next(from_here(args, "assess", args.workspace))
    elif form == "text":
        show(screen, sheets, clock)
        say_look(screen, plans.look, args.contingency)
        screen.next(f"{again(args)} -o {shlex.quote(f'{sheets[0].party}.html')}")
    else:
        sys.stdout.write(written(sheets, clock, form, plans.look))
    return 0


def again(args: Namespace) -> str:
    """The same command once more, without its output."""
    said = ["sheet", args.workspace, "--party", args.party]
    for option in ("contingency", "warning", "zone"):
        value = getattr(args, option)
        said += [f"--{option}", value] if value is not None else []
    said += ["--rung", args.rung] if args.rung != Rung.OPERATIONS.word else []
    return from_here(args, *said)


def format_of(given: str | None, output: str | None) -> str:
    """The format that ``--format`` names, else the ending of the file, else text.

    Raises:
        UsageError: for a file whose ending says no format.

    >>> format_of(None, "A.html"), format_of("csv", "A.html"), format_of(None, None)
    ('html', 'csv', 'text')
    """
    if given is not None or output is None:
        return given or "text"
    ending = os.path.splitext(output)[1].lower()
    if ending not in ENDINGS:
        what = f"the ending of '{shown(output)}' says no format"
        raise UsageError(one_fault(what, "a sheet is written as text, html or csv.", "Add, say, --format html."))
    return ENDINGS[ending]


def sheets_of(workspace: Workspace, args: Namespace, work: int | None = None) -> list[Sheet]:
    """The sheets that are asked for.

    Raises:
        UsageError: for a party or a contingency that is not there, or a party of which only the interface is known.
    """
    party = as_name(args.party)
    parties = [p.name for p in workspace.compact.parties]
    if party not in parties:
        raise no_such("party", args.party, parties)
    names = [c.name for c in workspace.contingencies]
    if args.contingency is not None and as_name(args.contingency) not in names:
        raise no_such("contingency", args.contingency, names)
    wanted = [
        c for c in workspace.contingencies if args.contingency in (None, c.name) or c.name == as_name(args.contingency)
    ]
    if any(r.party == party for r in workspace.released):
        why = "the workspace has only its interface, not its plans."
        raise UsageError(one_fault(f"{shown(party)} has no call sheet here", why, "Ask the party for its own."))
    found = []
    try:
        for number, contingency in enumerate(wanted, 1):
            progress(f"{number} of {len(wanted)} contingencies, {contingency.name}" if wanted[1:] else contingency.name)
            at = Reckoning(workspace, contingency, args.limit, work=work).at(RUNG_BY_WORD[args.rung])
            found.append(sheet_of(workspace, contingency, at, party))
    finally:
        progress_done()
    return found


def written(sheets: Sequence[Sheet], clock: Clock | None, form: str, look: Look | None = None) -> str:
    """The sheets as the text of a file; of a node, with the look at it; in a table, with no more than the silences."""
    if form == "html":
        return as_html(sheets, clock, look.on_page() if look else ())
    if form == "csv":
        return as_csv(sheets, clock, look.silences if look else ())
    out = io.StringIO()
    screen = Screen(out)
    show(screen, sheets, clock)
    say_look(screen, look)
    return out.getvalue()
