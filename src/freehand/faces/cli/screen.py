"""The terminal: at most 100 columns, colour only where it is wanted and somebody looks, text that does nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from shutil import get_terminal_size
from textwrap import shorten
from typing import IO, Any, Literal, NoReturn

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from freehand.errors import json_shown

NARROWEST, WIDEST = 40, 100
COLOURS = {"●": "green", "◐": "cyan", "◉": "cyan", "○": "yellow", "◌": "magenta", "✕": "red"}


class _Console(Console):
    """A console that leaves a closed pipe to the command."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


class Screen:
    """Lines, tables and the next command, in the order in which they are said; on the terminal, or into a file."""

    def __init__(self, file: IO[str] | None = None) -> None:
        self.console = _Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=False)
        width = self.console.width if file is None else WIDEST
        self.console.width = max(NARROWEST, min(width, WIDEST))

    def line(self, text: str = "", indent: int = 0, style: str = "") -> None:
        """One sentence, wrapped, later lines indented like the first."""
        if not text:
            self.console.print()
            return
        own = len(text) - len(text.lstrip())
        text, indent = text.lstrip(), indent + own
        for part in coloured(text, style).wrap(self.console, self.console.width - indent):
            part.rstrip()
            if not part.plain.strip():
                continue
            self.console.print(Text(" " * indent) + part)

    def items(self, rows: Iterable[tuple[str, str, str]], indent: int = 2) -> None:
        """Lines with something short before each (a number, an amount) and a quiet remark after it."""
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(justify="right", no_wrap=True, min_width=indent + 3)
        table.add_column(overflow="fold")
        for short, text, remark in rows:
            table.add_row(Text(short), Text.assemble(text, (f" {remark}", "dim")) if remark else coloured(text))
        self.print_stripped(table)

    def print_stripped(self, table: Table) -> None:
        """A table without blanks at the ends of its lines."""
        lines = self.console.render_lines(table, pad=False)
        for line in lines:
            parts = [(segment.text, segment.style or "") for segment in line]
            text = Text.assemble(*parts)
            text.rstrip()
            self.console.print(text, soft_wrap=True)

    def heading(self, text: str) -> None:
        """A heading, with a blank line before it."""
        self.line()
        self.line(text, style="bold")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> None:
        """A table without frames; ``right`` lists the columns of numbers."""
        rows = [list(row) for row in rows]
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
        whole = self.console.width // 3
        for place, name in enumerate(columns):
            justify: Literal["left", "right"] = "right" if place in right else "left"
            longest = max((cell_len(row[place]) for row in rows), default=0)
            table.add_column(name, justify=justify, overflow="fold", no_wrap=not place and longest <= whole)
        for row in rows:
            table.add_row(*(coloured(cell) for cell in row))
        self.print_stripped(table)

    def next(self, command: str) -> None:
        """The last line: what to do next, never broken, so that it can be copied."""
        self.line()
        self.console.print(Text(f"Next: {command}", style="dim"), soft_wrap=True)


def coloured(text: str, style: str = "") -> Text:
    """A text whose first shape gives it its colour; colour never says more than the shape and the word."""
    return Text(text, style=style or COLOURS.get(text[:1], ""))


def print_json(document: dict[str, Any]) -> None:
    """A document on standard output."""
    print(json_shown(document))


def show_progress(text: str) -> None:
    """Say on the error stream how far something is, where somebody looks; one line, never wrapped."""
    if sys.stderr.isatty():
        narrow = shorten(text, max(NARROWEST, get_terminal_size().columns - 1), placeholder=" …")
        print(f"\r\033[K{narrow}", end="", file=sys.stderr, flush=True)


def clear_progress() -> None:
    """Clear the line of ``show_progress``."""
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
