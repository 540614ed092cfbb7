"""What the pages that toonseg writes have in common: colours and type, and pictures that lie in them."""

from __future__ import annotations

import base64
from importlib.resources import files


def house_style() -> str:
    """The colours of light and dark and the type of every page, as CSS; a page's own CSS comes after it.

    `data-theme="light"` or `"dark"` on the root element overrules what the reader's system prefers.
    """
    return resource(__package__, "pages.css")


def resource(package: str, name: str) -> str:
    """The text of a file that lies in a package, such as a page's template."""
    return files(package).joinpath(name).read_text(encoding="utf-8")


def data_uri(data: bytes, kind: str) -> str:
    """The bytes of a picture of a MIME type ("image/webp") as an address, so that a page is one file."""
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
