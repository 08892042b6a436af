"""W507: two commitments of one debtor that cannot both be satisfied: must X and must-not X over one time.

Told when every event that would satisfy the one breaks the other (through `is-a` and `part-of`), the debtor owes both,
alone or jointly, and no time is left to do the one outside of the other. What may be meant as an exception is not told:
a ban that is narrower than the duty, that hangs on an `if` of its own, or that has an `unless`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from typing import NamedTuple

from commitments.checking.events import enough, instances, needed, outnumbers
from commitments.checking.periods import within_it
from commitments.checking.reporting import Reporter
from commitments.checking.subsuming import Seen, Unknown, subsumes
from commitments.checking.wordings import Wording, together
from commitments.records.conditions import Occurs
from rules.values import index_key
from rules.vocabulary import Closures

CONTRADICTION = "W507"
#: How many bans that match are looked at for each duty.
MOST_LOOKED_AT = 16
MOST_KEYS = 64

Key = tuple[object, ...]


class Ban(NamedTuple):
    """An event that a debtor must not let happen."""

    wording: Wording
    event: Occurs
    seen: Seen


@dataclass
class Bans:
    """All that is forbidden, by debtor, type, and the values that its pattern fixes."""

    vocabulary: Closures
    found: dict[Key, list[Ban]] = field(default_factory=dict)
    shapes: dict[Key, dict[tuple[str, ...], None]] = field(default_factory=dict)

    def add(self, wording: Wording) -> None:
        """Take in what a commitment forbids."""
        events = list(enough(wording.terms.must_not))
        for bound in instances(wording) if events else ():
            for event in events:
                ban = Ban(wording, event, Seen(event, bound, wording.full_name))
                for debtor in bound.get("debtor", ()):
                    self._put((debtor, event.event), ban)

    def _put(self, key: Key, ban: Ban) -> None:
        fixed = _fixed(ban.seen)
        choices = list(islice(product(*fixed.values()), MOST_KEYS + 1))
        if len(choices) > MOST_KEYS:
            fixed, choices = {}, [()]
        shape = tuple(fixed)
        self.shapes.setdefault(key, {})[shape] = None
        for values in choices:
            self.found.setdefault((*key, shape, values), []).append(ban)

    def against(self, event: Seen, debtor: str) -> Iterator[Ban]:
        """Yield what forbids a debtor (or what it is part of) such an event, at most so many as are looked at."""
        fixed = {name: values[:1] for name, values in _fixed(event).items()}
        for owing in self.vocabulary.names((debtor,)):
            for kind in self.vocabulary.types(event.pattern.event):
                for shape in self.shapes.get((owing, kind), ()):
                    if all(name in fixed for name in shape):
                        options = [self._above(name, fixed[name]) for name in shape]
                        for values in islice(product(*options), MOST_KEYS):
                            yield from self.found.get((owing, kind, shape, values), ())

    def _above(self, name: str, values: tuple[object, ...]) -> Iterable[object]:
        value = values[0]
        named = isinstance(value, str) and not name.startswith("where.") and name != "source"
        return self.vocabulary.names((str(value),)) if named else (value,)


def _fixed(seen: Seen) -> dict[str, tuple[object, ...]]:
    """Return the fields for which a pattern has known values, with what these have in common with equal ones."""
    pattern = seen.pattern
    tests = [*pattern.tests(), *((f"where.{name}", test) for name, test in pattern.where.items())]
    found: dict[str, tuple[object, ...]] = {}
    for name, test in sorted(tests, key=lambda pair: pair[0]):
        if isinstance(test, tuple):
            values = seen.values(test)
            known = [value for value in values if not isinstance(value, Unknown)]
            if len(known) == len(values):
                found[name] = tuple(map(index_key, known))
    return found


def check_contradictions(wordings: list[Wording], vocabulary: Closures, reporter: Reporter) -> None:
    """Report each commitment that another one (or it itself) leaves no room for, with the first of these."""
    bans = Bans(vocabulary)
    for wording in wordings:
        if wording.terms.must_not is not None:
            bans.add(wording)
    for wording in wordings if bans.found else ():
        if wording.terms.must is not None:
            _check_duty(wording, bans, reporter)


def _check_duty(duty: Wording, bans: Bans, reporter: Reporter) -> None:
    for bound in instances(duty):
        for event in needed(duty.terms.must):
            seen = Seen(event, bound, duty.full_name)
            for debtor in bound.get("debtor", ()):
                for ban in islice(bans.against(seen, str(debtor)), MOST_LOOKED_AT):
                    if _contradicts(duty, event, seen, ban, bans.vocabulary):
                        _tell(duty, str(debtor), ban, reporter)
                        return


def _contradicts(duty: Wording, event: Occurs, seen: Seen, ban: Ban, vocabulary: Closures) -> bool:
    if not together(duty, ban.wording) or not outnumbers(event, ban.event):
        return False
    return subsumes(ban.seen, seen, vocabulary) and within_it(duty, ban.wording)


def _tell(duty: Wording, debtor: str, ban: Ban, reporter: Reporter) -> None:
    other = ban.wording
    shown = other.name if other.text.name == duty.text.name else other.full_name
    place = other.text.ground.place(other.path("must-not"))
    there = f"the `must-not` of {shown} stands in line {place.line} of {place.path}"
    advice = f"{there}: give one of them an `unless`, or leave time for the other"
    if other.full_name == duty.full_name:
        message = f"{duty.name} cannot be satisfied: what its `must` asks of {debtor} is what its `must-not` forbids"
    else:
        message = (
            f"{duty.name} and {shown} cannot both be satisfied: what {debtor} must do is what {debtor} must not do"
        )
    reporter.of_wording(CONTRADICTION, duty, duty.path("must"), message, about=(other.full_name,), advice=advice)
