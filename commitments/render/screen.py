"""Where text is shown: on a terminal that is so wide, with or without colour, or in a pipe."""

from __future__ import annotations

from dataclasses import dataclass

from commitments.render.palette import ANSI, RESET, Tone, tone_of


@dataclass(frozen=True, slots=True)
class Screen:
    """What text is made for. ``width``: the columns of a terminal (None: it is none, nothing is fitted to a width)."""

    width: int | None = None
    color: bool = False

    def tinted(self, text: str, tone: Tone | None) -> str:
        """Return a text in a tone, as it is where there is no colour."""
        return f"{ANSI[tone]}{text}{RESET}" if self.color and tone is not None and text else text

    def status(self, text: str, status: str) -> str:
        """Return a text in the tone of a status."""
        return self.tinted(text, tone_of(status))


PIPE = Screen()
