"""``freehand terms show``: what is in force, what is on the table, and how everybody stands to it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.nodes.items import SHORT, pick
from freehand.faces.nodes.quoting import quoted
from freehand.faces.nodes.terms import against, all_of, question, stances_of
from freehand.terms.proposal import as_value, differences
from freehand.terms.protocol import Question, Standing, Version

HELP = (
    "Show which terms are in force, which are on the table, who has accepted them with which reservations, and the "
    "questions on them. With a version: all that it says."
)
EXAMPLE = "freehand terms show --node north"
FORMAT = "freehand.terms/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    version = "one version, by its first digits (default: all that are not past)"
    parser.add_argument("version", metavar="VERSION", nargs="?", help=version)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Show them."""
    from freehand.node.views.terms import terms_view

    with saying.looking(args) as desk:
        standing, party = desk.known.standing, desk.node.party
        every = list(standing.versions)
        if args.version is not None:
            named = saying.named_versions(every)
            every = [pick(args.version, named, "version of the terms", "See them without a version.").value]
        view = terms_view(desk.known)
        following = _next(args, desk, every)
        if args.json:
            print_json(
                {
                    "format": FORMAT,
                    "compact": desk.compact.name,
                    "party": party,
                    "in_force": [one.id for one in standing.in_force],
                    "known_to_all": standing.known_to_all,
                    "versions": [_json(one, standing) for one in every],
                    "questions": [_question_json(one) for one in standing.questions],
                    "left": sorted(standing.left),
                    "left_disowned": sorted(standing.left_disowned),
                    "without_effect": list(view.without_effect),
                    "heard": nodes.silences_json(desk.known),
                    "next": following,
                }
            )
            return 0
        screen = Screen()
        for place, sentence in enumerate(view.sentences):
            screen.line(sentence, style="" if place else "bold")
        past = ("replaced", "ended")
        for version in every:
            if args.version is None and version.state in past:
                continue
            _show(screen, version, standing, party)
        old = [one for one in every if one.state in past]
        if args.version is None and old:
            screen.line()
            screen.line(f"Past: {', '.join(f'{one.id[:SHORT]} ({one.state})' for one in old)}.")
        _rest(screen, standing, every, view.without_effect)
        nodes.silences(screen, desk.known)
        screen.next(following)
    return 0


def _show(screen: Screen, version: Version, standing: Standing, party: str) -> None:
    what = "an amendment" if version.amends else "proposed"
    screen.heading(f"Terms {version.id[:SHORT]}, {what} by {quoted(version.author)}: {version.state}")
    if version.amends:
        screen.line(f"In the place of {version.amends[:SHORT]}.", indent=2)
    if version.words:
        screen.line(f"{quoted(version.author)} says: {quoted(version.words)}", indent=2)
    for sentence in (*against(version, standing), *all_of(version.terms), *stances_of(version, party)):
        screen.line(sentence, indent=2)
    if version.accepted:
        everybody = "Every party is known" if version.known_to_all else "Not every party is known yet"
        screen.line(f"{everybody} to have read every acceptance.", indent=2)


def _rest(screen: Screen, standing: Standing, every: list[Version], without_effect: tuple[str, ...]) -> None:
    shown_ = {one.id for one in every}
    asked = [one for one in standing.questions if one.about in shown_]
    if asked:
        screen.heading("Questions on the terms")
        for one in asked:
            screen.line(question(one, SHORT), indent=2)
    if without_effect:
        screen.heading("Said, and without effect")
        for sentence in without_effect:
            screen.line(sentence, indent=2)


def _next(args: Namespace, desk: saying.Desk, every: list[Version]) -> str:
    party = desk.node.party
    for one in desk.known.standing.questions:
        if one.open and one.by != party:
            return nodes.following(args, "terms", "answer", "--help")
    waits = [
        version
        for version in every
        if version.state not in ("replaced", "ended") and version.stances.get(party, "open") in ("open", "asked")
    ]
    amended = {version.amends for version in waits}
    for version in waits:
        if version.id not in amended:  # what amends it is the newer word
            return saying.next_look(desk, version.id)
    if not every:
        return nodes.following(args, "terms", "propose", "--help")
    return saying.next_bundle(desk)


def _json(version: Version, standing: Standing) -> dict[str, Any]:
    old = standing.version(version.amends) if version.amends else None
    return {
        "id": version.id,
        "state": version.state,
        "author": version.author,
        "amends": version.amends or None,
        "changes": None if old is None else differences(old.terms, version.terms),
        "words": version.words,
        "terms": as_value(version.terms),
        "unknown": list(version.terms.unknown),
        "stances": dict(version.stances),
        "reservations": [one._asdict() for one in version.reservations],
        "replaced_by": list(version.replaced_by),
        "known_to_all": version.known_to_all,
        "disowned": list(version.disowned),
        "author_disowned": version.unsaid,
    }


def _question_json(one: Question) -> dict[str, Any]:
    answers = [{"id": id_, "party": party, "words": words} for id_, party, words in one.answers]
    return {"id": one.id, "about": one.about, "party": one.by, "words": one.words, "answers": answers}
