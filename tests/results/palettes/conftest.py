"""A title of three episodes in which two people, hair above shirt above pants, change clothes."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from toonseg.annotations.formats import Format, write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.pictures import write_picture

SIZE = (130, 140)
HAIR = {"mina": (150, 70, 40), "joon": (60, 60, 70)}
SHIRTS = {"mina": [(210, 210, 215)] * 3, "joon": [(70, 90, 170), (70, 90, 170), (170, 60, 60)]}
PANTS = (70, 66, 60)
RIGHTS = "CC0, drawn for tests"


def write_set(folder: Path, *, named: bool) -> Path:
    """Nine cuts as COCO with their pictures; in each third one only joon is seen."""
    pictures = []
    for number in range(9):
        episode = number // 3
        pixels = np.full((*SIZE, 3), 235, np.uint8)
        found = []
        for name, x in (("mina", 36), ("joon", 104)):
            if name == "mina" and number % 3 == 2:
                continue
            drawn = {
                "hair": (HAIR[name], ((x - 16, 8), (x + 16, 40))),
                "dress-shirt": (SHIRTS[name][episode], ((x - 15, 46), (x + 15, 80))),
                "pants": (PANTS, ((x - 12, 84), (x + 12, 124))),
            }
            for cls, (colour, (start, end)) in drawn.items():
                mask = np.zeros(SIZE, np.uint8)
                cv2.rectangle(mask, start, end, 1, -1)
                pixels[mask > 0] = colour
                pixels[mask > 0] += np.array([0, 0, 3 * episode], np.uint8)  # the title drifts
                found.append(Instance(cls, Mask.of_pixels(mask > 0), character=name if named else None))
        file = f"{1 + episode:04d}/{number:06d}.png"
        write_picture(folder / file, pixels, "png")
        pictures.append(Picture(file, SIZE[1], SIZE[0], tuple(found), path=folder / file))
    write(LabelSet(tuple(pictures), rights=RIGHTS), folder / "labels.json", Format.COCO)
    return folder / "labels.json"


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """The nine cuts, with characters."""
    return write_set(tmp_path / "named", named=True)


@pytest.fixture
def unnamed(tmp_path: Path) -> Path:
    """The same without."""
    return write_set(tmp_path / "unnamed", named=False)


def instance(cls: str, box: tuple[int, int, int, int], character: str | None = None) -> Instance:
    """An instance that fills its box."""
    x0, y0, x1, y1 = box
    return Instance(cls, Mask.of_pixels(np.ones((y1 - y0, x1 - x0), bool), (x0, y0)), character=character)


@pytest.fixture
def two_people() -> list[Instance]:
    """Two people side by side, the second one's clothes first."""
    first = [("hair", (40, 10, 80, 60)), ("dress-shirt", (35, 60, 85, 130)), ("tie", (56, 62, 64, 110))]
    first.append(("pants", (40, 128, 80, 220)))
    second = [
        ("hair", (140, 20, 180, 110)),
        ("T-shirt", (135, 72, 190, 140)),
        ("skirt", (138, 138, 188, 190)),
    ]
    return [instance(*one) for one in [*reversed(second), *first]]
