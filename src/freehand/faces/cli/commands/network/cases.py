"""``freehand network cases``: many cases of one network, drawn from a seed; how many of them have which verdict."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import networks
from freehand.faces.cli.screen import Screen, clear_progress, print_json, show_progress
from freehand.faces.networks import document, numbers, wording
from freehand.temporal.limits import Limit
from freehand.temporal.named import Network
from freehand.temporal.numbers import Number
from freehand.temporal.questions.moving import value_of
from freehand.temporal.results import Verdict

HELP = (
    "Many cases of one network: the same points, constraints and links, other numbers, drawn evenly from a seed. How "
    "many of them have which verdict?"
)
EXAMPLE = "freehand network cases examples/networks/harbour.json --count 2000 --vary 'link:tug there:max=45..80'"
FORMAT = "freehand.network-cases/1"
SPREAD = 10
BAR = 24
WORDS = (Verdict.ASSURED, Verdict.ADAPTABLE, Verdict.POSSIBLE, Verdict.IMPOSSIBLE, Verdict.UNDECIDED)


class Range(NamedTuple):
    """A number that varies, and what it is drawn from."""

    number: Number
    low: int
    high: int


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    networks.file_argument(parser)
    count = "how many cases (default: %(default)s)"
    parser.add_argument("--count", type=networks.whole, default=10_000, metavar="N", help=count)
    seed = "the same seed gives the same cases, whatever the machine (default: %(default)s)"
    parser.add_argument("--seed", type=networks.whole, default=1, metavar="N", help=seed)
    vary = f"a number and its range, NAME=LOW..HIGH, the NAME being {numbers.EXAMPLES}; may be repeated"
    parser.add_argument("--vary", action="append", default=[], metavar="RANGE", help=vary)
    spread = "vary both bounds of every link by so many per cent, up and down (default: 10, unless --vary is there)"
    parser.add_argument("--spread", type=_spread, metavar="PERCENT", help=spread)
    networks.unit_option(parser)
    networks.limit_options(parser)


def run(args: Namespace) -> int:
    """Draw, decide, count and show."""
    read = networks.read(args)
    ranges = ranges_of(read.network, args.vary, args.spread)
    try:
        found = shares(read.network, ranges, args.count, args.seed, networks.limit_of(args))
    finally:
        clear_progress()
    if args.json:
        told: dict[str, Any] = {
            "count": args.count,
            "seed": args.seed,
            "varied": [_range_json(read.network, one) for one in ranges],
            **found,
        }
        print_json({**document.head(FORMAT, args.file, read), "unit": args.unit, **told})
        return 0
    screen = Screen()
    networks.begin(screen, read)
    _show(screen, read.network, args, ranges, found)
    screen.next(f"freehand network threshold {networks.words(args)}")
    return 0


def ranges_of(network: Network, vary: list[str], spread: int | None) -> list[Range]:
    """The numbers that vary, from the words of the command.

    Raises ``UsageError`` where one is not the network's, is named twice, or has no range.

    >>> network = Network.of(["a", "b"], [("a", "b", 9)], [("a", "b", 10, 30)])
    >>> [one[1:] for one in ranges_of(network, ["constraint:0=5..9"], 20)]
    [(5, 9), (8, 12), (24, 36)]
    """
    found: dict[Number, Range] = {}
    for text in vary:
        name, _, span = text.rpartition("=")
        least, _, most = span.partition("..")
        if not name or not all(_is_whole(part) for part in (least, most)):
            what, why = f"'{shown(text)}' is no range", "a range has a name, and two whole numbers."
            raise UsageError(one_fault(what, why, "Write, say, link:b:max=45..70 or constraint:0=-20..-5."))
        number = numbers.read(network, name)
        if number in found:
            what, why = f"'{shown(name)}' is named twice", "only one range can be meant."
            raise UsageError(one_fault(what, why, "Keep one of the two."))
        if int(least) > int(most):
            what, why = f"'{shown(text)}' begins above its end", "nothing lies between them."
            raise UsageError(one_fault(what, why, "Name the least first."))
        found[number] = Range(number, int(least), int(most))
    if spread is not None or not vary:
        for index in range(len(network.links)):
            for number in (Number("low", index), Number("high", index)):
                if number not in found:
                    now, by = value_of(network, number), SPREAD if spread is None else spread
                    low, high = now - now * by // 100, now + now * by // 100
                    found[number] = Range(number, max(1, low), high)
    if not found:
        what, why = "nothing varies", "the network has no links, and --vary names no number."
        raise UsageError(one_fault(what, why, "Name numbers with --vary, such as constraint:0=5..9."))
    return list(found.values())


def shares(network: Network, ranges: list[Range], count: int, seed: int, limit: Limit) -> dict[str, int]:
    """How many cases have which verdict, and how many are no network: their links have ``min`` at ``max`` or above.

    Each case that is not assured is asked the next question, and so on; blocks pass through, and none is kept.
    """
    from freehand.temporal.cases import FAILS, Sample, decide_many  # fetches numpy and numba

    varying = [one.number for one in ranges]
    sample = Sample([one.low for one in ranges], [one.high for one in ranges], count, seed)
    waiting: deque[Any] = deque()

    def told(done: int) -> None:
        show_progress(f"{done:,} of {count:,} cases")

    def rows() -> Iterator[Any]:
        first = 0
        for block in strong:
            drawn = sample.rows(first, first + len(block))
            first += len(block)
            yield drawn[block == FAILS]

    def left(given: Iterator[Any]) -> Iterator[Any]:
        """Hands rows on, and remembers them until their verdict is there."""
        for some in given:
            waiting.append(some)
            yield some

    def rest() -> Iterator[Any]:
        for block in reacting:
            drawn = _taken(waiting, len(block))
            yield drawn[block == FAILS]

    strong = decide_many(network, varying, sample, "strong", progress=told, limit=limit)
    reacting = decide_many(network, varying, left(rows()), "dynamic", limit=limit)
    plain = decide_many(network, varying, rest(), "consistency", limit=limit)
    plain.count()
    decided = (strong.counts, reacting.counts, plain.counts)
    return {
        "assured": strong.counts["holds"],
        "adaptable": reacting.counts["holds"],
        "possible": plain.counts["holds"],
        "impossible": plain.counts["fails"],
        "undecided": sum(counts["undecided"] for counts in decided),
        "invalid": strong.counts["invalid"],
    }


def _taken(waiting: deque[Any], size: int) -> Any:
    """The first rows of those that wait."""
    import numpy

    parts, held = [], 0
    while held < size:
        part = waiting.popleft()
        if held + len(part) > size:
            waiting.appendleft(part[size - held :])
            part = part[: size - held]
        parts.append(part)
        held += len(part)
    return numpy.concatenate(parts)


def _show(screen: Screen, network: Network, args: Namespace, ranges: list[Range], found: dict[str, int]) -> None:
    screen.line(f"{args.count:,} cases, seed {args.seed}; each of these numbers drawn evenly:", style="bold")
    rows = [
        [shown(numbers.written(network, one.number)), _span(one, args.unit)] for one in ranges[: networks.MOST_ROWS]
    ]
    screen.table(["number", "from … to"], rows)
    if len(ranges) > len(rows):
        screen.line(f"… and {len(ranges) - len(rows)} more; --json has them all.")
    screen.line()
    decided = args.count - found["invalid"]
    told = [
        [
            wording.mark(verdict),
            f"{found[verdict.value]:,}",
            _share(found[verdict.value], decided),
            _bar(found[verdict.value], decided),
        ]
        for verdict in WORDS
        if found[verdict.value] or verdict is not Verdict.UNDECIDED
    ]
    screen.table(["verdict", "cases", "share", ""], told, right=(1, 2))
    if found["invalid"]:
        none = f"{found['invalid']:,} cases are no networks: a link has its min at its max or above."
        screen.line(f"{none} They are not in the shares.")


def _span(one: Range, unit: str | None) -> str:
    return f"{wording.amount(one.low, None)} … {wording.amount(one.high, unit)}"


def _share(number: int, of: int) -> str:
    return f"{100 * number / of:.1f} %" if of else "–"


def _bar(number: int, of: int) -> str:
    return "█" * round(BAR * number / of) if of else ""


def _range_json(network: Network, one: Range) -> dict[str, Any]:
    start, end = numbers.ends(network, one.number)
    return {
        "number": numbers.written(network, one.number),
        "from": start,
        "to": end,
        "now": value_of(network, one.number),
        "low": one.low,
        "high": one.high,
    }


def _is_whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= networks.LONGEST_NUMBER


def _spread(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 3 or not 1 <= int(text) <= 100:
        raise ArgumentTypeError(f"'{text}' is no spread; it is per cent, from 1 to 100")
    return int(text)
