"""Now, for those who do not bring a clock of their own: Python programs that use ``Tracker``. The command line does."""

from __future__ import annotations

import time

from rules.instants import Instant


def system_clock() -> Instant:
    """Return now, in microseconds since 1970-01-01T00:00Z."""
    return time.time_ns() // 1_000
