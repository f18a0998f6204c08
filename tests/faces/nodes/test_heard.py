"""What came with a bundle, as planners name it, and which verdicts it changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from freehand.errors import one_fault
from freehand.faces.cli.hearing import HEADING
from freehand.faces.nodes.arrivals import as_json, listed
from freehand.faces.nodes.items import UNSEEN
from freehand.ledger.store.interface import StoreBusy
from freehand.node.intake import Arrival
from tests.faces.face import Answer, unwrapped
from tests.faces.nodes.two import Two, quick
from tests.node.members import Side, document, under_terms


@pytest.fixture
def promised(tmp_path: Path) -> Iterator[Two]:
    with quick():
        yield Two(tmp_path).at_stage("promised")


def words(reader: Side, *arrivals: Arrival) -> list[str]:
    """What is listed of what came, without numbers."""
    return [text for one in arrivals for _, text in listed(one.news.told, reader.known())[0]]


def carried(two: Two, node: str, *more: str) -> Answer:
    """A bundle from a node, taken in by the other."""
    other, party = ("south", "B") if node == "north" else ("north", "A")
    (two.at / "next.bundle").unlink(missing_ok=True)
    two.fine(f"bundle write {party} -o next.bundle --node {node}")
    return two.fine(f"bundle read next.bundle --node {other}", *more)


class TestNamed:
    """Every record says what it is about."""

    def test_what_is_about_something_withheld_and_about_nothing_is_told_in_the_same_words(self) -> None:
        a, b, c = under_terms("A", "B", "C")
        hidden = a.item("report", "drill/one", document(report="one", by="A"), c)
        b.hear(a)
        a.withdraw(hidden)
        a.withdraw("ab" * 32)
        assert set(words(b, *b.hear(a))) == {f"withdrawal of {UNSEEN}: no longer"}
        assert "withdrawal of report 'one' in drill: no longer" in words(c, *c.hear(a))

    def test_moves_on_terms_say_which_terms_and_which_question(self) -> None:
        a, b = under_terms("A", "B")
        (now,) = a.known().standing.in_force
        terms = {"scope": "support", "parties": ["A", "B"]}
        amended = a.say("terms.amend", "terms", {"about": now.id, "terms": terms})
        asked = a.say("terms.clarify", "terms", {"about": amended, "words": "Since when?"})
        a.accept(amended)
        a.say("terms.decline", "terms", {"about": "cd" * 32, "words": "No."})
        assert words(b, *b.hear(a)) == [
            f"terms {amended[:8]}, up to support, amending terms {now.id[:8]}, up to operations",
            f"question on terms {amended[:8]}, up to support: Since when?",
            f"acceptance of terms {amended[:8]}, up to support",
            f"decline of {UNSEEN}: No.",
        ]
        b.say("terms.answer", "terms", {"about": asked, "words": "Since May."})
        b.say("leave", "leave", {"words": "Alone."})
        assert words(a, *a.hear(b)) == [
            f"answer to question {asked[:8]}: Since when?",
            "B leaves the compact: Alone.",
        ]

    def test_promises_and_talk_say_what_they_are_about_and_json_has_its_leaf(self) -> None:
        a, b = under_terms("A", "B")
        offer = a.item("offer", "lift", document(promise="lift", by="A", to="B", contingency="drill"), b)
        course = a.item("course", "drill/by%20sea", document(course="by sea", party="A"), b)
        b.hear(a)
        accepted = b.item("accept", "ab" * 8, {"about": offer}, a)
        asked = b.item("ask", "cd" * 8, {"about": course, "words": "From\nwhen?\x1b[2J", "to": "A"}, a)
        b.say("end", "end", {"about": accepted, "words": "Enough."})
        assert words(a, *a.hear(b)) == [
            "acceptance of offer 'lift'",
            "question on course 'by sea' in drill: From when?\\x1b[2J",
            "end of promise 'lift', given back: Enough.",
        ]
        a.item("answer", "ef" * 8, {"about": asked, "words": "Soon."}, b)
        a.say("recall", "recall", {"about": accepted, "words": "Ill."})
        a.withdraw(course, "supersede")
        (arrival,) = b.hear(a)
        told = {one["kind"]: one for one in as_json(arrival, {}, b.known())["records"]}
        assert told["answer"]["words"] == f"answer to question {asked[:8]}: From when?\\x1b[2J"
        assert told["recall"]["words"] == "recall of promise 'lift': Ill."
        assert (told["recall"]["about"], told["answer"]["about"]) == (accepted, asked)
        assert told["withdraw"]["words"] == "withdrawal of course 'by sea' in drill, as superseded: no longer"
        assert told["withdraw"]["about"] == course


RECALLED = "because the promise 'airlift' was recalled by A"


class TestVerdicts:
    """What came says at once which verdicts it changes; nobody's last look moves by it."""

    def test_a_recall_that_arrives_lists_what_fell_and_the_planner_hears_the_same_after_it(self, promised: Two) -> None:
        promised.fine("assess south")
        promised.north("recall airlift 'The crews are needed.' --as Ada")
        read = unwrapped(carried(promised, "north").out)
        assert "recall of promise 'airlift': The crews are needed." in read
        assert HEADING in read
        assert RECALLED in read
        assert "The promise 'airlift' was recalled by A. Verdicts that rested on it: drill at support" in read
        promised.north("say 'contingency drill' 'Well.' --to B --as Ada")
        explained = unwrapped(
            promised.fine("explain south drill").out
        )  # says that something changed, and moves nothing
        assert "changed since you last looked: freehand assess south" in explained
        promised.north("terms clarify 'How far?' --as Ada")
        assert RECALLED in unwrapped(carried(promised, "north").out)
        assert RECALLED in unwrapped(promised.fine("assess south").out)
        assert RECALLED not in unwrapped(promised.fine("assess south").out)
        promised.north("terms clarify 'How so?' --as Ada")
        assert "No verdict has changed." in carried(promised, "north").out

    def test_json_has_the_same_and_only_what_is_touched_is_judged_anew(self, promised: Two) -> None:
        promised.fine("assess south")
        promised.north("withdraw \"interface 'tell own staff'\" 'A new one comes.' --as Ada")
        found = carried(promised, "north", "--json").json["verdicts"]
        assert (found["state"], found["judged_anew"]) == ("told", ["drill"])
        assert any("A's interface of 'tell own staff' was withdrawn by A" in text for text in found["lost"])
        promised.north("terms clarify 'How far?' --as Ada")
        again = carried(promised, "north", "--json").json["verdicts"]
        assert (again["judged_anew"], again["lost"]) == ([], found["lost"])

    def test_where_nobody_has_looked_yet_nothing_is_reckoned(self, promised: Two) -> None:
        promised.south("end airlift 'Enough.' --as Cora")
        assert carried(promised, "south", "--json").json["verdicts"]["state"] == "not looked yet"
        assert "No verdict has changed." in promised.fine("assess north").out
        assert carried(promised, "south", "--json").json["verdicts"]["state"] == "untouched"  # nothing new came

    @pytest.mark.parametrize("broken", [KeyboardInterrupt(), StoreBusy(one_fault("the node is busy", "so.", "Wait."))])
    def test_what_breaks_the_reckoning_off_loses_nothing_of_what_came_and_says_so(
        self, promised: Two, broken: BaseException
    ) -> None:
        promised.fine("assess south")
        promised.north("recall airlift 'The crews are needed.' --as Ada")
        promised.north("bundle write B -o recall.bundle")
        with mock.patch("freehand.node.reckoning.verdicts.judge", side_effect=broken):
            read = promised.run("bundle read recall.bundle --node south")
        assert read.code == (130 if isinstance(broken, KeyboardInterrupt) else 0)
        assert "What came is taken in and kept; nothing of it is lost." in unwrapped(read.out)
        assert "recall of promise 'airlift'" in read.out
        assert promised.south("bundle read recall.bundle --json").json["state"] == "already"
        assert RECALLED in unwrapped(promised.fine("assess south").out)

    def test_whatever_rested_on_who_has_left_is_listed_with_that_word(self, promised: Two) -> None:
        promised.fine("assess south")
        promised.north("terms withdraw 'Alone.' --leave gulf --as Ada")
        read = unwrapped(carried(promised, "north").out)
        assert "A leaves the compact: Alone." in read
        assert "The contingency 'drill' is out, since A has left. Verdicts that rested on it: drill at" in read
        assert "is not judged any more" in read


class TestFallenBack:
    """What was shared is withdrawn, and nothing shared takes its place: no node falls back silently."""

    @staticmethod
    def redrafted(two: Two, node: str, planner: str, hours: str) -> None:
        """The same contingency as a draft of this node's own, with an event at another time."""
        path = two.at / "plans" / "drill.yaml"
        path.write_text(re.sub(r"\d+ to \d+ h", hours, path.read_text("utf-8"), count=1), "utf-8")
        two.fine(f"draft add plans --to {'B' if node == 'north' else 'A'} --node {node} --as {planner}")

    @pytest.mark.parametrize("how", ["retract", "supersede"])
    def test_attack_16_where_nodes_rest_on_drafts_of_their_own_each_says_so_and_whose_was_withdrawn(
        self, promised: Two, how: str
    ) -> None:
        self.redrafted(promised, "south", "Cora", "25 to 49 h")
        for node in ("north", "south"):
            assert promised.fine(f"assess {node} --json").json["node"]["fallen"] == []
        promised.north(f"withdraw 'contingency drill' 'Anew.' --how {how} --as Ada")
        went = "superseded" if how == "supersede" else "withdrawn"
        stands_in = "and this party's own draft, which no partner reckons with, stands in for it"
        read = unwrapped(carried(promised, "north").out)
        assert f"The contingency 'drill' was {went} by A, {stands_in}. Verdicts that rested on it: drill at" in read
        assert "B changed the contingency" not in read
        for node, who in (("north", "this party"), ("south", "A")):
            told = unwrapped(promised.fine(f"assess {node}").out)
            as_ = " as superseded" if how == "supersede" else ""
            note = (
                f"The contingency 'drill' was withdrawn by {who}{as_}, with nothing shared in its place: the reckoning"
            )
            assert told.count(note) == 1
            assert told.index("in fact.") < told.index(note) < told.index("rung ")
            assert "so its answer may differ." in told
            assert "contingency 'drill' (own draft)" in told
            assert note in unwrapped(promised.fine(f"explain {node} drill").out)
        self.redrafted(promised, "north", "Ada", "26 to 50 h")
        promised.released("north", "contingency drill")
        carried(promised, "north")
        for node in ("north", "south"):
            assert promised.fine(f"assess {node} --json").json["node"]["fallen"] == []

    def test_attack_16_where_nothing_stands_in_it_is_said_that_a_partner_may_reckon_with_a_draft(
        self, promised: Two
    ) -> None:
        promised.fine("assess south")
        promised.north("withdraw 'contingency drill' 'It was wrong.' --as Ada")
        assert "is not judged any more" in unwrapped(carried(promised, "north").out)
        answer = promised.run("assess south")
        assert answer.code == 3
        assert "'drill' was withdrawn by A, with nothing shared in its place" in unwrapped(answer.err)
        assert "A partner with a draft of its own may still reckon with that." in unwrapped(answer.err)
