"""A person's approval: of these bytes, by this key, and of nothing else."""

from __future__ import annotations

from freehand.ledger.approvals import approve, is_approved
from tests.ledger.owners import signing_key

OFFICER = signing_key("officer")


def test_an_approval_is_of_exactly_its_bytes_and_under_its_tag() -> None:
    given = approve(OFFICER, b"release 7")
    assert is_approved(OFFICER.public, given, b"release 7")
    assert not is_approved(OFFICER.public, given, b"release 8")
    assert not is_approved(OFFICER.public, OFFICER.sign(b"release 7"), b"release 7")


def test_an_approval_is_nobody_elses() -> None:
    assert not is_approved(signing_key("stranger").public, approve(OFFICER, b"release 7"), b"release 7")
