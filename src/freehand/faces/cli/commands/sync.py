"""``freehand sync``: bundles exchanged with a partner over HTTPS, until neither has anything new."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.hearing import heard
from freehand.faces.cli.screen import Screen, clear_progress, print_json, show_progress
from freehand.faces.ledgers.wording import counted

HELP = (
    "Call a partner over HTTPS and exchange bundles until neither has anything new: the same bundles as by hand. The "
    "certificate is only the door; whose word it is, the bundles' own signatures say. Who is not reached is tried "
    "again, with growing waits."
)
EXAMPLE = "freehand sync Southland --node north"
FORMAT = "freehand.sync/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("partner", metavar="PARTNER", help="whom to call: the party's name")
    tries = "how often it is tried, where it fails in a way that may pass (default: %(default)s)"
    parser.add_argument("--tries", type=int, default=5, metavar="N", help=tries)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Call, exchange, and say what came."""
    if not 1 <= args.tries <= 100:
        why = "it is tried once at least, and a hundred times at most."
        raise UsageError(one_fault(f"it cannot be tried {args.tries} times", why, "Say how often with --tries."))
    from freehand.faces.cli.commands.bundle.read import show
    from freehand.faces.nodes import arrivals
    from freehand.node.known import known
    from freehand.node.peers.addresses import addresses_of
    from freehand.node.peers.house import own_door
    from freehand.node.peers.syncing import sync
    from freehand.node.post import Post

    with nodes.in_compact(args) as (node, compact):
        nodes.partner_of(node, compact, args.partner)
        with node.cabinet.reading() as shelves:
            held = {one.partner: one for one in addresses_of(shelves, compact.id)}
        if args.partner not in held:
            next_ = "Enter it: 'freehand node address --help'."
            what = f"no address of '{shown(args.partner)}' is entered"
            raise UsageError(one_fault(what, "only who is entered is called.", next_))
        box = Post(node, compact, nodes.now)
        show_progress(f"calling {shown(args.partner)} …")
        try:
            done = sync(box, held[args.partner], own_door(node.cabinet), now=nodes.now(), tries=args.tries)
        finally:
            clear_progress()
        names = nodes.names_of(compact)
        now_known = known(node, compact)
        found = heard(node, compact, now_known, box.arrivals)
    if args.json:
        told = {"compact": compact.name, "partner": args.partner, **done._asdict()}
        came = [arrivals.as_json(one, names, now_known) for one in box.arrivals]
        verdicts, silences = found.as_json(), nodes.silences_json(now_known)
        print_json({"format": FORMAT, **told, "arrivals": came, "verdicts": verdicts, "heard": silences})
        return found.code
    screen = Screen()
    sent, received = counted(done.sent, "bundle", "bundles"), counted(done.received, "bundle", "bundles")
    screen.line(f"'{shown(args.partner)}' was reached: {sent} sent, {received} received.", style="bold")
    screen.line()
    screen.line(f"sent: {counted(done.sent_bytes, 'byte', 'bytes')}; it has ours up to bundle {done.there}", indent=2)
    screen.line(
        f"received: {counted(done.received_bytes, 'byte', 'bytes')}; we have its up to bundle {done.here}", indent=2
    )
    for one in box.arrivals:
        screen.line()
        screen.line(arrivals.headline(one))
        show(screen, one, names, now_known)
    found.show(screen)
    others = [name for name in now_known.members if name not in (now_known.party, args.partner)]
    if others:
        nodes.silences(screen, now_known, *others)
    screen.next(nodes.following(args, "node", "status"))
    return found.code
