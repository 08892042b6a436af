from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import pytest
from msgspec import structs

from rules.conditions import All, AtLeast, Not, StateHolds
from rules.inference import Outcome, Ruleset, Word
from rules.lifecycle import ACTS, AGREEMENTS, ASKED, LIFECYCLE
from rules.program import Agreement, State
from rules.situation import TOLD, holds, masked, passed, situation
from tests.unit.plain_acts import WORDS_OF_ACTS, WORDS_OF_AGREEMENTS
from tests.unit.plain_lifecycle import WORDS
from tests.unit.small import FEE, LEAKED, OWED, PAID, SECRET, SIGNED, by, day, days, deal, event, happens, run

#: Words that would be the end of a rules engine, if any of them ever came there.
NASTY = ("satisfied", "sid", "id", "$ex", "1", "violated", "null", "detached")


def nasty() -> Agreement:
    """Return an agreement in which everything that people name is named so as to be mistaken."""
    guarded = {"guard": happens("$ex"), "antecedent": happens("sid"), "must": happens("id", actor="satisfied")}
    clauses = [
        replace(OWED, agreement="sid", name=name, debtors=(debtor,), creditors=("null",), must_limit=by(10), **guarded)  # type: ignore[arg-type]
        for name, debtor in zip(NASTY, reversed(NASTY), strict=True)
    ]
    return replace(deal(), name="sid", clauses=tuple(clauses))


def test_only_words_of_our_own_enter_the_rules_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Mapping[str, Word]]] = []
    ask = Ruleset.ask

    def listening(self: Ruleset, facts: Mapping[str, Word]) -> Outcome | None:
        asked.append((self.name, dict(facts)))
        return ask(self, facts)

    monkeypatch.setattr(Ruleset, "ask", listening)
    for ruleset in (LIFECYCLE, ACTS, AGREEMENTS):
        monkeypatch.setattr(ruleset, "_answers", {})  # so that everything is asked anew
    acts = [
        structs.replace(event(kind, 2, name=f"{kind} {name}", actor="$ex"), agreement="sid", commitment=f"sid/{name}")
        for kind, name in product(("release", "suspend", "violated", "sid"), NASTY)
    ]
    on_all = [
        structs.replace(event(kind, 5), agreement="sid") for kind in ("suspend", "resume", "withdraw", "extend", "null")
    ]
    run(nasty(), [event("sid", 3), event("id", 4, actor="satisfied"), *acts, *on_all], as_of=20)
    words = {"lifecycle": WORDS, "acts": WORDS_OF_ACTS, "agreements": WORDS_OF_AGREEMENTS}
    assert {name for name, _ in asked} == set(words)
    for name, facts in asked:
        assert set(facts) == set(words[name])
        assert all(word in words[name][key] for key, word in facts.items()), facts


def test_a_status_asks_for_what_is_known() -> None:
    assert set(TOLD) == set(ASKED)
    assert {name for names in ASKED.values() for name in names} == set(WORDS) - {"status"}


@pytest.mark.parametrize(
    ("limit", "step", "gone"),
    [(None, 0, False), (day(2), 3, True), (day(3), 1, True), (day(3), 3, True), (day(4), 0, False)],
)
def test_a_limit_has_passed(limit: int | None, step: int, gone: bool) -> None:  # noqa: FBT001
    assert passed(limit, step, run(FEE, as_of=3).world) is gone


def test_a_limit_of_this_instant_passes_with_its_step() -> None:
    world = run(FEE, as_of=3).world
    world.step = 1
    assert [passed(day(3), step, world) for step in range(4)] == [True, True, False, False]


PEACE = State("peace", happens("treaty"), happens("outbreak"))
TRADE = State("trade", happens("opened"), None, initially=True)


@pytest.mark.parametrize(
    ("form", "at"),
    [
        (StateHolds("peace"), [4]),
        (StateHolds("trade"), [2, 4, 6]),
        (StateHolds("peace", days(2)), []),
        (StateHolds("trade", days(2)), [2, 4, 6]),
        (StateHolds("trade", days(3)), [4, 6]),
        (Not(StateHolds("peace")), [2, 6]),
        (All((StateHolds("peace"), StateHolds("trade"))), [4]),
        (AtLeast(1, (StateHolds("peace"), StateHolds("trade"))), [2, 4, 6]),
        (AtLeast(1, (StateHolds("peace"), Not(StateHolds("trade")))), [4]),
    ],
)
def test_what_stands_in_a_while(form: All | AtLeast | Not | StateHolds, at: list[float]) -> None:
    agreement = replace(deal(FEE), states=(PEACE, TRADE))
    events = [event("treaty", 3), event("outbreak", 5)]
    found = [one for one in (2, 4, 6) if holds(run(agreement, events, as_of=one).world, "deal", form, "UTC")]
    assert found == at


def told(clause: object, *events: object, as_of: float) -> dict[str, object]:
    engine = run(clause, events, as_of)  # type: ignore[arg-type]
    (promise,) = engine.world.promises.values()
    facts = situation(engine.world, promise)
    return {} if facts is None else dict(zip(("status", *ASKED[str(facts[0])]), facts, strict=True))


def test_what_is_told_of_a_commitment() -> None:
    owed = told(
        replace(FEE, grace=days(2), must_not=LEAKED),
        event("suspend", 2, on="fee"),
        event("resume", 3, on="fee"),
        as_of=5,
    )
    assert owed == {
        "status": "detached", "missed": 0, "guard": 0, "ended": "no", "paused": 0, "broken": 0, "must": "open",
        "limit": 0, "grace": "running", "over": 0, "prohibits": 1, "strength": "binding",
    }  # fmt: skip
    waiting = told(replace(FEE, antecedent=SIGNED, early=True, strength="goal"), as_of=5)
    assert waiting == {
        "status": "conditional", "missed": 0, "guard": 0, "ended": "no", "paused": 0, "must": "open", "limit": 0,
        "early": 1, "antecedent": "open", "until": 0,
    }  # fmt: skip


def test_what_is_closed_for_good_is_not_asked_about() -> None:
    assert told(FEE, event("paid", 2), as_of=3) == {}
    assert told(SECRET, event("leaked", 2), as_of=3) == {}
    assert told(replace(SECRET, continuing=True), event("leaked", 2), as_of=3)["continuing"] == 1
    assert told(FEE, as_of=12)["mendable"] == 1


def test_survivors_do_not_hear_of_the_end() -> None:
    terminate = event("terminate", 3, to="deal")
    assert told(replace(FEE, survives=True), terminate, as_of=4)["ended"] == "no"


def test_a_rule_that_has_fired_is_left_out() -> None:
    facts = told(FEE, as_of=5)
    assert facts["must"] == "open"
    engine = run(FEE, as_of=5)
    (promise,) = engine.world.promises.values()
    before = situation(engine.world, promise)
    assert before is not None
    for number, name, word in (
        (2, "guard", 0),
        (3, "ended", "no"),
        (5, "broken", 0),
        (6, "must", "open"),
        (8, "over", 0),
    ):
        after = dict(zip(("status", *ASKED["detached"]), masked(Outcome(number, "x"), before), strict=True))
        assert after == {**facts, name: word}
    assert masked(Outcome(4, "suspended"), before) == before
    assert PAID.pattern.type == "paid"
