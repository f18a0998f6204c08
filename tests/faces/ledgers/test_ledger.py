"""``freehand ledger``: the record on the command line, by itself."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from freehand.faces.cli import ledgers
from freehand.faces.cli.commands.ledger import COMMANDS
from tests.faces.face import Answer, fine, program, run, untidy, unwrapped
from tests.faces.ledgers.prepared import PASSPHRASE, fingerprint, handed, met, repeatable, said
from tests.ledger.stores import new_place


@pytest.fixture(autouse=True)
def same_each_time() -> Iterator[None]:
    with repeatable():
        yield


@pytest.fixture
def at(tmp_path: Path) -> Path:
    """A folder with the ledgers of north and south, who know each other; north has said two things."""
    met(tmp_path, "north", "south")
    said(tmp_path, "north", "We can take in two ships.", "Only by night.")
    return tmp_path


def ledger(at: Path, *words: str) -> Answer:
    return run("ledger", *words, at=at)


def refused(at: Path, code: int, *words: str) -> str:
    """A command that ends with this exit code, with what, why and next; the same as JSON."""
    answer = ledger(at, *words)
    assert answer.code == code, (answer.out, answer.err)
    assert "  why:  " in answer.err
    assert "  next: " in answer.err
    assert untidy(answer.err) == []
    return unwrapped(answer.err)


def last_number(at: Path) -> int:
    return int(fine("ledger", "show", "north", "north", "--json", at=at).json["head"]["size"])


def rewritten(at: Path, table: str, column: str, old: bytes, new: bytes) -> None:
    """Change bytes in a store behind everybody's back."""
    with sqlite3.connect(at / "south" / "logs.sqlite") as connection:
        rows = connection.execute(f"select rowid, {column} from {table}").fetchall()
        changed = [(data.replace(old, new, 1), row) for row, data in rows if old in data]
        assert changed
        connection.executemany(f"update {table} set {column} = ? where rowid = ?", changed)
    connection.close()


# -- the story -------------------------------------------------------------------------------------


def test_a_withheld_record_is_a_leaf_and_fits_it_when_it_is_revealed(at: Path) -> None:
    handed(at, "north", "south", "1.bundle", "--records", "0")
    rows = fine("ledger", "show", "south", "north", "--json", at=at).json["records"]
    assert [row["state"] for row in rows] == ["held", "withheld"]
    done = fine("ledger", "bundle", "north", "--to", "south", "--records", "1", "-o", "2.bundle", at=at)
    assert "records: 1;" in done.out
    assert fine("ledger", "import", "south", "2.bundle", "--json", at=at).json["records"]["revealed"] == 1
    assert "Only by night." in fine("ledger", "show", "south", "north", at=at).out


def test_a_fork_is_caught_and_its_proof_holds_in_an_empty_folder(
    at: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    handed(at, "north", "south", "1.bundle")
    shutil.copytree(at / "north", at / "copy")
    said(at, "north", "We keep our word.")
    said(at, "copy", "We never said so.")
    handed(at, "north", "south", "2.bundle")
    fine("ledger", "bundle", "copy", "--to", "south", "-o", "other.bundle", at=at)
    assert "signed two histories" in refused(at, 2, "import", "south", "other.bundle")
    found = fine("ledger", "forks", "south", "-o", "proofs", "--json", at=at).json
    assert [(one["kind"], one["freezes"]) for one in found["proofs"]] == [("fork", True)]
    assert "frozen by a proven fork" in unwrapped(fine("ledger", "show", "south", at=at).out)
    assert "is proven" in refused(at, 2, "import", "south", "other.bundle")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.copy(at / found["written"][0], elsewhere / "proof.json")
    key = fine("ledger", "show", "north", "--json", at=at).json["logs"][0]
    keys = found["proofs"][0]["key"]
    assert "two histories" in fine("ledger", "check-proof", "proof.json", "--keys", keys, at=elsewhere).out
    assert [path.name for path in elsewhere.iterdir()] == ["proof.json"]
    assert key["own"]


def test_a_new_epoch_ends_a_fork_and_what_comes_after_is_heard(at: Path) -> None:
    handed(at, "north", "south", "1.bundle")
    shutil.copytree(at / "north", at / "copy")
    said(at, "north", "We keep our word.")
    said(at, "copy", "We never said so.")
    handed(at, "north", "south", "2.bundle")
    fine("ledger", "bundle", "copy", "--to", "south", "-o", "other.bundle", at=at)
    refused(at, 2, "import", "south", "other.bundle")
    fine("ledger", "new", "north", "--epoch", "revoked", at=at)
    said(at, "north", "We go on.")
    fine("ledger", "import", "south", "north/card.json", at=at)
    handed(at, "north", "south", "3.bundle", "--records", "all")
    assert "We go on." in fine("ledger", "show", "south", "north", at=at).out
    assert fine("ledger", "show", "south", "--json", at=at).json["logs"][1]["frozen_by"] is None
    said(at, "copy", "Nor this.")
    fine("ledger", "bundle", "copy", "--to", "south", "-o", "late.bundle", at=at)
    assert "that key's epoch, 1, has ended" in refused(at, 2, "import", "south", "late.bundle")
    fine("ledger", "verify", "south", at=at)


def test_a_bundle_taken_in_twice_says_so_and_one_too_early_says_what_to_ask_for(at: Path) -> None:
    handed(at, "north", "south", "1.bundle")
    assert "nothing changes" in fine("ledger", "import", "south", "1.bundle", at=at).out
    said(at, "north", "More.")
    fine("ledger", "bundle", "north", "--to", "south", "-o", "2.bundle", at=at)
    said(at, "north", "And more.")
    fine("ledger", "bundle", "north", "--to", "south", "-o", "3.bundle", at=at)
    assert "a bundle that follows number 1" in refused(at, 2, "import", "south", "3.bundle")
    fine("ledger", "import", "south", "2.bundle", at=at)
    fine("ledger", "import", "south", "3.bundle", at=at)


def test_a_bundle_is_of_no_use_to_anybody_else(at: Path) -> None:
    met(at, "east")
    digits = fingerprint("north", at)
    fine("ledger", "import", "east", "north/card.json", "--fingerprint", digits, at=at)
    fine("ledger", "bundle", "north", "--to", "south", "--records", "all", "-o", "1.bundle", at=at)
    assert "it is for 'compact.example/south'" in refused(at, 2, "import", "east", "1.bundle")


def test_a_receipt_of_the_reader_bounds_a_record_from_above(at: Path) -> None:
    handed(at, "north", "south", "1.bundle", "--records", "all")
    handed(at, "south", "north", "back.bundle")
    answer = fine("ledger", "show", "north", "north", "0", "--json", at=at).json
    assert answer["witness"] == "compact.example/south"
    assert answer["not_after"] > answer["record"]["time"]
    assert "Not after 2026-" in fine("ledger", "show", "north", "north", "0", at=at).out


def test_silence_is_shown_with_its_date(at: Path) -> None:
    assert "Nothing has been heard of 'compact.example/north'." in unwrapped(fine("ledger", "show", "south", at=at).out)
    handed(at, "north", "south", "1.bundle")
    assert "since 2026-" in unwrapped(fine("ledger", "show", "south", at=at).out)


def test_every_command_that_rests_on_a_partners_log_says_since_when_nothing_was_heard(at: Path) -> None:
    handed(at, "north", "south", "1.bundle")
    said = "Nothing has been heard of 'compact.example/north' since 2026-"
    resting: tuple[tuple[str, ...], ...] = (
        ("show", "south"),
        ("show", "south", "north"),
        ("show", "south", "north", "0"),
        ("verify", "south"),
        ("forks", "south"),
    )
    for words in (*resting, ("prove", "south", "0", "--log", "north", "-o", "proof.json")):
        assert said in unwrapped(fine("ledger", *words, at=at).out), words
    (at / "proof.json").unlink()
    for words in (*resting[1:], ("prove", "south", "0", "--log", "north", "-o", "proof.json")):
        answer = json.loads(fine("ledger", *words, "--json", at=at).out)
        assert answer["heard"]["compact.example/north"]["serial"] == 1, words


# -- trust and keys --------------------------------------------------------------------------------


def test_a_first_card_is_taken_only_with_the_digits_of_its_owner(tmp_path: Path) -> None:
    met(tmp_path, "north")
    met(tmp_path, "south")
    assert "nobody has said yet whose root key it is" in refused(tmp_path, 3, "import", "south", "north/card.json")
    wrong = fingerprint("south", tmp_path)
    assert "is not that of the card" in refused(
        tmp_path, 3, "import", "south", "north/card.json", "--fingerprint", wrong
    )
    assert fine("ledger", "show", "south", "--json", at=tmp_path).json["logs"][0]["log"] == "compact.example/south"
    assert "there is no log" in refused(tmp_path, 3, "bundle", "south", "--to", "north", "-o", "x.bundle")


def test_a_passphrase_comes_from_a_file_or_the_environment_and_never_from_an_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words").write_text(PASSPHRASE + "\n")
    new = ("ledger", "new", "north", "--log", "c/north", "--name", "N")
    monkeypatch.delenv(ledgers.VARIABLE)
    bare = program(*new, at=tmp_path)
    assert (bare.code, "there is no passphrase" in bare.err) == (3, True)
    fine(*new, "--passphrase-file", "words", at=tmp_path)
    monkeypatch.setenv(ledgers.VARIABLE, PASSPHRASE)
    said(tmp_path, "north", "by the environment")
    for command in COMMANDS:
        assert "--passphrase " not in run("ledger", command, "--help").out


def test_a_wrong_passphrase_opens_nothing_and_says_nothing_of_the_right_one(at: Path) -> None:
    (at / "wrong").write_text("incorrect horse")
    told = refused(at, 4, "append", "north", "x", "--passphrase-file", "wrong")
    assert "do not open" in told
    assert "horse" not in told
    assert last_number(at) == 2


def test_private_keys_lie_sealed_and_readable_by_their_owner_alone(at: Path) -> None:
    for name in ("keys.sealed", "root.sealed", "logs.sqlite", "ledger.json"):
        assert stat.S_IMODE((at / "north" / name).stat().st_mode) == 0o600
    text = b"".join(path.read_bytes() for path in (at / "north").iterdir())
    assert b"horse" not in text


def test_looking_needs_no_passphrase(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ledgers.VARIABLE)
    for words in (("show", "north"), ("verify", "north"), ("forks", "north"), ("prove", "north", "0", "-o", "p.json")):
        assert ledger(at, *words).code == 0


def test_nothing_is_signed_without_the_newest_key(at: Path) -> None:
    old = (at / "north" / "keys.sealed").read_bytes()
    fine("ledger", "new", "north", "--epoch", "rotated", at=at)
    said(at, "north", "Under a new key.")
    (at / "north" / "keys.sealed").write_bytes(old)
    assert "nothing can be signed for this log" in refused(at, 4, "append", "north", "x")


def test_a_new_epoch_takes_the_root_key_from_where_it_is_kept(at: Path) -> None:
    shutil.move(at / "north" / "root.sealed", at / "elsewhere")
    assert "root.sealed" in refused(at, 4, "new", "north", "--epoch", "rotated")
    fine("ledger", "new", "north", "--epoch", "rotated", "--root", "elsewhere", at=at)
    assert "holds no root key" in refused(at, 3, "new", "north", "--epoch", "rotated", "--root", "north/keys.sealed")


# -- proofs ----------------------------------------------------------------------------------------


def test_a_proof_is_checked_by_its_file_and_keys_alone(at: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    fine("ledger", "prove", "north", "1", "-o", "p.json", at=at)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name in ("p.json", "north/card.json"):
        shutil.copy(at / name, elsewhere)
    assert "Only by night." in fine("ledger", "check-proof", "p.json", "--keys", "card.json", at=elsewhere).out
    card = fine("ledger", "import", "south", "north/card.json", "--json", at=at).json
    assert card["number"] == 1
    (elsewhere / "keys").write_text(json.loads((at / "north" / "card.json").read_text())["card"]["epochs"][0]["key"])
    fine("ledger", "check-proof", "p.json", "--keys", "keys", at=elsewhere)
    refused(elsewhere, 2, "check-proof", "p.json", "--keys", "ab" * 31 + "2f")


def test_a_withheld_record_is_proven_without_its_words(at: Path) -> None:
    fine("ledger", "prove", "north", "1", "--withhold", "-o", "p.json", at=at)
    assert b"night" not in (at / "p.json").read_bytes()
    assert "withheld" in fine("ledger", "check-proof", "p.json", "--keys", "north/card.json", at=at).out


def test_a_log_is_proven_to_have_grown_and_nothing_else(at: Path) -> None:
    said(at, "north", "More.")
    fine("ledger", "prove", "north", "--since", "2", "-o", "c.json", at=at)
    assert "nothing changed" in unwrapped(
        fine("ledger", "check-proof", "c.json", "--keys", "north/card.json", at=at).out
    )
    assert "those of sizes 0, 2, 3 are kept" in refused(at, 3, "prove", "north", "--since", "1", "-o", "d.json")


def test_a_changed_byte_leaves_nothing_proven(at: Path) -> None:
    fine("ledger", "prove", "north", "1", "-o", "p.json", at=at)
    data = (at / "p.json").read_bytes()
    for place in range(0, len(data), 7):
        (at / "p.json").write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert ledger(at, "check-proof", "p.json", "--keys", "north/card.json").code == 2


# -- what is kept ----------------------------------------------------------------------------------


def test_verifying_finds_a_changed_record_and_a_changed_tree_and_names_them(at: Path) -> None:
    handed(at, "north", "south", "1.bundle", "--records", "all")
    fine("ledger", "verify", "south", at=at)
    rewritten(at, "packs", "data", b"by night", b"by light")
    assert "(record 1)" in refused(at, 2, "verify", "south")
    rewritten(at, "packs", "data", b"by light", b"by night")
    with sqlite3.connect(at / "south" / "logs.sqlite") as connection:
        connection.execute("update lines set tail = zeroblob(length(tail))")
    connection.close()
    assert "(root)" in refused(at, 2, "verify", "south")


def test_appending_from_a_file_makes_a_record_of_each_line(at: Path) -> None:
    (at / "many").write_text("".join(json.dumps({"n": n, "ä"[:0] + "t": "é"}) + "\n" for n in range(700)))
    answer = fine("ledger", "append", "north", "--lines", "many", "--kind", "count", "--about", "n", at=at)
    assert "Records 2 to 701" in answer.out
    assert untidy(answer.out.rpartition(answer.last)[0]) == []
    found = fine("ledger", "show", "north", "north", "--first", "0", "--json", at=at).json["records"]
    assert [row["body"]["n"] for row in found[2:]] == list(range(700))
    fine("ledger", "verify", "north", at=at)


@pytest.mark.parametrize(
    "text", ["1.5", '{"a":1,"a":2}', '"\\ud800"', "[" * 100_000, "{", "9007199254740992", '{"ä":1}']
)
def test_what_canonical_json_cannot_say_is_not_said(at: Path, text: str) -> None:
    (at / "body").write_text(text)
    answer = ledger(at, "append", "north", "--body", "body")
    assert answer.code in (2, 3)
    assert "Traceback" not in answer.err
    assert last_number(at) == 2


def test_what_a_partner_writes_does_nothing_to_the_terminal(at: Path) -> None:
    said(at, "north", "\x1b[31mred\u202e \u2028line")
    handed(at, "north", "south", "1.bundle", "--records", "all")
    for words in (("show", "south", "north"), ("show", "south", "north", "2")):
        answer = ledger(at, *words)
        assert "\x1b" not in answer.out
        assert "\u202e" not in answer.out
        assert untidy(answer.out.rpartition(answer.last)[0]) == []


# -- folders and files -----------------------------------------------------------------------------


def test_nothing_that_is_there_is_written_over(at: Path) -> None:
    refused(at, 3, "new", "north", "--log", "c/n", "--name", "N")
    (at / "taken").write_text("mine")
    for words in (("prove", "north", "0", "-o", "taken"), ("bundle", "north", "--to", "south", "-o", "taken")):
        assert "is there already" in refused(at, 3, *words)
    assert (at / "taken").read_text() == "mine"


def test_a_name_is_never_a_path(tmp_path: Path) -> None:
    for log in ("../../evil", "/etc/passwd", "c/CON", "c/..", "c/."):
        folder = str(len(list(tmp_path.iterdir())))
        fine("ledger", "new", folder, "--log", log, "--name", "../../N", "--compact", "c", at=tmp_path)
        assert sorted(path.name for path in (tmp_path / folder).iterdir() if "sqlite-" not in path.name) == [
            "card.json", "keys.sealed", "ledger.json", "logs.sqlite", "root.sealed",
        ]  # fmt: skip


@pytest.mark.parametrize("name", ["", "a\nb", "a\u202eb", " a", "x" * 201])
def test_a_name_that_hides_something_makes_no_ledger(tmp_path: Path, name: str) -> None:
    assert ledger(tmp_path, "new", "f", "--log", "c/n", "--name", name).code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "about", ["", "{", "[]", "[" * 100_000, '{"compact":"c","format":"x","log":"n","store":"/etc/x"}']
)
def test_a_damaged_folder_is_refused_in_words(at: Path, about: str) -> None:
    (at / "north" / "ledger.json").write_text(about)
    for words in (("show", "north"), ("verify", "north"), ("append", "north", "x")):
        refused(at, 3, *words)


def test_no_folder_no_ledger_and_no_file_are_refused_in_words(at: Path) -> None:
    (at / "empty").mkdir()
    refused(at, 4, "show", "nowhere")
    refused(at, 3, "show", "empty")
    refused(at, 4, "import", "south", "nowhere")
    refused(at, 2, "import", "south", "north/logs.sqlite")
    refused(at, 4, "check-proof", "nowhere", "--keys", "north/card.json")
    (at / "keys").write_text("00" * 32)  # of low order
    refused(at, 3, "check-proof", "north/card.json", "--keys", "keys")
    refused(at, 2, "check-proof", "north/card.json", "--keys", "north/card.json")


def test_a_bundle_from_standard_input_is_taken_in(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fine("ledger", "bundle", "north", "--to", "south", "-o", "1.bundle", at=at)
    with (at / "1.bundle").open("rb") as file:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=file, isatty=bool))
        assert "is taken in" in fine("ledger", "import", "south", "-", at=at).out


@pytest.mark.parametrize("words", [("show", "north"), ("show", "north", "north"), ("show", "north", "north", "0"),
                                   ("verify", "north"), ("forks", "north")])  # fmt: skip
def test_every_answer_is_tidy_and_prints_one_document(at: Path, words: tuple[str, ...]) -> None:
    answer = ledger(at, *words)
    assert answer.code == 0
    assert untidy(answer.out.rpartition(answer.last)[0]) == []
    assert answer.last.startswith("Next: freehand ledger ")
    assert fine("ledger", *words, "--json", at=at).json["format"].startswith("freehand.ledger-")


def test_a_ledger_keeps_its_logs_in_a_database_as_well(tmp_path: Path) -> None:
    from urllib.parse import urlencode

    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(new_place("postgres", tmp_path))
    where = f"postgresql://?{urlencode(parts)}"
    fine("ledger", "new", "north", "--log", "c/north", "--name", "N", "--store", where, at=tmp_path)
    said(tmp_path, "north", "Kept elsewhere.")
    assert "Kept elsewhere." in fine("ledger", "show", "north", "north", at=tmp_path).out
    assert not (tmp_path / "north" / "logs.sqlite").exists()


def test_the_kit_is_written_once_more_over_itself_and_over_nothing_else(tmp_path: Path) -> None:
    for _ in range(2):
        assert "index.json" in fine("ledger", "vectors", "--out", "kit", at=tmp_path).out
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine").write_text("mine")
    assert "holds something else" in refused(tmp_path, 3, "vectors", "--out", "other")
    assert os.listdir(tmp_path / "other") == ["mine"]
