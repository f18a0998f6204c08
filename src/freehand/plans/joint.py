"""What belongs to all: the compact, its terms' rules, and the workspace that holds every party's part."""

from typing import Literal, NamedTuple

from freehand.errors import Place
from freehand.plans.activity import Duration
from freehand.plans.contingency import Contingency
from freehand.plans.plan import Course
from freehand.plans.points import Point, Rule
from freehand.plans.released import Older, Released
from freehand.plans.scenario import Report
from freehand.plans.support import Promise


class Notice(NamedTuple):
    """A rule of the terms: ``point`` not before ``seconds`` after the warning, since notice is given no earlier."""

    name: str
    contingency: str
    point: Point
    seconds: int
    place: Place


class Consent(NamedTuple):
    """A rule of the terms: ``point`` only after ``holder`` has consented, which takes ``lead`` from the asking.

    With ``promise``, it binds only where that promise is relied on.
    """

    name: str
    contingency: str
    holder: str
    point: Point
    lead: Duration
    promise: str | None
    place: Place


class Agreed(NamedTuple):
    """A rule of the terms that ties points of several parties: a synchronisation, or any other sentence."""

    name: str
    contingency: str
    kind: Literal["synchronise", "order"]
    rules: tuple[Rule, ...]
    place: Place


TermsRule = Notice | Consent | Agreed


class Means(NamedTuple):
    """How many there are in all. ``owner`` is empty where they are shared; an ``area`` is held whole."""

    name: str
    capacity: int
    owner: str
    area: bool


class Party(NamedTuple):
    """A sovereign participant of the compact."""

    name: str
    who: str
    place: Place


class Compact(NamedTuple):
    """The standing relationship: who is in it, what means they share, and the rules of its terms."""

    name: str
    parties: tuple[Party, ...]
    means: tuple[Means, ...]
    rules: tuple[TermsRule, ...]
    illustrative: bool
    place: Place


class Workspace(NamedTuple):
    """Everything that one reader has: the compact and, for each party, its plans or what it released of them.

    ``older`` are the interfaces that do not rest on what stands today, the reader's own included.

    >>> from freehand.formats.workspace import load
    >>> [party.name for party in load("examples/worked/within").compact.parties]
    ['A', 'B']
    """

    compact: Compact
    contingencies: tuple[Contingency, ...]
    courses: tuple[Course, ...]
    promises: tuple[Promise, ...]
    reports: tuple[Report, ...]
    released: tuple[Released, ...]
    older: tuple[Older, ...] = ()
