"""Every error has one shape, whoever shows it: what, where, why, what to do next, and an exit code by its kind."""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freehand.errors import (
    AccessError,
    Fault,
    FreehandError,
    InputError,
    Limit,
    Place,
    UsageError,
    one_fault,
    shown,
)

FAULT = Fault(
    "no activity 'stock shelter' of B in civil-protection",
    Place("B/civil-protection.yaml", 12, "rules"),
    "declared there: alert, open shelters, stock shelters.",
    "Did you mean 'stock shelters'?",
)


@pytest.mark.parametrize(
    ("kind", "word", "code"),
    [(InputError, "input", 2), (UsageError, "usage", 3), (AccessError, "access", 4), (Limit, "limit", 5)],
)
def test_the_kind_of_an_error_is_its_exit_code(kind: type[FreehandError], word: str, code: int) -> None:
    error = kind([FAULT])
    assert isinstance(error, FreehandError)
    assert (error.kind, error.exit_code) == (word, code)
    assert error.as_json()["kind"] == word


def test_text_says_the_place_first_and_fits_80_columns() -> None:
    assert str(InputError([FAULT])).split("\n") == [
        "B/civil-protection.yaml:12  rules: no activity 'stock shelter' of B in",
        "    civil-protection",
        "  why:  declared there: alert, open shelters, stock shelters.",
        "  next: Did you mean 'stock shelters'?",
    ]


def test_plain_data_has_one_shape() -> None:
    assert InputError([FAULT, *one_fault("x", "y.", "Z.")]).as_json() == {
        "format": "freehand.error/1",
        "kind": "input",
        "faults": [
            {
                "what": FAULT.what,
                "file": "B/civil-protection.yaml",
                "line": 12,
                "field": "rules",
                "why": FAULT.why,
                "next": FAULT.next,
            },
            {"what": "x", "file": None, "line": None, "field": None, "why": "y.", "next": "Z."},
        ],
    }


def test_all_faults_are_shown_parted_by_a_blank_line() -> None:
    assert str(InputError([*one_fault("a", "b.", "C."), *one_fault("d", "e.", "F.")])) == (
        "a\n  why:  b.\n  next: C.\n\nd\n  why:  e.\n  next: F."
    )


def test_an_error_survives_the_way_to_another_process() -> None:
    error = pickle.loads(pickle.dumps(AccessError([FAULT])))  # noqa: S301
    assert isinstance(error, AccessError)
    assert error.faults == (FAULT,)


@given(st.text(max_size=300))
def test_what_is_quoted_from_a_file_can_be_printed_and_is_short(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown(text)) <= 60


@given(st.text(max_size=50), st.text(max_size=300), st.text(max_size=300))
def test_any_fault_can_be_shown(name: str, why: str, advice: str) -> None:
    error = InputError([Fault(shown(name), Place(shown(name), 1, shown(name)), why, advice)])
    str(error)
    json.dumps(error.as_json())
