"""The newest head of a restored partner's log, as a member confirms it: asked for, answered, and taken.

The question: a party's store came back from a backup. It may sign nothing until every member has said what it last had
of its log. How is that said, so that nobody else can say it, and nobody can say it again the next time?

The rules:

1. Who was restored asks with a file: compact, log, the head that is here, and a number drawn for this one time.
2. Each member answers with a file: the newest checkpoint that it has of the log, as the log's own key had signed it,
   the leaves from the asked-for size on, the newest card that it has of the party, and the number of the last bundle
   that it took in; over all that and the number drawn, its own log key's signature. The card is the root key's word,
   and a later one must not bear its number.
3. The answer of a member counts once it holds. A longer head is followed by taking its leaves back: they add up to a
   checkpoint of the own key, or nothing is taken. Records in them stay withheld: nobody can give them back.
4. Every answer is kept. A member that kept back a longer head has signed that, and its cosignature of the longer one
   proves it.
5. The next bundle for a member bears a number beyond the one that it told. For a member that told none, as where a new
   epoch begins without waiting, it is far beyond the last that is known here (``FAR``).
6. Who has left the compact, by a record of its own that is here, is not waited for.

Limits: those of ``ledger.restored``. A member that answers with an old head helps a fork, and is known for it after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import shown
from freehand.ledger.canonical import LARGEST, NotCanonical, canonical, parse
from freehand.ledger.checkpoint import verified
from freehand.ledger.epochs import check_signer
from freehand.ledger.keys import SigningKey, verify
from freehand.ledger.lines import current, head_at
from freehand.ledger.log import keep_card, newest_card
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.refused import Refused
from freehand.ledger.restored import confirm, judge, take_back, wait_no_longer, waiting_for
from freehand.ledger.rows import root_at
from freehand.node.events import event

if TYPE_CHECKING:
    from freehand.ledger.store.interface import View
    from freehand.node.folder import Compact, Member, Node

ASKED: Final = "freehand confirmation asked/1"
GIVEN: Final = "freehand confirmation/1"
SHELF: Final = "confirmation"
BEYOND: Final = "beyond"
"""Member -> the number beyond which the next bundle for it lies (rule 5)."""
FAR: Final = 2**20
TAG: Final = b"freehand confirmation/1\n"
MOST: Final = 2**28


class NotConfirmed(Refused):
    """A file that confirms nothing here."""

    next_step = "Ask the member for its answer to the file that was made last."


class Confirmed(NamedTuple):
    """What an answer led to."""

    member: str
    size: int
    """Up to where the member has the log; 0: nothing."""
    taken_back: int
    """Leaves that were missing here."""
    left: tuple[str, ...]
    """Who is still waited for, by name; nobody: the log signs again."""


def ask(node: Node, compact: Compact, *, randomness: Randomness = drawn) -> bytes:
    """The file by which a restored party asks every member (rule 1); an earlier one counts no more."""
    nonce = randomness(16).hex()
    with compact.store.reading() as view:
        line = current(view, compact.log)
        size, root = line.size, line.root.hex()
    with node.cabinet.writing() as shelves:
        shelves.put(SHELF, compact.id, {"nonce": nonce})
    value = {"compact": compact.id, "format": ASKED, "log": compact.log, "nonce": nonce, "root": root, "size": size}
    return _signed(value, compact.keys.log)


def answer(compact: Compact, asked: bytes) -> bytes:
    """A member's answer to that file (rule 2).

    Raises:
        NotConfirmed: it is not such a file of a member of this compact.
    """
    value = _opened(asked, ASKED, {"compact", "log", "nonce", "root", "size"})
    member = _member(compact, value, value["log"])
    if not (type(value["size"]) is int and value["size"] >= 0 and isinstance(value["nonce"], str)):
        raise _not("it is not of the form that is known here.")
    with compact.store.reading() as view:
        _hold(view, member, value)
        line, newest = current(view, member.log), view.line(member.log).newest("received", compact.log)
        head, size = head_at(view, line, line.size), value["size"]
        on = size <= line.size and root_at(line, size).hex() == value["root"]
        leaves = b"".join(line.leaves(size, line.size)) if on else b""
    found = {
        "compact": compact.id,
        "format": GIVEN,
        "by": compact.log,
        "card": member.card.hex(),
        "log": member.log,
        "nonce": value["nonce"],
        "first": size,
        "head": None if head is None else head.note.decode(),
        "leaves": leaves.hex(),
        "serial": 0 if newest is None else newest.number,
    }
    return _signed(found, compact.keys.log)


def take_answer(node: Node, compact: Compact, given: bytes, *, now: int) -> Confirmed:
    """Take a member's answer (rules 3 and 4).

    Raises:
        NotConfirmed: it is not a member's answer to what was asked last.
        Contradicted: it has another history; then only a new epoch helps.
        BadNote, BadCheckpoint: its head is none of this log, or not that of its leaves.
        CardRefused, CardsContradict: its card is none of this party's, or another one of the same number is here.
    """
    fields = {"by", "card", "compact", "first", "head", "leaves", "log", "nonce", "serial"}
    value = _opened(given, GIVEN, fields)
    member = _member(compact, value, value["by"])
    with node.cabinet.reading() as shelves:
        held: Any = shelves.get(SHELF, compact.id)
    if value["log"] != compact.log or held is None or value["nonce"] != held["nonce"]:
        raise _not("it does not answer what was asked last here.")
    shaped = isinstance(value["head"], (str, type(None))) and isinstance(value["leaves"], str)
    if not shaped or type(value["serial"]) is not int or not 0 <= value["serial"] < LARGEST - FAR:
        raise _not("it is not of the form that is known here.")
    card = _bytes(value["card"])
    note = None if value["head"] is None else value["head"].encode()
    with compact.store.reading() as view:
        _hold(view, member, value)
    with compact.store.writing(compact.log) as change:
        keep_card(change.line(compact.log), card)
    with node.cabinet.writing() as shelves:
        shelves.put(SHELF, f"{compact.id} {member.log} {value['nonce']}", given.hex(), within=compact.id)
        shelves.put(BEYOND, f"{compact.id} {member.log}", value["serial"], within=compact.id)
    taken, size = _taken_back(compact, value, note)
    confirm(compact.store, compact.log, member.log, note)
    words = f"{member.name} confirmed the newest head that it has of this log."
    with node.cabinet.writing() as shelves:
        shelves.note(event("confirmed", now, compact, party=member.name, words=words))
    left = wait_for_no_leavers(node, compact)
    names = {one.log: one.name for one in compact.members.values()}
    return Confirmed(member.name, size, taken, tuple(names.get(log, log) for log in left))


def wait_for_no_leavers(node: Node, compact: Compact) -> list[str]:
    """Wait no longer for members that have left, as far as that is known here (rule 6); who is still waited for."""
    from freehand.node.held import Held
    from freehand.node.lookup import Lookup

    with compact.store.reading() as view:
        waiting = waiting_for(view.line(compact.log)) or []
    if not waiting:
        return waiting
    members = compact.members
    logs = {member.log: name for name, member in members.items()}
    held = Held(compact.store, logs, compact.log, node.cabinet.reading)  # as it was found: nothing is judged for that
    gone = {members[name].log for name in Lookup(compact, held, members, node.party).standing.left}
    return wait_no_longer(compact.store, compact.log, gone) if gone & {*waiting} else waiting


def far_beyond(node: Node, compact: Compact) -> None:
    """Rule 5, for all members, until they tell: what was written since the backup is not known here."""
    with compact.store.reading() as view:
        newest = {one.log: view.line(compact.log).newest("sent", one.log) for one in compact.members.values()}
    with node.cabinet.writing() as shelves:
        for log, sent in newest.items():
            if log != compact.log:
                last = 0 if sent is None else sent.number
                shelves.put(BEYOND, f"{compact.id} {log}", last + FAR, within=compact.id)


def _taken_back(compact: Compact, value: dict[str, Any], note: bytes | None) -> tuple[int, int]:
    """Take back what is missing, if the head is longer: how many leaves, and up to where the member had the log."""
    if note is None:
        return 0, 0

    with compact.store.reading() as view:
        line = current(view, compact.log)
        said = verified(note, [e.key for e in newest_card(view.line(compact.log)).epochs], compact.log).checkpoint
        waiting = waiting_for(view.line(compact.log)) or []
        behind = judge(line, waiting, {value["by"]: said}).standing == "behind"
        size = line.size
    if not behind:
        return 0, said.size
    try:
        leaves = bytes.fromhex(value["leaves"])
    except ValueError:
        raise _not("its leaves are not hexadecimal digits.") from None
    if type(value["first"]) is not int or not 0 <= value["first"] <= size:
        raise _not("its leaves do not go on from what is here.")
    take_back(compact.store, compact.log, [leaves[(size - value["first"]) * 32 :]], note)
    return said.size - size, said.size


def _signed(value: dict[str, Any], key: SigningKey) -> bytes:
    said = value | {"key": key.public.hex()}
    return canonical(said | {"signature": key.sign(TAG + canonical(said)).hex()})


def _opened(data: bytes, format_: str, fields: set[str]) -> dict[str, Any]:
    try:
        value: Any = parse(data, MOST)
    except NotCanonical as refusal:
        raise NotConfirmed(refusal.faults) from None
    if not isinstance(value, dict) or value.get("format") != format_:
        raise _not("it is no file of this kind.")
    if value.keys() != fields | {"format", "key", "signature"}:
        raise _not("it is not of the form that is known here.")
    return value


def _member(compact: Compact, value: dict[str, Any], log: object) -> Member:
    if value["compact"] != compact.id:
        raise _not("it is of another compact.")
    found = next((one for one in compact.members.values() if one.log == log and one.log != compact.log), None)
    if found is None:
        raise _not(f"'{shown(str(log))}' is no other member of this compact.")
    return found


def _hold(view: View, member: Member, value: dict[str, Any]) -> None:
    """Hold that the file is the member's, by the key that speaks for it now."""
    said = {field: each for field, each in value.items() if field != "signature"}
    try:
        key, signature = bytes.fromhex(str(value["key"])), bytes.fromhex(str(value["signature"]))
    except ValueError:
        raise _not("its key or its signature is not hexadecimal digits.") from None
    check_signer(newest_card(view.line(member.log)).epochs, key)
    if len(signature) != 64 or not verify(key, signature, TAG + canonical(said)):
        raise _not("its signature does not hold.")


def _bytes(text: object) -> bytes:
    try:
        return bytes.fromhex(str(text))
    except ValueError:
        raise _not("its card is not hexadecimal digits.") from None


def _not(why: str) -> Refused:
    return NotConfirmed.because("the file is refused", why)
