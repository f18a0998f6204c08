"""What changed from one cell to another, because of what, and what became of verdicts whose support is gone.

1. What changed is what two cells of one contingency say differently; because of what, is what differs in what they rest
   on. Where several things differ and the old ground is at hand, each is tried by itself: one that brings the new
   verdict about alone is the reason; where none does, all are. Where a draft stands in for what was shared and is gone,
   both are said.
2. Of whatever is gone (recalled, withdrawn, erased) every verdict that rested on it is listed, fallen or not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from freehand.errors import shown
from freehand.node.reckoning.cells import Cell, Rests, enumerated, rank
from freehand.node.reckoning.ground import Ground
from freehand.node.reckoning.judgement import judge
from freehand.node.reckoning.pieces import Piece
from freehand.terms.scope import Rung

MOST_TRIED = 6

What: TypeAlias = tuple[str, str, str]
"""What something is, whichever version (``Rests.what``)."""
STANDS_IN = "and this party's own draft, which no partner reckons with, stands in for it"

NOT_JUDGED = "no longer there"
"""What became of a verdict whose contingency is gone."""


class Change(NamedTuple):
    """What changed in a contingency, at some rungs, and because of what."""

    name: str
    rungs: tuple[Rung, ...]
    before: str
    after: str
    because: tuple[str, ...]
    certain: bool
    """Whether each reason brings the change about by itself, or there is only one."""

    def __str__(self) -> str:
        why = f", because {enumerated(self.because)}" if self.because else ""
        return f"{self.name}: {self.before} → {self.after} at {enumerated([rung.word for rung in self.rungs])}{why}"


class Lost(NamedTuple):
    """Something that is gone, and every verdict that rested on it: contingency, at rungs, before, after."""

    what: str
    how: str
    leaf: str
    rested: tuple[tuple[str, tuple[Rung, ...], str, str], ...]

    def __str__(self) -> str:
        each = [
            f"{name} at {enumerated([rung.word for rung in rungs])} {_became(before, after)}"
            for name, rungs, before, after in self.rested
        ]
        return f"{self.what} {self.how}. Verdicts that rested on it: {'; '.join(each) or 'none'}."


class Tried:
    """Tries which of several differences brings a change about by itself."""

    def __init__(self, old: Ground, new: Ground, limit: int | None, work: int | None) -> None:
        self.old, self.new, self.limit, self.work = old, new, limit, work
        self._known: dict[tuple[str, str, str], Cell] = {}

    def alone(self, what: tuple[str, str, str], rungs: Iterable[Rung]) -> Cell:
        """The verdict on the old ground with one difference alone."""
        if what not in self._known:
            self._known[what] = judge(self._with(what), rungs, self.limit, self.work)
        return self._known[what]

    def _with(self, what: tuple[str, str, str]) -> Ground:
        old, new = self.old, self.new
        version = new.version if what[0] == "contingency" else old.version
        means = new.means if what[0] == "means" else old.means
        rules = dict(old.rules)
        if what[0] == "rule":
            rules.pop(what[2], None)
            rules |= {name: rule for name, rule in new.rules.items() if name == what[2]}
        pieces = [p for p in old.pieces if _what(p) != what] + [p for p in new.pieces if _what(p) == what]
        alike = new.alike if version is new.version else old.alike
        return Ground(old.frame, version, means, pieces, rules, 1, alike, {**old.was, **new.was}, new.terms)


def changes_between(
    old: Cell, new: Cell, gone: Mapping[str, str], tried: Tried | None = None, own: Collection[What] = ()
) -> list[Change]:
    """What two cells of one contingency say differently, in words."""
    moved: dict[tuple[str, str], list[Rung]] = {}
    for rung, at in new.rungs.items():
        was = old.rungs.get(rung)
        if was is not None and was.standing != at.standing:
            moved.setdefault((was.standing, at.standing), []).append(rung)
    if not moved:
        return []
    reasons = differences(old.rests, new.rests, gone, own)
    found = []
    for (before, after), rungs in moved.items():
        because, certain = list(reasons.values()), len(reasons) == 1
        if tried is not None and 1 < len(reasons) <= MOST_TRIED:
            alone = [
                words
                for what, words in reasons.items()
                if all(tried.alone(what, new.rungs).rungs[rung].standing == after for rung in rungs)
            ]
            because, certain = (alone, True) if alone else (because, False)
        found.append(Change(new.name, tuple(rungs), before, after, tuple(because), certain))
    return found


def differences(
    old: Sequence[Rests], new: Sequence[Rests], gone: Mapping[str, str], own: Collection[What] = ()
) -> dict[What, str]:
    """What differs in what two verdicts rest on, each in words."""
    before, after = {each.what: each for each in old}, {each.what: each for each in new}
    found: dict[What, str] = {}
    for what in dict.fromkeys((*before, *after)):
        was, is_ = before.get(what), after.get(what)
        if is_ is None and was is not None:
            found[what] = f"{_called(was)} {gone.get(was.leaf, 'is no longer there')}"
        elif was is None and is_ is not None:
            found[what] = _came(is_)
        elif was is not None and is_ is not None and _stands_in(was, is_, gone, own):
            found[what] = f"{_called(was)} {gone[was.leaf]}, {STANDS_IN}"
        elif was is not None and is_ is not None and was.said != is_.said:
            found[what] = _anew(is_)
    return found


def lost_between(
    remembered: Mapping[str, Cell], cells: Sequence[Cell], gone: Mapping[str, str], own: Collection[What] = ()
) -> tuple[Lost, ...]:
    """What is gone from under verdicts, or was said to be, and how each of them stands now."""
    now = {cell.name: cell for cell in cells}
    still = {each.what: each for cell in cells for each in cell.rests}
    rested: dict[What, tuple[Rests, list[tuple[str, tuple[Rung, ...], str, str]]]] = {}
    for old in remembered.values():
        new = now.get(old.name) or next((c for c in cells if c.contingency == old.contingency), None)
        for each in old.rests:
            here = still.get(each.what)
            if each.kind == "rule" or (here is not None and not _stands_in(each, here, gone, own)):
                continue
            if new is None and each.kind != "contingency" and each.leaf not in gone:
                continue  # it may be there as it was; what is gone is what it answers
            stood: dict[tuple[str, str], list[Rung]] = {}
            for rung, at in old.rungs.items():
                if leans(each, rung):
                    after = new.rungs[rung].standing if new is not None and rung in new.rungs else NOT_JUDGED
                    stood.setdefault((at.standing, after), []).append(rung)
            listed = rested.setdefault(each.what, (each, []))[1]
            listed += [(old.name, tuple(rungs), before, after) for (before, after), rungs in stood.items()]
    return tuple(
        Lost(
            _called(each),
            gone.get(each.leaf, "is no longer there") + (f", {STANDS_IN}" if each.what in still else ""),
            each.leaf,
            tuple(listed),
        )
        for each, listed in rested.values()
    )


def _stands_in(was: Rests, now: Rests, gone: Mapping[str, str], own: Collection[What]) -> bool:
    """Whether something of the reader's own, that no partner has, is where a shared object was."""
    shared = was.kind in ("contingency", "means")
    return shared and was.leaf in gone and was.leaf != now.leaf and (not now.leaf or now.what in own)


def _became(before: str, after: str) -> str:
    if after == NOT_JUDGED:
        return f"was {before}, and is not judged any more"
    if rank(after) > rank(before):
        return f"fell from {before} to {after}"
    return f"stays {before}" if before == after else f"went from {before} to {after}"


def leans(each: Rests, rung: Rung) -> bool:
    """Whether a verdict at a rung can rest on something of this kind.

    >>> leans(Rests("promise", "A", "airlift", "", ""), Rung.SCENARIOS)
    False
    """
    least = {"report": Rung.INTELLIGENCE, "interface": Rung.SCENARIOS, "promise": Rung.SUPPORT, "rule": Rung.OPERATIONS}
    return rung >= least.get(each.kind, Rung.ALONE)


def _called(each: Rests) -> str:
    match each.kind:
        case "contingency":
            return f"the contingency '{each.name}'"
        case "means":
            return "the list of shared means"
        case "own-means":
            return f"{shown(each.party)}'s list of its own means"
        case "rule":
            return f"the rule '{each.name}' of the terms"
        case "promise":
            return f"the promise '{each.name}'"
        case "interface":
            return f"{shown(each.party)}'s interface of '{each.name}'"
    return f"{shown(each.party)}'s {each.kind} '{each.name}'"


def _came(each: Rests) -> str:
    match each.kind:
        case "rule":
            return f"{_called(each)} now binds"
        case "promise":
            return f"{shown(each.party)} promised '{each.name}'"
        case "report":
            return f"{shown(each.party)} reported '{each.name}'"
        case "course" | "interface" if each.leaf:
            return f"{shown(each.party)} released '{each.name}'"
    return f"{_called(each)} is new"


def _anew(each: Rests) -> str:
    match each.kind:
        case "contingency" | "means":
            return f"{shown(each.party)} changed {_called(each)}"
        case "course" | "interface" if each.leaf:
            return f"{shown(each.party)} released '{each.name}' anew"
    return f"{_called(each)} changed"


def _what(piece: Piece) -> tuple[str, str, str]:
    return Rests(piece.kind, piece.party, piece.object, "", "").what
