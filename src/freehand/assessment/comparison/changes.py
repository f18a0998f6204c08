"""What differs between two workspaces, as changes that can be made one by one.

1. A change is an element that is added, removed or said otherwise; what stands and falls with an added or removed
   element (the activities of a course, the plans that an interface takes the place of) belongs to its change. Where
   something is written is no part of what it says.
2. ``applied`` makes some changes to the old workspace: all of them give the new one.
3. Not every change can be made alone: a promise cannot be withdrawn under a rule that names it. ``together`` is the
   smallest set that holds the wanted changes and leaves no reference open. The new workspace leaves none, so it is
   found by adding, for each open one, what the new workspace has in its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import NamedTuple

from freehand.assessment.comparison.elements import (
    PLANS,
    Element,
    Key,
    Table,
    bare,
    containers,
    contingency_of,
    table_of,
    workspace_of,
)
from freehand.assessment.comparison.references import References
from freehand.plans.joint import Workspace


class Change(NamedTuple):
    """An element that differs: as it was (None: added) and as it is (None: removed), and all keys that go with it.

    ``contingency`` is the only one that it can touch; None: any.
    """

    key: Key
    before: Element | None
    after: Element | None
    keys: tuple[Key, ...]
    contingency: str | None

    def touches(self, contingency: str) -> bool:
        """Whether it may change a contingency."""
        return self.contingency is None or self.contingency == contingency


Changed = frozenset[Change]


class Between:
    """The changes between two workspaces, old and new.

    >>> from freehand.formats.workspace import load
    >>> between = Between(load("examples/worked/none"), load("examples/worked/within"))
    >>> [change.key for change in between.changes]
    [('terms', 'near each other')]
    >>> [rule.name for rule in between.applied(between.changes).compact.rules]
    ['near each other']
    """

    def __init__(self, old: Workspace, new: Workspace) -> None:
        self.before, self.after = old, new
        self.old, self.new = table_of(old), table_of(new)
        self._order = [*self.new, *(key for key in self.old if key not in self.new)]
        self.changes = self._found()
        self._of = {key: change for change in self.changes for key in change.keys}
        self._references = References(self.old, self.new)

    def _found(self) -> tuple[Change, ...]:
        differing: dict[Key, list[Key]] = {}
        for key in self._order:
            before, after = self.old.get(key), self.new.get(key)
            if before is None or after is None:
                either = after or before
                assert either is not None
                plans = [("interface", key[1])] if key[0] in PLANS else []
                whole = (c for c in (*plans, *containers(key, either)) if (c in self.old) != (c in self.new))
                differing.setdefault(next(whole, key), []).append(key)
            elif bare(before.said) != bare(after.said):
                differing.setdefault(key, []).append(key)
        return tuple(self._change(key, keys) for key, keys in differing.items())

    def _change(self, key: Key, keys: list[Key]) -> Change:
        before, after = self.old.get(key), self.new.get(key)
        homes = {contingency_of(key, element) for element in (before, after) if element is not None}
        only = homes.pop() if len(homes) == 1 else None
        return Change(key, before, after, tuple(keys), only)

    # -- making some of them -------------------------------------------------------------------------------------------

    def applied(self, chosen: Iterable[Change]) -> Workspace:
        """The old workspace with these changes made. What is said the same keeps the place that it had."""
        made = {key for change in chosen for key in change.keys}
        table: Table = {}
        for key in self._order:
            element = (self.new if key in made else self.old).get(key)
            if element is not None:
                table[key] = element
        return workspace_of(table, (self.after if made else self.before).compact)

    def together(self, wanted: Iterable[Change]) -> Changed:
        """The smallest set of changes that holds those wanted and can be made by itself."""
        chosen = {change.key: change for change in wanted}
        while True:
            more = self._open(chosen)
            if not more:
                return frozenset(chosen.values())
            chosen |= {change.key: change for change in more}

    def _open(self, chosen: Collection[Key]) -> list[Change]:
        """What must be made as well, since a reference is open."""
        made = [key for first in chosen for key in self._of[first].keys]

        def there(key: Key) -> bool:
            change = self._of.get(key)
            return key in (self.new if change is not None and change.key in chosen else self.old)

        def version(key: Key) -> Element | None:
            change = self._of.get(key)
            return (self.new if change is not None and change.key in chosen else self.old).get(key)

        more: dict[Key, Change] = {}
        gone = [key for key in made if not there(key)]
        looked_at = [*made, *(other for key in gone for other in self._referring.get(key, ()))]
        for key in dict.fromkeys(looked_at):
            element = version(key)
            if element is None:
                continue
            for alternatives in self._references.of(key, element):
                if not any(there(other) for other in alternatives):
                    change = next((self._of[other] for other in alternatives if other in self.new), self._of.get(key))
                    if change is not None and change.key not in chosen:
                        more[change.key] = change
        return list(more.values())

    @cached_property
    def _referring(self) -> dict[Key, list[Key]]:
        """By key, the elements of the old workspace that refer to it."""
        found: dict[Key, list[Key]] = {}
        for key, element in self.old.items():
            for alternatives in self._references.of(key, element):
                for other in alternatives:
                    found.setdefault(other, []).append(key)
        return found
