"""Results do not depend on where arrays lie in memory."""

from __future__ import annotations

import cv2
import numpy as np

from toonseg.scale.exact import same_bytes


def test_ipp_is_as_it_was_afterwards() -> None:
    before = cv2.ipp.useIPP()
    with same_bytes():
        assert not cv2.ipp.useIPP()
    assert cv2.ipp.useIPP() == before


def test_lengths_are_the_same_wherever_vectors_lie() -> None:
    rng = np.random.default_rng(1)
    across, down = (rng.normal(0, 3, (38, 32)).astype(np.float32) for _ in range(2))
    held, seen = [], set()
    with same_bytes():
        for _ in range(400):
            held.append(np.empty(int(rng.integers(1, 5000)), np.uint8))  # moves what is allocated after it
            seen.add(cv2.magnitude(across.copy(), down.copy()).tobytes())
    assert len(seen) == 1
