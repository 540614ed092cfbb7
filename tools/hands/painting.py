"""Flat figures made to look painted: shadow and light, cast shadows, hair in strands, thin lines, a brush.

Colours change, masks do not: a painted figure has the opacity and the classes of the flat one. Light comes
from one side for the whole figure. Every area of one colour is taken for a cushion, highest in its middle;
its slopes away from the light lie in the shade (Lambert's cosine law), in steps as in cel shading or without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.classes import EIGHT

from .brush import Brush, brush_of
from .drawing import Drawable, Figure
from .strands import fall_of

Field = NDArray[np.float32]
"""HW float32."""
Colours = NDArray[np.float32]
"""HWC float32 RGB, 0..255."""

HAIR, OUTER = EIGHT.index("hair") + 1, EIGHT.index("outer") + 1
COARSE = 192
"""The longer side of the small picture in which areas are told apart."""
FEATURES = 21
"""The median filter's size in it, in which eyes and mouths vanish."""
CLASS_BITS = 6
"""Areas of a class are numbered above those told apart by colour."""
SKIN_SHADE = 0.6
"""How much weaker the shade is on what is none of ours, on faces above all."""
DARK = 70
"""Pixels with no channel above this may be of a line."""


def painted(figure: Figure, brush: Brush) -> Figure:
    """A figure with its colours painted over; opacity and classes stay as they are."""
    pixels, classes = figure.pixels, figure.classes
    solid = pixels[..., 3] > 127
    if min(pixels.shape[:2]) < 16 or not solid.any():
        return figure
    colours = pixels[..., :3].astype(np.float32)
    if brush.lines < 1:
        colours = _thinner_lines(colours, classes, pixels[..., 3], brush.lines)
    fall = fall_of(classes == HAIR, np.random.default_rng(brush.seed))
    # Shade on hair ends in points along its strands.
    lit = _lit(colours, classes, solid, brush) + 0.15 * brush.strands * fall.strands
    shadow = _in_steps(lit, brush.steps) * np.where(classes > 0, 1, SKIN_SHADE).astype(np.float32)
    shadow = np.maximum(shadow, _cast(classes, solid, brush))
    colours = _faded(colours, classes, brush.fade)
    colours *= 1 - shadow[..., None] * (1 - np.array(brush.shade, np.float32))
    gloss = brush.gloss * fall.gloss[..., None]
    colours *= 1 + 0.2 * brush.strands * fall.strands[..., None]
    colours += gloss * (76 - 0.05 * colours)
    if brush.stroke:
        colours = _brushed(colours, pixels[..., 3], max(1, round(brush.stroke * pixels.shape[1] / 500)))
    shown = np.clip(np.rint(colours), 0, 255).astype(np.uint8)
    return Figure(np.dstack([shown, pixels[..., 3]]), classes)


def _thinner_lines(
    colours: Colours, classes: NDArray[np.uint8], alpha: NDArray[np.uint8], kept: float
) -> Colours:
    """Dark lines in hair and cloth and around the figure in the colour beside them, or partly so."""
    width = colours.shape[1]
    dark = ((colours.max(2) < DARK) & (alpha > 0)).astype(np.uint8)
    size = max(3, round(0.03 * width)) | 1
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    line = np.asarray(cv2.dilate(np.where(solid > 0, 0, dark), np.ones((3, 3), np.uint8)) > 0)
    # Eyes and mouths are lines too, and stay: only what is ours and the rim of the figure is changed.
    rim = cv2.erode((alpha > 127).astype(np.uint8), np.ones((size, size), np.uint8)) == 0
    ours = cv2.dilate(classes, np.ones((5, 5), np.uint8)) > 0
    line &= (alpha > 0) & (ours | rim)
    known = ~line & (alpha > 200)
    if not known.any() or not line.any():
        return colours
    _, nearest = cv2.distanceTransformWithLabels(
        np.where(known, 0, 1).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    where = np.zeros(int(nearest.max()) + 1, np.int64)
    where[nearest[known]] = np.flatnonzero(known)
    beside = colours.reshape(-1, 3)[where[nearest[line]]]
    changed = colours.copy()
    changed[line] = beside + (colours[line] - beside) * kept
    return changed


def _small(image: NDArray[np.uint8], *, nearest: bool) -> NDArray[np.uint8]:
    """A picture with a longer side of COARSE pixels at most."""
    height, width = image.shape[:2]
    share = min(1.0, COARSE / max(height, width))
    size = (max(1, round(width * share)), max(1, round(height * share)))
    way = cv2.INTER_NEAREST if nearest else cv2.INTER_AREA
    return np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)


def _areas(colours: Colours, classes: NDArray[np.uint8], solid: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Small HW int32: areas of one class, or of none and about one colour, have one number; outside is -1."""
    plain = cv2.medianBlur(_small(colours.astype(np.uint8), nearest=False), FEATURES).astype(np.int32) >> 6
    labels = (plain[..., 0] << 4) + (plain[..., 1] << 2) + plain[..., 2]
    small = _small(classes, nearest=True).astype(np.int32)
    labels = np.where(small > 0, small << CLASS_BITS, labels)
    return np.where(_small(solid.astype(np.uint8), nearest=True) > 0, labels, -1)


def _lit(colours: Colours, classes: NDArray[np.uint8], solid: NDArray[np.bool_], brush: Brush) -> Field:
    """How much a pixel is turned to the light, less what a flat area is: HW float32, about -1..1."""
    areas = _areas(colours, classes, solid)
    inside = np.ones(areas.shape, np.uint8)
    inside[:, 1:] &= areas[:, 1:] == areas[:, :-1]
    inside[1:] &= areas[1:] == areas[:-1]
    inside[[0, -1]], inside[:, [0, -1]] = 0, 0
    reach = max(3.0, 2 * brush.roundness * areas.shape[1])
    rise = np.minimum(cv2.distanceTransform(inside, cv2.DIST_L2, 5) / reach, 1)
    height = np.sqrt(1 - (1 - rise) ** 2) * reach
    height += brush.folds * reach * 0.35 * _creases(areas, brush.seed) * (rise > 0)
    height = cv2.GaussianBlur(height.astype(np.float32), (0, 0), max(1.0, 0.22 * reach))
    across, down = (
        cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=0.125),
        cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=0.125),
    )
    x, y, z = brush.light
    facing = (z - x * across - y * down) / np.sqrt(1 + across**2 + down**2)
    wide, high = classes.shape[1], classes.shape[0]
    return np.asarray(cv2.resize(facing - z, (wide, high), interpolation=cv2.INTER_CUBIC), np.float32)


def _creases(areas: NDArray[np.int32], seed: int) -> Field:
    """Creases of cloth that run from a point, as from a shoulder: noise of about unit variance."""
    rng = np.random.default_rng(seed)
    height, width = areas.shape
    noise = rng.normal(0, 1, (64, 8)).astype(np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    y, x = y - float(rng.uniform(-0.1, 0.6)) * height, x - float(rng.uniform(0, 1)) * width
    around = (np.arctan2(y, x) / (2 * np.pi) + 0.5) * (len(noise) - 1)
    along = np.hypot(x, y) / COARSE * 5
    creases = cv2.remap(noise, along, around, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    cloth = (areas >> CLASS_BITS > 0) & (areas >> CLASS_BITS != HAIR)
    return np.where(cloth, creases, 0).astype(np.float32)


def _in_steps(lit: Field, steps: int) -> Field:
    """Shade of 0..1 from what lies away from the light: in hard steps, or smooth."""
    away = np.clip((-lit - 0.06) / 0.5, 0, 1)
    if not steps:
        return np.asarray(away, np.float32)
    shade = np.zeros_like(away)
    for step in range(steps):
        # Edges between tones are two or three pixels wide.
        shade += np.clip((away - (step + 0.4) / (steps + 1)) * 40 + 0.5, 0, 1) / steps
    return np.asarray(shade, np.float32)


def _cast(classes: NDArray[np.uint8], solid: NDArray[np.bool_], brush: Brush) -> Field:
    """Shadows of hair on what is not hair, of a jacket on what it lies over, of the jaw on the neck: 0..1."""
    width = classes.shape[1]
    reach = brush.cast * width
    step = (-brush.light[0] * reach, max(0.6, -brush.light[1]) * reach * 1.4)
    hair, outer = classes == HAIR, classes == OUTER
    dark = np.zeros(classes.shape, np.float32)
    dark[solid & ~hair & _moved(hair, step)] = 1
    dark[solid & ~hair & ~outer & (classes > 0) & _moved(outer, step)] = 0.8
    skin = solid & (classes == 0)
    if hair.any():
        rows, columns = np.flatnonzero(hair.any(1)), np.flatnonzero(hair.any(0))
        skin[: rows[0]] = skin[rows[0] + round(1.7 * min(np.ptp(rows), np.ptp(columns))) :] = False
        dark[skin & _under_jaw(skin, (0.5 * step[0], 2.2 * step[1]))] = 1
    soft = 0.7 if brush.steps else max(1.0, 0.4 * reach)
    return np.asarray(cv2.GaussianBlur(dark, (0, 0), soft) * 0.85, np.float32)


def _moved(mask: NDArray[np.bool_], step: tuple[float, float]) -> NDArray[np.bool_]:
    """A mask moved by (x, y) pixels."""
    matrix = np.array([[1, 0, step[0]], [0, 1, step[1]]], np.float32)
    return np.asarray(cv2.warpAffine(mask.astype(np.uint8), matrix, mask.shape[::-1]) > 0)


def _under_jaw(skin: NDArray[np.bool_], step: tuple[float, float]) -> NDArray[np.bool_]:
    """Where the widest part of the skin, moved down, falls on narrower skin: on the neck."""
    small = _small(skin.astype(np.uint8), nearest=True)
    deep = cv2.distanceTransform(cv2.copyMakeBorder(small, 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.DIST_L2, 5)
    # A disc as large as fits, less a third, holds the head and not the neck.
    disc = 0.66 * float(deep.max())
    head = cv2.distanceTransform((deep < disc).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1] < disc
    size = skin.shape[::-1]
    smooth = cv2.GaussianBlur(head.astype(np.float32), (0, 0), 1.5)
    large = cv2.resize(smooth, size, interpolation=cv2.INTER_CUBIC) > 0.5
    return np.asarray(_moved(large, step) & ~large)


def _faded(colours: Colours, classes: NDArray[np.uint8], amount: float) -> Colours:
    """Hair and garments lighter or darker towards their lower ends."""
    changed = colours.copy()
    for number in np.unique(classes[classes > 0]):
        where = classes == number
        rows = np.flatnonzero(where.any(1))
        share = (np.arange(classes.shape[0]) - rows[0]) / max(1, np.ptp(rows))
        gain = np.broadcast_to((1 + amount * (share - 0.3))[:, None], where.shape)[where]
        changed[where] *= gain[:, None].astype(np.float32)
    return changed


def _brushed(colours: Colours, alpha: NDArray[np.uint8], radius: int) -> Colours:
    """Strokes of a brush: the filter of M. Kuwahara et al. (1976), which keeps edges sharp.

    A pixel becomes the mean of the one of four squares beside it that varies least. Pixels whose squares
    reach beyond the figure stay as they are.
    """
    radius = min(radius, 4)
    grey = colours @ np.array([0.299, 0.587, 0.114], np.float32)
    size = (radius + 1, radius + 1)
    best, shown = np.full(grey.shape, np.inf, np.float32), colours.copy()
    for anchor in ((0, 0), (radius, 0), (0, radius), (radius, radius)):
        mean = cv2.blur(grey, size, anchor=anchor)
        spread = cv2.blur(grey * grey, size, anchor=anchor) - mean * mean
        better = spread < best
        best = np.minimum(best, spread)
        np.copyto(shown, cv2.blur(colours, size, anchor=anchor), where=better[..., None])
    whole = (
        cv2.erode((alpha == 255).astype(np.uint8), np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)) > 0
    )
    return np.where(whole[..., None], shown, colours)


@dataclass(frozen=True)
class Painted:
    """A figure that is painted at whatever size it is drawn; otherwise as the drawing it is made of."""

    drawing: Drawable
    brush: Brush

    @property
    def ratio(self) -> float:
        """Height over width."""
        return self.drawing.ratio

    @property
    def whole(self) -> bool:
        """Whether the legs are drawn."""
        return self.drawing.whole

    def at(self, width: int) -> Figure:
        """The figure at a width in pixels."""
        return painted(self.drawing.at(width), self.brush)


def some_painted(drawings: Sequence[Drawable], share: float, rng: np.random.Generator) -> list[Drawable]:
    """The same figures, about a share of them painted, each with a brush of its own."""
    return [Painted(one, brush_of(rng)) if rng.random() < share else one for one in drawings]
