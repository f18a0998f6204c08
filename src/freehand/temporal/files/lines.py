"""On which line of a JSON text does a value stand? Looked up only once something is wrong.

1. The text is known to be JSON, so that a value is passed over by reading it.
2. Of a key that stands twice the last is meant, which is the one that readers keep.
"""

from __future__ import annotations

from contextlib import suppress
from json.decoder import JSONDecoder

_DECODER = JSONDecoder(parse_int=str, parse_float=str)
_BLANKS = " \t\n\r"


class Lines:
    """The lines of one text.

    >>> Lines('{"a": 1,\\n "b": [2,\\n 3]}').of("b", 1)
    3
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._inside: dict[tuple[str | int, ...], dict[str | int, int]] = {}
        self._counted = (0, 1)

    def of(self, *path: str | int) -> int:
        """The line, from 1, of what a path of keys and places leads to, or of as much of it as there is."""
        at = self._after(0)
        for depth in range(len(path)):
            inside = self._of_inside(path[:depth], at)
            if path[depth] not in inside:
                break
            at = inside[path[depth]]
        return self._line(at)

    def _line(self, at: int) -> int:
        start, line = self._counted
        if at < start:
            start, line = 0, 1
        self._counted = (at, line + self._text.count("\n", start, at))
        return self._counted[1]

    def _after(self, at: int) -> int:
        while at < len(self._text) and self._text[at] in _BLANKS:
            at += 1
        return at

    def _of_inside(self, path: tuple[str | int, ...], at: int) -> dict[str | int, int]:
        """Where each value of a list or object begins; kept, since many faults may lie in one."""
        if path in self._inside:
            return self._inside[path]
        found: dict[str | int, int] = {}
        opened = self._text[at]
        if opened not in "[{":
            return found
        # What nests so deep that it could only just be read may be too deep to be passed over from here.
        with suppress(RecursionError):
            self._pass_over(opened == "{", self._after(at + 1), found)
        self._inside[path] = found
        return found

    def _pass_over(self, keyed: bool, at: int, found: dict[str | int, int]) -> None:
        place = 0
        while self._text[at] not in "]}":
            key: str | int = place
            if keyed:
                key, at = _DECODER.raw_decode(self._text, at)
                at = self._after(self._after(at) + 1)
            found[key] = at
            place += 1
            _, at = _DECODER.raw_decode(self._text, at)
            at = self._after(at)
            if self._text[at] == ",":
                at = self._after(at + 1)
