"""The measurement of labels: what is drawn is what is meant, and both sides read the same masks."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks.labels.draw import write_pictures, write_set
from benchmarks.labels.one import MEASUREMENTS
from pycocotools.coco import COCO

from toonseg.annotations.check import check_labels
from toonseg.annotations.formats.coco_read import read_coco


@pytest.mark.parametrize("runs", [False, True])
def test_both_sides_read_the_same_masks(tmp_path: Path, runs: bool) -> None:
    path = tmp_path / "labels.json"
    assert write_set(path, 100, runs=runs) == 13
    labels, coco = read_coco(path), COCO(str(path))
    masks = {one.id: one for one in labels.instances}
    assert set(masks) <= set(coco.anns)
    for number, annotation in coco.anns.items():
        pixels = coco.annToMask(annotation).astype(bool)
        if number not in masks:
            assert not pixels.any()
            continue
        assert np.array_equal(masks[number].mask.within((0, 0, pixels.shape[1], pixels.shape[0])), pixels)
    # The ids of the published sets begin at 0.
    assert min(coco.anns) == min(coco.imgs) == min(coco.cats) == 0


def test_drawn_sets_are_of_the_published_kind(tmp_path: Path) -> None:
    path = tmp_path / "labels.json"
    write_set(path, 800)
    annotations = json.loads(path.read_text(encoding="utf-8"))["annotations"]
    several = sum(len(one["segmentation"]) > 1 for one in annotations) / len(annotations)
    corners = [len(ring) // 2 for one in annotations for ring in one["segmentation"]]
    assert 0.22 <= several <= 0.40
    assert 10 <= np.median(corners) <= 19
    report = check_labels(read_coco(path), pictures=False)
    assert {"box-disagrees", "area-disagrees", "malformed"}.isdisjoint(report.counts)


def test_every_measurement_runs(tmp_path: Path) -> None:
    path = tmp_path / "labels.json"
    write_set(path, 24)
    write_pictures(path)
    for name, measure in MEASUREMENTS.items():
        result = measure(path)
        assert result, name
        assert result.get("pictures", 3) == 3
