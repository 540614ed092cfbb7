"""The virtual strip of an episode: its pages linked top to bottom."""

from toonseg.strip.link import LinkResult, link
from toonseg.strip.strip import Box, Strip, StripPage, meet

__all__ = ["Box", "LinkResult", "Strip", "StripPage", "link", "meet"]
