"""Colouring sets: aligned line art, grey, flat colours, colour, masks, palettes and prompts of cuts.

samples      which samples a cut gives, and what they are called
parts        training and test set, by episode
aligned      the pictures of a sample, pixel on pixel
wording      the prompt
rows         what is said of a sample: its metadata
pieces       where pictures lie while a set is made
making       one cut, in a process of its own
gathered     a set whose cuts are made
paired, shards, pixel_free      the layouts; hugging_face, with its columns and card
planned      which cuts go into which shard
annotations  COCO instances of the set
sheet        the first samples side by side
setfile      set.json: how the set was made, and of what
result       what `colorize` gives
run          the cuts of one call: done, to be made, failed
verb         `colorize`
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toonseg.results.colorize.result import Colorized
    from toonseg.results.colorize.verb import colorize

__all__ = ["Colorized", "colorize"]


def __getattr__(name: str) -> Any:
    # Not above: the command line takes its options from here, and should not wait for ONNX Runtime.
    if name == "colorize":
        from toonseg.results.colorize.verb import colorize

        return colorize
    if name == "Colorized":
        from toonseg.results.colorize.result import Colorized

        return Colorized
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
