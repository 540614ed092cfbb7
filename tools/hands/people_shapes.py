"""Clip art as `layers.py` wants it: styles as attributes, nothing hidden, stops in every gradient."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from .layers import read_figure

STYLED = (
    "clip-path",
    "clip-rule",
    "display",
    "fill",
    "fill-opacity",
    "fill-rule",
    "mask",
    "opacity",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "visibility",
)
LINK = "{http://www.w3.org/1999/xlink}href"
BESIDES = {
    "flowRoot",
    "image",
    "marker",
    "metadata",
    "namedview",
    "pattern",
    "style",
    "symbol",
    "text",
    "use",
}
"""What is not kept: none of it is a shape of a person, and some of it holds shapes that are not drawn."""


def read_picture(path: Path) -> ElementTree.Element:
    """The tree of one file of clip art, each property an attribute: shapes can be counted and repainted.

    Raises ElementTree.ParseError where the file is no XML.
    """
    root = read_figure(path.read_text(encoding="utf-8", errors="replace"))
    for element in root.iter():
        style = element.attrib.pop("style", "")
        for name, value in re.findall(r"([\w-]+)\s*:\s*([^;]+)", style):
            if name in STYLED:
                element.set(name, value.strip())
        element.attrib.pop("filter", None)
    for parent in list(root.iter()):
        for child in list(parent):
            hidden = child.get("display") == "none" or child.get("visibility") == "hidden"
            if hidden or _tag(child) in BESIDES:
                parent.remove(child)
    _own_stops(root)
    view = root.get("viewBox") or f"0 0 {_pixels(root.get('width'))} {_pixels(root.get('height'))}"
    root.set("viewBox", " ".join(re.split(r"[\s,]+", view.strip())))
    for name in ("width", "height", "x", "y", "preserveAspectRatio"):
        root.attrib.pop(name, None)
    return root


def _own_stops(root: ElementTree.Element) -> None:
    """Give every gradient the stops that it takes from another one, in place."""
    gradients = {
        element.get("id", ""): element for element in root.iter() if _tag(element).endswith("Gradient")
    }
    for gradient in gradients.values():
        if not _stops(gradient):
            gradient.extend(copy.deepcopy(stop) for stop in _stops_above(gradient, gradients))


def _stops(gradient: ElementTree.Element) -> list[ElementTree.Element]:
    return [child for child in gradient if _tag(child) == "stop"]


def _stops_above(
    gradient: ElementTree.Element, gradients: Mapping[str, ElementTree.Element]
) -> list[ElementTree.Element]:
    """The stops of the gradient that this one refers to, or of the one that refers to, and so on."""
    above = gradients.get(gradient.get(LINK, "").removeprefix("#"))
    return [] if above is None else _stops(above) or _stops_above(above, gradients)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _pixels(length: str | None) -> float:
    number = re.match(r"[\d.]+", length or "")
    unit = {"mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pt": 96 / 72, "pc": 16.0}
    return float(number.group()) * unit.get((length or "")[number.end() :].strip(), 1.0) if number else 100.0
