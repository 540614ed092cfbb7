"""Drawn titles with perfect labels: strips of sixteen kinds, their pages and their truth."""

from toonseg.synth.kinds import Kind
from toonseg.synth.pages import page_rows, read_truth, write_pages
from toonseg.synth.strips import DrawnStrip, draw_strip
from toonseg.synth.truth import TrueBubble, TrueGutter, Truth

__all__ = [
    "DrawnStrip",
    "Kind",
    "TrueBubble",
    "TrueGutter",
    "Truth",
    "draw_strip",
    "page_rows",
    "read_truth",
    "write_pages",
]
