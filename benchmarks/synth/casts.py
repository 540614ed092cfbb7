"""How often the casts of any title wear and look like what networks miss: a table of docs/synth.md.

python -m benchmarks.synth.casts --titles 120
"""

from __future__ import annotations

import argparse
from collections import Counter

from toonseg.classes import InstanceClass
from toonseg.synth.figure import Character
from toonseg.synth.figure.hair_do import Hairdo
from toonseg.synth.figure.wear_hats import Hat, Headband
from toonseg.synth.garments.costume import Apron, Armour, Cloak, Robe, Unlabelled
from toonseg.synth.titles import Order, artist_of

_COSTUME = (Armour, Cloak, Robe, Unlabelled)
_TOPS = {InstanceClass.DRESS_SHIRT, InstanceClass.T_SHIRT, InstanceClass.OUTER}
_WHITE = 225  # the least of a white garment's red, green and blue


def traits(character: Character) -> set[str]:
    """What is true of somebody, in the words of the table."""
    worn, outfit, age = character.worn, character.outfit, character.face.age
    lapels = InstanceClass.OUTER in worn and InstanceClass.DRESS_SHIRT in worn
    whites = (min(colour) for one in outfit if one.cls in _TOPS and (colour := getattr(one, "colour", None)))
    found = {
        "a shirt below an outer": lapels,
        "and a tie or vest between": lapels and bool({InstanceClass.TIE, InstanceClass.VEST} & worn),
        "a white top": any(least > _WHITE for least in whites),
        "a hat or cap": any(isinstance(one, Hat) for one in outfit),
        "a band in the hair": any(isinstance(one, Headband) for one in outfit),
        "clothes of another time or world": any(isinstance(one, _COSTUME) for one in outfit),
        "an apron": any(isinstance(one, Apron) for one in outfit),
        "a child": age < 14,
        "over 58": age > 58,
        "a full beard or a moustache": character.face.beard > 0.6 or character.face.moustache > 0,
    }
    hair = character.hair
    if isinstance(hair, Hairdo):
        length = max(hair.back.left, hair.back.right)
        found |= {
            "hair below the shoulders": length > 1.0,
            "hair to the waist": length > 1.6,
            "locks before the ears": hair.sides is not None,
            "stray tufts on the crown": hair.top is not None,
        }
    return {name for name, true in found.items() if true}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--titles", type=int, default=120)
    parser.add_argument("--seed", type=int, default=55)
    chosen = parser.parse_args()
    counts: Counter[str] = Counter()
    people = 0
    for title in range(chosen.titles):
        for member in artist_of(Order(chosen.seed), title + 1).cast.members:
            counts.update(traits(member.character))
            people += 1
    print(f"{people} people\n\n| of them | share |\n|---|---|")
    for name, count in counts.most_common():
        print(f"| {name} | {100 * count / people:.0f} % |")


if __name__ == "__main__":
    main()
