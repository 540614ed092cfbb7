"""Clothes: one small module for each kind; adding a garment touches one file.

    dress_shirt.py  shirts and blouses; collars.py: their collars
    tshirt.py       T-shirts, sweaters, hoodies
    pants.py        trousers, jeans, shorts
    skirt.py        skirts and the lower halves of dresses
    blazer.py       blazers and coats; jacket.py: other jackets, cardigans; outer.py: what they share
    vest.py         knitted vests and waistcoats
    necktie.py      neckties; ribbon.py: bows
    shoes.py        shoes, socks, boots, tights; bag.py: bags, scarves (nobody's instances)
    cloth.py        bodies and sleeves of tops, folds; patterns.py: stripes, checks, prints
    colours.py      colours that go together
    pieces.py       single pieces, invented
    uniform.py      invent_uniform: what a cast shares
    outfits.py      invent_outfit: what is worn together

A garment is a frozen dataclass with its colours and cut, its class `cls` (None for shoes and bags) and
`draw(figure, owner, style, rng) -> list[Shape]` (`figure.character.Garment`). See docs/synth-internals.md.
"""
