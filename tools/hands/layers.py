"""From the layers of a vector figure to its picture and the map of what is seen of every part.

The map is drawn from the same shapes as the picture: a shape of a part with a class is painted in the
class's own colour, every other shape in black, in the same order and without smoothing of edges. What covers
a garment in the picture so covers it in the map too.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from xml.etree import ElementTree

import numpy as np
import resvg_py
from numpy.typing import NDArray

from toonseg.classes import EIGHT

from .drawing import decoded, spread

CLASS_NAMES = EIGHT.names
SVG = "http://www.w3.org/2000/svg"
Rendering = Literal["crisp_edges", "geometric_precision"]
PART = "data-part"
CLASS = "data-class"
SHAPES = {"path", "rect", "circle", "ellipse", "polygon", "polyline", "line"}
UNSEEN = {"defs", "mask", "clipPath", "linearGradient", "radialGradient", "filter", "metadata", "title"}
FAINT = 0.6
"""Shapes less opaque than this are shadows and lights: they lie on a part and do not hide it."""
MARKS = (
    (0, 0, 0),
    (255, 0, 0),
    (0, 0, 255),
    (0, 255, 0),
    (0, 255, 255),
    (255, 255, 255),
    (255, 255, 0),
    (255, 0, 255),
    (128, 128, 255),
)
"""Colours of the class map: of nothing of ours, then of the classes in their order. Corners of the cube,
since masks in a file smooth their edges all the same: a mixture of two of them is none of the others."""

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")

ALIKE = 6
"""How far the channels of a pixel may be from a mark's, added up."""

Rule = str | None | list[str | None] | dict[str, str | None]
"""What the shapes of a part are: one class, nothing, one of these per shape in the order of drawing, or one
of these by the fill in the file, "*" standing for any other fill."""


@dataclass(frozen=True)
class Shape:
    """One drawn shape with what it inherits.

    `part` is the innermost named part around it, `number` its place among the shapes of that part;
    `fill`, `stroke` as written in the file ("none" where nothing is painted); `opacity` 0..1: that of a
    gradient where it is clearest, 0 where a filter only blurs.
    """

    element: ElementTree.Element
    part: str
    number: int
    fill: str
    stroke: str
    opacity: float


@dataclass(frozen=True)
class _Inherited:
    part: str = ""
    fill: str = "#000"
    stroke: str = "none"
    opacity: float = 1.0


def read_figure(svg: str) -> ElementTree.Element:
    """The tree of one SVG; raises ElementTree.ParseError where it is no XML."""
    return ElementTree.fromstring(svg)


def shapes_of(root: ElementTree.Element) -> list[Shape]:
    """All shapes that paint, in the order of painting; what only clips, masks or fills is left out."""
    counts: dict[str, int] = {}
    by_id = {element.get("id", ""): element for element in root.iter()}
    blurred = {
        id(below)
        for element in root.iter()
        if _only_blurs(by_id.get(link_in(element.get("filter", ""))))
        for below in element.iter()
    }
    return [
        replace(
            shape,
            opacity=0.0
            if id(shape.element) in blurred
            else shape.opacity
            * _least_opacity(by_id.get(link_in(shape.stroke if shape.fill == "none" else shape.fill))),
        )
        for shape in _walk(root, _Inherited(), counts)
    ]


def link_in(value: str) -> str:
    """The id in "url(#id)"; "-" where the value is no such link."""
    found = re.fullmatch(r"url\(['\"]?#(.*?)['\"]?\)", value.strip())
    return found.group(1) if found else "-"


def _least_opacity(element: ElementTree.Element | None) -> float:
    """The opacity of a gradient where it is clearest, 0..1; 1 of anything else."""
    stops = [] if element is None else [one for one in element if one.tag.rpartition("}")[2] == "stop"]
    return min((_number(property_of(stop, "stop-opacity"), 1.0) for stop in stops), default=1.0)


def _only_blurs(element: ElementTree.Element | None) -> bool:
    """Whether an element is a filter that makes soft lights and shadows; those with edges compose as well."""
    kinds = set() if element is None else {child.tag.rpartition("}")[2] for child in element}
    return "feGaussianBlur" in kinds and "feComposite" not in kinds


def _walk(element: ElementTree.Element, above: _Inherited, counts: dict[str, int]) -> Iterator[Shape]:
    tag = element.tag.rpartition("}")[2]
    if tag in UNSEEN:
        return
    opacity = above.opacity * _number(property_of(element, "opacity"), 1.0)
    here = _Inherited(
        element.get(PART, above.part),
        property_of(element, "fill") or above.fill,
        property_of(element, "stroke") or above.stroke,
        opacity,
    )
    if tag in SHAPES:
        number = counts.get(here.part, 0)
        counts[here.part] = number + 1
        # A shadow may be a faint fill with no line, or a faint line with no fill: the stronger decides.
        fill_part = 0.0 if here.fill == "none" else _number(property_of(element, "fill-opacity"), 1.0)
        line_part = 0.0 if here.stroke == "none" else _number(property_of(element, "stroke-opacity"), 1.0)
        yield Shape(element, here.part, number, here.fill, here.stroke, opacity * max(fill_part, line_part))
    for child in element:
        yield from _walk(child, here, counts)


def property_of(element: ElementTree.Element, name: str) -> str | None:
    """A presentation attribute, or the same property in `style`, which wins as in CSS."""
    styled = re.search(rf"(?:^|;)\s*{name}\s*:\s*([^;]+)", element.get("style", ""))
    return styled.group(1).strip() if styled else element.get(name)


def _number(text: str | None, otherwise: float) -> float:
    if text is None:
        return otherwise
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def class_of(shape: Shape, rules: Mapping[str, Rule]) -> str | None:
    """The class of one shape: by the rule of its part ("clothing:hoodie"), else of its group ("clothing")."""
    rule = rules.get(shape.part, rules.get(shape.part.partition(":")[0]))
    if isinstance(rule, dict):
        return rule.get(shape.fill, rule.get("*"))
    if isinstance(rule, list):
        return rule[shape.number] if shape.number < len(rule) else rule[-1]
    return rule


def mark(root: ElementTree.Element, rules: Mapping[str, Rule]) -> None:
    """Write the class of every shape that has one into the tree, before anything is repainted."""
    for shape in shapes_of(root):
        name = class_of(shape, rules)
        if name:
            shape.element.set(CLASS, name)


def repaint(root: ElementTree.Element, paint: Mapping[str, Mapping[str, str]]) -> None:
    """Change fills in place: group of the part around a shape, or "*" -> {fill in the file: fill instead}."""
    for shape in shapes_of(root):
        group = shape.part.partition(":")[0]
        instead = paint.get(group, {}).get(shape.fill) or paint.get("*", {}).get(shape.fill)
        if instead:
            shape.element.set("fill", instead)


def tint(root: ElementTree.Element, colours: Mapping[str, str]) -> None:
    """Colour marked shapes in place: class -> six hex digits for the shape of it that is drawn last.

    Its other shapes, sides in the shade mostly, stay as much darker or lighter as they are in the file.
    """
    marked = [shape for shape in shapes_of(root) if shape.fill.startswith("#") and shape.opacity >= FAINT]
    for name, colour in colours.items():
        shapes = [shape for shape in marked if shape.element.get(CLASS) == name]
        for shape in shapes:
            share = (_lightness(shape.fill) + 0.2) / (_lightness(shapes[-1].fill) + 0.2)
            channels = (int(colour[k : k + 2], 16) for k in (0, 2, 4))
            changed = (min(255, round(channel * min(share, 1.2))) for channel in channels)
            shape.element.set("fill", "#" + "".join(f"{channel:02x}" for channel in changed))


def _lightness(fill: str) -> float:
    """0..1 of "#rgb" or "#rrggbb"."""
    digits = fill[1:] if len(fill) == 7 else "".join(2 * digit for digit in fill[1:])
    return sum(int(digits[k : k + 2], 16) for k in (0, 2, 4)) / (3 * 255)


def outline(root: ElementTree.Element, colour: str, share: float) -> None:
    """Draw a line around every solid shape without one, in place.

    Args:
        root: A figure.
        colour: Of the lines, as written in SVG.
        share: How wide the lines are, as a share of the view's width.
    """
    width = share * float(root.get("viewBox", "").split()[2])
    for shape in shapes_of(root):
        if shape.fill != "none" and shape.stroke == "none" and shape.opacity >= FAINT:
            for name, value in (
                ("stroke", colour),
                ("stroke-width", f"{width:.3f}"),
                ("stroke-linejoin", "round"),
            ):
                shape.element.set(name, value)


def class_map(root: ElementTree.Element) -> ElementTree.Element:
    """A copy of a marked figure in MARKS: a colour for each class, black for all else, faint shapes gone."""
    painted = copy.deepcopy(root)
    parents = {child: parent for parent in painted.iter() for child in parent}
    shapes = shapes_of(painted)
    for shape in shapes:
        if shape.opacity < FAINT:
            parents[shape.element].remove(shape.element)
            continue
        name = shape.element.get(CLASS)
        colour = f"rgb{MARKS[CLASS_NAMES.index(name) + 1 if name else 0]}"
        element = shape.element
        if shape.fill != "none":
            element.set("fill", colour)
        if shape.stroke != "none":
            element.set("stroke", colour)
    kept = {id(shape.element) for shape in shapes}
    for element in painted.iter():
        if id(element) in kept or element.tag.rpartition("}")[2] in ("g", "svg"):
            for name in ("style", "opacity", "fill-opacity", "stroke-opacity", "filter", "shape-rendering"):
                element.attrib.pop(name, None)
    return painted


def draw(root: ElementTree.Element, width: int, *, crisp: bool = False) -> NDArray[np.uint8]:
    """The figure at a width in pixels: HWC uint8 RGBA, not premultiplied; `crisp` edges are not smoothed."""
    text = ElementTree.tostring(root, encoding="unicode")
    rendering: Rendering = "crisp_edges" if crisp else "geometric_precision"
    return decoded(resvg_py.svg_to_bytes(svg_string=text, width=width, shape_rendering=rendering))


def classes_of(painted: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The drawn class map as numbers: HW uint8, 0 nothing of ours, 1..8 the classes in their order."""
    colours = painted[..., :3].astype(np.int16)
    known = np.zeros(painted.shape[:2], np.uint8)
    for number, mark in enumerate(MARKS):
        known[np.abs(colours - np.array(mark, np.int16)).sum(2) <= ALIKE] = number + 1
    opaque = painted[..., 3] > 127
    known[~opaque] = 0
    # What was smoothed between two parts goes to the nearer one.
    return np.where(opaque, spread(known) - 1, 0).astype(np.uint8)
