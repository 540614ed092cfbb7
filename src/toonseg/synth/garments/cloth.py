"""What garments share: bodies and sleeves of tops, necklines, and the folds that bodies press into cloth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import Floats, between, curve, curves, shares
from toonseg.synth.art.shading import crease, fold, form
from toonseg.synth.art.shapes import InstanceClass, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.limbs import ASIDE, Cloth, draw_limb, lit_alike
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.patterns import Pattern, limb_surface, printed, torso_surface
from toonseg.synth.pen import Colour, Points


@dataclass(frozen=True)
class Neckline:
    """Where a top begins around the neck.

    Attributes:
        front: How deep it is in front, as v.
        side: The same at the shoulders.
        back: The same behind.
        vee: 0 round .. 1 pointed.
    """

    front: float = 0.05
    side: float = 0.008
    back: float = 0.0
    vee: float = 0.0

    def v(self, lon: Floats) -> Floats:
        """Its height at a longitude, -180 .. 180."""
        off = np.abs((lon + 180) % 360 - 180)
        round_ = np.clip(np.cos(np.radians(np.minimum(off, 90))), 0, 1)
        pointed = np.clip(1 - off / 52, 0, 1)
        dip = (1 - self.vee) * round_ + self.vee * pointed
        low: Floats = np.where(
            off <= 90, self.side + (self.front - self.side) * dip,
            self.side + (self.back - self.side) * -np.cos(np.radians(off)),
        )  # fmt: skip
        return low


def slack_of(figure: FigureFrame, v: Floats, ease: float, fit: float) -> Floats:
    """Heads of cloth off the skin at each v: `ease` everywhere (less at the neck), and with `fit` 0 (tight)
    ..
    1 (straight) the waist filled up to the width of chest and hips."""
    torso = figure.torso
    wide = np.interp(np.clip(v, 0, 1), shares(len(torso.wide)), torso.wide)
    chest = float(np.interp(0.28, shares(len(torso.wide)), torso.wide))
    straight = np.interp(v, [0.28, 1.0], [chest, max(chest, float(torso.wide[-3]))])
    filled = np.where(v > 0.26, np.maximum(straight - wide, 0), 0)
    slack: Floats = np.interp(v, [0, 0.03, 0.15, 0.5], [0.25, 0.55, 1.0, 1.15]) * ease + fit * filled
    return slack


def under_others(figure: FigureFrame, cls: InstanceClass, ease: float, fit: float) -> tuple[float, float]:
    """Ease and fit of a garment of this class, pressed flat by what is worn over it."""
    if InstanceClass.OUTER in figure.worn:
        return min(ease, 0.045 if cls is InstanceClass.VEST else 0.035), min(fit, 0.08)
    if InstanceClass.VEST in figure.worn and cls is not InstanceClass.VEST:
        return min(ease, 0.035), min(fit, 0.25)
    return ease, fit


def top_outline(
    figure: FigureFrame, neck: Neckline, hem: float, ease: float, fit: float, *, sag: float = 0.04
) -> Points:
    """The closed outline of a top from its neckline to v = `hem`, whose front hangs `sag` heads lower."""
    torso = figure.torso
    v = neck.side + (hem - neck.side) * shares(16)
    slack = slack_of(figure, v, ease, fit)
    left, right = torso.edge(-1, neck.side, hem, slack, 16), torso.edge(1, neck.side, hem, slack, 16)
    middle = float(torso.edges(0.1)[0]) + 90
    lon = middle + between(82, -82, 15)
    high = torso.on(lon, neck.v(lon), slack[0])
    high[:, 1] -= figure.nape * np.clip(-np.cos(np.radians(lon)), 0, 1)
    u = between(-1, 1, 9)[1:-1, None]
    low = (left[-1] + right[-1]) / 2 + (right[-1] - left[-1]) / 2 * np.sin(u * np.pi / 2)
    low[:, 1] += sag * figure.unit * np.sqrt(1 - u[:, 0] ** 2)
    return np.concatenate([left, low, right[::-1], high])


def draw_top(  # noqa: PLR0917
    figure: FigureFrame,
    cloth: Cloth,
    neck: Neckline,
    hem: float,
    ease: float,
    fit: float,
    rng: Generator,
    *,
    pattern: Pattern | None = None,
    details: tuple[Shape, ...] = (),
    sag: float = 0.04,
) -> list[Shape]:
    """The body of a top: filled, printed, folded, inked."""
    outline = top_outline(figure, neck, hem, ease, fit, sag=sag)
    folds = body_folds(figure, cloth.colour, cloth.style, rng, hem, fit)
    shape = form(
        outline, cloth.colour, cloth.style, cloth.owner, level=cloth.level, depth=0.07,
        details=(*folds, *details),
    )  # fmt: skip
    if pattern is not None:
        shape = printed(shape, pattern.shapes(torso_surface(figure, hem, ease), cloth.style), cloth.style)
    return [lit_alike(figure, shape)]


def draw_sleeve(
    figure: FigureFrame,
    arm: LimbFrame,
    cloth: Cloth,
    rng: Generator,
    *,
    end: float,
    ease: float,
    ease1: float,
    puff: float = 0.0,
    pattern: Pattern | None = None,
    hem: bool = True,
    seam: bool = False,
) -> list[Shape]:
    """A sleeve from the shoulder to t = `end`, with its folds."""
    if not figure.shows(arm.spine(0.0, end, 5), ASIDE):
        return []
    folds = sleeve_folds(figure, arm, end, (ease + ease1) / 2, cloth, rng)
    shapes = draw_limb(
        figure,
        arm,
        cloth,
        t1=end,
        ease=ease,
        ease1=ease1,
        puff=puff,
        depth=0.055,
        details=tuple(folds),
        hem=hem,
        seam=seam,
    )
    if pattern is None:
        return shapes
    prints = pattern.shapes(limb_surface(figure, arm, end, ease), cloth.style)
    return [printed(s, prints, cloth.style) if s.closed and s.fill is not None else s for s in shapes]


def cuff(  # noqa: PLR0917
    figure: FigureFrame, arm: LimbFrame, cloth: Cloth, t0: float, t1: float, ease: float, *, ribs: int = 0
) -> list[Shape]:
    """A band around a limb from t0 to t1, with `ribs` lines of knitting."""
    lines: list[Shape] = []
    if ribs and figure.detail > 0.5:
        for u in np.linspace(-0.8, 0.8, ribs):
            spine = arm.spine(t0, t1, 2)
            way = spine[1] - spine[0]
            side = np.array([-way[1], way[0]]) / max(float(np.hypot(*way)), 1e-9)
            lines.append(
                crease(spine + side * float(arm.half(t1) + ease) * u, cloth.colour, cloth.style, weight=0.5)
            )
    return draw_limb(figure, arm, cloth, t0=t0, t1=t1, ease=ease, depth=0.025, details=tuple(lines), bow=0.2)


def sleeve_folds(  # noqa: PLR0917
    figure: FigureFrame, arm: LimbFrame, end: float, ease: float, cloth: Cloth, rng: Generator
) -> list[Shape]:
    """Folds at the elbow's inside, more of them the more it is bent, and from the shoulder, for
    `Shape.inside`."""
    shapes: list[Shape] = []
    if figure.detail < 0.3:
        return shapes
    colour, style = cloth.colour, cloth.style
    upper, lower = arm.joints[1] - arm.joints[0], arm.joints[2] - arm.joints[1]
    inner = float(upper[0] * lower[1] - upper[1] * lower[0]) <= 0
    count = round((1 + 3 * style.folds) * (0.6 + 0.4 * min(arm.bend, 1.5)) * figure.detail)
    for k in range(count):
        t = 0.5 + (k - (count - 1) / 2) * 0.075 + float(rng.uniform(-0.02, 0.02))
        if t > end - 0.05:
            continue
        line = arm.across(t, ease, float(rng.uniform(0.2, 0.9)) * (1 if k % 2 else -0.4))
        line = line if not inner else line[::-1]
        reach = int(rng.integers(3, 6))
        path = curve(line[:reach], closed=False, steps=4)
        if k % 2 == 0:
            shapes.insert(0, fold(path, 0.06, colour, style))
        shapes.append(crease(path, colour, style, weight=0.65))
    if end > 0.2 and style.folds > 0.2:
        # Cloth is drawn from the shoulder towards the armpit.
        for k in range(2):
            at = 0.14 + 0.09 * k + float(rng.uniform(-0.02, 0.02))
            if at > end - 0.04:
                break
            line = arm.across(at, ease, -0.7)
            if float((line[0] - figure.torso.spine[8]) @ (line[-1] - line[0])) < 0:
                line = line[::-1]
            shapes.append(crease(curve(line[:4], closed=False, steps=4), colour, style, weight=0.55))
    return shapes


def body_folds(  # noqa: PLR0917
    figure: FigureFrame, colour: Colour, style: Style, rng: Generator, hem: float, fit: float = 0.3
) -> list[Shape]:
    """Folds from the armpits, above the waist and, in loose tops, down from the chest, for `Shape.inside`."""
    torso, shapes = figure.torso, list[Shape]()
    if figure.detail < 0.3:
        return shapes
    around = 0.0 if torso.facing else 180.0
    count = round((0.6 + 2.2 * style.folds) * figure.detail)
    places: list[tuple[tuple[float, float, float], tuple[float, float, float]]] = []
    for side in (-1, 1):
        for k in range(count):
            v = 0.25 + 0.045 * k + float(rng.uniform(-0.02, 0.02))
            last = 48.0 - 9 * k + float(rng.uniform(-8, 8))
            drop = 0.05 + float(rng.uniform(0, 0.09))
            places.append(((86.0 * side, 68.0 * side, last * side), (v, v + 0.02, v + drop)))
        for k in range(count):
            low = min(hem, 0.72)
            v = low - 0.055 * k + float(rng.uniform(-0.02, 0.02))
            reach = float(rng.uniform(24, 52))
            places.append(((89.0 * side, 70.0 * side, reach * side), (v - 0.05, v - 0.012, v + 0.01)))
    if places:
        lons, vs = np.array(places).swapaxes(0, 1)
        lines = curves(torso.on(lons - around, vs, 0.03))
        shapes += [crease(line, colour, style, weight=0.6) for line in lines]
        for first in (count, 3 * count):  # the first fold above the waist on either side
            shapes.insert(0, fold(lines[first], 0.075 * figure.unit, colour, style))
    if figure.body.femininity > 0.55 and torso.facing and abs(torso.yaw) < 75:
        for side in (-1, 1):
            under = torso.on(np.array([66.0, 44, 20]) * side, np.array([0.36, 0.4, 0.385]), 0.03)
            shapes.insert(0, fold(curve(under, closed=False), 0.05 * figure.unit, colour, style))
    if fit > 0.4 and count:
        at, drift = float(rng.uniform(-50, 50)) - around, float(rng.uniform(-16, 16))
        hang = torso.on(np.array([at, at + drift, at + 0.4 * drift]), np.array([0.46, 0.58, 0.74]), 0.03)
        shapes.append(crease(curve(hang, closed=False), colour, style, weight=0.55))
    return shapes


def ribbed(figure: FigureFrame, hem: float, height: float, ease: float, cloth: Cloth) -> tuple[Shape, ...]:
    """The lines of a ribbed hem, for `Shape.inside`."""
    torso = figure.torso
    edge = crease(torso.ring(hem - height, ease, sag=0.04 * figure.unit), cloth.colour, cloth.style)
    if figure.detail < 0.6:
        return (edge,)
    around = 0 if torso.facing else 180
    lines = [
        crease(torso.on(np.full(2, lon), np.array([hem - height, hem + 0.03]), ease), cloth.colour,
        cloth.style,
               weight=0.45)
        for lon in np.linspace(-80, 80, 15) - around
    ]  # fmt: skip
    return (edge, *lines)


def lifted(shapes: list[Shape], level: int) -> list[Shape]:
    """The shapes at another place in the z-order."""
    return [shape.at_level(level) for shape in shapes]
