"""Discussion: questions, answers and comments on items, and engagements; all are drafts, to be released.

Who may: planners.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from freehand.ledger.randomness import Randomness, drawn
from freehand.node.at_hand import as_known
from freehand.node.authoring.content import content, said_here
from freehand.node.drafts.draft import Draft

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known


def ask(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    to: Iterable[str],
    number: Mapping[str, str] | None = None,
    tags: Iterable[str] = (),
    randomness: Randomness = drawn,
) -> Draft:
    """Ask for a clarification on an item, a clause, or a number in an ask: a draft. Who may: planners.

    Args:
        node: the own node.
        compact: the compact.
        about: the leaf of what it is about.
        words: the question.
        to: the parties who shall have it; the first is who is asked.
        number: which number an ask would change, where the question is on one.
        tags: what it bears.
        randomness: where its name and its nonce come from.

    Raises:
        UsageError: a party is none of this compact.
        InputError: something is missing.
    """
    asked = list(to)
    body: dict[str, Any] = {"about": about, "words": words}
    body |= ({"number": dict(number)} if number else {}) | ({"to": asked[0]} if asked else {})
    return content(node, compact, "ask", randomness(8).hex(), body, to=asked, tags=tags, randomness=randomness)


def answer(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    tags: Iterable[str] = (),
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Draft:
    """Answer a question that was asked here, to all who have it: a draft. Who may: planners.

    Raises:
        UsageError: no such question is here.
        InputError: nothing is answered.
    """
    found = as_known(node, compact, known)
    asked = said_here(found, about, "ask")
    to = [party for party in asked.label.split(", ") if party != node.party] or [asked.party]
    body = {"about": about, "words": words}
    name = randomness(8).hex()
    return content(node, compact, "answer", name, body, to=to, tags=tags, known=found, randomness=randomness)


def say(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    to: Iterable[str],
    tags: Iterable[str] = (),
    randomness: Randomness = drawn,
) -> Draft:
    """Comment on an item: a draft. Who may: planners.

    Raises:
        UsageError: a party is none of this compact.
        InputError: nothing is said.
    """
    body = {"about": about, "words": words}
    return content(node, compact, "say", randomness(8).hex(), body, to=list(to), tags=tags, randomness=randomness)


def engagement(
    node: Node,
    compact: Compact,
    *,
    who: Sequence[str],
    whom: Sequence[str],
    what: str,
    when: str,
    where: str,
    items: Sequence[str] = (),
    to: Iterable[str],
    tags: Iterable[str] = (),
    randomness: Randomness = drawn,
) -> Draft:
    """Put on record who raised what with whom, when and where: a draft. Who may: planners.

    Raises:
        UsageError: a party is none of this compact.
        InputError: something is missing.
    """
    body: dict[str, Any] = {"who": list(who), "whom": list(whom), "what": what, "when": when, "where": where}
    if items:
        body["items"] = list(items)
    return content(
        node, compact, "engagement", randomness(8).hex(), body, to=list(to), tags=tags, randomness=randomness
    )
