"""What a process does that works beside others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import cv2


@contextmanager
def single_threaded() -> Iterator[None]:
    """OpenCV keeps to one thread within the block: other processes work on the other cores."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)
