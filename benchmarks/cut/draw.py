"""Draw labelled strips of all kinds to learn from: python -m benchmarks.cut.draw FOLDER --seeds 0 100"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np

from toonseg.pictures import encode
from toonseg.synth import Kind, draw_strip, write_pages
from toonseg.workspace import PAGES_FOLDER, write_bytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", nargs=2, type=int, default=(0, 100), metavar=("FIRST", "END"))
    chosen = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(draw, chosen.folder), list(product(Kind, range(*chosen.seeds)))))


def draw(folder: Path, what: tuple[Kind, int]) -> None:
    """Draw one strip, unless it is there already."""
    kind, seed = what
    to = folder / kind.value / str(seed)
    if not (to / "truth.json").exists():
        to.mkdir(parents=True, exist_ok=True)
        write_pages(draw_strip(kind, seed), to)


def write_tall_pages(
    folder: Path,
    rows: int,
    seed: int = 0,
    *,
    kind: Kind = Kind.WHITE,
    width: int = 690,
    page_height: int = 1280,
) -> Path:
    """Write a strip of exactly `rows` rows as `folder/pages/00000.jpg`, ..., drawn piece by piece.

    However tall it is, only a few of its panels are in memory at a time. There is no truth.json: the last
    panel may be cut off. Returns the folder of pages.
    """
    pages = folder / PAGES_FOLDER
    waiting = np.empty((0, width, 3), np.uint8)
    written = number = 0
    while written < rows:
        while len(waiting) < min(page_height, rows - written):
            piece = draw_strip(kind, seed, panels=4, width=width)
            waiting = np.concatenate([waiting, piece.pixels])
            seed += 1
        height = min(page_height, rows - written)
        write_bytes(pages / f"{number:05d}.jpg", encode(waiting[:height], "jpg", quality=90))
        waiting = waiting[height:]
        written += height
        number += 1
    return pages


if __name__ == "__main__":
    main()
