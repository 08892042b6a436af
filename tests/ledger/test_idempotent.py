"""An id says one thing, for ever, whoever asserts it again: a state machine over two processes."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from commitments.upkeep.checking import verify_ledger
from tests.ledger.partner import Partner
from tests.ledger.places import open_any
from tests.ledger.sizes import Figures, full

whoever = st.integers(0, 1)
numbers = st.integers(1, 3)
contents = st.sampled_from(["one", "two", "three"])


class TwoProcesses(RuleBasedStateMachine):
    """What each of two processes answers, against what was told to either before."""

    partners: tuple[Partner, Partner]
    names = count()
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.agreement = f"m{next(self.names)}"
        self.told: dict[str, list[str | None]] = {}
        self.now = 0

    @initialize(who=whoever)
    def begin(self, who: int) -> None:
        assert self.ask(who, "agree", self.agreement) == "new"

    def ask(self, who: int, what: str, name: str, content: str = "") -> object:
        self.now += 1
        TwoProcesses.steps += 1
        return self.partners[who].ask(what, name, content, self.now)

    @rule(who=whoever, number=numbers, content=contents)
    def tell(self, who: int, number: int, content: str) -> None:
        name = f"{self.agreement}.{number}"
        told = self.told.get(name)
        expected = "new" if told is None else "unchanged" if content in told else "conflict"
        assert self.ask(who, "assert", name, content) == expected
        self.told.setdefault(name, [content])

    @rule(who=whoever, number=numbers)
    def retract(self, who: int, number: int) -> None:
        name = f"{self.agreement}.{number}"
        told = self.told.get(name)
        expected = "unknown" if told is None else "unchanged" if told[-1] is None else "new"
        assert self.ask(who, "retract", name) == expected
        if told is not None and expected == "new":
            told.append(None)

    @rule(who=whoever, number=numbers, content=contents)
    def correct(self, who: int, number: int, content: str) -> None:
        name = f"{self.agreement}.{number}"
        told = self.told.get(name)
        expected = "unknown" if told is None else "unchanged" if told[-1] == content else "new"
        assert self.ask(who, "correct", name, content) == expected
        if told is not None and expected == "new":
            told.append(content)

    @rule(who=whoever)
    def kill(self, who: int) -> None:
        self.partners[who].kill()

    @rule(who=whoever, number=numbers)
    def read(self, who: int, number: int) -> None:
        versions = self.ask(who, "versions", f"{self.agreement}.{number}")
        assert isinstance(versions, list)
        assert [content for _, content in versions] == self.told.get(f"{self.agreement}.{number}", [])


@pytest.mark.parametrize("examples", [8, full(100)])
def test_an_id_is_recorded_once_for_ever(location: str, database: str, figures: Figures, examples: int) -> None:
    open_any(location).close()
    TwoProcesses.steps = 0
    with ExitStack() as stack:
        one, two = (stack.enter_context(Partner(location)) for _ in "ab")
        TwoProcesses.partners = (one, two)
        run_state_machine_as_test(TwoProcesses, settings=settings(max_examples=examples, deadline=None))
    with open_any(location) as ledger:
        assert verify_ledger(ledger, ledger.log.head()) == []
        keys = [entry.key for entry in ledger.log.entries() if entry.kind == "event"]
    assert len(keys) == len(set(keys))
    figures(f"idempotence, {database}: {examples} stories, {TwoProcesses.steps} steps over two processes: 0 surprises")
