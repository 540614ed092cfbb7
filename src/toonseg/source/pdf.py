"""Pages of a PDF whose pages are pictures.

A page that is one JPEG, shown upright, gives that JPEG's bytes as they are. A page that is one picture of
another sort is decoded and given as PNG. A page put together from several pictures, or from a picture with
lettering over it, is rendered at the resolution of its finest picture. A page without a picture is an error.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from toonseg.errors import SourceError
from toonseg.pictures import MAX_PIXELS
from toonseg.source.pagefile import PageFile

_GET_ANOTHER = "Get the file again, or give its pictures as a folder."
_POINTS_PER_INCH = 72
_FINEST = 600 / _POINTS_PER_INCH
"""Pixels per point at which a page is rendered at most: a small, fine logo must not set its size."""


@dataclass(frozen=True)
class PdfPage:
    """A page of a PDF; `index` counts from 0, `name` from 1 as readers do."""

    pdf: Path
    index: int
    name: str

    @property
    def address(self) -> str:
        """Where the page lies, as `file:///.../x.pdf#page=1`."""
        return f"{self.pdf.absolute().as_uri()}#page={self.index + 1}"

    def read(self) -> bytes:
        with _opened(self.pdf) as document:
            if self.index >= len(document):
                raise SourceError(self.pdf, "has changed since it was opened", "Start again.")
            page = document[self.index]
            try:
                return _page_bytes(page, f"{self.pdf}, page {self.index + 1}")
            finally:
                page.close()


def pdf_pages(path: Path) -> list[PageFile]:
    """The pages of a PDF in their order. No page is looked into before it is read.

    Raises:
        SourceError: The PDF is damaged, asks for a password, or has no pages.
    """
    with _opened(path) as document:
        count = len(document)
    digits = max(3, len(str(count)))
    return [PdfPage(path, index, f"page-{index + 1:0{digits}d}") for index in range(count)]


@contextmanager
def _opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    document: pdfium.PdfDocument | None = None
    try:
        document = pdfium.PdfDocument(path)
        yield document
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise SourceError(path, "asks for a password", "Save a copy without one.") from error
        raise SourceError(path, f"damaged or no PDF ({error})", _GET_ANOTHER) from error
    except OSError as error:
        raise SourceError(path, f"cannot be read ({error.strerror or error})", _GET_ANOTHER) from error
    finally:
        if document is not None:
            document.close()


def _page_bytes(page: pdfium.PdfPage, name: str) -> bytes:
    shown = [item for item in page.get_objects() if _is_shown(item)]
    pictures = [item for item in shown if isinstance(item, pdfium.PdfImage)]
    if not pictures:
        problem = "holds no picture, only text or drawing commands"
        raise SourceError(name, problem, "Remove the page, or turn the PDF into pictures first.")
    only = pictures[0] if len(shown) == 1 else None
    if only is not None and only.level == 0 and _is_upright(page, only) and not _has_mask(only):
        filters = only.get_filters(skip_simple=True)
        if filters == ["DCTDecode"] and _stands_alone(data := bytes(only.get_data(decode_simple=True))):
            return data
        return _png(only.get_bitmap(), name)
    return _rendered(page, pictures, name)


def _is_shown(item: pdfium.PdfObject) -> bool:
    # Scanners lay invisible text over the picture, so that it can be searched; form objects only group.
    if item.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(item)
        return bool(mode != pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)
    return bool(item.type != pdfium_c.FPDF_PAGEOBJ_FORM)


def _is_upright(page: pdfium.PdfPage, picture: pdfium.PdfImage) -> bool:
    """Whether the page shows the picture neither turned, mirrored nor skewed."""
    a, b, c, d, *_ = picture.get_matrix().get()
    skew = max(abs(b), abs(c)) / max(abs(a), abs(d), 1e-9)
    return page.get_rotation() == 0 and a > 0 and d > 0 and skew < 1e-3


def _has_mask(picture: pdfium.PdfImage) -> bool:
    # Transparency lies in a picture of its own, which neither the JPEG nor the plain bitmap holds.
    return bool(pdfium_c.FPDFPageObj_HasTransparency(picture))


def _stands_alone(jpeg: bytes) -> bool:
    """Whether a JPEG says the same outside its PDF: readers of PDF ignore EXIF, and read CMYK otherwise."""
    try:
        with Image.open(io.BytesIO(jpeg)) as picture:
            return picture.mode in {"L", "RGB"} and picture.getexif().get(0x0112, 1) == 1
    except (OSError, SyntaxError, ValueError):
        return True  # broken: whoever decodes the page says so, and names it


def _rendered(page: pdfium.PdfPage, pictures: list[pdfium.PdfImage], name: str) -> bytes:
    finest = max(
        max(data.horizontal_dpi, data.vertical_dpi)
        for data in (picture.get_metadata() for picture in pictures)
    )
    scale = min(finest / _POINTS_PER_INCH or 1.0, _FINEST)
    width, height = page.get_size()
    if width * height * scale**2 > MAX_PIXELS:
        problem = f"{width * scale:,.0f} x {height * scale:,.0f} pixels, more than the {MAX_PIXELS:,} allowed"
        raise SourceError(name, problem, "Remove the page, or turn the PDF into pictures first.")
    return _png(page.render(scale=scale), name)


def _png(bitmap: pdfium.PdfBitmap, name: str) -> bytes:
    if bitmap.width * bitmap.height > MAX_PIXELS:
        problem = f"{bitmap.width:,} x {bitmap.height:,} pixels, more than the {MAX_PIXELS:,} allowed"
        raise SourceError(name, problem, "Remove the page.")
    buffer = io.BytesIO()
    bitmap.to_pil().save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
