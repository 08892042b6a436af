from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import pytest

from rules import lifecycle
from rules.inference import Outcome, Ruleset, Word
from rules.lifecycle import ACTS, AGREEMENTS, ASKED, LIFECYCLE, OF_ACT, OF_AGREEMENT, OF_COMMITMENT, next_of
from tests.unit.plain_acts import (
    WORDS_OF_ACTS,
    WORDS_OF_AGREEMENTS,
    OfAgreement,
    OnCommitment,
    agreements,
    tries,
    what_act_does,
    what_agreement_becomes,
)
from tests.unit.plain_lifecycle import STATUSES, WORDS, Answer, Commitment, situations, what_follows

ALL = (
    (LIFECYCLE, OF_COMMITMENT, WORDS),
    (ACTS, OF_ACT, WORDS_OF_ACTS),
    (AGREEMENTS, OF_AGREEMENT, WORDS_OF_AGREEMENTS),
)


def differences(
    ruleset: Ruleset, properties: tuple[str, ...], expected: Iterable[tuple[tuple[Word, ...], Answer]]
) -> tuple[int, list[str]]:
    """Tell how many situations durable-rules was asked about, and the first in which it differs from the ladder."""
    asked = 0
    found: list[str] = []
    for facts, answer in expected:
        asked += 1
        wanted = None if answer is None else Outcome(*answer)
        said = ruleset.ask(dict(zip(properties, facts, strict=True)))
        if said != wanted and len(found) < 5:
            found.append(f"{facts}: plain {wanted}, durable-rules {said}")
    return asked, found


def test_what_a_situation_says() -> None:
    assert Commitment._fields == OF_COMMITMENT
    assert OnCommitment._fields == OF_ACT
    assert OfAgreement._fields == OF_AGREEMENT


@pytest.mark.parametrize("status", STATUSES)
def test_every_situation_of_a_commitment(status: str) -> None:
    asked, found = differences(LIFECYCLE, OF_COMMITMENT, ((one, what_follows(one)) for one in situations(status)))
    assert found == []
    assert asked >= 500


@pytest.mark.parametrize("status", STATUSES)
def test_what_a_status_asks_for_is_enough(status: str) -> None:
    """The table is asked with the properties that a status needs; all others would change nothing."""
    wanted = ASKED.get(status, ())
    for one in situations(status):
        answer = what_follows(one)
        if status in ASKED and not (status in {"violated", "lapsed"} and not (one.continuing or one.mendable)):
            told = (status, *(getattr(one, name) for name in wanted))
            assert next_of(told) == (None if answer is None else Outcome(*answer)), one
        else:
            assert answer is None


def test_every_act_on_every_commitment() -> None:
    asked, found = differences(ACTS, OF_ACT, ((one, what_act_does(one)) for one in tries()))
    assert found == []
    assert asked > 5_000


def test_every_situation_of_an_agreement() -> None:
    asked, found = differences(AGREEMENTS, OF_AGREEMENT, ((one, what_agreement_becomes(one)) for one in agreements()))
    assert found == []
    assert asked > 50


def test_what_is_closed_for_good_stays_closed_without_an_act() -> None:
    for status in lifecycle.CLOSED_FOR_GOOD:
        assert all(what_follows(one) is None for one in situations(status) if not one.continuing)


@pytest.mark.parametrize(("ruleset", "properties", "words"), ALL)
def test_only_known_words_stand_in_the_rules(
    ruleset: Ruleset, properties: tuple[str, ...], words: Mapping[str, tuple[Word, ...]]
) -> None:
    assert tuple(words) == properties
    for rule in ruleset.rules:
        for name, wanted in rule.when.items():
            for word in wanted if isinstance(wanted, tuple) else (wanted,):
                assert word in words[name], (rule, name)


@pytest.mark.parametrize(
    ("ruleset", "properties", "facts"),
    [
        (LIFECYCLE, OF_COMMITMENT, chain.from_iterable(map(situations, STATUSES))),
        (ACTS, OF_ACT, tries()),
        (AGREEMENTS, OF_AGREEMENT, agreements()),
    ],
)
def test_every_rule_fires_in_some_situation(
    ruleset: Ruleset, properties: tuple[str, ...], facts: Iterator[tuple[Word, ...]]
) -> None:
    """A rule that can never fire, or that leads to a status that there is not, is a mistake."""
    never = dict(enumerate(ruleset.rules))
    for words in facts:
        situation = dict(zip(properties, words, strict=True))
        if any(fits(rule.when, situation) for rule in never.values()):
            never.pop(next(place for place, rule in enumerate(ruleset.rules) if fits(rule.when, situation)), None)
        if not never:
            break
    assert list(never.values()) == []
    assert {rule.to for rule in ruleset.rules} <= {*STATUSES, *WORDS_OF_AGREEMENTS["status"], "same", "renewed"}


def fits(when: Mapping[str, Word | tuple[Word, ...]], facts: Mapping[str, Word]) -> bool:
    return all(facts[name] in (word if isinstance(word, tuple) else (word,)) for name, word in when.items())


def test_nothing_is_left_behind_in_durable_rules() -> None:
    threads = set(threading.enumerate())
    for ruleset, properties, words in ALL:
        ruleset.ask({name: words[name][0] for name in properties})
        ruleset.ask({name: words[name][-1] for name in properties})
        host = ruleset._host  # noqa: SLF001 - what the library keeps is what is looked at
        assert host.get_facts(ruleset.name) == []
        assert host.get_pending_events(ruleset.name) == []
    assert set(threading.enumerate()) == threads


def test_the_rules_have_names() -> None:
    numbers = {rule.number for ruleset in (LIFECYCLE, ACTS, AGREEMENTS) for rule in ruleset.rules}
    assert numbers <= set(lifecycle.RULES)
    assert lifecycle.AMENDS not in lifecycle.RULES
