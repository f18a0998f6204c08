"""What is held of a compact, found by kind, by leaf and by what releases it; and how far the finding has come.

The question: a compact holds a hundred thousand records, and a bundle brings a hundred. How is the new seen, and the
old found again, without a look at everything?

The rules:

1. What is held is found by an index in the cabinet (``index``), which is kept up by whoever looks at what is new
   (``finding``).
2. What stands though its author goes on from below it (``ledger.listing.disowned``) is on another line, or beyond what
   the newest epoch began with; it is read as a whole, and marked. There is seldom any.

Cost: a lookup is one of the cabinet's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

from freehand.ledger.branches import branch_of
from freehand.ledger.lines import current
from freehand.ledger.listing import disowned
from freehand.ledger.store.interface import Range, Store
from freehand.ledger.store.packs import ranges as ranges_of
from freehand.ledger.tree import HASH_BYTES
from freehand.node.index import GONE, LEAF, PASS, REPLACING, found_in, group_of, read_cursor
from freehand.node.said import Said, as_said
from freehand.node.store.interface import Shelves

DISOWNED: Final = "disowned by its author, whose key for it was revoked; a receipt covers it, so it stands"


class Held:
    """What is held, to be read. ``shelves`` opens a state of the cabinet."""

    def __init__(
        self,
        store: Store,
        logs: Mapping[str, str],
        own: str,
        shelves: Callable[[], AbstractContextManager[Shelves]],
    ) -> None:
        """For the logs of a compact, each with its party's name, of which one is the own."""
        self.store, self.logs, self.own = store, logs, own
        self._shelves = shelves
        self._pages: dict[tuple[str, str], list[int]] = {}
        with shelves() as state:
            self._cursors = {log: read_cursor(state, log) for log in logs}
        with store.reading() as view:
            self.disowned = {log: found for log in logs if (found := disowned(view, log))}
            """Where in each log that is (rule 2)."""
            self._gone_by = {log: branch_of(view, log) for log in self.disowned}
        self.parted = {
            log: min(one.first for one in found)
            for log, every in self.disowned.items()
            if (found := [one for one in every if one.branch != self._gone_by[log]])
        }
        """From where on the owner of each such log has said all anew, on another line than what it disowned."""
        self._beside: dict[str, list[Said]] = {}
        self._leaves: dict[str, bytes] = {}

    @classmethod
    def within(cls, store: Store, logs: Mapping[str, str], own: str, shelves: Shelves) -> Held:
        """The same, inside a state that is open already."""
        return cls(store, logs, own, lambda: nullcontext(shelves))

    def kinds(self, log: str) -> list[str]:
        """The kinds of which anything was found."""
        return sorted(kind for kind in self._cursors[log].counts if not kind.startswith(REPLACING))

    def numbers(self, log: str, kind: str) -> list[int]:
        """Those of a kind, in order."""
        if (log, kind) not in self._pages:
            with self._shelves() as state:
                self._pages[log, kind] = sorted(set(found_in(state, log, kind, self._cursors[log].counts)))
        return self._pages[log, kind]

    def read(self, log: str, numbers: Iterable[int]) -> Iterator[Said]:
        """The records with these numbers that are there, in order."""
        party, mine = self.logs[log], log == self.own
        marked = [Range(one.first, one.end) for one in self.disowned.get(log, ()) if one.branch == self._gone_by[log]]
        with self.store.reading() as view:
            for number, data in current(view, log).records(ranges_of(numbers)):
                said = as_said(party, log, data, mine=mine)
                yield _disowned(said) if any(first <= number < end for first, end in marked) else said

    def beside(self, log: str) -> list[Said]:
        """What stands on other lines of a log than the one that is gone by, in order (rule 2)."""
        if log in self.disowned and log not in self._beside:
            party, mine, found = self.logs[log], log == self.own, dict[str, Said]()
            with self.store.reading() as view:
                for branch, first, end in self.disowned[log]:
                    if branch != self._gone_by[log]:
                        for _, data in view.line(log, branch).records([Range(first, end)]):
                            said = _disowned(as_said(party, log, data, mine=mine))
                            found.setdefault(said.leaf, said)
            self._beside[log] = sorted(found.values(), key=lambda one: (one.number, one.leaf))
        return self._beside.get(log, [])

    def of(self, *kinds: str) -> Iterator[Said]:
        """All of these kinds, by party, then by number."""
        for log in sorted(self.logs, key=lambda log: (self.logs[log], log)):
            numbers = [number for kind in kinds for number in self.numbers(log, kind)]
            if numbers:
                yield from self.read(log, sorted(numbers))
            yield from (one for one in self.beside(log) if _is_of(one, kinds))

    def one(self, leaf: str) -> Said | None:
        """The record of a leaf, if it is there."""
        with self._shelves() as state:
            place: Any = state.get(LEAF, leaf)
        if place is None or place[0] not in self.logs:
            return None
        log = str(place[0])
        said = next((said for said in self.read(log, [place[1]]) if said.leaf == leaf), None)
        return said or next((said for said in self.beside(log) if said.leaf == leaf), None)

    def owner(self, leaf: str, first: str) -> str:
        """In whose log a leaf is, whether its record is here or not; the party named second is looked at first."""
        wanted = bytes.fromhex(leaf)
        for log in sorted(self.logs, key=lambda log: (self.logs[log] != first, log)):
            if log not in self._leaves:
                with self.store.reading() as view:
                    lines = (view.line(log, branch) for branch in view.branches(log))
                    self._leaves[log] = b"".join(piece for line in lines for piece in line.leaves(0, line.size))
            at = self._leaves[log].find(wanted)
            while at > 0 and at % HASH_BYTES:
                at = self._leaves[log].find(wanted, at + 1)
            if at >= 0:
                return self.logs[log]
        return ""

    def gone(self, kind: str) -> set[str]:
        """Leaves of versions of a kind which others had replaced that were erased."""
        with self._shelves() as state:
            return {leaf for log in self.logs for leaf, _ in state.all(GONE, f"{log} {kind}")}

    def newest_release_of(self, log: str, item: str) -> Said | None:
        """The last of the releases in a log that name an item, if it is there."""
        with self._shelves() as state:
            number: Any = state.get(PASS, f"{log} {item}")
        return None if number is None else next(self.read(log, [number]), None)


def _disowned(said: Said) -> Said:
    return said._replace(disowned=True, remarks=(*said.remarks, DISOWNED))


def _is_of(said: Said, kinds: Sequence[str]) -> bool:
    group = group_of(said.kind)
    return group in kinds or (said.replaces is not None and REPLACING + group in kinds)
