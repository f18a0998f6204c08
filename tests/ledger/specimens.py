"""The specimens that open the pages of the formats, made from fixed seeds; each page shows exactly these bytes."""

from __future__ import annotations

import io
import re
from pathlib import Path

from freehand.ledger.bundle.writing import Address, write_bundle
from freehand.ledger.card_file import sign_card
from freehand.ledger.checkpoint import Seen, Signed, sign
from freehand.ledger.cosignature import cosign
from freehand.ledger.forks import prove_fork, prove_lie
from freehand.ledger.identity import Card, first_card, with_destroyed, with_epoch, with_person, with_recipient_key
from freehand.ledger.log import keep_card, keep_checkpoint
from freehand.ledger.proofs import prove_inclusion
from freehand.ledger.receipts import Receipt, give
from freehand.ledger.record import leaf, write
from freehand.ledger.rows import Growth, PagesInMemory
from freehand.ledger.sealed_keys import Sealed, seal_keys
from freehand.ledger.store.interface import Range
from freehand.ledger.store.memory import MemoryStore
from freehand.ledger.stream import sealed
from tests.ledger.owners import BOX, LOG, ROOT, card, recipient_key, seed, signing_key

FORMATS = Path(__file__).resolve().parents[2] / "docs" / "formats"
WIDTH = 116
PASSPHRASE = "correct horse battery staple"
CONTENT_KEY = seed("content key")


def specimen_card() -> Card:
    """A card in its fifth number: a person let in, the log key rotated at 7, the first recipient key destroyed."""
    grown = with_person(card(), "Ada Officer", signing_key("officer").public)
    grown = with_epoch(grown, signing_key("log 2").public, 7, seed("root of 7"), "rotated")
    grown = with_recipient_key(grown, recipient_key("recipient 2").public)
    return with_destroyed(grown, BOX.public)


def identity_card() -> bytes:
    return sign_card(specimen_card(), ROOT)


def sealed_keys() -> bytes:
    keys = (Sealed("log", LOG), Sealed("recipient", BOX))
    return seal_keys(keys, PASSPHRASE, randomness=lambda count: seed("salt")[:count])


def sealed_content() -> bytes:
    return b"".join(sealed(CONTENT_KEY, [b"said"]))


def records(branch: str = "two berths until dawn") -> list[bytes]:
    """Three records of one log, each resting on the one before; the second is what the branch says."""
    made: list[bytes] = []
    for sequence, text in enumerate(("Grüße, we can take in two ships.", branch, "As said before.")):
        made.append(
            write(
                log=card().log,
                sequence=sequence,
                kind="note",
                object="berths",
                body={"text": text},
                time=1_790_000_000 + 60 * sequence,
                label="members",
                replaces=leaf(made[-1]).hex() if made else None,
                randomness=lambda count, sequence=sequence: seed(f"salt {sequence}")[:count],  # type: ignore[misc]
            )
        )
    return made


def tree(said: list[bytes]) -> tuple[Growth, PagesInMemory]:
    growth, pages = Growth(), PagesInMemory()
    pages.keep(growth.add(b"".join(map(leaf, said))))
    pages.keep(growth.unfinished())
    return growth, pages


def checkpoint(said: list[bytes] | None = None) -> Signed:
    growth, _ = tree(records() if said is None else said)
    seen = Seen("compact.example/southland", signing_key("south").public, 1, seed("root of south"))
    return sign(card().log, growth.size, growth.root(), LOG, [seen])


def cosigned() -> bytes:
    line = cosign(checkpoint().text, "compact.example/southland", signing_key("south"), 1_790_000_300).line
    return checkpoint().note + line


def fork_proof() -> bytes:
    _, pages = tree(records())
    return prove_fork(pages, checkpoint(), checkpoint(records("no berth before noon")[:2]))


def witness_proof() -> bytes:
    _, pages = tree(records())
    two = [checkpoint(), checkpoint(records("no berth before noon")[:2])]
    held, other = (cosign(each.text, "compact.example/southland", signing_key("south"), 1_790_000_300) for each in two)
    return prove_lie(pages, held, other)


def southland() -> bytes:
    """The card of the member for whom the bundle is."""
    south = first_card(
        "compact.example/southland",
        "Southland",
        signing_key("south root").public,
        signing_key("south").public,
        recipient_key("south box").public,
    )
    return sign_card(south, signing_key("south root"))


def sender_store() -> MemoryStore:
    """Northland's store: three records under one checkpoint, and the card of the member for whom the bundle is."""
    store, said = MemoryStore(), records()
    with store.writing(card().log, "compact.example/southland") as change:
        line, growth = change.line(card().log), Growth()
        keep_card(line, sign_card(card(), ROOT))
        line.add_records(0, said)
        line.keep_pages(growth.add(b"".join(map(leaf, said))))
        line.keep_pages(growth.unfinished())
        line.move_head(growth.size, growth.root())
        keep_checkpoint(line, checkpoint())
        keep_card(change.line("compact.example/southland"), southland())
    return store


def bundle() -> bytes:
    """Three leaves, and the first and the third record; the second is withheld. There is chance in its wrapped key."""
    sink, address = io.BytesIO(), Address(card().log, "compact.example/southland", "compact.example")
    given = [Range(0, 1), Range(2, 3)]
    write_bundle(
        sender_store(), sink, address, LOG, records=given, time=0, randomness=lambda count: CONTENT_KEY[:count]
    )
    return sink.getvalue()


def receipt() -> bytes:
    """Southland's word that it erased the first record."""
    key = signing_key("south")
    said = Receipt(
        "erased", card().log, 0, leaf(records()[0]), "compact.example/southland", key.public, None, 1_790_000_400
    )
    return give(said, key)


def inclusion_proof() -> bytes:
    said = records()
    _, pages = tree(said)
    return prove_inclusion(pages, checkpoint(said), 1, leaf(said[1]), said[1])


def lines(data: bytes) -> list[str]:
    """A text of one line, broken for a page."""
    text = data.decode()
    return [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]


def first_block(page: str) -> str:
    """The first block of a page, with its lines joined again."""
    return first_lines(page).replace("\n", "")


def first_lines(page: str) -> str:
    """The first block of a page, as it stands there."""
    found = re.search(r"^```text\n(.*?)^```$", (FORMATS / page).read_text(encoding="utf-8"), re.M | re.S)
    assert found is not None
    return found[1]
