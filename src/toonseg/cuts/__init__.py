"""Rough cuts, final cuts and bubbles of a strip, the cut list, and its export."""

from toonseg.cuts.cutlist import Cut, CutList, Gutter, RoughCut
from toonseg.cuts.find import find_cuts

__all__ = ["Cut", "CutList", "Gutter", "RoughCut", "find_cuts"]
