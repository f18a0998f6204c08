"""Every state that the protocol can reach, for some parties and two versions of the terms, breadth first.

A *history* is one log for each party. It is grown by one move at a time: every verb, by every party, about every
version, every question and something that is not there; acceptances with the heads of all that was said and with none.
Two histories are the same state if nobody could tell them apart by what stands (``mark``). Each state is reached by one
history, from which all moves are tried; its *cuts* are what may have arrived of it somewhere: of each log a beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from freehand.terms.proposal import Terms
from freehand.terms.protocol import VERBS, Move, Standing, Verb, standing
from freehand.terms.scope import Rung

NOWHERE = "nowhere"


class World(NamedTuple):
    """What is explored: who is there, and which moves are left out to keep it small."""

    parties: str
    asking: tuple[tuple[str, str], ...] = ()
    """Who may ask about which version, as often as it likes."""
    second: tuple[tuple[Verb, str], ...] = (("amend", "B"),)
    """How the second version comes about, and by whom; A puts the first one on the table."""
    named: tuple[str, str] = ("", "")
    """Whom the first and the second version name; everybody unless it is said."""
    astray: bool = False
    """Whether moves about something that is not there are tried too."""


History = tuple[tuple[Move, ...], ...]


class Step(NamedTuple):
    """One move tried in one state: what stood before and stands after it."""

    before: History
    move: Move
    after: History
    stood: Standing
    stands: Standing


def mark(found: Standing) -> Any:
    """All that stands, but for moves that did nothing."""
    versions = tuple(
        (one.id, one.author, one.state, one.accepted, one.replaced_by, tuple(sorted(one.stances.items())))
        for one in found.versions
    )
    asked = frozenset((one.by, one.about, one.open) for one in found.questions)  # two open ones are as one
    return versions, asked, found.left


def reached(world: World) -> tuple[list[tuple[History, Standing]], list[Step]]:
    """Every state with a history that leads there, and every move tried in each."""
    start: History = tuple(() for _ in world.parties)
    waiting = [(start, standing(world.parties, ()))]
    seen, states, steps = {mark(waiting[0][1])}, list[tuple[History, Standing]](), list[Step]()
    while waiting:
        following = []
        for history, stood in waiting:
            states.append((history, stood))
            for at, move in tries(world, history, stood):
                after = (*history[:at], (*history[at], move), *history[at + 1 :])
                stands = standing(world.parties, said(after))
                steps.append(Step(history, move, after, stood, stands))
                if mark(stands) not in seen:
                    seen.add(mark(stands))
                    following.append((after, stands))
        waiting = following
    return states, steps


def tries(world: World, history: History, stood: Standing) -> Iterator[tuple[int, Move]]:
    """Every move that is tried next, with the place of its author's log."""
    versions = [one.id for one in stood.versions]
    questions = [one.id for one in stood.questions]
    read = {party: len(log) for party, log in zip(world.parties, history, strict=True)}
    for at, party in enumerate(world.parties):
        for verb, about, heads in _tries_of(world, party, versions, questions, party in stood.left):
            terms = None
            if verb in ("propose", "amend"):
                terms = Terms(Rung.SUPPORT, tuple(world.named[len(versions)] or world.parties))
            id = f"v{len(versions) + 1}" if terms else f"{party}{read[party]} {verb} {about} {heads}"
            yield at, Move(id, party, read[party], verb, about, terms, read if heads else {})


def _tries_of(
    world: World, party: str, versions: list[str], questions: list[str], left: bool
) -> Iterator[tuple[Verb, str, bool]]:
    if left:  # it can say what it likes: one of each
        for said_after in VERBS:
            if versions and said_after not in ("propose", "amend"):
                yield said_after, "v1", True
        return
    if not versions and party == "A":
        yield "propose", "", True
    for verb, by in world.second:
        if len(versions) == 1 and by == party:
            yield verb, "v1" if verb == "amend" else "", True
    for about in (*versions, NOWHERE) if world.astray else versions:
        yield "accept", about, True
        yield "accept", about, False
        yield "decline", about, True
        if about == NOWHERE or (party, about) in world.asking:
            yield "clarify", about, True
    if world.asking:
        yield from (("answer", about, True) for about in (*questions, NOWHERE))
    yield "withdraw", "", True


def said(history: History) -> list[Move]:
    """All moves of a history."""
    return [move for log in history for move in log]


def cuts(history: History) -> Iterator[History]:
    """What may have arrived of a history: a beginning of each log."""
    for sizes in product(*(range(len(log) + 1) for log in history)):
        yield tuple(log[:size] for log, size in zip(history, sizes, strict=True))
