"""Terms as a value: read with every fault at once, written, compared."""

from __future__ import annotations

import pytest

from freehand.errors import InputError
from freehand.terms.proposal import (
    Clause,
    Exclusion,
    Reservation,
    Terms,
    as_value,
    differences,
    read_reservations,
    read_terms,
)
from freehand.terms.scope import Rung

FULL = Terms(
    Rung.SUPPORT,
    ("A", "Ю"),
    (Exclusion("strikes", ("target",), ("strike",), ("air strike", "удар"), "this is about support"),),
    (Reservation("own defence", "A", "nothing here limits A's own defence"),),
    '{"r":{"notice":"2 h before start of A\'s x"}}',
    (Clause("airlift", "not in August"),),
)


def test_terms_are_read_back_as_they_were_written() -> None:
    assert read_terms(as_value(FULL)) == FULL
    bare = Terms(Rung.ALONE, ("A", "B"))
    assert read_terms(as_value(bare)) == bare
    assert as_value(bare) == {"scope": "alone", "parties": ["A", "B"]}


def test_what_an_unknown_field_says_is_kept_out_and_named() -> None:
    value = as_value(FULL) | {"quota": 3}
    value["exclusions"] = [{"name": "x", "tags": ["t"], "sensors": ["s"]}]
    read = read_terms(value)
    assert read.unknown == ("exclusions / x / sensors", "quota")
    assert as_value(read).keys() == as_value(FULL).keys()


def test_all_faults_are_told_at_once_with_their_fields() -> None:
    value = {
        "scope": "top",
        "parties": ["A", "A", "st\u200brange", " B"],
        "exclusions": [{"name": "nothing"}, {"name": "x", "words": ["—", 7]}, {"tags": ["t"]}, "no"],
        "reservations": [{"name": "r", "party": "C", "words": ""}, {"name": "r", "party": "A", "words": "w"}],
        "rules": 3,
        "availability": {},
    }
    with pytest.raises(InputError) as refused:
        read_terms(value, "record")
    told = [(fault.place.field, fault.what) for fault in refused.value.faults if fault.place]
    assert told == [
        ("scope", "'top' is no rung"),
        ("parties / 3", "'st\\u200brange' can deceive"),
        ("parties / 4", "' B' cannot stand as a name"),
        ("parties", "'A' stands here twice"),
        ("exclusions / nothing", "this excludes nothing"),
        ("exclusions / x / words / 2", "text should stand here"),
        ("exclusions / x / words", "'—' is no word"),
        ("exclusions / 3 / name", "this is missing"),
        ("exclusions / 4", "fields should stand here"),
        ("reservations / r / words", "nothing is written here"),
        ("reservations / r", "'r' stands here twice"),
        ("rules", "text should stand here"),
        ("availability", "a list should stand here"),
        ("reservations / r / party", "'C' is no party to these terms"),
    ]


@pytest.mark.parametrize(
    "value", [None, 3, "terms", [], {}, {"scope": 1, "parties": "A"}, {"scope": [], "parties": {}}]
)
def test_what_are_no_terms_is_refused_whatever_it_is(value: object) -> None:
    with pytest.raises(InputError):
        read_terms(value)


def test_sizes_are_bounded() -> None:
    for wrong in (
        {"parties": [f"p{n}" for n in range(1001)]},
        {"parties": ["x" * 201, "B"]},
        {"rules": "x" * 200_001},
        {"exclusions": [{"name": "x", "words": ["w" * 201]}]},
    ):
        with pytest.raises(InputError):
            read_terms({"scope": "support", "parties": ["A", "B"], **wrong})


def test_reservations_made_with_an_acceptance_are_its_authors() -> None:
    assert read_reservations([{"name": "r", "party": "B", "words": "w"}], "A") == (Reservation("r", "A", "w"),)
    with pytest.raises(InputError):
        read_reservations([{"name": "r"}], "A")


def test_what_changes_is_told_sentence_by_sentence() -> None:
    assert differences(FULL, FULL) == []
    new = FULL._replace(
        scope=Rung.OPERATIONS,
        parties=("A", "C"),
        exclusions=(FULL.exclusions[0]._replace(tags=()), Exclusion("nets", tags=("net",))),
        reservations=(),
        rules="",
        availability=(Clause("airlift", "never"),),
    )
    assert differences(FULL, new) == [
        "The scope goes up from support to operations.",
        "'C' is named now.",
        "'Ю' is no longer named.",
        "The exclusion 'nets' is added.",
        "The exclusion 'strikes': tags were 'strike' and are nothing.",
        "The reservation 'own defence' is dropped.",
        """The rule 'r' is dropped; it was '{"notice": "2 h before start of A's x"}'.""",
        "The clause on availability 'airlift': words were 'not in August' and are 'never'.",
    ]
    assert differences(new, FULL)[-2:] == [
        """The rule 'r' is added: '{"notice": "2 h before start of A's x"}'.""",
        "The clause on availability 'airlift': words were 'never' and are 'not in August'.",
    ]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ('{"r":"at once"}', """The rule 'r' was '{"notice": "2 h before start of A's x"}' and is 'at once'."""),
        ('{ "r":{"notice":"2 h before start of A\'s x"}}', "The rules are written otherwise."),
        ("no map", "The rules are others."),
        ("[]", "The rules are others."),
        ('{"r":' + "[" * 90_000 + "]" * 90_000 + "}", "The rules are others."),
    ],
)
def test_rules_are_compared_one_by_one_where_they_can_be_read(rules: str, said: str) -> None:
    assert differences(FULL, FULL._replace(rules=rules)) == [said]
