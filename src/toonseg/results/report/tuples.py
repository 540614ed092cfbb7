"""The part of a report that shows samples of a colouring set: line art, flat colours, maps, palettes."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toonseg.annotations.formats.parquet_schema import load_pyarrow
from toonseg.errors import MissingExtraError, SourceError, ToonsegError
from toonseg.results.colorize.aligned import KINDS
from toonseg.results.colorize.paired import METADATA_FILE
from toonseg.results.colorize.parts import TEST, TRAIN
from toonseg.results.colorize.setfile import SET_FILE, SetFile, read_set
from toonseg.results.report.html import count, text
from toonseg.results.report.shrinking import bytes_of, rgba_of, shrunk

MOST = 6
"""Samples that are shown."""
SIDE = 320
_SHOWN = ("line", "grey", "flat", "color", "classes", "instances")
_NAMES = {
    "line": "line art", "grey": "grey", "flat": "flat colours", "color": "colour",
    "classes": "classes", "instances": "instances",
}  # fmt: skip
_MAPS = ("classes", "instances")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class _Sample:
    """A sample: its row, and the PNG files of its pictures by kind."""

    row: dict[str, Any]
    files: dict[str, bytes]


def tuples_of(folder: Path, number: int = MOST) -> str:
    """Some samples of a colouring set, as HTML; empty where its layout has no pictures that can be read here.

    Args:
        folder: Where `toonseg colorize` wrote the set.
        number: How many samples.

    Raises:
        SourceError: The folder holds no colouring set, or a damaged one.
    """
    about = read_set(folder)
    if about is None:
        problem = f"has no {SET_FILE}: it is no colouring set"
        raise SourceError(folder, problem, "Make it first: toonseg colorize; or leave the folder out.")
    try:
        shown = [_tuple(one) for one in _samples(folder, about, number)]
    except (OSError, ValueError, KeyError, tarfile.TarError) as error:
        problem = f"is damaged ({error})"
        raise SourceError(folder, problem, "Make it anew: toonseg colorize.") from error
    if not shown:
        return ""
    parts = ", ".join(f"{name} {count(part.samples, 'sample')}" for name, part in about.parts.items())
    told = f"Layout {about.layout}: {parts}."
    return f'<ol class="tuples">{"".join(shown)}</ol><p class="note">{text(told)}</p>'


def _samples(folder: Path, about: SetFile, number: int) -> Iterator[_Sample]:
    if about.layout == "paired":
        rows = []
        for part in (TRAIN, TEST):
            path = folder / part / METADATA_FILE
            if path.is_file():
                lines = path.read_text(encoding="utf-8").splitlines()
                rows += [(folder / part, json.loads(line)) for line in lines]
        for place, row in _spread(rows, number):
            if "/" in str(row["key"]) or "\\" in str(row["key"]):
                raise ValueError(f"{row['key']} is no name of a sample")
            yield _Sample(row, {kind: bytes_of(place / kind / f"{row['key']}.png") for kind in KINDS})
    elif about.layout == "webdataset":
        for path in sorted(folder.glob("*-000000.tar"), reverse=True)[:1]:
            yield from _in_tar(path, number)
    elif about.layout == "hf":
        for path in sorted((folder / "data").glob("*-00000-of-*.parquet"), reverse=True)[:1]:
            yield from _in_parquet(path, number)


def _in_tar(path: Path, number: int) -> Iterator[_Sample]:
    with tarfile.open(path) as tar:
        members = {member.name: member for member in tar.getmembers() if member.isfile()}
        keys = [name.removesuffix(".json") for name in members if name.endswith(".json")]

        def read(name: str) -> bytes:
            file = tar.extractfile(members[name])
            return b"" if file is None else file.read()

        for key in _spread(keys, number):
            row = json.loads(read(f"{key}.json"))
            yield _Sample(row, {kind: read(f"{key}.{kind}.png") for kind in KINDS})


def _in_parquet(path: Path, number: int) -> Iterator[_Sample]:
    """The first samples: others would have to be looked for in the whole file."""
    try:
        pa = load_pyarrow()
    except MissingExtraError:
        return
    file = pa.parquet.ParquetFile(path)
    rows = next(file.iter_batches(batch_size=number), None)
    for row in [] if rows is None else rows.to_pylist():
        yield _Sample(row, {kind: row[kind]["bytes"] for kind in KINDS})


def _spread(found: Sequence[Any], number: int) -> list[Any]:
    """Evenly spread ones."""
    number = min(number, len(found))
    return [found[k * len(found) // number] for k in range(number)]


def _tuple(sample: _Sample) -> str:
    key = str(sample.row.get("key", ""))
    figures = []
    for kind in _SHOWN:
        try:
            pixels = rgba_of(sample.files[kind], f"{key} ({kind})")
        except ToonsegError:
            continue
        small = shrunk(pixels, SIDE, f"{_NAMES[kind]} of {key}", exact=kind in _MAPS)
        figures.append(f"<figure>{small.html()}<figcaption>{_NAMES[kind]}</figcaption></figure>")
    prompt = str(sample.row.get("prompt", ""))
    return (
        f'<li class="panel"><div class="tuple">{"".join(figures)}</div>'
        f'<p class="prompt">{text(prompt)}</p>{_palettes(sample.row)}</li>'
    )


def _palettes(row: dict[str, Any]) -> str:
    items = []
    for one in row.get("objects") or []:
        chips = "".join(
            f'<i style="--colour:{tone["rgb"]};flex-grow:{100 * float(tone["share"]):.1f}" '
            f'title="{tone["rgb"]}, {float(tone["share"]):.0%}"></i>'
            for tone in one.get("palette") or []
            if _HEX.fullmatch(str(tone["rgb"]))
        )
        if chips:
            items.append(f'<li><span>{text(one["class_name"])}</span><span class="tones">{chips}</span></li>')
    return f'<ul class="palettes">{"".join(items)}</ul>' if items else ""
