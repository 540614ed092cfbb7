"""Bubbles outside of panels: over their edges, across a gutter from panel to panel, or alone in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from numpy.random import Generator

from toonseg.synth.bubbles import Bubble, compose_bubble, draw_bubble, draw_words
from toonseg.synth.pen import INK, WHITE, Canvas, Colour, luminance
from toonseg.synth.truth import Box, TrueBubble

_BRIDGING = 0.4  # share of gutters whose bubble reaches from one panel into the next


def put_alone(
    canvas: Canvas, rng: Generator, rows: tuple[int, int], ground: Colour, scale: float
) -> list[TrueBubble]:
    """Put one to three bubbles, or words without outline, into the gutter `rows` [y0, y1), clear of panels.

    `ground` is the gutter's colour, that lettering has to stand out from.
    """
    width = canvas.shape[1]
    clear = 14 * scale
    y = rows[0] + clear
    made: list[TrueBubble] = []
    dark = luminance(ground) < 70
    for _ in range(int(rng.integers(1, 4))):
        bubble = compose_bubble(rng, at_most=width * 0.6, dark=dark and rng.random() < 0.5, scale=scale)
        if y + bubble.height + 2 * bubble.line + clear > rows[1]:
            break
        x = float(rng.uniform(bubble.width / 2 + 8, width - bubble.width / 2 - 8))
        centre = (x, y + bubble.height / 2 + bubble.line)
        if rng.random() < 0.2:
            words = WHITE if luminance(ground) < 128 else INK
            box = draw_words(canvas, bubble.lines, bubble.size, (width / 2, centre[1]), words)
        else:
            box = draw_bubble(canvas, rng, bubble, centre)
        made.append(TrueBubble(box=box, alone=True))
        y += bubble.height + 2 * bubble.line + float(rng.uniform(6, 40)) * scale
    return made


@dataclass(frozen=True)
class _Sheet:
    """What is drawn on, and where bubbles hang already."""

    canvas: Canvas
    rng: Generator
    scale: float
    taken: list[Box]

    def put(self, bubble: Bubble, centre: tuple[float, float], *, bridging: bool = False) -> list[TrueBubble]:
        """Draw the bubble if it does not cover another one's body; at most one bubble."""
        (x, y), wide, tall = centre, bubble.width / 2 + bubble.line, bubble.height / 2 + bubble.line
        for x0, y0, x1, y1 in self.taken:
            if x - wide < x1 and x0 < x + wide and y - tall < y1 and y0 < y + tall:
                return []
        box = draw_bubble(self.canvas, self.rng, bubble, centre)
        self.taken.append(box)
        return [TrueBubble(box=box, over_edge=True, bridging=bridging)]


def hang_bubbles(
    canvas: Canvas,
    rng: Generator,
    rows: Sequence[Sequence[Box]],
    chance: float,
    *,
    taken: Sequence[Box] = (),
    scale: float = 1.0,
) -> list[TrueBubble]:
    """Hang bubbles over panel edges; of the gutters so treated, 40 % are bridged by one bubble.

    Args:
        canvas: The strip, panels drawn.
        rng: Where the choices come from.
        rows: The boxes of the panels, row by row; an empty row gets none.
        chance: Of a bubble at each panel's upper and lower edge, 0..1.
        taken: Boxes of bubbles that are there already, and stay clear.
        scale: Enlarges bubbles and distances.
    """
    sheet = _Sheet(canvas, rng, scale, list(taken))
    made: list[TrueBubble] = []
    for above, below in zip([[], *rows], [*rows, []], strict=True):
        # Only panels that reach the gutter have an edge there.
        ends = [box for box in above if box[3] == max(b[3] for b in above)]
        begins = [box for box in below if box[1] == min(b[1] for b in below)]
        upper = ends[int(rng.integers(len(ends)))] if ends else None
        lower = begins[int(rng.integers(len(begins)))] if begins else None
        if upper and lower and rng.random() < chance and rng.random() < _BRIDGING:
            bridge = _bridge(sheet, upper, lower)
            if bridge:
                made += bridge
                continue
        gap = (lower[1] if lower else canvas.shape[0]) - (upper[3] if upper else 0)
        for panel, at_foot in ((upper, True), (lower, False)):
            if panel is not None and rng.random() < chance:
                made += _over_edge(sheet, panel, at_foot=at_foot, gap=gap)
    for panel in (box for boxes in rows for box in boxes if len(boxes) == 1):
        if rng.random() < chance * 0.2:
            made += _over_side(sheet, panel)
    return made


def _bridge(sheet: _Sheet, upper: Box, lower: Box) -> list[TrueBubble]:
    """A bubble over the gutter between two panels, reaching into both; none if they are too far apart."""
    rng, scale = sheet.rng, sheet.scale
    x0, x1 = max(upper[0], lower[0]), min(upper[2], lower[2])
    gap = lower[1] - upper[3]
    deep = min(upper[3] - upper[1], lower[3] - lower[1]) * 0.45
    reach = min(float(rng.uniform(30, 70)) * scale, deep)
    if x1 - x0 < 200 * scale or not 0 <= gap <= 260 * scale:
        return []
    bubble = compose_bubble(rng, at_least=gap + 2 * reach, at_most=(x1 - x0) * 0.62, scale=scale)
    if bubble.height > gap + 2 * deep:
        return []
    centre = (_column(rng, bubble, x0, x1), (upper[3] + lower[1]) / 2 + float(rng.uniform(-8, 8)))
    return sheet.put(_with_tail(rng, bubble), centre, bridging=True)


def _over_edge(sheet: _Sheet, panel: Box, *, at_foot: bool, gap: int) -> list[TrueBubble]:
    """A bubble over the panel's lower or upper edge that stays clear of the next panel, `gap` pixels away."""
    rng, scale = sheet.rng, sheet.scale
    x0, y0, x1, y1 = panel
    bubble = compose_bubble(rng, at_most=(x1 - x0) * 0.6, scale=scale)
    half = bubble.height / 2 + bubble.line
    out = min(float(rng.uniform(0.2, 0.8)) * half * 2, gap - 5.0)  # how far it sticks out into the gutter
    if half * 2 > (y1 - y0) * 0.7 or x1 - x0 < 150 * scale or out < 4:
        return []
    y = y1 + out - half if at_foot else y0 - out + half
    inwards = bubble.height * (-0.9 if at_foot else 0.9)
    tail = (float(rng.uniform(-0.3, 0.3)) * bubble.width, inwards) if rng.random() < 0.6 else None
    return sheet.put(replace(bubble, tail=tail), (_column(rng, bubble, x0, x1), y))


def _over_side(sheet: _Sheet, panel: Box) -> list[TrueBubble]:
    """A bubble over the panel's left or right edge, where the margin is wide enough."""
    rng, scale = sheet.rng, sheet.scale
    x0, y0, x1, y1 = panel
    margins = x0, sheet.canvas.shape[1] - x1
    side = int(margins[1] > margins[0])
    bubble = compose_bubble(rng, at_most=(x1 - x0) * 0.5, scale=scale)
    if margins[side] < 25 * scale or bubble.height > (y1 - y0) * 0.5:
        return []
    out = min(margins[side] - 4.0, bubble.width * 0.4)
    x = x0 - out + bubble.width / 2 if side == 0 else x1 + out - bubble.width / 2
    room = bubble.height / 2 + 12 * scale
    return sheet.put(bubble, (x, float(rng.uniform(y0 + room, y1 - room))))


def _column(rng: Generator, bubble: Bubble, x0: int, x1: int) -> float:
    """A place between x0 and x1 that leaves some of the panel's edge in sight on both sides."""
    room = max(0.0, (x1 - x0 - bubble.width) / 2 - 8)
    return (x0 + x1) / 2 + float(rng.uniform(-room, room))


def _with_tail(rng: Generator, bubble: Bubble) -> Bubble:
    if rng.random() < 0.5:
        return bubble
    down = 1 if rng.random() < 0.5 else -1
    return replace(bubble, tail=(float(rng.uniform(-0.3, 0.3)) * bubble.width, down * bubble.height * 0.7))
