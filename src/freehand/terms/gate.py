"""The gate: may this item pass to these recipients? One function, out and in, default deny.

1. ``CONDITIONS`` is the table: which conditions hold for which class of kinds. The first that does not hold is told, by
   its name and in words that say nothing of what is in the item.
2. *Content* has to meet all of them; for *membership* it is enough to belong to the compact, and for *leaving* to have
   belonged to it.
3. Terms bind an item if they are in force and name its author and a recipient. Every recipient has to be named by some,
   and all that bind have to allow it: what either forbids is forbidden.
4. A label names parties exactly, as ``label_of`` writes them. Anything else means nobody.
5. A release is for its items and recipients. It quotes terms that all had accepted when it was signed, and stays good
   while later ones still allow the item.
6. A refusal is final unless what is not here yet could undo it: then the body may wait, unseen, and is judged again.
7. What goes to its author alone goes nowhere, and passes. No recipients mean nobody.

Cost: a few look-ups for each item, and its words once. Limits: an item's label, kind and tags are what its author says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, Literal, NamedTuple, TypeAlias

from freehand.errors import shown
from freehand.terms.exclusions import TOGETHER, Matcher
from freehand.terms.protocol import Standing
from freehand.terms.scope import Rung

Condition = Literal["content", "membership", "leaving"]


class Row(NamedTuple):
    """One condition: its name, for which classes of kinds it holds, and what it asks."""

    name: str
    content: bool
    membership: bool
    leaving: bool
    asks: str
    waits: str
    """When a refusal is not final."""


CONDITIONS: Final[tuple[Row, ...]] = (
    Row("kind", True, True, True, "the kind is known here, and its author may say it", "the kind is not known here"),
    Row("membership", True, True, True, "author and recipients belong to the compact, and there are recipients", ""),
    Row("left", True, True, False, "neither the author nor a recipient has left", ""),
    Row("label", True, False, False, "the label names every recipient", ""),
    Row("terms", True, False, False, "terms in force name the author and every recipient", "always"),
    Row("exclusion", True, False, False, "no exclusion of terms that bind is met; the clause is named", ""),
    Row("scope", True, False, False, "every scope that binds reaches the kind's rung", "as with the release"),
    Row(
        "release", True, False, False,
        "two people of the author's have released it to every recipient, under terms that all had accepted",
        "the release quotes terms whose acceptance by all is not known here",
    ),
)  # fmt: skip


class Item(NamedTuple):
    """What is judged.

    ``text`` is every text of it (``exclusions.text_of``), ``least`` and ``condition`` are its kind's; ``owner``
    is the party whose object it is a version of, empty where anybody may say it, or nobody has yet."""

    id: str
    kind: str
    author: str
    label: str
    tags: tuple[str, ...]
    text: str
    least: Rung
    condition: Condition
    owner: str = ""


class Pass(NamedTuple):
    """A release whose two signatures were found good: content ids, parties by name, ids of versions of the terms."""

    items: frozenset[str]
    to: frozenset[str]
    terms: frozenset[str]


class Refusal(NamedTuple):
    """Why an item may not pass: the condition (``exclusion NAME`` with the clause), words, and whether it is final."""

    clause: str
    words: str
    final: bool


_Profile: TypeAlias = tuple[str, str, tuple[str, ...], Condition, str]
"""Kind, label, tags, condition and owner of an item: what many have in common."""
MOST_PROFILES: Final = 10_000


class _Way(NamedTuple):
    """What holds for everything from one author to the same recipients."""

    membership: Refusal | None
    left: Refusal | None
    terms: Refusal | None
    others: frozenset[str]
    scope: Rung
    matcher: Matcher
    fine: set[_Profile]
    """Profiles that met every condition that rests on nothing else."""


class Setting:
    """What the gate judges by, compiled once.

    Args:
        standing: what is in force, and who has left.
        members: the parties of the compact, by name.
        releases: content id -> the releases that name it.
        sayers: kind -> the parties that may say it, or None for every member; a kind that is not there is not known.
    """

    def __init__(
        self,
        standing: Standing,
        members: Iterable[str],
        releases: Mapping[str, Sequence[Pass]],
        sayers: Mapping[str, frozenset[str] | None],
    ) -> None:
        self.standing, self.members, self.releases, self.sayers = standing, frozenset(members), releases, sayers
        self.accepted = frozenset(one.id for one in standing.versions if one.accepted)
        self._ways: dict[tuple[str, frozenset[str]], _Way] = {}
        self._labels: dict[str, frozenset[str]] = {}
        self._matchers: dict[tuple[str, ...], Matcher] = {}

    def label(self, label: str) -> frozenset[str]:
        """Whom a label names (rule 4); nobody, unless it is written exactly.

        >>> from freehand.terms.protocol import standing
        >>> setting = Setting(standing("AB", ()), "AB", {}, {})
        >>> [sorted(setting.label(one)) for one in ("A, B", "B, A", "a", " A", "*", "")]
        [['A', 'B'], [], [], [], [], []]
        """
        named = self._labels.get(label)
        if named is None:
            named = _named_by(label, self.members)
            if named:
                self._labels[label] = named
        return named

    def way(self, author: str, recipients: frozenset[str]) -> _Way:
        """What holds for everything from one author to these recipients."""
        found = self._ways.get((author, recipients))
        if found is None:
            found = self._ways[author, recipients] = self._way(author, recipients)
        return found

    def _way(self, author: str, recipients: frozenset[str]) -> _Way:
        parties = recipients | {author}
        others = recipients - {author}
        binding = [v for v in self.standing.in_force if author in v.terms.parties and others & {*v.terms.parties}]
        covered = frozenset(party for version in binding for party in version.terms.parties)
        key = tuple(version.id for version in binding)
        if key not in self._matchers:
            self._matchers[key] = Matcher(one for version in binding for one in version.terms.exclusions)
        strangers, left = parties - self.members, parties & self.standing.left
        bare = others - covered
        membership = left_refusal = terms = None
        if not recipients:
            membership = Refusal("membership", "it is for nobody.", True)
        elif strangers:
            membership = Refusal("membership", f"{_listed(strangers)} is no member of the compact.", True)
        if left:
            left_refusal = Refusal("left", f"{_listed(left)} has left the compact.", True)
        if bare:
            terms = Refusal("terms", f"no terms in force bind '{shown(author)}' and {_listed(bare)}.", False)
        scope = min((version.terms.scope for version in binding), default=Rung.ALONE)
        return _Way(membership, left_refusal, terms, others, scope, self._matchers[key], set())


def gate(setting: Setting, item: Item, recipients: frozenset[str]) -> Refusal | None:
    """Why an item may not pass to these recipients; None if it may.

    >>> from freehand.terms.protocol import standing
    >>> setting = Setting(standing("AB", ()), "AB", {}, {"report": None})
    >>> item = Item("c0", "report", "A", "A, B", (), "", Rung.INTELLIGENCE, "content")
    >>> gate(setting, item, frozenset("B")).words
    "no terms in force bind 'A' and 'B'."
    """
    return _judged(setting, item, setting.way(item.author, recipients))


def gate_all(
    setting: Setting, items: Iterable[Item], recipients: frozenset[str]
) -> Iterator[tuple[Item, Refusal | None]]:
    """The same for many items, each with its answer; cheaper for each than one by one.

    What passes quickly has a profile that passed before, no excluded word, a rung within the scope, and its release;
    all else is judged as it is singly.
    """
    waiting = iter(items)
    while group := list(islice(waiting, TOGETHER)):
        ids, kinds, authors, labels, tags, texts, leasts, conditions, owners = zip(*group, strict=True)
        way = setting.way(authors[0], recipients)
        if len(set(authors)) > 1 or way.matcher.worded(texts):
            yield from ((item, _judged(setting, item, setting.way(item.author, recipients))) for item in group)
            continue
        profiles = zip(kinds, labels, tags, conditions, owners, strict=True)
        for item, id, least, profile in zip(group, ids, leasts, profiles, strict=True):
            quick = profile in way.fine and least <= way.scope and _released(setting, id, way)
            yield item, None if quick else _judged(setting, item, way)


def _judged(setting: Setting, item: Item, way: _Way) -> Refusal | None:
    """The conditions, in the order of the table."""
    if way.others == frozenset() and way.membership is None:
        return None  # rule 7
    refusal = _kind(setting, item) or way.membership
    if refusal is not None or item.condition == "leaving":
        return refusal
    if way.left is not None or item.condition == "membership":
        return way.left
    named = setting.label(item.label)
    if not way.others <= named:
        return Refusal("label", f"its label does not name {_listed(way.others - named)}.", True)
    if way.terms is not None:
        return way.terms
    met = way.matcher.first(item.kind, item.tags, item.text)
    if met is not None:
        return Refusal(f"exclusion {met.name}", f"the terms exclude it: '{shown(met.name)}'.", True)
    if way.scope < item.least:
        words = f"the scope is {way.scope.word}, and a '{shown(item.kind)}' needs {item.least.word}."
        return Refusal("scope", words, not _waits(setting, item.id, way))
    if len(way.fine) < MOST_PROFILES:
        way.fine.add((item.kind, item.label, item.tags, item.condition, item.owner))
    if _released(setting, item.id, way):
        return None
    if _waits(setting, item.id, way):
        return Refusal("release", "the terms that its release quotes are not known here to be accepted by all.", False)
    return Refusal("release", f"nobody has released it to {_listed(way.others)}.", True)


def _kind(setting: Setting, item: Item) -> Refusal | None:
    kind, author = shown(item.kind), shown(item.author)
    if item.kind not in setting.sayers:
        return Refusal("kind", f"the kind '{kind}' is not known here.", False)
    sayers = setting.sayers[item.kind]
    if sayers is not None and item.author not in sayers:
        return Refusal("kind", f"'{author}' may not say a '{kind}'.", True)
    if item.owner and item.owner != item.author:
        return Refusal("kind", f"'{author}' may not say a '{kind}' of '{shown(item.owner)}'.", True)
    return None


def _released(setting: Setting, id: str, way: _Way) -> bool:
    """Whether a release covers an item, under terms that all had accepted (rule 5)."""
    for one in setting.releases.get(id, ()):
        if id in one.items and way.others <= one.to and one.terms and one.terms <= setting.accepted:
            return True
    return False


def _waits(setting: Setting, id: str, way: _Way) -> bool:
    """Whether a release covers it under terms whose acceptance by all is not known here (rule 6)."""
    covering = [one for one in setting.releases.get(id, ()) if id in one.items and way.others <= one.to]
    return any(not one.terms <= setting.accepted for one in covering)


def _named_by(label: str, members: frozenset[str]) -> frozenset[str]:
    named = frozenset(label.split(", "))
    if not named <= members or label != ", ".join(sorted(named)):
        return frozenset()
    if any(", " in member and member in label for member in members):
        return frozenset()  # it could be read in two ways
    return named


def _listed(parties: Iterable[str]) -> str:
    return ", ".join(f"'{shown(one)}'" for one in sorted(parties))
