"""``freehand assess``: the trade-off first, then each contingency in a few lines."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from freehand.assessment.results import Assessment, AtRung
from freehand.faces import wording
from freehand.faces.cli.options import assessed, assessment_options
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.cli.sources import again, look_json, say_look
from freehand.faces.document import as_json
from freehand.quantities import show_instant

HELP = "In which contingencies the plans hold together, at which rung, and what each party gives up for it."
EXAMPLE = "freehand assess examples/gulf --rung support"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    assessment_options(parser)


def run(args: Namespace) -> int:
    """Assess and show."""
    found, look = assessed(args)
    if args.json:
        print_json({**as_json(found), **look_json(look)})
        return 0
    screen = Screen()
    show(screen, found, look.fallen if look else ())
    say_look(screen, look and look._replace(fallen=()))  # said above
    if look is not None and look.older:
        screen.next(again(args, "release", "list", "--node", args.workspace))
        return 0
    screen.next(again(args, *next_command(found, args.workspace)))
    return 0


def show(screen: Screen, found: Assessment, under: Sequence[str] = ()) -> None:
    """The trade-off, then each contingency at the highest rung asked for; ``under`` stands under the headline."""
    screen.line(wording.title(found), style="dim")
    screen.line()
    screen.line(wording.headline(found), style="bold")
    for text in under:
        screen.line(text)
    screen.line()
    if len(found.tradeoff) > 1:
        matrix(screen, found)
        screen.line()
    tradeoff(screen, found)
    changes = [(row, change) for row in found.tradeoff for change in row.changed if change.before != change.after]
    if changes:
        screen.heading("What changes on the way up")
        for row, change in changes:
            screen.line(f"{row.rung.word}: {wording.change_text(change)}", indent=2)
    top = found.tradeoff[-1].rung
    rooms = " (room: alone → with help → joint)" if top.joint else ""
    screen.heading(f"Each contingency at the rung {top.word}{rooms}")
    for contingency in found.contingencies:
        few_lines(screen, contingency.name, contingency.rungs[top])


def matrix(screen: Screen, found: Assessment) -> None:
    """Contingencies by rungs, in shapes and words."""
    rungs = [row.rung.word for row in found.tradeoff]
    screen.table(["in fact", *rungs], [[c.name, *wording.by_rung(c.rungs)] for c in found.contingencies])


def tradeoff(screen: Screen, found: Assessment) -> None:
    """The trade-off as numbers, and where each party keeps least of its room."""
    rows = [
        [row.rung.word, *(str(n) for n in (row.believed, row.in_fact, row.lesser, row.rest))] for row in found.tradeoff
    ]
    screen.table(["rung", "believed assured", "assured in fact", "by a lesser course", "the rest"], rows, (1, 2, 3, 4))
    joint = [row for row in found.tradeoff if any(row.most_tied.values())]
    if joint:
        screen.line()
        tied = [[row.rung.word, *(wording.tied_cell(row.most_tied[p]) for p in found.parties)] for row in joint]
        screen.table(["most tied", *(f"{p} keeps" for p in found.parties)], tied)
        screen.line("Room is how far a party's own starts can move; joint, it keeps so much of it.", style="dim")


def few_lines(screen: Screen, name: str, at: AtRung) -> None:
    """One contingency: verdict, courses, rooms, what it leans on, why not more."""
    word = wording.standing_word(at)
    told = "" if at.told_apart_by is None else f", by {show_instant(at.told_apart_by)}"
    unmet = f", leaves unmet: {wording.listed(at.aims_unmet)}" if at.aims_unmet else ""
    screen.line(f"{wording.mark(word)}  {name}{told}{unmet}", indent=2)
    for party, text in wording.courses_text(at).items():
        time = at.time.get(party)
        room = f" · {wording.room_text(time)}" if at.rung.joint and time is not None else ""
        screen.line(f"{text}{room}", indent=6)
    unseen = wording.unseen_text(at)
    if unseen:
        screen.line(unseen, indent=6)
    if at.load_bearing:
        more = "" if at.searched_all else " (sets of more than three not searched)"
        screen.line(f"rests on {wording.load_text(at.load_bearing)}{more}", indent=6)
    if at.undecided:
        screen.line(at.undecided, indent=6)
    for text in wording.tellings(at):
        screen.line(text, indent=6)
    if at.asks:
        screen.line(f"ask: {wording.ask_text(at.asks[0])}", indent=6)
    for contradiction in at.contradictions:
        screen.line(wording.contradiction_text(contradiction), indent=6)


def next_command(found: Assessment, workspace: str) -> tuple[str, ...]:
    """The words of the command that a reader of this screen would want."""
    top = found.tradeoff[-1].rung if found.tradeoff else None
    for contingency in found.contingencies:
        for rung, at in reversed(list(contingency.rungs.items())):
            if wording.standing_word(at) != "assured" and rung.joint:
                return ("explain", workspace, contingency.name, "--rung", rung.word)
    if found.contingencies and top is not None and top.joint:
        return ("windows", workspace, found.contingencies[0].name, "--rung", top.word)
    return ("assess", workspace)
