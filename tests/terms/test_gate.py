"""The gate: default deny, one condition at a time, and the same answer for one item and for many."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import product

import pytest

from freehand.terms.exclusions import text_of
from freehand.terms.gate import CONDITIONS, Item, Pass, Refusal, Setting, gate, gate_all
from freehand.terms.proposal import Exclusion, Terms
from freehand.terms.protocol import Move, Standing, standing
from freehand.terms.scope import Rung

STRIKES = Exclusion("strikes", kinds=("target",), tags=("strike",), words=("air strike", "bombing", "удар"))
TERMS = Terms(Rung.SUPPORT, ("A", "B"), (STRIKES,))
SAYERS = {"course": None, "release": None, "leave": None, "target": None, "receipt": frozenset("B")}
B = frozenset("B")
ITEM = Item("c0", "course", "A", "A, B", (), "a relief airlift", Rung.SCENARIOS, "content")


def agreed(*versions: Terms, members: str = "AB", more: Iterable[Move] = ()) -> Standing:
    """Terms that all whom they name have accepted."""
    moves = [Move(f"v{n}", "A", n, "propose", terms=terms) for n, terms in enumerate(versions)]
    for party, (n, terms) in product(members, enumerate(versions)):
        if party in terms.parties:
            moves.append(Move(f"{party}{n}", party, 50 + n, "accept", f"v{n}", heads={"A": 50}))
    return standing(members, [*moves, *more])


def setting(found: Standing, *passes: Pass, members: str = "AB") -> Setting:
    releases = {id: tuple(one for one in passes if id in one.items) for one in passes for id in one.items}
    return Setting(found, members, releases, SAYERS)


def released(*terms: str, to: str = "B") -> Pass:
    return Pass(frozenset({"c0"}), frozenset(to), frozenset(terms or ("v0",)))


def clause(item: Item, found: Setting, recipients: frozenset[str] = B) -> str:
    """The condition that stops an item, empty if it passes: by itself, and among others."""
    refusal = gate(found, item, recipients)
    for several in ([item] * 3, [ITEM, item, ITEM], [item._replace(text=""), item]):
        assert [one for _, one in gate_all(found, several, recipients)] == [
            gate(found, one, recipients) for one in several
        ]
    assert refusal is None or (refusal.words and item.text not in refusal.words.split())
    return refusal.clause if refusal else ""


OPEN = setting(agreed(TERMS), released())


def test_what_meets_every_condition_passes_and_nothing_else_does() -> None:
    assert clause(ITEM, OPEN) == ""
    assert clause(ITEM, setting(agreed(TERMS))) == "release"
    assert clause(ITEM, setting(standing("AB", ()), released())) == "terms"
    assert clause(ITEM._replace(kind="unheard-of"), OPEN) == "kind"
    assert clause(ITEM, OPEN, frozenset()) == "membership"
    assert clause(ITEM, OPEN, frozenset("BZ")) == "membership"
    assert clause(ITEM._replace(author="Z"), OPEN) == "membership"
    assert clause(ITEM._replace(least=Rung.OPERATIONS), OPEN) == "scope"


def test_the_refusals_are_those_of_the_table() -> None:
    """Each condition can stop an item, and is told before those after it in the table."""
    broken = {
        "kind": {"kind": "unheard-of"},
        "membership": {"author": "Z"},
        "label": {"label": "*"},
        "exclusion": {"tags": ("strike",)},
        "scope": {"least": Rung.OPERATIONS},
        "release": {"id": "c1"},
    }
    names = [row.name for row in CONDITIONS if row.name in broken]
    for first, name in enumerate(names):
        worse = ITEM
        for later in reversed(names[first:]):
            worse = worse._replace(**broken[later])  # type: ignore[arg-type]  # fields of an item
        assert clause(worse, OPEN).split()[0] == name


@pytest.mark.parametrize(
    "label",
    [
        "",
        "*",
        "all",
        "A,B",
        "B, A",
        "a, b",
        " A, B",
        "A, B ",
        "A,  B",
        "A, B, ",
        "A, B, Z",
        "A",
        "A, B, B",
        "A, \u0412",
    ],
)
def test_a_label_that_is_not_written_exactly_means_nobody(label: str) -> None:
    """Attack 48."""
    assert clause(ITEM._replace(label=label), OPEN) == "label"


def test_a_label_that_could_be_read_in_two_ways_means_nobody() -> None:
    members = ["A", "B", "A, B"]
    found = Setting(agreed(TERMS), members, {"c0": (released(),)}, SAYERS)
    assert found.label("A, B") == frozenset()


def test_a_label_has_to_name_every_recipient_and_need_not_name_the_author() -> None:
    terms = TERMS._replace(parties=("A", "B", "C"))
    found = setting(agreed(terms, members="ABC"), released(to="BC"), members="ABC")
    assert clause(ITEM._replace(label="B, C"), found, frozenset("BC")) == ""
    assert clause(ITEM._replace(label="A, B"), found, frozenset("BC")) == "label"


@pytest.mark.parametrize(
    "text",
    [
        "the Air-Strike at dawn",
        "AIR  STRIKE",
        "air_strike",
        "air \u00adstr\u200bike",  # soft hyphen, zero width space
        "air st\u202erike",  # turns the direction of reading
        "air s\u034ftrike",  # joiner of graphemes
        "air stri\ufe0fke",  # selector
        "\uff41\uff49\uff52 \uff53trike",  # wide letters
        "air ﬆrike",  # a ligature
        "air 𝐬𝐭𝐫𝐢𝐤𝐞",  # mathematical letters
        "air s\u0336t\u0336r\u0336ike",  # struck out
        "áir strïke",
        "\u0430ir \u0455tr\u0456ke",  # Cyrillic twins
        "a\x00ir st\x07rike",
        "air\u2003strike",  # a wide blank
        "air st\u0900rike",  # a mark of another script
        "air st\u2de0r\u1920ike",
        "air\u200bstrike",  # nobody sees that it is one word
        "air ꜱᴛʀɪᴋᴇ",
        "air strıke",
        "air ᏚᎢᎡᎥᏦᎬ",
        "air 🅢🅣🅡🅘🅚🅔",
        "air 🇸🇹🇷🇮🇰🇪",
        "air st\ufffcrike",
        "yдap",  # Latin twins of an excluded word of another script
        "BOMBİNG",
        "Удар",
        "УДАР",
    ],
)
def test_an_excluded_word_is_found_however_it_is_dressed_up(text: str) -> None:
    """Attack 47."""
    assert clause(ITEM._replace(text=f"plan: {text}, then home"), OPEN) == "exclusion strikes"


@pytest.mark.parametrize(
    "text", ["airlift and striker", "an air bridge; no strike", "strike air", "bombings", "удары", "ударᾳ b\u0430mbing"]
)
def test_only_whole_words_in_their_order_are_excluded(text: str) -> None:
    assert clause(ITEM._replace(text=text), OPEN) == ""


@pytest.mark.parametrize("tags", [("strike",), ("flood", "Strike"), ("str\u200bike",), (" strike ",), ("\u0455trike",)])
def test_an_excluded_tag_or_kind_is_refused_with_the_clause_named(tags: tuple[str, ...]) -> None:
    """Attack 47."""
    refusal = gate(OPEN, ITEM._replace(tags=tags), B)
    assert refusal == Refusal("exclusion strikes", "the terms exclude it: 'strikes'.", True)
    assert clause(ITEM._replace(kind="target"), OPEN) == "exclusion strikes"


def test_a_word_that_hides_behind_escapes_of_a_document_is_found() -> None:
    """Attack 47: the text of a document is JSON, in which any letter may be escaped."""
    body = {"document": '{"course": "\\u0061ir \\ud835\\udc2ct\\brike"}', "tags": []}
    assert clause(ITEM._replace(text=text_of(body)), OPEN) == "exclusion strikes"
    assert clause(ITEM._replace(text=text_of({"fields": [{"bombing": 1}]})), OPEN) == "exclusion strikes"


def test_after_a_party_has_left_nothing_passes_but_leaving() -> None:
    """Attack 67."""
    for who in "AB":
        gone = setting(agreed(TERMS, more=[Move("w", who, 90, "withdraw")]), released())
        assert clause(ITEM, gone) == "left"
        assert clause(ITEM._replace(kind="release", condition="membership"), gone) == "left"
        assert clause(ITEM._replace(kind="leave", condition="leaving"), gone) == ""
        assert gate(gone, ITEM, B) == Refusal("left", f"'{who}' has left the compact.", True)


def test_when_a_third_has_left_terms_that_name_it_let_nothing_pass_between_the_others() -> None:
    """Attack 67: what is left has to be agreed afresh."""
    three = TERMS._replace(parties=("A", "B", "C"))
    gone = setting(agreed(three, members="ABC", more=[Move("w", "C", 90, "withdraw")]), released(), members="ABC")
    assert clause(ITEM, gone) == "terms"
    afresh = agreed(three, TERMS, members="ABC", more=[Move("w", "C", 90, "withdraw")])
    assert clause(ITEM, setting(afresh, released("v1"), members="ABC")) == ""


def test_what_either_of_two_versions_in_force_forbids_is_forbidden() -> None:
    free, low = TERMS._replace(exclusions=()), TERMS._replace(scope=Rung.INTELLIGENCE, exclusions=())
    both = setting(agreed(free, TERMS), released())
    assert clause(ITEM._replace(tags=("strike",)), both) == "exclusion strikes"
    assert clause(ITEM, both) == ""
    assert clause(ITEM, setting(agreed(free, low), released())) == "scope"


def test_terms_bind_those_whom_they_name_and_let_nothing_pass_to_others() -> None:
    found = setting(agreed(TERMS, members="ABC"), released(to="BC"), members="ABC")
    item = ITEM._replace(label="A, B, C")
    assert clause(item, found) == ""
    assert clause(item, found, frozenset("C")) == "terms"
    assert clause(item, found, frozenset("BC")) == "terms"
    hard = agreed(TERMS, TERMS._replace(parties=("A", "C"), exclusions=()), members="ABC")
    apart = setting(hard, released(to="BC"), members="ABC")
    tagged = item._replace(tags=("strike",))
    assert [clause(tagged, apart, frozenset(to)) for to in ("C", "B", "BC")] == ["", *["exclusion strikes"] * 2]


def test_a_release_is_for_its_items_its_recipients_and_accepted_terms() -> None:
    three = agreed(TERMS._replace(parties=("A", "B", "C")), members="ABC")
    item = ITEM._replace(label="A, B, C")
    some = setting(three, released(to="B"), members="ABC")
    assert [clause(item, some, frozenset(to)) for to in ("B", "C", "BC")] == ["", "release", "release"]
    assert clause(ITEM._replace(id="c1"), OPEN) == "release"
    other = Setting(agreed(TERMS), "AB", {"c1": (released(),)}, SAYERS)
    assert clause(ITEM._replace(id="c1"), other) == "release"  # filed under an item that it does not name
    assert clause(ITEM, setting(agreed(TERMS), Pass(frozenset({"c0"}), B, frozenset()))) == "release"


def test_a_release_stays_good_while_later_terms_still_allow_the_item() -> None:
    later = Move("v9", "A", 60, "amend", "v0", terms=TERMS._replace(scope=Rung.SCENARIOS))
    yes = [Move(f"{party}9", party, 61, "accept", "v9", heads={"A": 61}) for party in "AB"]
    found = setting(agreed(TERMS, more=[later, *yes]), released("v0"))
    assert [one.id for one in found.standing.in_force] == ["v9"]
    assert clause(ITEM, found) == ""
    assert clause(ITEM._replace(least=Rung.SUPPORT), found) == "scope"


def test_a_refusal_is_final_unless_what_is_not_here_yet_could_undo_it() -> None:
    def final(item: Item, found: Setting) -> bool:
        refusal = gate(found, item, B)
        assert refusal is not None
        return refusal.final

    ahead = setting(agreed(TERMS), released("v0", "not here"))
    assert not final(ITEM, setting(standing("AB", ()), released()))
    assert not final(ITEM, ahead)
    assert not final(ITEM._replace(least=Rung.OPERATIONS), ahead)
    assert not final(ITEM._replace(kind="unheard-of"), OPEN)
    assert final(ITEM._replace(least=Rung.OPERATIONS), OPEN)
    assert final(ITEM, setting(agreed(TERMS)))
    assert final(ITEM._replace(tags=("strike",)), ahead)
    assert final(ITEM._replace(label="*"), ahead)


def test_a_party_may_not_say_what_is_for_others_to_say() -> None:
    """Attack 18."""
    assert clause(ITEM._replace(kind="receipt"), OPEN) == "kind"
    assert clause(ITEM._replace(owner="B"), OPEN) == "kind"
    assert clause(ITEM._replace(owner="A"), OPEN) == ""


def test_what_goes_to_its_author_alone_passes_and_its_author_counts_as_no_recipient() -> None:
    assert clause(ITEM._replace(label="*"), OPEN, frozenset("A")) == ""
    assert clause(ITEM._replace(label="B"), OPEN, frozenset("AB")) == ""


def test_many_items_are_judged_as_one_by_one() -> None:
    chance = random.Random(47)
    found = setting(agreed(TERMS), released(), Pass(frozenset({"c1", "c2"}), B, frozenset({"v7"})))
    items = [
        Item(
            chance.choice(("c0", "c0", "c1", "c3")), chance.choice(("course", "target", "release", "leave", "what")),
            chance.choice("AAABZ"), chance.choice(("A, B", "A, B", "B", "*")),
            chance.choice(((), ("strike",), ("a", "b"))),
            chance.choice(("quiet", "an air strike", "air \u0455trike", "an airlift", "")), Rung(chance.randrange(5)),
            chance.choice(("content", "content", "membership", "leaving")), chance.choice(("", "", "A", "B")),
        )
        for _ in range(3000)
    ]  # fmt: skip
    for recipients in (B, frozenset("A"), frozenset("AB"), frozenset(), frozenset("Z")):
        many = list(gate_all(found, items, recipients))
        assert [item for item, _ in many] == items
        assert [refusal for _, refusal in many] == [gate(found, item, recipients) for item in items]
