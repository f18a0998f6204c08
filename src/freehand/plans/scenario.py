"""A scenario: one way in which a contingency unfolds, and what each party knows of it."""

from typing import Literal, NamedTuple

from freehand.errors import Place


class Span(NamedTuple):
    """An inclusive range of whole seconds.

    >>> Span(3600, 7200).high
    7200
    """

    low: int
    high: int


class Event(NamedTuple):
    """Something everybody sees, at an uncertain time after the warning (``after`` is None) or an earlier event.

    ``known`` holds, by party, what that party believes by itself where it differs from ``span``.
    """

    name: str
    after: str | None
    span: Span
    known: tuple[tuple[str, Span], ...]
    place: Place


class Scenario(NamedTuple):
    """Events in an order in which each comes after those it is measured from."""

    name: str
    events: tuple[Event, ...]
    place: Place


class Report(NamedTuple):
    """What one party tells others about an event of a scenario.

    ``effect`` *rules out* narrows the bound named by ``side``, *cannot rule out* widens it: (rules out, low) is
    "nothing earlier than ``seconds``", (cannot rule out, high) is "perhaps as late as ``seconds``".
    """

    name: str
    author: str
    recipients: tuple[str, ...]
    contingency: str
    scenario: str
    event: str
    effect: Literal["rules out", "cannot rule out"]
    side: Literal["low", "high"]
    seconds: int
    text: str
    place: Place
