"""``freehand offer``: a promise as it would stand; nobody is bound before it is accepted."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from typing import Any

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import saying
from freehand.faces.nodes.items import SHORT, Named, pick
from freehand.faces.nodes.quoting import quoted

HELP = (
    "Offer support: a promise as it would stand, with its lead as a range, when it can be called, its caveats, notice "
    "of recall and expiry. The promise is a draft of that name (from 'freehand draft add'), or what the options say. "
    "Nobody is bound before the other party accepts it. Words of a caveat may stay at home; its bound never does."
)
EXAMPLE = (
    "freehand offer airlift --to B --for supplies --contingency drill --lead '6 to 12 h' "
    "--called '0 to 24 h after the warning' --recall '48 h' --node north --as Ada"
)
_PARTS = ("to", "need", "contingency", "lead", "called", "holds", "turnaround", "never_under")


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("promise", metavar="PROMISE", help="what the promise is called")
    request = 'the request that it answers, by its first digits or as "request supplies"'
    parser.add_argument("--answers", metavar="REQUEST", help=request)
    parser.add_argument("--to", metavar="PARTY", help="who receives it (default: who requested it)")
    parser.add_argument("--for", dest="need", metavar="NEED", help="what it is for (default: what was requested)")
    parser.add_argument("--contingency", metavar="C", help="in which contingency (default: that of the request)")
    parser.add_argument("--lead", metavar="RANGE", help="how long it takes once called, such as '6 to 12 h'")
    called = "when it can be called, such as '0 to 24 h after the warning'"
    parser.add_argument("--called", metavar="WINDOW", help=called)
    parser.add_argument("--holds", metavar="MEANS", help="the means that it holds, such as '3 airfield'")
    parser.add_argument("--turnaround", metavar="DURATION", help="how long it still holds them after the delivery")
    parser.add_argument(
        "--never-under", metavar="DURATION", help="the least that its lead could ever be: no ask goes below"
    )
    caveat = "a caveat: its sentence, which bounds, and why, which may be empty (may be repeated)"
    parser.add_argument("--caveat", action="append", default=[], metavar="SENTENCE=WHY", help=caveat)
    withhold = "keep the reason of this caveat at home; its sentence goes along (may be repeated)"
    parser.add_argument("--withhold", action="append", default=[], metavar="SENTENCE", help=withhold)
    parser.add_argument("--recall", default="", metavar="WORDS", help="which notice of a recall is given")
    parser.add_argument("--expires", default="", metavar="WORDS", help="until when the offer stands; no clock decides")
    parser.add_argument("--words", default="", metavar="WORDS", help="what else is said")
    parser.add_argument("--tag", action="append", metavar="TAG", help="a tag it bears (may be repeated)")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Draft it."""
    from freehand.node.authoring.supporting import offer

    with saying.planning(args) as desk:
        request = _request(args, desk)
        document = _document(args, desk, request)
        draft = offer(
            desk.node,
            desk.compact,
            document,
            about=None if request is None else request.leaf,
            recall=args.recall,
            expires=args.expires,
            words=args.words,
            withhold=args.withhold,
            tags=args.tag,
            known=desk.known,
        )
        promised = json.loads(draft.body["document"])
        to = quoted(promised["to"])
        happened = f"Drafted: an offer of '{quoted(args.promise)}' to {to}."
        if request is not None:
            happened = f"{happened[:-1]}, which answers its request {request.leaf[:SHORT]}."
        means = saying.strange_contingency(desk, promised["contingency"])
        means += ["Nobody is bound before it is accepted; then it enters both parties' reckoning."]
        if args.withhold:
            means.append("The reasons that are withheld stay here. The sentences go along, and bound both reckonings.")
        if args.expires:
            means.append("No clock decides when it expires: whoever wants it out withdraws, recalls or ends it.")
        return saying.tell_draft(desk, draft, happened, *means, partners=(promised["to"],))


def _request(args: Namespace, desk: saying.Desk) -> Named | None:
    if args.answers is None:
        return None
    from freehand.node.views.promises import promises

    waits = [one for one in promises(desk.known) if one.request is not None and one.giver == desk.node.party]
    among = [
        Named("request", f"'{one.request.body['for']}' in {one.contingency}", one.receiver, one.request.leaf,
              one.request.id, one.request, f"by {one.receiver}")
        for one in waits if one.request is not None
    ]  # fmt: skip
    return pick(args.answers, among, "request to this party", "See what waits: 'freehand node status'.")


def _document(args: Namespace, desk: saying.Desk, request: Named | None) -> str:
    """The promise: of the options, or the draft of its name."""
    from freehand.node.authoring.promising import promise_document

    parts: dict[str, Any] = {name: getattr(args, name) for name in _PARTS if getattr(args, name) is not None}
    if not parts and not args.caveat:
        drafted = [one for one in saying.named_drafts(desk) if one.kind == "offer"]
        next_ = "Say it with --lead and the other options, or add a workspace that has it: 'freehand draft add'."
        found = pick(args.promise, drafted, "promise among the drafts", next_).value
        return str(found.body["document"])
    if request is not None:
        body = request.value.body
        parts = {"to": request.party, "need": body["for"], "contingency": body["contingency"], **parts}
    missing = [option for option, name in _MUST.items() if name not in parts]
    if missing:
        what = f"the promise '{shown(args.promise)}' is not whole"
        why = f"what is missing: {', '.join(missing)}."
        raise UsageError(one_fault(what, why, "Say it, or name the request that it answers with --answers."))
    caveats = saying.pairs(args.caveat, "--caveat")
    return promise_document(name=args.promise, by=desk.node.party, caveats=caveats, **parts)


_MUST = {
    "--to": "to",
    "--for": "need",
    "--contingency": "contingency",
    "--lead": "lead",
    "--called": "called",
}
