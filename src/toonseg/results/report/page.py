"""A report as a page: one HTML file, written piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from toonseg import __version__
from toonseg.pages import house_style, resource
from toonseg.results.report.html import text
from toonseg.results.report.material import Shown
from toonseg.workspace import atomic_file


@dataclass(frozen=True)
class Part:
    """A part of the page: its address, heading, a sentence on it, and its HTML in pieces."""

    id: str
    heading: str
    lead: str
    pieces: Iterable[str]


@dataclass(frozen=True)
class Head:
    """What stands above and below the parts, as plain text.

    Attributes:
        title: The page's heading.
        figures: Names and values that stand out.
        facts: Names and values in a list.
        rights: Whose the pictures are.
        notes: Sentences for the foot.
    """

    title: str
    figures: Sequence[tuple[str, str]]
    facts: Sequence[tuple[str, str]]
    rights: str
    notes: Sequence[str]


def write_page(path: Path, head: Head, classes: Sequence[Shown], parts: Sequence[Part]) -> int:
    """Write the page and say how many bytes it has. Raises WriteError."""
    texts = {
        "version": __version__,
        "title": text(head.title),
        "figures": "\n".join(_pair(*pair, wrapped=True) for pair in head.figures),
        "facts": "\n".join(_pair(*pair) for pair in head.facts),
        "places": "\n".join(f'<li><a href="#{one.id}">{text(one.heading)}</a></li>' for one in parts),
        "rights": text(f"Rights: {head.rights}"),
        "notes": text(" ".join(head.notes)),
        "style": house_style() + resource(__package__, "page.css"),
        "colours": "\n".join(_colours(classes)),
        "script": resource(__package__, "page.js"),
    }
    before, after = resource(__package__, "page.html").split("$sections")
    size = 0
    with atomic_file(path) as file:
        size += file.write(Template(before).substitute(texts).encode())
        for part in parts:
            for piece in _section(part):
                size += file.write(piece.encode())
        size += file.write(Template(after).substitute(texts).encode())
    return size


def _section(part: Part) -> Iterator[str]:
    yield f'<section id="{part.id}" aria-labelledby="{part.id}-heading">\n'
    yield f'<h2 id="{part.id}-heading">{text(part.heading)}</h2>\n<p class="lead">{text(part.lead)}</p>\n'
    yield from part.pieces
    yield "\n</section>\n"


def _pair(name: str, value: str, *, wrapped: bool = False) -> str:
    pair = f"<dt>{text(name)}</dt><dd>{text(value)}</dd>"
    return f"<div>{pair}</div>" if wrapped else pair


def _colours(classes: Sequence[Shown]) -> Iterator[str]:
    """Each class's colour, and the switch that hides its masks."""
    for one in classes:
        yield f".k{one.place} {{ --colour: rgb{one.colour} }}"
        yield f".off-{one.place} .view path.k{one.place} {{ display: none !important }}"
