"""A text and where it came from; places in it as lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

_BREAK = re.compile(r"\r\n|\n|\r")


class Place(NamedTuple):
    """Where something stands: its path, line and column, both from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return ``path:line:column``."""
        return f"{self.path}:{self.line}:{self.column}"


class Span(Struct, frozen=True, gc=False):
    """The characters of a text from ``start`` up to, and without, ``end``; both from 0."""

    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """A text, and the path or name that it goes by in diagnostics."""

    path: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def place(self, index: int) -> Place:
        """Return where the character of this index stands."""
        line = bisect_right(self._starts, index) - 1
        return Place(self.path, line + 1, index - self._starts[line] + 1)

    def line(self, number: int) -> str:
        """Return a line, counted from 1, without its line break; past the last one: an empty text."""
        if not 0 < number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")
