from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import NAME_FIELDS, Event, Scalar
from rules.patterns import Bindings, Compare, OneOf, Pattern, Var, event_choices, join, matches, pattern_keys
from rules.values import equal
from rules.vocabulary import Closures, ancestors
from tests.unit.small import NO_WORDS, event
from tests.unit.values import IS_A, NAMES, PART_OF, TYPES, events, patterns

WORDS = Closures(IS_A, PART_OF)


def found(pattern: Pattern, happened: Event, bound: Bindings) -> bool:
    """Whether an index finds the pattern for an event: one of its places is one of the pattern's keys."""
    return any(
        kind in WORDS.types(happened.type) and values in set(event_choices(happened, shape, WORDS))
        for kind, shape, values in pattern_keys(pattern, bound)
    )


@given(patterns(), events())
def test_the_index_never_misses_a_match(pattern: Pattern, happened: Event) -> None:
    if matches(pattern, happened, WORDS):
        assert found(pattern, happened, {})


@given(events(), st.data())
def test_the_index_finds_what_stands_in_the_event(happened: Event, data: st.DataObject) -> None:
    """Patterns made from the event itself, so that they match: also by kind and by what names are part of."""
    kind = data.draw(st.sampled_from(WORDS.types(happened.type)))
    fields = []
    for field in NAME_FIELDS:
        names = getattr(happened, field)
        wider = names if field == "source" else WORDS.names(names)
        if wider:
            fields.append((field, OneOf((*data.draw(st.lists(NAMES, max_size=1)), data.draw(st.sampled_from(wider))))))
    where = [
        (field, OneOf((value[0] if isinstance(value, tuple) else value,))) for field, value in happened.data.items()
    ]
    pattern = Pattern(kind, tuple(fields), tuple(where))
    assert matches(pattern, happened, WORDS)
    assert found(pattern, happened, {})


@given(events(), st.sampled_from(["debtor", "creditor"]), st.lists(NAMES, min_size=1, max_size=2))
def test_the_index_knows_the_parties_of_the_day(happened: Event, role: str, names: list[str]) -> None:
    pattern, bound = Pattern(happened.type, (("actor", OneOf((Var(role),))),)), {role: tuple(names)}
    assert matches(pattern, happened, WORDS, bound) == (not set(names).isdisjoint(WORDS.names(happened.actor)))
    assert not matches(pattern, happened, WORDS, bound) or found(pattern, happened, bound)
    assert not matches(pattern, happened, WORDS, {})


@given(patterns(), events())
def test_matching_as_it_is_written_down(pattern: Pattern, happened: Event) -> None:
    """A second statement: the type is-a it, and each field's test passes for one of the values."""
    expected = pattern.type in ancestors(happened.type, IS_A)
    for tests, named in ((pattern.fields, True), (pattern.where, False)):
        for field, test in tests:
            values: tuple[Scalar, ...] = getattr(happened, field) if named else happened.data.get(field, ())  # type: ignore[assignment]
            values = values if isinstance(values, tuple) else (values,)
            if named and field != "source":
                values = tuple(wider for name in values for wider in ancestors(str(name), PART_OF))
            expected = expected and plainly(test, values)
    assert matches(pattern, happened, WORDS) == expected


def plainly(test: OneOf | Compare, values: tuple[Scalar, ...]) -> bool:
    if isinstance(test, OneOf):
        return any(equal(value, term) for value in values for term in test.terms if not isinstance(term, Var))
    return all(
        any(
            matches(Pattern("x", (), (("n", Compare(((sign, term),))),)), carrying(value), NO_WORDS) for value in values
        )
        for sign, term in test.tests
        if not isinstance(term, Var)
    )


def carrying(value: Scalar) -> Event:
    return Event("e", "x", 0, 0, data={"n": value})


@pytest.mark.parametrize("number", ["94", "95", "98.99", "99", "100"])
def test_a_range(number: str) -> None:
    pattern = Pattern("x", (), (("n", Compare(((">=", Decimal(95)), ("<", Decimal(99))))),))
    value = Decimal(number)
    assert matches(pattern, carrying(value), NO_WORDS) == (95 <= value < 99)
    assert not matches(pattern, Event("e", "x", 0, 0), NO_WORDS)


def test_sources_are_not_part_of_anything() -> None:
    told = event("paid", 1, source="ann", actor="ann")
    assert matches(Pattern("paid", (("actor", OneOf(("north",))),)), told, WORDS)
    assert not matches(Pattern("paid", (("source", OneOf(("north",))),)), told, WORDS)


A, B, T = Var("a"), Var("b"), Var("t")
ACTS = Pattern("paid", (("actor", OneOf((A,))), ("target", OneOf((T,)))))


def test_a_join_binds_each_value_and_what_it_is_part_of() -> None:
    happened = event("paid", 1, actor="ann bob", target="carol")
    ways = list(join(ACTS, happened, WORDS, {}))
    assert [(way["a"], way["t"]) for way in ways] == [
        ((name,), ("carol",)) for name in ("ann", "north", "europe", "bob", "acme")
    ]


def test_a_join_keeps_what_is_bound() -> None:
    happened = event("paid", 1, actor="ann", target="carol")
    assert [way["t"] for way in join(ACTS, happened, WORDS, {"a": ("north",)})] == [("carol",)]
    assert list(join(ACTS, happened, WORDS, {"a": ("acme",)})) == []
    assert list(join(ACTS, event("paid", 1, actor="ann"), WORDS, {})) == []
    bound = {"a": ("ann",), "t": ("carol",)}
    assert list(join(ACTS, happened, WORDS, bound)) == [bound]


def test_one_variable_twice_stands_for_one_value() -> None:
    twice = Pattern("paid", (("actor", OneOf((A,))), ("target", OneOf((A,)))))
    assert list(join(twice, event("paid", 1, actor="ann", target="carol"), NO_WORDS, {})) == []
    assert list(join(twice, event("paid", 1, actor="ann", target="ann"), NO_WORDS, {})) == [{"a": ("ann",)}]


@given(events(), TYPES)
def test_every_way_to_join_matches(happened: Event, kind: str) -> None:
    pattern = Pattern(kind, (("actor", OneOf((A,))),), (("note", OneOf((B,))),))
    for way in join(pattern, happened, WORDS, {}):
        assert matches(pattern, happened, WORDS, way)
        assert set(way) == {"a", "b"}


def test_equal_values_that_are_written_otherwise_stay_apart() -> None:
    terms: list[Scalar] = [Decimal(1), Decimal("1.0"), True, "1", Decimal("1.00")]
    patterns = [Pattern("paid", (), (("n", OneOf((term,))),)) for term in (*terms, *terms)]
    assert [str(pattern.terms[0]) for pattern in patterns] == ["1", "1.0", "True", "1", "1.00"] * 2
    assert [type(pattern.terms[0]) for pattern in patterns] == [type(term) for term in terms] * 2
    assert patterns[0].terms is Pattern("due", (), (("amount", OneOf((Decimal(1),))),)).terms
