"""Exclusions, compiled: which clause, if any, does an item meet?

The question: 50 clauses with some hundred kinds, tags and words, and 100,000 items; each item is looked at on the way
out, on the way in, and again whenever something is shown. The rule:

1. An item meets a clause if it is of one of its kinds (exactly), has one of its tags, or one of its words is in it.
   Tags and words are compared folded (``folding``); of several words together, each follows the other, whatever stands
   between that is no word.
2. The clause that is told is the first, in the order in which they were given.
3. All words of all clauses go into one set. Of several words together the longest goes in, as a sign to look closer.
   The words of an item are looked for in the set in one step; only where one is found are the clauses gone through.
4. Many items at once: their texts are put together, and looked at singly only if a word of any is in the set.

Cost: splitting the text, and one look-up for each word. Limits: those of ``folding``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from freehand.terms.folding import ascii_words, folded, readings, twinned, words_of
from freehand.terms.proposal import Exclusion

TOGETHER: Final = 64
"""Texts that are looked at in one step."""


class _Compiled(NamedTuple):
    clause: Exclusion
    kinds: frozenset[str]
    tags: frozenset[str]
    phrases: tuple[str, ...]  # each with a blank before and after


class Matcher:
    """Clauses, compiled once.

    >>> matcher = Matcher([Exclusion("strikes", tags=("strike",), words=("air strike",))])
    >>> matcher.first("course", (), "an Air-Strike at dawn").name, matcher.first("course", (), "an airlift")
    ('strikes', None)
    """

    __slots__ = ("_clauses", "_kinds", "_signs", "_signs_as_bytes", "_tags")

    def __init__(self, exclusions: Iterable[Exclusion]) -> None:
        self._clauses = [_compiled(one) for one in dict.fromkeys(exclusions)]
        self._kinds = frozenset().union(*(one.kinds for one in self._clauses))
        self._tags = frozenset().union(*(one.tags for one in self._clauses))
        phrases = [phrase for one in self._clauses for phrase in one.phrases]
        self._signs = frozenset(max(phrase.split(), key=len) for phrase in phrases)
        self._signs_as_bytes = frozenset(sign.encode() for sign in self._signs)

    def first(self, kind: str, tags: Sequence[str], text: str) -> Exclusion | None:
        """The first clause that an item meets, or None."""
        if self.marked(kind, tags) or not self._signs.isdisjoint(words_of(text)):
            return self._told(kind, tags, text)
        return None

    def worded(self, texts: Sequence[str]) -> bool:
        """Whether any of these texts has a word that is a reason to look closer (rule 4)."""
        text = "\n".join(texts)
        if text.isascii():
            return not self._signs_as_bytes.isdisjoint(ascii_words(text))
        return not self._signs.isdisjoint(words_of(text))

    def marked(self, kind: str, tags: Sequence[str]) -> bool:
        """Whether its kind or a tag makes an item meet a clause."""
        if kind in self._kinds:
            return True
        return bool(tags) and any(not self._tags.isdisjoint(_marks(tag)) for tag in tags)

    def _told(self, kind: str, tags: Sequence[str], text: str) -> Exclusion | None:
        marks = {mark for tag in tags for mark in _marks(tag)}
        line = f" {' | '.join(readings(text))} "
        for one in self._clauses:
            if kind in one.kinds or not one.tags.isdisjoint(marks) or any(phrase in line for phrase in one.phrases):
                return one.clause
        return None


@lru_cache(maxsize=4096)
def _marks(tag: str) -> tuple[str, ...]:
    """A tag, or an excluded word, as it is compared: folded, and by its twin."""
    mark = folded(tag)
    return (mark,) if mark.isascii() else (mark, twinned(mark))


def _compiled(one: Exclusion) -> _Compiled:
    words = dict.fromkeys(mark for word in one.words for mark in _marks(word) if mark)
    tags = frozenset(mark for tag in one.tags for mark in _marks(tag) if mark)
    return _Compiled(one, frozenset(one.kinds), tags, tuple(f" {word} " for word in words))


def text_of(body: object) -> str:
    """Every text of a JSON value, names of fields among them, for a matcher.

    A planner's document within is JSON text and is taken as it stands; where it has escapes, behind which a word could
    hide, what they stand for is added.

    >>> text_of({"document": '{"course": "\\\\u0073trike"}'}).split("\\n")[-1]
    '{"course": "strike"}'
    """
    found: list[str] = []
    waiting = [body]
    while waiting:
        one = waiting.pop()
        if type(one) is str:
            found.append(one)
            if "\\" in one:
                found.append(_unescaped(one))
        elif type(one) is dict:
            waiting += one.values()
            waiting += one
        elif type(one) is list:
            waiting += one
    return "\n".join(found)


_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_SHORT: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def _unescaped(text: str) -> str:
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _SHORT.get(found[2], found[2]), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of one letter come together
