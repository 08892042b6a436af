"""On what it turns that one account sees a commitment otherwise than another: the smallest set of events and reports.

Found by trying: an account is told what the other has and it has not, and no longer told what only it has, until the
commitment stands there as in the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from commitments.evaluate.evaluation import Evaluation
from commitments.frozen import replace
from rules.engine import Engine
from rules.facts import Event
from rules.program import Program

#: Sets up to this size are all tried, smallest first; beyond it, or so many trials, what is not needed is left out.
SMALL = 2
TRIALS = 400


class Turns(NamedTuple):
    """The ids of events, and the full names of commitments, of which one account knows and another does not."""

    events: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()


class Difference:
    """What two views of the same texts under the same answers do not share."""

    def __init__(self, here: Evaluation, there: Evaluation, name: str) -> None:
        """Take the view that is to be changed, the one it is compared with, and a commitment's full name."""
        self.name = name
        self.until = here.as_of
        self.mine, self.theirs = dict(here.events), dict(there.events)
        self.told = [name for name in {**self.mine, **self.theirs} if (name in self.mine) != (name in self.theirs)]
        self.reported = sorted(_clauses(here.program) ^ _clauses(there.program))
        self._here, self._there = here.program, there.program

    def smallest(self, wanted: str) -> Turns:
        """Return the smallest set found that makes the commitment stand as wanted; all of it when nothing less does."""
        items = [*sorted(self.told), *self.reported]
        trials = 0
        for size in range(1, min(SMALL, len(items)) + 1):
            for chosen in combinations(items, size):
                trials += 1
                if trials > TRIALS:
                    return self._least(items, wanted)
                if self._status(chosen) == wanted:
                    return self._turns(chosen)
        return self._least(items, wanted)

    def _least(self, items: list[str], wanted: str) -> Turns:
        """Return a set from which nothing can be left out."""
        kept = list(items)
        for item in items[: TRIALS if self._status(items) == wanted else 0]:
            fewer = [other for other in kept if other != item]
            if self._status(fewer) == wanted:
                kept = fewer
        return self._turns(kept)

    def _turns(self, chosen: Iterable[str]) -> Turns:
        found = list(chosen)
        return Turns(tuple(each for each in found if "/" not in each), tuple(each for each in found if "/" in each))

    def _status(self, chosen: Iterable[str]) -> str:
        toggled = set(chosen)
        engine = Engine(self._program(toggled))
        engine.run(self._events(toggled), self.until)
        found = engine.standing(self.name)
        return "absent" if found is None else found.status

    def _events(self, toggled: set[str]) -> Iterator[Event]:
        """Yield the events of this view, with (and without) those that are chosen."""
        yield from (event for event in self.mine.values() if event.id not in toggled)
        yield from (event for event in self.theirs.values() if event.id in toggled and event.id not in self.mine)

    def _program(self, toggled: set[str]) -> Program:
        if toggled.isdisjoint(self.reported):
            return self._here
        there = {agreement.name: agreement for agreement in self._there.agreements}
        changed = []
        for agreement in self._here.agreements:
            clauses = [clause for clause in agreement.clauses if clause.full_name not in toggled]
            other = there.get(agreement.name)
            mine = {clause.full_name for clause in agreement.clauses}
            added = [] if other is None else [each for each in other.clauses if each.full_name in toggled - mine]
            changed.append(replace(agreement, clauses=(*clauses, *added)))
        return replace(self._here, agreements=tuple(changed))


def _clauses(program: Program) -> set[str]:
    return {clause.full_name for agreement in program.agreements for clause in agreement.clauses}
