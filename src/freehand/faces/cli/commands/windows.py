"""``freehand windows``: where each party may act without a word, what room it keeps, and what each tie costs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.assessment.results import AtRung
from freehand.assessment.windows import shown
from freehand.faces import wording
from freehand.faces.cli.options import limit_option, reckon, rung_option, source_argument
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.cli.sources import again, look_json, say_look, source
from freehand.faces.document import rung_json
from freehand.quantities import show_about, show_percent
from freehand.terms.scope import Rung

HELP = "Free windows, rooms, prices and the start that lost most, in one contingency at one rung."
EXAMPLE = "freehand windows examples/gulf strait-closure --rung support"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    source_argument(parser)
    parser.add_argument("contingency", metavar="CONTINGENCY")
    rung_option(parser, Rung.OPERATIONS)
    limit_option(parser)


def run(args: Namespace) -> int:
    """Reckon and show."""
    plans = source(args)
    _reckoning, at = reckon(plans.workspace, args.contingency, args.rung, args.limit, plans.work)
    if args.json:
        keys = ("verdict", "choice", "freedom", "margin_s", "most_tied", "windows", "prices")
        found = rung_json(at)
        head = {"format": "freehand.windows/1", "contingency": args.contingency, "rung": args.rung}
        print_json({**head, **{key: found[key] for key in keys}, **look_json(plans.look)})
        return 0
    screen = Screen()
    screen.line(f"{args.contingency} at the rung {args.rung}", style="dim")
    screen.line()
    screen.line(sentence_of(at), style="bold")
    if at.choice is not None and at.choice.windows:
        screen.heading("Free windows: act inside without a word")
        rows = [
            [w.party, *wording.window_text(w), show_percent(w.share)]
            for w in shown(at.choice.combination, at.choice.orders, at.choice.windows)
        ]
        screen.table(["party", "point", "from", "until", "share"], rows, right=(4,))
    screen.heading("Room: how far a party's starts can move")
    rows = []
    for party, time in at.time.items():
        amounts = wording.amounts(time)
        open_ended = ", ".join(str(p) for p in time.with_help.open_ended) if time.with_help else ""
        rows.append(
            [party, *(wording.NOTHING if a is None else show_about(a) for a in amounts), open_ended or wording.NOTHING]
        )
    screen.table(["party", "alone", "with help", "joint", "open-ended (not counted)"], rows, right=(1, 2, 3))
    for party, time in at.time.items():
        if time.lost is not None:
            screen.line(f"{party} lost most at {wording.lost_text(time.lost)}.", indent=2)
        asking = 0 if time.joint is None else sum(w for p, w in time.joint.widths.items() if p.kind == "asking")
        if asking:
            screen.line(f"{show_about(asking)} of {party}'s joint room is its asking for consent.", indent=2)
    if at.prices:
        screen.heading("Prices: the room that comes back without it; they overlap")
        for price in at.prices:
            screen.line(wording.price_text(price), indent=2)
        if any(s is not None and s < 0 for price in at.prices for s in (price.room or {}).values()):
            screen.line("Below zero: without it there would be less room, or fewer starts to count.", style="dim")
    say_look(screen, plans.look, args.contingency)
    screen.next(again(args, "assess", args.workspace))
    return 0


def sentence_of(at: AtRung) -> str:
    """The answer in one sentence."""
    if not at.rung.joint:
        return f"At {at.rung.word} nothing is joint yet: every party has its own room, and no windows."
    if at.choice is None or at.choice.windows is None:
        word = at.verdict.word if at.verdict is not None else wording.NOT_RELEASED
        return f"No free windows: they exist for assured choices, and this one is {word}."
    if at.choice.margin is None:
        return "Nothing ties one party's points to another's: everyone acts within its own plan without a word."
    return f"The narrowest free window is {show_about(at.choice.margin)}."
