"""Reading a ledger at an instant, as known at another: what is stored, looked up, or worked out in memory.

Nothing is written. A group whose stored rows are those that are asked for costs nothing; one in which only time has
moved is taken further; one that has gone beyond is looked up among its changes, or replayed where that cannot tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from commitments.compile.sight import Sight, versions
from commitments.upkeep.rows import standing_after, standing_of, transition_of
from rules.engine import Engine
from rules.program import Program
from rules.residue import CLOSED_FOR_GOOD

if TYPE_CHECKING:
    from commitments.ledger.rows import TransitionRow
    from commitments.records.agreement import Agreement
    from commitments.upkeep.evaluating import Evaluating
    from commitments.upkeep.group import Group
    from rules.instants import Instant
    from rules.program import Vocabulary
    from rules.trace import Standing, Transition

Rows = dict[str, "Standing"]

#: Acts that may leave a status as it is, and change the limit, the parties or the degree.
QUIET = frozenset({"extend", "delegate", "assign", "assess", "withdraw", "accede"})


@dataclass(frozen=True)
class Found:
    """Where the commitments of a group stand, and the changes that led there, read when they are asked for.

    ``told``: those that are stored; ``news``: those after them.
    """

    rows: Rows
    told: Sequence[TransitionRow] = ()
    news: Sequence[Transition] = ()

    @property
    def changes(self) -> list[Transition]:
        """All of the changes, in order."""
        return [*map(transition_of, self.told), *self.news]


class Reading:
    """A ledger as of an instant, as known at another (None: all that is known)."""

    def __init__(self, evaluating: Evaluating, as_of: Instant, known_at: Instant | None) -> None:
        """Take what keeps the ledger up to date."""
        self.evaluating = evaluating
        self.storage = evaluating.storage
        self.as_of = as_of
        self.known_at = known_at

    @cached_property
    def _due(self) -> frozenset[str]:
        """The agreements in which time has moved something since they were stored."""
        return frozenset(self.storage.memory.agreements_due(self.as_of))

    @cached_property
    def _clocks(self) -> Mapping[str, int]:
        return self.storage.memory.clocks()

    def groups(self) -> list[str]:
        """Return the names of all groups."""
        return list(self._clocks)

    def find(self, group: Group) -> Found:
        """Return where a group stands."""
        if self._has_gone_beyond(group):
            found = self._look_up(group) if self._can_look_up(group) else None
            return found or self._work_out(group)
        stored = Found(self._stored(group), self._told(group))
        return self._go_on(group, stored) if self._due.intersection(group.members) else stored

    def _has_gone_beyond(self, group: Group) -> bool:
        """Whether what is stored of a group tells more than is asked for."""
        clock = self._clocks.get(group.name)
        later = self.known_at is not None and group.known is not None and group.known > self.known_at
        return clock is None or later or clock > self.as_of

    # --- stored ------------------------------------------------------------------------------------------------------

    def _stored(self, group: Group) -> Rows:
        rows = [row for member in group.members for row in self.storage.standings.of_agreement(member)]
        return {row.name: standing_of(row)[0] for row in rows}

    def _told(self, group: Group) -> list[TransitionRow]:
        rows = [
            row
            for member in group.members
            for row in self.storage.transitions.of_agreement(member, *self._known())
            if row.at <= self.as_of
        ]
        return sorted(rows, key=lambda row: (row.at, row.step, row.id))

    def _known(self) -> tuple[int, ...]:
        return () if self.known_at is None else (self.known_at,)

    def _go_on(self, group: Group, stored: Found) -> Found:
        """Take a group further by what time has brought."""
        engine = self._taken_further(group)
        rows = dict(stored.rows)
        for name in engine.no_longer_listed():
            rows.pop(name, None)
        rows.update((standing.name, standing) for standing in engine.standings())
        return Found(rows, stored.told, engine.transitions)

    def _taken_further(self, group: Group) -> Engine:
        shop = self.evaluating.workshop()
        shop.run(group.members, (), self._clocks[group.name], self.as_of)
        return shop.engine

    # --- looked up ---------------------------------------------------------------------------------------------------

    def _can_look_up(self, group: Group) -> bool:
        """Whether the changes tell all: known in order, one text, all instances there from the beginning."""
        known_at = self.known_at
        if known_at is not None and (self.as_of > known_at or (group.untidy is not None and known_at < group.untidy)):
            return False
        texts = [self.evaluating.texts.versions_of(member) for member in group.members]
        if group.name in self._denied_later or self._acts_quietly([text for versions in texts for text in versions]):
            return False
        if any(len(versions) > 1 for versions in texts):
            return False
        return not any(
            written.for_each for versions in texts for text in versions for written in text.commitments.values()
        )

    def _acts_quietly(self, texts: Sequence[Agreement]) -> bool:
        """Whether there were acts that change more about a commitment than its status."""
        acts = self.evaluating.telling.naming(texts, self.known_at)
        return any(act.type in QUIET and act.at <= self.as_of for act in acts)

    @cached_property
    def _denied_later(self) -> frozenset[str]:
        """The groups whose changes may rest on a denial that comes after the instant that is asked about."""
        membership = self.evaluating.membership
        denials = self.evaluating.telling.denials_after(self.as_of, self.known_at)
        return frozenset[str]().union(*map(membership.concerned_also, denials))

    def _look_up(self, group: Group) -> Found | None:
        """Return what the changes tell; None where something is counted in between, which they do not tell."""
        told = self._told(group)
        last = {row.name: row for row in told}
        rows: Rows = {}
        for standing in self._stored(group).values():
            if standing.name not in last:
                begun = last.get(standing.agreement)
                if begun is not None and begun.after == "in-force" and self._is_period(standing):
                    continue  # a period that was ahead then
                return None  # it had not begun: nothing tells what its limit was then
            after = standing_after(last[standing.name])
            if after is None or _counts_on(after):
                return None
            rows[standing.name] = after
        return Found(rows, told)

    def _is_period(self, standing: Standing) -> bool:
        texts = self.evaluating.texts.versions_of(standing.agreement)
        return any(text.commitments[standing.commitment].every is not None for text in texts)

    # --- worked out --------------------------------------------------------------------------------------------------

    def _work_out(self, group: Group) -> Found:
        """Evaluate a group from its beginning, with what was known."""
        engine = self._replayed(group)
        rows = {standing.name: standing for standing in engine.standings()}
        return Found(rows, news=engine.transitions)

    def _replayed(self, group: Group) -> Engine:
        from commitments.compile import compile_program

        mine = [each for member in group.members for each in self.evaluating.texts.versions_of(member)]
        compiled = compile_program(mine, (), Sight(known_at=self.known_at))
        program = Program(compiled.agreements, self._terms)
        engine = Engine(program)
        engine.run(self.evaluating.history(program, self.as_of, self.known_at), self.as_of)
        return engine

    @cached_property
    def _terms(self) -> Vocabulary:
        """The terms of all texts that were known."""
        if self.known_at is None:
            return self.evaluating.telling.terms
        from commitments.compile.program import vocabulary

        texts = self.evaluating.texts
        return vocabulary(versions(texts.agreements, Sight(known_at=self.known_at)), texts.vocabularies)

    # --- known -------------------------------------------------------------------------------------------------------

    def known_since(self, group: Group) -> dict[Transition, Instant]:
        """Return since when each stored change of a group has been known: without a break, since it last came."""
        return {transition_of(row): row.recorded for row in self._told(group)}

    def ahead(self, group: Group, name: str) -> Standing | None:
        """Return where a period that is yet to begin stands, None when there is no such commitment."""
        engine = self._replayed(group) if self._has_gone_beyond(group) else self._taken_further(group)
        return engine.standing(name)


def _counts_on(standing: Standing) -> bool:
    """Whether more may have counted since a change than was told with it: of several, or of one while suspended."""
    progress, status = standing.progress, standing.status
    return progress is not None and (progress.needed != "1" or status == "suspended") and status not in CLOSED_FOR_GOOD
