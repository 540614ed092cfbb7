"""`toonseg.cut`: one episode or many, run once, twice, killed, or over an edited list."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

import toonseg
from toonseg.cuts import CutList, CutResult, cutting
from toonseg.errors import BrokenPictureError, SourceError, UsageError, WriteError
from toonseg.pictures import Rgb, decode, encode
from toonseg.workspace import read_json

WIDTH = 400


def page(seed: int, panels: int = 1) -> Rgb:
    """A white page with framed panels of 200 rows, 60 rows apart."""
    rng = np.random.default_rng(seed)
    pixels = np.full((60 + panels * 260, WIDTH, 3), 255, np.uint8)
    for number in range(panels):
        y, height, width = 60 + number * 260, 200, int(rng.integers(250, 340))
        coarse = rng.integers(40, 200, (4, 6, 3)).astype(np.uint8)
        panel = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
        panel[:3] = panel[-3:] = panel[:, :3] = panel[:, -3:] = 0
        pixels[y : y + height, 30 : 30 + width] = panel
    return pixels


def fill(folder: Path, *seeds: int, panels: int = 1) -> Path:
    """A folder of pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (folder / f"{number:03d}.png").write_bytes(encode(page(seed, panels), "png"))
    return folder


def title_of(folder: Path, *names: str) -> Path:
    for number, name in enumerate(names):
        fill(folder / "episodes" / name / "pages", 2 * number, 2 * number + 1)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def list_of(result: CutResult) -> CutList:
    return read_json(result.folder / "cuts.json", CutList)


def test_a_folder_is_cut(tmp_path: Path) -> None:
    pages = fill(tmp_path / "ep 1", 1, 2)
    (result,) = toonseg.cut(pages, tmp_path / "out", preview=True)
    assert (result.name, result.folder, result.error, result.skipped) == (
        "ep 1",
        tmp_path / "out",
        None,
        False,
    )
    assert (result.panels, result.bubbles, result.rough) == (2, 0, 2)
    assert result.preview == tmp_path / "out" / "preview.html" and result.preview.is_file()
    cutlist = list_of(result)
    assert sorted(path.stem for path in result.folder.glob("*.png")) == [cut.id for cut in cutlist.cuts]
    assert sorted(p.stem for p in (result.folder / "rough").iterdir()) == [
        rough.id for rough in cutlist.rough
    ]
    assert result.flagged == sum(bool(cut.flags) for cut in cutlist.cuts)
    assert result.seconds > 0


def test_an_archive_gives_the_cuts_of_its_pages(tmp_path: Path) -> None:
    pages = fill(tmp_path / "ep", 1, 2)
    with zipfile.ZipFile(tmp_path / "ep.cbz", "w") as archive:
        for path in pages.iterdir():
            archive.write(path, path.name)
    toonseg.cut(pages, tmp_path / "a")
    toonseg.cut(tmp_path / "ep.cbz", tmp_path / "b")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_a_titles_episode_has_its_place(tmp_path: Path) -> None:
    title = title_of(tmp_path / "title", "0001", "0100")
    for folder in (title / "episodes" / "0100", title / "episodes" / "0100" / "pages"):
        (result,) = toonseg.cut(folder)
        assert (result.name, result.folder) == ("0100", title / "cuts" / "0100")
        assert (result.folder / "cuts.json").is_file()
    assert result.skipped
    assert not (title / "cuts" / "0001").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_title_is_cut_whole_and_one_broken_episode_stops_no_other(tmp_path: Path, jobs: int) -> None:
    title = title_of(tmp_path / "title", "0001", "0002", "0010")
    (title / "episodes" / "0002" / "pages" / "001.png").write_bytes(b"<html>no</html>")
    told: list[tuple[str, int]] = []
    results = toonseg.cut(
        title, jobs=jobs, on_episode=lambda result, count: told.append((result.name, count))
    )
    assert [(result.name, result.panels) for result in results] == [("0001", 2), ("0002", 0), ("0010", 2)]
    assert isinstance(results[1].error, BrokenPictureError) and "001.png" in str(results[1].error)
    assert sorted(told) == [("0001", 3), ("0002", 3), ("0010", 3)]
    assert sorted(path.name for path in (title / "cuts").iterdir()) == ["0001", "0010"]


def test_missing_pages_are_told(tmp_path: Path) -> None:
    pages = fill(tmp_path / "pages", 0, 1)
    (pages / "001.png").write_bytes(b"no picture")
    title = tmp_path / "title"
    toonseg.get(str(pages), out=title)
    (result,) = toonseg.cut(title, pictures=False)
    assert result.panels == 1
    assert result.notes == ("1 of 2 pages are missing; run toonseg get again, then this",)
    fill(pages, 0, 1)
    toonseg.get(str(pages), out=title)
    (result,) = toonseg.cut(title, pictures=False)
    assert result.panels == 2
    assert "missing" not in str(result.notes)


def test_several_episodes_get_a_folder_each(tmp_path: Path) -> None:
    series = tmp_path / "series"
    fill(series / "ep 2", 1)
    fill(series / "ep 10", 2)
    results = toonseg.cut(series, tmp_path / "out", jobs=1)
    assert [result.folder for result in results] == [tmp_path / "out" / name for name in ("ep 2", "ep 10")]
    title = title_of(tmp_path / "title", "0001")
    # A title with one episode gets a folder for it too: there may be more later.
    (result,) = toonseg.cut(title, tmp_path / "out2")
    assert result.folder == tmp_path / "out2" / "0001"


def test_the_seed_layout_numbers_episodes_and_shares_a_tree(tmp_path: Path) -> None:
    title = title_of(tmp_path / "title", "0001", "0100")
    results = toonseg.cut(title, tmp_path / "out", layout="seed", jobs=1)
    assert [r.folder for r in results] == [tmp_path / "out" / "cuts" / n for n in ("Episode1", "Episode100")]
    first = sorted(name for name in tree(tmp_path / "out") if "Episode100" in name)
    cutlist = list_of(results[1])
    assert first == sorted(
        [
            *(f"cuts/Episode100/{name}" for name in (".made.json", "cuts.json")),
            *(f"cuts/Episode100/{int(rough.id)}.jpg" for rough in cutlist.rough),
            *(f"cuts/Episode100/outputs/{int(cut.id)}.jpg" for cut in cutlist.panels),
            *(f"webcrawlingimg/Episode100/{n}.jpg" for n in range(2)),
        ]
    )
    # Its own pages can be cut where they lie.
    pages = tmp_path / "out" / "webcrawlingimg" / "Episode1"
    before = tree(pages)
    toonseg.cut(pages, tmp_path / "out", layout="seed", force=True)
    assert tree(pages) == before


def test_a_second_run_has_nothing_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = fill(tmp_path / "ep", 1, 2)
    (first,) = toonseg.cut(pages, tmp_path / "out")
    before = tree(tmp_path / "out")

    def must_not_be_called(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(cutting, "find_cuts", must_not_be_called)
        (again,) = toonseg.cut(pages, tmp_path / "out")
        assert again.skipped and not first.skipped
        assert (again.panels, again.flagged, again.rough) == (first.panels, first.flagged, first.rough)
        # Pictures and previews do not need the cuts to be found again either.
        (third,) = toonseg.cut(pages, tmp_path / "out", preview=True, picture_format="jpg")
        assert not third.skipped and third.preview is not None
    assert tree(tmp_path / "out")["cuts.json"] == before["cuts.json"]
    (fourth,) = toonseg.cut(pages, tmp_path / "out")
    assert tree(tmp_path / "out") | {".made.json": b"", "preview.html": b""} == before | {
        ".made.json": b"",
        "preview.html": b"",
    }
    assert fourth.preview is not None


def test_a_changed_page_or_another_finder_makes_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = fill(tmp_path / "ep", 1, 2)
    toonseg.cut(pages, tmp_path / "out")
    fill(pages, 3, 2)
    (changed,) = toonseg.cut(pages, tmp_path / "out")
    assert not changed.skipped and any("pages are others" in note for note in changed.notes)
    toonseg.cut(pages, tmp_path / "fresh")
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")
    calls = []
    find = cutting.find_cuts
    monkeypatch.setattr(cutting, "find_cuts", lambda strip: calls.append(1) or find(strip))
    monkeypatch.setattr(cutting, "hash_finder", lambda: "another version")
    toonseg.cut(pages, tmp_path / "out")
    assert calls == [1]


def move_first(result: CutResult, x1: int) -> str:
    """Edit cuts.json as a reviewer would: the first cut ends at another column."""
    path = result.folder / "cuts.json"
    values = json.loads(path.read_bytes())
    values["cuts"][0]["box"][2] = x1
    path.write_text(json.dumps(values))
    return str(values["cuts"][0]["id"])


def test_an_edited_list_is_kept_and_its_pictures_follow(tmp_path: Path) -> None:
    pages = fill(tmp_path / "ep", 1, 2)
    (result,) = toonseg.cut(pages, tmp_path / "out", preview=True)
    found = (result.folder / "cuts.json").read_bytes()
    name = move_first(result, 200)
    edited = (result.folder / "cuts.json").read_bytes()
    for run in range(3):
        if run == 2:  # also without the record of what was made
            (result.folder / ".made.json").unlink()
        (kept,) = toonseg.cut(pages, tmp_path / "out", preview=True)
        assert (result.folder / "cuts.json").read_bytes() == edited
        assert kept.skipped is (run == 1)
        assert any("--force" in note for note in kept.notes)
        picture = result.folder / f"{name}.png"
        x0 = list_of(result).cuts[0].box[0]
        assert decode(picture.read_bytes(), picture).shape[1] == 200 - x0
    toonseg.cut(pages, tmp_path / "out", force=True)
    assert (result.folder / "cuts.json").read_bytes() == found


def test_an_edited_list_of_other_pages_is_not_written_over(tmp_path: Path) -> None:
    pages = fill(tmp_path / "ep", 1, 2)
    (result,) = toonseg.cut(pages, tmp_path / "out")
    move_first(result, 200)
    before = tree(tmp_path / "out")
    fill(pages, 3)
    (refused,) = toonseg.cut(pages, tmp_path / "out")
    assert isinstance(refused.error, WriteError) and "--force" in str(refused.error)
    assert tree(tmp_path / "out") == before
    (forced,) = toonseg.cut(pages, tmp_path / "out", force=True)
    assert forced.error is None


def test_a_damaged_list_is_named(tmp_path: Path) -> None:
    pages = fill(tmp_path / "ep", 1)
    toonseg.cut(pages, tmp_path / "out")
    (tmp_path / "out" / "cuts.json").write_text('{"version": 1')
    (result,) = toonseg.cut(pages, tmp_path / "out")
    assert isinstance(result.error, SourceError) and "cuts.json" in str(result.error)


def test_rights_come_from_the_manifest_or_the_settings(tmp_path: Path) -> None:
    source = fill(tmp_path / "1", 1)
    title = tmp_path / "title"
    title.mkdir()
    (title / "toonseg.toml").write_text('rights = "CC BY, by the artist"')
    toonseg.get(source, out=title)
    (result,) = toonseg.cut(title, preview=True)
    assert "CC BY, by the artist" in (result.folder / "preview.html").read_text()
    (other,) = toonseg.cut(source, tmp_path / "out", preview=True)
    assert "do not redistribute" in (other.folder / "preview.html").read_text()


def test_wrong_use_is_told_before_anything_is_done(tmp_path: Path) -> None:
    pages = fill(tmp_path / "ep", 1)
    with pytest.raises(UsageError, match="--out"):
        toonseg.cut(pages)
    with pytest.raises(UsageError, match="--out"):
        toonseg.cut(title_of(tmp_path / "title", "0001"), layout="seed")
    for out in (pages, tmp_path / "title" / "episodes" / "0001" / "pages"):
        with pytest.raises(UsageError, match="folder of the pages"):
            toonseg.cut(out, out)
    with pytest.raises(UsageError, match="folder of the pages"):
        toonseg.cut(fill(tmp_path / "rough", 1), tmp_path)
    wrong: list[dict[str, object]] = [
        {"picture_format": "gif"},
        {"layout": "flat"},
        {"quality": 0},
        {"jobs": 0},
    ]
    for options in wrong:
        with pytest.raises(UsageError):
            toonseg.cut(pages, tmp_path / "out", **options)  # type: ignore[arg-type]
    with pytest.raises(SourceError, match="no such file"):
        toonseg.cut(tmp_path / "nothing", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert len(list(pages.iterdir())) == 1


def test_out_may_lie_among_the_pages_also_after_a_kill(tmp_path: Path) -> None:
    pages = fill(tmp_path / "ep", 1, 2)
    toonseg.cut(pages, pages / "out")
    whole = tree(pages / "out")
    (pages / "out" / "cuts.json").unlink()
    next((pages / "out").glob("0*.png")).unlink()
    (result,) = toonseg.cut(pages, pages / "out")
    assert result.error is None and tree(pages / "out") == whole


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_runs_end_with_the_bytes_of_an_unbroken_one(tmp_path: Path) -> None:
    pages = fill(tmp_path / "ep", *range(6), panels=4)
    (result,) = toonseg.cut(pages, tmp_path / "unbroken", preview=True)
    assert result.error is None
    out = tmp_path / "killed"
    command = [sys.executable, "-m", "toonseg", "cut", str(pages), "--out", str(out), "--preview"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    kills = 0
    counts = []
    for wanted in (1, 9, 30):
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        while process.poll() is None and count(out) < wanted:
            time.sleep(0.0005)
        process.kill()
        kills += process.wait(60) == -signal.SIGKILL
        assert not (out / "cuts.json").exists() or tree(out).keys() >= tree(tmp_path / "unbroken").keys()
        counts.append(count(out))
    assert kills >= 2
    assert counts == sorted(counts)  # what a killed run had written, the next one keeps
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    assert tree(out) == tree(tmp_path / "unbroken")


def count(folder: Path) -> int:
    """How many finished files there are."""
    return sum(not path.name.startswith(".part-") for path in folder.rglob("*.*")) if folder.is_dir() else 0
