"""The state of a compact: since when nothing was heard of each partner, what is missing, what is proven, what waits.

1. A *gap* is what others have seen of a log and is not here.
2. What waits for this party is told by what it is about. Nothing here has to be answered.
3. No clock is looked at: since when is told, and who shows it counts the days.
"""

from __future__ import annotations

from typing import NamedTuple

from freehand.errors import shown
from freehand.ledger.bundle.reading import Silence
from freehand.node.known import Known
from freehand.node.views.discussion import open_questions
from freehand.node.views.promises import promises
from freehand.node.views.terms import SHORT, has_left
from freehand.terms.protocol import DISOWNED


class Partner(NamedTuple):
    """How it stands with one partner."""

    name: str
    compared: bool
    size: int
    """How many leaves of its log are here."""
    heard: Silence
    gap: int
    """How many leaves more somebody has seen of it."""
    told: int
    """How much of the own log it is known to have."""
    frozen: str
    """The name of the proof of a fork; empty if there is none."""
    left: bool
    disowned: bool
    """Whether it has disowned that it left; it stands."""


class Waits(NamedTuple):
    """Something that waits for this party."""

    what: str
    """compare, gap, fork, restored, terms, question, request, offer, erasure."""
    about: str
    """A leaf, or a party's name."""
    words: str


class Status(NamedTuple):
    """The whole."""

    partners: tuple[Partner, ...]
    waits: tuple[Waits, ...]
    sentences: tuple[str, ...]


def status(known: Known) -> Status:
    """How the compact stands, as it is known here."""
    partners = tuple(_partner(known, name) for name in sorted(known.members) if name != known.party)
    sentences = []
    if known.waiting_for is not None:
        sentences.append("This log came back from a backup: it signs nothing until all members have confirmed it.")
    if known.party in known.standing.left:
        sentences.append("This party has left the compact: nothing of plans flows to it or from it any more.")
        if known.party in known.standing.left_disowned:
            sentences.append(f"Its leaving is {DISOWNED}.")
    if known.frozen.get(known.party):
        sentences.append("A fork of this party's own log is proven: begin a new epoch with the root key.")
    for one in partners:
        sentences += _sentences(one)
        if one.left:
            sentences.append(has_left(known.standing, one.name))
    sentences += _disowned(known)
    return Status(partners, (*_on_members(known, partners), *_on_content(known)), tuple(sentences))


def _disowned(known: Known) -> list[str]:
    """What stands though its author has revoked the key behind it."""
    told = []
    for name in sorted(known.members):
        found = [one for one in known.disowned.values() if one.party == name]
        if found:
            kinds = ", ".join(sorted({one.kind for one in found}))
            who = "this party" if name == known.party else f"'{shown(name)}'"
            whole = "1 record" if len(found) == 1 else f"{len(found)} records"
            told.append(
                f"{whole} of {who} ({kinds}) disowned: the key was revoked, a receipt covers it, and it stands."
            )
    return told


def _partner(known: Known, name: str) -> Partner:
    member, size = known.members[name], known.sizes[name]
    seen = max((heads.get(name, 0) for heads in known.seen.values()), default=0)
    return Partner(
        name,
        member.compared,
        size,
        known.silence[name],
        max(0, seen - size),
        known.seen[name].get(known.party, 0),
        known.frozen.get(name, ""),
        name in known.standing.left,
        name in known.standing.left_disowned,
    )


def _sentences(one: Partner) -> list[str]:
    name = shown(one.name)
    found = [one.heard.words(name)]
    if one.gap:
        found.append(f"{one.gap} more records of '{name}' are known to others, and their leaves are not here.")
    if one.frozen:
        found.append(f"A fork of '{name}' is proven: nothing more is taken in from it until it begins a new epoch.")
    return found


def _on_members(known: Known, partners: tuple[Partner, ...]) -> list[Waits]:
    found = [
        Waits("compare", one.name, f"compare the fingerprint of '{shown(one.name)}' with it aloud")
        for one in partners
        if not one.compared
    ]
    found += [Waits("gap", one.name, f"ask '{shown(one.name)}' for a bundle") for one in partners if one.gap]
    found += [
        Waits("fork", one.name, f"hand the proof against '{shown(one.name)}' to the other members")
        for one in partners
        if one.frozen
    ]
    return found + [
        Waits("restored", name, f"ask '{shown(_name(known, name))}' to confirm the newest head that it has of this log")
        for name in known.waiting_for or ()
    ]


def _name(known: Known, log: str) -> str:
    return next((name for name, member in known.members.items() if member.log == log), log)


def _on_content(known: Known) -> list[Waits]:
    me = known.party
    found = [
        Waits("terms", one.id, f"terms {one.id[:SHORT]} by '{shown(one.author)}' wait for an answer")
        for one in known.standing.versions
        if one.state not in ("replaced", "ended", "in force")
        and me in one.terms.parties
        and one.stances.get(me, "open") in ("open", "asked")
    ]
    found += [
        Waits("question", one.id, f"'{shown(one.by)}' asks about the terms: {shown(one.words)}")
        for one in known.standing.questions
        if one.open and one.by != me
    ]
    found += [
        Waits("question", one.id, f"'{shown(one.party)}' asks: {shown(one.words)}") for one in open_questions(known)
    ]
    for one in promises(known):
        if one.state == "requested" and one.giver == me and one.request is not None:
            found.append(Waits("request", one.request.leaf, f"'{shown(one.receiver)}' asks for '{shown(one.name)}'"))
        if one.state == "offered" and one.receiver == me and one.offer is not None:
            what = f"'{shown(one.giver)}' offers '{shown(one.name)}' ({one.offer.leaf[:SHORT]})"
            found.append(Waits("offer", one.offer.leaf, what))
    return found + [
        Waits("erasure", one.leaf, f"'{shown(one.by.party)}' asks that item {one.leaf[:SHORT]} be erased here")
        for one in known.erasures_asked()
    ]
