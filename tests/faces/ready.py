"""What has to have gone before the example in the help of any command."""

from __future__ import annotations

from pathlib import Path

from tests.faces.ledgers import prepared as ledgers
from tests.faces.nodes import prepared as nodes
from tests.faces.nodes import two

ON_NODES = (*nodes.ROOMS, *two.ROOMS)
"""First words of commands on a node."""


def ready_for(command: str, at: Path) -> None:
    """Files and folders that the example names, in ``at``."""
    first = command.split(maxsplit=1)[0]
    if first == "ledger":
        ledgers.ready_for(command, at)
    elif first in nodes.ROOMS:
        nodes.ready_for(command, at)
    elif first in two.ROOMS:
        two.ready_for(command, at)
