"""``freehand``: find the command, import only that, turn every error into words and an exit code.

Exit codes: 0 done; 1 a fault of ours; 2 the input; 3 the command's own words, or a second step is
wanted; 4 no access to a file; 5 a limit was reached; 130 interrupted.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from importlib import import_module
from textwrap import fill, wrap
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

from freehand.errors import COLUMNS, AccessError, FreehandError, UsageError, json_shown, one_fault, shown

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

GROUPS: Mapping[str, Mapping[str, str]] = {
    "Plans in a folder of text files": {
        "demo": "the main job on an example: what two parties gain and give up",
        "new": "write a small workspace to edit",
        "check": "find every fault of a workspace at once",
        "assess": "the trade-off, then each contingency in a few lines",
        "explain": "why a contingency is not better, and what to ask for",
        "windows": "where each party may act without a word, and what it gives up",
        "report": "everything on one page to read, print and carry",
        "compare": "two workspaces, or proposed terms: what would this tie?",
        "sheet": "what one party does and by when, whom it tells; to print and carry",
        "import": "write a course from a Microsoft Project XML file",
        "interface": "release the projection of one party's plans",
    },
    "A node of your own, and what passes between it and a partner's": {
        "node": "make a node; its people and keys, backup, what waits for you",
        "compact": "found a compact or join one; compare fingerprints aloud",
        "terms": "propose, ask about, amend, accept them; what would they tie?",
        "draft": "what you plan, item by item, before anything of it is said",
        "release": "one person asks, another approves; then it is said",
        "request, offer": "support asked for; support offered, which binds nobody yet",
        "accept": "an offer taken: now it is a promise",
        "recall, end": "a promise taken back, or given back",
        "ask, answer": "questions, each tied to an item, a clause or a number",
        "say": "a comment on an item",
        "engagement": "who raised what with whom, when and where",
        "withdraw": "take an item back: retract, supersede, ask to erase",
        "bundle": "by hand: what a partner may have, in a file; what it wrote",
        "sync": "the same over HTTPS",
        "log": "what each party has said: look, verify, prove, find forks",
    },
    "Networks and logs by themselves": {
        "network": "temporal networks in files: verdicts and proofs; no plans needed",
        "ledger": "logs that nobody can bend, proofs, bundles; no plans needed",
    },
}
"""What stands together, with one line for each command; a line may name several, as ``request, offer``."""
COMMANDS: Mapping[str, str] = {
    name: text for rows in GROUPS.values() for names, text in rows.items() for name in names.split(", ")
}
INTERRUPTED = 130


class _Parser(ArgumentParser):
    """A parser whose refusals are errors like any other, and whose help is written like any other answer."""

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        (file or sys.stderr).write(message)

    def error(self, message: str) -> NoReturn:
        command = self.prog
        message = " ".join(shown(word) for word in message.split(" "))  # a word may be anybody's, and of any length
        raise UsageError(one_fault(message, f"'{command}' cannot read these words.", f"See '{command} --help'."))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    try:
        try:
            code = _run(words)
        except FreehandError as error:
            code = _refuse(error, as_json)
        except SystemExit as left:  # argparse leaves so after --help
            code = left.code if isinstance(left.code, int) else 0
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader has left (`freehand assess … | head`); what is still buffered has nowhere to go.
        _give_up_output()
        return 0
    except OSError as error:
        _give_up_output()
        why, next_ = f"{error.strerror or error}.", "Make room, or send the output elsewhere."
        return _refuse(AccessError(one_fault("the answer cannot be written", why, next_)), False)
    except KeyboardInterrupt:
        print("\nInterrupted; nothing was changed.", file=sys.stderr)
        return INTERRUPTED


def _give_up_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not stumble over it at its end."""
    import os

    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help"):
        print(overview())
        return 0
    if any("\0" in word for word in words):
        why = "no name of a file can have it, and nobody sees it."
        raise UsageError(one_fault("U+0000 stands in these words", why, "Take it out."))
    if words[0] == "--version":
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(version("freehand-planning"))
        except PackageNotFoundError:
            print("not installed (run from a checkout)")
        return 0
    program, package, rest = "freehand", "freehand.faces.cli.commands", words
    module = _command(rest[0], COMMANDS, program, package)
    while hasattr(module, "COMMANDS"):  # a group of commands
        program, package, rest = f"{program} {rest[0]}", module.__name__, rest[1:]
        if not rest or rest[0] in ("-h", "--help"):
            print(_group(module, program))
            return 0
        module = _command(rest[0], module.COMMANDS, program, package)
    parser = _Parser(
        prog=f"{program} {rest[0]}",
        description=fill(module.HELP, COLUMNS - 2),
        epilog=f"example:\n{_example(module.EXAMPLE)}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.arguments(parser)
    parser.add_argument("--json", action="store_true", help="print the same as JSON")
    return int(module.run(parser.parse_args(rest[1:])))


def _command(name: str, known: Mapping[str, str], program: str, package: str) -> ModuleType:
    """The module of a command."""
    if name not in known:
        from difflib import get_close_matches

        near = get_close_matches(name, known, 1)
        hint = f"Did you mean '{near[0]}'? " if near else ""
        what, why = f"there is no command '{shown(name)}'", f"the commands are {', '.join(known)}."
        raise UsageError(one_fault(what, why, f"{hint}See '{program} --help'."))
    return import_module(f"{package}.{name}")


def _example(command: str) -> str:
    """A command that can be copied, over several lines where it is long."""
    lines = wrap(command, COLUMNS - 6, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return " \\\n".join(f"  {line}" for line in lines)


def _group(module: ModuleType, program: str) -> str:
    """The help of a group of commands, from its table alone."""
    lines = [
        fill(module.HELP, COLUMNS - 2),
        "",
        f"usage: {program} COMMAND … [options]",
        "",
        *_table(module.COMMANDS),
        "",
        "Every command has --help with an example, and --json.",
        "",
        f"Next: {module.EXAMPLE}",
    ]
    return "\n".join(lines)


def _groups() -> list[str]:
    """Every command in its group."""
    lines = []
    for group, rows in GROUPS.items():
        width = max(map(len, rows)) + 2
        lines += [f"{group}:", *(f"  {names:<{width}}{text}" for names, text in rows.items()), ""]
    return lines


def _table(commands: Mapping[str, str]) -> list[str]:
    width = max(map(len, commands)) + 2
    return [f"  {name:<{width}}{text}" for name, text in commands.items()]


def overview() -> str:
    """The help of ``freehand`` itself, from the table of commands alone."""
    lines = [
        "Plan together, keep a free hand: joint planning for sovereign partners.",
        "",
        "usage: freehand COMMAND [WORKSPACE] [options]",
        "",
        *_groups(),
        "Every command has --help with an example, and --json.",
        "",
        "Next: freehand demo",
    ]
    return "\n".join(lines)


def _refuse(error: FreehandError, as_json: bool) -> int:
    if as_json:
        print(json_shown(error.as_json()))
    else:
        print(str(error), file=sys.stderr)
    return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
