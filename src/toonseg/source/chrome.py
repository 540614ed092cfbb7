"""Where an installed Chrome, Chromium or Edge is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from toonseg.errors import MissingExtraError

CHROME_VARIABLE = "TOONSEG_CHROME"

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


def the_chrome() -> Path:
    """What `find_chrome` finds. Raises MissingExtraError, with what to do, if that is nothing."""
    if chrome := find_chrome():
        return chrome
    named = os.environ.get(CHROME_VARIABLE)
    problem = (
        f"{CHROME_VARIABLE} names {named}, which is no file" if named else "no Chrome or Chromium was found"
    )
    remedy = (
        "Get one with: python -m playwright install chromium (or your system's packages), "
        f"or set {CHROME_VARIABLE} to its path."
    )
    raise MissingExtraError("a browser", problem, remedy)


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
