"""The specimens on the pages of the formats are real: made by today's code, and read by what the pages say."""

from __future__ import annotations

import io
import json

from freehand.ledger import proofs
from freehand.ledger.bundle.opening import Reader, read_head
from freehand.ledger.bundle.reading import Taken, take_in
from freehand.ledger.card_file import read_card, sign_card
from freehand.ledger.checkpoint import verified
from freehand.ledger.cosignature import cosignatures
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.forks import check_proof
from freehand.ledger.log import begin, keep_card
from freehand.ledger.receipts import read_receipt
from freehand.ledger.record import holder, leaf
from freehand.ledger.sealed_keys import open_keys
from freehand.ledger.sealing import WRAPPED_BYTES, RecipientKey
from freehand.ledger.store.interface import Range
from freehand.ledger.store.memory import MemoryStore
from freehand.ledger.stream import opened
from tests.ledger import specimens
from tests.ledger.owners import BOX, LOG, ROOT, card, recipient_key, signing_key


def test_the_identity_card_of_the_page_is_signed_and_says_what_the_page_says() -> None:
    shown = specimens.first_block("identity-card.md")
    assert shown == specimens.identity_card().decode()
    found = read_card(shown.encode())
    assert found == specimens.specimen_card()
    assert found.number == 5
    assert found.epochs[1].size == 7
    assert [one.key is None for one in found.recipients] == [True, False]
    assert fingerprint(ROOT.public) in (specimens.FORMATS / "identity-card.md").read_text(encoding="utf-8")


def test_the_sealed_keys_of_the_page_open_with_its_passphrase() -> None:
    shown = specimens.first_block("sealed-keys.md")
    assert shown == specimens.sealed_keys().decode()
    assert specimens.PASSPHRASE in (specimens.FORMATS / "sealed-keys.md").read_text(encoding="utf-8")
    assert [one.key.public for one in open_keys(shown.encode(), specimens.PASSPHRASE)] == [LOG.public, BOX.public]
    assert json.loads(shown)["cost"] == {"lanes": 4, "memory": 131072, "passes": 3}


def test_the_sealed_content_of_the_page_opens_with_its_seed() -> None:
    """The wrapped key has chance in it and stands for itself; the stream is the same each time."""
    data = bytes.fromhex(specimens.first_block("sealed-content.md"))
    wrapped, stream = data[:WRAPPED_BYTES], data[WRAPPED_BYTES:]
    assert BOX.seed().hex() in (specimens.FORMATS / "sealed-content.md").read_text(encoding="utf-8")
    key = RecipientKey.of_seed(BOX.seed()).unwrap(wrapped, b"specimen")
    assert key == specimens.CONTENT_KEY
    assert stream == specimens.sealed_content()
    assert b"".join(opened(key, [stream], len(stream))) == b"said"


def test_the_record_of_the_page_has_the_leaf_of_the_page() -> None:
    shown = specimens.first_block("record.md")
    assert shown == specimens.records()[0].decode()
    holder(card().log)(0, [shown.encode()])
    assert leaf(shown.encode()).hex() in (specimens.FORMATS / "record.md").read_text(encoding="utf-8")


def test_the_checkpoint_of_the_page_is_signed_by_the_key_of_the_page() -> None:
    shown = specimens.first_lines("checkpoint.md")
    assert shown == specimens.checkpoint().note.decode()
    said = verified(shown.encode(), [LOG.public], card().log).checkpoint
    assert (said.size, said.root) == (3, specimens.tree(specimens.records())[0].root())
    assert LOG.public.hex() in (specimens.FORMATS / "checkpoint.md").read_text(encoding="utf-8")


def test_the_cosignature_of_the_page_is_that_of_the_witness_of_the_page() -> None:
    shown = specimens.first_lines("cosignature.md")
    assert shown == specimens.cosigned().decode()
    witness = signing_key("south").public
    assert cosignatures(shown.encode(), [("compact.example/southland", witness)])[0].time == 1_790_000_300
    assert verified(shown.encode(), [LOG.public]).checkpoint.size == 3
    assert witness.hex() in (specimens.FORMATS / "cosignature.md").read_text(encoding="utf-8")


def test_the_fork_proof_of_the_page_proves_what_the_page_says() -> None:
    shown = specimens.first_block("fork-proof.md")
    assert shown == specimens.fork_proof().decode()
    found = check_proof(shown.encode(), [LOG.public])
    assert (found.kind, found.key, [head.size for head in found.heads]) == ("fork", LOG.public, [2, 3])
    page = (specimens.FORMATS / "fork-proof.md").read_text(encoding="utf-8")
    assert found.words in page.replace("\n", " ")
    assert check_proof(specimens.witness_proof(), [signing_key("south").public]).kind == "witness"


def test_the_bundle_of_the_page_brings_what_the_page_says() -> None:
    """Wrapped key and signature have chance in them and stand for themselves; the rest is the same each time."""
    shown = bytes.fromhex(specimens.first_block("bundle.md"))
    page = (specimens.FORMATS / "bundle.md").read_text(encoding="utf-8")
    source, ours = io.BytesIO(shown), io.BytesIO(specimens.bundle())
    head, made = read_head(source), read_head(ours)
    assert (head.manifest, head.context) == (made.manifest, made.context)
    assert source.read() == ours.read()
    assert head.hash.hex() in page
    box = recipient_key("south box")
    assert box.seed().hex() in page
    assert box.unwrap(head.wrapped, head.context) == specimens.CONTENT_KEY
    store = MemoryStore()
    begin(store, specimens.southland(), signing_key("south"))
    with store.writing(card().log) as change:
        keep_card(change.line(card().log), sign_card(card(), ROOT))
    reader = Reader("compact.example/southland", "compact.example", [box])
    taken = take_in(store, io.BytesIO(shown), reader, now=0)
    assert isinstance(taken, Taken)
    with store.reading() as view:
        line = view.line(card().log)
        assert line.size == 3
        assert dict(line.records([Range(0, 3)])) == {0: specimens.records()[0], 2: specimens.records()[2]}


def test_the_receipt_of_the_page_is_for_the_record_of_its_page() -> None:
    shown = specimens.first_block("receipt.md")
    assert shown == specimens.receipt().decode()
    found = read_receipt(shown.encode())
    assert found.leaf.hex() in (specimens.FORMATS / "record.md").read_text(encoding="utf-8")
    assert found.words in (specimens.FORMATS / "receipt.md").read_text(encoding="utf-8").replace("\n", " ")


def test_the_proof_of_the_page_shows_the_record_that_the_page_says() -> None:
    shown = specimens.first_block("proof.md")
    assert shown == specimens.inclusion_proof().decode()
    found = proofs.check(shown.encode(), [LOG.public])
    page = (specimens.FORMATS / "proof.md").read_text(encoding="utf-8").replace("\n", " ")
    assert (found.kind, found.record) == ("inclusion", specimens.records()[1])
    assert found.words.removeprefix("This record ").removesuffix(".") in page
    assert LOG.public.hex() in page


def test_the_examples_beside_the_workspaces_are_the_specimens_of_the_pages() -> None:
    examples = specimens.FORMATS.parents[1] / "examples" / "record"
    assert (examples / "fork.json").read_bytes() == specimens.fork_proof()
    assert (examples / "keys.txt").read_text().split() == [LOG.public.hex()]


def test_the_first_page_of_the_formats_names_every_page() -> None:
    page = (specimens.FORMATS / "README.md").read_text(encoding="utf-8")
    assert [
        path.name for path in specimens.FORMATS.glob("*.md") if path.name != "README.md" and path.name not in page
    ] == []
