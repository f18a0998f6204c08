"""``freehand bundle write``: what one partner may have, past the gate, sealed for it alone, in one file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, clear_progress, print_json, show_progress
from freehand.faces.ledgers import wording
from freehand.ledger.lines import current
from freehand.ledger.store.interface import Range

if TYPE_CHECKING:
    from freehand.node.due import Ready
    from freehand.node.folder import Compact

HELP = (
    "Write the next bundle for a partner: the leaves of all that was said since the last one, and of the records those "
    "that pass the gate for it today. What does not pass is withheld: its leaf travels alone. Nothing is chosen here; "
    "what may pass is settled by terms and releases."
)
EXAMPLE = "freehand bundle write Southland -o first.bundle --node north"
FORMAT = "freehand.bundle-write/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("partner", metavar="PARTNER", help="for whom: the party's name")
    parser.add_argument("-o", "--out", required=True, metavar="FILE", help="the file to write; it must not be there")
    after = "the number of an earlier bundle that arrived: all since then is in it again; 0 begins at the beginning"
    parser.add_argument("--after", type=int, metavar="N", help=after)
    beyond = "take a number beyond this one: where the partner has seen higher ones, as after a restore"
    parser.add_argument("--beyond", type=int, default=0, metavar="N", help=beyond)
    step = (
        "pad what is sealed to a multiple of so many bytes, so that its length tells less; 0: do not (default: 65536)"
    )
    parser.add_argument("--step", type=int, default=65_536, metavar="BYTES", help=step)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Write it."""
    from freehand.node.due import ready
    from freehand.node.exchange import write_file
    from freehand.node.known import known

    _check(args)
    with nodes.in_compact(args) as (node, compact):
        nodes.partner_of(node, compact, args.partner)
        held = known(node, compact)
        found = ready(node, compact, args.partner, known=held)
        show_progress(f"writing for {shown(args.partner)} …")
        try:
            done = write_file(
                node,
                compact,
                args.partner,
                Path(args.out),
                now=nodes.now(),
                after=args.after,
                beyond=args.beyond,
                step=args.step,
                known=held,
            )
        finally:
            clear_progress()
        withheld = refused(compact, found)
    if args.json:
        said: dict[str, Any] = {key: value for key, value in done._asdict().items() if key != "hash"}
        told = {"written": args.out, "compact": compact.name, "to": args.partner, **said, "hash": done.hash.hex()}
        print_json({"format": FORMAT, **told, "withheld": withheld})
        return 0
    screen = Screen()
    size = wording.counted(done.bytes, "byte", "bytes")
    screen.line(f"Bundle {done.serial} for '{shown(args.partner)}' is in {shown(args.out)}: {size}.", style="bold")
    screen.line()
    leaves = wording.counted(done.size - done.old_size, "leaf", "leaves")
    screen.line(f"adds: {leaves}, up to size {done.size:,}", indent=2)
    screen.line(f"may be read there: {wording.counted(done.records, 'record', 'records')}", indent=2)
    show_withheld(screen, withheld)
    if done.follows:
        screen.line(f"It follows bundle {done.follows}, and is of no use without it.", indent=2)
    screen.line()
    screen.line(
        f"Carry it to '{shown(args.partner)}', who takes it in with 'freehand bundle read'. No answer is needed."
    )
    screen.next(nodes.following(args, "bundle", "list", args.partner))
    return 0


def refused(compact: Compact, found: Ready) -> list[dict[str, Any]]:
    """Own records that are new and do not go, with the clause: for the own eyes alone."""
    from freehand.ledger import record

    why = dict(found.refused)
    with compact.store.reading() as view:
        line = current(view, compact.log)
        said = line.records([Range(number, number + 1) for number in sorted(why)])
        read = [(number, record.read(data, log=compact.log, sequence=number)) for number, data in said]
    return [
        {"number": n, "kind": one.kind, "object": one.object, "clause": why[n].clause, "words": why[n].words}
        for n, one in read
    ]


def show_withheld(screen: Screen, withheld: list[dict[str, Any]], most: int = 20) -> None:
    """What stays here, and by which clause."""
    if withheld:
        screen.line(
            f"withheld: {wording.counted(len(withheld), 'record', 'records')}, of which its leaf alone goes", indent=2
        )
    for one in withheld[:most]:
        name = shown(one["object"]) if len(one["object"]) < 32 else ""
        what = f"{shown(one['kind'])} '{name}'" if name else shown(one["kind"])
        screen.line(f"{one['number']}: {what}: {one['words']}", indent=4)
    if len(withheld) > most:
        screen.line(f"and {len(withheld) - most:,} more", indent=4)


def _check(args: Namespace) -> None:
    if not 0 <= args.beyond < 2**40:
        raise UsageError(one_fault(f"{args.beyond} is no number of a bundle", "they count from 1.", "Say which it is."))
    if not 0 <= args.step < 2**30:
        why = "it is a number of bytes, less than 1 GiB."
        raise UsageError(one_fault(f"{args.step} is no step", why, "Say for instance --step 65536."))
