"""``freehand node status``: how each compact stands: partners, gaps, proofs, and what waits for this party."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers.wording import counted
from freehand.faces.nodes.items import SHORT
from freehand.faces.nodes.promised import as_json, lines
from freehand.faces.nodes.terms import LEFT, LEFT_DISOWNED

if TYPE_CHECKING:
    from freehand.node.folder import Compact
    from freehand.node.views.promises import Promised
    from freehand.node.views.status import Partner, Status

HELP = (
    "Show each compact of the node: who is in it, how far each partner's log is here and since when nothing was heard, "
    "what is missing, what is proven, what was promised, and what waits for this party. Nothing that waits has to be "
    "answered."
)
EXAMPLE = "freehand node status --node north"
FORMAT = "freehand.node-status/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Look, and say how it stands."""
    from freehand.node.known import known
    from freehand.node.views.promises import promises
    from freehand.node.views.status import status

    with nodes.opened(args) as node:
        wanted = node.compacts() if args.compact is None else [node.compact(args.compact)]
        found = []
        for compact in wanted:
            with nodes.in_names(compact):
                held = known(node, compact)
                found.append((compact, status(held), promises(held), nodes.silences_json(held), held.sizes[node.party]))
        party = node.party
        if args.json:
            told = [_json(*each) for each in found]
            print_json({"format": FORMAT, "party": party, "compacts": told})
            return 0
    screen = Screen()
    screen.line(f"The node of {shown(party)}", style="bold")
    if not found:
        screen.line()
        screen.line("It has no compact yet.")
        screen.next(nodes.following(args, "compact", "found", "--help"))
        return 0
    for compact, one, every, _, size in found:
        _show(screen, compact, one, every, size)
    screen.next(_next(args, found[0][0], found[0][1], several=len(found) > 1))
    return 0


def _show(screen: Screen, compact: Compact, one: Status, every: tuple[Promised, ...], size: int) -> None:
    screen.heading(f"{shown(compact.name)}{' (illustrative)' if compact.illustrative else ''}")
    screen.line(f"Its own log has {counted(size, 'record', 'records')}.", indent=2)
    if not one.partners:
        screen.line("Nobody else is in it yet.", indent=2)
    else:
        screen.line()
        columns = ["  partner", "card", "its records", "ours there", "state"]
        screen.table(columns, [_row(each) for each in one.partners], right=(2, 3))
    if one.waits:
        screen.line()
        screen.line("What waits here; none of it has to be answered:", indent=2)
        for wait in one.waits:
            screen.line(f"- {wait.words}", indent=4)
    promised = list(lines(every))
    if promised:
        screen.line()
        screen.line("Offers and promises; no clock ends one of them:", indent=2)
        for told in promised:
            screen.line(f"- {told}", indent=4)
    if one.sentences:
        screen.line()
    for sentence in one.sentences:
        if not sentence.startswith("Nothing has been heard"):
            screen.line(sentence, indent=2)
    for each in one.partners:
        screen.line(nodes.silence_line(each.name, each.heard), indent=2, style="dim")


def _row(one: Partner) -> list[str]:
    return [f"  {shown(one.name)}", _trust(one), f"{one.size:,}", f"{one.told:,}", _state(one)]


def _trust(one: Partner) -> str:
    return "compared" if one.compared else "not compared"


def _state(one: Partner) -> str:
    states = [
        *([LEFT_DISOWNED if one.disowned else LEFT] if one.left else []),
        *(["a fork is proven"] if one.frozen else []),
        *([f"{one.gap:,} missing here"] if one.gap else []),
    ]
    return "; ".join(states) or "good"


def _next(args: Namespace, compact: Compact, one: Status, *, several: bool) -> str:
    """What helps most with the first compact."""
    if several and args.compact is None:
        args.compact = compact.name
    if not one.partners:
        return nodes.following(args, "compact", "show")
    first = one.waits[0] if one.waits else None
    if first is not None and first.what == "compare":
        return nodes.following(args, "compact", "compare", first.about)
    if first is not None and first.what == "restored":
        return nodes.following(args, "compact", "confirm", "-o", "confirm.ask")
    if first is not None and first.what == "erasure":
        return nodes.following(args, "node", "erase", first.about[:SHORT])
    if first is not None and first.what == "fork":
        return nodes.following(args, "log", "forks", "-o", "proofs")
    partner = one.partners[0].name
    return nodes.following(args, "bundle", "write", partner, "-o", nodes.file_for(partner, "bundle"))


def _json(
    compact: Compact, one: Status, every: tuple[Promised, ...], heard: list[dict[str, Any]], size: int
) -> dict[str, Any]:
    return {
        "name": compact.name,
        "id": compact.id,
        "illustrative": compact.illustrative,
        "size": size,
        "partners": [
            {**each._asdict(), "heard": {"serial": each.heard.serial, "since": each.heard.since}}
            for each in one.partners
        ],
        "waits": [each._asdict() for each in one.waits],
        "promises": [as_json(each) for each in every],
        "heard": heard,
    }
