"""Presets: each a family of its own, all parameters in range, repeatable."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from toonseg.errors import UsageError
from toonseg.synth.art.presets import ALL, CHIBI, MANGA, Preset, preset_named, random_style, style_named
from toonseg.synth.art.style import RANGES, Style


def _in_range(style: Style) -> None:
    for field in fields(style):
        value = getattr(style, field.name)
        if isinstance(value, tuple):
            assert all(0 <= c <= 255 for c in value), field.name
        else:
            low, high = RANGES.get(field.name, (0.0, 1.0))
            assert low - 1e-9 <= value <= high + 1e-9, field.name


@pytest.mark.parametrize("preset", ALL, ids=lambda p: p.name)
def test_a_preset_gives_styles_of_its_ranges(preset: Preset) -> None:
    styles = [preset.sample(np.random.default_rng(seed)) for seed in range(20)]
    for style in styles:
        _in_range(style)
        for name, (low, high) in preset.ranges.items():
            assert low <= getattr(style, name) <= high
    assert len(set(styles)) == 20
    assert styles[3] == preset.sample(np.random.default_rng(3))


def test_there_are_twelve_and_they_have_names_of_their_own() -> None:
    assert len({preset.name for preset in ALL}) == len(ALL) >= 12
    assert preset_named("fd").name == "FD"
    with pytest.raises(UsageError, match=r"romance.*LR"):
        preset_named("oil on canvas")


def test_a_blend_lies_between_its_styles_and_random_ones_in_range() -> None:
    rng = np.random.default_rng(5)
    one, two = CHIBI.sample(rng), MANGA.sample(rng)
    assert one.blended(two, 0) == one
    half = one.blended(two, 0.5)
    assert half.ratio == pytest.approx((one.ratio + two.ratio) / 2)
    for seed in range(60):
        _in_range(random_style(np.random.default_rng(seed)))


def test_names_with_a_plus_are_hands_of_these_or_between_them() -> None:
    ratios = [style_named("chibi + manga", np.random.default_rng(seed)).ratio for seed in range(60)]
    (least, small), (large, most) = CHIBI.ranges["ratio"], MANGA.ranges["ratio"]
    assert all(least <= ratio <= most for ratio in ratios)
    between = sum(small < ratio < large for ratio in ratios)
    assert 5 < between < 40, "half of them lie between two, half of these two are the same preset"
    assert style_named(None, np.random.default_rng(4)) == random_style(np.random.default_rng(4))
    with pytest.raises(UsageError, match="no preset 'oil'"):
        style_named("chibi+oil", np.random.default_rng(0))
