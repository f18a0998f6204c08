"""Promises as things that can be named, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from freehand.faces.nodes.items import SHORT, Named
from freehand.faces.nodes.quoting import quoted
from freehand.node.said import document_of

if TYPE_CHECKING:
    from freehand.node.known import Known
    from freehand.node.views.promises import Promised, State


def named(known: Known, *states: State, giver: str = "", receiver: str = "") -> list[Named]:
    """Offers and promises in one of these states, by the digits of the offer or of the acceptance."""
    from freehand.node.views.promises import promises

    found = []
    for one in promises(known):
        wanted = one.offer is not None and one.state in states
        if one.offer is None or not wanted or giver not in ("", one.giver) or receiver not in ("", one.receiver):
            continue
        told = f"by {one.giver} to {one.receiver}, {one.state}"
        acceptance = "" if one.acceptance is None else one.acceptance.leaf
        name = f"'{one.name}' in {one.contingency}"
        found.append(Named("offer", name, one.giver, one.offer.leaf, acceptance or one.offer.id, one, told))
    return found


def past(known: Known, *states: State, giver: str = "", receiver: str = "") -> list[Named]:
    """Those that are done with, each told as what has become of it."""
    told = {
        "accepted": "accepted",
        "recalled": "recalled",
        "ended": "given back",
        "replaced": "replaced by another offer",
    }
    found = named(known, *states, giver=giver, receiver=receiver)
    return [one._replace(told=f"{told[one.value.state]} already") for one in found]


def all_of(one: Promised) -> Iterator[str]:
    """Everything that an offer says."""
    assert one.offer is not None
    fields: dict[str, Any] = dict(document_of(one.offer).fields)
    who = f"{quoted(one.giver)} to {quoted(one.receiver)}"
    yield f"'{quoted(one.name)}', {who}, for {quoted(str(fields.get('for', '')))} in {quoted(one.contingency)}."
    for field, what in (("nature takes", "Lead"), ("can be called", "Can be called"), ("holds", "Holds")):
        if fields.get(field):
            yield f"{what}: {quoted(_plain(fields[field]))}."
    caveats = fields.get("caveats")
    for sentence, why in (caveats if isinstance(caveats, dict) else {}).items():
        reason = quoted(str(why)) if why else "the reason is not given"
        yield f"Caveat: {quoted(str(sentence))} ({reason})."
    yield f"Notice of a recall: {quoted(one.recall)}." if one.recall else "No notice of a recall is given."
    if one.expires:
        yield f"Stands until, as its giver says: {quoted(one.expires)}. No clock decides."
    words = one.offer.body.get("words")
    if isinstance(words, str) and words:
        yield f"{quoted(one.giver)} says: {quoted(words)}"


def lines(every: Iterable[Promised]) -> Iterator[str]:
    """What was offered or promised, a line each: how far it has come, and on which notice it can be recalled."""
    from freehand.node.views.promises import STATES

    for one in every:
        if one.offer is None:
            continue
        who = f"{quoted(one.giver)} to {quoted(one.receiver)}"
        words = [
            f"{one.offer.leaf[:SHORT]} '{quoted(one.name)}' in {quoted(one.contingency)}, {who}: {STATES[one.state]}"
        ]
        if one.state in ("offered", "accepted"):
            words.append(f"notice of a recall: {quoted(one.recall) or 'none is given'}")
            words += [f"until, as its giver says: {quoted(one.expires)}"] if one.expires else []
        words += [f"why: {quoted(one.words)}"] if one.words else []
        yield f"{'; '.join(words)}."


def as_json(one: Promised) -> dict[str, Any]:
    """A request, an offer or a promise as plain data."""
    leaves = {"request": one.request, "offer": one.offer, "acceptance": one.acceptance}
    return {
        "state": one.state,
        "giver": one.giver,
        "receiver": one.receiver,
        "name": one.name,
        "contingency": one.contingency,
        "recall": one.recall,
        "expires": one.expires,
        "words": one.words,
        **{name: None if said is None else said.leaf for name, said in leaves.items()},
    }


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
