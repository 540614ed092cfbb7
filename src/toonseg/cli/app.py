"""The `toonseg` command: its verbs, and what an error looks like."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from toonseg import __version__
from toonseg.cli.check import check
from toonseg.cli.colorize import colorize
from toonseg.cli.cut import cut
from toonseg.cli.cutout import cutout
from toonseg.cli.demo import demo
from toonseg.cli.doctor import doctor
from toonseg.cli.eval import eval_
from toonseg.cli.experiment import experiment
from toonseg.cli.get import get
from toonseg.cli.label import label
from toonseg.cli.link import link
from toonseg.cli.output import print_error, print_json
from toonseg.cli.palette import palette
from toonseg.cli.predict import predict
from toonseg.cli.recolor import recolor
from toonseg.cli.report import report
from toonseg.cli.run import run
from toonseg.cli.split import split
from toonseg.cli.synth import synth
from toonseg.cli.train import train
from toonseg.errors import ToonsegError, UsageError

VERBS: dict[str, Callable[..., None] | typer.Typer] = {
    "demo": demo,
    "run": run,
    "get": get,
    "link": link,
    "cut": cut,
    "label": label,
    "check": check,
    "split": split,
    "synth": synth,
    "train": train,
    "experiment": experiment,
    "eval": eval_,
    "predict": predict,
    "cutout": cutout,
    "colorize": colorize,
    "recolor": recolor,
    "palette": palette,
    "report": report,
    "doctor": doctor,
}
"""In the order in which they are shown."""

_NARROW = 72
"""Columns below which a table has no room for the names of options."""
_WRONG_USE: type[Exception] = typer.BadParameter.__mro__[1]
"""The parser's UsageError, which typer does not name."""


class _InOrder(TyperGroup):
    """Shows groups such as `label` among the other verbs, not after them."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(VERBS)


def _style() -> Literal["rich"] | None:
    """How help looks: tables, or plain text where there is no room for them or no way to draw them."""
    plain = shutil.get_terminal_size().columns < _NARROW or os.environ.get("TERM") == "dumb"
    return None if plain else "rich"


app = typer.Typer(
    name="toonseg",
    cls=_InOrder,
    help="Turn webtoons into segmentation data sets and models.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=_style(),
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, verb in VERBS.items():
    if isinstance(verb, typer.Typer):
        app.add_typer(verb, name=name)
    else:
        app.command(name)(verb)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"toonseg {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn webtoons into segmentation data sets and models."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. Exits 0 when done, 1 when something failed, 2 on wrong use, 130 on Ctrl-C."""
    arguments = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in arguments
    try:
        sys.exit(app(arguments, standalone_mode=not as_json) or 0)
    except ToonsegError as error:
        print_error(error, as_json=as_json)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except _WRONG_USE as error:  # of the parser, which tells people by itself
        print_json({"ok": False, "error": "UsageError", "subject": "toonseg", "message": _said(error)})
        sys.exit(2)


def _said(error: Exception) -> str:
    """What the parser says of wrong use; str() of some of its errors is shorter."""
    said = getattr(error, "format_message", None)
    return str(said() if callable(said) else error)
