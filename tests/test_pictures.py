"""Every way a picture file can be odd or wrong: decoded as a person would see it, or refused by name."""

from __future__ import annotations

import io
import struct
import time
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from toonseg import pictures
from toonseg.errors import BrokenPictureError, HugePictureError, PictureError, WriteError
from toonseg.pictures import MAX_PIXELS, MAX_SIDE, Rgb, decode, encode, probe, verify, write_picture

ORIENTATION_TAG = 0x0112


def drawing(height: int = 40, width: int = 24) -> Rgb:
    """Blocks of flat colour, each 8 pixels: what every codec here keeps nearly as it is."""
    blocks = np.random.default_rng(7).integers(0, 256, (-(-height // 8), -(-width // 8), 3), dtype=np.uint8)
    return np.ascontiguousarray(np.kron(blocks, np.ones((8, 8, 1), np.uint8))[:height, :width])


def saved(picture: Image.Image, format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format, **options)
    return buffer.getvalue()


def png_chunks(width: int, height: int, depth: int, colour_type: int, rows: bytes) -> bytes:
    """A PNG with any header, whether or not the rows fit it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")


RAMP16 = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (8, 1))
RAMP8 = np.round(RAMP16[0] / 257).astype(np.uint8)


@pytest.mark.parametrize("format", ["PNG", "BMP", "TIFF", "GIF"])
def test_lossless_formats_give_the_same_pixels(format: str) -> None:
    pixels = drawing()
    decoded = decode(saved(Image.fromarray(pixels), format), "page")
    assert decoded.dtype == np.uint8
    assert decoded.flags.c_contiguous
    # A GIF of at most 256 colours holds them exactly.
    assert np.array_equal(decoded, pixels)


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF", "JPEG2000"])
def test_lossy_formats_give_nearly_the_same_pixels(format: str) -> None:
    pixels = drawing()
    options: dict[str, object] = {"subsampling": 0} if format == "JPEG" else {}
    decoded = decode(saved(Image.fromarray(pixels), format, quality=95, **options), "page").astype(int)
    assert np.abs(decoded - pixels).mean() < 12


def test_alpha_is_flattened_on_white() -> None:
    pixels = np.zeros((2, 3, 4), np.uint8)
    pixels[:, 1, 3] = 128
    pixels[:, 2, 3] = 255
    for format in ("PNG", "WEBP"):
        decoded = decode(saved(Image.fromarray(pixels), format, lossless=True), "page")
        assert decoded[0].tolist() == [[255] * 3, [127] * 3, [0] * 3]


def test_grey_with_alpha_and_palette_with_alpha_are_flattened() -> None:
    grey = Image.merge("LA", (Image.new("L", (2, 1), 0), Image.fromarray(np.array([[0, 255]], np.uint8))))
    assert decode(saved(grey, "PNG"), "page")[0, :, 0].tolist() == [255, 0]
    palette = Image.fromarray(np.array([[0, 1]], np.uint8), "L").convert("P")
    palette.putpalette([10, 20, 30, 40, 50, 60])
    decoded = decode(saved(palette, "PNG", transparency=bytes([0, 255])), "page")
    assert decoded[0].tolist() == [[255, 255, 255], [40, 50, 60]]


@pytest.mark.parametrize("format", ["PNG", "TIFF"])
def test_16_bit_grey_is_scaled_not_clipped(format: str) -> None:
    decoded = decode(saved(Image.fromarray(RAMP16), format), "page")
    assert np.abs(decoded[0, :, 0].astype(int) - RAMP8).max() <= 1
    assert (decoded[..., 0] == decoded[..., 2]).all()


def test_a_dark_16_bit_page_stays_dark() -> None:
    assert decode(saved(Image.fromarray(RAMP16 // 256), "PNG"), "page").max() <= 1


@pytest.mark.parametrize(("colour_type", "channels"), [(2, 3), (6, 4)])
def test_16_bit_colour_becomes_8_bit(colour_type: int, channels: int) -> None:
    pixels = np.repeat(RAMP16[0][:, None], channels, axis=1)
    if channels == 4:
        pixels[:, 3] = 65535
    data = png_chunks(64, 1, 16, colour_type, b"\x00" + pixels.astype(">u2").tobytes())
    assert np.abs(decode(data, "page")[0, :, 1].astype(int) - RAMP8).max() <= 1


def test_grey_of_floats_and_of_32_bit_integers_spans_black_to_white() -> None:
    for values in (RAMP16.astype(np.int32), (RAMP16 / 65535).astype(np.float32)):
        decoded = decode(saved(Image.fromarray(values), "TIFF"), "page")
        assert np.abs(decoded[0, :, 0].astype(int) - RAMP8).max() <= 1


def test_cmyk_jpeg_with_adobes_inverted_inks_keeps_its_colours() -> None:
    red = Image.new("RGB", (16, 16), (220, 30, 40))
    data = saved(red.convert("CMYK"), "JPEG", quality=95)
    assert b"Adobe" in data
    assert np.abs(decode(data, "page")[8, 8].astype(int) - (220, 30, 40)).max() < 12


def test_of_an_animation_the_first_frame_is_taken() -> None:
    first, second = Image.new("RGB", (8, 8), (255, 0, 0)), Image.new("RGB", (8, 8), (0, 0, 255))
    for format in ("GIF", "WEBP", "PNG"):
        data = saved(first, format, save_all=True, append_images=[second], lossless=True)
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.n_frames == 2
        assert decode(data, "page")[4, 4].tolist() == [255, 0, 0]


@pytest.mark.parametrize("format", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize(("orientation", "turns"), [(1, 0), (3, 2), (6, 3), (8, 1)])
def test_exif_rotation_is_applied_and_the_header_says_the_shown_size(
    format: str, orientation: int, turns: int
) -> None:
    pixels = drawing(40, 24)
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    data = saved(Image.fromarray(pixels), format, exif=exif, quality=95)
    shown = np.rot90(pixels, turns)
    decoded = decode(data, "page")
    info = probe(data, "page")
    assert decoded.shape == shown.shape
    assert (info.height, info.width) == shown.shape[:2]
    assert np.abs(decoded.astype(int) - shown).mean() < 25


def test_the_header_of_a_large_png_is_read_without_decoding_it() -> None:
    side = 5000
    data = saved(Image.new("RGB", (side, side)), "PNG", compress_level=1)
    start = time.process_time()
    decode(data, "page")
    whole = time.process_time() - start
    start = time.process_time()
    assert probe(data, "page").width == side
    assert time.process_time() - start < whole / 4


@pytest.mark.parametrize(
    ("data", "clue"),
    [
        (b"", "empty"),
        ("안녕하세요, 그림이 아니에요".encode(), "text"),
        (b"just some words", "text"),
        (b"<!DOCTYPE html><html><body>403</body></html>", "HTML"),
        (b'{"error": "forbidden"}', "JSON"),
        (bytes(range(256)) * 4, "no known picture format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "text"),
    ],
)
def test_what_is_no_picture_is_refused_by_name_with_a_clue(data: bytes, clue: str) -> None:
    for function in (probe, decode, verify):
        with pytest.raises(BrokenPictureError, match=clue) as caught:
            function(data, "나의 page 1.jpg")
        assert str(caught.value).startswith("나의 page 1.jpg: ")


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("BMP", {}),
        ("AVIF", {}),
        ("JPEG2000", {}),
    ],
)
def test_a_truncated_picture_never_passes_for_a_whole_one(format: str, options: dict[str, object]) -> None:
    data = saved(Image.fromarray(drawing(96, 80)), format, **options)
    whole = decode(data, "page")
    refused = 0
    for share in np.linspace(0.02, 0.99, 40):
        try:
            # What lies after the last pixel (the end mark of a PNG) may be missing.
            assert np.array_equal(decode(data[: int(len(data) * share)], "page"), whole)
        except BrokenPictureError:
            refused += 1
    assert refused >= 38


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000"])
def test_damage_anywhere_raises_nothing_but_picture_errors(format, monkeypatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", 1_000_000)  # a damaged header may ask for much memory
    data = saved(Image.fromarray(drawing(48, 40)), format)
    random = np.random.default_rng(3)
    refused = 0
    for _ in range(80):
        damaged = bytearray(data)
        for place in random.integers(0, min(len(data), 400), 3):
            damaged[place] = random.integers(256)
        try:
            decode(bytes(damaged), "page")
        except PictureError as error:
            refused += 1
            assert str(error).startswith("page: ")
    assert refused > 0


def test_a_bomb_is_refused_by_its_header_alone() -> None:
    bomb = png_chunks(100_000, 100_000, 8, 2, b"\x00")
    assert len(bomb) < 100
    for function in (probe, decode):
        with pytest.raises(HugePictureError, match=r"bomb\.png: 100,000 x 100,000 pixels") as caught:
            function(bomb, "bomb.png")
        assert f"{MAX_PIXELS:,}" in str(caught.value)


def test_the_smallest_and_the_longest_pictures_are_pictures() -> None:
    assert decode(encode(np.full((1, 1, 3), 9, np.uint8), "png"), "page").tolist() == [[[9, 9, 9]]]
    long = np.zeros((40_000, 1, 3), np.uint8)
    long[-1] = 255
    for turned in (long, long.transpose(1, 0, 2)):
        for format in ("png", "jpg"):
            decoded = decode(encode(np.ascontiguousarray(turned), format), "page")
            assert decoded.shape == turned.shape
            assert decoded[-1, -1].min() > 200
    with pytest.raises(BrokenPictureError):
        decode(png_chunks(0, 10, 8, 2, b""), "page")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_verify_misses_even_the_last_bytes(format: str) -> None:
    data = saved(Image.fromarray(drawing()), format)
    assert verify(data, "page").width == 24
    for missing in (1, 2, 5, 13, 17):
        with pytest.raises(BrokenPictureError, match="cut short"):
            verify(data[:-missing], "page")


def test_verify_says_format_and_size() -> None:
    info = verify(saved(Image.fromarray(drawing(40, 24)), "WEBP"), "page.jpg")
    assert (info.format, info.width, info.height) == ("WEBP", 24, 40)


@pytest.mark.parametrize("format", ["jpg", "webp"])
def test_a_format_too_small_for_the_picture_is_an_error_and_leaves_no_file(tmp_path, format) -> None:
    path = tmp_path / f"long.{format}"
    with pytest.raises(WriteError, match="Write PNG"):
        write_picture(path, np.zeros((MAX_SIDE[format] + 1, 1, 3), np.uint8), format)
    assert list(tmp_path.iterdir()) == []
    write_picture(path, np.zeros((MAX_SIDE[format], 1, 3), np.uint8), format)
    assert probe(path.read_bytes(), path).height == MAX_SIDE[format]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.randoms(use_true_random=False))
def test_png_round_trip(height, width, random) -> None:
    pixels = np.frombuffer(random.randbytes(height * width * 3), np.uint8).reshape(height, width, 3)
    assert np.array_equal(decode(encode(pixels, "png"), "page"), pixels)
