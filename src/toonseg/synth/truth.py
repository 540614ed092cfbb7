"""What is known of a drawn strip: its panels, bubbles and gutters, and the file that says so."""

from __future__ import annotations

from typing import Literal

from toonseg.workspace import FileModel

Box = tuple[int, int, int, int]
GutterKind = Literal["flat", "gradient", "texture"]


class TrueBubble(FileModel):
    """A bubble's box with line and tail; over a panel's edge, bridging two panels, or alone in a gutter."""

    box: Box
    over_edge: bool = False
    bridging: bool = False
    alone: bool = False


class TrueGutter(FileModel):
    """Rows [y0, y1) that no panel reaches into, and what they are made of (`colour`: the mean, RGB)."""

    y0: int
    y1: int
    kind: GutterKind
    colour: tuple[int, int, int]


class Truth(FileModel):
    """truth.json. A panel's box is its picture with the frame line, without bubbles hanging over it;
    a frameless panel's box is the tight box of what is drawn. Boxes are half-open [x0, y0, x1, y1]."""

    version: Literal[1] = 1
    kind: str
    seed: int
    width: int
    height: int
    panels: tuple[Box, ...]
    bubbles: tuple[TrueBubble, ...]
    gutters: tuple[TrueGutter, ...]

    def scaled(self, width: int, height: int) -> Truth:
        """The same truth for the strip resized to `width` x `height`."""
        sx, sy = width / self.width, height / self.height

        def box(b: Box) -> Box:
            return round(b[0] * sx), round(b[1] * sy), round(b[2] * sx), round(b[3] * sy)

        panels = tuple(box(p) for p in self.panels)
        bubbles = tuple(b.model_copy(update={"box": box(b.box)}) for b in self.bubbles)
        gutters = tuple(
            g.model_copy(update={"y0": round(g.y0 * sy), "y1": round(g.y1 * sy)}) for g in self.gutters
        )
        changes = {"width": width, "height": height, "panels": panels, "bubbles": bubbles, "gutters": gutters}
        return self.model_copy(update=changes)
