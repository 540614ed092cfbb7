"""The files of cuts: what is written, kept, removed and refused."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from toonseg.cuts import export
from toonseg.cuts.cutlist import Cut, CutList, Gutter, RoughCut, plan_of
from toonseg.cuts.export import (
    Places,
    Wanted,
    Written,
    bring_up_to_date,
    check_cutlist,
    plan_pictures,
    seed_places,
    toonseg_places,
)
from toonseg.cuts.made import Made, MadeFile, PictureOptions, hash_pages, read_made, remove_file, write_made
from toonseg.cuts.seed import page_bytes, seed_name
from toonseg.errors import SourceError, WriteError
from toonseg.pictures import Rgb, decode, encode
from toonseg.strip import Box, Strip

WIDTH = 60


@dataclass(frozen=True)
class Page:
    """A page that lies in memory."""

    name: str
    data: bytes = field(repr=False)

    def read(self) -> bytes:
        return self.data


def pixels_of(seed: int, height: int = 100) -> Rgb:
    return np.random.default_rng(seed).integers(0, 256, (height, WIDTH, 3)).astype(np.uint8)


@pytest.fixture
def strip() -> Strip:
    return Strip.of([Page(f"{n}.png", encode(pixels_of(n), "png")) for n in range(2)], title="Tale")


def cuts_of(strip: Strip, *boxes: Box, bubbles: tuple[Box, ...] = ()) -> CutList:
    """One rough cut, and cuts with these boxes."""
    found = sorted([*((box, "panel") for box in boxes), *((box, "bubble") for box in bubbles)])
    cuts = [
        Cut.model_validate(
            {"id": f"{box[1]:06d}", "kind": kind, "box": box, "rough": "000010", "confidence": 1}
        )
        for box, kind in sorted(found, key=lambda entry: entry[0][1])
    ]
    return CutList(
        strip=plan_of(strip),
        gutters=[Gutter(y0=0, y1=10, kind="flat", colour=(255, 255, 255))],
        rough=[RoughCut(id="000010", box=(0, 10, WIDTH, strip.height))],
        cuts=cuts,
    )


def wanted(cutlist: CutList, strip: Strip, **changes: object) -> Wanted:
    text = (cutlist.model_dump_json(indent=1) + "\n").encode()
    usual = Wanted(
        cutlist=cutlist,
        text=text,
        pages=hash_pages(strip.files),
        edited=False,
        options=PictureOptions(),
        pictures=True,
        preview=False,
        force=False,
        rights="mine",
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def write(strip: Strip, places: Places, what: Wanted) -> Written:
    return bring_up_to_date(strip, places, what, read_made(places.home))


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_every_file_is_written_with_the_pixels_of_its_box(strip: Strip, tmp_path: Path) -> None:
    cutlist = cuts_of(strip, (5, 12, 50, 90), (0, 95, 60, 200), bubbles=((7, 91, 30, 94),))
    done = write(strip, toonseg_places(tmp_path), wanted(cutlist, strip))
    assert sorted(tree(tmp_path)) == [
        ".made.json",
        "000012.png",
        "000091.png",
        "000095.png",
        "cuts.json",
        "rough/000010.png",
    ]
    for cut in cutlist.cuts:
        path = tmp_path / f"{cut.id}.png"
        assert np.array_equal(decode(path.read_bytes(), path), strip.crop(cut.box))
    assert CutList.model_validate_json((tmp_path / "cuts.json").read_bytes()) == cutlist
    assert done == Written(written=5, removed=0, notes=())


def test_a_second_run_writes_nothing(strip: Strip, tmp_path: Path) -> None:
    what = wanted(cuts_of(strip, (5, 12, 50, 90)), strip, preview=True)
    write(strip, toonseg_places(tmp_path), what)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert write(strip, toonseg_places(tmp_path), what) == Written(0, 0, ())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert write(strip, toonseg_places(tmp_path), replace(what, force=True)).written == 3


def test_only_what_is_missing_or_damaged_is_written_again(strip: Strip, tmp_path: Path) -> None:
    what = wanted(cuts_of(strip, (5, 12, 50, 90), (0, 95, 60, 200)), strip)
    write(strip, toonseg_places(tmp_path), what)
    whole = tree(tmp_path)
    (tmp_path / "000012.png").unlink()
    (tmp_path / "rough" / "000010.png").write_bytes(b"spoiled")
    (tmp_path / ".part-1.png").write_bytes(b"half")
    assert write(strip, toonseg_places(tmp_path), what).written == 2
    assert tree(tmp_path) == whole


def test_pictures_that_are_no_cuts_any_more_go_and_other_files_stay(strip: Strip, tmp_path: Path) -> None:
    places = toonseg_places(tmp_path)
    write(strip, places, wanted(cuts_of(strip, (5, 12, 50, 90), (0, 95, 60, 200)), strip))
    (tmp_path / "123456.png").write_bytes(b"somebody's")
    changed = write(strip, places, wanted(cuts_of(strip, (5, 12, 40, 90)), strip))
    # The picture whose box has changed, the one that has gone, and the old list.
    assert changed.removed == 2
    assert sorted(tree(tmp_path)) == [
        ".made.json",
        "000012.png",
        "123456.png",
        "cuts.json",
        "rough/000010.png",
    ]
    assert decode((tmp_path / "000012.png").read_bytes(), "").shape == (78, 35, 3)
    assert (tmp_path / "123456.png").read_bytes() == b"somebody's"


def test_other_options_write_other_files(strip: Strip, tmp_path: Path) -> None:
    places = toonseg_places(tmp_path)
    what = wanted(cuts_of(strip, (5, 12, 50, 90)), strip)
    write(strip, places, what)
    write(strip, places, replace(what, options=PictureOptions(picture_format="webp", quality=80)))
    assert sorted(tree(tmp_path)) == [".made.json", "000012.webp", "cuts.json", "rough/000010.webp"]
    coarse = tree(tmp_path)["000012.webp"]
    write(strip, places, replace(what, options=PictureOptions(picture_format="webp", quality=20)))
    assert len(tree(tmp_path)["000012.webp"]) < len(coarse)


def test_without_pictures_right_ones_stay_and_wrong_ones_go(strip: Strip, tmp_path: Path) -> None:
    places = toonseg_places(tmp_path)
    what = wanted(cuts_of(strip, (5, 12, 50, 90), (0, 95, 60, 200)), strip)
    write(strip, places, replace(what, pictures=False))
    assert sorted(tree(tmp_path)) == [".made.json", "cuts.json"]
    write(strip, places, replace(what, options=PictureOptions(picture_format="jpg")))
    assert write(strip, places, replace(what, pictures=False)) == Written(0, 0, ())
    write(strip, places, replace(wanted(cuts_of(strip, (5, 12, 50, 90)), strip), pictures=False))
    assert sorted(tree(tmp_path)) == [".made.json", "000012.jpg", "cuts.json", "rough/000010.jpg"]


def test_a_preview_of_other_cuts_goes(strip: Strip, tmp_path: Path) -> None:
    places = toonseg_places(tmp_path)
    write(strip, places, wanted(cuts_of(strip, (5, 12, 50, 90)), strip, preview=True))
    assert b"mine" in (tmp_path / "preview.html").read_bytes()
    write(strip, places, wanted(cuts_of(strip, (5, 12, 50, 90)), strip))
    assert (tmp_path / "preview.html").is_file()
    write(strip, places, wanted(cuts_of(strip, (5, 12, 50, 91)), strip))
    assert not (tmp_path / "preview.html").exists()


def test_a_foreign_file_in_the_way_is_not_taken_for_a_cut(strip: Strip, tmp_path: Path) -> None:
    foreign = encode(pixels_of(9, 78)[:, :45], "png")
    (tmp_path / "000012.png").write_bytes(foreign)
    write(strip, toonseg_places(tmp_path), wanted(cuts_of(strip, (5, 12, 50, 90)), strip))
    assert np.array_equal(decode((tmp_path / "000012.png").read_bytes(), ""), strip.crop((5, 12, 50, 90)))


@pytest.mark.parametrize("stop_at", range(4))
def test_cuts_json_comes_last_and_a_stopped_run_goes_on(
    stop_at: int, strip: Strip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    what = wanted(cuts_of(strip, (5, 12, 50, 90), (0, 95, 60, 200)), strip, preview=True)
    write(strip, toonseg_places(tmp_path / "whole"), what)
    places = toonseg_places(tmp_path / "stopped")
    # A run of other pages was there before.
    write(strip, places, replace(wanted(cuts_of(strip, (0, 12, 50, 90)), strip), pages="0" * 64))
    count = [0]

    def stop(original):  # type: ignore[no-untyped-def]
        def wrapped(*arguments, **options):  # type: ignore[no-untyped-def]
            if count[0] == stop_at:
                raise KeyboardInterrupt
            count[0] += 1
            return original(*arguments, **options)

        return wrapped

    with monkeypatch.context() as patch:
        for name in ("write_picture", "write_preview"):
            patch.setattr(export, name, stop(getattr(export, name)))
        with pytest.raises(KeyboardInterrupt):
            write(strip, places, what)
    assert not (places.home / "cuts.json").exists()
    done = write(strip, places, what)
    assert done.written == 3 + 2 - stop_at
    assert tree(tmp_path / "stopped") == tree(tmp_path / "whole")


def test_a_full_disk_is_named_and_leaves_no_list(
    strip: Strip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    what = wanted(cuts_of(strip, (5, 12, 50, 90)), strip)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(WriteError, match="No space left"):
            write(strip, toonseg_places(tmp_path), what)
    assert tree(tmp_path) == {}
    assert write(strip, toonseg_places(tmp_path), what).written == 3


def test_what_a_format_cannot_hold_is_written_as_png_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strip: Strip
) -> None:
    monkeypatch.setitem(export.MAX_SIDE, "webp", 100)
    options = PictureOptions(picture_format="webp")
    cutlist = cuts_of(strip, (5, 12, 50, 90))
    done = write(strip, toonseg_places(tmp_path), wanted(cutlist, strip, options=options))
    assert sorted(tree(tmp_path)) == [".made.json", "000012.webp", "cuts.json", "rough/000010.png"]
    assert done.notes == ("rough/000010.png: written as PNG, for WEBP holds at most 100 pixels a side",)


def test_the_seed_tree(tmp_path: Path) -> None:
    jpeg = encode(pixels_of(0), "jpg", quality=70)
    strip = Strip.of([Page("first page.jpg", jpeg), Page("second.png", encode(pixels_of(1), "png"))])
    cutlist = cuts_of(strip, (5, 12, 50, 90), bubbles=((7, 91, 30, 94),))
    options = PictureOptions(picture_format="jpg", layout="seed")
    places = seed_places(tmp_path, 100)
    done = write(strip, places, wanted(cutlist, strip, options=options, preview=True))
    files = tree(tmp_path)
    assert sorted(files) == [
        "cuts/Episode100/.made.json",
        "cuts/Episode100/10.jpg",
        "cuts/Episode100/cuts.json",
        "cuts/Episode100/outputs/12.jpg",
        "cuts/Episode100/preview.html",
        "webcrawlingimg/Episode100/0.jpg",
        "webcrawlingimg/Episode100/1.jpg",
    ]
    assert files["webcrawlingimg/Episode100/0.jpg"] == jpeg
    assert decode(files["webcrawlingimg/Episode100/1.jpg"], "").shape == (100, WIDTH, 3)
    assert len(done.notes) == 1 and "not in outputs/: 1" in done.notes[0]
    assert write(strip, places, wanted(cutlist, strip, options=options, preview=True)).written == 0


def test_pages_that_are_cut_where_they_lie_are_never_removed(strip: Strip, tmp_path: Path) -> None:
    cutlist = cuts_of(strip, (5, 12, 50, 90))
    options = PictureOptions(picture_format="png", layout="seed")
    write(strip, seed_places(tmp_path, 1), wanted(cutlist, strip, options=options))
    pages = sorted((tmp_path / "webcrawlingimg" / "Episode1").iterdir())
    assert len(pages) == 2
    places = seed_places(tmp_path, 1, pages=False)
    write(strip, places, wanted(cutlist, strip, options=options, force=True))
    assert all(page.is_file() for page in pages)


@pytest.mark.parametrize(
    ("cut_id", "name"), [("000592", "592"), ("000592b", "592b"), ("000000", "0"), ("1234567", "1234567")]
)
def test_seed_names(cut_id: str, name: str) -> None:
    assert seed_name(cut_id) == name


def test_pages_are_copied_or_encoded_anew() -> None:
    jpeg, png = encode(pixels_of(0), "jpg"), encode(pixels_of(0), "png")
    assert page_bytes(Page("a", jpeg), "jpg", quality=9, path=Path("a")) is jpeg
    copied = page_bytes(Page("a", png), "jpg", quality=95, path=Path("a"))
    assert copied.startswith(b"\xff\xd8") and decode(copied, "a").shape == (100, WIDTH, 3)


def test_pictures_are_planned_from_top_to_bottom(strip: Strip) -> None:
    boxes = [(0, y, WIDTH, y + 20) for y in range(10, 170, 30)]
    planned, _ = plan_pictures(
        cuts_of(strip, *boxes), strip.files, toonseg_places(Path("x")), PictureOptions()
    )
    tops = [picture.box[1] for picture in planned if picture.box]
    assert tops == sorted(tops) and len(tops) == len(boxes) + 1


@pytest.mark.parametrize(
    ("change", "clue"),
    [
        ({"id": "../../x"}, "is not of the form"),
        ({"id": "000095"}, "stands twice"),
        ({"box": [0, 12, WIDTH + 1, 90]}, "not in the strip"),
        ({"box": [0, 12, WIDTH, 201]}, "not in the strip"),
    ],
)
def test_a_list_that_pictures_cannot_be_cut_by_is_refused(
    change: dict[str, object], clue: str, strip: Strip
) -> None:
    cutlist = cuts_of(strip, (5, 12, 50, 90), (0, 95, 60, 200))
    check_cutlist(cutlist, Path("cuts.json"))
    values = json.loads(cutlist.model_dump_json())
    values["cuts"][0] |= change
    with pytest.raises(SourceError, match=clue) as caught:
        check_cutlist(CutList.model_validate(values), Path("cuts.json"))
    assert caught.value.subject == "cuts.json"


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("000592.png", True),
        ("rough/000592b.webp", True),
        ("cuts/Episode1/outputs/592.jpg", True),
        ("webcrawlingimg/Episode1/0.jpg", True),
        ("cuts/Episode1/preview.html", True),
        ("../000592.png", False),
        ("notes.txt", False),
        ("rough/../000592.png", False),
        ("label.png", False),
    ],
)
def test_a_record_removes_only_names_that_toonseg_gives(name: str, ours: bool, tmp_path: Path) -> None:
    root = tmp_path / "root"
    path = root / name
    for folder in (root / "rough", path.parent):
        folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    assert remove_file(root, name) is ours
    assert path.exists() is not ours
    assert remove_file(root, name) is False


def test_a_record_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    assert read_made(tmp_path) is None
    made = Made(
        finder="f",
        pages="p",
        options=PictureOptions(),
        cuts="c",
        files={"000592.png": MadeFile(box=(0, 1, 2, 3))},
    )
    write_made(tmp_path, made)
    assert read_made(tmp_path) == made
    (tmp_path / ".made.json").write_text('{"version": 9}')
    assert read_made(tmp_path) is None


def test_the_hash_of_pages_sees_names_bytes_and_order() -> None:
    one, two = Page("1.png", b"ab"), Page("2.png", b"c")
    hashes = {
        hash_pages(pages)
        for pages in (
            [one, two],
            [two, one],
            [one],
            [Page("1.png", b"a"), Page("2.png", b"bc")],
            [Page("x.png", b"ab"), two],
        )
    }
    assert len(hashes) == 5
