"""Checkpoints and cosignatures: what is signed, what is ignored, and everything that must not pass."""

from __future__ import annotations

import tracemalloc
from base64 import b64encode
from contextlib import suppress
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from freehand.ledger import note as notes
from freehand.ledger.canonical import LARGEST
from freehand.ledger.checkpoint import BadCheckpoint, Checkpoint, Seen, Signed, check_leaves, read, sign, verified
from freehand.ledger.cosignature import BadCosignature, cosign, cosignatures
from freehand.ledger.epochs import Head
from freehand.ledger.keys import SigningKey
from freehand.ledger.note import COSIGNATURE, SIGNATURE, BadNote, as_base64, key_id, take_apart
from freehand.ledger.refused import Refused
from freehand.ledger.rows import Growth
from freehand.ledger.tree import EMPTY
from tests.ledger import curve

LOG = "north/7f3a"
ROOT = sha256(b"root").digest()
KEY, OTHER, WITNESS = (SigningKey.of_seed(bytes([n]) * 32) for n in (1, 2, 3))
SEEN = (Seen("east/1", OTHER.public, 3, ROOT), Seen("west/9", WITNESS.public, 0, EMPTY))
SIGNED = sign(LOG, 7, ROOT, KEY, SEEN)


def signed_text(text: str, key: SigningKey = KEY, name: str = LOG) -> bytes:
    """A note of any text, signed as it is."""
    return text.encode() + b"\n" + notes.line(name, SIGNATURE, key.public, key.sign(text.encode()))


def text_of(**changed: str) -> str:
    lines = {"origin": LOG, "size": "7", "root": as_base64(ROOT), "key": f"key {as_base64(KEY.public)}"}
    return "".join(f"{value}\n" for value in (lines | changed).values())


def refused(note: bytes) -> str:
    with pytest.raises((BadCheckpoint, BadNote)) as refusal:
        verified(note, [KEY.public], LOG)
    return refusal.value.faults[0].why


def test_a_checkpoint_says_what_was_signed() -> None:
    found = verified(SIGNED.note, [OTHER.public, KEY.public], LOG)
    assert found == SIGNED
    assert found.checkpoint == Checkpoint(LOG, 7, ROOT, KEY.public, SEEN)
    assert found.checkpoint.head == Head(KEY.public, 7, ROOT)


def test_its_form_is_that_of_a_signed_note_of_c2sp() -> None:
    """Written down once more from C2SP's page, with the library's verification alone."""
    text, _, signatures = SIGNED.note.decode().partition("\n\n")
    origin, size, root, *_ = text.split("\n")
    assert (origin, size, root) == (LOG, "7", b64encode(ROOT).decode())
    dash, name, coded = signatures.removesuffix("\n").split(" ")
    assert (dash, name) == ("\u2014", LOG)
    raw = b64encode(sha256(f"{LOG}\n".encode() + b"\x01" + KEY.public).digest()[:4] + SIGNED.signature).decode()
    assert coded == raw
    Ed25519PublicKey.from_public_bytes(KEY.public).verify(SIGNED.signature, (text + "\n").encode())


def test_the_example_of_c2sp_is_a_note_and_no_checkpoint_of_ours() -> None:
    data = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "\u2014 example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    ).encode()
    found = take_apart(data)
    assert len(found.lines[0].signature) == 64
    with pytest.raises(BadCheckpoint, match="four lines"):
        verified(data, [KEY.public])


def test_lines_of_others_are_ignored() -> None:
    stranger = notes.line("stranger", SIGNATURE, OTHER.public, b"x" * 64)
    long = notes.line("post-quantum", b"\x06", OTHER.public, b"x" * 2420)
    cosigned = cosign(SIGNED.text, "south", WITNESS, 5).line
    same_name = notes.line(LOG, SIGNATURE, OTHER.public, b"x" * 64)
    for more in (stranger, long, cosigned, same_name, stranger + long + cosigned):
        assert verified(SIGNED.note + more, [KEY.public], LOG).note == SIGNED.note
        head, _, line = SIGNED.note.partition(b"\n\n")
        assert verified(head + b"\n\n" + more + line, [KEY.public], LOG) == SIGNED


def test_lines_of_unknown_words_are_kept_and_no_rule_reads_them() -> None:
    found = verified(signed_text(text_of(more="weather fine\nseenx 1")), [KEY.public]).checkpoint
    assert found.unknown == ("weather fine", "seenx 1")
    assert found.seen == ()


def test_every_bit_of_a_checkpoint_flipped_is_refused() -> None:
    for at in range(len(SIGNED.note)):
        for bit in range(8):
            other = SIGNED.note[:at] + bytes([SIGNED.note[at] ^ 1 << bit]) + SIGNED.note[at + 1 :]
            refused(other)


def test_a_checkpoint_cut_short_or_gone_on_with_is_refused() -> None:
    for at in range(len(SIGNED.note)):
        refused(SIGNED.note[:at])
    for more in (b"\n", b" ", b"\x00", b"x", b"\n\n", SIGNED.note):
        refused(SIGNED.note + more)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    """Attack 9: even under the same key."""
    assert "south" in refused(sign("south", 7, ROOT, KEY).note)
    assert "no line" in refused(signed_text(text_of(), name="south"))


def test_a_checkpoint_under_another_partys_key_is_refused() -> None:
    """Attack 3: in the name of the log, and with the log's key written in."""
    assert "none of those" in refused(sign(LOG, 7, ROOT, OTHER).note)
    text = SIGNED.text
    forged = text + b"\n" + notes.line(LOG, SIGNATURE, KEY.public, OTHER.sign(text))
    assert "does not hold" in refused(forged)
    assert "no line" in refused(text + b"\n" + notes.line(LOG, SIGNATURE, OTHER.public, OTHER.sign(text)))


@pytest.mark.parametrize(
    "size",
    ["2^63", str(2**63), str(2**63 - 1), str(LARGEST + 1), "9" * 10_000, "-1", "+7", "07", "7.0", "7e3", "", " 7", "7 ",
     "\u0667", "0x7", "\uff17", "7_0"],
)  # fmt: skip
def test_a_size_that_is_none_is_refused_at_once_and_takes_no_memory(size: str) -> None:
    note = signed_text(text_of(size=size))
    tracemalloc.start()
    try:
        refused(note)
        assert tracemalloc.get_traced_memory()[1] < 2**18
    finally:
        tracemalloc.stop()


def test_a_size_beyond_its_leaves_is_refused_at_once_and_takes_no_memory() -> None:
    growth = Growth()
    growth.add(b"".join(sha256(bytes([n])).digest() for n in range(7)))
    check_leaves(Checkpoint(LOG, 7, growth.root(), KEY.public), growth.size, growth.root())
    tracemalloc.start()
    try:
        for size in (6, 8, LARGEST):
            claimed = verified(sign(LOG, size, growth.root(), KEY).note, [KEY.public])
            with pytest.raises(BadCheckpoint, match=f"has {size} leaves, and 7 are at hand"):
                check_leaves(claimed.checkpoint, growth.size, growth.root())
        assert tracemalloc.get_traced_memory()[1] < 2**16
    finally:
        tracemalloc.stop()


def test_the_right_size_with_another_root_is_refused() -> None:
    with pytest.raises(BadCheckpoint, match="its root is not that"):
        check_leaves(SIGNED.checkpoint, 7, sha256(b"other").digest())


@pytest.mark.parametrize(
    "changed",
    [
        {"root": ""}, {"root": as_base64(ROOT[:31])}, {"root": as_base64(ROOT + b"x")}, {"root": ROOT.hex()},
        {"root": as_base64(ROOT)[:-2] + "B="}, {"root": as_base64(ROOT).rstrip("=")}, {"root": as_base64(ROOT) + " "},
        {"size": "0"}, {"origin": ""}, {"origin": "a b"}, {"origin": "a+b"}, {"origin": "n\u043erth/7f3a"},
        {"origin": "o" * 201}, {"key": as_base64(KEY.public)}, {"key": "key"}, {"key": "key "},
        {"key": f"key  {as_base64(KEY.public)}"}, {"key": f"key {as_base64(KEY.public[:31])}"},
        {"key": f"Key {as_base64(KEY.public)}"}, {"more": ""}, {"more": "seen "}, {"more": "seen west"},
        {"more": f"seen west {as_base64(OTHER.public)} 1 {as_base64(ROOT)} "},
        {"more": f"seen west {as_base64(OTHER.public)} 01 {as_base64(ROOT)}"},
        {"more": f"seen west {as_base64(OTHER.public)} 0 {as_base64(ROOT)}"},
        {"more": f"seen west x 1 {as_base64(ROOT)}"},
        {"more": f"seen {LOG} {as_base64(OTHER.public)} 1 {as_base64(ROOT)}"},
        {"more": f"seen west {as_base64(OTHER.public)} 1 {as_base64(ROOT)}\n"
                 f"seen east {as_base64(OTHER.public)} 1 {as_base64(ROOT)}"},
        {"more": f"seen west {as_base64(OTHER.public)} 1 {as_base64(ROOT)}\n"
                 f"seen west {as_base64(OTHER.public)} 2 {as_base64(ROOT)}"},
    ],
)  # fmt: skip
def test_a_line_that_breaks_its_rule_is_refused_although_it_is_signed(changed: dict[str, str]) -> None:
    refused(signed_text(text_of(**changed), name=changed.get("origin", LOG) or LOG))


def test_heads_seen_are_signed_in_order_whatever_order_they_are_given_in() -> None:
    assert sign(LOG, 7, ROOT, KEY, reversed(SEEN)) == SIGNED


def test_what_cannot_be_said_is_not_signed() -> None:
    for origin, size, root in (
        ("a b", 1, ROOT),
        (LOG, -1, ROOT),
        (LOG, LARGEST + 1, ROOT),
        (LOG, 0, ROOT),
        (LOG, 1, b""),
    ):
        with pytest.raises(BadCheckpoint):
            sign(origin, size, root, KEY)
    with pytest.raises(BadCheckpoint):
        sign(LOG, 1, ROOT, KEY, [Seen(LOG, KEY.public, 1, ROOT)])


@pytest.mark.parametrize("length", [0, 1, 63, 65, 128])
def test_a_signature_of_another_length_is_refused(length: int) -> None:
    refused(SIGNED.text + b"\n" + notes.line(LOG, SIGNATURE, KEY.public, b"\x07" * length))


def test_base64_that_does_not_encode_to_itself_is_refused_even_where_it_decodes_to_the_same() -> None:
    """Attack 12."""
    head, coded = SIGNED.note.decode().removesuffix("\n").rsplit(" ", 1)
    assert len(coded) == 92
    assert coded[-1] == "="
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = alphabet[alphabet.index(coded[-2]) | 1] if alphabet.index(coded[-2]) % 4 == 0 else "!"
    within = [coded[:40] + more + coded[40:] for more in ("\n", " ", "====", "-")]
    for other in (coded[:-2] + last + "=", coded[:-1], coded + "=", *within):
        refused(f"{head} {other}\n".encode())


def test_a_malleable_signature_is_refused() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(SIGNED.signature[32:], "little") + order
    other = SIGNED.signature[:32] + s.to_bytes(32, "little")
    assert "does not hold" in refused(SIGNED.text + b"\n" + notes.line(LOG, SIGNATURE, KEY.public, other))


def test_a_key_of_low_order_signs_neither_checkpoint_nor_cosignature_in_any_encoding() -> None:
    """The library alone takes one such signature for any text; on this path as on that of witnesses it is nothing."""
    fooled = 0
    for point in curve.low_order():
        for key in curve.encodings(point):
            text = text_of(key=f"key {as_base64(key)}").encode()
            for nonce in {key, bytes([1]) + bytes(31)}:
                signature = nonce + bytes(32)
                try:
                    Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
                    fooled += 1
                except (InvalidSignature, ValueError):
                    pass
                note = text + b"\n" + notes.line(LOG, SIGNATURE, key, signature)
                with pytest.raises(BadCheckpoint):
                    verified(note, [key, KEY.public])
                line = notes.line("w", COSIGNATURE, key, bytes(8) + signature)
                with pytest.raises(BadCosignature):
                    cosignatures(SIGNED.text + b"\n" + line, [("w", key)])
    assert fooled > 0


def test_two_lines_under_one_name_and_key_are_refused() -> None:
    line = notes.line(LOG, SIGNATURE, KEY.public, SIGNED.signature)
    assert "2 lines" in refused(SIGNED.note + line)


def test_a_note_beyond_its_limits_is_refused_before_it_is_taken_apart() -> None:
    line = notes.line("stranger", SIGNATURE, OTHER.public, b"x" * 64)
    assert len(take_apart(SIGNED.note + line * 63).lines) == 64
    assert "64 are allowed" in refused(SIGNED.note + line * 64)
    assert "65536 are allowed" in refused(b"\xff" * 65_537)


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "\n\n", "a\n", "a\n\n", "a\n\nb\n", "\n\n— n AAAAAAA=\n", "a\n\n— n AAAAAAA=", "a\n\n- n AAAAAAA=\n",
        "a\n\n— n  AAAAAAA=\n", "a\n\n— n AAAA\n", "a\n\n— n+m AAAAAAA=\n", "a\n\n—\u00a0n AAAAAAA=\n",
        "a\n\n—n AAAAAAA=\n",
        "a\n\n— n\u2003m AAAAAAA=\n", "a\r\n\r\n— n AAAAAAA=\r\n", "a\tb\n\n— n AAAAAAA=\n", "a\x00\n\n— n AAAAAAA=\n",
        "\udcff\n\n— n AAAAAAA=\n", "a\n\n— n AAAAAAA=\n\n— n AAAAAAA=\n\n",
    ],
)  # fmt: skip
def test_what_is_no_signed_note_is_refused(text: str) -> None:
    assert take_apart("a\n\n— n AAAAAAA=\n".encode()).text == b"a\n"
    with pytest.raises(BadNote):
        take_apart(text.encode(errors="surrogateescape"))


def test_a_key_id_is_a_label_and_proves_nothing() -> None:
    """A stranger's line under the owner's key ID makes the note fail: it is never taken for the owner's."""
    line = SIGNED.note[len(SIGNED.text) + 1 :]
    forged = line.replace(as_base64(key_id(LOG, SIGNATURE, KEY.public) + SIGNED.signature).encode(),
                          as_base64(key_id(LOG, SIGNATURE, KEY.public) + OTHER.sign(SIGNED.text)).encode())  # fmt: skip
    assert "does not hold" in refused(SIGNED.text + b"\n" + forged)


def test_a_cosignature_is_found_by_name_and_key_and_says_its_time() -> None:
    cosigned = cosign(SIGNED.text, "south", WITNESS, 1_700_000_000)
    note = SIGNED.note + cosigned.line
    assert cosignatures(note, [("south", WITNESS.public)]) == [cosigned]
    assert cosignatures(note, [("south", OTHER.public), ("west", WITNESS.public)]) == []
    assert cosignatures(cosigned.note, [("south", WITNESS.public)]) == [cosigned]
    assert cosigned.checkpoint == SIGNED.checkpoint


def test_its_form_is_that_of_a_cosignature_of_c2sp() -> None:
    cosigned = cosign(SIGNED.text, "south", WITNESS, 1_700_000_000)
    message = b"cosignature/v1\ntime 1700000000\n" + SIGNED.text
    Ed25519PublicKey.from_public_bytes(WITNESS.public).verify(cosigned.signature, message)
    found = take_apart(cosigned.note).lines[0]
    assert found.id == sha256(b"south\n\x04" + WITNESS.public).digest()[:4]
    assert found.signature == (1_700_000_000).to_bytes(8, "big") + cosigned.signature


def test_every_bit_of_a_cosignature_flipped_is_refused_or_no_cosignature_at_all() -> None:
    line = cosign(SIGNED.text, "south", WITNESS, 1_700_000_000).line
    for at in range(len(line)):
        for bit in range(8):
            other = line[:at] + bytes([line[at] ^ 1 << bit]) + line[at + 1 :]
            with suppress(Refused):
                assert cosignatures(SIGNED.note + other, [("south", WITNESS.public)]) == []


def test_a_cosignature_of_another_checkpoint_or_another_time_is_refused() -> None:
    other = sign(LOG, 7, sha256(b"other").digest(), KEY)
    cosigned = cosign(other.text, "south", WITNESS, 5)
    late = cosigned._replace(text=SIGNED.text)
    moved = cosigned._replace(time=6)
    for wrong in (late, moved):
        with pytest.raises(BadCosignature):
            cosignatures(wrong.note, [("south", WITNESS.public)])
    for length in (0, 8, 63, 71, 73):
        line = notes.line("south", COSIGNATURE, WITNESS.public, bytes(length))
        with pytest.raises(Refused):
            cosignatures(SIGNED.text + b"\n" + line, [("south", WITNESS.public)])


def test_a_cosignature_passes_for_no_checkpoint_and_a_checkpoint_for_no_cosignature() -> None:
    """One key may own a log and witness others: what it signs in one role is nothing in the other."""
    cosigned = cosign(SIGNED.text, LOG, KEY, 5)
    with pytest.raises(Refused):
        read(b"cosignature/v1\ntime 5\n" + SIGNED.text)
    assert "no line" in refused(cosigned.note)
    wrong = notes.line(LOG, SIGNATURE, KEY.public, cosigned.signature)
    assert "does not hold" in refused(SIGNED.text + b"\n" + wrong)
    assert cosignatures(SIGNED.note, [(LOG, KEY.public)]) == []
    as_witness = notes.line(LOG, COSIGNATURE, KEY.public, bytes(8) + SIGNED.signature)
    with pytest.raises(BadCosignature):
        cosignatures(SIGNED.text + b"\n" + as_witness, [(LOG, KEY.public)])


def test_a_cosignature_is_not_made_for_what_is_no_checkpoint() -> None:
    for text, name, time in (
        (b"x\n", "south", 1),
        (SIGNED.text, "s outh", 1),
        (SIGNED.text, "s", -1),
        (SIGNED.text, "s", 2**53),
    ):
        with pytest.raises(Refused):
            cosign(text, name, WITNESS, time)


def test_the_note_of_a_signed_checkpoint_has_one_line() -> None:
    note = SIGNED.note + cosign(SIGNED.text, "south", WITNESS, 5).line
    found = verified(note, [KEY.public])
    assert isinstance(found, Signed)
    assert len(take_apart(found.note).lines) == 1
