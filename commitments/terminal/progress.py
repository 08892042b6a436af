"""A bar that tells how far long work has come: on a terminal only, and gone when the work is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

#: In seconds: what is done by then shows no bar, and how long each drawing of it stays.
PATIENCE, BETWEEN = 0.5, 0.1
CLEAR = "\r\x1b[K"
CELLS = 24


class Bar:
    """Draws one line again and again: what is done, how much of it, and of how much."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        """Take where to draw, and what tells the seconds."""
        self.stream = stream
        self.clock = clock
        self.what, self.total, self.done = "", 0, 0
        self.next = 0.0
        self.drawn = False

    def begin(self, what: str, total: int | None) -> None:
        """Begin another piece of work."""
        self.what, self.total, self.done = what, total or 0, 0
        self.next = self.next or self.clock() + PATIENCE

    def step(self) -> None:
        """Count a step, and draw the bar if it is time to."""
        self.done += 1
        if self.clock() >= self.next:
            self.next = self.clock() + BETWEEN
            self.drawn = True
            self.stream.write(CLEAR + self.line())
            self.stream.flush()

    def line(self) -> str:
        """Return the line as it is now."""
        if not self.total:
            return f"{self.what}: {self.done:,}"
        part = min(self.done / self.total, 1.0)
        cells = ("#" * int(part * CELLS)).ljust(CELLS, "-")
        return f"{self.what} [{cells}] {int(part * 100):3} %  {self.done:,} of {self.total:,}"

    def end(self) -> None:
        """Take the bar away."""
        if self.drawn:
            self.stream.write(CLEAR)
            self.stream.flush()
            self.drawn = False
