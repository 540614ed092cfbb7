"""The ground of a planned strip, which shows in gutters and margins, and what is true of its gutters."""

from __future__ import annotations

from numpy.random import Generator

from toonseg.synth.pen import Canvas, mean_colour
from toonseg.synth.strips.backdrops import Flat, Vertical, kind_of, paint_backdrop
from toonseg.synth.strips.layout import Plan
from toonseg.synth.truth import TrueGutter


def paint_ground(canvas: Canvas, rng: Generator, plan: Plan, tops: list[int], bottoms: list[int]) -> None:
    """Paint all backdrops; beside a panel the one above gives way to the one below.

    Args:
        canvas: The strip, HWC uint8 RGB, written in place.
        rng: Where the choices come from.
        plan: What backdrop each gutter has.
        tops: The strip's row in which each row of panels begins.
        bottoms: And the one after its last.
    """
    height = canvas.shape[0]
    starts, ends = [0, *bottoms], [*tops, height]
    if all(isinstance(b, Vertical) for b in plan.backdrops) and plan.smooth and rng.random() < 0.4:
        # One long gradient through gutters and margins alike.
        step = len(plan.backdrops) // 2 + 1
        for k in range(0, len(plan.backdrops), step):
            stop = min(k + step, len(plan.backdrops))
            first, last = plan.backdrops[k], plan.backdrops[stop - 1]
            assert isinstance(first, Vertical) and isinstance(last, Vertical)
            top = 0 if k == 0 else starts[k]
            bottom = height if stop == len(plan.backdrops) else starts[stop]
            paint_backdrop(canvas, top, bottom, Vertical(first.top, last.bottom))
        return
    for k, backdrop in enumerate(plan.backdrops):
        above = starts[k] if k == 0 else starts[k] - round((starts[k] - tops[k - 1]) * 0.5)
        below = (
            ends[k]
            if k == len(plan.backdrops) - 1
            else ends[k] + (bottoms[k] - tops[k]) - round((bottoms[k] - tops[k]) * 0.5)
        )
        if isinstance(backdrop, Vertical):
            paint_backdrop(canvas, above, starts[k], Flat(backdrop.top))
            paint_backdrop(canvas, starts[k], ends[k], backdrop)
            paint_backdrop(canvas, ends[k], below, Flat(backdrop.bottom))
        else:
            paint_backdrop(canvas, above, below, backdrop)


def gutters_of(canvas: Canvas, plan: Plan, tops: list[int], bottoms: list[int]) -> list[TrueGutter]:
    """Rows without panels; called before anything but the backdrops is drawn."""
    made: list[TrueGutter] = []
    for y0, y1, backdrop in zip([0, *bottoms], [*tops, canvas.shape[0]], plan.backdrops, strict=True):
        if y1 > y0:
            colour = mean_colour(canvas[y0:y1].reshape(-1, 3))
            made.append(
                TrueGutter.model_validate({"y0": y0, "y1": y1, "kind": kind_of(backdrop), "colour": colour})
            )
    return made
