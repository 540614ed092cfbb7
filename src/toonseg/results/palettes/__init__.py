"""`toonseg palette`: the colour bible of a title."""

from toonseg.results.palettes.made import Palette
from toonseg.results.palettes.verb import palette

__all__ = ["Palette", "palette"]
