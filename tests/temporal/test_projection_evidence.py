"""Ten thousand random networks of two and three parties: the joint verdict from projections is that of the whole.

Each party has private points and links, some hanging on events that all see, and constraints among all that it knows.
It releases its projections on the warning, the shared events, and the points that occur in a constraint across parties.
"""

from __future__ import annotations

import random

import pytest

from freehand.temporal.checking import consistency, strong
from freehand.temporal.named import Network
from freehand.temporal.questions.projection import Joint, join, project, project_reduced
from freehand.temporal.results import (
    Consistent,
    Inconsistent,
    NotStronglyControllable,
    StronglyControllable,
)

SHARDS = 10
EACH = 1000


def parties(chance: random.Random) -> tuple[list[Network], list[str], list[Joint]]:
    """The parties' networks, what all of them know, and the constraints across them."""
    shared = ["warning"]
    events: list[tuple[str, str, int, int]] = []
    for index in range(chance.randint(0, 2)):
        low = chance.randint(1, 6)
        events.append((chance.choice(shared), f"event {index}", low, low + chance.randint(1, 6)))
        shared.append(f"event {index}")
    networks: list[Network] = []
    own: list[list[str]] = []
    for party in "abc"[: chance.choice((2, 3))]:
        names = [f"{party}{index}" for index in range(chance.randint(2, 5))]
        known = [*shared]
        links = list(events)
        constraints: list[tuple[str, str, int]] = []
        for name in names:
            before = chance.choice(known)
            low = chance.randint(1, 8)
            if chance.random() < 0.35:
                links.append((before, name, low, low + chance.randint(1, 5)))
            else:
                constraints.append((name, before, -low))
                if chance.random() < 0.7:
                    constraints.append((before, name, low + chance.randint(0, 12)))
            known.append(name)
        for _ in range(chance.randint(0, 3)):
            x, y = chance.sample(known, 2)
            constraints.append((x, y, chance.randint(-2, 25)))
        networks.append(Network.of([*shared, *names], constraints, links))
        own.append(names)
    joints: list[Joint] = []
    for _ in range(chance.randint(1, 4)):
        one, other = chance.sample(own, 2)
        joints.append(Joint(chance.choice(one), chance.choice(other), chance.randint(-3, 18)))
    return networks, shared, joints


@pytest.mark.parametrize("seed", range(SHARDS))
def test_the_joint_verdict_from_projections_is_that_of_the_whole(seed: int) -> None:
    chance = random.Random(seed)
    seen = {"impossible": 0, "possible": 0, "assured": 0}
    for _ in range(EACH):
        networks, shared, joints = parties(chance)
        told = {name for joint in joints for name in joint[:2]}
        whole = join(networks, joints)
        plain, reduced = [], []
        for network in networks:
            released = [*shared, *(name for name in network.points if name in told)]
            plain.append(project(network, released))
            reduced.append(project_reduced(network, released))

        possible = isinstance(consistency(whole), Consistent)
        if any(isinstance(one, Inconsistent) for one in plain):
            assert not possible
        else:
            joint = join([one for one in plain if isinstance(one, Network)], joints)
            assert isinstance(consistency(joint), Consistent) is possible, (networks, joints)

        assured = isinstance(strong(whole), StronglyControllable)
        if any(isinstance(one, NotStronglyControllable) for one in reduced):
            assert not assured
        else:
            joint = join([one for one in reduced if isinstance(one, Network)], joints)
            assert isinstance(strong(joint), StronglyControllable) is assured, (networks, joints)
        seen["assured" if assured else "possible" if possible else "impossible"] += 1
    assert min(seen.values()) > EACH // 20, seen
