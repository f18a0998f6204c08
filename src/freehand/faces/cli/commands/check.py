"""``freehand check``: every fault of a workspace at once. It reads, and imports no part of the reckoning."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from textwrap import fill

from freehand.errors import COLUMNS
from freehand.faces.cli.sources import refuse_node
from freehand.formats.workspace import load

HELP = "Find every fault of a workspace at once, with file, line, field, why, and what to do."
EXAMPLE = "freehand check examples/gulf"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("workspace", metavar="WORKSPACE", help="the folder of the workspace")


def run(args: Namespace) -> int:
    """Read the workspace; faults leave as an error."""
    why = "its drafts were checked when they were added; what of partners cannot be read is named where it is reckoned."
    refuse_node(args.workspace, why)
    found = load(args.workspace)
    counts = {
        "parties": len(found.compact.parties),
        "contingencies": len(found.contingencies),
        "courses": len(found.courses),
        "promises": len(found.promises),
        "reports": len(found.reports),
        "interfaces": len(found.released),
    }
    if args.json:
        import json

        print(json.dumps({"format": "freehand.check/1", "faults": [], "counts": counts}, indent=2))
        return 0
    told = ", ".join(f"{number} {name if number != 1 else _one(name)}" for name, number in counts.items() if number)
    answer = f"No faults in {found.compact.name}: {told}."
    if answer.isascii():
        print(fill(answer, COLUMNS))
    else:  # letters of more than one cell are the screen's to count, which takes longer to import
        from freehand.faces.cli.screen import Screen

        Screen().line(answer)
    print(f"\nNext: freehand assess {_quoted(args.workspace)}")
    return 0


def _one(name: str) -> str:
    return {"parties": "party", "contingencies": "contingency"}.get(name, name.removesuffix("s"))


def _quoted(path: str) -> str:
    plain = all(letter.isalnum() or letter in "/._-+" for letter in path)
    return path if plain and path else "'" + path.replace("'", "'\\''") + "'"
