"""The pictures of docs/line-art.md: drawn cuts, what is true of them, and what is found.

python -m benchmarks.results.sheets docs/pictures
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.results.flats import mean_shift, with_masks
from benchmarks.results.lines import adaptive, canny, xdog
from benchmarks.results.truth import TrueCut, true_cut
from toonseg.pictures import write_picture
from toonseg.results.flats import flat_colours
from toonseg.results.lineart import line_art

Pixels = NDArray[np.uint8]

SEED = 606
CUTS = (("western", 12), ("manga", 23), ("watercolour", 9))
_HEIGHT, _WIDTH, _GAP = 260, 300, 6


def lines(cut: TrueCut) -> list[Pixels]:
    """The picture, its true ink, and the lines of four methods."""
    true = np.rint(255 * (1 - cut.ink)).astype(np.uint8)
    found = [line_art(cut.picture), xdog(cut.picture), canny(cut.picture), adaptive(cut.picture)]
    return [cut.picture, *(np.asarray(cv2.cvtColor(one, cv2.COLOR_GRAY2RGB)) for one in (true, *found))]


def colours(cut: TrueCut) -> list[Pixels]:
    """The picture, its true flat colours where they are known, and those of three methods."""
    true = np.where(cut.known[..., None], cut.flat, np.uint8(255))
    return [cut.picture, true, with_masks(cut), flat_colours(cut.picture), mean_shift(cut.picture)]


def row(pictures: list[Pixels], cut: TrueCut) -> Pixels:
    """The pictures side by side, each the same piece at its own size: where most is inked."""
    height, width = min(_HEIGHT, cut.ids.shape[0]), min(_WIDTH, cut.ids.shape[1])
    much = cv2.boxFilter(cut.ink, -1, (width, height), normalize=False, borderType=cv2.BORDER_CONSTANT)
    inner = much[height // 2 : len(much) - (height - 1) // 2, width // 2 : much.shape[1] - (width - 1) // 2]
    y, x = (int(v) for v in np.unravel_index(inner.argmax(), inner.shape))
    paper = np.full((_HEIGHT + _GAP, len(pictures) * (_WIDTH + _GAP), 3), 255, np.uint8)
    for k, picture in enumerate(pictures):
        left = k * (_WIDTH + _GAP)
        paper[:height, left : left + width] = picture[y : y + height, x : x + width]
    return paper


def main() -> None:
    """Write both sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    cuts = [true_cut(style, SEED, number) for style, number in CUTS]
    for name, shown in (("line-art.jpg", lines), ("flat-colours.jpg", colours)):
        sheet = np.concatenate([row(shown(cut), cut) for cut in cuts])
        write_picture(asked.out / name, sheet, "jpg", quality=80)


if __name__ == "__main__":
    main()
