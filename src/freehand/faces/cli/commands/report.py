"""``freehand report``: everything on one page that can be read, printed and carried."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces import wording
from freehand.faces.cli.options import assessed, assessment_options
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.cli.sources import again, look_json, say_look
from freehand.faces.cli.writing import write_page
from freehand.faces.report import report

HELP = "Write the whole assessment as one page to read, print and carry: pictures, tables, questions; no script."
EXAMPLE = "freehand report examples/gulf -o gulf.html"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    assessment_options(parser)
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="the page to write, such as report.html")


def run(args: Namespace) -> int:
    """Assess, and write the page whole or not at all."""
    found, look = assessed(args)
    text = report(found, look.on_page(), " ".join(look.first)) if look else report(found)
    write_page(args.output, text)
    if args.json:
        size = len(text.encode())
        told = {"format": "freehand.report/1", "file": args.output, "bytes": size, "title": wording.headline(found)}
        print_json({**told, **look_json(look)})
        return 0
    screen = Screen()
    screen.line(wording.headline(found), style="bold")
    screen.line()
    screen.line(f"The report is in {args.output}; open it in a browser, or print it.")
    say_look(screen, look)
    screen.next(again(args, "assess", args.workspace))
    return 0
