"""The reference leaves nothing out: commands, options, keys of documents, errors, modules, words."""

from __future__ import annotations

import json
import re
import shlex
from argparse import ArgumentParser
from importlib import import_module
from types import ModuleType

import pytest

import freehand
from freehand.assessment.assess import Reckoning, assess
from freehand.assessment.projecting import SAYINGS, released_by
from freehand.assessment.sheets.making import sheet_of
from freehand.errors import FreehandError
from freehand.faces.cli.main import INTERRUPTED
from freehand.faces.document import as_json
from freehand.faces.sheets.clock import clock_of
from freehand.faces.sheets.document import as_json as sheets_as_json
from freehand.formats.interface import as_text
from freehand.formats.workspace import load
from freehand.temporal.files import json_text, read_network
from freehand.temporal.named import Network
from freehand.terms.scope import Rung
from tests.docs.pages import DOCS, ROOT, run, session
from tests.docs.tables import Held, tables_of
from tests.docs.worlds import CONTRADICTION, NOBODY_HERE, OWN_MEANS, PAIR, TOLD_APART, made
from tests.faces.face import COMMANDS
from tests.faces.networks.made import tangled
from tests.faces.nodes.prepared import CANNOT
from tests.faces.ready import ON_NODES, ready_for
from tests.temporal.files.drill import BACK, TWO, data, edge, graph

REFERENCE = DOCS / "reference"
EXAMPLES = sorted(str(path.parent) for path in (ROOT / "examples").rglob("compact.yaml"))
PAGES = ("commands.md", "node-commands.md", "saying-commands.md")
VOCABULARY = (
    "acceptance activity adaptable aim alone anchored ask assumption assured believed branch bundle caveat",
    "cell chain choice clarification clash compact consent contingency decision engagement event exclusion",
    "exercise exposed freedom horizon impossible indicator inject interface join kept lesser load-bearing log",
    "margin means need notice offer operations order party plan point possible price projection promise record",
    "release report request reservation room root rung scenario sequel start support terms trigger undecided",
    "unseen verdict warning window withdrawal worth",
)
WORDS = [word for line in VOCABULARY for word in line.split()]


NETWORKS = [
    graph(TWO + edge(Value="-1") + edge(BACK, Value="0")),
    graph(data(Name="told") + TWO + edge(Type="derived", Value="3")),
    json_text(tangled()),
    json_text(Network.of("abc", [("a", "c", 9)], [("a", "b", 1, 3)])),
    # no single number is enough: there are two contradictions
    json_text(Network.of("abcd", [("b", "a", -9), ("a", "b", 8), ("d", "c", -9), ("c", "d", 8)])),
    json_text(Network.of("ab", [("b", "a", -1)])),
]


def section(command: str) -> str:
    """What the reference says of a command."""
    text = "".join((REFERENCE / page).read_text(encoding="utf-8") + "\n## \n" for page in PAGES)
    _, found, rest = text.partition(f"\n## freehand {command}\n")
    assert found, f"no page of commands has a section on {command}"
    return rest.partition("\n## ")[0]


def module_of(command: str) -> ModuleType:
    """The module of a command such as ``check`` or ``network check``."""
    return import_module(f"freehand.faces.cli.commands.{command.replace(' ', '.')}")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_each_of_its_options_is_documented(command: str) -> None:
    text, first = section(command), command.split(maxsplit=1)[0]
    common = "".join((REFERENCE / page).read_text(encoding="utf-8").partition("\n## ")[0] for page in PAGES)
    words = command.split()
    common += "".join(section(" ".join(words[:many])) for many in range(1, len(words)))
    assert f"$ freehand {command} --help" in text
    parser = ArgumentParser()
    module_of(command).arguments(parser)
    options = {option for action in parser._actions for option in action.option_strings} | {"--json"}
    tables = [line for line in (common + text).split("\n") if line.startswith("| `-")]
    missing = {o for o in options - {"-h", "--help"} if not any(f"`{o}`" in line.split("|")[1] for line in tables)}
    assert not missing
    assert f"`freehand {first}`" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_in_each_help_works(command: str) -> None:
    example = module_of(command).EXAMPLE
    if command in CANNOT:
        pytest.skip(CANNOT[command])
    with session() as folder:
        ready_for(command, folder)
        code, printed = run(example, folder)
    assert (code, printed.strip() != "") == (0, True), printed


@pytest.mark.parametrize(
    "words",
    [
        "demo worked/none",
        "new ours",
        "check examples/start",
        "assess examples/worked/within",
        "explain examples/worked/airlift drill --rung support --try 1",
        "windows examples/worked/within drill",
        "compare examples/worked/none examples/worked/within",
        "interface examples/worked/order --party A",
        "sheet examples/worked/order --party A",
    ],
)
def test_the_document_of_each_command_has_the_keys_that_are_documented(words: str) -> None:
    command = shlex.split(words)[0]
    with session() as folder:
        code, printed = run(f"freehand {words} --json", folder)
    document = json.loads(printed)
    assert code == 0
    if document["format"] == "freehand.assessment/1":
        return  # its tables are held against the examples below
    told = " ".join(section(command).split())
    standing = tables_of(REFERENCE / "assessment-json.md")["standing"]
    assert f"JSON, `{document['format']}`" in told
    unknown = [key for key in document if f"`{key}`" not in told]
    if "everything that [a contingency at a rung]" in told:
        unknown = [key for key in unknown if key not in standing]
    assert not unknown


def test_every_key_of_the_assessment_is_documented_and_every_documented_key_occurs() -> None:
    held = Held(tables_of(REFERENCE / "assessment-json.md"), nulls=True)
    workspaces = [load(example) for example in EXAMPLES]
    gulf = load(ROOT / "examples" / "gulf")
    others = tuple(course for course in gulf.courses if course.party != "B")
    workspaces += [gulf._replace(courses=others, released=(released_by(gulf, "B"),))]
    workspaces += [made(text) for text in (TOLD_APART, CONTRADICTION, PAIR)]
    workspaces += [w._replace(courses=()) for w in workspaces[:1]]
    for workspace in workspaces:
        held.hold(json.loads(json.dumps(as_json(assess(workspace)))), "assessment")
    assert not held.misfits
    assert not list(held.never_seen())


def test_every_key_of_a_call_sheet_is_documented_and_every_documented_key_occurs() -> None:
    held = Held(tables_of(REFERENCE / "sheet-json.md"), nulls=True)
    gulf = load(ROOT / "examples" / "gulf")
    others = tuple(course for course in gulf.courses if course.party != "B")
    workspaces = [*map(load, EXAMPLES), *(made(text) for text in (TOLD_APART, PAIR, NOBODY_HERE))]
    workspaces.append(gulf._replace(courses=others, released=(released_by(gulf, "B"),)))
    clocks = [None, clock_of("2026-11-21T06:00Z", None), clock_of("2026-11-21T06:00Z", "Europe/Athens")]
    for workspace in workspaces:
        for contingency in workspace.contingencies:
            reckoning = Reckoning(workspace, contingency)
            for rung in Rung:
                for party in {p.name for p in workspace.compact.parties} - {r.party for r in workspace.released}:
                    sheet = sheet_of(workspace, contingency, reckoning.at(rung), party)
                    for file, clock in zip((None, "A.html", None), clocks, strict=True):
                        document = {**sheets_as_json([sheet], clock), "file": file}
                        held.hold(json.loads(json.dumps(document)), "document")
    assert not held.misfits
    assert not list(held.never_seen())


def test_every_key_of_an_answer_about_a_network_is_documented_and_every_documented_key_occurs() -> None:
    held = Held(tables_of(REFERENCE / "network-json.md"), nulls=True)
    with session() as folder:
        for number, text in enumerate(NETWORKS):
            (folder / f"{number}.stnu").write_text(text, encoding="utf-8")
        files = ["examples/networks/harbour.json", *(f"{number}.stnu" for number in range(len(NETWORKS)))]
        for file in files:
            points = shlex.quote(",".join(read_network(folder / file).network.points[:2]))
            for words, table in (
                (f"check {file}", "verdict"),
                (f"check {file} --unit min --limit-steps 1", "verdict"),
                (f"convert {file} out.json", "convert"),
                (f"minimal {file}", "minimal"),
                (f"minimal {file} --unit min --limit-steps 1", "minimal"),
                (f"project {file} --points {points} -o out.json", "project"),
                (f"project {file} --points {points} --decides assured", "project"),
                (f"project {file} --points {points} --unit min --limit-steps 1", "project"),
                (f"threshold {file}", "threshold"),
                (f"threshold {file} --unit min --limit-steps 1", "threshold"),
                (f"threshold {file} --want adaptable", "threshold"),
                (f"cases {file} --count 10 --vary constraint:0=0..1", "cases"),
                (f"cases {file} --count 10 --vary constraint:0=0..1 --unit min", "cases"),
                (f"run {file} --nature worst", "run"),
                (f"run {file} --unit min --limit-steps 1", "run"),
            ):
                code, printed = run(f"freehand network {words} --json", folder)
                assert code == 0 or words.startswith(("run 0", "run 4")), printed  # a contradiction cannot be played
                if code == 0:
                    held.hold(json.loads(printed), table)
    assert not held.misfits
    assert list(held.never_seen()) == []


def test_every_key_of_an_interface_file_is_documented_and_every_documented_key_occurs() -> None:
    held = Held(tables_of(REFERENCE / "interface-file.md"), nulls=False)
    for workspace in [*map(load, EXAMPLES), made(OWN_MEANS)]:
        for party in workspace.compact.parties:
            for saying in SAYINGS:
                held.hold(json.loads(as_text(released_by(workspace, party.name, saying))), "file")
    assert not held.misfits
    assert not list(held.never_seen())


def test_every_kind_of_error_and_its_exit_code_is_documented() -> None:
    text = (REFERENCE / "errors.md").read_text(encoding="utf-8")
    for kind in FreehandError.__subclasses__():
        assert f"| {kind.exit_code} | `{kind.kind}` |" in text
        assert f"`{kind.__name__}`" in text
    assert f"| {INTERRUPTED} |" in text


def test_every_module_of_the_reckoning_is_explained_and_no_other_is_named() -> None:
    text = (DOCS / "internals" / "reckoning.md").read_text(encoding="utf-8")
    source = ROOT / "src" / "freehand"
    files = [path for room in ("assessment", "temporal") for path in (source / room).rglob("[a-z]*.py")]
    modules = {str(path.relative_to(source).with_suffix("")) for path in files}
    named = set(re.findall(r"`((?:assessment|temporal)/[\w/]+)`", text))
    assert named == modules


def test_every_room_of_the_house_is_in_the_architecture() -> None:
    text = (DOCS / "internals" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / "src" / "freehand").glob("*/__init__.py")}
    assert not {room for room in rooms if f"`{room}`" not in text}


@pytest.mark.parametrize("word", WORDS)
def test_the_glossary_has_the_word(word: str) -> None:
    terms = re.findall(r"\*\*(.+?)\*\*", (DOCS / "glossary.md").read_text(encoding="utf-8"))
    assert any(re.search(rf"\b{word}s?\b", term) for term in terms)


def test_everything_that_the_package_offers_is_documented() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in [ROOT / "README.md", *DOCS.rglob("*.md")])
    assert not [name for name in freehand.__all__ if f"freehand.{name}" not in text]


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.split(maxsplit=1)[0] in ON_NODES and c not in CANNOT])
def test_every_key_of_an_answer_of_a_node_is_documented(command: str) -> None:
    with session() as folder:
        ready_for(command, folder)
        code, printed = run(f"{module_of(command).EXAMPLE} --json", folder)
    document = json.loads(printed)
    told = section(command)
    assert code == 0
    assert f"JSON, `{document['format']}`" in told
    assert [key for key in document if f"`{key}`" not in told] == ["format"]
