"""`toonseg cutout`: instances lifted out of their cuts, with soft edges and an index.

places      where a cutout goes
truncation  what cuts an instance off: the border, bubbles
lifting     the cutouts of one cut, and their rows in the index
page        a page to look them through
sheet       contact sheets as PNG
made        what is given back
verb        `cutout`
"""

from __future__ import annotations

from toonseg.results.cutouts.made import Cutouts
from toonseg.results.cutouts.verb import cutout

__all__ = ["Cutouts", "cutout"]
