"""What is held of a compact, found by kind, by leaf and by what releases it; and how far the finding has come.

The question: a compact holds a hundred thousand records, and a bundle brings a hundred. How is the new seen, and the
old found again, without a look at everything?

The rules:

1. On the shelf ``index`` stand the numbers of each kind of each log, in pages of 256, in the order in which they came;
   on ``leaf`` where the record of a leaf stands; on ``pass`` which release named an item last. These are hashes,
   numbers and kinds; what a record says stands in the ledger's store alone.
2. The shelf ``cursor`` says of each log up to which state of the store this has come: branch, size, root, and the
   serial of the last bundle that was taken in. Where all of it is as the store has it, nothing new is there.
3. Who takes a bundle in tells which records came (``Listening``). Where nobody has told, as after a crash between the
   two databases, what is held is compared with what has been found: one pass, and only then.
4. Where the store went back or goes by another branch, the finding is begun anew.
5. A number that is found stays on its page though its record is forgotten or erased: whoever reads finds no record.
6. What stands though its author goes on from below it (``ledger.listing.disowned``) is on another line, or beyond what
   the newest epoch began with; it is read as a whole, and marked. There is seldom any.

Cost: a record is read once to be found, and a lookup is one of the cabinet's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, NamedTuple, TypeAlias

from freehand.ledger.branches import branch_of
from freehand.ledger.lines import current
from freehand.ledger.listing import disowned
from freehand.ledger.rows import root_at
from freehand.ledger.store.interface import Change, OpenLine, Range, Store, View
from freehand.ledger.tree import HASH_BYTES
from freehand.node.kinds import BY_NAME
from freehand.node.ranges import numbers_in, ranges_of
from freehand.node.said import CRITICAL, UNKNOWN, Said, as_said
from freehand.node.store.interface import OpenShelves, Shelves

INDEX: Final = "index"
LEAF: Final = "leaf"
PASS: Final = "pass"
CURSOR: Final = "cursor"
GONE: Final = "gone"
"""The versions that erased ones had replaced, by kind: they do not come back."""
PAGE: Final = 256
REPLACING: Final = "replacing "
"""Before a kind: those of it that replace another version."""
DISOWNED: Final = "disowned by its author, whose key for it was revoked; a receipt covers it, so it stands"

Heard: TypeAlias = dict[str, list[Range]]
"""Which records of which logs came."""


class Cursor(NamedTuple):
    """Up to where a log has been looked at (rule 2), and how many numbers of each kind were found."""

    branch: int = 0
    size: int = 0
    root: str = ""
    serial: int = 0
    counts: Mapping[str, int] = {}


class Listening:
    """A store that remembers which records a change brought (rule 3). It is asked once the change is whole."""

    def __init__(self, inner: Store) -> None:
        self._inner = inner
        self.heard: Heard = {}

    def reading(self) -> AbstractContextManager[View]:
        """See ``Store``."""
        return self._inner.reading()

    @contextmanager
    def writing(self, *logs: str) -> Iterator[Change]:
        """See ``Store``."""
        with self._inner.writing(*logs) as change:
            yield _Change(change, self.heard)

    def close(self) -> None:
        """See ``Store``; who opened it closes it."""


class _Change:
    def __init__(self, inner: Change, heard: Heard) -> None:
        self._inner, self._heard = inner, heard

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def line(self, log: str, branch: int = 0) -> Any:
        return _Line(self._inner.line(log, branch), self._heard.setdefault(log, []))


class _Line:
    def __init__(self, inner: OpenLine, heard: list[Range]) -> None:
        self._inner, self._heard = inner, heard

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def add_records(self, first: int, records: Sequence[bytes], *, new: bool = False) -> int:
        end = first + len(records)
        before = set[int]() if new else numbers_in(self._inner.held(first, end))
        count = self._inner.add_records(first, records, new=new)
        if count == len(records):
            self._heard.append(Range(first, end))
        elif count:
            self._heard += ranges_of(sorted(numbers_in(self._inner.held(first, end)) - before))
        return count


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
            """Where in each log that is (rule 6)."""
            self._gone_by = {log: branch_of(view, log) for log in self.disowned}
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
                self._pages[log, kind] = sorted(set(_found(state, log, kind, self._cursors[log].counts)))
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
        """What stands on other lines of a log than the one that is gone by, in order (rule 6)."""
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


def read_cursor(shelves: Shelves, log: str) -> Cursor:
    """Up to where a log has been looked at."""
    value: Any = shelves.get(CURSOR, log)
    return Cursor() if value is None else Cursor(**value)


def now_at(view: View, log: str, reader: str) -> Cursor:
    """The same, as the store has it."""
    line, newest = current(view, log), view.line(log).newest("received", reader)
    return Cursor(branch_of(view, log), line.size, line.root.hex(), 0 if newest is None else newest.number)


def new_ranges(
    view: View, shelves: OpenShelves, log: str, reader: str, told: Sequence[Range] | None, *, unsure: bool = False
) -> list[Range]:
    """Which records of a log were not looked at yet (rules 3 and 4).

    ``told`` are those that are known to have come. A bundle that comes late moves neither head nor newest serial: so
    what was told counts by itself, and *unsure* is who cannot know whether a process died over one.
    """
    before, now = read_cursor(shelves, log), now_at(view, log, reader)
    if before[:4] == now[:4] and not told and not unsure:
        return []
    line = current(view, log)
    back = now.branch != before.branch or now.size < before.size
    if before.size and (back or _other_root(view, log, before)):
        shelves.put(CURSOR, log, Cursor()._asdict() | {"counts": {}})
        return line.held(0, line.size)
    if told is not None and not unsure and _one_bundle(view, log, reader, before):
        return ranges_of(sorted(numbers_in(told)))
    if log == reader:  # nobody reveals what is one's own: what is new lies at its end
        return line.held(before.size, line.size)
    known = {number for kind in before.counts for number in _found(shelves, log, kind, before.counts)}
    return ranges_of(sorted(numbers_in(line.held(0, line.size)) - known))


def find(shelves: OpenShelves, log: str, said: Iterable[Said]) -> None:
    """Put on the shelves where these records of a log stand."""
    before = read_cursor(shelves, log)
    numbers: dict[str, list[int]] = {}
    leaves: list[tuple[str, Any]] = []
    passes: dict[str, Any] = {}
    for one in said:
        group = group_of(one.kind)
        numbers.setdefault(group, []).append(one.number)
        if one.replaces is not None:
            numbers.setdefault(REPLACING + group, []).append(one.number)
        leaves.append((one.leaf, [log, one.number]))
        if one.kind == "release":
            passes |= dict.fromkeys((f"{log} {item}" for item in _items(one)), one.number)
            if len(passes) >= PAGE:
                shelves.put_many(PASS, passes.items())
                passes.clear()
        if len(leaves) >= PAGE:
            shelves.put_many(LEAF, leaves)
            leaves.clear()
    shelves.put_many(LEAF, leaves)
    shelves.put_many(PASS, passes.items())
    counts = dict(before.counts)
    for kind, found in numbers.items():
        counts[kind] = _extend(shelves, log, kind, counts.get(kind, 0), found)
    shelves.put(CURSOR, log, before._replace(counts=counts)._asdict())


def move_cursor(shelves: OpenShelves, log: str, now: Cursor) -> None:
    """Everything up to here has been looked at."""
    counts = read_cursor(shelves, log).counts
    shelves.put(CURSOR, log, now._replace(counts=dict(counts))._asdict())


def keep_gone(shelves: OpenShelves, said: Said) -> None:
    """What a version replaced that is to be erased: that stays replaced."""
    if said.replaces is not None:
        shelves.put(GONE, said.replaces, said.number, within=f"{said.log} {said.kind}")


def place_of(shelves: Shelves, leaf: str) -> tuple[str, int]:
    """The log and the number of a record that was found."""
    place: Any = shelves.get(LEAF, leaf)
    return str(place[0]), int(place[1])


def _disowned(said: Said) -> Said:
    return said._replace(disowned=True, remarks=(*said.remarks, DISOWNED))


def _is_of(said: Said, kinds: Sequence[str]) -> bool:
    group = group_of(said.kind)
    return group in kinds or (said.replaces is not None and REPLACING + group in kinds)


def _items(said: Said) -> list[str]:
    items = said.body.get("items") if isinstance(said.body, dict) else None
    return [item for item in items if isinstance(item, str)] if isinstance(items, list) else []


def _extend(shelves: OpenShelves, log: str, kind: str, count: int, numbers: list[int]) -> int:
    page, at = divmod(count, PAGE)
    held: Any = shelves.get(INDEX, f"{log} {kind} {page}") if at else []
    held = [*held, *numbers]
    for start in range(0, len(held), PAGE):
        shelves.put(INDEX, f"{log} {kind} {page + start // PAGE}", held[start : start + PAGE], within=log)
    return count + len(numbers)


def _found(shelves: Shelves, log: str, kind: str, counts: Mapping[str, int]) -> Iterator[int]:
    count = counts.get(kind, 0)
    for page in range(-(-count // PAGE)):
        held: Any = shelves.get(INDEX, f"{log} {kind} {page}") or []
        yield from held[: count - page * PAGE]


def _one_bundle(view: View, log: str, reader: str, before: Cursor) -> bool:
    """Whether what was told is all: another process may have taken in a bundle, and died before it was looked at."""
    return sum(1 for _ in view.line(log).papers("received", reader, before.serial + 1)) <= 1


def _other_root(view: View, log: str, before: Cursor) -> bool:
    return root_at(current(view, log), before.size).hex() != before.root


def group_of(kind: str) -> str:
    """Under which word it is found: kinds that are not in the table stand together, as anybody can make up many."""
    return kind if kind in BY_NAME or kind == CRITICAL else UNKNOWN
