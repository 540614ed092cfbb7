"""What is said of a sample: prompt, place, its instances with masks and palettes; a row of every layout."""

from __future__ import annotations

from typing import Any

from toonseg.annotations.formats.writing import Names, whole_mask
from toonseg.annotations.labelset import Picture
from toonseg.pictures import Rgb
from toonseg.results.colorize.samples import Per, Sample, name_in_set
from toonseg.results.colorize.wording import Worn, name_of, prompt_of
from toonseg.results.colours import Swatch, dominant, hex_of

Row = dict[str, Any]


def row_of(sample: Sample, pixels: Rgb, about: tuple[Names, str, str], per: Per, colours: int) -> Row:
    """The row of a sample.

    Args:
        sample: The sample.
        pixels: HWC uint8 RGB of its whole cut.
        about: The classes; SHA-256 of the cut's pixels, hex; the rights.
        per: What samples are made of.
        colours: The most colours of a palette.

    Returns:
        {"key", "prompt", "width", "height", "file", "pixels_sha256", "title", "episode", "cut", "box" (in the
        strip), "box_in_cut", "rights", "objects": [{"number", "class_id", "class_name", "bbox" (x, y, width,
        height in the sample), "area", "rle", "score", "character", "source", "palette": [{"rgb", "lab",
        "share"}]}]}
    """
    names, sha256, rights = about
    picture, origin = sample.picture, sample.picture.origin
    x0, y0, x1, y1 = sample.box
    part = pixels[y0:y1, x0:x1]
    palettes = [dominant(part[one.mask.within(_frame(picture))], colours) for one in picture.instances]
    worn = [
        Worn(names.names[names.index(one.cls)], palette, one.character)
        for one, palette in zip(picture.instances, palettes, strict=True)
    ]
    return {
        "key": sample.key,
        "prompt": prompt_of(worn) if per == "cut" else name_of(worn[0]),
        "width": picture.width,
        "height": picture.height,
        "file": name_in_set(picture),
        "pixels_sha256": sha256,
        "title": origin and origin.title,
        "episode": origin and origin.episode,
        "cut": origin and origin.cut,
        "box": origin and list(origin.box),
        "box_in_cut": list(sample.box),
        "rights": rights,
        "objects": [_object(picture, place, names, palette) for place, palette in enumerate(palettes)],
    }


def _object(picture: Picture, place: int, names: Names, palette: tuple[Swatch, ...]) -> Row:
    one = picture.instances[place]
    mask = whole_mask(one, picture)
    x0, y0, x1, y1 = mask.box
    index = names.index(one.cls)
    return {
        "number": place + 1,
        "class_id": index,
        "class_name": names.names[index],
        "bbox": [x0, y0, x1 - x0, y1 - y0],
        "area": mask.area,
        "rle": {"size": list(mask.size), "counts": mask.counts},
        "score": one.score,
        "character": None if one.character is None else str(one.character),
        "source": one.source,
        "palette": [
            {
                "rgb": hex_of(swatch.rgb),
                "lab": [round(value, 2) for value in swatch.lab],
                "share": round(swatch.share, 4),
            }
            for swatch in palette
        ],
    }


def _frame(picture: Picture) -> tuple[int, int, int, int]:
    return (0, 0, picture.width, picture.height)
