"""A location that lasts for an episode, and pictures of it from several angles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

import cv2
import numpy as np
from numpy.random import Generator, default_rng

from toonseg.synth.art.canvas import Pixels
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.pen import Colour, mix
from toonseg.synth.scene.atmosphere import airy, lit_unevenly
from toonseg.synth.scene.camera import Camera, Stand
from toonseg.synth.scene.graphic import draw_graphic
from toonseg.synth.scene.indoors import bus, cafe, office, room, shop
from toonseg.synth.scene.light import Light, Mood, invent_light
from toonseg.synth.scene.nature import paint_hills, paint_sky
from toonseg.synth.scene.outdoors import park, rooftop
from toonseg.synth.scene.props import draw_foreground
from toonseg.synth.scene.school import classroom, corridor, library
from toonseg.synth.scene.solids import Sheet, blank
from toonseg.synth.scene.tones import Tones, invent_tones
from toonseg.synth.scene.town import street
from toonseg.synth.scene.world import World


class Place(Enum):
    """Where a passage plays."""

    CLASSROOM = "classroom"
    CORRIDOR = "corridor"
    LIBRARY = "library"
    ROOM = "room"
    CAFE = "cafe"
    SHOP = "shop"
    OFFICE = "office"
    BUS = "bus"
    STREET = "street"
    PARK = "park"
    ROOFTOP = "rooftop"
    SKY = "sky"


OUTDOORS = frozenset({Place.STREET, Place.PARK, Place.ROOFTOP, Place.SKY})
SCHOOL = frozenset({Place.CLASSROOM, Place.CORRIDOR, Place.LIBRARY, Place.ROOFTOP})


@dataclass(frozen=True)
class Backdrop:
    """What lies behind and before the people of one panel.

    Attributes:
        picture: HWC uint8 RGB: the ground to paint figures on.
        front: Shapes in pixels, without owners, to paint after the figures: they hide parts of them.
        floor: Row on which somebody stands who fills about half of the panel.
        horizon: Row of the horizon: the eyes of people as tall as the camera's.
        light: Where light comes from, -1 left .. 1 right, as `Style.light`.
        cast: The light's colour, for people too.
        cast_amount: How strongly, 0..1.
    """

    picture: Pixels
    front: tuple[Shape, ...]
    floor: float
    horizon: float
    light: float
    cast: Colour
    cast_amount: float

    def lit(self, style: Style) -> Style:
        """The style under this light: for drawing figures on it and for `finished`."""
        amount = max(style.cast_amount, self.cast_amount)
        share = self.cast_amount / (self.cast_amount + style.cast_amount + 1e-6)
        return replace(style, light=self.light, cast=mix(style.cast, self.cast, share), cast_amount=amount)


@dataclass(frozen=True)
class Scene:
    """A location: the same seed is the same place, whatever the angle.

    Attributes:
        place: What sort of place.
        seed: Which one.
        mood: What happens there.
        light: Time of day and lamps.
        detail: How much stands about, 0..1.
    """

    place: Place
    seed: int
    mood: Mood
    light: Light
    detail: float

    def draw(
        self, size: tuple[int, int], style: Style, rng: Generator, *, close: float = 0.4,
        graphic: float = 0.25, front: float = 0.3, stand: Stand | None = None,
    ) -> Backdrop:  # fmt: skip
        """The location as one panel shows it.

        Args:
            size: (height, width) in pixels.
            style: The hand that draws.
            rng: Angle, focus and what stands before the people.
            close: How near the people are: 0 whole bodies .. 1 a face; near ones have a blurred ground.
            graphic: Share of panels with a ground that is no place (lines, patterns, plain).
            front: Share of panels with something before the people.
            stand: Where the people stand: the camera is put where they are as tall as the place's doors and
                desks want, and what would stand before them is left out. None: nobody whose size would tell.
        """
        height = size[0]
        light = float(np.clip(self.light.towards[0] * 1.4, -1, 1))
        cast, amount = self.light.cast, self.light.cast_amount
        before = (
            draw_foreground(size, style, rng, invent_tones(default_rng(self.seed)))
            if rng.random() < front
            else ()
        )
        if rng.random() < graphic:
            picture = draw_graphic(size, self.mood, rng, style.ink)
            if rng.random() < 0.5:
                picture = lit_unevenly(picture, rng, cast, 0.4 * max(style.soft, style.brush, 0.2))
            return Backdrop(picture, before, height * 1.0, height * 0.45, light, cast, amount * 0.5)
        blur = style.scene_blur * (0.25 + close) * float(rng.uniform(0, 1)) * min(size) * 0.022
        if rng.random() < 0.08 + 0.1 * close:
            blur = min(size) * float(rng.uniform(0.015, 0.035))
        roll = float(rng.normal(0, 0.1)) if rng.random() < 0.35 * self.mood.energy else 0.0
        # Whoever is seen to the knees stands on something.
        shown = replace(self, place=Place.PARK) if self.place is Place.SKY and close < _GROUNDED else self
        camera, beyond = shown._camera(size, rng, close, roll, stand)
        picture = shown._shot(size, camera, style, rng, blur, beyond)
        picture = airy(picture, style, rng, mix(cast, (255, 255, 255), 0.4), blur)
        horizon = camera.centre[1]
        floor = horizon + camera.focal * camera.eye[2] / 3.2
        return Backdrop(picture, before, min(floor, height * 1.3), horizon, light, cast, amount)

    def _camera(
        self, size: tuple[int, int], rng: Generator, close: float, roll: float, stand: Stand | None
    ) -> tuple[Camera, float]:
        """The camera, and how far from it (metres) things may stand that do not hide the people."""
        height, width = size
        sky = self.place is Place.SKY
        eyes, yaws = (_EYES, (-20.0, 20.0)) if sky else (self._world().eyes, self._world().yaws)
        x, y, z = eyes[int(rng.integers(len(eyes)))]
        focal = max(width, height * 1.05) * float(rng.uniform(0.62, 0.95)) * (1 + 0.8 * close)
        horizon, beyond = height * float(rng.uniform(0.3, 0.56)), 0.0
        if stand is not None and not sky:
            # An eye `z` above the floor sees its horizon that far above their soles.
            horizon = float(np.clip(stand.row - stand.scale * (stand.eye or z), 0.04 * height, 0.72 * height))
            z = max(0.3, (stand.row - horizon) / stand.scale)
            focal = min(focal, stand.scale * max(1.5, self._world().deep - y - 0.8))
            beyond = focal / stand.scale + _ROOM
            if close < _GROUNDED:
                yaws = (0.4 * yaws[0], 0.4 * yaws[1])  # else some would stand beyond the walls
        yaw = float(rng.uniform(*yaws)) * (1 - 0.4 * close)
        return Camera((x, y, z), yaw, focal, (width / 2, horizon), roll), beyond

    def _shot(  # noqa: PLR0917
        self, size: tuple[int, int], camera: Camera, style: Style, rng: Generator, blur: float, beyond: float
    ) -> Pixels:
        height, width = size
        # What is out of focus need not be drawn sharply.
        scale = 2.0 if blur < 1.5 else 1.0 if blur < 4 else 0.5
        rows, columns = round(height * scale), round(width * scale)
        canvas = blank(rows, columns, mix(self.light.sky[1], (128, 128, 128), 0.2))
        larger = replace(
            camera, focal=camera.focal * scale, centre=(camera.centre[0] * scale, camera.centre[1] * scale)
        )
        inked = style.ink if style.scene_line > 0.15 else None
        line = max(1.0, scale * style.scene_line * style.line_weight * 0.62)
        sheet = Sheet(canvas, larger, self.light, inked, line, float(np.clip(1.1 - style.scene_line, 0, 0.9)))
        if self.place in OUTDOORS:
            paint_sky(canvas, rng, self.light, larger.centre[1] * (1.9 if self.place is Place.SKY else 1.0))
        if self.place is Place.SKY:
            tones = invent_tones(default_rng(self.seed))
            for k in range(int(rng.integers(0, 4))):
                level = rows * (0.72 + 0.09 * k)
                paint_hills(
                    canvas,
                    rng,
                    self.light,
                    level,
                    mix(tones.leaf, self.light.sky[1], 0.6 - 0.2 * k),
                    rows * 0.06,
                )
        else:
            self._world().paint(sheet, beyond)
        if scale == 1.0:
            return canvas
        how = cv2.INTER_AREA if scale > 1 else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(canvas, (width, height), interpolation=how), np.uint8)

    def _world(self) -> World:
        return _built(self.place, self.seed, self.light, round(self.detail, 1))


_EYES = ((0.0, 0.0, 1.5),)
_GROUNDED = 0.4  # of `close`: below it, people are seen to the knees or further
_ROOM = 0.4  # metres between people and what stands behind them


@lru_cache(maxsize=6)
def _built(place: Place, seed: int, light: Light, detail: float) -> World:  # noqa: PLR0911
    """The location's solids; an episode returns to few places."""
    rng = default_rng(seed)
    tones: Tones = invent_tones(rng)
    match place:
        case Place.CLASSROOM:
            return classroom(rng, tones, light, detail)
        case Place.CORRIDOR:
            return corridor(rng, tones, light, detail)
        case Place.LIBRARY:
            return library(rng, tones, light, detail)
        case Place.ROOM:
            return room(rng, tones, light, detail)
        case Place.CAFE:
            return cafe(rng, tones, light, detail)
        case Place.SHOP:
            return shop(rng, tones, light, detail)
        case Place.OFFICE:
            return office(rng, tones, light, detail)
        case Place.BUS:
            return bus(rng, tones, light, detail)
        case Place.STREET:
            return street(rng, tones, light, detail)
        case Place.PARK | Place.SKY:
            return park(rng, tones, light, detail)
        case Place.ROOFTOP:
            return rooftop(rng, tones, light, detail)


# Webtoons play at school, at home and on the way between them more than elsewhere.
_OFTEN = {
    Place.CLASSROOM: 3.0, Place.CORRIDOR: 2.0, Place.LIBRARY: 1.0, Place.ROOM: 2.5, Place.CAFE: 1.3,
    Place.SHOP: 1.0, Place.OFFICE: 1.2, Place.BUS: 0.8, Place.STREET: 2.5, Place.PARK: 1.3,
    Place.ROOFTOP: 1.2, Place.SKY: 1.0,
}  # fmt: skip


def invent_scene(rng: Generator, style: Style, mood: Mood | None = None, place: Place | None = None) -> Scene:
    """A location for a passage of an episode, at a time of day that fits the mood.

    Args:
        rng: Where the choices come from.
        style: Decides how much stands about.
        mood: What happens there; any unless told.
        place: Where; any unless told.
    """
    feeling = mood or Mood.sample(rng)
    places = list(_OFTEN)
    often = np.array(list(_OFTEN.values()))
    where = place or places[int(rng.choice(len(places), p=often / often.sum()))]
    light = invent_light(rng, feeling, indoors=where not in OUTDOORS)
    detail = float(np.clip(style.scene_detail + rng.normal(0, 0.15), 0, 1))
    return Scene(where, int(rng.integers(1 << 31)), feeling, light, detail)
