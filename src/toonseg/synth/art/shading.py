"""From an outline and a colour to a shaded, inked shape, as the style has it."""

from __future__ import annotations

import numpy as np

from toonseg.synth.art.curves import curve, lock
from toonseg.synth.art.shapes import Gradient, Owner, Shape
from toonseg.synth.art.style import Style, mixed
from toonseg.synth.pen import Colour, Points

_SMALL = 0.12  # square heads: what is smaller is shaded without blurring
_TINY = 0.03  # square heads: what is smaller has one tone


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
    if style.gradient > 0.02 and float((high[0] - low[0]) * (high[1] - low[1])) > _TINY:
        # The light falls aslant: the tone changes down the part and, less, away from the light.
        lean = 0.35 * style.light * float(high[0] - low[0])
        middle = float(low[0] + high[0]) / 2
        fill = Gradient(
            (middle + lean, float(low[1])),
            (middle - lean, float(high[1])),
            style.lit(colour, 0.16 * style.gradient),
            mixed(colour, style.shaded(colour), 0.9 * style.gradient),
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
    """The shadow of a part on itself, brush strokes and hatching, for `Shape.inside`; `depth` is the
    shadow's width."""
    away = np.array([-style.light, 0.55]) * (depth * (1 + 2.2 * style.reach))
    size = points.max(0) - points.min(0)
    # Blurring costs most, and is not seen on what is as small as a lock or a finger.
    large = float(size[0] * size[1]) > _SMALL
    shades: tuple[Shape, ...] = ()
    if style.brush > 0.05 and large:
        shades += brushwork(points, colour, style)
    if style.soft > 0.08 and not large:
        tone = mixed(colour, style.shaded(colour), 0.7 * style.soft)
        shades += (Shape(crescent(points, -away), fill=tone),)
    elif style.soft > 0.08:
        # A painter's shadow is broad and has no edge.
        broad = 1 + 0.9 * style.brush
        edge = crescent(points, -away * (1.6 * broad))
        tone = style.shaded(colour, 1.15)
        shades += (Shape(edge, fill=tone, alpha=style.soft, soft=depth * 0.7 * broad),)
    if style.cel > 0.02:
        tone = mixed(colour, style.shaded(colour), style.cel)
        # A tone as it is fills at once; a share of one has to be mixed with the gradient below.
        shades += (Shape(crescent(points, -away), fill=tone),)
    if style.hatch > 0.05:
        edge = crescent(points, -away * (1.4 + style.hatch))
        shades += (Shape(edge, inside=(hatching(points, colour, style, max(0.02, depth * 0.55)),)),)
    if style.rim > 0.05:
        tone = mixed(colour, style.rim_colour, 0.25 + 0.4 * style.rim)
        soft = depth * 0.22 if style.soft > 0.4 else 0.0
        # The second light comes from behind, on the side that the first leaves dark.
        edge = crescent(points, np.array([style.light, 0.25]) * depth * 0.42)
        shades += (Shape(edge, fill=tone, soft=soft),)
    return shades


def brushwork(points: Points, colour: Colour, style: Style) -> tuple[Shape, ...]:
    """Two broad, soft strokes of a lighter and a darker tone over a part; where they lie hangs on
    the part's outline alone."""
    low, high = points.min(0), points.max(0)
    size = high - low
    reach = float(max(size[0], size[1]))
    if reach < 0.12:
        return ()
    turn = float(points[0, 0] * 7.3 + points[len(points) // 3, 1] * 11.9)
    strokes: tuple[Shape, ...] = ()
    for k in range(2):
        u = 0.5 + 0.32 * float(np.sin(turn + 2.1 * k))
        v = 0.24 + 0.42 * k
        at = low + size * np.array([u, v])
        # Along the longer side, as one paints a sleeve or a strand.
        along = np.array([0.22, 0.9]) if size[1] > size[0] else np.array([0.9, 0.22])
        along *= reach * (0.32 + 0.1 * float(np.cos(turn * 1.7 + k)))
        bend = np.array([along[1], -along[0]]) * 0.25
        spine = curve(np.stack([at - along, at + bend, at + along]), closed=False, steps=4)
        width = float(min(size[0], size[1])) * (0.2 + 0.08 * k)
        tone = style.lit(colour, 0.3) if k == 0 else style.shaded(colour, 0.5 + 0.25 * k)
        strokes += (
            Shape(lock(spine, width * 0.4, width), fill=mixed(colour, tone, 0.35 + 0.65 * style.brush),
                  alpha=0.35 + 0.4 * style.brush, soft=width * 0.16),
        )  # fmt: skip
    return strokes


def hatching(points: Points, colour: Colour, style: Style, gap: float) -> Shape:
    """One zigzag of thin parallel lines across a part, `gap` apart, leaning away from the light."""
    low, high = points.min(0), points.max(0)
    count = int(min(90.0, max(2.0, float(high[1] - low[1] + (high[0] - low[0]) * 0.6) / gap)))
    y = low[1] + np.arange(count * 2) // 2 * gap
    right = np.arange(count * 2) % 4 // 2 == 0
    rise = (high[0] - low[0]) * 0.6
    x = np.where(right ^ (np.arange(count * 2) % 2 == 0), low[0], high[0])
    zigzag = np.stack([x, y - np.where(x > low[0], rise, 0.0)], 1)
    tone = mixed(colour, style.ink_for(colour), 0.35 + 0.6 * style.hatch)
    return Shape(zigzag, line=tone, weight=0.55, closed=False, taper=(1.0, 1.0))


def crescent(points: Points, shift: Points) -> Points:
    """What a closed outline covers and its copy, moved by `shift` (x, y), does not, once clipped to the
    outline.

    Both loops run in one polygon: under the even-odd rule the common part cancels.
    """
    moved = points + shift
    return np.concatenate([points, points[:1], moved, moved[:1]])


def crease(spine: Points, colour: Colour, style: Style, *, weight: float = 0.7, level: int = 0) -> Shape:
    """A fold's line on cloth of this colour (or a wrinkle of skin), thin at both ends."""
    tone = mixed(style.ink_for(colour), style.shaded(colour, 1.4), 0.35)
    return Shape(spine, line=tone, weight=weight, closed=False, taper=(0.35, 0.0), level=level)


def fold(spine: Points, width: float, colour: Colour, style: Style) -> Shape:
    """A fold's shadow: a wedge along `spine`, `width` units wide at its start, pointed at its end."""
    strength = max(style.cel, style.soft, 0.25)
    tone = mixed(colour, style.shaded(colour), strength)
    return Shape(
        lock(spine, width * 0.5, width, at=0.25),
        fill=tone,
        soft=width * 0.4 if style.cel < style.soft and width > 0.075 else 0.0,
    )


def gleam(points: Points, colour: Colour, style: Style, amount: float = 0.5) -> Shape:
    """Light on a part, for `Shape.inside`."""
    return Shape(points, fill=style.lit(colour, amount * style.highlight))
