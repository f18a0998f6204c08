"""Two nodes' ends of the exchange, with mailboxes that hold any bytes, and listeners that run in threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from freehand.errors import InputError, one_fault
from freehand.node.peers.addresses import Address, read_address
from freehand.node.peers.certificates import NO_END, Door, make_door
from freehand.node.peers.limits import Limits
from freehand.node.peers.mailbox import Sink, Source
from freehand.node.peers.serving import Listener
from freehand.node.peers.syncing import Synced, sync

NOW = 1_790_000_000
COMPACT = "0123456789abcdef" * 2
QUICK = Limits(connect=5, pause=5, total=10, stop=1)


def chance(word: str) -> Any:
    """Drawn from a word, always the same."""
    count = 0

    def drawn(size: int) -> bytes:
        nonlocal count
        count += 1
        return b"".join(sha256(f"{word} {count} {n}".encode()).digest() for n in range(size // 32 + 1))[:size]

    return drawn


def never(*given: Any) -> Any:
    """What is not called."""
    raise AssertionError(given)


class Box:
    """A mailbox of bytes: what is said to a partner goes out as one bundle, with a serial in front."""

    def __init__(self) -> None:
        self.said: dict[str, list[bytes]] = {}
        self.got: dict[str, list[bytes]] = {}
        self.passed: list[bytes] = []
        self.seen: list[bytes] = []
        self.refuses: Exception | None = None

    def say(self, partner: str, bundle: bytes) -> None:
        self.said.setdefault(partner, []).append(bundle)

    def taken(self, partner: str) -> int:
        return len(self.got.get(partner, []))

    def offer(self, partner: str, have: int, sink: Sink) -> bool:
        rest = self.said.get(partner, [])[have:]
        if rest:
            bundle = b"%d\n" % (have + 1) + rest[0]
            self.passed.append(bundle)
            sink.write(bundle)
        return bool(rest)

    def take(self, partner: str, source: Source) -> None:
        bundle = b"".join(iter(lambda: source.read(2**16), b""))
        self.seen.append(bundle)
        if self.refuses:
            raise self.refuses
        serial, _, rest = bundle.partition(b"\n")
        have = self.got.setdefault(partner, [])
        if int(serial) > len(have) + 1:
            raise InputError(one_fault("out of order", "one is missing.", "Send it."))
        if int(serial) == len(have) + 1:
            have.append(rest)


class House:
    """A node as the exchange sees it."""

    def __init__(self, name: str, until: int = NO_END) -> None:
        self.name = name
        self.own: Door = make_door(until, chance(name))
        self.known: list[Address] = []
        self.boxes = {COMPACT: Box()}

    def door(self) -> Door:
        return self.own

    def addresses(self) -> Sequence[Address]:
        return list(self.known)

    def box(self, compact: str) -> Box:
        return self.boxes[compact]

    def knows(self, other: House, url: str = "") -> Address:
        self.known = [one for one in self.known if one.partner != other.name]
        self.known.append(read_address(COMPACT, other.name, url, other.own.certificate))
        return self.known[-1]

    def calls(self, other: House, **more: Any) -> Synced:
        address = next(one for one in self.known if one.partner == other.name)
        given: dict[str, Any] = {"now": NOW, "limits": QUICK, "tries": 1, "randomness": chance(self.name), **more}
        return sync(self.box(COMPACT), address, self.own, **given)


@contextmanager
def listening(house: House, limits: Limits = QUICK, told: list[str] | None = None) -> Iterator[str]:
    """Its listener; where it is."""
    lines = [] if told is None else told
    found = Listener(house, "127.0.0.1", 0, clock=lambda: NOW, tell=lines.append, limits=limits)
    running = threading.Thread(target=found.run)
    running.start()
    try:
        yield f"https://127.0.0.1:{found.port}"
    finally:
        found.stop()
        running.join(20)
        assert not running.is_alive()


@contextmanager
def pair(limits: Limits = QUICK, told: list[str] | None = None) -> Iterator[tuple[House, House]]:
    """A, who calls, and B, who listens."""
    a, b = House("A"), House("B")
    b.knows(a)
    with listening(b, limits, told) as url:
        a.knows(b, url)
        yield a, b
