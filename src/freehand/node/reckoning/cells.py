"""Cells: the verdict on one contingency at every rung, as facts, with everything that it rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from freehand.assessment.verdict import Verdict
from freehand.errors import shown
from freehand.node.objects import unquoted
from freehand.terms.scope import RUNG_BY_WORD, Rung

UNDECIDED = Verdict.UNDECIDED.word

ORDER = (
    "assured",
    "assured, by a lesser course",
    "assured if told apart",
    "adaptable",
    "possible",
    "exposed",
    UNDECIDED,
    "impossible",
)
"""How verdicts stand to each other in words, best first."""

BELIEVED = "believed "

NOT_RELEASED = "not released"

NO_PLAN = "no plan of its own"


class Rests(NamedTuple):
    """One thing that a verdict rests on. ``said`` is the hash of its text; ``kind`` may also be *rule*."""

    kind: str
    party: str
    object: str
    leaf: str
    said: str

    @property
    def what(self) -> tuple[str, str, str]:
        """What it is, whichever version."""
        return self.kind, self.party if self.kind not in ("contingency", "means") else "", self.object

    @property
    def name(self) -> str:
        """Its own name, without what it is about."""
        return shown(self.object if self.kind == "rule" else unquoted(self.object.split("/")[-1]))


class AtRung(NamedTuple):
    """A verdict at one rung: how it stands, why it is undecided, and every fact of it as JSON text."""

    standing: str
    why: str
    told: str

    @property
    def facts(self) -> dict[tuple[str, tuple[str, ...]], Any]:
        """Every fact, by its kind and of whom or what it is (``comparison.facts``)."""
        return {(what, tuple(of)): _plain(value) for what, of, value in json.loads(self.told or "[]")}

    def fact(self, what: str, *of: str) -> Any:
        """The value of a fact, None where it is none."""
        return self.facts.get((what, of))


class Cell(NamedTuple):
    """The remembered verdict on a contingency; ``name`` also says on which versions, where there are several."""

    key: str
    contingency: str
    name: str
    rests: tuple[Rests, ...]
    rungs: Mapping[Rung, AtRung]
    left_out: tuple[str, ...]
    silent: tuple[str, ...]
    blamed: str

    def as_value(self) -> dict[str, Any]:
        """The cell as plain JSON."""
        found = self._asdict()
        found["rests"] = [list(each) for each in self.rests]
        found["rungs"] = {rung.word: list(at) for rung, at in self.rungs.items()}
        return found | {"left_out": list(self.left_out), "silent": list(self.silent)}

    @classmethod
    def of_value(cls, value: Mapping[str, Any]) -> Cell:
        """The cell of plain JSON."""
        rungs = {RUNG_BY_WORD[word]: AtRung(*at) for word, at in value["rungs"].items()}
        rests = tuple(Rests(*each) for each in value["rests"])
        lists = {"left_out": tuple(value["left_out"]), "silent": tuple(value["silent"])}
        return cls(**{**value, "rungs": rungs, "rests": rests, **lists})


def rank(stands: str) -> int:
    """How a verdict in words stands among all, the best first.

    >>> rank("assured") < rank("believed possible") < rank("not released")
    True
    """
    word = stands.removeprefix(BELIEVED)
    return ORDER.index(word) if word in ORDER else len(ORDER)


def enumerated(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> enumerated(["A", "B", "C"])
    'A, B and C'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _plain(value: Any) -> Any:
    return tuple(_plain(each) for each in value) if isinstance(value, list) else value
