"""The door: who is let in, who is called, and that nothing but the node's own configuration has a say in it."""

from __future__ import annotations

import http.server
import socket
import ssl
import threading
from pathlib import Path
from typing import Any

import pytest

from freehand.errors import AccessError, one_fault
from freehand.node.peers import doorkeeper
from freehand.node.peers.certificates import NO_END, read_certificate
from freehand.node.peers.dialling import resolved
from freehand.node.peers.refusals import Stranger, Unreached
from freehand.node.peers.serving import Listener
from freehand.node.peers.tls import calling, listening
from tests.node.peers.posts import COMPACT, NOW, QUICK, House, never, pair
from tests.node.peers.posts import listening as listener_of
from tests.node.peers.raw import answering


def test_a_certificate_that_is_not_pinned_is_refused_within_the_handshake() -> None:
    told: list[str] = []
    with pair(told=told) as (a, b):
        stranger = House("S")
        stranger.knows(b, a.known[0].url)
        stranger.box(COMPACT).say("B", b"let me in")
        with pytest.raises(Stranger) as refusal:
            stranger.calls(b, tries=5, wait=never)
        assert "does not let us in" in str(refusal.value)
        assert refusal.value.exit_code == 4
        assert b.box(COMPACT).seen == []
        a.box(COMPACT).say("B", b"ours")
        assert a.calls(b).sent == 1, "a partner is let in after a stranger was refused"
    assert told[0] == "1 refused at the door: no certificate that is known here"


def test_nobody_without_a_certificate_is_let_in() -> None:
    with pair() as (a, b):
        context = ssl.create_default_context(cadata=b.own.certificate)
        context.check_hostname = False
        port = a.known[0].port
        with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain) as secure:
            secure.sendall(b"HEAD / HTTP/1.1\r\nHost: b\r\n\r\n")
            with pytest.raises(ssl.SSLError, match=r"(?i)certificate required|handshake failure"):
                secure.recv(1)


def test_tls_before_1_3_is_spoken_with_nobody() -> None:
    with pair() as (a, b):
        context = calling(a.own, read_certificate(b.own.certificate))
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with (
            socket.create_connection(("127.0.0.1", a.known[0].port)) as plain,
            pytest.raises((ssl.SSLError, ConnectionError)),
        ):
            context.wrap_socket(plain)
        old = listening(b.own, [read_certificate(a.own.certificate)])
        old.minimum_version = ssl.TLSVersion.TLSv1_2
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with answering(b, a, lambda _: None, old) as url:
            a.knows(b, url)
            with pytest.raises(Stranger, match=r"does not speak TLS 1\.3"):
                a.calls(b)


def test_a_pin_that_is_taken_out_is_out_for_the_next_connection_and_for_the_next_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doorkeeper, "FRESH", 0.0)
    with pair() as (a, b):
        a.box(COMPACT).say("B", b"one")
        assert a.calls(b).sent == 1
        known, b.known = b.known, []
        with pytest.raises(Stranger):
            a.calls(b)
        b.known = known
        a.box(COMPACT).say("B", b"two")
        taken = b.box(COMPACT).taken

        def out(partner: str) -> int:
            b.known = []
            return taken(partner)

        monkeypatch.setattr(b.box(COMPACT), "taken", out)
        with pytest.raises(Stranger, match="knows nothing of us"):
            a.calls(b)
        assert b.box(COMPACT).got == {"A": [b"one"]}


def test_a_certificate_past_its_end_is_neither_called_nor_let_in_by_the_time_that_was_given() -> None:
    a, b = House("A", until=NOW - 1), House("B", until=NOW)
    b.knows(a)
    with listener_of(b) as url:
        a.knows(b, url)
        with pytest.raises(Stranger) as refusal:
            a.calls(b)
        assert "does not let us in" in str(refusal.value)
        with pytest.raises(Stranger) as refusal:
            a.calls(b, now=NOW + 1, resolve=never)
        assert "out of date" in str(refusal.value)
        c = House("C")
        b.knows(c)
        c.knows(b, url)
    assert read_certificate(c.own.certificate).until == NO_END


def test_the_machines_own_clock_has_no_say_in_a_certificate() -> None:
    a, b = House("A", until=1_000_000_000), House("B", until=1_000_000_000)
    b.knows(a)
    found = Listener(b, "127.0.0.1", 0, clock=lambda: 999_999_999, limits=QUICK)
    running = threading.Thread(target=found.run)
    running.start()
    a.knows(b, f"https://127.0.0.1:{found.port}")
    a.box(COMPACT).say("B", b"in the year 2001")
    try:
        assert a.calls(b, now=999_999_999).sent == 1
    finally:
        found.stop()
        running.join(10)


def test_another_partner_at_the_address_of_one_is_not_taken_for_it() -> None:
    a, b, c = House("A"), House("B"), House("C")
    c.knows(a)
    with listener_of(c) as url:
        a.knows(c, url)
        a.knows(b, url)
        a.box(COMPACT).say("B", b"for B alone")
        a.box(COMPACT).say("C", b"for C")
        with pytest.raises(Stranger) as refusal:
            a.calls(b, tries=5, wait=never)
        assert "is not B" in str(refusal.value)
        assert c.box(COMPACT).seen == []
        assert a.calls(c).sent == 1


def test_a_certificate_issued_by_a_pinned_one_is_not_the_pinned_one() -> None:
    from datetime import UTC, datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.x509.oid import NameOID

    with pair() as (a, b):
        name = x509.load_pem_x509_certificate(a.own.certificate.encode()).subject
        issuer = form.load_pem_private_key(a.own.key.encode(), None)
        assert isinstance(issuer, Ed25519PrivateKey)
        key = Ed25519PrivateKey.generate()
        made = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "other")]))
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(5)
            .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
            .sign(issuer, None)
        )
        pem = made.public_bytes(form.Encoding.PEM).decode() + a.own.certificate
        private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()).decode()
        a.own = a.own._replace(certificate=pem, key=private)
        with pytest.raises(Stranger):
            a.calls(b)
        assert b.box(COMPACT).seen == []


def test_a_host_is_looked_up_once_and_nothing_else_is_dialled() -> None:
    asked: list[tuple[str, int]] = []
    with pair() as (a, b):
        port = a.known[0].port
        a.knows(b, f"https://b.example:{port}")
        a.box(COMPACT).say("B", b"ours")

        def looked_up(host: str, port: int) -> Any:
            asked.append((host, port))
            return resolved("127.0.0.1", port)

        assert a.calls(b, resolve=looked_up).sent == 1
        assert asked == [("b.example", port)]

        def nobody(host: str, port: int) -> Any:
            raise socket.gaierror(-2, "Name or service not known")

        with pytest.raises(Unreached, match="nobody knows the host"):
            a.calls(b, resolve=nobody)


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[str] = []

    class Proxy(http.server.BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            seen.append(self.path)

    with http.server.HTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.server_port}")
        monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
        monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        with pair() as (a, b):
            a.box(COMPACT).say("B", b"ours")
            assert a.calls(b).sent == 1
    assert seen == []
    assert list(tmp_path.iterdir()) == [], "no key log, and no key left behind"


def test_a_plain_listener_at_the_address_is_an_error_of_ours() -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as plain:
        running = threading.Thread(target=plain.handle_request)
        running.start()
        a, b = House("A"), House("B")
        a.knows(b, f"https://127.0.0.1:{plain.server_port}")
        with pytest.raises((Stranger, Unreached)):
            a.calls(b)
        running.join(10)


def test_where_the_addresses_cannot_be_read_the_door_stays_shut_until_they_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorkeeper, "FRESH", 0.0)
    with pair() as (a, b):
        a.box(COMPACT).say("B", b"ours")

        def unread() -> list[Any]:
            raise AccessError(one_fault("the cabinet is busy", "", ""))

        with monkeypatch.context() as now:
            now.setattr(b, "addresses", unread)
            with pytest.raises(Unreached):
                a.calls(b)
        assert a.calls(b).sent == 1
