"""Any other site, described by its user in a small TOML file of CSS selectors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import Field, field_validator

from toonseg.errors import GateError, SettingsError
from toonseg.source.http import Web
from toonseg.source.sites.base import EpisodePage, Listing, Target, host_of
from toonseg.source.sites.html import LAZY_ATTRIBUTES, Page
from toonseg.workspace import FileModel, read_toml

SITE_FILE = "site.toml"

_GATES = re.compile(r"/(login|signin|age-?gate|adult)(?:[/.]|$)", re.IGNORECASE)


class SiteFile(FileModel):
    """site.toml. Selectors are CSS; `pictures` is the only key that has to be there."""

    name: str = "site.toml"
    host: str = Field(default="*", description="host it is for, * stands for any letters")
    pictures: str = Field(min_length=1, description="the viewer's pictures, top to bottom")
    title: str = Field(default="", description="name of the title")
    subtitle: str = Field(default="", description="name of the episode")
    previous: str = Field(default="", description="link to the previous episode")
    next: str = Field(default="", description="link to the next episode")
    number: str = Field(default="", description="regular expression with one group, for the address")
    attributes: list[str] = Field(default=list(LAZY_ATTRIBUTES), min_length=1)
    leave_out: list[str] = Field(default=[], description="parts of addresses of pictures that are no pages")
    referer: str = Field(default="", description="default: the episode's address")

    @field_validator("number")
    @classmethod
    def _one_group(cls, value: str) -> str:
        try:
            groups = re.compile(value).groups
        except re.error as error:
            raise ValueError(f"no regular expression ({error})") from error
        if value and groups != 1:
            raise ValueError("needs exactly one group, such as episode-([0-9]+)")
        return value


@dataclass(frozen=True)
class SelectorSite:
    """A site that a site file describes. It has no list of episodes: they are walked from link to link."""

    file: SiteFile

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def viewer(self) -> str:
        return self.file.pictures

    def recognise(self, address: str) -> Target | None:
        host = host_of(address)
        bare = host.rsplit(":", 1)[0]
        if not host or not any(fnmatch(form, self.file.host.lower()) for form in (host, bare)):
            return None
        return Target(address, number=self._number(address))

    def title_of(self, target: Target, web: Web) -> str:
        return ""

    def list_episodes(self, target: Target, web: Web) -> Listing | None:
        return None

    def read_viewer(self, html: str, address: str) -> EpisodePage:
        self.check_gate(address)
        page = Page(html, address)
        pictures = page.pictures(self.file.pictures, self.file.attributes, self.file.leave_out)
        return EpisodePage(
            address=address,
            title=page.text(self.file.title) if self.file.title else "",
            number=self._number(address),
            subtitle=page.text(self.file.subtitle) if self.file.subtitle else "",
            pictures=pictures.found,
            referer=self.file.referer or address,
            left_out=pictures.left_out,
            waiting=pictures.waiting,
            previous=page.link(self.file.previous) if self.file.previous else None,
            next=page.link(self.file.next) if self.file.next else None,
        )

    def check_gate(self, address: str) -> None:
        if _GATES.search(urlsplit(address).path):
            raise GateError(address, "the site asks for a login or an age here", "toonseg does not pass it.")

    def _number(self, address: str) -> int | None:
        """By the file's expression; without one, the last number in the address after the host."""
        if self.file.number:
            found = re.search(self.file.number, unquote(address))
            return int(found[1]) if found and found[1] and found[1].isdecimal() else None
        parts = urlsplit(address)
        numbers = re.findall(r"[0-9]+", unquote(f"{parts.path}?{parts.query}"))
        return int(numbers[-1]) if numbers else None


def read_site(path: Path) -> SelectorSite:
    """Read a site file. Raises SettingsError that names the file and the key."""
    if not path.is_file():
        raise SettingsError(path, "there is no such site file", "docs/get.md shows how to write one.")
    return SelectorSite(read_toml(path, SiteFile))
