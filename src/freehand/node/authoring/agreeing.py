"""The terms, agreed upon: proposed, amended, asked about, accepted, declined, and left.

The rule: a move on the terms that the table of moves calls none, as things are known here now, is not made; nor is one
that leaves everything as it stands, a second acceptance or decline of the same version. What is made enters the own log
at once (``entering``).

Who may: planners.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from freehand.errors import InputError, UsageError, one_fault, shown
from freehand.ledger.randomness import Randomness, drawn
from freehand.node.at_hand import as_known
from freehand.node.authoring.bodies import refuse_faulty
from freehand.node.authoring.content import NOT_YET
from freehand.node.authoring.entering import Spoken, put_in, said_already
from freehand.terms.proposal import Terms, as_value, read_reservations, read_terms
from freehand.terms.protocol import Move, standing

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known

TERMS: Final = "terms"


class NoMove(UsageError):
    """The table of moves has nothing for this, as things stand."""


def propose(
    node: Node,
    compact: Compact,
    terms: Terms | Mapping[str, Any],
    *,
    words: str = "",
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Put terms on the table; that binds nobody, not even this party. Who may: planners.

    Raises:
        InputError: the terms have faults, or name somebody who is no party here.
        NoMove: this party has left.
    """
    read = _terms(compact, terms)
    return _move(node, compact, "terms.propose", "propose", "", _worded({"terms": as_value(read)}, words), now, known,
                 randomness, read)  # fmt: skip


def amend(
    node: Node,
    compact: Compact,
    about: str,
    terms: Terms | Mapping[str, Any],
    *,
    words: str = "",
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Put other terms on the table in place of a version; that one stands as it stood till all accept these. Who may:
    planners.

    Raises:
        InputError: the terms have faults, or name somebody who is no party here.
        NoMove: there is no such version here, or this party has left.
    """
    read = _terms(compact, terms)
    body = _worded({"about": about, "terms": as_value(read)}, words)
    found = as_known(node, compact, known)
    if found.standing.version(about) is None:
        raise _no_move("what it amends is no version that is here")
    return _move(node, compact, "terms.amend", "amend", about, body, now, found, randomness, read)


def clarify(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Ask what a version of the terms means, on the record. Who may: planners.

    Raises:
        InputError: nothing is asked.
        NoMove: there is no such version here, or this party has left.
    """
    body = {"about": about, "words": words}
    return _move(node, compact, "terms.clarify", "clarify", about, body, now, known, randomness)


def answer_terms(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Answer another's question on the terms, on the record. Who may: planners.

    Raises:
        InputError: nothing is answered.
        NoMove: there is no such question here, it is the own one, or this party has left.
    """
    body = {"about": about, "words": words}
    return _move(node, compact, "terms.answer", "answer", about, body, now, known, randomness)


def accept_terms(
    node: Node,
    compact: Compact,
    about: str,
    *,
    reservations: Sequence[Mapping[str, str]] = (),
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Accept a version of the terms, by its hash, with the heads that were read. Who may: planners.

    Args:
        node: the own node.
        compact: the compact.
        about: the leaf of the version.
        reservations: what this party wants on the record, each with a name and words.
        now: seconds since 1970.
        known: what is known, if it was read already.
        randomness: where the salt comes from.

    Raises:
        InputError: a reservation has faults.
        NoMove: there is no such version here, all have accepted what replaces it, or somebody whom it names has left.
        SaidAlready: this party has accepted it; reservations go with the acceptance, and none is added later.
    """
    found = as_known(node, compact, known)
    if reservations:
        read_reservations(list(reservations), node.party, "the acceptance")
    heads = {member.log: found.sizes.get(name, 0) for name, member in found.members.items()}
    body: dict[str, Any] = {"about": about, "heads": heads}
    if reservations:
        body["reservations"] = [dict(one) for one in reservations]
    version = found.standing.version(about)
    if version is not None and version.state in ("replaced", "ended"):
        what = "it was replaced by terms that all accepted" if version.state == "replaced" else "a party to it has left"
        raise _no_move(f"{what} (meant was {about[:16]}…, which '{shown(version.author)}' put on the table)")
    if version is not None and version.accepted_by.get(node.party, "") not in ("", *found.disowned):
        stands = "the acceptance stands until this party leaves"
        stands += ", and a reservation goes with it or not at all" if reservations else ""
        next_ = "See how they stand: 'freehand terms show'."
        next_ = (
            "Put terms with the reservation in their place: 'freehand terms amend --help'." if reservations else next_
        )
        raise said_already(f"terms {about[:8]} are accepted", stands, next_)
    return _move(node, compact, "terms.accept", "accept", about, body, now, found, randomness)


def decline_terms(
    node: Node,
    compact: Compact,
    about: str,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Decline a version of the terms; it may still be accepted later. Who may: planners.

    Raises:
        InputError: no reason is given.
        NoMove: there is no such version here, or this party accepted it: the way out of that is to leave.
        SaidAlready: this party has declined it.
    """
    body = {"about": about, "words": words}
    found = as_known(node, compact, known)
    version = found.standing.version(about)
    if version is not None and version.stances.get(node.party) == "declined" and version.state != "ended":
        next_ = "Say more with 'freehand say --help', or see how they stand: 'freehand terms show'."
        raise said_already(f"terms {about[:8]} are declined", "the decline stands until this party accepts them", next_)
    return _move(node, compact, "terms.decline", "decline", about, body, now, found, randomness)


def leave(
    node: Node,
    compact: Compact,
    words: str,
    *,
    now: int,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Spoken:
    """Leave the compact: always allowed, alone, and for good. Who may: planners.

    Raises:
        NoMove: this party has left before.
    """
    return _move(node, compact, "leave", "withdraw", "", {"words": words}, now, known, randomness)


def refuse_left(found: Known) -> None:
    """Who has left before has nothing left to say here.

    Raises:
        NoMove: this party has.
    """
    if found.party in found.standing.left:
        raise _no_move("this party had left before")


def _move(
    node: Node,
    compact: Compact,
    kind: str,
    verb: Any,
    about: str,
    body: Mapping[str, Any],
    now: int,
    known: Known | None,
    randomness: Randomness,
    terms: Terms | None = None,
) -> Spoken:
    """Make a move, unless the table of moves calls it none."""
    refuse_faulty(kind, body)
    found = as_known(node, compact, known)
    move = Move(NOT_YET, node.party, found.sizes.get(node.party, 0), verb, about, terms, _heads(found), "")
    after = standing(found.members, [*found.moves, move], found.seen)
    why = next((why for other, why in after.not_moves if other.id == NOT_YET), "")
    if why:
        raise _no_move(why.removesuffix("."))
    return put_in(compact, kind, TERMS, body, now, randomness)


def _no_move(why: str) -> NoMove:
    return NoMove(one_fault("this is no move now", f"{why}.", "See how the terms stand: 'freehand terms show'."))


def _heads(found: Known) -> dict[str, int]:
    return {name: found.sizes.get(name, 0) for name in found.members}


def _terms(compact: Compact, terms: Terms | Mapping[str, Any]) -> Terms:
    read = read_terms(as_value(terms) if isinstance(terms, Terms) else terms, "the terms")
    strangers = [party for party in read.parties if party not in compact.members]
    if strangers:
        what = f"'{shown(strangers[0])}' is no party of this compact"
        why = f"its parties are {', '.join(map(shown, compact.members))}."
        raise InputError(one_fault(what, why, "Take its card in and compare it, or leave it out."))
    return read


def _worded(body: dict[str, Any], words: str) -> dict[str, Any]:
    return body | ({"words": words} if words else {})
