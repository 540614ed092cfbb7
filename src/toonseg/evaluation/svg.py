"""A little SVG: text, lines, boxes and axes, so that plots need no plotting library.

Coordinates are pixels from the top left corner; colours are RGB, 0..255.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

Rgb = tuple[int, int, int]
INK: Rgb = (40, 44, 52)
FAINT: Rgb = (223, 226, 231)
GREY: Rgb = (120, 126, 136)
WHITE: Rgb = (255, 255, 255)
BLUE: Rgb = (0, 96, 168)

_FONT = "-apple-system, 'Segoe UI', 'Noto Sans', 'Noto Sans CJK KR', 'Liberation Sans', sans-serif"


class Svg:
    """A drawing, element upon element."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._parts: list[str] = []

    def line(  # noqa: PLR0917
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        colour: Rgb = FAINT,
        width: float = 1,
        dash: str = "",
    ) -> None:
        """A straight line; `dash` as in SVG: "4 4"."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        place = f'x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"'
        self._parts.append(f'<line {place} stroke="{_hex(colour)}" stroke-width="{width}"{dashed}/>')

    def path(self, points: Iterable[tuple[float, float]], colour: Rgb, width: float = 2) -> None:
        """A line through points."""
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        style = f'fill="none" stroke="{_hex(colour)}" stroke-width="{width}" stroke-linejoin="round"'
        self._parts.append(f'<polyline points="{corners}" {style}/>')

    def box(  # noqa: PLR0917
        self, x: float, y: float, width: float, height: float, colour: Rgb, title: str = ""
    ) -> None:
        """A filled box; `title` shows where a browser's pointer rests on it."""
        inner = f"<title>{escape(title)}</title>" if title else ""
        place = f'x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{max(0.0, height):.1f}"'
        self._parts.append(f'<rect {place} fill="{_hex(colour)}">{inner}</rect>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 12,
        colour: Rgb = INK,
        anchor: str = "start",
        bold: bool = False,
        turned: float = 0,
    ) -> None:
        """A line of text, its "start", "middle" or "end" at (x, y), `turned` clockwise in degrees."""
        style = f'font-size="{size}" fill="{_hex(colour)}" text-anchor="{anchor}"'
        style += ' font-weight="600"' if bold else ""
        style += f' transform="rotate({turned} {x:.1f} {y:.1f})"' if turned else ""
        self._parts.append(f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(words)}</text>')

    def __str__(self) -> str:
        size = f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONT}">'
        ground = f'<rect width="{self.width}" height="{self.height}" fill="#ffffff"/>'
        return "\n".join([head, ground, *self._parts, "</svg>", ""])


class Axes:
    """A square or oblong from (0, 0) below on the left to (1, 1), with grid and labels, upon a drawing."""

    def __init__(self, svg: Svg, place: tuple[float, float, float, float], labels: tuple[str, str]) -> None:
        """`place` is (left, top, width, height); `labels` are those of x and y."""
        self.svg = svg
        self.left, self.top, self.width, self.height = place
        for tick in range(6):
            share = tick / 5
            x, y = self.at(share, share)
            svg.line(x, self.top, x, self.top + self.height)
            svg.line(self.left, y, self.left + self.width, y)
            svg.text(x, self.top + self.height + 18, f"{share:.1f}", size=11, colour=GREY, anchor="middle")
            svg.text(self.left - 8, y + 4, f"{share:.1f}", size=11, colour=GREY, anchor="end")
        middle_x, middle_y = self.left + self.width / 2, self.top + self.height / 2
        svg.text(middle_x, self.top + self.height + 38, labels[0], anchor="middle")
        svg.text(self.left - 40, middle_y, labels[1], anchor="middle", turned=-90)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where (x, y), each 0..1, lies on the drawing."""
        return self.left + x * self.width, self.top + (1 - y) * self.height

    def curve(self, points: Sequence[tuple[float, float]], colour: Rgb) -> None:
        """A line through points of 0..1."""
        self.svg.path([self.at(x, y) for x, y in points], colour)


def inked(colour: Rgb) -> Rgb:
    """A colour dark enough to be a thin line on white: its luma (ITU-R BT.601) is at most 150."""
    luma = (299 * colour[0] + 587 * colour[1] + 114 * colour[2]) / 1000
    share = min(1.0, 150 / max(1.0, luma))
    return (round(colour[0] * share), round(colour[1] * share), round(colour[2] * share))


def mixed(share: float, colour: Rgb, ground: Rgb = WHITE) -> Rgb:
    """`share` (0..1) of `colour` upon `ground`."""
    red, green, blue = (round(g + (c - g) * share) for c, g in zip(colour, ground, strict=True))
    return (red, green, blue)


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
