"""What the commands on a node share: the node and its compact, secrets, people and their keys, the clock, what is next.

1. The node is named by ``--node``, else by the variable ``FREEHAND_NODE``, else it is the folder one stands in.
2. No secret is ever a word of a command: a list of processes would show it.
3. A command that is printed works as it is printed: it names node, compact and files of secrets as they were named.
4. Nothing is decided here; who may act is decided by ``node.acting``.
"""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from freehand.errors import AccessError, FreehandError, UsageError, one_fault, shown
from freehand.faces.cli import secrets
from freehand.faces.cli.typed import typed
from freehand.faces.ledgers.wording import counted
from freehand.faces.ledgers.wording import moment as said_moment
from freehand.faces.nodes import heard
from freehand.faces.nodes.naming import file_for, named
from freehand.ledger.sealed_keys import DEAR, NotOpened
from freehand.node.files import read_file

if TYPE_CHECKING:
    from freehand.faces.cli.screen import Screen
    from freehand.ledger.bundle.reading import Silence
    from freehand.ledger.keys import SigningKey
    from freehand.node.acting import Actor
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known
    from freehand.node.moving import Carried
    from freehand.node.secret import Secret

__all__ = [
    "COST",
    "KEY_FILE",
    "NEW_PASSPHRASE",
    "NODE",
    "PASSPHRASE",
    "PERSON",
    "PERSON_PASSPHRASE",
    "ROOT_PASSPHRASE",
    "acting",
    "carried_words",
    "file_for",
    "fingerprint",
    "folder_of",
    "following",
    "in_compact",
    "in_names",
    "key_file_of",
    "named",
    "names_of",
    "new_passphrase",
    "new_passphrase_option",
    "node_options",
    "now",
    "opened",
    "partner_of",
    "person_key_file",
    "person_key_options",
    "person_name",
    "person_options",
    "person_passphrase",
    "public_key_of",
    "roles_of",
    "root_of",
    "root_options",
    "root_passphrase",
    "secret_of",
    "secret_options",
    "silence_line",
    "silence_lines",
    "silences",
    "silences_json",
    "unlocked",
]

NODE: Final = "FREEHAND_NODE"
PASSPHRASE: Final = "FREEHAND_PASSPHRASE"
KEY_FILE: Final = "FREEHAND_KEY_FILE"
NEW_PASSPHRASE: Final = "FREEHAND_NEW_PASSPHRASE"
PERSON: Final = "FREEHAND_PERSON"
PERSON_PASSPHRASE: Final = "FREEHAND_PERSON_PASSPHRASE"
ROOT_PASSPHRASE: Final = "FREEHAND_ROOT_PASSPHRASE"
COST = DEAR
"""What opening a new file of sealed keys costs; tests put a cheap one here."""


# -- options ---------------------------------------------------------------------------------------------------------


def node_options(parser: ArgumentParser, *, compact: bool = True) -> None:
    """``--node``, what opens it, and, unless the whole node is meant, ``--compact``."""
    what = f"the folder of the node (default: the variable {NODE}, else the folder you are in)"
    parser.add_argument("--node", metavar="DIR", help=what)
    if compact:
        what = "the compact that is meant, where the node has several"
        parser.add_argument("--compact", metavar="NAME", help=what)
    secret_options(parser)


def secret_options(parser: ArgumentParser) -> None:
    """``--passphrase-file`` and ``--key-file``: what opens a node."""
    either = parser.add_mutually_exclusive_group()
    what = f"a file with the passphrase of the node (default: the variable {PASSPHRASE}, or it is asked for)"
    either.add_argument("--passphrase-file", metavar="FILE", help=what)
    what = f"the key file of a node that is opened by one (default: the variable {KEY_FILE})"
    either.add_argument("--key-file", metavar="FILE", help=what)


def person_options(parser: ArgumentParser) -> None:
    """``--as``: who acts, and what opens that person's key."""
    what = f"the person who does this, by the name in the card (default: the variable {PERSON})"
    parser.add_argument("--as", dest="person", metavar="PERSON", help=what)
    person_key_options(parser)


def person_key_options(parser: ArgumentParser) -> None:
    """What opens a person's key, and where it is."""
    what = f"a file with that person's own passphrase (default: the variable {PERSON_PASSPHRASE}, or it is asked for)"
    parser.add_argument("--person-passphrase-file", metavar="FILE", help=what)
    what = "the file of that person's key, if it is kept elsewhere than where it was made"
    parser.add_argument("--person-key", metavar="FILE", help=what)


def new_passphrase_option(parser: Any) -> None:
    """``--new-passphrase-file``: a passphrase that takes the place of another."""
    what = f"a file with the new passphrase (default: the variable {NEW_PASSPHRASE}, or it is asked for, twice)"
    parser.add_argument("--new-passphrase-file", metavar="FILE", help=what)


def root_options(parser: ArgumentParser) -> None:
    """``--root-key``: where the root key is, and what opens it."""
    what = "the file of the root key (default: where it was put when it was made)"
    parser.add_argument("--root-key", metavar="FILE", help=what)
    what = f"a file with the passphrase of the root key (default: the variable {ROOT_PASSPHRASE}, or it is asked for)"
    parser.add_argument("--root-passphrase-file", metavar="FILE", help=what)


# -- opening ---------------------------------------------------------------------------------------------------------


def folder_of(args: Namespace) -> Path:
    """The folder of the node that is meant."""
    return Path(args.node or os.environ.get(NODE) or ".")


def secret_of(args: Namespace, folder: Path, *, backup: bool = False) -> Secret:
    """What opens the node in a folder: a passphrase, or the bytes of a key file.

    Raises:
        UsageError: the folder is no node, or there is no secret.
        AccessError: a file cannot be read.
    """
    from freehand.node.place import BACKUP, FORMAT
    from freehand.node.place import PASSPHRASE as BY_PASSPHRASE
    from freehand.node.secret import opens_with

    if opens_with(folder, BACKUP if backup else FORMAT) == BY_PASSPHRASE and args.key_file is None:
        return secrets.passphrase(args.passphrase_file, PASSPHRASE, "--passphrase-file", whose="the node")
    return key_file_of(args)


def key_file_of(args: Namespace) -> bytes:
    """The bytes of the key file that is named."""
    file = args.key_file or (None if args.passphrase_file else os.environ.get(KEY_FILE))
    if not file:
        next_ = f"Name it with --key-file, or set {KEY_FILE}."
        raise UsageError(one_fault("there is no key file", "this node is opened by one.", next_))
    return read_file(Path(file))


@contextmanager
def opened(args: Namespace) -> Iterator[Node]:
    """The node that ``node_options`` name, unlocked; closed at the end.

    Raises:
        UsageError: it is no node, or there is no secret.
        NotOpened: the secret is another one.
        AccessError: something of it is missing or damaged.
    """
    with unlocked(args) as (node, _):
        yield node


@contextmanager
def unlocked(args: Namespace) -> Iterator[tuple[Node, Secret]]:
    """The same, with what opened it.

    Raises:
        UsageError: it is no node, or there is no secret.
        NotOpened: the secret is another one.
        AccessError: something of it is missing or damaged.
    """
    from freehand.node.folder import open_node

    folder = folder_of(args)
    try:
        secret = secret_of(args, folder)
    except UsageError:
        if not args.node and not os.environ.get(NODE) and not (folder / "node.json").exists():
            next_ = f"Name a node with --node, or set {NODE}; 'freehand node init' makes one."
            raise UsageError(
                one_fault("it is not clear which node is meant", "the folder you are in is no node.", next_)
            ) from None
        raise
    with open_node(folder, secret) as node:
        try:
            yield node, secret
        except FreehandError as error:
            from freehand.faces.cli.pointing import pointed

            error.faults = tuple(pointed(one, args, following) for one in error.faults)
            raise


@contextmanager
def in_compact(args: Namespace) -> Iterator[tuple[Node, Compact]]:
    """The node, and the compact of it that ``--compact`` names, or the only one.

    Raises:
        UsageError: there is none, or it is not clear which is meant.
    """
    with opened(args) as node:
        compact = node.compact(args.compact)
        with in_names(compact):
            yield node, compact


@contextmanager
def in_names(compact: Compact) -> Iterator[None]:
    """Whatever is refused inside is said with the names of parties, not of their logs."""
    try:
        yield
    except FreehandError as error:
        with suppress(FreehandError):
            names = names_of(compact)
            error.faults = tuple(
                one._replace(what=named(one.what, names), why=named(one.why, names), next=named(one.next, names))
                for one in error.faults
            )
        raise


def names_of(compact: Compact) -> dict[str, str]:
    """Logs of a compact, with their parties."""
    return {member.log: name for name, member in compact.members.items()}


def partner_of(node: Node, compact: Compact, name: str) -> str:
    """Another party of the compact, by its name.

    Raises:
        UsageError: there is none of this name.
    """
    others = sorted(other for other in compact.members if other != node.party)
    if name in others:
        return name
    what = f"'{shown(name)}' is no other party of '{shown(compact.name)}'"
    why = f"the others are {', '.join(map(shown, others))}." if others else "nobody else is in it yet."
    raise UsageError(one_fault(what, why, "Name one of them, or take its card in: 'freehand compact meet'."))


def acting(args: Namespace, node: Node, compact: Compact, *roles: str) -> Actor:
    """The person whom ``--as`` names, with the own key; in one of these roles, if any are given.

    Raises:
        UsageError: nobody is named, or nobody of this compact; ``MayNot`` where the role is missing.
        NotOpened: the passphrase is another one.
    """
    from freehand.node.acting import acting as act
    from freehand.node.acting import refuse_unless
    from freehand.node.staff import person_named

    name = person_name(args)
    person = person_named(compact, name)
    if roles:
        refuse_unless(compact, person, *roles)  # said before a passphrase is asked for
    file = person_key_file(args, node, name)
    passphrase = person_passphrase(args, name)
    try:
        return act(compact, name, file, passphrase, *roles)
    except NotOpened as closed:
        what = f"the key of '{shown(name)}' does not open"
        next_ = f"Give this person's own, not the node's: {PERSON_PASSPHRASE}, or --person-passphrase-file."
        raise NotOpened(one_fault(what, closed.faults[0].why, next_)) from closed


def person_key_file(args: Namespace, node: Node, name: str) -> Path:
    """Where a person's key lies: where it was made, or where ``--person-key`` says.

    Raises:
        AccessError: it is not there.
        UsageError: no key of this name was made here.
    """
    from freehand.node.acting import key_file

    try:
        file = Path(args.person_key) if args.person_key else key_file(node, name)
    except UsageError as unknown:
        next_ = f"If it is kept elsewhere, name its file with --person-key FILE. {_all_keys(args)}"
        raise UsageError(one_fault(unknown.faults[0].what, unknown.faults[0].why, next_)) from unknown
    if not file.exists():
        why = f"there is no file '{shown(str(file))}'."
        next_ = f"Bring it, or name its file with --person-key FILE. {_all_keys(args)}"
        raise AccessError(one_fault(f"the key of '{shown(name)}' is not here", why, next_))
    return file


def _all_keys(args: Namespace) -> str:
    return f"See who is there: '{following(args, 'node', 'people', 'list')}'."


def person_name(args: Namespace) -> str:
    """Whom ``--as`` names.

    Raises:
        UsageError: nobody.
    """
    name: str = args.person or os.environ.get(PERSON, "")
    if not name:
        why = "this is done by a person, with a key of the person's own."
        raise UsageError(one_fault("nobody is named who does this", why, f"Name them with --as, or set {PERSON}."))
    return name


def person_passphrase(args: Namespace, name: str, *, twice: bool = False) -> str:
    """The own passphrase of a person."""
    file, option = args.person_passphrase_file, "--person-passphrase-file"
    return secrets.passphrase(file, PERSON_PASSPHRASE, option, whose=f"the key of '{name}'", twice=twice)


def new_passphrase(args: Namespace, whose: str) -> str:
    """A passphrase that takes the place of another; asked for twice."""
    file, option = args.new_passphrase_file, "--new-passphrase-file"
    return secrets.passphrase(file, NEW_PASSPHRASE, option, whose=f"{whose} from now on", twice=True)


def root_passphrase(args: Namespace, *, twice: bool = False) -> str:
    """The passphrase of the root key."""
    file, option = args.root_passphrase_file, "--root-passphrase-file"
    return secrets.passphrase(file, ROOT_PASSPHRASE, option, whose="the root key", twice=twice)


def root_of(args: Namespace, compact: Compact) -> SigningKey:
    """The root key of a compact.

    Raises:
        NotOpened: the passphrase is another one.
        UsageError: the file holds another key.
        AccessError: it is not there.
    """
    from freehand.node.keyring import root_key

    file = Path(args.root_key) if args.root_key else compact.root_file
    if not file.exists():
        why = "it belongs elsewhere than on the node, and this needs it."
        next_ = "Bring it, and name it with --root-key."
        raise AccessError(one_fault("the root key is not here", why, next_))
    return root_key(file, root_passphrase(args))


def public_key_of(args: Namespace, node: Node, name: str) -> bytes:
    """The public key that was made here for a person.

    Raises:
        UsageError: none was.
    """
    from freehand.node.staff import keys_of

    found = next((one.public for one in keys_of(node) if one.name == name), None)
    if found is None:
        there = ", ".join(f"'{shown(one.name)}'" for one in keys_of(node)) or "nobody"
        next_ = f"Have one made: {following(args, 'node', 'people', 'key', name)}"
        raise UsageError(one_fault(f"'{shown(name)}' has no key here", f"keys were made for {there}.", next_))
    return found


def roles_of(text: str) -> list[str]:
    """Roles as they are named on the command line, with commas."""
    return [role.strip() for role in text.split(",") if role.strip()]


def now() -> int:
    """The clock of this machine, in seconds since 1970."""
    return int(time.time())


# -- words -----------------------------------------------------------------------------------------------------------


def following(args: Namespace, *words: object, person: bool | str = False) -> str:
    """A command on the same node that can be copied.

    Args:
        args: of the command that prints it.
        words: of the command, without ``freehand``.
        person: whether it is done by a person: by the same one, or by the one of this name.
    """
    found = ["freehand", *map(str, words)]
    if "--help" in found:  # it is the same on every node
        return typed(found)
    for option, value in (("--node", args.node), ("--compact", getattr(args, "compact", None))):
        found += [option, value] if value else []
    for option in ("passphrase_file", "key_file"):
        value = getattr(args, option, None)
        found += [f"--{option.replace('_', '-')}", value] if value else []
    same = getattr(args, "person", None)
    if person:
        name = same if person is True else person
        found += ["--as", name] if name else []
        if name and name == same:
            for option in ("person_passphrase_file", "person_key"):
                value = getattr(args, option, None)
                found += [f"--{option.replace('_', '-')}", value] if value else []
    return typed(found)


def fingerprint(screen: Screen, digits: str, words: str) -> None:
    """A fingerprint to be read aloud: digits in two lines, and the same as words."""
    groups = digits.split()
    screen.line()
    for part in (groups[:6], groups[6:]):
        screen.line(" ".join(part), indent=2)
    screen.line()
    screen.line(words, indent=2)


def carried_words(carried: Carried) -> str:
    """How much was carried."""
    found = (
        counted(carried.compacts, "compact", "compacts"),
        counted(carried.logs, "log", "logs"),
        counted(carried.records, "record", "records"),
    )
    return f"{', '.join(found)} and {counted(carried.papers, 'paper', 'papers')}."


def silence_line(party: str, silence: Silence) -> str:
    """Since when nothing was heard of a partner."""
    return heard.line(party, silence, said_moment)


def silences(screen: Screen, known: Known, *partners: str) -> None:
    """A line for each partner on whose log the answer rests: since when nothing was heard of it.

    Args:
        screen: where to.
        known: what is known.
        partners: these alone; none: all.
    """
    found = heard.lines(known, partners, said_moment)
    if found:
        screen.line()
    for line in found:
        screen.line(line, style="dim")


def silence_lines(known: Known) -> list[str]:
    """The same lines, for all partners."""
    return heard.lines(known, (), said_moment)


def silences_json(known: Known, *partners: str) -> list[dict[str, Any]]:
    """The same as plain data: party, since (seconds since 1970, or null), and the last bundle (0: none)."""
    wanted = partners or heard.partners(known)
    return [
        {"party": name, "since": known.silence[name].since, "bundle": known.silence[name].serial} for name in wanted
    ]
