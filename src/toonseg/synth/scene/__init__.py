"""Places as pictures: drawn in perspective from several angles, lit, and what lies before and over people.

scene.py       Scene, Backdrop, Place, invent_scene
light.py       Mood, Light: time of day, weather, lamps
tones.py       a location's colours
camera.py      from metres to pixels
solids.py      faces, boxes, planes; painting them
world.py       a location as a whole
school.py, indoors.py, town.py, outdoors.py     the places; one function each
fittings.py, furniture.py, nature.py   what is in them
atmosphere.py  uneven light, brush dabs, unsteady edges, blur
graphic.py     grounds that are no place
props.py       things before people
effects.py     rain, snow, petals, beams of light over a finished panel
balloons.py, shouts.py, speech.py     balloons, narration and sounds over all of it

scene = invent_scene(rng, style, Mood.sample(rng))
backdrop = scene.draw((400, 690), style, rng, close=0.6)
canvas = Canvas(backdrop.picture)                       # figures here, drawn with backdrop.lit(style)
canvas.paint(backdrop.front)
page = finished(canvas.finish().picture, backdrop.lit(style), rng)
page = with_effects(page, some_effects(rng, scene.mood, outdoors=scene.place in OUTDOORS), rng,
                    mono=style.mono)
speak_over(page, ids, rng, heads, energy=scene.mood.energy)
"""

from toonseg.synth.scene.effects import Effect, some_effects, with_effects
from toonseg.synth.scene.light import Light, Mood
from toonseg.synth.scene.scene import OUTDOORS, SCHOOL, Backdrop, Place, Scene, invent_scene
from toonseg.synth.scene.speech import speak_over

__all__ = [
    "OUTDOORS",
    "SCHOOL",
    "Backdrop",
    "Effect",
    "Light",
    "Mood",
    "Place",
    "Scene",
    "invent_scene",
    "some_effects",
    "speak_over",
    "with_effects",
]
