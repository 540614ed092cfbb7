"""`toonseg link`: write an episode's strip as one picture, or as parts where a format cannot hold it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from toonseg.errors import UsageError
from toonseg.pictures import MAX_PIXELS, MAX_SIDE, PictureFormat, write_picture
from toonseg.strip.strip import Strip

_FORMATS: dict[str, PictureFormat] = {".png": "png", ".jpg": "jpg", ".jpeg": "jpg", ".webp": "webp"}
_MOST_PIXELS = 120_000_000
"""Most pixels put into one file: a picture is encoded from one array, which this bounds to 360 MB."""


@dataclass(frozen=True)
class LinkResult:
    """What `link` wrote.

    Attributes:
        files: The pictures, from top to bottom; one unless the strip did not fit.
        width, height: The whole strip, in pixels.
        reason: Why there are several parts; empty if there is one.
    """

    files: list[Path]
    width: int
    height: int
    reason: str = ""


def link(
    source: Path | str, out: Path | str, *, quality: int = 95, part_height: int | None = None
) -> LinkResult:
    """Link the pages of `source` and write the strip to `out` (.png, .jpg or .webp, by its ending).

    Where the format or the memory cannot hold the strip, it is written as `<out>-1`, `<out>-2`, ...: every
    row in exactly one part.

    Args:
        source: A folder of pages, an archive, a PDF, or a title's episode.
        out: The picture to write.
        quality: 1..100, for JPEG and WebP.
        part_height: Highest part in rows, if parts are wanted anyway.

    Raises:
        UsageError: The ending of `out` is none of the formats, or `part_height` is not positive.
        SourceError, PictureError: The pages cannot be used.
        WriteError: The disk is full, or the strip is too wide for the format.
    """
    out = Path(out)
    if out.suffix.lower() not in _FORMATS:
        endings = ", ".join(f".{name}" for name in get_args(PictureFormat))
        raise UsageError(out, "is no picture format that can be written", f"End it with one of {endings}.")
    if part_height is not None and part_height < 1:
        raise UsageError("--part-height", f"{part_height} rows are no part", "Give a positive number.")
    kind = _FORMATS[out.suffix.lower()]
    strip = Strip.open(source)
    height, reason = _part_height(strip, kind, part_height)
    tops = range(0, strip.height, height)
    digits = len(str(len(tops)))
    files = []
    for number, top in enumerate(tops, 1):
        path = out if len(tops) == 1 else out.with_name(f"{out.stem}-{number:0{digits}d}{out.suffix}")
        write_picture(path, strip.read(top, min(top + height, strip.height)), kind, quality=quality)
        files.append(path)
    return LinkResult(files, strip.width, strip.height, reason if len(files) > 1 else "")


def _part_height(strip: Strip, kind: PictureFormat, wanted: int | None) -> tuple[int, str]:
    """Rows of a part, and why it is not the whole strip."""
    limits = [(strip.height, "")]
    if wanted is not None:
        limits.append((wanted, f"--part-height {wanted}"))
    limits.append((MAX_SIDE[kind], f"a {kind.upper()} file holds at most {MAX_SIDE[kind]:,} rows"))
    budget = min(_MOST_PIXELS, MAX_PIXELS)
    rows = max(1, budget // strip.width)
    limits.append((rows, f"more than {budget // 1_000_000} million pixels are not put into one file"))
    return min(limits, key=lambda limit: limit[0])
