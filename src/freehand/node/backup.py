"""A copy of a node from which it can be made again; and what has to happen before a node that was made again may speak.

The question: a disk is lost. The backup is older than what was last said, and knows nothing of what was erased since.
How does the node go on without contradicting itself, and without bringing back what it promised to erase?

The rules:

1. A backup is a folder of its own: there whole or not at all, of one state. The node goes on meanwhile; who wants to
   change its papers waits. What is copied is read back and compared (``moving``). It needs the node's own secret.
2. In a backup each own log is marked *restored* (``ledger.restored``). Nobody works in a backup; it is restored into
   a new folder.
3. A restored node reads. It signs and cosigns nothing until every remaining member has confirmed its newest head, or
   the root key begins a new epoch at the head that is here. The mark ends by one of these, for each compact by itself.
   Who is known here to have left is no remaining member. The numbers of its next bundles follow (``confirming``).
4. What was erased stands in ``erased.sealed`` too, which is written anew with each erasure. A copy of it belongs in
   another place. A restore is given it, and erases again; what is not here yet is erased as soon as it comes
   (``erased``).
5. The root keys and the keys of people are copied as they lie there, under their own passphrases; whatever lies
   elsewhere stays elsewhere.

Limits: an erasure of which no word was kept beside comes back with an older backup. A copy that was made by other means
bears no mark, and forks its logs when it speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from freehand.ledger import restored
from freehand.node.confirming import far_beyond, wait_for_no_leavers
from freehand.node.erased import as_text, keep_erased, keep_words, merged, read_words, words_of
from freehand.node.events import event
from freehand.node.files import copy_file, new_folder, write_file
from freehand.node.folder import Compact, Node, opened
from freehand.node.moving import Carried, carry
from freehand.node.place import BACKUP, CABINET, COMPACTS, ERASED, FORMAT, MASTER, PEOPLE, Place, write_place
from freehand.node.secret import Secret, opens_with, refuse_other, vault_of


class Restored(NamedTuple):
    """What a restore did."""

    waiting: dict[str, tuple[str, ...]]
    """Compact: the members whose word is waited for."""
    erased: int
    """Records that were in the backup and are erased again."""


def back_up(node: Node, path: Path, *, now: int) -> Carried:
    """Write a backup of a node into a new folder; the trail says so.

    Raises:
        UsageError: something is there.
        StoreBusy: others are changing the node.
        AccessError: it cannot be written, or did not keep what it was given; nothing is left of it.
    """
    with new_folder(path, "a backup") as made, node.cabinet.writing() as shelves:
        for folder in (COMPACTS, PEOPLE):
            (made / folder).mkdir(0o700)
        for file in _small_files(node.path):
            copy_file(node.path / file, made / file)
        carried = carry(node, Place(made), restored=True)
        write_file(made / ERASED, node.vault.seal(as_text(words_of(node)), ERASED))
        write_place(Place(made), node.vault, opens_with(node.path), BACKUP)
        shelves.note(event("a backup was made", now))
    return carried


def restore(backup: Path, path: Path, secret: Secret, erased: Sequence[Path] = (), *, now: int) -> Restored:
    """Make a node again from a backup, in a new folder. It is in files, whatever it was in.

    Args:
        backup: the folder of the backup.
        path: where the node will be.
        secret: what opened the node when the backup was made.
        erased: files of words for what was erased, kept beside.
        now: seconds since 1970.

    Raises:
        UsageError: the one is no backup, or something is in the other.
        NotOpened: the secret is another one.
        AccessError: it cannot be read or written; nothing is left of it.
    """
    refuse_other(backup, secret, BACKUP)
    vault = vault_of(backup, secret)
    words = merged(read_words(file, vault) for file in (*erased, backup / ERASED))
    with new_folder(path, "a node") as made:
        for folder in (COMPACTS, PEOPLE):
            (made / folder).mkdir(0o700)
        stores = (f"{COMPACTS}/{file.name}" for file in (backup / COMPACTS).glob("[1-9]*.sqlite"))
        for name in (*_small_files(backup), CABINET, *stores):
            copy_file(backup / name, made / name)
        write_place(Place(made), vault, opens_with(backup, BACKUP), FORMAT)
        with opened(made, vault) as node:
            again, waiting = 0, {}
            for compact in node.compacts():
                others = sorted(member.log for member in compact.members.values() if member.log != compact.log)
                restored.mark_restored(compact.store, compact.log, others)
                far_beyond(node, compact)
                again += keep_words(node, compact, words.get(compact.id, []))
                wait_for_no_leavers(node, compact)
                waiting[compact.name] = waiting_for(compact)
            keep_erased(node, words)
            with node.cabinet.writing() as shelves:
                shelves.note(event("the node was restored from a backup", now, erased=again))
    return Restored(waiting, again)


def is_restored(compact: Compact) -> bool:
    """Whether the own log of a compact signs nothing, as it came back from a backup."""
    with compact.store.reading() as view:
        return restored.waiting_for(view.line(compact.log)) is not None


def waiting_for(compact: Compact) -> tuple[str, ...]:
    """The members, by name, whose word a restored log waits for; none if it is not restored."""
    with compact.store.reading() as view:
        logs = restored.waiting_for(view.line(compact.log)) or []
    names = {member.log: member.name for member in compact.members.values()}
    return tuple(sorted(names.get(log, log) for log in logs))


def _small_files(folder: Path) -> list[str]:
    """The sealed keys in a node's folder, by their fixed names."""
    roots = [f"{COMPACTS}/{file.name}" for file in (folder / COMPACTS).glob("[1-9]*.root")]
    return [MASTER, *sorted(roots), *sorted(f"{PEOPLE}/{file.name}" for file in (folder / PEOPLE).glob("[1-9]*.key"))]
