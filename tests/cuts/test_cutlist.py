"""The cut list: its ids and rules, and what holds for the cuts of any strip."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from toonseg.cuts import Cut, CutList, find_cuts
from toonseg.cuts.cutlist import row_id
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip
from toonseg.synth import Kind, draw_strip, encode_pages

WIDTH = 320


@dataclass(frozen=True)
class Page:
    """A page that lies in memory."""

    name: str
    data: bytes = field(repr=False)

    def read(self) -> bytes:
        return self.data


def strip_of(*pages: bytes) -> Strip:
    return Strip.of([Page(f"{number}.png", data) for number, data in enumerate(pages)])


def assert_whole(strip: Strip, cutlist: CutList) -> None:
    """What must hold for the cuts of any strip."""
    assert (cutlist.strip.width, cutlist.strip.height) == (strip.width, strip.height)
    # Gutters and rough cuts together are the strip: no row is missing, none is there twice.
    spans = [(gutter.y0, gutter.y1) for gutter in cutlist.gutters]
    spans += [(rough.box[1], rough.box[3]) for rough in cutlist.rough]
    ends = [0]
    for y0, y1 in sorted(spans):
        assert y0 == ends[-1] and y1 > y0
        ends.append(y1)
    assert ends[-1] == strip.height
    for rough in cutlist.rough:
        assert (rough.box[0], rough.box[2]) == (0, strip.width)
    ids = [rough.id for rough in cutlist.rough]
    assert len(set(ids)) == len(ids)
    roughs = {rough.id: rough for rough in cutlist.rough}
    assert len({cut.id for cut in cutlist.cuts}) == len(cutlist.cuts)
    for cut in cutlist.cuts:
        x0, y0, x1, y1 = cut.box
        assert 0 <= x0 < x1 <= strip.width
        assert roughs[cut.rough].box[1] <= y0 < y1 <= roughs[cut.rough].box[3]
        assert cut.id.startswith(f"{y0:06d}")
    places = [(cut.box[1], cut.box[0]) for cut in cutlist.cuts]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", list(Kind))
def test_drawn_strips_fall_into_gutters_and_cuts_without_rest(kind: Kind) -> None:
    strip = strip_of(*encode_pages(draw_strip(kind, 3, panels=4)))
    cutlist = find_cuts(strip)
    assert_whole(strip, cutlist)
    assert cutlist.panels
    assert CutList.model_validate_json(cutlist.model_dump_json()) == cutlist


def blocks_of(rows: list[tuple[int, int, int]]) -> Rgb:
    """Rows of plain blocks: (height, shade, seed) each; every other one has something drawn in it."""
    parts = []
    for height, shade, seed in rows:
        part = np.full((height, WIDTH, 3), shade, np.uint8)
        if seed:
            rng = np.random.default_rng(seed)
            x0, x1 = sorted(int(x) for x in rng.choice(WIDTH + 1, 2, replace=False))
            part[:, x0:x1] = rng.integers(0, 256, (height, x1 - x0, 3))
        parts.append(part)
    return np.concatenate(parts)


BLOCK = st.tuples(st.integers(1, 160), st.sampled_from([0, 128, 250, 255]), st.integers(0, 40))


@settings(deadline=None, max_examples=60)
@given(st.lists(BLOCK, min_size=1, max_size=8))
def test_any_strip_falls_into_gutters_and_cuts_without_rest(rows: list[tuple[int, int, int]]) -> None:
    strip = strip_of(encode(blocks_of(rows), "png"))
    assert_whole(strip, find_cuts(strip))


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 255))
def test_tiny_and_blank_strips_are_cut_too(height: int, width: int, shade: int) -> None:
    strip = strip_of(encode(np.full((height, width, 3), shade, np.uint8), "png"))
    assert_whole(strip, find_cuts(strip))


def test_ids_name_the_row_and_letters_follow_where_several_begin_in_it() -> None:
    taken: set[str] = set()
    assert [row_id(592, taken) for _ in range(3)] == ["000592", "000592b", "000592c"]
    assert row_id(1_234_567, taken) == "1234567"
    more = [row_id(0, taken) for _ in range(60)]
    assert len(set(more)) == 60
    assert more[25:28] == ["000000z", "000000ba", "000000bb"]
    assert taken >= set(more)


@pytest.mark.parametrize("box", [(5, 0, 5, 9), (5, 9, 8, 9), (-1, 0, 5, 9), (8, 0, 5, 9)])
def test_an_empty_or_negative_box_is_refused(box: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValidationError, match="box"):
        Cut(id="000000", kind="panel", box=box, rough="000000", confidence=1)


def test_unknown_keys_flags_and_kinds_are_refused() -> None:
    fine = {"id": "000000", "kind": "panel", "box": [0, 0, 5, 5], "rough": "000000", "confidence": 1.0}
    assert Cut.model_validate(fine).flags == []
    for change in ({"colour": 1}, {"flags": ["odd"]}, {"kind": "page"}, {"confidence": 1.01}):
        with pytest.raises(ValidationError):
            Cut.model_validate(fine | change)
