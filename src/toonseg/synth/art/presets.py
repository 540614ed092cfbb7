"""Named hands: eighteen artists as ranges of a style's parameters, and everything between them.

A preset is data. A title samples one `Style` from it and keeps it; `Style.drift` changes it over the
episodes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from numpy.random import Generator

from toonseg.errors import UsageError
from toonseg.synth.art.style import Style
from toonseg.synth.pen import Colour, mix

Range = tuple[float, float]
MIXED = "+"
"""Stands between the names of presets of which every artist is one, or between two."""


@dataclass(frozen=True)
class Preset:
    """A family of styles.

    Attributes:
        name: Its name on the command line.
        about: What it looks like, in a few words.
        ranges: The (least, greatest) value of every parameter of `Style` in which its styles differ.
        inks: Inks to choose from.
        shades: Colours that shadows multiply by, to choose from.
        casts: Colours that lie over a page, to choose from.
        rims: Colours of the second light, to choose from.
    """

    name: str
    about: str
    ranges: Mapping[str, Range]
    inks: tuple[Colour, ...] = ((44, 32, 38), (30, 28, 40), (58, 36, 34))
    shades: tuple[Colour, ...] = ((205, 182, 214), (214, 190, 196), (190, 190, 222))
    casts: tuple[Colour, ...] = ((255, 226, 190), (200, 216, 255), (255, 214, 214))
    rims: tuple[Colour, ...] = ((255, 244, 224), (220, 236, 255))

    def sample(self, rng: Generator) -> Style:
        """One artist of this family."""
        numbers = {name: float(rng.uniform(*span)) for name, span in sorted(self.ranges.items())}
        style = Style(light=float(rng.choice([-1, 1]) * rng.uniform(0.3, 0.9)))
        style = replace(
            style,
            ink=_chosen(self.inks, rng),
            shade=_chosen(self.shades, rng),
            cast=_chosen(self.casts, rng),
            rim_colour=_chosen(self.rims, rng),
        )
        return replace(style, **numbers)  # type: ignore[arg-type]


def _chosen(colours: tuple[Colour, ...], rng: Generator) -> Colour:
    """A colour between two of the given ones, nearer to the first."""
    one, two = (colours[int(rng.integers(len(colours)))] for _ in range(2))
    return mix(one, two, float(rng.uniform(0, 0.5)))


ROMANCE = Preset(
    "romance", "clean digital romance: thin coloured lines, glowing gradients, big shining eyes",
    {"ratio": (6.2, 7.2), "line_weight": (0.9, 1.4), "line_tone": (0.3, 0.75), "taper": (0.5, 0.9),
     "wobble": (0, 0.2), "cel": (0.35, 0.7), "soft": (0.1, 0.5), "gradient": (0.4, 0.8),
     "highlight": (0.5, 0.9), "shine": (0.6, 1.0), "saturation": (0.85, 1.1), "eye_size": (0.5, 0.75),
     "eye_height": (0.5, 0.75), "eye_detail": (0.8, 1.0), "chin": (0.6, 0.95), "nose": (0.2, 0.4),
     "blush": (0.4, 0.8), "strands": (0.6, 1.0), "lift": (0, 0.15), "cast_amount": (0, 0.15),
     "scene_line": (0.2, 0.6), "scene_blur": (0.2, 0.6), "scene_detail": (0.5, 0.9)},
    inks=((70, 40, 46), (48, 36, 52)), shades=((226, 196, 214), (214, 196, 226), (236, 204, 204)),
)  # fmt: skip
COMEDY = Preset(
    "comedy", "school comedy: thick even lines, flat colours with one hard shadow, round faces",
    {"ratio": (4.2, 5.8), "line_weight": (1.8, 2.8), "line_tone": (0, 0.1), "taper": (0.1, 0.5),
     "wobble": (0.2, 0.6), "cel": (0.4, 0.9), "gradient": (0, 0.1), "highlight": (0.1, 0.4),
     "shine": (0.1, 0.5), "saturation": (1.0, 1.25), "eye_size": (0.5, 0.85), "eye_height": (0.6, 0.9),
     "eye_detail": (0.1, 0.5), "chin": (0.1, 0.5), "nose": (0, 0.35), "face_width": (0.5, 0.8),
     "blush": (0.1, 0.6), "strands": (0.1, 0.4), "folds": (0.2, 0.5), "scene_line": (0.7, 1.0),
     "scene_blur": (0, 0.1), "scene_detail": (0.3, 0.6)},
    inks=((24, 20, 24), (36, 28, 30)),
)  # fmt: skip
FANTASY = Preset(
    "fantasy", "painted fantasy: soft shading, visible brush, hardly a line, warm light",
    {"reach": (0, 0.7), "backlit": (0, 0.15),
     "ratio": (6.6, 7.4), "line_weight": (0.7, 1.0), "line_tone": (0.8, 1.0), "line_fade": (0.4, 0.95),
     "cel": (0, 0.25), "soft": (0.7, 1.0), "gradient": (0.7, 1.0), "brush": (0.5, 1.0),
     "highlight": (0.5, 0.9), "rim": (0.2, 0.8), "saturation": (0.75, 1.1), "eye_size": (0.3, 0.6),
     "eye_height": (0.35, 0.6), "eye_detail": (0.6, 1.0), "chin": (0.5, 0.9), "nose": (0.4, 0.8),
     "strands": (0.5, 1.0), "cast_amount": (0.15, 0.5), "grain": (0, 0.25), "contrast": (0, 0.3),
     "scene_line": (0, 0.15), "scene_blur": (0.1, 0.5), "scene_detail": (0.6, 1.0)},
    inks=((60, 40, 40), (40, 36, 60)), shades=((196, 160, 190), (170, 164, 206), (206, 168, 150)),
    casts=((255, 216, 160), (176, 204, 255), (255, 190, 150), (206, 255, 220)),
    rims=((255, 230, 170), (180, 220, 255)),
)  # fmt: skip
PASTEL = Preset(
    "pastel", "flat pastel slice of life: light colours, coloured thin lines, no shadows to speak of",
    {"ratio": (4.6, 6.2), "line_weight": (0.9, 1.6), "line_tone": (0.4, 0.9), "taper": (0, 0.4),
     "wobble": (0.2, 0.8), "cel": (0, 0.35), "gradient": (0, 0.3), "highlight": (0.1, 0.5),
     "shine": (0.1, 0.6), "saturation": (0.6, 0.9), "lift": (0.12, 0.4), "eye_size": (0.3, 0.65),
     "eye_height": (0.5, 0.9), "eye_detail": (0.0, 0.4), "chin": (0, 0.4), "nose": (0, 0.25),
     "blush": (0.4, 1.0), "strands": (0.1, 0.5), "folds": (0.1, 0.4), "cast_amount": (0, 0.2),
     "scene_line": (0.2, 0.8), "scene_blur": (0, 0.2), "scene_detail": (0.2, 0.6), "paper": (0, 0.2)},
    inks=((110, 76, 70), (84, 70, 90), (90, 60, 60)), shades=((236, 214, 226), (226, 220, 240)),
)  # fmt: skip
THRILLER = Preset(
    "thriller", "gritty dark thriller: rough ink, hatched shadows, drained colours",
    {"reach": (0.2, 1.0), "backlit": (0.05, 0.3),
     "sketch": (0, 0.6),
     "ratio": (6.6, 7.5), "line_weight": (1.3, 2.4), "line_tone": (0, 0.1), "taper": (0.7, 1.0),
     "wobble": (0.3, 1.0), "cel": (0.7, 1.0), "gradient": (0.1, 0.5), "hatch": (0.4, 1.0),
     "highlight": (0.1, 0.4), "shine": (0, 0.4), "saturation": (0.25, 0.6), "eye_size": (0.1, 0.4),
     "eye_height": (0.2, 0.45), "eye_detail": (0.3, 0.7), "chin": (0.3, 0.8), "nose": (0.5, 0.9),
     "blush": (0, 0.1), "strands": (0.6, 1.0), "folds": (0.6, 1.0), "grain": (0.2, 0.7),
     "contrast": (0.1, 0.45), "cast_amount": (0.15, 0.5), "rim": (0, 0.5), "scene_line": (0.5, 1.0),
     "scene_blur": (0, 0.3), "scene_detail": (0.5, 1.0)},
    inks=((12, 12, 16), (22, 18, 20)), shades=((140, 136, 160), (150, 140, 134), (120, 132, 150)),
    casts=((190, 206, 220), (200, 216, 176), (222, 190, 170)),
)  # fmt: skip
MANGA = Preset(
    "manga", "monochrome manga: pen lines that swell, white paper, dot screens",
    {"blank": (0, 0.8), "gaps": (0, 0.2),
     "ratio": (5.8, 7.2), "line_weight": (1.0, 2.0), "line_tone": (0, 0.05), "taper": (0.6, 1.0),
     "wobble": (0, 0.3), "cel": (0.5, 1.0), "gradient": (0, 0.25), "highlight": (0.3, 0.9),
     "shine": (0.5, 1.0), "mono": (1.0, 1.0), "screentone": (0.25, 0.75), "contrast": (0, 0.35),
     "hatch": (0, 0.6), "eye_size": (0.45, 0.85), "eye_height": (0.5, 0.8), "eye_detail": (0.5, 1.0),
     "chin": (0.4, 0.9), "nose": (0.1, 0.5), "strands": (0.6, 1.0), "folds": (0.5, 0.9), "lift": (0, 0.35),
     "scene_line": (0.7, 1.0), "scene_blur": (0, 0.1), "scene_detail": (0.3, 0.9)},
    inks=((12, 12, 12), (20, 18, 20)),
)  # fmt: skip
CHIBI = Preset(
    "chibi", "gag strip of big heads: two and a half to three heads high, bright and simple",
    {"ratio": (2.5, 3.2), "line_weight": (1.4, 2.8), "line_tone": (0, 0.6), "taper": (0, 0.4),
     "wobble": (0, 0.6), "cel": (0.2, 0.8), "gradient": (0, 0.3), "highlight": (0.2, 0.7),
     "shine": (0.2, 0.8), "saturation": (1.0, 1.3), "eye_size": (0.7, 1.0), "eye_height": (0.6, 1.0),
     "eye_detail": (0.1, 0.8), "chin": (0, 0.3), "nose": (0, 0.1), "face_width": (0.6, 1.0),
     "blush": (0.4, 1.0), "strands": (0.05, 0.4), "folds": (0, 0.3), "lift": (0, 0.2),
     "scene_line": (0.3, 0.9), "scene_blur": (0, 0.1), "scene_detail": (0.1, 0.5)},
)  # fmt: skip
DRAMA = Preset(
    "drama", "realistic drama: tall figures, small eyes, modelled faces, muted colours",
    {"reach": (0, 0.6), "backlit": (0, 0.15),
     "ratio": (7.0, 7.5), "line_weight": (0.8, 1.3), "line_tone": (0.1, 0.5), "taper": (0.6, 1.0),
     "wobble": (0, 0.3), "cel": (0.5, 0.9), "soft": (0.2, 0.6), "gradient": (0.3, 0.7),
     "highlight": (0.2, 0.5), "shine": (0.2, 0.6), "saturation": (0.6, 0.9), "eye_size": (0.05, 0.3),
     "eye_height": (0.2, 0.45), "eye_detail": (0.3, 0.7), "chin": (0.4, 0.8), "nose": (0.6, 1.0),
     "face_width": (0.3, 0.6), "blush": (0, 0.2), "strands": (0.5, 0.9), "folds": (0.6, 1.0),
     "cast_amount": (0.05, 0.35), "contrast": (0, 0.25), "grain": (0, 0.2), "rim": (0, 0.4),
     "scene_line": (0.3, 0.8), "scene_blur": (0.1, 0.7), "scene_detail": (0.6, 1.0)},
)  # fmt: skip
RETRO = Preset(
    "retro", "old cel animation: even dark lines, two hard tones, faded warm film",
    {"reach": (0, 0.7),
     "ratio": (5.6, 6.8), "line_weight": (1.2, 1.8), "line_tone": (0, 0.2), "taper": (0.1, 0.4),
     "wobble": (0, 0.3), "cel": (0.8, 1.0), "gradient": (0, 0.1), "highlight": (0.5, 1.0),
     "shine": (0.7, 1.0), "saturation": (0.8, 1.05), "eye_size": (0.6, 0.9), "eye_height": (0.6, 0.9),
     "eye_detail": (0.4, 0.9), "chin": (0.4, 0.8), "nose": (0.1, 0.4), "strands": (0.3, 0.7),
     "hair_volume": (0.6, 1.0), "cast_amount": (0.25, 0.5), "lift": (0.1, 0.3), "grain": (0.2, 0.6),
     "scene_line": (0.1, 0.5), "scene_blur": (0, 0.3), "scene_detail": (0.4, 0.8)},
    inks=((40, 26, 24), (26, 22, 34)), shades=((180, 150, 190), (170, 156, 186)),
    casts=((255, 226, 176), (255, 210, 180), (226, 236, 206)),
)  # fmt: skip
WATERCOLOUR = Preset(
    "watercolour", "watercolour on rough paper: blotches of wash, pencil-thin broken lines",
    {"gaps": (0.2, 0.8), "sketch": (0, 0.4),
     "ratio": (5.2, 7.0), "line_weight": (0.7, 1.2), "line_tone": (0.4, 0.9), "taper": (0.6, 1.0),
     "wobble": (0.4, 1.0), "line_fade": (0, 0.4), "cel": (0, 0.4), "soft": (0.4, 0.9), "gradient": (0.5, 1.0),
     "brush": (0.1, 0.5), "paper": (0.5, 1.0), "highlight": (0.2, 0.6), "saturation": (0.6, 0.95),
     "lift": (0.15, 0.45), "eye_size": (0.35, 0.7), "eye_detail": (0.3, 0.8), "chin": (0.3, 0.7),
     "nose": (0.1, 0.4), "blush": (0.4, 0.9), "cast_amount": (0, 0.25), "scene_line": (0, 0.4),
     "scene_blur": (0.1, 0.5), "scene_detail": (0.3, 0.8)},
    inks=((96, 70, 62), (70, 66, 84)), shades=((206, 196, 226), (226, 200, 190)),
)  # fmt: skip
PENCIL = Preset(
    "pencil", "pencil sketch: grey unsteady lines, hatching, a breath of colour",
    {"sketch": (0.3, 1.0), "gaps": (0, 0.3), "blank": (0, 0.6),
     "ratio": (5.4, 7.2), "line_weight": (0.7, 1.3), "line_tone": (0, 0.3), "taper": (0.8, 1.0),
     "wobble": (0.6, 1.0), "cel": (0, 0.3), "gradient": (0, 0.3), "hatch": (0.4, 0.9), "highlight": (0, 0.3),
     "shine": (0.1, 0.5), "saturation": (0.1, 0.6), "mono": (0.3, 1.0), "lift": (0.15, 0.5),
     "paper": (0.2, 0.6), "grain": (0.2, 0.5), "eye_size": (0.3, 0.7), "eye_detail": (0.3, 0.8),
     "strands": (0.7, 1.0), "folds": (0.6, 1.0), "scene_line": (0.7, 1.0), "scene_blur": (0, 0.1),
     "scene_detail": (0.2, 0.7)},
    inks=((70, 68, 70), (60, 56, 62)),
)  # fmt: skip
NEON = Preset(
    "neon", "neon cyber: deep shadows, violet and cyan light, hard rims",
    {"reach": (0, 1.0), "backlit": (0.05, 0.3),
     "ratio": (6.4, 7.4), "line_weight": (1.0, 1.8), "line_tone": (0.1, 0.5), "taper": (0.4, 0.8),
     "cel": (0.8, 1.0), "gradient": (0.3, 0.8), "highlight": (0.5, 1.0), "shine": (0.6, 1.0),
     "rim": (0.6, 1.0), "saturation": (1.1, 1.4), "contrast": (0.1, 0.4), "cast_amount": (0.3, 0.6),
     "eye_size": (0.35, 0.7), "eye_detail": (0.7, 1.0), "chin": (0.5, 0.9), "grain": (0, 0.3),
     "scene_line": (0, 0.5), "scene_blur": (0.2, 0.6), "scene_detail": (0.6, 1.0)},
    inks=((20, 12, 44), (12, 18, 40)), shades=((120, 90, 190), (90, 110, 190)),
    casts=((206, 170, 255), (160, 206, 255), (255, 170, 226)),
    rims=((80, 240, 255), (255, 90, 220), (150, 120, 255)),
)  # fmt: skip
WESTERN = Preset(
    "western", "western comic: bold outlines, dots or round eyes, round noses, broad chins",
    {"ratio": (4.6, 7.0), "line_weight": (1.2, 2.8), "line_tone": (0, 0.15), "taper": (0.4, 1.0),
     "wobble": (0.1, 0.6), "cel": (0, 0.8), "gradient": (0, 0.15), "hatch": (0, 0.4),
     "highlight": (0, 0.3), "shine": (0, 0.35), "saturation": (0.8, 1.25), "eye_size": (0.1, 0.5),
     "eye_height": (0.4, 0.9), "eye_detail": (0, 0.75), "dots": (0.3, 1.0), "round_nose": (0.15, 1.0),
     "chin": (0, 0.7), "nose": (0.2, 1.0), "face_width": (0.4, 1.0), "blush": (0, 0.4),
     "strands": (0.1, 0.5), "folds": (0.2, 0.6), "gaps": (0, 0.3), "grain": (0, 0.2),
     "cast_amount": (0, 0.2), "scene_line": (0.6, 1.0), "scene_blur": (0, 0.1), "scene_detail": (0.3, 0.8)},
    inks=((14, 12, 16), (24, 22, 40), (50, 30, 24)), shades=((190, 176, 206), (206, 196, 180)),
)  # fmt: skip
LINEART = Preset(
    "lineart", "drawings that nobody has coloured: white people in ink, light grounds",
    {"ratio": (5.0, 7.3), "line_weight": (0.8, 2.0), "line_tone": (0, 0.2), "taper": (0.5, 1.0),
     "wobble": (0, 0.5), "cel": (0, 0.5), "gradient": (0, 0.1), "hatch": (0, 0.5), "highlight": (0, 0.4),
     "shine": (0.1, 0.6), "blank": (0.75, 1.0), "mono": (0, 1.0), "saturation": (0.2, 1.0),
     "lift": (0.1, 0.75),
     "screentone": (0, 0.25), "sketch": (0, 0.5), "gaps": (0, 0.4), "eye_size": (0.2, 0.8),
     "eye_height": (0.35, 0.8), "eye_detail": (0.2, 0.9), "chin": (0.2, 0.9), "nose": (0.1, 0.7),
     "blush": (0, 0.3), "strands": (0.4, 1.0), "folds": (0.4, 0.9), "cast_amount": (0, 0.3),
     "paper": (0, 0.3), "scene_line": (0.7, 1.0), "scene_blur": (0, 0.1), "scene_detail": (0.2, 0.7)},
    inks=((16, 14, 18), (50, 46, 60), (96, 62, 48)), shades=((216, 212, 220), (224, 220, 214)),
    casts=((255, 240, 214), (226, 236, 255), (244, 226, 206)),
)  # fmt: skip
STORYBOOK = Preset(
    "storybook", "picture book: crayon or cut paper, dots for eyes, loose outlines or none",
    {"ratio": (3.2, 6.0), "line_weight": (0.8, 2.0), "line_tone": (0.3, 1.0), "line_fade": (0, 1.0),
     "taper": (0.2, 0.9), "wobble": (0.3, 1.0), "cel": (0, 0.3), "soft": (0, 0.4), "gradient": (0, 0.4),
     "brush": (0, 0.6), "paper": (0.2, 0.9), "grain": (0, 0.5), "highlight": (0, 0.3), "shine": (0, 0.3),
     "saturation": (0.6, 1.1), "lift": (0, 0.3), "eye_size": (0.05, 0.35), "eye_height": (0.4, 0.8),
     "eye_detail": (0, 0.3), "dots": (0.8, 1.0), "round_nose": (0, 0.5), "chin": (0, 0.4), "nose": (0, 0.3),
     "face_width": (0.5, 1.0), "blush": (0.3, 1.0), "strands": (0, 0.4), "folds": (0, 0.4),
     "sketch": (0, 0.6), "gaps": (0, 0.5), "cast_amount": (0, 0.3), "scene_line": (0, 0.4),
     "scene_blur": (0, 0.1), "scene_detail": (0.1, 0.6)},
    inks=((80, 60, 54), (60, 56, 80), (40, 36, 36)), shades=((214, 196, 196), (196, 196, 220)),
)  # fmt: skip
GOUACHE = Preset(
    "gouache", "painted without a line: broad strokes, strong light from one side, one tone over all",
    {"reach": (0.2, 1.0), "backlit": (0, 0.2),
     "ratio": (6.0, 7.4), "line_weight": (0.7, 0.9), "line_tone": (0.9, 1.0), "line_fade": (0.85, 1.0),
     "cel": (0.3, 0.9), "soft": (0.1, 0.7), "gradient": (0.4, 1.0), "brush": (0.6, 1.0), "rim": (0, 0.8),
     "highlight": (0.2, 0.7), "shine": (0.1, 0.6), "saturation": (0.5, 1.05), "contrast": (-0.1, 0.4),
     "eye_size": (0.1, 0.45), "eye_height": (0.25, 0.55), "eye_detail": (0.2, 0.8), "chin": (0.3, 0.8),
     "nose": (0.4, 1.0), "blush": (0, 0.3), "strands": (0.3, 0.8), "folds": (0.5, 1.0),
     "cast_amount": (0.3, 0.7), "paper": (0, 0.5), "grain": (0, 0.3), "wobble": (0.1, 0.6),
     "scene_line": (0, 0.05), "scene_blur": (0, 0.4), "scene_detail": (0.4, 0.9)},
    inks=((60, 40, 40), (36, 40, 60)), shades=((150, 130, 170), (130, 140, 176), (176, 140, 130)),
    casts=((255, 196, 130), (150, 180, 240), (240, 160, 130), (180, 220, 190), (214, 180, 240)),
    rims=((255, 220, 150), (170, 210, 255), (255, 170, 150)),
)  # fmt: skip
FD = Preset(
    "FD", "stands for the published title FD, a school comedy: outers, T-shirts, many small figures",
    {"ratio": (4.8, 6.4), "line_weight": (1.2, 2.2), "line_tone": (0, 0.25), "taper": (0.2, 0.6),
     "wobble": (0.1, 0.4), "cel": (0.4, 0.85), "gradient": (0, 0.25), "highlight": (0.2, 0.5),
     "shine": (0.2, 0.6), "saturation": (0.85, 1.15), "eye_size": (0.35, 0.65), "eye_height": (0.45, 0.75),
     "eye_detail": (0.2, 0.6), "chin": (0.3, 0.7), "nose": (0.2, 0.5), "blush": (0.1, 0.4),
     "strands": (0.3, 0.7), "folds": (0.3, 0.7), "cast_amount": (0, 0.15), "scene_line": (0.5, 0.9),
     "scene_blur": (0, 0.2), "scene_detail": (0.4, 0.8)},
)  # fmt: skip
LR = Preset(
    "LR", "stands for the published title LR, a school romance: uniform shirts, ties, vests, outers",
    {"ratio": (6.2, 7.2), "line_weight": (0.9, 1.5), "line_tone": (0.15, 0.6), "taper": (0.4, 0.8),
     "wobble": (0, 0.25), "cel": (0.4, 0.8), "soft": (0, 0.3), "gradient": (0.2, 0.6),
     "highlight": (0.4, 0.7), "shine": (0.5, 0.9), "saturation": (0.75, 1.05), "eye_size": (0.45, 0.7),
     "eye_height": (0.45, 0.7), "eye_detail": (0.6, 1.0), "chin": (0.5, 0.9), "nose": (0.2, 0.5),
     "blush": (0.2, 0.6), "strands": (0.5, 0.9), "cast_amount": (0, 0.2), "lift": (0, 0.2),
     "scene_line": (0.3, 0.7), "scene_blur": (0.1, 0.4), "scene_detail": (0.4, 0.8)},
)  # fmt: skip

ALL: tuple[Preset, ...] = (
    ROMANCE, COMEDY, FANTASY, PASTEL, THRILLER, MANGA, CHIBI, DRAMA, RETRO, WATERCOLOUR, PENCIL, NEON,
    WESTERN, LINEART, STORYBOOK, GOUACHE, FD, LR,
)  # fmt: skip


def preset_named(name: str) -> Preset:
    """The preset of that name, whatever its case.

    Raises:
        UsageError: There is none; the choices are listed.
    """
    for preset in ALL:
        if preset.name.lower() == name.lower():
            return preset
    raise UsageError(
        "style", f"there is no preset {name!r}", f"Choose from: {', '.join(p.name for p in ALL)}."
    )


def random_style(rng: Generator, among: Sequence[Preset] = ALL) -> Style:
    """A hand of any kind: one preset's, or one between two presets', for variety without end.

    Args:
        rng: Draws the presets, and the hand.
        among: The presets that there are to choose from.
    """
    first, second = (among[int(rng.integers(len(among)))] for _ in range(2))
    style = first.sample(rng)
    return style if rng.random() < 0.5 else style.blended(second.sample(rng), float(rng.uniform(0.2, 0.8)))


def style_named(name: str | None, rng: Generator) -> Style:
    """A hand of the preset of that name; of "FD+LR" one of either, or between the two; of None any.

    Raises:
        UsageError: There is no preset of a name; the choices are listed.
    """
    if name is None:
        return random_style(rng)
    if MIXED not in name:
        return preset_named(name).sample(rng)
    return random_style(rng, [preset_named(one.strip()) for one in name.split(MIXED)])
