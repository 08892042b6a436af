"""Where instances come from: one per value, matching event, or period. Source: semantics.md, sections 5 and 10."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from rules.binding import bind, scalar_text
from rules.calendar import local_date, minute_of, period_start
from rules.facts import NAME_FIELDS, Scalar
from rules.instants import DAY, Instant, Moment
from rules.patterns import event_values
from rules.program import Clause, Limit
from rules.promise import IF, MUST, MUST_NOT, Promise, names_period
from rules.residue import NOTHING

if TYPE_CHECKING:
    from rules.calendar import Duration
    from rules.facts import Event
    from rules.pact import Pact
    from rules.patterns import Pattern

#: More periods than anything that is tracked has (a day for three thousand years).
MOST_PERIODS = 1_100_000

Env = Mapping[str, tuple[Scalar, ...]]


def each_value(clause: Clause) -> Iterator[tuple[tuple[str, ...], Env]]:
    """Yield each choice of values for the ``each`` variables, and what they bind. Without any: one empty choice."""
    names = [name for name, _ in clause.each]
    for choice in product(*(values for _, values in clause.each)):
        yield tuple(map(scalar_text, choice)), {name: (value,) for name, value in zip(names, choice, strict=True)}


def full_name(clause: Clause, parts: tuple[str, ...]) -> str:
    """Return ``agreement/commitment[part,part]``."""
    return f"{clause.full_name}[{','.join(parts)}]" if parts else clause.full_name


class PerEvent:
    """Makes an instance for each matching event, or each distinct key. Before the first it is itself a row."""

    def __init__(self, clause: Clause, pact: Pact, parts: tuple[str, ...]) -> None:
        """Take a clause whose ``each`` variables are bound."""
        self.clause = clause
        self.pact = pact
        self.parts = parts
        self.name = f"{full_name(clause, parts)}?"
        self.made: dict[str, None] = {}
        self.watching: tuple[str, ...] = ()
        self.wake: Instant | None = None
        self.active = False
        self.since: Moment | None = None

    @property
    def over(self) -> bool:
        """Whether its agreement has ended, and it with it."""
        return self.pact.ended != "no" and not self.clause.survives

    @property
    def row(self) -> str:
        """The name of the row that stands for the instances before there are any."""
        return self.name.removesuffix("?")

    @property
    def start(self) -> Moment | None:
        """From when events make instances: the commitment's start, None before it is known."""
        return self.clause.start or self.pact.forced

    @property
    def pattern(self) -> Pattern:
        """The events that make instances."""
        if self.clause.for_each is None:
            raise ValueError(self.name)
        return self.clause.for_each

    def keys_of(self, event: Event) -> list[tuple[str, Env]]:
        """Return the names of the instances that an event makes, and what they bind; none without the key's field."""
        env = event_env(event)
        if self.clause.key is None:
            return [(event.id, env)]
        values = event_values(event, self.clause.key, named=self.clause.key in NAME_FIELDS)
        return [(scalar_text(value), {**env, f"each.{self.clause.key}": (value,)}) for value in values]

    def instances(self, event: Event, since: Moment) -> Iterator[Promise]:
        """Yield the instances that an event makes and that have not been made already."""
        for key, env in self.keys_of(event):
            if key in self.made:
                continue
            self.made[key] = None
            clause = replace(bind(self.clause, env), start=since)
            promise = Promise(full_name(clause, (*self.parts, key)), clause, self.pact)
            promise.used = NOTHING if clause.early else (event.id,)
            yield promise


def event_env(event: Event) -> Env:
    """Return what ``$each.FIELD`` stands for: the fields of an event, and its data."""
    env: dict[str, tuple[Scalar, ...]] = {f"each.{name}": getattr(event, name) for name in NAME_FIELDS}
    env["each.id"] = (event.id,)
    for name in event.data:
        env[f"each.{name}"] = event_values(event, name, named=False)
    return env


class PerPeriod:
    """Makes an instance for each period ``[from + kD, from + (k+1)D)``, named by its first day.

    Periods shorter than a day are named by the instant at which they begin, in UTC: a day would name several.
    """

    def __init__(self, clause: Clause, pact: Pact, parts: tuple[str, ...]) -> None:
        """Take a clause whose ``each`` variables are bound."""
        self.clause = clause
        self.pact = pact
        self.parts = parts
        self.name = f"{full_name(clause, parts)}?"
        self.origin = clause.start or pact.program.made
        counts_days = clause.every is not None and clause.every.counts_days
        self.short = not counts_days and self.start_of(1) - self.start_of(0) < DAY
        self.number = 0
        self.ahead: dict[str, Promise] = {}
        forms = {IF: clause.antecedent, MUST: clause.must, MUST_NOT: clause.must_not}
        self.bound_roles = frozenset(role for role, form in forms.items() if not names_period(form))
        self.watching: tuple[str, ...] = ()
        self.wake: Instant | None = None

    def start_of(self, number: int) -> Instant:
        """Return the instant at which a period begins."""
        if self.clause.every is None:
            raise ValueError(self.name)
        return period_start(self.origin.at, self.clause.every, self.pact.zone, number)

    def label(self, number: int) -> str:
        """Return what names a period; later ones come later in the alphabet."""
        start = self.start_of(number)
        return minute_of(start) if self.short else local_date(start, self.pact.zone)

    def exists(self, number: int) -> bool:
        """Whether there is such a period.

        It starts at or before `until`, is not over when the agreement comes into force, and starts before its end.
        """
        start, until, forced, end = self.start_of(number), self.clause.every_until, self.pact.forced, self.pact.end
        over = forced is not None and self.start_of(number + 1) <= forced.at
        return not over and (until is None or start <= until) and (end is None or start < end)

    def instance(self, number: int) -> Promise:
        """Return the instance of a period: made now, or made ahead because it was named."""
        start = self.start_of(number)
        day = self.label(number)
        name = full_name(self.clause, (*self.parts, day))
        known = self.ahead.get(name)
        if known is not None:
            return known
        end = self.start_of(number + 1) - 1
        clause = replace(
            bind(self.clause, {"period": (day,)}),
            start=Moment(start, self.origin.day and (number == 0 or _of_whole_days(self.clause.every))),
            must_limit=_or_end(self.clause.must_limit, end) if self.clause.must is not None else self.clause.must_limit,
            must_not_limit=_or_end(self.clause.must_not_limit, end)
            if self.clause.must is None
            else self.clause.must_not_limit,
        )
        promise = Promise(name, clause, self.pact)
        promise.period_end = end
        promise.bound_roles = self.bound_roles
        self.ahead[name] = promise
        return promise

    def number_of(self, name: str) -> int | None:
        """Return which period a full name names, None when there is no such one."""
        low, high = 0, 1
        day = name.removesuffix("]").rpartition("[")[2].rpartition(",")[2]
        while high < MOST_PERIODS and self.label(high) <= day:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            if self.label(middle) <= day:
                low = middle
            else:
                high = middle
        fits = full_name(self.clause, (*self.parts, self.label(low))) == name
        return low if fits and self.exists(low) else None


def _of_whole_days(every: Duration | None) -> bool:
    return every is not None and every.counts_days and not every.micros


def _or_end(limit: Limit, end: Instant) -> Limit:
    return limit if limit.by is not None or limit.within is not None else Limit(by=end)
