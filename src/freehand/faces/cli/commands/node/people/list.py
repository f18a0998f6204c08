"""``freehand node people list``: who stands in the card, in which roles, and who confirmed it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json

if TYPE_CHECKING:
    from freehand.node.folder import Node
    from freehand.node.people import Person
    from freehand.node.staff import Key

HELP = "List the people of this party's card in a compact: roles, who confirmed them, and keys that no card names yet."
EXAMPLE = "freehand node people list --node north"
FORMAT = "freehand.node-people-list/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """List them."""
    from freehand.node.staff import keys_of, people_here

    with nodes.opened(args) as node:
        made = {one.public: one for one in keys_of(node)}
        compacts = node.compacts()
        found = node.compact(args.compact) if compacts else None
        compact = "" if found is None else found.name
        people = () if found is None else people_here(found)
        files = {key: _file(one, node) for key, one in made.items()}
    free = [one for key, one in made.items() if key not in {person.key for person in people}]
    if args.json:
        told = [_json(one, people, files.get(one.key)) for one in people]
        keys = [{"name": one.name, "key": one.public.hex(), "file": files[one.public]} for one in free]
        print_json({"format": FORMAT, "compact": compact or None, "people": told, "keys": keys})
        return 0
    screen = Screen()
    where = f"The people of this party in {shown(compact)}" if compact else "This node has no compact yet."
    screen.line(where, style="bold")
    screen.line()
    if people:
        rows = [[shown(one.name), ", ".join(sorted(one.roles)) or "none", state(one, people)] for one in people]
        screen.table(["name", "roles", ""], rows)
    if free:
        screen.line()
        screen.line(f"Keys that no card here names: {', '.join(shown(one.name) for one in free)}.")
    waiting = next((one for one in people if not one.confirmed and not one.removed), None)
    if waiting is not None:
        older = may_confirm(people)
        screen.next(
            nodes.following(args, "node", "people", "confirm", waiting.name, person=older[0] if older else False)
        )
    elif not compact:
        screen.next(nodes.following(args, *after_keys([one.name for one in free])))
    else:
        screen.next(nodes.following(args, "node", "status"))
    return 0


def after_keys(names: Sequence[str]) -> tuple[str, ...]:
    """What to do next on a node without a compact: keys for two people, then the compact."""
    if len(names) < 2:
        return "node", "people", "key", "Bo" if "Ada" in names else "Ada"
    first, second = names[:2]
    return "compact", "found", "our-compact", "--person", f"{first}=planner", "--person", f"{second}=releaser"


def may_confirm(people: tuple[Person, ...]) -> list[str]:
    """Who can confirm somebody new, by name."""
    return [one.name for one in people if one.confirmed and not one.removed and one.roles and "keeper" not in one.roles]


def _file(one: Key, node: Node) -> str:
    return one.file.relative_to(node.path).as_posix() if one.file.is_relative_to(node.path) else str(one.file)


def state(one: Person, people: tuple[Person, ...]) -> str:
    """How a person counts, in words."""
    if one.removed:
        return "removed"
    if not one.confirmed:
        return "not confirmed: counts for nothing"
    if one.by is None:
        return "in the first card"
    by = next((other.name for other in people if other.key == one.by), "somebody")
    return f"confirmed by {shown(by)}"


def _json(one: Person, people: tuple[Person, ...], file: str | None) -> dict[str, Any]:
    by = next((other.name for other in people if other.key == one.by), None)
    return {
        "name": one.name,
        "key": one.key.hex(),
        "roles": sorted(one.roles),
        "confirmed": one.confirmed,
        "by": by,
        "removed": one.removed,
        "founder": one.founder,
        "file": file,
    }
