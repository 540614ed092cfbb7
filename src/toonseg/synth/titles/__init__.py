"""Drawn titles and cuts whose every instance is known.

taste.py       what a title likes to show: shots, outfits
cast.py        its people; wardrobe.py dresses them
shots.py       who stands where; attitudes.py in which pose
composer.py    draw_cut: a picture with its instances
overlay.py     bubbles and lettering, which belong to nobody
cells.py       the panels of a strip; strip.py puts them together
labels.py      labels/<episode>.json
title.py       whole titles on disk
dataset.py     cuts by the thousand, as COCO
statistics.py  what is in them, beside the published sets
sheet.py       a contact sheet with outlines
"""

from toonseg.synth.titles.artist import Artist, Order, artist_of
from toonseg.synth.titles.composer import draw_cut
from toonseg.synth.titles.cut import Cut, Instance
from toonseg.synth.titles.dataset import write_cuts
from toonseg.synth.titles.title import write_titles

__all__ = ["Artist", "Cut", "Instance", "Order", "artist_of", "draw_cut", "write_cuts", "write_titles"]
