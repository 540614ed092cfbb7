"""Make docs/pictures/preview.png: the demo's preview page as a browser shows it.

    toonseg demo
    python tools/picture_of_preview.py demo-out/title-2/cuts/0001/preview.html 002473

The second argument is the cut at which the page is opened. Wants a font with Hangul (Debian: fonts-nanum).
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from toonseg.source.chrome import find_chrome
from toonseg.workspace import write_bytes

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "preview.png"
VIEWPORT = (1200, 860)


def main(preview: Path, cut: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chrome())
        width, height = VIEWPORT
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"{preview.resolve().as_uri()}#{cut}")
        page.wait_for_timeout(1500)  # the cards draw their pictures once they are seen
        data = page.screenshot()
        browser.close()
    # 256 colours are enough for drawings, and make the file a third.
    buffer = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        buffer, "PNG", optimize=True
    )
    write_bytes(PICTURE, buffer.getvalue())
    print(f"{PICTURE}: {len(buffer.getvalue()) / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
