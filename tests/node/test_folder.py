"""A node on disk: whole or not at all, opened by one secret, and silent to whoever steals it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from freehand.errors import FreehandError, UsageError
from freehand.ledger.card_file import read_card, sign_card
from freehand.ledger.identity import CardsContradict
from freehand.ledger.keys import SigningKey
from freehand.ledger.sealed_keys import NotOpened
from freehand.node import membership
from freehand.node.backup import back_up
from freehand.node.folder import make_node, open_node
from freehand.node.keyring import root_key
from freehand.node.membership import add_member, log_name
from freehand.node.secret import change_secret, new_key_file, opens_with, renew_secret
from freehand.node.staff import make_person
from tests.node import nodes
from tests.node.nodes import BODY, CHEAP, NAMES, NOW, PLACES, SECRET, again, met, new, say, side, words


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    nodes.server(found)
    return found


def test_two_nodes_meet_in_a_compact_and_each_is_there_when_it_is_opened_again(tmp_path: Path, place: str) -> None:
    with new(tmp_path / "n", "Northland", place) as north, new(tmp_path / "s", "Southland", place) as south:
        one = side(north)
        other = side(south, compact=one.id)
        met(one, other)
        say(one, BODY)
        side(north, "the lake")
    with again(tmp_path / "n") as north:
        assert north.party == "Northland"
        assert [compact.name for compact in north.compacts()] == ["strait of gulf", "the lake"]
        compact = north.compact("strait of gulf")
        assert (compact.id, compact.log) == (one.id, one.log) == (north.compact(one.id).id, one.log)
        assert {name: (member.log, member.compared) for name, member in compact.members.items()} == {
            "Northland": (one.log, True),
            "Southland": (other.log, True),
        }
        assert compact.keys.log.public == read_card(compact.card).log_key
        assert words(compact) == [BODY]
        assert say(compact, "more") == 4
        with pytest.raises(UsageError, match="not clear which"):
            north.compact()
        with pytest.raises(UsageError, match="no compact 'sea' here"):
            north.compact("sea")


def test_the_names_of_logs_tell_nothing_and_differ_from_compact_to_compact(tmp_path: Path) -> None:
    with new(tmp_path / "n") as north:
        one, other = side(north), side(north, "the lake")
        assert one.log != other.log
        assert one.log == log_name(one.id, read_card(one.card).root)
        assert len(one.log) == 32
        with one.store.reading() as view:
            assert view.logs() == [one.log]
        with pytest.raises(UsageError, match="is here already"):
            side(north, "the lake")
        with pytest.raises(UsageError, match="is here already"):
            side(north, "again", compact=one.id)


def test_62_a_stolen_node_shows_no_body_name_or_private_key(tmp_path: Path) -> None:
    with new(tmp_path / "n") as north, new(tmp_path / "s", "Southland") as south:
        one = side(north)
        met(one, side(south, compact=one.id))
        say(one, *(f"{BODY} {number}" for number in range(300)))
        make_person(north, "Ann Ashe", "ann's own", cost=CHEAP)
        with north.cabinet.writing() as shelves:
            shelves.put("draft", BODY, {"Ann Ashe": BODY}, within=one.id)
            shelves.note({"what": BODY, "who": "Bob Birch"})
        seeds = [one.keys.log.seed(), one.keys.recipients[0].seed(), root_key(one.root_file, "root " + SECRET).seed()]
        back_up(north, tmp_path / "n" / "kept", now=NOW)  # within, so that it is searched as well
        searched = {path: path.read_bytes() for path in (tmp_path / "n").rglob("*") if path.is_file()}
    with again(tmp_path / "n"):
        pass
    searched |= {path.with_suffix(".closed"): path.read_bytes() for path in searched if path.is_file()}
    for path, data in searched.items():
        lower = data.lower()
        for word in {word for text in (*NAMES, BODY, SECRET) for word in (text, *text.split()) if len(word) > 5}:
            assert word.lower().encode() not in lower, path  # shorter ones stand in random bytes now and then
        for seed in (*seeds, nodes.key("ann").seed()):
            assert seed not in data, path
            assert seed.hex().encode() not in data, path
        assert not any(
            part in str(path.relative_to(tmp_path)) for name in NAMES for part in name.split() if part != "of"
        )


def test_62_what_remains_visible_of_a_stolen_node_is_what_is_written_down(tmp_path: Path) -> None:
    with new(tmp_path / "n") as north:
        one = side(north)
        say(one, BODY)
        inner = one.store.inner  # type: ignore[attr-defined]  # what the thief has
        with inner.reading() as view:
            line = view.line(one.log)
            assert (view.logs(), line.size) == ([one.log], 4)
            assert [(paper.number, len(paper.name)) for paper in line.papers("checkpoint")] == [
                (0, 64),
                (3, 64),
                (4, 64),
            ]
    about = json.loads((tmp_path / "n" / "node.json").read_text())
    assert about == {"format": "freehand node/1", "secret": "passphrase", "store": "sqlite"}
    files = sorted(str(path.relative_to(tmp_path / "n")) for path in (tmp_path / "n").rglob("*") if path.is_file())
    assert files == ["cabinet.sqlite", "compacts/1.root", "compacts/1.sqlite", "master.sealed", "node.json"]
    assert {(tmp_path / "n" / file).stat().st_mode & 0o777 for file in files} == {0o600}


def test_another_passphrase_opens_nothing_and_a_key_file_does(tmp_path: Path) -> None:
    new(tmp_path / "n").close()
    for wrong in ("", "wrong", SECRET + " "):
        with pytest.raises(NotOpened, match="do not open"):
            open_node(tmp_path / "n", wrong)
    with pytest.raises(UsageError, match="opened by a passphrase"):
        open_node(tmp_path / "n", SECRET.encode())
    file = new_key_file()
    make_node(tmp_path / "k", "Northland", file).close()
    assert (opens_with(tmp_path / "n"), opens_with(tmp_path / "k")) == ("passphrase", "key file")
    open_node(tmp_path / "k", file).close()
    with pytest.raises(NotOpened, match="do not open"):
        open_node(tmp_path / "k", new_key_file())
    with pytest.raises(UsageError, match="opened by a key file"):
        open_node(tmp_path / "k", SECRET)
    for weak in ("", b"short"):
        with pytest.raises(UsageError, match=r"protects nothing|not taken"):
            make_node(tmp_path / "w", "Northland", weak)
    assert not (tmp_path / "w").exists()


def test_the_secret_is_changed_for_another_of_its_kind(tmp_path: Path) -> None:
    with new(tmp_path / "n") as node:
        say(side(node), BODY)
    with pytest.raises(NotOpened):
        change_secret(tmp_path / "n", "wrong", "other", cost=CHEAP)
    with pytest.raises(UsageError, match="opened by a passphrase"):
        change_secret(tmp_path / "n", SECRET, new_key_file(), cost=CHEAP)
    change_secret(tmp_path / "n", SECRET, "other", cost=CHEAP)
    with pytest.raises(NotOpened):
        open_node(tmp_path / "n", SECRET)
    with open_node(tmp_path / "n", "other") as node:
        assert words(node.compact()) == [BODY]


def test_another_passphrase_is_told_on_the_trail_without_a_word_of_it_and_all_else_stays(tmp_path: Path) -> None:
    with new(tmp_path / "n") as node:
        say(side(node), BODY)
        before = {file: file.read_bytes() for file in (tmp_path / "n").rglob("*.root")}
        with pytest.raises(UsageError, match="is the old one"):
            renew_secret(node, SECRET, SECRET, now=NOW, cost=CHEAP)
        with pytest.raises(NotOpened):
            renew_secret(node, "wrong", "other words", now=NOW, cost=CHEAP)
        renew_secret(node, SECRET, "other words", now=NOW, cost=CHEAP)
        with node.cabinet.reading() as shelves:
            events = [dict(told) for _, told in shelves.trail() if "opens" in str(told)]  # type: ignore[arg-type]  # an event is a map
    words_ = "The node opens with another passphrase."
    assert events == [{"what": "what opens the node was changed", "when": NOW, "words": words_}]
    with open_node(tmp_path / "n", "other words") as node:
        assert words(node.compact()) == [BODY]
    assert before == {file: file.read_bytes() for file in (tmp_path / "n").rglob("*.root")}
    assert (tmp_path / "n" / "master.sealed").stat().st_mode & 0o777 == 0o600


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("full", "file", "link"):
        with pytest.raises(UsageError, match="is there already"):
            new(tmp_path / name)
    (tmp_path / "empty").mkdir()
    with new(tmp_path / "empty") as node:
        root = tmp_path / "elsewhere"
        root.write_text("mine")
        with pytest.raises(UsageError, match="is there already"):
            membership.enter(node, "gulf", [], "x", now=0, root=root, cost=CHEAP)
        assert node.compacts() == []
    assert (tmp_path / "full" / "file").read_text() == (tmp_path / "file").read_text() == root.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "empty", "file", "full", "link"]


@pytest.mark.parametrize("party", ["", "../x", "a\0b", "North\u202eland", " North", "N" * 201])
def test_54_a_name_never_becomes_a_path(party: str, tmp_path: Path) -> None:
    if party != "../x":
        with pytest.raises(UsageError, match="cannot be a"):
            new(tmp_path / "n", party)
        assert list(tmp_path.iterdir()) == []
        return
    with new(tmp_path / "n", party) as node:
        membership.enter(node, "../../gulf", [], "x", now=0, cost=CHEAP)
        make_person(node, "../../Ann", "x", cost=CHEAP)
    assert [path.name for path in tmp_path.iterdir()] == ["n"]
    inside = {str(path.relative_to(tmp_path / "n")) for path in (tmp_path / "n").rglob("*") if path.is_file()}
    assert inside == {
        "cabinet.sqlite",
        "compacts/1.root",
        "compacts/1.sqlite",
        "master.sealed",
        "node.json",
        "people/1.key",
    }


def test_no_second_party_takes_a_name_in_a_compact_and_no_other_card_that_of_a_member(tmp_path: Path) -> None:
    with new(tmp_path / "n") as north, new(tmp_path / "x", "Northland") as twin, new(tmp_path / "s", "S") as south:
        one = side(north)
        with pytest.raises(UsageError, match="'Northland' cannot join"):
            add_member(one, side(twin, compact=one.id).card, compared=True)
        other = side(south, compact=one.id)
        assert not add_member(one, other.card, compared=False).compared
        assert add_member(one, other.card, compared=True).compared
        assert add_member(one, other.card, compared=False).compared
        root = root_key(other.root_file, "root " + SECRET)
        card = read_card(other.card)
        forged = sign_card(card._replace(people=card.people[:1]), root)
        with pytest.raises(CardsContradict):
            add_member(one, forged, compared=True)
        assert one.members["S"].card == other.card


def spoiled(path: Path, file: str, how: str) -> None:
    target = path / file
    if how == "gone":
        target.unlink()
    elif how == "empty":
        target.write_bytes(b"")
    elif how == "cut":
        target.write_bytes(target.read_bytes()[: target.stat().st_size // 2])
    else:
        data = bytearray(target.read_bytes())
        for at in range(20, len(data), 97):
            data[at] ^= 0xFF
        target.write_bytes(bytes(data))


@pytest.mark.parametrize("how", ["gone", "empty", "cut", "scribbled"])
@pytest.mark.parametrize("file", ["node.json", "master.sealed", "cabinet.sqlite", "compacts/1.sqlite"])
def test_damaged_files_are_told_in_words(file: str, how: str, tmp_path: Path) -> None:
    with new(tmp_path / "n") as node:
        say(side(node), BODY)
    spoiled(tmp_path / "n", file, how)
    with pytest.raises(FreehandError) as refusal, again(tmp_path / "n") as node:
        words(node.compact())
    assert refusal.value.faults[0].next


def test_the_papers_of_one_node_in_anothers_place_do_not_open(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with new(tmp_path / name) as node:
            side(node)
    for file in ("cabinet.sqlite", "compacts/1.sqlite"):
        shutil.copytree(tmp_path / "a", tmp_path / "mixed")
        shutil.copyfile(tmp_path / "b" / file, tmp_path / "mixed" / file)
        with pytest.raises(FreehandError) as refusal, again(tmp_path / "mixed") as node:
            say(node.compact(), BODY)
        assert refusal.value.faults[0].next
        shutil.rmtree(tmp_path / "mixed")


def test_one_store_in_anothers_place_does_not_open(tmp_path: Path) -> None:
    with new(tmp_path / "n") as node:
        side(node)
        side(node, "the lake")
    first, second = (tmp_path / "n" / "compacts" / f"{number}.sqlite" for number in (1, 2))
    os.rename(first, tmp_path / "kept")
    shutil.copyfile(second, first)
    with again(tmp_path / "n") as node, pytest.raises(FreehandError):
        say(node.compact("strait of gulf"), BODY)


def test_private_keys_are_not_shown(tmp_path: Path) -> None:
    with new(tmp_path / "n") as node:
        compact = side(node)
        shown: list[Any] = [node, compact, compact.keys, node.vault, compact.members, node.place]
        text = " ".join(map(repr, shown))
        for seed in (compact.keys.log.seed(), compact.keys.recipients[0].seed()):
            assert seed.hex() not in text
            assert repr(seed)[2:20] not in text
        assert isinstance(root_key(compact.root_file, "root " + SECRET), SigningKey)
        with pytest.raises(NotOpened):
            root_key(compact.root_file, SECRET)
