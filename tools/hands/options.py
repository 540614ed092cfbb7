"""How the figures of each hand vary: the options of its kit, drawn at random.

A function named like a hand gives the options of one figure; `<hand>_paint` the fills of one figure that its
kit has no options for: group of parts, or "*" -> {fill in the file: fill instead}.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .colours import cloth_colour, hair_colour, skin_colour


def lorelei(rng: np.random.Generator) -> dict[str, Any]:
    plain = rng.random() < 0.2
    return {
        "hairColor": ["000000" if plain else hair_colour(rng)],
        "skinColor": ["ffffff" if plain else skin_colour(rng)],
        "hairAccessoriesProbability": 0,
        "beardProbability": 8,
        "glassesProbability": 20,
        "glassesColor": [cloth_colour(rng)],
    }


def adventurer(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "hairColor": [hair_colour(rng)],
        "skinColor": [skin_colour(rng)],
        "hairProbability": 97,
        "glassesProbability": 20,
        "featuresProbability": 30,
    }


def toon_head(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "hairColor": [hair_colour(rng)],
        "skinColor": [skin_colour(rng)],
        "clothesColor": [cloth_colour(rng)],
        "beardProbability": 12,
        "rearHairProbability": 55,
        "hairProbability": 98,
    }


def avataaars(rng: np.random.Generator) -> dict[str, Any]:
    hair = hair_colour(rng)
    return {
        "hairColor": [hair],
        "facialHairColor": [hair],
        "skinColor": [skin_colour(rng)],
        "clothesColor": [cloth_colour(rng)],
        "accessoriesProbability": 20,
        "facialHairProbability": 12,
        "style": ["default"],
    }


def personas(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "hairColor": [hair_colour(rng)],
        "skinColor": [skin_colour(rng)],
        "clothingColor": [cloth_colour(rng)],
        "facialHairProbability": 12,
    }


def miniavs(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "hairColor": [hair_colour(rng)],
        "skinColor": [skin_colour(rng)],
        "bodyColor": [cloth_colour(rng)],
        "mustacheProbability": 12,
    }


def big_smile(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "hairColor": [hair_colour(rng)],
        "skinColor": [skin_colour(rng)],
        "accessories": ["glasses", "sunglasses", "clownNose", "mustache"],
        "accessoriesProbability": 25,
    }


def big_ears(rng: np.random.Generator) -> dict[str, Any]:
    return {"hairColor": [hair_colour(rng)], "skinColor": [skin_colour(rng)]}


def notionists(_rng: np.random.Generator) -> dict[str, Any]:
    return {
        "beardProbability": 10,
        "bodyIconProbability": 0,
        "gestureProbability": 0,
        "glassesProbability": 20,
    }


def notionists_paint(rng: np.random.Generator) -> dict[str, dict[str, str]]:
    """White drawings are coloured two times of three: skin, hair and cloth have fills of their own."""
    if rng.random() < 0.33:
        return {}
    skin = f"#{skin_colour(rng)}"
    paint = {"base": {"#fff": skin}, "body": {"#fff": f"#{cloth_colour(rng)}"}}
    if rng.random() < 0.6:
        paint["hair"] = {"#000": f"#{hair_colour(rng)}"}
    return paint


def micah(rng: np.random.Generator) -> dict[str, Any]:
    hair = hair_colour(rng)
    return {
        "baseColor": [skin_colour(rng)],
        "hairColor": [hair],
        "shirtColor": [cloth_colour(rng)],
        "eyebrowsColor": [hair],
        "facialHairColor": [hair],
        "facialHairProbability": 12,
        "glassesProbability": 20,
    }


def bigheads(rng: np.random.Generator) -> dict[str, Any]:
    def one(*names: str) -> str:
        return str(rng.choice(names))

    return {
        "hair": one("long", "short", "pixie", "balding", "buzz", "afro", "bob"),
        "clothing": one("shirt", "dressShirt", "dressShirt", "vneck", "tankTop"),
        "eyes": one("normal", "happy", "content", "squint", "simple", "wink"),
        "eyebrows": one("raised", "leftLowered", "serious", "angry", "concerned"),
        "mouth": one("grin", "sad", "openSmile", "lips", "open", "serious", "tongue"),
        "facialHair": one("none", "none", "none", "none", "stubble", "mediumBeard"),
        "accessory": one("none", "none", "none", "roundGlasses", "tinyGlasses", "shades"),
        "lipColor": one("red", "purple", "pink"),
        "graphic": "none",
        "hat": "none",
        "body": "chest",
        "faceMask": False,
        "lashes": bool(rng.random() < 0.5),
    }


def bigheads_paint(rng: np.random.Generator) -> dict[str, dict[str, str]]:
    """The kit's colours come as marks: base and shadow of hair, of skin, of cloth."""
    paint: dict[str, str] = {}
    for mark, colour in ((1, hair_colour(rng)), (3, skin_colour(rng)), (5, cloth_colour(rng))):
        darker = "".join(f"{round(0.86 * int(colour[k : k + 2], 16)):02x}" for k in (0, 2, 4))
        paint |= {f"#a1000{mark}": f"#{colour}", f"#a1000{mark + 1}": f"#{darker}"}
    return {"*": paint}
