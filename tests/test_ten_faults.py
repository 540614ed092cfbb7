"""The ten faults of the first method (2021), each shown to be gone, on pictures that are drawn here.

Gone means: a panel that the first method lost, merged or damaged is found, alone and whole.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

import toonseg
from toonseg.cuts import CutList, RoughCut, find_cuts
from toonseg.cuts.cutlist import plan_of
from toonseg.pictures import Rgb, decode, encode
from toonseg.strip import Box, Strip, strip
from toonseg.workspace import read_json, write_json

WIDTH = 690
Ground = Callable[[int], Rgb]


@dataclass(frozen=True)
class Page:
    """A page that lies in memory."""

    name: str
    data: bytes = field(repr=False)

    def read(self) -> bytes:
        return self.data


def drawing(height: int, width: int, seed: int = 0) -> Rgb:
    """Something drawn: a coloured room, figures and lines."""
    rng = np.random.default_rng([seed, height, width])
    coarse = rng.integers(60, 220, (max(2, height // 90), max(2, width // 90), 3)).astype(np.uint8)
    pixels = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    for _ in range(max(6, height * width // 12_000)):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        axes = (int(rng.integers(8, 60)), int(rng.integers(8, 60)))
        angle = int(rng.integers(180))
        colour = rng.integers(20, 250, 3).tolist()
        cv2.ellipse(pixels, centre, axes, angle, 0, 360, colour, -1, cv2.LINE_AA)
        cv2.ellipse(pixels, centre, axes, angle, 0, 360, (25, 20, 25), 2, cv2.LINE_AA)
    return pixels


def framed(height: int, width: int, seed: int = 0) -> Rgb:
    """A drawing with a black frame line of four pixels."""
    pixels = drawing(height, width, seed)
    pixels[:4] = pixels[-4:] = pixels[:, :4] = pixels[:, -4:] = 0
    return pixels


def flat(colour: tuple[int, int, int]) -> Ground:
    return lambda rows: np.full((rows, WIDTH, 3), colour, np.uint8)


WHITE = flat((255, 255, 255))


def put(ground: Rgb, *panels: tuple[Rgb, int, int]) -> list[Box]:
    """Paint (panel, x, y) on the ground; returns their boxes."""
    boxes = []
    for pixels, x, y in panels:
        height, width = pixels.shape[:2]
        ground[y : y + height, x : x + width] = pixels
        boxes.append((x, y, x + width, y + height))
    return boxes


def three_panels(ground: Ground) -> tuple[Rgb, list[Box]]:
    """Three framed panels, one below the other."""
    canvas = ground(1560)
    boxes = put(
        canvas,
        (framed(400, 610, 1), 40, 80),
        (framed(330, 500, 2), 120, 580),
        (framed(440, 610, 3), 40, 1010),
    )
    return canvas, boxes


def cuts_of(canvas: Rgb, quality: int | None = None) -> CutList:
    data = encode(canvas, "jpg", quality=quality) if quality else encode(canvas, "png")
    return find_cuts(Strip.of([Page("0", data)]))


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    inside = max(0, width) * max(0, height)
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return inside / (areas - inside)


def assert_panels(found: CutList, boxes: Sequence[Box], least: float = 0.95) -> None:
    """Every box is found, and nothing else is taken for a panel."""
    panels = [cut.box for cut in found.panels]
    lost = [box for box in boxes if not any(overlap(box, panel) >= least for panel in panels)]
    assert not lost, f"{lost} lost; found {panels}"
    assert len(panels) == len(boxes), f"found {panels} for {list(boxes)}"


def vertical_gradient(rows: int) -> Rgb:
    ramp = np.linspace([250, 225, 190], [120, 150, 210], rows)
    return np.repeat(ramp[:, None], WIDTH, axis=1).round().astype(np.uint8)


def diagonal_gradient(rows: int) -> Rgb:
    y, x = np.mgrid[0:rows, 0:WIDTH]
    share = (y + x)[..., None] / (rows + WIDTH)
    return (np.array([245, 215, 230]) * (1 - share) + np.array([150, 190, 235]) * share).astype(np.uint8)


def starry(rows: int) -> Rgb:
    pixels = np.full((rows, WIDTH, 3), (18, 22, 60), np.uint8)
    rng = np.random.default_rng(5)
    for _ in range(rows * WIDTH // 2500):
        centre = (int(rng.integers(WIDTH)), int(rng.integers(rows)))
        cv2.circle(pixels, centre, int(rng.integers(1, 3)), (225, 225, 245), -1, cv2.LINE_AA)
    return pixels


GROUNDS = {
    "coloured": flat((246, 219, 200)),
    "black": flat((0, 0, 0)),
    "vertical gradient": vertical_gradient,
    "diagonal gradient": diagonal_gradient,
    "stars": starry,
}


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS.keys())
def test_fault_1_gutters_of_any_colour_gradient_or_texture_are_found(ground: Ground) -> None:
    canvas, boxes = three_panels(ground)
    found = cuts_of(canvas)
    assert_panels(found, boxes, least=0.9)
    assert len(found.gutters) >= 2


def test_fault_2_a_gutter_pixel_that_is_off_by_one_merges_no_panels() -> None:
    canvas, boxes = three_panels(WHITE)
    canvas[480:580:3, 200] -= 1
    canvas[910:1010, ::7, 1] -= 1
    assert_panels(cuts_of(canvas), boxes)


@pytest.mark.parametrize("quality", [90, 75, 50])
def test_fault_2_jpeg_merges_no_panels(quality: int) -> None:
    canvas, boxes = three_panels(WHITE)
    assert_panels(cuts_of(canvas, quality), boxes)


def test_fault_3_panels_at_the_first_and_the_last_row_are_kept() -> None:
    canvas = WHITE(900)
    boxes = put(canvas, (framed(380, 640, 1), 25, 0), (framed(400, 640, 2), 25, 500))
    found = cuts_of(canvas)
    assert_panels(found, boxes)
    assert found.cuts[0].box[1] == 0
    assert found.cuts[-1].box[3] == 900


def test_fault_4_the_last_row_of_a_rough_cut_is_kept(tmp_path: Path) -> None:
    canvas, boxes = three_panels(WHITE)
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "0.png").write_bytes(encode(canvas, "png"))
    (result,) = toonseg.cut(pages, tmp_path / "out")
    found = read_json(result.folder / "cuts.json", CutList)
    assert [(rough.box[1], rough.box[3]) for rough in found.rough] == [(box[1], box[3]) for box in boxes]
    for rough in found.rough:
        path = result.folder / "rough" / f"{rough.id}.png"
        assert np.array_equal(decode(path.read_bytes(), path)[-1], canvas[rough.box[3] - 1])


def test_fault_4_a_blank_row_within_a_drawing_does_not_split_it() -> None:
    canvas = WHITE(700)
    panel = framed(560, 610)
    panel[270] = 255
    boxes = put(canvas, (panel, 40, 70))
    found = cuts_of(canvas)
    assert_panels(found, boxes)
    assert len(found.rough) == 1


def test_fault_5_seventy_thousand_rows_are_written_without_loss(tmp_path: Path) -> None:
    height = 70_000
    tall = np.random.default_rng(5).integers(0, 256, (height // 50, 40, 3)).astype(np.uint8)
    tall = tall.repeat(50, axis=0).repeat(5, axis=1)
    pages = tmp_path / "pages"
    pages.mkdir()
    for number, top in enumerate(range(0, height, 20_000)):
        (pages / f"{number}.png").write_bytes(encode(tall[top : top + 20_000], "png"))
    # What is found in noise is not the matter here: a list that says "one cut" is kept, and written.
    whole = RoughCut(id="000000", box=(0, 0, 200, height))
    listed = CutList(strip=plan_of(Strip.open(pages)), gutters=[], rough=[whole], cuts=[])
    write_json(tmp_path / "out" / "cuts.json", listed)
    (result,) = toonseg.cut(pages, tmp_path / "out", picture_format="jpg")
    # No JPEG can hold it: it is written as PNG, whole, and the reader is told.
    path = result.folder / "rough" / "000000.png"
    assert np.array_equal(decode(path.read_bytes(), path), tall)
    assert any("rough/000000.png" in note and "65,500" in note for note in result.notes)
    assert len(list((result.folder / "rough").iterdir())) == 1


@pytest.mark.slow
def test_fault_5_no_row_of_a_tall_strip_is_lost(tmp_path: Path) -> None:
    canvas, boxes = three_panels(WHITE)
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(45):
        (pages / f"{number}.png").write_bytes(encode(canvas, "png"))
    (result,) = toonseg.cut(pages, tmp_path / "out", pictures=False)
    found = read_json(result.folder / "cuts.json", CutList)
    assert found.strip.height == 45 * 1560 > 70_000
    lowered = [(x0, y0 + k * 1560, x1, y1 + k * 1560) for k in range(45) for x0, y0, x1, y1 in boxes]
    assert_panels(found, lowered)


def tilted(canvas: Rgb, x: int, y: int) -> Box:
    corners = np.array([[x, y + 40], [x + 560, y], [x + 560, y + 360], [x, y + 400]])
    inside = np.zeros(canvas.shape[:2], np.uint8)
    cv2.fillPoly(inside, [corners], 1)
    art = np.zeros_like(canvas)
    art[y : y + 400, x : x + 560] = drawing(400, 560, 8)
    canvas[inside == 1] = art[inside == 1]
    cv2.polylines(canvas, [corners], True, (0, 0, 0), 4)
    return x, y, x + 561, y + 401


def figure(canvas: Rgb, x: int, y: int) -> Box:
    """A person without a frame: head, hair and coat on the bare ground."""
    cv2.ellipse(canvas, (x + 150, y + 300), (120, 200), 0, 0, 360, (60, 80, 150), -1)
    cv2.ellipse(canvas, (x + 150, y + 90), (70, 80), 0, 0, 360, (240, 205, 185), -1)
    cv2.ellipse(canvas, (x + 150, y + 60), (80, 60), 0, 180, 360, (60, 40, 30), -1)
    for centre in ((x + 125, y + 95), (x + 175, y + 95)):
        cv2.circle(canvas, centre, 6, (20, 20, 20), -1)
    return x + 30, y, x + 271, y + 501


def flat_panel(canvas: Rgb) -> list[Box]:
    """Panels of one colour with hardly a line in them."""
    panels = [
        (np.full((260, 610, 3), colour, np.uint8), 40, y)
        for colour, y in (((70, 90, 140), 80), ((200, 120, 90), 460))
    ]
    return put(canvas, *panels)


SHAPES: dict[str, Callable[[Rgb], list[Box]]] = {
    "flat": flat_panel,
    "tilted": lambda canvas: [tilted(canvas, 60, 100), *put(canvas, (framed(300, 610), 40, 600))],
    "narrow": lambda canvas: put(canvas, (framed(420, 90), 300, 80), (framed(60, 640), 25, 580)),
    "frameless": lambda canvas: [figure(canvas, 200, 80), *put(canvas, (framed(250, 610), 40, 680))],
    "full bleed": lambda canvas: put(
        canvas, (drawing(380, WIDTH, 1), 0, 60), (drawing(400, WIDTH, 2), 0, 500)
    ),
    "stacked": lambda canvas: put(canvas, (framed(300, 610, 1), 40, 60), (framed(300, 610, 2), 40, 370)),
    "side by side": lambda canvas: put(canvas, (framed(400, 300, 1), 30, 80), (framed(400, 300, 2), 360, 80)),
    "beside a stack": lambda canvas: put(
        canvas, (framed(700, 300, 1), 30, 80), (framed(340, 300, 2), 360, 80), (framed(340, 300, 3), 360, 440)
    ),
}  # fmt: skip


@pytest.mark.parametrize("paint", SHAPES.values(), ids=SHAPES.keys())
def test_fault_6_panels_of_any_shape_are_found(paint: Callable[[Rgb], list[Box]]) -> None:
    canvas = WHITE(1000)
    boxes = paint(canvas)
    assert_panels(cuts_of(canvas), boxes, least=0.9)


def test_fault_7_panels_are_cropped_and_split_in_x() -> None:
    canvas = WHITE(1300)
    boxes = put(
        canvas,
        (framed(380, 290, 1), 35, 60),
        (framed(380, 300, 2), 345, 60),
        (framed(300, 200, 3), 30, 520),
        (framed(300, 190, 4), 250, 520),
        (framed(300, 190, 5), 465, 520),
        (framed(330, 280, 6), 210, 900),
    )
    found = cuts_of(canvas)
    assert_panels(found, boxes)
    for cut, (x0, _, x1, _) in zip(found.panels, boxes, strict=True):
        assert abs(cut.box[0] - x0) <= 2 and abs(cut.box[2] - x1) <= 2


def test_fault_8_any_file_names_and_widths_are_taken_undistorted(tmp_path: Path) -> None:
    pages = tmp_path / "연애 혁명 12화"
    pages.mkdir()
    for name in ("표지.png", "page 2.png", "page 10.png"):
        canvas = WHITE(500)
        put(canvas, (framed(340, 600), 45, 80))
        (pages / name).write_bytes(encode(canvas, "png"))
    wide = np.full((1000, 2 * WIDTH, 3), 255, np.uint8)
    put(wide, (framed(680, 680), 400, 160))
    (pages / "page 11 (last).png").write_bytes(encode(wide, "png"))
    (result,) = toonseg.cut(pages, tmp_path / "out")
    found = read_json(result.folder / "cuts.json", CutList)
    names = ["page 2.png", "page 10.png", "page 11 (last).png", "표지.png"]
    assert [page.file for page in found.strip.pages] == names
    assert (found.strip.width, found.strip.height) == (WIDTH, 2000)
    # The page that is twice as wide is brought to the strip's width with its square still a square.
    first, second = (45, 80, 645, 420), (200, 1080, 540, 1420)
    below = [(45, y + 80, 645, y + 420) for y in (500, 1500)]
    assert_panels(found, [first, below[0], second, below[1]])


@pytest.mark.parametrize("megapixels", [4, pytest.param(60, marks=pytest.mark.slow)])
def test_fault_9_each_page_is_decoded_once_and_cuts_lose_nothing(
    megapixels: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas, _ = three_panels(WHITE)
    pages = tmp_path / "pages"
    pages.mkdir()
    count = megapixels * 1_000_000 // (1560 * WIDTH)
    for number in range(count):
        (pages / f"{number}.jpg").write_bytes(encode(canvas, "jpg", quality=90))
    decoded: Counter[str] = Counter()

    def counting(data: bytes, name: object) -> Rgb:
        decoded[str(name)] += 1
        return decode(data, name)

    monkeypatch.setattr(strip, "decode", counting)
    (result,) = toonseg.cut(pages, tmp_path / "out", preview=True)
    assert decoded == {f"{number}.jpg": 1 for number in range(count)}
    monkeypatch.undo()
    whole = Strip.open(pages)
    found = read_json(result.folder / "cuts.json", CutList)
    assert len(found.cuts) == 3 * count
    for cut in found.cuts[:: max(1, count // 8)]:
        path = result.folder / f"{cut.id}.png"
        assert np.array_equal(decode(path.read_bytes(), path), whole.crop(cut.box))


SITE = """\
host = "127.0.0.1"
pictures = "#viewer img"
title = "h1"
number = "ep-([0-9]+)"
"""


@dataclass
class Viewer:
    """A webtoon site of one episode: pictures only with the referer, each failing once before it is given."""

    base: str = ""
    asked: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    refused: int = 0
    broken_from: int = 99
    files: dict[str, bytes] = field(default_factory=dict)

    def answer(self, path: str, referer: str | None) -> tuple[int, bytes]:
        self.asked.append(path)
        if path == "/ep-1":
            images = "".join(f'<img src="{name}">' for name in self.files)
            return 200, f'<h1>Tale</h1><div id="viewer">{images}</div>'.encode()
        if path not in self.files:
            return 404, b""
        if referer != f"{self.base}/ep-1":
            self.refused += 1
            return 403, b""
        number = list(self.files).index(path)
        if number >= self.broken_from or self.asked.count(path) == 1:
            return 503, b""
        self.answered.append(path)
        return 200, self.files[path]


@pytest.fixture
def viewer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Viewer]:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "127.0.0.1")
    site = Viewer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = site.answer(self.path, self.headers.get("Referer"))
            self.send_response(status)
            if status == 503:
                self.send_header("Retry-After", "0")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.base = f"http://127.0.0.1:{server.server_port}"
    site.files = {f"/{n}.png": encode(np.full((9, 8, 3), n * 40, np.uint8), "png") for n in range(5)}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()


def test_fault_10_the_last_picture_is_kept_and_getting_retries_refers_and_resumes(
    viewer: Viewer, tmp_path: Path
) -> None:
    title = tmp_path / "title"
    title.mkdir()
    (title / "site.toml").write_text(SITE)
    (title / "toonseg.toml").write_text("[get]\nrequests_per_second = 2000\nretries = 1\ntimeout = 5\n")
    address = f"{viewer.base}/ep-1"

    viewer.broken_from = 3
    (broken,) = toonseg.get(address, out=title, browser=False)
    assert not broken.complete and broken.error is not None
    assert sorted(viewer.answered) == ["/0.png", "/1.png", "/2.png"]

    viewer.broken_from = 99
    (whole,) = toonseg.get(address, out=title, browser=False)
    assert (whole.complete, whole.fetched, whole.kept) == (True, 2, 3)
    # Each was given once in both runs together: what was here was not asked for again.
    assert sorted(viewer.answered) == list(viewer.files)
    assert viewer.refused == 0
    pages = sorted((whole.folder / "pages").iterdir())
    assert [page.read_bytes() for page in pages] == list(viewer.files.values())


def test_the_oracle_of_this_file_sees_what_is_lost() -> None:
    box = (0, 0, 100, 100)
    found = SimpleNamespace(panels=[SimpleNamespace(box=box)])
    assert_panels(found, [box])  # type: ignore[arg-type]
    for boxes in ([(0, 0, 100, 90)], [box, (0, 200, 100, 300)], []):
        with pytest.raises(AssertionError):
            assert_panels(found, boxes)  # type: ignore[arg-type]
