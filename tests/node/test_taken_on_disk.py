"""Two nodes on disk, in files and on a server: what comes in is judged, forgotten and found again after a start."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from freehand.ledger.approvals import approve
from freehand.ledger.bundle.writing import Address, write_bundle
from freehand.ledger.lines import current
from freehand.ledger.log import Statement, append
from freehand.ledger.store.interface import Range
from freehand.node.erasing import erase
from freehand.node.folder import Compact, Node
from freehand.node.intake import Arrival, take
from freehand.node.kinds import content_id
from freehand.node.known import known
from freehand.node.passing import approval_bytes
from freehand.node.views.trail import trail
from tests.node import nodes
from tests.node.members import document

NOW = nodes.NOW


def said(compact: Compact, *statements: Statement) -> list[str]:
    leaves = append(compact.store, compact.log, compact.keys.log, statements).leaves
    return [leaves[at : at + 32].hex() for at in range(0, len(leaves), 32)]


def handed(to: Node, one: Compact, other: Compact) -> Arrival:
    with one.store.reading() as view:
        held = current(view, one.log).held(0, current(view, one.log).size)
    sink = io.BytesIO()
    write_bundle(one.store, sink, Address(one.log, other.log, one.id), one.keys.log, records=held, time=NOW)
    sink.seek(0)
    return take(to, other, sink, now=NOW)


def item(compact: Compact, other: Compact, terms: str, kind: str, name: str, body: Any) -> list[Statement]:
    label = "Northland, Southland"
    ids = [content_id(kind, name, label, body, None)]
    data = approval_bytes(compact.id, ids, [other.log], [terms])
    signed = [
        {"by": key.public.hex(), "signature": approve(key, data).hex()} for key in (nodes.key("ann"), nodes.key("bob"))
    ]
    release: Any = {"items": ids, "to": [other.log], "terms": [terms], "asked": signed[0], "approved": signed[1]}
    return [Statement("release", "release", release, NOW), Statement(kind, name, body, NOW, label)]


@pytest.mark.parametrize("place", nodes.PLACES)
def test_what_a_partner_hands_over_is_judged_forgotten_and_found_after_a_start(place: str, tmp_path: Path) -> None:
    north, south = nodes.new(tmp_path / "n", place=place), nodes.new(tmp_path / "s", "Southland", place)
    a = nodes.side(north)
    b = nodes.side(south, compact=a.id)
    nodes.met(a, b)
    terms: Any = {
        "scope": "support",
        "parties": ["Northland", "Southland"],
        "exclusions": [{"name": "x", "words": ["strike"]}],
    }
    (version,) = said(a, Statement("terms.propose", "terms", {"terms": terms}, NOW))
    said(a, Statement("terms.accept", "terms", {"about": version, "heads": {}}, NOW))
    handed(south, a, b)
    size = known(south, b).sizes["Northland"]
    said(b, Statement("terms.accept", "terms", {"about": version, "heads": {a.log: size}}, NOW))
    handed(north, b, a)
    reports = [document(report=words, by="Northland") for words in ("quiet", "a strike", "erased")]
    statements = [each for n, body in enumerate(reports) for each in item(a, b, version, "report", f"r{n}", body)]
    leaves = said(a, *statements)
    arrival = handed(south, a, b)
    assert dict(arrival.news.counts) == {"releases": 3, "items": 2}
    assert [each.clause for each in arrival.news.refused] == ["exclusion x"]
    said(a, Statement("withdraw", "withdraw", {"about": leaves[5], "how": "erase", "words": "no"}, NOW))
    handed(south, a, b)
    erase(south, b, leaves[5], now=NOW)
    for node in (north, south):
        node.close()
    with nodes.again(tmp_path / "s") as node:
        compact = node.compact()
        found = known(node, compact)
        assert [one.object for one in found.said()] == ["r0"]
        assert [event.what for event in trail(node, compact)] == ["refused", "erased"]
        with compact.store.reading() as view:
            line = current(view, a.log)
            kept = {number for number, _ in line.records([Range(0, line.size)])}
        assert size + 3 not in kept
        assert size + 5 not in kept
        assert size + 1 in kept
