"""Reading HTML the way all sites need it: texts, links and the addresses of pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from toonseg.errors import FetchError

LAZY_ATTRIBUTES = ("data-src", "data-lazy-src", "data-original", "data-url", "src")
"""Where a picture's address stands, the likelier first: a lazy viewer keeps a placeholder in `src`."""


@dataclass(frozen=True)
class Pictures:
    """Addresses found in a viewer; see EpisodePage."""

    found: tuple[str, ...]
    left_out: tuple[str, ...]
    waiting: int


class Page:
    """A parsed page and the address that its links are relative to."""

    def __init__(self, html: str, address: str) -> None:
        self._tree = LexborHTMLParser(html)
        self.address = address
        base = self._tree.css_first("base[href]")
        self._base = urljoin(address, (base.attributes.get("href") or "").strip()) if base else address

    def first(self, selector: str) -> LexborNode | None:
        """The first element that matches. Raises FetchError if `selector` is no CSS selector."""
        found = self.all(selector)
        return found[0] if found else None

    def all(self, selector: str) -> list[LexborNode]:
        """All elements that match, in document order. Raises FetchError likewise."""
        try:
            return self._tree.css(selector)
        except Exception as error:  # selectolax raises several types for a bad selector
            raise FetchError(selector, f"is no CSS selector ({error})", "Mend the site file.") from error

    def text(self, *selectors: str) -> str:
        """Text of the first of `selectors` that matches something not empty; "" if none does.

        For <meta> it is the `content`.
        """
        for selector in selectors:
            for node in self.all(selector):
                raw = node.attributes.get("content") if node.tag == "meta" else node.text(separator=" ")
                if text := tidy(raw or ""):
                    return text
        return ""

    def link(self, *selectors: str) -> str | None:
        """Absolute address of the first of `selectors` that is, or holds, a link that leads somewhere."""
        for selector in selectors:
            for node in self.all(selector):
                anchor = node if node.tag == "a" else node.css_first("a[href]")
                href = (anchor.attributes.get("href") or "").strip() if anchor else ""
                if href and not href.startswith(("#", "javascript:")):
                    return self.join(href)
        return None

    def join(self, address: str) -> str:
        """`address`, made absolute; as it is, if it is no address."""
        try:
            return urljoin(self._base, address.strip())
        except ValueError:
            return address

    def pictures(
        self,
        selector: str,
        attributes: Sequence[str],
        decoys: Sequence[str] = (),
        placeholders: Sequence[str] = (),
    ) -> Pictures:
        """Addresses of the pictures that match.

        Args:
            selector: CSS selector of <img> elements, or of elements that hold them.
            attributes: Where the address stands, the likelier first.
            decoys: Parts of an address by which a picture is known to be no page.
            placeholders: Parts of an address that only stands there until a script sets the real one.
        """
        found: list[str] = []
        left_out: list[str] = []
        waiting = 0
        for node in self.all(selector):
            for image in [node] if node.tag == "img" else node.css("img"):
                address = self._picture_address(image, attributes, placeholders)
                if address is None:
                    waiting += 1
                elif any(decoy in address for decoy in decoys):
                    left_out.append(address)
                else:
                    found.append(address)
        return Pictures(tuple(found), tuple(left_out), waiting)

    def _picture_address(
        self, image: LexborNode, attributes: Sequence[str], placeholders: Sequence[str]
    ) -> str | None:
        for attribute in attributes:
            value = (image.attributes.get(attribute) or "").strip()
            if not value or value.startswith(("data:", "blob:", "about:", "#")):
                continue
            if not any(placeholder in value for placeholder in placeholders):
                return self.join(value)
        return None


def tidy(text: str) -> str:
    """`text` with every run of white space made one space."""
    return re.sub(r"\s+", " ", text).strip()
