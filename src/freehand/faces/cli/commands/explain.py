"""``freehand explain``: why a contingency is not better, what to ask for, and what would turn if it were granted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from freehand.assessment.asks import Ask
from freehand.assessment.assess import SEARCH_LIMIT, Reckoning
from freehand.assessment.explain import Chain
from freehand.assessment.results import AtRung
from freehand.errors import UsageError, one_fault, shown
from freehand.faces import wording
from freehand.faces.cli.options import limit_option, no_such, rung_option, source_argument
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.cli.sources import again, look_json, say_look, source
from freehand.faces.document import ask_json, rung_json
from freehand.formats.letters import as_name
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Workspace
from freehand.quantities import show_hours
from freehand.terms.scope import RUNG_BY_WORD, Rung

if TYPE_CHECKING:
    from freehand.faces.nodes.looking import Look

HELP = "Why a contingency is not better: chains of reasons, numbered asks, clashes with priced orders."
EXAMPLE = "freehand explain examples/worked/airlift drill --rung support --try 1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    source_argument(parser)
    parser.add_argument("contingency", metavar="CONTINGENCY")
    rung_option(parser, Rung.OPERATIONS)
    parser.add_argument("--scenario", metavar="S", help="only this scenario")
    held = "hold a party to one of its courses (may be repeated)"
    parser.add_argument("--course", action="append", default=[], metavar="PARTY=NAME", help=held)
    granted = "grant ask N and show what turns; no file is changed"
    parser.add_argument("--try", dest="granted", type=int, metavar="N", help=granted)
    limit_option(parser)


def run(args: Namespace) -> int:
    """Reckon, and show the reasons."""
    plans = source(args)
    workspace = plans.workspace
    contingency = narrowed(workspace, args.contingency, args.scenario)
    only = held_courses(workspace, contingency, args.course)
    rung = RUNG_BY_WORD[args.rung]
    reckoning = Reckoning(workspace, contingency, args.limit, only=only, work=plans.work)
    at = reckoning.at(rung)
    granted = None
    if args.granted is not None:
        granted = grant(reckoning, at, args.granted)
    asked = None if granted is None else granted[0]
    ready = clarification(args, plans.look, reckoning, asked)
    if args.json:
        head = {"format": "freehand.explain/1", "contingency": contingency.name, "rung": rung.word}
        tried = None if granted is None else {"ask": ask_json(granted[0]), **rung_json(granted[1])}
        print_json({**head, **rung_json(at), "tried": tried, **look_json(plans.look), **ready})
        return 0
    screen = Screen()
    show(screen, contingency.name, at)
    if granted is not None:
        show_granted(screen, at, *granted)
    say_look(screen, plans.look, args.contingency)
    screen.next(ready["clarification"] if ready else again(args, *next_command(args, workspace, at)))
    return 0


def narrowed(workspace: Workspace, name: str, scenario: str | None) -> Contingency:
    """The contingency, with one scenario only where one is named.

    Raises:
        UsageError: where either is not there.
    """
    for found in workspace.contingencies:
        if found.name == as_name(name):
            if scenario is None:
                return found
            kept = tuple(s for s in found.scenarios if s.name == as_name(scenario))
            if not kept:
                raise no_such("scenario", scenario, [s.name for s in found.scenarios], f" of {name}")
            return found._replace(scenarios=kept)
    raise no_such("contingency", name, [c.name for c in workspace.contingencies])


def held_courses(workspace: Workspace, contingency: Contingency, words: Sequence[str]) -> dict[str, str]:
    """What ``--course PARTY=NAME`` says.

    Raises:
        UsageError: for words that are not of this form, and for parties and courses that are not there.
    """
    held = {}
    parties = [p.name for p in workspace.compact.parties]
    for word in words:
        party, equals, name = word.partition("=")
        party, name = as_name(party), as_name(name)
        if not equals:
            what = f"'{shown(word)}' does not say whose course it is"
            raise UsageError(one_fault(what, "a course belongs to a party.", "Write --course 'PARTY=NAME'."))
        if party not in parties:
            raise no_such("party", party, parties)
        courses = {c.name for c in workspace.courses if (c.party, c.contingency) == (party, contingency.name)}
        courses |= {
            c.name
            for r in workspace.released
            if r.party == party
            for c in r.courses
            if c.contingency == contingency.name
        }
        if name not in courses:
            raise no_such("course", name, sorted(courses), f" of {party} in {contingency.name}")
        held[party] = name
    return held


def numbered(at: AtRung) -> list[Ask]:
    """The asks in the order of their numbers: the joint ones, or each party's own below *scenarios*."""
    if at.believed is None:
        return list(at.asks)
    return [ask for b in at.believed.values() if b is not None for ask in b.asks]


def grant(reckoning: Reckoning, at: AtRung, number: int) -> tuple[Ask, AtRung]:
    """The contingency once an ask is granted.

    Raises:
        UsageError: where there is no ask of this number.
    """
    asks = numbered(at)
    if not 1 <= number <= len(asks):
        known = f"there are {len(asks)}" if asks else "there is nothing to ask for"
        raise UsageError(one_fault(f"there is no ask {number}", f"{known}.", "See the numbers without --try."))
    ask = asks[number - 1]
    if not ask.granted:
        why = "it asks for a moment, not for another number."
        raise UsageError(one_fault(f"ask {number} cannot be tried", why, "Try another ask."))
    numbers = {reckoning.book.numbers[index]: value for index, value in ask.granted}
    other = Reckoning(
        reckoning.workspace, reckoning.contingency, reckoning.limit, numbers, reckoning.only, reckoning.work
    )
    return ask, other.at(at.rung)


def show(screen: Screen, name: str, at: AtRung) -> None:
    """The verdict, then chains, asks and clashes."""
    screen.line(f"{name} at the rung {at.rung.word}", style="dim")
    screen.line()
    screen.line(wording.answer(name, at), style="bold")
    for text in wording.courses_text(at).values():
        screen.line(text, indent=2)
    unseen = at.unseen
    if unseen is not None and not unseen.nothing:
        screen.heading("Nobody looks, and it may go wrong")
        for text in (*unseen.missing, *unseen.joins, *unseen.clashes, *unseen.surprises):
            screen.line(wording.sentence(text), indent=2)
    number = 1
    if at.believed is None:
        show_chains(screen, at.chains, "")
        show_asks(screen, at.asks, number, "it ")
    for party, believed in (at.believed or {}).items():
        if believed is not None and believed.chains:
            show_chains(screen, believed.chains, f" of {party}'s plan")
            show_asks(screen, believed.asks, number, f"{party} believe it ")
            number += len(believed.asks)
    for text in wording.tellings(at):
        screen.line(wording.sentence(text), indent=2)
    for clash in at.clashes:
        screen.heading(f"Clash over {wording.clash_text(clash)}")
        for order in clash.orders:
            screen.line(wording.order_text(order, clash.means), indent=2)
            if order.chain is not None:
                screen.items(wording.chain_rows(order.chain), indent=6)


def show_chains(screen: Screen, chains: Sequence[Chain], whose: str) -> None:
    """Each chain, step by step."""
    for place, chain in enumerate(chains, 1):
        count = f", reason {place} of {len(chains)}" if len(chains) > 1 else ""
        screen.heading(f"Why{whose}{count}, from the warning on")
        screen.items(wording.chain_rows(chain))


def show_asks(screen: Screen, asks: Sequence[Ask], first: int, whom: str) -> None:
    """The asks, numbered for ``--try``; ``whom`` says who would call it assured."""
    if not asks:
        return
    alone = all(ask.enough for ask in asks)
    screen.heading(f"What to ask for: each alone would make {whom}assured" if alone else "What to ask for")
    screen.items((f"{number}.", *wording.ask_parts(ask)) for number, ask in enumerate(asks, first))


def show_granted(screen: Screen, before: AtRung, ask: Ask, after: AtRung) -> None:
    """What turns when an ask is granted."""
    screen.heading("If it were granted")
    screen.line(wording.sentence(ask.text), indent=2)
    screen.line(f"{wording.standing_word(before)} → {wording.mark(wording.standing_word(after))}", indent=2)
    for text in wording.courses_text(after).values():
        screen.line(text, indent=6)
    for party, time in after.time.items():
        screen.line(f"{party} {wording.room_text(time)}", indent=6)
    for chain in after.chains:
        screen.items(wording.chain_rows(chain), indent=6)


def clarification(args: Namespace, look: Look | None, reckoning: Reckoning, ask: Ask | None) -> dict[str, str]:
    """An ask that was tried, as the command that asks it of a partner; nothing where no partner could answer."""
    if ask is None or look is None:
        return {}
    to = ask.owner if ask.owner in look.others else (look.others[0] if ask.owner in (None, "the terms") else None)
    places = [reckoning.book.numbers[index].place.document for index, _, _ in ask.changes]
    about = look.about(places, reckoning.contingency.name, terms=ask.owner == "the terms")
    if not to or not about:
        return {}
    words: list[object] = ["ask", about, wording.question(ask), "--to", to]
    if ask.changes:
        values = ", ".join(f"{show_hours(new)} instead of {show_hours(old)}" for _, old, new in ask.changes)
        for name, text in (("of", ask.owner or ""), ("what", ask.text), ("value", values)):
            words += ["--number", f"{name}={text}"] if text else []
    return {
        "clarification": again(
            args, *words, "--node", args.workspace, *(["--as", look.planner] if look.planner else [])
        )
    }


def next_command(args: Namespace, workspace: Workspace, at: AtRung) -> list[str]:
    """The words of the command that a reader of this screen would want."""
    here = [args.workspace, args.contingency, "--rung", args.rung]
    held = [word for course in args.course for word in ("--course", course)]
    held += ["--scenario", args.scenario] if args.scenario else []
    held += ["--limit", str(args.limit)] if args.limit != SEARCH_LIMIT else []
    tries = [number for number, ask in enumerate(numbered(at), 1) if ask.granted]
    if tries and args.granted is None:
        return ["explain", *here, *held, "--try", str(tries[0])]
    fuller = None if args.course else fuller_course(workspace, as_name(args.contingency), at)
    if fuller is not None:
        return ["explain", *here, *held, "--course", fuller]
    if at.choice is not None and at.choice.windows is not None:
        return ["windows", *here]
    if at.in_fact == wording.EXPOSED:
        return ["explain", args.workspace, args.contingency, "--rung", "scenarios"]
    return ["assess", args.workspace]


def fuller_course(workspace: Workspace, contingency: str, at: AtRung) -> str | None:
    """A course that would meet an aim left unmet, as ``--course`` takes it; None where there is none."""
    if at.choice is None or not at.aims_unmet:
        return None
    for course in workspace.courses:
        if course.contingency == contingency and set(course.meets) & set(at.aims_unmet):
            return f"{course.party}={course.name}"
    return None
