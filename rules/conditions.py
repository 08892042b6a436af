"""The forms of a condition, as frozen values. Source: semantics.md, section 4.

A form says what is waited for; how far it has come is its residue (``rules.residue``).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rules.calendar import Duration
from rules.instants import Instant, Moment
from rules.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Window:
    """Outside ``[start, limit]`` nothing counts. ``within`` and ``after`` run from the anchor of their condition."""

    start: Moment | None = None
    by: Instant | None = None
    within: Duration | None = None
    after: Duration | None = None


OPEN = Window()


@dataclass(frozen=True, slots=True)
class Count:
    """How many events there have to be, of what, and when. Most conditions have this in common: one, at any time."""

    at_least: Decimal = Decimal(1)
    distinct: str | None = None
    total: str | None = None
    window: Window = OPEN


ONCE = Count()


class _Counted:
    """A pattern, and a count that stands apart."""

    __slots__ = ("count", "pattern")

    count: Count

    @property
    def at_least(self) -> Decimal:
        return self.count.at_least

    @property
    def distinct(self) -> str | None:
        return self.count.distinct

    @property
    def total(self) -> str | None:
        return self.count.total

    @property
    def window(self) -> Window:
        return self.count.window


@dataclass(frozen=True, init=False)
class Occurs(_Counted):
    """Events match a pattern: ``at_least`` of them, of different values of ``distinct``, or in the sum of ``total``."""

    __slots__ = ()

    pattern: Pattern
    at_least: Decimal
    distinct: str | None
    total: str | None
    window: Window

    def __init__(
        self,
        pattern: Pattern,
        at_least: Decimal = ONCE.at_least,
        distinct: str | None = None,
        total: str | None = None,
        window: Window = OPEN,
    ) -> None:
        """Take what most have in common as one object. A number is written as it was: 1.0 is no 1."""
        count = Count(at_least, distinct, total, window)
        object.__setattr__(self, "pattern", pattern)
        object.__setattr__(self, "count", ONCE if count == ONCE and str(at_least) == "1" else count)

    def __reduce__(self) -> tuple[object, ...]:
        return Occurs, (self.pattern, self.at_least, self.distinct, self.total, self.window)


@dataclass(frozen=True, slots=True)
class All:
    """All parts are met."""

    parts: tuple[Condition, ...]
    window: Window = OPEN


@dataclass(frozen=True, slots=True)
class AtLeast:
    """``count`` of the parts are met (``any`` is one of them)."""

    count: int
    parts: tuple[Condition, ...]
    window: Window = OPEN


@dataclass(frozen=True, slots=True)
class Then:
    """Each part in order, the next anchored where the one before was met."""

    parts: tuple[Condition, ...]
    window: Window = OPEN


@dataclass(frozen=True, slots=True)
class Not:
    """The limit passes and the part was not met."""

    part: Condition
    window: Window = OPEN


@dataclass(frozen=True, slots=True)
class StateHolds:
    """The state (of the same agreement) holds, or has held for ``span`` without a break."""

    state: str
    span: Duration | None = None
    window: Window = OPEN


@dataclass(frozen=True, slots=True)
class CommitmentIs:
    """A commitment is, or comes into, one of these statuses.

    ``commitment`` is a full name ``agreement/commitment``; ``instance`` is what stood in brackets, None: any instance.
    """

    commitment: str
    instance: str | None
    statuses: frozenset[str]
    window: Window = OPEN


@dataclass(frozen=True, slots=True)
class AgreementIs:
    """An agreement is, or comes into, one of these statuses (pending, in-force, suspended, ended)."""

    agreement: str
    statuses: frozenset[str]
    window: Window = OPEN


@dataclass(frozen=True, slots=True)
class TimeArrives:
    """An instant arrives."""

    moment: Moment
    window: Window = OPEN


@dataclass(frozen=True, slots=True)
class Delay:
    """So much time has passed since the anchor."""

    span: Duration
    window: Window = OPEN


Condition = Occurs | All | AtLeast | Then | Not | StateHolds | CommitmentIs | AgreementIs | TimeArrives | Delay


def is_once(form: Condition) -> bool:
    """Whether a condition is met by the first event that is found for it in an index."""
    return isinstance(form, Occurs) and form.count is ONCE and form.pattern.mould.indexed
