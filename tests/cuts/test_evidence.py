"""The figures of runs: one a column, finite for any strip, and what their names say."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts.evidence import FARED, SEEN, SURE, Table, compare_chances, measure_runs
from toonseg.cuts.palette import APART
from toonseg.cuts.runs import SAME, Run, find_runs
from toonseg.cuts.sides import Placed, Side, place_runs
from toonseg.cuts.sketch import BINS, sketch_strip
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip

WIDTH = 480
WHITE, BLACK, PINK = (255, 255, 255), (0, 0, 0), (250, 180, 200)
Colour = tuple[int, int, int]


def flat(height: int, colour: Colour = WHITE) -> Rgb:
    return np.full((height, WIDTH, 3), colour, np.uint8)


def drawing(height: int, seed: int = 0) -> Rgb:
    """A coloured room with blots in it, over the whole width."""
    rng = np.random.default_rng([seed, height])
    coarse = rng.integers(50, 190, (height // 60 + 2, WIDTH // 60 + 2, 3)).astype(np.uint8)
    pixels = np.asarray(cv2.resize(coarse, (WIDTH, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    for _ in range(height * WIDTH // 6000):
        centre = (int(rng.integers(WIDTH)), int(rng.integers(height)))
        cv2.circle(pixels, centre, int(rng.integers(6, 40)), rng.integers(20, 200, 3).tolist(), -1)
    return pixels


def ramp(height: int, seed: int = 0) -> Rgb:
    ends = np.random.default_rng(seed).integers(0, 255, (2, 3))
    return np.linspace(ends[0], ends[1], height)[:, None].repeat(WIDTH, axis=1).astype(np.uint8)


def paper(height: int, seed: int = 0) -> Rgb:
    noise = np.random.default_rng(seed).normal(190, 16, (height, WIDTH, 1))
    return np.clip(noise, 0, 255).repeat(3, axis=2).astype(np.uint8)


def measured(*parts: Rgb) -> tuple[list[list[Placed]], Table]:
    data = encode(np.concatenate(parts), "png")
    sketch = sketch_strip(Strip.of([SimpleNamespace(name="page", read=lambda: data)]))
    chains = place_runs(sketch, find_runs(sketch))
    return chains, measure_runs(sketch, chains)


def seen_of(*parts: Rgb) -> list[dict[str, float]]:
    """What is seen of each run, top to bottom, by name."""
    _, table = measured(*parts)
    return [dict(zip(SEEN, row, strict=True)) for row in table.tolist()]


def test_columns_have_names_of_their_own() -> None:
    assert len(set(SEEN)) == len(SEEN)
    assert len(set(FARED)) == len(FARED)


def test_a_run_is_told_by_its_height_colour_and_kind() -> None:
    white, pink, black, gradient, texture = seen_of(
        drawing(200), flat(40), drawing(200, 1), flat(80, PINK), drawing(200, 2), flat(50, BLACK),
        drawing(200, 3), ramp(90), drawing(200, 4), paper(96), drawing(200, 5),
    )  # fmt: skip
    assert white["height"] == 0 and pink["height"] == pytest.approx(np.log(2))
    assert (white["lightness"], black["lightness"], pink["lightness"]) == (255, 0, pytest.approx(210))
    assert (white["saturation"], black["saturation"], pink["saturation"]) == (0, 0, 70)
    assert white["plain-paper"] == black["plain-paper"] == 1
    assert pink["plain-paper"] == 0
    assert [run["gradient"] for run in (white, pink, black, gradient, texture)] == [0, 0, 0, 1, 0]
    assert [run["texture"] for run in (white, pink, black, gradient, texture)] == [0, 0, 0, 0, 1]
    assert texture["busy"] > 0.5 and texture["grain"] > 20
    assert white["busy"] == white["grain"] == 0


def test_the_ends_of_a_run_are_counted() -> None:
    runs = seen_of(flat(60), drawing(200), flat(60), drawing(200, 1), flat(60, PINK), flat(60, BLACK))
    first, between, pink, last = runs
    assert (first["strip-end"], first["straight"]) == (1, 1)
    assert (between["straight"], between["strip-end"], between["run"], between["alone"]) == (2, 0, 0, 1)
    assert between["least-width"] == pytest.approx(1, abs=0.1)
    assert between["both-widths"] == pytest.approx(2, abs=0.2)
    assert (pink["straight"], pink["run"], pink["alone"]) == (1, 1, 0)
    assert (last["run"], last["strip-end"], last["alone"]) == (1, 1, 0)


def test_a_picture_that_goes_on_is_told_from_another_one() -> None:
    columns = np.repeat(drawing(60)[:1], 240, axis=0)
    (same,) = seen_of(columns, flat(50), columns)
    (other,) = seen_of(columns, flat(50), drawing(240, 7))
    assert (same["extent"], same["alike"], same["goes-on"]) == (1, 1, 1)
    assert same["correlation"] > 0.99 and same["difference"] == 0
    assert other["goes-on"] < 0.6 and other["difference"] > same["difference"]
    assert other["correlation"] < 0.9
    assert same["shared-colours"] > other["shared-colours"]


def test_runs_of_one_colour_are_counted_near_and_far() -> None:
    parts = [part for k in range(4) for part in (flat(50), drawing(APART + 50, k))]
    alike = seen_of(*parts, flat(50, PINK), drawing(200, 9))
    *white, pink = alike
    assert [run["like-it"] for run in white] == pytest.approx([np.log(4)] * 4)
    assert [run["like-it-far"] for run in white] == pytest.approx([np.log(4)] * 4)
    assert all(run["like-it-near"] == 0 and run["like-it-alone"] == 1 for run in white)
    assert pink["like-it"] == pink["like-it-far"] == pink["like-it-alone"] == 0
    near = seen_of(flat(50), drawing(100), flat(50), drawing(100, 1))
    assert all(run["like-it-near"] == 1 and run["like-it-far"] == 0 for run in near)


def test_a_colour_that_many_gutters_have_is_known() -> None:
    parts = [part for k in range(6) for part in (drawing(APART + 50, k), flat(60))]
    *white, pink = seen_of(*parts, drawing(300, 9), flat(60, PINK), drawing(300, 10))
    assert min(run["support"] for run in white) > pink["support"]
    assert min(run["weight"] for run in white) > pink["weight"]


PAINT = {
    "white": lambda rows, _: flat(rows),
    "grey": lambda rows, seed: flat(rows, (40 + seed % 200,) * 3),
    "drawing": drawing,
    "ramp": ramp,
    "paper": paper,
}
part = st.tuples(st.sampled_from(sorted(PAINT)), st.integers(1, 130), st.integers(0, 10_000))


@settings(max_examples=30, deadline=None)
@given(st.lists(part, min_size=1, max_size=10))
def test_figures_of_any_strip_are_finite_one_row_a_run(parts: list[tuple[str, int, int]]) -> None:
    chains, seen = measured(*(PAINT[name](rows, seed) for name, rows, seed in parts))
    count = sum(map(len, chains))
    assert seen.shape == (count, len(SEEN))
    assert np.isfinite(seen).all()
    for level in (0.0, 0.5, 1.0):
        fared = compare_chances(chains, np.full(count, level))
        assert fared.shape == (count, len(FARED))
        assert np.isfinite(fared).all()


@pytest.mark.parametrize("canvas", [drawing(300), drawing(1), flat(300), flat(1), flat(300, PINK)])
def test_a_strip_of_one_thing_is_measured_too(canvas: Rgb) -> None:
    chains, seen = measured(canvas)
    assert seen.shape == (sum(map(len, chains)), len(SEEN))
    assert np.isfinite(seen).all()


def placed(y: int, height: int, colour: Colour) -> Placed:
    profile = np.full((BINS, 3), colour, np.float32)
    return Placed(Run(y, y + height, "flat", colour, profile, profile, 0), Side("run"), Side("run"), False)


runs = st.lists(
    st.tuples(
        st.integers(1, 400), st.sampled_from([WHITE, (250, 252, 255), PINK, BLACK]),
        st.floats(0, 1), st.booleans(),
    ),
    min_size=1,
    max_size=9,
)  # fmt: skip


@settings(deadline=None)
@given(runs)
def test_how_the_runs_like_it_fared(described: list[tuple[int, Colour, float, bool]]) -> None:
    chains: list[list[Placed]] = []
    y = 0
    for height, colour, _, joins in described:
        run = placed(y, height, colour)
        if joins and chains:
            chains[-1].append(run)
        else:
            chains.append([run])
        y += height + 60
    chances = [chance for _, _, chance, _ in described]
    table = compare_chances(chains, np.array(chances))
    known = [
        (item, chances[k], c)
        for k, (c, item) in enumerate((c, item) for c, chain in enumerate(chains) for item in chain)
    ]
    sure = [item.run.height for item, chance, _ in known if chance > SURE]
    for k, (item, chance, chain) in enumerate(known):
        found = dict(zip(FARED, table[k].tolist(), strict=True))
        others = known[:k] + known[k + 1 :]
        like = [
            (other.run.y0, c) for other, c, _ in others
            if max(abs(p - q) for p, q in zip(other.run.colour, item.run.colour, strict=True)) <= SAME / 2
        ]  # fmt: skip
        far = [c for y0, c in like if abs(y0 - item.run.y0) > APART]
        away = [abs(other.run.y0 - item.run.y0) for other, c, _ in others if c > SURE]
        assert found["chance"] == chance
        assert found["like-it"] == pytest.approx(np.mean([c for _, c in like]) if like else 0.5)
        assert found["like-it-sure"] == pytest.approx(np.log1p(sum(c > 0.5 for _, c in like)))
        assert found["like-it-far"] == pytest.approx(np.mean(far) if far else 0.5)
        assert found["like-it-best"] == max(far, default=0)
        assert found["share-of-sure"] == pytest.approx(sum(c > SURE for _, c in like) / max(len(sure), 1))
        assert found["against-sure"] == pytest.approx(
            np.log(item.run.height / (np.median(sure) if sure else 50))
        )
        assert found["beside"] == max((c for _, c, other in others if other == chain), default=0)
        assert found["to-sure"] == pytest.approx(np.log1p(min(away, default=10**5)))
