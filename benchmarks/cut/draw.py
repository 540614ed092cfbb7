"""Draw labelled strips of all kinds to learn from: python -m benchmarks.cut.draw FOLDER --seeds 0 100"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

from toonseg.synth import Kind, draw_strip, write_pages


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


if __name__ == "__main__":
    main()
