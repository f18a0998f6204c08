"""A look at the verdicts of a node, in words: what changed since the last one, and on which versions they rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from freehand.assessment.results import UNTOLD
from freehand.faces.nodes.items import SHORT
from freehand.faces.nodes.quoting import quoted
from freehand.faces.wording import counted, listed, sentence
from freehand.terms.scope import RUNG_BY_WORD, Rung

if TYPE_CHECKING:
    from freehand.node.known import Known
    from freehand.node.reckoning.cells import Cell, Rests
    from freehand.node.reckoning.verdicts import Refreshed

NO_JOINT = "not released"
SINCE = "Since the last look on this node"
_KINDS = {"own-means": "own means"}


class Stands(NamedTuple):
    """One contingency as it stands on the node: its verdict at each rung, what it rests on, and what is not there."""

    name: str
    contingency: str
    rungs: dict[str, str]
    rests: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]
    rests_in_words: tuple[str, ...]


class Look(NamedTuple):
    """What a look at a node tells besides the answer itself."""

    compact: str
    party: str
    anew: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    """Of each change, the contingency and the sentence."""
    lost: tuple[str, ...]
    stands: tuple[Stands, ...]
    left_out: tuple[str, ...]
    heard: tuple[dict[str, Any], ...]
    silences: tuple[str, ...]
    others: tuple[str, ...]
    """The other parties, by name."""
    terms: tuple[str, ...]
    """The terms in force, by leaf."""
    reach: str
    """How far they reach: a rung; empty where none are in force."""
    planner: str
    """A planner of the own party; empty where there is none."""
    leaves: Mapping[str, str]
    """The leaf of each document, by the name under which its faults and sentences are placed."""
    older: tuple[str, ...] = ()
    """Own interfaces that were made with something else than stands today, in sentences."""
    moved: int = 0
    """How many verdicts changed: of a contingency, at a rung."""
    elsewhere: str = ""
    """The command that shows what changed since the last look; empty where it is shown here."""
    fallen: tuple[str, ...] = ()
    """What was shared and was withdrawn, and what the reckoning rests on instead, in sentences."""

    def about(self, documents: Iterable[str], contingency: str, *, terms: bool) -> str:
        """What a question is about: the document with the number, else the contingency; empty if there is none."""
        if terms and self.terms:
            return self.terms[0][:SHORT]
        found = [self.leaves[name] for name in documents if self.leaves.get(name)]
        found += [
            rest["leaf"]
            for one in self.stands
            if one.contingency == contingency
            for kind in ("contingency", "promise", "interface", "course")
            for rest in one.rests
            if rest["kind"] == kind and rest["leaf"]
        ]
        return found[0][:SHORT] if found else ""

    def told(self, contingency: str | None = None) -> Iterator[tuple[str, list[str]]]:
        """Headings, each with its sentences."""
        mine = [one for one in self.stands if contingency in (None, one.contingency, one.name)]
        beside = list(_beside(mine))
        if beside:
            yield "Versions that stand side by side, each with its own verdicts", beside
        names = {one.name for one in mine}
        changed = [text for name, text in self.changes if name in names or contingency is None]
        lines = [*changed, *self.lost]
        if not self.elsewhere:
            yield SINCE, lines or ["No verdict has changed."]
        if self.fallen:
            yield "Withdrawn, with nothing shared in its place", list(self.fallen)
        if self.beyond:
            yield "How far the terms reach", [self.beyond]
        rests = [f"{quoted(one.name)}: {'; '.join(one.rests_in_words)}." for one in mine]
        if rests:
            yield "Which versions these verdicts rest on", rests
        if self.older:
            yield "To be released anew", list(self.older)
        notes = [note for one in mine for note in one.notes] + list(self.left_out)
        if notes:
            yield "Not in these verdicts", list(dict.fromkeys(notes))

    def on_page(self) -> list[tuple[str, list[str]]]:
        """The same for a page, with since when nothing was heard."""
        hint = [(SINCE, [self.hint])] if self.hint else []
        return [*hint, *self.told(), ("Since when nothing was heard", list(self.silences))]

    @property
    def hint(self) -> str:
        """That there is something to be looked at elsewhere, in a line; empty if there is not."""
        if not self.elsewhere or not (self.changes or self.lost):
            return ""
        if self.changes:
            return f"{counted(self.moved, 'verdict', 'verdicts')} changed since you last looked: {self.elsewhere}"
        gone = counted(len(self.lost), "thing", "things")
        return f"{gone} that verdicts rested on went since you last looked: {self.elsewhere}"

    @property
    def first(self) -> tuple[str, ...]:
        """What stands right under the headline: where partners may rest on something else; how far the terms reach."""
        return (*self.fallen, *([self.beyond] if self.beyond else []))

    @property
    def beyond(self) -> str:
        """What would hold only under other terms, in a sentence; empty if nothing would."""
        if not self.terms:
            return "No terms are in force: what stands at joint rungs is what would hold under terms that reach them."
        rungs = list(RUNG_BY_WORD)
        higher = rungs[rungs.index(self.reach) + 1 :]
        if not higher:
            return ""
        return f"The terms reach {self.reach}. What stands at {' and '.join(higher)} would hold only under wider ones."

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "compact": self.compact,
            "party": self.party,
            "reach": self.reach or None,
            "judged_anew": list(self.anew),
            "changes": [text for _, text in self.changes],
            "lost": list(self.lost),
            "verdicts": [
                {"name": one.name, "contingency": one.contingency, "rungs": one.rungs, "rests_on": list(one.rests),
                 "notes": list(one.notes)}
                for one in self.stands
            ],
            "left_out": list(self.left_out),
            "older": list(self.older),
            "fallen": list(self.fallen),
            "heard": list(self.heard),
        }  # fmt: skip


def _beside(stands: Iterable[Stands]) -> Iterator[str]:
    """Where one contingency stands in several versions, the verdicts of each; the answer shows those of the first."""
    for _, group in groupby(stands, key=lambda one: one.contingency):
        several = list(group)
        for number, one in enumerate(several if len(several) > 1 else []):
            at: dict[str, list[str]] = {}
            for rung, standing in one.rungs.items():
                at.setdefault(standing, []).append(rung)
            told = "; ".join(f"{standing} at {listed(rungs)}" for standing, rungs in at.items())
            which = ", which is the one shown above" if not number else ""
            yield f"{quoted(one.name)}{which}: {told}."


def look_of(
    known: Known,
    found: Refreshed,
    left_out: Sequence[str],
    heard: Sequence[dict[str, Any]],
    silences: Sequence[str],
    older: Sequence[str] = (),
    elsewhere: str = "",
) -> Look:
    """What there is to tell of verdicts that were refreshed; ``elsewhere`` is the command that shows what changed."""
    from freehand.node.people import may
    from freehand.node.reckoning.documents import file_name

    return Look(
        known.compact.name,
        known.party,
        found.anew,
        *told_of(found),
        tuple(_stands(cell, known.party) for cell in found.cells),
        tuple(quoted(text) for text in (*left_out, *map(str, found.left_out))),
        tuple(heard),
        tuple(silences),
        tuple(sorted(name for name in known.members if name != known.party)),
        tuple(one.id for one in known.standing.in_force),
        min((one.terms.scope for one in known.standing.in_force), default=Rung.ALONE).word
        if known.standing.in_force
        else "",
        next((one.name for one in known.people[known.party] if may(one, "planner")), ""),
        {file_name(one.kind, one.party, one.object): one.leaf for cell in found.cells for one in cell.rests},
        tuple(map(quoted, older)),
        sum(len(change.rungs) for change in found.changes),
        elsewhere,
        tuple(sentence(quoted(str(one))) for one in found.fallen),
    )


def told_of(found: Refreshed) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """What changed since the last look, each with its contingency; and what rested on what is gone; in sentences."""
    changes = tuple((change.name, quoted(f"{change}.")) for change in found.changes)  # names first, as they are written
    return changes, tuple(sentence(quoted(str(one))) for one in found.lost)


def _stands(cell: Cell, party: str) -> Stands:
    rests = tuple({**one._asdict(), "name": one.name} for one in cell.rests)
    silent: dict[str, list[str]] = {}
    for rung, at in cell.rungs.items():
        if at.standing == NO_JOINT or at.why not in ("", UNTOLD):  # that one the answer itself says
            silent.setdefault(f"{at.standing}: {at.why}" if at.why else at.standing, []).append(rung.word)
    notes = [f"{quoted(cell.name)} at {', '.join(rungs)} is {quoted(why)}." for why, rungs in silent.items()]
    notes += [quoted(text) for text in cell.left_out]
    words = tuple(_rests(one, party) for one in cell.rests) or ("nothing that was said",)
    rungs = {rung.word: at.standing for rung, at in cell.rungs.items()}
    return Stands(cell.name, cell.contingency, rungs, rests, tuple(notes), words)


def _rests(one: Rests, party: str) -> str:
    """One version, by digits that name it; an own draft has none yet."""
    kind = _KINDS.get(one.kind, one.kind)
    named = f"{kind} '{one.name}'" if one.name not in (one.kind, kind) else kind
    version = one.leaf[:SHORT] if one.leaf else "as in the rules in force" if one.kind == "rule" else "own draft"
    whose = "" if one.party in ("", party) else f"{quoted(one.party)}'s "
    return f"{whose}{named} ({version})"
