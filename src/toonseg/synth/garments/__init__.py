"""Clothes: one small module for each kind; adding a garment touches one file.

A garment is a frozen dataclass with its colours and cut, its class `cls` (None for shoes and bags) and
`draw(figure, owner, style, rng) -> list[Shape]` (`figure.character.Garment`). See docs/synth-internals.md.
"""
