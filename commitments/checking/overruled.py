"""W502, W503, W504: a commitment that its own `unless` voids by the very event that would detach, satisfy or break it.

`unless` is the more urgent rule: where an event meets both, the commitment is void.
"""

from __future__ import annotations

from commitments.checking.events import covered, enough
from commitments.checking.reporting import Reporter
from commitments.checking.wordings import Wording
from commitments.records.conditions import Condition
from rules.vocabulary import Closures

#: The condition that is overruled, and what can therefore never be.
OVERRULED = (
    ("if", "W502", "can never be owed"),
    ("must", "W503", "can never be satisfied"),
    ("must-not", "W504", "can never be violated by what it forbids"),
)


def check_overruled(wording: Wording, vocabulary: Closures, reporter: Reporter) -> None:
    """Report what the `unless` of a commitment leaves no room for."""
    terms = wording.terms
    if terms.unless is None:
        return
    conditions: dict[str, Condition | None] = {"if": terms.if_, "must": terms.must, "must-not": terms.must_not}
    for key, kind, what in OVERRULED:
        condition = conditions[key]
        if key == "must-not" and len(list(enough(condition))) != 1:
            continue  # it may be broken in another way
        if condition is not None and covered(condition, terms.unless, wording, vocabulary):
            reporter.of_wording(
                kind, wording, wording.path(key),
                f"{wording.name} {what}: the event that its `{key}` waits for meets its `unless` too, which goes first",
                advice="make `unless` narrower, so that it leaves this event out",
            )  # fmt: skip
            return
