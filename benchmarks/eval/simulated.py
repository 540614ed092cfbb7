"""Truth and predictions without pictures: ellipses in cuts of 690 x 400, and what a model would say of them.

Classes are as frequent as in the method's first title (FD train), seven instances a cut. A model finds most
of them, a little moved and swollen, takes some for a class like theirs, finds some twice and some that are
not there; its scores rise with how well it has found them.
"""

from __future__ import annotations

import numpy as np

from toonseg.annotations import Instance, LabelSet, Mask, Picture
from toonseg.annotations.polygons import fill
from toonseg.classes import EIGHT

SIZE = (400, 690)
PER_CUT = 7
FREQUENCY = np.array([435, 121, 192, 145, 37, 283, 69, 4]) / 1286
LIKE = {
    "dress-shirt": "T-shirt",
    "T-shirt": "dress-shirt",
    "pants": "skirt",
    "skirt": "pants",
    "outer": "vest",
}
_TURNS = np.linspace(0, 2 * np.pi, 24, endpoint=False)


def simulated(cuts: int, seed: int, *, skill: float = 0.8) -> tuple[LabelSet, LabelSet]:
    """Truth and predictions of `cuts` cuts by a model of `skill` 0..1; the same seed, the same truth."""
    rng, model = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    true, found = [], []
    for number in range(cuts):
        file = f"{number // 20 + 1:04d}/{number:06d}.png"
        real: list[Instance] = []
        said: list[Instance] = []
        for _ in range(rng.poisson(PER_CUT)):
            size = np.exp(rng.normal([4.0, 4.2], 0.6)).clip(10, 300)
            box = np.concatenate([rng.uniform(0, [SIZE[1], SIZE[0]] - size), size])
            real.append(Instance(EIGHT[int(rng.choice(8, p=FREQUENCY))].name, ellipse(box)))
            said += _predicted(model, real[-1].cls, box, skill)
        for _ in range(model.poisson(0.5)):
            box = np.concatenate([model.uniform(0, (500, 250)), model.uniform(15, 120, 2)])
            said.append(_instance(EIGHT[int(model.choice(8, p=FREQUENCY))].name, box, model.beta(2, 4)))
        true.append(Picture(file, SIZE[1], SIZE[0], tuple(one for one in real if one.area)))
        found.append(Picture(file, SIZE[1], SIZE[0], tuple(one for one in said if one.area)))
    return LabelSet(tuple(true), name="truth"), LabelSet(tuple(found), name=f"model {skill:g}")


def ellipse(box: np.ndarray) -> Mask:
    """The mask of the ellipse in a box [x, y, width, height], on a cut's canvas."""
    corners = box[:2] + box[2:] / 2 * (1 + np.stack([np.cos(_TURNS), np.sin(_TURNS)], axis=1))
    return fill([corners], SIZE)


def _predicted(model: np.random.Generator, cls: str, box: np.ndarray, skill: float) -> list[Instance]:
    if model.random() > 0.6 + 0.4 * skill:
        return []
    blur = (1.05 - skill) * np.abs(model.normal(0, 0.5))
    moved = box + model.normal(0, 0.5 * blur, 4) * np.tile(box[2:], 2)
    moved[2:] = moved[2:].clip(6, 400)
    sure = 0.95 - blur
    if model.random() < 0.25 * (1.1 - skill):
        cls, sure = LIKE.get(cls, cls), sure - 0.2
    copies = 1 + (model.random() < 0.08)
    return [_instance(cls, moved + 2 * n, sure - 0.25 * n + model.normal(0, 0.1)) for n in range(copies)]


def _instance(cls: str, box: np.ndarray, score: float) -> Instance:
    return Instance(cls, ellipse(box), score=float(np.clip(score, 0.01, 0.999)))
