"""``freehand report``: everything on one page that can be read, printed and carried."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace

from freehand.assessment.assess import assess
from freehand.faces import wording
from freehand.faces.cli.options import limit_option, progress, progress_done, rung_option, rungs_of, workspace_argument
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.cli.writing import write_page
from freehand.faces.report import report
from freehand.formats.letters import as_name
from freehand.formats.workspace import load

HELP = "Write the whole assessment as one page to read, print and carry: pictures, tables, questions; no script."
EXAMPLE = "freehand report examples/gulf -o gulf.html"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    workspace_argument(parser)
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="the page to write, such as report.html")
    rung_option(parser)
    parser.add_argument("--contingency", action="append", metavar="C", help="only this contingency (may be repeated)")
    limit_option(parser)


def run(args: Namespace) -> int:
    """Assess, and write the page whole or not at all."""
    workspace = load(args.workspace)
    try:
        names = None if args.contingency is None else [as_name(name) for name in args.contingency]
        found = assess(workspace, rungs_of(args.rung), names, args.limit, progress)
    finally:
        progress_done()
    text = report(found)
    write_page(args.output, text)
    if args.json:
        size = len(text.encode())
        print_json(
            {"format": "freehand.report/1", "file": args.output, "bytes": size, "title": wording.headline(found)}
        )
        return 0
    screen = Screen()
    screen.line(wording.headline(found), style="bold")
    screen.line()
    screen.line(f"The report is in {args.output}; open it in a browser, or print it.")
    screen.next(f"freehand assess {shlex.quote(args.workspace)}")
    return 0
