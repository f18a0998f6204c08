"""Workspaces that grow: ``python -m benchmarks.growth FOLDER --parties 5 --activities 10000 --seed 1``.

Plain YAML files such as planners would have written, from a seed: the same numbers give the same bytes. Everything in
them is invented. ``benchmarks.drawn`` draws one contingency and says how its numbers come about.

The shape, for P parties and N activities in all:

1. There are N / 50P contingencies, rounded, at least one; the N activities are dealt to contingencies and parties as
   evenly as whole numbers allow, so about 50 to each party in each contingency.
2. A party has two courses in each contingency, a fuller and a lesser one, and these share its activities out.
3. A contingency has three scenarios, ten joins, two promises, one notice, one consent and one synchronisation, one or
   two reports, and three aims: one that every course meets, two that only a fuller course meets.
4. The compact has three shared means; every party has two means of its own.

What goes well and ill is dealt, not drawn, so that every workspace has the same mix. Of twenty contingencies in turn:

=========  ==  ==================================================================================================
ample       7  the plans hold as they are; below *scenarios* most are exposed, and a few rightly believed assured
helped      4  a need's own way is too slow for one scenario: a lesser course, until a promise is counted
promised    2  a need has no own way at all: a lesser course, until a promise is counted
apart       2  something must be neither early nor late: no timetable fits all scenarios, one fits each
reacting    1  something must follow at once on what nature ends: it holds only for those who react
lucky       2  the earliest scenario comes before the slow end of things: it holds only if nature is kind
short       2  the earliest scenario comes before the fast end of things: it cannot hold
=========  ==  ==================================================================================================

Every ten has half of each twenty, and the seed shuffles each ten. A workspace of fewer has the first of its ten.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.drawn import Drawing, Temper, contingency_files

PARTIES = ("Northbank", "Eastmoor", "Southgate", "Westhaven", "Midfell")
SHARED = {"berths": 2 * len(PARTIES), "airfield": 3, "cranes": 2}
KINDS = ("flood", "storm", "outage", "evacuation", "wildfire", "ice", "spill", "drought", "epidemic", "port closure")
MIX: dict[Temper, int] = {
    "ample": 7,
    "helped": 4,
    "promised": 2,
    "apart": 2,
    "reacting": 1,
    "lucky": 2,
    "short": 2,
}
SHARE = 50
"""Activities of one party in one contingency, over its two courses."""
FEWEST = 16
"""So many activities must fall to a party at least: two courses of four that are joined and four that are not."""
HEAD = "# Made by benchmarks.growth from a seed; places, parties and numbers are invented.\n"


class Size(NamedTuple):
    """How large a workspace is, and the seed that it is made from."""

    parties: int
    activities: int
    seed: int

    @property
    def contingencies(self) -> int:
        """How many contingencies the activities fill."""
        return max(1, round(self.activities / (SHARE * self.parties)))

    def dealt(self) -> list[list[int]]:
        """The activities of each party in each contingency: as even as whole numbers allow.

        >>> Size(3, 500, 1).dealt()
        [[56, 56, 56], [56, 56, 55], [55, 55, 55]]
        """
        places = self.contingencies * self.parties
        least, over = divmod(self.activities, places)
        counts = [least + (place < over) for place in range(places)]
        return [counts[at : at + self.parties] for at in range(0, places, self.parties)]


def files(size: Size) -> Iterator[tuple[str, str]]:
    """Every file of a workspace: its path below the folder and its text.

    Raises:
        ValueError: for a size that no workspace of this shape has.

    >>> [path for path, _ in files(Size(2, 100, 1))][:3]
    ['contingencies/flood 1.yaml', 'Northbank/flood 1.yaml', 'Eastmoor/flood 1.yaml']
    """
    if not 2 <= size.parties <= len(PARTIES):
        raise ValueError(f"{size.parties} parties: there are 2 to {len(PARTIES)}")
    if size.activities < FEWEST * size.parties:
        raise ValueError(f"{size.activities} activities: a party has {FEWEST} at least")
    parties = PARTIES[: size.parties]
    rules, promises, reports = [], [], []
    for place, (temper, counts) in enumerate(zip(_tempers(size), size.dealt(), strict=False)):
        name = f"{KINDS[place % len(KINDS)]} {place + 1}"
        # A contingency is drawn from its own dice, so that it is the same in every workspace of its party and seed.
        dice = random.Random(f"{size.seed} {size.parties} {place}")
        found = contingency_files(Drawing(dice, name, parties, counts, temper, trusting=place % 2 == 0))
        rules += found.rules
        promises.append(found.promises)
        reports.append(found.reports)
        yield f"contingencies/{name}.yaml", HEAD + found.contingency
        for party, courses in zip(parties, found.courses, strict=True):
            yield f"{party}/{name}.yaml", HEAD + courses
    for party in parties:
        yield f"{party}/means.yaml", f"{HEAD}means of: {party}\nmeans:\n  trucks: 3\n  crews: 6\n"
    yield "promises.yaml", HEAD + "---\n".join(promises)
    yield "reports.yaml", HEAD + "---\n".join(reports)
    yield "compact.yaml", HEAD + _compact(parties, rules)


def _tempers(size: Size) -> Iterator[Temper]:
    """The tempers of the contingencies in turn: each ten shuffled."""
    dice = random.Random(f"{size.seed} mix")
    twenty = [temper for temper, times in MIX.items() for _ in range(times)]
    while True:
        for half in (twenty[0::2], twenty[1::2]):
            dice.shuffle(half)
            yield from half


def _compact(parties: Sequence[str], rules: Sequence[str]) -> str:
    lines = ["compact: growth", "illustrative: yes", "parties:"]
    lines += [f"  {party}: a province that plans for itself" for party in parties]
    lines += ["shared means:", *(f"  {means}: {count}" for means, count in SHARED.items()), "rules:"]
    return "\n".join(lines) + "\n" + "".join(rules)


def write(folder: Path, size: Size) -> None:
    """Write a workspace into a folder that is empty or not there.

    Raises:
        ValueError: where something is in the folder, or no workspace has this size.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"{folder} is not empty")
    for path, text in files(size):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Write a workspace."""
    parser = argparse.ArgumentParser(description="Write a made-up workspace of a size.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--parties", type=int, default=5)
    parser.add_argument("--activities", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    try:
        write(args.folder, Size(args.parties, args.activities, args.seed))
    except ValueError as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
