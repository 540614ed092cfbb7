"""A whole episode that looks like one: title, panels of many sorts, bubbles, and an end card."""

from __future__ import annotations

from dataclasses import replace

from numpy.random import Generator, default_rng

from toonseg.synth.backdrops import Backdrop, Flat, Vertical
from toonseg.synth.layout import Cell, Content, Habits, Plan, Row, plan_rows
from toonseg.synth.lettering import letter, text_size
from toonseg.synth.pen import BLACK, INK, WHITE, Canvas, Colour, hsv
from toonseg.synth.strips import DrawnStrip, draw_plan
from toonseg.synth.truth import Box, TrueBubble

TITLES = ("옥상의 비밀", "봄날의 편지", "별빛 우산", "오후 세 시의 고양이", "여름 방학")
_HABITS = Habits(gaps=(50, 200), over_edges=0.22, alone=0.35, framed=0.8, full_width=0.4, inside=0.6)
_TITLE_ROWS = 300
_END_ROWS = 240


def draw_episode(seed: int = 0, *, width: int = 690, number: int = 1) -> DrawnStrip:
    """Draw an episode of about twelve panels that could be read; the same seed gives the same pixels.

    White gutters, a night scene in black between two gradients, a row of panels side by side, frameless
    figures, bubbles within, over and between panels, with Korean lettering throughout.

    Args:
        seed: Any number from 0 up.
        width: Width in pixels.
        number: The episode's number, lettered below the title.
    """
    rng = default_rng([seed, 4711, number])
    rows = plan_rows(rng, _HABITS, width=width, panels=7)
    pair = plan_rows(rng, replace(_HABITS, columns=1.0), width=width, panels=2)[0]
    figure = Row(120, (Cell(60, width - 60, 0, 560, Content.FRAMELESS),), alone=False)
    sky = Row(90, (Cell(0, width, 0, 820, Content.BLEED),))
    rows = [replace(rows[0], gap=_TITLE_ROWS, alone=False), rows[1], pair, figure, *rows[2:5], sky, *rows[5:]]
    night = _night(rng)
    white: Backdrop = Flat(WHITE)
    backdrops = [white] * (len(rows) + 1)
    first = 5  # behind the frameless figure, which wants white above and below
    backdrops[first : first + 3] = [Vertical(WHITE, night), Flat(night), Vertical(night, WHITE)]
    rows[first] = replace(rows[first], gap=max(rows[first].gap, 220), alone=False)
    rows[first + 2] = replace(rows[first + 2], gap=max(rows[first + 2].gap, 220), alone=False)
    plan = Plan(width, tuple(rows), _END_ROWS, tuple(backdrops), smooth=False)
    pixels, truth = draw_plan(plan, rng, _HABITS, name="episode", seed=seed)
    title = TITLES[seed % len(TITLES)]
    colour = hsv(float(rng.uniform(0, 360)), 0.65, 0.8)
    height = truth.height
    cards = (
        _card(pixels, title, (width / 2, _TITLE_ROWS * 0.45), 64, colour),
        _card(pixels, f"{number}화", (width / 2, _TITLE_ROWS * 0.78), 30, INK),
        _card(pixels, "다음 화에 계속", (width / 2, height - _END_ROWS * 0.45), 34, BLACK),
    )
    bubbles = truth.bubbles + tuple(TrueBubble(box=box, alone=True) for box in cards)
    return DrawnStrip(pixels, truth.model_copy(update={"bubbles": bubbles}), quality=92)


def _card(canvas: Canvas, line: str, centre: tuple[float, float], size: float, colour: Colour) -> Box:
    letter(canvas, (line,), centre, size, colour, weight=0.1)
    width, height = text_size((line,), size)
    x, y = centre
    reach = size * 0.1 + 2
    return (
        max(0, round(x - width / 2 - reach)),
        max(0, round(y - height / 2 - reach)),
        min(canvas.shape[1], round(x + width / 2 + reach)),
        min(canvas.shape[0], round(y + height / 2 + reach)),
    )


def _night(rng: Generator) -> Colour:
    return hsv(float(rng.uniform(210, 280)), 0.6, 0.16)
