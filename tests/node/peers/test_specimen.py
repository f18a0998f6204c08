"""The page on the exchange shows what passes over the wire."""

from __future__ import annotations

import re

import pytest

from freehand.node.peers.certificates import make_door, read_certificate
from freehand.node.peers.limits import LIMITS
from freehand.node.peers.refusals import Unreached
from tests.docs.pages import DOCS
from tests.node.peers.posts import COMPACT, QUICK, House, chance, listening
from tests.node.peers.raw import answer, answering, connected

BLOCKS = re.findall(r"```text\n(.*?)```", (DOCS / "formats" / "exchange.md").read_text(encoding="utf-8"), re.DOTALL)
ASKED, TOLD, POSTED, ANSWERED, CERTIFICATE = (block.replace("\n", "\r\n").encode() for block in BLOCKS)


def test_the_certificate_of_the_page_is_made_anew_and_has_its_pin() -> None:
    door = make_door(randomness=chance("Southland"))
    assert door.certificate.encode() == CERTIFICATE.replace(b"\r", b"")
    pin = read_certificate(door.certificate).pin
    assert f"`{pin}`" in (DOCS / "formats" / "exchange.md").read_text(encoding="utf-8")


def test_the_requests_of_the_page_are_those_that_are_made() -> None:
    a, b = House("A"), House("B")
    a.box(COMPACT).say("B", bytes(4652))
    heads: list[bytes] = []

    def say(secure: object) -> None:
        secure.sendall(TOLD)  # type: ignore[attr-defined]  # a socket
        heads.append(secure.recv(2**14).partition(b"\r\n\r\n")[0] + b"\r\n\r\n")  # type: ignore[attr-defined]

    with answering(b, a, say, heads=heads) as url:
        a.knows(b, url)
        with pytest.raises(Unreached):
            a.calls(b)
    here = url.removeprefix("https://").encode()
    assert [one.replace(here, b"southland.example:7443") for one in heads] == [ASKED, POSTED]


def test_the_answers_of_the_page_are_those_that_are_given() -> None:
    a, b = House("A"), House("B")
    b.knows(a)
    b.box(COMPACT).say("A", bytes(900))
    with listening(b, QUICK._replace(bytes=LIMITS.bytes, pause=0.2)) as url, connected(a, b, url) as secure:
        secure.sendall(ASKED)
        secure.settimeout(5)
        assert secure.recv(2**14) == TOLD
        secure.sendall(POSTED + b"1\n" + bytes(4652))
        secure.settimeout(0.3)
        assert answer(secure) == ANSWERED + b"1\n" + bytes(900)
