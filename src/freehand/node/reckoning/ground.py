"""What each verdict rests on: of all that is known, the pieces that one contingency is judged by, and their plans.

The question: a partner's release arrives; which verdicts can it touch, and what if something in it cannot be read?

1. Every contingency is judged alone, so it has a *ground* of its own: its version, the shared means, the rules of the
   terms that name it, the courses or interfaces that answer it, the promises and reports about it. The key of a ground
   is the hash of the texts of exactly these. Two grounds of one key have one verdict.
2. Where a shared object has several newest versions side by side, each makes a ground of its own, and says which one it
   rests on. Nothing is merged.
3. What cannot be read is left out and named, with whose it is; everything else goes on. A verdict never looks better
   for it: where a party's plans, a report or a rule was left out that might have spoken against, the rung is undecided.
4. A released course that relies on a promise that is not there cannot be played. Where all the ways of a course rely on
   such a promise, the course is there and impossible, as its owner's own node finds.
5. Of a party that released some courses in full and of others an interface, the full ones are projected too.
6. Everybody reads in the same order (the compact's parties by name), so that all nodes leave out the same.
7. Promises and reports are called what their authors call them. Where two parties call theirs the same, or so that the
   eye may take one for the other, each is told apart as "B's NAME": nobody puts another's out by copying its name. A
   released course means the promises to its own party, whichever of the two names it has for them; a rule that binds
   with a promise binds with each of its name.

Cost: one look at the fields of each piece; plans are read only for grounds whose verdict is not remembered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import product
from typing import Any, NamedTuple

import orjson

from freehand.errors import Fault, InputError, Place, shown
from freehand.formats import shapes
from freehand.formats.interface import faults_of
from freehand.formats.interface import read as read_interface
from freehand.formats.json_tree import read_json
from freehand.formats.letters import LONGEST_NAME, skeletons
from freehand.formats.tree import Fields
from freehand.formats.workspace import read_workspace
from freehand.node.reckoning.documents import compact_json, compact_text, file_name, spoken, unquoted
from freehand.plans.joint import Workspace
from freehand.plans.released import Released, ReleasedCourse
from freehand.terms.scope import Rung

COMPACT_FILE = "compact.json"
NO_WAY = "nothing"
MOST_VERSIONS = 6
"""So many grounds of one contingency are judged; where versions stand side by side in more ways, the rest is named."""
MOST_ROUNDS = 12
_OWNERS = {"course": "party", "interface": "party", "own-means": "means of", "promise": "by", "report": "by"}
_SAYS = {
    "contingency": shapes.CONTINGENCY.name,
    "course": shapes.COURSE_CONTINGENCY.name,
    "promise": shapes.PROMISE_CONTINGENCY.name,
    "report": shapes.REPORT_CONTINGENCY.name,
}
_NAMED = {"promise": shapes.PROMISE.name, "report": shapes.REPORT.name}
_ORDER = ("own-means", "course", "promise", "report", "interface")
WORDS = {
    "contingency": "the contingency",
    "means": "the shared means",
    "own-means": "own means",
    "course": "course",
    "interface": "interface of",
    "promise": "promise",
    "report": "report",
}


class Piece(NamedTuple):
    """One item that plans are made of, with who said it and the leaf of its record (empty: an own draft)."""

    kind: str
    party: str
    object: str
    text: str
    leaf: str = ""

    @property
    def words(self) -> str:
        """What it is, as people say it.

        >>> Piece("course", "B", "evacuation/by%20sea", "{}").words
        "B's course 'by sea' in evacuation"
        """
        if self.kind == "contingency":
            return f"the contingency {spoken(self.object)} as {shown(self.party)} says it"
        if self.kind == "means":
            return f"the shared means as {shown(self.party)} counts them"
        what = "own means" if self.kind == "own-means" else f"{WORDS[self.kind]} {spoken(self.object)}"
        return f"{shown(self.party)}'s {what}"


class Frame(NamedTuple):
    """What belongs to no single item: the compact, who is in it and who is reading, and the rules in force.

    ``rules`` are the maps of rules as text, each with a word for the terms that it stands in: where several terms are
    in force, all bind.
    """

    compact: str
    party: str
    parties: Mapping[str, str]
    illustrative: bool = False
    rules: tuple[tuple[str, str], ...] = ()


class Basis(NamedTuple):
    """All that a node reckons with: the frame, and the pieces that are current."""

    frame: Frame
    pieces: tuple[Piece, ...]


class LeftOut(NamedTuple):
    """Something that could not be read, and why."""

    party: str
    what: str
    why: str
    piece: Piece | None = None
    rule: bool = False

    def __str__(self) -> str:
        return f"{self.what} cannot be read, and is left out: {self.why}"


class Reading(NamedTuple):
    """The plans of a ground, as far as they can be read; ``blind`` says why a rung cannot be judged."""

    workspace: Workspace | None
    left_out: tuple[LeftOut, ...]
    blind: Mapping[Rung, str]


class Ground:
    """What the verdict on one contingency rests on."""

    def __init__(
        self,
        frame: Frame,
        version: Piece,
        means: Piece | None,
        pieces: Sequence[Piece],
        rules: Mapping[str, Any],
        beside: int,
    ) -> None:
        self.frame, self.version, self.means, self.rules = frame, version, means, rules
        self.contingency = str(_fields(version).get(shapes.CONTINGENCY.name))
        self.pieces = tuple(sorted(pieces, key=_by_order))
        self.beside = beside
        """How many grounds the contingency has."""

    @cached_property
    def all(self) -> tuple[Piece, ...]:
        """Every piece it rests on."""
        return (self.version, *([self.means] if self.means else []), *self.pieces)

    @cached_property
    def hashed(self) -> tuple[tuple[Piece, str], ...]:
        """Every piece with the hash of its text."""
        return tuple((piece, hash_of(piece.text)) for piece in self.all)

    @cached_property
    def key(self) -> str:
        """The hash of exactly what it rests on."""
        said = [(p.kind, p.party, p.object, h) for p, h in self.hashed if p.kind not in ("contingency", "means")]
        shared = [(p.kind, h) for p, h in self.hashed if p.kind in ("contingency", "means")]
        frame = [self.frame.compact, self.frame.party, sorted(self.frame.parties)]
        return sha256(compact_json(["ground/1", frame, shared, said, self.rules]).encode()).hexdigest()

    @property
    def name(self) -> str:
        """The contingency, and where it has several grounds the versions that this one rests on."""
        if self.beside < 2:
            return self.contingency
        drafted = [p for p in (self.version, self.means) if p is not None]
        told = ", ".join(f"{'means' if p.kind == 'means' else 'it'} as {shown(p.party)} has it" for p in drafted)
        return f"{self.contingency} ({told}; version {self.version.leaf[:8] or 'draft'})"

    @property
    def silent(self) -> tuple[str, ...]:
        """The parties of which no plan for this contingency is known here."""
        speak = {p.party for p in self.pieces if p.kind in ("course", "interface")}
        return tuple(party for party in sorted(self.frame.parties) if party not in speak)

    def read(self) -> Reading:
        """Its plans."""
        return _Reader(self).read()


def grounds_of(basis: Basis) -> tuple[list[Ground], list[LeftOut]]:
    """The ground of every contingency that is known, by name, and what has no place in any.

    >>> frame = Frame("drill", "A", {"A": "", "B": ""})
    >>> text = '{"contingency":"drill","horizon":"72 h","aims":"safe","scenarios":{"one":{}}}'
    >>> grounds, left_out = grounds_of(Basis(frame, (Piece("contingency", "A", "drill", text, "aa"),)))
    >>> [ground.name for ground in grounds], left_out
    (['drill'], [])
    """
    versions: dict[str, list[Piece]] = {}
    about: dict[str, list[Piece]] = {}
    everywhere: list[Piece] = []
    left_out: list[LeftOut] = []
    for piece in basis.pieces:
        fields = _fields(piece)
        if piece.kind == "contingency":
            versions.setdefault(str(fields.get(shapes.CONTINGENCY.name)), []).append(piece)
        elif piece.kind in ("means", "own-means"):
            everywhere.append(piece)
        else:
            for contingency in _about(piece, fields):
                about.setdefault(contingency, []).append(piece)
    for contingency, pieces in about.items():
        if contingency not in versions:
            why = f"no contingency '{shown(contingency)}' is known here."
            left_out += [LeftOut(piece.party, piece.words, why, piece) for piece in pieces]
    rules, unread = _rules(basis.frame)
    left_out += unread
    means = sorted((p for p in everywhere if p.kind == "means"), key=_by_leaf)
    owned = [p for p in everywhere if p.kind == "own-means"]
    found = []
    for name in sorted(versions):
        here = about.get(name, [])
        planning = {p.party for p in here if p.kind in ("course", "promise")}
        pieces = [*here, *(p for p in owned if p.party in planning)]
        ruled = {key: rule for key, rule in rules.items() if rule.get(shapes.RULE_CONTINGENCY.name) == name}
        both = list(product(sorted(versions[name], key=_by_leaf), means or (None,)))
        for version, counted in both[:MOST_VERSIONS]:
            found.append(Ground(basis.frame, version, counted, pieces, ruled, len(both)))
        for version, _ in both[MOST_VERSIONS:]:
            why = f"more than {MOST_VERSIONS} versions stand side by side."
            left_out.append(LeftOut(version.party, version.words, why, version))
    return found, left_out


def whole(grounds: Iterable[Ground], version: int = 0) -> tuple[Workspace | None, list[LeftOut]]:
    """One workspace of all grounds that can be read; of a contingency with several, the one with this number.

    A party that shows some contingencies in full and others by an interface is projected everywhere.
    """
    chosen: dict[str, list[Ground]] = {}
    for ground in grounds:
        chosen.setdefault(ground.contingency, []).append(ground)
    read = [several[min(version, len(several) - 1)].read() for several in chosen.values()]
    left_out = [one for reading in read for one in reading.left_out]
    workspaces = [reading.workspace for reading in read if reading.workspace is not None]
    if not workspaces:
        return None, left_out
    shown_only = {released.party for each in workspaces for released in each.released}
    workspaces = [_projected(each, shown_only) for each in workspaces]
    first = workspaces[0]
    rules = tuple(sorted({rule for each in workspaces for rule in each.compact.rules}, key=lambda r: r.name))
    means = {(m.owner, m.name): m for each in workspaces for m in each.compact.means}
    released: dict[str, Released] = {}
    for each in workspaces:
        for one in each.released:
            known = released.get(one.party)
            released[one.party] = one if known is None else together(known, one)
    return (
        first._replace(
            compact=first.compact._replace(rules=rules, means=tuple(means.values())),
            contingencies=tuple(c for each in workspaces for c in each.contingencies),
            courses=tuple(
                sorted((c for each in workspaces for c in each.courses), key=lambda c: (c.party, c.contingency, c.name))
            ),
            promises=tuple(sorted((p for each in workspaces for p in each.promises), key=lambda p: p.name)),
            reports=tuple(sorted((r for each in workspaces for r in each.reports), key=lambda r: r.name)),
            released=tuple(released[party] for party in sorted(released)),
        ),
        left_out,
    )


# -- reading -----------------------------------------------------------------------------------------------------------


class _Reader:
    """Reads the plans of one ground, leaving out what cannot be read."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.frame = ground, ground.frame
        self.left_out: list[LeftOut] = []
        self.names = told_apart(p for p in ground.pieces if p.kind in _NAMED and _owner_of(p) == p.party)
        self.rules = dict(ground.rules)

    def read(self) -> Reading:
        pieces = [piece for piece in self.ground.pieces if self._is_its_own(piece)]
        planned = any(p.kind == "course" and p.party == self.frame.party for p in pieces)
        whose = {p.party: set[str]() for p in pieces if p.kind == "course"}
        for p in pieces:
            if p.kind == "course":
                whose[p.party].add(str(_fields(p).get(shapes.COURSE.name)))
        interfaces = [
            p
            for p in pieces
            if p.kind == "interface" and not (planned and p.party == self.frame.party) and not _covers(whose, p)
        ]
        plain = [p for p in pieces if p.kind != "interface"]
        both = set(whose) & {p.party for p in interfaces}
        full = [p for p in plain if p.party in both and p.kind in ("course", "own-means")]
        workspace = self._plans([p for p in plain if p not in full])
        if workspace is None:
            why = str(self.left_out[-1]) if self.left_out else "nothing of it can be read"
            return Reading(None, tuple(self.left_out), dict.fromkeys(Rung, why))
        workspace = self._with(workspace, interfaces)
        for party in sorted(both):
            others = [p for p in full if p.party != party]
            workspace = self._also(workspace, party, [p for p in plain if p not in others])
        return Reading(workspace, tuple(self.left_out), self._blind(workspace))

    def _also(self, workspace: Workspace, party: str, plain: Sequence[Piece]) -> Workspace:
        """The workspace with the courses that a party showed in full, projected, beside those of its interface."""
        reader = _Reader(self.ground)
        full = reader._plans(list(plain))
        owned = ("course", "own-means")
        self.left_out += [
            one for one in reader.left_out if one.party == party and one.piece and one.piece.kind in owned
        ]
        if full is None:
            return workspace
        others = tuple(r for r in workspace.released if r.party != party)
        known = tuple(r for r in workspace.released if r.party == party)
        (made,) = (r for r in _projected(full._replace(released=others), {party}).released if r.party == party)
        names = {course.name for course in made.courses}
        for one in known:
            made = together(made, one._replace(courses=tuple(c for c in one.courses if c.name not in names)))
        return workspace._replace(released=tuple(sorted((*others, made), key=lambda r: r.party)))

    def _is_its_own(self, piece: Piece) -> bool:
        """Whether a document is of who said it."""
        owner = _fields(piece).get(_OWNERS[piece.kind], piece.party)
        if owner != piece.party:
            self.left_out.append(LeftOut(piece.party, piece.words, "it names another party as its own.", piece))
        return bool(owner == piece.party)

    def _plans(self, pieces: list[Piece]) -> Workspace | None:
        """The workspace of what is no interface; what has a fault goes, until nothing has."""
        kept = list(pieces)
        for _ in range(MOST_ROUNDS):
            files, by_name = self._files(kept)
            try:
                return read_workspace(files)
            except InputError as error:
                told: dict[str, Fault] = {}
                for fault in error.faults:
                    told.setdefault(fault.place.document if fault.place else COMPACT_FILE, fault)
                bad = [piece for name, piece in by_name.items() if name in told]
                if not self._without_bad_rules(told, any(piece.kind == "promise" for piece in bad)):
                    return None
                for name, piece in by_name.items():
                    if name in told:
                        self._leave(piece, told[name])
                if self.ground.version in bad or self.ground.means in bad:
                    return None
                kept = [piece for piece in kept if piece not in bad]
        for piece in kept:
            self.left_out.append(LeftOut(piece.party, piece.words, "it hangs on too much that cannot be read.", piece))
        return None

    def _files(self, kept: Sequence[Piece]) -> tuple[list[tuple[str, bytes]], dict[str, Piece]]:
        ground, frame = self.ground, self.frame
        parties = {party: frame.parties[party] for party in sorted(frame.parties)}
        means = ground.means.text if ground.means else ""
        ruled = self._rules(kept)
        rules = compact_json(ruled) if ruled else ""
        compact = compact_text(frame.compact, parties, frame.illustrative, means, rules)
        named = {file_name(p.kind, p.party, p.object): p for p in (ground.version, *kept)}
        files = [(COMPACT_FILE, compact.encode("utf-8", "surrogatepass"))]
        return files + [(n, self._text(p).encode("utf-8", "surrogatepass")) for n, p in named.items()], named

    # -- names (rule 7) ------------------------------------------------------------------------------------------------

    def _text(self, piece: Piece) -> str:
        """The text of a piece, under the name that it has here."""
        name = self.names.get(piece)
        return piece.text if name is None else compact_json(_fields(piece) | {_NAMED[piece.kind]: name})

    def _promises(self) -> Iterator[tuple[Piece, dict[str, Any], str, str]]:
        """Every promise with its fields, its own name, and the name that it has here."""
        for piece in self.ground.pieces:
            fields = _fields(piece) if piece.kind == "promise" else {}
            name = fields.get(_NAMED["promise"])
            if isinstance(name, str):
                yield piece, fields, name, self.names.get(piece, name)

    def _rules(self, kept: Sequence[Piece]) -> dict[str, Any]:
        """The rules; one that binds with a promise binds with each of that name."""
        key, found = shapes.ONLY_WITH.name, dict[str, Any]()
        for name, rule in self.rules.items():
            meant = [here for piece, _, own, here in self._promises() if own == rule.get(key) and piece in kept]
            for at, here in enumerate(meant):
                found[name if at == 0 else f"{name} {at + 1}"] = rule | {key: here}
            if not meant:
                found[name] = rule
        return found

    def _as_here(self, released: Released) -> Released:
        """A released interface with the promises to its party under the names that they have here."""
        names: dict[str, str] = {}
        to = [each for each in self._promises() if each[1].get(shapes.RECEIVER.name) == released.party]
        for piece, _, name, here in to:
            names.setdefault(_apart(piece.party, name), here)
        for _, _, name, here in to:
            names.setdefault(name, here)
        if all(name == here for name, here in names.items()):
            return released

        def known(name: str) -> str:
            return names.get(name, name)

        def course(one: ReleasedCourse) -> ReleasedCourse:
            leans = {*one.relies_on}
            return one._replace(
                ways=tuple((need, known(way) if way in leans else way) for need, way in one.ways),
                relies_on=tuple(known(name) for name in one.relies_on),
                holds=tuple(h if h.promise is None else h._replace(promise=known(h.promise)) for h in one.holds),
            )

        return released._replace(courses=tuple(course(one) for one in released.courses))

    def _without_bad_rules(self, told: Mapping[str, Fault], promise: bool) -> bool:
        """Whether the compact can be read, once rules that cannot be are left out; or a promise that cannot be is."""
        fault = told.get(COMPACT_FILE)
        if fault is None:
            return True
        field = fault.place.field if fault.place else ""
        bad = [name for name in self.rules if field.startswith(f"rules / {shown(name)}")]
        if promise and any(shapes.ONLY_WITH.name in self.rules[name] for name in bad):
            return True  # it may be read once the promise is gone
        if not bad:
            means = self.ground.means
            if means is not None:
                self._leave(means, fault)
            else:
                self.left_out.append(LeftOut("", "the compact", _why(fault)))
            return False
        for name in bad:
            del self.rules[name]
            self.left_out.append(LeftOut("", f"the rule '{shown(name)}' of the terms", _why(fault), rule=True))
        return True

    def _leave(self, piece: Piece, fault: Fault) -> None:
        version, why = self.ground.version, _why(fault)
        if piece.kind in ("course", "interface") and version.party != piece.party:
            why = f"{why.rstrip('.')}; the contingency is read as {shown(version.party)} says it."
        self.left_out.append(LeftOut(piece.party, piece.words, why, piece))

    # -- interfaces ----------------------------------------------------------------------------------------------------

    def _with(self, workspace: Workspace, interfaces: Sequence[Piece]) -> Workspace:
        """The workspace with what parties released of their plans."""
        released: dict[str, Released] = {}
        for piece in interfaces:
            one = self._released(piece, workspace)
            if one is not None and one.courses:
                known = released.get(piece.party)
                released[piece.party] = one if known is None else together(known, one)
        return workspace._replace(released=tuple(released[party] for party in sorted(released)))

    def _released(self, piece: Piece, workspace: Workspace) -> Released | None:
        document = file_name(piece.kind, piece.party, piece.object)
        trees, faults = read_json(piece.text, document)
        released = None
        if trees and isinstance(trees[0], Fields):
            released, faults = read_interface(trees[0], document)
        if released is not None:
            here = tuple(c for c in released.courses if c.contingency == self.ground.contingency)
            released = playable(self._as_here(released._replace(courses=here)), workspace)
            faults = faults_of(released, workspace)
        if released is None or faults:
            nothing = Fault("it holds no released course", Place(document, 0, ""), "", "")
            self._leave(piece, faults[0] if faults else nothing)
            return None
        return released

    # -- what cannot be judged -----------------------------------------------------------------------------------------

    def _blind(self, workspace: Workspace) -> dict[Rung, str]:
        """Why a rung cannot be judged: something was left out that might have spoken against."""
        plans = {c.party for c in workspace.courses} | {r.party for r in workspace.released if r.courses}
        found: dict[Rung, str] = {}
        for one in self.left_out:
            kind = one.piece.kind if one.piece else ""
            since: Rung | None = None
            if one.rule:
                since = Rung.OPERATIONS
            elif kind == "report":
                since = Rung.INTELLIGENCE
            elif kind in ("course", "interface") and one.party not in plans:
                since = Rung.ALONE if one.party == self.frame.party else Rung.SCENARIOS
            if since is not None:
                for rung in Rung:
                    if rung >= since:
                        found.setdefault(rung, str(one))
        return found


def told_apart(pieces: Iterable[Piece]) -> dict[Piece, str]:
    """Of promises and reports those that need another name than their own, with that name (rule 7).

    >>> fog, copied = Piece("report", "A", "fog", '{"report":"fog"}'), Piece("report", "B", "x", '{"report":"Fog"}')
    >>> [*told_apart([fog, copied]).values()], told_apart([fog])
    (["A's fog", "B's Fog"], {})
    """
    plain = {p: str(name) for p in pieces if isinstance(name := _fields(p).get(_NAMED[p.kind]), str)}
    found: dict[Piece, str] = {}
    while True:  # each is told apart once at most; so this ends
        seen: dict[tuple[str, int, str], set[Piece]] = {}
        for piece, name in plain.items():
            for at, key in enumerate(skeletons(found.get(piece, name))):
                seen.setdefault((piece.kind, at, key), set()).add(piece)
        alike = {p for group in seen.values() if len({p.party for p in group}) > 1 for p in group} - found.keys()
        if not alike:
            return {piece: found[piece] for piece in plain if piece in found}
        found |= {piece: _apart(piece.party, plain[piece]) for piece in alike}


def _apart(party: str, name: str) -> str:
    told = f"{party}'s {name}"
    return told if len(told) <= LONGEST_NAME else f"{told[: LONGEST_NAME - 10]}… {hash_of(told)[:8]}"


def _owner_of(piece: Piece) -> str:
    return str(_fields(piece).get(_OWNERS[piece.kind], piece.party))


def playable(released: Released, workspace: Workspace) -> Released:
    """What a party released, without the ways that rely on a promise that is not there.

    A course that could be played at a rung and cannot any more stays, as one that does not hold by itself.
    """
    there = {p.name for p in workspace.promises if p.receiver == released.party}
    kept: list[ReleasedCourse] = []
    gone: list[ReleasedCourse] = []
    for course in released.courses:
        leans = {*course.relies_on, *(hold.promise for hold in course.holds if hold.promise is not None)}
        (gone if leans - there else kept).append(course)
    for course in gone:
        others = {
            rung for c in kept if (c.name, c.contingency) == (course.name, course.contingency) for rung in c.rungs
        }
        rungs = tuple(rung for rung in course.rungs if rung not in others)
        if rungs:
            kept.append(_unheld(course, rungs, there))
    return released._replace(courses=tuple(kept))


def _unheld(course: ReleasedCourse, rungs: tuple[Rung, ...], there: set[str]) -> ReleasedCourse:
    lost = {name for name in course.relies_on if name not in there}
    return course._replace(
        ways=tuple((need, NO_WAY if way in lost else way) for need, way in course.ways),
        rungs=rungs,
        relies_on=tuple(name for name in course.relies_on if name in there),
        holds=tuple(hold for hold in course.holds if hold.promise is None or hold.promise in there),
        projections=tuple(p._replace(distances=(), consistent=False) for p in course.projections),
    )


def _projected(workspace: Workspace, parties: Iterable[str]) -> Workspace:
    """The workspace with projections in place of the full plans of some parties."""
    from freehand.assessment.projecting import released_by  # few workspaces need it

    for party in sorted(set(parties) & {c.party for c in workspace.courses}):
        shown_ = {r.party: r for r in workspace.released}
        others = tuple(r for r in workspace.released if r.party != party)
        full = released_by(workspace._replace(released=others), party, "possible")
        known = shown_.get(party)
        if known is not None:
            names = {(c.contingency, c.name) for c in full.courses}
            more = tuple(c for c in known.courses if (c.contingency, c.name) not in names)
            full = full._replace(means=tuple(sorted({*full.means, *known.means})), courses=(*full.courses, *more))
        workspace = workspace._replace(
            courses=tuple(c for c in workspace.courses if c.party != party),
            released=tuple(sorted((*others, full), key=lambda r: r.party)),
            compact=workspace.compact._replace(means=tuple(m for m in workspace.compact.means if m.owner != party)),
        )
    return workspace


def together(one: Released, other: Released) -> Released:
    """Two releases of one party as one; of means that both count, the smaller number holds."""
    means = dict(one.means)
    for name, capacity in other.means:
        means[name] = min(capacity, means.get(name, capacity))
    return one._replace(means=tuple(sorted(means.items())), courses=(*one.courses, *other.courses))


# -- small things ------------------------------------------------------------------------------------------------------


def _covers(whose: Mapping[str, set[str]], interface: Piece) -> bool:
    """Whether its party shows all courses of an interface in full as well."""
    courses = _fields(interface).get("courses")
    named = {c.get("course") for c in courses if isinstance(c, dict)} if isinstance(courses, list) else set()
    return bool(named) and named <= whose.get(interface.party, set())


def _by_order(piece: Piece) -> tuple[int, str, str, str]:
    return _ORDER.index(piece.kind), piece.party, piece.object, piece.leaf


def _by_leaf(piece: Piece) -> tuple[str, str, str]:
    return piece.party, piece.leaf, piece.text


def _fields(piece: Piece) -> dict[str, Any]:
    """The fields of a piece, to see what it is about; empty where it is no document."""
    try:
        found = orjson.loads(piece.text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def hash_of(text: str) -> str:
    """What a text is known by."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _about(piece: Piece, fields: Mapping[str, Any]) -> Iterator[str]:
    """The contingencies that a piece is about; where it does not say so, that of its object's name."""
    courses = fields.get("courses")
    if piece.kind != "interface":
        said = {fields.get(_SAYS[piece.kind])}
    else:
        said = {c.get("contingency") for c in courses if isinstance(c, dict)} if isinstance(courses, list) else set()
    named = {each for each in said if isinstance(each, str)}
    yield from sorted(named) or [unquoted(piece.object.split("/", maxsplit=1)[0])]


def _rules(frame: Frame) -> tuple[dict[str, dict[str, Any]], list[LeftOut]]:
    """The rules in force by name; where two terms in force say a rule of one name differently, both bind."""
    found: dict[str, dict[str, Any]] = {}
    left_out = []
    for of, text in frame.rules:
        try:
            rules = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            rules = None
        if not isinstance(rules, dict):
            left_out.append(LeftOut("", f"the rules of the terms {of}", "they are no map.", rule=True))
            continue
        for name, rule in rules.items():
            if not isinstance(rule, dict):
                left_out.append(LeftOut("", f"the rule '{shown(name)}' of the terms", "it is no map.", rule=True))
            elif found.get(name, rule) == rule:
                found[name] = rule
            else:
                found[f"{name} of terms {of}"] = rule
    return found, left_out


def _why(fault: Fault) -> str:
    field = f"{fault.place.field}: " if fault.place and fault.place.field else ""
    return f"{field}{fault.what}" + (f"; {fault.why}" if fault.why else ".")
