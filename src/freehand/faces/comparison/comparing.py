"""What differs between two workspaces, in sentences that planners read; no rule of the domain, and no layout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from freehand.assessment.comparison.changes import Changed
from freehand.assessment.comparison.compare import Compared, Comparison
from freehand.assessment.comparison.facts import KINDS, Fact, Value
from freehand.assessment.comparison.unplayed import Unplayed
from freehand.assessment.freedom import Time
from freehand.assessment.results import Assessment
from freehand.assessment.verdict import Verdict
from freehand.faces.comparison.changing import Numbers, causes_text, name_of
from freehand.faces.comparison.differing import Row, row
from freehand.faces.wording import counted, listed, part_of, standing_word, tied_cell
from freehand.terms.scope import Rung


class Sides(NamedTuple):
    """What the two sides are called; ``other`` begins a sentence about the new one."""

    before: str
    after: str
    other: str
    would: bool


COUNTS = ("believed assured", "assured in fact", "by a lesser course", "the rest")


# -- the answer ------------------------------------------------------------------------------------------------------


def title(found: Comparison, sides: Sides) -> str:
    """What is laid beside what."""
    names = list(dict.fromkeys((found.before.compact, found.after.compact)))
    parties = list(dict.fromkeys((*found.before.parties, *found.after.parties)))
    parts = [f"{listed(names)}: {sides.before} beside {sides.after}", listed(parties)]
    if found.before.illustrative and found.after.illustrative:
        parts.append("illustrative data")
    return " · ".join(parts)


def headline(found: Comparison, sides: Sides) -> str:
    """The one sentence that matters: what the other would gain, and what it ties."""
    hidden = f"{counted(len(found.unplayed), 'changed rule is', 'changed rules are')} not in the figures"
    if found.nothing:
        if not found.changes:
            return "Nothing changes: both say the same."
        if found.unplayed:
            return f"As far as it can be reckoned nothing changes, but {hidden}."
        differ = counted(len(found.changes), "statement differs", "statements differ")
        return f"Nothing changes: {differ}, and no result with {'it' if len(found.changes) == 1 else 'them'}."
    said = [f"{sides.other} {gain_text(found)}"]
    ties = ties_texts(found, sides)
    if ties:
        said.append(listed(ties))
    elif not found.contingencies:
        said.append("they have no contingency in common")
    elif found.after.tradeoff[-1].rung.joint and not _rooms_change(found):
        said.append("nobody's joint room changes")
    return "; ".join([*said, *([hidden] if found.unplayed else [])]) + "."


def _rooms_change(found: Comparison) -> bool:
    """Whether any joint room at the highest rung changes, or is there on one side alone."""
    rung = found.after.tradeoff[-1].rung
    return any(d.rung is rung and d.fact.what == "joint room" for one in found.contingencies for d in one.differences)


def gain_text(found: Comparison) -> str:
    """How many contingencies are assured at the highest rung, and how many were."""
    was, is_ = found.before.tradeoff[-1], found.after.tradeoff[-1]
    rung, count = is_.rung, len(found.after.contingencies)
    if len(found.before.contingencies) == count == len(found.contingencies) == 1:
        before, after = (standing_word(a.contingencies[0].rungs[rung]) for a in (found.before, found.after))
        name = found.after.contingencies[0].name
        return f"{name} stays {after}" if before == after else f"{name} is {after} instead of {before}"
    verb = "is" if is_.in_fact == 1 else "are"
    if _assured(found.before, rung) == _assured(found.after, rung):
        some = f"{is_.in_fact} of {count} contingencies {'stays' if is_.in_fact == 1 else 'stay'} assured"
        return (
            some if is_.in_fact else f"none of {counted(count, 'contingency', 'contingencies')} is assured, as before"
        )
    whole = len(found.before.contingencies)
    before = str(was.in_fact) if whole == count else f"{was.in_fact} of {whole}"
    instead = f"instead of {before}" if was.in_fact != is_.in_fact else "as before, but not the same ones"
    lesser = sorted(
        one.name
        for one in found.after.contingencies
        if standing_word(one.rungs[rung]) == "lesser" and one.name in _assured(found.before, rung)
    )
    by = f", {listed(lesser)} only by a lesser course" if lesser else ""
    return f"{is_.in_fact or 'none'} of {count} contingencies {verb} assured {instead}{by}"


def _assured(assessment: Assessment, rung: Rung) -> set[str]:
    return {one.name for one in assessment.contingencies if standing_word(one.rungs[rung]) == Verdict.ASSURED.word}


def ties_texts(found: Comparison, sides: Sides) -> list[str]:
    """For each party the contingency in which its own starts lose most room at the highest rung; else gain most."""
    rung, verb = found.after.tradeoff[-1].rung, "would keep" if sides.would else "keeps"
    texts = []
    for party in found.after.parties:
        candidates: list[tuple[bool, int, str, str]] = []
        for name in (one.name for one in found.contingencies):
            was, is_ = (side[name].rungs[rung].time.get(party) for side in (found.before, found.after))
            before, after = _keeps(was), _keeps(is_)
            change = _own(is_) - _own(was)
            if before and after and before != after and change:
                same = before.partition(" of ")[2] == after.partition(" of ")[2]
                instead = before.partition(" of ")[0] if same else before
                text = f"{party} {verb} {after} in {name} instead of {instead}"
                candidates.append((change > 0, -abs(change), name, text))
        texts += [min(candidates)[-1]] if candidates else []
    return texts


def _keeps(time: Time | None) -> str:
    """What a party keeps of its room; nothing where that is not known."""
    if time is None or time.joint is None or time.with_help is None:
        return ""
    return part_of(time.joint.seconds, time.with_help.seconds)


def _own(time: Time | None) -> int:
    """The joint room of a party's own starts, without its askings: a consent that is asked for is no gain."""
    joint = time.joint if time is not None else None
    return sum(width for point, width in joint.widths.items() if point.kind != "asking") if joint is not None else 0


# -- side by side ----------------------------------------------------------------------------------------------------


def count_rows(found: Comparison) -> list[list[str]]:
    """The counts of both trade-offs, rung by rung: believed, in fact, lesser and the rest; once where they agree."""
    rows = []
    for was, is_ in zip(found.before.tradeoff, found.after.tradeoff, strict=True):
        counts = [(row.believed, row.in_fact, row.lesser, row.rest) for row in (was, is_)]
        pairs = zip(*counts, strict=True)
        rows.append([was.rung.word, *(str(old) if old == new else f"{old} → {new}" for old, new in pairs)])
    return rows


def tied_rows(found: Comparison) -> list[list[str]]:
    """Where each party keeps least of its room, rung by rung, before and after."""
    rows = []
    parties = list(dict.fromkeys((*found.before.parties, *found.after.parties)))
    for was, is_ in zip(found.before.tradeoff, found.after.tradeoff, strict=True):
        for party in parties:
            tied = [tied_cell(row.most_tied.get(party)).replace("\n", ", ") for row in (was, is_)]
            if any(row.most_tied.get(party) for row in (was, is_)):
                rows.append([was.rung.word, party, *tied])
    return rows


def standing_rows(found: Comparison) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each contingency that both have, and how it stands at each rung, before and after."""
    rungs = [row.rung for row in found.after.tradeoff]
    rows = []
    for one in found.contingencies:
        was, is_ = found.before[one.name].rungs, found.after[one.name].rungs
        rows.append((one.name, [(standing_word(was[rung]), standing_word(is_[rung])) for rung in rungs]))
    return rows


# -- what changes ----------------------------------------------------------------------------------------------------


class Because(NamedTuple):
    """What changes in a contingency at some rungs by the same causes."""

    heading: str
    rows: tuple[Row, ...]


def becauses(one: Compared, numbers: Numbers) -> list[Because]:
    """What changes in a contingency, by rungs and causes, what matters most first.

    The same change at several rungs is said once; from *scenarios* up the verdict is what is so in fact.
    """
    rungs: dict[tuple[Fact, Value, Value, tuple[Changed, ...], bool], list[Rung]] = {}
    for d in one.differences:
        if not (d.fact.what == "verdict" and d.rung.joint):
            rungs.setdefault((d.fact, d.before, d.after, d.causes, d.searched), []).append(d.rung)
    groups: dict[tuple[tuple[Rung, ...], tuple[Changed, ...], bool], list[Row]] = {}
    for (fact, before, after, causes, searched), at in sorted(rungs.items(), key=lambda item: _weight(*item)):
        groups.setdefault((tuple(at), causes, searched), []).append(row(fact, before, after))
    return [
        Because(f"{listed(r.word for r in at)}: {because_text(one, causes, searched, numbers)}", tuple(rows))
        for (at, causes, searched), rows in groups.items()
    ]


def _weight(said: tuple[Fact, Value, Value, tuple[Changed, ...], bool], at: list[Rung]) -> tuple[int, list[Rung]]:
    return KINDS.index(said[0].what), at


def because_text(one: Compared, causes: Sequence[Changed], searched: bool, numbers: Numbers) -> str:
    """What brought something about, each way alone."""
    if not causes:
        what = counted(len(one.changes), "change", "changes")
        return f"by the {what} of this contingency together; which of them was not searched further"
    ways = sorted(causes_text(cause, numbers) for cause in causes)
    text = "; or, alone as well, ".join(ways)
    return f"by {text}" + ("" if searched or len(causes[0]) == 1 else " (fewer might do: not searched further)")


# -- what cannot be said ---------------------------------------------------------------------------------------------


def aside(found: Comparison, sides: Sides) -> list[str]:
    """What only one side has, and what is not in the figures."""
    only = [(found.only_before, sides.before), (found.only_after, sides.after)]
    texts = [f"Only in {side}: {listed(names)}. It is counted on that side alone." for names, side in only if names]
    return texts + [unplayed_text(one) for one in found.unplayed]


def unplayed_text(one: Unplayed) -> str:
    """Why a changed rule is not in the figures."""
    rule, party = name_of(one.change.key), one.party
    if one.inside:
        return (
            f"{party} shows only its interface, which has the terms inside under which it was released: what "
            f"{rule} changes at {one.point} is not in the figures. Ask {party} for an interface under the other terms."
        )
    return (
        f"{party} shows only its interface, and that does not have the {one.point}: {rule} is not in the figures. "
        f"Ask {party} for an interface that has it."
    )
