"""Statements: what a party says in a compact, checked by the tables before it stands in a log for good.

The question: a record can never be taken back out of a log. What is looked at before it goes in?

The rules:

1. The body is as the table of kinds has it; all that is wrong with it is told at once.
2. A move on the terms that the table of moves calls none, as things are known here now, is not made.
3. What may not be said (``judging``) is not: an offer to a request that was made to another, an acceptance of what
   was offered to another, a recall of another's promise, a withdrawal of another's item.
4. Moves, recalls, withdrawals and leaving need no release: they are put into the own log at once, and signed by its
   key. Everything else is *plan content*: it becomes a draft, and enters the log when two people have released it
   (``releasing``).
5. Words of a caveat may be withheld; the bound, which is its sentence, always stays, so that verdicts agree.
6. What others are asked to erase is answered by them (``erasing``), with a receipt that the next bundle carries.

Who may: planners say; whoever opens the node can do all of this, as the log's key is the node's. What needs a person's
own key is what releases plan content. Times are handed over; no rule reads them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import Fault, InputError, Place, UsageError, one_fault, shown
from freehand.ledger import record
from freehand.ledger.log import Statement, append
from freehand.ledger.randomness import Randomness, drawn
from freehand.node import drafts
from freehand.node.drafts import Draft
from freehand.node.judging import may_not, offer_of
from freehand.node.kinds import BY_NAME, DOCUMENT, label_of
from freehand.node.said import Said, as_said, document_of
from freehand.terms.proposal import Terms, as_value, read_reservations, read_terms
from freehand.terms.protocol import Move, standing

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known

TERMS: Final = "terms"
NOT_YET: Final = "f" * 64
"""In place of the leaf of what is not said yet."""
HOW: Final = ("retract", "supersede", "erase")


class NoMove(UsageError):
    """The table of moves has nothing for this, as things stand."""


class Spoken(NamedTuple):
    """What was said, and where it stands."""

    kind: str
    number: int
    leaf: str


# -- moves on the terms ---------------------------------------------------------------------------------------------


def propose(
    node: Node,
    compact: Compact,
    terms: Terms | Mapping[str, Any],
    *,
    words: str = "",
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Put terms on the table; that binds nobody, not even this party. Who may: planners.

    Raises:
        InputError: the terms have faults, or name somebody who is no party here.
        NoMove: this party has left.
    """
    read = _terms(compact, terms)
    return _move(node, compact, "terms.propose", "propose", "", _worded({"terms": as_value(read)}, words), now, known,
                 randomness, read)  # fmt: skip


def amend(
    node: Node,
    compact: Compact,
    about: str,
    terms: Terms | Mapping[str, Any],
    *,
    words: str = "",
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Put other terms on the table in place of a version; that one stands as it stood till all accept these. Who may:
    planners.

    Raises:
        InputError: the terms have faults, or name somebody who is no party here.
        NoMove: there is no such version here, or this party has left.
    """
    read = _terms(compact, terms)
    body = _worded({"about": about, "terms": as_value(read)}, words)
    found = _known(node, compact, known)
    if found.standing.version(about) is None:
        raise _no_move("what it amends is no version that is here")
    return _move(node, compact, "terms.amend", "amend", about, body, now, found, randomness, read)


def clarify(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Ask what a version of the terms means, on the record. Who may: planners.

    Raises:
        InputError: nothing is asked.
        NoMove: there is no such version here, or this party has left.
    """
    body = {"about": about, "words": words}
    return _move(node, compact, "terms.clarify", "clarify", about, body, now, known, randomness)


def answer_terms(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Answer another's question on the terms, on the record. Who may: planners.

    Raises:
        InputError: nothing is answered.
        NoMove: there is no such question here, it is the own one, or this party has left.
    """
    body = {"about": about, "words": words}
    return _move(node, compact, "terms.answer", "answer", about, body, now, known, randomness)


def accept_terms(
    node: Node,
    compact: Compact,
    about: str,
    *,
    reservations: Sequence[Mapping[str, str]] = (),
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Accept a version of the terms, by its hash, with the heads that were read. Who may: planners.

    Args:
        node: the own node.
        compact: the compact.
        about: the leaf of the version.
        reservations: what this party wants on the record, each with a name and words.
        now: seconds since 1970.
        known: what is known, if it was read already.
        randomness: where the salt comes from.

    Raises:
        InputError: a reservation has faults.
        NoMove: there is no such version here, all have accepted what replaces it, or somebody whom it names has left.
    """
    found = _known(node, compact, known)
    if reservations:
        read_reservations(list(reservations), node.party, "the acceptance")
    heads = {member.log: found.sizes.get(name, 0) for name, member in found.members.items()}
    body: dict[str, Any] = {"about": about, "heads": heads}
    if reservations:
        body["reservations"] = [dict(one) for one in reservations]
    version = found.standing.version(about)
    if version is not None and version.state in ("replaced", "ended"):
        what = "it was replaced by terms that all accepted" if version.state == "replaced" else "a party to it has left"
        raise _no_move(f"{what} (meant was {about[:16]}…, which '{shown(version.author)}' put on the table)")
    return _move(node, compact, "terms.accept", "accept", about, body, now, found, randomness)


def decline_terms(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Decline a version of the terms; it may still be accepted later. Who may: planners.

    Raises:
        InputError: no reason is given.
        NoMove: there is no such version here, or this party accepted it: the way out of that is to leave.
    """
    body = {"about": about, "words": words}
    return _move(node, compact, "terms.decline", "decline", about, body, now, known, randomness)


def leave(
    node: Node,
    compact: Compact,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Leave the compact: always allowed, alone, and for good. Who may: planners.

    Raises:
        NoMove: this party has left before.
    """
    return _move(node, compact, "leave", "withdraw", "", {"words": words}, now, known, randomness)


# -- requests and promises ------------------------------------------------------------------------------------------


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
    _refuse_stranger(node, compact, to)
    body = {"to": to, "for": need, "contingency": contingency, "words": words}
    return content(node, compact, "request", _object(contingency, need, to), body, to=[to], tags=tags)


def promise_document(
    *,
    name: str,
    by: str,
    to: str,
    need: str,
    contingency: str,
    lead: str,
    called: str,
    holds: str = "",
    turnaround: str = "",
    never_under: str = "",
    caveats: Mapping[str, str] | None = None,
) -> str:
    """A promise as a planner's document, from its parts in the words of a workspace.

    >>> promise_document(name="airlift", by="A", to="B", need="supplies", contingency="drill", lead="6 to 12 h",
    ...                  called="0 to 24 h after the warning")[:50]
    '{"promise":"airlift","by":"A","to":"B","for":"supp'
    """
    fields: dict[str, Any] = {
        "promise": name,
        "by": by,
        "to": to,
        "for": need,
        "contingency": contingency,
        "nature takes": lead,
        "never under": never_under,
        "can be called": called,
        "holds": holds,
        "turnaround": turnaround,
        "caveats": dict(caveats or {}),
    }
    return _json({field: value for field, value in fields.items() if value})


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
        withhold: sentences of caveats whose words, their reasons, are withheld (rule 5).
        tags: what it bears.
        known: what is known, if it was read already.

    Raises:
        InputError: the document has faults, all told, or is another's promise.
        UsageError: it cannot be said, or a caveat that is named is not in it.
    """
    promise = _promise(document)
    if promise["by"] != node.party:
        what = f"the promise '{shown(promise['promise'])}' is by {shown(promise['by'])}"
        raise InputError(one_fault(what, "a party promises what it will do itself.", "Write the own name under 'by'."))
    _refuse_stranger(node, compact, promise["to"])
    for sentence in withhold:
        if sentence not in promise.get("caveats", {}):
            what = f"there is no caveat '{shown(sentence)}'"
            raise UsageError(one_fault(what, "words are withheld of those in the document.", "Name one of them."))
        promise["caveats"][sentence] = ""
    body: dict[str, Any] = {DOCUMENT: _json(promise)}
    said = {"about": about or "", "recall": recall, "expires": expires, "words": words}
    body |= {field: value for field, value in said.items() if value}
    name = _object(promise["promise"])
    return content(node, compact, "offer", name, body, to=[promise["to"]], tags=tags, known=known)


def accept(node: Node, compact: Compact, about: str, *, known: Known | None = None) -> Draft:
    """Accept an offer: with its release it is a promise, and binds whoever gave it. Who may: planners.

    Raises:
        UsageError: no such offer is here, it was to another, or it is accepted already.
    """
    found = _known(node, compact, known)
    offered = _found(found, about, "offer")
    if document_of(offered).fields.get("to") != node.party:
        why = f"it was made to {shown(str(document_of(offered).fields.get('to')))}."
        raise UsageError(one_fault("this offer is not ours to accept", why, "Name one that was made to this party."))
    if any(one.mine and one.body["about"] == about for one in found.said("accept")):
        raise UsageError(one_fault("this offer is accepted already", "once is enough.", "See 'freehand status'."))
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
    """
    return _end_of_promise(node, compact, "end", about, words, now, known, randomness)


# -- discussion, engagements ----------------------------------------------------------------------------------------


def ask(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    to: Iterable[str],
    number: Mapping[str, str] | None = None,
    tags: Iterable[str] = (),
    randomness: Randomness = drawn,
) -> Draft:
    """Ask for a clarification on an item, a clause, or a number in an ask: a draft. Who may: planners.

    Args:
        node: the own node.
        compact: the compact.
        about: the leaf of what it is about.
        words: the question.
        to: the parties who shall have it; the first is who is asked.
        number: which number an ask would change, where the question is on one.
        tags: what it bears.
        randomness: where its name and its nonce come from.

    Raises:
        UsageError: a party is none of this compact.
        InputError: something is missing.
    """
    asked = list(to)
    body: dict[str, Any] = {"about": about, "words": words}
    body |= ({"number": dict(number)} if number else {}) | ({"to": asked[0]} if asked else {})
    return content(node, compact, "ask", randomness(8).hex(), body, to=asked, tags=tags, randomness=randomness)


def answer(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    tags: Iterable[str] = (),
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Draft:
    """Answer a question that was asked here, to all who have it: a draft. Who may: planners.

    Raises:
        UsageError: no such question is here.
        InputError: nothing is answered.
    """
    found = _known(node, compact, known)
    asked = _found(found, about, "ask")
    to = [party for party in asked.label.split(", ") if party != node.party] or [asked.party]
    body = {"about": about, "words": words}
    name = randomness(8).hex()
    return content(node, compact, "answer", name, body, to=to, tags=tags, known=found, randomness=randomness)


def say(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    to: Iterable[str],
    tags: Iterable[str] = (),
    randomness: Randomness = drawn,
) -> Draft:
    """Comment on an item: a draft. Who may: planners.

    Raises:
        UsageError: a party is none of this compact.
        InputError: nothing is said.
    """
    body = {"about": about, "words": words}
    return content(node, compact, "say", randomness(8).hex(), body, to=list(to), tags=tags, randomness=randomness)


def engagement(
    node: Node,
    compact: Compact,
    *,
    who: Sequence[str],
    whom: Sequence[str],
    what: str,
    when: str,
    where: str,
    items: Sequence[str] = (),
    to: Iterable[str],
    tags: Iterable[str] = (),
    randomness: Randomness = drawn,
) -> Draft:
    """Put on record who raised what with whom, when and where: a draft. Who may: planners.

    Raises:
        UsageError: a party is none of this compact.
        InputError: something is missing.
    """
    body: dict[str, Any] = {"who": list(who), "whom": list(whom), "what": what, "when": when, "where": where}
    if items:
        body["items"] = list(items)
    return content(
        node, compact, "engagement", randomness(8).hex(), body, to=list(to), tags=tags, randomness=randomness
    )


# -- withdrawal -----------------------------------------------------------------------------------------------------


def withdraw(
    node: Node,
    compact: Compact,
    about: str,
    how: str,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Take an own item back: retract it, say that another supersedes it, or ask that it be erased. Who may: planners;
    it needs no release. Every member sees that, and why; so the words tell nothing of what is in the item.

    Raises:
        UsageError: it is no own item here, or withdrawn already, or ``how`` is none of the three.
        InputError: no reason is given.
    """
    found = _known(node, compact, known)
    if how not in HOW:
        what = f"an item is not withdrawn by '{shown(how)}'"
        raise UsageError(one_fault(what, "the ways are retract, supersede and erase.", "Name one of them."))
    before = found.withdrawn().get(about)
    if before is not None and (how != "erase" or before.how == "erase"):
        raise UsageError(
            one_fault("this item is withdrawn already", f"it was: {before.how}.", "Nothing is left to do.")
        )
    if before is None:
        item = found.one(about)
        if item is None or not item.mine or BY_NAME[item.kind].condition != "content":
            why = "there is no plan content of this party under this hash."
            raise UsageError(one_fault("there is nothing of ours to withdraw here", why, "Name the leaf of an item."))
    body = {"about": about, "how": how, "words": words}
    return _put_in(compact, "withdraw", about[:32], body, now, randomness)


# -- what all of them stand on --------------------------------------------------------------------------------------


def content(
    node: Node,
    compact: Compact,
    kind: str,
    name: str,
    body: Mapping[str, Any],
    *,
    to: Sequence[str],
    tags: Iterable[str] | None = (),
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Draft:
    """Plan content of any kind, as a draft labelled for these parties and the own one. Who may: planners.

    Raises:
        InputError: the body is not as the table of kinds has it; all its faults.
        UsageError: a party is none of this compact, or it may not be said.
    """
    refuse_faulty(kind, body)
    for party in to:
        _refuse_stranger(node, compact, party)
    draft = Draft(kind, name, label_of([*{*to, node.party}]), (), dict(body), None, 1)
    said = as_if_said(node, compact, draft)
    if said.body.get("about"):
        why = may_not(said, _known(node, compact, known).one)
        if why:
            raise UsageError(one_fault(f"this {kind} is not said", f"{why}.", "Check what it is about."))
    return drafts.put(node, compact, kind, name, body, label=draft.label, tags=tags, randomness=randomness)


def as_if_said(node: Node, compact: Compact, draft: Draft) -> Said:
    """A draft as the record that it would be, for whoever judges it.

    Raises:
        BadRecord: it could not be one.
    """
    data = record.write(
        log=compact.log,
        sequence=0,
        kind=draft.kind,
        object=draft.object,
        body=draft.said,
        time=0,
        label=draft.label,
        replaces=draft.replaces,
        randomness=bytes,
    )
    return as_said(node.party, compact.log, data, mine=True)._replace(leaf=NOT_YET)


def faults_of(kind: str, body: Mapping[str, Any]) -> list[Fault]:
    """All that is wrong with a body, by the table of kinds.

    >>> [fault.what for fault in faults_of("terms.decline", {"about": 7, "wrods": ""})]
    ["'about' is of another type", "'words' is missing", "a terms.decline has no 'wrods'"]
    """
    row = BY_NAME[kind]
    may = {**row.fields, **row.may}
    found = []
    for field, shape in may.items():
        place = Place(kind, 0, field)
        shapes = shape if isinstance(shape, tuple) else (shape,)
        if field not in body:
            if field in row.fields:
                found.append(Fault(f"'{field}' is missing", place, f"{row.what} says it.", "Say it."))
        elif type(body[field]) not in shapes:
            wanted = " or ".join(_SORTS.get(each, each.__name__) for each in shapes)
            found.append(Fault(f"'{field}' is of another type", place, f"here stands {wanted}.", "Write it so."))
        elif field in row.fields and body[field] == "" and field in _SAID:
            found.append(Fault(f"'{field}' says nothing", place, "it stays on record.", "Write it in a sentence."))
    for field in body:
        if field not in may:
            known = f"it may have: {', '.join(may)}."
            found.append(Fault(f"a {kind} has no '{shown(field)}'", Place(kind, 0, ""), known, "Leave it out."))
    return found


def refuse_faulty(kind: str, body: Mapping[str, Any]) -> None:
    """Rule 1.

    Raises:
        InputError: all that is wrong with it.
    """
    found = faults_of(kind, body)
    if found:
        raise InputError(found)


_SAID: Final = frozenset(("about", "contingency", "for", "to", "what", "words"))
_SORTS: Final = {str: "text", list: "a list", dict: "an object", type(None): "nothing"}


def _put_in(
    compact: Compact, kind: str, name: str, body: Mapping[str, Any], now: int, randomness: Randomness
) -> Spoken:
    """Rule 4: into the own log, at once."""
    refuse_faulty(kind, body)
    label = label_of([*compact.members])
    said = Statement(kind, name, dict(body), now, label)
    done = append(compact.store, compact.log, compact.keys.log, [said], randomness=randomness)
    return Spoken(kind, done.first, done.leaves.hex())


def _move(
    node: Node,
    compact: Compact,
    kind: str,
    verb: Any,
    about: str,
    body: Mapping[str, Any],
    now: int,
    known: Known | None,
    randomness: Randomness,
    terms: Terms | None = None,
) -> Spoken:
    """Rule 2."""
    refuse_faulty(kind, body)
    found = _known(node, compact, known)
    move = Move(NOT_YET, node.party, found.sizes.get(node.party, 0), verb, about, terms, _heads(found), "")
    after = standing(found.members, [*found.moves, move], found.seen)
    why = next((why for other, why in after.not_moves if other.id == NOT_YET), "")
    if why:
        raise _no_move(why.removesuffix("."))
    return _put_in(compact, kind, TERMS, body, now, randomness)


def _no_move(why: str) -> NoMove:
    return NoMove(one_fault("this is no move now", f"{why}.", "See how the terms stand: 'freehand terms show'."))


def _heads(found: Known) -> dict[str, int]:
    return {name: found.sizes.get(name, 0) for name in found.members}


def _known(node: Node, compact: Compact, known: Known | None) -> Known:
    from freehand.node.known import known as read

    return read(node, compact) if known is None else known


def _terms(compact: Compact, terms: Terms | Mapping[str, Any]) -> Terms:
    read = read_terms(as_value(terms) if isinstance(terms, Terms) else terms, "the terms")
    strangers = [party for party in read.parties if party not in compact.members]
    if strangers:
        what = f"'{shown(strangers[0])}' is no party of this compact"
        why = f"its parties are {', '.join(map(shown, compact.members))}."
        raise InputError(one_fault(what, why, "Take its card in and compare it, or leave it out."))
    return read


def _worded(body: dict[str, Any], words: str) -> dict[str, Any]:
    return body | ({"words": words} if words else {})


def _refuse_stranger(node: Node, compact: Compact, party: str) -> None:
    others = [name for name in compact.members if name != node.party]
    if party in others:
        return
    what = f"'{shown(party)}' is no other party of this compact"
    known = f"the others are {', '.join(map(shown, others))}." if others else "nobody else is in it yet."
    raise UsageError(one_fault(what, known, "Name one of them, or take its card in and compare it."))


def _found(found: Known, leaf: str, kind: str) -> Said:
    one = found.one(leaf)
    if one is None or one.kind != kind:
        why = "it is not released to this party, or not there, or something else."
        raise UsageError(one_fault(f"there is no such {kind} here", why, f"Name the leaf of one ({kind})."))
    return one


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
    found = _known(node, compact, known)
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
    return _put_in(compact, kind, about[:32], body, now, randomness)


def _promise(document: str) -> dict[str, Any]:
    """A promise's document, read by its shape; all faults."""
    from freehand.formats import shapes
    from freehand.formats.json_tree import read_json
    from freehand.formats.reading import Part, Reader
    from freehand.formats.tree import Fields, plain_data

    trees, faults = read_json(document, "the promise")
    if not faults and isinstance(trees[0], Fields):
        Part(Reader("the promise", faults), shapes.PROMISE_SHAPE, "", 0).read(trees[0])
    if faults or not isinstance(trees[0], Fields):
        raise InputError(faults or one_fault("this is no promise", "it has no fields.", "Write it as a document."))
    found: dict[str, Any] = plain_data(trees[0])
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _object(*parts: str) -> str:
    from freehand.node.reckoning.documents import object_name

    return object_name(*parts)


__all__ = [
    "NoMove",
    "Spoken",
    "accept",
    "accept_terms",
    "amend",
    "answer",
    "answer_terms",
    "as_if_said",
    "ask",
    "clarify",
    "content",
    "decline_terms",
    "end",
    "engagement",
    "faults_of",
    "leave",
    "offer",
    "promise_document",
    "propose",
    "recall",
    "refuse_faulty",
    "request",
    "say",
    "withdraw",
]
