"""``freehand node passphrase``: another passphrase opens the node, or another key file."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from freehand.errors import UsageError, one_fault
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json

if TYPE_CHECKING:
    from freehand.node.secret import Secret

HELP = (
    "Have the node open with another passphrase; of a node with a key file, with another key file, which is made if it "
    "is not there. The one file that it opens is exchanged whole: whatever happens, the old one opens it, or the new "
    "one. Backups and copies that were made before open with the old one for good."
)
EXAMPLE = "freehand node passphrase --node north --new-passphrase-file new.txt"
FORMAT = "freehand.node-passphrase/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    nodes.new_passphrase_option(parser)
    what = "the key file that shall open it, of a node that is opened by one"
    parser.add_argument("--new-key-file", metavar="FILE", help=what)
    nodes.node_options(parser, compact=False)


def run(args: Namespace) -> int:
    """Change it."""
    from freehand.node.secret import opens_with, renew_secret

    with nodes.unlocked(args) as (node, old):
        kind = opens_with(node.path)
        new = _new(args, old)
        renew_secret(node, old, new, now=nodes.now(), cost=nodes.COST)
    if args.json:
        print_json({"format": FORMAT, "node": str(nodes.folder_of(args)), "opens_with": kind})
        return 0
    screen = Screen()
    screen.line(f"The node opens with its new {kind}, and no more with the old one.", style="bold")
    screen.line()
    screen.line(
        f"A backup or a copy that was made before opens with the old {kind} for good. Make a backup anew, and destroy "
        "those that somebody who knows it could reach."
    )
    args.passphrase_file, args.key_file = args.new_passphrase_file, args.new_key_file
    screen.next(nodes.following(args, "node", "backup", _free("saved")))
    return 0


def _new(args: Namespace, old: Secret) -> Secret:
    """What shall open the node: of the kind that does."""
    from freehand.node.files import PRIVATE, new_file, read_file
    from freehand.node.secret import new_key_file

    if isinstance(old, str):
        if args.new_key_file is not None:
            why = "this node is opened by a passphrase, and stays so."
            raise UsageError(one_fault("no key file can open it", why, "Give a new passphrase instead."))
        return nodes.new_passphrase(args, "the node")
    if args.new_key_file is None or args.new_passphrase_file is not None:
        why = "this node is opened by a key file, and stays so."
        raise UsageError(one_fault("it is not clear what shall open it", why, "Name a file with --new-key-file."))
    path = Path(args.new_key_file)
    if os.path.lexists(path):
        return read_file(path)
    data = new_key_file()
    with new_file(path, PRIVATE) as file:
        file.write_bytes(data)
    return data


def _free(name: str) -> str:
    """A name for a folder that is not there."""
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(each for each in names if not os.path.lexists(each))
