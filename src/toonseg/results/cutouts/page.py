"""A page to look cutouts through, beside them: by class, on grounds that show their edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote

from toonseg import __version__
from toonseg.annotations.mosaic_picture import colour_of
from toonseg.pages import house_style, resource
from toonseg.results.cutouts.lifting import How
from toonseg.workspace import atomic_file

PAGE_FILE = "sheet.html"


def write_page(folder: Path, rows: Sequence[Mapping[str, Any]], counts: Mapping[str, int], how: How) -> Path:
    """Write sheet.html, which shows the files beside it, and return it.

    Args:
        folder: The folder of the cutouts.
        rows: The rows of the index.
        counts: How many cutouts there are of each class.
        how: How they were made.

    Raises:
        WriteError: It cannot be written.
    """
    places = {name: place for place, name in enumerate(counts)}
    titles = list(dict.fromkeys(row["title"] for row in rows if row["title"]))
    texts = {
        "version": __version__,
        "title": escape(titles[0] if len(titles) == 1 else folder.name or "cutouts"),
        "counts": f"{len(rows):,} cutouts of {len({row['picture'] for row in rows}):,} cuts",
        "colours": " ".join(
            f".k{k} {{ --colour: rgb{colour_of(how.classes, name)} }}" for name, k in places.items()
        ),
        "style": house_style() + resource(__package__, "page.css"),
        "script": resource(__package__, "page.js"),
        "chips": "\n".join(_chip(k, name, counts[name]) for name, k in places.items()),
        "rights": escape(how.rights),
    }
    before, after = resource(__package__, "page.html").split("$tiles")
    seen = set()
    with atomic_file(folder / PAGE_FILE) as file:
        file.write(Template(before).substitute(texts).encode("utf-8"))
        for row in sorted(rows, key=lambda row: places[row["class"]]):
            if row["file"] not in seen:
                seen.add(row["file"])
                file.write(_tile(row, places[row["class"]]).encode("utf-8"))
        file.write(Template(after).substitute(texts).encode("utf-8"))
    return folder / PAGE_FILE


def _chip(place: int, name: str, number: int) -> str:
    return (
        f'<button type="button" class="k{place}" data-class="{place}" aria-pressed="false">'
        f"<i></i>{escape(name)}<span>{number:,}</span></button>"
    )


def _tile(row: Mapping[str, Any], place: int) -> str:
    x0, y0, x1, y1 = row["canvas"]
    where = "/".join(str(row[key]) for key in ("episode", "cut") if row[key]) or row["picture"]
    told = [row["class"], where, f"{row['area']:,} px"]
    told += [] if row["score"] is None else [f"score {row['score']:.2f}"]
    told += [] if row["character"] is None else [f"character {row['character']}"]
    told += [flag.replace("-", " ") for flag in row["flags"]]
    marks = "".join(f"<em>{escape(flag.partition('-')[2])}</em>" for flag in row["flags"])
    link = escape(quote(row["file"]), quote=True)
    title = escape(", ".join(told), quote=True)
    return (
        f'<figure class="k{place}" data-class="{place}"><a href="{link}" title="{title}">'
        f'<img alt="" loading="lazy" decoding="async" width="{x1 - x0}" height="{y1 - y0}" '
        f'src="{link}">{marks}</a>'
        f"<figcaption>{escape(where)}</figcaption></figure>\n"
    )
