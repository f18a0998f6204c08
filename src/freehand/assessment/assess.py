"""The reckoning of a whole workspace: every contingency alone, at every rung, best choice first.

The order of ranks is that of the design: what enters at a rung (``compile``), which choices there are (``choices``),
how each stands (``verdict``), which is best (here), and of the best one what it costs (``freedom``, ``withholding``)
and what would better it (``explain``, ``asks``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from freehand.assessment.apart import told_apart_by
from freehand.assessment.asks import Ask, Asker, telling_apart
from freehand.assessment.believed import in_fact
from freehand.assessment.book import Book, Number
from freehand.assessment.choices import Choice, choices_of, lowest
from freehand.assessment.clashing import priced_clashes
from freehand.assessment.combination import Combination
from freehand.assessment.decide import Decider, TooMuch
from freehand.assessment.explain import Chain, chains_of
from freehand.assessment.freedom import Room, Time, own_room, time_of
from freehand.assessment.knowledge import Contradiction, Knowledge, known_to
from freehand.assessment.options import Options
from freehand.assessment.prices import consents_of, prices_of
from freehand.assessment.results import Assessment, AtRung, Believed, Cell, InContingency
from freehand.assessment.setting import Setting
from freehand.assessment.telling import if_told
from freehand.assessment.tradeoff import tradeoff
from freehand.assessment.verdict import Verdict
from freehand.assessment.withholding import load_bearing, stands_alone
from freehand.errors import UsageError, one_fault, shown
from freehand.memory import collector_paused
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Workspace
from freehand.terms.scope import Rung

T = TypeVar("T")

SEARCH_LIMIT = 300
MOST_ASKED = 24
TOO_MUCH = "it asks for more work than is done for one contingency"
ALL_RUNGS = tuple(Rung)


def assess(
    workspace: Workspace,
    rungs: Iterable[Rung] = ALL_RUNGS,
    contingencies: Iterable[str] | None = None,
    limit: int | None = SEARCH_LIMIT,
    progress: Callable[[str], None] | None = None,
    work: int | None = None,
) -> Assessment:
    """Assess contingencies of a workspace at some rungs; all of both unless said.

    ``limit`` bounds how many orders of clashes are tried for one combination of courses and ways; where it is met first
    the verdict is *undecided*. None is no limit. ``progress`` is told of each contingency before it is begun: how
    many there are, and which is the next, in words. ``work`` bounds how many points and edges are looked at for one
    rung of one contingency, whatever the plans are; where it is met first the rung is *undecided*.

    Raises:
        UsageError: for a contingency that the workspace does not have.

    >>> from freehand.formats.workspace import load
    >>> found = assess(load("examples/worked/within"))
    >>> time = found["drill"].rungs[Rung.OPERATIONS].time["A"]
    >>> time.with_help.seconds // 3600, time.joint.seconds // 3600, str(time.kept)
    (48, 12, '1/4')
    """
    wanted = tuple(sorted(rungs))
    names = [c.name for c in workspace.contingencies]
    chosen = names if contingencies is None else list(contingencies)
    for name in chosen:
        if name not in names:
            what, why = f"there is no contingency '{shown(name)}'", "the workspace does not have it."
            raise UsageError(one_fault(what, why, f"Name one of: {', '.join(shown(n) for n in names)}."))
    found: list[InContingency] = []
    networks: list[tuple[int, int]] = []
    asked = [contingency for contingency in workspace.contingencies if contingency.name in chosen]
    with collector_paused():  # nothing here makes circles; looking for them took a quarter of the time
        for number, contingency in enumerate(asked, 1):
            if progress is not None:
                of = f"{number} of {len(asked)} contingencies, " if len(asked) > 1 else ""
                progress(f"{of}{contingency.name}")
            reckoning = Reckoning(workspace, contingency, limit, work=work)
            found.append(InContingency(contingency.name, {rung: reckoning.at(rung) for rung in wanted}))
            networks += reckoning.decider.sizes
            reckoning.forget(found[-1])
    parties = tuple(p.name for p in workspace.compact.parties)
    return Assessment(
        workspace.compact.name,
        workspace.compact.illustrative,
        parties,
        tuple(found),
        tradeoff(parties, found, wanted),
        tuple(networks),
    )


class Reckoning(Options):
    """One contingency of a workspace: its book, its decider, and what each rung comes to.

    ``granted`` gives some numbers another value; ``only`` holds a party to one of its courses.
    """

    def __init__(
        self,
        workspace: Workspace,
        contingency: Contingency,
        limit: int | None = SEARCH_LIMIT,
        granted: Mapping[Number, int] | None = None,
        only: Mapping[str, str] | None = None,
        work: int | None = None,
    ) -> None:
        super().__init__(workspace, contingency, Book(granted or {}), dict(only or {}))
        self.limit, self.work = limit, work
        self.decider = Decider(self.book)
        self.capacities = self.holdings.capacities
        self._agreed = any(isinstance(rule, Agreed) for rule in self.here.compact.rules)
        self._settings: dict[object, Setting] = {}
        self._believed: dict[Rung, dict[str, Believed | None]] = {}
        self._choices: dict[object, list[Choice]] = {}
        self._cell: dict[object, tuple[Verdict, int | None]] = {}
        self._joint: dict[Rung, tuple[list[Choice], list[Choice]]] = {}
        self._found: dict[tuple[str, int], tuple[Choice, Any]] = {}

    def forget(self, found: InContingency) -> None:
        """Let go of all networks once a contingency is told, so that the next one has the memory."""
        self.decider.forget()
        for at in found.rungs.values():
            believed = [b.choice for b in (at.believed or {}).values() if b is not None]
            for choice in [*believed, *([at.choice] if at.choice else [])]:
                choice.combination.forget()

    def choices(self, combined: Combination) -> list[Choice]:
        """A combination's choices, remembered by its parts."""
        remembered = self._alike(combined)
        if remembered not in self._choices:
            self._choices[remembered] = choices_of(combined, self.capacities, self.decider, self.limit)
        return self._choices[remembered]

    def _alike(self, combined: Combination) -> tuple[object, ...]:
        """What combinations have in common that are one and the same at different rungs."""
        agreed = combined.rung >= Rung.OPERATIONS and self._agreed
        return (tuple(id(part) for part in combined.parts), agreed, combined.without)

    # -- below scenarios ---------------------------------------------------------------------------------------------

    def believed(self, rung: Rung) -> dict[str, Believed | None]:
        """How each party sees the contingency by itself; None where its plan was not released."""
        if rung not in self._believed:
            found = {party: self._alone(party, rung) for party in self.parties if self.takes_part(party, rung)}
            try:
                _, top = self.joint(Rung.SCENARIOS)
            except TooMuch:  # what a party believes by itself does not hang on it
                top = []
                self.allow_work()
            joint = {part.party: part.course for part in top[0].combination.parts} if top else {}
            self._believed[rung] = {
                party: None if b is None else replace(b, differs=b.course != joint[party] if party in joint else None)
                for party, b in found.items()
            }
        return self._believed[rung]

    def _alone(self, party: str, rung: Rung) -> Believed | None:
        if party in self.released:
            return None
        told = rung >= Rung.INTELLIGENCE
        knowledge, _ = known_to(party, self.contingency, self.here.reports, told)
        setting = self._known(knowledge)
        found: list[Choice] = []
        for course in self.courses_of(party):
            if course.least_rung <= rung:
                for ways in self.ways_of(course, rung):
                    combined = Combination(setting, rung, [self._part(setting, course, ways, rung, assume=True)])
                    found += self.choices(combined)
        if not found:
            return None

        def by_itself(choice: Choice) -> tuple[object, ...]:
            room = (
                own_room(choice.combination, party, choice.orders, self.decider)
                if choice.verdict is Verdict.ASSURED
                else None
            )
            narrowest = min(room.widths.values(), default=None) if room else None
            return (
                *choice.standing,
                narrowest is not None,
                -(narrowest or 0),
                -(room.seconds if room else 0),
                choice.names,
            )

        top = lowest(found)
        best = min(top, key=by_itself) if top[0].verdict.holds else self._by_ask(top)[0]
        room = own_room(best.combination, party, best.orders, self.decider) if not best.combination.broken else None
        chains = self.chains(best)
        asks = self._asks(best, chains, party)
        return Believed(party, best, room.seconds if room else None, chains, asks)

    def _known(self, knowledge: Knowledge) -> Setting:
        """The setting as somebody knows it by itself: the same for the same knowledge."""
        key = tuple(sorted(knowledge.items()))
        if key not in self._settings:
            self._settings[key] = Setting(self.book, self.contingency, knowledge, self.holdings)
        return self._settings[key]

    def _below(self, rung: Rung) -> AtRung:
        believed = self.believed(rung)
        seen = [b for b in believed.values() if b is not None]
        at = AtRung(
            rung,
            believed,
            None,
            None,
            (),
            None,
            time={b.party: Time(self.alone_room(b.party), self._room(b), None) for b in seen},
            consent=consents_of(self.here, self.contingency, self.parties, rung),
            contradictions=self._flagged(rung),
        )
        if len(seen) < len(believed) or not seen:
            return at
        worst = max(b.verdict for b in seen)
        met = frozenset(aim for b in seen for aim in b.choice.combination.meets)
        unmet = tuple(aim for aim in self.contingency.aims if aim not in met)
        unseen = None
        fact = worst.word
        if worst.holds:
            chosen = {b.party: b.choice for b in seen}
            parts = []
            for b in seen:
                course = next(c for c in self.courses_of(b.party) if c.name == b.course)
                parts.append(self._part(self.truth, course, b.choice.combination.parts[0].ways, rung, assume=False))
            unseen = in_fact(chosen, Combination(self.truth, Rung.SCENARIOS, parts), self.capacities, self.decider)
            if unseen.missing:
                fact = Verdict.IMPOSSIBLE.word
            elif not unseen.nothing:
                fact = "exposed"
            elif unseen.crowd:
                fact = Verdict.UNDECIDED.word
        return replace(at, verdict=worst, in_fact=fact, aims_unmet=unmet, unseen=unseen)

    def _room(self, believed: Believed) -> Room | None:
        """A party's room in what it takes by itself."""
        choice = believed.choice
        if choice.combination.broken:
            return None
        return own_room(choice.combination, believed.party, choice.orders, self.decider)

    def _flagged(self, rung: Rung) -> tuple[Contradiction, ...]:
        return tuple(self.contradictions) if rung >= Rung.INTELLIGENCE else ()

    def alone_room(self, party: str) -> int | None:
        """The room of a party's own best course, by itself."""
        found = self.believed(Rung.ALONE).get(party)
        return found.room if found is not None and found.verdict is Verdict.ASSURED else None

    # -- joint -------------------------------------------------------------------------------------------------------

    def joint(self, rung: Rung) -> tuple[list[Choice], list[Choice]]:
        """All choices at a joint rung, and those of the best standing in order, the best first."""
        if rung not in self._joint and self.too_many(rung) is not None:
            self._joint[rung] = ([], [])
        if rung not in self._joint:
            found = [c for combined in self.combinations(rung) for c in self.choices(combined)]
            self._joint[rung] = (found, self.ranked(found))
        return self._joint[rung]

    def too_many(self, rung: Rung) -> str | None:
        """Why the combinations of a joint rung are not looked at, where the caller sets limits; None where they are.

        Nor are they where a partner's interface was made with something else than stands today.
        """
        return self.too_old(rung) or (None if self.limit is None else self.too_many_combinations(rung))

    def ranked(self, choices: Sequence[Choice]) -> list[Choice]:
        """The choices of the best standing, best first.

        Where one that rests on points that were not released may stand as well, nobody here knows which is best, and
        whoever released them would show other windows: these come first, undecided.
        """
        top = lowest(choices)
        if top and top[0].verdict.holds:
            certain = top[0].standing
            untold = [c for c in choices if c.combination.untold and c.range and c.standing_as(c.range[0]) == certain]
            top = untold or top
        if not top or top[0].verdict.holds:
            return top if len(top) == 1 else sorted(top, key=lambda c: c.rank)
        return self._by_ask(top)

    def _by_ask(self, choices: Sequence[Choice]) -> list[Choice]:
        """Choices that do not hold: smallest single sufficient ask first, then names; only so many are asked for."""
        named = sorted(choices, key=lambda c: c.names)
        asked, rest = named[:MOST_ASKED], named[MOST_ASKED:]
        return sorted(asked, key=lambda c: (*self._smallest_ask(c), c.names)) + rest

    def _smallest_ask(self, choice: Choice) -> tuple[bool, int]:
        size = self._remembered(
            "smallest ask", choice, lambda: Asker(choice, self.capacities, self.chains(choice)).smallest
        )
        return (size is None, size or 0)

    def chains(self, choice: Choice) -> tuple[Chain, ...]:
        """The chains of a choice, told once."""
        return self._remembered("chains", choice, lambda: chains_of(choice))

    def _remembered(self, what: str, choice: Choice, made: Callable[[], T]) -> T:
        """What is found of a choice once; the choice is kept with it, so that no other comes to have its identity."""
        key = (what, id(choice))
        if key not in self._found:
            self._found[key] = (choice, made())
        found: T = self._found[key][1]
        return found

    def at(self, rung: Rung) -> AtRung:
        """The contingency at one rung."""
        bound = self.too_many(rung) if rung.joint else None
        if bound is not None:
            return self._unbounded(rung, bound)
        self.allow_work()
        try:
            return self._joint_at(rung) if rung.joint else self._below(rung)
        except TooMuch:
            return self._unbounded(rung, TOO_MUCH)

    def allow_work(self) -> None:
        """Let as much be looked at from now on as the caller allows for one rung."""
        self.decider.most = None if self.work is None else self.decider.work + self.work

    def _unbounded(self, rung: Rung, why: str) -> AtRung:
        """A rung at which there would be too much to look at."""
        consent = consents_of(self.here, self.contingency, self.parties, rung)
        return AtRung(rung, None, Verdict.UNDECIDED, Verdict.UNDECIDED.word, (), None, consent=consent, bound=why)

    def _joint_at(self, rung: Rung) -> AtRung:
        """The contingency at a joint rung."""
        every, top = self.joint(rung)
        if not top:
            return AtRung(rung, None, None, None, (), None)
        best, combined = top[0], top[0].combination
        chains = self.chains(best)
        time = {p.party: time_of(best, p.party, self.alone_room(p.party)) for p in combined.parts if not p.released}
        lowered = best.verdict < Verdict.UNDECIDED
        bearing, searched_all = load_bearing(every, best) if lowered else ((), True)
        return AtRung(
            rung,
            None,
            best.verdict,
            best.verdict.word,
            best.aims_unmet,
            best,
            per_scenario=self._per_scenario(best),
            told_apart_by=self._told_apart_by(best),
            if_told=if_told(best) if best.verdict is Verdict.ADAPTABLE else (),
            stands_alone=stands_alone(every, best) if lowered else None,
            time=time,
            consent=consents_of(self.here, self.contingency, self.parties, rung),
            prices=prices_of(
                best,
                every,
                time,
                self.here,
                self.capacities,
                lambda without: (c for one in self.combinations(rung, without) for c in self.choices(one)),
            ),
            load_bearing=bearing,
            searched_all=searched_all,
            clashes=priced_clashes(best, self.capacities, self.decider, self.limit),
            chains=chains,
            asks=self._asks(best, chains),
            cells=self._cells(every),
            contradictions=tuple(self.contradictions),
        )

    def _told_apart_by(self, choice: Choice) -> int | None:
        """The latest moment at which the scenarios must be told apart, None unless that is the verdict."""
        if choice.verdict is not Verdict.TOLD_APART:
            return None
        found = partial(told_apart_by, choice.combination, choice.orders, self.decider)
        return self._remembered("told apart by", choice, found)

    def _asks(self, choice: Choice, chains: Sequence[Chain], own: str | None = None) -> tuple[Ask, ...]:
        """What to ask for; where scenarios must be told apart, first of all that."""
        asks = Asker(choice, self.capacities, chains, own).asks()
        moment = self._told_apart_by(choice)
        return asks if moment is None else (telling_apart(moment, len(chains)), *asks)

    def _per_scenario(self, best: Choice) -> dict[str, Verdict]:
        names = self.truth.names
        if best.verdict in (Verdict.ASSURED, Verdict.TOLD_APART):
            return dict.fromkeys(names, Verdict.ASSURED)
        return {s: self._in_scenario(best.combination, s)[0] for s in names}

    def _in_scenario(self, combined: Combination, scenario: str) -> tuple[Verdict, int | None]:
        """A combination's best verdict in one scenario by itself, and what it is short by; remembered by its parts."""
        key = (*self._alike(combined), scenario)
        if key not in self._cell:
            self._cell[key] = self._judged_in(combined, scenario)
        return self._cell[key]

    def _judged_in(self, combined: Combination, scenario: str) -> tuple[Verdict, int | None]:
        choices = choices_of(combined, self.capacities, self.decider, self.limit, (scenario,))
        verdict = choices[0].verdict
        if verdict is Verdict.ASSURED:
            return verdict, None
        best: int | None = None
        for choice in choices:
            if combined.broken:
                continue
            if verdict is Verdict.IMPOSSIBLE:
                edges = combined.plain(scenario, choice.orders)
            elif combined.decides_apart:
                edges = combined.reduced(scenario, choice.orders)
            else:
                continue
            short = self.decider.shortfall(edges)
            best = short if best is None or (short is not None and short < best) else best
        return verdict, best

    def _cells(self, every: Sequence[Choice]) -> tuple[Cell, ...]:
        """Every combination of courses in every scenario, at its best ways and orders."""
        assured: dict[tuple[tuple[str, str], ...], bool] = {}
        combinations: dict[tuple[tuple[str, str], ...], list[Combination]] = {}
        for choice in every:
            key = tuple((p.party, p.course) for p in choice.combination.parts)
            assured[key] = assured.get(key, False) or choice.verdict in (Verdict.ASSURED, Verdict.TOLD_APART)
            if choice.combination not in combinations.setdefault(key, []):
                combinations[key].append(choice.combination)
        cells = []
        for key, group in combinations.items():
            for s in self.truth.names:
                if assured[key]:
                    cells.append(Cell(s, dict(key), Verdict.ASSURED, None))
                    continue
                found = [self._in_scenario(combined, s) for combined in group]
                verdict, short = min(found, key=lambda f: (f[0], f[1] is None, f[1] or 0))
                cells.append(Cell(s, dict(key), verdict, short))
        return tuple(cells)
