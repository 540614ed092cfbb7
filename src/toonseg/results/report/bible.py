"""The part of a report that shows a title's colours: palette.json of `toonseg palette`."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from toonseg.results.report.html import count, text
from toonseg.workspace import read_json

PALETTE_FILE = "palette.json"
MOST = 24
"""Characters that are shown: those that are in the most cuts."""


class _Part(BaseModel):
    """Of palette.json what is shown here; the rest is left unread."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Tone(_Part):
    hex: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")
    name: str = ""
    share: float = 0.0


class _Drift(_Part):
    episode: str
    hex: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")
    ciede2000: float = 0.0


class _Member(_Part):
    name: str
    labelled: bool = False
    cuts: int = 0
    episodes: tuple[str, ...] = ()
    colours: dict[str, tuple[_Tone, ...]] = Field(default_factory=dict)
    drift: dict[str, tuple[_Drift, ...]] = Field(default_factory=dict)


class Colours(_Part):
    """The colours of a title's characters, as far as a report shows them."""

    characters: tuple[_Member, ...]


def read_colours(path: Path) -> Colours:
    """The colours of a palette.json, or of the folder that it lies in. Raises SourceError."""
    return read_json(path / PALETTE_FILE if path.is_dir() else path, Colours)


def bible_of(found: Colours) -> str:
    """The part, as HTML; empty without characters."""
    if not found.characters:
        return ""
    people = "".join(_member(one) for one in found.characters[:MOST])
    left = len(found.characters) - MOST
    more = f'<p class="note">{count(left, "character")} more in palette.json.</p>' if left > 0 else ""
    return f'<div class="people">{people}</div>{more}'


def _member(one: _Member) -> str:
    where = f"{count(one.cuts, 'cut')}, {count(len(one.episodes), 'episode')}"
    rows = "".join(
        f"<dt>{text(cls)}</dt><dd>{_tones(tones)}{_drift(one.drift.get(cls, ()))}</dd>"
        for cls, tones in one.colours.items()
        if tones
    )
    head = f"<h3>{text(one.name)}<small>{where}</small></h3>"
    return f'<div class="panel">{head}<dl class="colours">{rows}</dl></div>'


def _tones(tones: tuple[_Tone, ...]) -> str:
    chips = "".join(
        f'<i style="--colour:{tone.hex};flex-grow:{max(2.0, 100 * tone.share):.1f}" '
        f'title="{text(f"{tone.name} {tone.hex}, {tone.share:.0%}".strip())}"></i>'
        for tone in tones
    )
    first = tones[0]
    return f'<span class="tones">{chips}</span><code>{text(f"{first.name} {first.hex}".strip())}</code>'


def _drift(drift: tuple[_Drift, ...]) -> str:
    """The main colour of each episode, side by side; what is one episode long does not drift."""
    if len(drift) < 2:
        return ""
    hints = [f"episode {one.episode}: {one.hex}, {one.ciede2000:.1f} off" for one in drift]
    chips = "".join(
        f'<i style="--colour:{one.hex}" title="{text(hint)}"></i>'
        for one, hint in zip(drift, hints, strict=True)
    )
    most = max(drift, key=lambda one: one.ciede2000)
    told = f"by episode; farthest off in {most.episode}: ΔE {most.ciede2000:.1f}"
    return f'<span class="drift"><span>{chips}</span>{text(told)}</span>'
