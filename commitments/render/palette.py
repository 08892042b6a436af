"""The tones of statuses: what asks for attention, what is well, what is over. The same on terminals and pages."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple


class Tone(Enum):
    """What a colour means."""

    WAITING = "waiting"
    OWED = "owed"
    URGENT = "urgent"
    PAUSED = "paused"
    GOOD = "good"
    BAD = "bad"
    OVER = "over"
    QUIET = "quiet"
    HEADING = "heading"


TONES = {
    "proposed": Tone.WAITING,
    "conditional": Tone.WAITING,
    "detached": Tone.OWED,
    "overdue": Tone.URGENT,
    "suspended": Tone.PAUSED,
    "satisfied": Tone.GOOD,
    "remedied": Tone.GOOD,
    "violated": Tone.BAD,
    "lapsed": Tone.BAD,
    "expired": Tone.OVER,
    "void": Tone.OVER,
    "cancelled": Tone.OVER,
    "released": Tone.OVER,
    "terminated": Tone.OVER,
}

#: Of several statuses, the one that most asks for attention gives the colour.
WORST = (Tone.BAD, Tone.URGENT, Tone.PAUSED, Tone.OWED, Tone.WAITING, Tone.GOOD, Tone.OVER)

#: What turns a terminal to a tone; the sixteen colours follow the theme of its owner.
ANSI = {
    Tone.WAITING: "\x1b[36m",
    Tone.OWED: "\x1b[34m",
    Tone.URGENT: "\x1b[1;33m",
    Tone.PAUSED: "\x1b[35m",
    Tone.GOOD: "\x1b[32m",
    Tone.BAD: "\x1b[1;31m",
    Tone.OVER: "\x1b[2m",
    Tone.QUIET: "\x1b[2m",
    Tone.HEADING: "\x1b[1m",
}
RESET = "\x1b[0m"


class Paint(NamedTuple):
    """How a tone looks on a page: what is written, and what it is written on (4.5:1 or more between the two)."""

    ink: str
    paper: str


PAINTS = {
    Tone.WAITING: Paint("#475467", "#eef1f5"),
    Tone.OWED: Paint("#1d4f91", "#e3edf9"),
    Tone.URGENT: Paint("#8a4b00", "#fdf0d5"),
    Tone.PAUSED: Paint("#6b3fa0", "#f1eafa"),
    Tone.GOOD: Paint("#1b6b3a", "#e2f4e8"),
    Tone.BAD: Paint("#a61b1b", "#fce6e4"),
    Tone.OVER: Paint("#667085", "#f4f4f2"),
}


def tone_of(status: str) -> Tone:
    """Return the tone of a status; what is none (absent) is told as what is over."""
    return TONES.get(status, Tone.OVER)


def worst(tones: Iterable[Tone]) -> Tone:
    """Return the tone that most asks for attention."""
    return min(tones, key=WORST.index, default=Tone.OVER)


def tone_of_several(words: str) -> Tone | None:
    """Return the tone of what may tell several statuses (``2 detached, 1 violated``), None for other words."""
    found = [word for word in words.replace(",", " ").split() if word in TONES]
    return worst(map(tone_of, found)) if found else None
