"""Cases of trees: inclusion and consistency."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from freehand.ledger.canonical import LARGEST, canonical
from freehand.ledger.rows import Growth, PagesInMemory, consistency, inclusion, root_at
from freehand.ledger.tree import EMPTY
from freehand.ledger.vectors.case import Case, broken
from freehand.ledger.vectors.world import (
    seed,
)


def _tree(size: int) -> tuple[list[bytes], PagesInMemory]:
    leaves = [seed(f"leaf {number}") for number in range(size)]
    growth, pages = Growth(), PagesInMemory()
    pages.keep(growth.add(b"".join(leaves)))
    pages.keep(growth.unfinished())
    return leaves, pages


def inclusion_cases() -> Iterator[Case]:
    """Proofs that a leaf stands in a tree."""
    for size in (1, 2, 3, 7, 8, 300):
        leaves, pages = _tree(size)
        for index in sorted({0, size // 2, size - 1}):
            value: dict[str, Any] = {
                "index": index,
                "leaf": leaves[index].hex(),
                "proof": [each.hex() for each in inclusion(pages, index, size)],
                "root": root_at(pages, size).hex(),
                "size": size,
            }
            good = Case("inclusion", f"{index}-of-{size}", canonical(value), True, "a leaf in a tree", {}, {})
            yield good
    path, zeros = list(value["proof"]), bytes(32).hex()
    yield from broken(
        good,
        value,
        {
            "one-more": ({"proof": [*path, zeros]}, "a hash too many"),
            "one-less": ({"proof": path[:-1]}, "a hash too few"),
            "none": ({"proof": []}, "no hashes"),
            "swapped": ({"proof": [path[1], path[0], *path[2:]]}, "two hashes in the wrong order"),
            "other-leaf": ({"leaf": zeros}, "another leaf"),
            "other-index": ({"index": 0}, "another place"),
            "index-is-size": ({"index": 300}, "a place beyond the end"),
            "other-size": ({"size": 298}, "another size"),
            "size-2-63": ({"size": LARGEST, "index": LARGEST - 1}, "a size beyond its leaves"),
            "other-root": ({"root": zeros}, "another root"),
            "short-hash": ({"proof": ["00", *path[1:]]}, "a hash of another length"),
        },
    )


def consistency_cases() -> Iterator[Case]:
    """Proofs that one tree is the beginning of another."""
    for old, new in ((1, 1), (1, 2), (2, 3), (3, 7), (4, 8), (6, 8), (255, 300), (256, 300)):
        _, pages = _tree(new)
        value: dict[str, Any] = {
            "new": new,
            "new_root": root_at(pages, new).hex(),
            "old": old,
            "old_root": root_at(pages, old).hex(),
            "proof": [each.hex() for each in consistency(pages, old, new)],
        }
        good = Case("consistency", f"{old}-to-{new}", canonical(value), True, "a tree that grew", {}, {})
        yield good
    path, zeros = list(value["proof"]), bytes(32).hex()
    empty = {"new": 2, "old": 0, "old_root": EMPTY.hex(), "proof": []}
    yield from broken(
        good,
        value,
        {
            "one-more": ({"proof": [*path, zeros]}, "a hash too many"),
            "one-less": ({"proof": path[:-1]}, "a hash too few"),
            "none": ({"proof": []}, "no hashes"),
            "other-old-root": ({"old_root": zeros}, "another old root"),
            "other-new-root": ({"new_root": zeros}, "another new root"),
            "backwards": ({"old": 300, "new": 256}, "from a size to a smaller one"),
            "from-nothing": (empty, "from an empty tree nothing follows"),
            "equal-with-proof": ({"old": 300, "old_root": value["new_root"]}, "between equal sizes no hash is needed"),
            "power-of-two-root": ({"proof": [value["old_root"], *path]}, "the old root stands in its own proof"),
        },
    )
