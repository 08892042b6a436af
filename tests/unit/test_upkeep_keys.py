from __future__ import annotations

from decimal import Decimal

from hypothesis import given

from commitments.upkeep.keys import (
    DENIALS,
    agreement_key,
    event_keys,
    event_places,
    interest_key,
    is_told,
    loose_key,
    place_key,
    topic_key,
    type_key,
)
from rules.facts import Event
from rules.patterns import Pattern, event_choices, pattern_keys
from rules.patterns import matches as fits
from rules.values import equal, index_key
from rules.vocabulary import Closures
from tests.unit import values
from tests.unit.small import NO_WORDS, event
from tests.unit.values import IS_A, PART_OF

WORDS = Closures(IS_A, PART_OF)


@given(values.patterns(), values.events())
def test_the_log_finds_what_matches(pattern: Pattern, happened: Event) -> None:
    """The keys of an event meet the keys of every pattern that it matches."""
    wanted = pattern_keys(pattern)
    shapes = {pattern.type: [shape for _, shape, _ in wanted]}
    filed = set(event_keys(happened, event_places(happened, lambda kind: shapes.get(kind, ()), WORDS)))
    told = {interest_key(kind, shape, each) for kind in WORDS.types(happened.type) for shape in shapes.get(kind, ())
            for each in event_choices(happened, shape, WORDS)}  # fmt: skip
    if fits(pattern, happened, WORDS):
        assert filed & {place_key((None, *key)) for key in wanted}
        assert told & {interest_key(*key) for key in wanted}


@given(values.SCALARS, values.SCALARS)
def test_equal_values_have_one_key(one: values.Scalar, other: values.Scalar) -> None:  # type: ignore[name-defined]
    keys = [place_key((None, "paid", ("data.n",), (index_key(value),))) for value in (one, other)]
    assert (keys[0] == keys[1]) == equal(one, other)
    interests = [interest_key("paid", ("data.n",), (index_key(value),)) for value in (one, other)]
    assert (interests[0] == interests[1]) == equal(one, other)


def test_every_kind_of_key_is_apart() -> None:
    place = (None, "deal", (), ())
    keys = [
        place_key(place), place_key(("deal", *place[1:])), interest_key("deal", (), ()),
        topic_key(("agreement", "deal")),
        topic_key(("commitment", "deal")), agreement_key("deal"), type_key("deal"), DENIALS,
        loose_key("deal"),
    ]  # fmt: skip
    assert len(set(keys)) == len(keys)
    assert [key for key in keys if is_told(key)] == [place_key(place)]


def test_what_an_event_is_found_by() -> None:
    told = event("paid", 1, to="deal", data={"n": Decimal(1)})
    assert event_keys(told, ()) == (type_key("paid"), agreement_key("deal"))
    places = event_places(told, {"paid": [(), ("data.n",), ("actor",)]}.__getitem__, NO_WORDS)
    expected = [(None, "paid", (), ()), (None, "paid", ("data.n",), (Decimal(1),))]
    assert event_keys(told, places)[:-2] == tuple(map(place_key, expected))
    assert event_keys(told, (), "fee") == (type_key("paid"), loose_key("fee"))
    denial = Event("d", "denial", 0, 0, object=("x", "y"))
    assert event_keys(denial, ()) == (type_key("denial"), DENIALS, "dx", "dy")
