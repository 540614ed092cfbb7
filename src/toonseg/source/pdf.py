"""Pages of a PDF whose pages are pictures.

A page that is one JPEG, shown upright, gives that JPEG's bytes as they are. A page that is one picture of
another sort is decoded and given as PNG. A page put together from several pictures, or from a picture with
lettering over it, is rendered at the resolution of its finest picture, and so is a page that turns, masks or
recolours its picture. A page without a picture is an error.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from toonseg.errors import PictureError, SourceError
from toonseg.pictures import MAX_PIXELS, decode
from toonseg.source.pagefile import PageFile

_GET_ANOTHER = "Get the file again, or give its pictures as a folder."
_POINTS_PER_INCH = 72
_FINEST = 600 / _POINTS_PER_INCH
"""Pixels per point at which a page is rendered at most: a small, fine logo must not set its size."""

_GLANCE = 48
"""Longest side, in pixels, at which a picture is compared with what its page shows."""
_GLANCE_TOLERANCE = 40
"""Largest difference then, 0..255: resampling stays well below, a mask or a turn goes well beyond."""


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
    for picture in pictures:
        width, height = picture.get_px_size()
        _check_size(width, height, name)
    if len(shown) == 1 and pictures[0].level == 0:
        data = _own_bytes(pictures[0])
        if _is_what_is_shown(page, pictures[0], data):
            return data
    return _rendered(page, pictures, name)


def _own_bytes(picture: pdfium.PdfImage) -> bytes:
    """The picture itself: its JPEG as it lies in the PDF, else a PNG of its pixels."""
    if picture.get_filters(skip_simple=True) == ["DCTDecode"]:
        return bytes(picture.get_data(decode_simple=True))
    return _png(picture.get_bitmap())


def _is_shown(item: pdfium.PdfObject) -> bool:
    # Scanners lay invisible text over the picture, so that it can be searched; form objects only group.
    if item.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(item)
        return bool(mode != pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)
    return bool(item.type != pdfium_c.FPDF_PAGEOBJ_FORM)


def _is_what_is_shown(page: pdfium.PdfPage, picture: pdfium.PdfImage, data: bytes) -> bool:
    """Whether `data` looks as the page does, seen from afar.

    The page may turn, mirror, mask, clip or invert its picture; and a JPEG alone may be read otherwise than
    inside a PDF (EXIF rotation, CMYK). Looking covers all of these.
    """
    left, bottom, right, top = picture.get_bounds()
    page_width, page_height = page.get_size()
    longest = max(right - left, top - bottom)
    if page.get_rotation() or longest <= 0:
        return False
    margins = tuple(max(0.0, side) for side in (left, bottom, page_width - right, page_height - top))
    try:
        alone = decode(data, "picture")
    except PictureError:
        return True  # broken: whoever decodes the page says so, and names it
    seen = page.render(scale=4 * _GLANCE / longest, crop=margins).to_pil().convert("RGB")
    size = (max(1, seen.width // 4), max(1, seen.height // 4))
    far = [
        np.asarray(view.resize(size, Image.Resampling.BOX), dtype=np.int16)
        for view in (seen, Image.fromarray(alone))
    ]
    return int(np.abs(far[0] - far[1]).max()) <= _GLANCE_TOLERANCE


def _rendered(page: pdfium.PdfPage, pictures: list[pdfium.PdfImage], name: str) -> bytes:
    finest = max(
        max(data.horizontal_dpi, data.vertical_dpi)
        for data in (picture.get_metadata() for picture in pictures)
    )
    scale = min(finest / _POINTS_PER_INCH or 1.0, _FINEST)
    width, height = page.get_size()
    _check_size(round(width * scale), round(height * scale), name)
    return _png(page.render(scale=scale))


def _check_size(width: int, height: int, name: str) -> None:
    # pdfium would take the memory first and fail, or be killed, later.
    if width * height > MAX_PIXELS:
        problem = f"{width:,} x {height:,} pixels, more than the {MAX_PIXELS:,} toonseg decodes"
        raise SourceError(name, problem, "Remove the page, or turn the PDF into pictures first.")


def _png(bitmap: pdfium.PdfBitmap) -> bytes:
    buffer = io.BytesIO()
    bitmap.to_pil().save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
