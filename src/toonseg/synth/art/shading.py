"""From an outline and a colour to a shaded, inked shape, as the style has it."""

from __future__ import annotations

from math import cos, sin

import numpy as np

from toonseg.synth.art.curves import curve, lock
from toonseg.synth.art.shapes import Gradient, Owner, Shape
from toonseg.synth.art.style import Style, mixed
from toonseg.synth.pen import Colour, Points

Extent = tuple[float, float, float, float]  # least x and y, greatest x and y

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
    extent = x0, y0, x1, y1 = _extent(points)
    if style.gradient > 0.02 and (x1 - x0) * (y1 - y0) > _TINY:
        # The light falls aslant: the tone changes down the part and, less, away from the light.
        lean = 0.35 * style.light * (x1 - x0)
        middle = (x0 + x1) / 2
        fill = Gradient(
            (middle + lean, y0),
            (middle - lean, y1),
            style.lit(colour, 0.16 * style.gradient),
            mixed(colour, style.shaded(colour), 0.9 * style.gradient),
        )
    inside = shadows(points, colour, style, depth, extent) if depth > 0 else ()
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


def _extent(points: Points) -> Extent:
    x0, y0 = np.minimum.reduce(points).tolist()
    x1, y1 = np.maximum.reduce(points).tolist()
    return x0, y0, x1, y1


def shadows(
    points: Points, colour: Colour, style: Style, depth: float, extent: Extent | None = None
) -> tuple[Shape, ...]:
    """The shadow of a part on itself, brush strokes and hatching, for `Shape.inside`; `depth` is the
    shadow's width, `extent` what the points span, if it is known."""
    extent = x0, y0, x1, y1 = extent or _extent(points)
    reach = depth * (1 + 2.2 * style.reach)
    across, down = style.light * reach, -0.55 * reach  # from the shadow's edge to the light
    # Blurring costs most, and is not seen on what is as small as a lock or a finger.
    large = (x1 - x0) * (y1 - y0) > _SMALL
    shades: tuple[Shape, ...] = ()
    if style.brush > 0.05 and large:
        shades += brushwork(points, colour, style, extent)
    if style.soft > 0.08 and not large:
        tone = mixed(colour, style.shaded(colour), 0.7 * style.soft)
        shades += (Shape(crescent(points, across, down), fill=tone),)
    elif style.soft > 0.08:
        # A painter's shadow is broad and has no edge.
        broad = (1 + 0.9 * style.brush) / (1 + style.reach)
        edge = crescent(points, across * 1.6 * broad, down * 1.6 * broad)
        tone = style.shaded(colour, 1.15)
        shades += (Shape(edge, fill=tone, alpha=style.soft, soft=depth * 0.7 * broad),)
    if style.cel > 0.02:
        tone = mixed(colour, style.shaded(colour), style.cel)
        # A tone as it is fills at once; a share of one has to be mixed with the gradient below.
        shades += (Shape(crescent(points, across, down), fill=tone),)
    if style.hatch > 0.05:
        edge = crescent(points, across * (1.4 + style.hatch), down * (1.4 + style.hatch))
        shades += (Shape(edge, inside=(hatching(extent, colour, style, max(0.02, depth * 0.55)),)),)
    if style.rim > 0.05:
        tone = mixed(colour, style.rim_colour, 0.25 + 0.4 * style.rim)
        soft = depth * 0.22 if style.soft > 0.4 else 0.0
        # The second light comes from behind, on the side that the first leaves dark.
        edge = crescent(points, style.light * depth * 0.42, 0.25 * depth * 0.42)
        shades += (Shape(edge, fill=tone, soft=soft),)
    return shades


def brushwork(points: Points, colour: Colour, style: Style, extent: Extent) -> tuple[Shape, ...]:
    """Two broad, soft strokes of a lighter and a darker tone over a part that spans `extent`; where they lie
    hangs on the part's outline alone."""
    x0, y0, x1, y1 = extent
    wide, tall = x1 - x0, y1 - y0
    reach = max(wide, tall)
    if reach < 0.12:
        return ()
    turn = float(points[0, 0] * 7.3 + points[len(points) // 3, 1] * 11.9)
    strokes: tuple[Shape, ...] = ()
    for k in range(2):
        x, y = x0 + wide * (0.5 + 0.32 * sin(turn + 2.1 * k)), y0 + tall * (0.24 + 0.42 * k)
        half = reach * (0.32 + 0.1 * cos(turn * 1.7 + k))
        # Along the longer side, as one paints a sleeve or a strand.
        u, v = (0.22 * half, 0.9 * half) if tall > wide else (0.9 * half, 0.22 * half)
        knots = np.array([(x - u, y - v), (x + v * 0.25, y - u * 0.25), (x + u, y + v)])
        spine = curve(knots, closed=False, steps=4)
        width = min(wide, tall) * (0.2 + 0.08 * k)
        tone = style.lit(colour, 0.3) if k == 0 else style.shaded(colour, 0.5 + 0.25 * k)
        strokes += (
            Shape(lock(spine, width * 0.4, width), fill=mixed(colour, tone, 0.35 + 0.65 * style.brush),
                  alpha=0.35 + 0.4 * style.brush, soft=width * 0.16),
        )  # fmt: skip
    return strokes


def hatching(extent: Extent, colour: Colour, style: Style, gap: float) -> Shape:
    """One zigzag of thin parallel lines across a part that spans `extent`, `gap` apart, leaning away from the
    light."""
    x0, y0, x1, y1 = extent
    rise = (x1 - x0) * 0.6
    count = int(min(90.0, max(2.0, (y1 - y0 + rise) / gap)))
    # Right to left, then back: two ends a line.
    right = np.resize([True, False, False, True], count * 2)
    zigzag = np.empty((count * 2, 2))
    zigzag[:, 0] = np.where(right, x1, x0)
    zigzag[:, 1] = y0 + np.repeat(np.arange(count) * gap, 2) - np.where(right, rise, 0.0)
    tone = mixed(colour, style.ink_for(colour), 0.35 + 0.6 * style.hatch)
    return Shape(zigzag, line=tone, weight=0.55, closed=False, taper=(1.0, 1.0))


def crescent(points: Points, right: float, down: float) -> Points:
    """What a closed outline covers and its copy, moved by so much, does not, once clipped to the outline.

    Both loops run in one polygon: under the even-odd rule the common part cancels.
    """
    count = len(points)
    loops = np.empty((2 * count + 2, 2))
    loops[:count], loops[count] = points, points[0]
    np.add(loops[: count + 1], (right, down), out=loops[count + 1 :])
    return loops


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
