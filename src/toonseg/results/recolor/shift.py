"""The change of colour of one group: what a base colour becomes, and with it every shade, light and line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from toonseg.results.colours import Bytes, Colour, Floats, most_chroma, oklab, rgb_of_oklab

GAIN = 1.5
"""How many times the chroma of a pixel is raised at most: more would show the noise of JPEG."""
_GREY, _COLOURED = 0.015, 0.12
"""Chroma of a base of which the hue is chance, and of one of which it is sure."""
_INK_ENDS, _FILL_BEGINS = 0.1, 0.4
"""Shares of the base's lightness: below the first is ink, from the second on is shade."""
_DARK, _LIGHT = 0.25, 0.45
"""Lightness of a base that ink cannot be told from, and of one that it can."""
_INK = 0.1
"""Lightness up to which a moved lightness leaves ink where it is, if the base is much lighter."""


@dataclass(frozen=True)
class Shift:
    """What becomes of a base colour, and of every colour that is drawn around it.

    In OKLab, where shading a colour moves it along a line to black. A pixel's a and b are turned and
    stretched as the base's are, so white and black stay neutral and patterns stay patterns. What a base that
    is grey, black or white has not got to be stretched is added, as much as the pixel's lightness has it: all
    at the base's, less in shade, none in ink and in white.

    Attributes:
        base: The colour that the group has, sRGB.
        wanted: The colour that it shall have, sRGB. Of its chroma, as much is taken as sRGB has at the
            lightness that comes out.
        lightness: How far lightness moves to the wanted one's, 0..1; 0 leaves every pixel's as it is.
    """

    base: Colour
    wanted: Colour
    lightness: float = 0.0

    @property
    def becomes(self) -> Colour:
        """What the base becomes: the wanted hue at the lightness that comes out."""
        red, green, blue = (int(v) for v in self.of(np.array([self.base], np.uint8))[0])
        return red, green, blue

    def of(self, pixels: Bytes) -> Bytes:
        """The pixels (..., 3) uint8 RGB in their new colours."""
        if self.base == self.wanted:
            return pixels
        seen = oklab(pixels)
        light = self.lit(seen[..., 0])
        plane = seen[..., 1] + 1j * seen[..., 2]
        turned = plane * self._turn + self._share(light) * self._added
        values = np.stack([light, turned.real, turned.imag], axis=-1).astype(np.float32)
        return rgb_of_oklab(values)

    def lit(self, light: Floats) -> Floats:
        """Lightness of OKLab after the shift: black, white and, below a lighter base, ink stay."""
        if not self.lightness:
            return light
        old = float(self._base[0])
        new = self._lightness
        ink = min(_INK, old / 2)
        knots = [0.0, ink, old, 1.0], [0.0, min(ink, new), new, 1.0]
        return np.interp(light, *knots).astype(np.float32)

    @cached_property
    def _base(self) -> Floats:
        values = oklab(np.array(self.base, np.uint8))
        values[0] = np.clip(values[0], 0.02, 0.98)
        return values

    @cached_property
    def _lightness(self) -> float:
        """The base's lightness after the shift."""
        old, new = float(self._base[0]), float(oklab(np.array(self.wanted, np.uint8))[0])
        return float(np.clip(old + self.lightness * (new - old), 0.02, 0.98))

    @cached_property
    def target(self) -> complex:
        """a and b that the base gets: the wanted hue, and of its chroma what there is at that lightness."""
        wanted = oklab(np.array(self.wanted, np.uint8))
        plane = complex(wanted[1], wanted[2])
        chroma = abs(plane)
        if chroma < 1e-4:
            return 0j
        most = float(most_chroma(np.array(self._lightness), float(np.angle(plane))))
        # A colour in shade keeps chroma / lightness. Of that, the root: or black hair would hardly show it.
        shade = float(np.sqrt(min(1.0, self._lightness / max(0.02, float(wanted[0])))))
        return plane * min(shade, most / chroma)

    @cached_property
    def _turn(self) -> complex:
        """What a and b of each pixel, as one complex number, are multiplied with."""
        base = complex(self._base[1], self._base[2])
        chroma = abs(base)
        if abs(self.target) == 0:
            return 0j
        sure = float(np.clip((chroma - _GREY) / (_COLOURED - _GREY), 0, 1))
        if sure == 0:
            return 1 + 0j
        whole = self.target / base
        whole *= min(1.0, GAIN / abs(whole))
        return (1 - sure) + sure * whole

    @cached_property
    def _added(self) -> complex:
        """What has to be added at the base's lightness for the base to become the target."""
        return self.target - self._turn * complex(self._base[1], self._base[2])

    def _share(self, light: Floats) -> Floats:
        """How much of it a pixel of this lightness gets, 0..1."""
        base = self._lightness
        below = light / base
        ink = np.clip((below - _INK_ENDS) / (_FILL_BEGINS - _INK_ENDS), 0, 1)
        told = float(np.clip((base - _DARK) / (_LIGHT - _DARK), 0, 1))
        below = below * (1 - told + told * ink * ink * (3 - 2 * ink))
        return np.where(light <= base, below, (1 - light) / (1 - base)).astype(np.float32)
