"""Where text is shown: on a terminal that is so wide, with or without colour, or in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commitments.frozen import dataclass

if TYPE_CHECKING:
    from commitments.render.palette import Tone


@dataclass(frozen=True, slots=True)
class Screen:
    """What text is made for. ``width``: the columns of a terminal (None: it is none, nothing is fitted to a width)."""

    width: int | None = None
    color: bool = False

    def tinted(self, text: str, tone: Tone | None) -> str:
        """Return a text in a tone, as it is where there is no colour."""
        if not self.color or tone is None or not text:
            return text
        from commitments.render.palette import ANSI, RESET

        return f"{ANSI[tone]}{text}{RESET}"

    def status(self, text: str, status: str) -> str:
        """Return a text in the tone of a status."""
        from commitments.render.palette import tone_of

        return self.tinted(text, tone_of(status))


PIPE = Screen()
