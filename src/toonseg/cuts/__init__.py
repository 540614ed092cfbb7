"""Rough cuts, final cuts and bubbles of a strip, the cut list, and its export."""

from toonseg.cuts.cutlist import Cut, CutList, Gutter, RoughCut
from toonseg.cuts.cutting import CutResult, cut
from toonseg.cuts.find import find_cuts

__all__ = ["Cut", "CutList", "CutResult", "Gutter", "RoughCut", "cut", "find_cuts"]
