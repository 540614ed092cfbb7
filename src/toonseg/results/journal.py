"""What is done of a long run of results: `toonseg.scale.journal`."""

from toonseg.scale.journal import JOURNAL_FILE, Journal

__all__ = ["JOURNAL_FILE", "Journal"]
