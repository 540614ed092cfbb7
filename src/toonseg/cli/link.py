"""`toonseg link`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toonseg.cli.options import JsonOption
from toonseg.cli.output import console, print_json
from toonseg.strip import link as link_pages


def link(
    source: Annotated[
        Path,
        typer.Argument(help="A folder of pages, a .cbz, .zip, .cbt, .tar or .pdf, or a title's episode."),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The picture to write: .png, .jpg or .webp.")],
    quality: Annotated[
        int, typer.Option("--quality", min=1, max=100, help="Quality of a JPEG or WebP file.")
    ] = 95,
    part_height: Annotated[
        int | None,
        typer.Option("--part-height", min=1, help="Rows of a part. Default: one file, where it fits."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write an episode's strip as one picture, or as parts where the format cannot hold it."""
    result = link_pages(source, out, quality=quality, part_height=part_height)
    if as_json:
        print_json(
            {
                "ok": True,
                "files": [str(file) for file in result.files],
                "width": result.width,
                "height": result.height,
                "reason": result.reason,
            }
        )
        return
    size = f"{result.width:,} x {result.height:,} pixels"
    if len(result.files) == 1:
        console.print(f"{result.files[0]}: {size}", markup=False, soft_wrap=True)
        return
    names = f"{result.files[0]} to {result.files[-1].name}"
    parts = f"{size} in {len(result.files)} parts ({result.reason})"
    console.print(f"{names}: {parts}", markup=False, soft_wrap=True)
