"""One commitment instance at work: where it stands, what is left of its conditions, and its own limits.

It holds state and answers questions; what its status becomes is decided by ``rules.lifecycle`` and done by
``rules.fulfilment``. Source: semantics.md, section 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rules.calendar import Duration
from rules.conditions import Condition, Occurs
from rules.deadlines import NO_DEADLINES, NONE, Deadline, Deadlines
from rules.instants import Instant, Moment
from rules.lifecycle import BROKEN, BROKEN_PROMISE
from rules.memory import Topic, leaves
from rules.patterns import Var
from rules.residue import NOTHING, Residue, Used, Verdict

if TYPE_CHECKING:
    from rules.pact import Pact
    from rules.program import Clause

IF, UNLESS, MUST, MUST_NOT = "if", "unless", "must", "must-not"

#: What of a clause each role is; the promise keeps what is left of it under the same name.
PARTS = {IF: "antecedent", UNLESS: "guard", MUST: "must", MUST_NOT: "must_not"}

#: The roles that are followed in each status; a suspended one goes on with those of the status it was suspended in.
FOLLOWED = {
    "conditional": (IF, UNLESS),
    "detached": (UNLESS, MUST, MUST_NOT),
    "overdue": (UNLESS, MUST, MUST_NOT),
    "violated": (MUST,),
    "lapsed": (MUST,),
}
FOLLOWED_EARLY = (IF, UNLESS, MUST)
FOLLOWED_ON = (UNLESS, MUST_NOT)

STRENGTHS = {"binding": "binding", "best-efforts": "soft", "in-principle": "soft", "goal": "soft", "right": "right"}


class Pause(Struct, frozen=True, gc=False):
    """A suspension by an act: by which parties (none: nobody named), and whether it moves dates as well."""

    actors: tuple[str, ...]
    moves_limits: bool


#: How every commitment begins.
PROPOSED = ("proposed", Moment(-(2**62)))

#: What is passing about a commitment, and forgotten when it begins again.
PASSING = (
    "left", "missed", "moves_since", "must_not", "paused_at", "pauses", "period_done", "prohibited_from", "resumed_at",
    "suspensions",
)  # fmt: skip

NO_DATES = (None, None, None, None)


class Promise:
    """A commitment instance. Mutable, and only by the engine: one object for each row of a report.

    There may be millions. So what happens to few stands in the class, as it is until it happens, and takes no room.
    """

    # fmt: off
    __slots__ = (
        "__dict__", "antecedent", "clause", "closed", "deadlines", "detached", "guard", "late_by", "must", "name",
        "origin", "pact", "set_out", "spells", "start", "status", "used", "wake", "watching",
    )
    # fmt: on

    before: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    bound_roles: frozenset[str] = NOTHING
    breaches: int = 0
    degree: str | None = None
    instead: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    left: str = "none"
    missed: bool = False
    moves_since: Instant | None = None
    must_not: Residue | None = None
    outlives: bool = False
    paused_at: Instant | None = None
    pauses: tuple[Pause, ...] = ()
    period_done: bool = False
    period_end: Instant | None = None
    prohibited_from: Moment | None = None
    resumed_at: Instant | None = None
    suspensions: tuple[tuple[Instant, Instant | None], ...] = ()
    withdrawn: tuple[str, ...] = ()

    def __init__(self, name: str, clause: Clause, pact: Pact) -> None:
        """Take a clause whose instance variables are bound. It begins as ``proposed``."""
        self.name = clause.full_name if name == clause.full_name else name
        self.clause = clause
        self.pact = pact
        self.status = "proposed"
        self.spells: tuple[tuple[str, Moment], ...] = ()
        self.watching: tuple[str, ...] = ()
        self.wake: Instant | None = None
        self._begin()
        self.start: Moment | None = clause.start

    def _begin(self) -> None:
        self.set_out = False
        self.detached: Moment | None = None
        self.antecedent: Residue | None = None
        self.guard: Residue | None = None
        self.must: Residue | None = None
        self.deadlines = dates_of(self.clause)
        self.used: Used = NOTHING
        self.closed = "no"
        self.origin = "none"
        self.late_by: Instant | None = None

    def history(self, now: Instant) -> tuple[tuple[str, Moment], ...]:
        """Return its spells so far. Until it begins it is proposed; what may yet begin in this instant is no more."""
        beginning = self.pact.forced is not None and (self.start is None or self.start.at <= now)
        return self.spells if beginning and not self.spells else (PROPOSED, *self.spells)

    def reset(self) -> None:
        """Be as before its start: nothing anchored, no clock running."""
        self._begin()
        self.start = None
        for name in PASSING:
            self.__dict__.pop(name, None)

    @property
    def parties(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The debtors and the creditors: those of its text, until there are others instead."""
        return self.instead or (names_of(self.clause.debtors), names_of(self.clause.creditors))

    @property
    def bound(self) -> dict[str, tuple[str, ...]]:
        """What stands for the parties in its conditions."""
        debtors, creditors = self.parties
        return {"debtor": debtors, "creditor": creditors}

    @property
    def debtors(self) -> tuple[str, ...]:
        """Who owes it."""
        return self.parties[0]

    @property
    def creditors(self) -> tuple[str, ...]:
        """To whom it is owed."""
        return self.parties[1]

    @property
    def instance(self) -> str | None:
        """What stands in the brackets of its name, None where it is the only one."""
        return self.name[len(self.clause.full_name) + 1 : -1] or None

    @property
    def since(self) -> Moment | None:
        """Since when it has its status, None before the first change."""
        return self.spells[-1][1] if self.spells else None

    @property
    def topic(self) -> Topic:
        """To what others listen who wait for its status."""
        return "commitment", self.clause.full_name

    @property
    def strength(self) -> str:
        """How strongly it binds: binding, soft or right."""
        return STRENGTHS[self.clause.strength]

    @property
    def continuing(self) -> bool:
        """Whether it is violated and still owed."""
        return self.clause.continuing and self.status in BROKEN and self.closed == "breach" and not self.period_done

    @property
    def live(self) -> bool:
        """Whether it still binds somebody."""
        return self.status in LIVE or self.continuing

    @property
    def mendable(self) -> bool:
        """Whether late performance remedies it: what rule 7 or an act of cancelling closed (section 10, Acts)."""
        return self.status in {"violated", "lapsed"} and self.closed in {"time", "cancel"}

    @property
    def sleeps(self) -> bool:
        """Whether it was broken when its period was over, and only events could have satisfied it: none can any more.

        Source: semantics.md, section 10 (Instances): evidence counts in its period, after that for the oldest open one.
        """
        end = self.period_end
        if end is None or self.status not in BROKEN or MUST not in self.bound_roles:
            return False
        return isinstance(self.clause.must, Occurs) and self.spells[-1][1].at >= end

    @property
    def needs_evidence(self) -> bool:
        """Whether what satisfies `must` may still count for it: not when it is broken for good, or sleeps."""
        return self.status not in BROKEN or MUST in self.open_roles()

    @property
    def breach(self) -> str:
        """The word for a breach, by strength."""
        return BROKEN_PROMISE[self.strength]

    @property
    def first(self) -> str:
        """The status at its start."""
        return "detached" if self.clause.antecedent is None else "conditional"

    def roles(self) -> tuple[str, ...]:
        """Return the roles whose conditions are followed now."""
        clause = self.clause
        status = self.left if self.status == "suspended" else self.status
        if clause.early and status == "conditional":
            return FOLLOWED_EARLY
        if clause.continuing and self.closed == "breach" and status in BROKEN:
            return FOLLOWED_ON
        return FOLLOWED.get(status, ())

    def open_roles(self) -> list[str]:
        """Return the followed roles that have no verdict yet."""
        if self.status in BROKEN and not (self.mendable or self.continuing):
            return []
        roles = [role for role in self.roles() if type(self.residue(role)) not in DECIDED]
        return [role for role in roles if role != MUST] if self.sleeps else roles

    @property
    def residues(self) -> dict[str, Residue]:
        """What is left of its conditions, by role, as far as they are anchored."""
        found = [(role, self.residue(role)) for role in PARTS]
        return {role: residue for role, residue in found if residue is not None}

    def residue(self, role: str) -> Residue | None:
        """Return what is left of a role's condition, None as long as it is not anchored."""
        return getattr(self, PARTS[role])  # type: ignore[no-any-return]

    def leave(self, role: str, residue: Residue | None) -> None:
        """Let this be left of a role's condition."""
        setattr(self, PARTS[role], residue)

    def verdict(self, role: str) -> Verdict | None:
        """Return the verdict of a role's condition, if it has one."""
        residue = self.residue(role)
        return residue if type(residue) is Verdict else None

    def limit(self, role: str) -> Instant | None:
        """Return the limit of a role that acts may move."""
        deadline = self.deadlines.of(role)
        return None if deadline is None else deadline.at

    def deadline(self, role: str) -> Deadline:
        """Return the deadline of a role."""
        return self.deadlines.of(role) or NONE

    def set_deadline(self, role: str, deadline: Deadline) -> None:
        """Give a role another deadline."""
        self.deadlines = self.deadlines.with_one(role, deadline)

    def run_span(self, role: str, anchor: Moment, within: Duration | None) -> None:
        """Let the span of a role, if it has one, run from an anchor."""
        if within is not None:
            self.deadlines = self.deadlines.begun(role, anchor, within, self.pact.zone)

    def form(self, role: str) -> Condition | None:
        """Return the condition of a role, if it has one."""
        return getattr(self.clause, PARTS[role])  # type: ignore[no-any-return]

    def condition(self, role: str) -> Condition:
        """Return the condition of a role that has one."""
        form = self.form(role)
        if form is None:
            raise KeyError(role)
        return form


#: What a role has that is not followed: no residue, or a verdict.
DECIDED = frozenset({type(None), Verdict})

LIVE = frozenset({"conditional", "detached", "overdue", "suspended"})


def names_of(terms: tuple[object, ...]) -> tuple[str, ...]:
    """Return the names among terms, each once; the same tuple when all are. Variables must have been bound."""
    if len(terms) == 1 and isinstance(terms[0], str):
        return terms  # type: ignore[return-value]
    names = tuple(dict.fromkeys(term for term in terms if isinstance(term, str)))
    return terms if names == terms else names  # type: ignore[return-value]


def dates_of(clause: Clause) -> Deadlines:
    """Return the deadlines that a clause gives as dates."""
    dates = clause.antecedent_limit.by, clause.until, clause.must_limit.by, clause.must_not_limit.by
    if dates == NO_DATES:
        return NO_DEADLINES
    return Deadlines(*[None if date is None else Deadline(date) for date in dates])


def names_period(form: Condition | None) -> bool:
    """Whether a pattern in a condition (not yet bound) names ``$period``."""
    return form is not None and any(isinstance(leaf, Occurs) and Var("period") in leaf.terms for leaf in leaves(form))
