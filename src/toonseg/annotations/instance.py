"""An instance: one garment, or the hair, of one person, with its class and mask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from toonseg.annotations.masks import Mask
from toonseg.annotations.polygons import Ring
from toonseg.strip import Box


@dataclass(frozen=True, slots=True)
class Instance:
    """One labelled or predicted thing.

    Attributes:
        cls: The class's name as it was read; a `ClassList` knows whether there is such a class.
        mask: Its pixels, in strip coordinates, or in those of the picture that it belongs to.
        id: Its number in the file that it came from; None for one that no file has numbered.
        score: The model's score, 0..1; None for what a person labelled.
        source: Who made it: "labelme", "drawn", "model nano-1.0", ...; empty if nobody knows.
        character: Whose it is: a number or name that lasts for a title; None if nobody said.
        crowd: COCO's iscrowd: a region of many, not one thing.
        rings: The polygons it was drawn with, in the mask's coordinates, for formats of polygons to keep
            corner by corner; None once the mask was made or changed by anything else.
        extra: What the file said besides (flags, attributes); kept and written back, never read.
    """

    cls: str
    mask: Mask
    id: int | None = None
    score: float | None = None
    source: str = ""
    character: int | str | None = None
    crowd: bool = False
    rings: tuple[Ring, ...] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def box(self) -> Box:
        """The mask's tight box [x0, y0, x1, y1]."""
        return self.mask.box

    @property
    def area(self) -> int:
        """The mask's pixels."""
        return self.mask.area

    def moved(self, dx: int, dy: int) -> Instance:
        """The same instance elsewhere."""
        rings = None if self.rings is None else tuple(ring + np.array([dx, dy]) for ring in self.rings)
        return replace(self, mask=self.mask.moved(dx, dy), rings=rings)

    def cropped(self, box: Box) -> Instance | None:
        """What of it lies in `box`, at the same place; None if that is nothing."""
        x0, y0, x1, y1 = self.box
        if box[0] <= x0 and box[1] <= y0 and x1 <= box[2] and y1 <= box[3]:
            return self
        mask = self.mask.cropped(box)
        return replace(self, mask=mask, rings=None) if mask.area else None
