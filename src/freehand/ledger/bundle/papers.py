"""The papers in a bundle: receipts that its sender gave, and proofs that anybody made.

1. A receipt is taken only from the member that gave it, and only if it fits the leaf of the record that it is about; a
   log of which nothing is held here cannot be looked at, and the receipt is passed over; so is one for a record beyond
   where an epoch went on, that is on no line here.
2. A proof is kept if it proves something under the keys of the cards that are here; otherwise it is passed over, as its
   key may be one that is not known here yet. A fork under the newest key of a log freezes it.
3. Papers of other formats are passed over: a newer partner is no attacker.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from freehand.ledger import forks, receipts
from freehand.ledger.bundle.content import MOST_PAPER
from freehand.ledger.bundle.hearing import keep_proof
from freehand.ledger.bundle.refusals import BadBundle
from freehand.ledger.canonical import NotCanonical, parse
from freehand.ledger.epochs import judge
from freehand.ledger.forks import NotProven, Proven, check_proof
from freehand.ledger.identity import Card
from freehand.ledger.lines import current, freeze, frozen
from freehand.ledger.log import newest_card
from freehand.ledger.receipts import check_receipt, leaf_at, read_receipt
from freehand.ledger.store.interface import Change


class Filed(NamedTuple):
    """What became of the papers of a bundle."""

    receipts: int
    proofs: int
    passed: int
    """Passed over."""


def file_papers(change: Change, papers: Iterable[bytes], sender: Card, cards: Mapping[str, Card]) -> Filed:
    """Keep the papers of a sender's bundle, by the rules above; the logs of all cards are locked.

    Raises:
        BadReceipt: a receipt is not the sender's, or not for the record that it names.
        BadBundle: a paper is not canonical JSON.
    """
    keys = [epoch.key for card in cards.values() for epoch in card.epochs]
    kept = {"receipt": 0, "proof": 0, "": 0}
    for paper in papers:
        kind = _format(paper)
        if kind == receipts.FORMAT:
            kept["receipt" if _file_receipt(change, paper, sender) else ""] += 1
        elif kind in (forks.FORK, forks.WITNESS, forks.MANIFEST):
            kept["proof" if _file_proof(change, paper, keys, cards) else ""] += 1
        else:
            kept[""] += 1
    return Filed(kept["receipt"], kept["proof"], kept[""])


def _format(paper: bytes) -> object:
    try:
        value = parse(paper, MOST_PAPER)
    except NotCanonical as refusal:
        raise BadBundle(refusal.faults) from None
    return value.get("format") if type(value) is dict else None


def _file_receipt(change: Change, paper: bytes, sender: Card) -> bool:
    receipt = read_receipt(paper)
    known = receipt.log in change.logs()
    lines = [change.line(receipt.log, branch) for branch in change.branches(receipt.log)] if known else []
    here = any(leaf_at(line, receipt.sequence) == receipt.leaf for line in lines)
    leaf = leaf_at(current(change, receipt.log), receipt.sequence) if known else b""
    if not here and leaf:
        later = newest_card(change.line(receipt.log)).epochs[1:]
        leaf = b"" if any(epoch.size <= receipt.sequence for epoch in later) else leaf
    check_receipt(receipt, sender, receipt.leaf if here or not leaf else leaf)
    if not here:
        return False
    change.line(receipt.log).keep("receipt", receipt.sequence, paper, sender.log)
    return True


def _file_proof(change: Change, paper: bytes, keys: list[bytes], cards: Mapping[str, Card]) -> bool:
    try:
        proven = check_proof(paper, keys)
    except NotProven:
        return False
    if proven.log not in cards:
        return False
    name = keep_proof(change, proven.log, proven.heads[1].size, paper)
    if proven.kind == "fork" and _freezes(proven, cards[proven.log]) and not frozen(change, proven.log):
        freeze(change, proven.log, name)
    return True


def _freezes(proven: Proven, card: Card) -> bool:
    heads = (judge(card.epochs, said.head, agrees=False, covered=False) for said in proven.heads)
    return all(found.standing == "good" for found in heads)
