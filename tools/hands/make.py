"""Make the sets of other hands.

    python -m tools.hands.make FETCHED OUT --cuts 150 --seed 1

FETCHED is the folder that `python -m tools.hands.fetch FETCHED` filled. Sets for training come to
OUT/<hand>_<seed>, those of the hands held out for testing to OUT/test/<hand>.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from toonseg.annotations.formats.coco_write import write_coco
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.pictures import write_picture

from .clipart import Clip, clips_of
from .drawing import Drawable
from .emoji import emoji_figures
from .figure import figures_of
from .painting import some_painted
from .peeps import peeps
from .people import people
from .scenes import cut_of
from .styles import HANDS, Hand

CLIPS = Path("usr/share/openclipart/svg")
FIGURES_PER_CUT = 2
PAINTING = 1
"""Painting has random numbers of its own: the same seed gives the same cuts, painted or not."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fetched", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--hands", nargs="*", choices=[hand.name for hand in HANDS], help="only these")
    parser.add_argument("--cuts", type=int, default=150, help="cuts of each set for training")
    parser.add_argument("--test-cuts", type=int, default=40, help="cuts of each set for testing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--painted", type=float, default=0.45, help="share of figures for training that are painted"
    )
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    chosen = [hand for hand in HANDS if not asked.hands or hand.name in asked.hands]
    for testing in sorted({hand.test for hand in chosen}):
        clips = clips_of(asked.fetched / CLIPS, testing=testing)
        print(f"{len(clips)} things without people for {'testing' if testing else 'training'}")
        for hand in (hand for hand in chosen if hand.test == testing):
            folder = (
                asked.out
                / ("test" if testing else ".")
                / (hand.name if testing else f"{hand.name}_{asked.seed}")
            )
            count = asked.test_cuts if testing else asked.cuts
            share = 0.0 if testing else asked.painted
            made = make_set(hand, folder, clips, asked.fetched, count=count, seed=asked.seed, painted=share)
            counts = {name: sum(one.cls == name for one in made.instances) for name in made.classes.names}
            print(folder, count, {name: n for name, n in counts.items() if n}, flush=True)


def make_set(
    hand: Hand, folder: Path, clips: list[Clip], packages: Path, *, count: int, seed: int, painted: float
) -> LabelSet:
    """Draw `count` cuts of one hand: folder/annotations.json (COCO) and folder/images/000001.png, ...

    `painted` is the share of figures that are painted (painting.py); the others are flat.
    Every hand and seed has random numbers of its own: a set is the same whichever others are made with it.
    """
    own = [seed, *hand.name.encode()]
    rng = np.random.default_rng(own)
    wanted = FIGURES_PER_CUT * count
    drawings: Sequence[Drawable]
    if hand.kit == "peeps":
        drawings = peeps(wanted, packages, rng)
    elif hand.kit == "people":
        drawings = people(wanted, packages / CLIPS, rng)
    elif hand.kit == "emoji":
        drawings = emoji_figures(hand, wanted, packages, rng)
    else:
        drawings = figures_of(hand, wanted, packages, rng)
    drawings = some_painted(drawings, painted, np.random.default_rng([*own, PAINTING]))
    pictures = []
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        canvas = cut_of(drawings, clips, rng)
        height, width = canvas.owners.shape
        name = f"{number:06d}.png"
        write_picture(folder / "images" / name, canvas.picture(), "png")
        pictures.append(Picture(name, width, height, canvas.seen()))
    rights = f"{hand.package} ({hand.licence}), openclipart (public domain)"
    labels = LabelSet(tuple(pictures), rights=rights, name=f"{hand.name}, seed {seed}")
    write_coco(labels, folder / "annotations.json")
    return labels


if __name__ == "__main__":
    main()
