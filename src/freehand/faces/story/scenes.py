"""What comes up again and again in a story of two nodes: a command, a bundle by hand, a release, a comparison."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from freehand.errors import one_fault
from freehand.faces.story.rooms import Room
from freehand.faces.story.telling import Broken, Shown, Teller

PEOPLE: Final = {"A": ("Ada", "Alf"), "B": ("Bea", "Ben")}
OTHER: Final = {"A": "B", "B": "A"}
NAMELESS: Final = ("accept", "say")
REACHED: Final = ("scenarios", "support")
"""The joint rungs that the terms of the story reach."""


class Compared(NamedTuple):
    """Once that both nodes were asked for all joint verdicts: how many there are, and free windows, all equal."""

    verdicts: int
    windows: int


class Story:
    """The two rooms, who tells, and what has happened so far."""

    def __init__(self, teller: Teller, rooms: Mapping[str, Room], third: Room) -> None:
        """Nothing has happened yet."""
        self.teller, self.rooms, self.third = teller, rooms, third
        self.compared: list[Compared] = []
        self.bundles = {"A": 0, "B": 0}

    def at(self, party: str, *words: str, show: tuple[Shown, ...] = (), ends: int = 0) -> Any:
        """A command at a party's desk."""
        return self.teller.command(self.rooms[party], party, words, *show, ends=ends)

    def ask(self, party: str, *words: str) -> Any:
        """What a command says as JSON; not told."""
        return self.teller.quiet(self.rooms[party], party, [*words, "--json"]).json

    def hand(self, party: str, name: str) -> None:
        """Carry a file from a party's desk to the other's."""
        shutil.copy(self.rooms[party].folder / name, self.rooms[OTHER[party]].folder / name)

    def carry(self, party: str, *, show: tuple[Shown, ...] = (0,), options: tuple[str, ...] = ()) -> None:
        """A bundle by hand: written, carried over, taken in."""
        self.bundles[party] += 1
        name = f"{party}-{self.bundles[party]}.bundle"
        self.at(party, "bundle", "write", OTHER[party], "-o", name, *options)
        self.hand(party, name)
        self.at(OTHER[party], "bundle", "read", name, show=show)

    def release(self, party: str, *items: str, interface: bool = False, show: tuple[Shown, ...] = (0,)) -> None:
        """Asked for by one person, approved by another."""
        planner, releaser = PEOPLE[party]
        more = ["--as-interface"] if interface else []
        self.at(party, "release", "ask", *items, *more, "--to", OTHER[party], "--as", planner, show=show)
        self.at(party, "release", "approve", "--as", releaser, show=(0, "What changes"))

    def drafts(self, party: str, *kinds: str) -> list[str]:
        """The newest drafts of these kinds, by their names; by their first digits where they have none."""
        found = [one for one in self.ask(party, "draft", "list")["drafts"] if one["kind"] in kinds]
        return [one["id"][:8] if one["kind"] in NAMELESS else one["words"] for one in found]

    def older(self, party: str) -> list[str]:
        """The courses whose released interfaces are not what the plan now gives."""
        older = self.ask(party, "release", "list")["older"]
        courses = self.ask(party, "draft", "list", "--kind", "course")["drafts"]
        wanted = [(one, one["words"].removeprefix("course ")) for one in courses]
        return [
            one["words"]
            for one, words in wanted
            if any(f" {words} is no longer as it was released" in text for text in older)
        ]

    def compare(self, words: str) -> None:
        """Ask both nodes for every joint verdict and free window, and hold them against each other.

        Raises:
            Broken: they differ.
        """
        said = {party: _said(self.at(party, "assess", "node", "--json", show=(-99,)).json) for party in "AB"}
        a, b = said["A"], said["B"]
        if a != b:
            differing = sorted(key for key in {*a, *b} if a.get(key) != b.get(key))
            raise Broken(one_fault("the two nodes say different things", str(differing[:5]), "Report this."))
        rows = []
        for contingency in sorted({name for name, _ in a}):
            for rungs in _together([(rung, a[contingency, rung][0]) for rung in REACHED]):
                rows.append(
                    [contingency, ", ".join(rungs), *(_short(said[party][contingency, rungs[0]][0]) for party in "AB")]
                )
        self.teller.table(["contingency", "at", "A's node says", "B's node says"], rows)
        windows = sum(len(found) for _, found in a.values())
        self.compared.append(Compared(len(a), windows))
        self.teller.say(
            f"The same on both nodes: {len(a)} verdicts and {windows} free windows, compared one by one. {words}"
        )


def _said(document: Any) -> dict[tuple[str, str], tuple[str, tuple[Any, ...]]]:
    """The verdict and the free windows of each contingency at each joint rung that the terms reach."""
    words = {one["contingency"]: one["rungs"] for one in document["node"]["verdicts"]}
    found = {}
    for contingency in document["contingencies"]:
        for rung in REACHED:
            windows = contingency["rungs"][rung]["windows"] or []
            free = tuple((one["party"], one["point"], one["after"], one["from_s"], one["to_s"]) for one in windows)
            found[contingency["name"], rung] = (words[contingency["name"]][rung], free)
    return found


def _short(verdict: str) -> str:
    return verdict.replace(", by a lesser course", " (lesser)")


def _together(said: list[tuple[str, str]]) -> list[list[str]]:
    """Neighbouring rungs with the same verdict."""
    found: list[list[str]] = []
    last = None
    for rung, verdict in said:
        if found and verdict == last:
            found[-1].append(rung)
        else:
            found.append([rung])
        last = verdict
    return found
