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

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from freehand.terms.folding import folded, twinned, words_of
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

    __slots__ = ("_clauses", "_kinds", "_signs", "_tags")

    def __init__(self, exclusions: Iterable[Exclusion]) -> None:
        self._clauses = [_compiled(one) for one in dict.fromkeys(exclusions)]
        self._kinds = frozenset().union(*(one.kinds for one in self._clauses))
        self._tags = frozenset().union(*(one.tags for one in self._clauses))
        phrases = [phrase for one in self._clauses for phrase in one.phrases]
        self._signs = frozenset(max(phrase.split(), key=len) for phrase in phrases)

    def first(self, kind: str, tags: Sequence[str], text: str) -> Exclusion | None:
        """The first clause that an item meets, or None."""
        if (tags and self._tags) or kind in self._kinds:
            return self._told(kind, tags, text)
        return None if self._signs.isdisjoint(words_of(text)) else self._told(kind, tags, text)

    def any_word(self, texts: Sequence[str]) -> bool:
        """Whether a sign to look closer is in any of these texts (rule 4)."""
        return not self._signs.isdisjoint(words_of(" ; ".join(texts)))

    def any_mark(self, kind: str, tags: Sequence[str]) -> bool:
        """Whether kind or tags are a reason to look closer."""
        return kind in self._kinds or bool(tags and self._tags)

    def _told(self, kind: str, tags: Sequence[str], text: str) -> Exclusion | None:
        marks = {one for tag in tags for one in (folded(tag), twinned(folded(tag)))}
        line = folded(text)
        line = f" {line} | {twinned(line)} "
        for one in self._clauses:
            if kind in one.kinds or not one.tags.isdisjoint(marks) or any(phrase in line for phrase in one.phrases):
                return one.clause
        return None


def _compiled(one: Exclusion) -> _Compiled:
    words = (folded(word) for word in one.words)
    tags = frozenset(tag for tag in map(folded, one.tags) if tag)
    return _Compiled(one, frozenset(one.kinds), tags, tuple(f" {word} " for word in words if word))


_Json: TypeAlias = "bool | int | str | list[_Json] | dict[str, _Json] | None"


def text_of(body: object) -> str:
    """Every text of a JSON value, names of fields among them, for a matcher; documents within are opened.

    A text that is itself JSON (a planner's document) is taken as it stands unless it has escapes, behind which a word
    could hide: then what it says is added.

    >>> text_of({"document": '{"course": "\\\\u0073trike"}'}).split("\\n")[-1]
    'strike'
    """
    found: list[str] = []
    waiting = [body]
    while waiting:
        one = waiting.pop()
        if type(one) is str:
            found.append(one)
            if "\\" in one and one[:1] in "{[":
                waiting.append(_opened(one))
        elif type(one) is dict:
            found += one
            waiting += one.values()
        elif type(one) is list:
            waiting += one
    return "\n".join(found)


def _opened(text: str) -> object:
    import json  # only text with escapes needs it

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
