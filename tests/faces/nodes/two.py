"""Two nodes in two folders, driven by the commands as a user would; cheap keys, chance from a seed."""

from __future__ import annotations

import atexit
import hashlib
import itertools
import os
import secrets
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from unittest import mock

from freehand.faces.cli import nodes
from tests.faces.face import EXAMPLES, Answer, fine, run
from tests.faces.ledgers.prepared import CHEAP, repeatable

BEGIN = 1_790_000_000
SECRETS = {
    nodes.PASSPHRASE: "correct horse battery staple",
    nodes.PERSON_PASSPHRASE: "another horse, another staple",
    nodes.ROOT_PASSPHRASE: "a third horse, and its root",
}
PEOPLE = {"north": ("A", "Ada", "Bo"), "south": ("B", "Cora", "Dan")}
TERMS = """\
scope: operations
parties: [A, B]
exclusions:
  strikes: {tags: strike, why: not between us}
"""
SHORTER = TERMS.replace("operations", "scenarios")


@contextmanager
def quick() -> Iterator[None]:
    """Secrets in the environment, keys that cost little, and a clock of our own."""
    clock = itertools.count(BEGIN, 60)
    with (
        repeatable(),
        mock.patch.object(nodes, "COST", CHEAP),
        mock.patch.object(nodes, "now", partial(next, clock)),
        mock.patch.dict(os.environ, SECRETS),
    ):
        for name in (nodes.NODE, nodes.KEY_FILE, nodes.PERSON):
            os.environ.pop(name, None)
        yield


class Two:
    """North is A, with Ada who plans and Bo who releases; south is B, with Cora and Dan."""

    def __init__(self, at: Path) -> None:
        self.at = at

    # -- as a user would ---------------------------------------------------------------------------

    def run(self, words: str, *more: str) -> Answer:
        """A command line, as it would be typed."""
        return run(*shlex.split(words), *more, at=self.at)

    def fine(self, words: str, *more: str) -> Answer:
        return fine(*shlex.split(words), *more, at=self.at)

    def north(self, words: str, *more: str) -> Answer:
        return self.fine(words, *more, "--node", "north")

    def south(self, words: str, *more: str) -> Answer:
        return self.fine(words, *more, "--node", "south")

    def next_of(self, answer: Answer) -> Answer:
        """The command that an answer names, as it was printed."""
        assert answer.last.startswith("Next: freehand "), answer.last
        return self.fine(answer.last.removeprefix("Next: freehand "))

    def write(self, name: str, text: str) -> str:
        (self.at / name).write_text(text, encoding="utf-8")
        return name

    # -- how far they have come ---------------------------------------------------------------------

    def met(self) -> Two:
        """Both nodes, who compared their cards: made once, and copied."""
        shutil.copytree(world(), self.at, dirs_exist_ok=True)
        return self

    def meet(self) -> None:
        """The same, step by step."""
        for node, (party, *people) in PEOPLE.items():
            self.fine(f"node init {node} --party {party}")
            for person in people:
                self.fine(f"node people key {person} --node {node}")
        self.north("compact found worked-airlift --illustrative --person Ada=planner --person Bo=releaser")
        self.north("compact card -o north.card")
        self.south("compact join north.card --person Cora=planner --person Dan=releaser")
        self.south("compact card -o south.card")
        self.north("compact meet south.card")
        for mine, party, theirs in (("north", "B", "south"), ("south", "A", "north")):
            aloud = self.fine(f"compact show --node {theirs} --json").json["fingerprint"]
            self.fine(f"compact compare {party} {aloud} --node {mine}")

    def pass_on(self) -> None:
        """Bundles by file, both ways."""
        for mine, party, theirs in (("north", "B", "south"), ("south", "A", "north")):
            file = self.at / f"{mine}.bundle"
            file.unlink(missing_ok=True)
            self.fine(f"bundle write {party} -o {mine}.bundle --node {mine}")
            self.fine(f"bundle read {mine}.bundle --node {theirs}")

    def under_terms(self, text: str = TERMS) -> str:
        """Terms in force; the leaf of them."""
        self.write("terms.yaml", text)
        version: str = self.north("terms propose terms.yaml --as Ada --json").json["said"]["leaf"]
        self.north("terms accept --as Ada")
        self.pass_on()
        self.south("terms accept --as Cora")
        self.pass_on()
        return version

    def released(self, node: str, item: str, *more: str) -> Answer:
        """Asked for by the planner, approved by the releaser."""
        _, planner, releaser = PEOPLE[node]
        other = "B" if node == "north" else "A"
        self.fine(f"release ask --to {other} --node {node} --as {planner}", item, *more)
        return self.fine(f"release approve --node {node} --as {releaser}")

    def planned(self, example: str = "worked/airlift") -> None:
        """Both have the plans of an example as drafts; what is shared is released, and the interfaces of courses."""
        workspace(self.at, example)
        self.north("draft add plans --to B --as Ada")
        self.released("north", "contingency drill")
        self.pass_on()
        self.south("draft add plans --to A --as Cora")

    def interfaces(self) -> None:
        for node in PEOPLE:
            drafts = self.fine(f"draft list --kind course --node {node} --json").json["drafts"]
            for draft in drafts:
                self.released(node, draft["id"][:8], "--as-interface")
        self.pass_on()


@cache
def world() -> Path:
    """Two nodes that met, to be copied, with keys that no later run draws again."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with quick(), mock.patch.object(secrets, "token_bytes", _drawn(secrets.token_bytes)):
        Two(folder).meet()
    return folder


def _drawn(draw: Callable[[int], bytes]) -> Callable[[int | None], bytes]:
    def other(size: int | None = None) -> bytes:
        return hashlib.shake_256(b"the world of two" + draw(32)).digest(32 if size is None else size)

    return other


def workspace(at: Path, example: str) -> Path:
    """A copy of an example's plans, under the compact of the two."""
    folder = at / "plans"
    shutil.copytree(EXAMPLES / example, folder, dirs_exist_ok=True)
    return folder
