"""How an artist draws: continuous parameters that a whole title shares."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache

from numpy.random import Generator

from toonseg.synth.pen import Colour, mix


@dataclass(frozen=True)
class Style:
    """One artist's hand. Shares lie in 0..1 unless said otherwise; change one with `dataclasses.replace`.

    Attributes:
        ratio: Heights of a head in an adult's height, 2.5 (chibi) .. 7.5 (fashion plate).
        line_weight: Pixels of a contour on a figure whose head is 60 pixels high; 0.7 .. 3.
        taper: How much ink swells and thins.
        line_tone: Colour of the ink: 0 is `ink`, 1 a darker shade of what it encloses.
        ink: The ink itself.
        wobble: How far lines stray from true, in hundredths of a head.
        cel: Strength of hard-edged shadows.
        gradient: Strength of a change of tone along each part.
        soft: Strength of blurred shadows.
        shade: What shadows multiply a colour by, as a colour.
        highlight: Strength of light on hair, cloth and skin.
        light: Where light comes from: -1 left .. 1 right.
        saturation: Multiplies the saturation of every colour when the page is finished, 0 .. 1.4.
        screentone: Strength of a dot screen over darker tones.
        grain: Strength of paper grain.
        mono: How far all colours go to grey.
        cast: One colour over everything.
        cast_amount: How strongly.
        eye_size: 0 (small, realistic) .. 1 (half of the face).
        eye_height: 0 (narrow) .. 1 (tall and round).
        eye_detail: Rings, reflections and lashes in the eye.
        chin: 0 (round) .. 1 (pointed).
        face_width: 0 (narrow) .. 1 (broad).
        nose: 0 (a dot) .. 1 (a bridge with wings).
        blush: Red on cheeks.
        hair_volume: 0 (flat) .. 1 (high and wide).
        strands: How many lines and loose tips hair has.
        shine: Strength of the bands of light on hair.
        folds: How many folds cloth has.
        line_fade: How far ink goes into the colour that it encloses: 1 paints without lines.
        brush: Visible strokes of a brush within each part, and over the page.
        hatch: Strength of hatching in shadows.
        rim: Strength of a second light along the far edge of each part.
        rim_colour: That light's colour.
        lift: How far all tones go to white (pastel).
        contrast: Contrast of the page, -0.5 .. 0.5.
        paper: Strength of paper's texture and of blotches of wash.
        sketch: How often a second, searching stroke goes along a contour.
        gaps: How often, and how far, contours are left open.
        blank: How far people are left white, as in drawings that nobody has coloured yet.
        dots: At more than 0.5 eyes are dots.
        round_nose: 0 (as `nose` has it) .. 1 a large round nose, as western cartoonists draw it.
        reach: How much broader shadows are than a form's edge: 0 (a rim) .. 1 (a third of a face).
        backlit: Share of figures that stand against the light: dark, but not black.
        scene_line: Ink in scenes: 0 paints them without lines, 1 inks them like figures.
        scene_detail: How much stands and lies about in scenes.
        scene_blur: How far scenes are out of focus behind figures.
    """

    ratio: float = 6.2
    line_weight: float = 1.5
    taper: float = 0.6
    line_tone: float = 0.2
    ink: Colour = (44, 32, 38)
    wobble: float = 0.2
    cel: float = 0.8
    gradient: float = 0.25
    soft: float = 0.0
    shade: Colour = (205, 182, 214)
    highlight: float = 0.5
    light: float = -0.5
    saturation: float = 1.0
    screentone: float = 0.0
    grain: float = 0.0
    mono: float = 0.0
    cast: Colour = (255, 214, 170)
    cast_amount: float = 0.0
    eye_size: float = 0.6
    eye_height: float = 0.6
    eye_detail: float = 0.7
    chin: float = 0.6
    face_width: float = 0.45
    nose: float = 0.35
    blush: float = 0.4
    hair_volume: float = 0.5
    strands: float = 0.6
    shine: float = 0.6
    folds: float = 0.6
    line_fade: float = 0.0
    brush: float = 0.0
    hatch: float = 0.0
    rim: float = 0.0
    rim_colour: Colour = (255, 244, 224)
    lift: float = 0.0
    contrast: float = 0.0
    paper: float = 0.0
    sketch: float = 0.0
    gaps: float = 0.0
    blank: float = 0.0
    dots: float = 0.0
    round_nose: float = 0.0
    reach: float = 0.0
    backlit: float = 0.03
    scene_line: float = 0.6
    scene_detail: float = 0.6
    scene_blur: float = 0.2

    def drift(self, rng: Generator, amount: float) -> Style:
        """The same hand some episodes later: every parameter moves by up to `amount` (0..1) of its range."""
        moved: dict[str, float] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                continue
            low, high = RANGES.get(field.name, (0.0, 1.0))
            step = float(rng.uniform(-1, 1)) * amount * (high - low)
            # What a style does not use at all it does not slowly begin to use.
            moved[field.name] = min(high, max(low, value + step)) if value != 0.0 else 0.0
        return replace(self, **moved)  # type: ignore[arg-type]

    def line_pixels(self, scale: float) -> float:
        """Pixels of ink for weight 1 where a head is `scale` pixels high: close-ups are not inked with a
        broom."""
        return float(max(0.6, self.line_weight * (scale / 60) ** 0.45))

    def shaded(self, colour: Colour, depth: float = 1.0) -> Colour:
        """The colour in shadow; `depth` 0 (light) .. 2 (deep)."""
        return _shaded(colour, self.shade, depth)

    def lit(self, colour: Colour, amount: float = 0.4) -> Colour:
        """The colour in light."""
        return _lit(colour, amount)

    def ink_for(self, colour: Colour) -> Colour:
        """The ink around a part of this colour."""
        return _inked(colour, self.ink, self.shade, self.line_tone, self.line_fade)

    def blended(self, other: Style, share: float) -> Style:
        """A hand between this one (`share` 0) and another (1)."""
        between: dict[str, object] = {}
        for field in fields(self):
            one, two = getattr(self, field.name), getattr(other, field.name)
            between[field.name] = (
                mix(one, two, share) if isinstance(one, tuple) else one + (two - one) * share
            )
        return replace(self, **between)  # type: ignore[arg-type]


# A figure asks for the same few tones hundreds of times.


@lru_cache(maxsize=8192)
def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """`pen.mix`, looked up."""
    return mix(first, second, share)


@lru_cache(maxsize=4096)
def _shaded(colour: Colour, shade: Colour, depth: float) -> Colour:
    r, g, b = (round(max(0.0, c * (1 - (1 - s / 255) * depth))) for c, s in zip(colour, shade, strict=True))
    return r, g, b


@lru_cache(maxsize=4096)
def _lit(colour: Colour, amount: float) -> Colour:
    return mix(colour, (255, 252, 244), amount)


@lru_cache(maxsize=4096)
def _inked(colour: Colour, ink: Colour, shade: Colour, tone: float, fade: float) -> Colour:
    own = _shaded(mix(colour, (110, 40, 40), 0.25), shade, 1.9)
    inked = mix(ink, own, tone)
    return mix(inked, _shaded(colour, shade, 0.9), fade) if fade > 0.01 else inked


RANGES: dict[str, tuple[float, float]] = {
    "ratio": (2.5, 7.5),
    "line_weight": (0.7, 3.0),
    "light": (-1.0, 1.0),
    "saturation": (0.0, 1.4),
    "contrast": (-0.5, 0.5),
}
