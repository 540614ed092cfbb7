"""PDF pages: the embedded bytes where they are what is shown, else what is shown."""

from __future__ import annotations

import io
import pickle
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from toonseg.errors import BrokenPictureError, SourceError
from toonseg.pictures import Rgb, decode, encode, probe
from toonseg.source import pdf
from toonseg.source.local import open_source

WIDTH, HEIGHT = 60, 90
WHOLE_PAGE = b"q 60 0 0 90 0 0 cm /Im Do Q"
JPEG_RGB = b"/ColorSpace/DeviceRGB/Filter/DCTDecode"
FLATE_RGB = b"/ColorSpace/DeviceRGB/Filter/FlateDecode"


def drawing() -> Rgb:
    """Dark above, bright below, red growing to the right: no turn or mirror image of it is itself."""
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    pixels[..., 0] = np.arange(WIDTH) * 4
    pixels[..., 1] = np.arange(HEIGHT)[:, None] * 2
    pixels[..., 2] = 100
    return pixels


JPEG = encode(drawing(), "jpg")


def stream(dictionary: bytes, data: bytes) -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (dictionary, len(data), data)


def image(dictionary: bytes, data: bytes, more: bytes = b"") -> bytes:
    start = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % (WIDTH, HEIGHT)
    return stream(start + dictionary + more, data)


def document(picture: bytes, *others: bytes, content: bytes = WHOLE_PAGE, page: bytes = b"") -> bytes:
    """A PDF of one page, 60 x 90 points, whose picture is object 5; further objects follow as 6, 7, ..."""
    fonts = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    resources = b"/Resources<</XObject<</Im 5 0 R/Second 6 0 R>>%b>>" % fonts
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 60 90]/Contents 4 0 R%b%b>>" % (resources, page),
        stream(b"", content),
        picture,
        *others,
    ]
    file = io.BytesIO()
    file.write(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(file.tell())
        file.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    table = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    file.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return file.getvalue()


def page_of(tmp_path: Path, data: bytes) -> bytes:
    path = tmp_path / "연애 1.pdf"
    path.write_bytes(data)
    (page,) = open_source(path).pages
    assert page.name == "page-001"
    return page.read()


def test_a_jpeg_comes_out_byte_for_byte(tmp_path) -> None:
    assert page_of(tmp_path, document(image(JPEG_RGB, JPEG))) == JPEG


def test_a_lossless_picture_comes_out_with_its_pixels(tmp_path) -> None:
    data = document(image(FLATE_RGB, zlib.compress(drawing().tobytes())))
    assert np.array_equal(decode(page_of(tmp_path, data), "page"), drawing())


def test_a_jpeg_keeps_its_resolution_however_the_page_scales_it(tmp_path) -> None:
    content = b"q 20.3 0 0 30.45 11 7 cm /Im Do Q"  # small, with margins
    assert page_of(tmp_path, document(image(JPEG_RGB, JPEG), content=content)) == JPEG


def test_invisible_text_over_a_scan_does_not_count(tmp_path) -> None:
    content = WHOLE_PAGE + b" BT /F 12 Tf 3 Tr 5 5 Td (found by search) Tj ET"
    assert page_of(tmp_path, document(image(JPEG_RGB, JPEG), content=content)) == JPEG


@pytest.mark.parametrize(
    ("content", "page", "expected"),
    [
        (WHOLE_PAGE, b"/Rotate 90", np.rot90(drawing(), -1)),
        (b"q 60 0 0 -90 0 90 cm /Im Do Q", b"", drawing()[::-1]),
        (b"q -60 0 0 90 60 0 cm /Im Do Q", b"", drawing()[:, ::-1]),
    ],
    ids=["turned page", "upside down", "mirrored"],
)
def test_a_turned_or_mirrored_picture_comes_as_it_is_shown(tmp_path, content, page, expected) -> None:
    found = decode(page_of(tmp_path, document(image(JPEG_RGB, JPEG), content=content, page=page)), "page")
    assert found.shape == expected.shape
    assert np.abs(found.astype(int) - expected).max() < 16


def test_masks_inversion_and_exif_are_shown_as_a_reader_shows_them(tmp_path) -> None:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[:45] = 255
    grey = b"/ColorSpace/DeviceGray/Filter/FlateDecode"
    masked = document(image(JPEG_RGB, JPEG, b"/SMask 6 0 R"), image(grey, zlib.compress(mask.tobytes())))
    found = decode(page_of(tmp_path, masked), "page")
    assert found[60].min() == 255
    assert np.abs(found[20].astype(int) - drawing()[20]).max() < 16

    inverted = document(image(JPEG_RGB, JPEG, b"/Decode[1 0 1 0 1 0]"))
    found = decode(page_of(tmp_path, inverted), "page")
    assert np.abs(255 - found.astype(int) - drawing()).max() < 16

    exif = Image.Exif()
    exif[0x0112] = 3
    buffer = io.BytesIO()
    Image.fromarray(drawing()).save(buffer, "JPEG", quality=95, exif=exif)
    found = decode(page_of(tmp_path, document(image(JPEG_RGB, buffer.getvalue()))), "page")
    assert np.abs(found.astype(int) - drawing()).max() < 16


def test_lettering_over_the_picture_is_kept(tmp_path) -> None:
    content = WHOLE_PAGE + b" BT /F 40 Tf 5 30 Td (Hi) Tj ET"
    found = decode(page_of(tmp_path, document(image(JPEG_RGB, JPEG), content=content)), "page")
    assert found.shape == drawing().shape
    assert found[20:70].max(axis=2).min() == 0  # black letters
    assert np.abs(found[:10].astype(int) - drawing()[:10]).max() < 16


def test_a_page_put_together_from_pictures_is_rendered_at_the_finest_ones_resolution(tmp_path) -> None:
    content = b"q 60 0 0 45 0 45 cm /Im Do Q q 30 0 0 45 0 0 cm /Second Do Q"
    found = page_of(tmp_path, document(image(JPEG_RGB, JPEG), image(JPEG_RGB, JPEG), content=content))
    # The finest has 60 x 90 pixels on 30 x 45 points: two pixels a point.
    info = probe(found, "page")
    assert (info.format, info.width, info.height) == ("PNG", 120, 180)


def test_a_page_without_a_picture_is_named(tmp_path) -> None:
    data = document(image(JPEG_RGB, JPEG), content=b"BT /F 12 Tf 5 5 Td (The end) Tj ET")
    with pytest.raises(SourceError, match=r"연애 1\.pdf, page 1: holds no picture"):
        page_of(tmp_path, data)


def test_a_damaged_picture_in_it_is_named_when_decoded(tmp_path) -> None:
    with pytest.raises((BrokenPictureError, SourceError), match="page"):
        decode(page_of(tmp_path, document(image(JPEG_RGB, JPEG[: len(JPEG) // 2]))), "page-001")


def test_a_huge_picture_in_it_is_refused_before_it_is_decoded(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PIXELS", WIDTH * HEIGHT - 1)
    data = document(image(FLATE_RGB, zlib.compress(drawing().tobytes())))
    with pytest.raises(SourceError, match="page 1: 60 x 90 pixels"):
        page_of(tmp_path, data)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_a_truncated_pdf_is_named(tmp_path, share) -> None:
    data = document(image(JPEG_RGB, JPEG))
    with pytest.raises(SourceError, match=r"연애 1\.pdf"):
        page_of(tmp_path, data[: int(len(data) * share)])


def test_a_pdf_with_a_password_says_so(tmp_path) -> None:
    # A standard security handler whose keys fit no empty password.
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%b>/U<%b>>>/ID[<00><00>]" % (b"11" * 32, b"22" * 32)
    data = document(image(JPEG_RGB, JPEG)).replace(b"/Root 1 0 R", b"/Root 1 0 R" + lock)
    with pytest.raises(SourceError, match="asks for a password"):
        page_of(tmp_path, data)


def test_pages_of_several_keep_their_order_names_and_pickle(tmp_path) -> None:
    shades = [Image.new("RGB", (40, 30), (shade, 0, 0)) for shade in range(0, 240, 20)]
    path = tmp_path / "a.pdf"
    shades[0].save(path, save_all=True, append_images=shades[1:])
    pages = pickle.loads(pickle.dumps(open_source(path).pages))
    assert [page.name for page in pages] == [f"page-{number:03d}" for number in range(1, 13)]
    assert pages[3].address == f"{path.as_uri()}#page=4"
    reds = [decode(page.read(), page.name)[15, 20, 0] for page in pages]
    assert np.abs(np.array(reds, int) - np.arange(0, 240, 20)).max() < 6
