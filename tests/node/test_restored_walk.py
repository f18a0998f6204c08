"""A node is lost and made again: backup, restore, every member's word, and on; with members that lag, lie or left."""

from __future__ import annotations

from pathlib import Path

import pytest

from freehand.ledger.log import LogStopped
from freehand.node import backup, confirming
from freehand.node.authoring.agreeing import leave
from freehand.node.confirming import answer, ask, take_answer
from freehand.node.epochs import new_epoch
from freehand.node.folder import open_node
from freehand.node.keyring import root_key
from tests.node.homes import NOW, PASSPHRASE, OnDisk, met, round_of


@pytest.fixture
def three(tmp_path: Path) -> list[OnDisk]:
    homes = met(tmp_path / "nodes", "A", "B", "C", kind=OnDisk)
    version = homes[0].propose()
    homes[0].accept_terms(version)
    round_of(*homes)
    for home in homes[1:]:
        home.accept_terms(version)
    round_of(*homes)
    return homes  # type: ignore[return-value]  # what was asked for


def lost_and_restored(a: OnDisk, kept: Path) -> backup.Restored:
    a.node.close()
    a.folder = kept.with_name("again")
    told = backup.restore(kept, a.folder, PASSPHRASE, now=NOW)
    a.node = open_node(a.folder, PASSPHRASE)
    a.compact = a.node.compact()
    return told


def closed(*homes: OnDisk) -> None:
    for home in homes:
        home.node.close()


def test_attack_61_after_a_restore_every_member_confirms_and_bundles_go_on_by_themselves(
    three: list[OnDisk], tmp_path: Path
) -> None:
    a, b, c = three
    backup.back_up(a.node, tmp_path / "kept", now=NOW)
    for name in ("r1", "r2"):
        a.said(a.report("after the backup", "B", "C", name=name), "B", "C")
        b.hear(a)
    size = a.size
    c.hear(a)
    told = lost_and_restored(a, tmp_path / "kept")
    assert told.waiting == {"gulf": ("B", "C")}
    asked = ask(a.node, a.compact)
    with pytest.raises(LogStopped):
        a.propose()
    assert take_answer(a.node, a.compact, answer(c.compact, asked), now=NOW).left == ("B",)
    with pytest.raises(LogStopped):
        a.propose()
    last = take_answer(a.node, a.compact, answer(b.compact, asked), now=NOW)
    assert (last.left, last.size, a.size) == ((), size, size)
    draft = a.report("on it goes", "B", "C", name="r3")
    a.said(draft, "B", "C")
    for home in (b, c):  # no number has to be named by anybody
        home.hear(a)
        assert len(home.read(a, "report")) == 3
    closed(*three)


def test_attack_61_of_two_members_one_that_lies_or_lags_does_no_harm_while_the_other_tells(
    three: list[OnDisk], tmp_path: Path
) -> None:
    a, b, c = three
    backup.back_up(a.node, tmp_path / "kept", now=NOW)
    backup.back_up(b.node, tmp_path / "old", now=NOW)
    a.said(a.report("after the backup", "B", "C"), "B", "C")
    size = a.size
    b.hear(a)
    c.hear(a)
    backup.restore(tmp_path / "old", tmp_path / "lie", PASSPHRASE, now=NOW)
    liar = open_node(tmp_path / "lie", PASSPHRASE)  # B as it was: it tells of an old head
    lost_and_restored(a, tmp_path / "kept")
    asked = ask(a.node, a.compact)
    first = take_answer(a.node, a.compact, answer(liar.compact(), asked), now=NOW)
    assert (first.member, first.taken_back, first.left) == ("B", 0, ("C",))
    with pytest.raises(LogStopped):
        a.propose()
    second = take_answer(a.node, a.compact, answer(c.compact, asked), now=NOW)
    assert (second.taken_back, second.left, a.size) == (2, (), size)
    a.said(a.report("on it goes", "B", "C", name="r2"), "B", "C")
    c.hear(a)
    assert len(c.read(a, "report")) == 2
    assert c.known().frozen == {}
    with a.node.cabinet.reading() as shelves:
        answers = [name for name, _ in shelves.all(confirming.SHELF, within=a.compact.id)]
    assert len(answers) == 2  # what B signed is kept
    liar.close()
    closed(*three)


def test_attack_61_who_begins_a_new_epoch_instead_waits_for_nobody_and_its_bundles_are_taken(
    three: list[OnDisk], tmp_path: Path
) -> None:
    a, b, c = three
    backup.back_up(a.node, tmp_path / "kept", now=NOW)
    a.said(a.report("after the backup", "B"), "B")
    b.hear(a)
    lost_and_restored(a, tmp_path / "kept")
    new_epoch(a.compact, root_key(a.compact.root_file, PASSPHRASE), "restored")
    draft = a.report("on it goes", "B", "C", name="r2")
    a.said(draft, "B", "C")
    for home in (b, c):
        home.hear(a)
        assert draft.said in home.read(a, "report")
    assert len(b.known().disowned) == 2  # what B had a receipt for stands
    closed(*three)


def test_a_restored_node_waits_for_nobody_who_had_left_or_is_found_to_have(three: list[OnDisk], tmp_path: Path) -> None:
    a, b, c = three
    leave(c.node, c.compact, "we go", now=NOW)
    a.hear(c)
    backup.back_up(a.node, tmp_path / "kept", now=NOW)
    assert lost_and_restored(a, tmp_path / "kept").waiting == {"gulf": ("B",)}
    done = take_answer(a.node, a.compact, answer(b.compact, ask(a.node, a.compact)), now=NOW)
    assert done.left == ()
    closed(*three)


def test_a_member_that_is_found_to_have_left_after_the_restore_is_waited_for_no_more(
    three: list[OnDisk], tmp_path: Path
) -> None:
    a, b, c = three
    backup.back_up(a.node, tmp_path / "kept", now=NOW)
    leave(c.node, c.compact, "we go", now=NOW)
    assert lost_and_restored(a, tmp_path / "kept").waiting == {"gulf": ("B", "C")}
    a.hear(c)
    done = take_answer(a.node, a.compact, answer(b.compact, ask(a.node, a.compact)), now=NOW)
    assert done.left == ()
    closed(*three)
