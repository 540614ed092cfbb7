"""train.png: samples as the network sees them, with the outlines of what is asked for."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from toonseg.classes import ClassList
from toonseg.model.data.decoded import Decoded
from toonseg.model.data.samples import Augment, sample
from toonseg.model.train.settings import TrainSettings
from toonseg.model.train.sources import Pictures
from toonseg.pictures import Rgb, write_picture

COLUMNS, ROWS = 4, 4
_WIDTH = 400
_GAP = 6


def write_samples(
    path: Path, pictures: Pictures, classes: ClassList, settings: TrainSettings, augment: Augment
) -> None:
    """Sixteen samples such as training makes them, side by side, as a PNG.

    Raises:
        TrainingError: No picture can be read.
        WriteError: It cannot be written.
    """
    high = round(_WIDTH * settings.canvas[0] / settings.canvas[1])
    sheet = np.full((ROWS * (high + _GAP) + _GAP, COLUMNS * (_WIDTH + _GAP) + _GAP, 3), 255, np.uint8)
    order = np.random.default_rng([settings.seed, 99]).permutation(len(pictures))
    for place in range(COLUMNS * ROWS):
        rng = np.random.default_rng([settings.seed, 99, place])
        one = sample(pictures, int(order[place % len(order)]), settings.canvas, augment, rng)
        row, column = divmod(place, COLUMNS)
        y, x = _GAP + row * (high + _GAP), _GAP + column * (_WIDTH + _GAP)
        sheet[y : y + high, x : x + _WIDTH] = cv2.resize(
            outlined(one, classes), (_WIDTH, high), interpolation=cv2.INTER_AREA
        )
    write_picture(path, sheet, "png")


def outlined(one: Decoded, classes: ClassList) -> Rgb:
    """HWC uint8 RGB: the picture with each instance tinted and outlined in its class's colour."""
    picture = one.pixels.copy()
    for number, label in enumerate(one.labels, 1):
        mine = one.owner == number
        if not mine.any():
            continue
        colour = np.array(classes[int(label)].colour, np.float32)
        picture[mine] = np.rint(picture[mine] * 0.8 + colour * 0.2).astype(np.uint8)
        found, _ = cv2.findContours(mine.view(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(picture, found, -1, (colour * 0.8).tolist(), 2, cv2.LINE_AA)
    return picture
