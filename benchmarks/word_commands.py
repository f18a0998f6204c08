"""A command on a node as a process of its own, over what Python takes to import what it needs.

1. The node is a real one in files: two parties, terms in force, plans released; opened by a key file, since trying a
   passphrase is meant to be slow (Argon2id).
2. *Command*: ``freehand node status``, from the start of the interpreter to its end.
3. *Imports*: an interpreter that imports the same modules, and does nothing else. Which ones these are, the command
   itself has told in a run before.
4. They take turns, so that drift hits both alike; the ratio is of medians.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.measuring import Goal, child, timed_pairs
from freehand.ledger.sealed_keys import Cost
from freehand.node import compacts
from freehand.node.authoring import agreeing
from freehand.node.drafts import keeping
from freehand.node.folder import Compact, Node, make_node
from freehand.node.membership import Founder
from freehand.node.secret import new_key_file
from freehand.node.staff import make_person

ROOT = Path(__file__).resolve().parents[1]
NOW, MOST = 1_790_000_000, 2.0
CHEAP = Cost(memory=8, passes=1, lanes=1)
COMMANDS: Sequence[Sequence[str]] = (("node", "status"), ("log", "show"), ("compact", "show"))
_LOADED = (
    "import sys; from freehand.faces.cli.main import main; main(sys.argv[1:]); "
    "sys.stderr.write('\\n'.join(sys.modules))"
)
_IMPORT = (
    "import sys, importlib\n"
    "for name in open(sys.argv[1]).read().split():\n"
    "    try: importlib.import_module(name)\n"
    "    except ImportError: pass\n"
)


def commands_goal(rounds: int = 7, commands: Sequence[Sequence[str]] = COMMANDS) -> Goal:
    """The worst of some commands, over their imports."""
    worst = 0.0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        env = made_node(folder)
        for words in commands:
            worst = max(worst, _measured(folder, env, words, rounds))
    return Goal("a node command as a process, over its imports", worst, MOST)


def made_node(folder: Path) -> dict[str, str]:
    """A node in ``folder/node`` that knows a partner; the environment in which commands find and open it."""
    key_file = new_key_file()
    (folder / "key").write_bytes(key_file)
    own, of_own = _party(folder / "node", "Northland", key_file, None)
    other, of_other = _party(folder / "other", "Southland", key_file, compacts.contact_card(own, of_own))
    compacts.meet(own, of_own, compacts.contact_card(other, of_other), now=NOW)
    compacts.compare(own, of_own, "Southland", compacts.own_fingerprint(of_other)[0], now=NOW)
    terms = {"scope": "support", "parties": ["Northland", "Southland"]}
    agreeing.propose(own, of_own, terms, now=NOW)
    for number in range(20):
        text = f'{{"report":"r{number}","by":"Northland","says":"the berths are clear"}}'
        keeping.put(own, of_own, "report", f"r{number}", {"document": text}, label="Northland, Southland")
    own.close()
    other.close()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FREEHAND_", "PYTHONDONT"))}
    secret = {"FREEHAND_NODE": str(folder / "node"), "FREEHAND_KEY_FILE": str(folder / "key")}
    return {**kept, **secret, "PYTHONPATH": str(ROOT / "src")}


def _party(folder: Path, name: str, key_file: bytes, contact: bytes | None) -> tuple[Node, Compact]:
    node = make_node(folder, name, key_file)
    people = []
    for person, role in (("Ada", "planner"), ("Bo", "releaser")):
        people.append(Founder(person, make_person(node, person, "for benchmarks", cost=CHEAP).public, (role,)))
    if contact is None:
        return node, compacts.found(node, "gulf", people, "for benchmarks", now=NOW, illustrative=True, cost=CHEAP)
    return node, compacts.join(node, contact, people, "for benchmarks", now=NOW, cost=CHEAP)


def _measured(folder: Path, env: Mapping[str, str], words: Sequence[str], rounds: int) -> float:
    told = subprocess.run(
        [sys.executable, "-c", _LOADED, *words], env=dict(env), check=True, capture_output=True, text=True
    )
    (folder / "modules").write_text(told.stderr)
    command = child([sys.executable, "-m", "freehand.faces.cli", *words], ROOT, dict(env))
    imports = child([sys.executable, "-c", _IMPORT, str(folder / "modules")], ROOT, dict(env))
    whole, bare, ratio = timed_pairs(command, imports, rounds)
    print(f"{' '.join(words)}: {whole * 1000:.0f} ms; its imports {bare * 1000:.0f} ms; ratio {ratio:.2f}")
    return ratio
