"""Small titles with cuts and labels, for what reads and writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from toonseg.annotations.instance import Instance
from toonseg.annotations.labels import labels_file, labels_of, write_labels
from toonseg.cuts.cutlist import Cut, CutKind, CutList, plan_of, row_id
from toonseg.pictures import Rgb, encode
from toonseg.strip import Box, Strip
from toonseg.workspace import CUTS_FILE, EpisodeFolder, write_bytes, write_json

BOXES = ((5, 0, 55, 70), (0, 75, 60, 130), (0, 140, 30, 200), (30, 140, 60, 200))
"""Of a strip of 60 x 240: three pages of 80 rows; the last two stand side by side."""

MakeEpisode = Callable[..., EpisodeFolder]
SetCuts = Callable[..., CutList]


def scenery(seed: int, height: int, width: int) -> Rgb:
    """A page that looks like no other: rectangles of flat colours, HWC uint8 RGB."""
    rng = np.random.default_rng(seed)
    page = np.full((height, width, 3), 250, np.uint8)
    for _ in range(12):
        x0, x1 = sorted(rng.integers(0, width + 1, 2))
        y0, y1 = sorted(rng.integers(0, height + 1, 2))
        page[y0:y1, x0:x1] = rng.integers(0, 256, 3)
    return page


@pytest.fixture(scope="session")
def set_cuts() -> SetCuts:
    """Writes cuts.json of an episode: a cut for each box, a panel unless `kinds` says otherwise."""

    def write(folder: EpisodeFolder, boxes: Sequence[Box], kinds: Sequence[CutKind] = ()) -> CutList:
        taken: set[str] = set()
        all_kinds: list[CutKind] = [*kinds, *(["panel"] * (len(boxes) - len(kinds)))]  # type: ignore[list-item]
        cuts = [
            Cut(id=row_id(box[1], taken), kind=kind, box=box, rough="000000", confidence=1)
            for box, kind in zip(boxes, all_kinds, strict=True)
        ]
        found = CutList(strip=plan_of(Strip.open(folder.root)), gutters=[], rough=[], cuts=cuts)
        write_json(folder.cuts / CUTS_FILE, found)
        return found

    return write


@pytest.fixture(scope="session")
def make_episode(set_cuts: SetCuts) -> MakeEpisode:
    """Writes an episode of a title: pages as PNG files, cuts.json, and labels in strip coordinates."""

    def make(
        title: Path,
        name: str = "0001",
        *,
        pages: Sequence[Rgb] | None = None,
        boxes: Sequence[Box] | None = (
            (5, 0, 55, 70),
            (0, 75, 60, 130),
            (0, 140, 30, 200),
            (30, 140, 60, 200),
        ),
        kinds: Sequence[CutKind] = (),
        instances: Sequence[Instance] = (),
    ) -> EpisodeFolder:
        folder = EpisodeFolder(title, name)
        number = int(name)
        shown = [scenery(10 * number + k, 80, 60) for k in range(3)] if pages is None else pages
        for k, page in enumerate(shown):
            write_bytes(folder.pages / f"{k:03d}.png", encode(page, "png"))
        strip = Strip.open(folder.root)
        if boxes is not None:
            set_cuts(folder, boxes, kinds)
        if instances:
            write_labels(labels_file(folder), labels_of(instances, (strip.width, strip.height)))
        return folder

    return make
