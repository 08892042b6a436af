"""Keeps the working memory of a ledger up to date: with what was told, or from scratch where news came late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from commitments.progress import counted
from commitments.upkeep.membership import Membership
from commitments.upkeep.storing import Because, Changes, store_instead, store_new, store_rows, store_whole
from commitments.upkeep.workshop import Workshop
from rules.engine import Engine
from rules.program import Program

if TYPE_CHECKING:
    from commitments.ledger.storage import Storage
    from commitments.upkeep.events import Telling
    from commitments.upkeep.group import Group
    from commitments.upkeep.shapes import Shapes
    from commitments.upkeep.texts import Texts
    from rules.facts import Event
    from rules.instants import Instant


class Evaluating:
    """Working memory, statuses and changes of a ledger, kept equal to what replaying its log would give.

    What was known at an instant stays a look-up: before something is recorded at an instant, silence until then takes
    its effect on what was known before.
    """

    def __init__(self, storage: Storage, texts: Texts, telling: Telling, shapes: Shapes) -> None:
        """Take a ledger and what its log says."""
        self.storage = storage
        self.texts = texts
        self.telling = telling
        self.shapes = shapes
        self.membership = Membership(storage, telling, shapes)

    def program(self, members: Iterable[str]) -> Program:
        """Return what is tracked of these agreements in everybody's view, as last told."""
        from commitments.compile import compile_program

        compiled = compile_program(self.texts.current(sorted(members)))
        return Program(compiled.agreements, self.telling.terms)

    def workshop(self) -> Workshop:
        """Return an engine over what is stored."""
        return Workshop(self.storage, self.telling, self.shapes, self.telling.terms)

    # --- agreements come or change -----------------------------------------------------------------------------------

    def enter(self, names: frozenset[str], because: Because) -> Changes:
        """Take in new agreements, or new versions: those that depend on one another become one group.

        An event that names a commitment by its short name alone may name another now, or none: whom it concerned and
        whom it concerns are evaluated again as well.
        """
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

    def begin_anew(self) -> None:
        """Write working memory, rows and changes again, and file the events, from the log alone."""
        self.membership.file(self.storage.log.entries())
        head = self.storage.log.head().seq
        for name, clock in self.storage.memory.clocks().items():
            group = self.membership.group(name)
            self.replay(group, Because(head, clock if group.known is None else group.known), clock)

    # --- events come or change ---------------------------------------------------------------------------------------

    def apply(self, fresh: Sequence[Event], changed: Sequence[Event], because: Because) -> Changes:
        """Take in new events, and events that are no longer as they were told."""
        told: dict[str, list[Event]] = defaultdict(list)
        late = {group for event in changed for group in self.membership.concerned_also(event)}
        for event in fresh:
            if event.type == "denial":
                late |= self.membership.concerned_also(event)
            if self.storage.log.looking_back((f"d{event.id}",)):
                late |= self.membership.concerned(event)
            for name in self.membership.concerned(event):
                told[name].append(event)
        changes = Changes()
        for name in counted("evaluating", sorted({*told, *late})):
            group = self.membership.group(name)
            clock = self.storage.memory.clock(name)
            before = Because(because.seq, because.now if clock is None else group.known or clock)
            changes = changes.then(self.advance(group, before, because.now - 1))
            changes = changes.then(self._tell(group, told[name], because, late=name in late))
            self.membership.note(group, because.now)
        return changes

    def advance(self, group: Group, because: Because, until: Instant) -> Changes:
        """Let what time has brought until an instant take effect, on what is known."""
        clock = self.storage.memory.clock(group.name)
        if clock is None or clock >= until:
            return Changes()
        if not any(self.storage.memory.due_of(member, until) for member in group.members):
            return Changes()
        return self._go_on(group, (), because, until)

    def advance_all(self, names: Iterable[str], because: Because) -> Changes:
        """Let time take its effect on groups until something was recorded."""
        changes = Changes()
        for name in sorted(names):
            changes = changes.then(self.advance(self.membership.group(name), because, because.now))
        return changes

    def _tell(self, group: Group, events: Sequence[Event], because: Because, *, late: bool) -> Changes:
        clock = self.storage.memory.clock(group.name)
        if late or any(clock is not None and event.at <= clock for event in events):
            return self.replay(group, because, clock)
        return self._go_on(group, events, because, max(event.at for event in events))

    def _go_on(self, group: Group, events: Sequence[Event], because: Because, until: Instant) -> Changes:
        """Take a group further by events that come after all that it has seen, and by time."""
        shop = self.workshop()
        shop.run(group.members, events, self.storage.memory.clock(group.name), until)
        shop.save()
        self.storage.memory.set_clock(group.name, until)
        store_rows(self.storage, self.texts, shop.engine, group.members)
        return store_new(self.storage, shop.engine, because)

    def replay(self, group: Group, because: Because, clock: Instant | None) -> Changes:
        """Evaluate a group from scratch; what no longer follows is marked as superseded, never deleted."""
        program = self.program(group.members)
        heard = self.telling.about(program)
        begun = [agreement.made.at for agreement in program.agreements]
        until = max([*begun, *heard.instants(), *([] if clock is None else [clock])])
        engine = Engine(program)
        engine.told = []
        engine.run(heard.standing(until), until)
        store_whole(self.workshop(), self.texts, engine, group.members)
        self.storage.memory.set_clock(group.name, until)
        return store_instead(self.storage, engine, group.members, because)

    def history(self, program: Program, until: Instant, known_at: Instant | None = None) -> list[Event]:
        """Return the events up to an instant that may concern the agreements of a program, in order, as known then."""
        return self.telling.about(program, known_at).standing(until)
