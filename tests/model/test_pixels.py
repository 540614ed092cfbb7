"""Cuts of a title are seen in its pages where nobody wrote them as pictures, in training too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from toonseg.annotations.title import read_title
from toonseg.errors import SourceError
from toonseg.model.pixels import is_there, pixels_of, seen_in
from toonseg.strip import Strip
from toonseg.synth.titles import Order, write_titles


@pytest.fixture(scope="module")
def title(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    made = write_titles(folder, Order(7, "western"), titles=1, episodes=2, panels=5, jobs=1)
    return made[0].folder.title


def test_a_cut_is_its_box_of_the_strip(title: Path) -> None:
    labels = read_title(title)
    assert not any(is_there(one) for one in labels.pictures)
    with pytest.raises(SourceError, match="is not there"):
        pixels_of(labels.pictures[0])
    seen = seen_in(title, labels)
    assert all(is_there(one) for one in seen.pictures)
    for one in seen.pictures[:3]:
        assert one.origin is not None
        strip = Strip.open(title / "episodes" / one.origin.episode)
        assert np.array_equal(pixels_of(one), strip.crop(one.origin.box))
        assert pixels_of(one).shape[:2] == one.size


def test_a_title_can_be_learned_without_pictures_of_its_cuts(title: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the extra 'train' is not installed")
    from toonseg.model.network import Design
    from toonseg.model.train.recipe import DataSettings, Recipe
    from toonseg.model.train.run import train
    from toonseg.model.train.settings import TrainSettings

    settings = TrainSettings(steps=2, batch=2, canvas=(64, 96), warmup=1, freeze=0, threads=1)
    recipe = Recipe(
        train=settings, design=Design(backbone="csp", channels=32), data=DataSettings(hold_out=0.3)
    )
    trained = train(title, tmp_path / "run", recipe=recipe)
    assert trained.steps == 2 and trained.left_out == 0
    assert not any("missing" in line for line in trained.notes)
    assert (tmp_path / "run" / "best.safetensors").is_file()
