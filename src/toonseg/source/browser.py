"""A real Chrome or Chromium, for viewers whose pictures only come by script or by scrolling.

The page loads its pictures itself; toonseg scrolls it to its end and takes the bytes that the page received,
so that nothing is asked for twice.
"""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from anyio import fail_after
from anyio.from_thread import start_blocking_portal

from toonseg.errors import FetchError, MissingExtraError
from toonseg.source.chrome import the_chrome
from toonseg.source.http import Reply, Web, accepted
from toonseg.source.traffic import Pictures, Traffic, fulfil, here, take

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chrome
    from playwright.async_api import BrowserContext, Error, Page, Playwright

T = TypeVar("T")

SANDBOX_VARIABLE = "TOONSEG_CHROME_SANDBOX"

_VIEWPORT = (1280, 1600)
_PAUSE = 0.12
"""Seconds between two steps of scrolling."""
_STILL = 8
"""Steps at the end of the page without any change after which it counts as read to its end."""
_QUIET = 4
"""Steps at the end without a request under way: a script needs a moment to show what came."""
_MAX_STEPS = 4000
_APPEAR = 15.0
"""Seconds that a script has for putting the first picture into the viewer."""
_INTERRUPTED = "interrupted by another navigation"
"""What Playwright says of a page that was left for another one while it was opened."""
_INTERRUPTIONS = 3
_ANSWER = 60.0
"""Seconds after which a browser that does not answer, busy as it may be, has stalled."""
_FAREWELL = 10.0
"""Seconds that a page or a browser has for closing."""

# Scrolls the nearest scrollable box around the viewer, or the window, by most of a screen; at its end, goes
# to the first picture that is still loading, which a lazy viewer may have been scrolled past too fast. Then
# waits until two frames are drawn: that is when lazy pictures are noticed, which a busy machine does late.
_SCROLL = """
async (selector) => {
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
  const drawn = new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.race([drawn, new Promise(done => setTimeout(done, 1000))]);
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


class Browser:
    """One headless browser for a whole run. Use it as a context.

    Playwright runs in a thread of its own, so a notebook's event loop is not in its way, and none of its
    answers is waited for without an end: a browser that stalls or is gone is begun anew, once for a page.

    Raises:
        MissingExtraError: playwright is not installed, or no browser is.
        FetchError: The browser does not start.
    """

    def __init__(self, web: Web) -> None:
        try:
            import playwright.async_api  # noqa: F401
        except ImportError as error:
            raise MissingExtraError.for_extra("a browser", "browser") from error
        self._chrome = the_chrome()
        self._web = web
        self._driver: Playwright | None = None
        self._program: Chrome | None = None
        self._context: BrowserContext | None = None
        self._thread = ExitStack()
        self._portal = self._thread.enter_context(start_blocking_portal())
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browser."""
        try:
            self._end()
        finally:
            self._portal.call(self._portal.stop, True)
            self._thread.close()

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
        from playwright.async_api import Error

        try:
            try:
                return self._read(address, viewer, pictures)
            except (Error, TimeoutError) as error:
                if isinstance(error, Error) and self._program is not None and self._program.is_connected():
                    raise
                self._end()
                self._start()
                return self._read(address, viewer, pictures)
        except Error as error:
            problem = f"fails in the browser ({_first_line(error)})"
            raise FetchError(address, problem, "Run it again.") from error
        except TimeoutError as error:
            problem = "makes the browser stall, also after it was begun anew"
            raise FetchError(address, problem, "Run it again.") from error

    def _read(self, address: str, viewer: str, pictures: Pictures) -> Rendered:
        from playwright.async_api import Error

        if self._context is None:
            # It did not start again for the page before.
            self._start()
        assert self._context is not None
        page = self._do(self._context.new_page)
        try:
            traffic = self._do(_watched, page, pictures)
            self._open(page, address, traffic)
            self._scroll(page, viewer, traffic, pictures)
            return Rendered(self._do(page.content), page.url)
        finally:
            with suppress(Error, TimeoutError):
                self._do(page.close, within=_FAREWELL)

    def _do(self, what: Callable[..., Awaitable[T]], *args: Any, within: float | None = None) -> T:
        """What Playwright answers. Raises TimeoutError after `within` seconds, _ANSWER if None."""
        seconds = _ANSWER if within is None else within

        async def answer() -> T:
            with fail_after(seconds):
                return await what(*args)

        return self._portal.call(answer)

    def _start(self) -> None:
        from playwright.async_api import Error, async_playwright

        # Chrome refuses its sandbox to root; containers often lack what it needs.
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        sandbox = not root and os.environ.get(SANDBOX_VARIABLE, "1") != "0"
        width, height = _VIEWPORT

        async def launch() -> None:
            self._driver = await async_playwright().start()
            self._program = await self._driver.chromium.launch(
                executable_path=self._chrome, headless=True, chromium_sandbox=sandbox
            )
            self._context = await self._program.new_context(
                viewport={"width": width, "height": height},
                user_agent=self._web.settings.user_agent,
                service_workers="block",
            )

        try:
            self._do(launch)
        except (Error, TimeoutError) as error:
            self._end()
            why = _first_line(error) if isinstance(error, Error) else f"nothing within {_ANSWER:.0f} s"
            remedy = f"In a container without user namespaces, set {SANDBOX_VARIABLE}=0."
            raise FetchError(self._chrome, f"does not start ({why})", remedy) from error

    def _end(self) -> None:
        from playwright.async_api import Error

        program, driver = self._program, self._driver
        self._context = self._program = self._driver = None
        # A stopped driver takes the browser with it, also one that no longer answers.
        for last in (program.close if program else None, driver.stop if driver else None):
            if last:
                with suppress(Error, TimeoutError):
                    self._do(last, within=_FAREWELL)

    def _open(self, page: Page, address: str, traffic: Traffic) -> None:
        from playwright.async_api import Error

        seconds = self._web.settings.timeout
        attempt = interrupted = 0
        while True:
            self._web.admit(address)
            traffic.answers.clear()
            goto = partial(page.goto, wait_until="domcontentloaded", timeout=seconds * 1000)
            try:
                self._do(goto, address, within=seconds + _ANSWER)
            except Error as error:
                # Chrome counts an error status without a body as a failed navigation.
                if not traffic.answers or traffic.answers[-1].ok:
                    # Its own page about that failure may come late, and end what was just begun.
                    _, late, other = error.message.partition(_INTERRUPTED)
                    if not late or not (attempt or f'"{address}"' in other) or interrupted >= _INTERRUPTIONS:
                        raise
                    interrupted += 1
                    continue
            response = traffic.answers[-1] if traffic.answers else None
            if response is None or response.ok:
                return
            if not self._web.try_again(
                address, response.status, response.headers.get("retry-after"), attempt
            ):
                accepted(Reply(response.url, response.status, response.headers, b""), address)
                return
            attempt += 1

    def _scroll(self, page: Page, viewer: str, traffic: Traffic, pictures: Pictures) -> None:
        from playwright.async_api import TimeoutError as NothingCameError

        wait = min(_APPEAR, self._web.settings.timeout)
        appear = partial(page.wait_for_selector, state="attached", timeout=wait * 1000)
        try:
            self._do(appear, viewer, within=wait + _ANSWER)
        except NothingCameError:
            return
        patience = int(self._web.settings.timeout / _PAUSE)
        before: list[int] = []
        still = quiet = 0
        for _ in range(_MAX_STEPS):
            seen: dict[str, Any] = self._do(page.evaluate, _SCROLL, viewer)
            time.sleep(_PAUSE)
            self._do(take, traffic.finished, set(seen["addresses"]), pictures)
            still = still + 1 if seen["atEnd"] and seen["state"] == before else 0
            before = seen["state"]
            quiet = 0 if seen["loading"] or traffic.open else quiet + 1
            # What still loads is waited for longer, but not for ever: plain HTTP asks for it afterwards.
            if still >= (_STILL if quiet >= _QUIET else patience):
                return
        raise FetchError(page.url, f"has no end after {_MAX_STEPS} screens", "Give a narrower selector.")


async def _watched(page: Page, pictures: Pictures) -> Traffic:
    traffic = Traffic(page)  # which asks Playwright for events, so in its thread
    await page.route(here(pictures), fulfil(pictures))
    return traffic


def _first_line(error: Error) -> str:
    return error.message.strip().splitlines()[0]
