"""Hypothesis strategies for what events and patterns are made of; small, so that equal values meet."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from rules.facts import NAME_FIELDS, Event, Scalar
from rules.patterns import Compare, OneOf, Pattern

NAMES = st.sampled_from(["ann", "bob", "carol", "north", "europe"])
TYPES = st.sampled_from(["paid", "transferred", "wired"])
NUMBERS = st.one_of(
    st.sampled_from([Decimal(text) for text in ("0", "-0", "0.0", "1", "1.0", "1E+1", "10", "-1", "0.10", "0.1")]),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
)
DATES = st.sampled_from([
    "2022-02-24", "2022-02-24T00:00Z", "2022-02-24T00:00:00+00:00", "2022-02-24T03:00+03:00", "2022-02-24T00:00",
    "2022-02-25", "2022-13-01", "2022-02-30", "2022-02", "2022/02/24", "20220224",
])  # fmt: skip
SCALARS: st.SearchStrategy[Scalar] = st.one_of(
    NAMES, NUMBERS, st.booleans(), DATES, st.sampled_from(["true", "1", "yes", "no", "number"]), st.text(max_size=12)
)
IS_A = {"wired": ("transferred",), "transferred": ("paid",), "paid": ("settled",)}
PART_OF = {"ann": ("north",), "bob": ("north", "acme"), "north": ("europe",)}
DATA_FIELDS = st.sampled_from(["amount", "note"])


@st.composite
def events(draw: st.DrawFn, kinds: st.SearchStrategy[str] = TYPES) -> Event:
    """Return an event at any time."""
    names = {field: tuple(draw(st.lists(NAMES, max_size=2))) for field in NAME_FIELDS}
    at = draw(st.integers(0, 10))
    data = draw(st.dictionaries(DATA_FIELDS, st.one_of(SCALARS, st.tuples(SCALARS, SCALARS))))
    return Event(f"e{draw(st.integers(0, 99))}", draw(kinds), at, at, **names, data=data)  # type: ignore[arg-type]


def tests_of(scalars: st.SearchStrategy[Scalar]) -> st.SearchStrategy[OneOf | Compare]:
    """Return tests of a field against such values."""
    pairs = st.tuples(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), scalars)
    return st.one_of(
        st.lists(scalars, max_size=3).map(lambda terms: OneOf(tuple(terms))),
        st.lists(pairs, min_size=1, max_size=2).map(lambda terms: Compare(tuple(terms))),
    )


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """Return a pattern without variables."""
    fields = draw(st.dictionaries(st.sampled_from(NAME_FIELDS), tests_of(NAMES), max_size=2))
    where = draw(st.dictionaries(DATA_FIELDS, tests_of(SCALARS), max_size=2))
    return Pattern(draw(st.one_of(TYPES, st.just("settled"))), tuple(fields.items()), tuple(where.items()))
