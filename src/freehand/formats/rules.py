"""Rule sentences: two points and what ties them.

==========================================  =================================================
P not before Q, P not after Q               an order; it is no number
P at least 2 h after Q (or before Q)        a separation
P at most 3 h after Q (or before Q)         a deadline, a limit
P between 2 and 12 h after Q (or before Q)  both
P and Q within 2 h of each other            a synchronisation: each at most so much after the other
==========================================  =================================================

Several sentences may be joined by ``;``. All readings are tried: where names leave two, the one with the longest
names is meant; where that leaves two, the sentence is refused and asks for quotes.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeVar

from freehand.errors import Fault, Place, shown
from freehand.formats.points import Found, Miss, Points, Scope
from freehand.plans.points import Point, Rule
from freehand.quantities import QuantityFault, read_duration, read_span

T = TypeVar("T")

LONGEST_SENTENCE = 1000
SPECIMEN = '"start of alert not before attack" or "end of alert at most 6 h after the warning"'


class SentenceFault(ValueError):
    """A sentence that could not be read; the reader of the file adds the place."""

    def __init__(self, what: str, why: str, next: str) -> None:
        super().__init__(what, why, next)
        self.what, self.why, self.next = what, why, next

    def at(self, place: Place) -> Fault:
        """The fault at a place."""
        return Fault(self.what, place, self.why, self.next)


class _Tie(NamedTuple):
    """A reading of one sentence, as the bounds on ``later - earlier``; ``ends`` says where its points end."""

    later: Point
    earlier: Point
    at_least: int | None
    at_most: int | None
    kind: Literal["order", "number", "both ways"]
    ends: tuple[int, int]


def read_rules(text: str, why: str, place: Place, scope: Scope) -> tuple[Rule, ...]:
    """The rules that a text says; ``why`` is their reason. A reason left out is the sentence itself.

    Raises ``SentenceFault`` where a sentence cannot be read, or can be read in two ways.

    >>> scope = Scope("B", "drill", ("A", "B"), {"attack": ""}, {"B": {"alert": ""}}, {}, {}, frozenset())
    >>> place = Place("b.yaml", 3, "rules")
    >>> rule, = read_rules("attack at least 2 h after end of alert", "", place, scope)
    >>> print(rule.later, "|", rule.earlier, "|", rule.at_least)
    attack | end of B's alert | 7200
    """
    if len(text) > LONGEST_SENTENCE:
        raise SentenceFault(
            f"'{shown(text)}' is too long",
            f"a rule has at most {LONGEST_SENTENCE} letters.",
            "Write several rules, one on each line.",
        )
    rules: list[Rule] = []
    for sentence in _split(text):
        tie = _read(sentence, scope)
        ways = [(tie.later, tie.earlier)]
        if tie.kind == "both ways":
            ways.append((tie.earlier, tie.later))
        for later, earlier in ways:
            order = tie.kind == "order"
            rules.append(Rule(sentence, why or sentence, later, earlier, tie.at_least, tie.at_most, order, place))
    return tuple(rules)


def read_point(text: str, scope: Scope) -> Point:
    """The one point that a text names.

    Raises ``SentenceFault`` where it names none, or may name two.

    >>> scope = Scope("B", "drill", ("A", "B"), {"attack": ""}, {"B": {"alert": ""}}, {}, {}, frozenset())
    >>> print(read_point("end of alert", scope))
    end of B's alert
    """
    points = Points(text, scope)
    readings: list[Found] = []
    for found in points.at(0):
        if found.end == len(text):
            readings.append(found)
        else:
            points.missed(
                found.end,
                f"after '{shown(text[: found.end])}' stands '{shown(text[found.end :].strip())}'",
                "one point is expected here, and nothing more.",
                "Take the rest out, or put the whole name in quotes.",
            )
    best: dict[tuple[str, ...], Point] = {}
    for found in readings:
        _keep_longest(best, (found.point,), found.point, lambda kept: (kept,))
    if len(best) == 1:
        return best.popitem()[1]
    raise _two_readings(text, [str(point) for point in best.values()]) if best else _refusal(points.miss, text)


def _split(text: str) -> list[str]:
    """The sentences between semicolons that stand outside quotes."""
    if ";" not in text:
        return [text]
    sentences, start, at, close = [], 0, 0, ""
    while at < len(text):
        letter = text[at]
        if close:
            close = "" if letter == close else close
        elif letter in "'\"‘“" and (at == 0 or text[at - 1] in " ;"):
            close = {"'": "'", '"': '"', "‘": "’", "“": "”"}[letter]
        elif letter == ";":
            sentences.append(text[start:at].strip())
            start = at + 1
        at += 1
    sentences.append(text[start:].strip())
    if not all(sentences):
        raise SentenceFault(
            "a semicolon joins nothing", "it stands between two sentences.", "Take it out, or finish the sentence."
        )
    return sentences


def _read(sentence: str, scope: Scope) -> _Tie:
    points = Points(sentence, scope)
    readings = [tie for first in points.at(0) for tie in _ties(points, first)]
    longest = max((tie.ends for tie in readings), default=(0, 0))
    best: dict[tuple[str, ...], _Tie] = {}
    for tie in readings:
        if tie.ends == longest:
            _keep_longest(best, (tie.later, tie.earlier), tie, lambda kept: (kept.later, kept.earlier))
    if len(best) == 1:
        (only,) = best.values()
        _refuse_same(only, sentence)
        return only
    if best:
        raise _two_readings(sentence, [f"{tie.later} and {tie.earlier}" for tie in best.values()])
    raise _refusal(points.miss, sentence)


def _keep_longest(
    best: dict[tuple[str, ...], T], points: tuple[Point, ...], reading: T, points_of: Callable[[T], tuple[Point, ...]]
) -> None:
    """Among readings that differ only in how long a name is, keep the one with the longest names.

    Readings that differ in the kind or the party of a point stay apart: they mean different things.
    """
    sort = tuple(word for point in points for word in (point.kind, point.party))
    kept = best.get(sort)
    if kept is None or _lengths(points) > _lengths(points_of(kept)):
        best[sort] = reading


def _lengths(points: tuple[Point, ...]) -> tuple[int, ...]:
    return tuple(len(point.name) for point in points)


def _ties(points: Points, first: Found) -> list[_Tie]:
    """Every reading that goes on from a first point."""
    text, at = points.text, first.end
    rest = text[at:].lower()
    if rest.startswith(" not before "):
        return [
            _Tie(first.point, last.point, 0, None, "order", (first.end, len(points.text)))
            for last in _last(points, at + 12)
        ]
    if rest.startswith(" not after "):
        return [
            _Tie(last.point, first.point, 0, None, "order", (first.end, len(points.text)))
            for last in _last(points, at + 11)
        ]
    for words in (" at least ", " at most ", " between "):
        if rest.startswith(words):
            return _measured(points, first, words)
    if rest.startswith(" and "):
        return _together(points, first)
    points.missed(
        at,
        f"after '{shown(text[:at])}' stands '{shown(rest.strip())}'" if rest else f"'{shown(text)}' is no whole rule",
        "two points are tied by: not before, not after, at least … after, at most … after, between … and … after, "
        "or and … within … of each other.",
        f"Write, say, {SPECIMEN}.",
    )
    return []


def _last(points: Points, start: int) -> list[Found]:
    """Points at this place that end the sentence."""
    ending = []
    for found in points.at(start):
        if found.end == len(points.text):
            ending.append(found)
        else:
            points.missed(
                found.end,
                f"after '{shown(points.text[: found.end])}' stands '{shown(points.text[found.end :].strip())}'",
                "the sentence is whole before that.",
                "Take the rest out, join a second sentence by ';', or put the whole name in quotes.",
            )
    return ending


def _measured(points: Points, first: Found, words: str) -> list[_Tie]:
    """``at least``, ``at most`` or ``between``, a time, ``after`` or ``before``, and the other point."""
    start = first.end + len(words)
    lower = points.text.lower()
    sides = [(lower.find(f" {side} ", start), side) for side in ("after", "before")]
    there = [(at, side) for at, side in sides if at >= 0]
    if not there:
        points.missed(
            start,
            f"'{shown(points.text[start:])}' does not say after what",
            "a time is counted from a point.",
            "Write the time with its unit, then after or before, then the point.",
        )
        return []
    at, side = min(there)
    try:
        low, high = _bounds(words.strip(), points.text[start:at])
    except QuantityFault as fault:
        points.missed(start, fault.what, fault.why, fault.next, 2)
        return []
    ties: list[_Tie] = []
    for last in _last(points, at + len(side) + 2):
        later, earlier = (first.point, last.point) if side == "after" else (last.point, first.point)
        ties.append(_Tie(later, earlier, low, high, "number", (first.end, len(points.text))))
    return ties


def _bounds(words: str, time: str) -> tuple[int | None, int | None]:
    if words == "between":
        return read_span(time.replace(" and ", " to ", 1))
    seconds = read_duration(time)
    return (seconds, None) if words == "at least" else (None, seconds)


def _together(points: Points, first: Found) -> list[_Tie]:
    """``and``, the other point, ``within`` a time ``of each other``."""
    ties: list[_Tie] = []
    for last in points.at(first.end + 5):
        rest = points.text[last.end :].lower()
        if not (rest.startswith(" within ") and rest.endswith(" of each other")):
            points.missed(
                last.end,
                f"after '{shown(points.text[: last.end])}' stands '{shown(rest.strip())}'"
                if rest.strip()
                else f"'{shown(points.text)}' is no whole rule",
                "two points joined by 'and' are near each other.",
                "Go on with, say, within 2 h of each other.",
            )
            continue
        try:
            seconds = read_duration(points.text[last.end + 8 : len(points.text) - 14])
        except QuantityFault as fault:
            points.missed(last.end + 8, fault.what, fault.why, fault.next, 2)
            continue
        ties.append(_Tie(first.point, last.point, None, seconds, "both ways", (first.end, len(points.text))))
    return ties


def _refuse_same(tie: _Tie, sentence: str) -> None:
    if tie.later == tie.earlier:
        raise SentenceFault(
            f"'{shown(sentence)}' ties a point to itself",
            "a rule is about two points.",
            "Name the other point, or take the rule out.",
        )


def _two_readings(sentence: str, readings: list[str]) -> SentenceFault:
    one, other = sorted(readings)[:2]
    return SentenceFault(
        f"'{shown(sentence)}' can be read in two ways",
        f"it may mean {shown(one)}, or {shown(other)}.",
        "Say whose it is (A's …), or put the name in quotes.",
    )


def _refusal(miss: Miss | None, sentence: str) -> SentenceFault:
    if miss is None:
        return SentenceFault(
            f"'{shown(sentence)}' is no rule", "nothing in it could be read.", f"Write, say, {SPECIMEN}."
        )
    return SentenceFault(miss.what, miss.why, miss.next)
