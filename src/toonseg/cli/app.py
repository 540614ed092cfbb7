"""The `toonseg` command: its verbs, and what an error looks like."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

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
from toonseg.cli.output import print_error
from toonseg.cli.palette import palette
from toonseg.cli.predict import predict
from toonseg.cli.recolor import recolor
from toonseg.cli.report import report
from toonseg.cli.run import run
from toonseg.cli.split import split
from toonseg.cli.synth import synth
from toonseg.cli.train import train
from toonseg.errors import ToonsegError, UsageError

app = typer.Typer(
    name="toonseg",
    help="Turn webtoons into segmentation data sets and models.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for verb in (
    demo,
    run,
    get,
    link,
    cut,
    check,
    split,
    synth,
    train,
    predict,
    experiment,
    cutout,
    colorize,
    recolor,
    palette,
    report,
    doctor,
):
    app.command()(verb)
app.add_typer(label)
app.command("eval")(eval_)


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
    try:
        app(arguments)
    except ToonsegError as error:
        print_error(error, as_json="--json" in arguments)
        sys.exit(2 if isinstance(error, UsageError) else 1)
