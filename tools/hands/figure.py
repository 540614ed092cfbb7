"""Figures: one drawn person as a picture with alpha and the classes of its pixels."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from .drawing import Figure
from .layers import class_map, classes_of, draw, mark, outline, read_figure, repaint, tint
from .styles import Hand

MARGIN = 0.4
"""By how much of its size the canvas is widened: some hair is drawn beyond it."""
TILT = 4.0
"""Standard deviation of a figure's tilt, in degrees."""
LINES = ("#000", "#141414", "#2b1d1a", "#1d2233")
"""Colours of the lines around shapes of hands without lines."""
LINE_WIDTH = (0.003, 0.011)
"""Their width, as a share of the kit's canvas."""
LOOK = 200
"""Width in pixels at which the extent of a figure is measured."""


@dataclass(frozen=True)
class Drawing:
    """A figure as vectors: its picture, its class map, and its height over its width."""

    picture: ElementTree.Element
    classes: ElementTree.Element
    ratio: float
    whole: bool

    def at(self, width: int) -> Figure:
        """The figure at a width in pixels."""
        shown = draw(self.picture, width)
        classes = classes_of(draw(self.classes, width, crisp=True))
        return Figure(shown, np.where(shown[..., 3] > 127, classes, 0).astype(np.uint8))


def figures_of(hand: Hand, count: int, packages: Path, rng: np.random.Generator) -> list[Drawing]:
    """Figures of one hand, each of its own parts and colours.

    Args:
        hand: Whose.
        count: How many are drawn.
        packages: The folder with node_modules.
        rng: Draws options, colours, sides.

    Raises:
        RuntimeError: Node could not draw them.
    """
    jobs = [
        {
            "kit": hand.kit,
            "style": hand.package.rpartition("@")[0].rpartition("/")[2],
            "seed": str(int(rng.integers(1 << 40))),
            "options": hand.options(rng),
            "skip": list(hand.skip),
        }
        for _ in range(count)
    ]
    return [_drawing(svg, hand, rng) for svg in drawn(jobs, packages)]


def drawn(jobs: Sequence[dict[str, Any]], packages: Path) -> list[str]:
    """The SVG of every job, by figures.mjs. Raises RuntimeError: node could not draw them."""
    script = Path(__file__).with_name("figures.mjs")
    done = subprocess.run(
        ["node", str(script), str(packages)],
        input="".join(json.dumps(job) + "\n" for job in jobs),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"node {script} failed:\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def _drawing(svg: str, hand: Hand, rng: np.random.Generator) -> Drawing:
    root = read_figure(svg)
    mark(root, hand.rules)
    if hand.recolour is not None:
        repaint(root, hand.recolour(rng))
    if hand.tints is not None:
        tint(root, hand.tints(rng))
    if hand.outlined and rng.random() < hand.outlined:
        outline(root, str(rng.choice(LINES)), float(rng.uniform(*LINE_WIDTH)))
    return placed(root, hand.bottom, rng)


def placed(root: ElementTree.Element, bottom: float | None, rng: np.random.Generator) -> Drawing:
    """A marked figure, mirrored and turned by chance in place, with its map; `bottom` as of a Hand."""
    _widen(root, bottom)
    _turn(root, mirrored=bool(rng.random() < 0.5), degrees=float(rng.normal(0, TILT)))
    seen = draw(root, LOOK)[..., 3] > 20
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    _look_at(root, columns[0] / LOOK, rows[0] / LOOK, columns[-1] / LOOK, rows[-1] / LOOK)
    _, _, width, height = _view(root)
    return Drawing(root, class_map(root), height / width, bottom is None)


def _view(root: ElementTree.Element) -> tuple[float, float, float, float]:
    x, y, width, height = (float(value) for value in root.get("viewBox", "").split())
    return x, y, width, height


def _set_view(root: ElementTree.Element, x: float, y: float, width: float, height: float) -> None:
    root.set("viewBox", f"{x:.4f} {y:.4f} {width:.4f} {height:.4f}")
    for name in ("width", "height"):
        root.attrib.pop(name, None)


def _widen(root: ElementTree.Element, bottom: float | None) -> None:
    """Take the canvas' own mask away and look at more than the canvas, but not below `bottom`."""
    for element in root.iter():
        if element.get("mask") == "url(#viewboxMask)":
            del element.attrib["mask"]
    x, y, width, height = _view(root)
    below = (1 + MARGIN if bottom is None else bottom) * height
    _set_view(
        root, x - MARGIN * width, y - MARGIN * height, (1 + 2 * MARGIN) * width, below + MARGIN * height
    )


def _look_at(root: ElementTree.Element, left: float, top: float, right: float, bottom: float) -> None:
    """Look only at a part of what is looked at: shares of its width, in both directions, from its corner."""
    x, y, width, _ = _view(root)
    _set_view(root, x + left * width, y + top * width, (right - left) * width, (bottom - top) * width)


def _turn(root: ElementTree.Element, *, mirrored: bool, degrees: float) -> None:
    x, y, width, height = _view(root)
    inner = list(root)
    turned = ElementTree.SubElement(root, f"{root.tag.rpartition('}')[0]}}}g")
    across = f"translate({2 * x + width:.4f} 0) scale(-1 1) " if mirrored else ""
    turned.set("transform", f"{across}rotate({degrees:.3f} {x + width / 2:.4f} {y + height / 2:.4f})")
    for child in inner:
        root.remove(child)
        turned.append(child)
