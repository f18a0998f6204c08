"""The curve of Ed25519, slowly and by itself: -x² + y² = 1 + d·x²·y² modulo p (RFC 8032, section 5.1)."""

from __future__ import annotations

import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

Point = tuple[int, int]
ZERO: Point = (0, 1)


def add(one: Point, other: Point) -> Point:
    (a, b), (c, d) = one, other
    k = D * a * b * c * d % P
    return (a * d + b * c) * pow(1 + k, -1, P) % P, (b * d + a * c) * pow(1 - k, -1, P) % P


def times(count: int, point: Point) -> Point:
    total = ZERO
    while count:
        if count & 1:
            total = add(total, point)
        point = add(point, point)
        count >>= 1
    return total


def xs(y: int) -> list[int]:
    """Every x with (x, y) on the curve."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    for x in (root, root * pow(2, (P - 1) // 4, P) % P):
        if x * x % P == square:
            return sorted({x, -x % P})
    return []


BASE: Point = next((x, y) for y in [4 * pow(5, -1, P) % P] for x in xs(y) if x % 2 == 0)


def encode(point: Point) -> bytes:
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def low_order() -> list[Point]:
    """The eight points of low order: what is left of any points when L times has been taken."""
    found: set[Point] = set()
    y = 2
    while len(found) < 8:
        found |= {times(L, (x, y)) for x in xs(y)}
        y += 1
    return sorted(found)


def encodings(point: Point) -> list[bytes]:
    """Every string of 32 bytes that a lenient reader takes for this point, the canonical one first."""
    x, y = point
    values = [y] + [y + P] * (y + P < 2**255)
    signs = [x & 1] if x else [0, 1]
    return [(value | sign << 255).to_bytes(32, "little") for value in values for sign in signs]


def challenge(r: bytes, a: bytes, message: bytes) -> int:
    return int.from_bytes(hashlib.sha512(r + a + message).digest(), "little") % L
