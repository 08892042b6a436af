"""What is wrong with a text, on a terminal: how bad it is in colour, and the line with its carets in view."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from commitments.render.inert import inert
from commitments.render.palette import Tone
from commitments.render.screen import Screen
from commitments.render.wrapping import indented
from commitments.reports.report import Report

EXCERPT, HELP = "    ", "    help: "
_KIND = re.compile(r"\b(?P<severity>error|warning)\[[EW]\d+\]")


def drawn_lines(report: Report, screen: Screen) -> Iterator[str]:
    """Yield findings as they are always told: place and message, the line with carets, ways out."""
    return diagnostic_lines(report.prose or (), screen)


def diagnostic_lines(lines: Sequence[str], screen: Screen) -> Iterator[str]:
    """Yield the lines of diagnostics, fitted to the screen."""
    shift = 0
    for place, line in enumerate(map(inert, lines)):
        if line.startswith(HELP) or not line.startswith(EXCERPT):
            fitted = [line] if screen.width is None else indented(line, screen.width)
            yield from (_colored(each, screen) for each in fitted)
            continue
        carets = lines[place + 1] if place + 1 < len(lines) and "^" in lines[place + 1] else ""
        shift = _shift(line, carets, screen) if carets else shift
        shown = EXCERPT + line[len(EXCERPT) + shift :]
        shown = shown if screen.width is None else shown[: screen.width]
        yield screen.tinted(shown, None if carets else Tone.BAD)


def _shift(line: str, carets: str, screen: Screen) -> int:
    """Return how many letters to leave out at the start of a line, so that its carets are in view."""
    if screen.width is None or len(line) <= screen.width:
        return 0
    middle = (carets.index("^") + len(carets)) // 2 - len(EXCERPT)
    return max(0, min(middle - screen.width // 2, len(line) - screen.width))


def _colored(line: str, screen: Screen) -> str:
    return _KIND.sub(lambda found: screen.tinted(found[0], _tone(found["severity"])), line)


def _tone(severity: str) -> Tone:
    return Tone.BAD if severity == "error" else Tone.URGENT
