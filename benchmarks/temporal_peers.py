"""Who else checks temporal networks: a table for each question, called alike; what is absent is left out with a word.

*Consistency* and *all pairs* are answered by graph libraries that PyPI has; unified-planning has a consistency check of
its own. They know plain edges, so a contingent link is its two bounds, and none names a reason. Each peer gets the form
in which it is fastest, and is asked for no more than the answer. Where a library looks from one point only, a further
point before all others is added.

*Dynamic controllability* is answered by the CSTNU Tool (Java; R. Posenato), and by a Python repository. Both are run
from the folder that the user names:

=====================================  ============================================================================
``FOLDER/cstnu``                       the tool's ``jar``, or its classes in ``classes`` and jars in ``lib``
``FOLDER/stnu-conflicts/stnu_dc.py``   the module of ``github.com/nrealus/stnu-conflicts``
=====================================  ============================================================================

The tool is timed in its own process after warm-up, by itself (``java/MorrisTiming.java``).
"""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shutil import which
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from benchmarks.measuring import ROOT
from benchmarks.plain_morris import dynamically_controllable
from benchmarks.temporal_instances import Instance
from freehand.temporal.network import Edge

Answer = Callable[[], Any]
"""Answers the question once; for consistency a truth value."""

Built = Callable[[int, Sequence[Edge]], Answer]
"""Builds what a peer works on, from points and edges."""


class Peer(NamedTuple):
    """A library, and how it is asked."""

    name: str
    module: str
    built: Built


def rustworkx_check(n: int, edges: Sequence[Edge]) -> Answer:
    """Any negative cycle?"""
    graph = _rustworkx(n, edges)
    from rustworkx import negative_edge_cycle

    return lambda: not negative_edge_cycle(graph, float)


def igraph_check(n: int, edges: Sequence[Edge]) -> Answer:
    """Distances from a point before all others; they fail at a negative cycle."""
    import igraph

    graph = igraph.Graph(n + 1, [(x, y) for x, y, _ in edges] + [(n, point) for point in range(n)], directed=True)
    graph.es["weight"] = [w for _, _, w in edges] + [0] * n

    def answer() -> bool:
        try:
            graph.distances(n, weights="weight", algorithm="bellman_ford")
        except igraph.InternalError:
            return False
        return True

    return answer


def scipy_check(n: int, edges: Sequence[Edge]) -> Answer:
    """The same."""
    from scipy.sparse.csgraph import NegativeCycleError, bellman_ford

    matrix = _matrix(n + 1, [*edges, *((n, point, 0) for point in range(n))])

    def answer() -> bool:
        try:
            bellman_ford(matrix, indices=n)
        except NegativeCycleError:
            return False
        return True

    return answer


def delta_stn_check(_: int, edges: Sequence[Edge]) -> Answer:
    """unified-planning's network decides while edges are added, so building it is the check."""
    from unified_planning.model.delta_stn import DeltaSimpleTemporalNetwork

    def answer() -> bool:
        network = DeltaSimpleTemporalNetwork()
        for x, y, w in edges:
            network.add(x, y, w)
        return bool(network.check_stn())

    return answer


CONSISTENCY = (
    Peer("rustworkx", "rustworkx", rustworkx_check),
    Peer("igraph", "igraph", igraph_check),
    Peer("scipy", "scipy", scipy_check),
    Peer("DeltaSTN", "unified_planning", delta_stn_check),
)


def _johnson(n: int, edges: Sequence[Edge]) -> Answer:
    from scipy.sparse.csgraph import johnson

    matrix = _matrix(n, edges)
    return lambda: johnson(matrix)


def _floyd(n: int, edges: Sequence[Edge]) -> Answer:
    from scipy.sparse.csgraph import floyd_warshall

    matrix = _matrix(n, edges)
    return lambda: floyd_warshall(matrix)


def _rustworkx_floyd(n: int, edges: Sequence[Edge]) -> Answer:
    from rustworkx import digraph_floyd_warshall_numpy

    graph = _rustworkx(n, edges)
    return lambda: digraph_floyd_warshall_numpy(graph, weight_fn=float)


def _rustworkx_bellman_ford(n: int, edges: Sequence[Edge]) -> Answer:
    from rustworkx import all_pairs_bellman_ford_path_lengths

    graph = _rustworkx(n, edges)
    return lambda: all_pairs_bellman_ford_path_lengths(graph, float)


def _igraph_johnson(n: int, edges: Sequence[Edge]) -> Answer:
    import igraph

    graph = igraph.Graph(n, [(x, y) for x, y, _ in edges], directed=True)
    graph.es["weight"] = [w for _, _, w in edges]
    return lambda: graph.distances(weights="weight", algorithm="johnson")


ALL_PAIRS = (
    Peer("scipy Johnson", "scipy", _johnson),
    Peer("scipy Floyd", "scipy", _floyd),
    Peer("rustworkx Floyd", "rustworkx", _rustworkx_floyd),
    Peer("rustworkx Bellman-Ford", "rustworkx", _rustworkx_bellman_ford),
    Peer("igraph Johnson", "igraph", _igraph_johnson),
)


def present(peers: Sequence[Peer]) -> list[Peer]:
    """The peers that are installed; a word for each module that is not."""
    missing = {peer.module for peer in peers if importlib.util.find_spec(peer.module) is None}
    for module in sorted(missing):
        print(f"{module} is not installed and is left out (pip install --group bench)")
    return [peer for peer in peers if peer.module not in missing]


def _rustworkx(n: int, edges: Sequence[Edge]) -> Any:
    import rustworkx

    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from([(x, y, float(w)) for x, y, w in edges])
    return graph


def _matrix(n: int, edges: Sequence[Edge]) -> Any:
    """A sparse matrix of the tightest edges; one of weight 0 is kept as an entry."""
    import numpy
    from scipy.sparse import csr_array

    tightest: dict[tuple[int, int], int] = {}
    for x, y, w in edges:
        known = tightest.get((x, y))
        if known is None or w < known:
            tightest[x, y] = w
    rows, columns = zip(*tightest, strict=True)
    return csr_array((numpy.array(list(tightest.values()), float), (rows, columns)), shape=(n, n))


class Timed(NamedTuple):
    """What a checker of dynamic controllability says of an instance, and the seconds that it takes; None: it failed."""

    holds: bool | None
    seconds: float


class Checker(NamedTuple):
    """A checker of dynamic controllability: in this process (``built``), or one that times itself."""

    name: str
    built: Callable[[Instance], Answer] | None
    by_itself: Callable[[Sequence[Instance]], list[Timed]] | None = None


PLAIN = Checker("plain-Python Morris 2014", lambda one: lambda: dynamically_controllable(one.n, one.edges, one.links))


def checkers(folder: Path | None) -> Iterator[Checker]:
    """The published checkers that are there; a word for each that is not."""
    cstnu = _class_path(folder / "cstnu") if folder else ""
    if cstnu and which("java"):
        yield Checker("CSTNU Tool, Morris 2014", None, lambda several: cstnu_times(cstnu, several))
    else:
        print("The CSTNU Tool is left out: nothing to run in `cstnu` of the folder of --peers, or no java on the PATH")
    module = folder / "stnu-conflicts" / "stnu_dc.py" if folder else Path()
    if module.is_file() and importlib.util.find_spec("heapdict"):
        yield Checker("stnu-conflicts", _stnu_conflicts(module))
    else:
        print("stnu-conflicts is left out: no `stnu-conflicts/stnu_dc.py` in the folder of --peers, or no heapdict")


def _class_path(folder: Path) -> str:
    found = [*sorted(folder.glob("*.jar")), *sorted(folder.glob("lib/*.jar"))]
    classes = folder / "classes"
    return ":".join(str(path) for path in ([classes, *found] if classes.is_dir() else found))


def cstnu_times(class_path: str, several: Sequence[Instance], warm_up: float = 3.0) -> list[Timed]:
    """The tool's times, in a process of its own after so many seconds of warm-up.

    Raises:
        subprocess.CalledProcessError: if it cannot be run.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for place, one in enumerate(several):
            path = Path(folder) / f"{place}.stnu"
            path.write_text(graphml(one), encoding="utf-8")
            paths.append(str(path))
        program = str(ROOT / "benchmarks" / "java" / "MorrisTiming.java")
        words = ["java", "-Xss64m", "-cp", class_path, program, str(warm_up), *paths]
        done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
    found = []
    for line in done.stdout.splitlines():
        verdict, nanoseconds = line.split()
        found.append(Timed({"true": True, "false": False}.get(verdict), int(nanoseconds) / 1e9))
    return found


def graphml(one: Instance) -> str:
    """An instance as the CSTNU Tool reads it; the first point is its ``Z``."""
    names = ["Z", *(f"p{point}" for point in range(1, one.n))]
    keys = (
        ("NetworkType", "graph", "CSTNU"), ("Name", "graph", ""), ("nContingent", "graph", "0"),
        ("nObservedProposition", "graph", "0"), ("nEdges", "graph", "0"), ("nVertices", "graph", "0"),
        ("x", "node", "0"), ("y", "node", "0"), ("Obs", "node", ""), ("Label", "node", "⊡"),
        ("Type", "edge", "requirement"), ("Value", "edge", ""),
    )  # fmt: skip
    ties = [(x, y, w, "requirement") for x, y, w in one.edges]
    for a, c, low, high in one.links:
        ties += [(a, c, high, "contingent"), (c, a, -low, "contingent")]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns/graphml">',
    ]
    lines += [f'<key id="{k}" for="{of}"><default>{default}</default></key>' for k, of, default in keys]
    lines += ['<graph edgedefault="directed">', '<data key="NetworkType">STNU</data>']
    lines += [f"<node id={quoteattr(name)}/>" for name in names]
    lines += [
        f'<edge id="e{place}" source="{names[x]}" target="{names[y]}">'
        f'<data key="Type">{kind}</data><data key="Value">{w}</data></edge>'
        for place, (x, y, w, kind) in enumerate(ties)
    ]
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def _stnu_conflicts(path: Path) -> Callable[[Instance], Answer]:
    """It knows one link between two points, which may have both bounds; it prints what it finds, which is stopped."""
    spec = importlib.util.spec_from_file_location("stnu_dc", path)
    assert spec is not None, "a file that is there can be loaded"
    assert spec.loader is not None, "a file that is there can be loaded"
    module: Any = importlib.util.module_from_spec(spec)
    sys.modules["stnu_dc"] = module
    spec.loader.exec_module(module)
    module.print = lambda *_: None

    def built(one: Instance) -> Answer:
        ordinary: list[tuple[str, Any, str]] = []
        weights = {(x, y): w for x, y, w in one.edges}
        for (x, y), w in weights.items():
            back = weights.get((y, x))
            if back is None:
                ordinary.append((str(x), w, str(y)))
            elif x < y:
                ordinary.append((str(x), (-back, w), str(y)))
        links = [(str(a), (low, high), str(c)) for a, c, low, high in one.links]
        network = module.STNU.from_links(ordinary, links)
        for point in range(one.n):
            network.reverse_adjacency.setdefault(str(point), set())  # it does not think of points that no edge enters
        return lambda: module.check_stnu_dc(network)[0]

    return built
