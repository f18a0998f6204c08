"""Verdicts remembered: after something new only what it touches is reckoned again, and what changed is told in words.

The question: which verdicts does a release, a recall or a withdrawal change, and why?

1. A cell is the verdict on one contingency at every rung, as facts, remembered under the key of its ground. Where the
   key is the same, the cell stands; where it is not, and only there, it is judged anew.
2. A cell that no ground has is dropped at once: nothing that was withdrawn stays in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple, Protocol, cast

from freehand.assessment import results
from freehand.assessment.assess import ALL_RUNGS, SEARCH_LIMIT, assess
from freehand.assessment.comparison.facts import facts_of
from freehand.assessment.tradeoff import standing
from freehand.assessment.verdict import Verdict
from freehand.errors import shown
from freehand.node.reckoning.documents import compact_json, unquoted
from freehand.node.reckoning.ground import Ground, grounds_of
from freehand.node.reckoning.pieces import Basis, LeftOut, Piece, hash_of
from freehand.plans.joint import Workspace
from freehand.terms.scope import RUNG_BY_WORD, Rung

MOST_WORK = 1_000_000
"""Points and edges looked at for one rung of one contingency: a few seconds; the examples need some thousands."""
MOST_TRIED = 6
UNDECIDED = Verdict.UNDECIDED.word
ORDER = (
    "assured",
    "assured, by a lesser course",
    "assured if told apart",
    "adaptable",
    "possible",
    "exposed",
    UNDECIDED,
    "impossible",
)
"""How verdicts stand to each other in words, best first."""


SHELF = "cell"
BELIEVED = "believed "
NOT_RELEASED = "not released"
NO_PLAN = "no plan of its own"


class Shelves(Protocol):
    """What is read of a cabinet's shelves."""

    def all(self, shelf: str, within: str = "") -> Iterator[tuple[str, Any]]:
        """Names and papers of a shelf."""


class OpenShelves(Shelves, Protocol):
    """Shelves that are being changed."""

    def put_many(self, shelf: str, entries: Iterable[tuple[str, Any]], within: str = "") -> None:
        """Put papers on a shelf."""

    def drop(self, shelf: str, name: str) -> None:
        """Take a paper away."""


class Rests(NamedTuple):
    """One thing that a verdict rests on. ``said`` is the hash of its text; ``kind`` may also be *rule*."""

    kind: str
    party: str
    object: str
    leaf: str
    said: str

    @property
    def what(self) -> tuple[str, str, str]:
        """What it is, whichever version."""
        return self.kind, self.party if self.kind not in ("contingency", "means") else "", self.object

    @property
    def name(self) -> str:
        """Its own name, without what it is about."""
        return shown(self.object if self.kind == "rule" else unquoted(self.object.split("/")[-1]))


class AtRung(NamedTuple):
    """A verdict at one rung: how it stands, why it is undecided, and every fact of it as JSON text."""

    standing: str
    why: str
    told: str

    @property
    def facts(self) -> dict[tuple[str, tuple[str, ...]], Any]:
        """Every fact, by its kind and of whom or what it is (``comparison.facts``)."""
        return {(what, tuple(of)): _plain(value) for what, of, value in json.loads(self.told or "[]")}

    def fact(self, what: str, *of: str) -> Any:
        """The value of a fact, None where it is none."""
        return self.facts.get((what, of))


class Cell(NamedTuple):
    """The remembered verdict on a contingency; ``name`` also says on which versions, where there are several."""

    key: str
    contingency: str
    name: str
    rests: tuple[Rests, ...]
    rungs: Mapping[Rung, AtRung]
    left_out: tuple[str, ...]
    silent: tuple[str, ...]
    blamed: str

    def as_value(self) -> dict[str, Any]:
        """The cell as plain JSON."""
        found = self._asdict()
        found["rests"] = [list(each) for each in self.rests]
        found["rungs"] = {rung.word: list(at) for rung, at in self.rungs.items()}
        return found | {"left_out": list(self.left_out), "silent": list(self.silent)}

    @classmethod
    def of_value(cls, value: Mapping[str, Any]) -> Cell:
        """The cell of plain JSON."""
        rungs = {RUNG_BY_WORD[word]: AtRung(*at) for word, at in value["rungs"].items()}
        rests = tuple(Rests(*each) for each in value["rests"])
        lists = {"left_out": tuple(value["left_out"]), "silent": tuple(value["silent"])}
        return cls(**{**value, "rungs": rungs, "rests": rests, **lists})


class Change(NamedTuple):
    """What changed in a contingency, at some rungs, and because of what."""

    name: str
    rungs: tuple[Rung, ...]
    before: str
    after: str
    because: tuple[str, ...]
    certain: bool
    """Whether each reason brings the change about by itself, or there is only one."""

    @property
    def fell(self) -> bool:
        """Whether it stands worse than before."""
        return _rank(self.after) > _rank(self.before)

    def __str__(self) -> str:
        why = f", because {_listed(self.because)}" if self.because else ""
        return f"{self.name}: {self.before} → {self.after} at {_listed([rung.word for rung in self.rungs])}{why}"


class Lost(NamedTuple):
    """Something that is gone, and every verdict that rested on it: contingency, at rungs, before, after."""

    what: str
    how: str
    leaf: str
    rested: tuple[tuple[str, tuple[Rung, ...], str, str], ...]

    @property
    def fallen(self) -> tuple[tuple[str, tuple[Rung, ...], str, str], ...]:
        """Those that fell."""
        return tuple(each for each in self.rested if _rank(each[3]) > _rank(each[2]))

    def __str__(self) -> str:
        each = [
            f"{name} at {_listed([rung.word for rung in rungs])} "
            + (f"fell from {before} to {after}" if _rank(after) > _rank(before) else
               f"stays {before}" if before == after else f"went from {before} to {after}")
            for name, rungs, before, after in self.rested
        ]  # fmt: skip
        return f"{self.what} {self.how}. Verdicts that rested on it: {'; '.join(each) or 'none'}."


class Refreshed(NamedTuple):
    """All verdicts as they now stand, which of them were judged anew, and what changed."""

    cells: tuple[Cell, ...]
    anew: tuple[str, ...]
    dropped: tuple[str, ...]
    changes: tuple[Change, ...]
    lost: tuple[Lost, ...]
    left_out: tuple[LeftOut, ...]

    def on(self, name: str) -> Cell:
        """The verdict on a contingency.

        Raises:
            KeyError: if there is none of this name.
        """
        for cell in self.cells:
            if cell.name == name:
                return cell
        raise KeyError(name)


# -- one contingency ---------------------------------------------------------------------------------------------------


def judge(
    ground: Ground,
    rungs: Iterable[Rung] = ALL_RUNGS,
    limit: int | None = SEARCH_LIMIT,
    work: int | None = MOST_WORK,
) -> Cell:
    """The verdict on one contingency, from what it rests on."""
    wanted = tuple(sorted(rungs))
    reading = ground.read()
    found: dict[Rung, AtRung] = {}
    blamed = ""
    if reading.workspace is None:
        found = {rung: AtRung(UNDECIDED, reading.blind[rung], "") for rung in wanted}
    else:
        try:
            at = assess(reading.workspace, wanted, [ground.contingency], limit, work=work)[ground.contingency].rungs
        except Exception as error:  # whatever a partner's plans do to the reckoning, the other contingencies go on
            blamed, words = most_asked(reading.workspace, ground.frame.party)
            why = f"the reckoning broke off ({type(error).__name__}){words}"
            found = {rung: AtRung(UNDECIDED, why, "") for rung in wanted}
        else:
            unreleased = _unreleased(ground)
            for rung, one in at.items():
                why = reading.blind.get(rung, "")
                if why:
                    found[rung] = AtRung(UNDECIDED, why, "")
                    continue
                why = unreleased if rung.joint else ""
                if why:
                    found[rung] = AtRung(NOT_RELEASED, why, "")
                    continue
                why = one.undecided or ""
                if why and why != results.UNTOLD:
                    blamed, words = most_asked(reading.workspace, ground.frame.party)
                    why += words
                told = compact_json([(fact.what, fact.of, value) for fact, value in facts_of(one).items()])
                found[rung] = AtRung(_stands(one, ground, reading.workspace), why, told)
    blamed = blamed or next((one.party for one in reading.left_out if reading.blind and one.party), "")
    left_out = tuple(str(one) for one in reading.left_out)
    return Cell(
        cell_key(ground, wanted, limit, work),
        ground.contingency,
        ground.name,
        rests_on(ground),
        found,
        left_out,
        ground.silent,
        blamed,
    )


def _unreleased(ground: Ground) -> str:
    """Why there is no joint verdict: only one party has planned or promised anything; empty where more have."""
    taking_part = {p.party for p in ground.pieces if p.kind in ("course", "interface", "promise")}
    others = [shown(party) for party in sorted(ground.frame.parties) if party not in taking_part]
    if len(taking_part) > 1 or not others:
        return ""
    return f"no plan of {_listed(others)} for it is known here"


def _stands(at: results.AtRung, ground: Ground, workspace: Workspace) -> str:
    """How a contingency stands at a rung. Below *scenarios* a reader who has no partner's plan only believes."""
    own = ground.frame.party
    if at.rung.joint or at.bound is not None or {c.party for c in workspace.courses} >= set(ground.frame.parties):
        return standing(at)
    believed = (at.believed or {}).get(own)
    return NO_PLAN if believed is None else f"{BELIEVED}{believed.verdict.word}"


def cell_key(ground: Ground, rungs: Sequence[Rung], limit: int | None, work: int | None) -> str:
    """What a cell is remembered under: its ground, and how far it was looked."""
    said = compact_json([ground.key, ground.name, [rung.word for rung in rungs], limit, work])
    return sha256(said.encode()).hexdigest()


def rests_on(ground: Ground) -> tuple[Rests, ...]:
    """Everything that the verdict on a ground rests on."""
    pieces = [Rests(p.kind, p.party, p.object, p.leaf, said) for p, said in ground.hashed]
    rules = [Rests("rule", "", name, "", hash_of(compact_json(rule))) for name, rule in sorted(ground.rules.items())]
    return (*pieces, *rules)


def most_asked(workspace: Workspace, own: str) -> tuple[str, str]:
    """The partner whose plans ask for most work, and words that say so; empty where no partner has any."""
    size: dict[str, tuple[int, int]] = {}
    for course in workspace.courses:
        courses, more = size.get(course.party, (0, 0))
        size[course.party] = (courses + 1, more + len(course.activities) + len(course.rules))
    for released in workspace.released:
        distances = sum(len(p.distances) for c in released.courses for p in c.projections)
        size[released.party] = (len(released.courses), distances + sum(len(c.holds) for c in released.courses))
    partners = {party: asked for party, asked in size.items() if party != own}
    if not partners:
        return "", ""
    party = max(sorted(partners), key=lambda each: partners[each][0] * 1000 + partners[each][1])
    courses, more = partners[party]
    return party, f"; most is asked by {shown(party)}: {courses:,} courses and ways, {more:,} bounds and holds"


# -- all of them -------------------------------------------------------------------------------------------------------


def refresh(
    basis: Basis,
    remembered: Mapping[str, Cell],
    *,
    before: Basis | None = None,
    gone: Mapping[str, str] | None = None,
    rungs: Iterable[Rung] = ALL_RUNGS,
    limit: int | None = SEARCH_LIMIT,
    work: int | None = MOST_WORK,
    progress: Callable[[str], None] | None = None,
) -> Refreshed:
    """All verdicts on a basis; those whose ground is as it was are taken from what is remembered.

    Args:
        basis: what is known now.
        remembered: cells by name.
        before: what was known when these were judged, if it is at hand: then reasons are tried, not only listed.
        gone: by the leaf of a record that is no longer there, how it went ("was recalled by A").
        rungs: at which rungs.
        limit: how many orders of clashes are tried, as in ``assess``.
        work: how many points and edges are looked at for one rung of one contingency.
        progress: told of each contingency before it is judged.
    """
    wanted = tuple(sorted(rungs))
    grounds, left_out = grounds_of(basis)
    old_grounds = {g.name: g for g in grounds_of(before)[0]} if before is not None else {}
    cells: list[Cell] = []
    anew: list[str] = []
    changes: list[Change] = []
    for ground in grounds:
        known = remembered.get(ground.name)
        if known is not None and known.key == cell_key(ground, wanted, limit, work):
            cells.append(known._replace(rests=rests_on(ground)))
            continue
        if progress is not None:
            progress(ground.name)
        cell = judge(ground, wanted, limit, work)
        cells.append(cell)
        anew.append(cell.name)
        old = known or _of_contingency(cell, remembered)
        if old is not None:
            old_ground = old_grounds.get(old.name)
            tried = Tried(old_ground, ground, limit, work) if old_ground is not None else None
            changes += changes_between(old, cell, gone or {}, tried)
    there = {cell.name for cell in cells}
    dropped = tuple(sorted(name for name in remembered if name not in there))
    lost = _lost(remembered, cells, gone or {})
    return Refreshed(tuple(cells), tuple(anew), dropped, tuple(changes), lost, tuple(left_out))


def _of_contingency(cell: Cell, remembered: Mapping[str, Cell]) -> Cell | None:
    """The remembered cell of the same contingency that rests on the same version, else on any."""
    alike = [old for old in remembered.values() if old.contingency == cell.contingency]
    versions = {each.leaf for each in cell.rests if each.kind in ("contingency", "means")}
    same = [old for old in alike if versions & {r.leaf for r in old.rests if r.kind in ("contingency", "means")}]
    return next(iter(same or alike), None)


# -- kept by the node --------------------------------------------------------------------------------------------------


def remembered_in(shelves: Shelves, compact: str) -> dict[str, Cell]:
    """The cells of a compact by name; what an older programme kept in another form is left out, and judged anew."""
    found = {}
    for _, value in shelves.all(SHELF, within=compact):
        try:
            cell = Cell.of_value(cast("Mapping[str, Any]", value))
        except (KeyError, TypeError, ValueError):
            continue
        found[cell.name] = cell
    return found


def remember(shelves: OpenShelves, compact: str, before: Mapping[str, Cell], refreshed: Refreshed) -> None:
    """Keep what was refreshed. Whatever rested on what is gone goes with it."""
    for name in refreshed.dropped:
        shelves.drop(SHELF, f"{compact} {name}")
    changed = [cell for cell in refreshed.cells if before.get(cell.name) != cell]
    shelves.put_many(SHELF, [(f"{compact} {cell.name}", cell.as_value()) for cell in changed], within=compact)


# -- what changed, and why ---------------------------------------------------------------------------------------------


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
        return Ground(old.frame, version, means, pieces, rules, 1)


def changes_between(old: Cell, new: Cell, gone: Mapping[str, str], tried: Tried | None = None) -> list[Change]:
    """What two cells of one contingency say differently, in words."""
    moved: dict[tuple[str, str], list[Rung]] = {}
    for rung, at in new.rungs.items():
        was = old.rungs.get(rung)
        if was is not None and was.standing != at.standing:
            moved.setdefault((was.standing, at.standing), []).append(rung)
    if not moved:
        return []
    reasons = differences(old.rests, new.rests, gone)
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


def differences(old: Sequence[Rests], new: Sequence[Rests], gone: Mapping[str, str]) -> dict[tuple[str, str, str], str]:
    """What differs in what two verdicts rest on, each in words."""
    before, after = {each.what: each for each in old}, {each.what: each for each in new}
    found: dict[tuple[str, str, str], str] = {}
    for what in dict.fromkeys((*before, *after)):
        was, is_ = before.get(what), after.get(what)
        if is_ is None and was is not None:
            found[what] = f"{_called(was)} {gone.get(was.leaf, 'is no longer there')}"
        elif was is None and is_ is not None:
            found[what] = _came(is_)
        elif was is not None and is_ is not None and was.said != is_.said:
            found[what] = _anew(is_)
    return found


def _lost(remembered: Mapping[str, Cell], cells: Sequence[Cell], gone: Mapping[str, str]) -> tuple[Lost, ...]:
    """What is gone from under verdicts, or was said to be, and how each of them stands now."""
    now = {cell.name: cell for cell in cells}
    still = {each.what for cell in cells for each in cell.rests}
    rested: dict[tuple[str, str, str], tuple[Rests, list[tuple[str, tuple[Rung, ...], str, str]]]] = {}
    for old in remembered.values():
        new = now.get(old.name) or next((c for c in cells if c.contingency == old.contingency), None)
        for each in old.rests:
            if each.what in still or each.kind == "rule":
                continue
            stood: dict[tuple[str, str], list[Rung]] = {}
            for rung, at in old.rungs.items():
                if leans(each, rung):
                    after = new.rungs[rung].standing if new is not None and rung in new.rungs else "no longer there"
                    stood.setdefault((at.standing, after), []).append(rung)
            listed = rested.setdefault(each.what, (each, []))[1]
            listed += [(old.name, tuple(rungs), before, after) for (before, after), rungs in stood.items()]
    return tuple(
        Lost(_called(each), gone.get(each.leaf, "is no longer there"), each.leaf, tuple(listed))
        for each, listed in rested.values()
    )


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


# -- small things ------------------------------------------------------------------------------------------------------


def _what(piece: Piece) -> tuple[str, str, str]:
    return Rests(piece.kind, piece.party, piece.object, "", "").what


def _rank(stands: str) -> int:
    word = stands.removeprefix(BELIEVED)
    return ORDER.index(word) if word in ORDER else len(ORDER)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _plain(value: Any) -> Any:
    return tuple(_plain(each) for each in value) if isinstance(value, list) else value
