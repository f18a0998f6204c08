"""The plans of one ground, as far as they can be read.

1. What cannot be read is left out and named, with whose it is; everything else goes on. A verdict never looks better
   for it: where a party's plans, a report or a rule was left out that might have spoken against, the rung is undecided.
2. Of a party that released some courses in full and of others an interface, the full ones are projected too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from freehand.errors import Fault, InputError, Place, shown
from freehand.formats import shapes
from freehand.formats.interface import faults_of
from freehand.formats.interface import read as read_interface
from freehand.formats.json_tree import read_json
from freehand.formats.tree import Fields
from freehand.formats.workspace import read_workspace
from freehand.node.json_line import json_line
from freehand.node.reckoning.documents import compact_text, file_name
from freehand.node.reckoning.made_under import named_by
from freehand.node.reckoning.names import NAMED, apart, owner_of, told_apart
from freehand.node.reckoning.pieces import OWNERS, LeftOut, Piece, fields_of
from freehand.node.reckoning.playing import playable
from freehand.node.reckoning.projections import not_projected, projected, together
from freehand.plans.joint import Workspace
from freehand.plans.plan import Course
from freehand.plans.released import ANEW, Older, Released, ReleasedCourse
from freehand.terms.scope import RUNG_BY_WORD, Rung

if TYPE_CHECKING:
    from freehand.node.reckoning.ground import Ground

COMPACT_FILE = "compact.json"

MOST_ROUNDS = 12


class Reading(NamedTuple):
    """The plans of a ground, as far as they can be read; ``blind`` says why a rung cannot be judged."""

    workspace: Workspace | None
    left_out: tuple[LeftOut, ...]
    blind: Mapping[Rung, str]


class GroundReader:
    """Reads the plans of one ground, leaving out what cannot be read."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.frame = ground, ground.frame
        self.left_out: list[LeftOut] = []
        self.names = told_apart(p for p in ground.pieces if p.kind in NAMED and owner_of(p) == p.party)
        self.rules = dict(ground.rules)

    def read(self) -> Reading:
        """The plans, with what was left out of them and the rungs at which that matters."""
        pieces = [piece for piece in self.ground.pieces if self._is_its_own(piece)]
        planned = any(p.kind == "course" and p.party == self.frame.party for p in pieces)
        whose: dict[str, set[str]] = {}
        for p in pieces:
            if p.kind == "course" and (p.party != self.frame.party or named_by(p.label) - {p.party}):
                whose.setdefault(p.party, set()).add(str(fields_of(p).get(shapes.COURSE.name)))
        released = [p for p in pieces if p.kind == "interface" and not _covers(whose, p)]
        interfaces = [p for p in released if not (planned and p.party == self.frame.party)]
        plain = [p for p in pieces if p.kind != "interface"]
        both = {p.party for p in plain if p.kind == "course"} & {p.party for p in interfaces}
        full = [p for p in plain if p.party in both and p.kind in ("course", "own-means")]
        workspace = self._plans([p for p in plain if p not in full])
        if workspace is None:
            why = str(self.left_out[-1]) if self.left_out else "nothing of it can be read"
            return Reading(None, tuple(self.left_out), dict.fromkeys(Rung, why))
        workspace = self._with(workspace, interfaces)
        workspace = self._also(workspace, sorted(both), plain)
        workspace = workspace._replace(older=tuple(sorted({one for p in released for one in self._older(p)})))
        return Reading(workspace, tuple(self.left_out), self._blind(workspace))

    def _also(self, workspace: Workspace, parties: Sequence[str], plain: Sequence[Piece]) -> Workspace:
        """The workspace with the courses that parties showed in full, projected, beside those of their interfaces.

        Each party's are read by themselves: what others say of its points may be about a course that was not shown. All
        are there before any is projected: what is asked of one is said in the others.
        """
        shown: list[Course] = []
        means = workspace.compact.means
        for party in parties:
            reader = GroundReader(self.ground)
            read = reader._plans([p for p in plain if p.kind != "course" or p.party == party])
            owned = ("course", "own-means")
            self.left_out += [
                one for one in reader.left_out if one.party == party and one.piece and one.piece.kind in owned
            ]
            if read is not None:
                shown += read.courses
                means = read.compact.means
        compact = workspace.compact._replace(means=means)
        full = workspace._replace(compact=compact, courses=(*workspace.courses, *shown))
        for party in sorted({course.party for course in shown}):
            others = tuple(r for r in workspace.released if r.party != party)
            known = tuple(r for r in workspace.released if r.party == party)
            try:
                seen = projected(full._replace(released=others), {party})
            except Exception as error:  # whatever a partner's plans do to the reckoning, its interface still counts
                of_it = [p for p in plain if p.party == party and p.kind == "course"]
                self.left_out += [LeftOut(party, p.words, f"its plans {not_projected(error)}.", p) for p in of_it]
                continue
            (made,) = (r for r in seen.released if r.party == party)
            names = {course.name for course in made.courses}
            for one in known:
                made = together(made, one._replace(courses=tuple(c for c in one.courses if c.name not in names)))
            workspace = workspace._replace(released=tuple(sorted((*others, made), key=lambda r: r.party)))
        return workspace

    def _is_its_own(self, piece: Piece) -> bool:
        """Whether a document is of who said it."""
        owner = fields_of(piece).get(OWNERS[piece.kind], piece.party)
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
        rules = json_line(ruled) if ruled else ""
        compact = compact_text(frame.compact, parties, frame.illustrative, means, rules)
        named = {file_name(p.kind, p.party, p.object): p for p in (ground.version, *kept)}
        files = [(COMPACT_FILE, compact.encode("utf-8", "surrogatepass"))]
        return files + [(n, self._text(p).encode("utf-8", "surrogatepass")) for n, p in named.items()], named

    # -- names ---------------------------------------------------------------------------------------------------------

    def _text(self, piece: Piece) -> str:
        """The text of a piece, under the name that it has here."""
        name = self.names.get(piece)
        return piece.text if name is None else json_line(fields_of(piece) | {NAMED[piece.kind]: name})

    def _promises(self) -> Iterator[tuple[Piece, dict[str, Any], str, str]]:
        """Every promise with its fields, its own name, and the name that it has here."""
        for piece in self.ground.pieces:
            fields = fields_of(piece) if piece.kind == "promise" else {}
            name = fields.get(NAMED["promise"])
            if isinstance(name, str):
                yield piece, fields, name, self.names.get(piece, name)

    def _rules(self, kept: Sequence[Piece]) -> dict[str, Any]:
        """The rules; one that binds with a promise binds with each of that name, and with none where there is none."""
        key, found = shapes.ONLY_WITH.name, dict[str, Any]()
        for name, rule in self.rules.items():
            meant = [here for piece, _, own, here in self._promises() if own == rule.get(key) and piece in kept]
            for at, here in enumerate(meant):
                found[name if at == 0 else f"{name} {at + 1}"] = rule | {key: here}
            if not meant and not isinstance(rule.get(key), str):
                found[name] = rule
        return found

    def _as_here(self, released: Released) -> Released:
        """A released interface with the promises to its party under the names that they have here."""
        names: dict[str, str] = {}
        to = [each for each in self._promises() if each[1].get(shapes.RECEIVER.name) == released.party]
        for piece, _, name, here in to:
            names.setdefault(apart(piece.party, name), here)
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

    def _older(self, piece: Piece) -> Iterator[Older]:
        """What a released interface does not rest on today's for: the reader's own, which it needs not, as well."""
        made = self.ground.older.get(piece, ())
        if not made or any(one.piece == piece for one in self.left_out):
            return
        here = [c for c in _courses(piece) if c.get("contingency") == self.ground.contingency]
        rungs = [c["at"] for c in here if isinstance(c.get("at"), list)]
        at = {word for words in rungs for word in words if isinstance(word, str)}
        least = min((RUNG_BY_WORD[word] for word in at & RUNG_BY_WORD.keys()), default=Rung.ALONE)
        mine = piece.party == self.frame.party
        ask = f"release it{ANEW}" if mine else f"ask {shown(piece.party)} for its interface{ANEW}"
        for since, how in made:
            why = f"{shown(piece.party)}'s interface was made {how}: {ask}"
            yield Older(self.ground.contingency, max(since, least), why)

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


def _covers(whose: Mapping[str, set[str]], interface: Piece) -> bool:
    """Whether its party shows all courses of an interface in full as well."""
    named = {str(c.get("course")) for c in _courses(interface)}
    return bool(named) and named <= whose.get(interface.party, set())


def _courses(interface: Piece) -> list[dict[str, Any]]:
    courses = fields_of(interface).get("courses")
    return [c for c in courses if isinstance(c, dict)] if isinstance(courses, list) else []


def _why(fault: Fault) -> str:
    field = f"{fault.place.field}: " if fault.place and fault.place.field else ""
    return f"{field}{fault.what}" + (f"; {fault.why}" if fault.why else ".")
