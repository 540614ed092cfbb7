"""What lies over a finished picture and belongs to nobody: bubbles, lettering, bands of white."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.synth.bubbles import Bubble, compose_bubble, draw_bubble, draw_sound, draw_words
from toonseg.synth.pen import INK, WHITE, Canvas, hsv, luminance, mean_colour
from toonseg.synth.truth import Box

T = TypeVar("T")


def over(picture: Canvas, ids: NDArray[np.unsignedinteger], draw: Callable[[Canvas], T]) -> T:
    """Let `draw` paint on a picture with the pen, and take from everybody the pixels that it covers by half.

    Args:
        picture: HWC uint8 RGB, changed in place.
        ids: HW, numbers of instances, changed in place.
        draw: Gets the picture with a fourth channel; the pen's colours have three values, so that it writes 0
            into it wherever it draws, smoothed as the colours are.
    """
    sheet = np.ascontiguousarray(np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)]))
    result = draw(sheet)
    picture[:] = sheet[..., :3]
    ids[sheet[..., 3] < 128] = 0
    return result


def speak(
    picture: Canvas, ids: NDArray[np.uint8], rng: Generator, heads: Sequence[Box], chance: float
) -> list[Box]:
    """With that chance, one to three bubbles, or narration without one; now and then a sound word.

    Bubbles keep clear of `heads` as well as they can, and stand high rather than low; tails point at
    somebody. Returns the boxes of the bubbles.
    """
    height, width = picture.shape[:2]
    if rng.random() < 0.1:
        colour = hsv(float(rng.uniform(0, 360)), 0.7, 0.85)
        centre = (width * float(rng.uniform(0.2, 0.8)), height * float(rng.uniform(0.15, 0.85)))
        size = min(120.0, width / 5, height / 3) * float(rng.uniform(0.5, 1.0))
        over(picture, ids, lambda sheet: draw_sound(sheet, rng, centre, size, colour))
    taken: list[Box] = []
    if height < 150 or width < 200 or rng.random() >= chance:
        return taken
    scale = min(1.0, height / 420, width / 480)
    for _ in range(int(rng.choice([1, 2, 3], p=[0.66, 0.26, 0.08]))):
        bubble = compose_bubble(rng, at_most=width * 0.46, dark=bool(rng.random() < 0.06), scale=scale)
        wide, tall = bubble.width / 2, bubble.height / 2
        x, y = _spot(rng, (height, width), (wide, tall), heads, taken)
        if rng.random() < 0.08:
            taken.append(over(picture, ids, lambda sheet: _narrate(sheet, bubble, (x, y))))  # noqa: B023
            continue
        if heads and rng.random() < 0.6:
            x0, y0, x1, y1 = heads[int(rng.integers(len(heads)))]
            aim = np.array([(x0 + x1) / 2 - x, (y0 + y1) / 2 - y])
            far = float(np.hypot(*aim))
            if far > max(wide, tall):
                reach = min(far - (y1 - y0) * 0.6, max(wide, tall) * float(rng.uniform(1.2, 1.6)))
                tip = aim / far * max(reach, min(wide, tall) * 1.15)
                bubble = replace(bubble, tail=(float(tip[0]), float(tip[1])))
        taken.append(over(picture, ids, lambda sheet: draw_bubble(sheet, rng, bubble, (x, y))))  # noqa: B023
    return taken


def _narrate(sheet: Canvas, bubble: Bubble, centre: tuple[float, float]) -> Box:
    """The words alone, in white with a dark shadow behind them, or dark on light."""
    x, y = (round(v) for v in centre)
    ground = mean_colour(sheet[max(0, y - 20) : y + 20, max(0, x - 40) : x + 40, :3])
    ink, shadow = (INK, WHITE) if luminance(ground) > 140 else (WHITE, INK)
    draw_words(sheet, bubble.lines, bubble.size, (centre[0] + 1.5, centre[1] + 1.5), shadow)
    return draw_words(sheet, bubble.lines, bubble.size, centre, ink)


def _spot(
    rng: Generator,
    size: tuple[int, int],
    half: tuple[float, float],
    heads: Sequence[Box],
    taken: Sequence[Box],
) -> tuple[float, float]:
    """The best of some places for a bubble's middle."""
    height, width = size
    best, least = (width / 2, half[1]), np.inf
    for _ in range(10):
        x, y = float(rng.uniform(0.0, 1.0)) * width, float(rng.beta(1.2, 2.6)) * height
        # A bubble may stick out of the panel a little, as many do.
        x = min(max(x, half[0] * 0.85), width - half[0] * 0.85)
        y = min(max(y, half[1] * 0.8), height - half[1] * 0.8)
        box = (x - half[0], y - half[1], x + half[0], y + half[1])
        cost = sum(_overlap(box, head) for head in heads) + 4 * sum(_overlap(box, other) for other in taken)
        cost += 0.02 * y * half[0]
        if cost < least:
            best, least = (x, y), cost
    return best


def _overlap(a: tuple[float, float, float, float], b: Box) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
