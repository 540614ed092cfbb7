"""Small pieces of HTML that the parts of a report are put together from. Texts are escaped here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from toonseg.results.report.material import Shown


@dataclass(frozen=True)
class Cell:
    """A table's cell of HTML that is written as it is: bars and the like."""

    html: str


def text(words: object) -> str:
    """Words as HTML, also within quotes."""
    return escape(str(words), quote=True)


def table(head: Sequence[str], rows: Iterable[Sequence[str | Cell]], *, caption: str) -> str:
    """A table whose first column heads its rows; `caption` is what readers hear of it.

    It scrolls by itself where the screen is too narrow, and can be reached by keyboard for that.
    """
    names = "".join(f'<th scope="col">{text(name)}</th>' for name in head)
    lines = []
    for first, *others in rows:
        cells = "".join(f"<td>{_inner(one)}</td>" for one in others)
        lines.append(f'<tr><th scope="row">{_inner(first)}</th>{cells}</tr>')
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}"><table>'
        f"<thead><tr>{names}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def matrix(names: Sequence[str], counts: Sequence[Sequence[int]], shares: Sequence[Sequence[float]], *,
           caption: str, hints: Sequence[Sequence[str]]) -> str:  # fmt: skip
    """A square table whose cells are the deeper coloured the larger their share (0..1) is."""
    head = "".join(f'<th scope="col"><span>{text(name)}</span></th>' for name in names)
    lines = []
    for name, row, tints, words in zip(names, counts, shares, hints, strict=True):
        cells = "".join(
            f'<td class="{"" if n else "zero"}" style="--share:{tint:.0%}" title="{text(hint)}">'
            f"{n or '·'}</td>"
            for n, tint, hint in zip(row, tints, words, strict=True)
        )
        lines.append(f'<tr><th scope="row">{text(name)}</th>{cells}</tr>')
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}">'
        f'<table class="matrix"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def swatched(one: Shown) -> Cell:
    """A class's name behind its colour."""
    return Cell(f'<i class="swatch k{one.place}"></i>{text(one.name)}')


def bar(share: float, words: str, *, cls: str = "") -> Cell:
    """A bar of `share` (0..1) of its room, and what it says."""
    return Cell(
        f'<span class="barred {cls}"><span class="bar"><i style="--share:{share:.1%}"></i></span>'
        f"<span>{text(words)}</span></span>"
    )


def spark(counts: Sequence[int], hint: str, *, cls: str = "") -> Cell:
    """A histogram as high as a line of text; all its columns together are 1."""
    most = max(counts, default=0) or 1
    columns = "".join(f'<i style="--share:{max(6, round(100 * n / most)) if n else 0}%"></i>' for n in counts)
    return Cell(f'<span class="spark {cls}" role="img" aria-label="{text(hint)}" title="{text(hint)}">'
                f"{columns}</span>")  # fmt: skip


def histogram(counts: Sequence[int], names: Sequence[str], *, caption: str) -> str:
    """A histogram with the name of each column below it and its count above."""
    most = max(counts, default=0) or 1
    columns = "".join(
        f'<li>{n or ""}<i style="--share:{100 * n / most:.1f}%"></i><b>{text(name)}</b></li>'
        for n, name in zip(counts, names, strict=True)
    )
    told = ", ".join(f"{name}: {n}" for n, name in zip(counts, names, strict=True))
    return f'<ol class="histogram" role="img" aria-label="{text(f"{caption}. {told}")}">{columns}</ol>'


def interval(at: float, low: float, high: float, most: float = 100.0, *, cls: str = "") -> Cell:
    """A value upon its interval, from 0 to `most`; nothing where there is no value."""
    if math.isnan(at):
        return Cell("")
    parts = f"--at:{min(1, at / most):.1%}"
    inner = ""
    if not math.isnan(low):
        parts += f";--low:{max(0, low / most):.1%};--high:{min(1, high / most):.1%}"
        inner = "<i></i>"
    return Cell(f'<span class="span {cls}" style="{parts}">{inner}<b></b></span>')


def tiles(pairs: Iterable[tuple[str, str, str]]) -> str:
    """Figures that stand out: name, value, and what is to be said below the value."""
    inner = "".join(
        f"<div><dt>{text(name)}{_small(below)}</dt><dd>{text(value)}</dd></div>"
        for name, value, below in pairs
    )
    return f'<dl class="tiles">{inner}</dl>'


def _small(words: str) -> str:
    return f"<small>{text(words)}</small>" if words else ""


def figure(value: float, digits: int = 1) -> str:
    """A figure; a dash for none."""
    return "–" if math.isnan(value) else f"{value:.{digits}f}"


def span(low: float, high: float) -> str:
    """An interval in words; nothing for none."""
    return "" if math.isnan(low) else f"{low:.1f} to {high:.1f}"


def count(number: int, noun: str) -> str:
    """A number and its noun, in the plural where it wants one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _inner(cell: str | Cell) -> str:
    return cell.html if isinstance(cell, Cell) else text(cell)
