"""Terms, drafts, releases, promises, discussion and withdrawal, by hand, on two nodes with bundles by file."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from freehand.ledger.lines import current
from freehand.node.folder import open_node
from freehand.node.views.trail import trail
from tests.faces.face import EXAMPLES, Answer, unwrapped
from tests.faces.ledgers.prepared import PASSPHRASE
from tests.faces.nodes.two import SHORTER, TERMS, Two, quick, world
from tests.faces.test_commands import unseemly

REPORT = """\
report: fog
by: A
to: [B]
contingency: drill
scenario: short warning
about: attack
says: rules out anything earlier than 30 h
"""


def _at(stage: str, at: Path) -> Iterator[Two]:
    world(stage)
    with quick("what is said"):
        yield Two(at).at_stage(stage)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    """North and south, who have met, and a copy of the plans of both."""
    yield from _at("met", tmp_path)


@pytest.fixture
def agreed(tmp_path: Path) -> Iterator[Two]:
    """The same, under terms."""
    yield from _at("agreed", tmp_path)


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[Two]:
    """The same, with drafts on both sides, and what is shared released."""
    yield from _at("planned", tmp_path)


@pytest.fixture
def promised(tmp_path: Path) -> Iterator[Two]:
    """The same, with the airlift requested, offered and accepted, and all interfaces released."""
    yield from _at("promised", tmp_path)


def says(answer: Answer, *sentences: str) -> None:
    """Everything in it, however its lines are broken."""
    for sentence in sentences:
        assert sentence in unwrapped(answer.out), answer.out


def refused(answer: Answer, code: int, *words: str) -> None:
    """An error with these words, and nothing on standard output."""
    assert (answer.code, answer.out) == (code, "")
    for each in words:
        assert each in unwrapped(answer.err), answer.err


def _sizes(two: Two) -> list[int]:
    """How long each party's own log is."""
    found = []
    for folder in ("north", "south"):
        with open_node(two.at / folder, PASSPHRASE) as node:
            compact = node.compact(None)
            with compact.store.reading() as view:
                found.append(current(view, compact.log).size)
    return found


class TestTerms:
    """Moves on the terms."""

    def test_what_is_proposed_binds_nobody_and_the_command_named_next_accepts_it(self, two: Two) -> None:
        two.write("terms.yaml", TERMS)
        answer = two.north("terms propose terms.yaml --words 'A beginning.' --as Ada")
        says(answer, "Nobody is bound", "Excluded, strikes: items tagged strike (not between us).")
        says(two.next_of(answer), "They are not in force yet: B must accept them as well.")

    def test_a_question_is_answered_on_the_record_and_both_show_it(self, two: Two) -> None:
        two.write("terms.yaml", TERMS)
        two.north("terms propose terms.yaml --as Ada")
        two.pass_on()
        two.south("terms clarify 'Reports alone, or plans as well?' --as Cora")
        two.pass_on()
        asked = two.north("terms show")
        says(asked, "in question", "B asks about", "Nobody has answered.")
        assert "terms answer" in asked.last
        says(two.north("terms answer 'Plans as well.' --as Ada"), "B had asked: Reports alone, or plans as well?")
        two.pass_on()
        for show in (two.north, two.south):
            says(show("terms show"), "A answers: Plans as well.")

    def test_declined_then_amended_then_accepted_by_both_is_in_force_with_the_reservation(self, two: Two) -> None:
        two.write("terms.yaml", SHORTER)
        two.write("more.yaml", TERMS)
        two.north("terms propose terms.yaml --as Ada")
        two.pass_on()
        says(two.south("terms decline 'It stops too early.' --as Cora"), "It is not for good")
        two.pass_on()
        amended = two.north("terms amend more.yaml --as Ada")
        says(amended, "The scope goes up from scenarios to operations.", "are declined, and stay so")
        version = two.north("terms show --json").json["versions"][-1]["id"][:8]
        two.north(f"terms accept {version} --as Ada")
        two.north("bundle write B -o amended.bundle")
        changes = ": The scope goes up from scenarios to operations."
        says(two.south("bundle read amended.bundle"), f"Terms {version}, an amendment by A", changes)
        two.pass_on()
        says(two.south("terms show"), changes)
        assert two.south("terms show --json").json["versions"][-1]["changes"] == [changes[2:]]
        assert f"terms accept {version}" in two.south("terms show").last  # not what was declined
        accepted = two.south("terms accept --reserve 'own defence=Nothing here limits it.' --as Cora")
        says(accepted, changes, "On the record with it, own defence: Nothing here limits it.", "they are in force")
        two.pass_on()
        shown = two.north("terms show --json").json
        assert [one["id"][:8] for one in shown["versions"] if one["state"] == "in force"] == [version]
        assert shown["versions"][-1]["reservations"] == [
            {"name": "own defence", "party": "B", "words": "Nothing here limits it."}
        ]
        says(two.north("terms show"), "Accepted with a reservation by B, own defence: Nothing here limits it.")

    def test_what_was_replaced_cannot_be_accepted_and_it_says_which_was_meant(self, two: Two) -> None:
        old = two.under_terms(SHORTER)
        two.write("more.yaml", TERMS)
        new = two.north("terms amend more.yaml --as Ada --json").json["said"]["leaf"]
        two.north(f"terms accept {new[:8]} --as Ada")
        two.pass_on()
        two.south(f"terms accept {new[:8]} --as Cora")
        two.pass_on()
        refused(two.run(f"terms accept {old[:8]} --node south --as Cora"), 3, "it was replaced by terms that all")
        says(two.south("terms clarify 'And now?' --as Cora"), f"what do terms {new[:8]} mean?")

    def test_a_version_is_the_first_word_of_every_move_on_it_and_none_where_only_one_is_meant(self, two: Two) -> None:
        two.write("terms.yaml", SHORTER)
        two.write("more.yaml", TERMS)
        two.north("terms propose terms.yaml --as Ada")
        version = two.north("terms show --json").json["versions"][0]["id"][:8]
        for words, missing in (("clarify", "the question"), ("decline", "the reason")):
            bare = two.run(f"terms {words} {version} --node north --as Ada")
            refused(bare, 3, f"{missing} is missing", f"'{version}' names a version of the terms")
        says(two.north(f"terms clarify {version} 'How far?' --as Ada"), f"what do terms {version} mean?")
        says(two.north(f"terms amend {version} more.yaml --as Ada"), f"in the place of {version}")
        says(two.north(f"terms decline {version} 'Too short.' --as Ada"), f"Declined: terms {version}.")
        refused(two.run("terms decline 'Both.' --node north --as Ada"), 3, "it is not clear which version")

    def test_where_several_versions_wait_it_is_asked_which(self, two: Two) -> None:
        two.write("terms.yaml", SHORTER)
        two.north("terms propose terms.yaml --as Ada")
        two.north("terms propose terms.yaml --as Ada")
        refused(two.run("terms accept --node north --as Ada"), 3, "it is not clear which version", "Name one.")

    def test_faults_of_a_file_are_told_at_once_and_nothing_is_said(self, two: Two) -> None:
        two.write("terms.yaml", "scope: suport\nparties: [A]\n")
        refused(two.run("terms propose terms.yaml --node north --as Ada"), 2, "terms.yaml:1", "suport")
        assert two.north("terms show --json").json["versions"] == []

    def test_a_releaser_is_no_planner_and_a_stranger_nobody(self, two: Two) -> None:
        two.write("terms.yaml", TERMS)
        refused(two.run("terms propose terms.yaml --node north --as Bo"), 3, "'Bo' may not do this", "Ada")
        refused(two.run("terms propose terms.yaml --node north --as Zoe"), 3, "Zoe")
        refused(two.run("terms propose terms.yaml --node north"), 3, "nobody is named who does this", "--as")

    def test_leaving_is_for_good_so_the_compact_is_named_twice(self, agreed: Two) -> None:
        refused(agreed.run("terms withdraw 'Alone.' --leave other --node south --as Cora"), 3, "'other' is not the")
        left = agreed.south("terms withdraw 'Alone.' --leave gulf --as Cora")
        says(left, "With this party's leaving end: Terms", "in force, scope operations, between A, B.", "has left")
        agreed.pass_on()
        for more in ("", "--leave gulf"):
            refused(agreed.run(f"terms withdraw 'Again.' {more} --node south --as Cora"), 3, "had left before")
        says(agreed.north("terms show"), "B has left the compact.")

    def test_what_would_end_is_shown_before_anybody_leaves(self, promised: Two) -> None:
        before = _sizes(promised)
        look = promised.south("terms withdraw 'Alone.'")
        says(
            look,
            "Only looked: nobody has left",
            "The promise 'airlift' in drill, A to B.",
            "of A, out of the reckoning",
        )
        assert look.last == "Next: freehand terms withdraw Alone. --leave gulf --node south --as Cora"
        assert _sizes(promised) == before
        says(promised.next_of(look), "This party has left 'gulf'.", "The promise 'airlift' in drill, A to B.")

    def test_what_is_accepted_or_declined_already_is_not_said_again(self, two: Two) -> None:
        two.write("terms.yaml", TERMS)
        two.north("terms propose terms.yaml --as Ada")
        two.north("terms accept --as Ada")
        version = two.north("terms show --json").json["versions"][0]["id"][:8]
        two.pass_on()
        two.south("terms decline 'It goes too far.' --as Cora")
        before = _sizes(two)
        again = two.run(f"terms accept {version} --node north --as Ada")
        refused(again, 3, f"terms {version} are accepted already", "nothing was written", "freehand terms show")
        late = two.run(f"terms accept {version} --reserve 'a=b' --node north --as Ada")
        refused(late, 3, "a reservation goes with it or not at all", "freehand terms amend")
        more = two.run("terms decline 'Far too far.' --node south --as Cora")
        refused(more, 3, f"terms {version} are declined already", "until this party accepts them")
        assert _sizes(two) == before
        says(two.south("terms accept --as Cora"), "they are in force")

    def test_what_terms_would_tie_is_shown_before_anybody_accepts(self, promised: Two) -> None:
        promised.write("less.yaml", SHORTER)
        found = promised.north("terms ties less.yaml --json").json
        assert found["changes"] == ["The scope goes down from operations to scenarios."]
        stands = {one["contingency"]: (one["today"], one["proposed"]) for one in found["stands"]}
        assert stands == {"drill": ("undecided", "impossible")}
        before = promised.north("terms show --json").json["versions"]
        says(promised.north("terms ties less.yaml"), "What would the terms in less.yaml tie?", "drill at support")
        assert promised.north("terms show --json").json["versions"] == before


class TestReleasing:
    """Drafts, and how they leave."""

    def test_a_folder_becomes_drafts_and_what_is_anothers_is_left_out(self, agreed: Two) -> None:
        answer = agreed.north("draft add plans --as Ada")
        says(answer, "3 new, 0 changed, 0 the same", "is B's", "may go to nobody yet")
        says(agreed.north("draft add plans --as Ada"), "0 new, 0 changed, 3 the same")

    def test_what_changed_in_a_draft_is_told_field_by_field(self, agreed: Two) -> None:
        agreed.north("draft add plans --to B --as Ada")
        path = agreed.at / "plans" / "A.yaml"
        path.write_text(path.read_text("utf-8").replace("1 to 2 h", "1 to 3 h"), "utf-8")
        says(agreed.north("draft add plans --as Ada"), "0 new, 1 changed, 2 the same")
        found = agreed.north("draft diff 'tell own staff' --json").json
        assert found["changes"] == [
            "activities / tell staff / we choose was '1 to 2 h' and is '1 to 3 h'.",
        ]

    def test_nothing_waits_before_the_gate_was_asked_and_a_label_names_parties(self, agreed: Two) -> None:
        agreed.north("draft add plans --as Ada")
        look = agreed.north("release ask 'contingency drill' --to B --look")
        says(look, "does not go to B (label)", "nobody has signed, and nothing waits")
        refused(agreed.run("release ask 'contingency drill' --to B --node north --as Ada"), 3, "(label)")
        assert agreed.north("release list --json").json["waiting"] == []
        says(agreed.north("draft label 'contingency drill' --to B --as Ada"), "It may go to A, B; before, to nobody.")
        agreed.released("north", "contingency drill")
        agreed.pass_on()
        says(agreed.north("release list"), "contingency 'drill'")

    def test_nobody_approves_what_he_asked_for_and_a_refusal_takes_it_off_the_shelf(self, agreed: Two) -> None:
        agreed.north("draft add plans --to B --as Ada")
        asked = agreed.north("release ask 'contingency drill' --to B --as Bo")
        says(asked, "Nobody here may approve what Bo asks for")
        refused(agreed.run("release approve --node north --as Bo"), 3, "nobody approves what they asked for")
        says(agreed.north("release approve --refuse 'Not yet.' --as Bo"), "is not approved, and waits no more")
        assert agreed.north("release list --json").json["waiting"] == []
        refused(agreed.run("release approve --node north --as Bo"), 3, "there is no release that waits")

    def test_before_terms_are_in_force_nothing_goes(self, two: Two) -> None:
        two.north("draft add plans --to B --as Ada")
        answer = two.run("release ask 'contingency drill' --to B --node north --as Ada")
        refused(answer, 3, "contingency 'drill' does not go to B (terms)")

    def test_an_excluded_item_is_refused_with_the_clause_named(self, agreed: Two) -> None:
        agreed.north("draft add plans --to B --tag strike --as Ada")
        answer = agreed.run("release ask 'contingency drill' --to B --node north --as Ada")
        refused(answer, 3, "(exclusion strikes)")

    def test_what_a_release_adds_is_told_before_it_is_made(self, planned: Two) -> None:
        whole = planned.north("release ask 'tell own staff' --to B --look")
        says(whole, "the whole plan, with every activity and every time in it")
        first = planned.north("release ask 'tell own staff' --as-interface --to B --look --json").json["adds"]
        assert any("it meets staff told" in text for text in first)
        planned.released("north", "tell own staff", "--as-interface")
        again = planned.north("release ask 'tell own staff' --as-interface --to B --look --json").json["adds"]
        assert again == ["interface 'tell own staff' in drill: all of them have it already."]

    def test_who_only_looks_leaves_nothing_behind(self, planned: Two) -> None:
        before = planned.north("draft list").out
        planned.north("release ask 'tell own staff' --as-interface --to B --look")
        assert planned.north("draft list").out == before

    def test_the_trail_says_who_asked_and_who_approved(self, planned: Two) -> None:
        node = open_node(planned.at / "north", PASSPHRASE)
        try:
            told = [one.words for one in trail(node, node.compact(None)) if "release" in one.what]
        finally:
            node.close()
        assert [words.split(":")[0] for words in told] == [
            "A release was asked for by Ada",
            "A release was approved by Bo",
        ]
        assert all(words.endswith("to B") for words in told)

    def test_an_interface_goes_and_the_plan_stays(self, planned: Two) -> None:
        planned.released("south", "hand out supplies", "--as-interface")
        planned.pass_on()
        shown = planned.north("release list --json")
        assert shown.json["released"][0]["words"] == "contingency 'drill'"
        found = planned.fine("assess north --json").json["node"]["verdicts"][0]["rests_on"]
        assert [one["kind"] for one in found if one["party"] == "B"] == ["interface"]

    def test_an_item_that_is_named_by_several_things_is_asked_for_with_digits(self, planned: Two) -> None:
        planned.south("request supplies 'Now?' --to A --contingency drill --as Cora")
        planned.south("request supplies 'Later?' --to A --contingency other --as Cora")
        answer = planned.run("release ask 'request supplies' --to A --node south --as Cora")
        refused(answer, 3, "'request supplies' names several", "Name one by its digits.")

    def test_a_plan_that_moved_on_after_its_release_is_told(self, planned: Two) -> None:
        planned.released("north", "tell own staff", "--as-interface")
        assert planned.north("release list --json").json["older"] == []
        path = planned.at / "plans" / "A.yaml"
        path.write_text(path.read_text("utf-8").replace("1 to 2 h", "13 to 14 h"), "utf-8")  # it no longer holds
        planned.north("draft add plans --as Ada")
        older = planned.north("release list --json").json["older"]
        assert ["is no longer as it was released" in text for text in older] == [True]
        planned.released("north", "tell own staff", "--as-interface")
        assert planned.north("release list --json").json["older"] == []


class TestPromises:
    """Requests, offers, promises."""

    def test_after_a_report_each_node_leads_to_the_interfaces_that_were_made_before(self, promised: Two) -> None:
        (promised.at / "plans" / "more.yaml").write_text(REPORT, "utf-8")
        promised.north("draft add plans --to B --as Ada")
        promised.released("north", "report fog")
        promised.pass_on()
        for node, partner in (("north", "B"), ("south", "A")):
            looked = promised.fine(f"assess {node}")
            assert looked.last.startswith("Next: freehand release list")
            says(looked, f"ask {partner} for its interface anew")
            assert promised.fine(f"assess {node} --json").json["node"]["older"]
            asked = promised.next_of(promised.next_of(looked))
            says(asked, "waits for approval")
            promised.next_of(asked)
        promised.pass_on()
        for node in ("north", "south"):
            assert "for its interface anew" not in unwrapped(promised.fine(f"assess {node}").out)
            assert promised.fine(f"assess {node} --json").json["node"]["older"] == []
            assert promised.fine(f"release list --node {node} --json").json["older"] == []

    def test_before_acceptance_nobody_is_bound_and_after_it_both_reckonings_have_it(self, planned: Two) -> None:
        planned.interfaces()
        planned.south("request supplies 'Six hours?' --to A --contingency drill --as Cora")
        planned.released("south", "request supplies")
        planned.pass_on()
        says(planned.north("offer airlift --answers supplies --as Ada"), "which answers its request")
        planned.released("north", "promise airlift")
        planned.pass_on()
        for node in ("north", "south"):
            assert not any("promise" in text for text in rests(planned, node))
        accepted = planned.south("accept 'promise airlift' --as Cora --json").json
        assert "Lead: 12 to 36 h." in accepted["means"]
        done = planned.released("south", accepted["draft"]["id"][:8])
        says(done, "because A promised 'airlift'")
        planned.pass_on()
        for node in ("north", "south"):
            assert "promise" in rests(planned, node)

    def test_both_nodes_print_the_same_joint_verdict(self, promised: Two) -> None:
        found = [promised.fine(f"assess {node} --json").json for node in ("north", "south")]
        rungs = [{rung: at["in_fact"] for rung, at in one["contingencies"][0]["rungs"].items()} for one in found]
        assert rungs[0] == rungs[1]

    def test_a_recall_is_out_of_both_reckonings_and_lists_what_rested_on_it(self, promised: Two) -> None:
        promised.fine("assess north --json")
        promised.fine("assess south --json")
        says(promised.north("recall airlift 'The crews are needed.' --as Ada"), "Verdicts that rested on it: drill")
        promised.pass_on()
        first = promised.fine("assess south")
        says(first, "because the promise 'airlift' was recalled by A", "Since the last look on this node")
        says(promised.fine("assess south"), "No verdict has changed.")
        promised.pass_on()
        before = _sizes(promised)
        again = promised.run("recall airlift 'Again.' --node north --as Ada")
        refused(again, 3, "'airlift' in drill", "is recalled already", "nothing was written")
        refused(promised.run("end airlift 'Again.' --node south --as Cora"), 3, "is recalled already")
        refused(promised.run("accept airlift --node south --as Cora"), 3, "is recalled already")
        assert _sizes(promised) == before

    def test_an_offer_is_accepted_once(self, promised: Two) -> None:
        before = _sizes(promised)
        refused(promised.run("accept airlift --node south --as Cora"), 3, "is accepted already", "nothing was written")
        assert _sizes(promised) == before

    def test_what_was_promised_stands_in_the_status_of_both_with_its_notice_and_how_it_ended(
        self, promised: Two
    ) -> None:
        for node in ("north", "south"):
            says(
                promised.fine(f"node status --node {node}"),
                "A to B: promised; both are bound; notice of a recall: 48 h.",
            )
        promised.north("recall airlift 'The crews are needed.' --as Ada")
        promised.pass_on()
        for node in ("north", "south"):
            says(promised.fine(f"node status --node {node}"), "recalled by its giver; why: The crews are needed.")
        told = promised.south("node status --json").json["compacts"][0]["promises"]
        assert [(one["state"], one["giver"], one["name"]) for one in told] == [("recalled", "A", "airlift")]

    def test_an_offer_can_be_read_whole_before_it_is_accepted(self, planned: Two) -> None:
        sentence = "call for supplies at most 12 h after the warning"
        planned.north(
            "offer 'night lift' --to B --for supplies --contingency drill --lead '6 to 12 h' --expires 'Monday' "
            f"--called '0 to 24 h after the warning' --caveat '{sentence}=crews rest' --withhold '{sentence}' --as Ada"
        )
        planned.released("north", "offer 'night lift'")
        planned.pass_on()
        listed = planned.south("log show A --json").json["records"]
        number = next(one["number"] for one in listed if one.get("kind") == "offer")
        says(planned.south("log show A"), "'night lift'")
        told = planned.south(f"log show A {number}")
        says(told, "nature takes: 6 to 12 h", "can be called: 0 to 24 h", "expires: Monday", f"{sentence}:")
        assert "crews rest" not in told.out

    def test_who_has_left_hears_so_from_its_own_status(self, agreed: Two) -> None:
        agreed.south("terms withdraw 'Alone.' --leave gulf --as Cora")
        says(agreed.south("node status"), "This party has left the compact")

    def test_what_was_received_is_given_back_by_its_receiver_alone(self, promised: Two) -> None:
        refused(promised.run("end airlift 'No.' --node north --as Ada"), 3, "there is no promise to this party")
        says(promised.south("end airlift 'We can do without.' --as Cora"), "is given back")
        assert "promise" not in rests(promised, "south")

    def test_words_of_a_caveat_stay_at_home_and_its_bound_goes_along(self, planned: Two) -> None:
        sentence = "call for supplies at most 12 h after the warning"
        answer = planned.north(
            "offer lift --to B --for supplies --contingency drill --lead '6 to 12 h' "
            f"--called '0 to 24 h after the warning' --caveat '{sentence}=crews rest' --withhold '{sentence}' --as Ada"
        )
        says(answer, "The reasons that are withheld stay here.")
        planned.released("north", "offer lift")
        planned.pass_on()
        means = planned.south("accept --as Cora --json").json["means"]
        assert f"Caveat: {sentence} (the reason is not given)." in means
        assert "crews rest" not in planned.south("accept --as Cora").out

    def test_an_offer_that_is_not_whole_says_what_is_missing(self, planned: Two) -> None:
        answer = planned.run("offer lift --to B --lead '6 h' --node north --as Ada")
        refused(answer, 3, "what is missing: --for, --contingency, --called")
        answer = planned.run("offer nothing --node north --as Ada")
        refused(answer, 3, "there is no promise among the drafts 'nothing'")

    def test_who_is_asked_is_another_party(self, planned: Two) -> None:
        answer = planned.run("request supplies 'x' --to C --contingency drill --node south --as Cora")
        refused(answer, 3, "'C' is no other party of this compact", "the others are A.")


class TestDiscussion:
    """Questions, answers, comments, engagements."""

    def test_an_ask_becomes_a_ready_clarification_with_one_command(self, promised: Two) -> None:
        tried = promised.fine("explain south drill --rung support --try 2")
        assert "freehand ask" in tried.last
        assert "--number of=A" in tried.last
        drafted = promised.next_of(tried)
        says(drafted, "a question to A on offer 'airlift'")
        waits = promised.next_of(drafted)
        promised.next_of(waits)
        promised.pass_on()
        status = promised.north("node status")
        says(status, "'B' asks")
        answer = promised.north("answer 'Nineteen hours it is.' --as Ada")
        says(answer, "It asks about a number", "value: 19 h instead of 36 h")

    def test_an_engagement_noted_for_nobody_is_listed_here_alone(self, agreed: Two) -> None:
        words = "engagement add 'Joint planning' --who Ada --whom 'a minister' --when April --where 'their capital'"
        says(agreed.north(f"{words} --as Ada"), "It is a note of this party's own")
        agreed.pass_on()
        says(agreed.north("engagement list"), "April, their capital: Joint planning", "noted here alone")
        assert "Joint planning" not in agreed.south("engagement list").out
        note = agreed.north("engagement list --json").json["notes"][0]
        refused(
            agreed.run(f"release ask {note['id'][:8]} --to B --node north --as Ada"), 3, "its label does not name 'B'"
        )

    def test_a_comment_and_an_engagement_name_the_items_they_touch(self, planned: Two) -> None:
        says(planned.south("say 'contingency drill' 'This one first.' --to A --as Cora"), "on contingency 'drill'")
        noted = planned.south(
            "engagement add 'Notice of calls' --who Cora --whom Ada --when 2026-11-21 --where 'by telephone' "
            "--item 'contingency drill' --to A --as Cora --json"
        ).json
        planned.released("south", noted["draft"]["id"][:8])
        planned.pass_on()
        says(planned.north("engagement list"), "Cora raised it with Ada.", "contingency 'drill'", "noted by B")
        planned.north("withdraw 'contingency drill' 'It is wrong.' --as Ada")
        assert "not released to this party, or not there" in unwrapped(planned.north("engagement list").out)

    def test_what_may_not_be_read_and_what_is_not_there_are_refused_alike(self, planned: Two) -> None:
        planned.south("draft add plans --to A --as Cora")
        hidden = planned.released("south", "hand out supplies")  # released, and not handed over
        assert hidden.code == 0
        leaf = planned.south("release list --json").json["released"][0]["leaf"]
        answers = [
            planned.run(f"ask {word} 'When?' --to B --node north --as Ada").err.replace(word, "WORD")
            for word in (leaf[:8], "0123abcd")
        ]
        assert answers[0] == answers[1]

    def test_a_number_has_three_parts_and_no_other(self, planned: Two) -> None:
        ask = "ask 'contingency drill' 'When?' --to A --number {} --node south --as Cora"
        refused(planned.run(ask.format("size=3")), 3, "a number has no 'size'")
        refused(planned.run(ask.format("of")), 3, "it has no '='")


class TestWithdrawing:
    """Items taken back."""

    def test_what_is_withdrawn_is_out_of_the_partners_reckoning_and_its_verdicts_are_listed(self, planned: Two) -> None:
        planned.interfaces()
        planned.fine("assess north")
        answer = planned.south("withdraw \"interface 'hand out supplies'\" 'It has changed.' --as Cora")
        says(answer, "It is out of the reckoning of A as soon as they hear it.")
        planned.pass_on()
        says(planned.fine("assess north"), "was withdrawn by B", "Verdicts that rested on it: drill")
        words = "withdraw \"interface 'hand out supplies'\" 'Again.' --node south --as Cora"
        refused(planned.run(words), 3, "is withdrawn already", "nothing was written")

    def test_a_request_to_erase_is_answered_with_a_receipt(self, planned: Two) -> None:
        planned.south("draft add plans --to A --as Cora")
        planned.released("south", "hand out supplies")
        planned.pass_on()
        leaf = planned.south("release list --json").json["released"][0]["leaf"]
        says(planned.south(f"withdraw {leaf[:8]} 'Erase it.' --how erase --as Cora"), "A receipt that comes back")
        planned.pass_on()
        waits = planned.north("node status")
        says(waits, f"'B' asks that item {leaf[:8]} be erased here")
        assert waits.last == f"Next: freehand node erase {leaf[:8]} --node north"
        asked = planned.north("node erase --json").json["asked"]
        assert [(one["item"], one["by"]) for one in asked] == [("course 'hand out supplies' in drill", "B")]
        refused(planned.run("node erase 'course walk' --node north"), 3, "no item that its author asks to erase")
        says(planned.north("node erase \"course 'hand out supplies'\""), f"({leaf[:8]}) of B is erased; its leaf stays")
        refused(planned.run(f"node erase {leaf[:8]} --node north"), 3, "no item that its author asks to erase")
        planned.pass_on()
        listed = planned.south("log show B --json").json["records"]
        number = next(one["number"] for one in listed if one["leaf"] == leaf)
        says(planned.south(f"log show B {number}"), "'A' claims that it has erased it")
        assert planned.south(f"log show B {number} --json").json["erased_by"] == ["A"]

    def test_nobody_withdraws_what_another_said(self, planned: Two) -> None:
        answer = planned.run("withdraw 'contingency drill' 'No.' --node south --as Cora")
        refused(answer, 3, "there is no item of this party that was said")


class TestOnNodes:
    """Commands for workspaces, on a node."""

    @pytest.mark.parametrize(
        ("words", "instead"),
        [
            ("check north", "assess north"),
            ("interface north", "draft list --kind course --node north"),
            ("interface north --party A", "draft list --kind course --node north"),
        ],
    )
    def test_what_takes_no_node_says_what_to_use_instead(self, planned: Two, words: str, instead: str) -> None:
        answer = planned.run(words)
        refused(answer, 3, "'north' is a node, and no workspace", f"Use freehand {instead}")
        planned.fine(instead)

    def test_who_has_left_has_nothing_joint_to_reckon_though_drafts_are_there(self, planned: Two) -> None:
        planned.south("terms withdraw 'Alone.' --leave gulf --as Cora")
        refused(planned.run("assess south"), 3, "nothing joint to reckon", "this party has left the compact")

    def test_versions_side_by_side_have_a_verdict_each_and_it_is_said_which_is_shown(self, promised: Two) -> None:
        path = promised.at / "plans" / "drill.yaml"
        text = path.read_text("utf-8")
        for node, planner, hours in (("north", "Ada", "2 to 3 h"), ("south", "Cora", "25 to 48 h")):
            path.write_text(text.replace("24 to 48 h", hours), "utf-8")
            promised.fine(f"draft add plans --to {'B' if node == 'north' else 'A'} --node {node} --as {planner}")
            promised.released(node, "contingency drill")
        promised.pass_on()
        for node in ("north", "south"):
            told = promised.fine(f"assess {node}")
            says(told, "Versions that stand side by side", "it as A has it", "it as B has it")
            found = promised.fine(f"assess {node} --json").json
            first, second = (one["rungs"] for one in found["node"]["verdicts"])
            assert {*first} == {*second} != set()
            assert unwrapped(told.out).count("which is the one shown above") == 1
            assert found["contingencies"][0]["rungs"]["support"]["in_fact"] == first["support"]

    def test_whoever_reads_a_bundle_with_plans_is_led_to_what_changes_by_it(self, promised: Two) -> None:
        promised.fine("assess south")
        promised.north("recall airlift 'The crews are needed.' --as Ada")
        promised.north("bundle write B -o recall.bundle")
        read = promised.south("bundle read recall.bundle")
        says(promised.next_of(read), "because the promise 'airlift' was recalled by A")

    def test_what_changed_stays_to_be_told_until_a_command_has_shown_it(self, promised: Two) -> None:
        """Explaining, windows and sheets say in a line that something changed, and move nothing."""
        promised.fine("assess south")
        others = (
            "explain south drill --rung support",
            "windows south drill --rung support",
            "sheet south --party B --rung support",
        )
        for words in others:
            assert "since you last looked" not in promised.fine(words).out
        promised.north("recall airlift 'The crews are needed.' --as Ada")
        promised.pass_on()
        for words in others:
            answer = promised.fine(words)
            says(answer, "2 verdicts changed since you last looked: freehand assess south")
            assert "Since the last look" not in answer.out
        promised.fine("sheet south --party B --rung support -o B.html")
        assert "2 verdicts changed since you last looked" in (promised.at / "B.html").read_text("utf-8")
        (change, *_) = promised.fine("explain south drill --json").json["node"]["changes"]
        says(promised.fine("assess south"), "Since the last look on this node", change)
        for words in others:
            assert "since you last looked" not in promised.fine(words).out
        says(promised.fine("assess south"), "No verdict has changed.")

    def test_of_two_nodes_that_are_compared_only_what_is_shown_counts_as_seen(self, promised: Two) -> None:
        promised.fine("assess north")
        promised.fine("assess south")
        promised.north("recall airlift 'The crews are needed.' --as Ada")
        promised.pass_on()
        promised.fine("compare north south")
        says(promised.fine("assess north"), "No verdict has changed.")
        says(promised.fine("assess south"), "because the promise 'airlift' was recalled by A")

    def test_every_such_command_says_since_when_nothing_was_heard_and_on_which_versions_it_rests(
        self, promised: Two
    ) -> None:
        for words in (
            "assess north",
            "explain north drill --rung support",
            "windows north drill --rung support",
            "sheet north --party A --rung support",
            "compare north plans",
            "report north -o north.html",
            "compare north plans -o beside.html",
            "sheet north --party A --rung support -o A.html",
            "sheet north --party A --rung support -o A.csv",
            "sheet north --party A --rung support -o A.txt",
        ):
            answer = promised.fine(words)
            assert unseemly(answer) == [], words
            says(answer, "Which versions these verdicts rest on", "Nothing heard from 'B' since")
        for file in ("north.html", "beside.html", "A.html", "A.csv", "A.txt"):
            written = (promised.at / file).read_text("utf-8")
            assert "Nothing heard from 'B' since" in written, file
            assert ("Since the last look on this node" in written) == (file in ("north.html", "beside.html")), file
        table = list(csv.reader(promised.fine("sheet north --party A --rung support --format csv").out.splitlines()))
        assert {len(row) for row in table} == {len(table[0])}
        assert table[-1][2] == "heard"
        assert table[-1][3].startswith("Nothing heard from 'B' since")

    def test_the_first_screen_of_a_report_says_how_far_the_terms_reach(self, two: Two) -> None:
        two.fine("draft add plans --to B --as Ada --node north")
        two.fine("report north -o north.html")
        page = (two.at / "north.html").read_text("utf-8")
        under = "No terms are in force: what stands at joint rungs is what would hold under terms that reach them."
        assert page.index("<h1>") < page.index(under) < page.index("What holds")

    def test_a_node_of_which_nothing_is_known_says_what_to_do(self, agreed: Two) -> None:
        refused(agreed.run("assess north"), 3, "there is nothing to reckon in 'north'", "freehand draft add")

    def test_where_a_partner_has_released_nothing_there_is_no_joint_verdict(self, planned: Two) -> None:
        found = planned.fine("assess north --json").json["node"]["verdicts"][0]
        assert {found["rungs"][rung] for rung in ("scenarios", "support", "operations")} == {"not released"}
        says(planned.fine("assess north"), "Not in these verdicts", "is not released")

    def test_a_workspace_still_needs_no_passphrase(self, two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("FREEHAND_PASSPHRASE")
        shutil.copytree(EXAMPLES / "worked" / "within", two.at / "within")
        assert "node" not in two.fine("assess within --json").json
        refused(two.run("assess north"), 3, "there is no passphrase")


def test_a_contingency_that_nobody_knows_is_told(planned: Two) -> None:
    strange = planned.south("request supplies 'Six hours?' --to A --contingency dril --as Cora")
    assert "No contingency 'dril' is known here" in strange.out
    known = planned.south("request supplies 'Six hours?' --to A --contingency drill --as Cora")
    assert "is known here" not in known.out


def rests(two: Two, node: str) -> list[str]:
    """On what kinds of things the one verdict of a node rests."""
    return [one["kind"] for one in two.fine(f"assess {node} --json").json["node"]["verdicts"][0]["rests_on"]]


SCREENS = (
    "terms show",
    "draft list",
    "draft diff 'contingency drill'",
    "release list",
    "engagement list",
    "terms ties terms.yaml",
)


@pytest.mark.parametrize("words", SCREENS)
def test_every_screen_fits_80_columns_and_every_answer_is_one_json_object(promised: Two, words: str) -> None:
    assert unseemly(promised.north(words)) == []
    found = promised.north(f"{words} --json").json
    assert found["format"].startswith("freehand.")
