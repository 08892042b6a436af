"""What a caller can ask for wrongly."""

from __future__ import annotations


class MistakeError(ValueError):
    """What is asked for makes no sense; the message is clear lines for people, and says what to do instead."""


class MissingExtraError(MistakeError):
    """Something that needs a library which is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        """Take what was asked for, and the extra of this package that brings the library."""
        super().__init__(f"{what} needs the extra `{extra}`: pip install 'commitments[{extra}]'")


class WorkFailedError(Exception):
    """Work that several processes share could not be done; the message says why, and what to do."""
