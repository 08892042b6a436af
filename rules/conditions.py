"""The forms of a condition, as frozen values. Source: semantics.md, section 4.

A form says what is waited for; how far it has come is its residue (``rules.residue``).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from rules.calendar import Duration
from rules.instants import Instant, Moment
from rules.patterns import Filed, Mould, OneOf, Pattern, Term, choices, filed, filled


@dataclass(frozen=True, slots=True)
class Window:
    """Outside ``[start, limit]`` nothing counts. ``within`` and ``after`` run from the anchor of their condition."""

    start: Moment | None = None
    by: Instant | None = None
    within: Duration | None = None
    after: Duration | None = None


OPEN = Window()


class Count(NamedTuple):
    """What conditions on events have in common that differ in the values of their patterns alone."""

    mould: Mould
    at_least: Decimal
    distinct: str | None
    total: str | None
    window: Window
    once: bool  # whether the first event that is found in an index meets it


@lru_cache(maxsize=1024)
def _count(written: str, mould: Mould, distinct: str | None, total: str | None, window: Window) -> Count:
    """Return a count; the number as it is written, for 1.0 equals 1."""
    at_least = Decimal(written)
    once = at_least <= 1 and distinct is None and total is None and window == OPEN and mould.indexed
    return Count(mould, at_least, distinct, total, window, once)


class _Counted:
    """The values of a pattern (one alone as itself), and what stands apart: its mould and its count."""

    __slots__ = ("count", "values")

    count: Count
    values: Any

    @property
    def terms(self) -> tuple[Term, ...]:
        """The values of its pattern."""
        return (self.values,) if self.count.mould.single else self.values

    @property
    def filed(self) -> tuple[Filed, ...]:
        """How the values stand in the index under which it has what matches."""
        mould = self.count.mould
        return (self.values,) if mould.single else tuple(map(filed, choices(mould, self.values)))

    @property
    def mould(self) -> Mould:
        """The mould of its pattern."""
        return self.count.mould

    @property
    def pattern(self) -> Pattern:
        return filled(self.count.mould, self.terms)

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
        at_least: Decimal = Decimal(1),
        distinct: str | None = None,
        total: str | None = None,
        window: Window = OPEN,
    ) -> None:
        """Keep the values of the pattern, and share the rest."""
        object.__setattr__(self, "count", _count(str(at_least), pattern.mould, distinct, total, window))
        terms = pattern.terms
        object.__setattr__(self, "values", terms[0] if pattern.mould.single else terms)

    def __reduce__(self) -> tuple[object, ...]:
        return Occurs, (self.pattern, self.at_least, self.distinct, self.total, self.window)


def one_event(kind: str, fields: tuple[str, ...], where: tuple[str, ...]) -> Count:
    """Return what conditions have in common that one event of a type meets, with one value in each of these fields."""
    tests = (tuple([(name, OneOf(("",))) for name in names]) for names in (fields, where))
    return Occurs(Pattern(kind, *tests)).count


def met_by(count: Count, terms: tuple[Term, ...]) -> Occurs:
    """Return the condition of a count and the values of its pattern."""
    form = object.__new__(Occurs)
    object.__setattr__(form, "count", count)
    object.__setattr__(form, "values", terms[0] if count.mould.single else terms)
    return form


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
    return isinstance(form, Occurs) and form.count.once
