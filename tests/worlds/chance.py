"""Chance that two worlds have in common, and secrets that each has of its own."""

from __future__ import annotations

import hashlib
import random
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock


class Chance:
    """Where every drawn byte comes from: a function of the step of the story, and of how often it was asked there.

    So what is drawn in one step never depends on how much was drawn in another: a salt of what a partner is given is
    the same in both worlds, whatever was withheld before.
    """

    def __init__(self) -> None:
        self._steps, self._here, self._drawn = Counter[str](), "", Counter[int]()

    def step(self, name: str) -> None:
        """What comes now."""
        self._steps[name] += 1
        self._here, self._drawn = f"{name} {self._steps[name]}", Counter()

    def draw(self, count: int | None = None) -> bytes:
        """So many bytes."""
        size = 32 if count is None else count
        self._drawn[size] += 1
        return hashlib.shake_256(f"worlds: {self._here} {size} {self._drawn[size]}".encode()).digest(size)

    @contextmanager
    def everywhere(self) -> Iterator[Chance]:
        """The machine's own door is this one."""
        with mock.patch.object(secrets, "token_bytes", self.draw):
            yield self


class Secrets:
    """What is withheld: words that a seed draws, of any length, and how many there are of what nobody can count."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.told: list[str] = []

    def word(self) -> str:
        """A word that stands nowhere else."""
        made = "".join(self.dice.choice("bcdfghjklmnpqrstvwxz") for _ in range(self.dice.randrange(9, 24)))
        self.told.append(made)
        return made

    def words(self) -> str:
        """Several."""
        return " ".join(self.word() for _ in range(self.dice.randrange(1, 9)))

    def some(self, most: int = 4) -> range:
        """So many times."""
        return range(self.dice.randrange(1, most + 1))
