"""Instants and moments: when something is, and how precisely that was said.

An *instant* is an ``int``: microseconds since 1970-01-01T00:00Z. Source: semantics.md, section 2.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

Instant = int

SECOND = 1_000_000
DAY = 86_400 * SECOND

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

#: The first and the last instant there is.
FIRST: Instant = (datetime.min.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
LAST: Instant = (datetime.max.replace(tzinfo=UTC) - EPOCH) // MICROSECOND

#: Later than any instant.
NEVER: Instant = 2**62


class Moment(NamedTuple):
    """An instant, and whether it was given as a bare date (or month)."""

    at: Instant
    day: bool = False


#: A status, and since when.
Since = tuple[str, Moment]


def sharp(at: Instant) -> Moment:
    """Return the moment of an instant that was given to the second: the short way past what ``Moment`` checks."""
    return tuple.__new__(Moment, (at, False))


@lru_cache(maxsize=1024)
def spell(status: str, since: Moment) -> tuple[Since]:
    """Return a first time in a status: one for all that begin together."""
    return ((status, since),)


@lru_cache(maxsize=1024)
def moment(at: Instant, *, day: bool) -> Moment:
    """Return a moment: one for all that happens at an instant."""
    return Moment(at, day)
