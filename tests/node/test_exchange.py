"""What a partner may have, and the bundle that hands it over: nothing else, and equal in two worlds."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from freehand.errors import AccessError, UsageError
from freehand.ledger.bundle.opening import read_head
from freehand.ledger.store.interface import Range
from freehand.node import due, erasing, exchange
from freehand.node.authoring import agreeing, withdrawing
from freehand.node.drafts import keeping, placed
from freehand.node.intake import take
from freehand.node.said import said_at
from tests.node.homes import NOW, Home, met, round_of, under_terms


@pytest.fixture
def two(tmp_path: Path) -> list[Home]:
    return under_terms(tmp_path, "A", "B")


@pytest.fixture
def three(tmp_path: Path) -> list[Home]:
    return under_terms(tmp_path, "A", "B", "C")


def withdraw(home: Home, leaf: str, how: str = "retract") -> None:
    withdrawing.withdraw(home.node, home.compact, leaf, how, "it is wrong", now=NOW)


def numbers(home: Home, partner: str) -> set[int]:
    """All that was handed over to a partner."""
    handed = exchange.handed_over(home.node, home.compact, partner)
    return {n for one in handed for first, end in one.records for n in range(first, end)}


def test_a_partner_has_what_was_released_to_it_and_all_leaves(three: list[Home]) -> None:
    a, b, c = three
    shared, private = a.report("for both", "B", "C", name="r1"), a.report("for B", "B", name="r2")
    a.said(shared, "B", "C")
    a.said(private, "B")
    for reader in (b, c):
        reader.hear(a)
        assert reader.known().sizes["A"] == a.size
    assert b.read(a, "report") == [shared.said, private.said]
    assert c.read(a, "report") == [shared.said]


def test_nobody_learns_what_was_released_to_another_or_that_it_was(three: list[Home]) -> None:
    a, _, c = three
    leaf = a.said(a.report("for B", "B"), "B")
    start = a.size - 2
    withdraw(a, leaf)
    c.hear(a)
    assert numbers(a, "C").isdisjoint(range(start, a.size))
    a.bundle(three[1])
    assert a.size - 1 in numbers(a, "B")


def test_what_is_handed_over_is_handed_over_once(two: list[Home]) -> None:
    a, b = two
    a.said(a.report("a day", "B"), "B")
    ready = due.ready(a.node, a.compact, "B")
    assert (ready.leaves, ready.records) == (2, (Range(a.size - 2, a.size),))
    b.hear(a)
    assert not due.ready(a.node, a.compact, "B").anything
    before = numbers(a, "B")
    b.hear(a)
    assert numbers(a, "B") == before
    assert exchange.handed_over(a.node, a.compact, "B")[-1].records == ()


def test_before_terms_are_in_force_only_what_belongs_to_membership_goes(tmp_path: Path) -> None:
    a, b = met(tmp_path, "A", "B")
    version = a.propose()
    draft = a.report("a day", "B")
    from freehand.ledger.log import Statement, append

    append(
        a.compact.store, a.compact.log, a.compact.keys.log,
        [Statement(draft.kind, draft.object, draft.said, NOW, draft.label)],
    )  # fmt: skip
    refused = due.ready(a.node, a.compact, "B").refused
    assert [(number, refusal.clause) for number, refusal in refused] == [(a.size - 1, "terms")]
    b.hear(a)
    assert b.known().standing.version(version) is not None
    assert a.size - 1 not in numbers(a, "B")


def test_what_waits_for_its_release_goes_when_it_comes(two: list[Home]) -> None:
    from freehand.ledger.log import Statement, append

    a, b = two
    draft = a.report("a day", "B")
    item = Statement(draft.kind, draft.object, draft.said, NOW, draft.label)
    append(a.compact.store, a.compact.log, a.compact.keys.log, [item])
    number = a.size - 1
    b.hear(a)
    assert number not in numbers(a, "B")
    with a.node.cabinet.writing() as shelves:
        (said,) = a.known().said("report")
        placed.keep_said(shelves, a.compact, said, said.leaf, said.number)
    a.release(draft.id, to=["B"])
    b.hear(a)
    assert number in numbers(a, "B")
    assert b.read(a, "report") == [draft.said]


def test_what_was_withdrawn_before_it_went_does_not_go(two: list[Home]) -> None:
    a, b = two
    leaf = a.said(a.report("a day", "B"), "B")
    number = a.size - 2
    withdraw(a, leaf)
    b.hear(a)
    assert number not in numbers(a, "B")
    assert b.read(a, "report") == []


class TestABundleThatIsWrittenAgain:
    def lost(self, a: Home, b: Home) -> tuple[str, int, bytes]:
        """A report went in a bundle that did not arrive: its leaf, its number, the last bundle that did."""
        b.hear(a)
        leaf = a.said(a.report("a day", "B"), "B")
        a.bundle(b)
        return leaf, a.size - 2, b""

    def again(self, a: Home, b: Home) -> set[int]:
        """Which records the bundle has that follows the last one that arrived."""
        arrived = b.known().silence["A"].serial
        sink = io.BytesIO()
        exchange.write(a.node, a.compact, "B", sink, now=NOW, after=arrived)
        take(b.node, b.compact, io.BytesIO(sink.getvalue()), now=NOW)
        last = exchange.handed_over(a.node, a.compact, "B")[-1]
        return {n for first, end in last.records for n in range(first, end)}

    def test_has_in_it_what_the_lost_one_had(self, two: list[Home]) -> None:
        a, b = two
        _, number, _ = self.lost(a, b)
        assert number in self.again(a, b)
        assert len(b.read(a, "report")) == 1

    def test_has_not_what_was_withdrawn_since(self, two: list[Home]) -> None:
        a, b = two
        leaf, number, _ = self.lost(a, b)
        withdraw(a, leaf)
        assert number not in self.again(a, b)

    def test_has_not_what_was_erased_since_and_is_written_all_the_same(self, two: list[Home]) -> None:
        from freehand.ledger.receipts import erase

        a, b = two
        _, number, _ = self.lost(a, b)
        erase(a.compact.store, a.compact.log, number, by=a.compact.log, key=a.compact.keys.log, time=NOW)
        assert number not in self.again(a, b)

    def test_has_not_what_the_terms_exclude_since(self, two: list[Home]) -> None:
        a, b = two
        _, number, _ = self.lost(a, b)
        (old,) = a.known().standing.in_force
        terms = a.terms(exclusions=[{"name": "days", "words": ["day"]}])
        new = agreeing.amend(a.node, a.compact, old.id, terms, now=NOW).leaf
        a.accept_terms(new)
        self.again(a, b)
        b.accept_terms(new)
        a.hear(b)
        assert a.known().standing.in_force[0].id == new
        sink = io.BytesIO()
        exchange.write(a.node, a.compact, "B", sink, now=NOW, after=0)
        last = exchange.handed_over(a.node, a.compact, "B")[-1]
        assert number not in {n for first, end in last.records for n in range(first, end)}

    def test_has_after_a_party_left_nothing_of_its_plans(self, two: list[Home]) -> None:
        a, b = two
        _, number, _ = self.lost(a, b)
        agreeing.leave(a.node, a.compact, "we part", now=NOW)
        again = self.again(a, b)
        assert again == {a.size - 1}
        assert number not in again
        assert a.party in b.known().standing.left


def test_receipts_go_along_once_and_again_with_what_is_written_again(two: list[Home]) -> None:
    a, b = two
    leaf = a.said(a.report("a day", "B"), "B")
    withdraw(a, leaf, "erase")
    b.hear(a)
    assert due.ready(b.node, b.compact, "A").papers == ()
    leaf = a.said(a.report("two days", "B"), "B")
    b.hear(a)
    withdraw(a, leaf, "erase")
    b.hear(a)
    erasing.erase(b.node, b.compact, leaf, now=NOW)
    assert len(due.ready(b.node, b.compact, "A").papers) == 1
    a.hear(b)
    assert len(a.receipts()) == 1
    assert due.ready(b.node, b.compact, "A").papers == ()
    sink = io.BytesIO()
    exchange.write(b.node, b.compact, "A", sink, now=NOW, after=0)
    assert read_head(io.BytesIO(sink.getvalue())).manifest.papers.things == 1


def test_what_is_said_while_a_bundle_is_written_goes_with_the_next_one(two: list[Home]) -> None:
    a, b = two
    before = a.known()
    draft = a.report("a day", "B")
    a.said(draft, "B")
    b.take(a.bundle(b, known=before))
    b.hear(a)
    assert b.read(a, "report") == [draft.said]


def test_nothing_is_written_for_oneself_or_a_stranger(two: list[Home]) -> None:
    a, _ = two
    for partner in ("A", "C", "b"):
        with pytest.raises(UsageError, match="no other party"):
            due.ready(a.node, a.compact, partner)


def test_a_bundle_that_this_node_does_not_remember_is_not_gone_on_from(two: list[Home]) -> None:
    a, b = two
    a.said(a.report("a day", "B"), "B")
    with a.node.cabinet.writing() as shelves:
        shelves.drop(due.HANDED, f"{a.compact.id} {b.compact.log}")
    ready = due.ready(a.node, a.compact, "B")
    assert ready.records == (Range(a.size - 2, a.size),)


class TestAFileThatIsNeverThere:
    """Attacks 31 and 33: what breaks off hands nothing over."""

    def write(self, a: Home, path: Path, **more: Any) -> int:
        return exchange.write_file(a.node, a.compact, "B", path, now=NOW, **more).serial

    def broken_off(self, a: Home, path: Path) -> None:
        """Everything is done but for the name of the file."""
        with mock.patch("os.link", side_effect=OSError(28, "No space left on device")), pytest.raises(AccessError):
            self.write(a, path)
        assert not path.exists()

    @pytest.mark.parametrize("times", [1, 2])
    def test_is_followed_by_one_that_has_all_of_it_and_can_be_read(
        self, two: list[Home], tmp_path: Path, times: int
    ) -> None:
        a, b = two
        b.hear(a)
        a.said(a.report("a day", "B"), "B")
        for _ in range(times):
            self.broken_off(a, tmp_path / "x")
        self.write(a, tmp_path / "x")
        b.take((tmp_path / "x").read_bytes())
        assert len(b.read(a, "report")) == 1
        self.write(a, tmp_path / "y")
        b.take((tmp_path / "y").read_bytes())

    def test_is_forgotten_once_a_later_one_went_out_another_way(self, two: list[Home], tmp_path: Path) -> None:
        a, b = two
        b.hear(a)
        arrived = b.known().silence["A"].serial
        self.broken_off(a, tmp_path / "x")
        b.take(a.bundle(b, after=arrived))
        a.said(a.report("a day", "B"), "B")
        serial = self.write(a, tmp_path / "x")
        head = read_head(io.BytesIO((tmp_path / "x").read_bytes()))
        assert head.manifest.follows.serial == serial - 1

    def test_costs_nothing_when_a_process_dies_before_it_is_written(self, two: list[Home], tmp_path: Path) -> None:
        a, b = two
        b.hear(a)
        with mock.patch.object(exchange, "write", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
            self.write(a, tmp_path / "x")
        self.write(a, tmp_path / "x")
        b.take((tmp_path / "x").read_bytes())


# -- two worlds -----------------------------------------------------------------------------------------------------


def world(folder: Path, secret: str) -> list[Home]:
    """What A withholds from C is the secret; all else, chance included, is the same. Lengths are equal."""
    a, b, c = under_terms(folder, "A", "B", "C")
    a.said(a.report(secret, "B", name="r1"), "B")
    a.said(a.report("for all", "B", "C", name="r2"), "B", "C")
    kept = keeping.put(a.node, a.compact, "report", "r3", {"document": f'{{"report":"{secret}"}}'}, label="A")
    assert kept.label == "A"
    return [a, b, c]


def opened(home: Home, bundle: bytes, reader: Home) -> list[Any]:
    """A bundle as its recipient sees it: the sizes that it declares, and every record in it but for its salt."""
    manifest = read_head(io.BytesIO(bundle)).manifest
    take(reader.node, reader.compact, io.BytesIO(bundle), now=NOW)
    said = [(one.number, one.kind, one.object, one.label, one.body) for one in reader.known().said("report")]
    sizes = [(part.length, part.things) for part in (manifest.leaves, manifest.papers, manifest.records)]
    return [len(bundle), manifest.serial, manifest.old_size, sizes, manifest.ciphertext.length, said]


def test_attack_42_two_worlds_that_differ_in_what_is_withheld_give_equal_bundles(tmp_path: Path) -> None:
    seen = []
    for at, secret in enumerate(("the port closes at dawn", "the port opens at night")):
        a, _, c = world(tmp_path / str(at), secret)
        seen.append(opened(a, a.bundle(c), c))
    assert seen[0] == seen[1]
    assert [one[1] for one in seen[0][-1]] == ["report"]


def test_attack_42_to_whom_it_was_released_the_worlds_differ(tmp_path: Path) -> None:
    seen = []
    for at, secret in enumerate(("the port closes at dawn", "the port opens at night")):
        a, b, _ = world(tmp_path / str(at), secret)
        seen.append(opened(a, a.bundle(b), b))
    assert seen[0][:-1] == seen[1][:-1]
    assert seen[0][-1] != seen[1][-1]


def test_attack_46_without_padding_the_size_of_a_bundle_tells_how_much_is_in_it_and_with_it_only_the_step(
    tmp_path: Path,
) -> None:
    sizes: dict[int, set[int]] = {0: set(), exchange.STEP: set()}
    for at, words in enumerate(("short", "x" * 20_000)):
        for step, found in sizes.items():
            a, b = under_terms(tmp_path / f"{at}-{step}", "A", "B")
            a.said(a.report(words, "B"), "B")
            found.add(len(a.bundle(b, step=step)))
    assert len(sizes[0]) == 2
    assert len(sizes[exchange.STEP]) == 1


def test_a_hundred_bundles_look_at_each_record_once(two: list[Home], monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = two
    looked: list[int] = []

    def counted(*args: Any) -> Any:
        for one in said_at(*args):
            looked.append(one.number)
            yield one

    monkeypatch.setattr("freehand.node.outgoing.said_at", counted)
    start = a.size
    a.bundle(b)
    looked.clear()
    for at in range(20):
        a.said(a.report("a day", "B", name=f"r{at}"), "B")
        a.bundle(b)
    assert looked == list(range(start, a.size))


def test_everybody_hears_what_everybody_said(three: list[Home]) -> None:
    a, b, c = three
    for home in three:
        others = [one.party for one in three if one is not home]
        home.said(home.report("a day", *others, name=f"r of {home.party}".replace(" ", "-")), *others)
    round_of(a, b, c)
    seen = [sorted((one.party, one.leaf) for one in home.known().said("report")) for home in three]
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]) == 3
