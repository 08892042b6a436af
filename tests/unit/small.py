"""A small deal between ann, who owes, and bob, and what happened: in days since 1970, so that tests can count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from rules.calendar import Duration
from rules.conditions import Condition, Occurs, Window
from rules.engine import Engine
from rules.facts import NOTHING, Event, Value
from rules.instants import DAY, Instant, Moment
from rules.patterns import OneOf, Pattern, matches
from rules.program import Agreement, Clause, Limit, Program, Vocabulary
from rules.progression import begin, progress
from rules.residue import EVENTS, TERMS, Bounds, Residue, Spell, Verdict
from rules.trace import Transition
from rules.vocabulary import Closures

NO_WORDS = Closures({}, {})
OWED = Clause("deal", "fee", ("ann",), ("bob",))


def day(number: float) -> Instant:
    """Return the instant at which a day begins, or so far into it."""
    return round(number * DAY)


def days(number: int) -> Duration:
    return Duration(days=number)


def spread(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(names.split()) if isinstance(names, str) else names


def event(  # noqa: PLR0913 - an event has these
    kind: str,
    at: float,
    *,
    name: str = "",
    actor: str = "",
    target: str = "",
    source: str = "",
    place: str = "",
    on: str | None = None,
    to: str | None = None,
    coarse: bool = False,
    by: float | None = None,
    span: Duration | None = None,
    data: Mapping[str, Value] = NOTHING,
) -> Event:
    """Return an event; ``on`` is a commitment of the deal that it names, ``to`` an agreement."""
    return Event(
        name or f"{kind} {at:g}", kind, day(at), day(at + 1) - 1 if coarse else day(at),
        spread(actor), spread(target), (), spread(place), spread(source),
        agreement=to if on is None else "deal", commitment=None if on is None else f"deal/{on}",
        data=data, by=None if by is None else day(by), span=span,
    )  # fmt: skip


def happens(kind: str, *, at_least: float = 1, window: Window | None = None, **fields: str) -> Occurs:
    """Return the condition that such an event happens."""
    tests = tuple((name, OneOf(spread(value))) for name, value in fields.items())
    return Occurs(Pattern(kind, tests), Decimal(str(at_least)), window=window or Window())


PAID = happens("paid")
LEAKED = happens("leaked")
SIGNED = happens("signed")


def until(at: float) -> Window:
    return Window(by=day(at))


def by(at: float) -> Limit:
    return Limit(by=day(at))


def within(number: int) -> Limit:
    return Limit(within=days(number))


FEE = replace(OWED, must=PAID, must_limit=by(10))
SECRET = replace(OWED, name="secret", must_not=LEAKED, must_not_limit=by(10))


def deal(*clauses: Clause) -> Agreement:
    return Agreement("deal", "UTC", Moment(0), clauses=clauses)


def run(
    program: Agreement | Clause | Program,
    events: Iterable[Event] = (),
    as_of: float = 1_000,
    vocabulary: Vocabulary | None = None,
) -> Engine:
    """Evaluate events up to a day."""
    if isinstance(program, Clause):
        program = deal(program)
    if isinstance(program, Agreement):
        program = Program((program,), vocabulary or Vocabulary())
    engine = Engine(program)
    engine.run(events, day(as_of))
    return engine


def story(engine: Engine, name: str = "fee") -> list[tuple[float, str]]:
    """Return what became of a commitment: each day (rounded to a thousandth) with the status that began."""
    return [(round(each.moment.at / DAY, 3), each.after) for each in changes(engine, name)]


def changes(engine: Engine, name: str = "fee") -> list[Transition]:
    """Return the transitions of a commitment to another status."""
    told = [each for each in engine.transitions if each.name in {name, f"deal/{name}"}]
    return [each for each in told if each.before != each.after]


def status(engine: Engine, name: str = "fee") -> str:
    row = engine.standing(f"deal/{name}")
    return "absent" if row is None else row.status


@dataclass
class Fake:
    """A past that a test makes up. A ``rules.residue.Past``."""

    now: Instant = 0
    step: int = EVENTS
    zone: str = "UTC"
    limit: Instant | None = None
    happened: tuple[Event, ...] = ()
    statuses: Mapping[str, tuple[Spell, ...]] = field(default_factory=dict)
    closed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def fits(self, pattern: Pattern, event: Event) -> bool:
        return matches(pattern, event, NO_WORDS)

    def events(self, pattern: Pattern, since: Instant) -> list[Event]:
        known = [each for each in self.happened if each.at <= self.now and each.until >= since]
        return sorted((each for each in known if self.fits(pattern, each)), key=lambda each: (each.at, each.id))

    def spells(self, commitment: str, instance: str | None, since: Instant) -> list[Spell]:
        found = self.statuses.get(commitment if instance is None else f"{commitment}[{instance}]", ())
        return [each for each in found if each.end is None or each.end > since or each.start.at >= since]

    def agreement_spells(self, agreement: str, since: Instant) -> list[Spell]:
        return self.spells(agreement, None, since)

    def state_spells(self, state: str, since: Instant) -> list[Spell]:
        return [each for each in self.statuses.get(state, ()) if each.end is None or each.end >= since]

    def standings(self, commitment: str, instance: str | None) -> tuple[str, ...] | None:
        return self.closed.get(commitment if instance is None else f"{commitment}[{instance}]")

    def go(self, at: float, step: int = EVENTS) -> Fake:
        """Return the same past, looked at from another instant."""
        return replace(self, now=day(at), step=step)


def judge(
    form: Condition,
    *happened: Event,
    anchor: Moment | None = None,
    limit: float | None = None,
    as_of: float = 100,
    used: frozenset[str] = frozenset(),
    past: Callable[[], Fake] = Fake,
) -> Residue:
    """Anchor a condition on day 0 (or elsewhere) and take it further, event by event and step by step."""
    start = anchor or Moment(0)
    view = replace(past(), happened=happened, now=start.at)
    residue = begin(form, start, Bounds(start, None if limit is None else day(limit)), view, used)
    coming = sorted((each for each in happened if start.at < each.at <= day(as_of)), key=lambda each: each.id)
    for now in sorted({each.at for each in coming} | {day(as_of)}):
        for step in range(EVENTS, TERMS + 1):
            view = replace(view, now=now, step=step)
            for each in [each for each in coming if each.at == now and step == EVENTS]:
                residue = progress(form, residue, each, view, used)
            residue = progress(form, residue, None, view, used)
    return residue


def verdict(residue: Residue) -> tuple[str, float, int] | str:
    """Return a verdict as (word, day, step), or ``open``."""
    if not isinstance(residue, Verdict):
        return "open"
    return "met" if residue.met else "failed", round(residue.at / DAY, 3), residue.step
