"""Commands as they would be typed: quoted so that a shell reads them, and a person can as well.

What is invisible or directs a terminal is spelled out within ``$'…'``, which bash and zsh read.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from textwrap import wrap

_PLAIN = re.compile(r"[^\"$`\\!\n]*")


def typed(words: Iterable[object]) -> str:
    """Words as one line; what has an apostrophe in it stands in double quotes.

    >>> print(typed(["freehand", "draft", "label", "course 'by sea'", "--to", "the coast"]))
    freehand draft label "course 'by sea'" --to 'the coast'
    >>> print(typed(["freehand", "check", "\u202eours"]))
    freehand check $'\\u202eours'
    """
    return " ".join(_word(str(word)) for word in words)


def _word(word: str) -> str:
    if not word.isprintable():
        return f"$'{''.join(map(_spelled, word))}'"
    return f'"{word}"' if "'" in word and _PLAIN.fullmatch(word) else shlex.quote(word)


def _spelled(letter: str) -> str:
    code = ord(letter)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file's name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if letter.isprintable():
        return f"\\{letter}" if letter in "\\'" else letter
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


def over_lines(words: Iterable[object], columns: int, first: str = "", later: str = "  ") -> list[str]:
    """The same over several lines, where it is long, as a shell takes them.

    >>> print("\\n".join(over_lines(["freehand", "terms", "decline", "Not now."], 30, "A$ ", "   ")))
    A$ freehand terms decline \\
       'Not now.'
    """
    pieces = [_word(str(word)) for word in words]
    # what is within quotes is never broken: a blank there is another one while the lines are made
    text = " ".join(piece.replace(" ", "\0") for piece in pieces)
    lines = wrap(
        text,
        columns - 2,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
    )
    return [line.replace("\0", " ") + (" \\" if number < len(lines) else "") for number, line in enumerate(lines, 1)]
