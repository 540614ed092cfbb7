"""What is in drawn cuts, beside the two published sets: the tables of docs/synth.md.

python -m benchmarks.synth.contents --cuts 400
python -m benchmarks.synth.contents --cuts 300 --balance
"""

from __future__ import annotations

import argparse
from functools import partial

import cv2

from toonseg.classes import InstanceClass
from toonseg.scale import map_tasks
from toonseg.synth.titles import Order
from toonseg.synth.titles.dataset import draw_numbered
from toonseg.synth.titles.statistics import PUBLISHED_FD, PUBLISHED_LR, measure

Found = tuple[int, list[tuple[InstanceClass, int]]]
STEP = 5  # cuts of one artist are alike: every fifth number is drawn


def contents(order: Order, number: int) -> Found:
    """A cut's pixels, and the class and pixels of its instances."""
    cv2.setNumThreads(1)
    cut = draw_numbered(order, number * STEP)
    return cut.ids.size, [(one.cls, one.area) for one in cut.instances]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=400)
    parser.add_argument("--seed", type=int, default=808, help="808 is the tables' own")
    parser.add_argument("--balance", action="store_true", help="as `toonseg synth --balance` draws")
    chosen = parser.parse_args()
    for style, published in (("FD", PUBLISHED_FD), ("LR", PUBLISHED_LR)):
        found = []
        for outcome in map_tasks(
            partial(contents, Order(chosen.seed, style, chosen.balance)), range(chosen.cuts)
        ):
            assert outcome.result is not None, outcome.error
            found.append(outcome.result)
        print(f"\n{style}, {chosen.cuts} cuts\n\n{measure(found).beside(published)}")


if __name__ == "__main__":
    main()
