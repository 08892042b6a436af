"""Keeps the working memory of a ledger up to date: with what was told, or from scratch where news came late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from commitments.compile.denials import DENIAL
from commitments.ledger.rows import LAST_NUMBER
from commitments.progress import counted
from commitments.upkeep.course import Course
from commitments.upkeep.keys import DENIALS, denied_key
from commitments.upkeep.membership import Membership
from commitments.upkeep.storing import Because, Changes
from commitments.upkeep.units import stored_agreement
from commitments.upkeep.waiting import waiting, watchers
from commitments.upkeep.warm import Warm
from commitments.upkeep.workshop import Workshop
from rules.program import Program

if TYPE_CHECKING:
    from commitments.ledger.storage import Storage
    from commitments.upkeep.events import Filed, Telling
    from commitments.upkeep.group import Group
    from commitments.upkeep.news import News
    from commitments.upkeep.shapes import Shapes
    from commitments.upkeep.texts import Texts
    from commitments.upkeep.waiting import Watchers
    from rules.facts import Event
    from rules.instants import Instant


class Evaluating:
    """Working memory, statuses and changes of a ledger, kept equal to what replaying its log would give.

    What was known at an instant stays a look-up: before something is recorded at an instant, silence until then takes
    its effect on what was known before.
    """

    def __init__(self, storage: Storage, texts: Texts, telling: Telling, shapes: Shapes, warm: Warm) -> None:
        """Take a ledger, what its log says, and the groups that are at hand."""
        self.storage = storage
        self.texts = texts
        self.telling = telling
        self.shapes = shapes
        self.warm = warm
        self.membership = Membership(storage, telling, shapes)

    def program(self, members: Iterable[str]) -> Program:
        """Return what is tracked of these agreements in everybody's view, as last told."""
        from commitments.compile import compile_program

        compiled = compile_program(self.texts.current(sorted(members)))
        return Program(compiled.agreements, self.telling.terms)

    def program_kept(self, members: Sequence[str]) -> Program:
        """Return the same from what is stored of these agreements, where that tells it: it is quicker than texts."""
        agreements = [stored_agreement(self.storage.memory.of_agreement(member)) for member in sorted(members)]
        told = tuple(each for each in agreements if each is not None)
        return self.program(members) if len(told) < len(agreements) else Program(told, self.telling.terms)

    def workshop(self, upto: int = LAST_NUMBER) -> Workshop:
        """Return an engine over what is stored.

        ``upto``: what entries after this number tell is handed to it, and not looked for in the log.
        """
        return Workshop(self.storage, self.telling, self.shapes, upto)

    # --- agreements come or change -----------------------------------------------------------------------------------

    def enter(self, names: frozenset[str], because: Because) -> Changes:
        """Take in new agreements, or new versions: those that depend on one another become one group.

        An event that names a commitment by its short name alone may name another now, or none: whom it concerned and
        whom it concerns are evaluated again as well.
        """
        self.warm.forget()
        program = self.program(names)
        renamed = self.membership.renamed(program)
        before = self.membership.concerned_by(renamed)
        groups = self.membership.join(program)
        changes = Changes()
        for name, who in groups.items():
            changes = changes.then(self._found(name, who, because))
        for name in sorted((before | self.membership.concerned_by(renamed)) - groups.keys()):
            group = self.membership.group(name)
            if group.members:
                changes = changes.then(self.replay(group, because, self.storage.memory.clock(name)))
                self.membership.note(group, because.now)
        return changes

    def _found(self, name: str, who: Iterable[str], because: Because) -> Changes:
        """Make a group, of others perhaps, and evaluate it."""
        clocks = [self.storage.memory.clock(self.membership.group_of(member) or member) for member in who]
        group = self.membership.found(name, self.program(who))
        clock = max((clock for clock in clocks if clock is not None), default=None)
        changes = self.replay(group, because, clock)
        latest = self.storage.log.latest_recorded()  # what was there before may concern it
        self.membership.note(group, because.now if latest is None else latest, because.now)
        return changes

    # --- events come or change ---------------------------------------------------------------------------------------

    def apply(self, news: News, until: Instant | None = None) -> Changes:
        """Take in news.

        ``until``: then let time take its effect until this instant on the groups in which something has changed.
        """
        filed = dict.fromkeys([each.places for each in news.fresh])  # many are filed alike
        found = watchers(self.storage.memory, chain.from_iterable(filed))
        told, late = self._told(news, found)
        units = waiting(found)
        because = Because(news.seq, news.now)
        came, after = list[Changes](), list[Changes]()
        for name in counted("evaluating", sorted({*told, *late})):
            course = self._course(name)
            group = course.group
            course.expect([unit for member in group.members for unit in units.get(member, ())], news.before)
            before = Because(news.seq, news.now if course.clock is None else group.known or course.clock)
            changes = course.advance(before, news.now - 1)
            changes = changes.then(course.tell(told.get(name, ()), because, late=name in late))
            if until is not None and changes.came:
                after.append(course.advance(Because(news.seq, until), until))
            course.group = group.told(news.now)
            course.close()
            came.append(changes)
            self.warm.keep(course)
        return Changes.together([*came, *after])

    def _told(self, news: News, found: Watchers) -> tuple[dict[str, list[Event]], set[str]]:
        """Return the events that concern each group, and the groups in which something is not as it was told."""
        told: dict[str, list[Event]] = defaultdict(list)
        late = {group for event in news.changed for group in self.membership.concerned_also(event)}
        denied = self._denied(news.fresh)
        for each, groups in zip(news.fresh, self.membership.concerned_each(news.fresh, found), strict=True):
            fact = each.fact
            if fact.type == DENIAL:
                late |= self.membership.concerned_also(fact)
            if fact.id in denied:
                late |= groups
            for name in groups:
                told[name].append(fact)
        return told, late

    def _denied(self, fresh: Sequence[Filed]) -> set[str]:
        """Return the ids of those of these events that denials name, which may have come before them."""
        if not self.storage.log.is_filed(DENIALS):
            return set()
        names = {denied_key(each.fact.id): each.fact.id for each in fresh}
        return {names[key] for key in self.storage.log.are_filed(names)}

    def advance_all(self, names: Iterable[str], because: Because) -> Changes:
        """Let time take its effect on groups until something was recorded."""
        changes = Changes()
        for name in sorted(names):
            course = self._course(name)
            known = course.group.known
            before = Because(because.seq, because.now if known is None else known)
            changes = changes.then(course.advance(before, because.now))
            course.close()
            self.warm.keep(course)
        return changes

    def _course(self, name: str) -> Course:
        """Return the course of a group, as far as it is stored."""
        return self.warm.take(name) or Course(self, self.membership.group(name))

    def replay(self, group: Group, because: Because, clock: Instant | None) -> Changes:
        """Evaluate a group from scratch, until an instant at least."""
        course = Course(self, group)
        course.clock = clock
        changes = course.replay(because)
        course.close()
        return changes

    def history(self, program: Program, until: Instant, known_at: Instant | None = None) -> list[Event]:
        """Return the events up to an instant that may concern the agreements of a program, in order, as known then."""
        return self.telling.about(program, known_at).standing(until)
