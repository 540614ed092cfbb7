"""The same bytes from the same picture, every time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import cv2


@contextmanager
def same_bytes() -> Iterator[None]:
    """Keep OpenCV from Intel's IPP in this thread, also as a decorator.

    Parts of IPP round floats by where an array happens to lie in memory, so that one run in some gave other
    pixels: seen of `cv2.magnitude` with OpenCV 5.0 on x86.
    """
    before = cv2.ipp.useIPP()
    cv2.ipp.setUseIPP(False)
    try:
        yield
    finally:
        cv2.ipp.setUseIPP(before)
