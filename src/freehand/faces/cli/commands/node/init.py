"""``freehand node init``: a node in a new folder, opened by a passphrase or by a key file."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import shown
from freehand.faces.cli import nodes, secrets
from freehand.faces.cli.screen import Screen, print_json
from freehand.node.files import PRIVATE, new_file, read_file
from freehand.node.folder import make_node
from freehand.node.secret import Secret, new_key_file

HELP = (
    "Make a node in a new folder. Its name is that of the party in plans. Everything in it is sealed under a "
    "passphrase, or under a key file, which is made if it is not there."
)
EXAMPLE = "freehand node init north --party Northland"
FORMAT = "freehand.node-init/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("folder", metavar="DIR", help="the folder to make")
    parser.add_argument("--party", required=True, metavar="NAME", help="the party's name, as plans name it")
    database = "a PostgreSQL database, as postgresql://…, to keep its logs and papers in (default: files in the folder)"
    parser.add_argument("--store", default="", metavar="URL", help=database)
    nodes.secret_options(parser)


def run(args: Namespace) -> int:
    """Make it."""
    secret, made = _secret(args)
    with make_node(Path(args.folder), args.party, secret, database=args.store, cost=nodes.COST) as node:
        party = node.party
    store = "postgresql" if args.store else "files"
    if args.json:
        told = {"node": args.folder, "party": party, "store": store, "key_file": args.key_file if made else None}
        print_json({"format": FORMAT, **told})
        return 0
    screen = Screen()
    screen.line(f"The node of {shown(party)} is in {shown(args.folder)}.", style="bold")
    screen.line()
    if isinstance(secret, str):
        screen.line("It opens with its passphrase alone. Nobody can open it for you.")
    else:
        what = "was made, and opens it" if made else "opens it"
        screen.line(f"{shown(str(args.key_file))} {what}: keep it elsewhere, and a copy of it.")
    screen.line("It has no compact yet, and nobody in it may sign. Begin with keys for two people at least.")
    args.node = args.folder
    screen.next(nodes.following(args, "node", "people", "key", "Ada"))
    return 0


def _secret(args: Namespace) -> tuple[Secret, bool]:
    """What will open it, and whether a key file was made for that."""
    if args.key_file is None:
        file, option = args.passphrase_file, "--passphrase-file"
        return secrets.passphrase(file, nodes.PASSPHRASE, option, whose="the new node", twice=True), False
    path = Path(args.key_file)
    if os.path.lexists(path):
        return read_file(path), False
    data = new_key_file()
    with new_file(path, PRIVATE) as file:
        file.write_bytes(data)
    return data, True
