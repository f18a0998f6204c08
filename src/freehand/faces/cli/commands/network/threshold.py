"""``freehand network threshold``: which number must be what for which verdict."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import networks
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.networks import document, numbers, wording
from freehand.temporal.checking import check
from freehand.temporal.limits import Limit
from freehand.temporal.named import Network
from freehand.temporal.numbers import Number
from freehand.temporal.questions.moving import every_number
from freehand.temporal.questions.threshold import Threshold, thresholds
from freehand.temporal.questions.together import Together, smallest_sets
from freehand.temporal.results import Undecided, Verdict

HELP = (
    "Which number must be what for which verdict? At its threshold a number is just enough, one beyond it is not, "
    "all others as they are."
)
EXAMPLE = "freehand network threshold examples/networks/harbour.json --unit min"
FORMAT = "freehand.network-threshold/1"
WANTED = (Verdict.ASSURED, Verdict.ADAPTABLE, Verdict.POSSIBLE)
ORDER = (Verdict.IMPOSSIBLE, Verdict.UNDECIDED, Verdict.POSSIBLE, Verdict.ADAPTABLE, Verdict.ASSURED)
NEXT_BETTER = {Verdict.IMPOSSIBLE: Verdict.POSSIBLE, Verdict.POSSIBLE: Verdict.ADAPTABLE}
MOST_NUMBERS = 500
"""Numbers that are looked at where none are named."""


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    networks.file_argument(parser)
    want = "assured, adaptable or possible (default: the next better verdict than the present one)"
    parser.add_argument("--want", choices=[verdict.value for verdict in WANTED], metavar="VERDICT", help=want)
    number = f"a number: {numbers.EXAMPLES}; may be repeated (default: those that the proof quotes)"
    parser.add_argument("--number", action="append", metavar="NAME", help=number)
    networks.unit_option(parser)
    networks.limit_options(parser)


class Answer(NamedTuple):
    """What was found: ``reached`` says which limit came first, if one did; ``wanted`` is None if that decides it."""

    now: Verdict
    wanted: Verdict | None
    thresholds: tuple[Threshold, ...] = ()
    together: tuple[Together, ...] = ()
    reached: str | None = None


def run(args: Namespace) -> int:
    """Look for thresholds and show them."""
    read = networks.read(args)
    network = read.network
    asked = None if args.number is None else [numbers.read(network, name) for name in args.number]
    with networks.busy("looking for thresholds of", network):
        found = answer(network, asked, None if args.want is None else Verdict(args.want), networks.limit_of(args))
    if args.json:
        told = {
            "verdict": found.now.value,
            "wanted": found.wanted.value if found.wanted else None,
            "thresholds": [_as_json(network, one) for one in found.thresholds],
            "together": [_together_json(network, one) for one in found.together],
            "reached": found.reached,
        }
        print_json({**document.head(FORMAT, args.file, read), "unit": args.unit, **told})
        return 0
    screen = Screen()
    networks.begin(screen, read)
    if found.reached is not None:
        networks.show_outcome(screen, Undecided(found.reached), args.unit)
    elif found.wanted is not None:
        _show(screen, network, found, found.wanted, args.unit)
    screen.next(f"freehand network check {networks.words(args)}")
    return 0


def answer(network: Network, asked: list[Number] | None, want: Verdict | None, limit: Limit) -> Answer:
    """The thresholds for the verdict wanted, else for the next better one than the present.

    Raises ``UsageError`` where no numbers are named and there are too many.
    """
    now = check(network, limit).verdict
    if want is None:
        if now is Verdict.UNDECIDED:
            return Answer(now, None, reached=limit.reached())
        want = NEXT_BETTER.get(now, Verdict.ASSURED)
    found = _thresholds(network, asked, want, now, limit)
    if isinstance(found, Undecided):
        return Answer(now, want, reached=found.reached)
    if asked is not None or any(one.value is not None or one.always for one in found):
        return Answer(now, want, found)
    sets = smallest_sets(network, want, limit=limit)
    if isinstance(sets, Undecided):
        return Answer(now, want, found, reached=sets.reached)
    return Answer(now, want, found, sets)


def _thresholds(
    network: Network, asked: list[Number] | None, wanted: Verdict, now: Verdict, limit: Limit
) -> tuple[Threshold, ...] | Undecided:
    """Of the numbers asked for, else of those that the proof quotes; where there is no proof, of all."""
    if asked is None and ORDER.index(now) >= ORDER.index(wanted):
        asked = list(every_number(network))
        if len(asked) > MOST_NUMBERS:
            what, why = f"a network of {len(asked):,} numbers", f"more than {MOST_NUMBERS} are looked at one by one."
            raise UsageError(one_fault(what, why, "Name those that matter with --number."))
    return thresholds(network, asked, wanted, limit)


def _show(screen: Screen, network: Network, found: Answer, wanted: Verdict, unit: str | None) -> None:
    doing = "may go" if ORDER.index(found.now) >= ORDER.index(wanted) else "must go"
    title = f"{wording.mark(found.now)} now. How far each number {doing} for {wanted.value}, all others as they are:"
    screen.line(title, style="bold")
    screen.line()
    rows = [
        [shown(numbers.written(network, one.number)), _now(network, one, unit), just_enough(network, one, unit)]
        for one in found.thresholds[: networks.MOST_ROWS]
    ]
    screen.table(["number", "now", "just enough"], rows)
    if len(found.thresholds) > networks.MOST_ROWS:
        screen.line(f"… and {len(found.thresholds) - networks.MOST_ROWS} more; --json has them all.")
    if found.together:
        screen.heading("No single one is enough. Together are:")
        for one in found.together[:10]:
            moves = [
                f"{shown(numbers.written(network, number))} at {wording.amount(value, unit)}"
                for number, value in one.values
            ]
            screen.line(" and ".join(moves), indent=2)
        if len(found.together) > 10:
            screen.line(f"… and {len(found.together) - 10} more such sets; --json has them all.", indent=2)


def just_enough(network: Network, one: Threshold, unit: str | None) -> str:
    """At which value a number is just enough, said as the number is said.

    >>> network = Network.of(["a", "b"], [("a", "b", 9)], [("a", "b", 1, 3)])
    >>> just_enough(network, Threshold(Number("high", 0), 60, 45, -1, False), "min")
    '45 min or less'
    >>> just_enough(network, Threshold(Number("constraint", 0), 9, 12, 1, False), None)
    'at most 12'
    """
    if one.value is None:
        return "anything" if one.always else "nothing"
    if one.number.kind != "constraint":
        return f"{wording.amount(one.value, unit)} or {'more' if one.better > 0 else 'less'}"
    if one.now > 0 and one.value > 0:
        return f"at most {wording.amount(one.value, unit)}"
    if one.now < 0 and one.value < 0:
        return f"at least {wording.amount(-one.value, unit)}"
    return wording.bound(*numbers.ends(network, one.number), one.value, unit)


def _now(network: Network, one: Threshold, unit: str | None) -> str:
    told, reason = numbers.told(network, one.number, unit), numbers.reason(network, one.number)
    return f"{told}{f' – {shown(reason)}' if reason else ''}"


def _as_json(network: Network, one: Threshold) -> dict[str, Any]:
    start, end = numbers.ends(network, one.number)
    enough = (
        ("at least" if one.better > 0 else "at most") if one.value is not None else ("any" if one.always else "none")
    )
    return {
        "number": numbers.written(network, one.number),
        "from": start,
        "to": end,
        "now": one.now,
        "enough": enough,
        "value": one.value,
        "reason": numbers.reason(network, one.number),
    }


def _together_json(network: Network, one: Together) -> list[dict[str, Any]]:
    return [{"number": numbers.written(network, number), "value": value} for number, value in one.values]
