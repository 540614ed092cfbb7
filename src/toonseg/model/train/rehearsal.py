"""Drawn cuts to rehearse while a few labelled ones are learned, so that rare classes are not forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial

import numpy as np

from toonseg.classes import EIGHT, ClassList
from toonseg.model.data.decoded import Decoded
from toonseg.scale import map_tasks
from toonseg.scale.worker import single_threaded
from toonseg.synth.titles.artist import Order
from toonseg.synth.titles.cut import Cut
from toonseg.synth.titles.dataset import BLOCK, draw_numbered

PER_ARTIST = 4
"""Cuts of one artist and cast: many hands are rehearsed, not many pictures of one."""
SPARE = 1.25
"""So many times as many are drawn as are kept, to choose those with rare classes."""
_SEED = 70_001


def can_rehearse(classes: ClassList) -> bool:
    """Whether drawn cuts have labels of all the classes; what is drawn unlabelled would teach wrongly."""
    return all(EIGHT.find(info.name) is not None for info in classes)


def rehearsal(
    count: int, classes: ClassList, labelled: Mapping[str, int], *, seed: int = 0, jobs: int | None = None
) -> list[Decoded]:
    """Drawn cuts with their labels, in memory; more of those whose classes the labels have few of.

    Args:
        count: How many.
        classes: What is learned; all among the eight (`can_rehearse`).
        labelled: How many instances of each class, by name, the labels have.
        seed: Another number, other cuts.
        jobs: Processes that draw; None for one per core.
    """
    artists = -(-round(count * SPARE) // PER_ARTIST)
    task = partial(_drawn, Order(seed=_SEED + seed, balance=True), classes)
    parts: dict[int, list[Decoded]] = {}
    for outcome in map_tasks(task, range(artists), jobs=jobs):
        if outcome.error is not None:
            raise outcome.error
        parts[outcome.item] = outcome.result or []
    pool = [one for number in sorted(parts) for one in parts[number]]
    return _balanced(pool, count, classes, labelled)


def _drawn(order: Order, classes: ClassList, artist: int) -> list[Decoded]:
    with single_threaded():
        step = BLOCK // PER_ARTIST
        return [
            _decoded(draw_numbered(order, artist * BLOCK + place * step), classes)
            for place in range(PER_ARTIST)
        ]


def _decoded(cut: Cut, classes: ClassList) -> Decoded:
    owner = np.zeros(cut.ids.shape, np.uint8)
    labels = []
    for one in sorted(cut.instances, key=lambda one: -one.area):
        index = classes.find(one.cls.label)
        if index is not None:
            labels.append(index)
            x0, y0, x1, y1 = one.box
            owner[y0:y1, x0:x1][one.mask] = len(labels)
    return Decoded(cut.picture, owner, np.array(labels, np.int64))


def _balanced(
    pool: list[Decoded], count: int, classes: ClassList, labelled: Mapping[str, int]
) -> list[Decoded]:
    """So many of the pool, one after the other that which adds most to classes of which there are few."""
    have = Counter({index: labelled.get(info.name, 0) for index, info in enumerate(classes)})
    left = list(pool)
    chosen: list[Decoded] = []
    while left and len(chosen) < count:
        best = max(
            range(len(left)), key=lambda k: sum(1 / (1 + have[int(c)]) for c in set(left[k].labels.tolist()))
        )
        one = left.pop(best)
        chosen.append(one)
        have.update(one.labels.tolist())
    return chosen
