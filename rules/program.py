"""What is to be tracked: agreements and their commitments as the engine takes them, frozen, under one reading.

Everything here is resolved: instants, not dates; full names; one answer to each question of interpretation.
Source: semantics.md, sections 3 and 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from rules.calendar import Duration
from rules.conditions import Condition, is_once
from rules.facts import Scalar
from rules.instants import Instant, Moment
from rules.patterns import Pattern, Term, shared

Powers = Mapping[str, tuple[str, ...]]  # act type -> who may ("any": everybody); an act not listed: the default
NO_POWERS: Powers = MappingProxyType({})


def _no_powers() -> Powers:
    return NO_POWERS


@dataclass(frozen=True, slots=True)
class Limit:
    """A commitment's own limit: a date, a span from its anchor, or both (the earlier one binds)."""

    by: Instant | None = None
    within: Duration | None = None


NO_LIMIT = Limit()


class Further(NamedTuple):
    """What few commitments say, each as in ``Clause``."""

    antecedent_limit: Limit = NO_LIMIT
    during: Condition | None = None
    must_not: Condition | None = None
    must_not_limit: Limit = NO_LIMIT
    until: Instant | None = None
    grace: Duration | None = None
    early: bool = False
    continuing: bool = False
    survives: bool = False
    remedies: tuple[tuple[str, str | None], ...] = ()
    each: tuple[tuple[str, tuple[Scalar, ...]], ...] = ()
    for_each: Pattern | None = None
    key: str | None = None
    every: Duration | None = None
    every_until: Instant | None = None
    powers: Powers = NO_POWERS


NOTHING_FURTHER = Further()


class _Said:
    """What a clause keeps itself, and what it has in common with others: there may be millions of clauses."""

    # fmt: off
    __slots__ = (
        "agreement", "antecedent", "creditors", "debtors", "full_name", "further", "guard", "must", "must_limit",
        "plain", "start", "strength",
    )
    # fmt: on

    agreement: str
    full_name: str  # ``agreement/commitment``
    further: Further
    plain: bool  # whether it can go the short way (``rules.direct``)

    @property
    def name(self) -> str:
        return self.full_name[len(self.agreement) + 1 :]


for _name in Further._fields:
    setattr(_Said, _name, property(attrgetter(f"further.{_name}")))


@dataclass(frozen=True, init=False)
class Clause(_Said):
    """One commitment of an agreement (or the model of its instances, with variables left in it).

    ``antecedent`` (`if`), ``guard`` (`unless`), ``during`` (`while`), ``must``, ``must_not``: without their outermost
    `by`/`within`, which are ``antecedent_limit``, ``must_limit`` and ``must_not_limit`` (its from `until`/`for`).
    ``until``: the latest instant at which it can still detach. ``remedies``: (full name, instance or None).
    """

    __slots__ = ()

    agreement: str
    name: str  # without agreement and instance
    debtors: tuple[Term, ...]
    creditors: tuple[Term, ...]
    strength: str
    start: Moment | None
    antecedent: Condition | None
    antecedent_limit: Limit
    guard: Condition | None
    during: Condition | None
    must: Condition | None
    must_limit: Limit
    must_not: Condition | None
    must_not_limit: Limit
    until: Instant | None
    grace: Duration | None
    early: bool
    continuing: bool
    survives: bool
    remedies: tuple[tuple[str, str | None], ...]
    powers: Powers
    each: tuple[tuple[str, tuple[Scalar, ...]], ...]  # variables in the order written, with their values
    for_each: Pattern | None
    key: str | None
    every: Duration | None
    every_until: Instant | None  # the last instant at which a period may start

    def __init__(  # noqa: PLR0913, PLR0917 - a commitment may say so much
        self,
        agreement: str,
        name: str,
        debtors: tuple[Term, ...],
        creditors: tuple[Term, ...],
        strength: str = "binding",
        start: Moment | None = None,
        antecedent: Condition | None = None,
        antecedent_limit: Limit = NO_LIMIT,
        guard: Condition | None = None,
        during: Condition | None = None,
        must: Condition | None = None,
        must_limit: Limit = NO_LIMIT,
        must_not: Condition | None = None,
        must_not_limit: Limit = NO_LIMIT,
        until: Instant | None = None,
        grace: Duration | None = None,
        early: bool = False,  # noqa: FBT001, FBT002
        continuing: bool = False,  # noqa: FBT001, FBT002
        survives: bool = False,  # noqa: FBT001, FBT002
        remedies: tuple[tuple[str, str | None], ...] = (),
        powers: Powers = NO_POWERS,
        each: tuple[tuple[str, tuple[Scalar, ...]], ...] = (),
        for_each: Pattern | None = None,
        key: str | None = None,
        every: Duration | None = None,
        every_until: Instant | None = None,
    ) -> None:
        """Put down what it says."""
        further = (
            antecedent_limit, during, must_not, must_not_limit, until, grace, early, continuing, survives, remedies,
            each, for_each, key, every, every_until, powers,
        )  # fmt: skip
        put = object.__setattr__
        put(self, "agreement", agreement)
        put(self, "full_name", f"{agreement}/{name}")
        put(self, "debtors", shared(debtors))
        put(self, "creditors", shared(creditors))
        put(self, "strength", strength)
        put(self, "start", start)
        put(self, "antecedent", antecedent)
        put(self, "guard", guard)
        put(self, "must", must)
        put(self, "must_limit", _same_limit(must_limit))
        put(self, "further", NOTHING_FURTHER if further == NOTHING_FURTHER else _kept(further))
        put(self, "plain", _is_plain(self))

    def __reduce__(self) -> tuple[object, ...]:
        return Clause, tuple(getattr(self, name) for name in self.__match_args__)


def plain_clause(
    agreement: str,
    name: str,
    parties: tuple[tuple[str, ...], tuple[str, ...]],
    strength: str,
    start: Moment | None,
    conditions: tuple[Condition | None, Condition | None, Condition | None],
    must_limit: Limit,
) -> Clause:
    """Return a clause that is known to be plain, and to say nothing further: it is not looked at again.

    ``parties``: debtors and creditors; ``conditions``: `if`, `unless` and `must`.
    """
    clause, put = object.__new__(Clause), object.__setattr__
    put(clause, "agreement", agreement)
    put(clause, "full_name", f"{agreement}/{name}")
    put(clause, "debtors", parties[0])
    put(clause, "creditors", parties[1])
    put(clause, "strength", strength)
    put(clause, "start", start)
    put(clause, "antecedent", conditions[0])
    put(clause, "guard", conditions[1])
    put(clause, "must", conditions[2])
    put(clause, "must_limit", must_limit)
    put(clause, "further", NOTHING_FURTHER)
    put(clause, "plain", True)  # noqa: FBT003 - by place, as all of them
    return clause


def _kept(said: tuple[Any, ...]) -> Further:
    """Return what is said further: the same object where others say the same, unless it has values (1 equals 1.0)."""
    further = Further(*said)
    special = further.during or further.must_not or further.each or further.for_each or further.powers
    return further if special else _shared(*said[:-1])


_shared = lru_cache(maxsize=256)(Further)


@lru_cache(maxsize=256)
def _same_limit(limit: Limit) -> Limit:
    return limit


def _is_plain(clause: Clause) -> bool:
    """Whether each of its conditions is one event, and nothing else plays a part in what becomes of it."""
    special = clause.must_not or clause.during or clause.grace or clause.remedies or clause.for_each or clause.every
    within = clause.must_limit.within
    at_once = within is not None and within.is_zero
    return (
        not (special or at_once or clause.early or clause.continuing)
        and clause.must is not None
        and all(form is None or is_once(form) for form in (clause.antecedent, clause.guard, clause.must))
    )


@dataclass(frozen=True, slots=True)
class State:
    """A condition of the world that holds from a start to an end, and may hold again."""

    name: str
    starts: Condition
    ends: Condition | None
    initially: bool = False


@dataclass(frozen=True, slots=True)
class CountsAs:
    """Patterns, joined on their variables, that together count as an event of type ``yields``.

    ``gives`` overrides single fields of the last matching event; its terms are names, values or variables.
    """

    yields: str
    parts: tuple[Pattern, ...]
    within: Duration | None = None
    gives: tuple[tuple[str, Term], ...] = ()


@dataclass(frozen=True, slots=True)
class Renewal:
    """How often a term is followed by another (``times`` None: for ever), and what stops it."""

    times: int | None = None
    unless: Condition | None = None
    notice: Duration | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement under one reading, in one account (commitments outside it are left out)."""

    name: str
    zone: str
    made: Moment
    in_force: Condition | None = None
    term: Duration | None = None
    until: Instant | None = None
    renewal: Renewal | None = None
    guard: Condition | None = None
    powers: Powers = field(default_factory=_no_powers)
    states: tuple[State, ...] = ()
    counts_as: tuple[CountsAs, ...] = ()
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a type `is-a`, what a party or place is `part-of`: direct parents."""

    is_a: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    part_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Program:
    """All that is tracked in one view."""

    agreements: tuple[Agreement, ...]
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
