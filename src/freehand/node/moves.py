"""Moves on the terms, as the protocol takes them, from the records that make them.

1. Each party's moves stand in the order of its own log. A record whose body cannot be read, or whose terms cannot, is
   no move.
2. Heads that were read are told by logs in a record, whose keys are ASCII, and by parties in a move; what is no log of
   the compact is left out.
3. What a party is known to have seen of another's log: the heads that its own newest checkpoint names, its newest
   cosignature, and what its acceptances say that it had read; as far as these are part of the history that is held.
4. Of what its author has disowned, and went on from below, who has read it is told by heads and cosignatures of that
   line, and by these alone: sizes of the other line tell nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from freehand.errors import InputError
from freehand.ledger.checkpoint import read
from freehand.ledger.lines import current
from freehand.ledger.listing import Stretch
from freehand.ledger.note import take_apart
from freehand.ledger.rows import root_at
from freehand.ledger.store.interface import Line, View
from freehand.ledger.tree import HASH_BYTES
from freehand.node.said import Said, fault_in
from freehand.terms.proposal import Reservation, Terms, read_reservations, read_terms
from freehand.terms.protocol import Move, Verb

MOVES: Final[Mapping[str, Verb]] = {
    "terms.propose": "propose",
    "terms.amend": "amend",
    "terms.clarify": "clarify",
    "terms.answer": "answer",
    "terms.accept": "accept",
    "terms.decline": "decline",
    "leave": "withdraw",
}


def moves_of(said: Iterable[Said], logs: Mapping[str, str], parted: Mapping[str, int] | None = None) -> list[Move]:
    """The moves among these records (rules 1 and 2).

    Args:
        said: the records.
        logs: the logs of the compact, each with its party's name.
        parted: by log, from where on its owner has said all anew, beside what it disowned.
    """
    found = []
    for one in said:
        move = None if fault_in(one) else _move(one, logs)
        if move is not None:
            again = not one.disowned and one.number >= (parted or {}).get(one.log, one.number + 1)
            found.append(move._replace(disowned=one.disowned, again=again))
    return found


def seen_in(view: View, logs: Mapping[str, str], own: str) -> dict[str, dict[str, int]]:
    """What each party is known to have seen of each other's log (rule 3); the own one has seen what is held."""
    found: dict[str, dict[str, int]] = {}
    for log, party in logs.items():
        seen = found.setdefault(party, {party: current(view, log).size})
        if log == own:
            seen |= {other: current(view, each).size for each, other in logs.items()}
            continue
        newest = current(view, log).newest("checkpoint")
        heads = () if newest is None else read(take_apart(newest.data).text).seen
        for head in heads:
            if head.origin in logs and _is_held(view, head.origin, head.size, head.root):
                seen[logs[head.origin]] = max(seen.get(logs[head.origin], 0), head.size)
        for each, other in logs.items():
            signed = current(view, each).newest("cosignature", log)
            if signed is not None:
                seen[other] = max(seen.get(other, 0), signed.number)
    return found


def read_beside(
    view: View, logs: Mapping[str, str], own: str, disowned: Mapping[str, Iterable[Stretch]]
) -> dict[str, frozenset[str]]:
    """By the leaf of what is disowned, which other parties are known to have read it (rule 4); the own one has."""
    found: dict[str, frozenset[str]] = {}
    for log, stretches in disowned.items():
        for branch, first, end in stretches:
            line = view.line(log, branch)
            sizes = {logs[own]: line.size} | {logs[each]: _seen_on(view, line, each) for each in logs if each != own}
            leaves = b"".join(line.leaves(first, end))
            for number in range(first, end):
                at = (number - first) * HASH_BYTES
                who = frozenset(party for party, size in sizes.items() if size > number and party != logs[log])
                leaf = leaves[at : at + HASH_BYTES].hex()
                found[leaf] = found.get(leaf, frozenset()) | who
    return found


def _seen_on(view: View, line: Line, witness: str) -> int:
    """How far the owner of another log is known to have read this line."""
    signed = line.newest("cosignature", witness)
    found = 0 if signed is None else signed.number
    for paper in current(view, witness).papers("checkpoint"):
        for head in read(take_apart(paper.data).text).seen:
            if head.origin == line.log and found < head.size <= line.size and root_at(line, head.size) == head.root:
                found = head.size
    return found


def _is_held(view: View, log: str, size: int, root: bytes) -> bool:
    line = current(view, log)
    if size <= line.size:
        return root_at(line, size) == root
    beside = (view.line(log, branch) for branch in view.branches(log) if branch != line.branch)
    return not any(size <= other.size and root_at(other, size) == root for other in beside)


def _move(said: Said, logs: Mapping[str, str]) -> Move | None:
    body: dict[str, Any] = said.body
    terms: Terms | None = None
    reservations: tuple[Reservation, ...] = ()
    try:
        if "terms" in body:
            terms = read_terms(body["terms"])
        if "reservations" in body:
            reservations = read_reservations(body["reservations"], said.party)
    except InputError:
        return None
    heads = {
        logs[log]: size
        for log, size in body.get("heads", {}).items()
        if log in logs and type(size) is int and size >= 0
    }
    return Move(
        id=said.leaf,
        author=said.party,
        number=said.number,
        verb=MOVES[said.kind],
        about=body.get("about", ""),
        terms=terms,
        heads=heads,
        words=body.get("words", ""),
        reservations=reservations,
    )
