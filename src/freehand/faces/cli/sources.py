"""Where plans come from: the folder of a workspace, or a node, known by its ``node.json``.

1. A node's workspace is what its party knows now, behind the gate, with its own drafts; it is assessed, explained,
   drawn and compared as any other, with the bound on work that partners' plans are reckoned under.
2. With it comes a *look*: what changed since the last one, in words; on which versions the verdicts rest; where there
   is no joint verdict, since one side has released nothing; since when nothing was heard of each partner.
3. What "the last look" is moves when all changes since it are shown (``assess``, ``report``, ``compare``). Whatever
   shows something else says in one line that there are any, and moves nothing.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli.typed import typed
from freehand.formats.workspace import load

if TYPE_CHECKING:
    from freehand.faces.cli.screen import Screen
    from freehand.faces.nodes.looking import Look
    from freehand.node.known import Known
    from freehand.plans.joint import Workspace

NODE_FILE: Final = "node.json"
# as in ``nodes``, which is imported for a node alone: a workspace pays for none of it
_PASSPHRASE: Final = "FREEHAND_PASSPHRASE"
_KEY_FILE: Final = "FREEHAND_KEY_FILE"
_OPTIONS: Final = ("compact", "passphrase_file", "key_file")


class Source(NamedTuple):
    """A workspace; of a node, with what was looked at on the way."""

    workspace: Workspace
    look: Look | None
    work: int | None
    """How much is looked at for one rung of one contingency; None: no bound but the usual ones."""


def source_options(parser: ArgumentParser) -> None:
    """What opens a node, where the workspace is one."""
    group = parser.add_argument_group("where the workspace is a node")
    group.add_argument("--compact", metavar="NAME", help="the compact that is meant, where the node has several")
    either = group.add_mutually_exclusive_group()
    what = f"a file with the passphrase of the node (default: the variable {_PASSPHRASE}, or it is asked for)"
    either.add_argument("--passphrase-file", metavar="FILE", help=what)
    what = f"the key file of a node that is opened by one (default: the variable {_KEY_FILE})"
    either.add_argument("--key-file", metavar="FILE", help=what)


def is_node(folder: str) -> bool:
    """Whether a folder is a node's."""
    return os.path.isfile(os.path.join(folder, NODE_FILE))


def refuse_node(folder: str, why: str, *instead: str) -> None:
    """Refuse a node where only a workspace will do.

    Args:
        folder: what was named.
        why: what a node has in its place.
        instead: the command for that, to which the node is added as ``--node``; empty: ``freehand assess NODE``.

    Raises:
        UsageError: it is a node.
    """
    if is_node(folder):
        command = typed(["freehand", *instead, "--node", folder] if instead else ["freehand", "assess", folder])
        what = f"'{shown(folder)}' is a node, and no workspace"
        raise UsageError(one_fault(what, why, f"Use {command}"))


def source(args: Namespace, folder: str | None = None, *, shows: bool = False) -> Source:
    """The workspace that is named, or what a node knows.

    Args:
        args: with ``workspace`` and ``source_options``.
        folder: another folder than ``args.workspace``.
        shows: whether everything that changed since the last look is shown (rule 3).

    Raises:
        FreehandError: the workspace has faults, or the node does not open.
    """
    name = args.workspace if folder is None else folder
    if not is_node(name):
        return Source(load(name), None, None)
    return _of_node(Namespace(**{**vars(args), "node": name}), name, shows)


def _of_node(args: Namespace, name: str, shows: bool) -> Source:
    from freehand.faces.cli import nodes
    from freehand.faces.cli.screen import clear_progress, show_progress
    from freehand.faces.nodes.looking import look_of
    from freehand.node.drafts.keeping import newest
    from freehand.node.known import known
    from freehand.node.reckoning.basis import known_basis
    from freehand.node.reckoning.interfaces import aged
    from freehand.node.reckoning.judgement import MOST_WORK
    from freehand.node.reckoning.verbs import verdicts, workspace

    with nodes.in_compact(args) as (node, compact):
        held, drafts = known(node, compact), newest(node, compact)
        if held.party in held.standing.left:
            _refuse_alone(held, name)
        try:
            found = verdicts(
                node, compact, held, drafts, look=shows, progress=lambda text: show_progress(f"reckoning {text} …")
            )
        finally:
            clear_progress()
        plans, left_out = workspace(held, drafts)
        if plans is None:
            _refuse_alone(held, name)
            known_why = [*map(str, found.fallen), *map(str, left_out)]
            why = known_why[0] if known_why else "no contingency is known here, of this party or of a partner."
            next_ = f"Add a workspace: {nodes.following(args, 'draft', 'add', '--help')}"
            raise UsageError(one_fault(f"there is nothing to reckon in '{shown(name)}'", why, next_))
        silences = nodes.silences_json(held)
        older = aged(known_basis(held, drafts))
        elsewhere = "" if shows else again(args, "assess", name)
        look = look_of(held, found, [*map(str, left_out)], silences, nodes.silence_lines(held), older, elsewhere)
    return Source(plans, look, MOST_WORK)


def _refuse_alone(held: Known, name: str) -> None:
    """With whoever is left there is nothing joint: said so, rather than what the reckoning misses.

    Raises:
        UsageError: nobody else is there any more, or the own party has left.
    """
    from freehand.terms.protocol import DISOWNED

    left, others = held.standing.left, {*held.members} - {held.party}
    if others and (held.party in left or others <= left):
        who = "this party has" if held.party in left else f"{', '.join(map(shown, sorted(others)))} has"
        disowned = f" Its leaving is {DISOWNED}." if held.standing.left_disowned else ""
        what = f"there is nothing joint to reckon in '{shown(name)}' any more"
        next_ = "Assess the folder of your own plans: 'freehand assess WORKSPACE'."
        raise UsageError(one_fault(what, f"{who} left the compact.{disowned}", next_))


def say_look(screen: Screen, look: Look | None, contingency: str | None = None) -> None:
    """Rule 2, after the answer; of one contingency only what is about it."""
    if look is None:
        return
    for heading, lines in look.told(contingency):
        screen.heading(heading)
        for line in lines:
            screen.line(line, indent=2)
    screen.line()
    if look.hint:
        screen.line(look.hint)
    for line in look.silences:
        screen.line(line, style="dim")


def look_json(look: Look | None) -> dict[str, Any]:
    """The key ``node``, where it is one."""
    return {} if look is None else {"node": look.as_json()}


def again(args: Namespace, *words: object) -> str:
    """A command that names the same source as this one, with what opens it."""
    found = ["freehand", *map(str, words)]
    for option in _OPTIONS:
        value = getattr(args, option, None)
        found += [f"--{option.replace('_', '-')}", value] if value else []
    return typed(found)
