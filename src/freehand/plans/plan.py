"""A course of action: one alternative within a party's plan for a contingency."""

from typing import NamedTuple

from freehand.errors import Place
from freehand.plans.activity import Activity
from freehand.plans.points import Point, Rule
from freehand.plans.scenario import Span
from freehand.plans.support import Need
from freehand.terms.scope import Rung


class Assumption(NamedTuple):
    """Bounds on a partner's point, in seconds after the warning, that a party takes as true while it cannot look."""

    point: Point
    span: Span
    place: Place


class Course(NamedTuple):
    """An alternative within a plan: which aims it meets, what is done, what is needed, and what must hold."""

    name: str
    party: str
    contingency: str
    meets: tuple[str, ...]
    least_rung: Rung
    activities: tuple[Activity, ...]
    needs: tuple[Need, ...]
    rules: tuple[Rule, ...]
    assumptions: tuple[Assumption, ...]
    place: Place
