"""A real Chrome or Chromium, for viewers whose pictures only come by script or by scrolling.

The page loads its pictures itself; toonseg scrolls it to its end and takes the bytes that the page received,
so that nothing is asked for twice.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toonseg.errors import FetchError, MissingExtraError
from toonseg.source.http import Reply, Web, accepted

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Response, Route

CHROME_VARIABLE = "TOONSEG_CHROME"
SANDBOX_VARIABLE = "TOONSEG_CHROME_SANDBOX"

_NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome", "microsoft-edge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
)
# Where playwright puts the browsers that it downloads.
_DOWNLOADS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
_DOWNLOADED = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")

_NOT_FOUND = "no Chrome or Chromium was found"
_VIEWPORT = (1280, 1600)
_PAUSE = 0.12
"""Seconds between two steps of scrolling."""
_STILL = 8
"""Steps at the end of the page without any change after which it counts as read to its end."""
_QUIET = 4
"""Steps at the end without a request under way: a script needs a moment to show what came."""
_BRINGING = frozenset({"image", "xhr", "fetch", "script"})
_MAX_STEPS = 4000
_APPEAR = 15.0
"""Seconds that a script has for putting the first picture into the viewer."""
_INTERRUPTED = "interrupted by another navigation"
"""What Playwright says of a page that was left for another one while it was opened."""
_INTERRUPTIONS = 3

# Scrolls the nearest scrollable box around the viewer, or the window, by most of a screen; at its end, goes
# to the first picture that is still loading, which a lazy viewer may have been scrolled past too fast.
_SCROLL = """
(selector) => {
  const pictures = [...document.querySelectorAll(selector)].flatMap(
    element => element.tagName === 'IMG' ? [element] : [...element.querySelectorAll('img')]);
  let box = document.scrollingElement;
  for (let up = pictures.length ? pictures[0].parentElement : null; up; up = up.parentElement) {
    const how = getComputedStyle(up).overflowY;
    const scrolls = (how === 'auto' || how === 'scroll') && up.scrollHeight > up.clientHeight + 1;
    if (scrolls && up !== document.body && up !== document.documentElement) { box = up; break; }
  }
  const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 2;
  const loading = pictures.filter(picture => picture.src && !picture.complete);
  if (!atEnd) box.scrollBy({top: box.clientHeight * 0.7, behavior: 'instant'});
  else if (loading.length) loading[0].scrollIntoView({block: 'center', behavior: 'instant'});
  return {
    addresses: pictures.map(picture => picture.currentSrc || picture.src).filter(address => address),
    state: [box.scrollHeight, pictures.length, pictures.filter(picture => picture.naturalWidth > 0).length],
    loading: loading.length, atEnd};
}
"""


@dataclass(frozen=True)
class Rendered:
    """A page after its scripts ran and it was scrolled to its end: `address` is where redirects led."""

    html: str
    address: str


@dataclass(frozen=True)
class Pictures:
    """Where the pictures that a page receives go, and where those are that need not be received again.

    Attributes:
        put: Takes an address and the bytes that came from it.
        find: The file with a picture's bytes, None if they are not here.
    """

    put: Callable[[str, bytes], None]
    find: Callable[[str], Path | None]


def find_chrome() -> Path | None:
    """An installed Chrome, Chromium or Edge: what TOONSEG_CHROME says, else by name, else by usual place."""
    if named := os.environ.get(CHROME_VARIABLE):
        path = Path(named).expanduser()
        return path if path.is_file() else None
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    for place in _PLACES:
        if Path(place).is_file():
            return Path(place)
    folders = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""), *_DOWNLOADS]
    for folder in filter(None, folders):
        for pattern in _DOWNLOADED:
            if downloads := sorted(Path(folder).expanduser().glob(pattern)):
                return downloads[-1]
    return None


class Browser:
    """One headless browser for a whole run. Use it as a context, in the thread that made it.

    Raises:
        MissingExtraError: playwright is not installed, or no browser is.
        FetchError: The browser does not start.
    """

    def __init__(self, web: Web) -> None:
        try:
            from playwright.sync_api import Error, sync_playwright
        except ImportError as error:
            raise MissingExtraError.for_extra("a browser", "browser") from error
        chrome = find_chrome()
        if chrome is None:
            remedy = (
                "Get one with: python -m playwright install chromium (or your system's packages), "
                f"or set {CHROME_VARIABLE} to its path"
            )
            named = os.environ.get(CHROME_VARIABLE)
            problem = f"{CHROME_VARIABLE} names {named}, which is no file" if named else _NOT_FOUND
            raise MissingExtraError("a browser", problem, f"{remedy}.")
        self._web = web
        self._playwright = sync_playwright().start()
        # Chrome refuses its sandbox to root; containers often lack what it needs.
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        sandbox = not root and os.environ.get(SANDBOX_VARIABLE, "1") != "0"
        try:
            self._browser = self._playwright.chromium.launch(
                executable_path=chrome, headless=True, chromium_sandbox=sandbox
            )
        except Error as error:
            self._playwright.stop()
            first_line = str(error).strip().splitlines()[0]
            remedy = f"In a container without user namespaces, set {SANDBOX_VARIABLE}=0."
            raise FetchError(chrome, f"does not start ({first_line})", remedy) from error
        agent = web.settings.user_agent
        width, height = _VIEWPORT
        self._context = self._browser.new_context(
            viewport={"width": width, "height": height}, user_agent=agent, service_workers="block"
        )

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browser."""
        self._browser.close()
        self._playwright.stop()

    def read(self, address: str, viewer: str, pictures: Pictures) -> Rendered:
        """Open `address` and scroll its viewer to the end.

        Args:
            address: The episode's page. robots.txt and the host's pace hold for it; what the page then loads
                is the page's own affair, as for any reader.
            viewer: CSS selector of the viewer's pictures.
            pictures: Takes what the page receives.

        Raises:
            RobotsError: robots.txt forbids the page.
            GateError: Status 401, 402 or 451.
            FetchError: The page cannot be had, or has no end.
        """
        from playwright.sync_api import Error

        page = self._context.new_page()
        traffic = _Traffic(page)
        page.route(_here(pictures), _fulfil(pictures))
        try:
            self._open(page, address, traffic)
            self._scroll(page, viewer, traffic, pictures)
            return Rendered(page.content(), page.url)
        except Error as error:
            first_line = error.message.strip().splitlines()[0]
            raise FetchError(address, f"fails in the browser ({first_line})", "Run it again.") from error
        finally:
            page.close()

    def _open(self, page: Page, address: str, traffic: _Traffic) -> None:
        from playwright.sync_api import Error

        timeout = self._web.settings.timeout * 1000
        attempt = interrupted = 0
        while True:
            self._web.admit(address)
            traffic.answers.clear()
            try:
                page.goto(address, wait_until="domcontentloaded", timeout=timeout)
            except Error as error:
                # Chrome's own page about the failure before may come late, and end what was just begun.
                if attempt and _INTERRUPTED in error.message and interrupted < _INTERRUPTIONS:
                    interrupted += 1
                    continue
                # Chrome counts an error status without a body as a failed navigation.
                if not traffic.answers or traffic.answers[-1].ok:
                    raise
            response = traffic.answers[-1] if traffic.answers else None
            if response is None or response.ok:
                return
            if not self._web.try_again(
                address, response.status, response.headers.get("retry-after"), attempt
            ):
                accepted(Reply(response.url, response.status, response.headers, b""), address)
                return
            attempt += 1

    def _scroll(self, page: Page, viewer: str, traffic: _Traffic, pictures: Pictures) -> None:
        from playwright.sync_api import TimeoutError as NothingCameError

        wait = min(_APPEAR, self._web.settings.timeout) * 1000
        try:
            page.wait_for_selector(viewer, state="attached", timeout=wait)
        except NothingCameError:
            return
        patience = int(self._web.settings.timeout / _PAUSE)
        before: list[int] = []
        still = quiet = 0
        for _ in range(_MAX_STEPS):
            seen: dict[str, Any] = page.evaluate(_SCROLL, viewer)
            page.wait_for_timeout(_PAUSE * 1000)
            _take(traffic.finished, set(seen["addresses"]), pictures)
            still = still + 1 if seen["atEnd"] and seen["state"] == before else 0
            before = seen["state"]
            quiet = 0 if seen["loading"] or traffic.open else quiet + 1
            # What still loads is waited for longer, but not for ever: plain HTTP asks for it afterwards.
            if still >= (_STILL if quiet >= _QUIET else patience):
                return
        raise FetchError(page.url, f"has no end after {_MAX_STEPS} screens", "Give a narrower selector.")


class _Traffic:
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


def _take(finished: list[Request], wanted: set[str], pictures: Pictures) -> None:
    """Hand on the bytes of finished requests for the viewer's pictures, and strike them off the list."""
    from playwright.sync_api import Error

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
            response = request.response()
            if response is not None and response.status == 200 and pictures.find(first.url) is None:
                pictures.put(first.url, response.body())
        except Error:
            # The browser did not keep the bytes; plain HTTP asks for this one again.
            continue
    finished[:] = rest


def _here(pictures: Pictures) -> Callable[[str], bool]:
    return lambda address: pictures.find(address) is not None


def _fulfil(pictures: Pictures) -> Callable[[Route], None]:
    def handler(route: Route) -> None:
        path = pictures.find(route.request.url)
        if path is None:
            route.continue_()
        else:
            route.fulfill(path=path, content_type="image/*")

    return handler
