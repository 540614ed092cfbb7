"""One small file per site that pages can be got from."""

from toonseg.source.sites.base import EpisodeLink, EpisodePage, Listing, Site, Target
from toonseg.source.sites.naver import Naver
from toonseg.source.sites.selectors import SelectorSite, SiteFile, read_site
from toonseg.source.sites.webtoons import Webtoons

__all__ = [
    "EpisodeLink",
    "EpisodePage",
    "Listing",
    "Naver",
    "SelectorSite",
    "Site",
    "SiteFile",
    "Target",
    "Webtoons",
    "known_sites",
    "read_site",
]


def known_sites() -> list[Site]:
    """The sites that toonseg knows without a site file."""
    return [Naver(), Naver(base="https://m.comic.naver.com", api_base="https://comic.naver.com"), Webtoons()]
