"""What the commands that say something share: who acts and what is known; what happened, what it means, what is next.

1. Whoever says something for the party acts as a person, with a key of the person's own (``nodes.acting``).
2. Every answer has the same parts, on the screen and in JSON (``freehand.said/1``): a sentence on what happened,
   sentences on what it means, where it stands, since when nothing was heard of partners, and the next command.
3. Plan content is a draft until two people have released it; everything else stands in the log at once.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.nodes.items import SHORT, Named, all_said, of_draft

if TYPE_CHECKING:
    from freehand.node.acting import Actor
    from freehand.node.authoring.entering import Spoken
    from freehand.node.drafts.draft import Draft
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known
    from freehand.terms.protocol import Version

FORMAT: Final = "freehand.said/1"


class Desk(NamedTuple):
    """Where somebody sits down to say something, or to look."""

    args: Namespace
    node: Node
    compact: Compact
    known: Known
    actor: Actor | None

    @property
    def others(self) -> list[str]:
        """The other parties, by name."""
        return sorted(name for name in self.compact.members if name != self.node.party)


class Told(NamedTuple):
    """One answer."""

    happened: str
    means: Sequence[str]
    next: str
    said: Spoken | None = None
    draft: Draft | None = None
    partners: Sequence[str] = ()
    """On whose logs it rests; none: all."""
    before: Sequence[str] = ()
    """Lines that are shown first: what was read."""


def person_options(parser: ArgumentParser) -> None:
    """The node, the compact, and the person who acts."""
    nodes.node_options(parser)
    nodes.person_options(parser)


@contextmanager
def planning(args: Namespace, *roles: str) -> Iterator[Desk]:
    """The node opened, what is known read, and the person who acts; a planner unless other roles are named."""
    from freehand.node.known import known

    with nodes.in_compact(args) as (node, compact):
        actor = nodes.acting(args, node, compact, *(roles or ("planner",)))
        yield Desk(args, node, compact, known(node, compact), actor)


@contextmanager
def looking(args: Namespace) -> Iterator[Desk]:
    """The same for who only looks: whoever can open the node may."""
    from freehand.node.known import known

    with nodes.in_compact(args) as (node, compact):
        yield Desk(args, node, compact, known(node, compact), None)


def tell(desk: Desk, told: Told) -> int:
    """Rule 2."""
    if desk.args.json:
        print_json(
            {
                "format": FORMAT,
                "compact": desk.compact.name,
                "party": desk.node.party,
                "happened": told.happened,
                "means": [sentence.strip() for sentence in told.means],
                "read": [line.strip() for line in told.before],
                "said": None if told.said is None else told.said._asdict(),
                "draft": None if told.draft is None else draft_json(told.draft),
                "heard": nodes.silences_json(desk.known, *told.partners),
                "next": told.next,
            }
        )
        return 0
    screen = Screen()
    for line in told.before:
        screen.line(line)
    if told.before:
        screen.line()
    screen.line(told.happened, style="bold")
    if told.means:
        screen.line()
    for sentence in told.means:
        screen.line(sentence)
    nodes.silences(screen, desk.known, *told.partners)
    screen.next(told.next)
    return 0


def tell_draft(desk: Desk, draft: Draft, happened: str, *means: str, partners: Sequence[str] = ()) -> int:
    """The answer of a command that made a draft: it waits to be released."""
    to = recipients(draft, desk.node.party)
    words = f"It is a draft ({draft.id[:SHORT]}) in no log: nobody outside has it before two people have released it."
    return tell(desk, Told(happened, (words, *means), next_release(desk, draft, to), draft=draft, partners=partners))


def tell_note(desk: Desk, draft: Draft, happened: str, *means: str) -> int:
    """The answer of a command that made a draft that may go to nobody."""
    words = f"It is a note of this party's own ({draft.id[:SHORT]}): in no log, and for nobody else."
    return tell(desk, Told(happened, (words, *means), nodes.following(desk.args, "engagement", "list"), draft=draft))


def next_release(desk: Desk, draft: Draft, to: Sequence[str]) -> str:
    """The command that asks for the release of a draft."""
    if not to and not desk.others:
        return nodes.following(desk.args, "compact", "show")
    named = [word for party in (to or desk.others[:1]) for word in ("--to", party)]
    who = next_person(desk, "planner", "releaser")
    return nodes.following(desk.args, "release", "ask", draft.id[:SHORT], *named, person=who)


def next_bundle(desk: Desk, *partners: str) -> str:
    """The command that writes what a partner may have."""
    found = [*partners, *desk.others]
    if not found:
        return nodes.following(desk.args, "compact", "show")
    name = f"to-{found[0]}.bundle" if found[0].isascii() and found[0].isalnum() else "next.bundle"
    return nodes.following(desk.args, "bundle", "write", found[0], "-o", name)


def next_look(desk: Desk, version: str) -> str:
    """What to do with a version that waits: see what it would tie if anything can be reckoned; else accept it."""
    from freehand.node.drafts.keeping import newest

    kinds = {one.kind for one in newest(desk.node, desk.compact)}
    if "contingency" in kinds or next(desk.known.said("contingency"), None) is not None:
        return nodes.following(desk.args, "terms", "ties", version[:SHORT])
    return nodes.following(desk.args, "terms", "accept", version[:SHORT], person=next_person(desk, "planner"))


def next_person(desk: Desk, *roles: str) -> str:
    """Whom a next command names: who acts, else somebody in one of these roles."""
    from freehand.node.people import may

    if desk.actor is not None and any(may(desk.actor.person, role) for role in roles):
        return desk.actor.person.name
    people = desk.known.people[desk.node.party]
    return next((one.name for role in roles for one in people if may(one, role)), "PERSON")


def recipients(draft: Draft, party: str) -> list[str]:
    """To whom a draft may go, by its label."""
    return [name for name in draft.label.split(", ") if name and name != party]


def draft_json(draft: Draft) -> dict[str, Any]:
    """A draft as plain data, with its document or body."""
    return {
        "kind": draft.kind,
        "object": draft.object,
        "words": draft.words,
        "id": draft.id,
        "label": draft.label,
        "tags": list(draft.tags),
        "version": draft.version,
        "replaces": draft.replaces,
        "body": draft.body,
    }


# -- what can be named -----------------------------------------------------------------------------------------------


def named_versions(versions: Sequence[Version]) -> list[Named]:
    """Versions of the terms."""
    return [Named("terms", "", one.author, one.id, "", one, f"by {one.author}, {one.state}") for one in versions]


def named_drafts(desk: Desk) -> list[Named]:
    """The newest version of each draft."""
    from freehand.node.drafts.keeping import newest

    return [of_draft(one) for one in newest(desk.node, desk.compact)]


def to_say_about(desk: Desk) -> list[Named]:
    """Everything that a question or a comment may be about: what was said, and versions of the terms."""
    return [*all_said(desk.known), *named_versions(desk.known.standing.versions)]


def partner(desk: Desk, name: str) -> str:
    """Another party of the compact.

    Raises:
        UsageError: there is none of this name.
    """
    if name in desk.others:
        return name
    why = f"the others are {', '.join(map(shown, desk.others))}." if desk.others else "nobody else is in it yet."
    raise UsageError(one_fault(f"'{shown(name)}' is no other party of this compact", why, "Name one of them."))


def strange_contingency(desk: Desk, name: str) -> list[str]:
    """A word on a contingency that is neither among what was released nor among the drafts; nothing if it is."""
    from freehand.node.drafts.keeping import newest
    from freehand.node.objects import object_name

    drafted = (one.object for one in newest(desk.node, desk.compact) if one.kind == "contingency")
    if object_name(name) in {*desk.known.current("contingency"), *drafted}:
        return []
    return [f"No contingency '{shown(name)}' is known here: is that its name?"]


def pairs(words: Sequence[str], option: str) -> dict[str, str]:
    """What ``NAME=WORDS`` options say, in order.

    Raises:
        UsageError: one is not of this form, or one name comes twice.
    """
    found: dict[str, str] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not name.strip() or name.strip() in found:
            what = f"'{shown(word)}' cannot be read as {option} NAME=WORDS"
            why = "it has no '='." if not equals else "its name is empty, or comes twice."
            raise UsageError(one_fault(what, why, f"Write {option} 'NAME=WORDS'."))
        found[name.strip()] = text.strip()
    return found


def what_changed(desk: Desk) -> list[str]:
    """Verdicts that changed since the last look, and what rested on what is gone, in sentences."""
    from freehand.faces.nodes.looking import told_of
    from freehand.node.drafts.keeping import newest
    from freehand.node.reckoning.verbs import verdicts

    changes, lost = told_of(verdicts(desk.node, desk.compact, desk.known, newest(desk.node, desk.compact)))
    return [*(text for _, text in changes), *lost]
