"""Telling: chapters with a sentence or two, each command as it was typed, and what of its answer matters here.

1. Of an answer only some paragraphs are shown; the whole of it stands in the transcript (``story.txt``).
2. A command that does not end as the story has it stops the story, with what the command said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from freehand.errors import FreehandError, one_fault
from freehand.faces.cli.screen import Screen
from freehand.faces.cli.typed import over_lines, typed
from freehand.faces.story.rooms import Answer, Room

Shown = int | str
"""A paragraph of an answer: by its place, or by how it begins."""
LEFT_OUT: Final = ("Next:", "Nothing heard from")


class Broken(FreehandError):
    """The story did not go as it is told: a fault of ours."""

    exit_code = 1


class Step(NamedTuple):
    """One command of the story, as it went."""

    chapter: int
    party: str
    command: str
    code: int
    printed: str


class Teller:
    """Tells the story, command by command; ``screen`` is none where it is told as JSON."""

    def __init__(self, screen: Screen | None) -> None:
        """On this screen."""
        self._screen = screen
        self.chapters: list[str] = []
        self.steps: list[Step] = []
        self.transcript: list[str] = []

    def chapter(self, title: str, *sentences: str) -> None:
        """Begin a chapter."""
        self.chapters.append(title)
        head = f"{len(self.chapters)}. {title}"
        self._line()
        self._line(head, style="bold")
        for sentence in sentences:
            self._line(sentence, indent=3)

    def say(self, *sentences: str) -> None:
        """Go on telling."""
        self._line()
        for sentence in sentences:
            self._line(sentence, indent=3)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Rows that several commands gave together."""
        self._line()
        if self._screen is not None:
            self._screen.table([f"   {columns[0]}", *columns[1:]], [[f"   {row[0]}", *row[1:]] for row in rows])
        self.transcript += ["   " + "  ".join(cells) for cells in (columns, *rows)]

    def typed(self, party: str, words: Sequence[object], said: str = "") -> None:
        """A line that was typed, and what came of it, if that is told."""
        self._line()
        columns = 78 if self._screen is None else self._screen.console.width
        for line in over_lines(words, columns, f"   {party}$ ", "        "):
            if self._screen is not None:
                self._screen.console.print(line, style="cyan", soft_wrap=True)
        self.transcript.append(f"{party}$ {typed(words)}")
        if said:
            self._line(said, indent=6)

    def command(self, room: Room, party: str, words: Sequence[str], *show: Shown, ends: int = 0) -> Answer:
        """Run a command in a room, and tell it; the first paragraph of its answer unless others are named.

        Raises:
            Broken: it ended otherwise than with ``ends``.
        """
        answer = self.quiet(room, party, words, ends=ends)
        self.typed(party, ["freehand", *words])
        found = paragraphs(answer)
        for which in show or (0,):
            for line in _chosen(found, which):
                if self._screen is not None:
                    self._screen.console.print(f"      {line}", soft_wrap=True)
        self.transcript += ["(a JSON document)", ""] if "--json" in words else [*answer.lines, ""]
        return answer

    def quiet(self, room: Room, party: str, words: Sequence[str], *, ends: int = 0) -> Answer:
        """Run a command, and tell nothing; it is counted all the same.

        Raises:
            Broken: it ended otherwise than with ``ends``.
        """
        answer = room.run(words)
        command = typed(["freehand", *words])
        self.steps.append(Step(len(self.chapters), party, command, answer.code, answer.out + answer.err))
        if answer.code != ends:
            what = f"'{command}' of {party} ended with {answer.code}, and the story has {ends}"
            why = " ".join(line.strip() for line in answer.lines)
            raise Broken(one_fault(what, why, "Report this. Nothing is left of it."))
        return answer

    def _line(self, text: str = "", indent: int = 0, style: str = "") -> None:
        if self._screen is not None:
            self._screen.line(text, indent=indent, style=style)
        self.transcript.append(" " * indent + text)


def paragraphs(answer: Answer) -> list[list[str]]:
    """The paragraphs of an answer, without what to do next and who was last heard of when."""
    found: list[list[str]] = [[]]
    for line in answer.lines:
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [one for one in found if one and not one[0].strip().startswith(LEFT_OUT)]


def _chosen(found: list[list[str]], which: Shown) -> list[str]:
    if isinstance(which, int):
        return found[which] if -len(found) <= which < len(found) else []
    return next((one for one in found if one[0].strip().startswith(which)), [])


def as_json(teller: Teller) -> list[dict[str, Any]]:
    """The steps as plain data."""
    return [
        {"number": number, **one._asdict(), "chapter": teller.chapters[one.chapter - 1]}
        for number, one in enumerate(teller.steps, 1)
    ]
