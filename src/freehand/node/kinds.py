"""Everything that can be said, as one table: what it is, who may say it, and on which conditions it passes the gate.

1. A kind that is not in the table is kept and proven, shown as unknown, and plays no part in any rule: whoever said it
   may have a newer program.
2. *Content* passes only under accepted terms, at its rung, past every exclusion, to whom its label names, and once a
   second person has approved the release. For *membership* it is enough to belong to the compact. *Leaving* passes
   even where somebody has left.
3. A *shared* object belongs to all: any member may say a version of it. Whatever else has an object, that object is
   its author's.
4. Bodies are JSON values. A planner's document travels as ``{"document": TEXT}``: the text of its tree in JSON, every
   scalar a text, nothing in it that is no part of the plan.
5. A version, an acceptance, a withdrawal names what it is about by the leaf hash of its record.
6. What is released bears a *nonce* in its body, 16 bytes as 32 hexadecimal digits, drawn when it is drafted: its
   content id stands in the release, where it must not tell a guess from the truth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, Literal, NamedTuple

from freehand.ledger.canonical import canonical
from freehand.terms.scope import Rung

Condition = Literal["content", "membership", "leaving"]
Sayer = Literal["member", "author"]

DOCUMENT: Final = "document"
NONCE: Final = "nonce"
NONCE_BYTES: Final = 16


class Kind(NamedTuple):
    """One row: a kind of record.

    ``who`` is *author* where only whoever said the first version of an object may say another, *member* where anybody
    of the compact may. ``fields`` are what its body must have, with the type of each; ``may`` what it may have.
    """

    name: str
    what: str
    condition: Condition
    least: Rung = Rung.ALONE
    who: Sayer = "author"
    shared: bool = False
    fields: Mapping[str, type | tuple[type, ...]] = {}
    may: Mapping[str, type | tuple[type, ...]] = {}


_TEXT: Final = {DOCUMENT: str}
_TAGS: Final = {"tags": list, NONCE: str}

KINDS: Final[tuple[Kind, ...]] = (
    # -- who is who ---------------------------------------------------------------------------------
    Kind(
        "person",
        "a person's roles, and who confirmed them",
        "membership",
        fields={"key": str, "roles": list, "confirmed": (dict, type(None))},
        may={"founders": int},
    ),
    # -- moves on the terms: ``about`` is the leaf of a version, or of a clarification ---------------
    Kind("terms.propose", "proposed terms", "membership", fields={"terms": dict}, may={"words": str}),
    Kind("terms.amend", "an amendment", "membership", fields={"about": str, "terms": dict}, may={"words": str}),
    Kind("terms.clarify", "a clarification asked", "membership", fields={"about": str, "words": str}),
    Kind("terms.answer", "a clarification answered", "membership", fields={"about": str, "words": str}),
    Kind(
        "terms.accept",
        "terms accepted, by the hash of what was read and the heads that were seen",
        "membership",
        fields={"about": str, "heads": dict},
        may={"reservations": list},
    ),
    Kind("terms.decline", "terms declined", "membership", fields={"about": str, "words": str}),
    Kind("leave", "a party leaves the compact", "leaving", fields={"words": str}),
    # -- what is released, withdrawn, erased ---------------------------------------------------------
    Kind(
        "release",
        "a release, signed by two people",
        "membership",  # it goes to its recipients alone, with what it releases
        fields={"items": list, "to": list, "terms": list, "asked": dict, "approved": dict},
    ),
    Kind(
        "withdraw",
        "an item retracted, superseded, or asked to be erased",
        "membership",
        fields={"about": str, "how": str, "words": str},  # how: retract, supersede, erase
    ),
    # -- plan content ---------------------------------------------------------------------------------
    Kind(
        "contingency",
        "a contingency with its scenarios",
        "content",
        Rung.INTELLIGENCE,
        who="member",
        shared=True,
        fields=_TEXT,
        may=_TAGS,
    ),
    Kind("means", "shared means", "content", Rung.SCENARIOS, who="member", shared=True, fields=_TEXT, may=_TAGS),
    Kind("own-means", "a party's own means", "content", Rung.SCENARIOS, fields=_TEXT, may=_TAGS),
    Kind("course", "a course of action as it is planned", "content", Rung.SCENARIOS, fields=_TEXT, may=_TAGS),
    Kind(
        "interface",
        "what is released of one course: its projection on shared points",
        "content",
        Rung.SCENARIOS,
        fields=_TEXT,
        may=_TAGS,
    ),
    Kind("report", "a report on a scenario", "content", Rung.INTELLIGENCE, fields=_TEXT, may=_TAGS),
    # -- requests and promises: ``about`` is the leaf of the request, the offer, the acceptance ---------
    Kind(
        "request",
        "support asked for",
        "content",
        Rung.SUPPORT,
        fields={"to": str, "for": str, "contingency": str, "words": str},
        may=_TAGS,
    ),
    Kind(
        "offer",
        "support offered: a promise as it would stand, with notice of recall and expiry in words",
        "content",
        Rung.SUPPORT,
        fields=_TEXT,
        may={**_TAGS, "about": str, "recall": str, "expires": str, "words": str},
    ),
    Kind("accept", "an offer accepted: now it is a promise", "content", Rung.SUPPORT, fields={"about": str}, may=_TAGS),
    Kind("recall", "a promise recalled by its giver", "membership", fields={"about": str, "words": str}),
    Kind("end", "a promise given back by its receiver", "membership", fields={"about": str, "words": str}),
    # -- discussion, engagements ------------------------------------------------------------------------
    Kind(
        "ask",
        "a question on an item, a clause or a number",
        "content",
        Rung.INTELLIGENCE,
        fields={"about": str, "words": str},
        may={**_TAGS, "number": dict, "to": str},
    ),
    Kind("answer", "an answer", "content", Rung.INTELLIGENCE, fields={"about": str, "words": str}, may=_TAGS),
    Kind("say", "a comment", "content", Rung.INTELLIGENCE, fields={"about": str, "words": str}, may=_TAGS),
    Kind(
        "engagement",
        "who raised what with whom, when and where",
        "content",
        Rung.INTELLIGENCE,
        fields={"who": list, "whom": list, "what": str, "when": str, "where": str},
        may={**_TAGS, "items": list},
    ),
)
BY_NAME: Final[Mapping[str, Kind]] = {kind.name: kind for kind in KINDS}


def content_id(
    kind: str, object: str, label: str, body: Any, replaces: str | None, references: Sequence[str] = ()
) -> str:
    """What approvals are about: the content with its nonce and what it rests on, before it has a place in a log.

    >>> content_id("report", "r1", "A, B", {"document": "{}"}, None)[:16]
    'ae15c6cc8484ae64'
    """
    value = {"body": body, "kind": kind, "label": label, "object": object, "replaces": replaces}
    if references:
        value["references"] = list(references)
    return sha256(b"freehand content/1\n" + canonical(value)).hexdigest()


def label_of(parties: Sequence[str]) -> str:
    """The label that lets these parties have an item.

    >>> label_of(["B", "A"])
    'A, B'
    """
    return ", ".join(sorted(parties))
