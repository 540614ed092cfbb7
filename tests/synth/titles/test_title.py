"""Drawn titles on disk: they are read as any title is, and their truth fits their pages."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

import toonseg
from toonseg.annotations.labels import instance_of, labels_file, read_labels
from toonseg.cuts.cutlist import CutList
from toonseg.errors import UsageError
from toonseg.pictures import decode
from toonseg.source.manifest import check_page, read_manifest
from toonseg.synth.strips.kinds import Kind
from toonseg.synth.titles import Order, artist_of, write_titles
from toonseg.synth.titles.artist import rng_of
from toonseg.synth.titles.episodes import draw_story
from toonseg.synth.titles.sheet import contact_sheet, outlined
from toonseg.workspace import EpisodeFolder, find_episodes, read_json, read_settings

ORDER = Order(seed=8, style="FD")


@pytest.fixture(scope="module")
def title(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    (made,) = write_titles(folder, ORDER, panels=4, jobs=1)
    assert made.panels >= 4 and not made.kept
    return made.folder.title


@pytest.fixture(scope="module")
def episode(title: Path) -> EpisodeFolder:
    (found,) = find_episodes(title)
    return found


def test_the_manifest_names_every_page_and_the_rights(title: Path, episode: EpisodeFolder) -> None:
    manifest = read_manifest(episode)
    assert manifest is not None and manifest.complete
    assert manifest.rights == read_settings(title).rights == "drawn by toonseg, CC0"
    assert all(check_page(episode, record) for record in manifest.pages)
    assert sorted(p.name for p in episode.pages.iterdir()) == [record.file for record in manifest.pages]


def test_the_truth_fits_the_strip(episode: EpisodeFolder) -> None:
    cuts = read_json(episode.cuts / "cuts.json", CutList)
    labels = read_labels(labels_file(episode))
    heights = [
        decode((episode.pages / page.file).read_bytes(), page.file).shape[0] for page in cuts.strip.pages
    ]
    assert sum(heights) == cuts.strip.height == labels.height
    assert [page.y for page in cuts.strip.pages] == [sum(heights[:k]) for k in range(len(heights))]
    rows = sorted([(g.y0, g.y1) for g in cuts.gutters] + [(r.box[1], r.box[3]) for r in cuts.rough])
    assert rows[0][0] == 0 and rows[-1][1] == cuts.strip.height
    assert all(above[1] == below[0] for above, below in pairwise(rows))
    assert labels.instances
    for label in labels.instances:
        one = instance_of(label)
        assert one.box == label.box
        assert one.mask.pixels().sum() == one.area == label.area
        x0, y0, x1, y1 = one.box
        homes = [cut.box for cut in cuts.panels if cut.box[1] < y1 and y0 < cut.box[3]]
        assert any(box[0] < x1 and x0 < box[2] for box in homes), "it lies in a panel, if not wholly"


def test_the_colour_bible_names_the_cast(episode: EpisodeFolder) -> None:
    labels = read_labels(labels_file(episode))
    cast = artist_of(ORDER, 1).cast
    assert [person.character for person in labels.characters] == [one.number for one in cast.members]
    worn = {(person.character, garment.cls) for person in labels.characters for garment in person.outfit}
    known = {person.character for person in labels.characters}
    for one in labels.instances:
        if one.character in known and one.cls != "hair":
            assert (one.character, one.cls) in worn


def test_what_is_there_is_kept_and_another_order_is_refused(title: Path) -> None:
    (again,) = write_titles(title.parent, ORDER, panels=4, jobs=1)
    assert again.kept
    with pytest.raises(UsageError, match="another run"):
        write_titles(title.parent, Order(seed=9, style="FD"), panels=4, jobs=1)


def test_several_styles_draw_the_titles_in_turn(title: Path) -> None:
    both = Order(seed=8, style="FD, chibi")
    assert [both.style_of(number) for number in (1, 2, 3)] == ["FD", "chibi", "FD"]
    assert artist_of(both, 2).style == artist_of(Order(seed=8, style="chibi"), 2).style
    assert write_titles(title.parent, both, panels=4, jobs=1)[0].kept, "a title is its own style's"


def test_a_lost_episode_comes_back_byte_for_byte(title: Path, episode: EpisodeFolder) -> None:
    before = {p: p.read_bytes() for p in title.rglob("*") if p.is_file()}
    labels_file(episode).unlink()
    next(episode.pages.iterdir()).unlink()
    write_titles(title.parent, ORDER, panels=4, jobs=1)
    assert {p: p.read_bytes() for p in title.rglob("*") if p.is_file()} == before


def test_toonseg_cut_finds_the_panels(title: Path, episode: EpisodeFolder, tmp_path: Path) -> None:
    (result,) = toonseg.cut(title, out=tmp_path, pictures=False)
    found = read_json(result.folder / "cuts.json", CutList)
    true = read_json(episode.cuts / "cuts.json", CutList)

    def iou(a: tuple[int, ...], b: tuple[int, ...]) -> float:
        wide, tall = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
        both = max(wide, 0) * max(tall, 0)
        return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)

    hits = sum(max(iou(cut.box, other.box) for other in found.panels) > 0.8 for cut in true.panels)
    assert hits >= len(true.panels) / 2


@pytest.mark.parametrize(
    "kind",
    [None, Kind.RINGING, Kind.BANDS, Kind.FRAMELESS]
    + [pytest.param(kind, marks=pytest.mark.slow) for kind in Kind],
)
def test_strips_of_every_kind_have_their_instances_in_their_panels(kind: Kind | None) -> None:
    story = draw_story(artist_of(ORDER, 1), kind, rng_of(ORDER, 4), panels=3, width=400, words=("제목",))
    assert story.pixels.shape == (story.truth.height, 400, 3)
    assert len(story.instances) == len(story.truth.panels)
    for box, found in zip(story.truth.panels, story.instances, strict=True):
        for one in found:
            x0, y0, x1, y1 = one.box
            # Of figures that break the frame, something lies outside.
            assert box[0] - 200 <= x0 < x1 <= box[2] + 200 and box[1] - 200 <= y0 < y1 <= box[3] + 200
            assert x0 < box[2] and box[0] < x1 and y0 < box[3] and box[1] < y1


def test_outlines_change_only_what_lies_at_instances() -> None:
    from toonseg.synth.titles.dataset import draw_numbered

    cut = draw_numbered(ORDER, 2)
    assert cut.instances
    shown = outlined(cut.picture, cut.instances)
    changed = (shown != cut.picture).any(2)
    near = cv2.dilate((cut.ids > 0).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert changed.any() and not (changed & ~near).any()
    assert contact_sheet([cut, cut, cut], columns=2, width=100).shape[1] == 2 * 106 + 6
