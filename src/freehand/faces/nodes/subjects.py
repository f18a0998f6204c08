"""What a record that came is about, as a planner names it: ``withdrawal of course 'by sea' in evacuation``.

1. Looked up behind the gate, as today's terms let it be read. What was withdrawn is told by the name it had, as long as
   it is held.
2. What is withheld, and what is not there, is told in one and the same words (``UNSEEN``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import shorten
from typing import TYPE_CHECKING, Final, NamedTuple

from freehand.discussion import read_about
from freehand.errors import shown
from freehand.faces.nodes.items import SHORT, UNSEEN, name_of, of_said
from freehand.faces.nodes.quoting import quoted
from freehand.node.judging import offer_of

if TYPE_CHECKING:
    from freehand.node.known import Known
    from freehand.node.news import Told
    from freehand.node.said import Said
    from freehand.terms.protocol import Version

WIDEST: Final = 100
"""Letters of a partner's sentence that are shown."""
_HOW: Final[Mapping[str, str]] = {"supersede": ", as superseded", "erase": ", to be erased"}


class Subject(NamedTuple):
    """What a record is, in words, and the leaf of what it is about; empty where it is about nothing else."""

    words: str
    about: str = ""


def subject(known: Known, told: Told) -> Subject:
    """What a record is, and what it is about."""
    said = known.one(told.leaf)
    if said is None:  # it may not be read any more; its kind and its name were told when it came
        name = "" if told.kind in _WORDS else name_of(told.kind, told.object)
        return Subject(f"{shown(told.kind)} {name}".rstrip())
    word = _WORDS.get(said.kind)
    about = said.body.get("about") if word is not None else None
    return Subject(word(known, said) if word else _item(said), read_about(about).leaf if isinstance(about, str) else "")


def _item(said: Said) -> str:
    """An item by its kind and name; what has only a drawn name, by what it says."""
    if said.kind in ("ask", "answer", "say"):
        return f"{_SPOKEN[said.kind]} {said.leaf[:SHORT]}{_sentence(said.body['words'])}"
    if said.kind == "engagement":
        return f"engagement{_sentence(said.body['what'])}"
    return of_said(said).words


_SPOKEN: Final = {"ask": "question", "answer": "answer", "say": "comment"}


def _sentence(words: object) -> str:
    """A partner's words behind a colon, as far as there is room."""
    text = shorten(quoted(words), WIDEST, placeholder=" …") if isinstance(words, str) else ""
    return f": {text}" if text else ""


def _terms(version: Version) -> str:
    return f"terms {version.id[:SHORT]}, up to {version.terms.scope.word}"


def _about(known: Known, leaf: str) -> str:
    """Anything that a record can be about."""
    version = known.standing.version(leaf)
    if version is not None:
        return _terms(version)
    question = next((one for one in known.standing.questions if one.id == leaf), None)
    if question is not None:
        return f"question {leaf[:SHORT]}{_sentence(question.words)}"
    said = known.one(leaf) or known.taken_back(leaf)
    return UNSEEN if said is None else _item(said)


def _on(known: Known, said: Said) -> str:
    about = read_about(said.body["about"])
    clause = f", {quoted(about.clause)}" if about.clause else ""
    return f"{_about(known, about.leaf)}{clause}"


def _withdrawal(known: Known, said: Said) -> str:
    about = _about(known, said.body["about"])
    return f"withdrawal of {about}{_HOW.get(said.body['how'], '')}{_sentence(said.body['words'])}"


def _acceptance(known: Known, said: Said) -> str:
    return f"acceptance of {_about(known, said.body['about'])}"


def _promise(known: Known, said: Said) -> str:
    """The promise that a recall or an end is about, whether it names the offer or its acceptance."""
    offer = offer_of(said, known.one)
    return UNSEEN if offer is None else f"promise {name_of('offer', offer.object)}"


def _recall(known: Known, said: Said) -> str:
    return f"recall of {_promise(known, said)}{_sentence(said.body['words'])}"


def _end(known: Known, said: Said) -> str:
    return f"end of {_promise(known, said)}, given back{_sentence(said.body['words'])}"


def _question(known: Known, said: Said) -> str:
    return f"question on {_on(known, said)}{_sentence(said.body['words'])}"


def _answer(known: Known, said: Said) -> str:
    return f"answer to {_on(known, said)}"


def _comment(known: Known, said: Said) -> str:
    return f"comment on {_on(known, said)}{_sentence(said.body['words'])}"


def _engagement(_: Known, said: Said) -> str:
    return _item(said)


def _proposal(known: Known, said: Said) -> str:
    version = known.standing.version(said.leaf)
    return "proposed terms" if version is None else f"proposal of {_terms(version)}"


def _amendment(known: Known, said: Said) -> str:
    version = known.standing.version(said.leaf)
    new = "amended terms" if version is None else _terms(version)
    return f"{new}, amending {_about(known, said.body['about'])}"


def _decline(known: Known, said: Said) -> str:
    return f"decline of {_about(known, said.body['about'])}{_sentence(said.body['words'])}"


def _leave(_: Known, said: Said) -> str:
    return f"{shown(said.party)} leaves the compact{_sentence(said.body['words'])}"


_WORDS: Final[Mapping[str, Callable[[Known, Said], str]]] = {
    "terms.propose": _proposal,
    "terms.amend": _amendment,
    "terms.clarify": _question,
    "terms.answer": _answer,
    "terms.accept": _acceptance,
    "terms.decline": _decline,
    "leave": _leave,
    "withdraw": _withdrawal,
    "accept": _acceptance,
    "recall": _recall,
    "end": _end,
    "ask": _question,
    "answer": _answer,
    "say": _comment,
    "engagement": _engagement,
}
