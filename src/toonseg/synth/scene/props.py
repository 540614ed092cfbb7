"""What stands before the people of a panel and hides parts of them: desks, rails, plants, pets, shoulders."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.pen import Colour, Points, arc, mix, polygon
from toonseg.synth.scene.nature import scalloped
from toonseg.synth.scene.pets import draw_pet
from toonseg.synth.scene.tones import Tones

_SKINS: tuple[Colour, ...] = ((250, 218, 196), (226, 178, 146), (150, 104, 80))


def draw_foreground(size: tuple[int, int], style: Style, rng: Generator, tones: Tones) -> tuple[Shape, ...]:
    """Shapes without owners, in pixels, at the panel's lower or outer edges.

    Args:
        size: (height, width) of the panel.
        style: The hand that draws.
        rng: Which and where.
        tones: The location's colours.
    """
    choice = rng.random()
    if choice < 0.3:
        return _desk(size, style, rng, tones)
    if choice < 0.45:
        return _rail(size, style, rng, tones)
    if choice < 0.65:
        return _leaves(size, style, rng, tones)
    if choice < 0.8:
        return _shoulder(size, style, rng, tones)
    if choice < 0.9:
        return draw_pet(size, style, rng)
    return _blurred_edge(size, rng, tones)


def blurred(points: Points, colour: Colour, soft: float) -> tuple[Shape, ...]:
    """An opaque thing out of focus: a hard core that hides what is below, and a soft rim that does not."""
    middle = points.mean(0)
    reach = float(np.sqrt(((points - middle) ** 2).sum(1)).mean())
    core = (points - middle) * max(0.1, 1 - 1.3 * soft / max(reach, 1.0)) + middle
    return (
        Shape(core, fill=colour),
        Shape(points, fill=colour, overlay=True, soft=soft),
    )


def _desk(size: tuple[int, int], style: Style, rng: Generator, tones: Tones) -> tuple[Shape, ...]:
    """A desk, table or counter across the panel's foot, with things on it."""
    height, width = size
    y = height * float(rng.uniform(0.74, 0.93))
    x0 = -20.0 if rng.random() < 0.6 else width * float(rng.uniform(0.05, 0.4))
    x1 = width + 20.0 if rng.random() < 0.6 else width * float(rng.uniform(0.6, 0.95))
    deep = height * float(rng.uniform(0.03, 0.1))
    wood = tones.wood
    shapes = [
        form(polygon((x0, y + deep), (x1, y + deep), (x1 - 12, height + 30), (x0 + 12, height + 30)),
             style.shaded(wood, 0.8), style, None, depth=0),
        form(polygon((x0 + deep, y), (x1 - deep, y), (x1, y + deep), (x0, y + deep)),
             wood, style, None, depth=0),
    ]  # fmt: skip
    for k in range(int(rng.integers(2, 6))):
        start = x0 + (x1 - x0) * float(rng.uniform(0, 0.7))
        grain = polygon(
            (start, y + deep * 0.25 * (k % 4)), (start + width * 0.2, y + deep * 0.25 * (k % 4) + 1)
        )
        shapes.append(crease(grain, wood, style, weight=0.4))
    for _ in range(int(rng.integers(0, 4))):
        x, wide = x0 + (x1 - x0) * float(rng.uniform(0.1, 0.85)), width * float(rng.uniform(0.05, 0.13))
        tone = tones.any_bright(rng)
        if rng.random() < 0.5:
            tall = wide * float(rng.uniform(0.12, 0.35))
            page = polygon(
                (x, y + deep * 0.5),
                (x + wide, y + deep * 0.5),
                (x + wide, y + deep * 0.5 - tall),
                (x, y + deep * 0.5 - tall),
            )
            shapes.append(form(page, tone, style, None, depth=0, weight=0.7))
            shapes.append(
                form(
                    page + np.array([0, tall * 0.5]),
                    mix(tone, (255, 255, 255), 0.7),
                    style,
                    None,
                    depth=0,
                    weight=0.5,
                )
            )
        else:
            cup = wide * 0.35
            body = polygon(
                (x, y - cup),
                (x + cup * 1.2, y - cup),
                (x + cup, y + deep * 0.5),
                (x + cup * 0.2, y + deep * 0.5),
            )
            shapes.append(form(body, tone, style, None, depth=cup * 0.1, weight=0.8))
            shapes.append(
                form(
                    arc(x + cup * 0.6, y - cup, cup * 0.6, cup * 0.16),
                    mix(tone, (60, 40, 30), 0.6),
                    style,
                    None,
                    depth=0,
                    weight=0.6,
                )
            )
    return tuple(shapes)


def _rail(size: tuple[int, int], style: Style, rng: Generator, tones: Tones) -> tuple[Shape, ...]:
    """A fence or banister."""
    height, width = size
    y = height * float(rng.uniform(0.7, 0.9))
    metal = mix(tones.metal, tones.accent, 0.3)
    step, thick = width * float(rng.uniform(0.07, 0.14)), max(3.0, height * 0.012)
    shapes = [
        form(
            polygon((x, y), (x + thick, y), (x + thick, height + 9), (x, height + 9)),
            metal,
            style,
            None,
            depth=0,
            weight=0.7,
        )
        for x in np.arange(float(rng.uniform(0, step)), width, step)
    ]
    bar = polygon((-9, y - thick), (width + 9, y - thick), (width + 9, y + thick), (-9, y + thick))
    return (*shapes, form(bar, metal, style, None, depth=thick * 0.4, weight=0.9))


def _leaves(size: tuple[int, int], style: Style, rng: Generator, tones: Tones) -> tuple[Shape, ...]:
    """Branches or a bush at a corner, in or out of focus."""
    height, width = size
    out_of_focus = rng.random() < 0.5
    corner = np.array([float(rng.choice([0, width])), float(rng.choice([0, height], p=[0.4, 0.6]))])
    reach = min(size) * float(rng.uniform(0.16, 0.32))
    outlines, fills = [], []
    for k in range(int(rng.integers(5, 11))):
        at = corner + rng.normal(0, 0.6, 2) * reach
        fills.append(mix(tones.leaf, (30, 50, 40) if k < 4 else (240, 244, 190), float(rng.uniform(0, 0.35))))
        outlines.append(scalloped(rng) * reach * float(rng.uniform(0.25, 0.5)) + at)
    if out_of_focus:
        return _bush(outlines, fills, reach * 0.06)
    return tuple(
        form(outline, fill, style, None, depth=reach * 0.04, weight=0.8)
        for outline, fill in zip(outlines, fills, strict=True)
    )


def _bush(outlines: list[Points], fills: list[Colour], soft: float) -> tuple[Shape, ...]:
    """Leaves out of focus that overlap. They have one rim together: the rims of many would hide what each
    lets through, and no instance would know that it lies below."""
    corner = np.min([outline.min(0) for outline in outlines], axis=0) - 3 * soft
    size = np.ceil(np.max([outline.max(0) for outline in outlines], axis=0) - corner + 3 * soft).astype(int)
    together = np.zeros((int(size[1]), int(size[0])), np.uint8)
    for outline in outlines:
        cv2.fillPoly(together, [np.rint(outline - corner).astype(np.int32)], 255)
    away = cv2.distanceTransform(together, cv2.DIST_L2, 5)
    mean = np.mean(fills, axis=0)
    tone = (int(mean[0]), int(mean[1]), int(mean[2]))
    leaves = tuple(
        Shape(outline, fill=fill, alpha=0.7, soft=soft) for outline, fill in zip(outlines, fills, strict=True)
    )
    rims = [Shape(edge, fill=tone, overlay=True, soft=soft) for edge in _edges(together, corner)]
    hard = np.asarray(away > soft, np.uint8)  # further in, the rim lets nothing through
    return (*rims, *(Shape(edge, fill=tone, inside=leaves) for edge in _edges(hard, corner)))


def _edges(mask: NDArray[np.uint8], corner: Points) -> list[Points]:
    """The outlines of a mask's parts; `corner` is the place (x, y) of its first pixel."""
    found, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [edge[:, 0].astype(np.float64) + corner for edge in found if len(edge) >= 3]


def _shoulder(size: tuple[int, int], style: Style, rng: Generator, tones: Tones) -> tuple[Shape, ...]:
    """Somebody's back at the panel's edge, out of focus: nobody's head and shoulder."""
    height, width = size
    side = float(rng.choice([-1, 1]))
    x = width * (0.5 + side * float(rng.uniform(0.42, 0.55)))
    unit = height * float(rng.uniform(0.28, 0.5))
    soft = unit * float(rng.uniform(0.03, 0.07))
    cloth = mix(tones.cloth, tones.accent, float(rng.uniform(0, 1)))
    top = height - unit * float(rng.uniform(0.3, 0.7))
    back = curve(
        np.array([
            (x - unit * 1.1, height + unit), (x - unit * 0.85, top + unit * 0.34),
            (x - unit * 0.3, top + unit * 0.1), (x + unit * 0.3, top + unit * 0.1),
            (x + unit * 0.85, top + unit * 0.34), (x + unit * 1.1, height + unit),
        ])
    )  # fmt: skip
    skin = _SKINS[int(rng.integers(3))]
    hand = arc(x, top - unit * 0.05, unit * 0.22, unit * 0.32)
    return (*blurred(hand, skin, soft), *blurred(back, style.shaded(cloth, 0.5), soft))


def _blurred_edge(size: tuple[int, int], rng: Generator, tones: Tones) -> tuple[Shape, ...]:
    """A door post, pillar or shelf close to us at one side, out of focus."""
    height, width = size
    side = rng.random() < 0.5
    wide = width * float(rng.uniform(0.06, 0.16))
    x0, x1 = (-wide, wide) if side else (width - wide, width + wide)
    post = polygon((x0, -40), (x1, -40), (x1, height + 40), (x0, height + 40))
    return blurred(post, mix(tones.wood, (40, 34, 44), float(rng.uniform(0.2, 0.7))), wide * 0.12)
