"""The story of *gulf*, from the first proposal to a fork that is caught, played by two parties in two processes.

Everything in it is a command that anybody can type, but for two things that no honest party does: a bundle that its
owner makes beneath his own gate, and a copy of a node's folder that goes on beside it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Final

from freehand.faces.story.deeds import EMPTY, FORGED, STRIKE, go_round_the_gate
from freehand.faces.story.desks import terms
from freehand.faces.story.scenes import PEOPLE, Story

SINCE: Final = "Since the last look"
ADDS: Final = "What it adds"


def _two_nodes(story: Story) -> None:
    story.teller.chapter(
        "Two parties, two nodes",
        "A is an ally from afar that can fly and ship. B is a state on the coast. Neither takes orders from the other. "
        "Each makes a node: its own keys, its own log, its own plans. Two people of each have keys of their own, since "
        "one alone can release nothing.",
    )
    for party, people in PEOPLE.items():
        story.at(party, "node", "init", "node", "--party", party)
        for person in people:
            story.at(party, "node", "people", "key", person)
    roles = {
        party: [f"{planner}=planner", f"{releaser}=releaser,auditor"] for party, (planner, releaser) in PEOPLE.items()
    }
    a, b = ([word for one in roles[party] for word in ("--person", one)] for party in "AB")
    story.at("A", "compact", "found", "gulf", "--illustrative", *a)
    story.at("A", "compact", "card", "-o", "A.card")
    story.hand("A", "A.card")
    story.at("B", "compact", "join", "A.card", *b)
    story.at("B", "compact", "card", "-o", "B.card", show=(0, 2))
    story.hand("B", "B.card")
    story.at("A", "compact", "meet", "B.card", show=(0, 1))
    story.teller.say("On the telephone each reads its digits out, and the other writes down what is heard.")
    heard = {party: story.ask(party, "compact", "show")["fingerprint"].split() for party in "AB"}
    story.at("A", "compact", "compare", "B", *heard["B"])
    story.at("B", "compact", "compare", "A", *heard["A"])


def _proposal(story: Story) -> None:
    story.teller.chapter(
        "A proposes to plan together", "As far as joint operations, under six rules of notice and consent."
    )
    (story.rooms["A"].folder / "proposal.yaml").write_text(terms("operations", exclude=False, rules=True), "utf-8")
    story.at("A", "terms", "propose", "proposal.yaml", "--as", "Ada", show=(1, 2))
    story.teller.say("It goes to B in a bundle: one file, sealed for B alone, signed by A, carried in any way.")
    story.carry("A", show=(0, 1))


def _question(story: Story) -> None:
    story.teller.chapter(
        "B asks what that means, and declines for now",
        "Asking and declining bind nobody. Both stand on the record, and neither closes the door.",
    )
    asked = "Joint planning: intelligence and scenarios only, or operations?"
    story.at("B", "terms", "clarify", asked, "--as", "Bea", show=(0, 1))
    reason = "Not with operations in it, nor while strikes are not ruled out."
    story.at("B", "terms", "decline", reason, "--as", "Bea", show=(0, 1))
    story.carry("B")


def _amendment(story: Story) -> None:
    story.teller.chapter(
        "A answers, and puts other terms on the table",
        "Words are not terms: what A says about strikes becomes a clause that both machines enforce.",
    )
    (story.rooms["A"].folder / "amended.yaml").write_text(terms("support", exclude=True, rules=False), "utf-8")
    answer = "Support when it is needed; no operations, and strikes ruled out."
    story.at("A", "terms", "answer", answer, "--as", "Ada", show=(0, 1))
    story.at("A", "terms", "amend", "amended.yaml", "--as", "Ada", show=(1, 2))
    story.at("A", "terms", "accept", _on_the_table(story, "A"), "--as", "Ada", show=(1, 2))
    story.carry("A")


def _on_the_table(story: Story, party: str) -> str:
    versions = story.ask(party, "terms", "show")["versions"]
    wanted: str = next(one["id"] for one in versions if one["amends"])
    return wanted[:8]


def _ties(story: Story) -> None:
    story.teller.chapter(
        "B asks its own node: what would this tie?",
        "B's plans are drafts on its node. They are in no log, and nobody outside learns that there are any.",
    )
    story.at("B", "draft", "add", "plans", "--to", "A", "--as", "Bea", show=(0, 1))
    story.at("B", "terms", "ties", _on_the_table(story, "B"), show=(0, 1, "Where each contingency"))
    story.teller.say(
        "Nothing of A's plans is here yet: as far as B can see, it would lose nothing, and gain nothing either."
    )


def _acceptance(story: Story) -> None:
    story.teller.chapter(
        "B accepts, with a reservation",
        "The acceptance names by their hash the terms that were read, and how far A's log was read. The reservation "
        "stands beside it for good.",
    )
    reserve = "freedom of action=Nothing here limits what B does on its own."
    story.at("B", "terms", "accept", _on_the_table(story, "B"), "--reserve", reserve, "--as", "Bea", show=(1, 2))
    story.carry("B")
    story.at("A", "terms", "show", show=(0, 1))


def _interfaces(story: Story) -> None:
    story.teller.chapter(
        "Plans meet, and stay at home",
        "A releases what is shared in full: contingencies and shared means, and two reports. Of its plans it releases "
        "the interface alone: distances between points that both can see. Ada asks, Alf approves; before anybody "
        "signs, the gate says what may go, and what would be learned from it.",
    )
    story.at("A", "draft", "add", "plans", "--to", "B", "--as", "Ada")
    shared = story.drafts("A", "contingency", "means", "report")
    story.release("A", *shared)
    story.release("A", *story.drafts("A", "course"), interface=True)
    story.carry("A", show=(0, 1))
    story.teller.say("B does the same with its own.")
    story.release("B", *story.drafts("B", "report"))
    story.release("B", *story.drafts("B", "course"), interface=True)
    story.carry("B")
    _again(
        story,
        "A",
        "B's plans lean on points of A's, and B has reports of its own. A is told which of its interfaces were made "
        "before, and releases those.",
    )


def _again(story: Story, party: str, words: str) -> None:
    """Interfaces that are older than the plan, released anew and carried over."""
    older = story.older(party)
    if not older:
        return
    story.teller.say(words)
    story.at(party, "release", "list", show=("What partners reckon with",))
    story.release(party, *older, interface=True, show=(0, ADDS))
    story.carry(party)


def _told_twice(story: Story) -> None:
    story.teller.chapter(
        "One story, told twice",
        "Each node reckons by itself: its own plans in full, and of the other's what was released.",
    )
    story.compare("Nobody has seen the other's plan.")


def _operations(story: Story) -> None:
    story.teller.chapter(
        "And what would operations tie?",
        "B looks at terms that would go further. By looking nobody accepts anything, and A does not learn of it.",
    )
    text = terms("operations", exclude=True, rules=True)
    (story.rooms["B"].folder / "further.yaml").write_text(text, "utf-8")
    story.at("B", "terms", "ties", "further.yaml", show=(1, "Where each contingency"))


def _promise(story: Story) -> None:
    story.teller.chapter(
        "B asks, A offers, B accepts: a promise",
        "The fuel of strait-closure comes too late. B's node says why, and by how much.",
    )
    story.at("B", "explain", "node", "strait-closure", "--rung", "support", show=(1, "Why"))
    story.teller.say(
        "B asks A for support. A has no duty to answer. From here on they exchange bundles over HTTPS: A calls, B's "
        "node listens, here on one machine. Each knows the other's certificate, and that is only the door: whose word "
        "it is, the bundles' own signatures say."
    )
    for party in "AB":
        story.at(party, "node", "door", "-o", f"{party}.pem")
        story.hand(party, f"{party}.pem")
    story.at("B", "node", "address", "A", "--certificate", "A.pem")
    with story.rooms["B"].listening() as where:
        listening = ["freehand", "node", "listen", "--at", "127.0.0.1:0"]
        story.teller.typed("B", listening, f"Listening at {where}; Ctrl-C ends it.")
        story.at("A", "node", "address", "B", "--certificate", "B.pem", "--url", f"https://{where}")
        words = "Fuel by sea, within 192 h of our call?"
        story.at(
            "B", "request", "fuel", words, "--to", "A", "--contingency", "strait-closure", "--as", "Bea", show=(0, 1)
        )
        story.release("B", "request fuel")
        story.at("A", "sync", "B")
        story.at("A", "node", "status", show=("What waits",))
        story.at(
            "A", "offer", "tanker lift", "--answers", "request fuel", "--recall", "48 h", "--as", "Ada", show=(0, 1)
        )
        story.release("A", "promise 'tanker lift'")
        story.at("A", "sync", "B")
        story.at("B", "accept", "promise 'tanker lift'", "--as", "Bea", show=(0, 1))
        story.release("B", *story.drafts("B", "accept"))
        older = story.older("B")
        if older:
            story.teller.say(
                "With the promise B's plan has another way to its fuel; so its interface is released anew."
            )
            story.release("B", *older, interface=True, show=(0, ADDS))
        story.at("A", "sync", "B")
        older = story.older("A")
        if older:
            story.teller.say("A's interface was made before it promised its tankers; A releases it anew as well.")
            story.release("A", *older, interface=True, show=(0, ADDS))
            story.at("A", "sync", "B")
    story.teller.say("The promise counts on A's node as well now, and the verdict has risen on both.")
    story.at("A", "assess", "node", "--rung", "support", show=(SINCE,))
    story.compare("")


def _gate(story: Story) -> None:
    story.teller.chapter(
        "What is excluded does not pass, on either side",
        "For this A has an empty placeholder, a comment that says nothing; all there is of it is its tag, 'strike'. "
        "Freehand plans no strikes; this shows that they stay out.",
    )
    story.at("A", "say", "contingency evacuation", EMPTY, "--tag", STRIKE, "--to", "B", "--as", "Ada")
    placeholder = story.drafts("A", "say")
    story.at("A", "release", "ask", *placeholder, "--to", "B", "--as", "Ada", ends=3)
    story.teller.say(
        "A's own gate refuses it. So A's owner goes round the gate: he writes it into the log with the key that is on "
        "the node, and makes a bundle by hand that has it."
    )
    story.rooms["A"].do(go_round_the_gate)
    story.hand("A", FORGED)
    story.at("B", "bundle", "read", FORGED, show=(0, "Refused at the gate"))
    last = story.ask("B", "node", "trail", "--as", "Ben")["events"][-1]["number"]
    story.at("B", "node", "trail", "--first", str(last), "--as", "Ben", show=(0, -1))


def _recall(story: Story) -> None:
    story.teller.chapter(
        "A recalls its promise",
        "A promise can be recalled by whoever gave it, alone and at once. Then both nodes say what stood on it.",
    )
    story.at("A", "recall", "promise 'tanker lift'", "The tankers are needed elsewhere.", "--as", "Ada", show=(0, 1))
    story.carry("A")
    story.at("B", "assess", "node", "--rung", "support", show=(SINCE,))
    _again(story, "B", "B's interface counted on the promise; B releases it anew.")
    story.compare("")


def _withdrawal(story: Story) -> None:
    story.teller.chapter(
        "A withdraws a report",
        "A had ruled out an attack within a day. It takes that back: at once it is out of every computation.",
    )
    report = "report 'no attack within a day'"
    story.at("A", "withdraw", report, "We cannot stand by it any more.", "--as", "Ada", show=(0, 1))
    story.carry("A")
    story.at("B", "assess", "node", "--rung", "support", show=(SINCE,))
    story.teller.say(
        "The interfaces were made when the report stood; until they are released anew, what rests on them is undecided."
    )
    _again(story, "B", "B releases its own anew,")
    _again(story, "A", "and so does A.")
    story.at("A", "assess", "node", "--rung", "support", show=(SINCE,))
    story.compare("")


def _fork(story: Story) -> None:
    story.teller.chapter(
        "A log with two histories is caught",
        "Somebody at B goes on with a copy of the node beside the node itself, and so signs two histories of one log.",
    )
    b = story.rooms["B"].folder
    version = story.ask("B", "terms", "show")["in_force"][0][:8]
    story.teller.typed("B", ["cp", "-r", "node", "copy"])
    shutil.copytree(b / "node", b / "copy")
    story.at("B", "terms", "clarify", version, "Is fuel for ships part of support?", "--as", "Bea")
    story.carry("B")
    aircraft = ("Is fuel for aircraft part of support?", "--as", "Bea", "--node", "copy")
    story.at("B", "terms", "clarify", version, *aircraft)
    story.at("B", "bundle", "write", "A", "-o", "other.bundle", "--node", "copy")
    story.hand("B", "other.bundle")
    story.at("A", "bundle", "read", "other.bundle", ends=2)
    story.at("A", "log", "forks", "-o", "proofs", show=(0, 1))
    found = story.ask("A", "log", "forks")["proofs"][0]
    proof = next((story.rooms["A"].folder / "proofs").glob("*.json"))
    shutil.copy(proof, story.third.folder / "proof.json")
    story.teller.say(
        "A third party, C, has an empty folder and no node. It gets the proof, and B's public key. Its own machine "
        "says whether it holds, and asks nobody."
    )
    story.teller.command(story.third, "C", ["ledger", "check-proof", "proof.json", "--keys", found["key"]], 0, 1)


CHAPTERS: Final[tuple[Callable[[Story], None], ...]] = (
    _two_nodes,
    _proposal,
    _question,
    _amendment,
    _ties,
    _acceptance,
    _interfaces,
    _told_twice,
    _operations,
    _promise,
    _gate,
    _recall,
    _withdrawal,
    _fork,
)
