"""Results do not depend on where arrays lie in memory."""

from __future__ import annotations

import cv2
import numpy as np

from toonseg.results.exact import same_bytes
from toonseg.results.matting import matte


def test_ipp_is_as_it_was_afterwards() -> None:
    before = cv2.ipp.useIPP()
    with same_bytes():
        assert not cv2.ipp.useIPP()
    assert cv2.ipp.useIPP() == before


def test_the_same_picture_has_the_same_matte_wherever_it_lies() -> None:
    rng = np.random.default_rng(1)
    picture = cv2.GaussianBlur(rng.integers(0, 256, (151, 203, 3)).astype(np.uint8), (0, 0), 3)
    mask = cv2.GaussianBlur(rng.normal(0, 1, (151, 203)), (0, 0), 12) > 0
    seen = set()
    held = []
    for shift in range(40):
        held.append(np.empty(1 + 131 * shift, np.uint8))  # moves what is allocated after it
        found = matte(picture.copy(), mask.copy())
        seen.add((found.alpha.tobytes(), found.colour.tobytes()))
    assert len(seen) == 1
