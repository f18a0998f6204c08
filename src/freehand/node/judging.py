"""Whether a record stands behind the gate for these recipients, today; one judgement for arriving, reading and sending.

The question: a record is held, by whoever said it. May it be read here, by the terms as they now stand?

The rules, in this order; the first that is broken is named:

1. Its author's card was compared with its owner, or nothing of it is read yet.
2. It is of a kind that is known here. Others are kept, and are neither passed nor refused (``UNKNOWN``).
3. It can be read: no critical field is unknown, and its body is as the table of kinds says.
4. Its author may say it (``may_not``): a version replaces one of the same kind and object, an author's object its own,
   whether what it replaces is held here or not: a leaf in another party's log is that party's;
   an offer answers a request to its author, an acceptance an offer to its author; a recall is its giver's, an end its
   receiver's; only items of one's own are withdrawn, and an acceptance is ended instead.
5. The gate lets it pass (``terms.gate``), with the releases whose two signatures hold. A move that its author made
   before it left is taken by who has not left, whenever it comes: who was there earlier has it, and terms among others
   may rest on it.

Whatever else a record names that is not held here decides nothing: it is as if it named nothing. A version of what is
in no log here replaces nothing, and stands beside what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from freehand.errors import shown
from freehand.node.kinds import BY_NAME
from freehand.node.moves import MOVES
from freehand.node.objects import unquoted
from freehand.node.said import CRITICAL, Said, document_of, fault_in
from freehand.terms.exclusions import TOGETHER, text_of
from freehand.terms.gate import Item, Refusal, Setting, gate, gate_all

Find: TypeAlias = Callable[[str], Said | None]
Owner: TypeAlias = Callable[[str, str], str]
"""In whose log a leaf is, the party that is named second looked at first; empty if in none that is here."""

KIND: Final = "kind"
MEMBERSHIP: Final = "membership"
LEFT: Final = "left"


SAYERS: Final[Mapping[str, frozenset[str] | None]] = dict.fromkeys(BY_NAME)
"""Every kind of the table may be said by any member; whose an object is, rule 4 holds."""


class Judge(NamedTuple):
    """What the rules rest on, at one moment."""

    settings: Mapping[str, Setting]
    """The gate's, for each author: the same but for the releases, as a release is for its author's items alone."""
    compared: frozenset[str]
    """The parties whose cards were compared, the own one included."""
    find: Find
    left: Mapping[str, int]
    """At which number of its log each party that has left says so."""
    owner: Owner = lambda _leaf, _first: ""
    again: Mapping[str, int] = {}
    """Of each party that has disowned that it left, from which number on it has said all anew: after it had left."""

    def refusal(self, said: Said, recipients: frozenset[str]) -> Refusal | None:
        """Why it may not be read by these; None if it may. Kinds that are not known are not asked about."""
        early = self.before(said)
        return early or self._as_move(said, recipients, gate(self.settings[said.party], item_of(said), recipients))

    def refusals(self, said: Iterable[Said], recipients: frozenset[str]) -> Iterator[tuple[Said, Refusal | None]]:
        """The same for many of one author, cheaper for each than one by one."""
        waiting = iter(said)
        while group := list(islice(waiting, TOGETHER)):
            early = [self.before(one) for one in group]
            asked = [one for one, refusal in zip(group, early, strict=True) if refusal is None]
            judged = gate_all(self.settings[group[0].party], map(item_of, asked), recipients)
            for one, refusal in zip(group, early, strict=True):
                yield one, refusal or self._as_move(one, recipients, next(judged)[1])

    def before(self, said: Said) -> Refusal | None:
        """Rules 1 to 4."""
        if said.party not in self.compared:
            return Refusal(
                MEMBERSHIP, f"the card of '{shown(said.party)}' has not been compared with its owner.", False
            )
        if said.kind == CRITICAL:
            return Refusal(KIND, "it has a field that has to be understood and is not known here.", True)
        why = fault_in(said) or may_not(said, self.find, self.owner)
        return Refusal(KIND, f"{why}.", True) if why else None

    def _as_move(self, said: Said, recipients: frozenset[str], refusal: Refusal | None) -> Refusal | None:
        """The second half of rule 5."""
        if refusal is None or refusal.clause != LEFT or said.kind not in MOVES:
            return refusal
        early = said.number < self.left.get(said.party, said.number + 1)
        if not said.disowned and said.number >= self.again.get(said.party, said.number + 1):
            early = False
        return None if early and recipients.isdisjoint(self.left) else refusal


def item_of(said: Said) -> Item:
    """What the gate judges."""
    kind = BY_NAME[said.kind]
    content = kind.condition == "content"
    text = f"{said.object}\n{_spelled_out(said.object)}{text_of(said.body)}" if content else ""
    return Item(said.id or said.leaf, said.kind, said.party, said.label, said.tags, text, kind.least, kind.condition)


def _spelled_out(object: str) -> str:
    return f"{unquoted(object)}\n" if "%" in object else ""


def may_not(said: Said, find: Find, owner: Owner | None = None) -> str:
    """Rule 4: why its author may not say it, as a clause; empty if it may."""
    if said.replaces is not None:
        before = find(said.replaces)
        kind = BY_NAME[said.kind]
        if before is not None:
            if (before.kind, before.object) != (said.kind, said.object):
                return "it replaces something else than a version of the same object"
            if kind.who == "author" and before.party != said.party:
                return f"it replaces what '{shown(before.party)}' said"
        elif kind.who == "author" and owner is not None:
            whose = owner(said.replaces, said.party)
            if whose not in ("", said.party):
                return f"it replaces what '{shown(whose)}' said"
    look = _LOOKS.get(said.kind)
    return "" if look is None else look(said, find)


def _offer(said: Said, find: Find) -> str:
    about = said.body.get("about")
    request = find(about) if about else None
    if request is None:
        return ""
    if request.kind != "request":
        return "it answers what is no request"
    if request.body.get("to") != said.party or request.party != document_of(said).fields.get("to"):
        return f"it answers no request from its receiver to '{shown(said.party)}'"
    return ""


def _accept(said: Said, find: Find) -> str:
    offer = find(said.body["about"])
    if offer is None:
        return ""
    if offer.kind != "offer":
        return "it accepts what is no offer"
    return "" if document_of(offer).fields.get("to") == said.party else "it accepts an offer to another party"


def _recall(said: Said, find: Find) -> str:
    offer = offer_of(said, find)
    return "" if offer is None or offer.party == said.party else f"it recalls what '{shown(offer.party)}' offered"


def _end(said: Said, find: Find) -> str:
    offer = offer_of(said, find)
    ours = offer is None or document_of(offer).fields.get("to") == said.party
    return "" if ours else "it gives back what another party received"


def offer_of(said: Said, find: Find) -> Said | None:
    """The offer that a recall or an end is about: it names it, or its acceptance; None if that is not held here."""
    about = find(said.body["about"])
    if about is not None and about.kind == "accept" and isinstance(about.body, dict):
        about = find(str(about.body.get("about")))
    return about if about is not None and about.kind == "offer" and not fault_in(about) else None


def _withdraw(said: Said, find: Find) -> str:
    about = find(said.body["about"])
    if said.body["how"] not in ("retract", "supersede", "erase"):
        return "it says of itself neither retract, supersede nor erase"
    if about is None:
        return ""
    if about.party != said.party:
        return f"it withdraws what '{shown(about.party)}' said"
    if about.kind == "accept":
        return "a promise is given back by 'end'"
    return "" if BY_NAME[about.kind].condition == "content" else "what it is about is no item"


_LOOKS: Final[Mapping[str, Callable[[Said, Find], str]]] = {
    "offer": _offer,
    "accept": _accept,
    "recall": _recall,
    "end": _end,
    "withdraw": _withdraw,
}
