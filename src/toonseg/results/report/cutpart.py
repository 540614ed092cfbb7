"""The part of a report that shows the cuts: switches for the classes, views, and the cuts by episode."""

from __future__ import annotations

from collections.abc import Iterator

from toonseg.results.report.html import count, text
from toonseg.results.report.material import Material
from toonseg.results.report.previews import SMALL, Previews, figure_of


def cuts_of(found: Material, previews: Previews) -> Iterator[str]:
    """The part, as HTML, piece by piece."""
    yield _tools(found)
    grid = "grid small" if previews.rung >= SMALL else "grid"
    several = len(found.episodes) > 1
    for name, pictures in found.episodes.items():
        shown = [one for one in pictures if one.file in previews.of]
        if not shown:
            continue
        yield '<div class="group">'
        if several:
            part = f"{len(shown):,} of {count(len(pictures), 'cut')}" if len(shown) < len(pictures) else ""
            told = part or count(len(pictures), "cut")
            heading = f"Episode {name}" if found.has_episodes else name
            yield f"<h3>{text(heading or 'Others')}<small>{told}</small></h3>"
        yield f'<div class="{grid}">\n'
        for one in shown:
            yield figure_of(found, one, previews.of[one.file])
        yield "<i></i></div></div>\n"
    yield '<p class="empty" hidden>No cut has these classes. Switch more of them on.</p>'


def _tools(found: Material) -> str:
    chips = "".join(
        f'<button type="button" class="k{one.place}" data-k="{one.place}" data-name="{text(one.name)}" '
        f'aria-pressed="true"><i></i>{text(one.name)}<span>{one.count:,}</span></button>'
        for one in found.classes
    )
    views = "".join(
        f'<button type="button" data-view="{view}" aria-pressed="{pressed}">{words}</button>'
        for view, words, pressed in (
            ("masks", "Masks", "true"),
            ("white", "On white", "false"),
            ("beside", "Side by side", "false"),
        )
    )
    truth = ""
    if found.truth is not None:
        truth = '<button type="button" class="truth-switch" aria-pressed="false">Truth outlined</button>'
    episodes = ""
    if len(found.episodes) > 1:
        names = "".join(
            f'<option value="{text(name)}">{text(name or "–")}</option>' for name in found.episodes
        )
        what = "Episode" if found.has_episodes else "Folder"
        choices = f'<select><option value="">all</option>{names}</select>'
        episodes = f'<label class="episodes">{what} {choices}</label>'
    return (
        f'<div class="tools"><div class="views" role="group" aria-label="View">{views}</div>'
        '<label class="opacity">Opacity <input type="range" min="0" max="100" value="45"></label>'
        '<div><button type="button" class="having" aria-pressed="false">Only cuts with these</button>'
        f"{truth}</div>{episodes}</div>"
        f'<div class="classes" role="group" aria-label="Classes shown">{chips}'
        '<button type="button" class="plain all">all</button>'
        '<button type="button" class="plain none">none</button></div>'
    )
