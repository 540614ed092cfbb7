"""Two tiny titles of discs, as COCO files with their pictures, and recipes of experiments on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from toonseg.annotations.formats import write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.pictures import write_picture

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")

_HEAD = """
start = "imagenet"
resamples = 100
[titles.FD]
labels = "fd/labels.json"
[titles.LR]
labels = "lr/labels.json"
[split]
by = "stratified"
test = 0.5
[lengths]
whole = { steps = 3 }
transfer = { steps = 2 }
[train]
batch = 1
canvas = [64, 96]
freeze = 0
validate_every = 2
threads = 1
[design]
backbone = "csp"
channels = 32
[data]
hold_out = 0.2
"""
_TRANSFER = """
[[experiments]]
name = "5"
pretrained_on = ["FD"]
trained_on = ["LR"]
tested_on = ["LR"]
published = 55.283
"""
_SINGLE = """
[[experiments]]
name = "4"
trained_on = ["FD"]
tested_on = ["FD"]
[[experiments]]
name = "6"
trained_on = ["LR"]
tested_on = ["LR"]
published = 48.234
[[claims]]
text = "Transfer is better"
pairs = [["5", "6"]]
"""
_BLOCKS = """
[best_and_last]
experiments = ["5"]
[leakage]
title = "FD"
length = { steps = 1 }
[counts]
title = "FD"
cuts = [2, 4]
length = { steps = 1 }
[drift]
title = "FD"
early = ["0001"]
length = { steps = 1 }
"""


def _write_discs(folder: Path, seed: int, cuts: int = 20) -> None:
    """A COCO file of red discs (hair) above blue bars (pants), in episodes 0001 and 0002."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:64, 0:96]
    pictures = []
    for number in range(cuts):
        pixels = np.full((64, 96, 3), 150 + 5 * seed, np.uint8)
        x, y, r = rng.integers(24, 72), rng.integers(18, 26), rng.integers(9, 14)
        disc = (columns - x) ** 2 + (rows - y) ** 2 < r * r
        bar = (abs(columns - x) < r) & (rows > y + r + 3) & (rows < y + r + 18)
        pixels[disc], pixels[bar] = (200, 30, 30), (30, 30, 200)
        file = f"{1 + number % 2:04d}/{number:03d}.png"
        write_picture(folder / file, pixels, "png")
        worn = (Instance("hair", Mask.of_pixels(disc)), Instance("pants", Mask.of_pixels(bar)))
        pictures.append(Picture(file, 96, 64, worn, path=folder / file))
    write(LabelSet(tuple(pictures)), folder / "labels.json", "coco")


@dataclass(frozen=True)
class Texts:
    """Parts of recipes, to be added up; `head` is always the first."""

    head: str = _HEAD
    transfer: str = _TRANSFER
    single: str = _SINGLE
    blocks: str = _BLOCKS


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts()


@pytest.fixture(scope="session")
def write_discs() -> Callable[[Path, int], None]:
    """Writes a tiny title into a folder; another seed, another title."""
    return _write_discs


@pytest.fixture
def recipe(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a recipe of the tiny titles, which lie beside it, with the given experiments and blocks."""
    _write_discs(tmp_path / "fd", 1)
    _write_discs(tmp_path / "lr", 2)

    def made(text: str) -> Path:
        path = tmp_path / "recipe.toml"
        path.write_text(text)
        return path

    return made
