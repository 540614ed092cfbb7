"""The preview page: complete, self-contained, of bounded size, and usable in a real browser."""

from __future__ import annotations

import base64
import re
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from toonseg.cuts import preview
from toonseg.cuts.cutlist import Cut, CutList, Flag, RoughCut, plan_of
from toonseg.cuts.preview import FLAG_TEXTS, SLICE_ROWS, write_preview
from toonseg.errors import BrokenPictureError, WriteError
from toonseg.pictures import decode, encode
from toonseg.source.chrome import find_chrome
from toonseg.strip import Strip

RIGHTS = "all rights reserved by <the owner>"


@dataclass(frozen=True)
class Page:
    """A page that lies in memory."""

    name: str
    data: bytes = field(repr=False)

    def read(self) -> bytes:
        return self.data


def coloured_strip(rows: int = 3000, width: int = 600, title: str = "여우 & <토끼>") -> Strip:
    """Red from top to bottom in the left half, green in the right, in pages of 1,000 rows."""
    pixels = np.zeros((1000, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = 230
    pixels[:, width // 2 :, 1] = 180
    data = encode(pixels, "png")
    return Strip.of([Page(f"{index:03d}.png", data) for index in range(rows // 1000)], title=title)


def cut(y: int, x: int = 20, **changes: object) -> Cut:
    values: dict[str, object] = {"kind": "panel", "confidence": 0.95, "flags": []}
    values |= changes
    return Cut(id=f"{y:06d}", box=(x, y, x + 240, y + 300), rough="000000", **values)


def cuts_of(strip: Strip, *cuts: Cut) -> CutList:
    rough = [RoughCut(id="000000", box=(0, 0, strip.width, 900))]
    return CutList(strip=plan_of(strip), gutters=[], rough=rough, cuts=list(cuts))


class Elements(HTMLParser):
    """Every element of a page as (tag, attributes), and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def having(self, word: str) -> list[dict[str, str]]:
        """The elements that have a class."""
        return [attributes for _, attributes in self.found if word in attributes.get("class", "").split()]


def page_of(tmp_path: Path, strip: Strip, cuts: CutList) -> Elements:
    path = write_preview(strip, cuts, tmp_path / "preview.html", rights=RIGHTS)
    return Elements(path.read_text(encoding="utf-8"))


def test_every_cut_has_a_box_and_a_card_in_reading_order(tmp_path) -> None:
    strip = coloured_strip()
    cuts = [
        cut(100),
        cut(500, kind="bubble", confidence=0.4),
        cut(900, x=300, flags=["bridged", "tiny"], confidence=0.8),
    ]
    page = page_of(tmp_path, strip, cuts_of(strip, *cuts))
    names = ["000100", "000500", "000900"]
    assert [card["data-id"] for card in page.having("card")] == names
    assert [box["data-id"] for box in page.having("box")] == names
    assert [set(card["class"].split()) - {"card"} for card in page.having("card")] == [
        {"panel"},
        {"bubble", "low"},
        {"panel", "flagged"},
    ]
    assert "left:50.0000%;top:30.000000%;width:40.0000%;height:10.000000%" in page.having("box")[2]["style"]
    assert len(page.having("rough")) == 2  # the box, and its sign in the legend
    for text in ("3 pages", "3 cuts", "1 bubble", "1 flagged", "600 × 3,000 px", "joined by a bubble", "80%"):
        assert text in page.text
    counts = {
        attributes["data-filter"]: attributes for tag, attributes in page.found if "data-filter" in attributes
    }
    assert list(counts) == ["all", "flagged", "low", "bubble"]


def test_titles_and_rights_are_text_and_never_markup(tmp_path) -> None:
    strip = coloured_strip(title='<script>alert("x")</script> $title $slices')
    page = page_of(tmp_path, strip, cuts_of(strip, cut(0)))
    assert '<script>alert("x")</script> $title $slices' in page.text
    assert RIGHTS in page.text
    assert [tag for tag, _ in page.found].count("script") == 1


def test_nothing_is_loaded_from_elsewhere(tmp_path) -> None:
    strip = coloured_strip()
    page = page_of(tmp_path, strip, cuts_of(strip, cut(0), cut(800)))
    for tag, attributes in page.found:
        assert tag not in {"link", "iframe", "object", "embed", "base"}
        for name in ("src", "href", "action", "data"):
            assert attributes.get(name, "#").startswith(("#", "data:image/"))
    html = (tmp_path / "preview.html").read_text(encoding="utf-8")
    assert not re.search(r"https?://|@import|url\(", html)
    policy = next(a["content"] for _, a in page.found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")


def test_the_slices_show_the_whole_strip(tmp_path) -> None:
    strip = coloured_strip(5000)
    page = page_of(tmp_path, strip, cuts_of(strip))
    slices = [(int(a["data-top"]), int(a["data-rows"])) for a in page.having("slice")]
    assert slices == [(0, SLICE_ROWS), (SLICE_ROWS, SLICE_ROWS), (2 * SLICE_ROWS, 5000 - 2 * SLICE_ROWS)]
    for attributes in (attributes for tag, attributes in page.found if tag == "img"):
        pixels = decode(base64.b64decode(attributes["src"].split(",")[1]), "slice")
        assert pixels.shape[1] == 480
        assert np.abs(pixels[::50, 100].astype(int) - (230, 0, 0)).max() < 12
        assert np.abs(pixels[::50, 400].astype(int) - (0, 180, 0)).max() < 12


def test_a_narrow_strip_is_not_widened(tmp_path) -> None:
    strip = coloured_strip(1000, width=200)
    page = page_of(tmp_path, strip, cuts_of(strip))
    (source,) = [attributes["src"] for tag, attributes in page.found if tag == "img"]
    assert decode(base64.b64decode(source.split(",")[1]), "slice").shape == (1000, 200, 3)


def test_without_cuts_the_page_says_so(tmp_path) -> None:
    strip = coloured_strip(1000)
    page = page_of(tmp_path, strip, cuts_of(strip))
    assert "0 cuts" in page.text
    (empty,) = page.having("empty")
    assert "hidden" not in empty


def test_every_flag_is_said_in_plain_words() -> None:
    assert set(FLAG_TEXTS) == set(typing.get_args(Flag))
    assert len({text for text, _ in FLAG_TEXTS.values()}) == len(FLAG_TEXTS)


def test_300_000_rows_are_read_in_slices_and_stay_small(tmp_path, monkeypatch) -> None:
    strip = coloured_strip(300_000, width=120)
    asked: list[tuple[int, int]] = []
    read = Strip.read

    def watched(self: Strip, y0: int, y1: int) -> np.ndarray:
        asked.append((y0, y1))
        return read(self, y0, y1)

    monkeypatch.setattr(Strip, "read", watched)
    path = write_preview(strip, cuts_of(strip, cut(299_000)), tmp_path / "preview.html")
    assert max(y1 - y0 for y0, y1 in asked) == SLICE_ROWS
    assert (asked[0][0], asked[-1][1]) == (0, 300_000)
    assert path.stat().st_size < 25_000_000
    assert len(Elements(path.read_text(encoding="utf-8")).having("slice")) == 125


def test_noise_that_no_codec_can_shrink_is_shown_coarser_within_the_budget(tmp_path, monkeypatch) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (SLICE_ROWS, 600, 3), dtype=np.uint8)
    strip = Strip.of([Page(f"{index}.png", encode(noise, "png")) for index in range(5)])
    sizes = []
    for budget in (10_000_000, 1_500_000, 400_000):
        monkeypatch.setattr(preview, "PICTURE_BYTES", budget)
        path = write_preview(strip, cuts_of(strip), tmp_path / "preview.html")
        sources = re.findall(r'src="data:image/webp;base64,([^"]+)"', path.read_text(encoding="utf-8"))
        assert len(sources) == 5
        sizes.append(sum(len(base64.b64decode(source)) for source in sources))
        assert sizes[-1] <= budget
    assert sizes[0] > sizes[1] > sizes[2]


def test_a_page_that_breaks_and_a_path_that_cannot_be_written_leave_no_file(tmp_path) -> None:
    good = coloured_strip(1000)
    data = good.files[0].read()
    broken = Strip.of([Page("000.png", data), Page("001.png", data[: len(data) // 2])])
    with pytest.raises(BrokenPictureError, match=r"001\.png"):
        write_preview(broken, cuts_of(broken), tmp_path / "preview.html")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteError):
        write_preview(good, cuts_of(good), tmp_path / "file" / "preview.html")


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> Iterator[typing.Any]:
    """The page of three cuts in real Chromium, as a desktop shows it."""
    playwright_api = pytest.importorskip("playwright.sync_api")
    chrome = find_chrome()
    if chrome is None:
        pytest.skip("no Chrome or Chromium is installed")
    strip = coloured_strip(12_000)
    cuts = [cut(100), cut(SLICE_ROWS - 150, kind="bubble"), cut(11_000, x=300, flags=["tiny"])]
    path = write_preview(strip, cuts_of(strip, *cuts), tmp_path_factory.mktemp("preview") / "a b.html")
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, chromium_sandbox=False)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(path.as_uri())
        yield page
        assert problems == []
        browser.close()


IN_VIEW = """(selector) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    const pane = document.querySelector(selector).closest("section").getBoundingClientRect();
    return box.top >= pane.top && box.bottom <= pane.bottom;
}"""


@pytest.mark.browser
def test_a_card_leads_to_its_box_and_a_box_to_its_card(shown) -> None:
    assert not shown.evaluate(IN_VIEW, '.box[data-id="011000"]')
    shown.click('.card[data-id="011000"]')
    assert shown.evaluate(IN_VIEW, '.box[data-id="011000"]')
    assert shown.locator(".chosen").count() == 2
    shown.keyboard.press("k")
    shown.keyboard.press("k")
    assert shown.evaluate(IN_VIEW, '.box[data-id="000100"]')
    shown.keyboard.press("j")
    shown.click('.box[data-id="000100"]', position={"x": 60, "y": 60})
    assert shown.locator(".card.chosen").get_attribute("data-id") == "000100"


@pytest.mark.browser
def test_filters_hide_cards_and_dim_boxes(shown) -> None:
    shown.click('button[data-filter="flagged"]')
    visible = [card.get_attribute("data-id") for card in shown.locator(".card:visible").all()]
    assert visible == ["011000"]
    assert shown.locator(".box.aside").count() == 2
    shown.click('button[data-filter="low"]')
    assert shown.locator(".empty").is_visible()
    shown.click('button[data-filter="all"]')
    assert shown.locator(".card:visible").count() == 3


@pytest.mark.browser
def test_a_cards_picture_is_cut_from_the_slices_it_spans(shown) -> None:
    shown.wait_for_selector(f'.card[data-id="{SLICE_ROWS - 150:06d}"] canvas')
    sampled = shown.evaluate(
        """(id) => {
            const canvas = document.querySelector(`.card[data-id="${id}"] canvas`);
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return [0.2, 0.8].map((share) => {
                const place = Math.floor(canvas.height * share) * canvas.width + Math.floor(canvas.width / 2);
                return [...data.slice(4 * place, 4 * place + 4)];
            });
        }""",
        f"{SLICE_ROWS - 150:06d}",
    )
    for red, green, blue, alpha in sampled:  # the cut lies in the red half, and reaches into two slices
        assert red > 200 and green < 30 and blue < 30 and alpha == 255


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_it_fits_the_screen_without_sideways_scrolling(shown, width) -> None:
    shown.set_viewport_size({"width": width, "height": 760})
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.evaluate("document.querySelector('.cuts-pane').scrollWidth") <= width
    for selector in ("h1", ".strip", ".card", ".rights", 'button[data-filter="bubble"]'):
        box = shown.locator(selector).first.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
