"""Where durable-rules stands: one situation in, the rule that fires and what follows from it out, tabled.

The library stays behind this module. Only the closed vocabulary of ``rules.lifecycle`` is ever put into it: a situation
is one self-contained message of small integers and enum words, with a sequential id, and leaves nothing behind. Asking
the library takes some 20 µs, so each distinct situation is asked once and then looked up.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from msgspec import Struct

Word = str | int


@dataclass(frozen=True, slots=True)
class Rule:
    """If every property has (one of) the words in ``when``, then ``to``. Of the rules that fit, the first one fires.

    ``number`` is the rule's place in semantics.md, section 5 ("Lifecycle rules, most urgent first").
    """

    number: int
    to: str
    when: Mapping[str, Word | tuple[Word, ...]] = field(default_factory=dict)


class Outcome(Struct, frozen=True, gc=False, order=True):
    """The rule that fired, and the status (or effect) that follows."""

    number: int
    to: str


class RuleBroken(RuntimeError):  # noqa: N818 - it says that a rule of ours is broken, and stops everything
    """An action of a ruleset failed: never expected, and never passed over."""


class Ruleset:
    """A table of answers, filled by durable-rules as situations turn up."""

    def __init__(self, name: str, rules: tuple[Rule, ...]) -> None:
        """Take the rules; the library is loaded at the first question."""
        self.name = name
        self.rules = rules
        self._answers: dict[tuple[Word, ...], Outcome | None] = {}
        self._host: Any = None
        self._asked = 0
        self._fired: list[Outcome] = []

    def infer(self, key: tuple[Word, ...], situation: Callable[[], Mapping[str, Word]]) -> Outcome | None:
        """Return what the most urgent rule that fits gives, or None when nothing changes.

        ``key`` stands for the situation, which is spelled out only when it turns up for the first time.
        """
        try:
            return self._answers[key]
        except KeyError:
            answer = self._answers[key] = self.ask(situation())
            return answer

    def ask(self, situation: Mapping[str, Word]) -> Outcome | None:
        """Ask durable-rules itself. Raises RuleBroken when an action failed."""
        engine = _durable()
        if self._host is None:
            self._host = _quiet_host(engine)(self._definition())
        self._fired.clear()
        self._asked += 1
        try:
            state = self._host.post(self.name, {"id": self._asked, **situation})
        except engine.MessageNotHandledException:
            return None
        if state and state.get("exception"):
            raise RuleBroken(f"ruleset {self.name}: {state['exception']}")
        if len(self._fired) != 1:
            raise RuleBroken(f"ruleset {self.name}: {len(self._fired)} rules fired for {dict(situation)}")
        return self._fired[0]

    def _definition(self) -> dict[str, dict[str, Any]]:
        return {self.name: {f"r{n}": self._declare(n, rule) for n, rule in enumerate(self.rules)}}

    def _declare(self, place: int, rule: Rule) -> dict[str, Any]:
        outcome = Outcome(rule.number, rule.to)

        def run(_context: object) -> None:
            self._fired.append(outcome)

        tests = [_test(name, words) for name, words in rule.when.items()]
        return {"all": [{"m": tests[0] if len(tests) == 1 else {"$and": tests}}], "pri": place + 1, "run": run}


def _test(name: str, words: Word | tuple[Word, ...]) -> dict[str, Any]:
    if isinstance(words, tuple):
        return {"$or": [{name: word} for word in words]}
    return {name: words}


@cache
def _durable() -> Any:  # noqa: ANN401 - the library has no types
    """Import durable-rules; lazy binding, since its extension names a C function that Python 3.13 no longer has."""
    if not hasattr(sys, "setdlopenflags"):  # Windows, which has no such flags
        return importlib.import_module("durable.engine")
    flags = sys.getdlopenflags()
    sys.setdlopenflags((flags & ~os.RTLD_NOW) | os.RTLD_LAZY)
    try:
        importlib.import_module("durable_rules_engine")
    finally:
        sys.setdlopenflags(flags)
    return importlib.import_module("durable.engine")


@cache
def _quiet_host(engine: Any) -> Any:  # noqa: ANN401
    """Return a host that starts no threads: its timers are wall-clock ones, and unused."""

    class QuietHost(engine.Host):  # type: ignore[misc]
        def _run(self) -> None:
            """Start nothing."""

    return QuietHost
