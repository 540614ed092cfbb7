"""The report in real Chromium: switches, views, the closer look, narrow screens, both themes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import toonseg
from toonseg.source.chrome import find_chrome

CONTRASTS = """() => {
    const read = (value) => {
        const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        pen.fillStyle = value;
        pen.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
        return { parts: [red, green, blue], alpha: alpha / 255 };
    };
    const light = ({ parts }) => {
        const [red, green, blue] = parts.map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ground = (element) => {
        for (let one = element; one; one = one.parentElement) {
            const found = read(getComputedStyle(one).backgroundColor);
            if (found.alpha > 0.85) return found;
        }
        return read("white");
    };
    const low = [];
    const texts = "h1, h2, h3, p, dt, dd, th, td, button, a, small, li, label";
    for (const element of document.querySelectorAll(texts)) {
        const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!words || !element.checkVisibility() || element.closest(".skip, .said")) continue;
        const [one, other] = [light(read(getComputedStyle(element).color)), light(ground(element))];
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (contrast < 4) low.push(`${element.tagName}.${element.className} ${contrast.toFixed(1)}`);
    }
    return low;
}"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, write_title: Any) -> Path:
    """The page of a title that is gone since, its predictions against its labels."""
    folder = tmp_path_factory.mktemp("report")
    title = write_title(folder / "title")
    path = toonseg.report(title, folder / "a b.html", truth="labels", jobs=1).path
    shutil.rmtree(title)  # the page needs nothing but itself
    return path


@pytest.fixture
def shown(written: Path) -> Iterator[Any]:
    """The page, freshly opened, as a desktop shows it."""
    playwright_api = pytest.importorskip("playwright.sync_api")
    chrome = find_chrome()
    if chrome is None:
        pytest.skip("no Chrome or Chromium is installed")
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, chromium_sandbox=False)
        context = browser.new_context(
            viewport={"width": 1440, "height": 900}, reduced_motion="reduce", has_touch=True
        )
        page = context.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(written.as_uri())
        yield page
        assert problems == []
        browser.close()


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def visible(page: Any, selector: str) -> int:
    return int(page.locator(f"{selector}:visible").count())


@pytest.mark.browser
def test_switches_views_and_the_closer_look(shown: Any) -> None:
    hair, pants = "figure.cut path.k0:not([data-t])", "figure.cut path.k1:not([data-t])"
    assert (visible(shown, hair), visible(shown, pants)) == (6, 4)
    chip = shown.locator('.classes [data-name="hair"]')
    chip.click()
    assert chip.get_attribute("aria-pressed") == "false"
    assert (visible(shown, hair), visible(shown, pants)) == (0, 4)
    assert shown.locator(".said").text_content() == "6 cuts, masks of pants, tie"
    press(shown, "Only cuts with these")
    assert visible(shown, "figure.cut") == 6  # the tie of the last cut is in the truth
    shown.locator(".classes .none").click()
    assert visible(shown, "figure.cut") == 0 and shown.locator("#cuts .empty").is_visible()
    shown.locator(".classes .all").click()
    assert (visible(shown, "figure.cut"), visible(shown, hair)) == (6, 6)
    shown.locator('.classes [data-name="pants"]').dblclick()
    assert (visible(shown, hair), visible(shown, pants)) == (0, 4)
    shown.locator(".episodes select").select_option("0002")
    assert visible(shown, "figure.cut") == 2
    shown.locator(".classes .all").click()
    shown.locator(".episodes select").select_option("")

    assert visible(shown, "path[data-t]") == 0
    press(shown, "Truth outlined")
    assert visible(shown, "figure.cut path[data-t]") == 12
    press(shown, "Truth outlined")

    press(shown, "Side by side")
    shown.locator("figure.cut").first.scroll_into_view_if_needed()
    shown.wait_for_selector("figure.cut:first-of-type .view.white")
    assert shown.locator("figure.cut").first.locator(".view:visible").count() == 3
    press(shown, "Masks")
    assert shown.locator("figure.cut").first.locator(".view:visible").count() == 1

    cut = shown.locator("figure.cut").nth(1)
    box = cut.locator("path.k0").first.bounding_box()
    shown.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert shown.locator(".hint").text_content() == "hair, score 0.80"
    cut.locator(".name").focus()
    shown.keyboard.press("Enter")
    closer = shown.locator("dialog.closer")
    assert closer.locator("h2").text_content() == "Episode 0001, cut 000310"
    assert closer.locator(".panes .view").count() == 3
    assert closer.locator(".found li span").all_text_contents() == ["hair, score 0.80", "pants, score 0.60"]
    assert closer.locator(".found li small").first.text_content() == "12 % of the cut"
    shown.keyboard.press("ArrowRight")
    assert closer.locator("h2").text_content() == "Episode 0001, cut 000610"
    shown.keyboard.press("Escape")
    assert not closer.is_visible()
    # the dialog's close event, which moves the focus, comes a task after it is gone
    shown.wait_for_selector("#cut-0001-000610 .name:focus")


@pytest.mark.browser
def test_on_white_the_masks_are_the_picture_and_the_rest_is_white(shown: Any) -> None:
    from toonseg.pictures import decode

    press(shown, "On white")
    shown.locator('.classes [data-name="pants"]').click()
    view = shown.locator("figure.cut").first.locator(".view").first
    view.scroll_into_view_if_needed()
    pixels = decode(view.screenshot(), "view").astype(int)
    scale = pixels.shape[1] / 180

    def at(x: int, y: int) -> list[int]:
        return list(pixels[round(y * scale), round(x * scale)])

    assert at(100, 60)[0] > 150 and at(100, 60)[1] < 70  # hair, as drawn
    assert min(at(90, 180)) > 250  # pants, switched off
    assert min(at(20, 200)) > 250  # ground


@pytest.mark.browser
def test_a_box_of_the_strip_leads_to_its_cut(shown: Any) -> None:
    shown.locator('a.box[href="#cut-0002-000610"]').click()
    assert shown.locator(".found-cut").get_attribute("id") == "cut-0002-000610"
    place = shown.locator(".found-cut").bounding_box()
    assert 0 <= place["y"] <= 900


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_screen_is_scrolled_sideways(shown: Any, width: int) -> None:
    shown.set_viewport_size({"width": width, "height": 760})
    press(shown, "Side by side")
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    for selector in ("h1", ".places", "#cuts .views", "figure.cut", ".tiles", ".foot"):
        place = shown.locator(selector).first.bounding_box()
        assert place["x"] >= 0 and place["x"] + place["width"] <= width
    shown.locator("figure.cut .name").first.click()
    place = shown.locator("dialog.closer").bounding_box()
    assert place["x"] >= 0 and place["x"] + place["width"] <= width


@pytest.mark.browser
def test_words_can_be_read_in_both_themes(shown: Any) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        shown.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert shown.evaluate(CONTRASTS) == []
        grounds.append(shown.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds[0] != grounds[1]
    theme = shown.locator(".theme")
    theme.click()
    assert theme.locator("span").text_content() == "light"
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == grounds[0]
