"""The conformance kit: every case comes out as its index says, by the public functions."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from freehand.ledger import proofs, record
from freehand.ledger.approvals import is_approved
from freehand.ledger.bundle.opening import Reader
from freehand.ledger.bundle.reading import Taken, take_in
from freehand.ledger.bundle.writing import Address, write_bundle
from freehand.ledger.canonical import canonical, parse
from freehand.ledger.card_file import read_card, sign_card
from freehand.ledger.checkpoint import verified
from freehand.ledger.cosignature import cosignatures
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.keys import verify
from freehand.ledger.log import Statement, append, begin, keep_card
from freehand.ledger.receipts import check_receipt, read_receipt
from freehand.ledger.refused import Refused
from freehand.ledger.sealed_keys import NotOpened, open_keys
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.store.interface import Range
from freehand.ledger.store.memory import MemoryStore
from freehand.ledger.stream import opened
from freehand.ledger.tree import check_consistency, check_inclusion
from freehand.ledger.vectors.case import Case
from freehand.ledger.vectors.kit import INDEX, cases, write
from freehand.ledger.vectors.sealed import BUNDLE, CARRYING
from freehand.ledger.vectors.world import COMPACT, NORTH, SOUTH, TIME, card, records, rotated_card, seed, signing_key

KIT = list(cases()) if __name__ != "__main__" else []
Given = dict[str, Any]


def bytes_of(one: Given, *fields: str) -> list[bytes]:
    return [bytes.fromhex(one[field]) for field in fields]


def is_canonical(data: bytes, given: Given) -> Given:
    assert canonical(parse(data)) == data
    return {"sha256": sha256(data).hexdigest()}


def is_record(data: bytes, given: Given) -> Given:
    found = record.read(data, **given)
    return {"leaf": record.leaf(data).hex(), "readable": found.readable}


def is_included(data: bytes, given: Given) -> Given:
    one: Any = parse(data)
    leaf, root = bytes_of(one, "leaf", "root")
    check_inclusion(leaf, one["index"], one["size"], [bytes.fromhex(each) for each in one["proof"]], root)
    return {}


def is_consistent(data: bytes, given: Given) -> Given:
    one: Any = parse(data)
    old, new = bytes_of(one, "old_root", "new_root")
    check_consistency(one["old"], old, one["new"], new, [bytes.fromhex(each) for each in one["proof"]])
    return {}


class Unsigned(Refused):
    """``verify`` says no."""


def is_signed(data: bytes, given: Given) -> Given:
    if not verify(*bytes_of(json.loads(data), "key", "signature", "message")):
        raise Unsigned.because("no", "no")
    return {}


def is_checkpoint(data: bytes, given: Given) -> Given:
    said = verified(data, [bytes.fromhex(key) for key in given["keys"]], given["origin"]).checkpoint
    return {"root": said.root.hex(), "size": said.size}


def is_cosigned(data: bytes, given: Given) -> Given:
    found = cosignatures(data, [(name, bytes.fromhex(key)) for name, key in given["witnesses"]])
    return {"time": found[0].time}


def is_proof(data: bytes, given: Given) -> Given:
    found = proofs.check(data, [bytes.fromhex(key) for key in given["keys"]])
    return {"kind": found.kind, "log": found.log}


def is_card(data: bytes, given: Given) -> Given:
    found = read_card(data)
    return {"log": found.log, "number": found.number, "root": found.root.hex(), "log_key": found.log_key.hex()}


def is_receipt(data: bytes, given: Given) -> Given:
    found = read_receipt(data)
    check_receipt(found, card("south", SOUTH), record.leaf(records()[1]))
    return {"sequence": found.sequence, "by": found.by}


def is_approval(data: bytes, given: Given) -> Given:
    if not is_approved(*bytes_of(json.loads(data), "key", "signature", "approval")):
        raise Refused.because("the approval is refused", "it is not signed by this key.")
    return {}


def is_fingerprint(data: bytes, given: Given) -> Given:
    return {"digits": fingerprint(*bytes_of(json.loads(data), "root"))}


def is_sealed_keys(data: bytes, given: Given) -> Given:
    return {"public": [sha256(one.key.public).hexdigest() for one in open_keys(data, given["passphrase"])]}


def is_stream(data: bytes, given: Given) -> Given:
    found = b"".join(opened(bytes.fromhex(given["key"]), [data], given["length"]))
    return {"sha256": sha256(found).hexdigest()}


def is_bundle(data: bytes, given: Given) -> Given:
    store = MemoryStore()
    for each in given["cards"]:
        signed = each.encode()
        log = read_card(signed).log
        with store.writing(log) as change:
            keep_card(change.line(log), signed)
    key = RecipientKey.of_seed(bytes.fromhex(given["recipient_seed"]))
    done = take_in(store, io.BytesIO(data), Reader(given["name"], given["compact"], [key]), now=TIME)
    assert isinstance(done, Taken)
    with store.reading() as view:
        line = view.line(done.sender)
        held = [number for number, _ in line.records([Range(0, line.size)])]
        return {"records": held, "root": line.root.hex(), "sender": done.sender, "size": line.size}


READERS: dict[str, Callable[[bytes, Given], Given]] = {
    "canonical": is_canonical,
    "record": is_record,
    "inclusion": is_included,
    "consistency": is_consistent,
    "signature": is_signed,
    "checkpoint": is_checkpoint,
    "cosignature": is_cosigned,
    "proof": is_proof,
    "identity-card": is_card,
    "receipt": is_receipt,
    "approval": is_approval,
    "fingerprint": is_fingerprint,
    "sealed-keys": is_sealed_keys,
    "sealed-content": is_stream,
    "bundle": is_bundle,
}


@pytest.mark.parametrize("case", KIT, ids=lambda case: case.file)
def test_every_case_of_the_kit_comes_out_as_its_index_says(case: Case) -> None:
    read, given = READERS[case.artefact], dict(case.given)
    if case.good:
        assert read(case.data, given) == case.expected
    else:
        with pytest.raises((Refused, NotOpened)):
            read(case.data, given)


def test_the_kit_is_the_same_each_time_and_each_file_is_named_once(tmp_path: Path) -> None:
    assert write(tmp_path / "one") == write(tmp_path / "two") == len(KIT)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert len(files) == len({case.file for case in KIT}) + 1 == len(KIT) + 1
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    index = json.loads((tmp_path / "one" / INDEX).read_text())
    assert {case["file"] for case in index["cases"]} == {str(file) for file in files} - {INDEX}


def test_every_format_has_good_cases_and_bad_ones() -> None:
    assert {case.artefact for case in KIT if case.good} == READERS.keys()
    assert {case.artefact for case in KIT if not case.good} == READERS.keys() - {"fingerprint"}


def new_bundle(*, rotated: bool = False) -> bytes:
    """A bundle beside the kit, written anew: by chance alone it differs from the one that is there.

    To put both there after the format has changed: ``python -m tests.ledger.test_vectors``.
    """
    store, key = MemoryStore(), signing_key("north log")
    begin(store, sign_card(card(), signing_key("north root")), key)
    south = sign_card(card("south", SOUTH, "Southland"), signing_key("south root"))
    with store.writing(SOUTH) as change:
        keep_card(change.line(SOUTH), south)
    numbers = iter(range(2))
    said = [record.read(data) for data in records()]
    statements = [Statement(one.kind, one.object, one.body, one.time, one.label) for one in said]
    append(store, NORTH, key, statements, randomness=lambda count: seed(f"salt {next(numbers)}")[:count])
    given = [Range(0, 1)]
    if rotated:
        key, given = signing_key("north log 2"), [Range(0, 2)]
        begin(store, rotated_card(), key)
    sink = io.BytesIO()
    to = Address(NORTH, SOUTH, COMPACT)
    write_bundle(store, sink, to, key, records=given, time=TIME, randomness=lambda count: seed("content")[:count])
    return sink.getvalue()


def test_a_bundle_written_today_comes_out_as_the_one_of_the_kit() -> None:
    for name, rotated in (("first", False), ("with-card", True)):
        good = next(case for case in KIT if case.file == f"bundle/{name}.bundle")
        made = new_bundle(rotated=rotated)
        assert is_bundle(made, dict(good.given)) == good.expected
        assert len(made) == len(good.data)


if __name__ == "__main__":
    for path, rotated in ((BUNDLE, False), (CARRYING, True)):
        text = b64encode(new_bundle(rotated=rotated)).decode()
        path.write_text("\n".join(text[at : at + 100] for at in range(0, len(text), 100)) + "\n")
