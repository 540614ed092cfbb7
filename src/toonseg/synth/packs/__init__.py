"""Character packs: a studio's own layered artwork, whose layers are mapped to classes.

layers.py   layers and their classes
read.py     PSD, SVG and folders of PNG layers
pack.py     pack.toml, and painting a character
check.py    what `toonseg synth check-pack` tells
"""

from toonseg.synth.packs.pack import Pack, PackCharacter, read_pack

__all__ = ["Pack", "PackCharacter", "read_pack"]
