"""What is no network is refused with a clear word, all at once, before any arithmetic; what is only odd is not."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from freehand.errors import InputError
from freehand.temporal import named
from freehand.temporal.checking import check
from freehand.temporal.limits import Limit
from freehand.temporal.named import Builder, Constraint, ContingentLink, Network
from freehand.temporal.results import Kind, Step, Undecided, Verdict
from freehand.temporal.verify import verify

EXACT = "everything is reckoned exactly, in whole seconds."
JOIN = "constraints and links join points of the network."
ROOT = Path(__file__).resolve().parents[2]


class Truth:
    """Looks like a whole number, and is none that could be counted on."""

    def __index__(self) -> int:
        return 1

    def __str__(self) -> str:
        return "1"


# (name of the case, points, constraints, links, what is told)
REFUSED: list[tuple[str, Any, Any, Any, list[str]]] = [
    ("no points", [], [], [], ["points / 0: a network without points"]),
    ("a point without a name", ["a", ""], [], [], ["points / 1: a point without a name"]),
    (
        "names that are no names",
        [None, 3, ["a"]],
        [],
        [],
        [f"points / {k}: '{n}' is no name" for k, n in ((0, None), (1, 3), (2, "['a']"))],
    ),
    ("a name twice", ["a", "b", "a"], [], [], ["points / 2: the point 'a' is named twice"]),
    (
        "a name thrice",
        ["a", "a", "a"],
        [],
        [],
        ["points / 1: the point 'a' is named twice", "points / 2: the point 'a' is named twice"],
    ),
    (
        "a name that turns the line round",
        ["a", "a\u202e", "a\u202e"],
        [],
        [],
        ["points / 2: the point 'a\\u202e' is named twice"],
    ),
    (
        "a name without end",
        ["a", "x" * 100_000, "x" * 100_000],
        [],
        [],
        [f"points / 2: the point '{'x' * 59}…' is named twice"],
    ),
    (
        "unknown points",
        ["a"],
        [("a", "b", 1), ("c", "a", 1), ("d", "e", 1)],
        [],
        [
            f"constraints / {k} / {f}: there is no point '{p}'"
            for k, f, p in ((0, "to", "b"), (1, "from", "c"), (2, "from", "d"), (2, "to", "e"))
        ],
    ),
    (
        "unknown points of links",
        ["a"],
        [],
        [("a", "b", 1, 2), ("c", "d", 1, 2)],
        [
            f"links / {k} / {f}: there is no point '{p}'"
            for k, f, p in ((0, "to", "b"), (1, "from", "c"), (1, "to", "d"))
        ],
    ),
    (
        "points that no name could be",
        ["a"],
        [("a", None, 1), ("a", ["b"], 1)],
        [("a", {}, 1, 2)],
        [
            "constraints / 0 / to: there is no point 'None'",
            "constraints / 1 / to: there is no point '['b']'",
            "links / 0 / to: there is no point '{}'",
        ],
    ),
    ("NaN", ["a", "b"], [("a", "b", float("nan"))], [], ["constraints / 0 / max: 'nan' is no whole number of seconds"]),
    (
        "infinity",
        ["a", "b"],
        [("a", "b", float("inf")), ("a", "b", float("-inf"))],
        [],
        [
            "constraints / 0 / max: 'inf' is no whole number of seconds",
            "constraints / 1 / max: '-inf' is no whole number of seconds",
        ],
    ),
    ("a fraction", ["a", "b"], [("a", "b", 1.5)], [], ["constraints / 0 / max: '1.5' is no whole number of seconds"]),
    (
        "a float that is whole",
        ["a", "b"],
        [("a", "b", 3.0)],
        [],
        ["constraints / 0 / max: '3.0' is no whole number of seconds"],
    ),
    (
        "exact numbers that are not ours",
        ["a", "b"],
        [("a", "b", Fraction(3)), ("a", "b", Decimal("3"))],
        [],
        [
            "constraints / 0 / max: '3' is no whole number of seconds",
            "constraints / 1 / max: '3' is no whole number of seconds",
        ],
    ),
    ("text", ["a", "b"], [("a", "b", "3")], [], ["constraints / 0 / max: '3' is no whole number of seconds"]),
    ("nothing", ["a", "b"], [("a", "b", None)], [], ["constraints / 0 / max: 'None' is no whole number of seconds"]),
    (
        "a truth value",
        ["a", "b"],
        [("a", "b", True)],
        [],
        ["constraints / 0 / max: 'True' is no whole number of seconds: its type is bool"],
    ),
    (
        "what only looks like a number",
        ["a", "b"],
        [("a", "b", Truth())],
        [],
        ["constraints / 0 / max: '1' is no whole number of seconds: its type is Truth"],
    ),
    (
        "bounds of a link that are no numbers",
        ["a", "b"],
        [],
        [("a", "b", float("nan"), "9")],
        ["links / 0 / min: 'nan' is no whole number of seconds", "links / 0 / max: '9' is no whole number of seconds"],
    ),
    ("a link that may take no time", ["a", "b"], [], [("a", "b", 0, 2)], ["links / 0 / min: a link that may take 0"]),
    ("a link into the past", ["a", "b"], [], [("a", "b", -1, 2)], ["links / 0 / min: a link that may take -1"]),
    ("a link of a fixed time", ["a", "b"], [], [("a", "b", 2, 2)], ["links / 0 / min: a link that takes exactly 2"]),
    (
        "a link of no time at all",
        ["a", "b"],
        [],
        [("a", "b", 0, 0)],
        ["links / 0 / min: a link that takes exactly 0", "links / 0 / min: a link that may take 0"],
    ),
    (
        "a link with its bounds swapped",
        ["a", "b"],
        [],
        [("a", "b", 5, 2)],
        ["links / 0 / min: a link of at least 5 and at most 2"],
    ),
    (
        "two links that end at one point",
        ["a", "b", "c"],
        [],
        [("a", "c", 1, 2), ("b", "c", 1, 2)],
        ["links / 1 / to: links 0 and 1 end at the same point"],
    ),
    (
        "one link twice",
        ["a", "b"],
        [],
        [("a", "b", 1, 2), ("a", "b", 1, 2)],
        ["links / 1 / to: links 0 and 1 end at the same point"],
    ),
    (
        "a link from a point to itself",
        ["z", "a"],
        [],
        [("a", "a", 1, 2)],
        ["links / 0 / from: the links from 0 on run in a circle"],
    ),
    (
        "links that run in a circle",
        ["z", "a", "b", "c"],
        [],
        [("a", "b", 1, 2), ("b", "c", 1, 2), ("c", "a", 1, 2)],
        ["links / 0 / from: the links from 0 on run in a circle"],
    ),
    (
        "two circles",
        ["z", "a", "b", "c"],
        [],
        [("a", "b", 1, 2), ("b", "a", 1, 2), ("c", "c", 1, 2)],
        [
            "links / 0 / from: the links from 0 on run in a circle",
            "links / 2 / from: the links from 2 on run in a circle",
        ],
    ),
    ("a weight beyond 64 bits", ["a", "b"], [("a", "b", 2**64)], [], ["the weights are too large"]),
    (
        "weights whose sum leaves 64 bits",
        ["a", "b"],
        [("a", "b", 2**60), ("b", "a", -(2**60))],
        [],
        ["the weights are too large"],
    ),
    ("a weight of more digits than are written", ["a", "b"], [("a", "b", 10**6000)], [], ["the weights are too large"]),
    (
        "a link of more digits than are written",
        ["a", "b"],
        [],
        [("a", "b", 10**6000, 10**6000)],
        ["links / 0 / min: a link that takes exactly a number of thousands of digits", "the weights are too large"],
    ),
    (
        "a constraint that is none",
        ["a", "b"],
        [("a", "b"), ("a", "b", 1, "why", "and"), "abc", 7],
        [],
        [
            "constraints / 0: '('a', 'b')' is no constraint",
            "constraints / 1: '('a', 'b', 1, 'why', 'and')' is no constraint",
            "constraints / 2: 'abc' is no constraint",
            "constraints / 3: '7' is no constraint",
        ],
    ),
    ("a link that is none", ["a", "b"], [], [("a", "b", 1)], ["links / 0: '('a', 'b', 1)' is no link"]),
    (
        "everything at once",
        ["a", "a"],
        [("a", "b", 1.5)],
        [("a", "b", 3, 1)],
        [
            "points / 1: the point 'a' is named twice",
            "constraints / 0 / to: there is no point 'b'",
            "links / 0 / to: there is no point 'b'",
            "constraints / 0 / max: '1.5' is no whole number of seconds",
            "links / 0 / min: a link of at least 3 and at most 1",
        ],
    ),
]


def told(error: InputError) -> list[str]:
    return [
        f"{fault.place.field + ': ' if fault.place and fault.place.field else ''}{fault.what}" for fault in error.faults
    ]


@pytest.mark.parametrize(
    ("points", "constraints", "links", "faults"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_refused(points: Any, constraints: Any, links: Any, faults: list[str]) -> None:
    with pytest.raises(InputError) as refused:
        Network.of(points, constraints, links)
    assert told(refused.value) == faults
    for fault in refused.value.faults:
        assert fault.why.endswith(".")
        assert fault.next.endswith(".")
        assert str(refused.value).isprintable() or "\n" in str(refused.value)


def test_the_whole_sentence() -> None:
    with pytest.raises(InputError) as refused:
        Network.of(["a", "b"], [("a", "b", float("nan"))], [("a", "c", 2, 2)])
    assert str(refused.value) == (
        "links / 0 / to: there is no point 'c'\n"
        "  why:  constraints and links join points of the network.\n"
        "  next: Name one of its points, or add the point.\n"
        "\n"
        "constraints / 0 / max: 'nan' is no whole number of seconds\n"
        "  why:  everything is reckoned exactly, in whole seconds.\n"
        "  next: Give whole seconds, such as 3600.\n"
        "\n"
        "links / 0 / min: a link that takes exactly 2\n"
        "  why:  nature has nothing to pick: it is a plain constraint.\n"
        "  next: State it as two constraints, 'at most' and 'at least'."
    )


def test_points_given_by_number_are_looked_up_too() -> None:
    with pytest.raises(InputError) as refused:
        Network(["a", "b"], [Constraint(0, 2, 1), Constraint(-1, 0, 1)], [ContingentLink(True, 1, 1, 2)])
    assert told(refused.value) == [
        "constraints / 0 / to: there is no point '2'",
        "constraints / 1 / from: there is no point '-1'",
        "links / 0 / from: there is no point 'True'",
    ]


def test_whole_numbers_of_numpy_are_told_from_ints() -> None:
    numpy = pytest.importorskip("numpy")
    with pytest.raises(InputError) as refused:
        Network.of(["a", "b"], [("a", "b", numpy.int64(3)), ("a", "b", numpy.float64(3))])
    assert told(refused.value) == [
        "constraints / 0 / max: '3' is no whole number of seconds: its type is int64",
        "constraints / 1 / max: '3.0' is no whole number of seconds",
    ]


def test_what_is_built_step_by_step_is_refused_alike() -> None:
    builder = Builder("a", "")
    builder.at_least("a", "b", "soon")  # type: ignore[arg-type]  # somebody will
    builder.between("a", "b", 2, 1)
    builder.link("a", "c", 3, 3)
    with pytest.raises(InputError) as refused:
        builder.build()
    assert told(refused.value) == [
        "points / 1: a point without a name",
        "constraints / 0 / max: 'soon' is no whole number of seconds",
        "links / 0 / min: a link that takes exactly 3",
    ]


def test_of_very_many_faults_the_first_are_told_and_the_rest_are_counted() -> None:
    with pytest.raises(InputError) as refused:
        Network.of(["a"], [("a", "b", 1)] * 1_000)
    assert len(refused.value.faults) == 101
    assert told(refused.value)[-1] == "and 900 more faults"


def test_more_constraints_than_are_taken_are_refused_as_soon_as_they_are_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named, "MOST_CONSTRAINTS", 10_000)

    def many() -> Iterator[tuple[str, str, int]]:
        while True:  # without end: whoever counts them all is lost
            yield "a", "b", 1

    with pytest.raises(InputError) as refused:
        Network.of(["a", "b"], many())
    assert told(refused.value) == ["constraints / 10000: more than 10000 constraints"]


def test_as_many_as_are_taken_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named, "MOST_CONSTRAINTS", 3)
    assert len(Network.of("ab", [("a", "b", 1)] * 3).constraints) == 3
    with pytest.raises(InputError) as refused:
        Network.of("ab", [("a", "b", 1)] * 4, ["no link"])
    assert told(refused.value) == ["constraints / 3: more than 3 constraints", "links / 0: 'no link' is no link"]


def test_weights_just_below_what_is_refused_are_reckoned_exactly() -> None:
    most = 2**61 - 1
    holds = Network.of(["a", "b"], [("a", "b", most // 2), ("b", "a", -(most // 2))])
    breaks = Network.of(["a", "b"], [("a", "b", most // 2), ("b", "a", -(most // 2) - 1)])
    assert check(holds).verdict is Verdict.ASSURED
    assert check(breaks).verdict is Verdict.IMPOSSIBLE
    assert sum(step.weight for step in check(breaks).chain) == -1


# -- odd, and right -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "constraints", "verdict"),
    [
        pytest.param(["alone"], [], Verdict.ASSURED, id="one point"),
        pytest.param(["alone"], [("alone", "alone", 0)], Verdict.ASSURED, id="a loop of zero"),
        pytest.param(["alone"], [("alone", "alone", -1)], Verdict.IMPOSSIBLE, id="a loop below zero"),
        pytest.param(["a", "b"], [], Verdict.ASSURED, id="two points that nothing binds"),
        pytest.param(["a", "b", "c"], [("c", "c", -7, "?")], Verdict.IMPOSSIBLE, id="a loop below zero, out of reach"),
        pytest.param(["起点", "naïve ☂", " "], [("起点", " ", 5)], Verdict.ASSURED, id="names in any script"),
        pytest.param(
            ["\u00e9", "e\u0301"], [("\u00e9", "e\u0301", 1)], Verdict.ASSURED, id="names that only look alike"
        ),
        pytest.param(["a", "A"], [("a", "A", -1), ("A", "a", 0)], Verdict.IMPOSSIBLE, id="names that differ in case"),
    ],
)
def test_taken_as_it_is(points: list[str], constraints: list[Any], verdict: Verdict) -> None:
    network = Network.of(points, constraints)
    found = check(network)
    assert found.verdict is verdict
    assert verify(network, found.consistency)


def test_a_loop_below_zero_is_its_own_chain() -> None:
    network = Network.of(["a"], [("a", "a", -1, "typed in haste")])
    assert check(network).chain == (Step("a", "a", -1, Kind.CONSTRAINT, "typed in haste"),)


def test_reasons_may_be_anything() -> None:
    network = Network.of(["a", "b"], [("a", "b", -1, ["a", "list"]), ("b", "a", 0, {"no": "hash"})])
    found = check(network)
    assert [step.reason for step in found.chain] == [["a", "list"], {"no": "hash"}]
    assert verify(network, found.consistency)


# -- limits -------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [Limit(steps=0), Limit(seconds=0), Limit(steps=10, seconds=0)])
def test_a_limit_that_is_met_gives_undecided_and_says_so(limit: Limit) -> None:
    n = 300
    back = [(f"{k}", f"{k + 1}", -1) for k in reversed(range(n))]
    found = check(Network.of([f"{k}" for k in range(n + 1)], back), limit)
    assert found.verdict is Verdict.UNDECIDED
    assert found.consistency == Undecided(limit.reached())
    assert found.chain == ()


# Each of the first hundred points lowers a chain of all others by one more, so a stack takes the chain a hundred times;
# and its points are numbered from the middle outwards, so a sweep gets one point further.
CHAIN = """
n, first = 100_000, 100
half = (n - first) // 2
way = [point for k in range(half) for point in (first + half + k, first + half - k - 1)]
edges = [(x, y, 0) for x, y in zip(way, way[1:])] + [(x, way[0], x - first) for x in range(first)]
"""

# Every point must come long after the one before it, and whatever goes back from one meets all that come after.
LADDER = """
n = 20_000
edges = [(x + 1, x, -1000) for x in range(n - 1)]
edges += [(x, y, 1) for y in range(n - 1) for step in (2, 3, 5, 7, 11, 13) for x in [y + step * step] if x < n]
"""

CHILD = """
from freehand.temporal import engines
from freehand.temporal.checking import {ask}
from freehand.temporal.limits import Limit
from freehand.temporal.named import Constraint, Network

{edges}
network = Network(map(str, range(n)), [Constraint(*edge) for edge in edges])
engines.compiler()
engines.SMALL = 0
{ask}(Network("ab", [Constraint(0, 1, -1)]))  # compiled, or fetched from the cache, before the clock starts
print({ask}(network, Limit(seconds=2)))  # so it takes longer than that
in_a_thread = engines._in_a_thread

def told(call, *rest):
    def work():
        print("running", flush=True)
        return call()
    return in_a_thread(work, *rest)

engines._in_a_thread = told
try:
    print({ask}(network))
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@pytest.mark.parametrize(("ask", "edges"), [("consistency", CHAIN), ("strong", CHAIN), ("dynamic", LADDER)])
def test_an_interrupt_ends_compiled_work_within_a_second_and_so_does_a_limit(ask: str, edges: str) -> None:
    program = CHILD.format(ask=ask, edges=edges)
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "Undecided(reached='2 seconds')\n"
        assert child.stdout.readline() == "running\n"
        child.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert child.stdout.readline() == "stopped\n"
        assert time.monotonic() - begun < 1
        assert child.wait() == 0
