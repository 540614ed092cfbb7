"""`toonseg label`: what is done with labels between cutting and training."""

from __future__ import annotations

import typer

from toonseg.cli.label_convert import convert
from toonseg.cli.label_next import next_
from toonseg.cli.label_rehydrate import rehydrate
from toonseg.cli.label_show import show

label = typer.Typer(
    name="label",
    help="Labels in and out of other tools' formats.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for verb in (convert, show, rehydrate):
    label.command()(verb)
label.command("next")(next_)
