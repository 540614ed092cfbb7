"""Recipes: what they may say, and the ones that come with toonseg."""

from __future__ import annotations

from pathlib import Path

import pytest

from toonseg.errors import SettingsError, TrainingError
from toonseg.model.network import Design
from toonseg.model.train.few import MINUTES, few_recipe
from toonseg.model.train.recipe import Recipe, read_recipe

FOLDER = Path(__file__).parents[2] / "recipes"
RECIPES = sorted(path for path in FOLDER.glob("*.toml") if not path.name.startswith("seven"))  # experiments


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_recipe_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    text = """
    [train]
    steps = 40
    canvas = [64, 96]
    [augment.placing]
    scale = [0.9, 1.1]
    [design]
    backbone = "csp"
    [data]
    drawn = 5
    """
    recipe = read_recipe(written(tmp_path, text))
    plain = Recipe()
    assert recipe.train == plain.train.model_copy(update={"steps": 40, "canvas": (64, 96)})
    assert recipe.augment.placing.scale == (0.9, 1.1)
    assert recipe.augment.placing.turn == plain.augment.placing.turn
    assert recipe.augment.tones == plain.augment.tones
    assert recipe.design == Design(backbone="csp") and plain.design is None
    assert recipe.data.drawn == 5


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[train]\nstep = 5", "'train.step'"),
        ("[train]\nbatch = 0", "'train.batch'"),
        ("[augment.tones]\nglitter = 1.0", "'augment.tones.glitter'"),
        ("[design]\nbackbone = 'huge'", "'design.backbone'"),
        ("[train]\ncanvas = [100, 128]", "'train.canvas'"),
        ("[data]\nhold_out = 1.5", "'data.hold_out'"),
        ("not toml", "cannot be read"),
    ],
)
def test_mistakes_name_the_file_and_the_key(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(SettingsError, match=r"recipe\.toml") as caught:
        read_recipe(written(tmp_path, text))
    assert key in str(caught.value)


def test_options_go_over_the_recipe() -> None:
    recipe = few_recipe(20, rehearses=True, known=True)
    assert recipe.changed(batch=2, seed=None).train == recipe.train.model_copy(update={"batch": 2})
    timed = recipe.for_steps(9).train
    assert timed.minutes is None and timed.steps == 9
    with pytest.raises(SettingsError, match="batch"):
        recipe.changed(batch=0)


def test_few_cuts_get_settings_by_their_number() -> None:
    few, more = few_recipe(5, rehearses=True, known=True), few_recipe(50, rehearses=True, known=True)
    assert few.train.freeze > more.train.freeze
    held = {n: few_recipe(n, rehearses=True, known=True).data.hold_out * n for n in (3, 5, 20, 50)}
    assert held == pytest.approx({3: 1, 5: 2, 20: 5, 50: 8})
    assert few.data.share < more.data.share and few.data.drawn > 0
    assert few_recipe(20, rehearses=False, known=True).data.drawn == 0
    assert few_recipe(20, rehearses=True, known=False).train.rate > few.train.rate
    assert all(one.train.minutes == MINUTES < 10 for one in (few, more))
    with pytest.raises(TrainingError, match="2 labelled cuts are too few"):
        few_recipe(2, rehearses=True, known=True)


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.name)
def test_recipes_that_come_along_can_be_read(path: Path) -> None:
    assert read_recipe(path) != Recipe()
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_there_are_recipes() -> None:
    assert {path.name for path in RECIPES} >= {"pretrain.toml", "title.toml"}
