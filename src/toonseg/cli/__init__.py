"""The command line: one file per verb, thin: parse, call, print."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. Exits 0 when done, 1 when something failed, 2 on wrong use, 130 on Ctrl-C."""
    try:
        # Not above: worker processes import what the command imports, and never call it.
        from toonseg.cli.app import main as run

        run(arguments)
    except KeyboardInterrupt:  # while it was importing; later ones the parser takes
        sys.exit(130)
