"""Picture and instances, painted together.

The canvas is one array of four channels, red, green, blue and instance number, several times larger than
the picture. One fill writes all four, so colour and label can never come apart; the picture is the mean
of each block of samples, an instance's mask the pixels whose middle sample carries its number. OpenCV fills
in fixed-point arithmetic: the same shapes give the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.errors import UsageError
from toonseg.synth.art.blends import Soft, glaze, graded, plain, shaded, softened, veil
from toonseg.synth.art.ink import SHIFT
from toonseg.synth.art.placed import Placed, placed
from toonseg.synth.art.shapes import Blend, Gradient, Owner, Placement, Shape
from toonseg.synth.pen import Colour

Pixels = NDArray[np.uint8]

_MOST_OWNERS = 255
_BAND = 80  # rows of pixels
HERE = Placement()


@dataclass(frozen=True)
class Drawing:
    """A finished picture with its truth.

    Attributes:
        picture: HWC uint8 RGB, 0..255.
        ids: HW uint8; 0 where no instance lies on top, else 1 + the index in `owners`.
        owners: The instances drawn, in the order in which they first appeared; some may be hidden wholly.
    """

    picture: Pixels
    ids: Pixels
    owners: tuple[Owner, ...]

    def mask(self, owner: Owner) -> NDArray[np.bool_]:
        """HW bool: where `owner` lies on top; all False if it was never drawn."""
        if owner not in self.owners:
            return np.zeros(self.ids.shape, bool)
        return np.asarray(self.ids == self.owners.index(owner) + 1)


class Canvas:
    """A picture being painted.

    Args:
        ground: HWC uint8 RGB picture to paint on, or its (height, width), which starts white.
        oversample: Samples per pixel side, odd (so that a pixel has a middle sample); 3 unless told.
    """

    def __init__(self, ground: Pixels | tuple[int, int], oversample: int = 3) -> None:
        if oversample < 1 or oversample % 2 == 0:
            raise UsageError("oversample", f"{oversample} is not odd and positive", "Use 1, 3 or 5.")
        self.size = ground if isinstance(ground, tuple) else (ground.shape[0], ground.shape[1])
        self._n = oversample
        height, width = (side * oversample for side in self.size)
        if isinstance(ground, tuple):
            self._samples = plain(height, width, (255, 255, 255, 0))
        else:
            nobodys = np.asarray(cv2.cvtColor(ground, cv2.COLOR_RGB2RGBA), np.uint8)
            nobodys[..., 3] = 0
            words = nobodys.view(np.uint32)[..., 0]
            samples = np.repeat(np.repeat(words, oversample, 1), oversample, 0)
            self._samples = samples.view(np.uint8).reshape(height, width, 4)
        self._numbers: dict[Owner, int] = {}

    def copy(self) -> Canvas:
        """Another canvas with the same on it."""
        other = Canvas((0, 0), self._n)
        other.size, other._samples, other._numbers = self.size, self._samples.copy(), dict(self._numbers)
        return other

    @property
    def owners(self) -> tuple[Owner, ...]:
        """The instances drawn so far, in the order in which they first appeared."""
        return tuple(self._numbers)

    @property
    def ids(self) -> Pixels:
        """What is topmost, HW uint8: 0 for nobody, else 1 + the index in `owners`."""
        n = self._n
        return self._samples[n // 2 :: n, n // 2 :: n, 3].copy()

    def paint(self, shapes: Iterable[Shape], placement: Placement = HERE) -> None:
        """Paint shapes in order.

        Raises:
            UsageError: More than 255 instances in one picture.
        """
        for one in placed(list(shapes), placement, self._n, self.size):
            self._paint(self._samples, (0, 0), one, placement, None)

    def paste(
        self,
        pixels: Pixels,
        at: tuple[float, float],
        scale: float,
        owner: Owner | None,
        blend: Blend = Blend.NORMAL,
        *,
        keep_owner: bool = False,
    ) -> None:
        """Lay a picture on the canvas, as a layer of artwork that was not drawn here.

        Args:
            pixels: HWC uint8 RGBA, 0..255, not premultiplied.
            at: Pixel (x, y) of its top left corner.
            scale: Pixels of the canvas for one of the picture.
            owner: Whose its pixels are, where they hide what is below by half or more; None: nobody's.
            blend: How it meets what is below; all but NORMAL leave to that whom the pixels belong to.
            keep_owner: Likewise, for a layer that only colours another one.
        """
        n = self._n
        height, width = self._samples.shape[:2]
        size = max(1, round(pixels.shape[1] * scale * n)), max(1, round(pixels.shape[0] * scale * n))
        left, top = round(at[0] * n), round(at[1] * n)
        x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + size[0], width), min(top + size[1], height)
        if x0 >= x1 or y0 >= y1:
            return
        alpha = pixels[..., 3:].astype(np.float32) * np.float32(1 / 255)
        weighed = np.dstack([pixels[..., :3] * alpha, alpha])
        way = cv2.INTER_AREA if scale * n < 1 else cv2.INTER_LINEAR
        seen = np.asarray(cv2.resize(weighed, size, interpolation=way))
        seen = seen[y0 - top : y1 - top, x0 - left : x1 - left]
        part = self._samples[y0:y1, x0:x1]
        share, below = seen[..., 3:], part[..., :3].astype(np.float32)
        if blend is Blend.MULTIPLY:
            mixed = below * (1 - share + seen[..., :3] * np.float32(1 / 255))
        elif blend is Blend.SCREEN:
            mixed = below + seen[..., :3] * (1 - below * np.float32(1 / 255))
        else:
            mixed = below * (1 - share) + seen[..., :3]
        part[..., :3] = np.rint(np.clip(mixed, 0, 255)).astype(np.uint8)
        if blend is Blend.NORMAL and not keep_owner:
            part[..., 3][share[..., 0] >= 0.5] = self._number(owner)

    def finish(self) -> Drawing:
        """The picture and its instances; the canvas may be painted on further."""
        n, (height, width) = self._n, self.size
        ids = self.ids
        rimmed = np.zeros((height + 2, width + 2), np.uint8)
        rimmed[1:-1, 1:-1] = ids
        picture = np.empty((height, width, 3), np.uint8)
        # A band at a time stays in the processor's cache; the samples of a whole picture do not.
        for top in range(0, height, _BAND):
            band = self._samples[top * n : (top + _BAND) * n]
            _drop_slivers(band, rimmed[top : top + _BAND + 2], n)
            cv2.cvtColor(_means(band, n), cv2.COLOR_RGBA2RGB, picture[top : top + _BAND])
        return Drawing(picture, ids, self.owners)

    def _number(self, owner: Owner | None) -> int:
        if owner is None:
            return 0
        number = self._numbers.setdefault(owner, len(self._numbers) + 1)
        if number > _MOST_OWNERS:
            raise UsageError(
                "canvas", f"more than {_MOST_OWNERS} instances", "Draw fewer people in one picture."
            )
        return number

    def _paint(
        self, target: Pixels, origin: tuple[int, int], one: Placed, where: Placement, parent: int | None
    ) -> None:
        """Paint on `target`, whose top left sample lies at `origin`; `parent` is the number to use inside a
        shape."""
        shape, n = one.shape, self._n
        number = self._number(shape.owner) if parent is None else parent
        x0, y0, x1, y1 = one.box
        margin = one.width + 3 * shape.soft * where.scale
        if (
            (x1 + margin) * n < origin[0]
            or (y1 + margin) * n < origin[1]
            or (x0 - margin) * n > origin[0] + target.shape[1]
            or (y0 - margin) * n > origin[1] + target.shape[0]
        ):
            return
        # What neither mixes with what is below nor holds anything fills at once: most shapes.
        offset, held = (-origin[0] << SHIFT, -origin[1] << SHIFT), parent is not None
        mixes = shape.overlay or shape.soft > 0 or shape.alpha < 1
        if shape.closed and (shape.fill is not None or one.inside):
            if isinstance(shape.fill, tuple) and not mixes and not one.inside:
                cv2.fillPoly(target, [one.fixed], (*shape.fill, number), cv2.LINE_8, SHIFT, offset)
            else:
                self._fill(target, origin, [one.fixed], one, shape.fill, number, where, held)
        if one.ink and shape.line is not None:
            if not mixes:
                cv2.fillPoly(target, one.ink, (*shape.line, number), cv2.LINE_8, SHIFT, offset)
            else:
                spread = 1 + int(2 * one.width * n)  # a mitre is less than twice the width
                self._fill(target, origin, one.ink, one, shape.line, number, where, held, spread)

    def _fill(  # noqa: PLR0917
        self,
        target: Pixels,
        origin: tuple[int, int],
        outlines: list[NDArray[np.int32]],
        one: Placed,
        paint: Colour | Gradient | None,
        number: int,
        where: Placement,
        held: bool,
        spread: int = 0,
    ) -> None:
        """Fill outlines: the shape's own with what is inside it, or those of its ink, which reach `spread`
        samples further out; `held` inside another shape, all of whose samples have its number."""
        shape, inside = one.shape, () if spread else one.inside
        mixes = shape.overlay or shape.alpha < 1 or shape.soft > 0
        blur = round(shape.soft * where.scale * self._n)
        box = _box(one, self._n, blur * 2 + spread + 2, origin, target)
        if box is None:
            return
        x0, y0, x1, y1 = box
        part = target[y0 - origin[1] : y1 - origin[1], x0 - origin[0] : x1 - origin[0]]
        strength = 1.0
        if blur and isinstance(paint, tuple) and shape.blend is Blend.NORMAL and not inside:
            layer, strength = plain(y1 - y0, x1 - x0, (*paint, number)), shape.alpha
            cv2.mixChannels([part], [layer], [3, 3])
        elif paint is None:
            layer = part.copy()
        elif mixes and isinstance(paint, Gradient):
            layer = glaze(part, graded(paint, box, where, 0, self._n), shape.alpha)
        elif held and mixes and not inside and isinstance(paint, tuple) and shape.blend is Blend.NORMAL:
            over = plain(y1 - y0, x1 - x0, (*paint, number))
            layer = np.asarray(cv2.addWeighted(part, 1 - shape.alpha, over, shape.alpha, 0), np.uint8)
        elif mixes and isinstance(paint, tuple):
            layer = veil(part, paint, shape)
        else:
            soft = self._shades(inside, where)
            inside = inside[len(soft) :]
            layer = shaded(paint, soft, box, where, number, self._n)
        for child in inside:
            self._paint(layer, (x0, y0), child, where, None if shape.overlay else number)
        if blur:
            share = softened(outlines, box, blur, self._n) * np.float32(strength / 255)
            part[:] = cv2.blendLinear(layer, part, share, 1 - share)
        else:
            mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
            cv2.fillPoly(mask, outlines, 255, cv2.LINE_8, SHIFT, (-x0 << SHIFT, -y0 << SHIFT))
            cv2.copyTo(layer, mask, part)

    def _shades(self, inside: tuple[Placed, ...], where: Placement) -> list[Soft]:
        """The blurred patches among inner shapes before any that has an edge."""
        n = self._n
        found: list[Soft] = []
        for one in inside:
            shape = one.shape
            blur = round(shape.soft * where.scale * n)
            if blur <= n or one.inside or one.ink or not shape.closed or not isinstance(shape.fill, tuple):
                break
            if shape.blend is not Blend.NORMAL:
                break
            x0, y0, x1, y1 = one.box
            reach = blur * 2 + 2
            box = int(x0 * n) - reach, int(y0 * n) - reach, int(x1 * n) + reach, int(y1 * n) + reach
            found.append(Soft([one.fixed], blur, box, shape.fill, shape.alpha))
        return found


def _drop_slivers(samples: Pixels, rimmed: Pixels, n: int) -> None:
    """Give samples of an instance without a pixel in reach the colour and number of their pixel's middle.

    A strand thinner than a pixel may miss every middle sample: it would tint pixels that no mask names.

    Args:
        samples: HW4, changed in place.
        rimmed: The number of each pixel's middle sample, with the pixels all around these.
        n: Samples per pixel side.
    """
    row, wide = rimmed.shape[1], samples.shape[1]
    numbers = np.asarray(cv2.extractChannel(samples, 3), np.uint8)
    middles = np.repeat(np.repeat(rimmed[1:-1, 1:-1], n, 1), n, 0)
    strays = np.flatnonzero((numbers != middles) & (numbers != 0))
    y, x = strays // wide, strays % wide
    pixel = (y // n + 1) * row + x // n + 1
    number, around = numbers.ravel()[strays], rimmed.ravel()
    # Most are the edge of what fills the pixel on their side.
    beside = np.sign(y % n - n // 2) * row + np.sign(x % n - n // 2)
    lost = np.flatnonzero(around[pixel + beside] != number)
    for step in (-1, 1, -row, row, -row - 1, -row + 1, row - 1, row + 1):
        lost = lost[around[pixel[lost] + step] != number[lost]]
    y, x = y[lost], x[lost]
    samples[y, x] = samples[y - y % n + n // 2, x - x % n + n // 2]


def _means(samples: Pixels, n: int) -> Pixels:
    """The mean of each n x n samples, HW4 uint8; as OpenCV's INTER_AREA, in half of its time."""
    rows = samples.reshape(samples.shape[0] // n, n, -1)
    sums = rows[:, 0].astype(np.uint16)
    for k in range(1, n):
        sums += rows[:, k]
    # Four sums of 16 bits side by side are added as one number of 64: none overflows.
    words = sums.view(np.uint64)
    total = words[:, 0::n].copy()
    for k in range(1, n):
        total += words[:, k::n]
    channels = total.view(np.uint16).reshape(*total.shape, 4)
    return np.asarray(cv2.convertScaleAbs(channels, alpha=1 / n**2), np.uint8)


def _box(
    one: Placed, n: int, margin: int, origin: tuple[int, int], target: Pixels
) -> tuple[int, int, int, int] | None:
    """The shape's box in samples, clipped to the target; None if nothing of it lies there."""
    x0, y0 = max(int(one.box[0] * n) - margin, origin[0]), max(int(one.box[1] * n) - margin, origin[1])
    x1 = min(int(one.box[2] * n) + margin, origin[0] + target.shape[1])
    y1 = min(int(one.box[3] * n) + margin, origin[1] + target.shape[0])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None
