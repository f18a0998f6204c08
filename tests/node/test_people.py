"""Who counts as a second person: the rules, each by a log that tries to get around it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from freehand.errors import UsageError
from freehand.ledger.card_file import read_card
from freehand.ledger.identity import Card, CardRefused, first_card, with_person, without_person
from freehand.ledger.log import Statement, append
from freehand.ledger.sealed_keys import NotOpened
from freehand.node import people, staff
from freehand.node.folder import Compact
from freehand.node.keyring import root_key
from freehand.node.membership import Founder
from freehand.node.people import Person, may, people_of, why_not_first, why_not_second
from tests.node.nodes import CHEAP, FOUNDERS, NOW, SECRET, key, new, side

COMPACT, LOG = "c" * 32, "l" * 32
ANN, BOB, KAY, DAN, EVE = (key(word) for word in ("ann", "bob", "kay", "dan", "eve"))


def card(*names: str) -> Card:
    found = first_card(LOG, "Northland", key("root").public, key("log").public, b"X" * 1216)
    for name in names:
        found = with_person(found, name, key(name).public)
    return found


FOUNDED = [(number, said.body) for number, said in enumerate(people.founding(FOUNDERS, NOW))]


def judged(said: list[Statement], *names: str, removed: str = "", start: int = 3) -> dict[str, Person]:
    """The people of a card, after the founders' records and these."""
    held = card("ann", "bob", "kay", *names)
    if removed:
        held = without_person(held, key(removed).public)
    records: list[tuple[int, Mapping[str, Any]]] = [(number, body) for number, body in FOUNDED]  # type: ignore[misc]  # bodies of people are objects
    records += [(number, one.body) for number, one in enumerate(said, start)]  # type: ignore[misc]  # the same
    return {person.name: person for person in people_of(COMPACT, held, records)}


def added(name: str, *roles: str) -> Statement:
    return people.statement(key(name).public, roles, None, NOW)


def confirmed(name: str, by: str, *roles: str, compact: str = COMPACT, log: str = LOG) -> Statement:
    return people.confirm(compact, log, key(name).public, roles, key(by), NOW)


def test_the_people_of_the_first_card_need_no_confirmation() -> None:
    found = judged([])
    assert [(one.name, one.confirmed, one.founder) for one in found.values()] == [
        ("ann", True, True),
        ("bob", True, True),
        ("kay", True, True),
    ]
    assert may(found["ann"], "planner")
    assert not may(found["bob"], "planner")
    assert [one.name for one in people.seconds(found.values(), ANN.public)] == ["bob"]


def test_50_an_accomplice_whom_the_keeper_adds_counts_only_once_an_older_person_has_confirmed_him() -> None:
    tries = {
        "by nobody": [added("dan", "releaser")],
        "by the keeper": [added("dan", "releaser"), confirmed("dan", "kay", "releaser")],
        "by himself": [added("dan", "releaser"), confirmed("dan", "dan", "releaser")],
        "by a stranger": [added("dan", "releaser"), confirmed("dan", "fay", "releaser")],
        "by one who is not confirmed": [confirmed("dan", "eve", "releaser"), confirmed("eve", "dan", "releaser")],
        "by the word for another compact": [confirmed("dan", "bob", "releaser", compact="d" * 32)],
        "by the word for another log": [confirmed("dan", "bob", "releaser", log="m" * 32)],
        "as a founder": [
            Statement("person", "x", people.founding([Founder("d", DAN.public, ("releaser",))], 0)[0].body, 0)
        ],
    }
    for how, said in tries.items():
        found = judged(said, "dan", "eve")
        assert not found["dan"].confirmed, how
        assert not may(found["dan"], "releaser"), how
        assert why_not_second(found.values(), ANN.public, DAN.public) == "no older person has confirmed this one", how
    found = judged([added("dan", "releaser"), confirmed("dan", "bob", "releaser")], "dan")
    assert found["dan"].by == BOB.public
    assert why_not_second(found.values(), ANN.public, DAN.public) == ""


def test_50_a_confirmation_is_of_these_roles_and_no_others() -> None:
    theirs = confirmed("dan", "bob", "planner")
    body: Any = theirs.body
    lifted = theirs._replace(body={**body, "roles": ["planner", "releaser"]})
    assert not may(judged([lifted], "dan")["dan"], "releaser")
    found = judged([theirs, lifted, added("dan", "releaser")], "dan")
    assert (found["dan"].roles, found["dan"].confirmed) == (frozenset({"planner"}), True)


def test_50_the_keeper_does_not_make_himself_a_releaser_nor_stop_being_the_keeper() -> None:
    for said in (
        [added("kay", "releaser")],
        [added("kay", "keeper", "releaser")],
        [added("kay"), added("kay", "releaser")],
        [confirmed("kay", "kay", "releaser")],
    ):
        found = judged(said)
        assert why_not_second(found.values(), ANN.public, KAY.public) != "", said
    both = judged([confirmed("kay", "bob", "keeper", "releaser")])
    assert "keeper approves nothing" in why_not_second(both.values(), ANN.public, KAY.public)
    other = judged([confirmed("kay", "bob", "releaser")])
    assert why_not_second(other.values(), ANN.public, KAY.public) == ""


def test_a_role_is_taken_away_without_a_word_of_another_and_given_with_one() -> None:
    found = judged([added("ann", "planner")])
    assert found["ann"].roles == {"planner"}
    assert judged([added("ann", "planner"), added("ann", "releaser")])["ann"].roles == {"planner"}
    assert judged([added("ann"), confirmed("ann", "bob", "auditor")])["ann"].roles == {"auditor"}
    assert judged([added("bob"), confirmed("ann", "bob", "auditor")])["ann"].roles == {"planner", "releaser"}


def test_who_is_removed_counts_for_nothing_and_is_said_so() -> None:
    found = judged([], removed="bob")
    assert why_not_second(found.values(), ANN.public, BOB.public) == "this person has been removed"
    assert why_not_first(found.values(), BOB.public) == "this person has been removed"
    assert not may(found["bob"], "releaser")
    assert people.seconds(found.values(), ANN.public) == ()


def test_nobody_approves_what_he_asked_for_and_only_a_planner_or_releaser_asks() -> None:
    found = judged([]).values()
    assert why_not_second(found, ANN.public, ANN.public) == "nobody approves what they asked for themselves"
    assert why_not_second(found, ANN.public, EVE.public) == "the card names nobody with this key"
    assert why_not_first(found, ANN.public) == why_not_first(found, BOB.public) == ""
    assert why_not_first(found, KAY.public) == "this person is neither planner nor releaser"
    assert why_not_first(found, EVE.public) == "the card names nobody with this key"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"key": "zz", "roles": [], "confirmed": None},
        {"key": 1, "roles": [], "confirmed": None},
        {"key": DAN.public.hex(), "roles": "releaser", "confirmed": None},
        {"key": DAN.public.hex(), "roles": [["releaser"]], "confirmed": None},
        {"key": DAN.public.hex(), "roles": ["releaser"], "confirmed": []},
        {"key": DAN.public.hex(), "roles": ["releaser"], "confirmed": {"by": "00", "signature": "00"}},
        {"key": DAN.public.hex(), "roles": ["releaser"], "confirmed": {"by": BOB.public.hex(), "signature": 7}},
        {"key": DAN.public.hex(), "roles": ["releaser"], "confirmed": None, "founders": True},
        {"key": DAN.public.hex(), "roles": ["releaser"], "confirmed": None, "founders": "9"},
    ],
)
def test_a_body_that_makes_no_sense_has_no_effect(body: Any) -> None:
    found = people_of(COMPACT, card("ann", "bob", "kay", "dan"), [*FOUNDED, (3, body)])  # type: ignore[list-item]  # as above
    assert [one.confirmed for one in found] == [True, True, True, False]
    assert people_of(COMPACT, card("dan"), [(0, body)])[0].confirmed is False


def test_a_person_is_added_confirmed_and_removed_on_record(tmp_path: Path) -> None:
    with new(tmp_path / "n") as node:
        compact = side(node)
        root = root_key(compact.root_file, "root " + SECRET)
        made = staff.make_person(node, "Dan Drew", "dan's own", cost=CHEAP)
        with pytest.raises(UsageError, match="looks like, 'Dan Drew'"):
            staff.make_person(node, "Dan Drevv", "other", cost=CHEAP)
        assert [one.name for one in staff.keys_of(node)] == ["Dan Drew"]
        assert staff.person_key(made.file, "dan's own").public == made.public
        with pytest.raises(NotOpened):
            staff.person_key(made.file, SECRET)
        with pytest.raises(CardRefused, match="another's"):
            staff.add_person(compact, key("root"), "Dan Drew", made.public, ["releaser"], now=NOW)
        with pytest.raises(UsageError, match="'king' is no role"):
            staff.add_person(compact, root, "Dan Drew", made.public, ["king"], now=NOW)
        dan = staff.add_person(compact, root, "Dan Drew", made.public, ["releaser"], now=NOW)
        assert not may(dan, "releaser")
        with pytest.raises(UsageError, match="keeper confirms nobody"):
            staff.confirm_person(compact, dan.key, KAY, now=NOW)
        dan = staff.confirm_person(compact, dan.key, BOB, now=NOW)
        assert may(dan, "releaser")
        assert staff.person_named(compact, "Dan Drew") == dan
        with pytest.raises(UsageError, match="'Dan Drew' is not taken"):
            staff.add_person(compact, root, "Dan Drew", EVE.public, [], now=NOW)
        dan = staff.remove_person(compact, root, dan.key, now=NOW)
        assert (may(dan, "releaser"), dan.removed, dan.roles) == (False, True, frozenset())
        with pytest.raises(UsageError, match="nobody is removed"):
            staff.remove_person(compact, root, dan.key, now=NOW)
        with pytest.raises(UsageError, match="'Dan Drew' is nobody"):
            staff.person_named(compact, "Dan Drew")
        with node.cabinet.reading() as shelves:
            said = [event["what"] for _, event in shelves.trail() if isinstance(event, dict)]
        assert said == ["a person was added", "a person was confirmed", "a person was removed"]
        check_again(compact)


def check_again(compact: Compact) -> None:
    """A partner finds the same from card and records alone."""
    append(compact.store, compact.log, compact.keys.log, [Statement("say", "o", {"kind": "person"}, NOW)])
    with compact.store.reading() as view:
        line = view.line(compact.log)
        theirs = people_of(compact.id, read_card(compact.card), staff.records_of(line))
        assert [number for number, _ in staff.records_of(line)] == list(range(line.size - 1))
    assert theirs == staff.people_here(compact)
