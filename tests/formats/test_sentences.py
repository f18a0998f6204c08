"""Rule sentences: what each means, whose points they name, and where two readings are left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freehand.errors import Place
from freehand.formats.points import Scope
from freehand.formats.rules import SentenceFault, read_point, read_rules
from freehand.plans.points import WARNING, Point, Rule

HOUR = 3600
PLACE = Place("B.yaml", 1, "rules")
NAMES = Scope(
    own="B",
    contingency="flood",
    parties=("A", "B", "Red Cross"),
    events={"attack": "", "ports close": "", "attack not before dawn": "", "end of open shelters": ""},
    activities={
        "A": {"alert": "", "send port team": ""},
        "B": {"alert": "", "alert and rescue": "", "open shelters": "", "move; then rest": ""},
    },
    needs={"A": {}, "B": {"supplies": "", "supplies to B": "", "fuel": ""}},
    elsewhere={},
    unseen=frozenset({"Red Cross"}),
)
TERMS = NAMES._replace(own="")


def rule(text: str, scope: Scope = NAMES) -> tuple[str, str, int | None, int | None, bool]:
    """The one rule of a sentence: later, earlier, at least and at most in hours, and whether it is an order."""
    (one,) = read_rules(text, "why", PLACE, scope)
    at_least, at_most = (None if each is None else each // HOUR for each in (one.at_least, one.at_most))
    return str(one.later), str(one.earlier), at_least, at_most, one.order


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("attack not before start of open shelters", ("attack", "start of B's open shelters", 0, None, True)),
        ("start of alert not after attack", ("attack", "start of B's alert", 0, None, True)),
        ("attack at least 2 h after start of alert", ("attack", "start of B's alert", 2, None, False)),
        ("start of alert at most 3 h after attack", ("start of B's alert", "attack", None, 3, False)),
        ("start of alert at most 48 h after the warning", ("start of B's alert", "the warning", None, 48, False)),
        ("start of alert at least 2 h before attack", ("attack", "start of B's alert", 2, None, False)),
        ("start of alert at most 2 h before attack", ("attack", "start of B's alert", None, 2, False)),
        ("start of alert between 2 and 12 h after attack", ("start of B's alert", "attack", 2, 12, False)),
        ("start of alert between 2 h and 12 h after attack", ("start of B's alert", "attack", 2, 12, False)),
        ("start of alert between 2 and 12 h before attack", ("attack", "start of B's alert", 2, 12, False)),
        ("Start of the alert not before attack", None),
        ("The start of alert not before attack", ("start of B's alert", "attack", 0, None, True)),
        ("start of A's alert not before warning", ("start of A's alert", "the warning", 0, None, True)),
        ("start of A’s alert not before attack", ("start of A's alert", "attack", 0, None, True)),
        ("start of alert not before delivery of fuel", ("start of B's alert", "delivery of fuel to B", 0, None, True)),
        (
            "start of alert not before delivery of fuel to B",
            ("start of B's alert", "delivery of fuel to B", 0, None, True),
        ),
        ("call for fuel not before attack", ("B's call for fuel", "attack", 0, None, True)),
        ("the B's call for fuel not before attack", ("B's call for fuel", "attack", 0, None, True)),
        ("ports close at least 1 h 30 min after start of alert", ("ports close", "start of B's alert", 1, None, False)),
    ],
)
def test_what_a_sentence_means(text: str, meaning: tuple[str, str, int | None, int | None, bool] | None) -> None:
    if meaning is None:
        with pytest.raises(SentenceFault):
            rule(text)
    else:
        assert rule(text) == meaning


def test_within_of_each_other_binds_both_ways_in_the_words_of_the_sentence() -> None:
    text = "start of alert and start of A's alert within 2 h of each other"
    one, other = read_rules(text, "together", PLACE, NAMES)
    ours, theirs = Point("start", "B", "alert"), Point("start", "A", "alert")
    assert one == Rule(text, "together", ours, theirs, None, 2 * HOUR, False, PLACE)
    assert other == Rule(text, "together", theirs, ours, None, 2 * HOUR, False, PLACE)


def test_sentences_joined_by_a_semicolon_share_their_reason() -> None:
    rules = read_rules("start of alert not before attack; end of alert at most 3 h after attack", "why", PLACE, NAMES)
    assert [(each.text, each.why) for each in rules] == [
        ("start of alert not before attack", "why"),
        ("end of alert at most 3 h after attack", "why"),
    ]


def test_a_reason_left_out_is_the_sentence_itself() -> None:
    (one,) = read_rules("start of alert not before attack", "", PLACE, NAMES)
    assert one.why == one.text


def test_the_longest_name_is_meant() -> None:
    assert rule("start of alert and rescue not before attack")[0] == "start of B's alert and rescue"
    assert rule("attack not before dawn not before attack")[0] == "attack not before dawn"
    assert read_point("delivery of supplies to B", NAMES) == Point("delivery", "B", "supplies to B")
    assert read_point("delivery of 'supplies' to B", NAMES) == Point("delivery", "B", "supplies")


@pytest.mark.parametrize("quote", ["''", '""', "‘’", "“”"])
def test_a_name_in_quotes_is_taken_whole(quote: str) -> None:
    text = f"start of {quote[0]}move; then rest{quote[1]} not before attack"
    assert rule(text)[0] == "start of B's move; then rest"
    assert rule(f"start of A's {quote[0]}alert{quote[1]} not before attack")[0] == "start of A's alert"


def test_two_readings_are_refused_and_quotes_settle_them() -> None:
    with pytest.raises(SentenceFault) as raised:
        read_point("end of open shelters", NAMES)
    assert raised.value.what == "'end of open shelters' can be read in two ways"
    assert raised.value.why == "it may mean end of B's open shelters, or end of open shelters."
    assert raised.value.next == "Say whose it is (A's …), or put the name in quotes."
    assert read_point("end of 'open shelters'", NAMES) == Point("end", "B", "open shelters")
    assert read_point("end of B's open shelters", NAMES) == Point("end", "B", "open shelters")
    assert read_point("'end of open shelters'", NAMES) == Point("event", "", "end of open shelters")


def test_in_the_terms_a_party_may_be_left_out_where_one_alone_has_the_name() -> None:
    assert read_point("start of open shelters", TERMS) == Point("start", "B", "open shelters")
    assert read_point("call for fuel", TERMS) == Point("call", "B", "fuel")
    assert read_point("delivery of fuel", TERMS) == Point("delivery", "B", "fuel")
    with pytest.raises(SentenceFault, match="can be read in two ways"):
        read_point("start of alert", TERMS)


def test_of_a_party_that_is_not_seen_every_name_is_taken_as_it_stands() -> None:
    scope = NAMES
    assert (
        rule("start of Red Cross's tents and beds not before attack", scope)[0] == "start of Red Cross's tents and beds"
    )
    assert rule("attack at least 2 h after end of Red Cross' tents", scope)[1] == "end of Red Cross's tents"
    assert rule("attack not before delivery of tents to Red Cross")[1] == "delivery of tents to Red Cross"
    assert rule("Red Cross's call for blood not before attack")[0] == "Red Cross's call for blood"


def test_the_warning_is_time_zero() -> None:
    assert read_point("the warning", NAMES) == read_point("warning", NAMES) == WARNING


WORDS = st.sampled_from(
    [
        "start of",
        "end of",
        "alert",
        "A's",
        "B's",
        "not before",
        "not after",
        "at least",
        "at most",
        "2 h",
        "2",
        "after",
        "before",
        "between",
        "and",
        "within",
        "of each other",
        "attack",
        "the warning",
        "delivery of",
        "fuel",
        "to B",
        "call for",
        ";",
        "'",
        '"',
        "Red Cross's",
        "tents",
        "the",
        "open shelters",
    ]
)


@given(st.lists(WORDS, max_size=12))
def test_any_words_are_a_rule_or_are_refused_with_advice(words: list[str]) -> None:
    for scope in (NAMES, TERMS):
        fault = refusal(" ".join(words), scope)
        if fault is not None:
            assert fault.what
            assert fault.why.endswith(".")
            assert fault.next[0].isupper()


def refusal(text: str, scope: Scope) -> SentenceFault | None:
    """The fault for which a sentence is refused, or None where it is read."""
    try:
        read_rules(text, "", PLACE, scope)
    except SentenceFault as fault:
        return fault
    return None


@given(
    st.sampled_from(["start", "end"]),
    st.sampled_from(["open shelters", "alert and rescue"]),
    st.sampled_from(["attack", "ports close"]),
    st.integers(0, 1000),
)
def test_a_rule_put_into_words_reads_back(kind: str, activity: str, event: str, hours: int) -> None:
    text = f"{kind} of B's {activity} at least {hours} h after {event}"
    assert rule(text) == (f"{kind} of B's {activity}", event, hours, None, False)
