"""The commands that an error names, as they would be typed: on the node that is meant.

What is refused deep inside knows no command line; it names a command in quotes (``'freehand terms show'``). Whoever
reads it stands somewhere else, perhaps, and named the node with an option. So:

1. A command that works by itself gets the options that name the node.
2. Any other one that stands there bare, which takes more than can be guessed, gets ``--help``.
"""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable
from typing import Final

from freehand.errors import Fault

_NAMED: Final = re.compile(r"'freehand ([a-z][a-z ]*(?: --reason [a-z]+)?)'")
_ALONE: Final = frozenset(
    (
        "compact rotate log --reason restored",
        "draft list",
        "log show",
        "node people list",
        "node status",
        "release list",
        "terms show",
    )
)


def pointed(fault: Fault, args: Namespace, following: Callable[..., str]) -> Fault:
    """The same fault, with commands that can be copied in what comes next.

    >>> fault = Fault("no", None, "why.", "See them: 'freehand terms show'; or 'freehand bundle read'.")
    >>> pointed(fault, Namespace(), lambda _, *words: f"freehand {' '.join(words)} --node north").next
    "See them: 'freehand terms show --node north'; or 'freehand bundle read --help'."
    """

    def command(found: re.Match[str]) -> str:
        words = found[1]
        return f"'{following(args, *words.split())}'" if words in _ALONE else f"'freehand {words} --help'"

    return fault._replace(next=_NAMED.sub(command, fault.next))
