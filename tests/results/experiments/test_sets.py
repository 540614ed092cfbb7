"""Titles of experiments: drawn, the user's own, and parts of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from toonseg.errors import LabelError, SettingsError, UsageError
from toonseg.model.pixels import pixels_of
from toonseg.results.experiments.marks import set_hash
from toonseg.results.experiments.recipe import SplitSettings, TitleSource
from toonseg.results.experiments.sets import bare, held_back, open_title
from toonseg.synth.titles.artist import Order
from toonseg.synth.titles.title import write_titles


def test_a_title_is_drawn_once_and_its_episodes_differ(tmp_path: Path) -> None:
    source = TitleSource(style="LR", seed=4, episodes=(1, 30), cuts=2)
    first = open_title("LR", source, SplitSettings(by="episode", test=0.5), tmp_path, jobs=1)
    assert first.episodes == ("0001", "0030")
    assert {one.file for one in (*first.train.pictures, *first.test.pictures)} == {
        f"LR/{episode}/{number:04d}.png" for episode in ("0001", "0030") for number in (1, 2)
    }
    files = [one.path for one in first.train.pictures if one.path is not None]
    assert len(files) == 2 and all(one.is_file() for one in files)
    assert any(one.instances for one in (*first.train.pictures, *first.test.pictures))
    before = {one: one.stat().st_mtime_ns for one in files}
    again = open_title("LR", source, SplitSettings(by="episode", test=0.5), tmp_path, jobs=1)
    assert again == first and {one: one.stat().st_mtime_ns for one in files} == before
    # Another order is another folder: nothing of the first one is written over.
    open_title("LR", source.model_copy(update={"seed": 5}), SplitSettings(), tmp_path, jobs=1)
    assert {one: one.stat().st_mtime_ns for one in files} == before
    with pytest.raises(UsageError, match="no preset"):
        open_title("X", TitleSource(style="nobody"), SplitSettings(), tmp_path, jobs=1)


def test_a_title_of_ones_own_is_named_and_split(texts: Any, recipe: Callable[[str], Path]) -> None:
    folder = recipe(texts.head).parent
    source = TitleSource(labels=folder / "fd" / "labels.json")
    by_episode = open_title("mine", source, SplitSettings(by="episode", test=0.5), folder)
    assert {one.file.split("/")[1] for one in by_episode.test.pictures} in ({"0001"}, {"0002"})
    assert all(one.file.startswith("mine/") for one in by_episode.train.pictures)
    assert bare(by_episode) == ""
    kept, *others = by_episode.train.pictures
    some = by_episode.train.with_pictures((kept, *(replace(one, instances=()) for one in others)))
    assert bare(replace(by_episode, train=some)).startswith(f"{len(others)} of 20 cuts have no label")
    (folder / "fd" / "0001" / "000.png").unlink()
    with pytest.raises(LabelError, match=r"1 of 20 pictures are missing, such as .*0001/000.png"):
        open_title("mine", source, SplitSettings(), folder)


def test_cuts_of_a_title_are_seen_in_its_pages(tmp_path: Path) -> None:
    write_titles(tmp_path, Order(7, "LR"), episodes=2, panels=2, jobs=1)
    source = TitleSource(labels=tmp_path / "title-01")
    title = open_title("LR", source, SplitSettings(by="episode", test=0.5), tmp_path, jobs=1)
    assert title.episodes == ("0001", "0002")
    first = title.train.pictures[0]
    assert first.origin is not None and first.origin.title == "LR"
    assert pixels_of(first).shape[:2] == first.size
    before = set_hash(title.train)
    assert set_hash(title.train) == before
    assert first.path is not None
    page = first.path / "pages" / "000.jpg"
    page.write_bytes(page.read_bytes() + b"\0")
    assert set_hash(title.train) != before


def test_labels_that_tell_no_episodes_are_not_split_by_them(
    texts: Any, recipe: Callable[[str], Path]
) -> None:
    folder = recipe(texts.head).parent
    path = folder / "fd" / "labels.json"
    for episode in ("0001", "0002"):
        (folder / "fd" / episode).rename(folder / "fd" / f"part{'ab'[int(episode) - 1]}")
        path.write_text(path.read_text().replace(f"{episode}/", f"part{'ab'[int(episode) - 1]}/"))
    with pytest.raises(SettingsError, match="no two episodes"):
        open_title("FD", TitleSource(labels=path), SplitSettings(by="episode"), folder)


def test_what_is_held_back_is_a_share_and_not_learned(texts: Any, recipe: Callable[[str], Path]) -> None:
    folder = recipe(texts.head).parent
    title = open_title("FD", TitleSource(labels=folder / "fd" / "labels.json"), SplitSettings(), folder)
    learned, held = held_back(title.train, 0.25, 3)
    assert held is not None
    names = [{one.file for one in part.pictures} for part in (learned, held, title.train)]
    assert names[0] | names[1] == names[2] and not names[0] & names[1]
    assert abs(len(names[1]) - 0.25 * len(names[2])) <= 1
    assert held_back(title.train, 0.0, 3) == (title.train, None)
    one = title.train.with_pictures(title.train.pictures[:1])
    assert held_back(one, 0.5, 3) == (one, None)
