"""Other colours for hair and clothes whose shades lie in several fills and gradients."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from xml.etree import ElementTree

from .layers import CLASS, link_in, property_of, shapes_of

NAMED = {"black": "#000000", "white": "#ffffff", "gray": "#808080", "grey": "#808080", "red": "#ff0000"}
"""The names of colours that occur in the sets."""
SOFT = 0.2
"""Added to both lightnesses before they are compared, so that the shades of black differ little."""
XLINK = "{http://www.w3.org/1999/xlink}href"
"""How a gradient names another one, whose stops it has where it has none."""

Gradients = Mapping[str, ElementTree.Element]


def recolour(root: ElementTree.Element, colours: Mapping[str, str]) -> None:
    """Paint marked shapes anew, in place: class -> six hex digits for the mean of its shades.

    The other shades, stops of gradients too, stay as much darker or lighter as they are in the file.
    Gradients are copied first, since other shapes may use them; lines keep their colour.
    """
    gradients = {element.get("id", ""): element for element in root.iter() if _is_gradient(element)}
    for name, colour in colours.items():
        shapes = [shape for shape in shapes_of(root) if shape.element.get(CLASS) == name]
        shades = [shade for shape in shapes for shade in _shades(shape.fill, gradients)]
        if not shades:
            continue
        usual = sum(lightness(shade) for shade in shades) / len(shades)
        copies: dict[str, str] = {}
        for shape in shapes:
            if hex_of(shape.fill):
                shape.element.set("fill", shaded(colour, shape.fill, usual))
            elif (link := link_in(shape.fill)) in gradients:
                if link not in copies:
                    copies[link] = f"{link}-{name}"
                    root.append(_recoloured(link, gradients, copies[link], (colour, usual)))
                shape.element.set("fill", f"url(#{copies[link]})")


def shaded(colour: str, shade: str, usual: float) -> str:
    """A colour (six hex digits) as much darker or lighter as `shade` is than a lightness: "#rrggbb"."""
    share = (lightness(shade) + SOFT) / (usual + SOFT)
    channels = [int(colour[k : k + 2], 16) for k in (0, 2, 4)]
    if share > 1:
        changed = [channel + (255 - channel) * min(1.0, (share - 1) / 2) for channel in channels]
    else:
        changed = [channel * share for channel in channels]
    return "#" + "".join(f"{round(channel):02x}" for channel in changed)


def lightness(colour: str) -> float:
    """The mean of the channels of a colour as SVG writes it, 0..1; 0.5 where it is none that is known."""
    digits = hex_of(colour)
    return sum(int(digits[k : k + 2], 16) for k in (0, 2, 4)) / (3 * 255) if digits else 0.5


def hex_of(colour: str) -> str:
    """Six hex digits of "#rgb", "#rrggbb" or a name of NAMED; "" of anything else."""
    colour = NAMED.get(colour.lower(), colour)
    if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", colour):
        return ""
    return colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])


def _is_gradient(element: ElementTree.Element) -> bool:
    return element.tag.rpartition("}")[2] in ("linearGradient", "radialGradient")


def _stops(gradient: ElementTree.Element, gradients: Gradients) -> list[ElementTree.Element]:
    own = [child for child in gradient if child.tag.rpartition("}")[2] == "stop"]
    other = gradients.get(gradient.get("href", gradient.get(XLINK, "")).removeprefix("#"))
    return own if own or other is None else _stops(other, gradients)


def _shades(fill: str, gradients: Gradients) -> list[str]:
    if hex_of(fill):
        return [fill]
    gradient = gradients.get(link_in(fill))
    if gradient is None:
        return []
    return [property_of(stop, "stop-color") or "#000" for stop in _stops(gradient, gradients)]


def _recoloured(
    link: str, gradients: Gradients, called: str, paint: tuple[str, float]
) -> ElementTree.Element:
    """A copy of a gradient with an id of its own and stops in other colours, as clear as they were."""
    gradient = copy.deepcopy(gradients[link])
    gradient.set("id", called)
    stops = [copy.deepcopy(stop) for stop in _stops(gradients[link], gradients)]
    for child in list(gradient):
        gradient.remove(child)
    gradient.extend(stops)
    for stop in stops:
        before = property_of(stop, "stop-color") or "#000"
        if hex_of(before):
            opacity = property_of(stop, "stop-opacity")
            stop.attrib.pop("style", None)
            stop.set("stop-color", shaded(paint[0], before, paint[1]))
            if opacity is not None:
                stop.set("stop-opacity", opacity)
    return gradient
