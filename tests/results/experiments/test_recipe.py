"""Recipes of experiments: what they may say, and the trainings that follow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toonseg.errors import SettingsError
from toonseg.results.experiments.plan import Plan, plan_of
from toonseg.results.experiments.recipe import read_experiments
from toonseg.results.experiments.sets import open_title

RECIPES = Path(__file__).parents[3] / "recipes"


def planned(path: Path) -> Plan:
    recipe = read_experiments(path)
    titles = {
        name: open_title(name, source, recipe.split, path.parent / "drawn")
        for name, source in recipe.titles.items()
    }
    return plan_of(recipe, titles)


@pytest.mark.parametrize("name", ["seven.toml", "seven-published.toml"])
def test_the_published_seven_are_five_trainings(texts: Any, name: str, recipe: Callable[[str], Path]) -> None:
    text = (RECIPES / name).read_text(encoding="utf-8")
    shipped = read_experiments(RECIPES / name)
    assert [one.name for one in shipped.experiments] == [str(k) for k in range(1, 10)]
    assert shipped.of("5").published == 55.283 and shipped.of("7").published == 46.994
    assert all(f'style = "{title}"' in text for title in ("FD", "LR"))
    first = text.index("[[experiments]]")
    plan = planned(recipe(texts.head + text[first:]))
    seven = {id(one): one for k in range(1, 8) for one in plan.trials[str(k)].chain}
    assert sorted(one.name for one in seven.values()) == [
        "FD", "FD + LR", "FD, then LR", "LR", "LR, then FD",
    ]  # fmt: skip
    assert plan.trials["1"] is plan.trials["3"]
    assert plan.trials["5"].after is plan.trials["4"]
    assert plan.trials["8"].after is plan.trials["1"]
    assert plan.trials["5"].recipe.train.steps == 2 and plan.trials["4"].recipe.train.steps == 3
    assert len(plan.trials["1"].labels.pictures) == sum(
        len(plan.trials[k].labels.pictures) for k in ("4", "6")
    )


def test_blocks_train_on_as_many_cuts_of_the_right_episodes(
    texts: Any, recipe: Callable[[str], Path]
) -> None:
    plan = planned(recipe(texts.head + texts.transfer + texts.blocks))
    assert plan.leakage and plan.counts and plan.drift
    halves = plan.leakage.on_first.labels.pictures, plan.leakage.on_second.labels.pictures
    assert len(halves[0]) == len(halves[1]) > 0
    assert {one.file.split("/")[1] for one in halves[0]} == {"0001"}
    assert {one.file.split("/")[1] for one in halves[1]} == {"0002"}
    few, more = ({p.file for p in plan.counts.trainings[k].labels.pictures} for k in (2, 4))
    assert len(few) == 2 and len(more) == 4 and few < more
    early, every = plan.drift.on_early.labels.pictures, plan.drift.on_all.labels.pictures
    assert len(early) == len(every) and {one.file.split("/")[1] for one in early} == {"0001"}
    spread = [one.file.split("/")[1] for one in every]
    assert abs(spread.count("0001") - spread.count("0002")) <= 1
    tested = {one.file for one in plan.titles["FD"].test.pictures}
    assert not tested & {one.file for training in plan.trainings for one in training.labels.pictures}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('trained_on = ["LR"]', 'trained_on = ["XY"]', "the title 'XY' is none of FD, LR"),
        ('["5", "6"]', '["5", "9"]', "the experiment '9' is none of 5, 4, 6"),
        ('["5", "6"]', '["5", "4"]', "tested on different titles"),
        ('name = "4"', 'name = "5"', "two have one name"),
        ('title = "FD"', 'title = "XY"', "leakage: the title 'XY'"),
        ('start = "imagenet"', 'start = "coco"', "'coco' is not for compact"),
        ("[64, 96]", "[64, 100]", "no multiples of 32"),
        ("{ steps = 3 }", "{ steps = 3, minutes = 1 }", "either steps or minutes"),
        ('labels = "fd/labels.json"', "", "either labels, or a style"),
        ("batch", "batches", "'train.batches': extra inputs"),
        ("[[experiments]]", "[[trials]]", "'experiments': field required"),
        ("[2, 4]", "[2, 400]", "400 cuts are asked for"),
        ('early = ["0001"]', 'early = ["0009"]', "0009 cannot be its early episodes"),
        ('early = ["0001"]', 'early = ["0001", "0002"]', "all of them cannot be"),
    ],
)
def test_a_wrong_recipe_says_what_is_wrong(
    old: str, new: str, problem: str, texts: Any, recipe: Callable[[str], Path]
) -> None:
    text = texts.head + texts.transfer + texts.single + texts.blocks
    assert old in text
    with pytest.raises(SettingsError) as error:
        planned(recipe(text.replace(old, new)))
    assert problem in str(error.value)
    assert str(error.value).endswith(".")


def test_paths_are_relative_to_the_recipe(texts: Any, recipe: Callable[[str], Path]) -> None:
    path = recipe(texts.head.replace('"imagenet"', '"weights/first.safetensors"') + texts.transfer)
    found = read_experiments(path)
    assert found.titles["FD"].labels == path.parent / "fd" / "labels.json"
    assert Path(found.start) == path.parent / "weights" / "first.safetensors"
