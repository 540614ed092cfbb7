"""Small networks, and labelled pictures of discs and bars, for the tests of the model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.pictures import write_picture

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")
torch.set_num_threads(1)


@pytest.fixture
def discs(tmp_path: Path) -> LabelSet:
    """Eight pictures of a red disc (hair) above a blue bar (pants) on grey."""
    rng = np.random.default_rng(5)
    pictures = []
    rows, columns = np.mgrid[0:96, 0:128]
    for number in range(8):
        pixels = np.full((96, 128, 3), 180, np.uint8)
        x, y, r = rng.integers(30, 98), rng.integers(25, 40), rng.integers(12, 22)
        disc = (columns - x) ** 2 + (rows - y) ** 2 < r * r
        bar = (abs(columns - x) < r) & (rows > y + r + 4) & (rows < y + r + 30)
        pixels[disc], pixels[bar] = (200, 30, 30), (30, 30, 200)
        path = tmp_path / f"{number}.png"
        write_picture(path, pixels, "png")
        instances = (Instance("hair", Mask.of_pixels(disc)), Instance("pants", Mask.of_pixels(bar)))
        pictures.append(Picture(path.name, 128, 96, instances, path=path))
    return LabelSet(tuple(pictures), name="discs")
