"""Instants and moments: when something is, and how precisely that was said.

An *instant* is an ``int``: microseconds since 1970-01-01T00:00Z. Source: semantics.md, section 2.
"""

from __future__ import annotations

from typing import NamedTuple

Instant = int

SECOND = 1_000_000
DAY = 86_400 * SECOND


class Moment(NamedTuple):
    """An instant, and whether it was given as a bare date (or month)."""

    at: Instant
    day: bool = False
