"""The card of a colouring set: README.md with YAML that `datasets` and Hugging Face's hub read, and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from toonseg.results.colorize.columns import card_features
from toonseg.results.colorize.gathered import Made

CARD_FILE = "README.md"


@dataclass(frozen=True)
class Counted:
    """A part in figures: samples, their bytes in memory, the bytes of its files."""

    samples: int
    bytes: int
    packed: int


def card_of(made: Made, classes: Sequence[str], counted: Mapping[str, Counted]) -> str:
    """The card's text.

    Args:
        made: The set.
        classes: Names of the classes, by index.
        counted: The figures of each part that has shards.
    """
    files = [{"split": part, "path": f"data/{part}-*.parquet"} for part in counted]
    front = {
        "license": "other",
        "license_name": "see-rights",
        "task_categories": ["image-to-image", "image-segmentation"],
        "tags": ["webtoon", "comic", "line-art", "colorization", "toonseg"],
        "dataset_info": {
            "features": card_features(classes),
            "splits": [
                {"name": part, "num_bytes": one.bytes, "num_examples": one.samples}
                for part, one in counted.items()
            ],
            "download_size": sum(one.packed for one in counted.values()),
            "dataset_size": sum(one.bytes for one in counted.values()),
        },
        "configs": [{"config_name": "default", "data_files": files}],
    }
    head = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{head}---\n{_text(made, classes, counted)}"


def _text(made: Made, classes: Sequence[str], counted: Mapping[str, Counted]) -> str:
    found = {
        part: Counter(one["class_name"] for row in made.rows(part) for one in row["objects"])
        for part in counted
    }
    table = [f"| | {' | '.join(counted)} |", "|---|" + "---|" * len(counted)]
    table.append(f"| samples | {' | '.join(f'{one.samples:,}' for one in counted.values())} |")
    table += [f"| {name} | {' | '.join(f'{found[part][name]:,}' for part in counted)} |" for name in classes]
    return _TEXT.format(rights=made.labels.rights, table="\n".join(table))


_TEXT = """\
# Colouring set
Cuts of webtoons as aligned pictures (line art, grey, flat colours, colour, masks), with palettes and prompts,
made by `colorize` of [toonseg](https://github.com/toonseg/toonseg). Training and test set have no episode in
common.

## Rights
{rights}

## What is in it
{table}

## Columns
All pictures of a row have the same size, pixel on pixel.

| column | meaning |
|---|---|
| `key` | the sample's name |
| `color` | the cut as it was drawn, RGB |
| `line` | line art, grey: 0 ink to 255 paper |
| `grey` | luma (Rec. 601), grey |
| `flat` | flat colours, lines and shading removed, RGB |
| `classes` | class map, palette: 0 nothing, else class_id + 1 |
| `instances` | instance map: 0 nothing, else the object's `number` |
| `prompt` | who wears what, from classes and colours |
| `width`, `height` | in pixels |
| `file`, `title`, `episode`, `cut` | where it comes from |
| `box` | its place in the episode's strip, [x0, y0, x1, y1], half-open |
| `box_in_cut` | its place in the cut, likewise |
| `pixels_sha256` | of the whole cut's pixels, rows of RGB bytes |
| `rights` | as above |
| `objects` | the instances, see below |

| field of an object | meaning |
|---|---|
| `number` | its value in `instances`, from 1 |
| `class_id`, `class_name` | its class |
| `bbox` | [x, y, width, height] in pixels of the row's pictures |
| `area` | pixels of the mask |
| `rle` | the mask: COCO's compressed run lengths |
| `score` | of a model, 0 to 1; null for labels by hand |
| `character` | whose it is, within the title |
| `source` | who made the mask |
| `palette` | its colours without ink, the largest first: `rgb` (hex), `lab` (CIE, D65), `share` (0 to 1) |
"""
