"""A title's labels by cuts, and back: labels lie where the drawing is, whatever becomes of the cuts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from toonseg.annotations import Instance, LabelSet, Mask, Origin, Picture, ProblemKind
from toonseg.annotations.labels import (
    Person,
    instance_of,
    labels_file,
    labels_of,
    read_labels,
    write_labels,
)
from toonseg.annotations.title import in_box, read_title, write_title
from toonseg.cuts.cutlist import CutList
from toonseg.errors import LabelError, WriteError
from toonseg.strip import Box
from toonseg.workspace import CUTS_FILE, EpisodeFolder, write_bytes

MakeEpisode = Callable[..., EpisodeFolder]
SetCuts = Callable[..., CutList]
Shown = Counter[tuple[str, bytes, tuple[int, ...]]]

WIDTH, HEIGHT = 60, 240


@st.composite
def an_instance(draw: st.DrawFn) -> Instance:
    """Any small mask somewhere in the strip; it may have several parts and holes."""
    height, width = draw(st.integers(1, 30)), draw(st.integers(1, 20))
    pixels = draw(hnp.arrays(bool, (height, width), fill=st.booleans()))
    pixels[draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))] = True
    at = (draw(st.integers(0, WIDTH - width)), draw(st.integers(0, HEIGHT - height)))
    cls = draw(st.sampled_from(["hair", "tie"]))
    character = draw(st.one_of(st.none(), st.integers(0, 3), st.just("나")))
    score = draw(st.one_of(st.none(), st.sampled_from([0.25, 0.5])))
    return Instance(cls, Mask.of_pixels(pixels, at), score=score, source="drawn", character=character)


@st.composite
def a_box(draw: st.DrawFn) -> Box:
    x0, y0 = draw(st.integers(0, WIDTH - 1)), draw(st.integers(0, HEIGHT - 1))
    return (x0, y0, draw(st.integers(x0 + 1, WIDTH)), draw(st.integers(y0 + 1, HEIGHT)))


some_instances = st.lists(an_instance(), max_size=6)
ONE_PIXEL = Instance("hair", Mask.of_pixels(np.ones((1, 1), bool)), source="drawn")
some_boxes = st.lists(a_box(), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory, make_episode: MakeEpisode) -> EpisodeFolder:
    """An episode whose cuts and labels each example writes anew."""
    return make_episode(tmp_path_factory.mktemp("title"))


def put(episode: EpisodeFolder, instances: list[Instance]) -> bytes:
    """Write labels; the file's bytes."""
    write_labels(labels_file(episode), labels_of(instances, (WIDTH, HEIGHT)))
    return labels_file(episode).read_bytes()


def got(episode: EpisodeFolder) -> list[Instance]:
    """The episode's instances, in strip coordinates."""
    return [instance_of(label) for label in read_labels(labels_file(episode)).instances]


def shown(instances: list[Instance] | tuple[Instance, ...]) -> Shown:
    """Instances so that two lists of the same ones in any order are equal."""
    return Counter((one.cls, one.mask.pixels().tobytes(), one.box) for one in instances)


def canvas(one: Instance) -> np.ndarray[Any, Any]:
    """HW bool of the whole strip."""
    return one.mask.within((0, 0, WIDTH, HEIGHT))


class TestFollowing:
    @given(instances=some_instances, boxes=some_boxes)
    @settings(max_examples=60, deadline=None)
    def test_every_cut_has_the_pixels_that_lie_in_its_box(
        self, episode: EpisodeFolder, set_cuts: SetCuts, instances: list[Instance], boxes: list[Box]
    ) -> None:
        put(episode, instances)
        set_cuts(episode, boxes)
        labels = read_title(episode.title)
        assert [p.origin and p.origin.box for p in labels.pictures] == boxes
        for picture, (x0, y0, x1, y1) in zip(labels.pictures, boxes, strict=True):
            assert (picture.width, picture.height) == (x1 - x0, y1 - y0)
            inside = [(k, canvas(one)[y0:y1, x0:x1]) for k, one in enumerate(instances)]
            true = [(k + 1, pixels) for k, pixels in inside if pixels.any()]
            found = [(p.id, p.mask.within((0, 0, x1 - x0, y1 - y0))) for p in picture.instances]
            assert [number for number, _ in found] == [number for number, _ in true]
            for (_, mine), (_, other) in zip(found, true, strict=True):
                assert np.array_equal(mine, other)
            for one in picture.instances:
                first = instances[(one.id or 0) - 1]
                assert (one.cls, one.character, one.score) == (first.cls, first.character, first.score)

    @given(instances=some_instances, boxes=some_boxes)
    @settings(max_examples=60, deadline=None)
    def test_what_is_read_and_written_again_changes_nothing(
        self, episode: EpisodeFolder, set_cuts: SetCuts, instances: list[Instance], boxes: list[Box]
    ) -> None:
        before = put(episode, instances)
        set_cuts(episode, boxes)
        labels = read_title(episode.title)
        done = write_title(labels, episode.title)
        assert labels_file(episode).read_bytes() == before
        assert (done.new, done.changed, done.removed) == (0, 0, 0)
        assert done.untouched == len({one.id for one in labels.instances})

    @pytest.mark.parametrize("deleted", [True, False])
    def test_an_edit_of_one_cut_is_not_undone_by_a_cut_that_overlaps_it(
        self, episode: EpisodeFolder, set_cuts: SetCuts, deleted: bool
    ) -> None:
        small, large = np.ones((20, 20), bool), np.ones((20, 30), bool)
        put(episode, [Instance("hair", Mask.of_pixels(small, (10, 90)))])
        set_cuts(episode, [(0, 0, 60, 120), (0, 80, 60, 200)])
        labels = read_title(episode.title)
        first, *others = labels.pictures
        edited = () if deleted else (Instance("hair", Mask.of_pixels(large, (10, 90))),)
        for order in (1, -1):
            pictures = (replace(first, instances=edited), *others)[::order]
            put(episode, [Instance("hair", Mask.of_pixels(small, (10, 90)))])
            done = write_title(labels.with_pictures(pictures), episode.title)
            kept = read_labels(labels_file(episode)).instances
            assert [one.area for one in kept] == ([] if deleted else [600])
            assert (done.removed, done.changed) == ((1, 0) if deleted else (0, 1))

    @given(instances=some_instances, old=some_boxes, new=some_boxes)
    @settings(max_examples=40, deadline=None)
    def test_what_was_read_before_the_cuts_moved_still_comes_home(
        self,
        episode: EpisodeFolder,
        set_cuts: SetCuts,
        instances: list[Instance],
        old: list[Box],
        new: list[Box],
    ) -> None:
        before = put(episode, instances)
        set_cuts(episode, old)
        labels = read_title(episode.title)
        set_cuts(episode, new)
        write_title(labels, episode.title)
        assert labels_file(episode).read_bytes() == before

    @given(instances=some_instances, box=a_box(), at=st.integers(1, HEIGHT - 1))
    @settings(max_examples=40, deadline=None)
    def test_a_cut_that_is_split_shares_its_labels_out(
        self, episode: EpisodeFolder, set_cuts: SetCuts, instances: list[Instance], box: Box, at: int
    ) -> None:
        put(episode, instances)
        x0, y0, x1, y1 = box
        if y1 - y0 < 2:
            return
        middle = y0 + 1 + at % (y1 - y0 - 1)
        set_cuts(episode, [box])
        (whole,) = read_title(episode.title).pictures
        set_cuts(episode, [(x0, y0, x1, middle), (x0, middle, x1, y1)])
        upper, lower = read_title(episode.title).pictures
        pieces: dict[int | None, Mask] = {}
        for one in (*upper.instances, *(piece.moved(0, middle - y0) for piece in lower.instances)):
            known = pieces.get(one.id)
            pieces[one.id] = one.mask if known is None else known.joined(one.mask)
        assert set(pieces) == {one.id for one in whole.instances}
        assert all(pieces[one.id].same_pixels(one.mask) for one in whole.instances)

    @given(instances=some_instances, box=a_box(), drawn=some_instances)
    @example(instances=[], box=(0, 0, 1, 1), drawn=[ONE_PIXEL, ONE_PIXEL])
    @settings(max_examples=80, deadline=None)
    def test_a_cut_that_was_labelled_anew_has_the_new_labels_and_no_others(
        self,
        episode: EpisodeFolder,
        set_cuts: SetCuts,
        instances: list[Instance],
        box: Box,
        drawn: list[Instance],
    ) -> None:
        put(episode, instances)
        set_cuts(episode, [box])
        (picture,) = read_title(episode.title).pictures
        new = replace(picture, instances=in_box(drawn, box))
        done = write_title(LabelSet((new,)), episode.title)
        (back,) = read_title(episode.title).pictures
        assert shown(back.instances) == shown(new.instances)
        assert done.new + done.changed + done.untouched == len(new.instances)
        # Whatever had no pixel in the box is as it was.
        apart = [one for one in instances if not one.mask.within(box).any()]
        outside = [one for one in got(episode) if not one.mask.within(box).any()]
        assert shown(apart) <= shown(outside)

    @given(instances=st.lists(an_instance(), min_size=1, max_size=4), box=a_box())
    @settings(max_examples=40, deadline=None)
    def test_an_instance_that_is_cut_by_the_box_keeps_what_lies_outside(
        self, episode: EpisodeFolder, set_cuts: SetCuts, instances: list[Instance], box: Box
    ) -> None:
        put(episode, instances)
        set_cuts(episode, [box])
        (picture,) = read_title(episode.title).pictures
        scored = tuple(replace(one, score=0.75) for one in picture.instances)
        done = write_title(LabelSet((replace(picture, instances=scored),)), episode.title)
        assert (done.new, done.changed, done.removed) == (0, len(scored), 0)
        assert shown(got(episode)) == shown(instances)
        touched = {one.id for one in scored}
        for number, one in enumerate(got(episode), 1):
            assert (one.score == 0.75) == (number in touched)


def square(x0: int, y0: int, side: int) -> Mask:
    return Mask.of_pixels(np.ones((side, side), bool), (x0, y0))


def test_joined_cuts_have_the_labels_of_both(episode: EpisodeFolder, set_cuts: SetCuts) -> None:
    put(episode, [Instance("hair", square(10, 10, 20)), Instance("tie", square(10, 100, 20))])
    set_cuts(episode, [(0, 0, 60, 80), (0, 80, 60, 160)])
    assert [[one.cls for one in p.instances] for p in read_title(episode.title).pictures] == [
        ["hair"],
        ["tie"],
    ]
    set_cuts(episode, [(5, 0, 60, 160)])
    (picture,) = read_title(episode.title).pictures
    assert [(one.cls, one.box) for one in picture.instances] == [
        ("hair", (5, 10, 25, 30)),
        ("tie", (5, 100, 25, 120)),
    ]


class TestBringingHome:
    """What people do to a cut's labels in another tool."""

    @pytest.fixture
    def rain(self, tmp_path: Path, make_episode: MakeEpisode) -> EpisodeFolder:
        """One cut, rows 50..150, with hair that hangs out of its top and a tie inside."""
        rings = (np.array([[20.0, 80.0], [30, 80], [30, 90], [20, 90]]),)
        hair = Instance("hair", square(10, 40, 30), source="drawn", character=2, extra={"flags": {"a": True}})
        tie = Instance("tie", square(20, 80, 10), source="drawn", character="나", rings=rings, crowd=True)
        return make_episode(tmp_path / "rain", boxes=((0, 50, 60, 150),), instances=[hair, tie])

    def brought(self, rain: EpisodeFolder, *instances: Instance) -> list[Instance]:
        (picture,) = read_title(rain.title).pictures
        write_title(LabelSet((replace(picture, instances=instances),)), rain.title)
        return got(rain)

    def test_what_is_only_moved_a_little_stays_the_same_instance(self, rain: EpisodeFolder) -> None:
        hair, tie = read_title(rain.title).pictures[0].instances
        better = Instance("hair", hair.mask.moved(2, 1), source="labelme")
        first, second = self.brought(rain, better, tie)
        assert (first.source, first.character) == ("labelme", 2)
        assert first.mask.within((0, 40, 60, 50)).sum() == 30 * 10  # what hangs out of the cut
        assert (first.box[0], first.box[1], first.box[3]) == (10, 40, 71)
        assert (second.crowd, second.character, second.rings is not None) == (True, "나", True)

    def test_rings_and_what_the_file_said_stay_with_what_nobody_touched(self, rain: EpisodeFolder) -> None:
        hair, tie = read_title(rain.title).pictures[0].instances
        # Another tool knows nothing of characters.
        first, second = self.brought(rain, replace(hair, character=None), replace(tie, character=None))
        assert (first.character, first.extra, second.character) == (2, {"flags": {"a": True}}, "나")

    def test_what_was_taken_away_goes_whole_if_most_of_it_was_here(self, rain: EpisodeFolder) -> None:
        (hair, _) = read_title(rain.title).pictures[0].instances
        assert [one.cls for one in self.brought(rain, hair)] == ["hair"]
        assert self.brought(rain) == []

    def test_what_lay_mostly_elsewhere_keeps_that_part(self, rain: EpisodeFolder) -> None:
        put(rain, [Instance("hair", square(10, 25, 30), rings=(np.zeros((3, 2)),))])
        (left,) = self.brought(rain)
        assert left.box == (10, 25, 40, 50)
        assert left.rings is None

    def test_another_class_is_another_instance(self, rain: EpisodeFolder) -> None:
        hair, tie = read_title(rain.title).pictures[0].instances
        left = self.brought(rain, hair, replace(tie, cls="vest", character=None))
        assert [(one.cls, one.character) for one in left] == [("hair", 2), ("vest", None)]

    def test_a_class_is_written_by_its_own_name(self, rain: EpisodeFolder) -> None:
        left = self.brought(rain, Instance("Necktie", square(20, 30, 10)), Instance("shoes", square(1, 1, 5)))
        assert [one.cls for one in left] == ["tie", "shoes"]

    def test_labels_are_numbered_from_one_and_the_cast_stays(self, rain: EpisodeFolder) -> None:
        person = Person.model_validate({"character": 2, "hair": [1, 2, 3], "skin": [9, 9, 9], "outfit": []})
        path = labels_file(rain)
        write_labels(path, read_labels(path).model_copy(update={"characters": [person]}))
        (_, tie) = read_title(rain.title).pictures[0].instances
        self.brought(rain, tie, Instance("vest", square(40, 10, 5), id=77))
        labels = read_labels(path)
        assert [label.id for label in labels.instances] == [1, 2]
        assert labels.characters == [person]

    def test_an_episode_without_labels_gets_them(self, rain: EpisodeFolder) -> None:
        labels_file(rain).unlink()
        assert read_title(rain.title).pictures[0].instances == ()
        (left,) = self.brought(rain, Instance("hair", square(0, 0, 9)))
        assert left.box == (0, 50, 9, 59)

    @pytest.mark.parametrize(
        "name",
        [
            "0001/000050.png",
            "cuts/0001/000050.jpg",
            "train/0001/000050.png",
            "0001_000050.png",
            "Episode1/outputs/50.jpg",
            "cuts/Episode1/outputs/50.jpg",
        ],
    )
    def test_pictures_are_known_by_their_names(self, rain: EpisodeFolder, name: str) -> None:
        one = Picture(name, 60, 100, (Instance("vest", square(5, 60, 8)),))
        done = write_title(LabelSet((one,)), rain.title)
        assert (done.episodes, done.new, done.removed) == (("0001",), 1, 2)
        assert [left.box for left in got(rain)] == [(5, 110, 13, 118)]

    @pytest.mark.parametrize(
        ("name", "size", "kind", "text"),
        [
            ("0001/000051.png", (60, 100), ProblemKind.PICTURE_MISSING, "no cut 000051"),
            ("0009/000050.png", (60, 100), ProblemKind.PICTURE_MISSING, "is of no cut episode"),
            ("0001/000050.png", (60, 99), ProblemKind.PICTURE_SIZE, "60 x 99 pixels, its cut 60 x 100"),
            ("portrait.png", (60, 100), ProblemKind.PICTURE_MISSING, "is no name of a cut"),
        ],
    )
    def test_a_picture_of_no_cut_is_told_and_costs_only_itself(
        self, rain: EpisodeFolder, name: str, size: tuple[int, int], kind: ProblemKind, text: str
    ) -> None:
        stranger = Picture(name, *size, (Instance("vest", square(0, 0, 3)),))
        (own,) = read_title(rain.title).pictures
        done = write_title(LabelSet((stranger, own), name="set.json"), rain.title)
        (problem,) = done.problems
        assert (problem.kind, problem.file, problem.where) == (kind, "set.json", name)
        assert text in problem.text
        assert problem.remedy
        assert done.untouched == 2
        with pytest.raises(LabelError, match=text):
            write_title(LabelSet((stranger,)), rain.title)

    def test_a_set_without_pictures_is_refused(self, rain: EpisodeFolder) -> None:
        with pytest.raises(LabelError, match="no picture of this title"):
            write_title(LabelSet(()), rain.title)

    def test_labels_that_cannot_be_read_are_not_written_over(self, rain: EpisodeFolder) -> None:
        labels = read_title(rain.title)
        labels_file(rain).write_bytes(b"{")
        with pytest.raises(LabelError, match=r"0001\.json"):
            write_title(labels, rain.title)
        assert labels_file(rain).read_bytes() == b"{"

    def test_where_nothing_can_be_written_the_labels_stay(self, rain: EpisodeFolder) -> None:
        before = labels_file(rain).read_bytes()
        labels = read_title(rain.title)
        home = labels_file(rain).parent
        home.rename(home.with_name("away"))
        write_bytes(home, b"a file where the folder was")
        with pytest.raises(WriteError):
            write_title(labels, rain.title)
        assert (home.with_name("away") / "0001.json").read_bytes() == before


class TestReading:
    @pytest.fixture
    def title(self, tmp_path: Path, make_episode: MakeEpisode) -> Path:
        folder = tmp_path / "rain"
        make_episode(folder, "0001", instances=[Instance("hair", square(10, 10, 9))])
        make_episode(folder, "0010")
        return folder

    def test_episodes_in_order_panels_only_and_paths_of_what_is_there(
        self, title: Path, set_cuts: SetCuts
    ) -> None:
        set_cuts(EpisodeFolder(title, "0010"), [(0, 0, 60, 50), (0, 60, 60, 90)], ["bubble", "panel"])
        picture = title / "cuts" / "0001" / "000075.png"
        write_bytes(picture, b"")
        labels = read_title(title)
        assert [p.file for p in labels.pictures][-2:] == ["0001/000140b.png", "0010/000060.png"]
        assert {p.file: p.path for p in labels.pictures if p.path} == {"0001/000075.png": picture}
        assert labels.pictures[-1].origin == Origin("rain", "0010", "000060", (0, 60, 60, 90))
        assert not labels.problems

    def test_episodes_may_be_chosen(self, title: Path) -> None:
        assert {p.file[:4] for p in read_title(title, ["0010"]).pictures} == {"0010"}
        with pytest.raises(LabelError, match=r"no episode 0002.*0001, 0010"):
            read_title(title, ["0002"])

    @pytest.mark.parametrize(
        ("file", "content"),
        [
            ("cuts/0001/cuts.json", None),
            ("cuts/0001/cuts.json", b"{}"),
            ("labels/0001.json", b'{"version": 1}'),
            ("labels/0001.json", b""),
        ],
    )
    def test_an_episode_that_cannot_be_read_costs_only_itself(
        self, title: Path, file: str, content: bytes | None
    ) -> None:
        path = title / file
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        labels = read_title(title)
        assert {p.file[:4] for p in labels.pictures} == {"0010"}
        (problem,) = labels.problems
        assert problem.file == str(path)
        assert problem.remedy
        with pytest.raises(LabelError, match=path.name):
            read_title(title, ["0001"])

    def test_cuts_of_an_episode_are_missing(self, title: Path) -> None:
        for name in ("0001", "0010"):
            (title / "cuts" / name / CUTS_FILE).unlink()
        with pytest.raises(LabelError, match=r"cuts\.json"):
            read_title(title)
