"""The command line: one file per verb, thin: parse, call, print."""

from toonseg.cli.app import app, main

__all__ = ["app", "main"]
