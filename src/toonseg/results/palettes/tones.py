"""From the cast to the colour bible: what colours a character's hair and clothes have, and how they drift."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toonseg.annotations.labelset import LabelSet
from toonseg.annotations.leakage import episode_of
from toonseg.classes import InstanceClass
from toonseg.results.colours import Colour, Floats, ciede2000, colour_name, hex_of, lab, oklab, rgb_of_oklab
from toonseg.results.masked import name_in_set
from toonseg.results.palettes.bible import Bible, Drift, Lab, Member, Tone
from toonseg.results.palettes.cast import Character, Seen, episode_in_print
from toonseg.results.palettes.linkage import grouped_points
from toonseg.results.palettes.looks import median_of, weighted

TONE_APART = 0.09
"""Mean difference (`looks.weighted`) from which two colours of a class are two."""
MOST_TONES = 5
LEAST_SHARE = 0.04
"""Share of a class's pixels that a colour has at least."""


def bible_of(labels: LabelSet, cast: Sequence[Character]) -> Bible:
    """The colour bible of a cast."""
    titles = dict.fromkeys(one.origin.title for one in labels.pictures if one.origin is not None)
    episodes = dict.fromkeys(episode_of(one) or "" for one in labels.pictures)
    return Bible(
        title=" / ".join(titles) or labels.name,
        rights=labels.rights,
        cuts=len(labels.pictures),
        episodes=tuple(episode_in_print(name) for name in episodes if name),
        characters=tuple(map(_member, cast)),
    )


def _member(character: Character) -> Member:
    classes = sorted({cls for one in character.seen for cls in one.person.looks}, key=_rank)
    episodes = dict.fromkeys(one.person.episode for one in character.seen)
    return Member(
        name=character.name,
        labelled=character.labelled,
        cuts=character.cuts,
        episodes=tuple(episode_in_print(name) for name in episodes if name),
        examples=tuple(name_in_set(one.picture) for one in character.examples),
        colours={_name(cls): _tones(character.seen, cls) for cls in classes},
        drift={_name(cls): _drift(character.seen, cls) for cls in classes},
    )


def _tones(seen: Sequence[Seen], cls: InstanceClass | str) -> tuple[Tone, ...]:
    """The colours of a class, those that are the main one of most cuts first."""
    shades = [
        (shade.rgb, shade.share * one.areas[cls], place == 0, one)
        for one in seen
        for place, shade in enumerate(one.person.looks.get(cls, ()))
    ]
    points = oklab(np.array([rgb for rgb, _, _, _ in shades], np.uint8))
    weights = np.array([weight for _, weight, _, _ in shades], float)
    owners = grouped_points(weighted(points), TONE_APART)
    tones = []
    for owner in range(int(owners.max()) + 1):
        own = owners == owner
        share = float(weights[own].sum() / weights.sum())
        main = [one for (_, _, first, one), its in zip(shades, own, strict=True) if its and first]
        if share < LEAST_SHARE:
            continue
        # Of what is the main colour somewhere, those places tell it best.
        firsts = own & np.array([first for _, _, first, _ in shades])
        chosen = firsts if firsts.any() else own
        middle = median_of(points[chosen], weights[chosen])
        rgb = _rgb(middle)
        episodes = dict.fromkeys(one.person.episode for one in main)
        tones.append(
            Tone(
                hex=hex_of(rgb),
                lab=_lab(rgb),
                name=colour_name(rgb),
                share=round(share, 4),
                cuts=len({one.picture.file for one in main}),
                episodes=tuple(episode_in_print(name) for name in episodes if name),
            )
        )
    tones.sort(key=lambda tone: (-tone.cuts, -tone.share, tone.hex))
    return tuple(tones[:MOST_TONES])


def _drift(seen: Sequence[Seen], cls: InstanceClass | str) -> tuple[Drift, ...]:
    """What a class's main colour is in each episode, and how far that is from the whole title's."""
    worn = [one for one in seen if cls in one.person.looks]
    points = np.stack([one.person.looks[cls][0].oklab for one in worn])
    weights = np.array([one.areas[cls] for one in worn], float)
    whole = median_of(points, weights)
    episodes = np.array([one.person.episode for one in worn])
    found = []
    for episode in dict.fromkeys(one.person.episode for one in worn):
        own = episodes == episode
        middle = median_of(points[own], weights[own])
        rgb = _rgb(middle)
        found.append(
            Drift(
                episode=episode_in_print(episode),
                hex=hex_of(rgb),
                cuts=len({one.picture.file for one, its in zip(worn, own, strict=True) if its}),
                ciede2000=round(float(ciede2000(np.array(_lab(rgb)), np.array(_lab(_rgb(whole))))), 2),
                oklab=round(float(np.linalg.norm(middle - whole)), 4),
            )
        )
    return tuple(found)


def _rgb(values: Floats) -> Colour:
    red, green, blue = (int(v) for v in rgb_of_oklab(values))
    return red, green, blue


def _lab(rgb: Colour) -> Lab:
    lightness, a, b = (round(float(v), 2) for v in lab(np.array(rgb, np.uint8)))
    return lightness, a, b


def _rank(cls: InstanceClass | str) -> tuple[int, str]:
    return (int(cls), "") if isinstance(cls, InstanceClass) else (len(InstanceClass), cls)


def _name(cls: InstanceClass | str) -> str:
    return cls.label if isinstance(cls, InstanceClass) else cls
