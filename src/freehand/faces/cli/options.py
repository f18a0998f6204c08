"""Options that several commands share, and how their words become values."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from freehand.assessment.assess import ALL_RUNGS, SEARCH_LIMIT, Reckoning, assess
from freehand.assessment.results import Assessment, AtRung
from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli.screen import clear_progress, show_progress
from freehand.faces.cli.sources import source, source_options
from freehand.formats.letters import as_name
from freehand.plans.joint import Workspace
from freehand.terms.scope import RUNG_BY_WORD, Rung

if TYPE_CHECKING:
    from freehand.faces.nodes.looking import Look

LONGEST_LIMIT = 12


def workspace_argument(parser: ArgumentParser) -> None:
    """The folder of text files."""
    parser.add_argument("workspace", metavar="WORKSPACE", help="the folder of the workspace")


def source_argument(parser: ArgumentParser) -> None:
    """The folder of text files, or a node."""
    parser.add_argument("workspace", metavar="WORKSPACE", help="the folder of the workspace, or of a node")
    source_options(parser)


def rung_option(parser: ArgumentParser, default: Rung | None = None) -> None:
    """``--rung``: one of the scope ladder."""
    usual = f" (default: {default.word})" if default is not None else " (default: all)"
    what = f"a rung of the scope ladder: {', '.join(RUNG_BY_WORD)}{usual}"
    word = default.word if default else None
    parser.add_argument("--rung", choices=list(RUNG_BY_WORD), default=word, metavar="RUNG", help=what)


def limit_option(parser: ArgumentParser) -> None:
    """``--limit``: how far the search for orders goes."""
    what = "orders of clashes tried for one combination before 'undecided' (default: %(default)s)"
    parser.add_argument("--limit", type=whole_limit, default=SEARCH_LIMIT, metavar="N", help=what)


def assessment_options(parser: ArgumentParser) -> None:
    """The workspace, and what of it is assessed."""
    source_argument(parser)
    rung_option(parser)
    parser.add_argument("--contingency", action="append", metavar="C", help="only this contingency (may be repeated)")
    limit_option(parser)


def assessed(args: Namespace) -> tuple[Assessment, Look | None]:
    """What ``assessment_options`` ask for, with progress where somebody looks; of a node, with the look at it, which
    whoever asks shows.

    Raises:
        FreehandError: for a workspace with faults, and a contingency that it does not have.
    """
    plans = source(args, shows=True)
    names = None if args.contingency is None else [as_name(name) for name in args.contingency]
    try:
        found = assess(plans.workspace, rungs_of(args.rung), names, args.limit, progress, plans.work)
        return found, plans.look
    finally:
        progress_done()


def rungs_of(word: str | None) -> tuple[Rung, ...]:
    """The rungs that ``--rung`` names."""
    return ALL_RUNGS if word is None else (RUNG_BY_WORD[word],)


def reckon(
    workspace: Workspace, contingency: str, rung: str, limit: int, work: int | None = None
) -> tuple[Reckoning, AtRung]:
    """One contingency at one rung.

    Raises:
        UsageError: for a contingency that the workspace does not have.
    """
    for found in workspace.contingencies:
        if found.name == as_name(contingency):
            reckoning = Reckoning(workspace, found, limit, work=work)
            return reckoning, reckoning.at(RUNG_BY_WORD[rung])
    raise no_such("contingency", contingency, [c.name for c in workspace.contingencies])


def no_such(kind: str, name: str, known: Iterable[str], of: str = "") -> UsageError:
    """The error for a name that the workspace does not have.

    >>> print(no_such("party", "C", ["A", "B"]).faults[0].next)
    Name one of: A, B.
    """
    listed = ", ".join(shown(one) for one in known)
    what = f"there is no {kind} '{shown(name)}'{of}"
    return UsageError(one_fault(what, "the workspace does not have it.", f"Name one of: {listed}."))


def whole_limit(text: str) -> int:
    """What ``--limit`` says: a whole number, at least 1.

    Raises:
        ArgumentTypeError: for anything else.
    """
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_LIMIT or int(text) < 1:
        raise ArgumentTypeError(f"'{text}' is no limit; it is a whole number, at least 1")
    return int(text)


def progress(what: str) -> None:
    """Say on the error stream what is being reckoned, where somebody looks."""
    show_progress(f"reckoning {what} …")


def progress_done() -> None:
    """Clear the line of ``progress``."""
    clear_progress()
