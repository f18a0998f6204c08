"""What is being discussed, as threads; each tied to an item, a clause of the terms, or a number in the reckoning."""

from __future__ import annotations

from typing import Any

from freehand.discussion import Entry, Kind, Thread, read_about, threads
from freehand.node.known import Known
from freehand.node.said import Said

KINDS: tuple[Kind, ...] = ("ask", "answer", "say")


def discussion(known: Known) -> tuple[Thread, ...]:
    """All threads whose first entry may be read here, or that begin with what is about something unseen."""
    return threads(entry_of(one) for one in known.said(*KINDS))


def open_questions(known: Known) -> tuple[Entry, ...]:
    """Questions of others that nobody has answered, asked of this party or of nobody in particular."""
    firsts = [thread.first for thread in discussion(known) if thread.state == "open"]
    return tuple(one for one in firsts if one.party != known.party and one.to in ("", known.party))


def entry_of(said: Said) -> Entry:
    """The entry in a record of one of these kinds."""
    body: dict[str, Any] = said.body
    kind = next(each for each in KINDS if each == said.kind)
    number = body.get("number")
    figure = {str(name): str(value) for name, value in number.items()} if isinstance(number, dict) else {}
    return Entry(
        said.leaf, said.party, said.number, kind, read_about(body["about"]), body["words"], body.get("to", ""), figure
    )
