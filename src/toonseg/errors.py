"""Everything that toonseg raises on purpose.

    ToonsegError                 base: catch this to catch all of them
    ├── UsageError               the call itself is wrong (exit code 2)
    ├── SettingsError            toonseg.toml or a site file is wrong
    ├── MissingExtraError        an optional part is not installed; says what to install
    ├── PictureError             a picture cannot be used
    │   ├── BrokenPictureError   empty, truncated, or not a picture at all
    │   └── HugePictureError     larger than toonseg is willing to decode
    ├── LabelError               a file of labels cannot be used
    ├── SourceError              a source of pages cannot be read (folder, archive, PDF)
    ├── FetchError               the web did not give what was asked for
    │   ├── RobotsError          robots.txt forbids it
    │   ├── GateError            a login, an age check or a charge stands before it
    │   └── EmptyViewerError     the page came, but holds no pictures
    ├── CheckpointError          a file of weights cannot be used
    ├── TrainingError            a training cannot go on
    ├── RightsError              a title's rights forbid to pass its pictures on
    └── WriteError               a result could not be written
        └── DiskFullError        for want of room, which ends a whole batch

Each message names the file or address first and ends with the remedy.
"""

from __future__ import annotations


class ToonsegError(Exception):
    """Base of all errors of toonseg.

    Args:
        subject: The file, address or option that is at fault.
        problem: What is wrong with it, as a clause.
        remedy: What the reader can do about it, as a sentence; may be empty.
    """

    def __init__(self, subject: object, problem: str, remedy: str = "") -> None:
        self.subject = str(subject)
        self.problem = problem
        self.remedy = remedy
        text = f"{self.subject}: {problem}"
        super().__init__(f"{text}. {remedy}" if remedy else text)

    def __reduce__(self) -> tuple[type[ToonsegError], tuple[str, str, str]]:
        # Errors cross process borders (scale.map_tasks); the default would call __init__ with one argument.
        return type(self), (self.subject, self.problem, self.remedy)


class UsageError(ToonsegError):
    """The call is wrong: an option, an argument, or two that exclude each other."""


class SettingsError(ToonsegError):
    """A settings file cannot be read or holds something it may not."""


class MissingExtraError(ToonsegError):
    """An optional part of toonseg is not installed."""

    @classmethod
    def for_extra(cls, purpose: str, extra: str) -> MissingExtraError:
        """The error for `purpose`, whose parts come with `pip install "toonseg[extra]"`."""
        return cls(purpose, f"needs the extra '{extra}'", f'Install it with: pip install "toonseg[{extra}]"')


class PictureError(ToonsegError):
    """A picture cannot be used."""


class BrokenPictureError(PictureError):
    """The bytes are empty, cut short, damaged, or no picture."""


class HugePictureError(PictureError):
    """The picture has more pixels than toonseg decodes; guards against decompression bombs."""


class LabelError(ToonsegError):
    """A file of labels is none, is damaged, or says what cannot be."""


class SourceError(ToonsegError):
    """A folder, archive or PDF does not give its pages."""


class FetchError(ToonsegError):
    """An address did not give what it should."""


class RobotsError(FetchError):
    """The site's robots.txt forbids the address."""


class GateError(FetchError):
    """A login, an age check or a charge stands before the episode; toonseg never passes it."""


class EmptyViewerError(FetchError):
    """The episode's page holds no picture of the viewer."""


class CheckpointError(ToonsegError):
    """A file of weights is none, is of another version, or does not fit."""


class TrainingError(ToonsegError):
    """A training cannot go on: the loss is no number, memory is short, nothing is labelled."""


class RightsError(ToonsegError):
    """A title's rights forbid to pass its pictures on, and nobody has said to have them."""


class WriteError(ToonsegError):
    """A result could not be written (disk full, no permission, format limit)."""


class DiskFullError(WriteError):
    """A result could not be written for want of room, or of quota. What comes after it could not either."""
