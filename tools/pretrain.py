"""Train weights for any webtoon, from nothing but this repository: draw, then learn in two parts.

    python tools/pretrain.py runs/pretrain      # three hours on two cores; killed, it goes on
    python tools/pretrain.py runs/pretrain --hands runs/hands      # with the sets that tools/hands made
    python tools/put_weights.py runs/pretrain/full/best.safetensors --card runs/pretrain/full/README.md

Fourteen of the preset styles are learned, and hands between two of them; cuts of four others choose the best
weights, and tell what AP to expect of a hand that is new to the network.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from toonseg.annotations.formats import Format, read
from toonseg.annotations.labelset import LabelSet, joined, under
from toonseg.model.pretrained import NEVER_SEEN
from toonseg.model.train.run import train
from toonseg.synth.art.presets import ALL, MIXED
from toonseg.synth.titles import Order
from toonseg.synth.titles.dataset import write_cuts

RECIPES = Path(__file__).parents[1] / "recipes"
PARTS = (("small", "pretrain-small.toml"), ("full", "pretrain.toml"))


def drawn(folder: Path, styles: Mapping[str, str], cuts: int, seed: int) -> LabelSet:
    """So many cuts of each style (its folder's name -> style), as one set; what was drawn before is kept."""
    sets: list[LabelSet] = []
    for number, (name, style) in enumerate(styles.items()):
        made = write_cuts(folder / name, Order(seed + number, style, balance=True), cuts)
        sets.append(under(read(made.annotations, Format.COCO), name))
        print(f"{name}: {made.cuts} cuts", flush=True)
    return replace(joined(sets), name="drawn")


def of_other_hands(folder: Path) -> list[LabelSet]:
    """The sets that `python -m tools.hands.make` wrote for training; those under test/ are not learned."""
    found = sorted(folder.glob("*/annotations.json"))
    return [under(read(path, Format.COCO), path.parent.name) for path in found]


def learned(out: Path, cuts: int, between: int, seed: int, hands: Path | None) -> LabelSet:
    """So many drawn cuts of each learned style, so many in styles between two, and sets of other hands."""
    styles = tuple(preset.name for preset in ALL if preset.name not in NEVER_SEEN)
    own = drawn(out / "drawn", dict(zip(styles, styles, strict=True)), cuts, seed)
    mixed = drawn(out / "drawn", {"between": MIXED.join(styles)}, between, seed + 50)
    if hands is None:
        return joined([own, mixed])
    return replace(joined([own, mixed, *of_other_hands(hands)]), name="drawn and by other hands")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--cuts", type=int, default=340, help="of each style that is learned")
    parser.add_argument("--between", type=int, default=1800, help="cuts in styles between two learned ones")
    parser.add_argument("--held", type=int, default=30, help="of each style that is held back")
    parser.add_argument("--seed", type=int, default=500)
    parser.add_argument("--steps", type=int, help="of each part, instead of the recipes'")
    parser.add_argument("--hands", type=Path, help="sets by other hands to learn as well: tools/hands")
    asked = parser.parse_args()
    labels = learned(asked.out, asked.cuts, asked.between, asked.seed, asked.hands)
    kept_back = dict(zip(NEVER_SEEN, NEVER_SEEN, strict=True))
    held = drawn(asked.out / "held", kept_back, asked.held, asked.seed + 100)
    start = None
    for part, recipe in PARTS:
        trained = train(
            labels, asked.out / part, validation=held, start=start, recipe=RECIPES / recipe,
            steps=asked.steps, say=print,
        )  # fmt: skip
        print(trained, flush=True)
        start = trained.best


if __name__ == "__main__":
    main()
