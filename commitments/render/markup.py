"""Pieces of HTML: everything from outside is escaped, and made inert, where it goes in."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape

from commitments.render.cells import iso
from commitments.render.inert import inert
from commitments.render.palette import tone_of
from commitments.wording.times import LAST_OF_DAY, SHORTEST

NOON = timedelta(hours=12)
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def safe(text: str) -> str:
    """Return a text as it may stand in HTML, also between quotes."""
    return escape(inert(text))


def element(name: str, content: str, kind: str = "") -> str:
    """Return an element around HTML; ``kind`` is its class."""
    opened = f'{name} class="{kind}"' if kind else name
    return f"<{opened}>{content}</{name}>"


def pill(status: str, words: str | None = None) -> str:
    """Return a status in its colours."""
    return element("span", safe(words or status), f"pill {tone_of(status).value}")


def day(at: datetime, *, whole: bool = False) -> str:
    """Return a time for people: the day, and the time of day where it is not the start or the end of it.

    ``whole``: no more than the day is known; seen from most other zones, its noon is still in it.
    """
    known = whole or at.time() == LAST_OF_DAY
    shown = at + NOON if whole else at + SHORTEST if at.microsecond == LAST_OF_DAY.microsecond and not known else at
    words = f"{shown.day} {MONTHS[shown.month - 1]} {shown.year}"
    if not known and (shown.hour or shown.minute or shown.second):
        words += f", {shown:%H:%M}"
    return f'<time datetime="{iso(at)}">{words}</time>'
