"""How the figures of each hand vary: the options of its kit, drawn at random.

A function named like a hand gives the options of one figure; `<hand>_paint` the fills of one figure that its
kit has no options for: group of parts, or "*" -> {fill in the file: fill instead}.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .colours import cloth_colour, darker, hair_colour, skin_colour


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


def humaaans(rng: np.random.Generator) -> dict[str, Any]:
    """Parts by file name, without turbans, hijabs and the beard that is one shape with the hair."""
    heads = [
        "Afro",
        "Airy",
        "Caesar",
        "Chongo",
        "Curly",
        "Long",
        "Pony",
        "Rad",
        "Short",
        "Short2",
        "Top",
        "Wavy",
    ]
    torsos = [
        "Hoodie",
        "Jacket",
        "Jacket2",
        "LabCoat",
        "LongSleeve",
        "PointingForward",
        "PointingUp",
        "Pregnant",
    ]
    sits = bool(rng.random() < 0.25)
    if sits:
        bottom = rng.choice(["BaggyPants", "SkinnyJeans", "SweatPants", "Wheelchair"], p=[0.3, 0.3, 0.3, 0.1])
    elif rng.random() < 0.4:
        bottom = "Skirt"
    else:
        legs = ["BaggyPants", "Jogging", "Shorts", "SkinnyJeans", "SkinnyJeansWalk", "Sprint", "SweatPants"]
        bottom = rng.choice(legs)
    return {
        "head": str(rng.choice(heads)),
        "torso": str(rng.choice([*torsos, "TrenchCoat", "TurtleNeck"])),
        "posture": "sitting" if sits else "standing",
        "bottom": str(bottom),
        # Only one skirt is drawn, a short one: it is made longer, down to the calf.
        "skirtLength": float(rng.uniform(0.85, 1.9)),
    }


def humaaans_paint(rng: np.random.Generator) -> dict[str, dict[str, str]]:
    """What has no class: skin, a darker tone where it is in the shade, shoes and seats."""
    skin, shoe, seat = f"#{skin_colour(rng)}", f"#{cloth_colour(rng)}", f"#{cloth_colour(rng)}"
    skins = {"#B28B67": skin, "#997659": darker(skin, 0.86)}
    return {
        "head": {"#B28B67": skin},
        "torso": skins,
        "standing": skins | {"#E4E4E4": shoe},
        "sitting": skins | {"#E4E4E4": shoe, "#C5CFD6": seat},
    }


def humaaans_tints(rng: np.random.Generator) -> dict[str, str]:
    """A colour for the hair and each garment."""
    garments = ("T-shirt", "pants", "skirt", "outer")
    return {"hair": hair_colour(rng)} | {name: cloth_colour(rng) for name in garments}


def faces(rng: np.random.Generator) -> dict[str, Any]:
    def now_and_then(share: float) -> dict[str, Any]:
        return {} if rng.random() < share else {"id": "none"}

    return {
        "gender": "female" if rng.random() < 0.6 else "male",
        "hair": {"color": f"#{hair_colour(rng)}"},
        "body": {"color": f"#{skin_colour(rng)}"},
        "head": {"shave": "rgba(0,0,0,0)"},
        "teamColors": [f"#{cloth_colour(rng)}" for _ in range(3)],
        "accessories": {"id": "none"},
        "facialHair": now_and_then(0.2),
        "glasses": now_and_then(0.2),
    }


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
        paint |= {f"#a1000{mark}": f"#{colour}", f"#a1000{mark + 1}": darker(f"#{colour}", 0.86)}
    return {"*": paint}
