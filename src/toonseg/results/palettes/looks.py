"""What colours every instance of a run of pictures has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Picture
from toonseg.errors import SourceError, ToonsegError
from toonseg.model.pixels import identity, pixels_of
from toonseg.pictures import Rgb, decode
from toonseg.results.colours import Bytes, Colour, Floats, dominant, hex_of, oklab
from toonseg.results.masked import content_of
from toonseg.scale.journal import Journal
from toonseg.scale.resume import Row, Tell, resume_tasks
from toonseg.scale.worker import single_threaded

JOURNAL = ".looks.jsonl"
_MARK = "2"
_SWATCHES = 5
_MOST_PIXELS = 20_000
_DIGITS = 4


@dataclass(frozen=True)
class Shade:
    """A colour of an instance, sRGB, and its share of the instance's pixels, 0..1."""

    rgb: Colour
    share: float

    @property
    def oklab(self) -> Floats:
        """In OKLab."""
        return oklab(np.array(self.rgb, np.uint8))


Look = tuple[Shade, ...]
"""The colours of an instance, the largest first; empty if no pixel of it is in the picture."""


def weighted(points: Floats) -> Floats:
    """OKLab (..., 3) with lightness at half its weight, for distances: scenes differ in light."""
    return np.asarray(points * np.array([0.5, 1.0, 1.0]), np.float32)


def median_of(points: Floats, weights: NDArray[np.float64]) -> Floats:
    """The median of colours in OKLab (N x 3), each of L, a and b for itself, weighted (N)."""
    middle = []
    for values in points.T:
        order = np.argsort(values, kind="stable")
        sums = np.cumsum(weights[order])
        middle.append(values[order][int(np.searchsorted(sums, sums[-1] / 2))])
    return np.array(middle, np.float32)


@dataclass(frozen=True)
class Looked:
    """What a run of pictures was seen to have, by the pictures' names.

    Attributes:
        looks: The look of every instance, in the picture's order.
        errors: Why a picture could not be looked at.
        identities: What names the pixels that were seen: `model.pixels.identity`.
    """

    looks: dict[str, tuple[Look, ...]]
    errors: dict[str, ToonsegError]
    identities: dict[str, str]


def looks_of(
    pictures: Sequence[Picture], folder: Path, *, jobs: int | None = None, tell: Tell | None = None
) -> Looked:
    """The look of every instance of every picture.

    Args:
        pictures: Their `path` is what `model.pixels.pixels_of` reads.
        folder: Where a journal is kept for a killed run to go on from.
        jobs: Processes; None for one per core.
        tell: Told of each picture that is done.

    Raises:
        WriteError: The journal cannot be written.
    """
    journal = Journal(folder, _MARK, JOURNAL)
    done = resume_tasks(
        _looks, pictures, journal, name=lambda picture: picture.file, content=content_of,
        found=lambda picture, rows: content_of(picture, rows[0]["sha256"]), jobs=jobs, tell=tell,
    )  # fmt: skip
    journal.settle(list(done.rows))
    looks = {file: tuple(map(_of_row, rows[1:])) for file, rows in done.rows.items()}
    return Looked(looks, done.errors, {file: rows[0]["sha256"] for file, rows in done.rows.items()})


def look_at(pixels: Rgb, one: Instance) -> Look:
    """The colours of one instance of a picture (HWC uint8 RGB), inside of its outline where there is one."""
    height, width = pixels.shape[:2]
    x0, y0, x1, y1 = one.box
    box = (max(0, x0), max(0, y0), min(width, x1), min(height, y1))
    if box[0] >= box[2] or box[1] >= box[3]:
        return ()
    mask = one.mask.within(box)
    # The rim is mixed with what is beside it.
    inner = cv2.erode(np.pad(mask, 1).astype(np.uint8), np.ones((3, 3), np.uint8))[1:-1, 1:-1].astype(bool)
    if 2 * inner.sum() > mask.sum():
        mask = inner
    chosen: Bytes = pixels[box[1] : box[3], box[0] : box[2]][mask]
    chosen = chosen[:: 1 + len(chosen) // _MOST_PIXELS]
    return tuple(Shade(one.rgb, round(one.share, _DIGITS)) for one in dominant(chosen, _SWATCHES))


def _looks(picture: Picture) -> list[Row]:
    """A row that names the picture's pixels, and one for each instance."""
    if not picture.instances:
        return [{"sha256": identity(picture)}]
    name, pixels = _read(picture)
    with single_threaded():
        looks = [look_at(pixels, one) for one in picture.instances]
    return [{"sha256": name}, *({"shades": [[hex_of(one.rgb), one.share] for one in look]} for look in looks)]


def _read(picture: Picture) -> tuple[str, Rgb]:
    """`identity` and `pixels_of` of a picture, whose file is read once."""
    if picture.path is None or not picture.path.is_file():
        return identity(picture), pixels_of(picture)
    try:
        data = picture.path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise SourceError(picture.path, problem, "Put the picture there.") from error
    return sha256(data).hexdigest(), decode(data, picture.path)


def _of_row(row: Row) -> Look:
    def colour(text: str) -> Colour:
        red, green, blue = bytes.fromhex(text[1:])
        return red, green, blue

    return tuple(Shade(colour(text), share) for text, share in row["shades"])
