"""Drawn webtoons with perfect labels: cuts, strips of sixteen kinds, whole titles.

pen.py, lettering.py   ink and letters
art/         shapes to pixels and masks: the artist's hand
figure/      people; garments/ what they wear; packs/ figures of other people's artwork
scene/       places, effects, speech
strips/      gutters, layouts, frames and speech between panels; pages
titles/      all of it together: cuts, episodes, titles on disk, data sets
truth.py     what is known of a drawn strip
"""

from toonseg.synth.strips.kinds import Kind
from toonseg.synth.strips.pages import DrawnStrip, encode_pages, page_rows, read_truth, write_pages
from toonseg.synth.titles.episodes import draw_episode, draw_strip
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
]
