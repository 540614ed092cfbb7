"""Drawn titles with perfect labels: strips of sixteen kinds, their pages and their truth."""

from toonseg.synth.episode import draw_episode
from toonseg.synth.kinds import Kind
from toonseg.synth.pages import encode_pages, page_rows, read_truth, write_pages, write_tall_pages
from toonseg.synth.strips import DrawnStrip, draw_strip
from toonseg.synth.truth import TrueBubble, TrueGutter, Truth

__all__ = [
    "DrawnStrip",
    "Kind",
    "TrueBubble",
    "TrueGutter",
    "Truth",
    "draw_episode",
    "draw_strip",
    "encode_pages",
    "page_rows",
    "read_truth",
    "write_pages",
    "write_tall_pages",
]
