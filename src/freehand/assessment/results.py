"""What an assessment is made of: immutable values, one per contingency and rung, that print well and decide nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from freehand.assessment.asks import Ask
from freehand.assessment.believed import Unseen
from freehand.assessment.choices import Choice
from freehand.assessment.explain import Chain
from freehand.assessment.freedom import Time
from freehand.assessment.knowledge import Contradiction
from freehand.assessment.verdict import Verdict
from freehand.terms.scope import RUNG_BY_WORD, Rung

UNTOLD = "not assured; whether it is adaptable cannot be told from a partner's interface"


@dataclass(frozen=True, slots=True)
class Believed:
    """How one party sees a contingency by itself: its own best course, and why that is no better."""

    party: str
    choice: Choice
    room: int | None
    chains: tuple[Chain, ...]
    asks: tuple[Ask, ...]
    differs: bool | None = None
    """Whether its course differs from the joint one at *scenarios*; None where that is not known."""

    @property
    def verdict(self) -> Verdict:
        """What the party believes."""
        return self.choice.verdict

    @property
    def course(self) -> str:
        """The course it takes by itself."""
        return self.choice.combination.parts[0].course


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination of courses in one scenario, at its best ways and orders."""

    scenario: str
    courses: Mapping[str, str]
    verdict: Verdict
    shortfall: int | None


@dataclass(frozen=True, slots=True)
class Price:
    """What a promise, join or rule costs each party in room, and what its absence would leave.

    ``room`` is None for a promise that the choice does not use; then ``worth`` is the verdict relying on it would give.
    """

    element: str
    kind: str
    used: bool
    room: Mapping[str, int | None] | None
    worth: Verdict | None
    worth_lesser: bool | None

    @property
    def worth_text(self) -> str:
        """The worth in words; *lesser* is said of verdicts that hold."""
        if self.worth is None:
            return ""
        return f"{self.worth.word}{' by a lesser course' if self.worth_lesser and self.worth.holds else ''}"


@dataclass(frozen=True, slots=True)
class PricedOrder:
    """One order of a clash: the verdict it leaves, the joint room of each party, and why it fails if it does."""

    order: str
    chosen: bool
    verdict: Verdict
    room: Mapping[str, int | None]
    chain: Chain | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Users that together need more of a means than there is, and the orders that would keep them apart."""

    means: str
    capacity: int
    users: tuple[tuple[str, int], ...]
    certain: bool
    orders: tuple[PricedOrder, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """How free a party is to take a course: free, after notice, by consent, or excluded at this rung."""

    course: str
    status: str
    of: tuple[str, ...] = ()
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """An outcome, or a start that reacts to one, that its owner must tell a partner for the plans to hold."""

    teller: str
    told: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class AtRung:
    """A contingency at one rung. Below *scenarios* ``verdict`` is the worst of the believed, and nothing is joint.

    ``in_fact`` is the verdict's word as it is when the plans meet, or "exposed".
    """

    rung: Rung
    believed: Mapping[str, Believed | None] | None
    verdict: Verdict | None
    in_fact: str | None
    aims_unmet: tuple[str, ...]
    choice: Choice | None
    per_scenario: Mapping[str, Verdict] | None = None
    told_apart_by: int | None = None
    if_told: tuple[Telling, ...] = ()
    stands_alone: bool | None = None
    time: Mapping[str, Time] = field(default_factory=dict)
    consent: Mapping[str, tuple[Consent, ...]] = field(default_factory=dict)
    prices: tuple[Price, ...] = ()
    load_bearing: tuple[tuple[tuple[str, str], ...], ...] = ()
    searched_all: bool = True
    """Whether every load-bearing set was looked for; larger ones than three members are not searched."""
    unseen: Unseen | None = None
    clashes: tuple[Clash, ...] = ()
    chains: tuple[Chain, ...] = ()
    asks: tuple[Ask, ...] = ()
    cells: tuple[Cell, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    bound: str | None = None
    """Why nothing was looked at, in words: there would be too much."""

    def __str__(self) -> str:
        lesser = ", by a lesser course" if self.lesser else ""
        chains = "".join(f"\n{chain}" for chain in self.chains)
        return f"{self.rung.word}: {self.in_fact or 'not released'}{lesser}{chains}"

    @property
    def undecided(self) -> str | None:
        """Why a verdict is undecided, None where it is not."""
        if self.bound is not None:
            return self.bound
        if self.choice is None:
            alone = [b.choice.why for b in (self.believed or {}).values() if b and b.verdict is Verdict.UNDECIDED]
            crowd = self.unseen.crowd if self.unseen and self.in_fact == Verdict.UNDECIDED.word else ""
            return next((why for why in (*alone, crowd) if why), None)
        if self.verdict is not Verdict.UNDECIDED:
            return None
        return self.choice.why or UNTOLD

    @property
    def lesser(self) -> bool:
        """Whether an aim is left unmet."""
        return bool(self.aims_unmet)

    @property
    def assured_in_fact(self) -> bool:
        """Whether the plans hold together in fact, whatever comes, with no further word."""
        return self.in_fact == Verdict.ASSURED.word

    @property
    def most_tied(self) -> tuple[str, str, int, int] | None:
        """The start that lost most: party, start, its width with help, and joint."""
        losses = [
            (joint - before, party, str(point), before, joint)
            for party, time in self.time.items()
            if time.lost is not None
            for point, before, joint in (time.lost,)
        ]
        return min(losses)[1:] if losses else None


@dataclass(frozen=True, slots=True)
class InContingency:
    """A contingency at every rung that was asked for."""

    name: str
    rungs: Mapping[Rung, AtRung]

    def __getitem__(self, rung: str | Rung) -> AtRung:
        """The contingency at a rung, given by itself or by its word.

        Raises:
            KeyError: if this rung was not asked for.
        """
        return self.rungs[RUNG_BY_WORD[rung] if isinstance(rung, str) else rung]

    def __str__(self) -> str:
        return "\n".join([self.name, *(f"  {line}" for at in self.rungs.values() for line in str(at).splitlines())])


@dataclass(frozen=True, slots=True)
class MostTied:
    """Where a party keeps least of its room."""

    contingency: str
    with_help: int
    joint: int
    kept: Fraction


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in a contingency from the rung before, and the elements that caused it."""

    contingency: str
    before: str
    after: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TradeoffRow:
    """One rung of the trade-off: how many contingencies are believed assured, are so in fact, or by a lesser course."""

    rung: Rung
    believed: int
    in_fact: int
    lesser: int
    rest: int
    most_tied: Mapping[str, MostTied | None]
    changed: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer: every contingency at every rung, and the scope trade-off."""

    compact: str
    illustrative: bool
    parties: tuple[str, ...]
    contingencies: tuple[InContingency, ...]
    tradeoff: tuple[TradeoffRow, ...]
    networks: tuple[tuple[int, int], ...] = field(repr=False, default=())

    def __str__(self) -> str:
        return "\n".join(str(contingency) for contingency in self.contingencies)

    def __getitem__(self, contingency: str) -> InContingency:
        """The contingency of this name.

        Raises:
            KeyError: if there is none.
        """
        for found in self.contingencies:
            if found.name == contingency:
                return found
        raise KeyError(contingency)
