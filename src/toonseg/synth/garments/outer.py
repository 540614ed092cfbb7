"""What jackets, coats and cardigans share: two fronts over a back, an opening, sleeves, or empty sleeves that
hang from the shoulders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import Floats, band, curve
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Shape
from toonseg.synth.figure.levels import ARM_OUTER, Level
from toonseg.synth.figure.limbs import Cloth, lit_alike
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.cloth import body_folds, draw_sleeve, slack_of
from toonseg.synth.garments.patterns import Pattern, printed, torso_surface
from toonseg.synth.pen import Points


@dataclass(frozen=True)
class Fronts:
    """How an outer garment lies on the body.

    Attributes:
        vee: v to which it is cut out in front.
        opened: 0 closed .. 1 wide open.
        hem: v of its hem; beyond 1 it hangs down over the legs.
        ease: Heads off the skin.
        fit: 0 tight .. 1 straight.
        flare: Heads by which the hem stands off further.
        over: Degrees by which the left front lies over the right one.
    """

    vee: float = 0.5
    opened: float = 0.5
    hem: float = 1.02
    ease: float = 0.06
    fit: float = 0.3
    flare: float = 0.05
    over: float = 5.0

    def rows(self, figure: FigureFrame) -> Floats:
        """The v at which it is built, to its hem; a coat's skirts do not go through a seat."""
        hem = min(self.hem, 1.0) if figure.sitting else self.hem
        return np.linspace(0.0, hem, 18)

    def slack(self, figure: FigureFrame, v: Floats) -> Floats:
        """Heads off the skin at each v."""
        out: Floats = slack_of(figure, v, self.ease, self.fit)
        return out + self.flare * np.clip((v - 0.55) / 0.5, 0, 1.5)

    def edge(self, v: Floats) -> Floats:
        """Longitude of the left front's edge at each v; negative where it lies over the middle."""
        low = -self.over + (8 + 44 * self.opened) * (self.opened > 0.03)
        at = [0.0, 0.05, self.vee, self.vee + 0.2, max(1.0, self.vee + 0.25)]
        return np.interp(v, at, [52.0, 42.0, low * 0.55 - 2, low * 0.75 - 2, low])


def draw_fronts(  # noqa: PLR0917
    figure: FigureFrame,
    cloth: Cloth,
    fronts: Fronts,
    rng: Generator,
    pattern: Pattern | None = None,
    right: Sequence[Shape] = (),
    left: Sequence[Shape] = (),
    behind: Sequence[Shape] = (),
) -> list[Shape]:
    """Lining, back and both fronts; `right`, `left` and `behind` are details on them (pockets, seams)."""
    torso, style = figure.torso, cloth.style
    v = fronts.rows(figure)
    slack = fronts.slack(figure, v)
    hem = float(v[-1])
    folds = tuple(body_folds(figure, cloth.colour, style, rng, min(hem, 1.0), fronts.fit))
    prints = pattern.shapes(torso_surface(figure, hem + 0.05, fronts.ease), style) if pattern else ()
    shapes: list[Shape] = []
    if torso.facing:
        lining = np.concatenate(
            [torso.edge(-1, 0.3, hem - 0.02, fronts.ease), torso.edge(1, 0.3, hem - 0.02, fronts.ease)[::-1]]
        )
        dark = style.shaded(cloth.colour, 1.2)
        shapes.append(form(lining, dark, style, cloth.owner, level=Level.OUTER_BACK, depth=0.0))
    back = torso.panel(93.0, 267.0, v, slack)
    if back is not None:
        seams = (*folds, *behind) if not torso.facing else folds
        sheet = form(_sagging(back, 18, figure), cloth.colour, style, cloth.owner, level=cloth.level,
        depth=0.08,
                     details=seams)  # fmt: skip
        shapes.append(lit_alike(figure, printed(sheet, prints, style)))
    edge = fronts.edge(v)
    # The right front is drawn first: the left one closes over it.
    for side, details in ((-1, right), (1, left)):
        lons = (edge, np.full_like(edge, 95.0)) if side > 0 else (np.full_like(edge, -95.0), -edge)
        panel = torso.panel(*lons, v, slack)
        if panel is not None:
            piece = form(
                _sagging(panel, 18, figure), cloth.colour, style, cloth.owner, level=cloth.level, depth=0.08,
                details=(*folds, *details),
            )  # fmt: skip
            shapes.append(lit_alike(figure, printed(piece, prints, style)))
    return shapes


def _sagging(panel: Points, rows: int, figure: FigureFrame) -> Points:
    """The panel with a hem that bulges down a little, and soft corners."""
    a, b = panel[rows - 1], panel[rows]
    u = np.linspace(-1, 1, 7)[1:-1, None]
    hem = (a + b) / 2 + (b - a) / 2 * u
    hem[:, 1] += 0.03 * figure.unit * (1 - u[:, 0] ** 2)
    return np.concatenate([panel[:rows], hem, panel[rows:]])


def draw_outer_sleeves(  # noqa: PLR0917
    figure: FigureFrame,
    cloth: Cloth,
    rng: Generator,
    ease: float,
    end: float = 0.95,
    puff: float = 0.0,
    pattern: Pattern | None = None,
) -> list[Shape]:
    """Sleeves with the arms in them."""
    shapes: list[Shape] = []
    for arm in figure.arms:
        own = Cloth(cloth.colour, cloth.style, cloth.owner, arm.level + ARM_OUTER)
        shapes += draw_sleeve(
            figure, arm, own, rng, end=end, ease=ease * 0.8, ease1=ease * 0.9, puff=puff, pattern=pattern
        )
    return shapes


def draw_empty_sleeves(figure: FigureFrame, cloth: Cloth, ease: float, rng: Generator) -> list[Shape]:
    """Sleeves that hang from the shoulders, before or behind the arms."""
    torso, style, shapes = figure.torso, cloth.style, list[Shape]()
    for side in (-1, 1):
        lon = side * 92.0
        if not torso.seen(side * 70.0) and not torso.seen(side * 110.0):
            continue
        sway = float(rng.uniform(-6, 6))
        spine = curve(
            torso.on(np.full(4, lon) + np.array([0, 0, sway, sway * 1.5]), np.array([0.13, 0.3, 0.62, 0.98]),
                     ease * np.array([0.0, 1.2, 1.8, 2.0])),
            closed=False, steps=4,
        )  # fmt: skip
        half = figure.body.limb * np.linspace(0.95, 0.75, len(spine)) + ease * 0.5
        line = crease(spine[3:-2] + np.array([0.02, 0]), cloth.colour, style, weight=0.6)
        shapes.append(
            form(band(spine, half), cloth.colour, style, cloth.owner, level=Level.OVER_OUTER + 1, depth=0.05,
                 details=(line,))
        )  # fmt: skip
    return shapes


def buttons(  # noqa: PLR0917
    figure: FigureFrame,
    cloth: Cloth,
    fronts: Fronts,
    at: Sequence[float],
    colour: tuple[int, int, int],
    lon: float,
) -> list[Shape]:
    """Round buttons at the heights `at` (v), `lon` degrees beside the left front's edge, for
    `Shape.inside`."""
    torso, unit, shapes = figure.torso, figure.unit, list[Shape]()
    if figure.detail < 0.25 or not torso.facing:
        return shapes
    for v in at:
        where = float(fronts.edge(np.array([v]))[0]) + lon
        if torso.seen(where, v):
            x, y = torso.on(where, v, fronts.ease)
            angle = np.linspace(0, 2 * np.pi, 9)[:-1]
            dot = np.stack([x + 0.03 * unit * np.cos(angle), y + 0.032 * unit * np.sin(angle)], 1)
            shapes.append(Shape(dot, fill=colour, line=cloth.style.ink_for(colour), weight=0.5))
    return shapes
