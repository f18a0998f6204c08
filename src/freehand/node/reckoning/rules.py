"""The rules of the terms: which of them bind, and which bind a party on its own points alone.

1. Rules of all terms in force bind. Where two terms say a rule of one name differently, both bind.
2. A rule on one party's own points (a notice, a consent, an order of its own) is in that party's distances. One across
   parties is in nobody's: whoever joins the plans lays it over them.
3. Whose points a rule names is read from its sentence alone, as if nobody's plan were here, so that every node finds
   the same. One that cannot be read so may be anybody's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from freehand.errors import Place, shown
from freehand.formats import shapes
from freehand.formats.points import Scope
from freehand.formats.rules import SentenceFault, read_point, read_rules
from freehand.node.json_line import json_line
from freehand.node.reckoning.pieces import LeftOut

Rules = dict[str, dict[str, Any]]


def rules_of(terms: Iterable[tuple[str, str]]) -> tuple[Rules, list[LeftOut]]:
    """The rules of terms by name, from the word for each and the text of its map; and what is no rule."""
    found: Rules = {}
    left_out = []
    for of, text in terms:
        try:
            rules = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            rules = None
        if not isinstance(rules, dict):
            left_out.append(LeftOut("", f"the rules of the terms {of[:8]}", "they are no map.", rule=True))
            continue
        for name, rule in rules.items():
            if not isinstance(rule, dict):
                left_out.append(LeftOut("", f"the rule '{shown(name)}' of the terms", "it is no map.", rule=True))
            elif found.get(name, rule) == rule:
                found[name] = rule
            else:
                found[f"{name} of terms {of[:8]}"] = rule
    return found, left_out


def about(rules: Rules, contingency: str) -> Rules:
    """Those for one contingency."""
    return {name: rule for name, rule in rules.items() if rule.get(shapes.RULE_CONTINGENCY.name) == contingency}


def binding(rules: Rules, party: str, parties: Iterable[str], version: Mapping[str, Any]) -> frozenset[str]:
    """What rules for a contingency say of one party's own points alone; their names and reasons say nothing.

    Args:
        rules: those for the contingency.
        party: whose points.
        parties: all parties.
        version: the fields of the contingency.
    """
    if not rules:
        return frozenset()
    scenarios = version.get(shapes.SCENARIO_MAP.name)
    each = scenarios.values() if isinstance(scenarios, dict) else ()
    events = {event: "" for scenario in each if isinstance(scenario, dict) for event in scenario}
    names = tuple(parties)
    scope = Scope("", "", names, events, {}, {}, {}, frozenset(names))
    return frozenset(
        json_line(sorted((key, value) for key, value in rule.items() if key != shapes.WHY.name))
        for rule in rules.values()
        if any(points in (set(), {party}) for points in _points(rule, scope))
    )


def _points(rule: Mapping[str, Any], scope: Scope) -> list[set[str]]:
    """The parties whose points each sentence of a rule names; nobody's where it cannot be told."""
    notice, before = rule.get(shapes.NOTICE.name), rule.get(shapes.BEFORE.name)
    sentences = rule.get(shapes.WITHIN.name, rule.get(shapes.SENTENCE.name))
    point = notice.partition(" before ")[2].strip() if isinstance(notice, str) else before
    try:
        if isinstance(point, str):
            return [{read_point(point, scope).party}]
        if isinstance(sentences, str):
            read = read_rules(sentences, "", Place("", 0, ""), scope)
            return [{one.later.party, one.earlier.party} - {""} for one in read]
    except SentenceFault:
        pass
    return [set()]
