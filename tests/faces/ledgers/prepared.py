"""Parties who know each other, made by the commands themselves; cheap keys, chance from a seed, a clock that ticks."""

from __future__ import annotations

import hashlib
import itertools
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from io import StringIO
from pathlib import Path
from unittest import mock

from freehand.faces.cli import ledgers, nodes
from freehand.ledger.sealed_keys import Cost
from tests.faces.face import Answer, fine

CHEAP = Cost(memory=32, passes=1, lanes=1)
BEGIN = 1_790_000_000
PASSPHRASE = "correct horse battery staple"


@contextmanager
def repeatable(seed: str = "chance") -> Iterator[None]:
    """The same keys, salts and times each time; what is wrapped for a recipient differs all the same."""
    count, clock = itertools.count(), itertools.count(BEGIN, 60)

    def drawn(size: int | None = None) -> bytes:
        words = f"freehand tests: {seed} {next(count)}".encode()
        return hashlib.shake_256(words).digest(32 if size is None else size)

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(secrets, "token_bytes", drawn))
        for face in (ledgers, nodes):
            stack.enter_context(mock.patch.object(face, "now", partial(next, clock)))
            stack.enter_context(mock.patch.object(face, "COST", CHEAP))
        secrets_ = (nodes.PASSPHRASE, nodes.PERSON_PASSPHRASE, nodes.ROOT_PASSPHRASE)
        stack.enter_context(mock.patch.dict(os.environ, dict.fromkeys(secrets_, PASSPHRASE)))
        stack.enter_context(mock.patch.object(sys, "stdin", StringIO()))
        stack.callback(_stop)
        yield


def _stop() -> None:
    """Whatever a preparation left running."""
    from tests.faces.nodes.prepared import stopped

    stopped()


def fingerprint(folder: str, at: Path) -> str:
    """The digits that the owner of a ledger reads out."""
    digits = fine("ledger", "show", folder, "--json", at=at).json["logs"][0]["fingerprint"]
    assert isinstance(digits, str)
    return digits


def met(at: Path, *names: str) -> None:
    """Ledgers of these names, each of which has taken in the cards of the others."""
    for name in names:
        fine("ledger", "new", name, "--log", f"compact.example/{name}", "--name", f"{name.title()}land", at=at)
    for name, other in itertools.permutations(names, 2):
        digits = fingerprint(other, at)
        fine("ledger", "import", name, f"{other}/card.json", "--fingerprint", digits, at=at)


def ready_for(command: str, at: Path) -> None:
    """What has to have gone before the example in a command's help."""
    if command in ("ledger new", "ledger check-proof", "ledger vectors"):
        return
    met(at, "north", "south")
    said(at, "north", "We can take in two ships.")
    if command == "ledger import":
        fine("ledger", "bundle", "north", "--to", "south", "--records", "0", "-o", "first.bundle", at=at)


def said(at: Path, name: str, *texts: str) -> Answer:
    return fine("ledger", "append", name, *texts, at=at)


def handed(at: Path, sender: str, to: str, file: str, *more: str) -> Answer:
    """A bundle written and taken in."""
    fine("ledger", "bundle", sender, "--to", to, "-o", file, *more, at=at)
    return fine("ledger", "import", to, file, at=at)
