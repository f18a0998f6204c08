"""``freehand release list``: what waits for approval, and what was released to whom."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers.wording import moment
from freehand.faces.nodes.adding import lines
from freehand.faces.nodes.items import SHORT
from freehand.faces.nodes.quoting import quoted
from freehand.node.drafts.draft import words_of
from freehand.node.objects import spoken

if TYPE_CHECKING:
    from freehand.node.releasing.waiting import Asked
    from freehand.node.said import Said

HELP = "List what waits for a second person's approval, with what it would add, and what each party may have today."
EXAMPLE = "freehand release list --node north"
FORMAT = "freehand.release-list/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """List them."""
    from freehand.node.releasing.waiting import asked

    with saying.looking(args) as desk:
        waits = asked(desk.node, desk.compact)
        mine = [one for one in desk.known.said() if one.mine]
        older = _older(desk)
        if waits:
            following = nodes.following(
                args, "release", "approve", waits[0].name[:SHORT], person=saying.next_person(desk, "releaser")
            )
        elif anew := _anew(desk, mine, older):
            following = anew
        elif mine:
            following = saying.next_bundle(desk)
        else:
            following = nodes.following(args, "draft", "list")
        if args.json:
            print_json(
                {
                    "format": FORMAT,
                    "compact": desk.compact.name,
                    "party": desk.node.party,
                    "waiting": [_asked(one) for one in waits],
                    "released": [_said(one) for one in mine],
                    "older": older,
                    "next": following,
                }
            )
            return 0
        screen = Screen()
        many = "nothing waits" if not waits else f"{len(waits)} wait{'s' if len(waits) == 1 else ''}"
        screen.line(f"Of releases, {many} for approval.", style="bold")
        for one in waits:
            who = f"asked for by {quoted(one.by)}" if one.by else "asked for by somebody who is no longer in the card"
            screen.heading(f"{one.name[:SHORT]}, to {', '.join(map(quoted, one.to))}, {who}, {moment(one.time)}")
            for words in one.told:
                screen.line(quoted(words), indent=2)
            screen.line("It would add:", indent=2)
            for line in lines(one.adds or ("nothing.",)):
                screen.line(line, indent=4)
        for party in desk.others:
            screen.heading(f"What {quoted(party)} may have, by today's terms")
            theirs = [
                f"{one.leaf[:SHORT]}  {quoted(words_of(one.kind, one.object, one.body))}"
                for one in mine
                if party in one.to
            ]
            for line in theirs or ["Nothing."]:
                screen.line(line, indent=2)
        if older:
            screen.heading("What partners reckon with, and the plan now")
            for sentence in older:
                screen.line(quoted(sentence), indent=2)
        screen.next(following)
    return 0


def _older(desk: saying.Desk) -> list[str]:
    """Own courses of which partners have nothing, or something else than the plan now gives."""
    from freehand.node.drafts.keeping import newest
    from freehand.node.reckoning.basis import known_basis
    from freehand.node.reckoning.interfaces import stale

    basis = known_basis(desk.known, newest(desk.node, desk.compact))
    full = {one.object for one in desk.known.said("course") if one.mine and one.to}
    released = [piece for piece in basis.pieces if piece.kind == "interface"]
    return [text for text in stale(basis, released) if not any(spoken(one) in text for one in full)]


def _anew(desk: saying.Desk, mine: Sequence[Said], older: Sequence[str]) -> str:
    """The command that asks for the release of interfaces that are older than the plan; empty where none is."""
    old = [
        one
        for one in mine
        if one.kind == "interface"
        and one.to
        and any(f" interface of {spoken(one.object)} is no longer as it was released" in text for text in older)
    ]
    if not old:
        return ""
    to = old[0].to
    words = [words_of("course", one.object, {}) for one in old if one.to == to]
    named = [word for party in sorted(to) for word in ("--to", party)]
    who = saying.next_person(desk, "planner", "releaser")
    return nodes.following(desk.args, "release", "ask", *words, "--as-interface", *named, person=who)


def _asked(one: Asked) -> dict[str, Any]:
    return {
        "name": one.name,
        "items": list(one.items),
        "to": list(one.to),
        "terms": list(one.terms),
        "by": one.by,
        "time": one.time,
        "adds": list(one.adds),
        "told": list(one.told),
    }


def _said(one: Said) -> dict[str, Any]:
    return {"leaf": one.leaf, "id": one.id, "words": words_of(one.kind, one.object, one.body), "to": sorted(one.to)}
