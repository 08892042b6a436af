"""Setting up: the units that a program asks for, and the places where their events will be filed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rules.binding import bind, bind_terms
from rules.conditions import Occurs
from rules.derive import Derivation
from rules.families import Family
from rules.instances import PerEvent, PerPeriod, each_value, full_name
from rules.memory import patterns
from rules.pact import Pact
from rules.promise import Promise, names_of
from rules.switch import Switch
from rules.waiting import topics_of

if TYPE_CHECKING:
    from rules.conditions import Condition
    from rules.engine import Engine
    from rules.program import Agreement, Clause


def enter(engine: Engine, agreement: Agreement) -> None:
    """Take in an agreement: itself, its states, what counts as what, and its commitments, all yet to begin."""
    world = engine.world
    pact = Pact(agreement)
    world.pacts[pact.name] = pact
    declare(engine, agreement)
    engine.add(f"agreement {pact.name}", pact, agreement.made.at)
    for state in agreement.states:
        switch = Switch(state, pact)
        world.switches[switch.name] = switch
        engine.add(f"state {switch.name}", switch, agreement.made.at)
    for number, entry in enumerate(agreement.counts_as):
        derivation = Derivation(entry, number, pact, world)
        engine.units[derivation.name] = derivation
        engine.watch(derivation.name, derivation)
    for clause in agreement.clauses:
        _enter_clause(engine, clause, pact)


def parties(clause: Clause) -> Iterator[str]:
    """Yield the debtors and creditors of a commitment, of all its ``each`` instances."""
    for _, env in each_value(clause):
        yield from names_of(bind_terms((*clause.debtors, *clause.creditors), env))


def declare(engine: Engine, agreement: Agreement) -> None:
    """Make working memory ready for all patterns of an agreement."""
    memory = engine.world.memory
    for form in conditions(agreement):
        if isinstance(form, Occurs) and not form.mould.open:
            memory.declare_mould(form.mould)
            continue
        for pattern in patterns(form):
            memory.declare(pattern)
        if topics_of(form, agreement.name):
            memory.topical = True
    for clause in agreement.clauses:
        if clause.for_each is not None:
            memory.declare(clause.for_each)
    for entry in agreement.counts_as:
        for part in entry.parts:
            memory.declare_join(part)
    if agreement.counts_as:
        yields = (memory.vocabulary.types(entry.yields) for entry in agreement.counts_as)
        memory.derivable[agreement.name] = frozenset(kind for kinds in yields for kind in kinds)


def conditions(agreement: Agreement) -> Iterator[Condition]:
    """Yield every condition of an agreement."""
    found = [agreement.in_force, agreement.guard, agreement.renewal.unless if agreement.renewal else None]
    for state in agreement.states:
        found += [state.starts, state.ends]
    for clause in agreement.clauses:
        found += [clause.antecedent, clause.guard, clause.during, clause.must, clause.must_not]
    return (form for form in found if form is not None)


def _enter_clause(engine: Engine, clause: Clause, pact: Pact) -> None:
    dynamic = clause.for_each is not None or clause.every is not None
    if dynamic:
        pact.named = (*pact.named, (clause.name, frozenset(parties(clause))))
    if dynamic or clause.each:
        engine.world.families[clause.full_name] = Family(dynamic=dynamic)
    for parts, env in each_value(clause):
        bound = bind(clause, env)
        if dynamic:
            kind = PerPeriod if clause.every is not None else PerEvent
            source = kind(bound, pact, parts)
            engine.units[source.name] = source
            engine.made_by[pact.name] = [*engine.made_by[pact.name], source]
        else:
            engine.enter(Promise(full_name(clause, parts), bound, pact))
