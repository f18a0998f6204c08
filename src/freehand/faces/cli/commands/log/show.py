"""``freehand log show``: what each party has said, as far as it may be read here."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import ledgers, nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers import wording
from freehand.faces.nodes import records
from freehand.faces.nodes.terms import LEFT, LEFT_DISOWNED
from freehand.ledger.lines import cards_of, current
from freehand.ledger.receipts import read_receipt

if TYPE_CHECKING:
    from freehand.ledger.store.interface import Line, View
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known
    from freehand.node.said import Said

HELP = (
    "Show the logs of a compact: how far each is here, and since when nothing was heard; or what one party has said; "
    "or one record. Only what stands behind the gate is shown, by the terms as they stand today: whatever else there "
    "is shows as a leaf."
)
EXAMPLE = "freehand log show Northland --node north"
FORMAT = "freehand.log-show/1"
LISTED = 40


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("party", metavar="PARTY", nargs="?", help="whose log (default: all in a line each)")
    parser.add_argument("record", metavar="RECORD", nargs="?", type=int, help="the number of one record")
    first = f"the first record to list (default: the last {LISTED} are listed)"
    parser.add_argument("--first", type=int, metavar="N", help=first)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Look, and say what is there."""
    from freehand.node.known import known

    with nodes.in_compact(args) as (node, compact):
        held = known(node, compact)
        with compact.store.reading() as view:
            if args.party is None:
                return _logs(args, node, compact, held, view)
            line = current(view, log_of(compact, args.party))
            if args.record is None:
                return _records(args, held, line)
            return _record(args, held, view, line)


def log_of(compact: Compact, party: str) -> str:
    """The log of a party.

    Raises:
        UsageError: there is no such party.
    """
    members = compact.members
    if party not in members:
        why = f"here are {', '.join(map(shown, members))}."
        raise UsageError(one_fault(f"there is no log of '{shown(party)}'", why, "Name one of these."))
    return members[party].log


def _logs(args: Namespace, node: Node, compact: Compact, held: Known, view: View) -> int:
    """Every log in a line."""
    told = []
    for name in sorted(held.members, key=lambda name: (name != node.party, name)):
        member = held.members[name]
        line = current(view, member.log)
        beside = len(view.branches(member.log)) - 1
        states = [
            *(["a fork is proven"] if held.frozen.get(name) else []),
            *([LEFT_DISOWNED if name in held.standing.left_disowned else LEFT] if name in held.standing.left else []),
            *([f"{wording.counted(beside, 'branch', 'branches')} beside it"] if beside > 0 else []),
            *(["restored, signs nothing"] if name == held.party and held.waiting_for is not None else []),
        ]
        told.append(
            {
                "party": name,
                "log": member.log,
                "own": name == node.party,
                "size": line.size,
                "root": line.root.hex(),
                "state": "; ".join(states) or ("own" if name == node.party else "good"),
            }
        )
    if args.json:
        print_json({"format": FORMAT, "compact": compact.name, "logs": told, "heard": nodes.silences_json(held)})
        return 0
    screen = Screen()
    screen.line(f"The logs of {shown(compact.name)}", style="bold")
    screen.line()
    rows = [
        [shown(str(one["party"])), f"{one['size']:,}", f"{one['root']}"[: wording.SHORT] + "…", str(one["state"])]
        for one in told
    ]
    screen.table(["party", "leaves", "root", "state"], rows, right=(1,))
    nodes.silences(screen, held)
    screen.next(nodes.following(args, "log", "show", node.party))
    return 0


class _Row(NamedTuple):
    number: int
    leaf: str
    state: str
    """held, withdrawn, erased, withheld."""
    said: Said | None


def _row(held: Known, line: Line, number: int, leaf: str) -> _Row:
    """One record from behind the gate; what is not there shows as nothing but a leaf, whatever the reason."""
    said = held.one(leaf)
    if said is not None:
        return _Row(number, leaf, "held", said)
    if line.paper("erasure", number) is not None:
        return _Row(number, leaf, "erased", None)
    return _Row(number, leaf, "withdrawn" if leaf in held.withdrawn() else "withheld", None)


def _leaves(line: Line, first: int, end: int) -> list[str]:
    data = b"".join(line.leaves(first, end))
    return [data[at : at + 32].hex() for at in range(0, len(data), 32)]


def _records(args: Namespace, held: Known, line: Line) -> int:
    """What one party has said."""
    first = max(0, line.size - LISTED) if args.first is None else args.first
    if not 0 <= first <= line.size:
        raise UsageError(one_fault(f"there is no record {first}", _sizes(args, line), "Name one that is there."))
    end = line.size if args.json else min(first + LISTED, line.size)
    rows = [_row(held, line, number, leaf) for number, leaf in enumerate(_leaves(line, first, end), first)]
    others = [args.party] if args.party != held.party else []
    if args.json:
        told = {"party": args.party, "size": line.size, "root": line.root.hex()}
        heard = nodes.silences_json(held, *others) if others else []
        print_json({"format": FORMAT, **told, "records": [_listed(one) for one in rows], "heard": heard})
        return 0
    screen = Screen()
    leaves = wording.counted(line.size, "leaf", "leaves")
    screen.line(f"{shown(args.party)}: {leaves}, root {wording.short(line.root)}", style="bold")
    screen.line()
    if rows:
        cells = [[str(one.number), *_cells(one)] for one in rows]
        screen.table(["record", "said at", "kind", "says"], cells, right=(0,))
    else:
        screen.line("Nothing has been said yet." if not line.size else "There are no records from there on.")
    if end < line.size:
        screen.line(f"… and {line.size - end:,} more, from --first {end} on.")
    if first and args.first is None:
        screen.line(f"{wording.counted(first, 'record', 'records')} before these: --first 0 begins at the beginning.")
    if others:
        nodes.silences(screen, held, *others)
    last = next((one.number for one in reversed(rows) if one.said is not None), None)
    words = ("log", "verify") if last is None else ("log", "show", args.party, last)
    screen.next(nodes.following(args, *words))
    return 0


def _cells(one: _Row) -> list[str]:
    if one.said is None:
        return ["", "", f"({one.state})" if one.state != "withheld" else "(withheld: its leaf alone)"]
    return [wording.moment(one.said.time), shown(one.said.kind), records.says(one.said)]


def _listed(one: _Row) -> dict[str, Any]:
    told: dict[str, Any] = {"number": one.number, "leaf": one.leaf, "state": one.state}
    return told if one.said is None else {**told, **records.as_json(one.said)}


def _record(args: Namespace, held: Known, view: View, line: Line) -> int:
    """One record."""
    from freehand.ledger.dating import dated, first_receipts

    number = args.record
    if not 0 <= number < line.size:
        raise UsageError(one_fault(f"there is no record {number}", _sizes(args, line), "Name one that is there."))
    one = _row(held, line, number, _leaves(line, number, number + 1)[0])
    keys = [(card.log, epoch.key) for card in cards_of(view, view.logs()).values() for epoch in card.epochs]
    known = dated(one.said.time if one.said else 0, first_receipts(line, number, keys), nodes.now())
    names = nodes.names_of(held.compact)
    witness = names.get(known.witness, "") if known.witness else ""
    others = [args.party] if args.party != held.party else []
    claims = _claims(line, number, one.leaf, nodes.names_of(held.compact))
    if args.json:
        told = {"party": args.party, **_listed(one), "erased_by": claims, "body": one.said.body if one.said else None}
        when = {"not_after": known.not_after, "witness": witness or None, "ahead": known.ahead and one.said is not None}
        heard = nodes.silences_json(held, *others) if others else []
        print_json({"format": FORMAT, **told, **when, "heard": heard})
        return 0
    screen = Screen()
    screen.line(f"Record {number} of '{shown(args.party)}'", style="bold")
    screen.line()
    rows = [["leaf", one.leaf]]
    if one.said is None:
        rows.append(["says", f"({one.state})" if one.state != "withheld" else "(withheld: its leaf alone)"])
    else:
        rows += [["said at", wording.moment(one.said.time)], *records.facts(one.said)]
    ledgers.facts(screen, rows)
    if one.said is not None:
        screen.heading("What it says")
        for depth, text in records.whole(one.said):
            screen.line(text, indent=2 + 2 * depth)
    screen.line()
    for name in claims:
        screen.line(f"'{shown(name)}' claims that it has erased it, and signed that; nobody can prove that it is gone.")
    if known.not_after is not None:
        screen.line(f"Not after {wording.moment(known.not_after)}, by the receipt of '{shown(witness)}'.")
    else:
        screen.line("No receipt bounds its time: the time is its author's word.")
    if one.said is not None and known.ahead:
        screen.line("note: it claims a time that had not come.")
    if others:
        nodes.silences(screen, held, *others)
    screen.next(nodes.following(args, "log", "prove", args.party, number, "-o", "proof.json"))
    return 0


def _claims(line: Line, number: int, leaf: str, names: Mapping[str, str]) -> list[str]:
    """Who says, with a receipt, that it has erased this record."""
    found = (
        read_receipt(paper.data)
        for paper in takewhile(lambda one: one.number == number, line.papers("receipt", None, number))
    )
    return sorted({names.get(one.by, one.by) for one in found if one.leaf.hex() == leaf})


def _sizes(args: Namespace, line: Line) -> str:
    return f"the log of '{shown(args.party)}' has {wording.counted(line.size, 'leaf', 'leaves')}, from 0."
