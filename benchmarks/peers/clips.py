"""CLIPS through clipspy: commitments and events are facts, rules join them; the host keeps a heap of limits.

Trap met on the way: up to 1.0.6, clipspy hands ``ReleaseFact`` one argument too many when a fact is let go and swallows
the error, so no fact is ever released and each event costs more than the one before. It is repaired here, or the
comparison would be unfair.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from contextlib import suppress

import clips  # type: ignore[import-not-found, import-untyped, unused-ignore]
from clips._clips import lib  # type: ignore[import-not-found, import-untyped, unused-ignore]

from benchmarks.workload import PER_AGREEMENT, WITHIN, Happening, Workload

CONSTRUCTS = (
    """(deftemplate commitment (slot number (type INTEGER)) (slot agreement (type INTEGER))
                               (slot status (type SYMBOL) (default conditional)))""",
    "(deftemplate event (slot kind (type SYMBOL)) (slot number (type INTEGER)) (slot at (type INTEGER)))",
    """(defrule detach (declare (salience 10))
         ?e <- (event (kind trigger) (number ?n) (at ?at)) ?c <- (commitment (number ?n) (status conditional))
         => (retract ?e) (modify ?c (status detached)) (note-limit ?n ?at))""",
    """(defrule satisfy (declare (salience 10))
         ?e <- (event (kind perform) (number ?n)) ?c <- (commitment (number ?n) (status detached))
         => (retract ?e) (modify ?c (status satisfied)))""",
    """(defrule remedy (declare (salience 10))
         ?e <- (event (kind perform) (number ?n)) ?c <- (commitment (number ?n) (status violated))
         => (retract ?e) (modify ?c (status remedied)))""",
    """(defrule violate (declare (salience 10))
         ?e <- (event (kind timeout) (number ?n)) ?c <- (commitment (number ?n) (status detached))
         => (retract ?e) (modify ?c (status violated)))""",
    """(defrule void (declare (salience 20))
         (event (kind invasion) (number ?a)) ?c <- (commitment (agreement ?a) (status conditional|detached))
         => (modify ?c (status void)))""",
    "(defrule consume (declare (salience -10)) ?e <- (event) => (retract ?e))",
)


def release_facts() -> None:
    """Let facts that Python has done with be released, as was meant."""

    def release(fact: clips.Fact) -> None:
        with suppress(AttributeError, TypeError):  # at interpreter shutdown
            lib.ReleaseFact(fact._fact)  # noqa: SLF001 - a repair

    clips.facts.Fact.__del__ = release


class Clips:
    """One environment, all rules in it."""

    name = "CLIPS"

    def __init__(self, workload: Workload) -> None:
        """Set out all commitments."""
        release_facts()
        self.workload = workload
        self.limits: list[tuple[int, int]] = []
        self.environment = clips.Environment()
        self.environment.define_function(self._note_limit, "note-limit")
        for construct in CONSTRUCTS:
            self.environment.build(construct)
        commitment = self.environment.find_template("commitment")
        for number in range(workload.size):
            commitment.assert_fact(number=number, agreement=number // PER_AGREEMENT)
        self.environment.run()
        self.event = self.environment.find_template("event")
        self.timeout = clips.Symbol("timeout")

    def _note_limit(self, number: int, at: int) -> None:
        heapq.heappush(self.limits, (at + WITHIN, number))

    def prepare(self, happenings: Sequence[Happening]) -> list[tuple[clips.Symbol, int, int]]:
        """Return the events with their kinds as symbols."""
        return [(clips.Symbol(each.kind), each.number, each.at) for each in happenings]

    def run(self, events: Sequence[tuple[clips.Symbol, int, int]]) -> None:
        """Take all events."""
        for kind, number, at in events:
            self._expire(at)
            self._tell(kind, number, at)

    def _tell(self, kind: clips.Symbol, number: int, at: int) -> None:
        self.event.assert_fact(kind=kind, number=number, at=at)
        self.environment.run()

    def _expire(self, now: int) -> None:
        while self.limits and self.limits[0][0] < now:
            limit, number = heapq.heappop(self.limits)
            self._tell(self.timeout, number, limit)

    def answers(self) -> list[str]:
        """Return the status of each commitment, by number."""
        self._expire(self.workload.until + 1)
        facts = self.environment.find_template("commitment").facts()
        found = {fact["number"]: str(fact["status"]) for fact in facts}
        return [found[number] for number in range(self.workload.size)]
