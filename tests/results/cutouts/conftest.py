"""A tiny title: episodes of two cuts, in each brown hair, a blue shirt, and speech over one of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from toonseg.annotations.instance import Instance
from toonseg.annotations.labels import labels_file, labels_of, write_labels
from toonseg.annotations.masks import Mask
from toonseg.cuts.cutlist import Cut, CutList, plan_of, row_id
from toonseg.pictures import encode
from toonseg.strip import Strip
from toonseg.workspace import CUTS_FILE, EpisodeFolder, write_bytes, write_json, write_text

WIDTH, HEIGHT, GAP = 200, 180, 10


def balloon(cut: NDArray[np.uint8], mask: NDArray[np.uint8], x: int, y: int) -> None:
    """Speech at (x, y) in a cut, which takes its pixels out of a mask."""
    cv2.ellipse(cut, (x, y), (48, 22), 0, 0, 360, (255, 255, 255), -1, cv2.LINE_AA)
    cv2.ellipse(cut, (x, y), (48, 22), 0, 0, 360, (20, 20, 20), 2, cv2.LINE_AA)
    cv2.putText(cut, "HELLO", (x - 31, y + 6), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (15, 15, 15), 2, cv2.LINE_AA)
    cv2.ellipse(mask, (x, y), (49, 23), 0, 0, 360, 0, -1)


def _write_episode(folder: EpisodeFolder, seed: int) -> None:
    rng = np.random.default_rng(seed)
    strip = np.full((2 * (HEIGHT + GAP), WIDTH, 3), 255, np.uint8)
    whole = (strip.shape[1], strip.shape[0])
    boxes, instances = [], []
    for number in range(2):
        top = number * (HEIGHT + GAP)
        boxes.append((0, top, WIDTH, top + HEIGHT))
        cut = strip[top : top + HEIGHT]
        cut[:] = rng.integers(150, 190, 3)
        middle = int(rng.integers(80, 120))
        hair, shirt = np.zeros((HEIGHT, WIDTH), np.uint8), np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.circle(hair, (middle, 60), 34, 1, -1)
        cv2.rectangle(shirt, (middle - 40, 110), (middle + 40, HEIGHT), 1, -1)
        for mask, colour in ((hair, (110, 65, 35)), (shirt, (40, 70, 190))):
            cut[mask > 0] = colour
            edge = mask - cv2.erode(mask, np.ones((5, 5), np.uint8), borderValue=1)
            cut[edge > 0] = 15
        if number == 0:
            balloon(cut, hair, middle + 48, 38)
        for name, mask in (("hair", hair), ("dress-shirt", shirt)):
            one = Mask.of_pixels(mask > 0, (0, top))
            instances.append(Instance(name, one, character=number, source="a test"))
    write_bytes(folder.pages / "000.png", encode(strip, "png"))
    taken: set[str] = set()
    cuts = [Cut(id=row_id(box[1], taken), kind="panel", box=box, rough="0", confidence=1) for box in boxes]
    plan = plan_of(Strip.open(folder.root))
    write_json(folder.cuts / CUTS_FILE, CutList(strip=plan, gutters=[], rough=[], cuts=cuts))
    write_labels(labels_file(folder), labels_of(instances, whole))


def _write_title(title: Path, rights: str = "CC0, drawn by a test", episodes: int = 1) -> Path:
    for number in range(1, episodes + 1):
        _write_episode(EpisodeFolder(title, f"{number:04d}"), number)
    write_text(title / "toonseg.toml", f'rights = "{rights}"\n')
    return title


@pytest.fixture(scope="session")
def write_title() -> Callable[..., Path]:
    """Writes a title with these rights and so many episodes into a folder."""
    return _write_title


@pytest.fixture
def title(tmp_path: Path) -> Path:
    """A title of one episode."""
    return _write_title(tmp_path / "rain")
