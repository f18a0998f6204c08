"""``freehand bundle read``: a partner's bundle taken in, and what came of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from freehand.faces.cli import nodes
from freehand.faces.cli.hearing import heard
from freehand.faces.cli.reading import opened_file
from freehand.faces.cli.screen import Screen, clear_progress, print_json, show_progress
from freehand.faces.cli.sources import again
from freehand.faces.nodes.items import SHORT
from freehand.faces.nodes.quoting import quoted

if TYPE_CHECKING:
    from freehand.node.intake import Arrival
    from freehand.node.known import Known
    from freehand.terms.protocol import Standing

HELP = (
    "Take in a bundle that a partner wrote. It is taken in wholly or not at all; then each record in it passes the "
    "gate, or is refused with the clause that refuses it. Read again, it changes nothing."
)
EXAMPLE = "freehand bundle read first.bundle --node south"
FORMAT = "freehand.bundle-read/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("file", metavar="FILE", help="the bundle; - reads it from standard input")
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Take it in."""
    from freehand.faces.nodes import arrivals
    from freehand.ledger.bundle.refusals import Proved
    from freehand.node.intake import take
    from freehand.node.known import known

    with opened_file(args.file) as file, nodes.in_compact(args) as (node, compact):
        show_progress("taking in …")
        try:
            done = take(node, compact, file, now=nodes.now())
        except Proved as found:
            next_ = f"Hand the proof on: {nodes.following(args, 'log', 'forks', '-o', 'proofs')}"
            found.faults = tuple(fault._replace(next=next_) for fault in found.faults)
            raise
        finally:
            clear_progress()
        names = nodes.names_of(compact)
        held = known(node, compact)
        changed = heard(node, compact, held, [done])
    if args.json:
        told = {"file": args.file, "compact": compact.name, **arrivals.as_json(done, names, held)}
        print_json({"format": FORMAT, **told, "verdicts": changed.as_json(), "heard": nodes.silences_json(held)})
        return changed.code
    screen = Screen()
    screen.line(arrivals.headline(done), style="bold")
    show(screen, done, names, held)
    changed.show(screen)
    others = [name for name in held.members if name not in (held.party, done.party)]
    if others:
        nodes.silences(screen, held, *others)
    screen.next(_next(args, done, held))
    return changed.code


def _next(args: Namespace, done: Arrival, held: Known) -> str:
    """Where something came that plans are reckoned with, what it changes; else what was said."""
    reckoned = any(done.news.counts.get(group) for group in ("items", "promises", "recalls", "withdrawals"))
    if reckoned and next(held.said("contingency"), None) is not None:
        return again(args, "assess", nodes.folder_of(args))
    words = ("log", "show", done.party) if done.party else ("node", "status")
    return nodes.following(args, *words)


def show(screen: Screen, done: Arrival, names: dict[str, str], held: Known) -> None:
    """What came, after the headline."""
    from freehand.faces.nodes import arrivals

    brought = arrivals.brought(done)
    if brought:
        screen.line()
    for text in brought:
        screen.line(text, indent=2)
    rows, more = arrivals.listed(done.news.told, held)
    if rows:
        screen.line()
        screen.table(["  record", ""], [[f"  {number}", words] for number, words in rows])
        if more:
            screen.line(f"and {more:,} more", indent=2)
    for heading, texts in (
        *_amended(done, held.standing),
        ("Refused at the gate: the leaf is kept, what it said is dropped", arrivals.refused(done)),
        ("Odd, and taken as it is", arrivals.odd(done)),
        ("Missing here", arrivals.missing(done, names)),
        ("Contradicted", arrivals.contradicted(done, names)),
    ):
        if texts:
            screen.heading(heading)
        for text in texts:
            screen.line(text, indent=2)


def _amended(done: Arrival, standing: Standing) -> Iterator[tuple[str, list[str]]]:
    """What each amendment that came changes in the terms that it amends."""
    from freehand.faces.nodes.terms import against

    for one in done.news.told:
        version = standing.version(one.leaf) if one.kind == "terms.amend" else None
        if version is not None:
            yield f"Terms {version.id[:SHORT]}, an amendment by {quoted(version.author)}", against(version, standing)
