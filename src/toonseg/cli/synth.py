"""`toonseg synth`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from toonseg.cli.options import JobsOption, JsonOption
from toonseg.cli.output import console, print_json, progress_bar
from toonseg.errors import UsageError

if TYPE_CHECKING:
    from toonseg.synth.titles.artist import Order
    from toonseg.synth.titles.title import DrawnEpisode

CHECK_PACK = "check-pack"
_ON_SHEET = 24


def synth(
    out: Annotated[
        Path,
        typer.Argument(help="Folder to write to; or the word check-pack, with a pack's folder after it."),
    ],
    checked: Annotated[
        Path | None, typer.Argument(metavar="[PACK]", help="After check-pack: the folder of the pack.")
    ] = None,
    *,
    titles: Annotated[int, typer.Option("--titles", min=1, max=99, help="How many titles to draw.")] = 1,
    episodes: Annotated[int, typer.Option("--episodes", min=1, max=9999, help="Episodes of each title.")] = 1,
    panels: Annotated[
        int, typer.Option("--panels", min=2, max=200, help="Panels of each episode, about.")
    ] = 18,
    cuts: Annotated[
        int | None, typer.Option("--cuts", min=1, help="Draw so many single cuts as a COCO data set instead.")
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", min=0, help="What is drawn; the same gives the same bytes.")
    ] = 0,
    style: Annotated[
        str | None,
        typer.Option(
            "--style", help="A preset; FD,LR: several in turn; FD+LR: between them. Default: any hand."
        ),
    ] = None,
    pack: Annotated[
        Path | None,
        typer.Option("--pack", help="Folder of a character pack (pack.toml) to take figures from."),
    ] = None,
    balance: Annotated[
        bool, typer.Option("--balance", help="More ties, skirts and vests than people usually wear.")
    ] = False,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", help="Also write a contact sheet of cuts with outlines, as PNG.")
    ] = None,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw titles, or a data set of cuts, whose every instance is known to the pixel."""
    # Not above: the parser of the command line should not wait for what draws.
    from toonseg.synth.titles.artist import Order
    from toonseg.synth.titles.dataset import draw_numbered
    from toonseg.synth.titles.sheet import write_sheet

    if str(out) == CHECK_PACK:
        _check(checked, as_json=as_json)
        return
    if checked is not None:
        raise UsageError(checked, "is one argument too many", "Only check-pack takes a second one.")
    if sheet is not None and sheet.suffix.lower() != ".png":
        raise UsageError(sheet, "is no .png file", "Give the sheet a name that ends in .png.")
    order = Order(seed, style, balance, pack)
    if cuts is not None:
        made = _cuts(out, order, cuts, jobs, quiet=as_json)
    else:
        made = _titles(out, order, titles, episodes, panels, jobs, quiet=as_json)
    if sheet is not None:
        write_sheet(
            sheet, [draw_numbered(order, number * 7) for number in range(min(_ON_SHEET, cuts or _ON_SHEET))]
        )
        made["sheet"] = str(sheet)
    if as_json:
        print_json({"ok": True, **made})


def _check(folder: Path | None, *, as_json: bool) -> None:
    if folder is None:
        raise UsageError(CHECK_PACK, "which pack?", f"Say: toonseg synth {CHECK_PACK} FOLDER.")
    from toonseg.synth.packs.check import check_pack

    report = check_pack(folder)
    if as_json:
        layers = [asdict(line) for line in report.lines]
        print_json({"ok": True, "pack": report.name, "layers": layers, "picture": str(report.picture)})
        return
    table = Table("character", "layer", "class", "pixels", title=report.name)
    for line in report.lines:
        table.add_row(line.character, line.layer, line.cls or "[dim]unlabelled[/dim]", f"{line.pixels:,}")
    console.print(table)
    text = f"{len(report.unmapped)} of {len(report.lines)} layers are drawn but unlabelled; {report.picture}"
    console.print(text, markup=False, soft_wrap=True)


def _cuts(out: Path, order: Order, count: int, jobs: int | None, *, quiet: bool) -> dict[str, object]:
    from toonseg.synth.titles.dataset import write_cuts

    with progress_bar(quiet=quiet) as bar:
        task = bar.add_task("cuts", total=count)
        made = write_cuts(out, order, count, jobs=jobs, on_cuts=lambda n: bar.update(task, advance=n))
    if not quiet:
        shares = ", ".join(f"{number} {name}" for name, number in made.instances.items())
        console.print(
            f"{made.cuts} cuts ({made.kept} kept): {shares}; {made.annotations}", markup=False, soft_wrap=True
        )
    return {
        "annotations": str(made.annotations),
        "cuts": made.cuts,
        "kept": made.kept,
        "instances": made.instances,
    }


def _titles(  # noqa: PLR0917
    out: Path, order: Order, titles: int, episodes: int, panels: int, jobs: int | None, *, quiet: bool
) -> dict[str, object]:
    from toonseg.synth.titles.title import write_titles

    with progress_bar(quiet=quiet) as bar:
        task = bar.add_task("episodes", total=titles * episodes)

        def show(episode: DrawnEpisode) -> None:
            bar.update(task, advance=1)
            if not quiet:
                how = ", was there" if episode.kept else ""
                text = f"{episode.folder.root}: {episode.panels} panels, {episode.instances} instances{how}"
                console.print(text, markup=False, soft_wrap=True)

        made = write_titles(
            out, order, titles=titles, episodes=episodes, panels=panels, jobs=jobs, on_episode=show
        )
    return {
        "episodes": [
            {
                "title": str(one.folder.title),
                "episode": one.folder.name,
                "panels": one.panels,
                "instances": one.instances,
                "kept": one.kept,
            }
            for one in made
        ]
    }
