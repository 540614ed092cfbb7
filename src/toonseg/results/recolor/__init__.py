"""`toonseg recolor`: hair and clothes in other colours, lines, lights and shading kept."""

from toonseg.results.recolor.made import Recolored
from toonseg.results.recolor.verb import recolor

__all__ = ["Recolored", "recolor"]
