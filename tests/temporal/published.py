"""Small networks that others have published, retyped as data of our own, with the verdict that was published.

``verdict`` is what is published: ``dynamic`` or ``not dynamic`` (controllable), ``consistent``, or ``not said`` where
the network came without a verdict. It leaves open which of our four verdicts holds; ``ours`` says it. Where the
published numbers are decimal they are multiplied by a power of ten. An edge (x, y, w) is y - x <= w, and an interval of
a requirement is two of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Bound = tuple[str, str, int]
Interval = tuple[str, str, int, int]


class Published(NamedTuple):
    name: str
    source: str
    verdict: str
    ours: str
    points: str
    links: list[Interval]
    edges: Sequence[Bound] = ()
    intervals: Sequence[Interval] = ()


NETWORKS = "github.com/sudaismoorad/temporal-networks, "
FAPE = "github.com/laas/fape, src/test/scala/planstack/constraints/stnu/"
NILSSON = "M. Nilsson, J. Kvarnstrom, P. Doherty, 'Incremental dynamic controllability revisited', ICAPS 2013, "
UNIT_TESTS = "unit tests of an implementation of P. Morris 2014 ('temporal_networks', TestMorris14Basic), "

LINKED = [
    Published(
        "a delay that nothing holds back",
        UNIT_TESTS + "there from L. Hunsberger's slides, page 118",
        "dynamic", "assured",
        "A B C",
        [("A", "C", 2, 9)],
        [("B", "C", 5)],
    ),
    Published(
        "two ways to a wait",
        UNIT_TESTS + "there from a paper of L. Hunsberger (2023), figure 7a",
        "dynamic", "assured",
        "A C W X Y",
        [("A", "C", 1, 10)],
        [("X", "C", 3), ("X", "Y", -2), ("Y", "C", 1), ("C", "W", -7)],
    ),
    Published(
        "two links that may come at once",
        UNIT_TESTS + "there from P. Morris, 'Dynamic controllability and dispatchability relationships', CPAIOR 2014",
        "not dynamic", "possible",
        "A B C D E",
        [("A", "B", 0, 2), ("C", "D", 0, 3)],
        [("B", "E", -2), ("E", "B", 4), ("B", "D", 1), ("D", "B", 3)],
    ),
    Published(
        "a magic loop of two links, one weight loosened",
        NETWORKS + "sample_stnus/dc-2.stnu",
        "dynamic", "adaptable",
        "X A0 C0 A1 C1",
        [("A0", "C0", 1, 3), ("A1", "C1", 1, 10)],
        [("X", "C0", 12), ("C1", "C0", 11), ("C0", "X", -7), ("C0", "C1", -1)],
    ),
    Published(
        "a magic loop of two links",
        NETWORKS + "sample_stnus/magic-loop.stnu; after L. Hunsberger, 'Magic loops in simple temporal networks with "
        "uncertainty', ICAART 2013; 'should not be dynamically controllable' says its companion in Lisp",
        "not dynamic", "possible",
        "X A0 C0 A1 C1",
        [("A0", "C0", 1, 3), ("A1", "C1", 1, 10)],
        [("X", "C0", 12), ("C1", "C0", 8), ("C0", "X", -7), ("C0", "C1", -1)],
    ),
    Published(
        "a magic loop of three links, one weight loosened",
        NETWORKS + "sample_stnus/dc-3.stnu",
        "dynamic", "adaptable",
        "X A0 C0 A1 C1 A2 C2",
        [("A0", "C0", 1, 3), ("A1", "C1", 1, 10), ("A2", "C2", 1, 36)],
        [("X", "C0", 48), ("C2", "C0", 37), ("C1", "C0", 8), ("C0", "X", -29), ("C0", "C2", -7), ("C0", "C1", -1)],
    ),
    Published(
        "a magic loop of five links, one weight loosened",
        NETWORKS + "sample_stnus/controllable/dc-5.stnu",
        "dynamic", "adaptable",
        "p10 p0 p1 p2 p3 p4 p5 p6 p7 p8 p9",
        [("p0", "p1", 1, 3), ("p2", "p3", 1, 10), ("p4", "p5", 1, 36), ("p6", "p7", 1, 130), ("p8", "p9", 1, 470)],
        [
            ("p10", "p1", 650), ("p9", "p1", 468), ("p7", "p1", 128), ("p5", "p1", 34), ("p3", "p1", 8),
            ("p1", "p10", -399), ("p1", "p9", -109), ("p1", "p7", -29), ("p1", "p5", -7), ("p1", "p3", -1),
        ],
    ),
    Published(
        "cooking dinner",
        FAPE + "DynamicControllability.scala, there from " + NILSSON + "figure 2",
        "dynamic", "adaptable",
        "shop drive home cook dinner",
        [("shop", "drive", 30, 60), ("drive", "home", 35, 40), ("cook", "dinner", 25, 30)],
        [("home", "dinner", 5), ("dinner", "home", 5)],
    ),
    Published(
        "a cycle of negative edges",
        FAPE + "DynamicControllability.scala, there from " + NILSSON + "figure 2",
        "not dynamic", "possible",
        "A B C D E U",
        [("A", "U", 5, 50)],
        [("U", "D", -15)],
        [("A", "B", 5, 10), ("B", "C", 5, 10), ("C", "D", 5, 10), ("E", "A", 5, 7)],
    ),
    Published(
        "two actions in a row before a deadline",
        FAPE + "DynamicControllability.scala",
        "not dynamic", "possible",
        "s a b c d e f g h",
        [("a", "b", 5, 10), ("e", "f", 10, 15)],
        [("a", "s", 0), ("d", "c", -1), ("h", "g", -1)],
        [("s", "h", 22, 22), ("b", "c", 0, 0), ("d", "e", 0, 0), ("f", "g", 0, 0)],
    ),
    Published(
        "a link squeezed from below",
        FAPE + "PseudoSTNUSuite.scala",
        "not dynamic", "possible",
        "a b",
        [("a", "b", 10, 15)],
        [("b", "a", -11)],
    ),
    Published(
        "an event 5 to 15 before an end",
        FAPE + "UncontrollableAction.scala",
        "dynamic", "assured",
        "start end event",
        [("start", "end", 50, 60)],
        [],
        [("event", "end", 5, 15)],
    ),
    Published(
        "an event 6 to 15 before an end",
        FAPE + "UncontrollableAction.scala",
        "not dynamic", "possible",
        "start end event",
        [("start", "end", 50, 60)],
        [],
        [("event", "end", 6, 15)],
    ),
    Published(
        "a moment that leaves room for the longest",
        FAPE + "IDCSuite.scala",
        "dynamic", "assured",
        "A B C D",
        [("B", "C", 10, 15)],
        [("B", "A", 0), ("C", "A", 0), ("D", "A", 0), ("D", "C", 0)],
        [("A", "D", 16, 16)],
    ),
    Published(
        "a moment that leaves room for the shortest only",
        FAPE + "IDCSuite.scala",
        "not dynamic", "possible",
        "A B C D",
        [("B", "C", 10, 15)],
        [("B", "A", 0), ("C", "A", 0), ("D", "A", 0), ("D", "C", 0)],
        [("A", "D", 12, 12)],
    ),
    Published(
        "two agents who share links",
        "G. Casanova, C. Pralet, C. Lesire, T. Vidal, 'Solving dynamic controllability problem of multi-agent plans "
        "with uncertainty using mixed integer linear programming', ECAI 2016: the example, as one network",
        "not said", "adaptable",
        "z a1 b1 b2 b3 a2 a3",
        [("a1", "b1", 1, 4), ("b3", "a3", 1, 5)],
        [],
        [("b2", "a2", 6, 8), ("z", "a1", 0, 5), ("a2", "a3", 1, 10), ("b1", "b2", 4, 6), ("b2", "b3", 6, 12)],
    ),
    Published(
        "a journey of 0.6294 to 18.8554",
        "examples of a checker by bucket elimination ('STNU Dynamic Controllability Checking', example.py)",
        "not dynamic", "possible",
        "e1 e2 e3 e4 e5",
        [("e1", "e5", 6294, 188554)],
        [],
        [
            ("e1", "e2", 10000, 1000000), ("e2", "e5", 0, 1000000), ("e2", "e3", 10000, 1000000),
            ("e3", "e4", 15000, 1000000), ("e1", "e4", 10000, 35000),
        ],
    ),
    Published(
        "a journey of 15 to 18.8554",
        "examples of a checker by bucket elimination ('STNU Dynamic Controllability Checking', example.py)",
        "dynamic", "assured",
        "e1 e2 e3 e4 e5",
        [("e1", "e5", 150000, 188554)],
        [],
        [
            ("e1", "e2", 10000, 1000000), ("e2", "e5", 0, 1000000), ("e2", "e3", 10000, 1000000),
            ("e3", "e4", 15000, 1000000), ("e1", "e4", 10000, 35000),
        ],
    ),
    Published(
        "the test file of the CSTNU Tool",
        "R. Posenato, 'CSTNU Tool', SoftwareX 17 (2022), src/test/resources/testGraphML.stnu",
        "not said", "assured",
        "Z X O Y",
        [("X", "Y", 2, 5)],
    ),
]  # fmt: skip

PLAIN = [
    Published(
        "John and Fred go to work",
        "R. Dechter, I. Meiri, J. Pearl, 'Temporal constraint networks', Artificial Intelligence 49 (1991): "
        "the example without its disjunctions",
        "consistent", "assured",
        "x0 x1 x2 x3 x4",
        [],
        [],
        [("x0", "x1", 10, 20), ("x1", "x2", 30, 40), ("x3", "x2", 10, 20), ("x3", "x4", 40, 50), ("x0", "x4", 60, 70)],
    ),
    Published(
        "nine points with three points outside of a core",
        NETWORKS + "sample_stns/dc-hunsberger-0.stn",
        "consistent", "assured",
        "A B C D E F G H I",
        [],
        [
            ("A", "B", 3), ("B", "C", -2), ("C", "A", -1), ("D", "E", 12), ("E", "F", -10), ("F", "D", -2),
            ("B", "E", 29), ("D", "B", 12), ("D", "G", 3), ("D", "I", 4), ("F", "A", 69), ("G", "A", 6),
            ("H", "F", 7), ("I", "C", 8),
        ],
    ),
    Published(
        "all pairs of four points",
        NETWORKS + "sample_stns/dc-APSP.stn",
        "consistent", "assured",
        "Z B C D",
        [],
        [
            ("B", "Z", -5), ("Z", "B", 26), ("Z", "C", 28), ("C", "Z", -2), ("D", "C", -2), ("C", "D", 28),
            ("D", "B", -4), ("B", "D", 25), ("B", "C", 6), ("C", "B", 3), ("Z", "D", 30), ("D", "Z", -9),
        ],
    ),
]  # fmt: skip


def whole(one: Published) -> tuple[list[str], list[Bound], list[Interval]]:
    """Points, edges (those of intervals too) and links."""
    edges = [*one.edges, *(edge for x, y, low, high in one.intervals for edge in ((x, y, high), (y, x, -low)))]
    return one.points.split(), edges, one.links
