"""Requests and promises, each with how far it has come. Before an acceptance nobody is bound; no answer is no duty.

1. *requested*: somebody asked, and no offer answers it. *offered*: nobody is bound. *accepted*: it is a promise, from
   its giver to its receiver, and binds both. *recalled*: by its giver; *ended*: by its receiver. *replaced*: its giver
   offers something else in its place. From these three nothing comes back: who wants it again offers again. An offer
   that was withdrawn is not told at all.
2. Whatever counts here may be read by both, giver and receiver: so both see the same.
3. Expiry is told as it was stated. No clock decides; who wants it out recalls or ends it.
4. The rule is on sets: whichever of recall, end and acceptance came first, the outcome is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

from freehand.node.judging import offer_of
from freehand.node.known import Known
from freehand.node.said import Said, document_of

State = Literal["requested", "offered", "accepted", "recalled", "ended", "replaced"]
STATES: Final[Mapping[State, str]] = {
    "requested": "asked for; nobody has to answer",
    "offered": "offered; nobody is bound",
    "accepted": "promised; both are bound",
    "recalled": "recalled by its giver",
    "ended": "given back by its receiver",
    "replaced": "replaced by another offer",
}


class Promised(NamedTuple):
    """A request, an offer or a promise."""

    state: State
    giver: str
    receiver: str
    name: str
    """What the promise is called; of a request, what it is for."""
    contingency: str
    request: Said | None
    offer: Said | None
    acceptance: Said | None
    last: Said | None
    """What ended it: a recall, an end, another offer; None if that may no longer be read."""

    @property
    def binds(self) -> bool:
        """Whether it is a promise that enters the reckoning."""
        return self.state == "accepted"

    @property
    def recall(self) -> str:
        """The notice of recall, as the giver stated it."""
        return _text(self.offer, "recall")

    @property
    def expires(self) -> str:
        """Until when it stands, as the giver stated it."""
        return _text(self.offer, "expires")

    @property
    def words(self) -> str:
        """Why it ended, where its author said so."""
        return _text(self.last, "words")


def promises(known: Known) -> tuple[Promised, ...]:
    """Every request and every offer that may be read here, offers by giver and number, then requests without one."""
    offers = {one.leaf: one for one in known.said("offer", superseded=True)}
    replaced = _replaced(known, offers)
    accepted = _accepted(known, offers)
    ended = _ended(known)
    requests = {one.leaf: one for one in known.said("request")}
    found, answered = list[Promised](), set[str]()
    for leaf, offer in offers.items():
        fields = document_of(offer).fields
        request = requests.get(str(offer.body.get("about", "")))
        if request is not None:
            answered.add(request.leaf)
        acceptance = accepted.get(leaf)
        state, last = _state(offer, acceptance, ended, replaced, offers)
        receiver, name, for_ = (str(fields.get(field, "")) for field in ("to", "promise", "contingency"))
        found.append(Promised(state, offer.party, receiver, name, for_, request, offer, acceptance, last))
    for leaf, request in requests.items():
        if leaf not in answered:
            body = request.body
            found.append(
                Promised(
                    "requested", body["to"], request.party, body["for"], body["contingency"], request, None, None, None
                )
            )
    return tuple(found)


def binding(known: Known) -> Iterator[Said]:
    """The offers that are promises now, by giver and number: what enters the reckoning."""
    for one in promises(known):
        if one.binds and one.offer is not None:
            yield one.offer


def _accepted(known: Known, offers: Mapping[str, Said]) -> dict[str, Said]:
    """The first acceptance of each offer, by its receiver, that both may read."""
    found: dict[str, Said] = {}
    for one in known.said("accept"):
        offer = offers.get(one.body["about"])
        if offer is not None and _shared(offer, one.party) and _shared(one, offer.party):
            found.setdefault(offer.leaf, one)
    return found


def _shared(said: Said, other: str) -> bool:
    """Whether the other party may read it too, as far as that can be known here: of one's own it can."""
    return not said.mine or other in said.to


def _ended(known: Known) -> dict[str, Said]:
    """The first recall of each offer, or else its first end."""
    found: dict[str, Said] = {}
    for kind in ("recall", "end"):
        for one in known.said(kind):
            offer = offer_of(one, known.judge.find)
            if offer is not None and _shared(one, _other(offer, one.party)):
                found.setdefault(offer.leaf, one)
    return found


def _replaced(known: Known, offers: Mapping[str, Said]) -> dict[str, Said]:
    """What replaces each offer, and the receiver may read as well; withdrawn or not."""
    found: dict[str, Said] = {}
    for one in known.replacing("offer"):
        before = offers.get(str(one.replaces))
        if before is not None and _shared(one, _other(before, one.party)):
            found.setdefault(before.leaf, one)
    return found


def _other(offer: Said, party: str) -> str:
    """The other one of giver and receiver."""
    receiver = str(document_of(offer).fields.get("to", ""))
    return receiver if party == offer.party else offer.party


def _state(
    offer: Said,
    acceptance: Said | None,
    ended: Mapping[str, Said],
    replaced: Mapping[str, Said],
    offers: Mapping[str, Said],
) -> tuple[State, Said | None]:
    """Rule 1."""
    last = ended.get(offer.leaf)
    if last is not None:
        return ("recalled" if last.kind == "recall" else "ended"), last
    if offer.leaf in replaced:
        return "replaced", replaced[offer.leaf] if replaced[offer.leaf].leaf in offers else None
    return ("offered" if acceptance is None else "accepted"), None


def _text(said: Said | None, field: str) -> str:
    body: Any = None if said is None else said.body
    value = body.get(field, "") if isinstance(body, dict) else ""
    return value if isinstance(value, str) else ""
