"""Drawn strips: the same seed draws the same pixels, and the truth is true."""

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

from toonseg.synth import Kind, draw_episode, draw_strip

# Kinds whose pixels went through JPEG or resampling: their gutters are only nearly of one kind.
WORN = {Kind.JPEG_80, Kind.RINGING}


@pytest.fixture(params=list(Kind), ids=lambda kind: kind.value)
def strip(request, quick):
    return draw_strip(request.param, 5, panels=6)


REALLY = [Kind.MIXED, *(pytest.param(kind, marks=pytest.mark.slow) for kind in Kind)]
"""Kinds for tests that need the drawings themselves."""


def away_from_bubbles(strip):
    """A mask of the pixels that no bubble outside of panels covers."""
    clear = np.ones(strip.pixels.shape[:2], bool)
    for bubble in strip.truth.bubbles:
        x0, y0, x1, y1 = bubble.box
        clear[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2] = False
    return clear


@pytest.mark.parametrize("kind", REALLY)
def test_same_seed_same_pixels(kind):
    strip, again = (draw_strip(kind, 5, panels=3, width=400) for _ in range(2))
    assert hashlib.sha256(again.pixels).digest() == hashlib.sha256(strip.pixels).digest()
    assert again.truth == strip.truth
    other = draw_strip(kind, 6, panels=3, width=400)
    assert other.truth.panels != strip.truth.panels


def test_panels_lie_in_the_strip_and_apart(strip):
    truth = strip.truth
    assert strip.pixels.shape == (truth.height, truth.width, 3)
    assert len(truth.panels) >= 6
    covered = np.zeros((truth.height, truth.width), np.uint8)
    for x0, y0, x1, y1 in truth.panels:
        assert 0 <= x0 < x1 <= truth.width and 0 <= y0 < y1 <= truth.height
        covered[y0:y1, x0:x1] += 1
    assert covered.max() == 1


def test_bubbles_lie_in_the_strip_and_where_they_say(strip):
    panels = strip.truth.panels
    for bubble in strip.truth.bubbles:
        x0, y0, x1, y1 = bubble.box
        assert 0 <= x0 < x1 <= strip.truth.width and 0 <= y0 < y1 <= strip.truth.height
        touched = [p for p in panels if p[0] < x1 and x0 < p[2] and p[1] < y1 and y0 < p[3]]
        assert bubble.alone == (not touched)
        assert bubble.over_edge == bool(touched)
        assert not bubble.bridging or len(touched) >= 2


def test_gutters_and_panels_cover_all_rows(strip):
    truth = strip.truth
    rows = np.zeros(truth.height, np.uint8)
    for gutter in truth.gutters:
        rows[gutter.y0 : gutter.y1] += 1
    assert rows.max() <= 1
    panel_rows = np.zeros(truth.height, bool)
    for _, y0, _, y1 in truth.panels:
        panel_rows[y0:y1] = True
    if truth.kind != Kind.RINGING.value:  # scaled boxes are rounded
        assert not (panel_rows & (rows > 0)).any()
        assert (panel_rows | (rows > 0)).all()
    assert (panel_rows | (rows > 0)).mean() > 0.995


def test_gutters_are_of_their_kind(strip):
    clear = away_from_bubbles(strip)
    slack = 24 if Kind(strip.truth.kind) in WORN else 0
    for gutter in strip.truth.gutters:
        # Worn strips bleed some rows into their gutters.
        y0, y1 = (gutter.y0 + 8, gutter.y1 - 8) if slack else (gutter.y0, gutter.y1)
        if y1 - y0 < 4:
            continue
        pixels, mask = strip.pixels[y0:y1].astype(int), clear[y0:y1]
        if gutter.kind == "flat":
            assert np.abs(pixels[mask] - gutter.colour).max(initial=0) <= slack
        elif gutter.kind == "gradient":
            both = mask[1:] & mask[:-1]
            steps = np.abs(np.diff(pixels, axis=0))[both]
            # A gradient moves in small steps; over 4 rows or more it moves at all, or along x.
            assert steps.max(initial=0) <= max(4, 2 + 255 // (y1 - y0))
            assert np.ptp(pixels[mask], axis=0).max() > 0
        else:
            assert pixels[mask].std(axis=0).max() > 0.5


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("kind", [k for k in Kind if k not in {*WORN, Kind.FRAMELESS, Kind.MIXED}])
def test_frame_or_contrast_marks_every_panel_edge(kind):
    """Where neither shows, nobody could find the panel: its border differs from the gutter mostly."""
    strip = draw_strip(kind, 8)
    clear = away_from_bubbles(strip)
    marked = []
    for x0, y0, x1, y1 in strip.truth.panels:
        for inside, outside in ((y0, y0 - 1), (y1 - 1, y1)):
            if 0 <= outside < strip.truth.height:
                seen = clear[inside, x0:x1] & clear[outside, x0:x1]
                a, b = strip.pixels[inside, x0:x1][seen], strip.pixels[outside, x0:x1][seen]
                if len(a) > 20:
                    marked.append((np.abs(a.astype(int) - b).max(1) > 20).mean() >= 0.6)
    assert np.mean(marked) >= 0.97


@pytest.mark.usefixtures("quick")
def test_first_and_last_panel_reach_the_ends():
    truth = draw_strip(Kind.ENDS, 3).truth
    assert truth.panels[0][1] == 0
    assert max(p[3] for p in truth.panels) == truth.height


@pytest.mark.usefixtures("quick")
def test_side_by_side_has_columns():
    panels = draw_strip(Kind.SIDE_BY_SIDE, 3).truth.panels
    beside = [a for a in panels for b in panels if a[0] >= b[2] and a[1] < b[3] and b[1] < a[3]]
    assert len(beside) >= 3


@pytest.mark.usefixtures("quick")
def test_bubbles_bridge_about_four_of_ten_gutters():
    strips = [draw_strip(Kind.BUBBLES, seed) for seed in range(8)]
    gaps = sum(len(s.truth.panels) - 1 for s in strips)
    bridging = sum(b.bridging for s in strips for b in s.truth.bubbles)
    assert 0.25 <= bridging / gaps <= 0.5


@pytest.mark.usefixtures("quick")
def test_bands_are_white_over_a_whole_row_of_the_panel():
    strips = [draw_strip(Kind.BANDS, seed) for seed in range(4)]
    banded = 0
    for strip in strips:
        for x0, y0, x1, y1 in strip.truth.panels:
            inside = strip.pixels[y0 + 6 : y1 - 6, x0 + 6 : x1 - 6]
            banded += bool((inside.min((1, 2)) == 255).sum() >= 8)
    assert banded >= 0.6 * sum(len(s.truth.panels) for s in strips)


@pytest.mark.usefixtures("quick")
def test_full_bleed_panels_end_in_one_flat_colour():
    strips = [draw_strip(Kind.FULL_BLEED, seed) for seed in range(4)]
    flat = 0
    for strip in strips:
        for x0, y0, x1, y1 in strip.truth.panels:
            assert x1 - x0 == strip.truth.width
            ends = strip.pixels[y0 + 6 : y0 + 50, x0:x1], strip.pixels[y1 - 50 : y1 - 6, x0:x1]
            flat += any((end == end[0, 0]).all() for end in ends)
    assert flat >= 0.4 * sum(len(s.truth.panels) for s in strips)


@pytest.mark.usefixtures("quick")
def test_narrow_gutters_are_narrow():
    gutters = draw_strip(Kind.NARROW, 3).truth.gutters
    assert all(4 <= g.y1 - g.y0 <= 14 for g in gutters)


@pytest.mark.usefixtures("quick")
def test_coloured_gutters_differ_from_each_other():
    colours = [g.colour for g in draw_strip(Kind.COLOURED, 3).truth.gutters]
    assert len(set(colours)) == len(colours) > 5


@pytest.mark.usefixtures("quick")
def test_width_and_panels_as_asked():
    strip = draw_strip(Kind.WHITE, 1, panels=3, width=500)
    assert strip.pixels.shape[1] == 500
    assert len(strip.truth.panels) == 3


def test_episode_is_one_strip_with_words():
    episode = draw_episode(0)
    assert 10 <= len(episode.truth.panels) <= 15
    title = episode.truth.bubbles[0].box
    assert (episode.pixels[title[1] : title[3], title[0] : title[2]] < 250).any()
    assert {g.kind for g in episode.truth.gutters} == {"flat", "gradient"}


def test_another_process_draws_the_same():
    code = (
        "import cv2, hashlib; cv2.setNumThreads(3)\n"
        "from toonseg.synth import Kind, draw_strip\n"
        "print(hashlib.sha256(draw_strip(Kind.MIXED, 9, panels=2, width=400).pixels).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "77"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    here = hashlib.sha256(draw_strip(Kind.MIXED, 9, panels=2, width=400).pixels).hexdigest()
    assert done.stdout.strip() == here
