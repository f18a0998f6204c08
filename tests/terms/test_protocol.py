"""The protocol, explored: every state, every move by every party, every order of arrival.

The ordinary run takes two parties with two versions, however the second comes about, with and without questions; and
three parties with an amendment. With ``--deep`` the amendment also drops a party, or takes one in.
"""

from __future__ import annotations

import random
from functools import cache

import pytest

from freehand.terms.proposal import Reservation, Terms
from freehand.terms.protocol import STANCES, TABLE, VERBS, Move, Standing, Verb, possible, standing
from freehand.terms.scope import Rung
from tests.terms.exploring import History, Step, World, cuts, mark, reached, said

ANYHOW: tuple[tuple[Verb, str], ...] = (("propose", "A"), ("propose", "B"), ("amend", "A"), ("amend", "B"))
WORLDS = {
    "two parties, one version, both ask": World("AB", asking=(("A", "v1"), ("B", "v1")), second=(), astray=True),
    "two parties, two versions in any way": World("AB", second=ANYHOW, astray=True),
    "two parties, an amendment, one asks": World("AB", asking=(("B", "v1"),)),
    "three parties, an amendment": World("ABC"),
}
DEEP = {
    "three parties, one dropped": World("ABC", named=("", "AB")),
    "three parties, one taken in": World("ABC", named=("AB", "")),
}
Reached = tuple[World, list[tuple[History, Standing]], list[Step]]


@pytest.fixture(scope="module", params=[*WORLDS, *DEEP])
def explored(request: pytest.FixtureRequest) -> Reached:
    if request.param in DEEP and not request.config.getoption("deep"):
        pytest.skip("with --deep")
    world = WORLDS.get(request.param) or DEEP[request.param]
    return (world, *reached(world))


def test_in_every_state_every_party_can_leave_alone_and_its_terms_end(explored: Reached) -> None:
    world, states, steps = explored
    leaving = {(id(step.stood), step.move.author): step.stands for step in steps if step.move.verb == "withdraw"}
    for _, stood in states:
        for party in world.parties:
            if party in stood.left:
                assert possible(stood, party) == ()
            else:
                after = leaving[id(stood), party]
                assert party in after.left
                assert not any(party in version.terms.parties for version in after.in_force)
                assert ("withdraw", "") in possible(stood, party)


def test_nothing_is_in_force_without_the_acceptance_of_each_that_it_names(explored: Reached) -> None:
    """Attack 66: by a second route, from the bare moves."""
    for step in explored[2]:
        assert {one.id for one in step.stands.in_force} == in_force_by_hand(said(step.after))


def test_an_acceptance_by_all_is_never_taken_back_and_nobody_returns(explored: Reached) -> None:
    for step in explored[2]:
        assert accepted(step.stood) <= accepted(step.stands)
        assert step.stood.left <= step.stands.left


def test_a_move_does_something_or_is_named_with_the_reason(explored: Reached) -> None:
    for step in explored[2]:
        changed = mark(step.stands) != mark(step.stood)
        idle = [why for move, why in step.stands.not_moves if move is step.move]
        assert not (changed and idle)
        assert step.stands.not_moves == step.stood.not_moves or idle


def test_what_is_said_to_be_possible_is_what_does_something(explored: Reached) -> None:
    for step in explored[2]:
        if not step.move.heads:
            continue  # it could be the move of somebody who has read less
        offered = (step.move.verb, step.move.about) in possible(step.stood, step.move.author)
        idle = any(move is step.move for move, _ in step.stands.not_moves)
        assert not (offered and idle)
        assert offered or mark(step.stands) == mark(step.stood)


def test_the_order_in_which_moves_are_given_plays_no_part(explored: Reached) -> None:
    chance = random.Random(66)
    for history, stood in explored[1]:
        moves = said(history)
        assert standing(explored[0].parties, reversed(moves)) == stood
        chance.shuffle(moves)
        assert standing(reversed(explored[0].parties), [*moves, *moves[:2]]) == stood


def test_whatever_has_arrived_no_cut_has_terms_in_force_that_its_moves_do_not_carry(explored: Reached) -> None:
    """Every order of arrival is a way through the cuts of a history, one move at a time."""
    world, states, _ = explored

    @cache
    def seen(cut: tuple[int, ...], names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
        found = standing(world.parties, said(now))
        assert {one.id for one in found.in_force} == in_force_by_hand(said(now))
        return accepted(found), found.left

    for history, _ in states[:: max(1, len(states) // 1500)]:
        arrived = {}
        for now in cuts(history):
            sizes = tuple(map(len, now))
            arrived[sizes] = seen(sizes, tuple(move.id for move in said(now)))
        for sizes, (full, left) in arrived.items():
            for at, size in enumerate(sizes):
                before = arrived.get((*sizes[:at], size - 1, *sizes[at + 1 :]))
                assert before is None or (before[0] <= full and before[1] <= left)


def accepted(found: Standing) -> frozenset[str]:
    return frozenset(one.id for one in found.versions if one.accepted)


def in_force_by_hand(moves: list[Move]) -> set[str]:
    """What is in force, written once more from the rules, for histories in which heads are honest."""
    left = {move.author: move for move in reversed(moves) if move.verb == "withdraw"}
    sayings = [m for m in moves if m.author not in left or m.number <= left[m.author].number]
    versions = {move.id: move for move in sayings if move.terms}

    def read(move: Move, other: Move) -> bool:
        return other.number < (move.number if move.author == other.author else move.heads.get(other.author, 0))

    def yes(party: str, id: str) -> bool:
        return any(
            m.verb == "accept" and m.about == id and m.author == party and read(m, versions[id])
            and not any(read(m, left[p]) for p in named(id) if p in left)
            for m in sayings
        )  # fmt: skip

    def named(id: str) -> tuple[str, ...]:
        terms = versions[id].terms
        return terms.parties if terms else ()

    def older(id: str) -> set[str]:
        before = versions[id].about
        return {before} | older(before) if before in versions else set()

    full = {id for id in versions if all(yes(party, id) for party in named(id))}
    replaced = {old for id in full for old in older(id) if all(yes(party, id) for party in named(old))}
    return {id for id in full - replaced if not any(party in left for party in named(id))}


def test_longer_histories_drawn_by_lot_with_heads_of_any_age_keep_the_same_rules() -> None:
    """Three parties, up to four versions; each acts on what it happens to have read, and sometimes quotes less."""
    chance = random.Random(25)
    for _ in range(400):
        moves = drawn_history(chance)
        found = standing("ABC", moves)
        assert {one.id for one in found.in_force} == in_force_by_hand(moves)
        chance.shuffle(moves)
        assert standing("ABC", moves) == found
        for size in range(len(moves)):  # any part of it, in whatever order it came
            part = standing("ABC", moves[:size])
            assert part.left <= found.left
            assert {one.id for one in part.in_force} == in_force_by_hand(moves[:size])


def drawn_history(chance: random.Random) -> list[Move]:
    logs: dict[str, list[Move]] = {party: [] for party in "ABC"}
    seen = {party: dict.fromkeys("ABC", 0) for party in "ABC"}
    for step in range(chance.randrange(4, 28)):
        party = chance.choice("ABC")
        for other in "ABC":
            seen[party][other] = chance.randint(seen[party][other], len(logs[other]))
        number = len(logs[party])
        read = [m for other in "ABC" for m in logs[other][: number if other == party else seen[party][other]]]
        versions = [move.id for move in read if move.terms]
        made = sum(1 for log in logs.values() for move in log if move.terms)
        verb: Verb = chance.choice(("accept",) * 8 + ("decline", "amend", "amend", "propose", "withdraw"))
        if (verb in ("propose", "amend") and made == 4) or (verb == "withdraw" and chance.random() < 0.5):
            continue
        if verb not in ("propose", "withdraw") and not versions:
            continue
        about = "" if verb in ("propose", "withdraw") else chance.choice(versions)
        terms = Terms(Rung.SUPPORT, tuple(chance.choice(("ABC", "AB", "BC")))) if verb in ("propose", "amend") else None
        heads = dict(seen[party]) if chance.random() < 0.9 else {}
        logs[party].append(Move(f"{party}{number}-{step}", party, number, verb, about, terms, heads))
    return [move for log in logs.values() for move in log]


# -- the table --------------------------------------------------------------------------------------------------------


def test_the_table_has_one_row_for_each_case() -> None:
    cases = [(row.verb, row.who, state) for row in TABLE for state in row.when]
    assert len(cases) == len(set(cases))
    assert {row.verb for row in TABLE} == set(VERBS)
    for verb in VERBS:
        assert (verb, "a member", "left") in cases
        assert (verb, "nobody of the compact", "in") in cases
    for verb in ("amend", "clarify", "accept", "decline"):
        assert {(verb, "a member", stance) for stance in STANCES} <= set(cases)


def test_an_open_question_bars_no_other_move() -> None:
    """So it plays no part whether an answer has come before or after what its asker did next."""
    rows = {(row.verb, state): row.then for row in TABLE for state in row.when if row.who == "a member"}
    assert all(rows[verb, "open"] == rows[verb, "asked"] for verb in ("amend", "clarify", "accept", "decline"))


def test_only_leaving_ends_an_acceptance() -> None:
    assert {row.then for row in TABLE if "accepted" in row.when and row.verb not in ("amend",)} <= {"accepted", ""}


# -- single cases -----------------------------------------------------------------------------------------------------

TERMS = Terms(Rung.SUPPORT, ("A", "B"))
V1 = Move("v1", "A", 0, "propose", terms=TERMS)
YES = [Move("a1", "A", 1, "accept", "v1"), Move("b1", "B", 0, "accept", "v1", heads={"A": 1})]
V2 = Move("v2", "A", 2, "amend", "v1", terms=TERMS._replace(scope=Rung.SCENARIOS))
YES2 = [Move("a2", "A", 3, "accept", "v2"), Move("b2", "B", 1, "accept", "v2", heads={"A": 3})]


def states(moves: list[Move], members: str = "AB") -> list[str]:
    return [one.state for one in standing(members, moves).versions]


def why(moves: list[Move]) -> str:
    ((_, reason),) = standing("AB", moves).not_moves
    return reason


def test_a_proposal_binds_not_even_its_author() -> None:
    assert states([V1, YES[1]]) == ["on the table"]
    assert states([V1, *YES]) == ["in force"]


def test_the_old_terms_stand_until_all_have_accepted_the_amendment() -> None:
    assert states([V1, *YES, V2, YES2[0]]) == ["in force", "on the table"]
    assert states([V1, *YES, V2, *YES2]) == ["replaced", "in force"]


def test_an_acceptance_of_a_version_since_amended_is_none_of_the_amendment_and_says_which_was_meant() -> None:
    """Attack 65."""
    found = standing("AB", [V1, V2, YES2[0], YES[1]])
    assert found.in_force == ()
    second = found.versions[1]
    assert (second.stances["B"], second.earlier) == ("open", {"B": "v1"})


def test_an_acceptance_of_terms_that_are_not_here_is_none_of_any_other() -> None:
    """Attack 65."""
    moves = [V1, YES[0], Move("b", "B", 0, "accept", "ffff", heads={"A": 1})]
    assert states(moves) == ["on the table"]
    assert why(moves) == "it accepts no version that is here, and no other (meant was ffff…)."


def test_an_acceptance_of_what_was_not_read_is_none() -> None:
    """Attack 65: the heads that are quoted do not reach the version."""
    moves = [V1, YES[0], Move("b", "B", 0, "accept", "v1", heads={"A": 0})]
    assert states(moves) == ["on the table"]
    assert "its author had not read what it accepts" in why(moves)


def test_what_was_replaced_as_its_author_had_read_cannot_be_accepted_again() -> None:
    late = Move("b3", "B", 2, "accept", "v1", heads={"A": 4})
    moves = [V1, YES[0], V2, *YES2, late]
    assert states(moves) == ["replaced", "in force"]
    assert why(moves) == (
        "its author had read that all had accepted what replaces it (meant was v1…, which 'A' put on the table)."
    )


def test_two_amendments_of_the_same_terms_that_all_accept_bind_both() -> None:
    third = Move("v3", "B", 5, "amend", "v1", terms=TERMS)
    yes = [Move("a3", "A", 4, "accept", "v3", heads={"B": 6}), Move("b3", "B", 6, "accept", "v3")]
    found = standing("AB", [V1, *YES, V2, *YES2, third, *yes])
    assert [one.id for one in found.in_force] == ["v2", "v3"]


def test_terms_that_drop_a_party_replace_the_old_only_once_that_party_agrees() -> None:
    old = Move("v1", "A", 0, "propose", terms=Terms(Rung.SUPPORT, ("A", "B", "C")))
    new = Move("v2", "A", 2, "amend", "v1", terms=TERMS)
    moves = [old, new]
    for about in ("v1", "v2"):
        for party in "AB":
            moves.append(Move(f"{party}{about}", party, 3 + len(moves), "accept", about, heads={"A": 3}))
    moves.append(Move("c", "C", 0, "accept", "v1", heads={"A": 1}))
    assert states(moves, "ABC") == ["in force", "in force"]
    moves.append(Move("c2", "C", 1, "accept", "v2", heads={"A": 3}))
    assert states(moves, "ABC") == ["replaced", "in force"]


def test_when_somebody_leaves_nothing_that_was_replaced_comes_back() -> None:
    assert states([V1, *YES, V2, *YES2, Move("w", "B", 2, "withdraw")]) == ["ended", "ended"]
    old = Move("v1", "A", 0, "propose", terms=TERMS)
    new = Move("v2", "A", 2, "amend", "v1", terms=Terms(Rung.SUPPORT, ("A", "B", "C")))
    third = [Move("c", "C", 0, "accept", "v2", heads={"A": 3}), Move("w", "C", 1, "withdraw")]
    assert states([old, *YES, new, *YES2, *third], "ABC") == ["replaced", "ended"]


def test_known_to_all_is_shown_apart_from_in_force() -> None:
    moves = [V1, *YES]
    assert not standing("AB", moves).known_to_all
    assert not standing("AB", moves, {"A": {"B": 1}}).known_to_all
    assert standing("AB", moves, {"A": {"B": 1}, "B": {"A": 2}}).known_to_all


def test_a_question_is_open_until_somebody_else_answers_it() -> None:
    asked = [V1, Move("q", "B", 0, "clarify", "v1", words="or operations?")]
    own = Move("o", "B", 1, "answer", "q")
    answered = [*asked, Move("a", "A", 1, "answer", "q", words="intelligence and scenarios only")]
    assert standing("AB", asked).versions[0].stances["B"] == "asked"
    assert states(asked) == states([*asked, own]) == ["in question"]
    assert "nobody answers a question of his own" in why([*asked, own])
    found = standing("AB", answered)
    assert (found.versions[0].state, found.versions[0].stances["B"]) == ("on the table", "open")
    assert found.questions[0].answers == (("a", "A", "intelligence and scenarios only"),)


def test_a_reservation_made_with_an_acceptance_stands_beside_those_of_the_terms() -> None:
    mine = Reservation("own defence", "B", "nothing here limits it")
    found = standing("AB", [V1, YES[0], YES[1]._replace(reservations=(mine,))])
    assert found.in_force[0].reservations == (mine,)


def test_who_is_no_member_moves_nothing() -> None:
    assert why([V1, Move("z", "Z", 0, "accept", "v1", heads={"A": 1})]).startswith("its author is no member")


def test_heads_that_name_each_other_in_a_circle_run_nobody_in_circles() -> None:
    """Only a liar can quote what was said after; that is told as any set of moves is."""
    circle = [Move("x", "A", 0, "amend", "y", terms=TERMS), Move("y", "B", 0, "amend", "x", terms=TERMS)]
    yes = [Move(f"{p}{v}", p, 1 + n, "accept", v, heads={"A": 9, "B": 9}) for p in "AB" for n, v in enumerate("xy")]
    found = standing("AB", [*circle, *yes])
    assert found == standing("AB", reversed([*yes, *circle]))
    assert all(one.accepted for one in found.versions) or found.not_moves
