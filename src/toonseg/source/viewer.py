"""Opening an episode's page: by plain HTTP first, in a browser where the pictures only come by script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from toonseg.errors import EmptyViewerError, FetchError, MissingExtraError
from toonseg.source.browser import Browser
from toonseg.source.http import Web, canonical
from toonseg.source.incoming import Incoming
from toonseg.source.manifest import check_page, read_manifest
from toonseg.source.sites.base import EpisodePage, Site
from toonseg.source.traffic import Pictures

IncomingOf = Callable[[int], Incoming]
"""Where what is received for the episode with a number is kept."""


class Opener:
    """Opens the pages of one run's episodes; starts a browser when the first page needs one.

    Args:
        site: Whose pages they are.
        web: What to ask.
        browser: True: always the browser; False: never; None: where plain HTML does not show the pictures.

    Attributes:
        incoming_of: Where an episode's pictures go; without it, what a browser received is not kept.
        explain_empty: Called with the address of an empty viewer; may raise what it knows about it.
    """

    def __init__(self, site: Site, web: Web, browser: bool | None) -> None:
        self.site = site
        self.web = web
        self.incoming_of: IncomingOf | None = None
        self.explain_empty: Callable[[str], None] | None = None
        self._wanted = browser
        self._browser: Browser | None = None
        self._opened: dict[str, EpisodePage] = {}

    def __enter__(self) -> Opener:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browser, if one was started."""
        if self._browser is not None:
            self._browser.close()
            self._browser = None

    def glance(self, address: str) -> EpisodePage:
        """The episode's page as plain HTTP shows it, which may lack the pictures; kept for `open`.

        Raises:
            GateError, FetchError: See Site.read_viewer and Web.get.
        """
        if address not in self._opened:
            reply = self.web.get(address, accept="text/html,*/*;q=0.8", check_address=self.site.check_gate)
            self._opened[address] = self.site.read_viewer(reply.text(), reply.url)
        return self._opened[address]

    def open(self, address: str) -> EpisodePage:
        """The episode's page with all its pictures.

        Where the browser opened it, what it received lies in the episode's incoming folder.

        Raises:
            GateError: A gate stands before it.
            EmptyViewerError: It holds no pictures.
            MissingExtraError: It takes a browser, and none is installed.
            FetchError: It cannot be had.
        """
        if self._wanted is not True:
            page = self.glance(address)
            self._opened.pop(address)
            if page.pictures and not page.waiting:
                return page
            if not page.pictures and self.explain_empty is not None:
                # A browser would only show the same gate.
                self.explain_empty(address)
            if self._wanted is False:
                raise _without_browser(page)
        page = self._open_in_browser(address)
        if not page.pictures:
            problem = f"holds no picture that '{self.site.viewer}' finds, also after scrolling"
            raise EmptyViewerError(page.address, problem, "Open it in a browser: is it an episode's page?")
        return page

    def _open_in_browser(self, address: str) -> EpisodePage:
        if self._browser is None:
            try:
                self._browser = Browser(self.web)
            except MissingExtraError as error:
                problem = f"shows its pictures only in a browser: {error.problem}"
                raise MissingExtraError(address, problem, error.remedy) from error
        target = self.site.recognise(address)
        incoming = None
        if self.incoming_of is not None and target is not None and target.number is not None:
            incoming = self.incoming_of(target.number)
        received: dict[str, bytes] = {}
        pictures = _pictures_of(incoming) if incoming else Pictures(received.__setitem__, lambda _: None)
        rendered = self._browser.read(address, self.site.viewer, pictures)
        self.site.check_gate(rendered.address)
        page = self.site.read_viewer(rendered.html, rendered.address)
        if incoming is None and self.incoming_of is not None and page.number is not None:
            # Only the page told the number.
            incoming = self.incoming_of(page.number)
            for source, data in received.items():
                incoming.put(source, data)
        return page


def _pictures_of(incoming: Incoming) -> Pictures:
    """Where the browser puts an episode's pictures, and finds those that earlier runs got."""
    episode = incoming.episode
    manifest = read_manifest(episode)
    pages: dict[str, Path] = {
        canonical(record.url): episode.pages / record.file
        for record in (manifest.pages if manifest else [])
        if check_page(episode, record)
    }
    return Pictures(incoming.put, lambda address: pages.get(canonical(address)) or incoming.find(address))


def _without_browser(page: EpisodePage) -> FetchError:
    remedy = "Run again with --browser."
    if page.waiting:
        problem = f"{page.waiting} of its pictures appear only by script or scrolling"
        return EmptyViewerError(page.address, problem, remedy)
    return EmptyViewerError(page.address, "holds no pictures in its plain HTML", remedy)
