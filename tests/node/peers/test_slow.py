"""Who is endless or drips is cut off by size and time, and the others are served meanwhile (attack 30)."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from freehand.node.peers.limits import Limits
from freehand.node.peers.refusals import TooSlow
from tests.node.peers.posts import COMPACT, QUICK, House, listening
from tests.node.peers.raw import answer, answering, connected, head

SHORT = QUICK._replace(connect=0.3, pause=0.2, total=0.4)


def drip(secure: socket.socket, data: bytes = b"x", until: float = 5) -> float:
    """A byte now and then, until the other end has had enough; how long that took."""
    begun = time.monotonic()
    try:
        while time.monotonic() - begun < until:
            secure.sendall(data)
            time.sleep(0.02)
    except OSError:
        pass
    return time.monotonic() - begun


def body(length: int) -> bytes:
    return head("POST", "freehand-taken: 0", f"Content-Length: {length}")


def three(limits: Limits) -> tuple[House, House, House]:
    a, b, c = House("A"), House("B"), House("C")
    b.knows(a)
    b.knows(c)
    return a, b, c


@pytest.mark.parametrize(
    ("begin", "data"),
    [
        (body(2**20), b"x"),
        (b"POST ", b"x"),
        (b"POST /exchange/1/" + COMPACT.encode() + b" HTTP/1.1\r\n", b"a: b\r\n"),
    ],
    ids=["a body", "a first line", "headers"],
)
def test_a_dripping_partner_is_cut_off_and_others_are_served_meanwhile(begin: bytes, data: bytes) -> None:
    a, b, c = three(SHORT)
    told: list[str] = []
    with listening(b, SHORT, told) as url:
        a.knows(b, url)
        c.knows(b, url)
        with connected(a, b, url) as secure:
            secure.sendall(begin)
            took: list[float] = []
            dripping = threading.Thread(target=lambda: took.append(drip(secure, data)))
            dripping.start()
            c.box(COMPACT).say("B", b"from C")
            assert c.calls(b).sent == 1
            assert dripping.is_alive()
            dripping.join(10)
        assert took[0] < 3
        assert b.box(COMPACT).got == {"C": [b"from C"]}
        a.box(COMPACT).say("B", b"from A")
        assert a.calls(b).sent == 1, "and who was cut off may come again"
    if begin == body(2**20):
        assert "A: cut off: it takes too long" in told


def test_an_endless_body_has_no_length_or_ends_at_its_length() -> None:
    a, b, _ = three(SHORT)
    with listening(b, SHORT._replace(bytes=1000)) as url:
        for begin in (
            head("POST", "freehand-taken: 0", "Transfer-Encoding: chunked") + b"3e8\r\n",
            body(10**15),
        ):
            with connected(a, b, url) as secure:
                secure.sendall(begin)
                assert drip(secure, bytes(2**16)) < 3
        # The listener may hang up before all of it is on its way.
        with connected(a, b, url) as secure, suppress(OSError):
            secure.sendall(body(10) + b"0123456789" + bytes(10**6))
            answer(secure)
        assert b.box(COMPACT).seen == [b"0123456789"]


def test_a_partner_who_sends_nothing_is_cut_off() -> None:
    a, b, _ = three(SHORT)
    with listening(b, SHORT) as url:
        for begin in (b"", body(5), body(5) + b"1234"):
            with connected(a, b, url) as secure:
                secure.sendall(begin)
                begun = time.monotonic()
                answer(secure)
                assert time.monotonic() - begun < 3
        assert b.box(COMPACT).seen == []


def test_a_stranger_who_drags_the_handshake_out_is_cut_off_and_no_more_than_some_are_waited_for() -> None:
    a, b, _ = three(SHORT)
    with listening(b, SHORT._replace(strangers=3)) as url:
        a.knows(b, url)
        many = [socket.create_connection(("127.0.0.1", a.known[0].port)) for _ in range(9)]
        for each in many:
            each.settimeout(3)
        assert sum(drip(each, b"\x16", 0.05) < 0.05 for each in many) >= 5, "those beyond the third are closed at once"
        for each in many:
            drip(each, b"", 0.0)
            try:
                while each.recv(100):
                    pass
            except ConnectionError:
                pass
            each.close()
        a.box(COMPACT).say("B", b"from A")
        assert a.calls(b).sent == 1


def test_one_partner_cannot_hold_all_connections() -> None:
    a, b, c = three(QUICK)
    with listening(b, QUICK._replace(each=2)) as url:
        c.knows(b, url)
        with connected(a, b, url), connected(a, b, url), connected(a, b, url) as third:
            assert answer(third) == b""
            c.box(COMPACT).say("B", b"from C")
            assert c.calls(b).sent == 1


def test_a_second_exchange_with_the_same_partner_has_to_wait_and_one_with_another_has_not() -> None:
    a, b, c = three(QUICK)
    with listening(b) as url:
        a.knows(b, url)
        c.knows(b, url)
        with connected(a, b, url) as first, connected(a, b, url) as second:
            first.sendall(body(10) + b"1\n")
            time.sleep(0.05)
            second.sendall(body(0))
            assert answer(second).split()[1] == b"503"
            c.box(COMPACT).say("B", b"from C")
            assert c.calls(b).sent == 1
            first.sendall(b"12345678")
            first.settimeout(5)
            assert first.recv(100).split()[1] == b"204"
        assert b.box(COMPACT).got["A"] == [b"12345678"]


def test_a_partner_who_does_not_read_is_cut_off() -> None:
    a, b, _ = three(SHORT)
    told: list[str] = []
    with listening(b, SHORT, told) as url:
        a.knows(b, url)
        b.box(COMPACT).say("A", bytes(2**24))
        with connected(a, b, url) as secure:
            secure.sendall(body(0))
            deadline = time.monotonic() + 5
            while "A: cut off: it takes too long" not in told and time.monotonic() < deadline:
                time.sleep(0.02)
            assert told == ["A: cut off: it takes too long"]
        b.box(COMPACT).said["A"] = [b"small"]
        assert a.calls(b).received == 1


def good(length: int) -> bytes:
    return f"HTTP/1.1 200 OK\r\nfreehand-taken: 0\r\nfreehand-most: 9\r\nContent-Length: {length}\r\n\r\n".encode()


def dripped(first: bytes, data: bytes) -> Callable[[ssl.SSLSocket], None]:
    def say(secure: ssl.SSLSocket) -> None:
        secure.sendall(first)
        drip(secure, data, 1)

    return say


@pytest.mark.parametrize(
    ("first", "data"),
    [(b"", b""), (b"HTTP/1.1 204 No\r\n", b"a: b\r\n"), (b"", b"HTTP/1.1 100 Go on\r\n\r\n"), (b"HTTP", b"")],
    ids=["silence", "headers", "go on", "half a word"],
)
def test_a_dripping_listener_is_left(first: bytes, data: bytes) -> None:
    a, b = House("A"), House("B")
    with answering(b, a, dripped(first, data)) as url:
        a.knows(b, url)
        begun = time.monotonic()
        with pytest.raises(TooSlow) as refusal:
            a.calls(b, limits=SHORT)
        assert time.monotonic() - begun < 2
        assert refusal.value.exit_code == 5


def test_a_dripping_body_is_left_and_nothing_of_it_reaches_the_mailbox() -> None:
    a, b = House("A"), House("B")
    standing = b"HTTP/1.1 204 No\r\nfreehand-taken: 0\r\nfreehand-most: 9\r\n\r\n"

    def say(secure: ssl.SSLSocket) -> None:
        secure.sendall(standing)
        secure.recv(2**16)
        secure.sendall(good(2**20))
        drip(secure, b"x", 2)

    with answering(b, a, say) as url:
        a.knows(b, url)
        with pytest.raises(TooSlow):
            a.calls(b, limits=SHORT)
        assert a.box(COMPACT).seen == []


def test_an_address_that_does_not_answer_is_left() -> None:
    a, b = House("A"), House("B")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        a.knows(b, f"https://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(TooSlow):
            a.calls(b, limits=SHORT)

        def never(host: str, port: int) -> list[tuple[str]]:
            time.sleep(0.6)
            return []

        with pytest.raises(TooSlow, match="is not found"):
            a.calls(b, limits=SHORT, resolve=never)
