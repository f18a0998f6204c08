"""How every command is called on the partner's node: from the program's own tables, so that none can be forgotten.

``CALLS`` has, for each command, the words after it; each is run for text and for ``--json``. ``{report}`` and the like
are leaves of the story. What only looks comes first; then what says something; then files; last what ends things.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Final

from freehand.faces.cli.main import COMMANDS

PACKAGE: Final = "freehand.faces.cli.commands"
NODE: Final = "--node"
"""Goes behind the words of every command that takes it."""
PLANNER: Final = ("--as", "planner of B")
RELEASER: Final = ("--as", "releaser of B")
AUDITOR: Final = ("--as", "second of B")
FILES: Final = {
    "terms.yaml": "scope: scenarios\nparties: [A, B, C]\nexclusions:\n  strikes: {tags: strike, why: not between us}\n",
    "rules.yaml": "rules:\n  start of B's distribution at least 2 h after the warning: not at once\n",
}

APART: Final = {
    "demo": "tells an example; it opens no node",
    "new": "writes an example; it opens no node",
    "import": "reads a file of another program",
    "check": "reads a workspace's folder",
    "interface": "reads a workspace's folder",
    "network": "networks in files: no node",
    "ledger": "logs by themselves: no node",
    "node listen": "waits for calls; what it hands over are bundles",
    "node passphrase": "seals the own master key anew, and shows nothing else",
    "node people reseal": "seals the key of an own person anew, and shows nothing else",
    "node init": "makes a node of one's own",
    "node restore": "makes a node of one's own again; below, from the backup",
}
"""Commands that see nothing of a partner, with the reason."""

MOST: Final = 60
"""Beyond the last record of A's."""
LOOKS: Final[dict[str, list[tuple[str, ...]]]] = {
    "assess": [("B",), ("B", "--rung", "operations"), ("B", "--contingency", "drill"), ("B", "--contingency", "none")],
    "explain": [("B", "drill"), ("B", "drill", "--rung", "scenarios"), ("B", "drill", "--try", "1"), ("B", "none")],
    "windows": [("B", "drill"), ("B", "drill", "--rung", "scenarios"), ("B", "none")],
    "report": [("B", "-o", "{new}.html")],
    "sheet": [
        ("B", "--party", "B"), ("B", "--party", "A"), ("B", "--party", "B", "--format", "csv", "-o", "{new}.csv"),
        ("B", "--party", "B", "--format", "html", "-o", "{new}.html"),
    ],
    "compare": [("B", "--terms", "rules.yaml"), ("B", "B"), ("B", "--terms", "rules.yaml", "-o", "{new}.html")],
    "node status": [()],
    "node trail": [AUDITOR, PLANNER, ("--first", "3", *AUDITOR)],
    "node people list": [()],
    "node door": [("-o", "{new}.pem"), ()],
    "node address": [(), ("A",), ("D",)],
    "compact show": [()],
    "compact card": [("-o", "{new}.card")],
    "compact confirm": [("-o", "{new}.ask"), ("terms.yaml",)],
    "compact meet": [("terms.yaml",)],
    "compact compare": [("A", "12345"), ("D", "12345")],
    "terms show": [(), ("{terms}",), ("{none}",)],
    "terms ties": [("terms.yaml",), ()],
    "draft list": [(), ("--kind", "course")],
    "draft diff": [("course 'hand out supplies'",), ("interface 'hand out supplies'",), ("report 'none'",)],
    "release list": [()],
    "engagement list": [()],
    "bundle list": [("A",), ("C",), ("D",)],
    "log show": [
        (), ("A",), ("B",), ("C",), ("D",), ("C", "3"), ("C", "9"), ("A", "--first", "5"),
        ("A", "{at:report}"), ("A", "{at:erased}"), ("A", "{at:recalled}"),
        *(("A", str(number)) for number in range(0, MOST, 5)),
    ],
    "log verify": [(), ("A",)],
    "log prove": [
        ("A", "3", "-o", "{new}.json"), ("A", "5", "-o", "{new}.json"), ("A", "5", "--withhold", "-o", "{new}.json"),
        ("A", "--since", "29", "-o", "{new}.json"), ("B", "2", "-o", "{new}.json"), ("A", "999", "-o", "{new}.json"),
    ],
    "log forks": [(), ("-o", "{new}")],
    "sync": [("A",), ("D",)],
}  # fmt: skip

SAYS: Final[dict[str, list[tuple[str, ...]]]] = {
    "request": [("supplies", "--to", "A", "--contingency", "drill", "once more", *PLANNER)],
    "offer": [
        ("watch", "--to", "A", "--for", "staff", "--contingency", "drill", "--lead", "1 h", "--called",
         "0 to 9 h after the warning", *PLANNER),
        ("watch", "--answers", "{none}", *PLANNER),
    ],
    "accept": [("{lift}", *PLANNER), ("promise airlift", *PLANNER), ("{none}", *PLANNER), PLANNER],
    "recall": [
        ("{guard}", "crews are ill", *PLANNER), ("promise airlift", "not ours", *PLANNER),
        ("{none}", "not ours", *PLANNER),
    ],
    "ask": [
        ("contingency drill", "from when?", "--to", "A", *PLANNER), ("{report}", "why?", "--to", "A", *PLANNER),
        ("{erased}", "why?", "--to", "A", *PLANNER), ("{none}", "why?", "--to", "A", *PLANNER),
        *((f"{{leaf:{number}}}", "why?", "--to", "A", *PLANNER) for number in range(4, MOST, 7)),
    ],
    "answer": [
        ("it is", "--question", "{asked}", *PLANNER), ("so", "--question", "{none}", *PLANNER),
        ("so", "--question", "{report}", *PLANNER), ("so", *PLANNER),
    ],
    "say": [("contingency drill", "well", "--to", "A", *PLANNER), ("{none}", "well", "--to", "A", *PLANNER)],
    "engagement add": [
        ("staff talks", "--who", "B", "--whom", "A", "--when", "in June", "--where", "at sea", "--item", "{report}",
         "--to", "A", *PLANNER),
    ],
    "draft add": [("plans", "--to", "A", *PLANNER)],
    "draft label": [("course 'hand out supplies'", "--to", "A", *PLANNER)],
    "release ask": [
        ("course 'hand out supplies'", "--as-interface", "--to", "A", "--look", *PLANNER),
        ("course 'hand out supplies'", "--as-interface", "--to", "A", *PLANNER), ("{none}", "--to", "A", *PLANNER),
    ],
    "release approve": [RELEASER, ("{none}", *RELEASER)],
    "withdraw": [
        ("interface 'hand out supplies'", "a new one", *PLANNER), ("{report}", "not ours", *PLANNER),
        ("{none}", "not there", *PLANNER),
    ],
    "end": [("promise airlift", "enough", *PLANNER), ("promise sealift", "enough", *PLANNER)],
    "terms clarify": [("how far?", *PLANNER)],
    "terms answer": [("so far", *PLANNER)],
    "terms propose": [("terms.yaml", *PLANNER)],
    "terms amend": [("{terms}", "terms.yaml", *PLANNER)],
    "terms accept": [("{amended}", *PLANNER), ("{none}", *PLANNER), PLANNER],
    "terms decline": [("no", *PLANNER), ("{amended}", "no", *PLANNER)],
    "node erase": [(), ("{erased}",), ("{none}",)],
    "node people key": [("Eva",)],
    "node people add": [("Eva", "--roles", "planner"), ("nobody", "--roles", "planner")],
    "node people confirm": [("Eva", "--as", "releaser of B")],
    "node people remove": [("Eva",)],
    "bundle write": [
        ("A", "-o", "{new}.bundle"), ("C", "-o", "{new}.bundle"), ("A", "--after", "1", "-o", "{new}.bundle"),
    ],
    "bundle read": [("given",), ("terms.yaml",)],
    "compact join": [("terms.yaml", "--person", "planner of B=planner", "--person", "releaser of B=releaser")],
    "compact rotate": [("seal",), ("log",)],
    "node backup": [("{new}",)],
    "node move": [("--to", "files"), ("--to", "nowhere:")],
    "terms withdraw": [("we part", *PLANNER), ("we part", "--leave", "worked-airlift", *PLANNER)],
}  # fmt: skip

LAST: Final[dict[str, list[tuple[str, ...]]]] = {
    "compact found": [("other", "--person", "planner of B=planner", "--person", "releaser of B=releaser")],
}

CALLS: Final = {**LOOKS, **SAYS, **LAST}

AFTER: Final = (
    "assess", "explain", "report", "node status", "terms show", "log show", "release list", "bundle list",
    "engagement list", "bundle write",
)  # fmt: skip
"""What is looked at once more, when the partner has left."""


def commands(known: object = None, package: str = PACKAGE, before: str = "") -> Iterator[tuple[str, ModuleType]]:
    """Every command of the program with its module, by its tables."""
    for name in COMMANDS if known is None else known:  # type: ignore[attr-defined]  # a table of names
        path = f"{before} {name}".strip()
        if path in APART:
            continue
        module = import_module(f"{package}.{name}")
        if hasattr(module, "COMMANDS"):
            yield from commands(module.COMMANDS, module.__name__, path)
        else:
            yield path, module
