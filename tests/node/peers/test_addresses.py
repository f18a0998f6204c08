"""Addresses, certificates and the papers that they stand on."""

from __future__ import annotations

import json

import pytest

from freehand.errors import InputError
from freehand.node.peers.addresses import from_value, read_address, who_knocks
from freehand.node.peers.certificates import make_door, read_certificate
from freehand.node.peers.house import NodeHouse, drop_address, keep_address, own_door, renew_door
from freehand.node.peers.wire import read_faults
from freehand.node.store.memory import MemoryCabinet
from tests.node.peers.posts import COMPACT, NOW, Box, chance

DOOR = make_door(randomness=chance("B"))
PEM = DOOR.certificate


@pytest.mark.parametrize(
    "url",
    [
        "http://b.example:7443",
        "https://b.example",
        "https://user@b.example:7443",
        "https://b.example:7443/path",
        "https://b.example:7443?query",
        "https://b.example:0",
        "https://b.example:65536",
        "https://-b:1",
        "https://b\n.example:7443",
        "ftp://b.example:7443",
        "b.example:7443",
        "https://[::1:7443",
        "https://b.example:7443\n",
    ],
)
def test_an_address_is_https_a_host_and_a_port_and_nothing_else(url: str) -> None:
    with pytest.raises(InputError, match="is no address"):
        read_address(COMPACT, "B", url, PEM)


def test_every_fault_of_an_address_is_said_at_once() -> None:
    with pytest.raises(InputError) as refusal:
        read_address("a/b", "B", "nowhere", "no certificate")
    assert len(refusal.value.faults) == 3
    with pytest.raises(InputError, match="is not the one of the pin"):
        read_address(COMPACT, "B", "", PEM, pin="0" * 64)


@pytest.mark.parametrize("url", ["https://b.example:7443", "https://192.0.2.1:1", "https://[2001:db8::1]:65535", ""])
def test_an_address_comes_back_from_its_shelf_as_it_was(url: str) -> None:
    address = read_address(COMPACT, "B", url, PEM)
    assert address.url == url
    assert from_value(COMPACT, "B", json.loads(json.dumps(address.as_value()))) == address
    for damage in ({"pin": ""}, {"pin": "0" * 64}, {"url": 3}, {"more": ""}, {"certificate": ""}):
        with pytest.raises(InputError):
            from_value(COMPACT, "B", address.as_value() | damage)


def test_a_certificate_that_no_node_made_is_refused() -> None:
    two = PEM + make_door(randomness=chance("C")).certificate
    for text in ("", two, DOOR.key, PEM[:200], PEM.replace("MII", "MIJ", 1), PEM + "é", "x" * 10**6):
        with pytest.raises(InputError, match="the certificate is refused"):
            read_certificate(text)


def test_the_pin_is_the_hash_of_the_certificate_and_the_same_chance_makes_the_same_one() -> None:
    assert make_door(randomness=chance("B")) == DOOR
    assert make_door() != make_door()


def test_two_who_are_entered_with_one_certificate_are_nobody() -> None:
    one, two = (read_address(COMPACT, name, "", PEM) for name in "BC")
    assert who_knocks([one], one.pin, COMPACT, NOW) == one
    assert who_knocks([one, two], one.pin, COMPACT, NOW) is None
    assert who_knocks([one], one.pin, "f" * 32, NOW) is None


def test_a_node_makes_its_certificate_once_and_keeps_addresses_by_compact() -> None:
    papers = MemoryCabinet()
    own = own_door(papers, chance("A"))
    assert own_door(papers) == own
    other = "f" * 32
    for compact in (COMPACT, other):
        keep_address(papers, read_address(compact, "B", "https://b.example:7443", PEM))
    house = NodeHouse(papers, lambda: [COMPACT, other], lambda _: Box())
    assert house.door() == own
    assert [(one.compact, one.partner) for one in house.addresses()] == [(COMPACT, "B"), (other, "B")]
    for partner, certificate in (("C", PEM), ("B", own.certificate)):
        with pytest.raises(InputError, match="stands for"):
            keep_address(papers, read_address(COMPACT, partner, "", certificate))
    keep_address(papers, read_address(COMPACT, "B", "", PEM))
    drop_address(papers, other, "B")
    assert [one.url for one in house.addresses()] == [""]
    assert renew_door(papers) != own
    assert house.door() != own


def test_faults_of_a_partner_are_bounded_and_safe_to_show() -> None:
    hostile = {"what": "\x1b]0;owned\x07" * 1000, "why": {"a": 1}, "next": "\u202e"}
    sent = json.dumps({"format": "freehand.error/1", "faults": [hostile] * 1000}).encode()
    faults = read_faults(sent)
    assert len(faults) == 20
    assert all(text.isprintable() and len(text) < 5000 for fault in faults for text in (fault.what, fault.why))
    for odd in (b"", b"[" * 100_000, b"\xff", b"{}", b'{"format": "freehand.error/1", "faults": [1, {}]}'):
        assert read_faults(odd)[0].what == "the partner gave no reason"
