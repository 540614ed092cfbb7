"""Labels without pixels, and pictures made again from somebody's own pages."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from toonseg.annotations import Instance, Mask
from toonseg.annotations.formats import pixel_free
from toonseg.annotations.formats.pixel_free import load_pixel_free, read_pixel_free, write_pixel_free
from toonseg.annotations.labels import Person, labels_file, read_labels, write_labels
from toonseg.annotations.rehydrate import RECORD_FILE, rehydrate
from toonseg.annotations.title import read_title
from toonseg.errors import LabelError, SourceError
from toonseg.pictures import decode, encode
from toonseg.source.manifest import EpisodeManifest, write_manifest
from toonseg.strip import Strip
from toonseg.workspace import EpisodeFolder, write_bytes

MakeEpisode = Callable[..., EpisodeFolder]
Array = np.ndarray[Any, Any]


def disc(x: int, y: int, radius: int) -> Mask:
    side = np.arange(-radius, radius + 1)
    return Mask.of_pixels(side[:, None] ** 2 + side**2 <= radius**2, (x - radius, y - radius))


INSTANCES = (
    Instance("hair", disc(30, 40, 12), source="drawn", character=1, extra={"path": "/home/me/a.psd"}),
    Instance("tie", disc(40, 78, 6), score=0.5, rings=(np.array([[34.0, 72.0], [46, 72], [40, 84.5]]),)),
    Instance("shoes", disc(30, 170, 10)),
)


@pytest.fixture
def title(tmp_path: Path, make_episode: MakeEpisode) -> Path:
    """Two episodes of three pages of 60 x 80; the first labelled, one instance across two pages and cuts."""
    folder = tmp_path / "비 오는 날"
    make_episode(folder, "0001", instances=INSTANCES)
    make_episode(folder, "0002", boxes=((0, 10, 60, 150),))
    write_bytes(folder / "toonseg.toml", b'title = "Rain"\nrights = "ask the owner"\n')
    return folder


@pytest.fixture
def shared(title: Path, tmp_path: Path) -> Path:
    """Its labels without pixels."""
    path = tmp_path / "labels.json"
    write_pixel_free(title, path)
    return path


def pictures_of(folder: Path) -> dict[str, Array]:
    """All PNG files below a folder, decoded."""
    return {
        path.relative_to(folder).as_posix(): decode(path.read_bytes(), path)
        for path in sorted(folder.rglob("*.png"))
    }


def true_pictures(title: Path) -> dict[str, Array]:
    """What the cuts must look like: boxes of the strip."""
    found = {}
    for picture in read_title(title).pictures:
        assert picture.origin is not None
        strip = Strip.open(title / "episodes" / picture.origin.episode)
        found[picture.file] = strip.crop(picture.origin.box)
    return found


def assert_same_pictures(made: dict[str, Array], true: dict[str, Array]) -> None:
    assert set(made) == set(true)
    for name, pixels in true.items():
        assert np.array_equal(made[name], pixels), name


class TestTheFile:
    def test_it_reads_as_the_title_does(self, title: Path, shared: Path) -> None:
        own, back = read_title(title), read_pixel_free(shared)
        assert not back.problems
        assert back.rights == "ask the owner"
        assert back.classes == own.classes
        assert len(own.pictures) == 5
        for a, b in zip(own.pictures, back.pictures, strict=True):
            assert (a.file, a.size, b.path) == (b.file, b.size, None)
            assert a.origin is not None
            assert b.origin is not None
            assert (b.origin.title, b.origin.cut, b.origin.box) == ("Rain", a.origin.cut, a.origin.box)
            for one, other in zip(a.instances, b.instances, strict=True):
                assert one.mask == other.mask
                assert (one.cls, one.id, one.score, one.source) == (
                    other.cls,
                    other.id,
                    other.score,
                    other.source,
                )
                assert one.character == other.character
        assert sum(len(picture.instances) for picture in back.pictures) == 4  # the shoes lie in two cuts

    def test_it_has_no_pixels_no_paths_and_no_extra(self, title: Path, tmp_path: Path) -> None:
        episode = EpisodeFolder(title, "0001")
        write_manifest(episode, EpisodeManifest(title="Rain", episode=1, source=str(tmp_path), subtitle="첫"))
        labels = read_labels(labels_file(episode))
        people = [Person.model_validate({"character": 1, "hair": [1, 2, 3], "skin": [9, 9, 9], "outfit": []})]
        write_labels(labels_file(episode), labels.model_copy(update={"characters": people}))
        write_pixel_free(title, tmp_path / "a.json")
        text = (tmp_path / "a.json").read_text(encoding="utf-8")
        assert "/home/me" not in text
        assert str(tmp_path) not in text
        data = json.loads(text)
        first = data["episodes"][0]
        assert first["subtitle"] == "첫"
        assert first["characters"][0]["hair"] == [1, 2, 3]
        assert set(first) == {
            "episode", "subtitle", "width", "height", "pages", "cuts", "instances", "characters",
        }  # fmt: skip
        assert {key for page in first["pages"] for key in page} <= {
            "file", "y", "width", "height", "size", "sha256", "looks", "blank", "colour",
        }  # fmt: skip
        assert {key for one in first["instances"] for key in one} <= {
            "id", "class", "box", "area", "mask", "score", "source", "character", "polygons",
        }  # fmt: skip

    def test_an_address_in_the_web_is_told(self, title: Path, tmp_path: Path) -> None:
        address = "https://example.com/rain/1"
        manifest = EpisodeManifest(title="Rain", episode=1, source=address)
        write_manifest(EpisodeFolder(title, "0001"), manifest)
        write_pixel_free(title, tmp_path / "a.json")
        assert [one.source for one in load_pixel_free(tmp_path / "a.json").episodes] == [address, ""]

    def test_packed_it_says_the_same_and_the_same_title_gives_the_same_bytes(
        self, title: Path, shared: Path, tmp_path: Path
    ) -> None:
        for name in ("a.json.gz", "b.json.gz"):
            write_pixel_free(title, tmp_path / name)
        data = (tmp_path / "a.json.gz").read_bytes()
        assert data == (tmp_path / "b.json.gz").read_bytes()
        assert gzip.decompress(data) == shared.read_bytes()
        assert load_pixel_free(tmp_path / "a.json.gz") == load_pixel_free(shared)

    def test_episodes_may_be_chosen(self, title: Path, tmp_path: Path) -> None:
        done = write_pixel_free(title, tmp_path / "a.json", episodes=["0002"])
        assert (done.pictures, done.instances) == (1, 0)
        with pytest.raises(LabelError, match="no episode 0007"):
            write_pixel_free(title, tmp_path / "a.json", episodes=["0007"])

    def test_an_episode_that_is_not_cut_is_left_out_with_a_note(
        self, title: Path, tmp_path: Path, make_episode: MakeEpisode
    ) -> None:
        make_episode(title, "0003", boxes=None)
        done = write_pixel_free(title, tmp_path / "a.json")
        assert "0003" in done.notes[0]
        with pytest.raises(LabelError, match="no episode that is cut"):
            write_pixel_free(title, tmp_path / "a.json", episodes=["0003"])

    def test_pages_that_are_no_longer_those_that_were_cut_are_refused(
        self, title: Path, tmp_path: Path
    ) -> None:
        (title / "episodes" / "0001" / "pages" / "001.png").unlink()
        with pytest.raises(LabelError, match="other pages"):
            write_pixel_free(title, tmp_path / "a.json")


def changed(path: Path, change: Callable[[Any], None]) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data), encoding="utf-8")


def setting(*keys: Any, value: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for key in keys[:-1]:
            data = data[key]
        data[keys[-1]] = value

    return change


class TestWrongFiles:
    @pytest.mark.parametrize(
        ("keys", "value", "named"),
        [
            (("format",), "coco", "'format'"),
            (("version",), 2, "'version'"),
            (("title",), 7, "'title'"),
            (("classes", 0, "name"), "", "'classes.0.name'"),
            (("classes", 1, "name"), "Hair", "both called 'hair'"),
            (("episodes",), {}, "'episodes'"),
            (("episodes", 0, "episode"), "../1", "'episodes.0.episode'"),
            (("episodes", 1, "episode"), "0001", "there twice"),
            (("episodes", 0, "height"), 10, "end at row 240"),
            (("episodes", 0, "pages"), [], "'episodes.0.pages'"),
            (("episodes", 0, "pages", 1, "y"), 70, "begins at row 70"),
            (("episodes", 0, "pages", 1, "sha256"), "xyz", "'episodes.0.pages.1.sha256'"),
            (("episodes", 0, "pages", 2, "height"), 2**40, "more than 300,000,000 pixels"),
            (("episodes", 0, "pages", 2, "looks"), "0", "'episodes.0.pages.2.looks'"),
            (("episodes", 0, "cuts", 0, "id"), "../../a", "'episodes.0.cuts.0.id'"),
            (("episodes", 0, "cuts", 1, "id"), "000000", "there twice"),
            (("episodes", 0, "cuts", 0, "box"), [0, 0, 61, 5], "not in the strip"),
            (("episodes", 0, "cuts", 0, "box"), [0, 0, "x", 5], "'episodes.0.cuts.0.box.2'"),
            (("pixels",), "no", "'pixels'"),
        ],
    )
    def test_a_wrong_field_is_named(
        self, shared: Path, keys: tuple[Any, ...], value: Any, named: str
    ) -> None:
        changed(shared, setting(*keys, value=value))
        with pytest.raises(LabelError, match=re.escape(named)):
            read_pixel_free(shared)

    @pytest.mark.parametrize(
        ("keys", "value", "named"),
        [
            (("class",), None, "'class'"),
            (("id",), 0, "'id'"),
            (("box",), [0, 0, 5, 5], "mask of (25, 25), box of (5, 5)"),
            (("mask", "counts"), "!!", "cannot stand in run lengths"),
            (("mask", "counts"), "é", "character 1 ('é') cannot stand in run lengths"),
            (("mask", "size"), [10**9, 10**9], "mask of"),
            (("score",), 3, "'score'"),
        ],
    )
    def test_a_wrong_instance_costs_only_itself(
        self, shared: Path, keys: tuple[Any, ...], value: Any, named: str
    ) -> None:
        changed(shared, setting("episodes", 0, "instances", 0, *keys, value=value))
        back = read_pixel_free(shared)
        (problem,) = back.problems
        assert problem.where == "episodes[0].instances[0]"
        assert named in problem.text
        assert {one.cls for one in back.instances} == {"tie", "shoes"}

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe{}", b"\x1f\x8bno", b"null"])
    def test_what_is_none_is_refused(self, shared: Path, content: bytes) -> None:
        shared.write_bytes(content)
        with pytest.raises(LabelError, match=r"labels\.json"):
            read_pixel_free(shared)

    def test_cut_short_or_absurdly_large_it_is_refused(
        self, shared: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        data = shared.read_bytes()
        shared.write_bytes(gzip.compress(data)[:-20])
        with pytest.raises(LabelError, match="cut short"):
            read_pixel_free(shared)
        monkeypatch.setattr(pixel_free, "MOST_BYTES", len(data) - 1)
        for form in (data, gzip.compress(data)):
            shared.write_bytes(form)
            with pytest.raises(LabelError, match="larger than"):
                read_pixel_free(shared)

    def test_a_file_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(LabelError, match=r"none\.json: cannot be read"):
            read_pixel_free(tmp_path / "none.json")


class TestRehydrate:
    def test_from_the_title_itself(self, title: Path, shared: Path, tmp_path: Path) -> None:
        seen = []
        done = rehydrate(shared, title, tmp_path / "out", on_episode=lambda *told: seen.append(told))
        assert (done.made, done.kept, done.left_out, done.complete) == (5, 0, (), True)
        assert {one.state for one in done.pages} == {"exact"}
        assert not done.missing
        assert seen == [("0001", 2), ("0002", 2)]
        assert_same_pictures(pictures_of(tmp_path / "out"), true_pictures(title))
        own = read_title(title)
        for a, b in zip(own.pictures, done.labels.pictures, strict=True):
            assert b.path == tmp_path / "out" / a.file
            assert [one.mask for one in a.instances] == [one.mask for one in b.instances]

    def test_from_pages_of_any_names_in_any_folders_and_archives(
        self, title: Path, shared: Path, tmp_path: Path
    ) -> None:
        mess = tmp_path / "mess"
        pages = sorted((title / "episodes").rglob("*.png"), reverse=True)
        write_bytes(mess / "deep" / "er" / "download(1)", pages[0].read_bytes())
        write_bytes(mess / "9.jpg", pages[1].read_bytes())
        with zipfile.ZipFile(mess / "rest.cbz", "w") as archive:
            for number, page in enumerate(pages[2:]):
                archive.write(page, f"a/{number}.png")
        write_bytes(mess / "broken.zip", b"PK\x03\x04 no zip")
        write_bytes(mess / "notes.txt", b"mine")
        done = rehydrate(shared, mess, tmp_path / "out")
        assert done.complete
        assert "broken.zip" in done.notes[0]
        assert_same_pictures(pictures_of(tmp_path / "out"), true_pictures(title))

    def test_from_one_archive(self, title: Path, tmp_path: Path) -> None:
        write_pixel_free(title, tmp_path / "a.json", episodes=["0001"])
        with zipfile.ZipFile(tmp_path / "one.cbz", "w") as archive:
            for page in (title / "episodes" / "0001" / "pages").iterdir():
                archive.write(page, page.name)
        assert rehydrate(tmp_path / "a.json", tmp_path / "one.cbz", tmp_path / "out").complete

    def test_cuts_of_good_pages_are_made_where_others_are_missing(
        self, title: Path, shared: Path, tmp_path: Path
    ) -> None:
        mess = tmp_path / "mess"
        shutil.copytree(title / "episodes", mess)
        (mess / "0001" / "pages" / "001.png").unlink()
        done = rehydrate(shared, mess, tmp_path / "out")
        assert not done.complete
        # Page 1 has rows 80..160: only the first cut ends above it; the others touch it.
        assert done.left_out == ("0001/000075.png", "0001/000140.png", "0001/000140b.png")
        assert set(pictures_of(tmp_path / "out")) == {"0001/000000.png", "0002/000010.png"}
        (missing,) = done.missing
        assert (missing.episode, missing.page.file, missing.state) == ("0001", "001.png", "missing")
        assert "get episode 0001" in missing.remedy
        assert {picture.file for picture in done.labels.pictures} == set(pictures_of(tmp_path / "out"))

    def test_the_next_run_makes_only_what_is_missing(self, title: Path, shared: Path, tmp_path: Path) -> None:
        mess, out = tmp_path / "mess", tmp_path / "out"
        shutil.copytree(title / "episodes", mess)
        away = tmp_path / "001.png"
        (mess / "0001" / "pages" / "001.png").rename(away)
        rehydrate(shared, mess, out)
        before = (out / "0001" / "000000.png").stat().st_mtime_ns
        away.rename(mess / "found again.png")
        done = rehydrate(shared, mess, out)
        assert (done.made, done.kept, done.complete) == (3, 2, True)
        assert (out / "0001" / "000000.png").stat().st_mtime_ns == before
        assert_same_pictures(pictures_of(out), true_pictures(title))

    def test_what_was_made_stays_when_the_pages_are_gone(
        self, title: Path, shared: Path, tmp_path: Path
    ) -> None:
        rehydrate(shared, title, tmp_path / "out")
        (tmp_path / "empty").mkdir()
        done = rehydrate(shared, tmp_path / "empty", tmp_path / "out")
        assert (done.made, done.kept, done.complete) == (0, 5, True)
        assert len(done.missing) == 6

    def test_a_damaged_cut_and_one_of_another_box_are_made_anew(
        self, title: Path, shared: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        rehydrate(shared, title, out)
        (out / "0001" / "000075.png").write_bytes(b"spoilt")
        changed(shared, setting("episodes", 1, "cuts", 0, "box", value=[0, 10, 60, 140]))
        done = rehydrate(shared, title, out)
        assert (done.made, done.kept) == (2, 3)
        assert pictures_of(out)["0002/000010.png"].shape == (130, 60, 3)

    def test_a_damaged_record_only_costs_time(self, title: Path, shared: Path, tmp_path: Path) -> None:
        rehydrate(shared, title, tmp_path / "out")
        (tmp_path / "out" / RECORD_FILE).write_text("{", encoding="utf-8")
        assert rehydrate(shared, title, tmp_path / "out").made == 5

    def test_a_kill_leaves_what_was_finished(
        self, title: Path, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(episode: str, count: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rehydrate(shared, title, tmp_path / "out", on_episode=killed)
        done = rehydrate(shared, title, tmp_path / "out")
        assert (done.made, done.kept) == (1, 4)

    @pytest.mark.parametrize(("form", "quality"), [("JPEG", 70), ("WEBP", 60), ("PNG", None)])
    def test_a_copy_encoded_anew_is_recognised_and_used_only_on_request(
        self, title: Path, shared: Path, tmp_path: Path, form: str, quality: int | None
    ) -> None:
        mess = tmp_path / "mess"
        for number, page in enumerate(sorted((title / "episodes").rglob("*.png"))):
            buffer = io.BytesIO()
            options = {"optimize": True} if quality is None else {"quality": quality}
            Image.open(page).save(buffer, form, **options)
            assert buffer.getvalue() != page.read_bytes()
            write_bytes(mess / f"{97 - number}.{form.lower()}", buffer.getvalue())
        refused = rehydrate(shared, mess, tmp_path / "out")
        assert {one.state for one in refused.missing} == {"re-encoded"}
        assert len(refused.missing) == 6
        assert all("--allow-reencoded" in one.remedy for one in refused.missing)
        assert not refused.labels.pictures
        done = rehydrate(shared, mess, tmp_path / "out", allow_reencoded=True)
        assert done.complete
        assert {one.state for one in done.pages} == {"re-encoded"}
        for name, pixels in pictures_of(tmp_path / "out").items():
            assert np.abs(pixels.astype(int) - true_pictures(title)[name]).mean() < 12

    def test_the_true_page_replaces_a_copy_encoded_anew(
        self, title: Path, shared: Path, tmp_path: Path
    ) -> None:
        mess = tmp_path / "mess"
        page = title / "episodes" / "0002" / "pages" / "000.png"
        shutil.copytree(title / "episodes", mess)
        buffer = io.BytesIO()
        Image.open(page).save(buffer, "JPEG", quality=50)
        (mess / "0002" / "pages" / "000.png").write_bytes(buffer.getvalue())
        rehydrate(shared, mess, tmp_path / "out", allow_reencoded=True)
        done = rehydrate(shared, title, tmp_path / "out")
        assert (done.made, done.kept) == (1, 4)
        assert_same_pictures(pictures_of(tmp_path / "out"), true_pictures(title))

    def test_another_page_of_the_same_name_or_size_is_not_taken(
        self, title: Path, shared: Path, tmp_path: Path, make_episode: MakeEpisode
    ) -> None:
        other = tmp_path / "other"
        make_episode(other, "0001", pages=[np.full((80, 60, 3), 30 * k, np.uint8) for k in range(3)])
        write_bytes(
            other / "episodes" / "0002" / "pages" / "000.png",
            encode(np.zeros((70, 60, 3), np.uint8), "png"),
        )
        write_bytes(other / "episodes" / "0002" / "pages" / "001.png", b"no picture")
        done = rehydrate(shared, other, tmp_path / "out", allow_reencoded=True)
        states = [(one.episode, one.page.file, one.state) for one in done.missing]
        assert states == [
            ("0001", "000.png", "different"),
            ("0001", "001.png", "different"),
            ("0001", "002.png", "different"),
            ("0002", "000.png", "different"),
            ("0002", "001.png", "different"),
            ("0002", "002.png", "missing"),
        ]
        remedies = [one.remedy for one in done.missing]
        assert "shows something else" in remedies[0]
        assert "60 x 70 pixels instead of 60 x 80" in remedies[3]
        assert not done.labels.pictures

    def test_blank_pages_are_told_apart_by_their_colour(
        self, tmp_path: Path, make_episode: MakeEpisode
    ) -> None:
        title = tmp_path / "blank"
        shades = [np.full((80, 60, 3), shade, np.uint8) for shade in (255, 128, 0)]
        make_episode(title, pages=shades, boxes=((0, 70, 60, 170),))
        write_pixel_free(title, tmp_path / "a.json")
        assert all(page.blank for page in load_pixel_free(tmp_path / "a.json").episodes[0].pages)
        for number, shade in enumerate((0, 131, 252)):
            write_bytes(
                tmp_path / "mess" / f"{number}.jpg", encode(np.full((80, 60, 3), shade, np.uint8), "jpg")
            )
        done = rehydrate(tmp_path / "a.json", tmp_path / "mess", tmp_path / "out", allow_reencoded=True)
        assert [Path(one.where).name for one in done.pages] == ["2.jpg", "1.jpg", "0.jpg"]
        (made,) = pictures_of(tmp_path / "out").values()
        assert [int(made[row].mean()) for row in (0, 50, 99)] == [252, 131, 0]

    def test_pages_of_other_widths_lie_in_the_strip_as_they_did(
        self, tmp_path: Path, make_episode: MakeEpisode
    ) -> None:
        title = tmp_path / "wide"
        rng = np.random.default_rng(5)
        pages = [rng.integers(0, 256, (h, w, 3), dtype=np.uint8) for h, w in ((40, 60), (77, 90), (40, 60))]
        make_episode(title, pages=pages, boxes=((10, 30, 50, 120),))
        write_pixel_free(title, tmp_path / "a.json")
        assert rehydrate(tmp_path / "a.json", title, tmp_path / "out").complete
        assert_same_pictures(pictures_of(tmp_path / "out"), true_pictures(title))

    def test_bubbles_get_no_picture(self, tmp_path: Path, make_episode: MakeEpisode) -> None:
        title = tmp_path / "talk"
        make_episode(title, boxes=((0, 0, 60, 50), (10, 60, 50, 90)), kinds=("panel", "bubble"))
        write_pixel_free(title, tmp_path / "a.json")
        assert [cut.kind for cut in load_pixel_free(tmp_path / "a.json").episodes[0].cuts] == [
            "panel",
            "bubble",
        ]
        done = rehydrate(tmp_path / "a.json", title, tmp_path / "out")
        assert [picture.file for picture in done.labels.pictures] == ["0001/000000.png"]

    def test_a_folder_that_is_not_there_is_named(self, shared: Path, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="no such file or folder"):
            rehydrate(shared, tmp_path / "nowhere", tmp_path / "out")

    def test_a_page_that_is_there_twice_in_an_episode_is_found_for_both(
        self, tmp_path: Path, make_episode: MakeEpisode
    ) -> None:
        title = tmp_path / "twice"
        page = np.random.default_rng(1).integers(0, 256, (40, 60, 3), dtype=np.uint8)
        make_episode(title, pages=[page, page], boxes=((0, 20, 60, 60),))
        write_pixel_free(title, tmp_path / "a.json")
        (title / "episodes" / "0001" / "pages" / "000.png").unlink()
        done = rehydrate(tmp_path / "a.json", title, tmp_path / "out")
        assert done.complete
        (made,) = pictures_of(tmp_path / "out").values()
        assert np.array_equal(made, np.concatenate([page[20:], page[:20]]))
