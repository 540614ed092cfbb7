"""Speech over a finished picture: where balloons go, whom their tails point at, and what they hide."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.synth.lettering import letter, text_size
from toonseg.synth.pen import INK, WHITE, Canvas, luminance, mean_colour
from toonseg.synth.scene.balloons import (
    Balloon,
    Outline,
    SpeechHand,
    draw_balloon,
    invent_balloon,
)
from toonseg.synth.scene.shouts import draw_shout
from toonseg.synth.truth import Box

_COVERED = 0.08  # of a head's box, or of another balloon: hair and corners, but no eyes


def speak_over(
    picture: Canvas,
    ids: NDArray[np.unsignedinteger],
    rng: Generator,
    heads: Sequence[Box],
    *,
    chance: float = 0.5,
    energy: float = 0.4,
    mono: float = 0.0,
    hand: SpeechHand | None = None,
) -> list[Box]:
    """With that chance, one to three balloons, or narration without one; now and then a big sound.

    Args:
        picture: HWC uint8 RGB, changed in place.
        ids: HW, numbers of instances, changed in place: 0 where lettering hides them.
        rng: Words, shapes and places.
        heads: Boxes of heads: what would cover one is left out, and tails point at them.
        chance: Of any balloon.
        energy: 0 (calm) .. 1 (shouting).
        mono: How far colours go to grey, 0..1, as the style's page does.
        hand: Who letters; anybody unless told.

    Returns:
        The boxes of the balloons and narrations, clipped to the picture.
    """
    height, width = picture.shape[:2]
    sheet = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2RGBA), np.uint8)  # its fourth channel is 255
    if rng.random() < 0.06 + 0.12 * energy:
        size = min(110.0, width / 5, height / 3) * float(rng.uniform(0.45, 1.0))
        centre = place_for(rng, (height, width), (min(2.2 * size, width * 0.45), 1.1 * size), heads, ())
        if centre is not None:
            draw_shout(sheet, rng, centre, size)
    boxes: list[Box] = []
    if height >= 130 and width >= 180 and rng.random() < chance:
        # An artist letters alike in small panels and large ones.
        least, most = (0.45, 1.15) if hand is None else (0.72, 1.0)
        scale = float(np.clip(min(height / 420, width / 560), least, most))
        for _ in range(int(rng.choice([1, 2, 3], p=[0.62, 0.29, 0.09]))):
            # In narrow panels, too.
            share = 0.46 if hand is None or width > 360 else 0.7
            balloon = invent_balloon(rng, at_most=width * share, scale=scale, energy=energy, hand=hand)
            if balloon.height > height * 0.7 or (hand is not None and balloon.size < 0.6 * hand.size):
                continue
            at = place_for(rng, (height, width), (balloon.width / 2, balloon.height / 2), heads, boxes)
            if at is None:
                continue
            if rng.random() < 0.1:
                boxes.append(narrate(sheet, balloon, at))
                continue
            tip = (
                _mouth(rng, heads, at) if balloon.outline is not Outline.BOX and rng.random() < 0.65 else None
            )
            boxes.append(draw_balloon(sheet, rng, balloon, at, tip))
    _lay(sheet, picture, ids, mono)
    return boxes


def _lay(sheet: Canvas, picture: Canvas, ids: NDArray[np.unsignedinteger], mono: float) -> None:
    """Put what was drawn on a sheet (HW4: the less of its fourth channel is left, the more covers it) into
    the picture, its colours brought to grey, and take the pixels that it hides from their instances."""
    left = cv2.extractChannel(sheet, 3)
    drawn = np.not_equal(left, 255).view(np.uint8)
    x, y, wide, tall = cv2.boundingRect(drawn)
    if not wide:
        return
    here = np.s_[y : y + tall, x : x + wide]
    paint = cv2.cvtColor(sheet[here], cv2.COLOR_RGBA2RGB)
    if mono > 0.01:
        grey = cv2.cvtColor(cv2.cvtColor(paint, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        paint = cv2.addWeighted(paint, 1 - mono, grey, mono, 0)
    cv2.copyTo(paint, drawn[here], picture[here])
    ids[here][left[here] < 128] = 0


def _mouth(rng: Generator, heads: Sequence[Box], at: tuple[float, float]) -> tuple[float, float] | None:
    """The mouth of whoever speaks: the nearest head more often than another."""
    if not heads:
        return None
    middles = np.array([((x0 + x1) / 2, y0 * 0.25 + y1 * 0.75) for x0, y0, x1, y1 in heads])
    near = 1 / (np.hypot(*(middles - np.array(at)).T) + 20) ** 2
    x, y = middles[int(rng.choice(len(heads), p=near / near.sum()))]
    return float(x), float(y)


def narrate(sheet: Canvas, balloon: Balloon, centre: tuple[float, float]) -> Box:
    """A balloon's words alone, on the picture, with a rim of the other tone; returns their box within it."""
    x, y = (round(v) for v in centre)
    ground = mean_colour(sheet[max(0, y - 20) : y + 20, max(0, x - 40) : x + 40, :3])
    ink, rim = (INK, WHITE) if luminance(ground) > 140 else (WHITE, INK)
    letter(
        sheet,
        balloon.lines,
        centre,
        balloon.size,
        ink,
        weight=balloon.weight,
        slant=balloon.slant,
        outline=rim,
    )
    wide, tall = text_size(balloon.lines, balloon.size)
    height, width = sheet.shape[:2]
    return (
        max(0, round(centre[0] - wide / 2 - 3)), max(0, round(centre[1] - tall / 2 - 3)),
        min(width, round(centre[0] + wide / 2 + 3)), min(height, round(centre[1] + tall / 2 + 4)),
    )  # fmt: skip


def place_for(
    rng: Generator,
    size: tuple[int, int],
    half: tuple[float, float],
    heads: Sequence[Box],
    taken: Sequence[Box],
) -> tuple[float, float] | None:
    """The middle for a body of half width and height `half` in a picture of (height, width): clear of heads
    and of other balloons, rather high than low, rather at a side than over people; None if a face would be
    covered wherever it was tried."""
    height, width = size
    best, least = None, np.inf
    for _ in range(24):
        x = float(rng.beta(0.8, 0.8)) * width
        y = float(rng.beta(1.1, 2.8)) * height
        # A balloon may stick out of the panel a little, as many do.
        x = min(max(x, half[0] * 0.86), width - half[0] * 0.86)
        y = min(max(y, half[1] * 0.8), height - half[1] * 0.8)
        box = (x - half[0], y - half[1], x + half[0], y + half[1])
        if any(_common(box, head) > _COVERED * _area(head) for head in heads):
            continue
        if any(_common(box, other) > _COVERED * _area(other) for other in taken):
            continue
        cost = 3 * sum(_common(box, head) for head in heads) + 4 * sum(_common(box, one) for one in taken)
        cost += 0.05 * y * half[0] * float(rng.uniform(0.2, 1))
        if cost < least:
            best, least = (x, y), cost
    return best


def _area(box: Box) -> int:
    return max(1, (box[2] - box[0]) * (box[3] - box[1]))


def _common(a: tuple[float, float, float, float], b: Box) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
