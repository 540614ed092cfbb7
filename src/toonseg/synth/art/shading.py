"""From an outline and a colour to a shaded, inked shape, as the style has it."""

from __future__ import annotations

import numpy as np

from toonseg.synth.art.curves import lock
from toonseg.synth.art.shapes import Gradient, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.pen import Colour, Points, mix


def form(
    points: Points,
    colour: Colour,
    style: Style,
    owner: Owner | None,
    *,
    level: int = 0,
    depth: float = 0.05,
    details: tuple[Shape, ...] = (),
    weight: float = 1.0,
    inked: bool = True,
) -> Shape:
    """A solid part: filled, shaded away from the light, inked around.

    Args:
        points: Nx2 closed outline.
        colour: Its colour in plain light.
        style: The hand that draws.
        owner: Its instance, or None where it is no instance (skin, shoes, props).
        level: Its place in the z-order.
        depth: Width of the shadow along the far edge, in units of the drawing; 0 for none.
        details: Shapes upon it, clipped to it; painted over its shadow.
        weight: Width of the contour, 1 for the style's own.
        inked: False leaves out the contour.
    """
    fill: Colour | Gradient = colour
    low, high = points.min(0), points.max(0)
    if style.gradient > 0.02:
        fill = Gradient(
            (float(low[0]), float(low[1])),
            (float(low[0]), float(high[1])),
            style.lit(colour, 0.1 * style.gradient),
            mix(colour, style.shaded(colour), 0.8 * style.gradient),
        )
    inside = shadows(points, colour, style, depth) if depth > 0 else ()
    return Shape(
        points,
        owner,
        fill,
        style.ink_for(colour) if inked else None,
        weight,
        swell=0.7 * style.taper,
        inside=inside + details,
        level=level,
    )


def shadows(points: Points, colour: Colour, style: Style, depth: float) -> tuple[Shape, ...]:
    """The hard and soft shadow of a part on itself, for `Shape.inside`; `depth` is its width."""
    away = np.array([-style.light, 0.55]) * depth
    shades: tuple[Shape, ...] = ()
    if style.soft > 0.02:
        edge = crescent(points, -away * 1.6)
        shades += (Shape(edge, fill=style.shaded(colour, 1.15), alpha=style.soft, soft=depth * 0.7),)
    if style.cel > 0.02:
        tone = mix(colour, style.shaded(colour), style.cel)
        # A tone as it is fills at once; a share of one has to be mixed with the gradient below.
        shades += (Shape(crescent(points, -away), fill=tone),)
    return shades


def crescent(points: Points, shift: Points) -> Points:
    """What a closed outline covers and its copy, moved by `shift` (x, y), does not, once clipped to the
    outline.

    Both loops run in one polygon: under the even-odd rule the common part cancels.
    """
    moved = points + shift
    return np.concatenate([points, points[:1], moved, moved[:1]])


def crease(spine: Points, colour: Colour, style: Style, *, weight: float = 0.7, level: int = 0) -> Shape:
    """A fold's line on cloth of this colour (or a wrinkle of skin), thin at both ends."""
    tone = mix(style.ink_for(colour), style.shaded(colour, 1.4), 0.35)
    return Shape(spine, line=tone, weight=weight, closed=False, taper=(0.35, 0.0), level=level)


def fold(spine: Points, width: float, colour: Colour, style: Style) -> Shape:
    """A fold's shadow: a wedge along `spine`, `width` units wide at its start, pointed at its end."""
    strength = max(style.cel, style.soft, 0.25)
    tone = mix(colour, style.shaded(colour), strength)
    return Shape(
        lock(spine, width * 0.5, width, at=0.25),
        fill=tone,
        soft=width * 0.4 if style.cel < style.soft else 0.0,
    )


def gleam(points: Points, colour: Colour, style: Style, amount: float = 0.5) -> Shape:
    """Light on a part, for `Shape.inside`."""
    return Shape(points, fill=style.lit(colour, amount * style.highlight))
