"""The workload as a program of the rules, run by the engine in memory, with the causes that ``why`` needs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from types import MappingProxyType

from benchmarks.workload import INVASION, PER_AGREEMENT, PERFORM, START, TRIGGER, WITHIN, Happening, Workload
from rules.calendar import Duration
from rules.conditions import Occurs
from rules.engine import Engine
from rules.facts import Event
from rules.instants import Moment
from rules.patterns import OneOf, Pattern
from rules.program import Agreement, Clause, Limit, Program

DEBTORS, CREDITORS = ("debtor-party",), ("creditor-party",)
LIMIT = Limit(within=Duration(micros=WITHIN))


def full_name(number: int) -> str:
    """Return the full name of a commitment."""
    return f"a{number // PER_AGREEMENT}/c{number}"


def program(workload: Workload) -> Program:
    """Return what is to be tracked."""
    return Program(tuple(_agreement(workload, number) for number in range(workload.agreements)))


def _agreement(workload: Workload, number: int) -> Agreement:
    name, guard = f"a{number}", Occurs(Pattern(INVASION, where=_is("agreement", number)))
    clauses = tuple(_clause(name, member, guard) for member in workload.members(number))
    return Agreement(name=name, zone="UTC", made=Moment(START), clauses=clauses)


def _clause(agreement: str, number: int, guard: Occurs) -> Clause:
    about = _is("ref", number)
    return Clause(
        agreement=agreement,
        name=f"c{number}",
        debtors=DEBTORS,
        creditors=CREDITORS,
        antecedent=Occurs(Pattern(TRIGGER, where=about)),
        guard=guard,
        must=Occurs(Pattern(PERFORM, where=about)),
        must_limit=LIMIT,
    )


def _is(field: str, number: int) -> tuple[tuple[str, OneOf]]:
    return ((field, OneOf((Decimal(number),))),)


def event(happening: Happening) -> Event:
    """Return an event as the engine takes it."""
    field = "agreement" if happening.kind == INVASION else "ref"
    data = MappingProxyType({field: Decimal(happening.number)})
    return Event(id=f"e{happening.id}", type=happening.kind, at=happening.at, until=happening.at, data=data)


class Ours:
    """The engine over working memory in dictionaries."""

    name = "this engine"

    def __init__(self, workload: Workload) -> None:
        """Set out all commitments, in agreements that are in force."""
        self.workload = workload
        self.engine = Engine(program(workload))
        self.engine.run((), START)

    def prepare(self, happenings: Sequence[Happening]) -> list[Event]:
        """Return the events as the engine takes them."""
        return [event(each) for each in happenings]

    def run(self, events: Sequence[Event]) -> None:
        """Take all events; the engine works instant by instant, and no two of them are at the same one."""
        self.engine.run(events, self.workload.until)

    def answers(self) -> list[str]:
        """Return the status of each commitment, by number."""
        found = [self.engine.standing(full_name(number)) for number in range(self.workload.size)]
        return ["absent" if standing is None else standing.status for standing in found]
