"""What is drawn as a strip: a title's episode, one of the benchmark's kinds, the demo's episode."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.random import Generator, default_rng
from PIL import Image

from toonseg.synth.pen import BLACK, INK, WHITE, hsv
from toonseg.synth.strips.backdrops import Backdrop, Flat, Vertical
from toonseg.synth.strips.kinds import Kind
from toonseg.synth.strips.layout import HABITS, Cell, Content, Habits, Plan, Row, plan_rows, plan_strip
from toonseg.synth.strips.lively import enlivened
from toonseg.synth.strips.wear import grain, jpeg
from toonseg.synth.titles.artist import Artist, Order, artist_of
from toonseg.synth.titles.strip import Card, Story, draw_plan

NAMES = ("옥상의 비밀", "봄날의 편지", "별빛 우산", "오후 세 시의 고양이", "여름 방학")
"""What drawn titles are called."""
_STYLES = ("romance", "drama", "fantasy", "comedy", "pastel")  # of the demo's episodes, by their seed

_USUAL = Habits(
    gaps=(40, 220), columns=0.12, frameless=0.1, over_edges=0.2, alone=0.3, framed=0.7, full_width=0.45,
    inside=0.5, covering=0.12, slanted=0.12, breaking=0.3, sounds=0.08,
)  # fmt: skip
_DEMO = replace(
    _USUAL, gaps=(50, 200), columns=0.0, frameless=0.0, alone=0.35, framed=0.8, inside=0.6, slanted=0.2,
    breaking=0.7,
)  # fmt: skip
_TITLE_ROWS = 260
_DEMO_TITLE_ROWS = 300
_DEMO_END_ROWS = 240


def draw_story(
    artist: Artist, kind: Kind | None, rng: Generator, *, panels: int, width: int, words: tuple[str, ...]
) -> Story:
    """Draw the strip of a title's episode.

    Args:
        artist: Style, cast and lettering.
        kind: One of the sixteen kinds of strips; None for a usual episode on white.
        rng: Everything that is left to chance.
        panels: How many, about.
        width: Of the pages, in pixels.
        words: Lines of the title, lettered above the first panel; none for no title.
    """
    scale = _scale_of(kind, rng, width)
    drawn = round(width * scale)
    if kind is None:
        rows = tuple(plan_rows(rng, _USUAL, width=drawn, panels=panels))
        plan = Plan(drawn, rows, rows[-1].gap, (Flat(WHITE),) * (len(rows) + 1), smooth=False)
        habits = _USUAL
    else:
        plan = plan_strip(kind, rng, width=drawn, panels=panels, scale=scale)
        habits = replace(HABITS.get(kind, Habits()), covering=0.12)
        if kind not in (Kind.NARROW, Kind.ENDS):
            habits = replace(habits, slanted=0.08, breaking=0.2, sounds=0.06)
    cards: tuple[Card, ...] = ()
    if words and kind is not Kind.ENDS:
        first = replace(plan.rows[0], gap=round(_TITLE_ROWS * scale), alone=False)
        plan = replace(plan, rows=(first, *plan.rows[1:]))
        cards = (Card(words, 46 * scale, _TITLE_ROWS * scale * 0.4),)
    plan = enlivened(plan, rng, habits, scale)
    name = kind.value if kind else "episode"
    story = draw_plan(plan, artist, rng, habits, name=name, scale=scale, cards=cards)
    return _worn(replace(story, quality=int(rng.integers(86, 96))), kind, rng, width)


def draw_strip(kind: Kind, seed: int, *, panels: int | None = None, width: int | None = None) -> Story:
    """Draw a labelled strip of a kind; the same arguments give the same pixels on any machine.

    Args:
        kind: What makes the strip hard to cut.
        seed: Any number from 0 up: another artist, cast and layout for each.
        panels: How many panels, about; 8 to 14 by default.
        width: Width in pixels; 690 to 800 by default.
    """
    number = list(Kind).index(kind)
    rng = default_rng([seed, number])
    final_width = width or int(rng.choice([690, 690, 700, 720, 740, 760, 800]))
    wanted = panels or int(rng.integers(8, 15))
    scale = _scale_of(kind, rng, final_width)
    plan = plan_strip(kind, rng, width=round(final_width * scale), panels=wanted, scale=scale)
    habits = HABITS.get(kind, Habits())
    artist = artist_of(Order(seed), 1 + number)
    story = draw_plan(plan, artist, rng, habits, name=kind.value, seed=seed, scale=scale)
    quality = int(rng.choice([60, 75, 85, 92])) if kind is Kind.MIXED else int(rng.integers(88, 97))
    return _worn(replace(story, quality=quality), kind, rng, final_width)


def draw_episode(seed: int = 0, *, width: int = 690, number: int = 1) -> Story:
    """Draw an episode of about twelve panels that could be read; the same seed gives the same pixels.

    White gutters, a night scene in black between two gradients, a row of panels side by side, a frameless
    figure, slanted and broken frames, speech within, over and between panels, and an end card.

    Args:
        seed: Any number from 0 up.
        width: Width in pixels.
        number: The episode's number, lettered below the title; all episodes of a seed have one cast.
    """
    rng = default_rng([seed, 4711, number])
    rows = plan_rows(rng, _DEMO, width=width, panels=7)
    pair = plan_rows(rng, replace(_DEMO, columns=1.0), width=width, panels=2)[0]
    figure = Row(120, (Cell(60, width - 60, 0, 560, Content.FRAMELESS),), alone=False)
    sky = Row(90, (Cell(0, width, 0, 820, Content.BLEED),))
    rows = [
        replace(rows[0], gap=_DEMO_TITLE_ROWS, alone=False),
        rows[1],
        pair,
        figure,
        *rows[2:5],
        sky,
        *rows[5:],
    ]
    night = hsv(float(rng.uniform(210, 280)), 0.6, 0.16)
    white: Backdrop = Flat(WHITE)
    backdrops = [white] * (len(rows) + 1)
    first = 5  # behind the frameless figure, which wants white above and below
    backdrops[first : first + 3] = [Vertical(WHITE, night), Flat(night), Vertical(night, WHITE)]
    for k in (first, first + 2):
        rows[k] = replace(rows[k], gap=max(rows[k].gap, 220), alone=False)
    plan = enlivened(Plan(width, tuple(rows), _DEMO_END_ROWS, tuple(backdrops), smooth=False), rng, _DEMO)
    colour = hsv(float(rng.uniform(0, 360)), 0.65, 0.8)
    cards = (
        Card((NAMES[seed % len(NAMES)],), 64, _DEMO_TITLE_ROWS * 0.45, colour),
        Card((f"{number}화",), 30, _DEMO_TITLE_ROWS * 0.78, INK),
        Card(("다음 화에 계속",), 34, -_DEMO_END_ROWS * 0.45, BLACK),
    )
    artist = artist_of(Order(seed, _STYLES[seed % len(_STYLES)]), 1, number)
    return draw_plan(plan, artist, rng, _DEMO, name="episode", seed=seed, cards=cards)


def _scale_of(kind: Kind | None, rng: Generator, width: int) -> float:
    """How much larger than its pages a strip is drawn: one that is resampled later, half as large again."""
    return int(rng.choice([960, 1000, 1080, 1200])) / width if kind is Kind.RINGING else 1.0


def _worn(story: Story, kind: Kind | None, rng: Generator, width: int) -> Story:
    """The strip as its kind's site would serve it: resampled and packed hard, noisy, or as it is."""
    if kind is Kind.RINGING:
        height = round(story.pixels.shape[0] * width / story.truth.width)
        pixels = jpeg(story.pixels, 75) if rng.random() < 0.5 else story.pixels
        small = np.array(Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS))
        ids = np.array(Image.fromarray(story.ids).resize((width, height), Image.Resampling.NEAREST))
        return replace(story, pixels=small, ids=ids, truth=story.truth.scaled(width, height), quality=50)
    if kind is Kind.JPEG_80:
        pixels = grain(story.pixels, rng) if rng.random() < 0.5 else story.pixels
        return replace(story, pixels=jpeg(pixels, 80), quality=80)
    return story
