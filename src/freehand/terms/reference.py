"""The reference page of moves and conditions, made from the tables that the code goes by."""

from __future__ import annotations

from collections.abc import Iterable

from freehand.terms.gate import CONDITIONS
from freehand.terms.protocol import TABLE, VERBS

_MEANS = {
    "propose": "put a version of the terms on the table",
    "amend": "put a version on the table that is to replace another",
    "clarify": "ask what a version means",
    "answer": "answer such a question",
    "accept": "accept a version, by the hash of what was read and the heads that were seen",
    "decline": "decline a version",
    "withdraw": "leave the compact",
}
_STATES = {
    "open": "it has said nothing on the version, or its questions are answered",
    "asked": "it has a question on it that nobody has answered",
    "declined": "it has declined it",
    "accepted": "it has accepted it; this stands until it leaves",
    "in": "it belongs to the compact",
    "left": "it has left",
    "not here": "what the move is about has not arrived, or never was",
    "unread": "by the heads that it quotes, it had not read the version",
    "replaced": "by these heads, it had read that all had accepted what replaces the version",
    "ended": "by these heads, it had read that somebody whom the version names had left",
    "answered": "the question has an answer",
}
_VERSIONS = {
    "on the table": "not everybody whom it names has accepted it",
    "in question": "the same, and a question on it is open",
    "declined": "the same, and somebody has declined it",
    "in force": "everybody whom it names has accepted it, nobody of them has left, and nothing has replaced it",
    "replaced": "a version that goes back to it is accepted by all whom either names",
    "ended": "somebody whom it names has left",
}


def moves_page() -> str:
    """The page, as Markdown.

    >>> moves_page().splitlines()[0]
    '# Moves on the terms, and the gate'
    """
    classes = [("content", "content"), ("membership", "membership"), ("leaving", "leaving")]
    parts = [
        "# Moves on the terms, and the gate",
        "<!-- Made by freehand.terms.reference from the tables that the code goes by. Change those. -->",
        "What is in force is found from the moves that are here, whatever their order of arrival ([decision\n"
        "25](../adr/0025-what-is-in-force-is-a-function-of-what-was-said.md)).",
        "## Moves",
        _table(("move", "meaning"), ((f"`{verb}`", _MEANS[verb]) for verb in VERBS)),
        "## States",
        "A move finds its author in one of these states towards the version, the question or the compact it is about:",
        _table(("state", "meaning"), _STATES.items()),
        "## The table",
        "The state after the move is that of its author towards the version; for an answer, that of whoever asked.\n"
        "Where none stands the move does nothing: it is kept, and named with the reason.",
        _table(("move", "by", "in state", "then", "so"), _rows()),
        "## States of a version",
        _table(("state", "meaning"), _VERSIONS.items()),
        "A version that all accept replaces each version that it amends, or that those amend, once everybody whom\n"
        "that one names has accepted the new one too. If two versions are in force, both bind: what either forbids is\n"
        "forbidden. Terms that have ended bring nothing back that they had replaced.",
        "## The gate",
        "Every item passes these conditions on the way out, on the way in, and whenever it is shown. The first one\n"
        "that does not hold is the reason that is told. What goes to its author alone goes nowhere, and passes.",
        _table(
            ("condition", *(name for name, _ in classes), "it asks that", "a refusal is not final when"),
            (
                (row.name, *("yes" if getattr(row, field) else "" for _, field in classes), row.asks, row.waits)
                for row in CONDITIONS
            ),
        ),
        "Where a refusal is not final the body may wait, unseen, for what has not arrived; else it is dropped, and\n"
        "can be handed over again.",
    ]
    return "\n\n".join(parts) + "\n"


def _rows() -> Iterable[tuple[str, ...]]:
    for row in TABLE:
        if any(other[1:] == row[1:] for other in TABLE if other.verb != row.verb):
            if row.verb == VERBS[0]:
                yield "any", row.who, ", ".join(row.when), row.then, row.words
        else:
            yield f"`{row.verb}`", row.who, ", ".join(row.when), row.then, row.words


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in lines)
