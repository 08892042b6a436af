"""What the engine tells: where each commitment stands, and every change with its cause."""

from __future__ import annotations

from typing import NamedTuple

from rules.instants import Instant, Moment


class Cause(NamedTuple):
    """Why a status changed.

    ``rule`` is the number of the lifecycle rule (see ``rules.lifecycle.RULES``), ``role`` the part of the
    commitment whose verdict decided it (``if``, ``unless``, ``while``, ``must``, ``must-not``, ``limit``,
    ``grace``, ``until``, ``act``, ``agreement``, ``remedies``, ``start``). ``events`` are the ids of the events
    that met or failed it, in order, ``follows`` the changes of other commitments, states and agreements that it
    follows from, as ``(name, status)``; ``limit`` is the instant that passed, if one did.
    """

    rule: int
    role: str
    events: tuple[str, ...] = ()
    follows: tuple[tuple[str, str], ...] = ()
    limit: Instant | None = None


class Transition(NamedTuple):
    """One change of status, at ``moment``, in one of the four steps of that instant."""

    name: str  # agreement/commitment[instance], or an agreement's name
    moment: Moment
    step: int
    before: str
    after: str
    cause: Cause


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


class ActReport(NamedTuple):
    """What became of an act on one commitment or agreement: effective, or why not."""

    event: str
    target: str
    effective: bool
    reason: str | None = None
