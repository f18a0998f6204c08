"""A person's approval: of these bytes, by this person, who still may."""

from __future__ import annotations

import pytest

from freehand.ledger.approvals import ApprovalRefused, approve, check_approval
from freehand.ledger.identity import with_person, without_person
from tests.ledger.owners import LOG, ROOT, card, signing_key

OFFICER = signing_key("officer")
CARD = with_person(card(), "Ada Officer", OFFICER.public)


def test_an_approval_names_the_person_who_gave_it() -> None:
    assert check_approval(CARD, OFFICER.public, approve(OFFICER, b"release 7"), b"release 7").name == "Ada Officer"


def test_an_approval_of_something_else_is_refused() -> None:
    other, untagged = approve(OFFICER, b"release 8"), OFFICER.sign(b"release 7")
    for signature in (other, untagged):
        with pytest.raises(ApprovalRefused, match="approves something else"):
            check_approval(CARD, OFFICER.public, signature, b"release 7")


def test_nobody_outside_the_card_approves_not_even_its_other_keys() -> None:
    for key in (signing_key("stranger"), ROOT, LOG):
        with pytest.raises(ApprovalRefused, match="nobody with this key"):
            check_approval(CARD, key.public, approve(key, b"release 7"), b"release 7")


def test_a_person_since_removed_approves_nothing() -> None:
    with pytest.raises(ApprovalRefused, match="removed"):
        check_approval(without_person(CARD, OFFICER.public), OFFICER.public, approve(OFFICER, b"x"), b"x")
