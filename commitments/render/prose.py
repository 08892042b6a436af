"""Prose on a terminal: fitted to its width, its titles and the statuses that it tells in colour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from commitments.records.statuses import STATUSES
from commitments.render.inert import inert
from commitments.render.palette import Tone
from commitments.render.screen import Screen
from commitments.render.wrapping import indented

#: A status where a sentence tells that something is in it, and not where a text happens to have the word.
TOLD = re.compile(rf"(\bis |been |omes |came |ayed |→ |^)({'|'.join(STATUSES)})\b|(: )({'|'.join(STATUSES)})(?= →)")

#: What a page puts before a fact: ``  debtor       ann``.
LABEL = re.compile(r"  (?=[a-z])[a-z ]{12} (?=\S)")


def prose_lines(lines: Sequence[str], screen: Screen) -> Iterator[str]:
    """Yield lines of prose, fitted to the screen."""
    title = False
    for line in map(inert, lines):
        fitted = [line] if screen.width is None else list(indented(line, screen.width, _hang(line)))
        follows = title and not line.startswith(" ") and not line.endswith(".")
        yield from (screen.tinted(each, Tone.HEADING) if follows else _told(each, screen) for each in fitted)
        title = not line


def _hang(line: str) -> int:
    """Return how far what goes on is indented: after a label, below what it labels."""
    label = LABEL.match(line)
    return 2 if label is None else len(label[0]) - 2


def _told(line: str, screen: Screen) -> str:
    return TOLD.sub(lambda found: _in_color(found, screen), line) if screen.color else line


def _in_color(found: re.Match[str], screen: Screen) -> str:
    before, status = found[1] or found[3] or "", found[2] or found[4]
    return before + screen.status(status, status)
