"""What a page in the browser asks for and receives; what is here already, it receives from here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Response, Route

_BRINGING = frozenset({"image", "xhr", "fetch", "script"})


@dataclass(frozen=True)
class Pictures:
    """Where the pictures that a page receives go, and where those are that need not be received again.

    Attributes:
        put: Takes an address and the bytes that came from it.
        find: The file with a picture's bytes, None if they are not here.
    """

    put: Callable[[str, bytes], None]
    find: Callable[[str], Path | None]


class Traffic:
    """What a page has asked for, and what came.

    Attributes:
        open: Requests under way that may bring pictures, or what a script makes pictures of.
        finished: Requests for pictures that have come whole.
        answers: Answers to the navigation itself.
    """

    def __init__(self, page: Page) -> None:
        self.open: set[Request] = set()
        self.finished: list[Request] = []
        self.answers: list[Response] = []
        page.on("request", self._started)
        page.on("requestfinished", self._came)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _started(self, request: Request) -> None:
        if request.resource_type in _BRINGING:
            self.open.add(request)

    def _came(self, request: Request) -> None:
        self.open.discard(request)
        if request.resource_type == "image":
            self.finished.append(request)

    def _failed(self, request: Request) -> None:
        self.open.discard(request)

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame.parent_frame is None:
            self.answers.append(response)


async def take(finished: list[Request], wanted: set[str], pictures: Pictures) -> None:
    """Hand on the bytes of finished requests for the viewer's pictures, and strike them off the list."""
    from playwright.async_api import Error

    rest = []
    for request in finished:
        first = request
        while first.redirected_from is not None:
            first = first.redirected_from
        if first.url not in wanted:
            # An address may be finished before the viewer shows it.
            rest.append(request)
            continue
        try:
            response = await request.response()
            if response is not None and response.status == 200 and pictures.find(first.url) is None:
                pictures.put(first.url, await response.body())
        except Error:
            # The browser did not keep the bytes; plain HTTP asks for this one again.
            continue
    finished[:] = rest


def here(pictures: Pictures) -> Callable[[str], bool]:
    return lambda address: pictures.find(address) is not None


def fulfil(pictures: Pictures) -> Callable[[Route], Awaitable[None]]:
    from playwright.async_api import Error

    async def handler(route: Route) -> None:
        path = pictures.find(route.request.url)
        with suppress(Error):  # the page may be closed by now
            if path is None:
                await route.continue_()
            else:
                await route.fulfill(path=path, content_type="image/*")

    return handler
