"""A large set of drawn labels, as the published sets have them: polygons of 10 to 19 corners, ids from 0,
several polygons for a third of the instances, 690 pixels wide, pictures that are not on this disk."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from toonseg.classes import EIGHT

WIDTH = 690
PER_PICTURE = 8
_SHARES = (0.34, 0.10, 0.15, 0.12, 0.03, 0.22, 0.03, 0.01)
"""How often each class is there: about as in the published sets."""

_EXTENT = (0.02, 0.014, 0.015, 0.014, 0.006, 0.05, 0.003, 0.02)
"""Median share of the picture that each class takes up."""


def ring(rng: np.random.Generator, area: float, size: tuple[int, int]) -> NDArray[np.float64]:
    """A ring (N x 2, in pixels) of about `area` square pixels in a picture of `size` (height, width)."""
    corners = int(rng.integers(10, 20))
    turns = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radius = np.sqrt(area / np.pi) * rng.uniform(0.8, 1.2, corners)
    height, width = size
    stretch = np.exp(rng.normal(0, 0.3))
    around = np.stack([np.cos(turns) * radius * stretch, np.sin(turns) * radius / stretch], axis=1)
    middle = rng.uniform((0, 0), (width, height))
    return np.round(np.clip(middle + around, 0, (width - 1, height - 1)), 2)


def write_set(path: Path, instances: int, *, runs: bool = False, seed: int = 0) -> int:
    """Write a COCO file of so many instances; returns how many pictures they are in.

    Args:
        path: The file.
        instances: How many annotations.
        runs: Write compressed run lengths instead of polygons.
        seed: Another number, other drawings.
    """
    rng = np.random.default_rng(seed)
    images, annotations = [], []
    while len(annotations) < instances:
        number, height = len(images), int(rng.integers(177, 700))
        images.append(
            {"id": number, "file_name": f"train_images/{number}.jpg", "width": WIDTH, "height": height}
        )
        for _ in range(min(PER_PICTURE, instances - len(annotations))):
            cls = int(rng.choice(8, p=_SHARES))
            area = _EXTENT[cls] * np.exp(rng.normal(0, 0.8)) * WIDTH * height
            parts = 1 if rng.random() > 0.33 else int(rng.integers(2, 4))
            rings = [ring(rng, area / parts, (height, WIDTH)) for _ in range(parts)]
            annotations.append(_annotation(len(annotations), number, cls, rings, height, runs=runs))
    categories = [
        {"id": place, "name": name, "supercategory": name} for place, name in enumerate(EIGHT.names)
    ]
    content = {"images": images, "categories": categories, "annotations": annotations}
    path.write_text(json.dumps(content), encoding="utf-8")
    return len(images)


def write_pictures(path: Path) -> None:
    """Write a JPEG for each picture of a COCO file: flat shapes in random colours, no two alike."""
    import cv2

    for image in json.loads(path.read_text(encoding="utf-8"))["images"]:
        rng = np.random.default_rng(image["id"])
        size = (image["width"], image["height"])
        sheet = np.full((size[1], size[0], 3), 245, np.uint8)
        for _ in range(20):
            corners = rng.integers((0, 0), size, (5, 2)).astype(np.int32)
            cv2.fillPoly(sheet, [corners], rng.integers(0, 255, 3).tolist(), cv2.LINE_AA)
        file = path.parent / image["file_name"]
        file.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(file), sheet)


def _annotation(
    number: int, image: int, cls: int, rings: list[NDArray[np.float64]], height: int, *, runs: bool
) -> dict[str, object]:
    corners = np.concatenate(rings)
    low, extent = corners.min(axis=0), np.ptp(corners, axis=0)
    area = sum(
        abs(float(np.sum(r[:, 0] * np.roll(r[:, 1], -1) - np.roll(r[:, 0], -1) * r[:, 1]))) / 2 for r in rings
    )
    shape: object = [r.ravel().tolist() for r in rings]
    if runs:
        from pycocotools import mask

        merged = mask.merge(mask.frPyObjects(shape, height, WIDTH))
        shape = {"size": [height, WIDTH], "counts": merged["counts"].decode("ascii")}
        low, extent = np.split(mask.toBbox(merged), 2)
        area = float(mask.area(merged))
    return {
        "id": number,
        "image_id": image,
        "category_id": cls,
        "segmentation": shape,
        "bbox": [*low.tolist(), *extent.tolist()],
        "area": area,
        "iscrowd": 0,
    }
