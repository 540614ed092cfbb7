"""Letters without a font file, so that what is written has the same pixels on every machine.

strokes.py    curves as points
hangul.py     syllables as strokes
captions.py   words on contact sheets
"""
