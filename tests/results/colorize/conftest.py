"""A tiny title: three episodes of four cuts, in each a person with brown hair and a blue shirt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from toonseg.annotations.instance import Instance
from toonseg.annotations.labels import labels_file, labels_of, write_labels
from toonseg.annotations.masks import Mask
from toonseg.cuts.cutlist import Cut, CutList, plan_of, row_id
from toonseg.pictures import encode
from toonseg.strip import Strip
from toonseg.workspace import CUTS_FILE, EpisodeFolder, write_bytes, write_json, write_text

EPISODES = ("0001", "0002", "0003")
CUTS = 4
WIDTH, HEIGHT = 120, 150
"""Of a cut; between two of them lie 10 white rows."""
HAIR, SHIRT, TIE = (110, 65, 35), (40, 70, 190), (200, 30, 40)


def _write_episode(folder: EpisodeFolder, seed: int) -> None:
    rng = np.random.default_rng(seed)
    strip = np.full((CUTS * (HEIGHT + 10), WIDTH, 3), 255, np.uint8)
    instances = []
    for number in range(CUTS):
        top = number * (HEIGHT + 10)
        cut = strip[top : top + HEIGHT]
        cut[:] = rng.integers(200, 240, 3)
        middle = int(rng.integers(45, 75))
        shirt, hair, tie = (np.zeros(strip.shape[:2], np.uint8) for _ in range(3))
        cv2.rectangle(shirt, (middle - 30, top + 75), (middle + 30, top + HEIGHT - 2), 1, -1)
        cv2.circle(hair, (middle, top + 45), 28, 1, -1)
        cv2.circle(hair, (middle, top + 52), 18, 0, -1)
        cv2.rectangle(tie, (middle - 4, top + 80), (middle + 4, top + 120), 1, -1)
        drawn = [("hair", hair, HAIR), ("dress-shirt", shirt, SHIRT), ("tie", tie, TIE)]
        for name, mask, colour in drawn[: 3 if number % 2 else 2]:
            strip[mask > 0] = colour
            edge = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
            strip[(edge > 0) & (mask > 0)] = 12
            instances.append(Instance(name, Mask.of_pixels(mask > 0), character=number))
    half = len(strip) // 2
    for place, page in enumerate((strip[:half], strip[half:])):
        write_bytes(folder.pages / f"{place:03d}.png", encode(np.ascontiguousarray(page), "png"))
    whole = Strip.open(folder.root)
    taken: set[str] = set()
    boxes = [(0, k * (HEIGHT + 10), WIDTH, k * (HEIGHT + 10) + HEIGHT) for k in range(CUTS)]
    cuts = [
        Cut(id=row_id(box[1], taken), kind="panel", box=box, rough="000000", confidence=1) for box in boxes
    ]
    found = CutList(strip=plan_of(whole), gutters=[], rough=[], cuts=cuts)
    write_json(folder.cuts / CUTS_FILE, found)
    write_labels(labels_file(folder), labels_of(instances, (whole.width, whole.height)))


def _write_title(title: Path, rights: str = "CC0, drawn by a test", episodes: int = len(EPISODES)) -> Path:
    for seed, name in enumerate(EPISODES[:episodes]):
        _write_episode(EpisodeFolder(title, name), seed)
    write_text(title / "toonseg.toml", f'rights = "{rights}"\n')
    return title


@pytest.fixture(scope="session")
def write_title() -> Callable[..., Path]:
    """Writes a title with these rights and so many episodes into a folder."""
    return _write_title


@pytest.fixture(scope="session")
def title(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A title that nobody writes into."""
    return _write_title(tmp_path_factory.mktemp("titles") / "rain")
