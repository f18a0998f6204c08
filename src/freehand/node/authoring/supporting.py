"""Support: asked for, offered, accepted, recalled and given back.

1. Requests, offers and acceptances are plan content: drafts, to be released (``content``). A recall, and the end of a
   promise that was received, enter the log at once.
2. What may not be said (``judging``) is not: an acceptance of what was offered to another, a recall of another's
   promise.
3. Words of a caveat may be withheld; the bound, which is its sentence, always stays, so that verdicts agree.
4. What was accepted, recalled, given back or replaced stays so (``views.promises``): it is not said again.

Who may: planners.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, Final

from freehand.errors import InputError, UsageError, one_fault, shown
from freehand.ledger.randomness import Randomness, drawn
from freehand.node.at_hand import as_known
from freehand.node.authoring.bodies import refuse_faulty
from freehand.node.authoring.content import as_if_said, content, said_here
from freehand.node.authoring.entering import Spoken, put_in, said_already
from freehand.node.authoring.promising import read_promise, withheld
from freehand.node.drafts.draft import Draft
from freehand.node.json_line import json_line
from freehand.node.judging import may_not, offer_of
from freehand.node.kinds import DOCUMENT
from freehand.node.objects import object_name
from freehand.node.partners import refuse_stranger
from freehand.node.said import document_of

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known
    from freehand.node.said import Said

_SEE: Final = "See what stands: 'freehand node status'."


def request(
    node: Node,
    compact: Compact,
    to: str,
    need: str,
    contingency: str,
    words: str,
    *,
    tags: Iterable[str] = (),
) -> Draft:
    """Ask another party for support; it has no duty to respond. A draft, to be released. Who may: planners.

    Raises:
        UsageError: the other is no party here, or the own one.
        InputError: something is missing.
    """
    refuse_stranger(node, compact, to)
    body = {"to": to, "for": need, "contingency": contingency, "words": words}
    return content(node, compact, "request", object_name(contingency, need, to), body, to=[to], tags=tags)


def offer(
    node: Node,
    compact: Compact,
    document: str,
    *,
    about: str | None = None,
    recall: str = "",
    expires: str = "",
    words: str = "",
    withhold: Collection[str] = (),
    tags: Iterable[str] | None = None,
    known: Known | None = None,
) -> Draft:
    """Offer support: a promise as it would stand. Nobody is bound before it is accepted. Who may: planners.

    Args:
        node: the own node.
        compact: the compact.
        document: the promise as a document, by this party: lead as a range, when it can be called, caveats.
        about: the leaf of the request that it answers.
        recall: which notice of a recall is given, in words.
        expires: until when the offer stands, in words.
        words: what else is said.
        withhold: sentences of caveats whose words, their reasons, are withheld (rule 3).
        tags: what it bears.
        known: what is known, if it was read already.

    Raises:
        InputError: the document has faults, all told, or is another's promise.
        UsageError: it cannot be said, or a caveat that is named is not in it.
    """
    promise = read_promise(document)
    if promise["by"] != node.party:
        what = f"the promise '{shown(promise['promise'])}' is by {shown(promise['by'])}"
        raise InputError(one_fault(what, "a party promises what it will do itself.", "Write the own name under 'by'."))
    refuse_stranger(node, compact, promise["to"])
    body: dict[str, Any] = {DOCUMENT: json_line(withheld(promise, withhold))}
    said = {"about": about or "", "recall": recall, "expires": expires, "words": words}
    body |= {field: value for field, value in said.items() if value}
    name = object_name(promise["promise"])
    return content(node, compact, "offer", name, body, to=[promise["to"]], tags=tags, known=known)


def accept(node: Node, compact: Compact, about: str, *, known: Known | None = None) -> Draft:
    """Accept an offer: with its release it is a promise, and binds whoever gave it. Who may: planners.

    Raises:
        UsageError: no such offer is here, or it was to another.
        SaidAlready: it is accepted, or what became of it stands (rule 4).
    """
    found = as_known(node, compact, known)
    offered = said_here(found, about, "offer")
    if document_of(offered).fields.get("to") != node.party:
        why = f"it was made to {shown(str(document_of(offered).fields.get('to')))}."
        raise UsageError(one_fault("this offer is not ours to accept", why, "Name one that was made to this party."))
    if any(one.mine and one.body["about"] == about for one in found.said("accept")):
        raise said_already("this offer is accepted", "once is enough", _SEE)
    _refuse_past(found, offered)
    return content(node, compact, "accept", about[:32], {"about": about}, to=[offered.party], known=found)


def recall(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Recall an own promise, named by its offer or its acceptance: it is out of both parties' reckoning at once. Who
    may: planners; it needs no release.

    Raises:
        UsageError: no such promise is here, or it is another's.
        SaidAlready: it is out already (rule 4).
    """
    return _end_of_promise(node, compact, "recall", about, words, now, known, randomness)


def end(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Give a promise back that this party had received. Who may: planners; it needs no release.

    Raises:
        UsageError: no such promise is here, or it was to another.
        SaidAlready: it is out already (rule 4).
    """
    return _end_of_promise(node, compact, "end", about, words, now, known, randomness)


def _end_of_promise(
    node: Node,
    compact: Compact,
    kind: str,
    about: str,
    words: str,
    now: int,
    known: Known | None,
    randomness: Randomness,
) -> Spoken:
    body = {"about": about, "words": words}
    refuse_faulty(kind, body)
    found = as_known(node, compact, known)
    said = as_if_said(node, compact, Draft(kind, about[:32], "", (), body, None, 1))
    offered = offer_of(said, found.one)
    if offered is None:
        why = "it is not released to this party, or not there, or recalled with its offer."
        raise UsageError(one_fault("there is no such promise here", why, "Name the leaf of its offer or acceptance."))
    accepted = [one for one in found.said("accept") if one.body["about"] == offered.leaf]
    why = may_not(said, found.one) or ("" if accepted else "it was offered and never accepted, so it binds nobody")
    if why:
        next_ = "An offer that nobody accepted is taken back with 'freehand withdraw'."
        raise UsageError(one_fault(f"this {kind} is not said", f"{why}.", next_))
    _refuse_past(found, offered)
    return put_in(compact, kind, about[:32], body, now, randomness)


def _refuse_past(found: Known, offered: Said) -> None:
    """Rule 4."""
    from freehand.node.views.promises import STATES, promises

    one = next((one for one in promises(found) if one.offer is not None and one.offer.leaf == offered.leaf), None)
    if one is not None and one.state in ("recalled", "ended", "replaced"):
        stands = "from that nothing comes back; who wants it again offers again"
        raise said_already(f"'{shown(one.name)}' is {STATES[one.state]}", stands, _SEE)
