"""The demo: episodes are drawn, served as a webtoon site, got, linked, cut, and compared with the drawing."""

from toonseg.results.run.told import OnStep, Step
from toonseg.tour.walk import DemoResult, EpisodeScore, demo

__all__ = ["DemoResult", "EpisodeScore", "OnStep", "Step", "demo"]
