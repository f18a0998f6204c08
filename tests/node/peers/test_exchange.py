"""Bundles passed on over loopback, with real TLS on both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from freehand.errors import InputError, one_fault
from freehand.node.peers.limits import LIMITS
from freehand.node.peers.mailbox import Sink, Source
from freehand.node.peers.refusals import RefusedThere, Stranger, TooLarge, TooSlow, Unreached
from tests.ledger.parties import Party, two
from tests.node.peers.posts import COMPACT, QUICK, Box, House, listening, never, pair
from tests.node.peers.raw import answer, answering, carrier, connected, head


def test_both_sides_have_what_the_other_said_after_one_call() -> None:
    with pair() as (a, b):
        a.box(COMPACT).say("B", b"ours")
        b.box(COMPACT).say("A", b"theirs")
        done = a.calls(b)
        assert (done.sent, done.received, done.there, done.here) == (1, 1, 1, 1)
        assert b.box(COMPACT).got == {"A": [b"ours"]}
        assert a.box(COMPACT).got == {"B": [b"theirs"]}
        assert a.calls(b)[:2] == (0, 0)


def test_what_is_waiting_goes_in_one_call_until_its_rounds_are_used_up_and_the_rest_in_the_next() -> None:
    with pair() as (a, b):
        for number in range(6):
            a.box(COMPACT).say("B", b"%d" % number)
        assert a.calls(b)[0] == 4
        assert a.calls(b)[0] == 2
        assert b.box(COMPACT).got["A"] == [b"%d" % number for number in range(6)]


MUCH = 2**40


class Post:
    """The mailbox of a party of the ledger, with the real bundles of one compact."""

    def __init__(self, own: Party, other: Party) -> None:
        self.own, self.other = own, other
        self.written: list[bytes] = []
        self.read: list[bytes] = []
        self._told = 0

    def taken(self, partner: str) -> int:
        return len(self.read)

    def offer(self, partner: str, have: int, sink: Sink) -> bool:
        if have == len(self.written):
            if self.own.size_of(self.own) == self._told:
                return False
            self._told = self.own.size_of(self.own)
            self.written.append(self.own.send(self.other))
        sink.write(self.written[have])
        return True

    def take(self, partner: str, source: Source) -> None:
        data = b"".join(iter(lambda: source.read(1000), b""))
        self.own.take(data)
        self.read.append(data)


def test_a_bundle_that_is_passed_on_is_byte_for_byte_the_one_in_a_file(tmp_path: Path) -> None:
    north, south = two()
    ours, theirs = Post(north, south), Post(south, north)
    north.say("one", "two" * 50_000)
    south.say("three")
    file = tmp_path / "bundle"
    with file.open("wb") as sink:
        assert ours.offer("B", 0, sink)
    with pair() as (a, b):
        a.boxes[COMPACT], b.boxes[COMPACT] = ours, theirs  # type: ignore[assignment]
        done = a.calls(b)
        assert (done.sent, done.received) == (1, 1)
        assert theirs.read == [file.read_bytes()]
        assert ours.read == theirs.written
    assert south.size_of(north) == 2
    assert north.size_of(south) == 1
    again = south.take(file.read_bytes())
    assert type(again).__name__ == "Unchanged", "what came over the wire is known when it comes on a stick"


@pytest.mark.parametrize("way", ["up", "down"])
def test_wherever_a_connection_is_cut_nothing_is_lost_and_nothing_comes_twice(way: str) -> None:
    with pair() as (a, b):
        url = a.known[0].url
        ours, theirs = a.box(COMPACT), b.box(COMPACT)
        outcomes = set()
        for round_, cut in enumerate(range(0, 5000, 250)):
            ours.say("B", b"%d " % round_ + bytes(1500))
            theirs.say("A", b"%d " % round_ + bytes(1500))
            with carrier(url, *((cut, MUCH) if way == "up" else (MUCH, cut))) as cutting:
                a.knows(b, cutting)
                try:
                    a.calls(b)
                    outcomes.add("through")
                except (Unreached, Stranger, TooSlow) as error:
                    outcomes.add(type(error).__name__)
            a.knows(b, url)
            a.calls(b)
            assert theirs.got["A"] == ours.said["B"]
            assert ours.got["B"] == theirs.said["A"]
        assert outcomes == {"through", "Unreached"}


def test_a_try_that_broke_is_made_again_after_a_wait_that_was_drawn() -> None:
    waited: list[float] = []
    with pair() as (a, b):
        url = a.known[0].url
        a.box(COMPACT).say("B", b"ours")
        with carrier(url, 1000, MUCH) as cutting:
            a.knows(b, cutting)
            with pytest.raises(Unreached):
                a.calls(b, tries=3, wait=waited.append)
        assert len(waited) == 2
        assert 0 <= waited[0] <= 1
        assert 0 <= waited[1] <= 2
        a.knows(b, url)
        assert a.calls(b, tries=3, wait=waited.append).sent == 1
        assert len(waited) == 2


def test_a_refused_bundle_comes_back_as_the_faults_of_whoever_refused_it() -> None:
    told: list[str] = []
    with pair(told=told) as (a, b):
        a.box(COMPACT).say("B", b"ours")
        why = "it names \x1b[2Jus\u202e."
        b.box(COMPACT).refuses = InputError(one_fault("the bundle is out of order", why, "Ask again."))
        with pytest.raises(RefusedThere) as refusal:
            a.calls(b, tries=5, wait=never)
        fault = refusal.value.faults[0]
        assert fault.what == "B refused our bundle: the bundle is out of order"
        assert fault.why == "it names \\x1b[2Jus\\u202e."
        assert refusal.value.exit_code == 2
    assert "A: answered 422" in told[-1]
    assert all(line.isprintable() for line in told)


def test_what_goes_wrong_in_the_partners_node_is_not_told_to_us() -> None:
    told: list[str] = []
    with pair(told=told) as (a, b):
        a.box(COMPACT).say("B", b"ours")
        b.box(COMPACT).refuses = OSError("/secret/path is full")
        with pytest.raises(Unreached) as refusal:
            a.calls(b)
        assert "secret" not in str(refusal.value)
        b.box(COMPACT).refuses = RuntimeError("/secret/path has a bug")
        with pytest.raises(Unreached) as refusal:
            a.calls(b)
        assert "secret" not in str(refusal.value) + "".join(told)
        b.box(COMPACT).refuses = None
        assert a.calls(b).sent == 1


def test_two_who_know_each_other_in_one_compact_are_strangers_in_another() -> None:
    other = "f" * 32
    with pair() as (a, b), connected(a, b, a.known[0].url) as secure:
        b.boxes[other] = Box()
        a.boxes[other] = Box()
        secure.sendall(head("POST", "Content-Length: 0", "freehand-taken: 0", path=f"/exchange/1/{other}"))
        known = answer(secure)
        with connected(a, b, a.known[0].url) as second:
            second.sendall(head("POST", "Content-Length: 0", "freehand-taken: 0", path="/exchange/1/" + "e" * 32))
            assert answer(second) == known
        with connected(a, b, a.known[0].url) as third:
            third.sendall(head("POST", "Content-Length: 0", path="/"))
            assert answer(third) == known
        assert b"404" in known
        a.known = [one._replace(compact=other) for one in a.known]
        with pytest.raises(Stranger) as refusal:
            a.calls(b)
        assert "does not let us in" in str(refusal.value)


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (head("GET"), b"405"),
        (head("PUT", "Content-Length: 0"), b"405"),
        (head("POST", "Content-Length: 0"), b"400"),
        (head("POST", "Content-Length: 0", "freehand-taken: -1"), b"400"),
        (head("POST", "Content-Length: 0", "freehand-taken: 99999999999999999"), b"400"),
        (head("POST", "freehand-taken: 0", "Transfer-Encoding: chunked"), b"411"),
        (head("POST", "freehand-taken: 0", f"Content-Length: {LIMITS.bytes + 1}"), b"413"),
        (b"no HTTP at all\r\n\r\n", b"400"),
        (head("GET", path="/exchange/1/../../etc/passwd"), b"404"),
        (head("GET", path="/docs"), b"404"),
    ],
)
def test_whatever_is_not_the_exchange_is_refused_before_a_body_is_read(request_head: bytes, status: bytes) -> None:
    told: list[str] = []
    with pair(told=told) as (a, b), connected(a, b, a.known[0].url) as secure:
        secure.sendall(request_head)
        said = answer(secure)
        assert said.split()[1] == status
        assert b"location" not in said.lower()
        assert b"server:" not in said.lower()
        assert b.box(COMPACT).seen == []
    assert all(line.isprintable() for line in told)


def test_a_bundle_too_large_is_refused_by_its_length_on_both_ways() -> None:
    with pair(QUICK._replace(bytes=1000)) as (a, b):
        a.box(COMPACT).say("B", bytes(2000))
        with pytest.raises(TooLarge) as refusal:
            a.calls(b, tries=5, wait=never)
        assert "takes no bundle as large" in str(refusal.value)
        assert refusal.value.exit_code == 5
        a.box(COMPACT).said.clear()
        b.box(COMPACT).say("A", bytes(2000))
        with pytest.raises(TooLarge) as refusal:
            a.calls(b, limits=QUICK._replace(bytes=1000), tries=5, wait=never)
        assert "the bundle of B is too large" in str(refusal.value)
        assert a.box(COMPACT).seen == []
        assert b.box(COMPACT).seen == []


def test_a_large_bundle_goes_through_scratch_files_and_arrives_whole() -> None:
    large = bytes(range(256)) * 2**15
    with pair() as (a, b):
        a.box(COMPACT).say("B", large)
        b.box(COMPACT).say("A", large[::-1])
        a.calls(b)
        assert b.box(COMPACT).got["A"] == [large]
        assert a.box(COMPACT).got["B"] == [large[::-1]]


GOOD = "freehand-taken: 0\r\nfreehand-most: 1000\r\n"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (f"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:1/\r\n{GOOD}Content-Length: 0\r\n\r\n", Stranger),
        (f"HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\n{GOOD}Content-Length: 0\r\n\r\n", Stranger),
        ("HTTP/1.1 204 No\r\n\r\n", Stranger),
        ("HTTP/1.1 204 No\r\nfreehand-taken: x\r\nfreehand-most: 1\r\n\r\n", Stranger),
        (f"HTTP/1.1 200 OK\r\n{GOOD}\r\n", Stranger),
        ("HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n", Unreached),
        ("HTTP/1.1 500 \x1b[2J\r\nContent-Length: 0\r\n\r\n", Stranger),
        ("SSH-2.0-OpenSSH\r\n\r\n", Stranger),
        ("", Unreached),
        ("HTTP/1.1 204 No\r\n" + "a: b\r\n" * 100_000, Stranger),
        ("HTTP/1.1 100 Go on\r\n\r\n" * 20_000, Unreached),
    ],
)
def test_an_answer_that_is_none_of_the_exchange_is_an_error_of_ours_and_never_followed(
    said: str, error: type[Exception]
) -> None:
    a, b = House("A"), House("B")
    with answering(b, a, lambda secure: secure.sendall(said.encode("latin-1"))) as url:
        a.knows(b, url)
        with pytest.raises(error) as refusal:
            a.calls(b)
        assert "\x1b" not in str(refusal.value)


def test_only_what_the_exchange_itself_needs_stands_in_a_request() -> None:
    heads: list[bytes] = []
    a, b = House("A"), House("B")
    with answering(b, a, lambda _: None, heads=heads) as url:
        a.knows(b, url)
        with pytest.raises(Unreached):
            a.calls(b)
        host = url.removeprefix("https://")
    assert heads == [f"HEAD /exchange/1/{COMPACT} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()]


def test_a_partner_without_an_address_calls_and_is_not_called() -> None:
    with pair() as (a, b):
        with pytest.raises(Exception, match="no address of A is known here"):
            b.calls(a)
        with listening(a):
            assert a.calls(b)[:2] == (0, 0)
