"""How well `toonseg palette` tells the characters of drawn titles apart, where labels name nobody.

python -m benchmarks.results.characters WORK --out benchmarks/results/characters.json

Six titles of 4 episodes with about 8 panels each, other hands and casts in each; WORK keeps them. Masks are
exact, names are left out, and compared with afterwards: the adjusted Rand index (Hubert and Arabie, 1985)
over persons is 1 where the groups are the characters, and 0 on average for groups by chance. Passers-by, who
are in one cut, are characters of their own. "links" is the pairwise F1 of which instances of a cut belong to
one person.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from toonseg.annotations.labelset import Picture
from toonseg.classes import InstanceClass
from toonseg.results.masked import masked
from toonseg.results.palettes.cast import cast_of
from toonseg.results.palettes.linkage import grouped_points
from toonseg.results.palettes.looks import looks_of, weighted
from toonseg.results.palettes.persons import persons_of
from toonseg.results.palettes.verb import FOLDER
from toonseg.synth.titles import Order, write_titles
from toonseg.workspace import write_text

SEEDS = range(21, 27)
_PASSERS_BY = 100  # their numbers begin there


def rand_index(one: list[Any], two: list[Any]) -> float:
    """The adjusted Rand index of two groupings."""

    def pairs(counts: Counter[Any]) -> float:
        return sum(n * (n - 1) / 2 for n in counts.values())

    both, first, second = pairs(Counter(zip(one, two, strict=True))), pairs(Counter(one)), pairs(Counter(two))
    chance = first * second / (len(one) * (len(one) - 1) / 2)
    return (both - chance) / ((first + second) / 2 - chance)


def links(pictures: tuple[Picture, ...], blind: tuple[Picture, ...]) -> tuple[int, int, int]:
    """Pairs of instances put together rightly, wrongly, and not."""
    right = wrong = missed = 0
    for known, picture in zip(pictures, blind, strict=True):
        owner = {place: k for k, places in enumerate(persons_of(picture.instances)) for place in places}
        for a, b in combinations(range(len(known.instances)), 2):
            same = known.instances[a].character == known.instances[b].character
            right += same and owner[a] == owner[b]
            wrong += not same and owner[a] == owner[b]
            missed += same and owner[a] != owner[b]
    return right, wrong, missed


def measure(title: Path) -> dict[str, Any]:
    """One title."""
    found = masked(title)
    blind = tuple(
        replace(picture, instances=tuple(replace(one, character=None) for one in picture.instances))
        for picture in found.pictures
    )
    seen = looks_of(blind, title / FOLDER, jobs=1)
    assert not seen.errors, seen.errors
    cast = cast_of(found.labels.with_pictures(blind), seen.looks)
    named = {picture.file: picture for picture in found.pictures}
    truth, groups, hair = [], [], []
    for number, character in enumerate(cast):
        for seen in character.seen:
            instances = named[seen.picture.file].instances
            (who, _), *_ = Counter(instances[place].character for place in seen.person.places).most_common(1)
            alone = isinstance(who, int) and who >= _PASSERS_BY
            truth.append((who, seen.picture.file) if alone else (who, ""))
            groups.append(number)
            look = seen.person.looks.get(InstanceClass.HAIR)
            hair.append(look[0].oklab if look else np.full(3, 9.0, np.float32))
    by_hair = grouped_points(weighted(np.stack(hair)), 0.05).tolist()
    right, wrong, missed = links(found.pictures, blind)
    return {
        "persons": len(truth),
        "characters": len(set(truth)),
        "found": len(cast),
        "rand index": round(rand_index(groups, truth), 3),
        "by hair alone": round(rand_index(by_hair, truth), 3),
        "links": round(2 * right / (2 * right + wrong + missed), 3),
    }


def main() -> None:
    """Draw what is not drawn, measure, print and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    rows = {}
    for seed in SEEDS:
        write_titles(given.work / str(seed), Order(seed), episodes=4, panels=8, jobs=1)
        rows[str(seed)] = measure(given.work / str(seed) / "title-01")
        print(seed, rows[str(seed)], flush=True)
    keys = ("rand index", "by hair alone", "links")
    rows["mean"] = {key: round(float(np.mean([row[key] for row in rows.values()])), 3) for key in keys}
    print("mean", rows["mean"])
    if given.out is not None:
        write_text(given.out, json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
