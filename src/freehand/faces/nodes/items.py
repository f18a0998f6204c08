"""Items by the names that planners give them: ``course 'by sea'``, or the first digits of a hash; never a guess.

1. Eight digits or more of a leaf or of a content id name an item.
2. Else the words do: its kind and its name, with or without quotes and what it is in, or the name alone.
3. Where several answer to a name, all are listed, each with digits that name it alone.
4. Of what is done with (accepted, recalled, withdrawn) it is said that it is, and nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.node.objects import spoken, unquoted

if TYPE_CHECKING:
    from freehand.node.drafts.draft import Draft
    from freehand.node.known import Known
    from freehand.node.said import Said

SHORT: Final = 8
UNSEEN: Final = "an item that is not released to this party, or not there"
"""What is withheld and what is not there are told alike."""
MOST_LISTED: Final = 12
_DIGITS: Final = re.compile(rf"[0-9a-f]{{{SHORT},64}}")
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {"offer": ("promise",), "own-means": ("own means",)}
_REST: Final = re.compile(r"(?<=') (?:in|to) ")


class Named(NamedTuple):
    """Something that can be named: what it is, and the hashes that name it; empty where it has none."""

    kind: str
    name: str
    """As people say it: ``'by sea' in evacuation``; empty for what has only hashes."""
    party: str
    leaf: str
    id: str
    value: Any
    told: str = ""
    """What is said of it where several are listed."""

    @property
    def words(self) -> str:
        """Its kind and its name."""
        return f"{self.kind} {self.name}".rstrip() if self.name else f"{self.kind} {self.short}"

    @property
    def short(self) -> str:
        """Digits that name it."""
        return (self.leaf or self.id)[:SHORT]

    @property
    def typed(self) -> str:
        """One word for a command: what it is called, or its digits."""
        return self.words if self.name else self.short


def pick(text: str, among: Iterable[Named], what: str, next_: str, past: Iterable[Named] = ()) -> Named:
    """The one that is named.

    Args:
        text: as it was typed.
        among: what can be named.
        what: what they are, as in "draft".
        next_: what helps where nothing is found.
        past: what is done with, each told as what has become of it (rule 4).

    Raises:
        UsageError: nothing has this name, or several have it, or it is done with.

    >>> sea = Named("course", "'by sea' in evacuation", "A", "", "ab12cd34" * 8, None)
    >>> air = Named("course", "'by air' in evacuation", "A", "", "ab12cd35" * 8, None)
    >>> [pick(text, [sea, air], "draft", "") is sea for text in ("course 'by sea'", "by sea", "ab12cd34")]
    [True, True, True]
    """
    every = list(among)
    found = _by_digits(text, every) or _by_words(text, every)
    if len(found) == 1:
        return found[0]
    if not found:
        done = list(past)
        for one in _by_digits(text, done) or _by_words(text, done):
            raise UsageError(one_fault(f"{one.words} ({one.short}) is {one.told}", "nothing was written.", next_))
        raise UsageError(one_fault(f"there is no {what} '{shown(text)}'", "nothing here has this name.", next_))
    listed = [_listed(one) for one in found[:MOST_LISTED]]
    more = f", and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
    why = f"it may be: {'; '.join(listed)}{more}."
    raise UsageError(one_fault(f"'{shown(text)}' names several", why, "Name one by its digits."))


def only(text: str | None, among: Sequence[Named], what: str, next_: str, past: Iterable[Named] = ()) -> Named:
    """The one that is named, or the only one there is.

    Raises:
        UsageError: it is not clear which is meant.
    """
    if text is not None:
        return pick(text, among, what, next_, past)
    if len(among) == 1:
        return among[0]
    if not among:
        raise UsageError(one_fault(f"there is no {what}", "none is here, or none waits.", next_))
    why = f"there are: {'; '.join(_listed(one) for one in among[:MOST_LISTED])}."
    raise UsageError(one_fault(f"it is not clear which {what} is meant", why, "Name one."))


def of_said(said: Said) -> Named:
    """What was said, as something that can be named."""
    return Named(said.kind, name_of(said.kind, said.object), said.party, said.leaf, said.id, said, f"by {said.party}")


def of_draft(draft: Draft) -> Named:
    """A draft, as something that can be named."""
    told = f"version {draft.version}"
    return Named(draft.kind, name_of(draft.kind, draft.object), "", "", draft.id, draft, told)


def all_said(known: Known, keep: Callable[[Said], bool] = lambda _: True) -> list[Named]:
    """Everything said that stands and can be read here: plan content, requests, promises, words."""
    return [of_said(one) for one in known.said() if keep(one)]


def name_of(kind: str, object: str) -> str:
    """How an item is called; empty where its name was drawn and says nothing."""
    if kind in ("accept", "recall", "end", "ask", "answer", "say", "engagement"):
        return ""
    parts = object.split("/")
    if kind == "request" and len(parts) == 3:  # contingency, need, and who is asked
        contingency, need, to = (shown(unquoted(part)) for part in parts)
        return f"'{need}' to {to} in {contingency}"
    return spoken(object)


def _by_digits(text: str, every: Sequence[Named]) -> list[Named]:
    digits = text.rpartition(" ")[2].lower()
    if not _DIGITS.fullmatch(digits):
        return []
    return [one for one in every if one.leaf.startswith(digits) or one.id.startswith(digits)]


def _by_words(text: str, every: Sequence[Named]) -> list[Named]:
    wanted = _plain(text)
    whole = [one for one in every if wanted in _full(one)]
    return whole or [one for one in every if one.name and wanted == _plain(_short_name(one))]


def _full(one: Named) -> set[str]:
    if not one.name:
        return set()
    kinds = (one.kind, *_ALSO.get(one.kind, ()))
    names = (one.name, _short_name(one))
    found = {_plain(f"{kind} {name}") for kind in kinds for name in names} | {_plain(one.name)}
    if one.kind in ("own-means", "means"):
        found |= {_plain(kind) for kind in kinds}
    return found


def _short_name(one: Named) -> str:
    """Without what it is in, and of whom it is wanted."""
    return _REST.split(one.name, maxsplit=1)[0]


def _plain(text: str) -> str:
    return " ".join(text.replace("'", " ").replace('"', " ").split()).casefold()


def _listed(one: Named) -> str:
    told = f" ({shown(one.told)})" if one.told else ""
    return f"{one.short}, {one.words if one.name else one.kind}{told}"
