"""Speech outside of panels: over their edges, across a gutter from panel to panel, or alone in it; sounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.random import Generator

from toonseg.synth.lettering import SAYINGS, text_size
from toonseg.synth.pen import WHITE, Canvas, Colour, luminance
from toonseg.synth.scene.balloons import Balloon, Outline, SpeechHand, draw_balloon, invent_balloon
from toonseg.synth.scene.shouts import draw_shout
from toonseg.synth.scene.speech import narrate
from toonseg.synth.truth import Box, TrueBubble

_BRIDGING = 0.4  # share of gutters whose bubble reaches from one panel into the next
_NARRATED = 0.2  # share of what stands alone that has no balloon
_LEAST_LINE = 1.0  # pixels; without a line, white paper is not seen on a white gutter
_ENERGY = 0.3
_TRIES = 8
_LEAST_SIZE = 0.6  # of the letters in a balloon that is fitted between others, of the hand's own
_BEYOND = {Outline.BURST: 1.27, Outline.JOINED: 1.2, Outline.JAGGED: 1.07}
"""How far an outline reaches beyond the balloon's nominal body; others keep within some percent."""


@dataclass(frozen=True)
class Pen:
    """What is drawn on, by whom, and where balloons may not go.

    Attributes:
        canvas: The strip with its panels; three or four channels, as balloons take them.
        rng: Where the choices come from.
        hand: Whose lettering it is.
        scale: Enlarges balloons and distances.
        mono: How far colours go to grey, 0..1.
        taken: Boxes that stay free; grows with every balloon.
        busy: Boxes of faces and of speech in panels.
        covering: The share of one of these that a balloon may cover, 0..1.
    """

    canvas: Canvas
    rng: Generator
    hand: SpeechHand = field(default_factory=SpeechHand)
    scale: float = 1.0
    mono: float = 0.0
    taken: list[Box] = field(default_factory=list)
    busy: Sequence[Box] = ()
    covering: float = 0.3

    def invent(self, *, at_least: float = 0, at_most: float = 600, dark: bool = False) -> Balloon:
        """A balloon that is seen on any ground, its body at least and at most so high and so wide; `dark`:
        white letters on black."""
        balloon = invent_balloon(self.rng, at_most=at_most, scale=self.scale, energy=_ENERGY, hand=self.hand)
        if len(balloon.lines) == 1 and at_least > 150 * self.scale:
            balloon = self._longer(balloon, at_most)
        if balloon.outline is Outline.GLOW:
            balloon = replace(balloon, outline=Outline.ROUND)
        if balloon.height < at_least:
            tall = max(balloon.width, at_least * float(self.rng.uniform(0.75, 1.1)))
            balloon = replace(balloon, height=at_least, width=min(tall, at_most))
        if dark:
            balloon = replace(balloon, paper=(20, 18, 24), ink=WHITE, words=WHITE)
        return replace(balloon, line=max(balloon.line, _LEAST_LINE * self.scale))

    def _longer(self, balloon: Balloon, at_most: float) -> Balloon:
        """The balloon with a second saying, where it has the room for it."""
        lines = (*balloon.lines, *str(self.rng.choice(SAYINGS)).split("\n"))
        wide, tall = text_size(lines, balloon.size)
        if wide * 1.3 > at_most:
            return balloon
        width, height = max(balloon.width, wide * 1.5), max(balloon.height, tall * 1.6)
        return replace(balloon, lines=lines, width=min(width, at_most), height=height)

    def put(
        self,
        balloon: Balloon,
        columns: tuple[float, float],
        y: float,
        *,
        tail: tuple[float, float] | None = None,
        bridging: bool = False,
    ) -> list[TrueBubble]:
        """Draw the balloon with its middle in row `y`, in that of some columns (first, last) where it
        covers least of faces and speech; at most one bubble, none if it covers too much everywhere or if its
        letters had to be made too small for its place.

        `tail` is where its tail points, from its middle, in its own widths and heights.
        """
        if balloon.size < _LEAST_SIZE * self.hand.size * self.scale:
            return []
        tried = self.rng.uniform(*columns, _TRIES)
        covered = [self._covered(balloon, float(x), y) for x in tried]
        best = int(np.argmin(covered))
        if covered[best] > self.covering:
            return []
        x = float(tried[best])
        tip = None if tail is None else (x + tail[0] * balloon.width, y + tail[1] * balloon.height)
        box = draw_balloon(self.canvas, self.rng, balloon, (x, y), tip)
        self.taken.append(box)
        return [TrueBubble(box=box, over_edge=True, bridging=bridging)]

    def _covered(self, balloon: Balloon, x: float, y: float) -> float:
        """The largest share of a face or of speech that the balloon's body covers; 1 where it lies over what
        stays free."""
        wide, tall = balloon.width / 2 + balloon.line, _half(balloon)
        body = (x - wide, y - tall, x + wide, y + tall)
        if not self.free(body):
            return 1.0
        return max((_shared(body, box) for box in self.busy), default=0.0)

    def free(self, box: tuple[float, float, float, float]) -> bool:
        """Whether nothing that stays free lies in the box."""
        return not any(_shared(box, other) > 0 for other in self.taken)


def put_alone(pen: Pen, rows: tuple[int, int], ground: Colour) -> list[TrueBubble]:
    """Put one to three balloons, or narration without any, into the gutter `rows` [y0, y1), clear of panels.

    `ground` is the gutter's colour, that lettering has to stand out from.
    """
    rng, width = pen.rng, pen.canvas.shape[1]
    clear = 14 * pen.scale
    y = rows[0] + clear
    made: list[TrueBubble] = []
    dark = luminance(ground) < 70
    for _ in range(int(rng.integers(1, 4))):
        balloon = pen.invent(at_most=width * 0.6, dark=dark and rng.random() < 0.5)
        half = _half(balloon)
        if y + 2 * half + clear > rows[1]:
            break
        x = float(rng.uniform(balloon.width / 2 + 8, width - balloon.width / 2 - 8))
        centre = (x, y + half)
        if rng.random() < _NARRATED:
            words = replace(balloon, weight=max(balloon.weight, 0.08))
            box = narrate(pen.canvas, words, (width / 2, centre[1]))
        else:
            box = draw_balloon(pen.canvas, rng, balloon, centre)
        made.append(TrueBubble(box=box, alone=True))
        pen.taken.append(box)
        y += 2 * half + float(rng.uniform(6, 40)) * pen.scale
    return made


def hang_bubbles(
    pen: Pen, rows: Sequence[Sequence[Box]], chance: float, *, sounds: float = 0.0
) -> list[TrueBubble]:
    """Hang balloons over panel edges; of the gutters so treated, 40 % are bridged by one.

    Args:
        pen: What to draw on, panels drawn.
        rows: The boxes of the panels, row by row; an empty row gets none.
        chance: Of a balloon at each panel's upper and lower edge, 0..1.
        sounds: Chance that a sound in big letters lies across a gutter, 0..1.
    """
    rng = pen.rng
    made: list[TrueBubble] = []
    for above, below in zip([[], *rows], [*rows, []], strict=True):
        # Only panels that reach the gutter have an edge there.
        ends = [box for box in above if box[3] == max(b[3] for b in above)]
        begins = [box for box in below if box[1] == min(b[1] for b in below)]
        upper = ends[int(rng.integers(len(ends)))] if ends else None
        lower = begins[int(rng.integers(len(begins)))] if begins else None
        if upper and lower and rng.random() < chance and rng.random() < _BRIDGING:
            bridge = _bridge(pen, upper, lower)
            if bridge:
                made += bridge
                continue
        if sounds and upper and lower and rng.random() < sounds:
            made += _sound(pen, upper, lower)
        gap = (lower[1] if lower else pen.canvas.shape[0]) - (upper[3] if upper else 0)
        for panel, at_foot in ((upper, True), (lower, False)):
            if panel is not None and rng.random() < chance:
                made += _over_edge(pen, panel, at_foot=at_foot, gap=gap)
    for panel in (box for boxes in rows for box in boxes if len(boxes) == 1):
        if rng.random() < chance * 0.2:
            made += _over_side(pen, panel)
    return made


def _bridge(pen: Pen, upper: Box, lower: Box) -> list[TrueBubble]:
    """A balloon over the gutter between two panels, reaching into both; none if they are too far apart."""
    rng, scale = pen.rng, pen.scale
    x0, x1 = max(upper[0], lower[0]), min(upper[2], lower[2])
    gap = lower[1] - upper[3]
    deep = min(upper[3] - upper[1], lower[3] - lower[1]) * 0.45
    reach = min(float(rng.uniform(30, 70)) * scale, deep)
    if x1 - x0 < 200 * scale or not 0 <= gap <= 260 * scale:
        return []
    balloon = pen.invent(at_least=gap + 2 * reach, at_most=(x1 - x0) * 0.62)
    if balloon.height > gap + 2 * deep:
        return []
    y = (upper[3] + lower[1]) / 2 + float(rng.uniform(-8, 8))
    tail = None
    if rng.random() < 0.5:
        tail = (float(rng.uniform(-0.4, 0.4)), 1.1 if rng.random() < 0.5 else -1.1)
    return pen.put(balloon, _columns(balloon, x0, x1), y, tail=tail, bridging=True)


def _over_edge(pen: Pen, panel: Box, *, at_foot: bool, gap: int) -> list[TrueBubble]:
    """A balloon over the panel's lower or upper edge that stays clear of the next panel, `gap` pixels away;
    of some the tail hangs over the frame, too."""
    rng, scale = pen.rng, pen.scale
    x0, y0, x1, y1 = panel
    balloon = pen.invent(at_most=(x1 - x0) * 0.6)
    half = _half(balloon)
    out = min(float(rng.uniform(0.2, 0.8)) * half * 2, gap - 5.0)  # how far it sticks out into the gutter
    if half * 2 > (y1 - y0) * 0.7 or x1 - x0 < 150 * scale or out < 4:
        return []
    y = y1 + out - half if at_foot else y0 - out + half
    tail = (float(rng.uniform(-0.5, 0.5)), -1.4 if at_foot else 1.4) if rng.random() < 0.6 else None
    return pen.put(balloon, _columns(balloon, x0, x1), y, tail=tail)


def _over_side(pen: Pen, panel: Box) -> list[TrueBubble]:
    """A balloon over the panel's left or right edge, where the margin is wide enough."""
    rng, scale = pen.rng, pen.scale
    x0, y0, x1, y1 = panel
    margins = x0, pen.canvas.shape[1] - x1
    side = int(margins[1] > margins[0])
    balloon = pen.invent(at_most=(x1 - x0) * 0.5)
    if margins[side] < 25 * scale or balloon.height > (y1 - y0) * 0.5:
        return []
    out = min(margins[side] - 4.0, balloon.width * 0.4)
    x = x0 - out + balloon.width / 2 if side == 0 else x1 + out - balloon.width / 2
    room = _half(balloon) + 12 * scale
    return pen.put(balloon, (x, x), float(rng.uniform(y0 + room, y1 - room)))


def _sound(pen: Pen, upper: Box, lower: Box) -> list[TrueBubble]:
    """A sound across the gutter between two panels, where that is low enough for one."""
    rng, scale = pen.rng, pen.scale
    x0, x1 = max(upper[0], lower[0]), min(upper[2], lower[2])
    gap = lower[1] - upper[3]
    size = gap * 0.8 + float(rng.uniform(30, 60)) * scale
    if gap < 0 or size > 130 * scale or x1 - x0 < size * 3:
        return []
    x, y = float(rng.uniform(x0 + size * 1.4, x1 - size * 1.4)), (upper[3] + lower[1]) / 2
    around = _clipped(pen.canvas, (x - size * 3, y - size * 1.6, x + size * 3, y + size * 1.6))
    if not pen.free(around):
        return []
    part = np.s_[around[1] : around[3], around[0] : around[2]]
    before = pen.canvas[part].copy()
    draw_shout(pen.canvas, rng, (x, y), size, mono=pen.mono)
    drawn = (pen.canvas[part] != before).any(2)
    columns, lines = np.flatnonzero(drawn.any(0)), np.flatnonzero(drawn.any(1))
    box = (
        around[0] + int(columns[0]), around[1] + int(lines[0]),
        around[0] + int(columns[-1]) + 1, around[1] + int(lines[-1]) + 1,
    )  # fmt: skip
    pen.taken.append(box)
    touches = [panel for panel in (upper, lower) if box[1] < panel[3] and panel[1] < box[3]]
    return [TrueBubble(box=box, over_edge=bool(touches), bridging=len(touches) > 1, alone=not touches)]


def _half(balloon: Balloon) -> float:
    """How far a balloon reaches up and down from its middle, line and all."""
    return balloon.height / 2 * _BEYOND.get(balloon.outline, 1.03) + balloon.line


def _clipped(canvas: Canvas, box: tuple[float, float, float, float]) -> Box:
    height, width = canvas.shape[:2]
    x0, y0, x1, y1 = (round(v) for v in box)
    return max(0, x0), max(0, y0), min(width, x1), min(height, y1)


def _columns(balloon: Balloon, x0: int, x1: int) -> tuple[float, float]:
    """Where a balloon's middle may lie between x0 and x1: some of the edge is seen on both sides of it."""
    room = max(0.0, (x1 - x0 - balloon.width) / 2 - 8)
    return (x0 + x1) / 2 - room, (x0 + x1) / 2 + room


def _shared(body: tuple[float, float, float, float], box: Box) -> float:
    """The share of the box that the body covers, 0..1."""
    wide, tall = min(body[2], box[2]) - max(body[0], box[0]), min(body[3], box[3]) - max(body[1], box[1])
    area = max(1, (box[2] - box[0]) * (box[3] - box[1]))
    return max(0.0, wide) * max(0.0, tall) / area
