"""The whole story played in a folder: three processes, two nodes, a third party with an empty folder."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Final

from freehand.faces.story import gulf
from freehand.faces.story.desks import lay_out
from freehand.faces.story.rooms import room
from freehand.faces.story.scenes import Story
from freehand.faces.story.telling import Teller
from freehand.node.files import write_file

PASSPHRASE: Final = "two nodes, one story"
THIRD: Final = "C"


def play(folder: Path, teller: Teller) -> Story:
    """Play it in an empty folder; its nodes are in ``A/node`` and ``B/node``, all that was printed in ``story.txt``.

    Raises:
        Broken: something went otherwise than it is told.
        AccessError: the folder cannot be written, or a process ended.
    """
    with ExitStack() as stack:
        rooms = {}
        for party in "AB":
            lay_out(folder / party, party)
            rooms[party] = stack.enter_context(room(folder / party, PASSPHRASE))
        (folder / THIRD).mkdir()
        story = Story(teller, rooms, stack.enter_context(room(folder / THIRD, PASSPHRASE, node=False)))
        for chapter in gulf.CHAPTERS:
            chapter(story)
    write_file(folder / "passphrase", f"{PASSPHRASE}\n".encode())
    write_file(folder / "story.txt", "\n".join([*teller.transcript, ""]).encode())
    return story
