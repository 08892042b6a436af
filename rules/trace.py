"""What the engine tells: where each commitment stands, and every change with its cause."""

from __future__ import annotations

from msgspec import Struct

from rules.instants import Instant, Moment
from rules.where import Progress, Standing

__all__ = ["ActReport", "Cause", "Progress", "Standing", "Transition"]


class Cause(Struct, frozen=True, gc=False):
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


class Transition(Struct, frozen=True, gc=False):
    """One change of status, at ``moment``, in one of the four steps of that instant."""

    name: str  # agreement/commitment[instance], or an agreement's name
    moment: Moment
    step: int
    before: str
    after: str
    cause: Cause


class ActReport(Struct, frozen=True, gc=False):
    """What became of an act on one commitment or agreement: effective, or why not."""

    event: str
    target: str
    effective: bool
    reason: str | None = None
