"""Events that would meet a condition which is open: one way, or a few, for each form. Whether they do is tried out.

Each way is a list of events, the first after the instant that is asked about, each later by a microsecond at least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from msgspec.structs import replace

from rules.calendar import shift
from rules.conditions import All, AtLeast, CommitmentIs, Condition, Delay, Not, Occurs, StateHolds, Then, TimeArrives
from rules.engine import Engine
from rules.facts import NAME_FIELDS, Event, Scalar, Value
from rules.instants import Instant, Moment
from rules.patterns import Compare, OneOf, Test, Var
from rules.promise import IF, MUST, MUST_NOT, UNLESS, Promise
from rules.residue import Bounds, Later, Negation, Parts, Residue, Steps, Tally, Verdict, bound
from rules.values import compares, undated

Way = tuple[Event, ...]

#: How many events one condition may ask for, how many ways are tried, and how far a condition on others is followed.
MOST, WAYS, DEPTH = 24, 6, 3
OTHER = "another"
STEPS = (Decimal(1), Decimal(-1), Decimal("0.001"), Decimal("-0.001"))


@dataclass(frozen=True)
class Witness:
    """Makes events for the conditions of one commitment, as an engine has left them."""

    engine: Engine
    promise: Promise
    depth: int = 0

    @property
    def zone(self) -> str:
        """The time zone of the agreement."""
        return self.promise.pact.zone

    def meet(self, form: Condition, residue: Residue | None, at: Moment) -> Iterator[Way]:
        """Yield ways to meet a condition with events from ``at`` on; ``residue`` None: it is anchored there."""
        if isinstance(residue, Verdict):
            if residue.met:
                yield ()
            return
        ready = self._ready(form, residue, at)
        if ready is not None:
            yield (pause(max(ready, at.at)),)
            return
        match form:
            case Occurs():
                yield from self._occur(form, residue, at)
            case All() | AtLeast():
                yield from self._parts(form, residue, at)
            case Then():
                yield from self._steps(form, residue, at)
            case StateHolds():
                yield from self._state(form, at)
            case CommitmentIs():
                yield from self._other(form, at)
            case _:
                return

    def fail(self, form: Condition, residue: Residue | None, at: Moment) -> Iterator[Way]:
        """Yield ways to fail a condition by events: what must not happen in it happens."""
        if isinstance(form, Not):
            yield from self.meet(form.part, residue.part if isinstance(residue, Negation) else None, at)
        elif isinstance(form, All | AtLeast) and isinstance(residue, Parts):
            for part, left in zip(form.parts, residue.parts, strict=True):
                yield from self.fail(part, left, at)

    def _ready(self, form: Condition, residue: Residue | None, at: Moment) -> Instant | None:
        """Return when a condition is met if nothing more happens; None: it takes events."""
        if isinstance(residue, Later):
            return residue.verdict.at if residue.verdict.met else None
        if isinstance(form, TimeArrives):
            return form.moment.at
        if isinstance(form, Delay):
            return shift(at.at, form.span, self.zone) if residue is None else None
        if isinstance(form, Not):
            return residue.limit if isinstance(residue, Negation) else form.window.by
        if isinstance(form, StateHolds) and form.span is not None:
            switch = self.engine.world.switches.find(f"{self.promise.pact.name}/{form.state}")
            return shift(switch.since.at, form.span, self.zone) if switch is not None and switch.on else None
        return None

    # --- events ------------------------------------------------------------------------------------------------------

    def _occur(self, form: Occurs, residue: Residue | None, at: Moment) -> Iterator[Way]:
        tally = residue if isinstance(residue, Tally) else None
        bounds = tally.bounds if tally is not None else self._bounds(form, at)
        first = max(at.at, bounds.start.at)
        needed = form.at_least - (tally.number if tally is not None else 0)
        model = self._model(form, first)
        if model is None or (bounds.limit is not None and first > bounds.limit):
            return
        if form.total is not None:
            events = _totals(form, model, needed)
        else:
            found = [self._different(form, model, place) for place in range(min(int(needed), MOST))]
            events = [event for event in found if event is not None]
            if len(events) < len(found):
                return
        yield tuple(
            replace(event, id=f"supposed-{first}-{form.pattern.type}-{place}", at=first + place, until=first + place)
            for place, event in enumerate(events)
        )

    def _bounds(self, form: Condition, at: Moment) -> Bounds:
        return bound(form.window, at, Bounds(at, None), self.zone)

    def _model(self, form: Occurs, at: Instant) -> Event | None:
        names: dict[str, tuple[str, ...]] = {}
        for field, test in form.pattern.fields:
            value = self._value(test)
            if value is None:
                return None
            names[field] = (str(value),)
        data: dict[str, Value] = {}
        for field, test in form.pattern.where:
            value = self._value(test)
            if value is None:
                return None
            data[field] = value
        return Event("supposed", form.pattern.type, at, at, data=data, **names)  # type: ignore[arg-type]

    def _value(self, test: Test) -> Scalar | None:
        return next(iter(self._choices(test)), None) if isinstance(test, OneOf) else _between(test)

    def _choices(self, test: OneOf) -> dict[Scalar, None]:
        """Return what the terms of a test stand for, each value once."""
        parties = self.promise.bound
        found = [parties.get(term.name, ()) if isinstance(term, Var) else (term,) for term in test.terms]
        return dict.fromkeys(value for values in found for value in values)

    def _different(self, form: Occurs, model: Event, place: int) -> Event | None:
        """Return one of several events that count apart; None: the pattern does not let so many be different."""
        field = form.distinct
        if field is None:
            return model
        tests = dict((*form.pattern.fields, *form.pattern.where))
        test = tests.get(field)
        value: Scalar = f"{OTHER}-{place}"
        if isinstance(test, OneOf):
            choices = list(self._choices(test))
            if place >= len(choices):
                return None
            value = choices[place]
        if field in NAME_FIELDS:
            return replace(model, **{field: (str(value),)})
        number = Decimal(1000 + place) if isinstance(test, Compare) else value
        return replace(model, data={**model.data, field: number})

    # --- conditions made of others -----------------------------------------------------------------------------------

    def _parts(self, form: All | AtLeast, residue: Residue | None, at: Moment) -> Iterator[Way]:
        lefts = residue.parts if isinstance(residue, Parts) else (None,) * len(form.parts)
        need = len(form.parts) if isinstance(form, All) else form.count
        pairs = list(zip(form.parts, lefts, strict=True))
        need -= sum(isinstance(left, Verdict) and left.met for _, left in pairs)
        open_parts = [(part, left) for part, left in pairs if not isinstance(left, Verdict)]
        for start in range(min(len(open_parts), WAYS)):
            way, count = self._some(open_parts[start:] + open_parts[:start], need, at)
            if count == need:
                yield way

    def _some(self, parts: Sequence[tuple[Condition, Residue | None]], need: int, at: Moment) -> tuple[Way, int]:
        way: Way = ()
        count = 0
        for part, left in parts:
            if count == need:
                break
            start = Moment(_after(way, at))
            for more in islice(self.meet(part, left, start if left is not None else at), 1):
                way, count = (*way, *more), count + 1
        return way, count

    def _steps(self, form: Then, residue: Residue | None, at: Moment) -> Iterator[Way]:
        place, current = (residue.place, residue.current) if isinstance(residue, Steps) else (0, None)
        way: Way = ()
        for part in form.parts[place:]:
            start = Moment(_after(way, at))
            more = next(self.meet(part, current, start), None)
            if more is None:
                return
            way, current = (*way, *more), None
        yield way

    # --- conditions on states and other commitments ------------------------------------------------------------------

    def _state(self, form: StateHolds, at: Moment) -> Iterator[Way]:
        switch = self.engine.world.switches.find(f"{self.promise.pact.name}/{form.state}")
        if switch is None or switch.form is None or switch.on:
            return
        for way in self.meet(switch.form, switch.residue, at):
            if form.span is None or not way:
                yield way
            else:
                ready = shift(way[-1].at, form.span, self.zone)
                yield (*way, pause(ready))

    def _other(self, form: CommitmentIs, at: Moment) -> Iterator[Way]:
        if self.depth >= DEPTH:
            return
        for promise in self.engine.world.named(form.commitment, form.instance) or ():
            other = Witness(self.engine, promise, self.depth + 1)
            if promise.closed != "no" and "remedied" not in form.statuses:
                yield from other._again(at)
            for role in (MUST, IF, UNLESS, MUST_NOT):
                condition, residue = promise.form(role), promise.residues.get(role)
                if condition is None:
                    continue
                before: Way = ()
                if role == MUST and residue is None and promise.clause.antecedent is not None:
                    before = next(other.meet(promise.clause.antecedent, promise.residues.get(IF), at), ())
                start = Moment(_after(before, at))
                yield from ((*before, *way) for way in other.meet(condition, residue, start))

    def _again(self, at: Moment) -> Iterator[Way]:
        """Yield ways to satisfy a commitment that is closed: its debtor commits to it again, then does it."""
        promise, must = self.promise, self.promise.form(MUST)
        act = Event(
            f"supposed-{at.at}-recommit", "recommit", at.at, at.at,
            actor=promise.debtors[:1], agreement=promise.pact.name, commitment=promise.name,
        )  # fmt: skip
        antecedent = promise.clause.antecedent
        owed: Way = () if antecedent is None else next(self.meet(antecedent, None, Moment(at.at + 1)), ())
        start = Moment(_after((act, *owed), at))
        for way in () if must is None else self.meet(must, None, start):
            yield (act, *owed, *way)


def pause(until: Instant) -> Event:
    """Return an event that means nothing: it lets time pass."""
    return Event(f"supposed-{until}", "supposed-pause", until, until)


def _after(way: Way, at: Moment) -> Instant:
    return way[-1].at + 1 if way else at.at


def _totals(form: Occurs, model: Event, needed: Decimal) -> list[Event]:
    """Return events that add up to what is needed."""
    field = form.total or ""
    fixed = model.data.get(field)
    if not isinstance(fixed, Decimal):
        return [replace(model, data={**model.data, field: needed})]
    return [model] * min(MOST, int(-(-needed // fixed)) if fixed > 0 else 0)


def _between(test: Compare) -> Scalar | None:
    """Return a value that passes all comparisons, if one is easily found."""
    terms = [term for _, term in test.tests if not isinstance(term, Var)]
    tried: list[Scalar] = [*terms, OTHER]
    numbers = [term for term in terms if isinstance(term, Decimal)]
    tried += [number + step for number in numbers for step in STEPS]
    tried += [(low + high) / 2 for low in numbers for high in numbers if low < high]
    for value in tried:
        if all(not isinstance(term, Var) and compares(operator, value, term) for operator, term in test.tests):
            return undated(value)[0] if isinstance(value, str) else value
    return None
