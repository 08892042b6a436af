"""A state at work: on or off, switched event by event, in order. Source: semantics.md, sections 3 and 10."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.instants import Instant, Moment
from rules.residue import Residue, Spell

if TYPE_CHECKING:
    from rules.conditions import Condition
    from rules.pact import Pact
    from rules.program import State


class Switch:
    """A state of an agreement. Mutable, and only by the engine. ``by``: the event that switched it last."""

    __slots__ = (
        "by", "changed", "name", "on", "pact", "program", "residue", "since", "spells", "turned", "wake", "watching",
    )  # fmt: skip

    def __init__(self, program: State, pact: Pact) -> None:
        """Begin as the text says; it is looked at from the day the agreement was made."""
        self.name = f"{pact.name}/{program.name}"
        self.program = program
        self.pact = pact
        self.on = program.initially
        self.since = pact.program.made
        self.spells: list[Spell] = []
        self.residue: Residue | None = None
        self.by = ""
        self.changed = False
        self.turned = False
        self.watching: tuple[str, ...] = ()
        self.wake: Instant | None = None

    @property
    def form(self) -> Condition | None:
        """The condition that would switch it now."""
        return self.program.ends if self.on else self.program.starts

    def turn(self, moment: Moment) -> None:
        """Switch at a moment; a spell of no length leaves no trace."""
        if self.on and moment.at > self.since.at:
            self.spells.append(Spell(self.name, "holds", self.since, moment.at))
        self.on = not self.on
        self.turned = True
        self.since = moment
        self.changed = True

    def held(self, since: Instant) -> list[Spell]:
        """Return the spells that end at or after ``since``, the one that lasts among them."""
        spells = [spell for spell in self.spells if spell.end is None or spell.end >= since]
        if self.on:
            spells.append(Spell(self.name, "holds", self.since, None))
        return spells
