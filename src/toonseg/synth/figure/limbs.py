"""Arms, legs and sleeves: filled and shaded as one with the torso, inked only where they leave it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toonseg.synth.art.curves import Floats, between, shares
from toonseg.synth.art.shading import crease, form, shadows
from toonseg.synth.art.shapes import Gradient, Owner, Shape
from toonseg.synth.art.style import Style, mixed
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, Points

_JOINT = 0.17  # up to this t a limb's side may lie inside the torso, and gets no ink there

ASIDE = 0.7
"""Heads that limbs and their cloth may reach beyond the limb's middle line: what lies further out of the
picture is not drawn."""

FOLDED = 1.6
"""Radians of bend from which a limb is drawn in two pieces."""


@dataclass(frozen=True)
class Cloth:
    """What a limb is covered with: colour, hand, instance and place in the z-order."""

    colour: Colour
    style: Style
    owner: Owner | None
    level: int


def draw_limb(
    figure: FigureFrame,
    limb: LimbFrame,
    cloth: Cloth,
    *,
    t1: float,
    t0: float = 0.0,
    ease: float = 0.0,
    ease1: float | None = None,
    puff: float = 0.0,
    depth: float = 0.05,
    details: tuple[Shape, ...] = (),
    hem: bool = True,
    bow: float = 0.2,
    seam: bool = False,
    over: LimbFrame | None = None,
) -> list[Shape]:
    """A limb or a sleeve from t0 to t1: its fill, then its ink.

    At the shoulder the fill runs into the torso's, and only what stands out of the torso's silhouette is
    inked: no seam closes an oval there.

    Args:
        figure: Whose limb.
        limb: Which.
        cloth: Its colour, style, owner and level.
        t1: Where it ends.
        t0: Where it begins; 0 is the shoulder.
        ease: Heads of slack to each side at t0.
        ease1: The same at t1.
        puff: Heads of slack more in the middle of the piece (puffed sleeves, padding).
        depth: Width of its shadow.
        details: Shapes on it, clipped to it.
        hem: Whether the end at t1 is inked.
        bow: How far the end is bowed, in half widths.
        seam: Whether a thin line closes the shoulder, as where a sleeve comes out of a vest.
        over: The upper half of the same limb, on which this piece lies with a round elbow: no ink there.
    """
    if not figure.shows(limb.spine(t0, t1, 5), ASIDE):
        return []
    if limb.bend > FOLDED and t0 < 0.4 and t1 > 0.6:
        return _folded(
            figure, limb, cloth, (t0, t1), (ease, ease if ease1 is None else ease1), puff=puff, depth=depth,
            details=details, hem=hem, bow=bow, seam=seam,
        )  # fmt: skip
    outline, visible = limb_outline(figure, limb, t0, t1, ease, ease1, puff=puff, bow=bow, hem=hem, over=over)
    shade: tuple[Shape, ...] = ()
    if depth > 0:
        # At the shoulder the shadow's edge runs out through the side, so that it does not stop at the torso.
        far = t0 - 0.2 if t0 <= 0.05 else t0
        t = far + (t1 - far) * shares(17)
        end = ease if ease1 is None else ease1
        slack = np.interp(t, [t0, t1], [ease, end])
        slack = slack + np.clip((0.26 - t) / 0.2, 0, 1) * depth * 1.7 if t0 <= 0.05 else slack
        one, other = limb.edges(far, t1, slack)
        shade = shadows(np.concatenate([one, other[::-1]]), cloth.colour, cloth.style, depth)
    shapes = [
        form(
            outline, cloth.colour, cloth.style, cloth.owner, level=cloth.level, depth=0.0,
            details=shade + details, inked=False,
        )
    ]  # fmt: skip
    if any(limb.side == arm.side and limb.level == arm.level for arm in figure.arms):
        shapes = [lit_alike(figure, shape) for shape in shapes]
    ink = cloth.style.ink_for(cloth.colour)
    lines = [(run, 1.0) for run in runs(outline, visible)]
    if seam:
        hidden = ~visible
        hidden[len(outline) // 3 : len(outline) // 2] &= hem
        lines += [(run, 0.7) for run in runs(outline, hidden)]
    return shapes + [
        Shape(run, cloth.owner, line=ink, weight=weight, closed=False, taper=(0.3, 0.3), level=cloth.level)
        for run, weight in lines
    ]


def lit_alike(figure: FigureFrame, shape: Shape) -> Shape:
    """The shape with its change of tone running down the torso: sleeves and body then match at the
    shoulder."""
    if not isinstance(shape.fill, Gradient):
        return shape
    top, low = (float(figure.torso.spine[k, 1]) for k in (0, -1))
    return replace(shape, fill=Gradient((0.0, top), (0.0, low), shape.fill.first, shape.fill.last))


def limb_outline(  # noqa: PLR0917
    figure: FigureFrame,
    limb: LimbFrame,
    t0: float,
    t1: float,
    ease: float,
    ease1: float | None = None,
    *,
    puff: float = 0.0,
    bow: float = 0.2,
    hem: bool = True,
    over: LimbFrame | None = None,
) -> tuple[Points, NDArray[np.bool_]]:
    """The closed outline of a limb's piece, and which of its points are inked."""
    count = 17
    end = ease if ease1 is None else ease1
    slack: Floats = ease + (end - ease) * shares(count)
    slack = slack + puff * np.sin(np.pi * between(0.08, 1, count)) ** 0.7 if puff else slack
    one, other = limb.edges(t0, t1, slack, count=count)
    low = bowed(one[-1], other[-1], limb.spine(t1 - 0.02, t1, 2), bow)
    cap = np.zeros((0, 2))
    if t0 <= 0.05 or over is not None:
        cap = rounded(limb, one[0], other[0], t0, 0.62 if over is None else 1.0)
    outline = np.concatenate([one, low, other[::-1], cap])
    visible = np.ones(len(outline), bool)
    if not hem:
        visible[len(one) : len(one) + len(low)] = False
    if t0 <= 0.05:
        joint = int((_JOINT - t0) / max(t1 - t0, 1e-6) * (count - 1)) + 1
        first = len(one) + len(low) + len(other) - min(joint, len(other))
        near = np.r_[0 : min(joint, len(one)), first : len(outline)]
        visible[near] = ~figure.torso.covers(outline[near], -0.02)
    if over is not None:
        a, b = over.joints[0], over.joints[1]
        way = b - a
        share = np.clip((outline - a) @ way / max(float(way @ way), 1e-9), 0, 1)
        gap = np.hypot(*(outline - a - share[:, None] * way).T)
        visible &= gap > over.half(share / 2) + ease - 0.015
    return outline, visible


def _folded(
    figure: FigureFrame,
    limb: LimbFrame,
    cloth: Cloth,
    span: tuple[float, float],
    slack: tuple[float, float],
    *,
    puff: float,
    depth: float,
    details: tuple[Shape, ...],
    hem: bool,
    bow: float,
    seam: bool,
) -> list[Shape]:
    """A limb that is folded up, or whose upper half points at us: in two pieces, the lower one before the
    upper one. One outline would cross itself."""
    a, b, c = limb.joints
    upper = replace(limb, joints=np.stack([a, b, 2 * b - a]))
    lower = replace(limb, joints=np.stack([2 * b - c, b, c]))
    middle = slack[0] + (slack[1] - slack[0]) * (0.5 - span[0]) / (span[1] - span[0]) + puff * 0.7
    shapes = draw_limb(
        figure, upper, cloth, t0=span[0], t1=0.5, ease=slack[0], ease1=middle, puff=puff * 0.5, depth=depth,
        bow=1.0, seam=seam,
    )  # fmt: skip
    return shapes + draw_limb(
        figure, lower, cloth, t0=0.5, t1=span[1], ease=middle, ease1=slack[1], depth=depth, details=details,
        hem=hem, bow=bow, over=upper,
    )  # fmt: skip


def bowed(a: Points, b: Points, spine: Points, bow: float) -> Points:
    """Points of the arc from a to b that bulges along the spine's direction (a hem), without its ends."""
    along = spine[1] - spine[0]
    along = along / max(float(np.hypot(*along)), 1e-9)
    u = between(-1, 1, 7)[1:-1, None]
    half = float(np.hypot(*(b - a))) / 2
    arc: Points = (a + b) / 2 + (b - a) / 2 * u + along * (1 - u**2) * bow * half
    return arc


def knee(figure: FigureFrame, leg: LimbFrame, colour: Colour, style: Style, ease: float) -> tuple[Shape, ...]:
    """What shows that a seated figure's knee comes towards us, for `Shape.inside` of its leg: the lower leg
    in the shadow of the lap, and the round of the knee."""
    if not figure.sitting or leg.depth < 0.25 or leg.bend > FOLDED:
        return ()
    cap = leg.across(0.5, ease, 0.75)
    below = np.concatenate([cap, leg.across(1.02, ease + 0.05, 0.2)[::-1]])
    tone = mixed(colour, style.shaded(colour), 0.55 + 0.35 * max(style.cel, style.soft))
    return (
        Shape(below, fill=tone, soft=0.03 if style.soft > 0.3 else 0.0),
        crease(cap[1:-1], colour, style, weight=0.9),
        crease(leg.across(0.44, ease, -0.5)[2:5], colour, style, weight=0.6),
    )


def runs(points: Points, visible: NDArray[np.bool_]) -> list[Points]:
    """The pieces of a closed outline whose points are all visible."""
    if visible.all():
        return [np.concatenate([points, points[:1]])]
    if not visible.any():
        return []
    start = int(np.flatnonzero(~visible)[0])
    order = np.roll(np.arange(len(points)), -start)
    shown = visible[order]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], shown, [False]]).astype(int)))
    pieces = [order[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [points[piece] for piece in pieces if len(piece) > 1]


def rounded(limb: LimbFrame, one: Points, other: Points, t0: float, height: float) -> Points:
    """The round end of a shoulder, an elbow or a seat, `height` half widths high, from the second side back
    to
    the first."""
    middle, radius = (one + other) / 2, (one - other) / 2
    back = np.array([radius[1], -radius[0]])
    a, b = limb.spine(t0, t0 + 0.05, 2)
    if float(back @ (b - a)) > 0:
        back = -back
    angle = between(0, np.pi, 9)[1:-1, None]
    arc: Points = middle - radius * np.cos(angle) + back * np.sin(angle) * height
    return arc
