"""Label sets of drawn shapes, and the same as pycocotools takes them."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from toonseg.annotations import Instance, LabelSet, Mask, Picture
from toonseg.annotations.polygons import fill
from toonseg.classes import EIGHT, ClassList

HEIGHT, WIDTH = 160, 220


def rectangle(cls: str, box: tuple[int, int, int, int], score: float | None = None, **more: Any) -> Instance:
    """A filled rectangle [x0, y0, x1, y1] of a picture of 220 x 160."""
    pixels = np.zeros((HEIGHT, WIDTH), bool)
    pixels[box[1] : box[3], box[0] : box[2]] = True
    return Instance(cls, Mask.of_pixels(pixels), score=score, **more)


def picture(file: str, *instances: Instance) -> Picture:
    """A picture of 220 x 160."""
    return Picture(file, WIDTH, HEIGHT, instances)


@dataclass(frozen=True)
class Shapes:
    """The two functions above, for tests that make their own small sets."""

    rectangle: Callable[..., Instance]
    picture: Callable[..., Picture]


@pytest.fixture(scope="session")
def shapes() -> Shapes:
    return Shapes(rectangle, picture)


@dataclass(frozen=True)
class RandomSets:
    truth: LabelSet
    predictions: LabelSet


def ring(rng: np.random.Generator, box: np.ndarray) -> np.ndarray:
    """A star-shaped polygon with corners between pixels, in a box [x, y, width, height]."""
    turns = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(5, 12))))
    reach = rng.uniform(0.6, 1, (turns.size, 1)) * box[2:] / 2
    return box[:2] + box[2:] / 2 + reach * np.stack([np.cos(turns), np.sin(turns)], axis=1)


def random_sets(seed: int, *, pictures: int = 12, classes: ClassList = EIGHT) -> RandomSets:
    """Truth and predictions with crowds, all three sizes, wrong classes, duplicates, misses, holes.

    Half of the masks are of polygons. The last class is never in the truth, the last but one never predicted.
    """
    rng = np.random.default_rng(seed)
    names = classes.names
    true, found = [], []
    for number in range(pictures):
        real: list[Instance] = []
        said: list[Instance] = []
        for _ in range(int(rng.integers(0, 9))):
            size = np.exp(rng.uniform(np.log(8), np.log(150), 2))
            box = np.concatenate([rng.uniform(0, np.maximum(1, [WIDTH, HEIGHT] - size)), size])
            cls = names[int(rng.integers(len(names) - 1))]
            mask = fill([ring(rng, box)], (HEIGHT, WIDTH))
            if rng.random() < 0.3:
                pixels = mask.canvas()
                pixels[::7] = False
                mask = Mask.of_pixels(pixels)
            if mask.area:
                real.append(Instance(cls, mask, crowd=bool(rng.random() < 0.15)))
            for _ in range(int(rng.integers(0, 4))):
                moved = box + rng.normal(0, 0.1, 4) * np.tile(size, 2)
                other = rng.random() < 0.2
                name = names[int(rng.integers(len(names)))] if other else cls
                shape = fill([ring(rng, moved)], (HEIGHT, WIDTH)) if rng.random() < 0.3 else mask
                if shape.area and name != names[-2]:
                    # Some scores are equal: ties are broken as pycocotools breaks them.
                    said.append(Instance(name, shape, score=float(np.round(rng.random(), 2))))
        true.append(picture(f"{number % 3:04d}/{number:06d}.png", *real))
        found.append(picture(f"{number % 3:04d}/{number:06d}.png", *said))
    return RandomSets(
        LabelSet(tuple(true), classes, name="truth"), LabelSet(tuple(found), classes, name="predictions")
    )


@pytest.fixture(scope="session")
def make_sets() -> Callable[..., RandomSets]:
    return random_sets


def coco_of(labels: LabelSet, *, scores: bool) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A label set as a COCO object without annotations, and its annotations."""
    images = [
        {"id": n, "file_name": one.file, "width": one.width, "height": one.height}
        for n, one in enumerate(labels.pictures, 1)
    ]
    categories = [{"id": n, "name": name} for n, name in enumerate(labels.classes.names, 1)]
    annotations = []
    for number, one in enumerate(labels.pictures, 1):
        for instance in one.instances:
            x0, y0, x1, y1 = instance.box
            annotation = {
                "id": len(annotations) + 1,
                "image_id": number,
                "category_id": labels.classes.index(instance.cls) + 1,
                "segmentation": {"size": list(instance.mask.size), "counts": instance.mask.counts},
                "bbox": [x0, y0, x1 - x0, y1 - y0],
                "area": instance.area,
                "iscrowd": int(instance.crowd),
            }
            if scores:
                annotation["score"] = instance.score
            annotations.append(annotation)
    return {"images": images, "categories": categories}, annotations


@dataclass(frozen=True)
class Oracle:
    """pycocotools' figures: six of AP, AP and AP50 of each class, 0..1; -1 without truth."""

    summary: list[float]
    per_class: list[float]
    per_class_50: list[float]


def pycocotools_says(truth: LabelSet, predictions: LabelSet, kind: str, max_dets: int = 100) -> Oracle:
    """What pycocotools makes of it; predictions are given without boxes for masks, as Detectron2 does."""
    data, annotations = coco_of(truth, scores=False)
    _, found = coco_of(predictions, scores=True)
    left_out = {"area", "id", "iscrowd", "bbox" if kind == "segm" else "segmentation"}
    results = [{key: value for key, value in one.items() if key not in left_out} for one in found]
    with contextlib.redirect_stdout(io.StringIO()):
        real = COCO()
        real.dataset = data | {"annotations": annotations}
        real.createIndex()
        if results:
            said = real.loadRes(results)
        else:
            said = COCO()
            said.dataset = data | {"annotations": []}
            said.createIndex()
        evaluation = COCOeval(real, said, kind)
        evaluation.params.maxDets = sorted({1, min(10, max_dets), max_dets})
        evaluation.evaluate()
        evaluation.accumulate()
    precision = evaluation.eval["precision"][..., -1]

    def mean(values: np.ndarray) -> float:
        known = values[values > -1]
        return float(known.mean()) if known.size else -1.0

    overall = [
        precision[..., 0],
        precision[0, ..., 0],
        precision[5, ..., 0],
        *np.moveaxis(precision, 3, 0)[1:],
    ]
    count = precision.shape[2]
    return Oracle(
        [mean(one) for one in overall],
        [mean(precision[:, :, place, 0]) for place in range(count)],
        [mean(precision[0, :, place, 0]) for place in range(count)],
    )


@pytest.fixture(scope="session")
def oracle() -> Callable[..., Oracle]:
    return pycocotools_says


def as_coco(labels: LabelSet, *, first_id: int = 1) -> dict[str, Any]:
    """A COCO file's content whose image, category and annotation ids start at `first_id`."""
    data, annotations = coco_of(labels, scores=False)
    shift = first_id - 1
    for one in (*data["images"], *data["categories"], *annotations):
        one["id"] += shift
    for one in annotations:
        one["image_id"] += shift
        one["category_id"] += shift
    return data | {"annotations": annotations}


def as_results(labels: LabelSet, *, first_id: int = 1) -> list[dict[str, Any]]:
    """COCO results for such a file."""
    _, annotations = coco_of(labels, scores=True)
    shift = first_id - 1
    return [
        {
            "image_id": one["image_id"] + shift,
            "category_id": one["category_id"] + shift,
            "segmentation": one["segmentation"],
            "score": one["score"],
        }
        for one in annotations
    ]


@dataclass(frozen=True)
class CocoFiles:
    truth: Callable[..., dict[str, Any]]
    results: Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def coco_files() -> CocoFiles:
    return CocoFiles(as_coco, as_results)


@pytest.fixture(scope="session")
def without() -> Callable[[LabelSet], LabelSet]:
    """A label set's pictures without their instances."""
    return lambda labels: labels.with_pictures(tuple(replace(one, instances=()) for one in labels.pictures))
