"""Files with faults are refused with every fault: what, where, why, and what to do next; never with a traceback."""

from __future__ import annotations

import json
import random

import jsonschema
import pytest

from freehand.errors import InputError
from freehand.temporal.files import Style, graphml_text, json_text
from freehand.temporal.files.reading import network_of
from freehand.temporal.files.refusals import NetworkFile
from freehand.temporal.files.schema import schema
from freehand.temporal.named import Network
from tests.temporal.files.drill import FILES, JSON, said

SAID = said()
MUTATIONS = 5_000
MANY = Network.of(
    ["Z", "a", "b", "c d"],
    [("Z", "a", 9, "in time"), ("a", "Z", -1), ("Z", "Z", 4), ("c d", "b", 0), ("Z", "b", 30)],
    [("Z", "c d", 2, 7, "nature"), ("a", "b", 1, 3)],
)
SEEDS = [json_text(MANY, "many"), *(graphml_text(MANY, "many", style) for style in Style)]


@pytest.mark.parametrize("claim", FILES)
def test_refused_with_place_reason_and_advice(claim: str) -> None:
    document, text = FILES[claim]
    with pytest.raises(InputError) as refused:
        network_of(text.encode("utf-8", "surrogatepass"), document)
    assert str(refused.value) == SAID[claim]


def test_nothing_is_said_of_files_that_are_not_there() -> None:
    assert SAID.keys() == FILES.keys()


@pytest.mark.parametrize(
    "claim",
    [
        "a list",
        "no points",
        "an empty list of points",
        "points that are no list",
        "points that are no names",
        "a name that stands twice",
        "fields that nobody knows",
        "another format",
        "a name of the network that is no text",
        "constraints that are no objects",
        "constraints that are no list",
        "keys that are not quite there",
        "a reason that is no text",
    ],
)
def test_what_is_refused_by_shape_the_schema_refuses(claim: str) -> None:
    assert not jsonschema.Draft202012Validator(schema()).is_valid(json.loads(JSON[claim]))


def mutated(text: str, chance: random.Random) -> bytes:
    """A file with some of its bytes changed, taken out, doubled, or put elsewhere."""
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 4)):
        at, width = chance.randrange(len(data)), chance.choice([1, 1, 1, 2, 5, 30, 200])
        piece = data[at : at + width]
        match chance.randrange(6):
            case 0:
                data[at : at + width] = bytes(chance.randrange(256) for _ in piece)
            case 1:
                del data[at : at + width]
            case 2:
                data[at:at] = piece * chance.randint(1, 3)
            case 3:
                to = chance.randrange(len(data))
                data[to:to] = piece
            case 4:
                data[at : at + width] = chance.choice(
                    [b'"', b"{", b"}", b"[", b"]", b"<", b">", b"&", b"-", b"9" * 30, b"\x00", b"null", "é".encode()]
                )
            case _:
                words = [b"contingent", b"LC(", b"UC(", b"Value", b"from", b"max", b"points", b"node", b"edge", b"3"]
                old, new = chance.choice(words), chance.choice(words)
                data = bytearray(data.replace(old, new, chance.randint(1, 3)))
        if not data:
            break
    return bytes(data)


def read_or_refused(data: bytes) -> NetworkFile | InputError:
    try:
        return network_of(data, "damaged")
    except InputError as error:
        return error


def test_five_thousand_damaged_files_are_read_or_refused_and_nothing_else() -> None:
    chance = random.Random(2026)
    refused = 0
    for number in range(MUTATIONS):
        data = mutated(SEEDS[number % len(SEEDS)], chance)
        found = read_or_refused(data)
        if isinstance(found, InputError):
            refused += 1
            assert all(fault.what and fault.why and fault.next for fault in found.faults), str(found)
        else:
            text = json_text(found.network, found.name)
            assert network_of(text.encode(), "again")[:2] == found[:2]
    assert refused > MUTATIONS / 2
