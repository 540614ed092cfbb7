"""Atomic writes, settings, and where things lie."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts.cutlist import CutList, Flag
from toonseg.errors import SettingsError, SourceError, WriteError
from toonseg.source.comicinfo import comic_info
from toonseg.source.manifest import EpisodeManifest, PageRecord
from toonseg.workspace import (
    DEFAULT_RIGHTS,
    EpisodeFolder,
    TitleSettings,
    as_episode,
    atomic_file,
    episode_name,
    find_episodes,
    read_json,
    read_settings,
    read_toml,
    remove_leftovers,
    write_bytes,
    write_json,
)


def disk_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=2000), st.binary(max_size=2000))
def test_a_write_replaces_the_whole_file_and_leaves_nothing_else(tmp_path_factory, first, second) -> None:
    folder = tmp_path_factory.mktemp("write")
    path = folder / "새 폴더" / "a b.bin"
    for data in (first, second):
        write_bytes(path, data)
        assert path.read_bytes() == data
    assert [entry.name for entry in path.parent.iterdir()] == ["a b.bin"]


@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_a_full_disk_keeps_the_old_file_and_leaves_nothing_behind(tmp_path, monkeypatch, function) -> None:
    path = tmp_path / "episode.json"
    write_bytes(path, b"old")
    monkeypatch.setattr(os, function, disk_full)
    with pytest.raises(WriteError, match="No space left") as caught:
        write_bytes(path, b"new")
    assert str(path) in str(caught.value)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["episode.json"]


def test_a_disk_that_fills_up_in_the_middle_of_a_write(tmp_path) -> None:
    path = tmp_path / "page.jpg"
    write_bytes(path, b"old")
    with pytest.raises(WriteError), atomic_file(path) as file:
        file.write(b"half of it")
        file.flush()
        disk_full()
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_error_of_the_block_passes_through_and_leaves_the_old_file(tmp_path) -> None:
    path = tmp_path / "page.jpg"
    write_bytes(path, b"old")
    with pytest.raises(ZeroDivisionError), atomic_file(path) as file:
        file.write(b"new")
        raise ZeroDivisionError
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_where_a_folder_should_be_is_a_write_error(tmp_path) -> None:
    (tmp_path / "cuts").write_bytes(b"")
    with pytest.raises(WriteError):
        write_bytes(tmp_path / "cuts" / "cuts.json", b"{}")


def test_a_finished_file_has_the_mode_that_any_new_file_has(tmp_path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_bytes(tmp_path / "atomic", b"")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "atomic")}
    assert len(modes) == 1


def test_a_killed_write_leaves_the_old_file_and_a_leftover_that_is_removed(tmp_path) -> None:
    path = tmp_path / "page.jpg"
    write_bytes(path, b"old")
    program = (
        "import sys, time, pathlib; from toonseg.workspace import atomic_file\n"
        f"with atomic_file(pathlib.Path({str(path)!r})) as file:\n"
        "    file.write(b'new'); file.flush(); print('writing', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.kill()
    deadline = time.monotonic() + 5
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 2
    assert remove_leftovers(tmp_path) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["page.jpg"]
    assert remove_leftovers(tmp_path / "not there") == 0


def test_settings_default_and_are_read_even_with_a_byte_order_mark(tmp_path) -> None:
    assert read_settings(tmp_path).rights == DEFAULT_RIGHTS
    text = '\ufefftitle = "연애혁명"\nrights = "CC BY 4.0"\n[get]\nrequests_per_second = 0.5\n'
    (tmp_path / "toonseg.toml").write_text(text, encoding="utf-8")
    found = read_settings(tmp_path)
    assert (found.title, found.rights, found.get.requests_per_second) == ("연애혁명", "CC BY 4.0", 0.5)


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("title = ", "cannot be read"),
        ("titel = 'x'", "'titel'"),
        ("[get]\nrequests_per_second = 0", "'get.requests_per_second'"),
        ("\x80", "cannot be read"),
    ],
)
def test_wrong_settings_name_the_file_and_the_key(tmp_path, text, clue) -> None:
    path = tmp_path / "toonseg.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError, match=clue) as caught:
        read_settings(tmp_path)
    assert str(path) in str(caught.value)


def test_json_round_trip_and_its_errors(tmp_path) -> None:
    path = tmp_path / "settings.json"
    settings_ = TitleSettings(title="외모지상주의")
    write_json(path, settings_)
    assert read_json(path, TitleSettings) == settings_
    assert "외모지상주의" in path.read_text(encoding="utf-8")
    path.write_text('{"title": 1}')
    with pytest.raises(SourceError, match=r"settings\.json: 'title'"):
        read_json(path, TitleSettings)
    path.write_text('{"title": "x"')
    with pytest.raises(SourceError, match=r"settings\.json"):
        read_json(path, TitleSettings)
    with pytest.raises(SourceError, match="missing"):
        read_json(tmp_path / "missing.json", TitleSettings)


def test_episodes_are_found_by_number_even_past_9999(tmp_path) -> None:
    for number in (10000, 9999, 2, 100):
        EpisodeFolder(tmp_path, episode_name(number)).pages.mkdir(parents=True)
    (tmp_path / "episodes" / "0001").mkdir()  # has no pages yet
    assert [episode.name for episode in find_episodes(tmp_path)] == ["0002", "0100", "9999", "10000"]


def test_episodes_that_cannot_be_listed_are_a_source_error(tmp_path) -> None:
    (tmp_path / "episodes").write_bytes(b"")
    with pytest.raises(SourceError, match="episodes"):
        find_episodes(tmp_path)


def test_an_episode_is_known_by_its_folder_or_its_pages(tmp_path, monkeypatch) -> None:
    episode = EpisodeFolder(tmp_path / "title", "0100")
    episode.pages.mkdir(parents=True)
    assert as_episode(episode.root) == episode
    assert as_episode(episode.pages) == episode
    assert as_episode(episode.title) is None
    assert as_episode(tmp_path) is None
    monkeypatch.chdir(episode.root)
    assert as_episode(Path()) == episode
    monkeypatch.chdir(episode.title)
    assert as_episode(Path("episodes/0100/pages")) == episode  # whose title has a name


def test_an_episode_is_called_as_its_folder_was(tmp_path, monkeypatch) -> None:
    (tmp_path / "title/episodes/0100/pages").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for name in ("title/episodes/0100", "title/episodes/0100/pages"):
        assert as_episode(Path(name)) == EpisodeFolder(Path("title"), "0100")


FORMATS = Path(__file__).parents[1] / "docs" / "formats.md"


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", FORMATS.read_text(encoding="utf-8"), re.DOTALL)


def test_the_documented_files_are_what_toonseg_reads_and_writes() -> None:
    (settings_,) = examples("toml")
    found = TitleSettings.model_validate(tomllib.loads(settings_))
    defaults = TitleSettings(title=found.title, source=found.source)
    assert found.rights == DEFAULT_RIGHTS
    assert found.get.model_copy(update={"user_agent": None}) == defaults.get
    episode, cuts = examples("json")
    manifest = EpisodeManifest.model_validate_json(episode)
    assert set(json.loads(episode)) == set(EpisodeManifest.model_fields)
    assert set(json.loads(episode)["pages"][0]) == set(PageRecord.model_fields)
    assert examples("xml") == [comic_info(manifest).decode()]
    cutlist = CutList.model_validate_json(cuts)
    assert {cut.rough for cut in cutlist.cuts} == {rough.id for rough in cutlist.rough}
    spans = [(gutter.y0, gutter.y1) for gutter in cutlist.gutters]
    spans += [(rough.box[1], rough.box[3]) for rough in cutlist.rough]
    assert [y0 for y0, _ in sorted(spans)] == [0, *(y1 for _, y1 in sorted(spans))][:-1]


def test_every_flag_is_documented() -> None:
    text = FORMATS.read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \| ", text.split("| flag |")[1], re.MULTILINE)) == set(
        get_args(Flag)
    )


def test_a_settings_file_that_is_not_there_is_named_once(tmp_path) -> None:
    missing = tmp_path / "nothing.toml"
    with pytest.raises(SettingsError) as raised:
        read_toml(missing, TitleSettings)
    assert str(raised.value) == f"{missing}: cannot be read (No such file or directory). Check the path."
