"""Prose on a terminal: fitted to its width, its titles and the statuses that it tells in colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from commitments.render.inert import inert
from commitments.render.palette import TONES, Tone
from commitments.render.screen import Screen
from commitments.render.wrapping import indented
from commitments.wording.relative import from_here

#: A status where a sentence tells that something is in it, and not where a text happens to have the word.
TOLD = re.compile(rf"(\bis |been |omes |came |ayed |→ |^)({'|'.join(TONES)})\b|(: )({'|'.join(TONES)})(?= →)")

#: What a page puts before a fact: ``  debtor       ann``.
LABEL = re.compile(r"  (?=[a-z])[a-z ]{12} (?=\S)")


#: A time that something was or comes at, and not one that begins a line of history.
DATED = re.compile(
    r"(?:\b(?:at|since|limit|by) |^  due {10})(?P<day>\d{4}-\d\d-\d\d) (?P<clock>[\d:.]+) (?P<zone>UTC|[+-]\d\d:\d\d)"
)


def prose_lines(lines: Sequence[str], screen: Screen, now: datetime | None = None) -> Iterator[str]:
    """Yield lines of prose, fitted to the screen; beside times stands how far they are from now, on a terminal."""
    title = False
    told: Iterable[str] = map(inert, lines)
    if now is not None and screen.width is not None:
        told = (DATED.sub(lambda found: _dated(found, now), line) for line in told)
    for line in told:
        fitted = [line] if screen.width is None else list(indented(line, screen.width, _hang(line)))
        follows = title and not line.startswith(" ") and not line.endswith(".")
        yield from (screen.tinted(each, Tone.HEADING) if follows else _told(each, screen) for each in fitted)
        title = not line


def _hang(line: str) -> int:
    """Return how far what goes on is indented: after a label, below what it labels."""
    label = LABEL.match(line)
    return 2 if label is None else len(label[0]) - 2


def _dated(found: re.Match[str], now: datetime) -> str:
    """Return a time as it stands, with how far it is from now."""
    clock, days = (found["clock"], 0) if found["clock"] != "24:00" else ("00:00", 1)
    zone = "+00:00" if found["zone"] == "UTC" else found["zone"]
    try:
        at = datetime.fromisoformat(f"{found['day']}T{clock}{zone}") + timedelta(days=days)
    except (ValueError, OverflowError):  # it is text from outside that looks like a time, or the end of time
        return found[0]
    return f"{found[0]} ({from_here(at, now)})"


def _told(line: str, screen: Screen) -> str:
    return TOLD.sub(lambda found: _in_color(found, screen), line) if screen.color else line


def _in_color(found: re.Match[str], screen: Screen) -> str:
    before, status = found[1] or found[3] or "", found[2] or found[4]
    return before + screen.status(status, status)
