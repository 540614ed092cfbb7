"""Soft edges: how much of each pixel at a mask's rim belongs to it, and in which colour.

A pixel that the rim runs through shows alpha * F + (1 - alpha) * B, of a colour F of what the mask names and
a colour B of what lies beside it. In drawings both are found close by: pure colours begin a pixel or two from
the rim, and the outline is the darkest thing there. So

1. the rim is moved to where colours change, if the mask's own border misses that: labels and models are a
   pixel or two wrong. How far, its clear edges say; masks that are right stay as they are;
2. for each pixel near the rim a few colours deeper inside and further outside are looked up, straight across;
3. of all their pairs the one that explains the pixel best is taken, with alpha where the pixel lies nearest
   to the line between both (least squares), held near the mask's own coverage where both colours are alike.
   That is the sampling of "Optimized Color Sampling for Robust Matting" (Wang and Cohen, CVPR 2007), with
   costs for flat colours and ink, and without its smoothing over the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.pictures import Rgb
from toonseg.scale.exact import same_bytes

_REACH = 1.5
"""How far from the rim a pixel may be mixed, in pixels."""
_DEPTHS = (1.0, 2.0, 3.5)
"""How deep on either side of the rim a pure colour is looked for, in pixels."""
_NOISE = 8.0
"""How far a pixel's colour may be from a mixture, 0..255."""
_TRUST = 0.3
"""How far alpha may be from the mask's own coverage."""
_DEEPER = 0.2
"""Cost of a colour that lies one step deeper."""
_ACROSS = 8.0
"""Cost of a colour that lies on the other side."""
_INK = 0.1
"""Cost of taking the darkest colour close by, which is the outline's."""
_OFF = 3
"""How far the mask may be off, in pixels."""
_OUTWARD = 0.02
"""Of two edges as clear and as near, the outer is the rim: an outline is part of what it is drawn around."""
_CLEAR = 30.0
"""A step in a channel, 0..255, that makes a clear edge."""
_FAINT = 0.15
"""An edge that is fainter than this share of a clear one says nothing."""
_RIGHT, _WRONG = 0.3, 0.45
"""Mean distance from the mask's border to the edges, in pixels, of masks that are right, and that are not."""
_MARGIN = 8

_F = NDArray[np.float32]
_I = NDArray[np.intp]


@dataclass(frozen=True)
class Matte:
    """What of a picture belongs to an instance.

    Attributes:
        alpha: HW float32, 0..1: the share of each pixel.
        colour: HWC uint8 RGB: the colour of that share, without what shines through at the rim. Away from the
            rim it is the picture's own.
    """

    alpha: _F
    colour: Rgb


@same_bytes()
def matte(pixels: Rgb, mask: NDArray[np.bool_]) -> Matte:
    """Alpha and colour of what a mask names, with the rim that its pixels share with what is beside them.

    Args:
        pixels: HWC uint8 RGB, 0..255.
        mask: HW bool, of the same size; right to a pixel or two.
    """
    alpha, colour = mask.astype(np.float32), pixels.copy()
    if not mask.any() or mask.all():
        return Matte(alpha, colour)
    height, width = mask.shape
    x, y, w, h = cv2.boundingRect(mask.view(np.uint8))
    rows = slice(max(y - _MARGIN, 0), min(y + h + _MARGIN, height))
    columns = slice(max(x - _MARGIN, 0), min(x + w + _MARGIN, width))
    part = np.ascontiguousarray(pixels[rows, columns])
    depth, down, right = _rim(mask[rows, columns])
    depth -= _misplaced(part, depth, down, right)
    alpha[rows, columns], colour[rows, columns] = _unmixed(part, depth, down, right)
    return Matte(alpha, colour)


def feathered(pixels: Rgb, mask: NDArray[np.bool_]) -> _F:
    """The alpha of `matte`: HW float32, 0..1."""
    return matte(pixels, mask).alpha


def _rim(inside: NDArray[np.bool_]) -> tuple[_F, _F, _F]:
    """How deep each pixel lies in a mask, in pixels from its border and negative outside, and the unit vector
    (down, right) that leads inwards. What the picture's frame cuts off has no border there."""
    own = inside.astype(np.uint8)
    into = cv2.distanceTransform(np.pad(own, 1, mode="edge"), cv2.DIST_L2, 5)[1:-1, 1:-1]
    depth = np.where(inside, into - 0.5, 0.5 - cv2.distanceTransform(1 - own, cv2.DIST_L2, 5))
    depth = np.clip(depth, -_MARGIN, _MARGIN).astype(np.float32)
    smooth = _soft(depth, 1.0)
    down, right = cv2.Sobel(smooth, cv2.CV_32F, 0, 1), cv2.Sobel(smooth, cv2.CV_32F, 1, 0)
    length = np.asarray(cv2.magnitude(down, right), np.float32)
    length = np.maximum(length, np.float32(1))
    y_way: _F = np.asarray(down / length, np.float32)
    x_way: _F = np.asarray(right / length, np.float32)
    # On the ridge of a strand all ways lead outwards: the shortest is as good as any.
    rows, columns = np.nonzero((length < 2) & (np.abs(depth) < _REACH))
    ways = np.array([(-1, 0), (1, 0), (0, -1), (0, 1)])
    y = np.clip(rows + ways[:, :1], 0, depth.shape[0] - 1)
    x = np.clip(columns + ways[:, 1:], 0, depth.shape[1] - 1)
    nearest = -ways[depth[y, x].argmin(0)]
    y_way[rows, columns], x_way[rows, columns] = nearest[:, 0], nearest[:, 1]
    return depth, y_way, x_way


def _soft(values: _F, sigma: float) -> _F:
    """Blurred by a Gaussian that ends at two and a half deviations."""
    side = 2 * int(np.ceil(2.5 * sigma)) + 1
    return np.asarray(cv2.GaussianBlur(values, (side, side), sigma), np.float32)


def _misplaced(part: Rgb, depth: _F, down: _F, right: _F) -> _F:
    """How far inwards of the mask's border the drawing's own edge lies, in pixels; 0 away from it."""
    rows, columns = np.nonzero((depth > 0) & (depth < 0.95))
    nowhere = np.zeros_like(depth)
    if not len(rows):
        return nowhere
    ways = np.arange(-_OFF, _OFF + 1, dtype=np.float32)
    steps = (np.arange(-_OFF, _OFF + 2, dtype=np.float32) - 0.5) - depth[rows, columns][:, None]
    x = columns[:, None].astype(np.float32) + right[rows, columns][:, None] * steps
    y = rows[:, None].astype(np.float32) + down[rows, columns][:, None] * steps
    seen = cv2.remap(part, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    edges = np.minimum(np.abs(np.diff(seen, axis=1)).max(2) / _CLEAR, 1.0)

    def spread(values: _F | float, sigma: float) -> _F:
        sparse = np.zeros_like(depth)
        sparse[rows, columns] = values
        return _soft(sparse, sigma)

    many = spread(1.0, 2.5)[rows, columns]
    edges = np.stack([spread(edges[:, k], 2.5)[rows, columns] / many for k in range(len(ways))], 1)
    clear = edges.max(1)
    edges -= np.float32(_OUTWARD) * ways
    weight = np.maximum(clear - _FAINT, 0.0)
    total = float(weight.sum())
    if total <= 0:
        return nowhere
    found = _softly_best(edges - 0.25 * (ways / _OFF) ** 2, ways)
    wrong = (float((np.abs(found) * weight).sum()) / total - _RIGHT) / (_WRONG - _RIGHT)
    if wrong <= 0:
        return nowhere
    # Masks that are too small or too large are so all around: the others are believed by how they agree.
    usual = float((found * weight).sum()) / total
    usual = usual if abs(usual) >= 0.3 else 0.0
    apart = max(float((np.abs(found - usual) * weight).sum()) / total, 0.12)
    found = _softly_best(edges - 0.03 * ((ways - usual) / apart) ** 2, ways)
    found = np.where(clear < _FAINT, np.float32(usual), found) * np.float32(min(wrong, 1.0))
    near = spread(1.0, 1.5)
    return np.where(near > 1e-4, spread(found, 1.5) / np.maximum(near, 1e-4), 0)


def _softly_best(scores: NDArray[np.floating], ways: _F) -> _F:
    """The way with the highest of N x W scores; the mean of those that are as good."""
    weight = np.exp(40 * (scores - scores.max(1, keepdims=True)))
    return np.asarray((weight * ways).sum(1) / weight.sum(1), np.float32)


def _unmixed(part: Rgb, depth: _F, down: _F, right: _F) -> tuple[_F, Rgb]:
    """Alpha and colour, where the rim lies at depth 0."""
    alpha, colour = (depth > 0).astype(np.float32), part.copy()
    coverage = _soft(np.clip(depth + 0.5, 0, 1), 0.7)
    rows, columns = np.nonzero(np.abs(depth) < _REACH)
    if not len(rows):
        return alpha, colour
    prior = coverage[rows, columns]
    seen = part[rows, columns].astype(np.float32)
    fores: list[tuple[_F, _F]] = []
    backs: list[tuple[_F, _F]] = []
    here, along_y, along_x = depth[rows, columns], down[rows, columns], right[rows, columns]
    for side, found in ((1, fores), (-1, backs)):
        for k, deep in enumerate(_DEPTHS):
            way = side * np.float32(deep) - here
            y = np.clip(np.rint(rows + along_y * way), 0, depth.shape[0] - 1).astype(np.intp)
            x = np.clip(np.rint(columns + along_x * way), 0, depth.shape[1] - 1).astype(np.intp)
            # Beyond a strand, or in a narrow gap, the other side's colours come again.
            own = side * depth[y, x]
            wrong = np.maximum(0, 1 - own) + np.where(own < 0, np.float32(_ACROSS), 0)
            found.append((part[y, x].astype(np.float32), wrong + np.float32(_DEEPER * k)))
    ink, there = _darkest(part, depth > 0, rows, columns)
    fores.append((ink, np.where(there, np.float32(_INK), np.float32(np.inf))))
    share, pure = _best_pair(seen, prior, fores, backs)
    alpha[rows, columns] = share
    colour[rows, columns] = pure.astype(np.uint8)
    return alpha, colour


def _best_pair(seen: _F, prior: _F, fores: list[tuple[_F, _F]], backs: list[tuple[_F, _F]]) -> tuple[_F, _F]:
    """Alpha (N) and foreground colour (N x 3) of the pair of colours that explains what is seen.

    Minimises |seen - alpha F - (1 - alpha) B|^2 / noise^2 + (alpha - prior)^2 / trust^2 + the pair's cost,
    whose alpha is known in closed form; clipped to 0..1.
    """
    least = np.full(len(seen), np.inf, np.float32)
    share, chosen = prior.copy(), np.zeros(len(seen), np.intp)
    hold, scale = np.float32((_NOISE / _TRUST) ** 2), np.float32(1 / _NOISE**2)
    held = hold * prior
    for back, back_cost in backs:
        over = seen - back
        length = _dots(over, over)
        for k, (fore, fore_cost) in enumerate(fores):
            span = fore - back
            along, across = _dots(over, span), _dots(span, span)
            alpha = np.clip((along + held) / (across + hold), 0, 1)
            left = length - alpha * (2 * along - alpha * across) + hold * (alpha - prior) ** 2
            cost = left * scale + (fore_cost + back_cost)
            better = cost < least
            least[better], share[better], chosen[better] = cost[better], alpha[better], k
    colours = np.stack([fore for fore, _ in fores])
    return share, colours[chosen, np.arange(len(seen))]


def _dots(first: _F, second: _F) -> _F:
    """The products of N x 3 vectors, one by one."""
    return np.asarray(np.einsum("nc,nc->n", first, second), np.float32)


def _darkest(part: Rgb, inside: NDArray[np.bool_], rows: _I, columns: _I) -> tuple[_F, NDArray[np.bool_]]:
    """The darkest colour of the mask within two pixels, N x 3 float32 0..255, and whether there is any."""
    # Luma and the colour itself in one number, so that one minimum finds both: 32 bits, which float64 holds.
    keys = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY).astype(np.float64) * 2.0**24
    keys += part @ np.array([2.0**16, 2.0**8, 1.0])
    keys[~inside] = 2.0**40
    least = cv2.erode(keys, np.ones((5, 5), np.uint8))[rows, columns]
    packed = least.astype(np.int64)
    colour = np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], 1)
    return colour.astype(np.float32), least < 2.0**39
