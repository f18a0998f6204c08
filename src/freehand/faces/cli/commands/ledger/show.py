"""``freehand ledger show``: which logs are here, how far they are heard, and what they say."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import ledgers
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers import wording
from freehand.faces.ledgers.folder import Folder
from freehand.ledger import record
from freehand.ledger.bundle.reading import Silence, silence
from freehand.ledger.canonical import is_nfc
from freehand.ledger.dating import dated
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.identity import Card, remarks_on
from freehand.ledger.lines import cards_of, current, frozen
from freehand.ledger.listing import Listed, listed
from freehand.ledger.log import cosigns
from freehand.ledger.record import Record
from freehand.ledger.restored import waiting_for
from freehand.ledger.store.interface import Line, View

HELP = (
    "Show a ledger: every log in it, how many leaves and records of it are here, and since when nothing was heard; "
    "or what one log says; or one record with its leaf and what is known of its time. It needs no passphrase."
)
EXAMPLE = "freehand ledger show north"
FORMAT = "freehand.ledger-show/1"
LISTED = 40
_MISSING = {"withheld": "withheld: its leaf alone", "erased": "erased", "held": ""}
_WORTH = {
    "disowned": "its owner has unsaid it, and a receipt covers it",
    "disputed": "a key that speaks no more signed it, and no receipt covers it",
    "refused": "its owner has unsaid it, and no receipt covers it",
    "forked": "its owner has signed another history beside it, and has not said which of them goes on",
}


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    ledgers.folder_argument(parser)
    log = "which log: its name, or what follows its last / (default: all in a line each)"
    parser.add_argument("log", metavar="LOG", nargs="?", help=log)
    parser.add_argument("record", metavar="RECORD", nargs="?", type=int, help="the number of one record")
    first = f"the first record to list (default: the last {LISTED} are listed)"
    parser.add_argument("--first", type=int, metavar="N", help=first)


def run(args: Namespace) -> int:
    """Look, and say what is there."""
    folder = ledgers.opened(args)
    with folder.opened() as store, store.reading() as view:
        if args.log is None:
            return _logs(args, folder, view)
        line = current(view, wording.log_named(view, args.log))
        heard = ledgers.heard(view, folder, [line.log])
        if args.record is None:
            return _records(args, view, line, heard)
        return _record(args, view, line, heard)


def _logs(args: Namespace, folder: Folder, view: View) -> int:
    """Every log in a line."""
    logs = sorted(view.logs(), key=lambda log: (log != folder.log, log))
    cards = cards_of(view, logs)
    told = [_log(folder, view, log, cards.get(log)) for log in logs]
    if args.json:
        print_json({"format": FORMAT, "log": folder.log, "compact": folder.compact, "logs": told})
        return 0
    screen = Screen()
    screen.line(f"The ledger of '{folder.log}', in the compact '{folder.compact}'", style="bold")
    screen.line()
    rows = [
        [
            one["log"],
            shown(one["name"]),
            str(one["size"]),
            str(one["records"]),
            one["root"][: wording.SHORT] + "…",
            one["state"],
        ]
        for one in told
    ]
    screen.table(["log", "of", "leaves", "records", "root", "state"], rows, right=(2, 3))
    for one in told:
        if one["log"] != folder.log:
            screen.line()
            screen.line(wording.heard(one["log"], silence(view, one["log"], folder.log)))
        for remark in one["remarks"]:
            screen.line(f"note: {remark}.")
    screen.next(ledgers.quoted("show", args.folder, folder.log))
    return 0


def _log(folder: Folder, view: View, log: str, card: Card | None) -> dict[str, Any]:
    line, own = current(view, log), log == folder.log
    others = [(one.name, one.root) for one in cards_of(view, view.logs()).values()]
    heard = silence(view, log, folder.log)
    waiting, beside = waiting_for(view.line(log)), len(view.branches(log)) - 1
    states = [
        *(["frozen by a proven fork"] if frozen(view, log) else []),
        *([f"restored, waits for {len(waiting)} members"] if waiting is not None else []),
        *(["cosigns nothing until a new epoch"] if own and not cosigns(view.line(log)) else []),
        *([f"{wording.counted(beside, 'branch', 'branches')} beside it"] if beside > 0 else []),
    ]
    return {
        "log": log,
        "own": own,
        "name": card.name if card else "",
        "card": card.number if card else 0,
        "epoch": len(card.epochs) if card else 0,
        "fingerprint": fingerprint(card.root) if card else None,
        "size": line.size,
        "root": line.root.hex(),
        "records": sum(end - first for first, end in line.held(0, line.size)),
        "erased": sum(paper.number < line.size for paper in line.papers("erasure")),
        "heard": None if own else {"serial": heard.serial, "since": heard.since},
        "frozen_by": frozen(view, log) or None,
        "state": "; ".join(states) or ("own" if own else "good"),
        "remarks": remarks_on(card, others) if card else [],
    }


def _records(args: Namespace, view: View, line: Line, heard: Mapping[str, Silence]) -> int:
    """What one log says."""
    first = max(0, line.size - LISTED) if args.first is None else args.first
    if not 0 <= first <= line.size:
        raise UsageError(one_fault(f"there is no record {first}", _sizes(line), "Name one that is there."))
    end = line.size if args.json else min(first + LISTED, line.size)
    found = list(listed(view, line.log, first=first, end=end))
    if args.json:
        print_json(
            {
                "format": FORMAT,
                "log": line.log,
                "head": ledgers.head_json(line.size, line.root),
                "records": [_told(one) for one in found],
                "heard": ledgers.heard_json(heard),
            }
        )
        return 0
    screen = Screen()
    screen.line(
        f"{line.log}: {wording.counted(line.size, 'leaf', 'leaves')}, root {wording.short(line.root)}", style="bold"
    )
    screen.line()
    if found:
        screen.table(["record", "said at", "kind", "about", "says"], [_row(one) for one in found], right=(0,))
    else:
        screen.line("Nothing has been said yet." if not line.size else "There are no records from there on.")
    if end < line.size:
        screen.line(f"… and {line.size - end} more, from --first {end} on.")
    if first and args.first is None:
        screen.line(f"{wording.counted(first, 'record', 'records')} before these: --first 0 begins at the beginning.")
    ledgers.say_heard(screen, heard)
    last = max((one.number for one in found if one.data), default=None)
    screen.next(ledgers.quoted(*(("verify", args.folder) if last is None else ("show", args.folder, line.log, last))))
    return 0


def _row(listing: Listed) -> list[str]:
    worth = "" if listing.worth == "accepted" else f"({listing.worth}) "
    if not listing.data:
        return [str(listing.number), "", "", "", f"{worth}({_MISSING[listing.state]})"]
    one = record.read(listing.data)
    if not one.readable:
        return [str(listing.number), "", "", "", f"{worth}(of a version or with fields that are not known here)"]
    return [str(listing.number), wording.moment(one.time), one.kind, one.object, worth + wording.body(one.body)]


def _told(listing: Listed) -> dict[str, Any]:
    known = {"worth": listing.worth, "not_after": listing.not_after, "witness": listing.witness or None}
    if not listing.data:
        return {"sequence": listing.number, "state": listing.state, **known}
    one = record.read(listing.data)
    state = "held" if one.readable else "unknown"
    fields = {"time": one.time, "kind": one.kind, "object": one.object, "label": one.label}
    body = one.body if one.readable else None
    return {"sequence": listing.number, "state": state, **known, **fields, "body": body}


def _record(args: Namespace, view: View, line: Line, heard: Mapping[str, Silence]) -> int:
    """One record."""
    number = args.record
    listing = next(listed(view, line.log, first=number, end=number + 1), None) if number >= 0 else None
    if listing is None:
        raise UsageError(one_fault(f"there is no record {number}", _sizes(line), "Name one that is there."))
    leaf, data, erased = listing.leaf, listing.data, listing.state == "erased"
    one = record.read(data) if data else None
    receipts = [] if listing.receipt is None else [listing.receipt]
    ahead = one is not None and dated(one.time, receipts, ledgers.now()).ahead
    if args.json:
        print_json(
            {
                "format": FORMAT,
                "log": line.log,
                "leaf": leaf.hex(),
                "record": None if one is None else one._asdict(),
                "text": data.decode() if data else None,
                "nfc": is_nfc(data),
                "worth": listing.worth,
                "not_after": listing.not_after,
                "witness": listing.witness or None,
                "ahead": ahead,
                "erased": erased,
                "claims_of_erasure": list(listing.claims),
                "heard": ledgers.heard_json(heard),
            }
        )
        return 0
    screen = Screen()
    _show_record(screen, line.log, number, leaf, one, erased)
    screen.line()
    for text in _remarks(listing, ahead):
        screen.line(text)
    ledgers.say_heard(screen, heard)
    screen.next(ledgers.quoted("prove", args.folder, number, "--log", line.log, "-o", "proof.json"))
    return 0


def _show_record(screen: Screen, log: str, number: int, leaf: bytes, one: Record | None, erased: bool) -> None:
    screen.line(f"Record {number} of '{log}'", style="bold")
    screen.line()
    rows = [["leaf", leaf.hex()]]
    if one is None:
        rows.append(["says", "(erased)" if erased else "(withheld: its leaf alone is here)"])
    elif not one.readable:
        rows.append(["says", f"(version {one.version}, critical: {shown(', '.join(one.critical)) or 'none'})"])
    else:
        rows += [["said at", wording.moment(one.time)], ["kind", one.kind], ["about", one.object]]
        rows += [["label", shown(one.label)]] if one.label else []
        rows += [["replaces", one.replaces]] if one.replaces else []
        rows += [["rests on", each] for each in one.references]
        rows.append(["says", wording.body(one.body)])
    ledgers.facts(screen, rows)


def _remarks(listing: Listed, ahead: bool) -> list[str]:
    found = []
    if listing.worth != "accepted":
        found.append(f"It is {listing.worth}: {_WORTH[listing.worth]}.")
    if listing.not_after is not None:
        found.append(f"Not after {wording.moment(listing.not_after)}, by the receipt of '{listing.witness}'.")
    else:
        found.append("No receipt bounds its time: the time is its author's word.")
    if ahead:
        found.append("note: it claims a time that had not come.")
    if not is_nfc(listing.data):
        found.append("note: its text is not in Unicode's normal form C.")
    return found + [f"'{name}' claims that it erased this record." for name in listing.claims]


def _sizes(line: Line) -> str:
    return f"the log '{line.log}' has {wording.counted(line.size, 'leaf', 'leaves')}, from 0."
