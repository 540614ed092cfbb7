"""Webtoon sites on loopback, with the structure of the real ones' pages."""

from webtoon_site.naver import NaverSite
from webtoon_site.pictures import jpeg, png
from webtoon_site.plain import SITE_TOML, PlainSite
from webtoon_site.server import Answer, Asked, LocalServer
from webtoon_site.webtoons import WebtoonsSite

__all__ = [
    "SITE_TOML",
    "Answer",
    "Asked",
    "LocalServer",
    "NaverSite",
    "PlainSite",
    "WebtoonsSite",
    "jpeg",
    "png",
]
