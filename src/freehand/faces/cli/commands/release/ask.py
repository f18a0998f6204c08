"""``freehand release ask``: items and recipients; what the gate says and what it would add; then a signature."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from freehand.errors import UsageError, one_fault
from freehand.faces.cli import nodes, saying
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.nodes.adding import lines
from freehand.faces.nodes.items import SHORT, Named, of_said, pick
from freehand.faces.nodes.quoting import quoted

if TYPE_CHECKING:
    from freehand.node.drafts.draft import Draft
    from freehand.node.releasing.gating import Judged
    from freehand.node.releasing.waiting import Asked

HELP = (
    "Ask for a release. The gate is asked about each item first, and what the release adds to earlier ones is shown; "
    "then it waits for another person's approval. With --as-interface a course goes as its interface alone: distances "
    "between shared points, and nothing else of the plan."
)
EXAMPLE = "freehand release ask \"course 'hand out supplies'\" --as-interface --to A --look --node south"
FORMAT = "freehand.release-ask/1"
SAYINGS = ("assured", "possible")


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    item = "an item, as \"course 'by sea'\", or the first digits of its id or leaf"
    parser.add_argument("items", metavar="ITEM", nargs="+", help=item)
    to = "a party who shall have them (may be repeated)"
    parser.add_argument("--to", action="append", required=True, metavar="PARTY", help=to)
    parser.add_argument("--as-interface", action="store_true", help="release courses as their interfaces alone")
    decides = "with --as-interface, how much partners can decide by it: assured or possible (default: possible)"
    parser.add_argument("--decides", choices=SAYINGS, default="possible", metavar="VERDICT", help=decides)
    parser.add_argument("--look", action="store_true", help="only look: nobody signs, and nothing waits")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Look, show, and sign."""
    from freehand.node.drafts.shelf import of_id
    from freehand.node.reckoning.adding import release_adds
    from freehand.node.releasing.asking import ask
    from freehand.node.releasing.gating import preview

    with saying.looking(args) as desk:
        actor = None if args.look else nodes.acting(args, desk.node, desk.compact, "planner", "releaser")
        for name in args.to:
            saying.partner(desk, name)
        named = _named(args, desk)
        made = [_interface(args, desk, one) for one in named] if args.as_interface else []
        ids = [one.id for one in made or named]
        judged = preview(desk.node, desk.compact, ids, args.to, beside=made, known=desk.known)
        refused = [one for one in judged if one.refusal is not None]
        with desk.node.cabinet.reading() as shelves:
            drafted = {one.id: one for one in made}
            found = [(each, drafted.get(each) or of_id(shelves, desk.compact, each)) for each in ids]
            items = [_as_said(desk, draft, each) for each, draft in found]
        adds = release_adds(desk.known, [one for one in items if one is not None], frozenset(args.to))
        asked: Asked | None = None
        if actor is not None:  # what the gate refuses raises here, is noted in the trail, and nothing waits
            told = tuple(adds)
            asked = ask(
                desk.node,
                desk.compact,
                ids,
                args.to,
                by=actor.key,
                now=nodes.now(),
                adds=lambda *_: told,
                known=desk.known,
            )
        following = _next(args, desk, asked, refused)
        if args.json:
            print_json(
                {
                    "format": FORMAT,
                    "compact": desk.compact.name,
                    "party": desk.node.party,
                    "asked": None if asked is None else asked.name,
                    "to": sorted(args.to),
                    "gate": [_judged(one) for one in judged],
                    "adds": adds,
                    "next": following,
                }
            )
            return 0
        screen = Screen()
        _show(screen, judged, adds, asked, args.to)
        if asked is not None and _second(desk, asked.by) is None:
            screen.line()
            screen.line(f"Nobody here may approve what {quoted(asked.by)} asks for: it takes another, a releaser.")
        screen.next(following)
    return 0


def _as_said(desk: saying.Desk, draft: Any, item: str) -> Any:
    from freehand.node.authoring.content import as_if_said

    if draft is not None:
        return as_if_said(desk.node, desk.compact, draft)
    return next((one for one in desk.known.said(superseded=True) if one.mine and one.id == item), None)


def _named(args: Namespace, desk: saying.Desk) -> list[Named]:
    """What is named; where interfaces are wanted, it is courses that are."""
    drafts = [one for one in saying.named_drafts(desk) if not args.as_interface or one.kind == "course"]
    there = {one.id for one in drafts}
    said = [of_said(one) for one in desk.known.said() if one.mine and one.id not in there and not args.as_interface]
    newer = {(one.kind, one.name) for one in drafts if one.name}
    among = [*drafts, *(one for one in said if (one.kind, one.name) not in newer)]
    exact = [*drafts, *said]  # digits name what was said already even where there is a newer draft
    found = []
    for word in args.items:
        digits = [one for one in exact if one.id.startswith(word.lower()) or one.leaf.startswith(word.lower())]
        few = digits if len(word) >= SHORT and len(digits) == 1 else among
        what = "course among the drafts" if args.as_interface else "item of this party"
        found.append(pick(word, few, what, "See drafts: 'freehand draft list'."))
    return found


def _interface(args: Namespace, desk: saying.Desk, named: Named) -> Draft:
    """The interface of a course, as a draft for these parties; who only looks keeps none."""
    from freehand.node.drafts.keeping import as_next, newest, put
    from freehand.node.kinds import label_of
    from freehand.node.reckoning.verbs import to_release

    made, left_out = to_release(desk.known, newest(desk.node, desk.compact), args.decides, to=args.to)
    piece = next((one.piece for one in made if one.piece.object == named.value.object), None)
    if piece is None:
        why = str(left_out[0]) if left_out else "its contingency is not known here, or its plan cannot be read."
        what = f"there is no interface of {quoted(named.words)}"
        raise UsageError(one_fault(what, why, "Add the contingency: 'freehand draft add'."))
    label = label_of([*{desk.node.party, *args.to}])
    tags, keep = named.value.tags, as_next if args.look else put
    document = {"document": piece.text}
    return keep(
        desk.node,
        desk.compact,
        "interface",
        piece.object,
        document,
        label=label,
        tags=tags,
        references=piece.rests,
    )


def _show(
    screen: Screen, judged: Sequence[Judged], adds: Sequence[str], asked: Asked | None, to: Sequence[str]
) -> None:
    if asked is not None:
        screen.line(f"Release {asked.name[:SHORT]} waits for approval by another person.", style="bold")
    else:
        screen.line("Only looked: nobody has signed, and nothing waits.", style="bold")
    screen.heading("What the gate says")
    for one in judged:
        if one.refusal is None:
            screen.line(f"{quoted(one.words)} may go to {quoted(one.to)}, once two people have signed.", indent=2)
        else:
            clause, words = quoted(one.refusal.clause), quoted(one.refusal.words)
            screen.line(f"{quoted(one.words)} does not go to {quoted(one.to)} ({clause}): {words}", indent=2)
    screen.heading(f"What it adds to what {', '.join(map(quoted, sorted(to)))} can know already")
    for line in lines(adds or ["Nothing."]):
        screen.line(line, indent=2)


def _next(args: Namespace, desk: saying.Desk, asked: Asked | None, refused: Sequence[Judged]) -> str:
    if asked is not None:
        second = _second(desk, asked.by)
        if second is None:
            return nodes.following(args, "node", "people", "list")
        return nodes.following(args, "release", "approve", asked.name[:SHORT], person=second)
    if refused:
        return nodes.following(args, "terms", "show")
    words = [*args.items, *(word for name in args.to for word in ("--to", name))]
    words += ["--as-interface"] if args.as_interface else []
    words += ["--decides", args.decides] if args.decides != "possible" else []
    return nodes.following(args, "release", "ask", *words, person=saying.next_person(desk, "planner", "releaser"))


def _second(desk: saying.Desk, first: str) -> str | None:
    """Somebody who may approve it; None: nobody may, as things stand."""
    from freehand.node.people import seconds

    people = desk.known.people[desk.node.party]
    key = next((one.key for one in people if one.name == first), b"")
    return next((one.name for one in seconds(people, key)), None)


def _judged(one: Judged) -> dict[str, Any]:
    refusal = None
    if one.refusal is not None:
        refusal = {"clause": one.refusal.clause, "words": one.refusal.words, "final": one.refusal.final}
    return {"item": one.item, "words": one.words, "to": one.to, "refusal": refusal}
