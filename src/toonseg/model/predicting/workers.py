"""Pictures to instances on all cores: each process has its own network, and no picture waits for another."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import cv2

from toonseg.annotations.labelset import Picture
from toonseg.errors import ToonsegError
from toonseg.model.predict import look_at
from toonseg.model.pretrained import load
from toonseg.model.segmenter import Segmenter
from toonseg.scale import default_jobs, map_tasks

FEW = 12
"""A process takes about as long to start as so many cuts take; fewer are not shared among several."""


@dataclass(frozen=True)
class Order:
    """What to do with each picture: weights and when they were written, device, classes, least score, and
    whether it is looked at several times."""

    model: Path | None
    written: int
    device: str | None
    only: tuple[str, ...] = ()
    threshold: float | None = None
    careful: bool = False

    @classmethod
    def of(
        cls,
        model: Path | None,
        device: str | None,
        only: tuple[str, ...] = (),
        threshold: float | None = None,
        careful: bool = False,
    ) -> Order:
        """An order for weights as they are now; None for those of a segmenter that is loaded already."""
        written = model.stat().st_mtime_ns if model is not None else 0
        return cls(model, written, device, only, threshold, careful)


def predicted(
    pictures: Sequence[Picture], order: Order, *, segmenter: Segmenter | None = None, jobs: int | None = None
) -> Iterator[tuple[str, Picture | ToonsegError]]:
    """The name of each picture, and the picture with its instances or the error it met, in no fixed order.

    Args:
        pictures: What to look at.
        order: How.
        segmenter: One that is loaded already and made for the order; then all runs in this process.
        jobs: Processes; None for one per core, and one for a GPU.
    """
    bare = [replace(picture, instances=()) for picture in pictures]
    look = partial(_look, order) if segmenter is None else partial(_look_with, segmenter, order.threshold)
    for outcome in map_tasks(
        look, bare, jobs=1 if segmenter is not None else jobs_for(len(bare), order, jobs)
    ):
        made = outcome.error if outcome.error is not None else outcome.result
        assert made is not None
        yield outcome.item.file, made


def jobs_for(count: int, order: Order, jobs: int | None) -> int:
    """How many processes to use for so many pictures: those asked for, else as many as are worth starting."""
    if order.device not in (None, "cpu"):
        return 1
    return min(default_jobs(), max(1, -(-count // FEW))) if jobs is None else jobs


def _look(order: Order, picture: Picture) -> Picture:
    return look_at(loaded(order), picture, order.threshold)


def _look_with(segmenter: Segmenter, threshold: float | None, picture: Picture) -> Picture:
    return look_at(segmenter, picture, threshold)


@lru_cache(1)
def loaded(order: Order) -> Segmenter:
    """The network of this process."""
    if multiprocessing.parent_process() is not None:
        cv2.setNumThreads(1)
    segmenter = load(order.model, device=order.device)
    segmenter = segmenter.looking_for(order.only) if order.only else segmenter
    return segmenter.careful() if order.careful else segmenter
