"""Time points in words: "start of B's open shelters", "delivery of supplies", "attack", "the warning".

1. A name is one of those declared. Of two that both stand there, the longest is meant; an event that is named like
   another point ("end of alert") leaves two readings.
2. A name in quotes is taken whole: 'supplies to B' or "supplies to B".
3. In a course, and in a caveat for its receiver, the own party may be left out; in the terms, wherever one party alone
   has such an activity or need.
4. Of a party whose plans are not here, every name is taken as it stands.
"""

from collections.abc import Container, Iterator
from typing import NamedTuple

from freehand.errors import shown
from freehand.formats.letters import nearest
from freehand.plans.points import WARNING, Point, PointKind

CONNECTIVES = (" not before ", " not after ", " at least ", " at most ", " between ", " and ", " within ", " before ")
_QUOTES = {"'": "'", '"': '"', "‘": "’", "“": "”"}


class Scope(NamedTuple):
    """The names that may stand in a sentence. ``own`` is the party that may be left out (empty in the terms).

    ``elsewhere`` holds the own activities and needs of other courses, for better advice only. ``unseen`` are the
    parties of whose plans for this contingency nothing but an interface, or nothing at all, is here.
    """

    own: str
    contingency: str
    parties: tuple[str, ...]
    events: dict[str, str]
    activities: dict[str, dict[str, str]]
    needs: dict[str, dict[str, str]]
    elsewhere: dict[str, str]
    unseen: frozenset[str]


class Miss(NamedTuple):
    """How far a sentence could be read, and why no further. ``weight`` breaks ties: the more telling wins."""

    at: int
    weight: int
    what: str
    why: str
    next: str


class Found(NamedTuple):
    """A point, and where it ends in the sentence."""

    point: Point
    end: int


class Points:
    """Finds the points of one sentence. Every way to read it is tried; ``miss`` is the furthest that failed."""

    __slots__ = ("miss", "scope", "text")

    def __init__(self, text: str, scope: Scope) -> None:
        self.text, self.scope = text, scope
        self.miss: Miss | None = None

    def missed(self, at: int, what: str, why: str, next: str, weight: int = 0) -> None:
        """Remember where reading stopped, if it is the furthest so far."""
        if self.miss is None or (at, weight) > (self.miss.at, self.miss.weight):
            self.miss = Miss(at, weight, what, why, next)

    def at(self, start: int) -> list[Found]:
        """Every point that may stand at this place of the sentence."""
        found: list[Found] = []
        body = self._skip(start, "the ")
        for word in ("the warning", "warning"):
            if self._stands(start, word):
                found.append(Found(WARNING, start + len(word)))
        kinds: tuple[PointKind, ...] = ("start", "end")
        for kind in kinds:
            if self._stands(body, f"{kind} of"):
                found += self._owned(body + len(kind) + 4, kind, self.scope.activities)
        if self._stands(body, "delivery of"):
            found += self._delivery(body + 12)
        found += self._call(body)
        for end, name in self._names(start, self.scope.events):
            found.append(Found(Point("event", "", name), end))
        if not found:
            self._no_point(start)
        return found

    def _no_point(self, start: int) -> None:
        read = self._until(start)
        near = nearest(read, sorted(self.scope.events))
        self.missed(
            start,
            f"'{shown(read)}' is no point" if read else "a point is missing",
            "a point is: start of …, end of …, delivery of …, call for …, an event, or the warning.",
            f"Did you mean '{shown(near)}'?" if near else "Write one of these, with names as they are declared.",
        )

    def _stands(self, start: int, words: str) -> bool:
        end = start + len(words)
        return self.text[start:end].lower() == words and (end >= len(self.text) or self.text[end] == " ")

    def _skip(self, start: int, words: str) -> int:
        return start + len(words) if self.text[start : start + len(words)].lower() == words else start

    def _until(self, start: int) -> str:
        """What stands from here to the next word that ties points, or to the end."""
        ends = [self.text.find(word, start) for word in CONNECTIVES]
        return self.text[start : min([end for end in ends if end >= 0], default=len(self.text))]

    def _quoted(self, start: int) -> tuple[int, str] | None:
        """The end and the inside of a quotation that starts here."""
        close = _QUOTES.get(self.text[start : start + 1])
        end = self.text.find(close, start + 1) if close else -1
        return (end + 1, self.text[start + 1 : end]) if end > start + 1 else None

    def _names(self, start: int, known: Container[str]) -> Iterator[tuple[int, str]]:
        """The declared names that stand here, the longest first."""
        quoted = self._quoted(start)
        if quoted and quoted[1] in known:
            yield quoted
        end = len(self.text)
        while end > start:
            if self.text[start:end] in known:
                yield end, self.text[start:end]
            end = self.text.rfind(" ", start, end)

    def _unseen_names(self, start: int) -> Iterator[tuple[int, str]]:
        """Any name, up to each word that ties points, or to the end."""
        quoted = self._quoted(start)
        if quoted:
            yield quoted
            return
        ends = {self.text.find(word, start) for word in (*CONNECTIVES, " to ")} | {len(self.text)}
        for end in sorted(ends, reverse=True):
            if end > start:
                yield end, self.text[start:end]

    def _parties(self, start: int) -> Iterator[tuple[int, str]]:
        """The parties whose possessive stands here, and where what they own begins."""
        quoted = self._quoted(start)
        for party in self.scope.parties:
            ends = [start + len(party)] if self.text.startswith(party, start) else []
            ends += [quoted[0]] if quoted and quoted[1] == party else []
            for end in ends:
                for mark in ("'s ", "’s ", "' ", "’ "):
                    if self.text.startswith(mark, end) and (mark[1] == "s" or party.endswith("s")):
                        yield end + len(mark), party

    def _owned(self, start: int, kind: PointKind, table: dict[str, dict[str, str]]) -> list[Found]:
        """Points of activities or needs at this place, with or without their party."""
        found: list[Found] = []
        owners = list(self._parties(start))
        for inner, party in owners:
            names = (
                self._unseen_names(inner) if party in self.scope.unseen else self._names(inner, table.get(party, {}))
            )
            here = [Found(Point(kind, party, name), end) for end, name in names]
            if not here:
                self._no_owned(inner, kind, party, table)
            found += here
        bare = [self.scope.own] if self.scope.own else list(table)
        for party in bare:
            for end, name in self._names(start, table.get(party, {})):
                found.append(Found(Point(kind, party, name), end))
        if not found and not owners:
            self._no_owned(start, kind, self.scope.own, table)
        return found

    def _no_owned(self, at: int, kind: PointKind, party: str, table: dict[str, dict[str, str]]) -> None:
        sort = "activity" if kind in ("start", "end") else "need"
        read = self._until(at)
        known = list(dict.fromkeys(name for owner in ([party] if party else table) for name in table.get(owner, {})))
        near = nearest(read, known)
        elsewhere = self.scope.elsewhere.get(read) if party == self.scope.own else None
        whose = f" of {shown(party)}" if party else ""
        stranger, mark, _ = read.replace("’s ", "'s ").partition("'s ")
        if mark and stranger not in self.scope.parties and party == self.scope.own:
            self._no_party(at, stranger)
            return
        others = [other for other in table if other != party and read in table[other]]
        if elsewhere:
            why = f"it belongs to the course '{shown(elsewhere)}', and a course's own rules reach no other course."
        elif known:
            listed = ", ".join(shown(name) for name in known[:12])
            why = f"declared there: {listed}{', …' if len(known) > 12 else ''}."
        else:
            why = "none is declared there."
        self.missed(
            at,
            f"no {sort} '{shown(read)}'{whose} in {shown(self.scope.contingency)}",
            why,
            f'Did you mean "{shown(others[0])}\'s {shown(read)}"?'
            if others
            else f"Did you mean '{shown(near)}'?"
            if near
            else "Use a name as it is declared; put it in quotes if need be.",
            1,
        )

    def _no_party(self, at: int, name: str) -> None:
        near = nearest(name, list(self.scope.parties))
        self.missed(
            at,
            f"no party '{shown(name)}' is declared",
            f"known here: {', '.join(shown(party) for party in self.scope.parties)}.",
            f"Did you mean '{shown(near)}'?" if near else "Say whose it is, by a party's name.",
            1,
        )

    def _delivery(self, start: int) -> list[Found]:
        """``delivery of supplies``, ``delivery of supplies to B``."""
        found: list[Found] = []
        for party in self.scope.parties:
            unseen = party in self.scope.unseen
            names = self._unseen_names(start) if unseen else self._names(start, self.scope.needs.get(party, {}))
            implied = party == self.scope.own or not (self.scope.own or unseen)
            for end, name in names:
                beyond = end + 4 + len(party)
                if self.text.startswith(f" to {party}", end) and self.text[beyond : beyond + 1] in ("", " "):
                    found.append(Found(Point("delivery", party, name), beyond))
                if implied:
                    found.append(Found(Point("delivery", party, name), end))
        if not found:
            self._no_owned(start, "delivery", self.scope.own, self.scope.needs)
        return found

    def _call(self, start: int) -> list[Found]:
        """``call for supplies``, ``B's call for supplies``."""
        found: list[Found] = []
        for inner, party in self._parties(start):
            if self._stands(inner, "call for"):
                table = self.scope.needs.get(party, {})
                at = inner + 9
                names = self._unseen_names(at) if party in self.scope.unseen else self._names(at, table)
                here = [Found(Point("call", party, name), end) for end, name in names]
                if not here:
                    self._no_owned(at, "call", party, self.scope.needs)
                found += here
        if self._stands(start, "call for"):
            at = start + 9
            bare = [self.scope.own] if self.scope.own else list(self.scope.needs)
            here = [
                Found(Point("call", party, name), end)
                for party in bare
                for end, name in self._names(at, self.scope.needs.get(party, {}))
            ]
            if not here:
                self._no_owned(at, "call", self.scope.own, self.scope.needs)
            found += here
        return found
