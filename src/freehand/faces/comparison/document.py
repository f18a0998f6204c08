"""A comparison as a JSON document, ``freehand.compare/1``: seconds everywhere, a key without a value is null."""

from __future__ import annotations

from freehand.assessment.comparison.causes import Difference
from freehand.assessment.comparison.changes import Change, Changed
from freehand.assessment.comparison.compare import Compared, Comparison
from freehand.assessment.comparison.facts import Value
from freehand.assessment.results import Assessment
from freehand.faces.comparison.changing import Numbers, change_parts, name_of, numbered, stands_at
from freehand.faces.comparison.comparing import unplayed_text
from freehand.faces.document import Json, row_json

FORMAT = "freehand.compare/1"


def comparison_json(found: Comparison, before: str, after: str, terms: str | None) -> Json:
    """The whole comparison as plain values; ``before`` and ``after`` are the workspaces' folders."""
    numbers = numbered(found.changes)
    there = {one.name: one for one in found.contingencies}
    names = sorted({c.name for side in (found.before, found.after) for c in side.contingencies})
    return {
        "format": FORMAT,
        "before": _side(found.before, before),
        "after": _side(found.after, after),
        "terms": terms,
        "nothing": found.nothing,
        "changes": [_change(change, numbers) for change in found.changes],
        "contingencies": [_contingency(name, there.get(name), found, numbers) for name in names],
        "not_reckoned": [
            {
                "party": one.party,
                "change": numbers[one.change.key],
                "point": str(one.point),
                "inside": one.inside,
                "text": unplayed_text(one),
            }
            for one in found.unplayed
        ],
    }


def _side(assessment: Assessment, workspace: str) -> Json:
    return {
        "workspace": workspace,
        "compact": assessment.compact,
        "illustrative": assessment.illustrative,
        "parties": list(assessment.parties),
        "tradeoff": [row_json(row) for row in assessment.tradeoff],
    }


def _change(change: Change, numbers: Numbers) -> Json:
    how = "added" if change.before is None else "removed" if change.after is None else "changed"
    return {
        "number": numbers[change.key],
        "how": how,
        "kind": change.key[0],
        "name": name_of(change.key),
        "contingency": change.contingency,
        "fields": [
            {"field": field, "before": before or None, "after": after or None}
            for field, before, after in change_parts(change)
        ],
        "before_at": stands_at(change.before),
        "after_at": stands_at(change.after),
    }


def _contingency(name: str, one: Compared | None, found: Comparison, numbers: Numbers) -> Json:
    here = "both" if one is not None else "before" if name in found.only_before else "after"
    return {
        "name": name,
        "in": here,
        "changes": [numbers[change.key] for change in one.changes] if one is not None else [],
        "differences": [_difference(d, numbers) for d in one.differences] if one is not None else [],
    }


def _difference(one: Difference, numbers: Numbers) -> Json:
    def which(cause: Changed) -> list[int]:
        return sorted(numbers[change.key] for change in cause)

    return {
        "rung": one.rung.word,
        "what": one.fact.what,
        "of": list(one.fact.of),
        "before": _plain(one.before),
        "after": _plain(one.after),
        "because": sorted(which(cause) for cause in one.causes),
        "searched_all": one.searched,
    }


def _plain(value: Value) -> object:
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
