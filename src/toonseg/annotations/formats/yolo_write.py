"""Writes YOLO data sets for segmentation: data.yaml, `images`, a text file of polygons each in `labels`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from toonseg.annotations.formats.writing import (
    Written,
    all_beside,
    bring_all,
    left_out,
    names_of,
    rings_of,
    whole_mask,
)
from toonseg.annotations.formats.yolo_yaml import write_data_yaml
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.polygons import one_ring, polygons
from toonseg.workspace import write_text


def write_yolo(labels: LabelSet, out: Path, *, tolerance: float = 0.0, pictures: bool = True) -> Written:
    """Write a YOLO data set.

    A line holds one polygon, so parts and holes of an instance are joined by lines of no width. Scores,
    characters and whatever else was read have no place in the format.

    Args:
        labels: The label set.
        out: The folder: data.yaml, images and labels in it.
        tolerance: Pixels by which polygons may leave the mask's edge to have fewer corners.
        pictures: Copy the pictures to `images`; without them no one can tell the size of a mask.

    Raises:
        LabelError: Two pictures would share a file, or a name leads out of the folder.
        WriteError: It could not be written.
    """
    names = names_of(labels)
    listed = all_beside(out / "labels", labels, ".txt")
    written = 0
    for picture, path in listed:
        lines = [
            f"{names.index(one.cls)} {_shares(one, picture, tolerance)}\n"
            for one in picture.instances
            if whole_mask(one, picture).area
        ]
        written += len(lines)
        write_text(path, "".join(lines))
    notes = bring_all(labels, out / "images") if pictures else []
    write_text(out / "data.yaml", write_data_yaml(names.names, labels.rights))
    left = sum(1 for _ in labels.instances) - written
    notes += left_out(left)
    if any(one.crowd for one in labels.instances):
        notes.append("crowds are written like any other instance")
    return Written(out, len(listed), written, tuple(notes))


def _shares(one: Instance, picture: Picture, tolerance: float) -> str:
    size = np.array([picture.width, picture.height])
    rings = rings_of(one, picture, tolerance)
    if len(rings) > 1 or np.any(rings[0] < 0) or np.any(rings[0] > size):
        # Rings that were drawn across each other or the picture's edge would, joined or clipped, be others.
        rings = polygons(whole_mask(one, picture), tolerance=tolerance)
    shares = np.clip(one_ring(rings) / size, 0, 1).ravel()
    # Nine digits: less than a thousandth of a pixel, also on a strip of 300,000 rows.
    return " ".join(f"{value:.9g}" for value in shares.tolist())
