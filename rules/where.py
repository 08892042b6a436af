"""Where a commitment stands; a part of ``rules.trace``."""

# No annotations from the future here: NamedTuple would have to compile each, and all answers import this.

from typing import NamedTuple

from rules.instants import Instant, Moment


class Progress(NamedTuple):
    """How much of what is needed is done: ``2 of 3``. Decimals are exact, written as text."""

    done: str
    needed: str


class Standing(NamedTuple):
    """Where one commitment stands. ``due`` is the next limit, ``since`` the last change (None before the first)."""

    name: str
    agreement: str
    commitment: str
    instance: str | None
    status: str
    live: bool
    late: bool
    late_by: Instant | None  # microseconds after the limit in force, when late
    since: Moment | None
    due: Instant | None
    debtors: tuple[str, ...]
    creditors: tuple[str, ...]
    strength: str
    progress: Progress | None
    breaches: int
    degree: str | None  # as last assessed: a score 0-3, or "done/of"
    before: tuple[tuple[str, ...], tuple[str, ...]] | None  # debtors and creditors before a delegation or assignment
