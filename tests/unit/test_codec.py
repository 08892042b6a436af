from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import Duration
from rules.codec import CLASSES, UnreadableError, decode, encode
from rules.conditions import (
    AgreementIs,
    All,
    AtLeast,
    CommitmentIs,
    Delay,
    Not,
    Occurs,
    StateHolds,
    Then,
    TimeArrives,
    Window,
)
from rules.deadlines import Deadline
from rules.instants import Moment
from rules.patterns import Pattern
from rules.program import Clause, Limit, Renewal
from rules.promise import Pause
from rules.residue import Bounds, Later, Parts, Spell, Verdict
from tests.unit import values

INSTANTS = st.integers(-(2**62), 2**62)
MOMENTS = st.builds(Moment, INSTANTS, st.booleans())
DURATIONS = st.builds(Duration, *[st.integers(0, 99)] * 4, st.one_of(st.none(), st.just("FR")))
MAYBE = st.one_of(st.none(), INSTANTS)
WINDOWS = st.builds(Window, st.one_of(st.none(), MOMENTS), MAYBE, st.one_of(st.none(), DURATIONS))
TEXTS = st.text(max_size=6)
STATUSES = st.frozensets(TEXTS, max_size=3)
LEAVES = st.one_of(
    st.builds(Occurs, values.patterns(), values.NUMBERS, st.one_of(st.none(), TEXTS), window=WINDOWS),
    st.builds(StateHolds, TEXTS, st.one_of(st.none(), DURATIONS)),
    st.builds(CommitmentIs, TEXTS, st.one_of(st.none(), TEXTS), STATUSES, WINDOWS),
    st.builds(AgreementIs, TEXTS, STATUSES),
    st.builds(TimeArrives, MOMENTS),
    st.builds(Delay, DURATIONS, WINDOWS),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(All, st.lists(parts, max_size=3).map(tuple), WINDOWS),
        st.builds(AtLeast, st.integers(0, 3), st.lists(parts, max_size=3).map(tuple)),
        st.builds(Then, st.lists(parts, max_size=3).map(tuple)),
        st.builds(Not, parts, WINDOWS),
    ),
    max_leaves=6,
)
VERDICTS = st.builds(Verdict, st.booleans(), INSTANTS, st.integers(0, 3), st.booleans(), st.tuples(TEXTS))
OTHERS = st.one_of(
    values.events(),
    VERDICTS,
    st.builds(Later, VERDICTS),
    st.builds(Parts, st.tuples(VERDICTS, st.builds(Later, VERDICTS))),
    st.builds(Bounds, MOMENTS, MAYBE),
    st.builds(Spell, TEXTS, TEXTS, MOMENTS, MAYBE),
    st.tuples(MAYBE, MAYBE, MAYBE).map(lambda limits: Deadline(*limits)),
    st.builds(Pause, st.tuples(TEXTS), st.booleans()),
    st.builds(Renewal, MAYBE, st.one_of(st.none(), CONDITIONS), st.one_of(st.none(), DURATIONS)),
    st.builds(
        Clause, TEXTS, TEXTS, st.tuples(TEXTS), st.tuples(TEXTS), must=CONDITIONS, must_limit=st.builds(Limit, MAYBE)
    ),
    st.dictionaries(TEXTS, st.one_of(values.SCALARS, st.tuples(TEXTS))),
    st.frozensets(st.one_of(TEXTS, INSTANTS, st.tuples(TEXTS, INSTANTS)), max_size=4),
    st.none(),
)


@given(st.one_of(CONDITIONS, OTHERS, st.tuples(CONDITIONS, OTHERS)))
def test_there_and_back(value: object) -> None:
    back = decode(encode(value))
    assert back == value
    assert isinstance(value, dict) or type(back) is type(value)


@given(st.one_of(CONDITIONS, OTHERS))
def test_one_value_has_one_text(value: object) -> None:
    text = encode(value)
    assert encode(decode(text)) == text


@given(st.frozensets(st.one_of(TEXTS, INSTANTS), max_size=6))
def test_sets_are_in_order(value: frozenset[object]) -> None:
    assert encode(value) == encode(frozenset(sorted(value, key=repr, reverse=True)))


@pytest.mark.parametrize("number", ["1", "1.0", "1E+3", "-0.00", "123456789012345678901234567890.12345678901234567890"])
def test_numbers_keep_every_digit(number: str) -> None:
    assert str(decode(encode(Decimal(number)))) == number


def test_bools_are_no_numbers() -> None:
    assert decode(encode((True, 1, False, 0))) == (True, 1, False, 0)
    assert [type(each) for each in decode(encode((True, 1)))] == [bool, int]  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", [1.5, b"x", object(), {1, 2}, [1], 1 + 2j, int, (1, [2])])
def test_what_is_no_value_of_ours_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no value of the rules"):
        encode(value)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"Popen": ["ls"]},
        {"builtins.eval": ["1"]},
        {"object": []},
        {"Moment": [1], "d": "1"},
        {"d": "many"},
        {"d": 1},
        {"d": ["1"]},
        {"m": ["x"]},
        {"m": [[{"m": []}, 1]]},
        {"m": 1},
        {"s": [{"m": []}]},
        {"s": 1},
        {"Moment": []},
        {"Moment": [1, 2, 3, 4]},
        {"Moment": 1},
        {"Moment": {"s": [1]}},
        [{"Nobody": []}],
        [[{"Moment": []}]],
        1.5,
        [float("nan")],
    ],
)
def test_what_was_never_encoded_is_refused(plain: object) -> None:
    with pytest.raises(UnreadableError, match="not a value of the rules"):
        decode(json.dumps(plain))


def test_only_classes_of_the_rules_come_back() -> None:
    assert {kind.__module__.partition(".")[0] for kind in CLASSES.values()} == {"rules"}
    assert all(name == kind.__name__ and len(name) > 1 for name, kind in CLASSES.items())


class Moment2(str):
    """A text that is no plain text."""

    __slots__ = ()


def test_a_subclass_is_no_plain_value() -> None:
    with pytest.raises(TypeError):
        encode(Moment2("x"))


@pytest.mark.parametrize("text", ["", "[", "1 2", '["d"', "[" * 100_000, '{"d":"1"} ', "nothing", "\0"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match="not a value of the rules"):
        decode(text)


def test_what_is_as_if_it_were_not_given_is_not_written() -> None:
    assert encode(Moment(1)) == encode(Moment(1, day=False)) == '{"Moment":[1]}'
    assert encode(Limit()) == '{"Limit":[]}'
    assert encode(Moment(1, 0)) != encode(Moment(1))  # type: ignore[arg-type]
    assert encode(Clause("a", "c", ("x",), ("y",), must_limit=Limit())) == encode(Clause("a", "c", ("x",), ("y",)))
    one = Occurs(Pattern("paid"), Decimal("1.0"))
    assert encode(one) != encode(Occurs(Pattern("paid")))
    assert str(decode(encode(one)).at_least) == "1.0"  # type: ignore[attr-defined]
