"""Baselines find easy panels; pieces cover the strip; the table says what was counted."""

from itertools import pairwise

import numpy as np
import pytest
from benchmarks.cut.baselines import contour_boxes, xy_cut
from benchmarks.cut.peers import METHODS, Method, page_like_pieces
from benchmarks.cut.score import Score, score
from benchmarks.cut.table import END, START, markdown, mean_figures, put_between
from benchmarks.cut.targets import TARGETS

from toonseg.synth import Kind, draw_strip


@pytest.mark.parametrize("find", [xy_cut, contour_boxes])
def test_baselines_find_framed_panels_on_white(find):
    strip = np.full((900, 400, 3), 255, np.uint8)
    panels = [(20, 50, 380, 300), (20, 350, 190, 800), (210, 350, 380, 800)]
    for x0, y0, x1, y1 in panels:
        strip[y0:y1, x0:x1] = (90, 60, 40)
    assert sorted(find(strip)) == sorted(panels)


def test_pieces_cover_the_strip_once():
    strip = draw_strip(Kind.WHITE, 4).pixels
    pieces = page_like_pieces(strip)
    assert pieces[0][0] == 0 and pieces[-1][1] == len(strip)
    assert all(a[1] == b[0] for a, b in pairwise(pieces))
    assert all(y1 - y0 <= 2000 for y0, y1 in pieces)


def test_easy_strips_are_easier_than_hard_ones():
    easy, hard = draw_strip(Kind.WHITE, 4), draw_strip(Kind.VERTICAL, 4)
    assert score(xy_cut(easy.pixels), easy.truth.panels).recall > 0.6
    assert score(xy_cut(hard.pixels), hard.truth.panels).recall < 0.4


def test_a_method_knows_what_it_lacks():
    assert Method("x", lambda pages, strip: [], needs="no_such_package_anywhere").missing()
    assert not METHODS[0].missing()


def test_every_kind_has_a_target():
    assert set(TARGETS) == set(Kind)


def test_table_shows_figures_and_marks_what_misses_its_target():
    good, bad = Score(100, 100, 100), Score(50, 100, 100)
    results = {Kind.WHITE: {"mine": good, "other": bad}, Kind.BLACK: {"mine": bad, "other": good}}
    text = markdown(results, ["mine", "other"], ["a note"])
    white, black = text.splitlines()[2:4]
    assert white == "| white gutters | 1.00/1.00 | .50/.50 | .87/.67 | .99/.99 |"
    assert black.startswith("| black gutters | .50/.50 ▾ | 1.00/1.00 |")
    assert text.endswith("a note")
    assert mean_figures(results, "mine") == (0.75, 0.75)


def test_only_what_stands_between_the_markers_is_replaced(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{START}\nold\n{END}\nafter\n")
    put_between(readme, "new")
    assert readme.read_text() == f"before\n{START}\nnew\n{END}\nafter\n"
    readme.write_text("no markers")
    with pytest.raises(ValueError, match="markers"):
        put_between(readme, "new")
