"""``assess --json``: the contract of the document, and that it rests on nothing but what is said in the workspace."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from freehand.formats.workspace import load
from tests.faces.face import (
    EXAMPLES,
    FOLDERS,
    JOINT,
    ROOT,
    RUNGS,
    Json,
    at_every_rung,
    copied,
    documents,
    every,
    program,
    ran,
    run,
    written,
)

CHAIN = {"verdict": str, "shortfall_s": int, "steps": [{"text": str, "reason": str, "seconds": int}]}
ASK = {"text": str, "owner": str, "rung": str, "from_s": int, "to_s": int, "clears": [int]}
BELIEVED = {"verdict": str, "course": str, "room_s": int, "chains": [CHAIN], "asks": [ASK]}
TIME = {"alone_s": int, "with_help_s": int, "joint_s": int, "kept": str, "open_ended": [str]}
AT_RUNG = {
    "believed": (str, BELIEVED),
    "verdict": str,
    "in_fact": str,
    "lesser": bool,
    "aims_unmet": [str],
    "choice": {"courses": (str, str), "ways": (str, (str, str)), "orders": [str]},
    "per_scenario": (str, str),
    "told_apart_by_s": int,
    "if_told": [object],
    "stands_alone": bool,
    "freedom": (str, {"time": TIME, "consent": object}),
    "margin_s": int,
    "most_tied": object,
    "windows": object,
    "prices": [object],
    "load_bearing": [[str]],
    "unseen": {"joins": int, "clashes": int, "surprises": int},
    "clashes": [object],
    "chains": [CHAIN],
    "asks": [ASK],
    "cells": [{"scenario": str, "courses": (str, str), "verdict": str, "shortfall_s": int}],
}
TIED = {"contingency": str, "with_help_s": int, "joint_s": int, "kept": str}
ROW = {
    "rung": str,
    "believed": int,
    "in_fact": int,
    "lesser": int,
    "rest": int,
    "most_tied": (str, TIED),
    "changed": [object],
}
CONTRACT = {
    "format": str,
    "parties": [str],
    "contingencies": [{"name": str, "rungs": (str, AT_RUNG)}],
    "tradeoff": [ROW],
}
WHOLE = [(folder, None) for folder in FOLDERS]


def breaches(found: Any, contract: Any, where: str = "") -> list[str]:
    """Where a document is not as agreed. A pair is an object with free keys, a list holds any number, null is a value.

    A field of the contract is there always; more fields than agreed are allowed.
    """
    if found is None or contract is object:
        return []
    if isinstance(contract, dict):
        if not isinstance(found, dict):
            return [f"{where}: no object"]
        absent = [f"{where}: no {key}" for key in contract if key not in found]
        return absent + [
            b for key, one in contract.items() if key in found for b in breaches(found[key], one, f"{where}/{key}")
        ]
    if isinstance(contract, tuple):
        if not isinstance(found, dict):
            return [f"{where}: no object"]
        return [b for key, value in found.items() for b in breaches(value, contract[1], f"{where}/{key}")]
    if isinstance(contract, list):
        if not isinstance(found, list):
            return [f"{where}: no list"]
        return [b for at, value in enumerate(found) for b in breaches(value, contract[0], f"{where}/{at}")]
    assert isinstance(contract, type)
    fits = isinstance(found, contract) and (contract is not int or not isinstance(found, bool))
    return [] if fits else [f"{where}: {found!r} is no {contract.__name__}"]


def shapes(value: Any, where: str, seen: dict[str, set[frozenset[str]]]) -> None:
    """The set of keys of every object, by its place; keys that are names of the workspace count as one place."""
    free = ("believed", "rungs", "courses", "ways", "freedom", "most_tied", "per_scenario", "room_s")
    if isinstance(value, list):
        for one in value:
            shapes(one, f"{where}[]", seen)
    elif isinstance(value, dict):
        named = where.rsplit("/", 1)[-1] in free or where.endswith("/ways/*")
        if where.endswith("*/most_tied") or (where.endswith("/believed") and "rungs" not in where):
            named = False
        if not named:
            seen.setdefault(where, set()).add(frozenset(value))
        for key, one in value.items():
            shapes(one, f"{where}/{'*' if named else key}", seen)


def document(folder: str) -> Json:
    return ran("assess", folder, "--json").json


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_document_is_as_agreed(folder: str) -> None:
    found = document(folder)
    assert found["format"] == "freehand.assessment/1"
    assert breaches(found, CONTRACT) == []
    assert [list(c["rungs"]) for c in found["contingencies"]] == [list(RUNGS)] * len(found["contingencies"])
    assert [row["rung"] for row in found["tradeoff"]] == list(RUNGS)


def test_no_key_is_there_at_one_place_and_absent_at_another() -> None:
    seen: dict[str, set[frozenset[str]]] = {}
    for folder in FOLDERS:
        shapes(document(folder), "", seen)
    assert {where: sorted(map(sorted, keys)) for where, keys in seen.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_party_is_named_wherever_parties_are(folder: str) -> None:
    found = document(folder)
    parties = set(found["parties"])
    workspace = load(ROOT / folder)
    behind = {(r.party, course.contingency) for r in workspace.released for course in r.courses}
    planned = {(course.party, course.contingency) for course in workspace.courses} | behind
    for name, rung, at in at_every_rung(found):
        assert set(at["freedom"]) == parties, (name, rung)
        assert (at["believed"] is None) == (rung in JOINT), (name, rung)
        taking_part = {party for party in parties if (party, name) in planned} | {party for party, _ in behind}
        assert set(at["believed"] or taking_part) == taking_part, (name, rung)
        assert (at["choice"] is None) == (rung not in JOINT), (name, rung)
    assert every(found["tradeoff"], lambda row: set(row["most_tied"]) == parties) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_kept_is_a_reduced_fraction_of_joint_over_with_help_and_at_most_one(folder: str) -> None:
    for name, rung, at in at_every_rung(document(folder)):
        for party, free in at["freedom"].items():
            time, here = free["time"], (name, rung, party)
            whole, part = time["with_help_s"], time["joint_s"]
            if not whole or part is None:
                assert time["kept"] is None, here
            else:
                assert re.fullmatch(r"0|1|[1-9]\d*/[1-9]\d*", time["kept"]), here
                assert time["kept"] == str(min(Fraction(1), Fraction(part, whole))), here


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_rows_of_the_trade_off_are_the_contingencies_counted(folder: str) -> None:
    found = document(folder)
    for row in found["tradeoff"]:
        stands = [c["rungs"][row["rung"]] for c in found["contingencies"]]
        assert row["in_fact"] + row["lesser"] + row["rest"] == len(stands)
        assert row["in_fact"] == sum(at["in_fact"] == "assured" and not at["lesser"] for at in stands)
        assert row["lesser"] == sum(at["in_fact"] == "assured" and at["lesser"] for at in stands)
        assert row["believed"] == sum(at["verdict"] == "assured" and not at["lesser"] for at in stands)
        assert row["in_fact"] <= row["believed"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_where_a_party_is_most_tied_it_keeps_least_of_its_room(folder: str) -> None:
    found = document(folder)
    for row in found["tradeoff"]:
        for party, tied in row["most_tied"].items():
            times = {c["name"]: c["rungs"][row["rung"]]["freedom"][party]["time"] for c in found["contingencies"]}
            shares = [Fraction(time["kept"]) for time in times.values() if time["kept"] is not None]
            if tied is None:
                assert shares == [], (row["rung"], party)
                continue
            assert Fraction(tied["kept"]) == min(shares)
            time = times[tied["contingency"]]
            assert (tied["with_help_s"], tied["joint_s"]) == (time["with_help_s"], time["joint_s"])


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_steps_of_a_chain_add_up_to_its_shortfall(folder: str) -> None:
    for name, rung, at in at_every_rung(document(folder)):
        chains = [*at["chains"], *(c for b in (at["believed"] or {}).values() if b for c in b["chains"])]
        for chain in chains:
            if chain["shortfall_s"] is not None:
                assert sum(step["seconds"] or 0 for step in chain["steps"]) == -chain["shortfall_s"] < 0, (name, rung)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_verdict_short_of_assured_has_a_chain_and_an_assured_one_none(folder: str) -> None:
    for name, rung, at in at_every_rung(document(folder)):
        if at["choice"] is not None:
            assert bool(at["chains"]) == (at["verdict"] != "assured"), (name, rung)
        for party, believed in (at["believed"] or {}).items():
            if believed is not None:  # else its plans were not released
                assert bool(believed["chains"]) == (believed["verdict"] != "assured"), (name, rung, party)


@pytest.mark.parametrize("folder", FOLDERS)
def test_windows_are_there_for_assured_choices_only_and_the_margin_is_the_narrowest(folder: str) -> None:
    for name, rung, at in at_every_rung(document(folder)):
        assert (at["windows"] is not None) == (rung in JOINT and at["verdict"] == "assured"), (name, rung)
        widths = [window["to_s"] - window["from_s"] for window in at["windows"] or []]
        assert at["margin_s"] == min(widths, default=None), (name, rung)


def test_the_worked_cases_of_the_page_keep_what_the_page_says() -> None:
    expected = {
        "none": ("1", "1"),
        "within": ("1/4", "1/4"),
        "order": ("1/2", "1/2"),
        "notice": ("1/2", "1"),
    }
    for name, kept in expected.items():
        at = document(f"examples/worked/{name}")["contingencies"][0]["rungs"]["operations"]
        assert tuple(at["freedom"][party]["time"]["kept"] for party in ("A", "B")) == kept, name


def test_the_worked_chain_is_short_by_17_h_and_its_asks_are_those_of_the_page() -> None:
    at = document("examples/worked/airlift")["contingencies"][0]["rungs"]["support"]
    assert [chain["shortfall_s"] for chain in at["chains"]] == [17 * 3600]
    asks = {(ask["owner"], ask["rung"], ask["from_s"], ask["to_s"]) for ask in at["asks"]}
    assert asks == {("A", "support", 36 * 3600, 19 * 3600), (None, "intelligence", 24 * 3600, 41 * 3600)}


# -- the same, whatever does not count --------------------------------------------------------------


@pytest.mark.parametrize("folder", ["examples/gulf", "examples/cascadia"])
def test_the_bytes_are_the_same_in_every_process(folder: str) -> None:
    words = ("assess", folder, "--json")
    first, second = program(*words, PYTHONHASHSEED="1"), program(*words, PYTHONHASHSEED="20011")
    assert first.code == 0
    assert first == second == run(*words) == run(*words)


def assessed(folder: Path) -> str:
    answer = run("assess", str(folder), "--json")
    assert answer.code == 0, answer.err or answer.out
    return answer.out


def interfaces(folder: Path, parties: list[str]) -> list[str]:
    return [run("interface", str(folder), "--party", party, "--json").out for party in parties]


@pytest.mark.parametrize("name", ["gulf", "cascadia", "start"])
@pytest.mark.parametrize("seed", range(4))
def test_order_names_and_places_of_files_mean_nothing(name: str, seed: int, tmp_path: Path) -> None:
    original = documents(EXAMPLES / name)
    chance = random.Random(seed)
    chance.shuffle(original)
    names = [f"{where}{name}" for where in ("", "a/", "z/y/") for name in ("1.yaml", "1.yml", "2.yaml", "2.yml")]
    files: dict[str, list[str]] = {}
    for text in original:
        files.setdefault(chance.choice(names), []).append(text)
    parties = document(f"examples/{name}")["parties"]
    shuffled = written(tmp_path / "elsewhere", {path: "---\n".join(parts) for path, parts in files.items()})
    assert assessed(shuffled) == ran("assess", f"examples/{name}", "--json").out
    assert interfaces(shuffled, parties) == interfaces(EXAMPLES / name, parties)


@pytest.mark.parametrize("name", ["gulf", "cascadia", "start"])
def test_one_file_for_everything_says_the_same_as_many(name: str, tmp_path: Path) -> None:
    whole = written(tmp_path / "one", {"all of it.yaml": "---\n".join(reversed(documents(EXAMPLES / name)))})
    assert assessed(whole) == ran("assess", f"examples/{name}", "--json").out


REORDERED = ("activities", "rules", "needs", "assumes", "scenarios", "means", "shared means", "for each")


def backwards(text: str) -> str:
    """A document with its fields, activities, rules and scenarios in the opposite order."""
    loaded = yaml.load(text, yaml.BaseLoader)  # noqa: S506  # it makes nothing but text, lists and mappings
    turned = {
        key: dict(reversed(value.items())) if key in REORDERED and isinstance(value, dict) else value
        for key, value in reversed(loaded.items())
    }
    return yaml.safe_dump(turned, sort_keys=False, allow_unicode=True, default_style='"')


@pytest.mark.parametrize("name", ["gulf", "cascadia", "start"])
def test_the_order_of_what_stands_in_a_document_means_nothing(name: str, tmp_path: Path) -> None:
    turned = [backwards(text) for text in documents(EXAMPLES / name)]
    folder = written(tmp_path / "turned", {"all.yaml": "---\n".join(turned)})
    assert assessed(folder) == ran("assess", f"examples/{name}", "--json").out


def test_a_copy_elsewhere_says_the_same(tmp_path: Path) -> None:
    assert assessed(copied("gulf", tmp_path / "another name")) == ran("assess", "examples/gulf", "--json").out
