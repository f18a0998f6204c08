"""Bundles passed on over loopback, with real TLS on both sides."""

from __future__ import annotations

from tests.node.peers.posts import COMPACT, pair


def test_both_sides_have_what_the_other_said_after_one_call() -> None:
    with pair() as (a, b):
        a.box(COMPACT).say("B", b"ours")
        b.box(COMPACT).say("A", b"theirs")
        done = a.calls(b)
        assert (done.sent, done.received, done.there, done.here) == (1, 1, 1, 1)
        assert b.box(COMPACT).got == {"A": [b"ours"]}
        assert a.box(COMPACT).got == {"B": [b"theirs"]}
        assert a.calls(b)[:2] == (0, 0)
