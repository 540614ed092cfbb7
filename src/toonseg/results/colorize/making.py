"""One cut of a colouring set, in a process of its own: its rows, and its pictures put down."""

from __future__ import annotations

from dataclasses import dataclass, replace

from toonseg import __version__
from toonseg.annotations.formats.writing import Names
from toonseg.annotations.labelset import Picture
from toonseg.errors import SourceError
from toonseg.model.pixels import pixels_of
from toonseg.results.colorize.aligned import Colour, drawn, files_of
from toonseg.results.colorize.pieces import Nowhere, Pieces, Place
from toonseg.results.colorize.rows import Row, row_of, seen
from toonseg.results.colorize.samples import Per, samples_of
from toonseg.results.lineart import LineArt
from toonseg.scale.worker import single_threaded


@dataclass(frozen=True)
class How:
    """How samples are made.

    Attributes:
        per: What a sample is.
        margin: Pixels around an instance, where samples are instances.
        colours: The most colours of a palette.
        lines: How line art is drawn.
        names: The classes.
        class_colours: RGB of each class.
        rights: What stands in each row.
    """

    per: Per
    margin: int
    colours: int
    lines: LineArt
    names: Names
    class_colours: tuple[Colour, ...]
    rights: str

    @property
    def mark(self) -> str:
        """What names the settings, for a journal: samples made with others are of no use."""
        classes = list(zip(self.names.names, self.class_colours, strict=True))
        return f"{__version__} {self.per} {self.margin} {self.colours} {self.lines} {classes} {self.rights}"


@dataclass(frozen=True)
class Task:
    """A cut to make samples of, and where they go."""

    cut: Picture
    place: Place
    how: How
    pieces: Pieces


def make(task: Task) -> list[Row]:
    """Make the samples of a cut; what is returned are their rows.

    Raises:
        SourceError: The cut cannot be read, or has another size than its labels say.
        PictureError: It is no whole picture.
        WriteError: A file could not be written, or there are too many instances.
    """
    cut, how = task.cut, task.how
    pixels = pixels_of(cut)
    height, width = pixels.shape[:2]
    if cut.size == (0, 0):  # a picture that nobody labelled
        cut = replace(cut, width=width, height=height)
    if cut.size != (height, width):
        problem = f"has {width} x {height} pixels, {cut.width} x {cut.height} by its labels"
        raise SourceError(cut.file, problem, "Label the picture at its own size, or name other masks.")
    samples = samples_of(cut, task.place.key, how.per, how.margin)
    with single_threaded():
        known = seen(pixels)
        rows = [row_of(one, known, (how.names, how.rights), how.per, how.colours) for one in samples]
        if samples and not isinstance(task.pieces, Nowhere):
            whole = drawn(pixels, cut, how.lines)
            files = {one.key: files_of(one, whole, how.names, how.class_colours) for one in samples}
            task.pieces.write(task.place, files)
    return rows
