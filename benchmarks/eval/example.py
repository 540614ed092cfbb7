"""The tables and the picture of docs/eval.md: two simulated models on 60 simulated cuts.

python -m benchmarks.eval.example [FOLDER]     # tables; and eval-plots.png there (wants resvg-py)
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from benchmarks.eval.simulated import simulated
from toonseg.evaluation import compare
from toonseg.evaluation.plots import plots_of, write_plots
from toonseg.workspace import write_bytes

CUTS, SEED = 60, 3
_WIDTH = 1240


def main() -> None:
    """Print the tables, and write the picture if a folder is named."""
    truth, new = simulated(CUTS, SEED, skill=0.8)
    _, old = simulated(CUTS, SEED, skill=0.65)
    found = compare(truth, new, old)
    print(found.predictions)
    print()
    print(found)
    if len(sys.argv) > 1:
        assert found.predictions.segm is not None
        with tempfile.TemporaryDirectory() as folder:
            write_plots(found.predictions, Path(folder))
            names = plots_of(found.predictions.segm)
            pictures = [Image.open(Path(folder) / f"segm-{name}.png").convert("RGB") for name in names]
        sheet = sheet_of(pictures)
        data = io.BytesIO()
        sheet.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
            data, "PNG", optimize=True
        )
        write_bytes(Path(sys.argv[1]) / "eval-plots.png", data.getvalue())


def sheet_of(pictures: list[Image.Image]) -> Image.Image:
    """Pictures in two columns, made small."""
    columns = [pictures[::2], pictures[1::2]]
    widths = [max(picture.width for picture in column) for column in columns]
    heights = [sum(picture.height for picture in column) for column in columns]
    sheet = Image.new("RGB", (sum(widths), max(heights)), "white")
    for side, column in enumerate(columns):
        top = 0
        for picture in column:
            sheet.paste(picture, (side * widths[0], top))
            top += picture.height
    return sheet.resize((_WIDTH, round(sheet.height * _WIDTH / sheet.width)), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
