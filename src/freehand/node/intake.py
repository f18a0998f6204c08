"""What came: a bundle taken in, then everything in it judged at the gate.

The question: a partner hands over a bundle. What of it may be read here from now on, what is refused for good, and what
came to nothing that anybody need know?

The rules:

1. The ledger takes a bundle in, wholly or not at all; it refuses bundles. What follows refuses bodies, never leaves.
2. Then whatever is held and was not looked at yet is looked at, whoever brought it (``sifting``). A mark is put up
   before, so that a process that dies in between leaves word.
3. A bundle that proves something against its sender is noted with the proof's name, and refused as the ledger says.

Cost: each record is read twice, once to be found and once to be judged; memory for some hundred at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from freehand.errors import FreehandError
from freehand.ledger.bundle.hearing import Contradiction
from freehand.ledger.bundle.opening import LIMITS, Most, Reader, Source
from freehand.ledger.bundle.placing import Unchanged
from freehand.ledger.bundle.reading import Silence, Taken, silence, take_in
from freehand.ledger.bundle.refusals import Ask, Proved, RolledBack
from freehand.node.erased import erase_again
from freehand.node.events import event
from freehand.node.listening import Listening
from freehand.node.news import News, joined
from freehand.node.sifting import catch_up, mark

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node

CONTRADICTED: Final = "contradicted"
"""What was told of heads that contradict what is held."""


class Arrival(NamedTuple):
    """What came of a bundle."""

    party: str
    """Whose it is; empty where it changed nothing."""
    taken: Taken | Unchanged
    news: News
    """What was looked at: what came with it, and whatever an earlier process had taken in and not looked at."""
    silence: Silence

    @property
    def asks(self) -> tuple[Ask, ...]:
        """What to ask for: heads that others have seen, and that are longer than what is held."""
        return self.taken.heard.asks if isinstance(self.taken, Taken) else ()

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Forks, disowned and disputed heads, and witnesses that lied."""
        return self.taken.heard.contradictions if isinstance(self.taken, Taken) else ()


def take(node: Node, compact: Compact, source: Source, *, now: int, most: Most = LIMITS) -> Arrival:
    """Take a bundle in, and judge what is in it.

    Args:
        node: whose.
        compact: the compact that the bundle has to be of.
        source: the bundle.
        now: seconds since 1970, to be remembered and noted.
        most: what is taken in at once.

    Raises:
        Refused: the bundle is refused, as ``bundle.reading.take_in`` says; what it proves is kept and noted.
        StoreBusy, StoreFailed: nothing was taken in, or it was and is looked at the next time.
    """
    before = catch_up(node, compact, now=now)
    mark(node, compact, taking=True)
    keys, ears = compact.keys, Listening(compact.store)
    reader = Reader(compact.log, compact.id, keys.recipients)
    try:
        taken = take_in(ears, source, reader, now=now, witness=keys.log, most=most)
    except FreehandError as refusal:
        mark(node, compact, taking=False)
        if isinstance(refusal, (Proved, RolledBack)):
            _note_refusal(node, compact, refusal, now)
        raise
    erase_again(node, compact)
    logs = {member.log: name for name, member in compact.members.items()}
    if isinstance(taken, Unchanged):
        mark(node, compact, taking=False)
        return Arrival("", taken, before, Silence(0, None, 0))
    if taken.heard.contradictions:
        _note_contradictions(node, compact, taken, logs, now)
    news = joined(before, catch_up(node, compact, now=now, told=ears.heard))
    with compact.store.reading() as view:
        heard = silence(view, taken.sender, compact.log)
    return Arrival(logs[taken.sender], taken, news, heard)


def _note_refusal(node: Node, compact: Compact, refusal: Proved | RolledBack, now: int) -> None:
    fault = refusal.faults[0]
    what = {"Forked": "fork", "Lied": "lie", "RolledBack": "rollback"}.get(type(refusal).__name__, "refused")
    proof = refusal.name if isinstance(refusal, Proved) else ""
    with node.cabinet.writing() as shelves:
        shelves.note(event(what, now, compact, words=f"{fault.what}: {fault.why}", proof=proof))


def _note_contradictions(node: Node, compact: Compact, taken: Taken, logs: Mapping[str, str], now: int) -> None:
    with node.cabinet.writing() as shelves:
        for one in taken.heard.contradictions:
            told = f"{compact.id} {one.verdict} {one.log} {one.who} {one.size}"
            if shelves.get(CONTRADICTED, told) is not None:
                continue  # it is told with each bundle
            shelves.put(CONTRADICTED, told, one.proof, within=compact.id)
            who = {"party": logs.get(one.log, ""), "who": logs.get(one.who, "")}
            shelves.note(event(one.verdict, now, compact, **who, size=one.size, proof=one.proof))
