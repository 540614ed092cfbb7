"""The drawing engine: shapes as data, painted together with the instances they belong to.

shapes.py    Shape, Owner, Gradient, Blend, Placement, InstanceClass
curves.py    splines, tubes, locks, tapered strokes
style.py     Style: one artist's hand, as continuous parameters
shading.py   from outline and colour to a shaded, inked shape
placed.py    shapes in their place on a canvas, all points at once
blends.py    layers that fills are made of: plain, graded, softened, veiled
canvas.py    Canvas: picture and instance numbers in one array
finish.py    colour cast, greys, dot screen, grain

canvas = Canvas((400, 690))
canvas.paint([Shape(arc(0, 0, 1, 1), owner=None, fill=(255, 200, 80), line=INK)], Placement(40, (345, 200)))
drawing = canvas.finish()          # drawing.picture, drawing.ids, drawing.owners, drawing.mask(owner)
"""

from toonseg.synth.art.canvas import Canvas, Drawing
from toonseg.synth.art.finish import finished
from toonseg.synth.art.shading import crease, crescent, fold, form, gleam
from toonseg.synth.art.shapes import Blend, Gradient, InstanceClass, Owner, Placement, Shape
from toonseg.synth.art.style import Style

__all__ = [
    "Blend",
    "Canvas",
    "Drawing",
    "Gradient",
    "InstanceClass",
    "Owner",
    "Placement",
    "Shape",
    "Style",
    "crease",
    "crescent",
    "finished",
    "fold",
    "form",
    "gleam",
]
