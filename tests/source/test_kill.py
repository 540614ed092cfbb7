"""SIGKILL at random moments: the same bytes in the end, and nothing that was had is asked for again.

What "had" means: a picture is had once it lies whole on disk, as a page or in the incoming folder. Between
the server's sending the last byte and that moment lie the network, the kernel's buffers and one write; a kill
there loses a picture that the server counts as sent, and no client can help it. So the promise, tested here:

1. a picture on disk when a run is killed is never asked for again;
2. a kill costs at most what was under way: not more pictures than there are connections (two).
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from webtoon_site import SITE_TOML, Answer, LocalServer, PlainSite

from toonseg.source import get
from toonseg.source.incoming import Incoming
from toonseg.source.manifest import EpisodeManifest, check_page, read_manifest
from toonseg.workspace import EpisodeFolder, GetSettings

KILLS = 20
EPISODES = 4
PAGES = 32
SEED = 20240117


def start(address: str, title: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "toonseg", "get", address, "--out", str(title), "--to", str(EPISODES)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen([*command, "--no-browser", "--jobs", "1"], stdout=quiet, stderr=quiet)


def had(plain: PlainSite, title: Path) -> set[str]:
    """Paths of the pictures that lie whole on disk."""
    found: set[str] = set()
    for number, addresses in plain.pictures.items():
        episode = EpisodeFolder(title, f"{number:04d}")
        manifest = read_manifest(episode)
        recorded = {r.url for r in (manifest.pages if manifest else []) if check_page(episode, r)}
        # Incoming() clears half-written files away; a look must not.
        incoming = Incoming.__new__(Incoming)
        incoming.folder = episode.root / ".incoming"
        found |= {a for a in addresses if a in recorded or incoming.find(a)}
    return {quote(urlsplit(address).path) for address in found}


def without_times(manifest: EpisodeManifest | None) -> object:
    assert manifest is not None
    return manifest.model_dump(exclude={"pages": {"__all__": {"fetched_at"}}})


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_twenty_times(server: LocalServer, tmp_path: Path) -> None:
    plain = PlainSite(server, count=EPISODES, pages=PAGES)
    for path, answer in list(server.answers.items()):
        if path.startswith("/files/"):
            assert isinstance(answer, Answer)
            # Slow enough that kills also meet bodies that are half sent.
            server.answers[path] = Answer(answer.body, kind="image/png", pieces=3, pause=0.004)
    titles = [tmp_path / name for name in ("unbroken", "killed")]
    for folder in titles:
        folder.mkdir()
        (folder / "toonseg.toml").write_text("[get]\nrequests_per_second = 2000\n")
        (folder / "site.toml").write_text(SITE_TOML)
    unbroken, killed = titles
    get(plain.address(1), out=unbroken, last=EPISODES, browser=False)
    server.log.clear()

    chance = random.Random(SEED)
    connections = GetSettings().connections_per_host
    before: set[str] = set()
    kills = 0
    moments: list[float] = []
    lost = 0
    while True:
        begin = len(server.log)
        process = start(plain.address(1), killed)
        if kills < KILLS:
            # The moment: after some pictures were asked for, plus a bit.
            wanted = chance.randint(1, 6)
            while process.poll() is None and sum("/files/" in r.path for r in server.log[begin:]) < wanted:
                time.sleep(0.001)
            time.sleep(chance.random() * 0.025)
            process.kill()
            moments.append(time.monotonic())
        code = process.wait(60)
        asked = [request.path for request in server.log[begin:] if "/files/" in request.path]
        here = had(plain, killed)
        assert not before & set(asked), "a picture that was here was asked for again"
        assert len(set(asked) - here) <= connections
        assert len(asked) == len(set(asked))
        assert before <= here
        before = here
        # Those that the server had sent to their last byte when the kill came, a moment too early to be had.
        done = [r.path for r in server.log[begin:] if r.sent and kills < KILLS and r.sent < moments[-1]]
        lost += len({path for path in done if "/files/" in path} - here)
        if code != -signal.SIGKILL:
            assert code == 0
            break
        kills += 1

    assert kills == KILLS
    for number in plain.pictures:
        one, other = (EpisodeFolder(folder, f"{number:04d}") for folder in titles)
        names = sorted(path.name for path in one.pages.iterdir())
        assert sorted(path.name for path in other.pages.iterdir()) == names
        assert len(names) == PAGES
        for name in names:
            assert (one.pages / name).read_bytes() == (other.pages / name).read_bytes()
        assert without_times(read_manifest(one)) == without_times(read_manifest(other))
        # No half-written file and no incoming folder is left.
        assert sorted(path.name for path in other.root.iterdir()) == ["episode.json", "pages"]
    asked_in_all = len(server.asked("/files/"))
    assert asked_in_all <= EPISODES * PAGES + KILLS * connections
    print(f"{kills} kills, {asked_in_all} requests for {EPISODES * PAGES} pictures, {lost} sent and lost")
