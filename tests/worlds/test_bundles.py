"""Worlds that differ only in what is withheld: bundles are equal once decrypted, and so is all that comes of them."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from freehand.node.drafts.keeping import newest
from freehand.node.due import ready
from freehand.node.exchange import handed_over
from freehand.node.kinds import KINDS
from freehand.node.reckoning.verbs import to_release, verdicts, would_tie
from freehand.node.views.discussion import discussion, open_questions
from freehand.node.views.engagements import engagements
from freehand.node.views.promises import promises
from freehand.node.views.status import status
from freehand.node.views.terms import terms_view
from freehand.node.views.trail import trail
from tests.node.homes import Home
from tests.worlds.sight import alike, leaks, opened, plain
from tests.worlds.story import World

ORDINARY, DEEP = 9, 40
"""Worlds; every two of them are a pair."""


@pytest.fixture(scope="module")
def worlds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[World]:
    count = DEEP if request.config.getoption("deep") else ORDINARY
    place: Path = tmp_path_factory.mktemp("worlds")
    return [World(place / str(seed), seed) for seed in range(count)]


def test_attack_42_what_a_partner_decrypts_is_equal_byte_for_byte_but_for_names_of_withheld_leaves(
    worlds: list[World],
) -> None:
    first, *others = ([bundle.sight() for bundle in opened(world)] for world in worlds)
    assert len(first) > 10
    assert sum(len(bundle["records"]) for bundle in first) > 20
    for other in others:
        for at, (here, there) in enumerate(zip(first, other, strict=True)):
            assert here == there, f"bundle {at}, from {worlds[0].given[at][0]}"


def test_no_secret_and_no_hash_by_which_it_could_be_guessed_stands_in_any_bundle(worlds: list[World]) -> None:
    for world in worlds:
        assert len(world.withheld) > 5
        assert leaks(world, [bundle.text for bundle in opened(world)]) == []


@pytest.mark.parametrize(
    ("where", "slips"),
    [
        ("freehand.node.outgoing._concerns", lambda *_: True),  # all are told of what was released to one
        ("", None),
    ],
)
def test_what_slips_through_is_seen_here(where: str, slips: Any, tmp_path: Path) -> None:
    with mock.patch(where, slips) if slips else nullcontext():
        one, other = (World(tmp_path / str(seed), 90 + seed) for seed in range(2))
    here, there = ([bundle.sight() for bundle in opened(world)] for world in (one, other))
    assert (here != there) is bool(slips)
    assert bool(leaks(one, [bundle.text for bundle in opened(one)])) is bool(slips)


def test_what_is_withheld_is_there_and_goes_to_whom_it_was_released(worlds: list[World]) -> None:
    one, other = worlds[:2]
    seen = [told(world.c) for world in (one, other)]
    assert seen[0] != seen[1]
    assert any(word in seen[0] for word in one.secrets.told)
    assert any(word in told(one.a) for word in one.secrets.told)


def test_the_length_of_every_bundle_is_equal_whatever_is_withheld_and_however_long_it_is(worlds: list[World]) -> None:
    lengths = {tuple(len(data) for _, data in world.given) for world in worlds}
    assert len(lengths) == 1
    assert len({sum(map(len, world.secrets.told)) for world in worlds}) > 1


def told(home: Home) -> str:
    """All that a party can ask its node, but for the reckoning."""
    known = home.known()
    found: list[Any] = [known.withdrawn(), known.unknown(), known.people, known.erasures_asked(), known.sizes]
    found += [list(known.said(superseded=True)), known.silence, known.standing, known.moves]
    found += [(known.current(kind.name), list(known.said(kind.name))) for kind in KINDS]
    found += [list(known.between(other)) for other in known.members if other != home.party]
    found += [promises(known), discussion(known), open_questions(known), engagements(known), terms_view(known)]
    found += [status(known), list(trail(home.node, home.compact))]
    for other in known.members:
        if other != home.party:
            found += [ready(home.node, home.compact, other), handed_over(home.node, home.compact, other)]
    return alike(repr(plain(found)))


def test_attack_43_every_view_of_the_partner_is_equal_with_its_counts_and_its_order(worlds: list[World]) -> None:
    first, *others = (told(world.b) for world in worlds)
    assert len(first) > 20_000
    assert set(others) == {first}
    for world in worlds:
        assert leaks(world, [told(world.b).encode()]) == []


def test_attack_44_verdicts_chains_asks_windows_and_what_could_be_released_are_equal(worlds: list[World]) -> None:
    seen = set()
    for world in worlds:
        known, own = world.b.known(), newest(world.b.node, world.b.compact)
        found = verdicts(world.b.node, world.b.compact, known, own)
        (terms,) = known.standing.in_force
        released = to_release(known, own)
        cells = [cell.as_value() for cell in found.cells]
        assert [cell["name"] for cell in cells] == ["drill"]
        tied = would_tie(known, terms.terms._replace(scope=min(type(terms.terms.scope))), own)
        seen.add(alike(repr([cells, plain(found), plain(released), plain(tied)])))
        assert leaks(world, [repr([cells, found, released, tied]).encode()]) == []
    assert len(seen) == 1


def test_attack_43_what_is_pushed_into_the_partners_node_shows_in_no_view(tmp_path: Path) -> None:
    worlds = [World(tmp_path / str(seed), 50 + seed, pushed=True) for seed in range(4)]
    assert any(leaks(worlds[0], [bundle.text for bundle in opened(worlds[0])])) is False  # by another way than A's gate
    seen = {told(world.b) for world in worlds}
    assert len(seen) == 1
    for world in worlds:
        assert leaks(world, [told(world.b).encode()]) == []
        assert {event["clause"] for event in world.b.trail() if event.get("what") == "refused"} > {"label", "release"}
        assert {kind for _, _, kind in world.b.known().unknown()} == {"drum-signal"}
