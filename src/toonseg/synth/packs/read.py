"""Layered artwork from files: PSD, SVG, or a folder of PNG layers."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from PIL import Image

from toonseg.errors import MissingExtraError, SourceError
from toonseg.source.pagefile import natural_key
from toonseg.synth.art import Blend
from toonseg.synth.packs.layers import Artwork, Layer, Rgba, reduced, trimmed

_BLENDS = {"multiply": Blend.MULTIPLY, "linear_burn": Blend.MULTIPLY, "color_burn": Blend.MULTIPLY,
           "darken": Blend.MULTIPLY, "screen": Blend.SCREEN, "lighten": Blend.SCREEN,
           "linear_dodge": Blend.SCREEN, "color_dodge": Blend.SCREEN}  # fmt: skip
_SVG = "{http://www.w3.org/2000/svg}"
_INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}label"
_SHAPES = {
    f"{_SVG}{tag}"
    for tag in ("path", "rect", "circle", "ellipse", "polygon", "polyline", "line", "use", "image", "text")
}


def read_artwork(path: Path) -> Artwork:
    """Read a layered file.

    Args:
        path: A .psd or .psb, an .svg, or a folder of .png layers of one size, whose folders are groups and
            whose names order them from the bottom to the top.

    Raises:
        SourceError: It is not there, cannot be read, or has no layers.
        MissingExtraError: The part that reads this format is not installed.
    """
    if not path.exists():
        raise SourceError(path, "is not there", "Check the name in pack.toml.")
    if path.is_dir():
        artwork = _read_folder(path)
    elif path.suffix.lower() in (".psd", ".psb"):
        artwork = _read_psd(path)
    elif path.suffix.lower() == ".svg":
        artwork = _read_svg(path)
    else:
        problem = "is no .psd, .psb, .svg or folder of .png layers"
        raise SourceError(path, problem, "Check the name in pack.toml.")
    if not artwork.layers:
        raise SourceError(path, "has no layers with anything on them", "Save the artwork with its layers.")
    return reduced(artwork)


def _read_folder(folder: Path) -> Artwork:
    layers: list[Layer] = []
    size = (0, 0)
    files = sorted(
        folder.rglob("*.png"), key=lambda p: [natural_key(part) for part in p.relative_to(folder).parts]
    )
    for file in files:
        try:
            with Image.open(file) as picture:
                pixels = np.array(picture.convert("RGBA"))
        except (OSError, ValueError, SyntaxError) as error:
            raise SourceError(file, f"cannot be read ({error})", "Save the layer again.") from error
        if layers and pixels.shape[:2] != size:
            problem = f"is {pixels.shape[1]} x {pixels.shape[0]}, the layers before it {size[1]} x {size[0]}"
            raise SourceError(file, problem, "Save all layers at the artwork's size.")
        size = pixels.shape[0], pixels.shape[1]
        made = trimmed(file.relative_to(folder).with_suffix("").as_posix(), pixels)
        layers += [made] if made else []
    return Artwork(size[1], size[0], tuple(layers))


def _read_psd(path: Path) -> Artwork:
    try:
        from psd_tools import PSDImage
    except ImportError as error:
        raise MissingExtraError.for_extra("reading PSD files", "synth") from error
    try:
        psd = PSDImage.open(path)
        layers = list(_psd_layers(psd, ""))
    except Exception as error:  # psd-tools raises anything on a damaged file
        raise SourceError(path, f"cannot be read ({error})", "Save it again as PSD.") from error
    return Artwork(psd.width, psd.height, tuple(layers))


def _psd_layers(group: Any, above: str) -> Iterator[Layer]:
    """Layers of a group of psd-tools, bottom first. Hidden ones are taken too: poses are often hidden."""
    for one in group:
        path = f"{above}{str(one.name).replace('/', '-')}"
        if one.is_group():
            yield from _psd_layers(one, path + "/")
            continue
        picture = one.topil()
        if picture is None or 0 in picture.size:
            continue
        pixels = np.array(picture.convert("RGBA"))
        pixels[..., 3] = np.rint(pixels[..., 3] * (one.opacity / 255))
        mask = None if one.mask is None or one.mask.disabled else one.mask
        if mask is not None and mask.topil() is not None:
            pixels[..., 3] = np.minimum(pixels[..., 3], _psd_mask(mask, one.left, one.top, pixels.shape[:2]))
        blend = _BLENDS.get(str(one.blend_mode.name).lower(), Blend.NORMAL)
        yield Layer(path, pixels, (one.left, one.top), bool(one.clipping), blend)


def _psd_mask(mask: Any, left: int, top: int, size: tuple[int, ...]) -> Rgba:
    """A layer's mask as HW uint8 over the layer's box."""
    full = Image.new("L", (size[1], size[0]), int(mask.background_color))
    full.paste(mask.topil().convert("L"), (mask.left - left, mask.top - top))
    return np.array(full)


def _read_svg(path: Path) -> Artwork:
    try:
        import resvg_py
    except ImportError as error:
        raise MissingExtraError.for_extra("reading SVG files", "synth") from error
    try:
        root = ElementTree.fromstring(path.read_bytes())
    except (OSError, ElementTree.ParseError) as error:
        raise SourceError(path, f"cannot be read ({error})", "Save it again as plain SVG.") from error
    layers: list[Layer] = []
    size = (0, 0)
    for name, alone in _svg_layers(root):
        text = ElementTree.tostring(alone, encoding="unicode")
        try:
            data = bytes(resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True))
        except ValueError as error:
            raise SourceError(
                path, f"layer '{name}' cannot be drawn ({error})", "Save it as plain SVG."
            ) from error
        with Image.open(io.BytesIO(data)) as picture:
            pixels = np.array(picture.convert("RGBA"))
        size = pixels.shape[0], pixels.shape[1]
        made = trimmed(name, pixels, blend=_svg_blend(alone))
        layers += [made] if made else []
    return Artwork(size[1], size[0], tuple(layers))


def _svg_layers(root: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    """Each layer's path, and the file with that layer alone in it; groups keep their place and attributes."""

    def walk(element: ElementTree.Element, trail: list[int], above: str) -> Iterator[tuple[str, list[int]]]:
        for index, child in enumerate(element):
            name = child.get(_INKSCAPE) or child.get("id") or ""
            here = [*trail, index]
            inner = [one for one in child if one.tag == f"{_SVG}g" and (one.get(_INKSCAPE) or one.get("id"))]
            if child.tag == f"{_SVG}g" and inner:
                yield from walk(child, here, f"{above}{name}/" if name else above)
            elif child.tag == f"{_SVG}g" or child.tag in _SHAPES:
                yield f"{above}{name or 'unnamed ' + str(index + 1)}", here

    for path, trail in walk(root, [], ""):
        yield path, _alone(root, trail)


def _alone(element: ElementTree.Element, trail: list[int]) -> ElementTree.Element:
    """A copy of an element with only one thing in it that is drawn; what is referred to (gradients) stays."""
    if not trail:
        whole = copy.deepcopy(element)
        _show(whole)
        return whole
    made = ElementTree.Element(element.tag, dict(element.attrib))
    _show(made)
    for index, child in enumerate(element):
        if index == trail[0]:
            made.append(_alone(child, trail[1:]))
        elif child.tag != f"{_SVG}g" and child.tag not in _SHAPES:
            made.append(child)
    return made


def _show(element: ElementTree.Element) -> None:
    """Hidden layers are taken too: poses are often hidden."""
    style = re.sub(r"(display|visibility)\s*:\s*\w+;?", "", element.get("style", ""))
    element.attrib.pop("display", None)
    element.attrib.pop("visibility", None)
    if "style" in element.attrib:
        element.set("style", style)


def _svg_blend(alone: ElementTree.Element) -> Blend:
    """The blend mode that the innermost element's style names."""
    found = [re.search(r"mix-blend-mode\s*:\s*([\w-]+)", one.get("style", "")) for one in alone.iter()]
    names = [match[1].replace("-", "_") for match in found if match]
    return _BLENDS.get(names[-1], Blend.NORMAL) if names else Blend.NORMAL
