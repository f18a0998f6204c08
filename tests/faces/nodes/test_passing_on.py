"""Bundles by hand and over HTTPS, and logs looked at: what came, what was refused, what is missing, what is hidden."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from freehand.faces.cli import nodes
from freehand.node.authoring import agreeing
from freehand.node.folder import open_node
from tests.faces.face import ESCAPE, environment, fine, run, unwrapped
from tests.faces.ledgers.prepared import PASSPHRASE, repeatable
from tests.faces.nodes.prepared import compared, copied, handed, joined
from tests.faces.nodes.test_keeping import refused


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Path]:
    with repeatable():
        yield copied(tmp_path)


def says(at: Path, folder: str, words: str) -> None:
    """Something that a planner said, without its command."""
    with open_node(at / folder, PASSPHRASE) as node:
        terms = {"scope": "support", "parties": ["Northland", "Southland"]}
        agreeing.propose(node, node.compact(), terms, words=words, now=nodes.now())


def test_a_bundle_read_again_changes_nothing_and_one_for_another_is_refused(at: Path) -> None:
    handed(at, "north", "south", "first.bundle")
    again = fine("bundle", "read", "first.bundle", "--node", "south", "--json", at=at).json
    assert again["state"] == "already"
    assert "it is for 'Southland'" in refused(2, "bundle", "read", "first.bundle", "--node", "north", at=at)


def test_a_missing_bundle_is_told_with_the_partner_to_ask(at: Path) -> None:
    handed(at, "north", "south", "first.bundle")
    for file in ("lost", "late"):
        says(at, "north", file)
        fine("bundle", "write", "Southland", "-o", file, "--node", "north", at=at)
    said = refused(2, "bundle", "read", "late", "--node", "south", at=at)
    assert "Ask 'Northland' for a bundle that follows number 1" in said
    assert not re.search(r"\b[0-9a-f]{32}\b", said)
    fine("bundle", "write", "Southland", "-o", "whole", "--after", "1", "--node", "north", at=at)
    done = fine("bundle", "read", "whole", "--node", "south", "--json", at=at).json
    assert (done["counts"], done["size"]) == ({"moves": 2}, 5)


@pytest.mark.parametrize("data", [b"", b"no bundle", b"freehand bundle/1\n" + bytes(100)])
def test_what_is_no_bundle_is_not_taken_in(at: Path, data: bytes) -> None:
    (at / "noise").write_bytes(data)
    refused(2, "bundle", "read", "noise", "--node", "south", at=at)


def test_files_that_are_not_there_and_folders_are_told(at: Path) -> None:
    refused(4, "bundle", "read", "nothing", "--node", "south", at=at)
    refused(4, "compact", "meet", "nothing", "--node", "south", at=at)
    assert run("bundle", "read", "north", "--node", "south", at=at).code == 4


def test_a_bundle_of_a_party_that_was_not_compared_is_nobodys(at: Path) -> None:
    joined(at, "west", "north")
    fine("compact", "meet", "Westland.card", "--node", "north", at=at)
    refused(3, "bundle", "write", "Westland", "-o", "to-west", "--node", "north", at=at)
    compared(at, "west", "north", "Northland")
    fine("bundle", "write", "Northland", "-o", "from-west", "--node", "west", at=at)
    refused(2, "bundle", "read", "from-west", "--node", "north", at=at)
    refused(2, "compact", "compare", "Westland", "12345", "--node", "north", at=at)
    assert [one["party"] for one in fine("compact", "show", "--node", "north", "--json", at=at).json["waiting"]]
    compared(at, "north", "west", "Westland")
    fine("bundle", "read", "from-west", "--node", "north", at=at)


def test_a_partner_that_is_none_is_told_who_there_is(at: Path) -> None:
    for words in (["bundle", "write", "Nobody", "-o", "x"], ["bundle", "list", "Nobody"], ["sync", "Nobody"]):
        assert "Southland" in refused(3, *words, "--node", "north", at=at)
    assert "Southland" in refused(3, "log", "show", "Nobody", "--node", "north", at=at)
    refused(3, "log", "show", "Northland", "99", "--node", "north", at=at)
    refused(3, "log", "prove", "Northland", "99", "-o", "proof", "--node", "north", at=at)
    refused(3, "log", "prove", "Northland", "-o", "proof", "--node", "north", at=at)
    assert not (at / "x").exists()


def test_since_when_nothing_was_heard_stands_on_all_that_rests_on_a_partners_log(at: Path) -> None:
    reading = (
        ["node", "status"],
        ["node", "erase"],
        ["bundle", "list", "Southland"],
        ["log", "show"],
        ["log", "show", "Southland"],
        ["log", "verify"],
        ["log", "forks"],
    )
    for words in reading:
        assert "Nothing heard from 'Southland' yet." in fine(*words, "--node", "north", at=at).out
    handed(at, "south", "north", "back.bundle")
    for words in reading:
        said = unwrapped(fine(*words, "--node", "north", at=at).out)
        assert "Nothing heard from 'Southland' since 2026-" in said, words


def test_what_a_partner_writes_does_nothing_to_the_terminal(at: Path) -> None:
    says(at, "north", "so be it \x1b[31m\u202e and more")
    handed(at, "north", "south", "first.bundle")
    for words in (["log", "show", "Northland"], ["log", "show", "Northland", "3"], ["node", "status"]):
        out = fine(*words, "--node", "south", at=at).out
        assert ESCAPE not in out
        assert "\u202e" not in out
    assert "\\x1b[31m" in fine("log", "show", "Northland", "--node", "south", at=at).out


def test_what_is_proven_is_checked_without_any_node(at: Path) -> None:
    handed(at, "north", "south", "first.bundle")
    answer = fine("log", "prove", "Northland", "0", "-o", "proof.json", "--node", "south", at=at)
    checked = fine(*answer.last.removeprefix("Next: freehand ").split(), at=at)
    assert "it is proven" in checked.out
    fine("log", "prove", "Northland", "0", "--withhold", "-o", "leaf.json", "--node", "south", at=at)
    assert b"record" in (at / "proof.json").read_bytes()


def test_the_next_command_works_as_it_is_printed(at: Path) -> None:
    handed(at, "north", "south", "first.bundle")
    waiting, seen = ["node status --node south", "log show --node south", "compact show --node north"], set()
    while waiting:
        words = waiting.pop()
        if words in seen or words.startswith("ledger "):  # checking a proof needs no node, and is tried above
            continue
        seen.add(words)
        answer = fine(*words.split(), at=at)
        waiting.append(answer.last.removeprefix("Next: freehand "))
    assert len(seen) >= 6


def test_two_nodes_exchange_bundles_over_https_with_a_listener_of_its_own_process(at: Path) -> None:
    for folder in ("north", "south"):
        fine("node", "door", "-o", f"{folder}.pem", "--node", folder, at=at)
    fine("node", "address", "Southland", "--certificate", "south.pem", "--node", "north", at=at)
    assert "it calls" in refused(3, "sync", "Southland", "--node", "north", at=at)
    words = [sys.executable, "-m", "freehand.faces.cli", "node", "listen", "--at", "127.0.0.1:0", "--node", "north"]
    env = environment(FREEHAND_PASSPHRASE=PASSPHRASE)
    with subprocess.Popen(
        words, cwd=at, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as listener:
        try:
            assert listener.stdout is not None
            found = re.search(r"127\.0\.0\.1:\d+", listener.stdout.readline())
            assert found is not None
            url = f"https://{found[0]}"
            refused(
                2,
                "node",
                "address",
                "Northland",
                "--certificate",
                "north.pem",
                "--url",
                "nowhere",
                "--node",
                "south",
                at=at,
            )
            fine("node", "address", "Northland", "--certificate", "north.pem", "--url", url, "--node", "south", at=at)
            first = fine("sync", "Northland", "--node", "south", "--json", at=at).json
            assert first["sent"] >= 1
            assert [one["from"] for one in first["arrivals"]][:1] == ["Northland"]
            again = fine("sync", "Northland", "--node", "south", "--json", at=at).json
            assert (again["sent"], again["received"]) == (0, 0)
        finally:
            listener.send_signal(signal.SIGINT)
        _, told = listener.communicate(timeout=30)
    assert listener.returncode == 0
    assert "Southland: took" in told
    assert "Traceback" not in told
    assert fine("log", "show", "Southland", "--node", "north", "--json", at=at).json["size"] == 2
    refused(4, "sync", "Northland", "--tries", "1", "--node", "south", at=at)


def test_a_partner_is_forgotten_at_the_door(at: Path) -> None:
    fine("node", "door", "-o", "south.pem", "--node", "south", at=at)
    fine("node", "address", "Southland", "--certificate", "south.pem", "--node", "north", at=at)
    refused(2, "node", "address", "Southland", "--certificate", "south.pem", "--pin", "00", "--node", "north", at=at)
    fine("node", "address", "Southland", "--forget", "--node", "north", at=at)
    assert fine("node", "address", "--node", "north", "--json", at=at).json["addresses"] == []
    refused(3, "node", "address", "Southland", "--node", "north", at=at)
    refused(3, "node", "listen", "--at", "nowhere", "--node", "north", at=at)
