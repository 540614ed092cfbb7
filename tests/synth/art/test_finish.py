"""The finish: pixel by pixel, whatever the style, and what each parameter does to the page."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from toonseg.synth.art import Style, finished
from toonseg.synth.art.presets import ALL, Preset

PLAIN = Style(saturation=1.0)


def _noise() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (60, 80, 3), dtype=np.uint8)


@pytest.mark.parametrize("preset", ALL, ids=lambda p: p.name)
def test_a_changed_patch_changes_nothing_beside_it(preset: Preset) -> None:
    style = preset.sample(np.random.default_rng(2))
    picture, other = _noise(), _noise()
    other[20:30, 20:30] = (255, 0, 90)
    changed = (
        finished(picture, style, np.random.default_rng(4)) != finished(other, style, np.random.default_rng(4))
    ).any(2)
    changed[20:30, 20:30] = False
    assert not changed.any()


def test_a_plain_style_leaves_the_page_as_it_is() -> None:
    assert np.array_equal(finished(_noise(), PLAIN, np.random.default_rng(0)), _noise())


def test_saturation_drains_colour_and_keeps_luma() -> None:
    red = np.full((8, 8, 3), (200, 60, 60), np.uint8)
    out = finished(red, replace(PLAIN, saturation=0.3), np.random.default_rng(0))[0, 0].astype(int)
    assert 30 < out[0] - out[1] < 55
    luma = np.array([0.299, 0.587, 0.114])
    assert float(out @ luma) == pytest.approx(float(np.array([200, 60, 60]) @ luma), abs=2)


def test_lift_lightens_and_cast_tints() -> None:
    grey = np.full((8, 8, 3), 100, np.uint8)
    assert finished(grey, replace(PLAIN, lift=0.8), np.random.default_rng(0)).mean() > 140
    blue = finished(grey, replace(PLAIN, cast=(100, 150, 255), cast_amount=0.8), np.random.default_rng(0))[
        0, 0
    ]
    assert blue[2] == 100
    assert blue[0] < 60


def test_a_screen_keeps_ink_and_paper_and_dots_what_lies_between() -> None:
    style = replace(PLAIN, mono=1.0, screentone=1.0)
    tones = np.repeat(np.array([10, 128, 250], np.uint8), 40)[None, :, None].repeat(40, 0).repeat(3, 2)
    out = finished(tones, style, np.random.default_rng(0))
    assert out[:, :40].max() < 20
    assert out[:, 80:].min() > 235
    assert out[:, 42:78].std() > 70


@pytest.mark.parametrize("name", ["grain", "paper", "brush"])
def test_textures_roughen_a_flat_page_and_keep_its_tone(name: str) -> None:
    flat = np.full((1200, 300, 3), 128, np.uint8)
    out = finished(flat, replace(PLAIN, **{name: 1.0}), np.random.default_rng(3))
    assert 1 < out.std() < 30
    assert abs(float(out.mean()) - 128) < 8
