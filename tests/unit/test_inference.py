from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.inference import Outcome, Rule, RuleBroken, Ruleset

WORDS = st.sampled_from(["red", "green", "blue"])


def colours() -> Ruleset:
    return Ruleset(
        "colours",
        (
            Rule(1, "stop", {"light": "red", "ambulance": 0}),
            Rule(2, "go", {"light": ("green", "red")}),
            Rule(3, "wait", {"light": "yellow"}),
        ),
    )


@pytest.mark.parametrize(
    ("light", "ambulance", "expected"),
    [
        ("red", 0, Outcome(1, "stop")),
        ("red", 1, Outcome(2, "go")),
        ("green", 0, Outcome(2, "go")),
        ("yellow", 1, Outcome(3, "wait")),
        ("off", 0, None),
    ],
)
def test_the_first_rule_that_fits_fires(light: str, ambulance: int, expected: Outcome | None) -> None:
    ruleset = colours()
    situation: dict[str, str | int] = {"light": light, "ambulance": ambulance}
    assert ruleset.ask(situation) == expected
    assert ruleset.ask(situation) == expected


def test_a_situation_is_spelled_out_once() -> None:
    ruleset = colours()
    spelled: list[str] = []

    def situation() -> dict[str, str | int]:
        spelled.append("once")
        return {"light": "off", "ambulance": 0}

    assert [ruleset.infer(("off", 0), situation) for _ in range(3)] == [None] * 3
    assert spelled == ["once"]
    assert ruleset.infer(("red", 0), lambda: {"light": "red", "ambulance": 0}) == Outcome(1, "stop")
    assert ruleset.infer(("red", 0), dict) == Outcome(1, "stop")


def test_an_action_that_fails_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(list[Outcome]):
        def append(self, _: Outcome) -> None:
            raise KeyError("deaf")

    ruleset = colours()
    monkeypatch.setattr(ruleset, "_fired", Deaf())
    with pytest.raises(RuleBroken, match=r"colours.*deaf"):
        ruleset.ask({"light": "red", "ambulance": 0})


def test_an_action_that_does_not_tell_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    class Mute(list[Outcome]):
        def append(self, _: Outcome) -> None:
            """Forget it."""

    ruleset = colours()
    monkeypatch.setattr(ruleset, "_fired", Mute())
    with pytest.raises(RuleBroken, match="0 rules fired"):
        ruleset.ask({"light": "red", "ambulance": 0})


RULES = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.one_of(WORDS, st.tuples(WORDS, WORDS)), min_size=1), min_size=1
)


@given(RULES, st.lists(st.fixed_dictionaries(dict.fromkeys("abc", WORDS)), min_size=1, max_size=5))
def test_durable_rules_takes_the_first_that_holds(
    whens: list[dict[str, str | tuple[str, str]]], situations: list[dict[str, str]]
) -> None:
    ruleset = Ruleset("any", tuple(Rule(n, f"to {n}", when) for n, when in enumerate(whens)))
    for situation in situations:
        first = next((n for n, when in enumerate(whens) if holds(when, situation)), None)
        assert ruleset.ask(situation) == (None if first is None else Outcome(first, f"to {first}"))


def holds(when: dict[str, str | tuple[str, str]], situation: dict[str, str]) -> bool:
    return all(situation[name] in (word if isinstance(word, tuple) else (word,)) for name, word in when.items())
