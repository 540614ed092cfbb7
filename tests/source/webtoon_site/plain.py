"""A small site that nobody has written an adapter for, and its site file."""

from __future__ import annotations

from urllib.parse import quote

from webtoon_site.pictures import png
from webtoon_site.server import LocalServer

SITE_TOML = """\
name = "Plain comics"
host = "127.0.0.1"
pictures = "#strip img"
title = "h1.series"
subtitle = "h2"
previous = "a.older"
next = ".newer"
number = "chapter-([0-9]+)"
leave_out = ["/ads/"]
"""

_LAZY = """<script>
const waiting = new IntersectionObserver(entries => entries.forEach(entry => {
  if (!entry.isIntersecting) return;
  entry.target.src = entry.target.dataset.later;
  waiting.unobserve(entry.target);
}));
document.querySelectorAll('#strip img').forEach(image => waiting.observe(image));
</script>"""

_SCRIPTED = """<script>
// The viewer is empty at first; pictures are put in as the reader comes near its end.
const later = JSON.parse(document.getElementById('later').textContent);
const strip = document.getElementById('strip');
function more() {
  if (!later.length) return;
  const image = document.createElement('img');
  image.style.cssText = 'display:block;height:900px;width:400px';
  image.onload = () => setTimeout(more_if_near, 20);
  image.src = later.shift();
  strip.append(image);
}
function more_if_near() { if (strip.getBoundingClientRect().bottom < innerHeight + 100) more(); }
addEventListener('scroll', () => setTimeout(more_if_near, 20));
setTimeout(more, 150);
</script>"""


class PlainSite:
    """`count` chapters of `pages` pages. `style`: "html", "lazy" (needs scrolling), "script" (needs both)."""

    def __init__(self, server: LocalServer, count: int = 3, pages: int = 4, style: str = "html") -> None:
        self.server = server
        self.base = server.base
        self.count = count
        self.pictures: dict[int, list[str]] = {}
        self.data: dict[str, bytes] = {}
        for number in range(1, count + 1):
            self.pictures[number] = []
            for page in range(pages):
                # Written into the page as it is; on the wire it is percent-encoded.
                path = f"/files/{number}/그림 {page}.png"
                data = png(number * 50 + page)
                server.picture(quote(path), data)
                self.pictures[number].append(server.base + path)
                self.data[server.base + path] = data
            server.page(f"/chapter-{number}/", self.viewer(number, style))

    def address(self, number: int) -> str:
        return f"{self.base}/chapter-{number}/"

    def viewer(self, number: int, style: str) -> str:
        size = 'style="display:block;height:900px;width:400px"'
        addresses = self.pictures[number]
        if style == "html":
            inside = "".join(f'<img src="{address.removeprefix(self.base)}">' for address in addresses)
        elif style == "lazy":
            # `data-later` is no attribute that toonseg knows: only the script shows the addresses.
            inside = "".join(f'<img {size} data-later="{address}">' for address in addresses) + _LAZY
        else:
            listed = ", ".join(f'"{address}"' for address in addresses)
            inside = f'</div><script type="application/json" id="later">[{listed}]</script>{_SCRIPTED}<div>'
        older = f'<a class="older" href="../chapter-{number - 1}/">older</a>' if number > 1 else ""
        newer = f'<p class="newer"><a href="../chapter-{number + 1}/">newer</a></p>'
        return f"""<!doctype html><html><head><meta charset="utf-8"></head><body>
<h1 class="series">Plain Tale</h1><h2>Part {number}: the {number * 7}th day</h2>{older}
<div id="strip">{inside}</div>{newer if number < self.count else '<p class="newer"><a href="#">end</a></p>'}
</body></html>"""
