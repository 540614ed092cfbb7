"""How near cutouts' soft edges are to the exact ones, beside the binary mask, a blur of it, and peers.

python -m benchmarks.results.matting --out benchmarks/results/matting.json     # all but peers
python -m benchmarks.results.matting --peers                                   # pymatting too, on fewer

The exact alpha: a drawing is the mean of 3 x 3 samples a pixel, each of which belongs to one instance or to
none (`synth.art.canvas`). The share of a pixel's samples that an instance has is its alpha in that very
picture, and the mean of their colours its foreground colour. The page's tones and textures come after that,
pixel by pixel: the foreground goes through the same. Speech and effects are left out: they lie over it all.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.classes import InstanceClass
from toonseg.model.segmenter import Segmenter
from toonseg.pictures import Rgb, decode, encode
from toonseg.results.matting import matte
from toonseg.synth.art import Canvas, finished
from toonseg.synth.art.presets import ALL
from toonseg.synth.titles.artist import Order, artist_of, rng_of
from toonseg.synth.titles.composer import draw_people
from toonseg.synth.titles.shots import stage, stand_of
from toonseg.synth.titles.taste import Shot
from toonseg.workspace import write_text

_Bool = NDArray[np.bool_]
_Float = NDArray[np.float32]
Method = Callable[[Rgb, _Bool], tuple[_Float, NDArray[Any]]]

SIZE = (400, 690)
_FIRST_TITLE = 3_000_000  # titles of their own
_QUALITY = 90  # of JPEG, as sites serve pages
_LEAST = 100  # pixels of an instance
_MARGIN = 12
_MOST = 40_000  # pixels of an instance's box with its margin, where peers are measured too
_GROUND = np.array([46.0, 190.0, 120.0], np.float32)
"""The new background that cutouts are laid on."""


@dataclass(frozen=True)
class Truth:
    """An instance of a drawn cut, with some room around it.

    Attributes:
        pictures: HWC uint8 RGB by name: "png" exact, "jpg" after JPEG at quality 90.
        alpha: HW float32, 0..1, exact.
        colour: HWC float32 RGB: the foreground where alpha is more than 0.
        masks: HW bool by name: the label ("exact"), what is made of it, and a model's where it found this.
    """

    pictures: dict[str, Rgb]
    alpha: _Float
    colour: _Float
    masks: dict[str, _Bool]


class _Layers(Canvas):
    """A canvas that shows its samples."""

    @property
    def samples(self) -> NDArray[np.uint8]:
        """Height, width, nine samples, RGB and instance number."""
        height, width = self.size
        blocks = self._samples.reshape(height, self._n, width, self._n, 4)
        return np.ascontiguousarray(blocks.transpose(0, 2, 1, 3, 4)).reshape(height, width, -1, 4)


def truths(style: str, number: int, segmenter: Segmenter | None) -> Iterator[Truth]:
    """The instances of cut `number` of a preset's drawings; the artist changes with every cut."""
    order, title = Order(11, style), _FIRST_TITLE + number
    artist, rng = artist_of(order, title), rng_of(order, title, 1)
    shot = artist.cast.taste.shot(rng)
    while shot is Shot.EMPTY:
        shot = artist.cast.taste.shot(rng)
    places = stage(shot, SIZE, artist.cast.taste, artist.style.ratio, rng)
    scene = artist.scenes[int(rng.integers(len(artist.scenes)))]
    place = scene.draw(SIZE, artist.style, rng, stand=stand_of(places, artist.style.ratio))
    lit = place.lit(artist.style)
    canvas = _Layers(place.picture)
    draw_people(canvas, artist.cast, lit, rng, shot, places)
    drawing = canvas.finish()
    samples = canvas.samples

    def page(picture: Rgb) -> Rgb:
        return finished(picture, lit, rng_of(order, title, 4))

    png = page(drawing.picture)
    jpg = decode(encode(png, "jpg", quality=_QUALITY), "cut")
    found = [] if segmenter is None else segmenter.find(jpg)
    for place_of, owner in enumerate(drawing.owners, 1):
        mask = drawing.ids == place_of
        if np.count_nonzero(mask) < _LEAST:
            continue
        own = samples[..., 3] == place_of
        many = own.sum(2)
        layer = (samples[..., :3] * own[..., None]).sum(2) / np.maximum(many, 1)[..., None]
        layer = np.where(many[..., None] > 0, np.rint(layer), drawing.picture).astype(np.uint8)
        x, y, w, h = cv2.boundingRect(mask.view(np.uint8))
        here = (slice(max(y - _MARGIN, 0), y + h + _MARGIN), slice(max(x - _MARGIN, 0), x + w + _MARGIN))
        masks = {name: change(mask, rng_of(order, title, 5))[here] for name, change in CHANGES.items()}
        model = _found(found, mask, owner.cls)
        if model is not None:
            masks["model"] = model[here]
        alpha = (many / samples.shape[2]).astype(np.float32)
        yield Truth(
            {"png": png[here], "jpg": jpg[here]}, alpha[here], page(layer)[here].astype(np.float32), masks
        )


def _found(found: list[Any], mask: _Bool, cls: InstanceClass) -> _Bool | None:
    """The model's mask of an instance: of its class, and at an IoU of 0.5 or more."""
    whole = (0, 0, mask.shape[1], mask.shape[0])
    for one in found:
        own = one.mask.within(whole)
        if one.cls == cls.label and 2 * (own & mask).sum() >= (own | mask).sum():
            return np.asarray(own)
    return None


_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


def _wavy(mask: _Bool, rng: np.random.Generator) -> _Bool:
    """The mask with a border that strays by 1.2 pixels (standard deviation) in waves of some pixels."""
    own = mask.astype(np.uint8)
    depth = cv2.distanceTransform(own, cv2.DIST_L2, 5) - cv2.distanceTransform(1 - own, cv2.DIST_L2, 5)
    noise = cv2.GaussianBlur(rng.standard_normal(mask.shape).astype(np.float32), (0, 0), 4)
    return np.asarray(depth + noise * (1.2 / noise.std()) > 0)


CHANGES: dict[str, Callable[[_Bool, np.random.Generator], _Bool]] = {
    "exact": lambda mask, _rng: mask,
    "eroded": lambda mask, _rng: cv2.erode(mask.astype(np.uint8), _CROSS) > 0,
    "dilated": lambda mask, _rng: cv2.dilate(mask.astype(np.uint8), _CROSS) > 0,
    "wavy": _wavy,
}


def binary(pixels: Rgb, mask: _Bool) -> tuple[_Float, NDArray[Any]]:
    """The mask as it is, and the picture's own colours: a hard hole."""
    return mask.astype(np.float32), pixels


def blurred(pixels: Rgb, mask: _Bool) -> tuple[_Float, NDArray[Any]]:
    """The mask blurred by 0.7 pixels, which is the best of blurs for masks that are exact."""
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.7), np.float32), pixels


def ours(pixels: Rgb, mask: _Bool) -> tuple[_Float, NDArray[Any]]:
    """`toonseg.results.matting`."""
    made = matte(pixels, mask)
    return made.alpha, made.colour


def peer(name: str) -> Method:
    """One of pymatting's alphas (Germer et al., 2020), with its multi-level foreground; its trimap is unknown
    two pixels to either side of the mask's border."""
    alpha_of = getattr(importlib.import_module("pymatting"), name)
    colour_of = importlib.import_module("pymatting").estimate_foreground_ml

    def method(pixels: Rgb, mask: _Bool) -> tuple[_Float, NDArray[Any]]:
        own, five = mask.astype(np.uint8), np.ones((5, 5), np.uint8)
        trimap = np.full(mask.shape, 0.5)
        trimap[cv2.erode(own, five) > 0], trimap[cv2.dilate(own, five) == 0] = 1, 0
        if not (trimap == 1).any():
            return mask.astype(np.float32), pixels
        alpha = alpha_of(pixels / 255.0, trimap)
        return alpha.astype(np.float32), 255 * colour_of(pixels / 255.0, alpha)

    return method


def errors(truth: Truth, alpha: _Float, colour: NDArray[Any]) -> dict[str, tuple[float, float]]:
    """Sums of errors, and how many pixels they are of.

    "mixed": alpha where the rim runs through a pixel (0 < alpha < 1). "rim": alpha there and two pixels to
    either side of the label's border. "colour": the foreground's, 0..255, in mixed pixels, weighed by alpha.
    "ground": of the cutout laid on another background, 0..255, over the rim.
    """
    mixed = (truth.alpha > 0) & (truth.alpha < 1)
    own, five = truth.masks["exact"].astype(np.uint8), np.ones((5, 5), np.uint8)
    rim = ((cv2.dilate(own, five) > 0) & (cv2.erode(own, five, borderValue=1) == 0)) | mixed
    off = np.abs(alpha - truth.alpha)
    shown = alpha[..., None] * (colour - _GROUND) - truth.alpha[..., None] * (truth.colour - _GROUND)
    tint = np.abs(colour - truth.colour).mean(2) * truth.alpha
    return {
        "mixed": (float(off[mixed].sum()), int(mixed.sum())),
        "rim": (float(off[rim].sum()), int(rim.sum())),
        "colour": (float(tint[mixed].sum()), float(truth.alpha[mixed].sum())),
        "ground": (float(np.abs(shown).mean(2)[rim].sum()), int(rim.sum())),
    }


def measure(
    instances: list[Truth], methods: dict[str, Method], changes: tuple[str, ...]
) -> list[dict[str, Any]]:
    """A row for each picture kind, mask kind and method."""
    rows = []
    for kind in ("png", "jpg"):
        for masks in changes:
            some = [one for one in instances if masks in one.masks and one.masks[masks].any()]
            for name, method in methods.items():
                sums: dict[str, NDArray[np.float64]] = {}
                seconds = 0.0
                for one in some:
                    start = time.process_time()
                    made = method(one.pictures[kind], one.masks[masks])
                    seconds += time.process_time() - start
                    for key, value in errors(one, *made).items():
                        sums[key] = sums.get(key, np.zeros(2)) + value
                row: dict[str, Any] = {
                    "picture": kind,
                    "masks": masks,
                    "method": name,
                    "instances": len(some),
                }
                row |= {key: round(float(total / count), 4) for key, (total, count) in sums.items()}
                rows.append(row | {"ms": round(1000 * seconds / max(len(some), 1), 2)})
    return rows


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cuts", type=int, default=3, help="of each preset")
    parser.add_argument("--peers", action="store_true", help="pymatting too; no large instances")
    parser.add_argument("--no-model", action="store_true", help="no predicted masks")
    parser.add_argument("--out", type=Path)
    wanted = parser.parse_args()
    cv2.setNumThreads(1)
    segmenter = None if wanted.no_model or wanted.peers else Segmenter.from_pretrained()
    instances = [
        one for preset in ALL for k in range(wanted.cuts) for one in truths(preset.name, k, segmenter)
    ]
    methods: dict[str, Method] = {"binary": binary, "blur": blurred, "toonseg": ours}
    changes: tuple[str, ...] = (*CHANGES, "model")
    if wanted.peers:
        instances = [one for one in instances if one.alpha.size < _MOST]
        methods |= {"closed form": peer("estimate_alpha_cf")}
        changes = ("exact", "eroded", "wavy")
    rows = measure(instances, methods, changes)
    for row in rows:
        print(*(f"{value!s:>8}" for value in row.values()))
    if wanted.out:
        write_text(wanted.out, json.dumps({"cuts": wanted.cuts * len(ALL), "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
