"""Two nodes in two folders, driven by the commands as a user would; cheap keys, chance from a seed."""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest import mock

from freehand.faces.cli import nodes
from tests.faces.face import EXAMPLES, Answer, fine, run
from tests.faces.ledgers.prepared import repeatable

PEOPLE = {"north": ("A", "Ada", "Bo"), "south": ("B", "Cora", "Dan")}
TERMS = """\
scope: operations
parties: [A, B]
exclusions:
  strikes: {tags: strike, why: not between us}
"""
SHORTER = TERMS.replace("operations", "scenarios")


@contextmanager
def quick(seed: str = "two nodes") -> Iterator[None]:
    """Secrets in the environment, keys that cost little, a clock and chance of our own."""
    with repeatable(seed), mock.patch.dict(os.environ):
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

    def at_stage(self, stage: str) -> Two:
        """As far as this stage, made once and copied."""
        shutil.copytree(world(stage), self.at, dirs_exist_ok=True)
        return self

    def meet(self) -> None:
        """Both nodes, who compared their cards."""
        workspace(self.at, "worked/airlift")
        self.write("terms.yaml", TERMS)
        self.write("amended.yaml", SHORTER)
        for node, (party, *people) in PEOPLE.items():
            self.fine(f"node init {node} --party {party}")
            for person in people:
                self.fine(f"node people key {person} --node {node}")
        self.north("compact found gulf --illustrative --person Ada=planner --person Bo=releaser")
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

    def plan(self) -> None:
        """Both have their plans as drafts, and what is shared is released."""
        self.north("draft add plans --to B --as Ada")
        self.released("north", "contingency drill")
        self.pass_on()
        self.south("draft add plans --to A --as Cora")

    def request(self) -> None:
        self.south("request supplies 'Six hours?' --to A --contingency drill --as Cora")
        self.released("south", "request supplies")
        self.pass_on()

    def offer(self) -> None:
        self.north("offer airlift --answers supplies --recall '48 h' --as Ada")
        self.released("north", "promise airlift")
        self.pass_on()

    def accept(self) -> None:
        accepted = self.south("accept --as Cora --json").json["draft"]["id"]
        self.released("south", accepted[:8])
        self.pass_on()

    def promise(self) -> None:
        self.accept()
        self.interfaces()

    def interfaces(self) -> None:
        """The interface of every course released."""
        for node in PEOPLE:
            for draft in self.fine(f"draft list --kind course --node {node} --json").json["drafts"]:
                self.released(node, draft["id"][:8], "--as-interface")
        self.pass_on()


STAGES: dict[str, tuple[str, Callable[[Two], object]]] = {
    "met": ("", Two.meet),
    "agreed": ("met", Two.under_terms),
    "planned": ("agreed", Two.plan),
    "requested": ("planned", Two.request),
    "offered": ("requested", Two.offer),
    "promised": ("offered", Two.promise),
}
"""Each stage with the one before it, and what is done in it."""


@cache
def world(stage: str) -> Path:
    """Two nodes as far as a stage, to be copied, with keys that no later run draws again."""
    before, done = STAGES[stage]
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    two = Two(folder)
    with quick(stage):
        if before:
            two.at_stage(before)
        done(two)
    return folder


def workspace(at: Path, example: str) -> Path:
    """A copy of an example's plans, under the compact of the two."""
    folder = at / "plans"
    shutil.copytree(EXAMPLES / example, folder, dirs_exist_ok=True)
    path = folder / "compact.yaml"
    path.write_text(path.read_text("utf-8").replace("compact: worked-airlift", "compact: gulf"), "utf-8")
    return folder


# -- what has to have gone before the example in a command's help ----------------------------------------------------


def _proposed(two: Two) -> None:
    two.north("terms propose terms.yaml --as Ada")
    two.pass_on()


def _clarified(two: Two) -> None:
    _proposed(two)
    two.south("terms clarify 'Reports alone, or plans as well?' --as Cora")
    two.pass_on()


def _waiting(two: Two) -> None:
    two.south("release ask 'hand out supplies' --as-interface --to A --as Cora")


def _asked(two: Two) -> None:
    drafted = two.south("ask 'contingency drill' 'From when?' --to A --as Cora --json").json["draft"]["id"]
    two.released("south", drafted[:8])
    two.pass_on()


_BEFORE: dict[str, tuple[str, Callable[[Two], object]]] = {
    "terms propose": ("met", lambda _: None),
    "terms accept": ("met", _proposed),
    "terms decline": ("met", _proposed),
    "terms clarify": ("met", _proposed),
    "terms answer": ("met", _clarified),
    "release approve": ("planned", _waiting),
    "answer": ("planned", _asked),
    "accept": ("offered", lambda _: None),
}
ROOMS = (
    "terms", "draft", "release", "request", "offer", "accept", "recall", "end", "ask", "answer", "say", "engagement",
    "withdraw",
)  # fmt: skip


def ready_for(command: str, at: Path) -> None:
    """What has to have gone before the example in a command's help."""
    late = ("terms", "recall", "end", "withdraw")
    usual = "promised" if command.split(maxsplit=1)[0] in late else "planned"
    stage, more = _BEFORE.get(command, (usual, lambda _: None))
    more(Two(at).at_stage(stage))
