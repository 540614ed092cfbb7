"""Balloons of many hands: round, square, jagged, cloud, thought, wavy, joined, black, see-through.

All of it is drawn with the pen on a picture of three or four channels; of a fourth channel what is drawn over
goes to 0, so that a caller learns what has been hidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.lettering import SAYINGS, letter, text_size
from toonseg.synth.pen import INK, WHITE, Canvas, Colour, Points, arc, fill, hsv, stroke
from toonseg.synth.truth import Box


class Outline(Enum):
    """Shapes of a balloon."""

    ROUND = "round"
    SOFT_BOX = "soft-box"
    BOX = "box"
    CLOUD = "cloud"
    THOUGHT = "thought"
    JAGGED = "jagged"
    BURST = "burst"
    WAVY = "wavy"
    JOINED = "joined"
    GLOW = "glow"


_AIR = {
    Outline.ROUND: 1.45, Outline.SOFT_BOX: 1.3, Outline.BOX: 1.15, Outline.CLOUD: 1.55, Outline.THOUGHT: 1.55,
    Outline.JAGGED: 1.75, Outline.BURST: 1.7, Outline.WAVY: 1.5, Outline.JOINED: 1.45, Outline.GLOW: 1.5,
}  # fmt: skip


_ANYBODY = (4.5, 1.6, 0.9, 0.6, 0.5, 0.3, 0.1, 0.4, 0.7, 0.9)
"""How often nobody in particular uses an outline, in the order of `Outline`."""
_LOUD = [tuple(Outline).index(Outline.JAGGED), tuple(Outline).index(Outline.BURST)]


@dataclass(frozen=True)
class SpeechHand:
    """How one artist letters: what all balloons of a title, in panels and outside, have in common.

    Attributes:
        size: Height of plain letters in pixels, on a strip 690 wide.
        line: Width of a balloon's line in pixels; 0 for none within panels.
        weight: Width of the letters' strokes in letter heights.
        slant: Lean of the letters.
        habits: Weight of each outline, in the order of `Outline`.
        tint: Hue in degrees of coloured balloons; None where all are black and white.
    """

    size: float = 24.0
    line: float = 2.0
    weight: float = 0.08
    slant: float = 0.0
    habits: tuple[float, ...] = _ANYBODY
    tint: float | None = None


def invent_hand(rng: Generator, *, mono: float = 0.0) -> SpeechHand:
    """An artist's lettering, with one or two outlines used most; on a grey page nothing is tinted."""
    habits = np.array(_ANYBODY) * rng.uniform(0.05, 1.0, len(Outline)) ** 1.5
    tinted = rng.random() < 0.45 and mono < 0.5
    return SpeechHand(
        size=float(rng.uniform(20, 28)),
        line=0.0 if rng.random() < 0.15 else float(rng.choice([1.0, 1.5, 2.0, 2.0, 2.5, 3.2])),
        weight=float(rng.uniform(0.065, 0.105)),
        slant=float(rng.choice([0, 0, 0, 0.12])),
        habits=tuple(float(h) for h in habits),
        tint=float(rng.uniform(0, 360)) if tinted else None,
    )


@dataclass(frozen=True)
class Balloon:
    """A balloon before it is drawn.

    Attributes:
        lines: Its words.
        size: Height of its letters in pixels.
        outline: Its shape.
        width: Of its body, in pixels.
        height: Of its body, in pixels.
        paper: Colour of its inside.
        ink: Colour of its line.
        words: Colour of its letters.
        line: Width of its line in pixels; 0 for none.
        alpha: Opacity of its inside, 0.6 .. 1.
        weight: Width of the letters' strokes in letter heights.
        slant: Lean of the letters.
    """

    lines: tuple[str, ...]
    size: float
    outline: Outline
    width: float
    height: float
    paper: Colour = WHITE
    ink: Colour = INK
    words: Colour = INK
    line: float = 2.0
    alpha: float = 1.0
    weight: float = 0.08
    slant: float = 0.0


def invent_balloon(
    rng: Generator, *, at_most: float, scale: float = 1.0, energy: float = 0.4, hand: SpeechHand | None = None
) -> Balloon:
    """Words, lettering and shape of a balloon.

    Args:
        rng: Where the choices come from.
        at_most: Largest width of the body in pixels.
        scale: Enlarges letters and body.
        energy: 0 (calm: round, thought) .. 1 (jagged, bursts).
        hand: Whose it is; anybody's unless told.
    """
    lines = tuple(str(rng.choice(SAYINGS)).split("\n"))
    if rng.random() < 0.3:
        lines += tuple(str(rng.choice(SAYINGS)).split("\n"))
    kinds = tuple(Outline)
    weights = np.array(_ANYBODY if hand is None else hand.habits)
    weights[_LOUD] += (energy, 0.8 * energy)
    outline = kinds[int(rng.choice(len(kinds), p=weights / weights.sum()))]
    size = (
        float(rng.uniform(17, 30)) if hand is None else hand.size * float(rng.uniform(0.94, 1.06))
    ) * scale
    loud = outline in {Outline.JAGGED, Outline.BURST}
    if loud:
        size *= 1.25
    wide, tall = text_size(lines, size)
    width = wide * _AIR[outline] + size * float(rng.uniform(0.9, 1.8))
    height = tall * _AIR[outline] + size * float(rng.uniform(1.1, 2.0))
    width = max(width, height * float(rng.uniform(0.7, 1.1)))
    if width > at_most:
        size, height, width = size * at_most / width, height * at_most / width, at_most
    paper, ink, words = _colours(rng, hand)
    if hand is None:
        line = 0.0 if rng.random() < 0.18 else float(rng.uniform(0.8, 3.4)) * scale
        alpha = float(rng.uniform(0.62, 0.92)) if rng.random() < 0.12 else 1.0
        weight, slant = float(rng.uniform(0.06, 0.11)), float(rng.choice([0, 0, 0.15]))
    else:
        line, alpha, weight, slant = hand.line * scale, 1.0, hand.weight, hand.slant
    return Balloon(
        lines, size, outline, width, height, paper, ink, words,
        line=0.0 if outline is Outline.GLOW else line, alpha=alpha,
        weight=weight * (1.3 if loud else 1.0), slant=slant,
    )  # fmt: skip


def _colours(rng: Generator, hand: SpeechHand | None) -> tuple[Colour, Colour, Colour]:
    """Paper, line and letters: mostly black on white, now and then white on black, or tinted."""
    choice = rng.random()
    if choice < 0.1:
        return (20, 18, 24), WHITE, WHITE
    hue = float(rng.uniform(0, 360)) if hand is None else hand.tint
    if choice < 0.26 and hue is not None:
        return hsv(hue, float(rng.uniform(0.03, 0.2)), 1.0), hsv(hue, 0.5, 0.5), INK
    if choice < 0.34 and hue is not None:
        return WHITE, hsv(hue, 0.6, 0.6), INK
    return WHITE, INK, INK


def draw_balloon(
    canvas: Canvas,
    rng: Generator,
    balloon: Balloon,
    centre: tuple[float, float],
    tip: tuple[float, float] | None = None,
) -> Box:
    """Draw it with its words about `centre`, its tail towards `tip`; returns its box within the canvas."""
    at = np.array(centre)
    parts = [part + at for part in _bodies(rng, balloon)]
    if tip is not None:
        parts += _tails(rng, balloon, at, np.array(tip))
    if balloon.outline is Outline.GLOW:
        _glow(canvas, parts[0], balloon)
    else:
        for part in parts:
            if balloon.line:
                stroke(canvas, part, balloon.ink, balloon.line * 2, closed=True)
        _fill_all(canvas, parts, balloon)
    letter(
        canvas, balloon.lines, centre, balloon.size, balloon.words, weight=balloon.weight, slant=balloon.slant
    )
    points = np.concatenate(parts)
    rows, columns = canvas.shape[:2]
    (x0, y0), (x1, y1) = points.min(0) - balloon.line - 1, points.max(0) + balloon.line + 2
    return max(0, round(x0)), max(0, round(y0)), min(columns, round(x1)), min(rows, round(y1))


def _fill_all(canvas: Canvas, parts: list[Points], balloon: Balloon) -> None:
    if balloon.alpha >= 1:
        for part in parts:
            fill(canvas, part, balloon.paper)
        return
    points = np.concatenate(parts)
    low = np.maximum(points.min(0).astype(int) - 2, 0)
    high = np.maximum(points.max(0).astype(int) + 3, 0)
    below = canvas[low[1] : high[1], low[0] : high[0]]
    if not below.size:
        return
    above = below.copy()
    for part in parts:
        fill(above, part - low, balloon.paper)
    below[:] = cv2.addWeighted(below, 1 - balloon.alpha, above, balloon.alpha, 0)


def _glow(canvas: Canvas, body: Points, balloon: Balloon) -> None:
    """A balloon without a line whose paper fades out at its edge."""
    reach = max(3, round(balloon.size * 0.6)) | 1
    low = np.maximum(body.min(0).astype(int) - reach * 2, 0)
    high = np.maximum(body.max(0).astype(int) + reach * 2, 0)
    below = canvas[low[1] : high[1], low[0] : high[0]]
    if not below.size:
        return
    share = np.zeros(below.shape[:2], np.uint8)
    cv2.fillPoly(share, [np.rint((body - low) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    weight = cv2.blur(cv2.blur(share, (reach, reach)), (reach, reach)).astype(np.float32) / np.float32(255)
    paper = np.zeros_like(below)
    paper[..., :3] = balloon.paper
    below[:] = cv2.blendLinear(paper, np.ascontiguousarray(below), weight, 1 - weight)


def _bodies(rng: Generator, balloon: Balloon) -> list[Points]:
    rx, ry = balloon.width / 2, balloon.height / 2
    turn = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    unit = np.stack([np.cos(turn), np.sin(turn)], 1)
    reach: np.ndarray = np.ones(96)
    match balloon.outline:
        case Outline.BOX:
            return [np.array([(-rx, -ry), (rx, -ry), (rx, ry), (-rx, ry)])]
        case Outline.SOFT_BOX:
            power = float(rng.uniform(0.3, 0.55))
            return [np.sign(unit) * np.abs(unit) ** power * (rx, ry)]
        case Outline.CLOUD | Outline.THOUGHT:
            lobes = int(rng.integers(8, 15))
            reach = 0.86 + 0.15 * np.abs(np.sin(turn * lobes / 2 + float(rng.uniform(0, 3))))
        case Outline.WAVY:
            waves = int(rng.integers(7, 16))
            reach = 0.95 + 0.05 * np.sin(turn * waves) * (1 + 0.4 * np.sin(turn * 3))
        case Outline.JAGGED | Outline.BURST:
            spikes = int(rng.integers(10, 20)) * 2
            angles = (np.arange(spikes) + rng.uniform(-0.25, 0.25, spikes)) / spikes * 2 * np.pi
            long = rng.uniform(0.9, 1.25 if balloon.outline is Outline.BURST else 1.05, spikes)
            radius = np.where(np.arange(spikes) % 2 == 0, long, rng.uniform(0.7, 0.8, spikes))
            corners = np.stack([np.cos(angles), np.sin(angles)], 1) * radius[:, None] * (rx, ry)
            return [_bowed(corners)] if balloon.outline is Outline.BURST else [corners]
        case Outline.JOINED:
            shift = np.array([rx * float(rng.uniform(0.15, 0.3)), ry * float(rng.uniform(0.3, 0.5))])
            first = unit * (rx * 0.9, ry * 0.72)
            return [first - shift * (1, 0.7), unit * (rx * 0.85, ry * 0.66) + shift]
        case Outline.ROUND | Outline.GLOW:
            reach = 1 + 0.02 * np.sin(turn * 2 + float(rng.uniform(0, 6))) + 0.012 * np.sin(turn * 3)
    return [unit * reach[:, None] * (rx, ry)]


def _bowed(corners: Points) -> Points:
    """Spikes with sides that bow inwards."""
    middles = (corners + np.roll(corners, -1, 0)) / 2 * 0.94
    out = np.empty((len(corners) * 2, 2))
    out[::2], out[1::2] = corners, middles
    return out


def _tails(rng: Generator, balloon: Balloon, at: Points, tip: Points) -> list[Points]:
    """A bent spike towards `tip`, or a thought's row of bubbles."""
    way = tip - at
    far = float(np.hypot(*way))
    small = min(balloon.width, balloon.height)
    if far < small * 0.4:
        return []
    along = way / far
    across = np.array([-along[1], along[0]])
    edge = 1 / max(1e-6, float(np.hypot(along[0] / (balloon.width / 2), along[1] / (balloon.height / 2))))
    if balloon.outline is Outline.THOUGHT:
        places = [edge + small * 0.1, edge + small * 0.26, edge + small * 0.38]
        return [_round(at + along * d, small * r) for d, r in zip(places, (0.09, 0.06, 0.035), strict=True)]
    reach = min(far * 0.85, edge + small * float(rng.uniform(0.25, 0.7)))
    if reach <= edge * 1.05:
        return []
    half = small * float(rng.uniform(0.06, 0.13))
    bend = across * half * float(rng.uniform(-2.0, 2.0))
    root, end = at + along * edge * 0.75, at + along * reach
    middle = (root + end) / 2 + bend
    first = curve(np.stack([root - across * half, middle - across * half * 0.5, end]), closed=False)
    second = curve(np.stack([end, middle + across * half * 0.5, root + across * half]), closed=False)
    return [np.concatenate([first, second])]


def _round(at: Points, radius: float) -> Points:
    return arc(float(at[0]), float(at[1]), radius, radius * 0.85)
