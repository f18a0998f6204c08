"""``freehand compact confirm``: after a restore, every member says what it last had of the log."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers.wording import counted
from freehand.node.files import new_file, read_file

if TYPE_CHECKING:
    from freehand.node.folder import Compact

HELP = (
    "After a restore: without a file, write the question for all members (-o). A member names that file and writes its "
    "answer (-o). Whoever was restored names each answer. When all have answered, the log goes on."
)
EXAMPLE = "freehand compact confirm -o confirm.ask --node north-again"
FORMAT = "freehand.compact-confirm/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("file", metavar="FILE", nargs="?", help="a member's question, or an answer to the own one")
    out = "the file to write, a question or an answer; it must not be there"
    parser.add_argument("-o", "--out", metavar="FILE", help=out)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Ask, answer, or take an answer."""
    from freehand.node.confirming import ASKED, MOST

    data = b"" if args.file is None else read_file(Path(args.file), MOST)
    if args.file is None or ASKED.encode() in data[:4096]:
        return _write(args, data)
    return _take(args, data)


def _write(args: Namespace, data: bytes) -> int:
    from freehand.node.confirming import answer, ask

    if args.out is None:
        next_ = "Name the file to write with -o."
        raise UsageError(one_fault("there is nowhere to write to", "a question or an answer is a file.", next_))
    with nodes.in_compact(args) as (node, compact):
        waiting = _waiting(compact) if not data else ()
        made = answer(compact, data) if data else ask(node, compact)
    with new_file(Path(args.out)) as file:
        file.write_bytes(made)
    if args.json:
        what = "answer" if data else "question"
        told = {"what": what, "written": args.out, "waiting": list(waiting), "member": None, "size": None}
        print_json({"format": FORMAT, "compact": compact.name, **told, "taken_back": 0})
        return 0
    screen = Screen()
    if data:
        screen.line(f"The answer is in {shown(args.out)}.", style="bold")
        screen.line()
        screen.line("Hand it back to whoever asked. It says which head of that log this party has, and signs it.")
        screen.next(nodes.following(args, "node", "status"))
        return 0
    screen.line(f"The question is in {shown(args.out)}.", style="bold")
    screen.line()
    screen.line(f"Hand it to {', '.join(map(shown, waiting))}. An earlier question counts no more.")
    screen.line(
        "Whoever cannot wait for all of them begins a new epoch: 'freehand compact rotate log --reason restored'."
    )
    screen.next(nodes.following(args, "compact", "confirm", "confirm.answer"))
    return 0


def _waiting(compact: Compact) -> tuple[str, ...]:
    from freehand.node.backup import is_restored, waiting_for

    if not is_restored(compact):
        why = f"'{shown(compact.name)}' did not come back from a backup, or all members have confirmed it."
        raise UsageError(one_fault("there is nothing to ask", why, "Go on: its log signs."))
    return waiting_for(compact)


def _take(args: Namespace, data: bytes) -> int:
    from freehand.node.confirming import take_answer

    with nodes.in_compact(args) as (node, compact):
        done = take_answer(node, compact, data, now=nodes.now())
    if args.json:
        told = {"what": "taken", "written": None, "waiting": list(done.left), "member": done.member, "size": done.size}
        print_json({"format": FORMAT, "compact": compact.name, **told, "taken_back": done.taken_back})
        return 0
    screen = Screen()
    screen.line(f"'{shown(done.member)}' had {counted(done.size, 'record', 'records')} of this log.", style="bold")
    screen.line()
    if done.taken_back:
        what = counted(done.taken_back, "leaf was", "leaves were")
        screen.line(f"{what} missing here, and taken back; what was said there is lost, and stays withheld.")
    if done.left:
        screen.line(f"Still waited for: {', '.join(map(shown, done.left))}.")
    else:
        screen.line("All members have confirmed: the log goes on.")
    screen.next(nodes.following(args, "node", "status"))
    return 0
