"""cuts.json: what an episode's strip falls into. Boxes are half-open integer pixels [x0, y0, x1, y1]."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from toonseg.strip import Box, Strip
from toonseg.workspace import FileModel

GutterKind = Literal["flat", "gradient", "texture"]
CutKind = Literal["panel", "bubble"]
Flag = Literal[
    "bubble-over-edge",
    "bridged",
    "no-frame",
    "rough-box",
    "band-inside",
    "soft-edge",
    "tiny",
    "page-high",
]
"""What a reviewer should look at:

bubble-over-edge  a bubble hangs over the panel's edge
bridged           a bubble joins this panel to another one; the border between them was inferred
no-frame          the panel has no straight edges: its box is that of what is drawn
rough-box         no panel edges were found: the box is the rough cut's
band-inside       blank rows cross the panel; they were taken for a part of it
soft-edge         an edge of the box is faint or uncertain
tiny              smaller than panels usually are
page-high         very tall: perhaps several panels
"""


class PagePlace(FileModel):
    """A page's top row in the strip, and the size of its file in pixels."""

    file: str
    y: int = Field(ge=0)
    width: int = Field(gt=0)
    height: int = Field(gt=0)


class StripPlan(FileModel):
    """The strip that the boxes refer to."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    pages: list[PagePlace]


class Gutter(FileModel):
    """Rows [y0, y1) of the strip that hold no panel; `colour` is their mean in RGB, 0..255."""

    y0: int = Field(ge=0)
    y1: int = Field(gt=0)
    kind: GutterKind
    colour: tuple[int, int, int]


class RoughCut(FileModel):
    """Rows between two gutters, over the strip's whole width."""

    id: str
    box: Box


class Cut(FileModel):
    """A panel, or a bubble that stands alone. `confidence` is 0..1; see `Flag` for `flags`."""

    id: str
    kind: CutKind
    box: Box
    rough: str
    confidence: float = Field(ge=0, le=1)
    flags: list[Flag] = Field(default_factory=list)

    @model_validator(mode="after")
    def _box_is_not_empty(self) -> Cut:
        x0, y0, x1, y1 = self.box
        if not (0 <= x0 < x1 and 0 <= y0 < y1):
            raise ValueError(f"box {self.box} of cut {self.id} is empty or negative")
        return self


class CutList(FileModel):
    """The content of cuts.json. `cuts` are in reading order: top to bottom, and left to right in a row."""

    version: Literal[1] = 1
    strip: StripPlan
    gutters: list[Gutter]
    rough: list[RoughCut]
    cuts: list[Cut]

    @property
    def panels(self) -> list[Cut]:
        """The cuts that are panels."""
        return [cut for cut in self.cuts if cut.kind == "panel"]

    @property
    def bubbles(self) -> list[Cut]:
        """The cuts that are bubbles standing alone."""
        return [cut for cut in self.cuts if cut.kind == "bubble"]


def plan_of(strip: Strip) -> StripPlan:
    """The strip's part of cuts.json."""
    pages = [PagePlace(file=p.file, y=p.y, width=p.width, height=p.height) for p in strip.pages]
    return StripPlan(width=strip.width, height=strip.height, pages=pages)


def row_id(y: int, taken: set[str]) -> str:
    """Id of a cut whose top row is `y`: six digits, and a letter where panels stand side by side.

    Adds the id to `taken`.
    """
    name = f"{y:06d}"
    suffix = 0
    while name in taken:
        suffix += 1
        name = f"{y:06d}{_letters(suffix)}"
    taken.add(name)
    return name


def _letters(number: int) -> str:
    """1 -> b, 2 -> c, ... 25 -> z, 26 -> ba: the letters after the first, which needs none."""
    text = ""
    while True:
        text = chr(ord("a") + number % 26) + text
        number //= 26
        if number == 0:
            return text
