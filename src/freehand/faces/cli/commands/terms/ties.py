"""``freehand terms ties``: what would these terms tie? Today's terms beside proposed ones, before anybody accepts."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.screen import Screen, clear_progress, print_json, show_progress
from freehand.faces.nodes.items import SHORT, only
from freehand.faces.nodes.quoting import quoted

if TYPE_CHECKING:
    from freehand.node.reckoning.ties import Tied, Ties
    from freehand.terms.proposal import Terms

HELP = (
    "What would these terms tie? The scope trade-off under the terms in force beside the same under proposed ones: "
    "where each contingency would stand, and what room each party would keep. Nobody accepts anything by looking."
)
EXAMPLE = "freehand terms ties terms.yaml --node north"
FORMAT = "freehand.ties/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    terms = "a file of terms, or a version by its first digits (default: the only version that is not in force)"
    parser.add_argument("terms", metavar="TERMS", nargs="?", help=terms)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Reckon both sides, and show them."""
    from freehand.node.drafts.keeping import newest
    from freehand.node.reckoning.verbs import would_tie
    from freehand.terms.proposal import as_value, differences

    with saying.looking(args) as desk:
        terms, name, version = _terms(args, desk)
        drafts = newest(desk.node, desk.compact)
        try:
            found = would_tie(desk.known, terms, drafts, progress=lambda text: show_progress(f"reckoning {text} …"))
        finally:
            clear_progress()
        in_force = desk.known.standing.in_force
        changes = [text for one in in_force for text in differences(one.terms, terms)]
        if version is None:
            who = saying.next_person(desk, "planner")
            following = nodes.following(args, "terms", "propose", args.terms, person=who)
        else:
            following = nodes.following(args, "terms", "show", version[:SHORT])
        if args.json:
            print_json(
                {
                    "format": FORMAT,
                    "compact": desk.compact.name,
                    "party": desk.node.party,
                    "today": [one.id for one in in_force],
                    "proposed": version,
                    "terms": as_value(terms),
                    "changes": changes,
                    "stands": [{"contingency": c, "today": b, "proposed": a} for c, b, a in found.stands],
                    "cells": [_cell(one) for one in found.cells],
                    "left_out": [str(one) for one in found.left_out],
                    "heard": nodes.silences_json(desk.known),
                    "next": following,
                }
            )
            return 0
        screen = Screen()
        screen.line(f"What would {name} tie?", style="bold")
        screen.line()
        _terms_lines(screen, terms, [one.id[:SHORT] for one in in_force], changes)
        _show(screen, found)
        nodes.silences(screen, desk.known)
        screen.next(following)
    return 0


def _terms(args: Namespace, desk: saying.Desk) -> tuple[Terms, str, str | None]:
    if args.terms is not None and os.path.isfile(args.terms):
        from freehand.formats.terms_file import load_terms

        return load_terms(args.terms), f"the terms in {quoted(args.terms)}", None
    every = desk.known.standing.versions
    among = [one for one in every if args.terms is not None or one.state not in ("replaced", "ended", "in force")]
    next_ = "Name a file of terms, or a version: 'freehand terms show'."
    version = only(args.terms, saying.named_versions(among), "version of the terms", next_).value
    return version.terms, f"terms {version.id[:SHORT]} of {quoted(version.author)}", version.id


def _terms_lines(screen: Screen, terms: Terms, today: list[str], changes: list[str]) -> None:
    if not today:
        screen.line(f"Today no terms are in force. Proposed: scope {terms.scope.word}.")
    elif changes:
        screen.line(f"Today terms {', '.join(today)} are in force. What these change:")
        for text in changes:
            screen.line(text, indent=2)
    else:
        screen.line(f"Today terms {', '.join(today)} are in force, and these say the same.")


def _show(screen: Screen, found: Ties) -> None:
    screen.heading("Where each contingency stands, each at the reach of its terms")
    rows = [[quoted(name), before, after if after != before else "the same"] for name, before, after in found.stands]
    screen.table(["contingency", "today", "proposed"], rows)
    screen.heading("What would be otherwise" if found.cells else "Nothing would be otherwise")
    for cell in found.cells:
        screen.line(str(cell), indent=2)
    if found.left_out:
        screen.heading("Not in these figures")
        for one in found.left_out:
            screen.line(str(one), indent=2)


def _cell(cell: Tied) -> dict[str, Any]:
    return {
        "contingency": cell.contingency,
        "rung": cell.rung.word,
        "today": cell.before,
        "proposed": cell.after,
        "room_today_s": dict(cell.room_before),
        "room_proposed_s": dict(cell.room_after),
        "text": str(cell),
    }
