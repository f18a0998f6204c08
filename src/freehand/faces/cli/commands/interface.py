"""``freehand interface``: release the projection of one party's plans, and say in words what it gives away."""

from __future__ import annotations

import os
import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.assessment.projecting import SAYINGS, additions, gives_away, released_by
from freehand.errors import InputError, UsageError, one_fault, shown
from freehand.faces.cli.options import no_such, workspace_argument
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.cli.sources import refuse_node
from freehand.faces.cli.writing import write_whole
from freehand.formats.interface import as_text, read_file
from freehand.formats.letters import as_name
from freehand.formats.workspace import load

HELP = "Write the interface of one party's plans: what decides the joint answer, and nothing that lies behind it."
EXAMPLE = "freehand interface examples/gulf --party B -o B.interface.json"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    workspace_argument(parser)
    parser.add_argument("--party", metavar="P", help="whose plans are released")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="where to write it (default: only say what it would tell)"
    )
    decides = "what partners shall be able to decide; each says more than the one before (default: assured)"
    parser.add_argument("--decides", choices=list(SAYINGS), default="assured", help=decides)
    parser.add_argument("--yes", action="store_true", help="write it though it adds to an earlier one")
    earlier = "an interface file released earlier (default: the file that -o would replace)"
    parser.add_argument("--earlier", metavar="FILE", help=earlier)


def run(args: Namespace) -> int:
    """Project, compare with what was released before, write."""
    why = (
        "there a course goes as its interface by a release, 'release ask --as-interface'; '--look' shows what it adds."
    )
    refuse_node(args.workspace, why, "draft", "list", "--kind", "course")
    if args.party is None:
        why = "an interface is one party's."
        raise UsageError(one_fault("it is not said whose interface it is", why, "Name the party with --party."))
    workspace = load(args.workspace)
    args.party = as_name(args.party)
    parties = [p.name for p in workspace.compact.parties]
    if args.party not in parties:
        raise no_such("party", args.party, parties)
    if any(r.party == args.party for r in workspace.released):
        why = "the workspace has only its interface, not its plans."
        raise UsageError(
            one_fault(f"{shown(args.party)} cannot be released from here", why, "Ask the party for a new one.")
        )
    released = released_by(workspace, args.party, args.decides)
    if args.output == "" or (args.output and os.path.isdir(args.output)):
        what = f"'{shown(args.output)}' is a folder" if args.output else "-o names no file"
        raise UsageError(one_fault(what, "the interface is one file.", "Name a file, such as interface.json."))
    before = args.earlier or (args.output if args.output and os.path.exists(args.output) else None)
    earlier = None
    if before is not None:
        try:
            earlier = read_file(before, workspace)
        except InputError as error:
            if args.earlier:
                raise
            what = f"'{shown(before)}' is there and is no interface file"
            raise UsageError(one_fault(what, error.faults[0].what, "Name another file with -o.")) from error
        if earlier.party != args.party:
            what = f"'{before}' is an interface of {shown(earlier.party)}"
            raise UsageError(one_fault(what, f"this one would be {shown(args.party)}'s.", "Name another file."))
    tells = gives_away(released)
    adds = additions(earlier, released) if earlier is not None else None
    written = bool(args.output) and (not adds or args.yes)
    if written:
        write_whole(Path(args.output), as_text(released))
    code = 0 if written or not args.output else UsageError.exit_code
    if args.json:
        head = {"format": "freehand.interface-release/1", "party": args.party, "decides": args.decides}
        print_json({**head, "file": args.output if written else None, "tells": tells, "adds": adds})
        return code
    screen = Screen()
    screen.line(f"The interface of {args.party} {outcome(args.output, written, before)}.", style="bold")
    if adds is None or not args.output:
        screen.heading("What it gives away")
        for text in tells:
            screen.line(text, indent=2)
    if adds is not None:
        screen.heading(f"What it adds to {before}, and no longer says")
        for text in adds or ["nothing"]:
            screen.line(text, indent=2)
    folder = shlex.quote(args.workspace)
    again = f"freehand interface {folder} --party {shlex.quote(args.party)}"
    again += "" if args.decides == "assured" else f" --decides {shlex.quote(args.decides)}"
    again += f" --earlier {shlex.quote(args.earlier)}" if args.earlier else ""
    if written:
        screen.line()
        screen.line(
            f"Hand {args.output} to your partners: in their workspaces it stands in place of {args.party}'s plans."
        )
        screen.next(f"freehand assess {folder}")
    elif args.output:
        screen.next(f"{again} -o {shlex.quote(args.output)} --yes")
    else:
        screen.next(f"{again} -o {shlex.quote(args.party + '.interface.json')}")
    return code


def outcome(output: str | None, written: bool, before: str | None) -> str:
    """What became of the interface."""
    if written:
        return f"is in {output}"
    if output:
        return f"tells more than {before} did; nothing was written yet (--yes writes it)"
    return "would tell this; nothing was written (-o FILE writes it)"
