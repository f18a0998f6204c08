"""Private keys at rest: one file, opened by a passphrase that costs time and memory to guess.

The question: what may lie on a disk that will be stolen one day?

1. The file is canonical JSON: format, how the passphrase becomes a key, which keys are inside (purpose and the SHA-256
   of each public key, in the clear), and the sealed seeds.
2. The passphrase, in NFC and UTF-8, and a salt of 16 bytes, new at each writing, go through Argon2id into 32 bytes.
3. Under these, AES-256-GCM with a nonce of zeros (each salt makes a key that is used once) seals the seeds of 32 bytes,
   one after another; the further data is the canonical JSON of everything else in the file.
4. Each opened seed gives the public key that the file names, or the file is refused.
5. What the file asks for is bounded before it is done: at most 1 GiB of memory, and 4 GiB times passes.
6. Nothing here is logged or shown: errors name neither passphrase nor seed, and keys show their public half only.

The cost is that of RFC 9106's second recommendation with twice its memory: 128 MiB, 3 passes, 4 lanes. That memory is
taken while a file is opened or sealed, and given back. The root key lies in a file of its own, kept elsewhere.

Source: Biryukov, Dinu, Khovratovich, Argon2 (RFC 9106). Limits: a weak passphrase is found; seeds stay in the process's
memory while it runs, and Python cannot wipe them. A wrong passphrase and a changed file cannot be told apart.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from freehand.errors import AccessError, one_fault
from freehand.ledger.canonical import canonical, parse
from freehand.ledger.keys import SigningKey
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.refused import Refused
from freehand.ledger.sealing import RecipientKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from freehand.ledger.canonical import Value

FORMAT: Final = "freehand sealed keys/1"
MOST_BYTES: Final = 256 * 1024
SALT_BYTES: Final = 16
SEED_BYTES: Final = 32
TAG_BYTES: Final = 16
MOST_MEMORY: Final = 2**20
"""In KiB."""
MOST_WORK: Final = 2**22
"""KiB times passes."""
MOST_LANES: Final = 16

Purpose: TypeAlias = Literal["root", "log", "recipient", "person", "master"]
PURPOSES: Final[tuple[Purpose, ...]] = ("root", "log", "recipient", "person", "master")
PrivateKey: TypeAlias = SigningKey | RecipientKey


class Cost(NamedTuple):
    """What one guess costs: memory in KiB, passes over it, and lanes that may run beside each other."""

    memory: int = 128 * 1024
    passes: int = 3
    lanes: int = 4


DEAR: Final = Cost()


class Sealed(NamedTuple):
    """A private key and what it is for."""

    purpose: Purpose
    key: PrivateKey


class KeysRefused(Refused):
    """A file of sealed keys that is none, or asks for more than is allowed."""

    next_step = "Take a copy from a backup."


class NotOpened(AccessError):
    """The passphrase is not the one, or the file was changed."""


def seal_keys(keys: Sequence[Sealed], passphrase: str, cost: Cost = DEAR, randomness: Randomness = drawn) -> bytes:
    """The keys as a file that this passphrase opens.

    Raises:
        ValueError: the passphrase is empty, or the cost is beyond what a reader allows.

    >>> cheap = Cost(memory=32, passes=1, lanes=1)  # for an example; never for a key
    >>> file = seal_keys([Sealed("log", SigningKey.of_seed(bytes(32)))], "correct horse", cheap)
    >>> open_keys(file, "correct horse")
    (Sealed(purpose='log', key=<SigningKey of 3b6a27bcceb6a42d…>),)
    """
    if not passphrase:
        raise ValueError("an empty passphrase protects nothing")
    if _beyond(cost):
        raise ValueError(_beyond(cost))
    head: dict[str, Value] = {
        "cost": {"lanes": cost.lanes, "memory": cost.memory, "passes": cost.passes},
        "format": FORMAT,
        "keys": [{"id": _id(one.key), "purpose": one.purpose} for one in keys],
        "salt": randomness(SALT_BYTES).hex(),
    }
    seeds = b"".join(one.key.seed() for one in keys)
    sealed = _cipher(head, passphrase).encrypt(_NONCE, seeds, canonical(head))
    return canonical(head | {"sealed": sealed.hex()})


def open_keys(file: bytes, passphrase: str) -> tuple[Sealed, ...]:
    """The keys in a file, in its order.

    Raises:
        NotOpened: the passphrase is another one, or the file was changed.
        KeysRefused: the file is none of sealed keys.
        NotCanonical: it is not canonical JSON, or too long.
    """
    from cryptography.exceptions import InvalidTag

    head = _head(file)
    sealed = bytes.fromhex(head.pop("sealed"))
    try:
        seeds = _cipher(head, passphrase).decrypt(_NONCE, sealed, canonical(head))
    except InvalidTag:
        why = "the passphrase is another one, or the file was changed since it was sealed."
        raise NotOpened(one_fault("the sealed keys do not open", why, "Try again, or take a backup.")) from None
    found = []
    for at, listed in enumerate(head["keys"]):
        seed = seeds[at * SEED_BYTES : (at + 1) * SEED_BYTES]
        key = RecipientKey.of_seed(seed) if listed["purpose"] == "recipient" else SigningKey.of_seed(seed)
        if _id(key) != listed["id"]:
            raise _refused(f"key {at + 1} in it is not the one that it names.")
        found.append(Sealed(listed["purpose"], key))
    return tuple(found)


def listed_in(file: bytes) -> tuple[tuple[Purpose, str], ...]:
    """Which keys a file holds, without opening it: purpose, and SHA-256 of the public key in hexadecimal digits.

    Raises:
        KeysRefused: the file is none of sealed keys.
        NotCanonical: it is not canonical JSON, or too long.
    """
    return tuple((one["purpose"], one["id"]) for one in _head(file)["keys"])


_NONCE: Final = bytes(12)
_HEX: Final = frozenset("0123456789abcdef")


def _id(key: PrivateKey) -> str:
    return hashlib.sha256(key.public).hexdigest()


def _head(file: bytes) -> dict[str, Any]:
    """The file's fields, each of its kind and within bounds."""
    value: Any = parse(file, MOST_BYTES)
    if not _is_object(value, "cost", "format", "keys", "salt", "sealed") or value["format"] != FORMAT:
        raise _refused(f"it is not in the format '{FORMAT}'.")
    cost, keys = value["cost"], value["keys"]
    if not _is_object(cost, "lanes", "memory", "passes") or any(type(number) is not int for number in cost.values()):
        raise _refused("it does not say what opening it costs.")
    if _beyond(Cost(**cost)):
        raise _refused(f"{_beyond(Cost(**cost))}.")
    if not isinstance(keys, list) or not all(
        _is_object(one, "id", "purpose") and one["purpose"] in PURPOSES and _is_hex(one["id"], 32) for one in keys
    ):
        raise _refused("it does not say which keys are in it.")
    if not _is_hex(value["salt"], SALT_BYTES) or not _is_hex(value["sealed"], len(keys) * SEED_BYTES + TAG_BYTES):
        raise _refused("its salt or its sealed part is of another length.")
    return dict(value)


def _is_object(value: object, *fields: str) -> bool:
    return isinstance(value, dict) and tuple(value) == fields


def _is_hex(value: object, size: int) -> bool:
    return isinstance(value, str) and len(value) == 2 * size and set(value) <= _HEX


def _beyond(cost: Cost) -> str:
    """Why this cost is not allowed, as a clause; empty if it is."""
    if not (1 <= cost.lanes <= MOST_LANES and 8 * cost.lanes <= cost.memory <= MOST_MEMORY and cost.passes >= 1):
        return f"a cost of {cost.memory} KiB in {cost.lanes} lanes and {cost.passes} passes is not possible or allowed"
    if cost.memory * cost.passes > MOST_WORK:
        return f"a cost of {cost.memory} KiB and {cost.passes} passes would take too long"
    return ""


def _cipher(head: dict[str, Any], passphrase: str) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    cost = head["cost"]
    kdf = Argon2id(
        salt=bytes.fromhex(head["salt"]),
        length=32,
        iterations=cost["passes"],
        lanes=cost["lanes"],
        memory_cost=cost["memory"],
    )
    try:
        return AESGCM(kdf.derive(unicodedata.normalize("NFC", passphrase).encode(errors="surrogatepass")))
    except MemoryError:
        why = f"that takes {cost['memory'] // 1024} MiB of memory, and there is not so much."
        raise AccessError(one_fault("sealed keys cannot be opened or made here", why, "End what else runs.")) from None


def _refused(why: str) -> Refused:
    return KeysRefused.because("the file of sealed keys is refused", why)
