"""``freehand log prove``: a small file that shows one record, or that nothing was changed between two sizes."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.commands.log.show import log_of
from freehand.faces.cli.ledgers import quoted
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers import wording
from freehand.ledger.lines import current
from freehand.ledger.receipts import leaf_at
from freehand.node.files import new_file

HELP = (
    "Write a proof that anybody can check with the public key of the log's owner, with no node at all: that a record "
    "stands in a log (with what it says, or with --withhold its leaf alone), or with --since that the log of now goes "
    "on from what it was. What may not be read here is proven as a leaf. Whoever gets the file gets what it shows."
)
EXAMPLE = "freehand log prove Northland 0 -o proof.json --node north"
FORMAT = "freehand.log-prove/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("party", metavar="PARTY", help="whose log")
    parser.add_argument("record", metavar="RECORD", nargs="?", type=int, help="the number of the record")
    parser.add_argument("-o", "--out", required=True, metavar="FILE", help="the file to write; it must not be there")
    parser.add_argument("--withhold", action="store_true", help="show its leaf alone, not what it says")
    since = "show that nothing was changed since the checkpoint of this size"
    parser.add_argument("--since", type=int, metavar="SIZE", help=since)
    at = "under the checkpoint of this size (default: the newest)"
    parser.add_argument("--at", type=int, metavar="SIZE", help=at)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Make the proof, check it, write it."""
    if (args.record is None) == (args.since is None):
        why = "it shows one record, or with --since that nothing was changed."
        raise UsageError(one_fault("it is not clear what is to be proven", why, "Name a record, or --since a size."))
    from freehand.faces.ledgers.proving import checkpoint_of, inclusion
    from freehand.ledger.proofs import check, prove_consistency
    from freehand.node.known import known

    with nodes.in_compact(args) as (node, compact):
        held = known(node, compact)
        with compact.store.reading() as view:
            line = current(view, log_of(compact, args.party))
            new = checkpoint_of(view, line, line.size if args.at is None else args.at)
            keys = [new.checkpoint.key]
            if args.record is None:
                old = checkpoint_of(view, line, args.since)
                keys.append(old.checkpoint.key)
                data = prove_consistency(line, old, new)
            else:
                number = args.record
                leaf = leaf_at(line, number) if 0 <= number < line.size else b""
                readable = bool(leaf) and held.one(leaf.hex()) is not None
                data = inclusion(line, new, number, args.withhold or not readable)
        proven = check(data, keys)
        words = nodes.named(proven.words, nodes.names_of(compact))
    with new_file(Path(args.out)) as file:
        file.write_bytes(data)
    others = [args.party] if args.party != held.party else []
    if args.json:
        told = {"written": args.out, "bytes": len(data), "kind": proven.kind, "party": args.party}
        heard = nodes.silences_json(held, *others) if others else []
        key = {"key": proven.key.hex(), "words": words, "heard": heard}
        print_json({"format": FORMAT, **told, **key})
        return 0
    screen = Screen()
    screen.line(words, style="bold")
    screen.line(f"The proof is in {shown(args.out)}: {wording.counted(len(data), 'byte', 'bytes')}.")
    if others:
        nodes.silences(screen, held, *others)
    screen.next(quoted("check-proof", args.out, "--keys", *dict.fromkeys(key.hex() for key in keys)))
    return 0
