"""What came by a bundle changes verdicts: which, against the last look, and because of what.

1. What was taken in is durable before this begins: an interrupt, or a node that is being changed by another, costs
   nothing but this answer, and that is said.
2. The last look stays what it was. A bundle may be taken in by whoever carries it; whoever plans is told the same by
   ``freehand assess``, until then by every bundle.
3. Where nobody has looked at any verdict yet there is nothing to hold against, and nothing is reckoned.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from freehand.errors import FreehandError
from freehand.faces.cli.screen import Screen, clear_progress, show_progress

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.intake import Arrival
    from freehand.node.known import Known

INTERRUPTED: Final = 130
"""As of every command that is interrupted."""
HEADING: Final = "What this changes, since the last look on this node"
_KEPT: Final = "What came is taken in and kept; nothing of it is lost."


class Heard(NamedTuple):
    """What came of the verdicts; ``words`` says why nothing is told, where that needs a word."""

    state: Literal["told", "untouched", "not looked yet", "interrupted", "failed"]
    anew: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    words: str = ""

    @property
    def code(self) -> int:
        """The exit code: the bundle was taken in, whatever came of this, unless somebody broke it off."""
        return INTERRUPTED if self.state == "interrupted" else 0

    def show(self, screen: Screen) -> None:
        """After what came."""
        if self.state == "told":
            screen.heading(HEADING)
            for text in (*self.changes, *self.lost) or ("No verdict has changed.",):
                screen.line(text, indent=2)
        elif self.words:
            screen.line()
            screen.line(self.words)

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "state": self.state,
            "judged_anew": list(self.anew),
            "changes": list(self.changes),
            "lost": list(self.lost),
            "words": self.words,
        }


def heard(node: Node, compact: Compact, known: Known, arrivals: Iterable[Arrival]) -> Heard:
    """Reckon what came of these anew, as far as anything rests on it."""
    from freehand.faces.nodes.looking import told_of
    from freehand.node.drafts.keeping import newest
    from freehand.node.reckoning.verbs import heard as reckoned
    from freehand.node.reckoning.verbs import touches

    if known.party in known.standing.left or not any(map(touches, arrivals)):
        return Heard("untouched")
    try:
        drafts = newest(node, compact)
        found = reckoned(node, compact, known, drafts, progress=lambda text: show_progress(f"reckoning {text} …"))
    except KeyboardInterrupt:
        return Heard("interrupted", words=f"The reckoning was interrupted. {_KEPT}")
    except FreehandError as error:
        return Heard("failed", words=f"What it changes was not reckoned: {error.faults[0].what}. {_KEPT}")
    finally:
        clear_progress()
    if found is None:
        return Heard("not looked yet")
    changes, lost = told_of(found)
    return Heard("told", found.anew, tuple(text for _, text in changes), lost)
