"""The protocol: which moves there are on terms, what each does, and what is in force after any set of them.

The question: some of what was said on terms has arrived here, in whatever order. What is on the table, who has accepted
what, and what is in force? The answer is a function of the *set* of moves: no clock and no order of arrival has a part
in it. The rules:

1. A party's moves stand in the order of its own log. Between logs only quotes order: an acceptance names the version it
   accepts by its hash, and the heads that its author had read.
2. What a move does to its author's stance is ``TABLE``, and the code is that table. A move that does nothing is kept
   and named, with the reason.
3. A proposal or an amendment puts a version on the table and binds nobody, not even its author, who accepts as all
   others do. An acceptance stands until its author leaves; of other terms, or of a version since amended, it is none.
4. A version is *accepted by all* when everybody it names has accepted it. It *replaces* each version that it amends, or
   that those amend, once everybody whom that one names has accepted the new one too.
5. In force is what is accepted by all, not replaced, and names nobody who has left. If two versions are, both bind:
   what either forbids is forbidden.
6. Whoever leaves leaves alone, at any time and for good. Terms that name him end; nothing that they had replaced comes
   back.
7. A move that its author has *disowned*, and that a receipt covers, does what it did, and is shown disowned, leaving as
   well as accepting. It stands before everything that its author said once it had gone on from below it (``again``). An
   acceptance of the same that nobody disowned counts in its place. Sizes of a log that has another line by then tell
   nothing of who has read it: that is told by quotes of its hash, and by ``read``.

Acceptances only gather, and leaving is for good; so a node that learns more never takes back an acceptance by all, and
two nodes that have seen the same agree. Source: state as a join of what is known (Shapiro, Preguiça, Baquero and
Zawirski, 2011). Cost: for each acceptance one look at the versions that amend what it accepts. Limits: of a
log with two branches both are taken, in the order of numbers and hashes; who reads it decides which to give here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Literal, NamedTuple

from freehand.errors import shown
from freehand.terms.proposal import Reservation, Terms

Verb = Literal["propose", "amend", "clarify", "answer", "accept", "decline", "withdraw"]
Stance = Literal["open", "asked", "declined", "accepted"]
Who = Literal["a member", "who asked", "another member", "nobody of the compact"]

DISOWNED: Final = "disowned: its key was revoked, a receipt covers it, and it stands"
"""What is said beside a move that is."""
STANCES: Final[tuple[Stance, ...]] = ("open", "asked", "declined", "accepted")


class Move(NamedTuple):
    """Something said on terms.

    ``id`` is the leaf of its record, ``number`` its place in its author's log, ``about`` the id of a version or of a
    clarification, ``heads`` the size of each party's log, by name, as far as its author had read."""

    id: str
    author: str
    number: int
    verb: Verb
    about: str = ""
    terms: Terms | None = None
    heads: Mapping[str, int] = {}
    words: str = ""
    reservations: tuple[Reservation, ...] = ()
    disowned: bool = False
    """Whether its author has revoked the key behind it; it stands (rule 7)."""
    again: bool = False
    """Whether its author said it on the line that it went on with after disowning another."""


class Row(NamedTuple):
    """One row of the table: a move, by whom, in which state, and the state after it; ``then`` is empty where the move
    does nothing. The state is the author's stance towards the version, unless a cell says otherwise."""

    verb: Verb
    who: Who
    when: tuple[str, ...]
    then: str
    words: str


VERBS: Final[tuple[Verb, ...]] = ("propose", "amend", "clarify", "answer", "accept", "decline", "withdraw")
_M: Final = "a member"
TABLE: Final[tuple[Row, ...]] = (
    Row("propose", _M, ("in",), "open", "a version is on the table; it binds nobody, not even its author"),
    Row("amend", _M, STANCES, "open", "a new version is on the table; the one that it amends stands as it stood"),
    Row("amend", _M, ("not here",), "open", "a new version is on the table; what it amends is not here"),
    Row("clarify", _M, ("open", "asked"), "asked", "a question is open until somebody else answers it"),
    Row("clarify", _M, ("declined",), "declined", "a question is open; the version stays declined"),
    Row("clarify", _M, ("accepted",), "accepted", "a question is open; the acceptance stands"),
    Row("clarify", _M, ("not here",), "", "what it asks about is no version that is here"),
    Row("answer", "another member", ("asked",), "open", "the question is answered"),
    Row("answer", "another member", ("answered",), "open", "a further answer stands beside those before it"),
    Row("answer", "who asked", ("asked", "answered"), "", "nobody answers a question of his own"),
    Row("answer", _M, ("not here",), "", "what it answers is no question that is here"),
    Row("accept", _M, ("open", "asked", "declined"), "accepted", "it is accepted, until its author leaves"),
    Row("accept", _M, ("accepted",), "accepted", "it was accepted already"),
    Row("accept", _M, ("not here",), "", "it accepts no version that is here, and no other"),
    Row("accept", _M, ("unread",), "", "by the heads that it quotes, its author had not read what it accepts"),
    Row("accept", _M, ("replaced",), "", "its author had read that all had accepted what replaces it"),
    Row("accept", _M, ("ended",), "", "its author had read that somebody whom it names had left"),
    Row("decline", _M, ("open", "asked", "declined"), "declined", "it is declined; its author may still accept it"),
    Row("decline", _M, ("accepted",), "", "its author had accepted it; the way out of that is to leave"),
    Row("decline", _M, ("not here",), "", "it declines no version that is here"),
    Row("withdraw", _M, ("in",), "left", "its author has left, for good; terms that name it end"),
    *(Row(verb, _M, ("left",), "", "its author had left before") for verb in VERBS),
    *(Row(verb, "nobody of the compact", ("in",), "", "its author is no member") for verb in VERBS),
)
_ROWS: Final = {(row.verb, row.who, state): row for row in TABLE for state in row.when}


class Question(NamedTuple):
    """A clarification asked, and the answers to it."""

    id: str
    about: str
    by: str
    words: str
    answers: tuple[tuple[str, str, str], ...]
    """Each answer: its id, by whom, its words."""

    @property
    def open(self) -> bool:
        """Whether nobody has answered."""
        return not self.answers


class Version(NamedTuple):
    """A version of the terms, and how everybody stands to it."""

    id: str
    terms: Terms
    author: str
    words: str
    amends: str
    """The id of the version that it amends; empty for a proposal."""
    stances: Mapping[str, Stance]
    """Of everybody it names, and of other members who took a stance."""
    accepted_by: Mapping[str, str]
    """Party -> id of its acceptance."""
    earlier: Mapping[str, str]
    """Party -> the nearest version amended by this one that it accepted, while it has not accepted this one."""
    reservations: tuple[Reservation, ...]
    """Those in the terms, and those that came with acceptances."""
    replaced_by: tuple[str, ...]
    accepted: bool
    """Whether everybody it names has accepted it, whatever came after."""
    state: str
    """on the table, in question, declined, in force, replaced, ended"""
    known_to_all: bool
    """Whether everybody it names is known to have read every acceptance."""
    disowned: tuple[str, ...] = ()
    """Parties whose acceptance is disowned, and stands."""
    unsaid: bool = False
    """Whether its author has disowned the version itself; it stands."""


class Standing(NamedTuple):
    """What a set of moves comes to."""

    members: tuple[str, ...]
    versions: tuple[Version, ...]
    in_force: tuple[Version, ...]
    known_to_all: bool
    left: frozenset[str]
    questions: tuple[Question, ...]
    not_moves: tuple[tuple[Move, str], ...]
    """Moves that do nothing, each with the reason."""
    left_disowned: frozenset[str] = frozenset()
    """Of those who have left, who has disowned that."""

    def version(self, id: str) -> Version | None:
        """A version by its id."""
        return next((one for one in self.versions if one.id == id), None)


def standing(
    members: Iterable[str],
    moves: Iterable[Move],
    known: Mapping[str, Mapping[str, int]] | None = None,
    read: Mapping[str, Collection[str]] | None = None,
) -> Standing:
    """What stands after these moves.

    Args:
        members: the parties of the compact, by name.
        moves: those that are here, in any order; one that is there twice counts once.
        known: ``known[p][q]`` is the size of q's log that p is known to have read. Only ``known_to_all`` rests on it.
        read: by the id of a disowned move, who is known to have read it, in the place of ``known``.

    >>> from freehand.terms.scope import Rung
    >>> v = Move("1a", "A", 0, "propose", terms=Terms(Rung.SUPPORT, ("A", "B")))
    >>> yes = [Move("2a", "A", 1, "accept", "1a"), Move("2b", "B", 0, "accept", "1a", heads={"A": 1})]
    >>> [standing("AB", said).versions[0].state for said in ([v, yes[0]], [yes[1], v, yes[0]])]
    ['on the table', 'in force']
    """
    return _Reckoned(tuple(sorted(set(members))), moves, known or {}, read or {}).standing()


def possible(standing: Standing, party: str) -> tuple[tuple[Verb, str], ...]:
    """What a party that has read all of this may do next: each move that does something, with what it is about.

    >>> possible(standing("AB", ()), "A")
    (('propose', ''), ('withdraw', ''))
    """
    if party not in standing.members or party in standing.left:
        return ()
    found: list[tuple[Verb, str]] = [("propose", "")]
    for version in standing.versions:
        stance = version.stances.get(party, "open")
        late = version.state if version.state in ("ended", "replaced") else stance
        for verb in ("amend", "clarify", "accept", "decline"):
            then = _ROWS[verb, "a member", late if verb == "accept" else stance].then
            if then and (verb, stance) not in (("accept", "accepted"), ("decline", "declined")):
                found.append((verb, version.id))
    found += [("answer", one.id) for one in standing.questions if one.by != party]
    return (*found, ("withdraw", ""))


class _Reckoned:
    """One set of moves, gone through once."""

    def __init__(
        self,
        members: tuple[str, ...],
        moves: Iterable[Move],
        known: Mapping[str, Mapping[str, int]],
        read: Mapping[str, Collection[str]],
    ) -> None:
        self.members, self.known, self.read = members, known, read
        every = {move.id: move for move in moves}.values()
        said = sorted(every, key=lambda move: (move.author, move.again, move.number, move.id))
        self.left: dict[str, Move] = {}
        self.owned_leaves = {move.author for move in every if move.verb == "withdraw" and not move.disowned}
        self.versions: dict[str, Move] = {}
        self.counted: list[Move] = []
        self.not_moves: list[tuple[Move, str]] = []
        for move in said:
            if move.author not in members:
                self._apply(move, "nobody of the compact", "in")
            elif move.author in self.left:
                self._apply(move, "a member", "left")
            else:
                self.counted.append(move)
                if move.verb == "withdraw" and self._apply(move, "a member", "in") == "left":
                    self.left[move.author] = move
        for move in self.counted:
            if move.verb in ("propose", "amend") and move.terms is not None:
                self.versions[move.id] = move
        self.older = {id: self._older(id) for id in self.versions}
        self.claims: dict[str, dict[str, Move]] = {id: {} for id in self.versions}
        for move in self.counted:  # acceptances that hold by themselves; whether they came too late is looked at after
            if move.verb == "accept" and move.about in self.versions and _read(move, self.versions[move.about]):
                _count_in(self.claims[move.about], move)
        asked = [move for move in self.counted if move.verb == "clarify" and move.about in self.versions]
        self.asked = {move.id: move for move in asked}
        self.answers: dict[str, list[Move]] = {id: [] for id in self.asked}
        self.stances: dict[str, dict[str, Stance]] = {id: {} for id in self.versions}
        self.accepted: dict[str, dict[str, Move]] = {id: {} for id in self.versions}
        for move in self.counted:
            self._count(move)
        for question in self.asked.values():
            self._settle(question)

    def _count(self, move: Move) -> None:
        """Rule 2: what one move does."""
        verb, about = move.verb, move.about
        if verb in ("withdraw", "propose"):  # the one was counted to know who has left, the other is a version
            return
        if verb == "answer":
            question = self.asked.get(about)
            who: Who = "a member" if question is None else _who(question, move)
            if self._apply(move, who, "not here" if question is None else "asked"):
                self.answers[about].append(move)
        elif about not in self.versions:
            self._apply(move, "a member", "not here")
        else:
            stance = self.stances[about].get(move.author, "open")
            then = self._apply(move, "a member", self._late(move) or stance)
            if then and verb != "amend":
                self.stances[about][move.author] = next(one for one in STANCES if one == then)
                if verb == "accept":
                    _count_in(self.accepted[about], move)

    def _late(self, move: Move) -> str:
        """What an acceptance finds in place of its author's stance: it quotes too little, or comes too late."""
        if move.verb != "accept":
            return ""
        about = move.about
        if not _read(move, self.versions[about]):
            return "unread"
        if any(party in self.left and _read(move, self.left[party]) for party in self._named(about)):
            return "ended"
        for newer, older in self.older.items():
            if about in older and all(
                party in self.claims[newer] and _read(move, self.claims[newer][party])
                for party in {*self._named(newer), *self._named(about)}
            ):
                return "replaced"
        return ""

    def _settle(self, question: Move) -> None:
        """An answer turns *asked* back, once no question of its asker on the version is open."""
        own = [
            other for other, one in self.asked.items() if (one.author, one.about) == (question.author, question.about)
        ]
        stances = self.stances[question.about]
        if stances.get(question.author) == "asked" and all(self.answers[other] for other in own):
            stances[question.author] = "open"

    def _apply(self, move: Move, who: Who, state: str) -> str:
        row = _ROWS[move.verb, who, state]
        if not row.then:
            self.not_moves.append((move, f"{row.words}{self._meant(move)}"))
        return row.then

    def _meant(self, move: Move) -> str:
        """Which version a move that does nothing was about."""
        version = self.versions.get(move.about)
        if not move.about:
            return "."
        if version is None:
            return f" (meant was {shown(move.about[:16])}…)."
        return f" (meant was {version.id[:16]}…, which '{shown(version.author)}' put on the table)."

    def _named(self, id: str) -> tuple[str, ...]:
        terms = self.versions[id].terms
        return () if terms is None else terms.parties

    def _older(self, id: str) -> tuple[str, ...]:
        """What a version amends, and what that amends, nearest first."""
        found: list[str] = []
        while id in self.versions:
            id = self.versions[id].about if self.versions[id].verb == "amend" else ""
            if (
                not id or id in found
            ):  # a hash cannot quote what quotes it; whoever gives other ids is not run in circles
                break
            found.append(id)
        return tuple(found)

    def standing(self) -> Standing:
        """Rules 4 to 6."""
        full = {id for id in self.versions if all(party in self.accepted[id] for party in self._named(id))}
        questions = tuple(
            Question(id, one.about, one.author, one.words, tuple((a.id, a.author, a.words) for a in self.answers[id]))
            for id, one in self.asked.items()
        )
        versions = tuple(self._version(move, full, questions) for move in self.versions.values())
        in_force = tuple(one for one in versions if one.state == "in force")
        known = bool(in_force) and all(one.known_to_all for one in in_force)
        left = frozenset(self.left)
        disowned = left - self.owned_leaves
        return Standing(self.members, versions, in_force, known, left, questions, tuple(self.not_moves), disowned)

    def _version(self, move: Move, full: set[str], questions: tuple[Question, ...]) -> Version:
        id, terms = move.id, move.terms
        assert terms is not None  # else it is no version
        stances = {party: self.stances[id].get(party, "open") for party in terms.parties} | self.stances[id]
        replaced_by = tuple(
            newer
            for newer, older in self.older.items()
            if id in older and newer in full and all(party in self.accepted[newer] for party in terms.parties)
        )
        if any(party in self.left for party in terms.parties):
            state = "ended"
        elif replaced_by:
            state = "replaced"
        elif id in full:
            state = "in force"
        elif "declined" in stances.values():
            state = "declined"
        else:
            state = "in question" if any(one.open and one.about == id for one in questions) else "on the table"
        accepted = self.accepted[id]
        earlier = {
            party: next(old for old in self.older[id] if party in self.accepted.get(old, {}))
            for party in terms.parties
            if party not in accepted and any(party in self.accepted.get(old, {}) for old in self.older[id])
        }
        reservations = terms.reservations + tuple(one for said in accepted.values() for one in said.reservations)
        return Version(
            id, terms, move.author, move.words, move.about if move.verb == "amend" else "", stances,
            {party: said.id for party, said in accepted.items()}, earlier, reservations, replaced_by, id in full, state,
            id in full and self._known(terms.parties, accepted),
            tuple(party for party, said in sorted(accepted.items()) if said.disowned), move.disowned,
        )  # fmt: skip

    def _known(self, parties: tuple[str, ...], accepted: Mapping[str, Move]) -> bool:
        """Whether each of the parties is known to have read each acceptance, by its word or by its own moves."""
        for party in parties:
            own = [move for move in self.counted if move.author == party]
            for said in accepted.values():
                if said.disowned:  # rule 7
                    heard = party in self.read.get(said.id, ())
                else:
                    heard = self.known.get(party, {}).get(said.author, 0) > said.number
                if said.author != party and not heard and not any(_read(move, said) for move in own):
                    return False
        return True


def _read(move: Move, other: Move) -> bool:
    """Whether the author of a move had read another, by its own log and the heads that it quotes."""
    if move.author == other.author:
        return (other.again, other.number) < (move.again, move.number)
    if other.disowned:
        return move.about == other.id
    return move.heads.get(other.author, 0) > other.number


def _count_in(accepted: dict[str, Move], move: Move) -> None:
    """The first acceptance of each party, one that nobody disowned before one that its author did."""
    if move.author not in accepted or (accepted[move.author].disowned and not move.disowned):
        accepted[move.author] = move


def _who(question: Move, answer: Move) -> Who:
    return "who asked" if question.author == answer.author else "another member"
