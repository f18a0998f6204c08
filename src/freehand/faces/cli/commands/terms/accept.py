"""``freehand terms accept``: what was read, accepted, with what this party reserves."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.nodes.items import SHORT, only
from freehand.faces.nodes.quoting import quoted
from freehand.faces.nodes.terms import against, all_of, stances_of

HELP = (
    "Accept a version of the terms, by the hash of what was read and with the heads that were seen. All that it says "
    "is shown, with the reservations that others made. It binds until this party leaves the compact."
)
EXAMPLE = "freehand terms accept --reserve 'own defence=Nothing here limits it.' --node north --as Ada"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    version = "the version, by its first digits (default: the only one that waits for this party)"
    parser.add_argument("version", metavar="VERSION", nargs="?", help=version)
    reserve = "a reservation of this party, on the record (may be repeated)"
    parser.add_argument("--reserve", action="append", default=[], metavar="NAME=WORDS", help=reserve)
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Show it, and accept it."""
    from freehand.node.authoring.agreeing import accept_terms
    from freehand.node.known import known

    reserved = [{"name": name, "words": words} for name, words in saying.pairs(args.reserve, "--reserve").items()]
    with saying.planning(args) as desk:
        party, every = desk.node.party, desk.known.standing.versions
        waits = [
            one
            for one in every
            if one.state not in ("replaced", "ended") and one.stances.get(party, "open") != "accepted"
        ]
        unanswered = [one for one in waits if one.stances.get(party, "open") != "declined"]
        among = saying.named_versions(every if args.version is not None else unanswered or waits)
        next_ = "See them: 'freehand terms show'."
        version = only(args.version, among, "version of the terms", next_).value
        said = accept_terms(
            desk.node, desk.compact, version.id, reservations=reserved, now=nodes.now(), known=desk.known
        )
        after = known(desk.node, desk.compact)
        now = after.standing.version(version.id)
        missing = [] if now is None else [name for name in version.terms.parties if name not in now.accepted_by]
        means = [f"On the record with it, {quoted(one['name'])}: {quoted(one['words'])}" for one in reserved]
        heads = ", ".join(f"{quoted(name)} up to {desk.known.sizes[name]}" for name in desk.others)
        means.append(f"It quotes what was read: these terms by their hash, and the logs of {heads or 'nobody else'}.")
        if missing:
            means.append(f"They are not in force yet: {', '.join(map(quoted, missing))} must accept them as well.")
        else:
            means.append("Everybody whom they name has accepted them, as far as is known here: they are in force.")
        read = [f"Terms {version.id[:SHORT]}, put on the table by {quoted(version.author)}:"]
        read += [*against(version, desk.known.standing), *all_of(version.terms), *stances_of(version, party)]
        happened = f"Accepted: terms {version.id[:SHORT]}{', with a reservation' if reserved else ''}."
        return saying.tell(
            desk, saying.Told(happened, means, saying.next_bundle(desk, *missing[:1]), said, before=read)
        )
