"""Make the sets of other hands.

    python -m tools.hands.make FETCHED OUT --cuts 150 --seed 1

FETCHED is the folder that `python -m tools.hands.fetch FETCHED` filled. Sets for training come to
OUT/<hand>_<seed>, those of the hands held out for testing to OUT/test/<hand>.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from toonseg.annotations.formats.coco_write import write_coco
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.pictures import write_picture

from .clipart import clips_of
from .drawing import Drawable
from .dressed import some_dressed
from .emoji import emoji_figures
from .figure import figures_of
from .painting import some_painted
from .peeps import peeps
from .people import people
from .scenes import cut_of
from .styles import HANDS, Hand
from .things import Thing, hats_of, icons_of, some_things_painted

CLIPS = Path("usr/share/openclipart/svg")
FIGURES_PER_CUT = 2
DRESSING, PAINTING, PAINTING_THINGS = 2, 1, 3
"""Each has random numbers of its own: the same seed places the same figures, dressed and painted or not."""


@dataclass(frozen=True)
class Props:
    """What a set is drawn with beside its hand's people, and what is done to these.

    The last four are shares.

    Attributes:
        things: What stands about.
        hats: What may be put on heads.
        hatted: Figures with a hat put on.
        long: Figures with locks over their clothes.
        painted: Figures painted (painting.py); the others stay flat.
        painted_things: Things painted as people are (things.py).
    """

    things: Sequence[Thing]
    hats: Sequence[Thing] = ()
    hatted: float = 0.0
    long: float = 0.0
    painted: float = 0.0
    painted_things: float = 0.0


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
    parser.add_argument("--hatted", type=float, default=0.15, help="share of them with a hat put on")
    parser.add_argument(
        "--long", type=float, default=0.25, help="share of them with locks over their clothes"
    )
    parser.add_argument(
        "--painted-things",
        type=float,
        default=0.35,
        help="share of things for training that are painted",
    )
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    chosen = [hand for hand in HANDS if not asked.hands or hand.name in asked.hands]
    for testing in sorted({hand.test for hand in chosen}):
        props = Props(clips_of(asked.fetched / CLIPS, testing=testing))
        if not testing:
            props = Props(
                [*props.things, *icons_of(asked.fetched)],
                hats_of(asked.fetched, asked.fetched / CLIPS),
                asked.hatted,
                asked.long,
                asked.painted,
                asked.painted_things,
            )
        print(f"{len(props.things)} things without people for {'testing' if testing else 'training'}")
        for hand in (hand for hand in chosen if hand.test == testing):
            folder = (
                asked.out
                / ("test" if testing else ".")
                / (hand.name if testing else f"{hand.name}_{asked.seed}")
            )
            count = asked.test_cuts if testing else asked.cuts
            made = make_set(hand, folder, props, asked.fetched, count=count, seed=asked.seed)
            counts = {name: sum(one.cls == name for one in made.instances) for name in made.classes.names}
            print(folder, count, {name: n for name, n in counts.items() if n}, flush=True)


def make_set(hand: Hand, folder: Path, props: Props, packages: Path, *, count: int, seed: int) -> LabelSet:
    """Draw `count` cuts of one hand: folder/annotations.json (COCO) and folder/images/000001.png, ...

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
    dressing, painting, things_painting = (
        np.random.default_rng([*own, what]) for what in (DRESSING, PAINTING, PAINTING_THINGS)
    )
    drawings = some_dressed(drawings, props.hats, dressing, hatted=props.hatted, long=props.long)
    drawings = some_painted(drawings, props.painted, painting)
    things = some_things_painted(props.things, props.painted_things, things_painting)
    pictures = []
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        canvas = cut_of(drawings, things, rng)
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
