"""Splits: shares, stability, classes, leakage, files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toonseg
from toonseg.annotations import Instance, LabelSet, Mask, Picture
from toonseg.annotations.formats import read
from toonseg.annotations.leakage import episode_of
from toonseg.annotations.split import SPLIT_FILE, class_counts
from toonseg.annotations.stratify import at_random, by_group, stratified
from toonseg.cli import main
from toonseg.errors import UsageError
from toonseg.pictures import encode
from toonseg.workspace import EpisodeFolder, write_bytes

SHARES = {"train": 0.8, "val": 0.1, "test": 0.1}
MASK = Mask.of_pixels(np.ones((5, 6), bool), (2, 3))


def picture(file: str, *classes: str) -> Picture:
    return Picture(file, 30, 20, tuple(Instance(name, MASK.moved(k, k)) for k, name in enumerate(classes)))


def many(count: int, episodes: int = 10) -> LabelSet:
    """A set whose every picture has hair, every fifth a tie, every tenth a vest."""
    pictures = []
    for k in range(count):
        classes = ("hair", *(["tie"] if k % 5 == 0 else []), *(["vest"] if k % 10 == 3 else []))
        pictures.append(picture(f"{k % episodes:04d}/{k:06d}.png", *classes))
    return LabelSet(tuple(pictures), name="set.json")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), st.integers(3, 60), st.integers(0, 60))
def test_by_chance_nothing_moves_when_pictures_are_added(seed: int, count: int, more: int) -> None:
    keys = [f"{k}.png" for k in range(count + more)]
    before = at_random(keys[:count], {"train": 0.9, "test": 0.1}, seed, {})
    after = at_random(list(reversed(keys)), {"train": 0.9, "test": 0.1}, seed, {})
    assert set(after.values()) == {"train", "test"}
    moved = [key for key in before if before[key] != after[key]]
    # The one picture that kept a small set's test part from being empty may go back.
    assert len(moved) <= 1
    if more == 0:
        assert moved == []


def test_by_chance_the_shares_are_about_met_and_seeds_differ() -> None:
    keys = [f"{k}.png" for k in range(4000)]
    homes = at_random(keys, SHARES, 0, {})
    counts = [sum(home == part for home in homes.values()) for part in SHARES]
    assert [3100 < counts[0] < 3300, 340 < counts[1] < 460, 340 < counts[2] < 460] == [True] * 3
    assert homes != at_random(keys, SHARES, 1, {})


def test_a_validation_set_does_not_change_the_test_set() -> None:
    keys = [f"{k}.png" for k in range(300)]
    with_val, without = at_random(keys, SHARES, 0, {}), at_random(keys, {"train": 0.9, "test": 0.1}, 0, {})
    assert [k for k in keys if with_val[k] == "test"] == [k for k in keys if without[k] == "test"]


def test_episodes_stay_whole_and_more_pictures_move_none() -> None:
    groups = {f"{e}/{k}.png": str(e) for e in range(20) for k in range(7)}
    homes = by_group(groups, SHARES, 5, {})
    assert all(len({homes[key] for key in groups if groups[key] == e}) == 1 for e in set(groups.values()))
    per_part = {part: {groups[k] for k, home in homes.items() if home == part} for part in SHARES}
    assert {part: len(episodes) for part, episodes in per_part.items()} == {"train": 16, "val": 2, "test": 2}
    more = groups | {f"{e}/{k}.png": str(e) for e in range(0, 20, 3) for k in range(7, 30)}
    assert {key: home for key, home in by_group(more, SHARES, 5, {}).items() if key in groups} == homes


def test_few_episodes_still_give_every_part_one() -> None:
    groups = {f"{e}/0.png": str(e) for e in range(3)}
    assert sorted(by_group(groups, SHARES, 0, {}).values()) == ["test", "train", "val"]
    kept = by_group({**groups, "9/0.png": "9"}, SHARES, 0, {"0/0.png": "test", "1/0.png": "test"})
    assert (kept["0/0.png"], kept["1/0.png"]) == ("test", "test")
    assert set(kept.values()) == set(SHARES)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 500), st.sampled_from([2, 3, 5]))
def test_stratified_parts_have_every_class_in_its_share(seed: int, folds: int) -> None:
    rng = np.random.default_rng(seed)
    labels = {
        f"{k}.png": frozenset(
            n for n, chance in (("a", 0.9), ("b", 0.4), ("c", 0.1)) if rng.random() < chance
        )
        for k in range(240)
    }
    shares = {f"fold-{k}": 1 / folds for k in range(folds)}
    homes = stratified(labels, shares, seed, {})
    for name in ("c", "b", "a"):
        total = sum(name in some for some in labels.values())
        for part in shares:
            got = sum(name in labels[key] for key, home in homes.items() if home == part)
            assert abs(got - total / folds) <= 3
    sizes = [sum(home == part for home in homes.values()) for part in shares]
    assert max(sizes) - min(sizes) <= 4


def test_a_rare_class_is_where_chance_would_lose_it() -> None:
    labels = {f"{k}.png": frozenset({"hair", *(["vest"] if k < 5 else [])}) for k in range(100)}
    for seed in range(20):
        homes = stratified(labels, {"train": 0.8, "test": 0.2}, seed, {})
        assert sum(homes[f"{k}.png"] == "test" for k in range(5)) == 1


def test_an_earlier_split_is_kept_and_the_rest_evens_it_out() -> None:
    labels = {f"{k}.png": frozenset({"hair"}) for k in range(50)}
    kept = {f"{k}.png": "train" for k in range(40)}
    homes = stratified(labels, {"train": 0.8, "test": 0.2}, 0, kept)
    assert {key: homes[key] for key in kept} == kept
    assert sum(home == "test" for home in homes.values()) == 10


def test_files_warnings_and_the_table(tmp_path: Path) -> None:
    labels = many(100)
    lone = LabelSet((*labels.pictures, picture("0003/x.png", "skirt")), name="set.json")
    result = toonseg.split(lone, tmp_path / "out", test=0.2, seed=1)
    train, test = read(tmp_path / "out" / "train.json"), read(tmp_path / "out" / "test.json")
    assert {p.file for p in train.pictures} | {p.file for p in test.pictures} == {
        p.file for p in lone.pictures
    }
    assert not {p.file for p in train.pictures} & {p.file for p in test.pictures}
    assert class_counts(train)["tie"] + class_counts(test)["tie"] == 20
    side = "test" if any("x.png" in p.file for p in train.pictures) else "train"
    assert f"{side} has no skirt" in result.warnings
    assert f"warning: {side} has no skirt" in str(result)
    record = json.loads((tmp_path / "out" / SPLIT_FILE).read_text())
    assert record["parts"]["test"] == [p.file for p in test.pictures]
    assert (record["by"], record["seed"], record["test"]) == ("random", 1, 0.2)
    again = toonseg.split(lone, tmp_path / "again", test=0.2, seed=1)
    assert (tmp_path / "again" / "train.json").read_bytes() == (tmp_path / "out" / "train.json").read_bytes()
    assert again.warnings == result.warnings


def test_folds_test_on_every_picture_once(tmp_path: Path) -> None:
    for by in ("kfold", "stratified"):
        result = toonseg.split(many(40), tmp_path / by, by=by, folds=4)
        tested = [
            p.file for k in range(1, 5) for p in read(tmp_path / by / f"fold-{k}" / "test.json").pictures
        ]
        assert sorted(tested) == sorted(p.file for p in many(40).pictures)
        for k in range(1, 5):
            train = read(tmp_path / by / f"fold-{k}" / "train.json").pictures
            assert len(train) == 40 - len(result.parts[f"fold-{k}"].pictures)


def test_keep_holds_when_the_set_grows(tmp_path: Path) -> None:
    old = toonseg.split(many(60), tmp_path / "old", by="stratified", test=0.2)
    new = toonseg.split(many(90), tmp_path / "new", by="stratified", test=0.2, keep=tmp_path / "old")
    for name, part in old.parts.items():
        assert {p.file for p in part.pictures} <= {p.file for p in new.parts[name].pictures}
    assert len(new.parts["test"].pictures) == pytest.approx(18, abs=1)
    with pytest.raises(UsageError, match="train, test"):
        toonseg.split(many(90), tmp_path / "other", by="kfold", keep=tmp_path / "old")


def test_episodes_and_near_duplicates_on_both_sides_are_told(tmp_path: Path) -> None:
    pictures = []
    for k in range(12):
        rng = np.random.default_rng(k // 2)  # every drawing twice
        sheet = np.kron(rng.integers(0, 255, (5, 6, 3)), np.ones((20, 20, 1))).astype(np.uint8)
        path = tmp_path / "cuts" / f"{k % 3:04d}" / f"{k}.png"
        write_bytes(path, encode(sheet, "png"))
        one = Instance("hair", MASK)
        pictures.append(Picture(f"{k % 3:04d}/{k}.png", 120, 100, (one,), path))
    labels = LabelSet(tuple(pictures), name="set.json")
    result = toonseg.split(labels, tmp_path / "out", test=0.4, jobs=1)
    homes = {p.file: name for name, part in result.parts.items() for p in part.pictures}
    files = [p.file for p in pictures]
    apart = [k for k in range(0, 12, 2) if homes[files[k]] != homes[files[k + 1]]]
    assert apart  # with this seed
    assert len(result.leakage.pictures) == len(apart)
    assert all(shared.near for shared in result.leakage.pictures)
    assert result.leakage.episodes
    assert "leakage: " in str(result)
    # Pictures are found from the new place.
    assert all(p.path is not None for p in read(tmp_path / "out" / "train.json").pictures)
    whole = toonseg.split(labels, tmp_path / "whole", by="episode", test=0.4, pictures=False)
    assert whole.leakage.episodes == {}


def test_a_title_is_split_by_episode(tmp_path: Path, make_episode: Callable[..., EpisodeFolder]) -> None:
    one = Instance("hair", Mask.of_pixels(np.ones((20, 20), bool), (20, 10)))
    for name in ("0001", "0002", "0003"):
        make_episode(tmp_path / "title", name, instances=(one,))
    result = toonseg.split(tmp_path / "title", tmp_path / "out", by="episode", test=0.3, jobs=1)
    assert {episode_of(p) for p in result.parts["test"].pictures} <= {
        "title/0001",
        "title/0002",
        "title/0003",
    }
    assert len({episode_of(p) for p in result.parts["test"].pictures}) == 1
    kept = read(tmp_path / "out" / "test.json")
    assert {episode_of(p) for p in kept.pictures} == {episode_of(p) for p in result.parts["test"].pictures}


@pytest.mark.parametrize(
    ("file", "episode"),
    [
        ("0100/000592.png", "0100"),
        ("FD/0100/000592.png", "FD/0100"),
        ("cuts/Episode100/outputs/592.jpg", "cuts/Episode100"),
        ("train_images/32848.jpg", None),
        ("a.png", None),
    ],
)
def test_episodes_are_told_by_folders(file: str, episode: str | None) -> None:
    assert episode_of(picture(file)) == episode


def test_what_makes_no_parts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--test"):
        toonseg.split(many(20), tmp_path, test=1.0)
    with pytest.raises(UsageError, match="nothing to train on"):
        toonseg.split(many(20), tmp_path, test=0.5, val=0.5)
    with pytest.raises(UsageError, match="--folds"):
        toonseg.split(many(20), tmp_path, folds=3)
    with pytest.raises(UsageError, match="1 pictures"):
        toonseg.split(many(1), tmp_path)
    with pytest.raises(UsageError, match="episode"):
        toonseg.split(LabelSet(tuple(picture(f"{k}.png") for k in range(9))), tmp_path, by="episode")


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toonseg.split(many(50), tmp_path / "first", pictures=False)
    source = str(tmp_path / "first" / "train.json")
    with pytest.raises(SystemExit) as stopped:
        main(["split", source, "--out", str(tmp_path / "out"), "--test", "0.3", "--json"])
    assert not stopped.value.code
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert sum(part["pictures"] for part in told["parts"].values()) == len(read(Path(source)).pictures)
    with pytest.raises(SystemExit) as stopped:
        main(["split", source, "--out", str(tmp_path / "out"), "--test", "2"])
    assert stopped.value.code == 2
