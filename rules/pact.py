"""One agreement at work: pending, in force, suspended or ended, its terms and who may do what to it.

Source: semantics.md, section 5 ("Agreements"), sections 3 and 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from rules.calendar import end_of_day, shift
from rules.deadlines import Deadline
from rules.instants import Instant, Moment, Since, spell
from rules.residue import NOTHING, Residue, Verdict

if TYPE_CHECKING:
    from rules.conditions import Condition
    from rules.program import Agreement
    from rules.promise import Pause, Promise

#: What is left of no conditions: most agreements have none of their own.
NOTHING_BEGUN: Mapping[str, Residue] = MappingProxyType({})

FORCE, GUARD, NOTICE = "in-force", "unless", "notice"


class Pact:
    """An agreement. Mutable, and only by the engine.

    ``named``: whom the text of each commitment whose instances come later names as debtors and creditors.
    """

    __slots__ = (
        "deadline", "ended", "ended_by", "extended", "forced", "name", "named", "pauses", "program", "promises",
        "residues", "since", "spells", "status", "term", "term_start", "wake", "watching", "withdrawn",
        "zone",
    )  # fmt: skip

    def __init__(self, program: Agreement) -> None:
        """Begin as pending."""
        self.name = program.name
        self.program = program
        self.zone = program.zone
        self.status = "pending"
        self.since = program.made
        self.spells: tuple[Since, ...] = spell("pending", program.made)
        self.forced: Moment | None = None
        self.ended = "no"
        self.ended_by = ""
        self.term = 0
        self.term_start = program.made
        self.deadline: Instant | None = program.until
        self.extended = False
        self.residues: Mapping[str, Residue] = NOTHING_BEGUN
        self.promises: list[Promise] = []
        self.pauses: tuple[Pause, ...] = ()
        self.named: tuple[tuple[str, frozenset[str]], ...] = ()
        self.withdrawn: frozenset[str] = NOTHING
        self.watching: tuple[str, ...] = ()
        self.wake: Instant | None = None

    @property
    def end(self) -> Instant | None:
        """When it ended; until then, when its current term ends."""
        return self.since.at if self.status == "ended" else self.deadline

    def form(self, role: str) -> Condition | None:
        """Return the condition of a role."""
        if role == FORCE:
            return self.program.in_force
        if role == GUARD:
            return self.program.guard
        return self.program.renewal.unless if self.program.renewal else None

    def verdict(self, role: str) -> Verdict | None:
        """Return the verdict of a condition of the agreement, if it has one."""
        residue = self.residues.get(role)
        return residue if type(residue) is Verdict else None

    def open_roles(self) -> list[str]:
        """Return the conditions that are followed now."""
        if self.status == "ended":
            return []
        roles = (FORCE, GUARD) if self.status == "pending" else (GUARD, NOTICE)
        return [role for role in roles if role in self.residues and type(self.residues[role]) is not Verdict]

    def begin_term(self, forced: Moment) -> None:
        """Let the first term run from the day on which the agreement came into force."""
        self.forced = self.term_start = forced
        self.deadline = Deadline(self.program.until, self._term_end(forced, 1)).at

    def _term_end(self, forced: Moment, count: int) -> Instant | None:
        """Return the end of so many terms from the start: so many times their length (section 10, Time)."""
        term, until = self.program.term, self.program.until
        if term is not None:
            end = shift(forced.at, term, self.zone, count)
            return end_of_day(end, self.zone) if forced.day and term.counts_days else end
        return None if until is None else until + (count - 1) * (until + 1 - forced.at)

    def next_term(self) -> None:
        """Let the next term follow the one that ends: the k-th ends k + 1 terms after the start.

        After an extension it is of the same length from the end that was extended.
        """
        if self.forced is None or self.deadline is None:
            return
        self.term += 1
        self.term_start = Moment(self.deadline + 1, self.forced.day)
        if self.extended:
            first = self._term_end(self.forced, 1) or self.deadline
            length = self.program.term
            ends = self.deadline + 1 + (first + 1 - self.forced.at)
            self.deadline = ends - 1 if length is None else shift(self.deadline, length, self.zone)
        else:
            self.deadline = self._term_end(self.forced, self.term + 1)

    @property
    def last_notice(self) -> Instant | None:
        """The last instant at which what stops the renewal of the current term counts."""
        renewal = self.program.renewal
        if self.deadline is None or renewal is None or renewal.notice is None:
            return self.deadline
        return shift(self.deadline, renewal.notice, self.zone, -1)

    def renews(self) -> bool:
        """Whether the current term is followed by another: unless notice was given in time."""
        renewal = self.program.renewal
        if renewal is None or self.deadline is None:
            return False
        if renewal.times is not None and self.term >= renewal.times:
            return False
        notice, latest = self.verdict(NOTICE), self.last_notice
        return notice is None or not notice.met or (latest is not None and notice.at > latest)


class Member(Protocol):
    """A unit of an agreement."""

    @property
    def pact(self) -> Pact:
        """The agreement that it belongs to."""


def agreement_of(unit: Pact | Member) -> str:
    """Return the name of the agreement that a unit belongs to, or is."""
    return unit.name if isinstance(unit, Pact) else unit.pact.name
