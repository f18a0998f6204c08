"""Clarifications and comments: each tied to what it is about, and put together as threads.

1. An entry is about an item, a version of the terms or one clause of it, or another entry. It may bear a *number*: the
   figure in the reckoning that it asks about, as the ask named it.
2. A thread begins with an entry that is about no other entry that is there. What follows is told after what it is
   about; entries about the same one stand by party, then by number. No clock orders anything.
3. A question is answered once an answer is about it, by whom it was put to; where it was put to nobody in particular,
   by anybody but who asked. What others answer stands in the thread, and settles nothing. Nobody has to answer.

Cost: linear in the entries, but for sorting those that are about the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

Kind = Literal["ask", "answer", "say"]
State = Literal["open", "answered", "comment"]


class About(NamedTuple):
    """What an entry is about: the leaf hash of a record, and a clause of it if one is named."""

    leaf: str
    clause: str = ""

    @property
    def text(self) -> str:
        """The same as it stands in a record."""
        return f"{self.leaf} {self.clause}" if self.clause else self.leaf


class Entry(NamedTuple):
    """One thing said in a discussion."""

    id: str
    """The leaf hash of its record."""
    party: str
    number: int
    """Its place in its author's log."""
    kind: Kind
    about: About
    words: str
    to: str = ""
    """Who is asked; empty: whoever can answer."""
    figure: Mapping[str, str] = {}
    """The number that it asks about: whose it is, what it is, what it would have to be."""


class Thread(NamedTuple):
    """An entry, and whatever was said about it."""

    first: Entry
    rest: tuple[tuple[int, Entry], ...]
    """How far each is from the first, and itself, in the order of reading."""
    state: State

    @property
    def about(self) -> About:
        """What the thread is about."""
        return self.first.about


def read_about(text: str) -> About:
    """What an entry is about, from its text in a record: a leaf hash, or one with the name of a clause after a blank.

    >>> read_about("ab12 exclusion strikes")
    About(leaf='ab12', clause='exclusion strikes')
    """
    leaf, _, clause = text.partition(" ")
    return About(leaf, clause)


def threads(entries: Iterable[Entry]) -> tuple[Thread, ...]:
    """The threads that entries make, by party and number of the first ones.

    >>> asked = Entry("q", "B", 3, "ask", About("item"), "by when?")
    >>> told = threads([Entry("a", "A", 9, "answer", About("q"), "by noon"), asked])
    >>> [(thread.state, thread.first.words, thread.rest[0][1].words) for thread in told]
    [('answered', 'by when?', 'by noon')]
    """
    known = {entry.id: entry for entry in entries}
    replies: dict[str, list[Entry]] = {}
    for entry in sorted(known.values(), key=_place):
        replies.setdefault(entry.about.leaf, []).append(entry)
    firsts = [entry for entry in known.values() if entry.about.leaf not in known]
    return tuple(_thread(entry, replies) for entry in sorted(firsts, key=_place))


def _thread(first: Entry, replies: Mapping[str, list[Entry]]) -> Thread:
    rest: list[tuple[int, Entry]] = []
    waiting = [(1, entry) for entry in reversed(replies.get(first.id, []))]
    while waiting:
        depth, entry = waiting.pop()
        rest.append((depth, entry))
        waiting += [(depth + 1, each) for each in reversed(replies.get(entry.id, []))]
    return Thread(first, tuple(rest), _state(first, replies))


def _state(first: Entry, replies: Mapping[str, list[Entry]]) -> State:
    if first.kind != "ask":
        return "comment"
    answers = (each.party for each in replies.get(first.id, []) if each.kind == "answer")
    asked = any(party == first.to if first.to else party != first.party for party in answers)
    return "answered" if asked else "open"


def _place(entry: Entry) -> tuple[str, int, str]:
    return entry.party, entry.number, entry.id
