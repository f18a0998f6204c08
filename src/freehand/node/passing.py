"""A release, as whoever takes it in checks it: what it releases to whom, once two of the party's people have signed it.

The rules:

1. It holds by the same table as on its way out (``approving``).
2. The two people are looked at as they were where the release stands in its author's log (``approving.people_at``).
3. Recipients are logs of the compact; a name that is none stands for nobody. No recipients: nobody.

Whatever is broken, it releases nothing; it is no fault of the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from freehand.node.approving import approval as approval_bytes
from freehand.node.approving import fault_of_release
from freehand.node.people import Person
from freehand.node.said import Said
from freehand.terms.gate import Pass

NONE: Final = frozenset[str]()

__all__ = ["approval_bytes", "pass_of"]


def pass_of(said: Said, compact: str, people: Sequence[Person], logs: Mapping[str, str]) -> Pass:
    """What a release releases; nothing to nobody where it does not hold.

    Args:
        said: the release, its body as the table of kinds says.
        compact: the compact's id.
        people: the author's people, as they were where the release stands.
        logs: the logs of the compact, each with its party's name.
    """
    body = said.body
    if fault_of_release(body, compact, people):
        return Pass(NONE, NONE, NONE)
    to = frozenset(logs[log] for log in body["to"] if log in logs)
    return Pass(frozenset(body["items"]), to, frozenset(body["terms"]))
