"""The colour bible as a page: one HTML file, offline, light and dark, also on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template

from toonseg import __version__
from toonseg.annotations.check.report import count
from toonseg.pages import data_uri, house_style, resource
from toonseg.results.palettes.bible import Bible, Drift, Member, Tone
from toonseg.workspace import write_text

FAR = 10.0
"""CIEDE2000 from which a drift is marked: another colour, to most people."""
_MOST_EPISODES = 24
_NOTE = (
    '<p class="note">Small squares are the main colour of an episode, the figure behind its name how far '
    "that is from the whole title's (CIEDE2000: 1 can just be seen, 10 is another colour).</p>"
)

Thumbs = Mapping[str, Sequence[bytes]]
"""Pictures (WebP) of each character, by name."""


def write_page(path: Path, bible: Bible, thumbs: Thumbs) -> None:
    """Write the page.

    Args:
        path: The .html file.
        bible: What it shows.
        thumbs: What each character looks like; of those without, colours alone are shown.

    Raises:
        WriteError: It cannot be written.
    """
    known = [one for one in bible.characters if one.cuts > 1 or one.labelled]
    once = [one for one in bible.characters if one not in known]
    told = [count(len(bible.characters), "character"), count(bible.cuts, "cut")]
    if bible.episodes:
        told.append(count(len(bible.episodes), "episode"))
    texts = {
        "version": __version__,
        "title": escape(bible.title or "palette"),
        "counts": ", ".join(told),
        "note": _NOTE if any(len(entries) > 1 for one in known for entries in one.drift.values()) else "",
        "style": house_style() + resource(__package__, "page.css"),
        "characters": "\n".join(_character(one, thumbs.get(one.name, ()), bool(thumbs)) for one in known),
        "others": _others(once, thumbs),
        "rights": escape(bible.rights),
    }
    write_text(path, Template(resource(__package__, "page.html")).substitute(texts))


def _character(one: Member, pictures: Sequence[bytes], pictured: bool) -> str:
    looks = "".join(_picture(data) for data in pictures)
    shown = f'<div class="looks">{looks}</div>' if pictures else ""
    classes = "".join(_class(name, tones, one.drift[name]) for name, tones in one.colours.items())
    which = f", episodes {_spans(one.episodes)}" if one.episodes else ""
    return (
        f'<section class="character{"" if pictured else " bare"}"><div class="who">'
        f"<h2>{escape(one.name)}</h2><p>{count(one.cuts, 'cut')}{which}</p>{shown}</div>"
        f'<div class="classes">{classes}</div></section>'
    )


def _class(name: str, tones: Sequence[Tone], drift: Sequence[Drift]) -> str:
    worn = sum(one.cuts for one in drift)
    return (
        f'<section class="class"><header><h3>{escape(name)}</h3><span>{count(worn, "cut")}</span></header>'
        f'<ul class="tones">{"".join(map(_tone, tones))}</ul>{_drifts(drift)}</section>'
    )


def _tone(tone: Tone) -> str:
    lab = " ".join(f"{value:.0f}" for value in tone.lab)
    used = f"main colour of {count(tone.cuts, 'cut')}" if tone.cuts else "beside others"
    style = f"--colour: {tone.hex}; --share: {max(tone.share, 0.05) * 100:.1f}"
    return (
        f'<li style="{style}" title="Lab {lab}; {used}">'
        f"<b></b><span>{escape(tone.name)}</span><em>{tone.hex}</em><em>{tone.share:.0%}</em></li>"
    )


def _drifts(drift: Sequence[Drift]) -> str:
    if len(drift) < 2:
        return ""
    shown = "".join(
        f'<li{" class=far" if one.ciede2000 >= FAR else ""} style="--colour: {one.hex}" '
        f'title="{one.hex}, {count(one.cuts, "cut")}, CIEDE2000 {one.ciede2000:.1f}">'
        f"<i></i>{escape(one.episode)} {one.ciede2000:.1f}</li>"
        for one in drift[:_MOST_EPISODES]
    )
    more = f"<li>and {len(drift) - _MOST_EPISODES} more</li>" if len(drift) > _MOST_EPISODES else ""
    return f'<ul class="drift" aria-label="Drift by episode, CIEDE2000">{shown}{more}</ul>'


def _others(once: Sequence[Member], thumbs: Thumbs) -> str:
    if not once:
        return ""
    cards = "".join(_card(one, thumbs.get(one.name, ())) for one in once)
    return (
        f'<section class="others"><h2>Seen in one cut</h2><p>{count(len(once), "person")} who look like '
        "nobody else: passers-by, or a character in another light.</p>"
        f'<ul class="cards">{cards}</ul></section>'
    )


def _card(one: Member, pictures: Sequence[bytes]) -> str:
    dots = "".join(
        f'<i style="--colour: {tone.hex}" title="{escape(name)} {tone.hex}"></i>'
        for name, tones in one.colours.items()
        for tone in tones[:1]
    )
    where = escape(one.examples[0]) if one.examples else ""
    picture = _picture(pictures[0]) if pictures else ""
    return (
        f"<li>{picture}<div><b>{escape(one.name)}</b><code>{where}</code>"
        f'<span class="dots">{dots}</span></div></li>'
    )


def _picture(data: bytes) -> str:
    return f'<img alt="" loading="lazy" decoding="async" src="{data_uri(data, "image/webp")}">'


def _spans(episodes: Sequence[str]) -> str:
    if len(episodes) <= 4:
        return escape(", ".join(episodes))
    return f"{escape(episodes[0])} to {escape(episodes[-1])} ({len(episodes)} of them)"
