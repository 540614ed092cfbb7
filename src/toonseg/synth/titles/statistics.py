"""What is in a set of cuts, beside the two published sets that the presets FD and LR stand for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from toonseg.classes import InstanceClass


@dataclass(frozen=True)
class Statistics:
    """Of a set of cuts.

    Attributes:
        cuts: How many.
        counts: Instances of each class.
        areas: Median of each class' instances' areas, as shares of their cut, 0..1; 0 where there are none.
    """

    cuts: int
    counts: Mapping[InstanceClass, int]
    areas: Mapping[InstanceClass, float]

    @property
    def per_cut(self) -> float:
        """Instances in a cut, on average."""
        return sum(self.counts.values()) / max(self.cuts, 1)

    def share(self, cls: InstanceClass) -> float:
        """The class' share of all instances, 0..1."""
        return self.counts[cls] / max(sum(self.counts.values()), 1)

    def beside(self, other: Statistics) -> str:
        """A Markdown table of this set and another one."""
        lines = ["| class | share | published | area | published |", "|---|---|---|---|---|"]
        for cls in InstanceClass:
            shares = f"{100 * self.share(cls):.1f} % | {100 * other.share(cls):.1f} %"
            lines.append(f"| {cls.label} | {shares} | {self.areas[cls]:.3f} | {other.areas[cls]:.3f} |")
        lines.append(f"| instances a cut | {self.per_cut:.1f} | {other.per_cut:.1f} | | |")
        return "\n".join(lines)


def _published(cuts: int, counts: tuple[int, ...], areas: tuple[float, ...]) -> Statistics:
    classes = list(InstanceClass)
    return Statistics(cuts, dict(zip(classes, counts, strict=True)), dict(zip(classes, areas, strict=True)))


PUBLISHED_FD = _published(
    188, (435, 121, 192, 145, 37, 283, 69, 4), (0.015, 0.010, 0.015, 0.013, 0.004, 0.043, 0.003, 0.001)
)
"""The training set of the first published title: a school comedy."""

PUBLISHED_LR = _published(
    82, (161, 139, 15, 22, 10, 90, 91, 89), (0.028, 0.018, 0.001, 0.015, 0.006, 0.059, 0.003, 0.030)
)
"""The training set of the second: a school romance."""


def measure(cuts: Iterable[tuple[int, Iterable[tuple[InstanceClass, int]]]]) -> Statistics:
    """Statistics of cuts, each given as its pixels and its instances' (class, pixels)."""
    number = 0
    shares: dict[InstanceClass, list[float]] = {cls: [] for cls in InstanceClass}
    for pixels, found in cuts:
        number += 1
        for cls, area in found:
            shares[cls].append(area / pixels)
    areas = {cls: float(np.median(found)) if found else 0.0 for cls, found in shares.items()}
    return Statistics(number, {cls: len(found) for cls, found in shares.items()}, areas)


def measure_coco(file: Path) -> Statistics:
    """Statistics of a COCO file as `write_cuts` writes it."""
    data = json.loads(file.read_text(encoding="utf-8"))
    found: dict[int, list[tuple[InstanceClass, int]]] = {image["id"]: [] for image in data["images"]}
    for one in data["annotations"]:
        found[one["image_id"]].append((InstanceClass(one["category_id"] - 1), one["area"]))
    return measure((image["width"] * image["height"], found[image["id"]]) for image in data["images"])
