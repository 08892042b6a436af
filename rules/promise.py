"""One commitment instance at work: where it stands, what is left of its conditions, and its own limits.

It holds state and answers questions; what its status becomes is decided by ``rules.lifecycle`` and done by
``rules.fulfilment``. Source: semantics.md, section 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rules.conditions import Condition, Occurs
from rules.deadlines import NONE, Deadline
from rules.instants import Instant, Moment
from rules.lifecycle import BROKEN, BROKEN_PROMISE
from rules.memory import Watch, leaves
from rules.patterns import Pattern, Var
from rules.residue import Residue, Verdict

if TYPE_CHECKING:
    from rules.pact import Pact
    from rules.program import Clause

IF, UNLESS, MUST, MUST_NOT = "if", "unless", "must", "must-not"

#: What of a clause each role is.
PARTS = {IF: "antecedent", UNLESS: "guard", MUST: "must", MUST_NOT: "must_not"}

#: The roles that are followed in each status; the last column of each is what a suspended one goes on with.
FOLLOWED = {
    "conditional": (IF, UNLESS),
    "detached": (UNLESS, MUST, MUST_NOT),
    "overdue": (UNLESS, MUST, MUST_NOT),
}

STRENGTHS = {"binding": "binding", "best-efforts": "soft", "in-principle": "soft", "goal": "soft", "right": "right"}


class Pause(NamedTuple):
    """A suspension by an act: by which parties (none: nobody named), and whether it moves dates as well."""

    actors: tuple[str, ...]
    moves_limits: bool


#: How every commitment begins.
PROPOSED = ("proposed", Moment(-(2**62)))


class Promise:
    """A commitment instance. Mutable, and only by the engine: one object for each row of a report."""

    # fmt: off
    __slots__ = (
        "before", "bound_roles", "breaches", "clause", "closed", "creditors", "deadlines", "debtors", "degree",
        "detached", "fired", "fired_at", "instance", "late_by", "left", "missed", "moves_since", "name",
        "origin", "outlives", "pact", "paused_at", "pauses", "period_done", "period_end", "prohibited_from",
        "residues", "resumed_at", "set_out", "since", "spells", "start", "status", "strength", "suspensions",
        "used", "version", "wake", "watching", "withdrawn",
    )
    # fmt: on

    def __init__(self, name: str, clause: Clause, pact: Pact, instance: str | None) -> None:
        """Take a clause whose instance variables are bound. It begins as ``proposed``."""
        self.name = name
        self.clause = clause
        self.pact = pact
        self.instance = instance
        self.status = "proposed"
        self.strength = STRENGTHS[clause.strength]
        self.since: Moment | None = None
        self.spells: list[tuple[str, Moment]] = []
        self.debtors = names_of(clause.debtors)
        self.creditors = names_of(clause.creditors)
        self.before: tuple[tuple[str, ...], tuple[str, ...]] | None = None
        self.withdrawn: tuple[str, ...] = ()
        self.degree: str | None = None
        self.breaches = 0
        self.period_end: Instant | None = None
        self.bound_roles: frozenset[str] = frozenset()
        self.outlives = False
        self.start: Moment | None = None
        self.reset()
        self.start = clause.start
        self.fired: set[tuple[int, str]] = set()
        self.fired_at: Instant | None = None
        self.watching: dict[str, Watch] = {}
        self.wake: Instant | None = None
        self.version = 0

    def history(self, now: Instant) -> list[tuple[str, Moment]]:
        """Return its spells so far. Until it begins it is proposed; what may yet begin in this instant is no more."""
        beginning = self.pact.forced is not None and (self.start is None or self.start.at <= now)
        return self.spells if beginning and not self.spells else [PROPOSED, *self.spells]

    def reset(self) -> None:
        """Be as before its start: nothing anchored, no clock running."""
        clause = self.clause
        self.start = None
        self.set_out = False
        self.detached: Moment | None = None
        self.prohibited_from: Moment | None = None
        self.residues: dict[str, Residue] = {}
        self.deadlines: dict[str, Deadline] = {
            MUST: Deadline(clause.must_limit.by),
            MUST_NOT: Deadline(clause.must_not_limit.by),
            IF: Deadline(clause.antecedent_limit.by),
            "until": Deadline(clause.until),
            "grace": NONE,
        }
        self.used: frozenset[str] = frozenset()
        self.missed = False
        self.left = "none"
        self.closed = "no"
        self.origin = "none"
        self.pauses: tuple[Pause, ...] = ()
        self.paused_at: Instant | None = None
        self.moves_since: Instant | None = None
        self.resumed_at: Instant | None = None
        self.suspensions: list[tuple[Instant, Instant | None]] = []
        self.period_done = False
        self.late_by: Instant | None = None

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
    def breach(self) -> str:
        """The word for a breach, by strength."""
        return BROKEN_PROMISE[self.strength]

    @property
    def first(self) -> str:
        """The status at its start."""
        return "detached" if self.clause.antecedent is None else "conditional"

    def roles(self) -> tuple[str, ...]:
        """Return the roles whose conditions are followed now."""
        status = self.left if self.status == "suspended" else self.status
        if self.clause.continuing and self.closed == "breach" and status in BROKEN:
            return (UNLESS, MUST_NOT)
        if status in {"violated", "lapsed"}:
            return (MUST,)
        followed = FOLLOWED.get(status, ())
        return (*followed, MUST) if status == "conditional" and self.clause.early else followed

    def open_roles(self) -> list[str]:
        """Return the followed roles that have no verdict yet."""
        if self.status in BROKEN and not (self.mendable or self.continuing):
            return []
        residues = self.residues
        return [role for role in self.roles() if role in residues and type(residues[role]) is not Verdict]

    def verdict(self, role: str) -> Verdict | None:
        """Return the verdict of a role's condition, if it has one."""
        residue = self.residues.get(role)
        return residue if type(residue) is Verdict else None

    def limit(self, role: str) -> Instant | None:
        """Return the limit of a role that acts may move."""
        deadline = self.deadlines.get(role)
        return None if deadline is None else deadline.at

    def anchor_limits(self, anchor: Moment) -> None:
        """Let the spans of must and must-not run from the instant at which it detached."""
        zone = self.pact.zone
        for role, limit in ((MUST, self.clause.must_limit), (MUST_NOT, self.clause.must_not_limit)):
            if limit.within is not None:
                self.deadlines[role] = self.deadlines[role].begun(anchor, limit.within, zone)

    def form(self, role: str) -> Condition | None:
        """Return the condition of a role, if it has one."""
        return getattr(self.clause, PARTS[role])  # type: ignore[no-any-return]

    def condition(self, role: str) -> Condition:
        """Return the condition of a role that has one."""
        form = self.form(role)
        if form is None:
            raise KeyError(role)
        return form


LIVE = frozenset({"conditional", "detached", "overdue", "suspended"})


def names_of(terms: tuple[object, ...]) -> tuple[str, ...]:
    """Return the names among terms; variables must have been bound."""
    return tuple(term for term in terms if isinstance(term, str))


def names_period(form: Condition | None) -> bool:
    """Whether a pattern in a condition (not yet bound) names ``$period``."""
    return form is not None and any(
        isinstance(leaf, Occurs) and _mentions(leaf.pattern, "period") for leaf in leaves(form)
    )


def _mentions(pattern: Pattern, variable: str) -> bool:
    for _, test in (*pattern.fields, *pattern.where):
        terms = getattr(test, "terms", None)
        found = terms if terms is not None else tuple(term for _, term in test.tests)  # type: ignore[union-attr]
        if any(isinstance(term, Var) and term.name == variable for term in found):
            return True
    return False
