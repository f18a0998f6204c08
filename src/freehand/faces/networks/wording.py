"""Answers about networks as sentences. Names stand in quotation marks, numbers with the unit that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from freehand.errors import shown
from freehand.temporal.checking import Finding
from freehand.temporal.named import Network
from freehand.temporal.results import Consistent, Kind, NotStronglyControllable, Step, Undecided, Verdict

SHAPES = {
    Verdict.ASSURED: "●",
    Verdict.ADAPTABLE: "◉",
    Verdict.POSSIBLE: "○",
    Verdict.UNDECIDED: "?",
    Verdict.IMPOSSIBLE: "✕",
}
UNITS = ("s", "min", "h")
NO_END = "no end"


def mark(verdict: Verdict) -> str:
    """A verdict's word with its shape.

    >>> mark(Verdict.ADAPTABLE)
    '◉ adaptable'
    """
    return f"{SHAPES[verdict]} {verdict.value}"


def amount(number: int, unit: str | None) -> str:
    """A number, with its unit if there is one.

    >>> amount(-15, "min"), amount(15, None)
    ('−15 min', '15')
    """
    told = str(number).replace("-", "−")
    return f"{told} {unit}" if unit else told


def named(point: str) -> str:
    """A point in a sentence."""
    return f"'{shown(point)}'"


def near(name: str, known: Sequence[str]) -> str | None:
    """The name that may have been meant by one that is not there: one that begins so, or that looks like it.

    >>> near("tug", ["call tug", "tug there"]), near("gut", ["rain"])
    ('tug there', None)
    """
    known = known[:1000]  # beyond, looking would take long, and a hint is only a hint
    begins = [one for one in known if name and one.startswith(name)]
    return next(iter(begins or (get_close_matches(name, known, 1) if len(name) < 100 else [])), None)


def title(name: str, network: Network) -> str:
    """What is looked at, in one line."""
    counts = (
        (len(network.points), "point"),
        (len(network.constraints), "constraint"),
        (len(network.links), "contingent link"),
    )
    told = [f"{number:,} {word}{'' if number == 1 else 's'}" for number, word in counts]
    return " · ".join([*([shown(name)] if name else []), *told])


def headline(found: Finding, network: Network) -> str:
    """The verdict, and what it means."""
    meaning = {
        Verdict.ASSURED: "fixed times keep every constraint, whatever nature does.",
        Verdict.ADAPTABLE: "reacting to what is seen keeps every constraint; fixed times cannot.",
        Verdict.POSSIBLE: "if nature is kind every constraint can be kept; it can defeat every way of reacting.",
        Verdict.IMPOSSIBLE: "the constraints contradict each other, whatever anybody does.",
        Verdict.UNDECIDED: undecided(found),
    }
    if found.verdict is Verdict.ASSURED and not network.links:
        return f"{mark(found.verdict)}: every constraint can be kept."
    return f"{mark(found.verdict)}: {meaning[found.verdict]}"


def reached(found: Finding) -> str | None:
    """Which limit came first, if one did."""
    for part in (found.consistency, found.strong, found.dynamic):
        if isinstance(part, Undecided):
            return part.reached
    return None


def undecided(found: Finding) -> str:
    """What reached its limit, and what is known all the same."""
    known = ""
    if isinstance(found.strong, NotStronglyControllable):
        known = " It is at least possible, and not assured."
    elif isinstance(found.consistency, Consistent):
        known = " It is at least possible."
    return f"{reached(found)} were not enough.{known}"


def step(one: Step, unit: str | None) -> str:
    """What a step of a chain says.

    >>> step(Step("a", "b", 5, Kind.CONSTRAINT), "min")
    "'b' at most 5 min after 'a'"
    >>> step(Step("c", "a", -9, Kind.UPPER), None)
    "nature may let 'c' come as late as 9 after 'a'"
    """
    start, end = named(one.start), named(one.end)
    match one.kind:
        case Kind.CONSTRAINT:
            return bound(one.start, one.end, one.weight, unit)
        case Kind.LOWER:
            return f"nature may let {end} come as early as {amount(one.weight, unit)} after {start}"
        case Kind.UPPER:
            return f"nature may let {start} come as late as {amount(-one.weight, unit)} after {end}"
        case Kind.LINK if one.weight >= 0:
            return f"nature lets {end} come at most {amount(one.weight, unit)} after {start}"
        case Kind.LINK:
            return f"nature lets {start} come at least {amount(-one.weight, unit)} after {end}"


def bound(start: str, end: str, most: int, unit: str | None) -> str:
    """``end - start <= most`` as one would say it.

    >>> bound("a", "b", 0, None), bound("a", "b", -3, None)
    ("'b' not after 'a'", "'a' at least 3 after 'b'")
    """
    if most > 0:
        return f"{named(end)} at most {amount(most, unit)} after {named(start)}"
    if most == 0:
        return f"{named(end)} not after {named(start)}"
    return f"{named(start)} at least {amount(-most, unit)} after {named(end)}"


def link(start: str, end: str, low: int, high: int, unit: str | None) -> str:
    """What a contingent link says.

    >>> link("a", "b", 1, 3, "min")
    "nature lets 'b' come 1 to 3 min after 'a'"
    """
    return f"nature lets {named(end)} come {amount(low, None)} to {amount(high, unit)} after {named(start)}"


def reason(one: Step) -> str:
    """Why it was stated, as a remark; nothing where nobody said why."""
    return f"– {shown(str(one.reason))}" if one.reason is not None else ""


def short_by(weights: Iterable[int]) -> int:
    """By how much a chain falls short: what its weights add up to, without the sign."""
    return -sum(weights)


def added_up(weights: Sequence[int], unit: str | None) -> str:
    """What the weights of a chain add up to, as a sum that can be followed, and what follows from it.

    >>> added_up([45, -60], "min")
    '45 − 60 = −15: short by 15 min.'
    """
    total = sum(weights)
    first, *others = weights
    terms = [str(first).replace("-", "−"), *(f"{'−' if one < 0 else '+'} {abs(one)}" for one in others)]
    told = " ".join(terms) if len(terms) <= 12 else f"{len(terms)} steps add up to"
    equals = "=" if len(terms) <= 12 else ""
    return f"{told} {equals} {amount(total, None)}: short by {amount(-total, unit)}.".replace("  ", " ")


def defeats(chain: Sequence[Step], unit: str | None) -> str:
    """Which uncertain durations a chain takes at which extreme; nothing where it takes none."""
    extremes: dict[tuple[str, str], list[str]] = {}
    for one in chain:
        if one.kind is Kind.LOWER:
            told, link = f"at its shortest ({amount(one.weight, unit)})", (one.start, one.end)
        elif one.kind is Kind.UPPER:
            told, link = f"at its longest ({amount(-one.weight, unit)})", (one.end, one.start)
        else:
            continue
        if told not in extremes.setdefault(link, []):
            extremes[link].append(told)
    parts = [
        f"the time from {named(start)} to {named(end)}, {' and '.join(told)}" for (start, end), told in extremes.items()
    ]
    return f"What decides: {'; '.join(parts)}." if parts else ""
