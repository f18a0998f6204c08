"""Releases: asked for by one person, approved by another, and only then said.

The question: how does an item leave a party's hands so that no single person, the keeper of the node included, can let
it go?

The rules:

1. Whoever asks names items (drafts, or what was said already) and recipients. Before anybody signs, the gate is asked
   about each item and each recipient, as if the release stood; one refusal, and nothing is asked for. It is noted for
   the auditor with the clause, never with what is in the item.
2. What a release adds to what the recipients have already is told before it is signed (``adds``): from two
   projections together more may follow than from each.
3. An ask is signed by who asks, and waits on the node's own shelf. Nothing of it stands in any log.
4. Whoever approves signs the same bytes (``approving``): these versions of these items, these recipients, the terms
   now in force. Everything is judged once more at that moment: terms, people, gate.
5. With the approval, items and release enter the log in one batch, the items first. If it is interrupted, the same
   approval does the rest, and nothing twice.

Who may: planners and releasers ask; releasers approve, never who asked, never the keeper of the node. Both need their
own keys. Cost: one look at each item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import Fault, UsageError, one_fault, shown
from freehand.ledger.canonical import canonical
from freehand.ledger.keys import SigningKey
from freehand.ledger.lines import current
from freehand.ledger.log import Statement, append
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.store.interface import Range
from freehand.node.approving import approval, fault_of_release, release_body, signed_by
from freehand.node.authoring.content import as_if_said
from freehand.node.drafts import placed, shelf
from freehand.node.drafts.draft import Draft, words_of
from freehand.node.judging import SAYERS
from freehand.node.kinds import BY_NAME, DOCUMENT, label_of
from freehand.node.people import why_not_first, why_not_second
from freehand.node.said import Said, as_said
from freehand.terms.gate import Pass, Refusal, Setting

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known
    from freehand.node.reckoning.ground import Piece
    from freehand.node.store.interface import Shelves

ASKS: Final = "ask"

Adds = Callable[["Known", Sequence[Said], frozenset[str]], Sequence[str]]
"""What a release adds to earlier ones, as sentences: given what is known, the items and the recipients."""


class NotReleased(UsageError):
    """A release that does not come about; nothing has left."""


class Asked(NamedTuple):
    """A release that waits for its approval."""

    name: str
    items: tuple[str, ...]
    """Content ids."""
    to: tuple[str, ...]
    """Parties, by name."""
    terms: tuple[str, ...]
    """The versions in force, by leaf."""
    by: str
    """Who asked, by name; empty if the card names nobody of this key any more."""
    time: int
    adds: tuple[str, ...]
    """What it adds to earlier ones."""
    told: tuple[str, ...]
    """What its items are, in words."""


class Judged(NamedTuple):
    """What the gate says of one item for one recipient, if two people release it."""

    item: str
    words: str
    to: str
    refusal: Refusal | None


class Released(NamedTuple):
    """What an approval brought about."""

    first: int
    """The number of the first record of the batch."""
    size: int
    """The size of the own log after it."""
    release: str
    """The leaf of the release."""
    items: dict[str, str]
    """Content id -> leaf, of all items of the release."""


def preview(
    node: Node,
    compact: Compact,
    items: Iterable[str],
    to: Iterable[str],
    *,
    beside: Iterable[Draft] = (),
    known: Known | None = None,
) -> list[Judged]:
    """What the gate would say, before anyone signs; ``beside`` are drafts that lie on no shelf yet. Who may: planners,
    releasers.

    Raises:
        UsageError: an item is not there, or a recipient is no other party of the compact.
    """
    found = _known(node, compact, known)
    parties = _recipients(node, compact, to)
    more = {one.id: as_if_said(node, compact, one) for one in beside}
    wanted = [item for item in items if item not in more]
    with node.cabinet.reading() as shelves:
        said = _items(node, compact, shelves, wanted) if wanted or not more else {}
    return list(_judged(found, said | more, parties))


def ask(
    node: Node,
    compact: Compact,
    items: Iterable[str],
    to: Iterable[str],
    *,
    by: SigningKey,
    now: int,
    adds: Adds | None = None,
    known: Known | None = None,
) -> Asked:
    """Ask for a release. Who may: planners and releasers, with their own key.

    Args:
        node: the own node.
        compact: the compact.
        items: content ids, of drafts or of what was said already.
        to: the parties who shall have them.
        by: the key of who asks.
        now: seconds since 1970.
        adds: tells what it adds to earlier releases; None: ``interfaces_add``.
        known: what is known, if it was read already.

    Raises:
        UsageError: an item is not there, or a recipient is no other party of the compact.
        NotReleased: this person may not ask, or the gate refuses an item; each refusal with its clause.
    """
    found = _known(node, compact, known)
    people = found.people[node.party]
    why = why_not_first(people, by.public)
    if why:
        raise _not(f"this person cannot ask for a release: {why}", "Have a planner or releaser ask.")
    parties = _recipients(node, compact, to)
    with node.cabinet.reading() as shelves:
        said = _items(node, compact, shelves, items)
    _refuse(node, compact, list(_judged(found, said, parties)), now)
    logs = [compact.members[party].log for party in parties]
    terms = sorted(version.id for version in found.standing.in_force)
    told = tuple((adds or interfaces_add)(found, list(said.values()), parties))
    signed = approval(compact.id, said, logs, terms)
    name = sha256(signed + by.public).hexdigest()[:16]
    value: dict[str, Any] = {
        "adds": list(told),
        "asked": signed_by(by, signed),
        "items": sorted(said),
        "terms": terms,
        "time": now,
        "to": sorted(parties),
        "words": [_words(said[item]) for item in sorted(said)],
    }
    with node.cabinet.writing() as shelves:
        shelves.put(ASKS, f"{compact.id} {name}", value, within=compact.id)
        shelves.note(_event("a release was asked for", compact, now) | _traced(value, by, name))
    return _asked(name, value, {one.key: one.name for one in people})


def interfaces_add(found: Known, items: Sequence[Said], to: frozenset[str]) -> list[str]:
    """What interfaces add to all that each of these recipients ever had of the same courses; what was taken back since
    is still known to whoever had it. Who may: planners, releasers."""
    wanted = [one for one in items if one.kind == "interface"]
    if not wanted:
        return []
    from freehand.node.reckoning.differences import additions
    from freehand.node.reckoning.ground import Piece

    gone = (found.taken_back(leaf) for leaf, one in found.withdrawn().items() if one.by.mine)
    held = [*found.said("interface", superseded=True), *(one for one in gone if one is not None)]
    earlier = sorted((one for one in held if one.mine and one.kind == "interface"), key=lambda one: one.number)
    told: list[str] = []
    for party in sorted(to):
        head = f"to {shown(party)}: " if len(to) > 1 else ""
        for now in wanted:
            before = [_piece(Piece, one) for one in earlier if one.object == now.object and party in one.to]
            told += [f"{head}{each}" for each in additions(before, _piece(Piece, now))]
    return told


def asked(node: Node, compact: Compact) -> list[Asked]:
    """The releases that wait for approval, by time. Who may: planners, releasers, auditors."""
    from freehand.ledger.card_file import read_card

    names = {one.key: one.name for one in read_card(compact.card).people}
    with node.cabinet.reading() as shelves:
        held = [(name.rpartition(" ")[2], value) for name, value in shelves.all(ASKS, within=compact.id)]
    return sorted((_asked(name, value, names) for name, value in held), key=lambda one: (one.time, one.name))


def refuse_release(node: Node, compact: Compact, name: str, words: str, *, now: int) -> None:
    """Take an ask off the shelf unreleased, with the reason for the auditor. Who may: releasers, and who asked.

    Raises:
        UsageError: nothing of this name waits.
    """
    with node.cabinet.writing() as shelves:
        _ask(shelves, compact, name)
        shelves.drop(ASKS, f"{compact.id} {name}")
        shelves.note(_event("a release was not approved", compact, now) | {"ask": name, "words": words})


def approve(
    node: Node,
    compact: Compact,
    name: str,
    *,
    by: SigningKey,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Released:
    """Approve what another has asked for; with that it is said. Who may: releasers with their own key; never who asked,
    never the keeper.

    Raises:
        UsageError: nothing of this name waits.
        NotReleased: this person may not approve it, who asked may no longer, the terms have changed since, a draft is
            gone, or the gate refuses an item.
        LogStopped, StoreBusy, StoreFailed: nothing was said, or everything was (rule 5).
    """
    found = _known(node, compact, known)
    with node.cabinet.reading() as shelves:
        value = _ask(shelves, compact, name)
        said = _items(node, compact, shelves, value["items"])
    body = _approved(node, compact, found, value, said, by, now)
    with node.cabinet.writing() as shelves:  # who comes second finds where the first began
        value = _ask(shelves, compact, name)
        if "from" not in value:
            value["from"] = _size(compact)
            shelves.put(ASKS, f"{compact.id} {name}", value, within=compact.id)
    with node.cabinet.writing() as shelves:
        _ask(shelves, compact, name)
        done = _put_in(node, compact, shelves, said, body, value["from"], now, randomness)
        shelves.drop(ASKS, f"{compact.id} {name}")
        shelves.note(_event("a release was approved", compact, now) | _traced(value, by, name) | {"leaf": done.release})
    return done


# -- how ------------------------------------------------------------------------------------------------------------


def _approved(
    node: Node, compact: Compact, found: Known, value: Any, said: dict[str, Said], by: SigningKey, now: int
) -> dict[str, Any]:
    """Rule 4: the body of the release, once everything is judged again."""
    people = found.people[node.party]
    first = bytes.fromhex(value["asked"]["by"])
    why = why_not_second(people, first, by.public)
    if why:
        raise _not(f"this person cannot approve it: {why}", "Have another approve it, a releaser.")
    why = why_not_first(people, first)
    if why:
        raise _not(f"whoever asked for it may not any more: {why}", "Have somebody who may ask for it anew.")
    terms = sorted(version.id for version in found.standing.in_force)
    if terms != value["terms"]:
        raise _not("the terms in force are not those under which it was asked for", "Look at it, and ask for it anew.")
    parties = _recipients(node, compact, value["to"])
    _refuse(node, compact, list(_judged(found, said, parties)), now)
    logs = [compact.members[party].log for party in parties]
    signed = approval(compact.id, value["items"], logs, terms)
    body = release_body(value["items"], logs, terms, value["asked"], signed_by(by, signed))
    why = fault_of_release(body, compact.id, people)
    if why:
        raise _not(f"the release would not hold: {why}", "Ask for it anew.")
    return body


def _put_in(
    node: Node,
    compact: Compact,
    shelves: Any,
    said: dict[str, Said],
    body: dict[str, Any],
    first: int,
    now: int,
    randomness: Randomness,
) -> Released:
    """Rule 5: what is missing of the batch, in one append."""
    there: dict[str, str] = {}
    for one in _own(node, compact, first):
        if one.id in said:
            there[one.id] = one.leaf
            placed.keep_said(shelves, compact, one, one.leaf, one.number)
        elif one.kind == "release" and one.body == body:
            there[""] = one.leaf
    for item in said:
        held: Any = shelves.get(placed.SAID, f"{compact.id} {item}")
        if held is not None:
            there[item] = held["leaf"]
    new = [item for item in said if item not in there]
    new.sort(key=lambda item: (said[item].kind, said[item].object, item))  # by what people see, not by a drawn hash
    statements = [
        Statement(one.kind, one.object, one.body, now, one.label, one.replaces) for one in (said[item] for item in new)
    ]
    if "" not in there:
        label = label_of([node.party, *(name for name, one in compact.members.items() if one.log in body["to"])])
        statements.append(Statement("release", sha256(canonical(body)).hexdigest()[:32], body, now, label))
    size = _size(compact)
    if statements:
        done = append(compact.store, compact.log, compact.keys.log, statements, randomness=randomness)
        leaves = [done.leaves[at : at + 32].hex() for at in range(0, len(done.leaves), 32)]
        size = done.first
        for at, item in enumerate(new):
            there[item] = leaves[at]
            placed.keep_said(shelves, compact, said[item], leaves[at], done.first + at)
        there.setdefault("", leaves[-1])
    release = there.pop("")
    return Released(size, _size(compact), release, there)


def _judged(found: Known, said: dict[str, Said], parties: frozenset[str]) -> Iterator[Judged]:
    """Rule 1: as if the release stood."""
    terms = frozenset(version.id for version in found.standing.in_force)
    given, gone = Pass(frozenset(said), parties, terms), found.withdrawn()
    for party in sorted(parties):
        few = found.few(party)
        before = few.settings[found.party].releases
        releases = {item: (*before.get(item, ()), given) for item in said}
        setting = Setting(found.standing, found.members, releases, SAYERS)
        judge = few._replace(settings={**few.settings, found.party: setting})
        for item, one in said.items():
            refusal = judge.refusal(one, frozenset((party,)))
            if refusal is None and one.leaf in gone:
                refusal = Refusal("withdrawn", "it was withdrawn.", True)
            yield Judged(item, _words(one), party, refusal)


def _refuse(node: Node, compact: Compact, judged: Sequence[Judged], now: int) -> None:
    """What the gate refuses is neither asked for nor approved; the trail has the clause."""
    refused = [(one, one.refusal) for one in judged if one.refusal is not None]
    if not refused:
        return
    with node.cabinet.writing() as shelves:
        for one, refusal in refused:
            event = {"clause": refusal.clause, "item": one.item, "to": one.to}
            shelves.note(_event("the gate refused an item on its way out", compact, now) | event)
    raise NotReleased(
        Fault(
            f"{one.words} does not go to {shown(one.to)} ({refusal.clause})",
            None,
            refusal.words if refusal.words.endswith(".") else f"{refusal.words}.",
            _NEXT.get(refusal.clause.split()[0], "Leave it out of this release."),
        )
        for one, refusal in refused
    )


_NEXT: Final = {
    "terms": "Have terms accepted by all first: 'freehand terms show'.",
    "scope": "Leave it out, or amend the terms to a higher rung.",
    "label": "Label the draft for this party, and release that version.",
    "left": "Nothing flows to or from a party that has left.",
}


def _items(node: Node, compact: Compact, shelves: Shelves, items: Iterable[str]) -> dict[str, Said]:
    """The items of these content ids, as records they would be or are."""
    found: dict[str, Said] = {}
    missing = []
    for item in sorted(set(items)):
        held: Any = shelves.get(placed.SAID, f"{compact.id} {item}")
        one = None
        if held is not None:
            one = next((each for each in _read(node, compact, [Range(held["number"], held["number"] + 1)])), None)
        if one is None:
            draft = shelf.of_id(shelves, compact, item)
            one = None if draft is None else as_if_said(node, compact, draft)
        if one is None or one.id != item or BY_NAME[one.kind].condition != "content":
            missing.append(item)
        else:
            found[item] = one
    if missing:
        raise NotReleased(
            Fault(
                f"there is no item {shown(item)[:16]}…",
                None,
                "no draft has this content, and nothing of it was said.",
                "See 'freehand draft list'.",
            )
            for item in missing
        )
    if not found:
        raise _not("nothing is named", "Name drafts, or what was said already.")
    return found


def _own(node: Node, compact: Compact, first: int) -> Iterator[Said]:
    with compact.store.reading() as view:
        size = current(view, compact.log).size
    yield from _read(node, compact, [Range(first, size)] if first < size else [])


def _read(node: Node, compact: Compact, ranges: Sequence[Range]) -> Iterator[Said]:
    with compact.store.reading() as view:
        for _, data in current(view, compact.log).records(ranges):
            yield as_said(node.party, compact.log, data, mine=True)


def _size(compact: Compact) -> int:
    with compact.store.reading() as view:
        return current(view, compact.log).size


def _recipients(node: Node, compact: Compact, to: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(to)
    others = [name for name in compact.members if name != node.party]
    strangers = sorted(wanted - {*others})
    if strangers:
        what = f"'{shown(strangers[0])}' is no other party of this compact"
        raise UsageError(one_fault(what, f"the others are {', '.join(map(shown, others)) or 'none'}.", "Name one."))
    if not wanted:
        raise _not("it is for nobody", "Say to which parties.")
    return wanted


def _ask(shelves: Shelves, compact: Compact, name: str) -> dict[str, Any]:
    value: Any = shelves.get(ASKS, f"{compact.id} {name}")
    if value is None:
        what = f"no release '{shown(name)}' waits for approval"
        why = "it was never asked for, was approved already, or was taken back."
        raise UsageError(one_fault(what, why, "See 'freehand release list'."))
    return dict(value)


def _asked(name: str, value: Any, names: dict[bytes, str]) -> Asked:
    by = names.get(bytes.fromhex(value["asked"]["by"]), "")
    items, to, terms = (tuple(value[field]) for field in ("items", "to", "terms"))
    return Asked(name, items, to, terms, by, value["time"], tuple(value["adds"]), tuple(value["words"]))


def _piece(piece: type[Piece], said: Said) -> Piece:
    return piece("interface", said.party, said.object, said.body[DOCUMENT], said.leaf)


def _words(said: Said) -> str:
    return words_of(said.kind, said.object, said.body)


def _known(node: Node, compact: Compact, known: Known | None) -> Known:
    from freehand.node.known import known as read

    return read(node, compact) if known is None else known


def _event(what: str, compact: Compact, now: int) -> dict[str, Any]:
    return {"compact": compact.id, "what": what, "when": now}


def _traced(value: Any, by: SigningKey, name: str) -> dict[str, Any]:
    return {"ask": name, "by": by.public.hex(), "items": value["items"], "to": value["to"]}


def _not(why: str, next_: str) -> NotReleased:
    return NotReleased(one_fault("nothing is released", f"{why}.", next_))
