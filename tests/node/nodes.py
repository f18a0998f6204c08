"""Nodes on disk, in files or on the server that the tests have, with records that no verb judged.

For the folder, its stores, backups and moves. Parties that plan together stand in ``homes``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from freehand.ledger.keys import SigningKey
from freehand.ledger.log import Statement, append
from freehand.ledger.sealed_keys import Cost
from freehand.node.folder import Compact, Node, make_node, open_node
from freehand.node.membership import Founder, add_member, enter

CHEAP = Cost(memory=32, passes=1, lanes=1)
"""For tests; never for a key."""
PLACES = ("files", "server")
SECRET = "correct horse battery staple"
NOW = 1_790_000_000

NAMES = ("Northland", "Southland", "Ann Ashe", "Bob Birch", "Kay Keel", "strait of gulf")
BODY = "the berths of pier seven"


def server(place: str = "server") -> str:
    """Where a node's database is: empty for files."""
    if place == "files":
        return ""
    where = os.environ.get("FREEHAND_POSTGRES")
    if where is None:
        pytest.skip("no PostgreSQL server: script/test starts one")
    return where


def key(word: str) -> SigningKey:
    return SigningKey.of_seed(word.encode().ljust(32, b"."))


FOUNDERS = (
    Founder("Ann Ashe", key("ann").public, ("planner", "releaser")),
    Founder("Bob Birch", key("bob").public, ("releaser",)),
    Founder("Kay Keel", key("kay").public, ("keeper",)),
)


def new(path: Path, party: str = "Northland", place: str = "files") -> Node:
    return make_node(path, party, SECRET, database=server(place), cost=CHEAP)


def again(path: Path) -> Node:
    return open_node(path, SECRET)


def side(node: Node, name: str = "strait of gulf", compact: str = "") -> Compact:
    """The node's side of a compact."""
    return enter(node, name, FOUNDERS, "root " + SECRET, now=NOW, compact=compact, cost=CHEAP)


def met(one: Compact, other: Compact) -> None:
    """Exchange cards."""
    add_member(one, other.card, compared=True)
    add_member(other, one.card, compared=True)


def say(compact: Compact, *texts: str) -> int:
    """Say something in the own log; the number of the first record."""
    said = [Statement("say", "o", {"about": "", "words": text}, NOW) for text in texts]
    return append(compact.store, compact.log, compact.keys.log, said).first


def words(compact: Compact, log: str = "") -> list[str]:
    """What can be read of a log."""
    from freehand.ledger.lines import current
    from freehand.ledger.record import read
    from freehand.ledger.store.interface import Range

    with compact.store.reading() as view:
        line = current(view, log or compact.log)
        bodies = [read(data).body for _, data in line.records([Range(0, line.size)])]
    return [body["words"] for body in bodies if isinstance(body, dict) and isinstance(body.get("words"), str)]  # type: ignore[misc]  # held to be text by the line itself
