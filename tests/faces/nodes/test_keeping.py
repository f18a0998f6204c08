"""A node is made, opened, kept and moved by its commands; whoever is not meant to hears why, and what to do."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from freehand.faces.cli import nodes
from tests.faces.face import COMMANDS, Answer, fine, run, unwrapped
from tests.faces.ledgers.prepared import PASSPHRASE, repeatable
from tests.faces.nodes.prepared import ROOMS, copied, handed, node, persons


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Path]:
    with repeatable():
        yield copied(tmp_path)


def refused(code: int, *words: str, at: Path) -> str:
    """The words of a refusal: nothing on standard output, no traceback, something to do next."""
    answer = run(*words, at=at)
    assert (answer.code, answer.out) == (code, ""), answer
    assert "Traceback" not in answer.err
    assert "next:" in answer.err
    return unwrapped(answer.err)


def test_a_node_opens_with_its_own_passphrase_alone(at: Path) -> None:
    with mock.patch.dict(os.environ, {nodes.PASSPHRASE: "another"}):
        assert "open" in refused(4, "node", "status", "--node", "north", at=at)
    (at / "secret").write_text(f"{PASSPHRASE}\n")
    with mock.patch.dict(os.environ):
        del os.environ[nodes.PASSPHRASE]
        assert "no passphrase" in refused(3, "node", "status", "--node", "north", at=at)
        answer = fine("node", "status", "--node", "north", "--passphrase-file", "secret", at=at)
        assert "--passphrase-file secret" in answer.last


def test_a_node_is_named_by_an_option_a_variable_or_the_folder_one_stands_in(at: Path) -> None:
    assert "not clear which node" in refused(3, "node", "status", at=at)
    here = fine("node", "status", at=at / "north")
    with mock.patch.dict(os.environ, {nodes.NODE: "north"}):
        named = fine("node", "status", at=at)
    assert here.out == named.out
    assert "--node" not in here.last


@pytest.mark.parametrize("folder", ["nowhere", "Northland.card", "empty"])
def test_what_is_no_node_is_not_opened(at: Path, folder: str) -> None:
    (at / "empty").mkdir()
    answer = run("node", "status", "--node", folder, at=at)
    assert answer.code in (3, 4)
    assert "Traceback" not in answer.err


def test_a_key_file_is_made_and_opens_the_node_and_no_other_does(at: Path) -> None:
    fine("node", "init", "east", "--party", "Eastland", "--key-file", "east.key", at=at)
    fine("node", "status", "--node", "east", "--key-file", "east.key", at=at)
    (at / "other.key").write_bytes(b"x" * 64)
    refused(4, "node", "status", "--node", "east", "--key-file", "other.key", at=at)
    assert "opened by" in refused(3, "node", "status", "--node", "north", "--key-file", "east.key", at=at)
    assert "no key file" in refused(3, "node", "status", "--node", "east", at=at)
    assert (at / "east.key").stat().st_mode & 0o077 == 0


def test_nothing_that_is_there_is_made_again(at: Path) -> None:
    assert "already" in refused(3, "node", "init", "north", "--party", "Northland", at=at)
    refused(3, "node", "init", "new", "--party", "\u202eevil", at=at)
    assert not (at / "new").exists()


def test_no_secret_is_ever_a_word_of_a_command() -> None:
    for command in COMMANDS:
        if command.split()[0] in ROOMS:
            words = set(run(*command.split(), "--help").out.split())
            assert not words & {"--passphrase", "--person-passphrase", "--root-passphrase", "--password"}, command


def test_with_several_compacts_one_has_to_be_named(at: Path) -> None:
    people = persons({"Ada": "planner", "Bo": "releaser"})
    fine("compact", "found", "harbour", *people, "--node", "north", at=at)
    said = refused(3, "log", "show", "--node", "north", at=at)
    assert "'gulf', 'harbour'" in said
    assert "no compact 'lake'" in refused(3, "log", "show", "--compact", "lake", "--node", "north", at=at)
    shown = fine("log", "show", "--compact", "harbour", "--node", "north", at=at)
    assert "--compact harbour" in shown.last
    assert "Southland" not in shown.out
    both = fine("node", "status", "--node", "north", at=at).out
    assert "gulf" in both
    assert "harbour" in both


def test_a_party_of_one_person_is_refused_and_so_is_who_has_no_key(at: Path) -> None:
    node(at, "east", "Eastland", "Ada")
    assert "two people" in refused(3, "compact", "found", "x", "--person", "Ada=planner", "--node", "east", at=at)
    assert "has no key here" in refused(3, "compact", "found", "x", "--person", "Bo=planner", "--node", "east", at=at)
    assert "names no person" in refused(3, "compact", "found", "x", "--person", "Ada", "--node", "east", at=at)


def test_a_person_acts_with_the_own_passphrase_in_the_own_role(at: Path) -> None:
    trail = ("node", "trail", "--node", "north")
    assert "nobody is named" in refused(3, *trail, at=at)
    assert "Who may: Cleo" in refused(3, *trail, "--as", "Ada", at=at)
    assert "nobody of this compact" in refused(3, *trail, "--as", "Zoe", at=at)
    fine(*trail, "--as", "Cleo", at=at)
    with mock.patch.dict(os.environ, {nodes.PERSON_PASSPHRASE: "another"}):
        refused(4, *trail, "--as", "Cleo", at=at)
    with mock.patch.dict(os.environ, {nodes.PERSON: "Cleo"}):
        fine(*trail, at=at)


def test_a_passphrase_that_does_not_open_a_persons_key_says_whose_key_it_is(at: Path) -> None:
    with mock.patch.dict(os.environ, {nodes.PERSON_PASSPHRASE: "another"}):
        told = refused(4, "terms", "withdraw", "Bye.", "--leave", "gulf", "--node", "north", "--as", "Ada", at=at)
    assert "the key of 'Ada' does not open" in told
    assert nodes.PERSON_PASSPHRASE in told


def test_a_persons_key_that_is_not_here_is_asked_for_by_its_option_and_what_is_named_next_works(at: Path) -> None:
    (at / "north" / "people" / "1.key").rename(at / "ada.key")
    words = ("terms", "propose", "terms.yaml", "--node", "north", "--as", "Ada")
    (at / "terms.yaml").write_text("scope: support\nparties: [Northland, Southland]\n")
    told = refused(4, *words, at=at)
    assert "the key of 'Ada' is not here" in told
    assert "--person-key FILE" in told
    (command,) = re.findall(r"'freehand ([^']*)'", told)
    assert "Ada" in fine(*shlex.split(command), at=at).out
    fine(*words, "--person-key", "ada.key", at=at)


def test_commands_that_an_error_names_are_on_the_node_that_was_meant(at: Path) -> None:
    told = refused(3, "terms", "accept", "--node", "north", "--as", "Ada", at=at)
    (command,) = re.findall(r"'freehand ([^']*)'", told)
    assert command == "terms show --node north"
    fine(*shlex.split(command), at=at)


def test_a_node_opens_with_its_new_passphrase_alone_and_a_backup_with_the_old_one(at: Path) -> None:
    new = "another battery staple"
    fine("node", "backup", "kept", "--node", "north", at=at)
    assert "there is no passphrase" in refused(3, "node", "passphrase", "--node", "north", at=at)
    (at / "new.txt").write_text(new + "\n")
    told = fine("node", "passphrase", "--node", "north", "--new-passphrase-file", "new.txt", at=at)
    assert new not in told.out + told.err
    assert told.last == "Next: freehand node backup saved --node north --passphrase-file new.txt"
    fine(*shlex.split(told.last.removeprefix("Next: freehand ")), at=at)
    assert "do not open" in refused(4, "node", "status", "--node", "north", at=at)
    with mock.patch.dict(os.environ, {nodes.PASSPHRASE: new, nodes.NEW_PASSPHRASE: new}):
        fine("node", "status", "--node", "north", at=at)
        assert "is the old one" in refused(3, "node", "passphrase", "--node", "north", at=at)
        trail = fine("node", "trail", "--node", "north", "--as", "Cleo", at=at)
        assert "The node opens with another passphrase." in unwrapped(trail.out)
        assert new not in trail.out
    fine("node", "restore", "kept", "again", at=at)


def test_a_node_with_a_key_file_opens_with_another_and_never_changes_to_a_passphrase(at: Path) -> None:
    fine("node", "init", "k", "--party", "Eastland", "--key-file", "key", at=at)
    assert "Name a file with --new-key-file" in refused(
        3, "node", "passphrase", "--node", "k", "--key-file", "key", at=at
    )
    words = ("node", "passphrase", "--node", "k", "--key-file", "key", "--new-key-file", "other")
    told = fine(*words, "--json", at=at).json
    assert (told["opens_with"], (at / "other").stat().st_mode & 0o777) == ("key file", 0o600)
    refused(4, "node", "status", "--node", "k", "--key-file", "key", at=at)
    fine("node", "status", "--node", "k", "--key-file", "other", at=at)
    assert "stays so" in refused(3, "node", "passphrase", "--node", "north", "--new-key-file", "third", at=at)
    assert not (at / "third").exists()


def test_a_persons_key_opens_with_the_new_passphrase_alone_and_is_the_same_key(at: Path) -> None:
    (at / "terms.yaml").write_text("scope: support\nparties: [Northland, Southland]\n")
    (at / "new.txt").write_text("Ada's other words\n")
    words = ("node", "people", "reseal", "Ada", "--node", "north", "--new-passphrase-file", "new.txt")
    people = ("node", "people", "list", "--node", "north", "--json")
    before = fine(*people, at=at).json
    fine(*words, at=at)
    assert fine(*people, at=at).json == before
    assert "does not open" in refused(4, "terms", "propose", "terms.yaml", "--node", "north", "--as", "Ada", at=at)
    opened = ("--as", "Ada", "--person-passphrase-file", "new.txt")
    fine("terms", "propose", "terms.yaml", "--node", "north", *opened, at=at)
    (at / "third.txt").write_text("a third\n")
    another = ("Bo", "--node", "north", "--new-passphrase-file", "third.txt", "--person-passphrase-file", "new.txt")
    told = refused(3, *words[:3], *another, "--person-key", "north/people/1.key", at=at)
    assert "holds another key than that of 'Bo'" in told


@pytest.mark.parametrize("data", [b"", b"{}", b"\x00" * 100])
def test_a_damaged_master_key_is_told_as_such(at: Path, data: bytes) -> None:
    (at / "north" / "master.sealed").write_bytes(data)
    assert "the node is damaged" in refused(4, "node", "status", "--node", "north", at=at)


def test_a_name_that_no_label_could_bear_is_refused_before_there_is_a_node(at: Path) -> None:
    assert "labels part names by commas" in refused(3, "node", "init", "odd", "--party", "A, B", at=at)
    assert not (at / "odd").exists()


def test_the_keeper_cannot_make_up_a_second_person(at: Path) -> None:
    fine("node", "people", "key", "Eve", "--node", "north", at=at)
    fine("node", "people", "add", "Eve", "--roles", "releaser", "--node", "north", at=at)
    listed = fine("node", "people", "list", "--node", "north", "--json", at=at).json["people"]
    assert [one["confirmed"] for one in listed if one["name"] == "Eve"] == [False]
    assert "themselves" in refused(3, "node", "people", "confirm", "Eve", "--as", "Eve", "--node", "north", at=at)
    fine("node", "people", "confirm", "Eve", "--as", "Ada", "--node", "north", at=at)
    fine("node", "people", "remove", "Eve", "--node", "north", at=at)
    assert "Eve" in refused(3, "node", "people", "confirm", "Eve", "--as", "Ada", "--node", "north", at=at)


def test_the_root_key_may_lie_elsewhere_and_is_asked_for_there(at: Path) -> None:
    shutil.move(at / "north" / "compacts" / "1.root", at / "stick")
    assert "--root-key" in refused(4, "compact", "rotate", "seal", "--node", "north", at=at)
    fine("compact", "rotate", "seal", "--root-key", "stick", "--node", "north", at=at)
    with mock.patch.dict(os.environ, {nodes.ROOT_PASSPHRASE: "another"}):
        refused(4, "compact", "rotate", "seal", "--root-key", "stick", "--node", "north", at=at)
    shutil.copy(at / "south" / "compacts" / "1.root", at / "other")
    refused(2, "compact", "rotate", "log", "--root-key", "other", "--node", "north", at=at)


def test_a_key_to_seal_for_is_renewed_and_the_older_one_destroyed(at: Path) -> None:
    seals = fine("compact", "rotate", "seal", "--node", "north", "--json", at=at).json["seals"]
    first, second = seals
    refused(3, "compact", "rotate", "seal", "--destroy", second[:8], "--node", "north", at=at)
    left = fine("compact", "rotate", "seal", "--destroy", first[:8], "--node", "north", "--json", at=at).json
    assert (left["seals"], left["destroyed"]) == ([second], first)
    refused(3, "compact", "rotate", "log", "--destroy", second[:8], "--node", "north", at=at)
    refused(3, "compact", "rotate", "seal", "--reason", "revoked", "--node", "north", at=at)


def test_a_backup_is_no_node_and_a_restored_node_signs_nothing_until_it_is_confirmed(at: Path) -> None:
    fine("node", "backup", "saved", "--node", "north", at=at)
    assert "backup" in refused(3, "node", "status", "--node", "saved", at=at)
    assert "backup" in refused(3, "node", "restore", "north", "again", at=at)
    refused(3, "node", "restore", "saved", "south", at=at)
    handed(at, "north", "south", "first.bundle")
    fine("node", "restore", "saved", "again", at=at)
    refused(2, "bundle", "write", "Southland", "-o", "second.bundle", "--node", "again", at=at)
    assert "nothing to ask" in refused(3, "compact", "confirm", "-o", "ask", "--node", "north", at=at)
    fine("compact", "confirm", "-o", "ask", "--node", "again", at=at)
    fine("compact", "confirm", "ask", "-o", "answer", "--node", "south", at=at)
    done = fine("compact", "confirm", "answer", "--node", "again", "--json", at=at).json
    assert (done["member"], done["waiting"]) == ("Southland", [])
    (at / "noise").write_bytes(b"{}")
    refused(2, "compact", "confirm", "noise", "--node", "again", at=at)
    fine("node", "status", "--node", "again", at=at)


def test_who_cannot_wait_begins_a_new_epoch(at: Path) -> None:
    fine("node", "backup", "saved", "--node", "north", at=at)
    fine("node", "restore", "saved", "again", at=at)
    done = fine("compact", "rotate", "log", "--reason", "restored", "--node", "again", "--json", at=at).json
    assert (done["epoch"], done["reason"]) == (2, "restored")
    fine("bundle", "write", "Southland", "-o", "second.bundle", "--node", "again", at=at)


def test_a_node_is_moved_to_a_server_and_back(at: Path) -> None:
    where = os.environ.get("FREEHAND_POSTGRES")
    refused(3, "node", "move", "--to", "elsewhere", "--node", "north", at=at)
    refused(3, "node", "move", "--to", "files", "--node", "north", at=at)
    if not where:
        pytest.skip("no PostgreSQL server: script/test starts one")
    told = dict(part.split("=", 1) for part in where.split())
    where = f"postgresql:///{told['dbname']}?host={told['host']}&user={told['user']}"
    before = fine("log", "show", "Northland", "--node", "north", at=at).out
    assert fine("node", "move", "--to", where, "--node", "north", "--json", at=at).json["store"] == "postgresql"
    assert fine("log", "show", "Northland", "--node", "north", at=at).out == before
    fine("node", "move", "--to", "files", "--node", "north", at=at)
    assert fine("log", "show", "Northland", "--node", "north", at=at).out == before


def test_nobody_asks_for_an_erasure_that_was_not_asked_for(at: Path) -> None:
    answer: Answer = fine("node", "erase", "--node", "north", at=at)
    assert "Nobody asks" in answer.out
    refused(3, "node", "erase", "12345678", "--node", "north", at=at)


def test_a_restored_party_has_its_newest_card_back_from_a_member(at: Path) -> None:
    fine("node", "backup", "saved", "--node", "north", at=at)
    fine("node", "people", "key", "Eve", "--node", "north", at=at)
    fine("node", "people", "add", "Eve", "--roles", "planner", "--node", "north", at=at)
    handed(at, "north", "south", "first.bundle")
    fine("node", "restore", "saved", "again", at=at)
    fine("compact", "confirm", "-o", "ask", "--node", "again", at=at)
    fine("compact", "confirm", "ask", "-o", "answer", "--node", "south", at=at)
    assert fine("compact", "confirm", "answer", "--node", "again", "--json", at=at).json["taken_back"] == 1
    (own,) = [
        one
        for one in fine("compact", "show", "--node", "again", "--json", at=at).json["members"]
        if one["party"] == "Northland"
    ]
    assert (own["card"], "Eve" in own["people"]) == (2, True)
    assert fine("compact", "rotate", "seal", "--node", "again", "--json", at=at).json["number"] == 3
