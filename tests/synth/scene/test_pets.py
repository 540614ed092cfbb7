"""Animals before the people of a panel."""

from __future__ import annotations

import numpy as np
import pytest

from toonseg.synth.art import Canvas, Placement, Style
from toonseg.synth.scene.pets import draw_pet


@pytest.mark.parametrize("seed", range(8))
def test_an_animal_sits_at_the_foot_of_the_panel_and_is_nobodys(seed: int) -> None:
    canvas = Canvas(np.full((200, 300, 3), 255, np.uint8))
    canvas.paint(draw_pet((200, 300), Style(), np.random.default_rng(seed)), Placement(1, (0, 0), 1))
    drawing = canvas.finish()
    painted = (drawing.picture < 250).any(2)
    assert drawing.owners == ()
    assert painted[-1].any()
    assert not painted[: 200 // 4].any()
    assert 0.01 < painted.mean() < 0.5
