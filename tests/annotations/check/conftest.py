"""Label sets with faults, made in code or written as COCO files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toonseg.annotations import Instance, LabelSet, Mask, Picture
from toonseg.annotations.polygons import fill
from toonseg.pictures import encode
from toonseg.workspace import write_bytes

SIZE = (100, 120)


def _square(cls: str, x: int, y: int, side: int = 20, id: int | None = None) -> Instance:
    """A square drawn as a polygon in a picture of 120 x 100 pixels."""
    ring = np.array([[x, y], [x + side, y], [x + side, y + side], [x, y + side]], float)
    return Instance(cls, fill([ring], SIZE), id, rings=(ring,))


@pytest.fixture(scope="session")
def square() -> Callable[..., Instance]:
    return _square


@pytest.fixture(scope="session")
def labels_with() -> Callable[..., LabelSet]:
    """A set of one picture of 120 x 100 pixels with these instances."""

    def make(*instances: Instance) -> LabelSet:
        return LabelSet((Picture("0001/a.png", 120, 100, instances),), name="set.json")

    return make


@pytest.fixture(scope="session")
def mask_of() -> Callable[..., Mask]:
    def make(x0: int, y0: int, x1: int, y1: int) -> Mask:
        pixels = np.zeros(SIZE, bool)
        pixels[y0:y1, x0:x1] = True
        return Mask.of_pixels(pixels)

    return make


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A COCO file of three pictures with a misspelt class, a wrong box, a polygon that leaves the picture, a
    bow tie and an instance that is there twice."""
    for number in range(3):
        rng = np.random.default_rng(number)
        sheet = np.kron(rng.integers(0, 255, (5, 6, 3)), np.ones((20, 20, 1))).astype(np.uint8)
        write_bytes(tmp_path / "images" / f"{number}.png", encode(sheet, "png"))
    square = [10, 10, 40, 10, 40, 40, 10, 40]
    annotations: list[dict[str, Any]] = [
        _annotation(1, 0, 1, square, [10, 10, 30, 30]),
        _annotation(2, 0, 2, [50, 50, 80, 50, 80, 80, 50, 80], [5, 50, 30, 30]),
        _annotation(3, 1, 2, [90, 10, 150, 10, 150, 50, 90, 50], [90, 10, 60, 40]),
        _annotation(4, 1, 3, [10, 10, 60, 60, 60, 10, 10, 60], [10, 10, 50, 50], area=1250),
        _annotation(5, 2, 1, square, [10, 10, 30, 30]),
        _annotation(6, 2, 1, square, [10, 10, 30, 30]),
    ]
    path = tmp_path / "labels.json"
    names = ("hiar", "dress-shirt", "pants", "tie")
    content = {
        "images": [{"id": k, "file_name": f"images/{k}.png", "width": 120, "height": 100} for k in range(3)],
        "categories": [{"id": k, "name": name} for k, name in enumerate(names, 1)],
        "annotations": annotations,
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def _annotation(
    id: int, image: int, category: int, ring: list[int], box: list[int], *, area: int | None = None
) -> dict[str, Any]:
    return {
        "id": id,
        "image_id": image,
        "category_id": category,
        "segmentation": [ring],
        "bbox": box,
        "area": box[2] * box[3] if area is None else area,
        "iscrowd": 0,
    }
