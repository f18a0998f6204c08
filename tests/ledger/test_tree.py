"""The tree of hashes: public vectors, the definition written down slowly, and how the cost grows."""

from __future__ import annotations

import json
import random
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from freehand.errors import UsageError
from freehand.ledger.rows import PAGE, Growth, Page, PagesInMemory, consistency, inclusion, root_at
from freehand.ledger.tree import EMPTY, BadProof, check_consistency, check_inclusion

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "merkle" / "testdata"
beside = pytest.mark.skipif(not VECTORS.exists(), reason=f"the vectors are not beside this checkout, at {VECTORS}")
SIZES = [*range(1, 70), 255, 256, 257, 511, 513, 1000, 4095, 4096, 4097]


def leaf(n: int, branch: str = "") -> bytes:
    return sha256(f"\0leaf {n}{branch}".encode()).digest()


LEAVES = [leaf(n) for n in range(5000)]


def slowly(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162, section 2.1.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\1" + slowly(leaves[:half]) + slowly(leaves[half:])).digest()


def path_slowly(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 9162, section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    if index < half:
        return [*path_slowly(index, leaves[:half]), slowly(leaves[half:])]
    return [*path_slowly(index - half, leaves[half:]), slowly(leaves[:half])]


def subproof_slowly(old: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 9162, section 2.1.4.1."""
    if old == len(leaves):
        return [] if whole else [slowly(leaves)]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    if old <= half:
        return [*subproof_slowly(old, leaves[:half], whole), slowly(leaves[half:])]
    return [*subproof_slowly(old - half, leaves[half:], False), slowly(leaves[:half])]


def kept(leaves: list[bytes]) -> PagesInMemory:
    growth, pages = Growth(), PagesInMemory()
    pages.keep(growth.add(b"".join(leaves)))
    pages.keep(growth.unfinished())
    return pages


PAGES = kept(LEAVES)


def holds_inclusion(case: dict[str, Any]) -> bool:
    try:
        proof = [b64decode(each) for each in case["proof"] or []]
        check_inclusion(b64decode(case["leafHash"]), case["leafIdx"], case["treeSize"], proof, b64decode(case["root"]))
    except BadProof:
        return False
    return True


def holds_consistency(case: dict[str, Any]) -> bool:
    try:
        proof = [b64decode(each) for each in case["proof"] or []]
        roots = b64decode(case["root1"] or ""), b64decode(case["root2"] or "")
        check_consistency(case["size1"], roots[0], case["size2"], roots[1], proof)
    except BadProof:
        return False
    return True


def cases(kind: str) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted((VECTORS / kind).rglob("*.json"))]


@beside
def test_the_public_inclusion_vectors_are_judged_as_they_say_but_for_hashes_of_other_lengths() -> None:
    found = cases("inclusion")
    short = [c for c in found if not c["wantErr"] and len(b64decode(c["root"])) != 32]
    assert len(found) > 90
    assert all(holds_inclusion(c) is not c["wantErr"] for c in found if c not in short)
    assert len(short) <= 1
    assert not any(map(holds_inclusion, short))


@beside
def test_the_public_consistency_vectors_are_judged_as_they_say_but_for_hashes_of_other_lengths() -> None:
    found = cases("consistency")
    short = [c for c in found if not c["wantErr"] and len(b64decode(c["root1"])) != 32]
    assert len(found) > 70
    assert [c for c in found if holds_consistency(c) is c["wantErr"] and c not in short] == []
    assert len(short) == 1
    assert not any(map(holds_consistency, short))


@pytest.mark.parametrize("size", [0, *SIZES])
def test_a_root_is_that_of_the_definition(size: int) -> None:
    growth = Growth()
    growth.add(b"".join(LEAVES[:size]))
    assert growth.root() == root_at(PAGES, size) == slowly(LEAVES[:size])
    assert Growth.of(PAGES, size).root() == growth.root()


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof_is_that_of_the_definition_and_holds(size: int) -> None:
    root = root_at(PAGES, size)
    for index in range(size) if size < 70 else random.Random(size).sample(range(size), 12):
        proof = inclusion(PAGES, index, size)
        check_inclusion(LEAVES[index], index, size, proof, root)
        assert proof == path_slowly(index, LEAVES[:size])


@pytest.mark.parametrize("size", SIZES)
def test_every_consistency_proof_is_that_of_the_definition_and_holds(size: int) -> None:
    root = root_at(PAGES, size)
    for old in range(1, size + 1) if size < 70 else random.Random(size).sample(range(1, size), 12):
        proof = consistency(PAGES, old, size)
        check_consistency(old, root_at(PAGES, old), size, root, proof)
        assert proof == subproof_slowly(old, LEAVES[:size])


def test_a_tree_that_grows_by_any_steps_is_kept_as_one_that_grew_at_once() -> None:
    for seed in range(20):
        chance = random.Random(seed)
        growth, pages, at = Growth(), PagesInMemory(), 0
        while at < 3000:
            step = chance.choice([1, 2, 15, 16, 17, 255, 256, 257, 900])
            pages.keep(growth.add(b"".join(LEAVES[at : at + step])))
            pages.keep(growth.unfinished())
            at += step
            if chance.random() < 0.3:
                growth = Growth.of(pages, at)
            assert growth.size == at
        assert pages == kept(LEAVES[:at])
        assert growth.root() == slowly(LEAVES[:at])


def test_a_trial_on_a_copy_changes_nothing() -> None:
    growth = Growth.of(PAGES, 777)
    root, other = growth.root(), growth.copy()
    other.add(LEAVES[0] * 300)
    assert (growth.size, growth.root()) == (777, root)
    assert other.root() != root


def test_a_full_page_never_changes_and_holds_64_hashes() -> None:
    growth, seen = Growth(), set[tuple[int, int]]()
    for at in range(0, 5000, 7):
        for page in growth.add(b"".join(LEAVES[at : at + 7])):
            assert (page.row, page.number) not in seen
            assert len(page.hashes) == 32 * PAGE
            seen.add(page[:2])
    assert seen == {(0, n) for n in range(78)} | {(1, n) for n in range(4)}


def test_one_hash_changed_anywhere_breaks_a_proof() -> None:
    size = 300
    root = root_at(PAGES, size)
    for index in (0, 17, 255, 256, 299):
        proof = inclusion(PAGES, index, size)
        for at, each in enumerate(proof):
            wrong = [*proof[:at], each[:-1] + bytes([each[-1] ^ 1]), *proof[at + 1 :]]
            for other in (wrong, proof[:at] + proof[at + 1 :], [*proof[:at], each, *proof[at:]], [*proof, each]):
                with pytest.raises(BadProof):
                    check_inclusion(LEAVES[index], index, size, other, root)
        with pytest.raises(BadProof):
            check_inclusion(LEAVES[index + 1], index, size, proof, root)


def test_the_right_root_with_another_size_and_the_right_size_with_another_root_prove_nothing() -> None:
    root = root_at(PAGES, 100)
    proof = inclusion(PAGES, 5, 100)
    old, path = root_at(PAGES, 40), consistency(PAGES, 40, 100)
    check_inclusion(LEAVES[5], 5, 100, proof, root)
    check_consistency(40, old, 100, root, path)
    for size in [*range(5, 64), *range(129, 300), 2**53, 2**63, -1, 0]:
        with pytest.raises(BadProof):
            check_inclusion(LEAVES[5], 5, size, proof, root)
    for size in (1, 39, 41, 63, 64, 0):
        with pytest.raises(BadProof):
            check_consistency(size, old, 100, root, path)
    for other in (old, EMPTY, root_at(PAGES, 101)):
        with pytest.raises(BadProof):
            check_inclusion(LEAVES[5], 5, 100, proof, other)
        with pytest.raises(BadProof):
            check_consistency(40, old, 100, other, path)


def test_swapped_dropped_and_added_leaves_give_another_root() -> None:
    size, root = 200, root_at(PAGES, 200)
    for n in random.Random(1).sample(range(1, size - 1), 20):
        swapped = [*LEAVES[: n - 1], LEAVES[n], LEAVES[n - 1], *LEAVES[n + 1 : size]]
        dropped = [*LEAVES[:n], *LEAVES[n + 1 : size + 1]]
        added = [*LEAVES[:n], leaf(n, "x"), *LEAVES[n : size - 1]]
        for other in (swapped, dropped, added):
            assert len(other) == size
            assert root_at(kept(other), size) != root


def test_two_branches_that_differ_in_one_withheld_leaf_have_different_roots() -> None:
    """Attack 7: nobody needs a body to see it."""
    other = [*LEAVES[:70], leaf(70, "for the other partner"), *LEAVES[71:100]]
    assert root_at(kept(other), 70) == root_at(PAGES, 70)
    assert all(root_at(kept(other), size) != root_at(PAGES, size) for size in range(71, 101))


def test_a_node_passes_for_no_leaf() -> None:
    """Rule 1: a made-up log of two leaves, whose leaves are the two halves of a true one, has another root."""
    left, right = root_at(PAGES, 2), slowly(LEAVES[2:4])
    assert sha256(b"\0" + left + right).digest() != root_at(PAGES, 4)


def test_a_store_that_lost_a_page_says_so() -> None:
    pages = PagesInMemory(PAGES)
    del pages[0, 12]
    for ask in (lambda: inclusion(pages, 800, 5000), lambda: inclusion(pages, 5, 6000), lambda: root_at(pages, 6000)):
        with pytest.raises(UsageError, match="not kept whole"):
            ask()
    with pytest.raises(UsageError, match="not kept whole"):
        Growth.of(PAGES, 6001)


def test_a_question_beyond_the_log_is_refused() -> None:
    for index, size in ((5, 5), (-1, 5), (0, 0)):
        with pytest.raises(UsageError, match="there is no leaf"):
            inclusion(PAGES, index, size)
    for old, new in ((0, 5), (6, 5), (-1, 5)):
        with pytest.raises(UsageError, match="no such proof"):
            consistency(PAGES, old, new)


class CountedPages(PagesInMemory):
    """Pages that are counted when they are read, and made up beyond the leaves of the test."""

    reads = 0

    def page(self, row: int, number: int) -> bytes:
        self.reads += 1
        return super().page(row, number)


@pytest.mark.parametrize("exponent", [8, 10, 12])
def test_a_proof_reads_at_most_two_pages_of_each_row(exponent: int) -> None:
    size = 2**exponent + 77
    pages = CountedPages(PAGES)
    rows = len({row for row, _ in kept(LEAVES[:size])})
    for index in random.Random(2).sample(range(1, size), 50):
        pages.reads = 0
        inclusion(pages, index, size)
        assert pages.reads <= 2 * rows
        pages.reads = 0
        consistency(pages, index, size)
        assert pages.reads <= 2 * rows


def test_appending_one_leaf_writes_at_most_one_page_of_each_row() -> None:
    growth = Growth.of(PAGES, 4095)
    pages: list[Page] = growth.add(LEAVES[4095]) + growth.unfinished()
    assert sorted(page.row for page in pages) == [0, 1, 2, 3]
    growth.add(LEAVES[4096])
    assert sum(len(page.hashes) for page in growth.unfinished()) <= 3 * 32 * PAGE
