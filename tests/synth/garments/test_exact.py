"""Masks are exact whatever is worn: recolouring an instance changes its mask's pixels and no others."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from toonseg.synth.art import Canvas, Drawing, Gradient, Owner, Shape, Style
from toonseg.synth.figure import POSES, Body, Character, Face, Framing, draw_person, placed
from toonseg.synth.figure.poses import loosened
from toonseg.synth.garments.outfits import invent_outfit
from toonseg.synth.garments.uniform import invent_uniform
from toonseg.synth.pen import Colour


def recoloured(shape: Shape, colour: Colour) -> Shape:
    fill = colour if isinstance(shape.fill, (tuple, Gradient)) else None
    inside = tuple(recoloured(child, colour) for child in shape.inside)
    return replace(shape, fill=fill, line=colour if shape.line else None, inside=inside)


@pytest.mark.parametrize(
    "seed", [*range(5), *(pytest.param(s, marks=pytest.mark.slow) for s in range(5, 60))]
)
def test_recolouring_a_garment_changes_exactly_its_mask(seed: int) -> None:
    rng = np.random.default_rng(seed)
    style = Style(soft=float(rng.random()), cel=float(rng.random()), gradient=float(rng.random()))
    sex = float(rng.random())
    outfit = invent_outfit(rng, sex=sex, uniform=invent_uniform(rng) if seed % 2 else None)
    pose = loosened(POSES[int(rng.integers(len(POSES)))], rng)
    yaw = float(rng.uniform(-180, 180))
    person = draw_person(Character(Body(6.3, sex), Face(), None, outfit), pose, yaw, style, rng)
    framing = list(Framing)[1 + int(rng.integers(3))]
    place = placed(person, framing, style, x=110, top=12, height=180)

    def drawing(owner: Owner | None, colour: Colour) -> Drawing:
        canvas = Canvas((200, 220))
        canvas.paint(
            [recoloured(s, colour) if s.owner == owner and owner else s for s in person.shapes], place
        )
        return canvas.finish()

    plain = drawing(None, (0, 0, 0))
    assert plain.owners
    for owner in plain.owners:
        one, two = drawing(owner, (255, 0, 255)), drawing(owner, (0, 255, 0))
        mask = plain.mask(owner).astype(np.uint8)
        changed = (one.picture != two.picture).any(2)
        assert np.array_equal(one.ids, plain.ids)
        assert not (changed & (cv2.dilate(mask, np.ones((3, 3), np.uint8)) == 0)).any(), owner
        assert changed[mask > 0].all(), owner
