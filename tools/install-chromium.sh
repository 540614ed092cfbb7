#!/bin/sh
# Install Chromium by apt-get where this is Debian or Ubuntu, root asks, and no Chrome or Chromium is here.
# Says what it does. Never fails: without a browser, `make demo` uses plain HTTP and `make test` skips some tests.

skip() {
    echo "chromium: $1; the demo will use plain HTTP, and tests that need a browser will be skipped" >&2
    exit 0
}

if [ -n "${TOONSEG_CHROME:-}" ]; then
    echo "chromium: TOONSEG_CHROME is set to $TOONSEG_CHROME"
    exit 0
fi
for name in google-chrome google-chrome-stable chromium chromium-browser chrome microsoft-edge; do
    if path=$(command -v "$name"); then
        echo "chromium: found $path"
        exit 0
    fi
done
# What playwright has downloaded, or macOS has installed, is known to toonseg itself.
if [ -x .venv/bin/python ] && path=$(.venv/bin/python -c '
from toonseg.source.chrome import find_chrome
print(find_chrome() or "")' 2>/dev/null) && [ -n "$path" ]; then
    echo "chromium: found $path"
    exit 0
fi

command -v apt-get >/dev/null || skip "none found (get one with: .venv/bin/python -m playwright install chromium)"
[ "$(id -u)" = 0 ] || skip "none found, and only root may install it (sudo apt-get install chromium)"

echo "chromium: none found; installing it with apt-get"
export DEBIAN_FRONTEND=noninteractive
timeout 120 apt-get -qq update || echo "chromium: apt-get update failed; trying with the lists that are here" >&2
case $(apt-cache policy chromium 2>/dev/null | sed -n 's/^ *Candidate: *//p') in
    '' | '(none)') skip "apt-get knows no package of that name" ;;
    *snap*) skip "here the package is a snap, which containers cannot run" ;;
esac
timeout 600 apt-get -qq install --yes --no-install-recommends chromium >/dev/null || skip "apt-get could not install it"
echo "chromium: installed $(command -v chromium)"
