"""The kit as a whole: all cases in order, and the folder that they are written into."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from freehand.ledger.vectors.case import Case
from freehand.ledger.vectors.papers import approval_cases, card_cases, fingerprint_cases, receipt_cases
from freehand.ledger.vectors.sealed import bundle_cases, sealed_key_cases, stream_cases
from freehand.ledger.vectors.signatures import checkpoint_cases, cosignature_cases, proof_cases, signature_cases
from freehand.ledger.vectors.texts import canonical_cases, record_cases
from freehand.ledger.vectors.trees import consistency_cases, inclusion_cases

FORMAT: Final = "freehand vectors/1"
INDEX: Final = "index.json"


def cases() -> Iterator[Case]:
    """All cases, in the order of the index."""
    for made in (
        canonical_cases,
        record_cases,
        inclusion_cases,
        consistency_cases,
        signature_cases,
        checkpoint_cases,
        cosignature_cases,
        proof_cases,
        card_cases,
        receipt_cases,
        approval_cases,
        fingerprint_cases,
        sealed_key_cases,
        stream_cases,
        bundle_cases,
    ):
        yield from made()


def write(folder: Path) -> int:
    """Write the kit into a folder, over what is there of an earlier one; the number of cases.

    Raises:
        OSError: it cannot be written.
    """
    entries = []
    for case in cases():
        path = folder / case.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case.data)
        entries.append(case.entry)
    index = json.dumps({"cases": entries, "format": FORMAT}, indent=1, sort_keys=True, ensure_ascii=True)
    (folder / INDEX).write_text(index + "\n", encoding="ascii")
    return len(entries)
