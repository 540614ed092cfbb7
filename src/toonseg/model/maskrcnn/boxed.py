"""Masks as Mask R-CNN says them: a square grid over the box of an instance, whatever the box's shape."""

from __future__ import annotations

import cv2
import numpy as np

from toonseg.model.decode import Float, Region

SIDE = 28
"""Values across and down the grid."""


def boxed_logits(kernel: Float, box: Float, region: Region) -> Float:
    """One instance's mask on a region of the canvas, above 0 where it is.

    Args:
        kernel: SIDE * SIDE values, row by row: the chance of each place of the box, less a half.
        box: [x0, y0, x1, y1] in pixels of the canvas.
        region: [x0, y0, x1, y1] of the canvas, in pixels.

    Returns:
        H x W float32 of the region. Beyond the grid lies nothing, so no mask leaves its box.
    """
    x0, y0, x1, y1 = region
    left, top, right, bottom = box.tolist()
    across, down = SIDE / max(right - left, 1e-3), SIDE / max(bottom - top, 1e-3)
    # Middles of pixels as places on the grid, whose value k lies at k + 0.5.
    shift_x, shift_y = (x0 + 0.5 - left) * across - 0.5, (y0 + 0.5 - top) * down - 0.5
    matrix = np.array([[across, 0, shift_x], [0, down, shift_y]])
    grid = np.ascontiguousarray(kernel.reshape(SIDE, SIDE))
    made = cv2.warpAffine(
        grid, matrix, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT, borderValue=-0.5,
    )  # fmt: skip
    return np.asarray(made, np.float32)
