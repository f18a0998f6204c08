"""A contingency: a kind of situation to be ready for, what must be achieved in it, and how it may unfold."""

from typing import NamedTuple

from freehand.errors import Place
from freehand.plans.scenario import Scenario


class Contingency(NamedTuple):
    """``aims`` is what must be achieved; every time point lies in ``[0, horizon]`` seconds after the warning."""

    name: str
    horizon: int
    aims: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    place: Place
