"""The short way for plain lines: whatever goes it is as if it had gone the full way."""

from __future__ import annotations

from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from commitments.records.event import Event
from commitments.records.said import Said, said_of
from commitments.text.bounds import Bounds
from commitments.text.loading import Loaded, load
from commitments.text.plainlines import plain_event, plain_fields
from commitments.text.source import Source
from tests.unit.lines import events, lines

LINE = '{"id": "e0", "type": "trigger", "at": "2026-01-01T00:00:03.434Z", "data": {"ref": 5206}}'
BEGIN = LINE[:-1]


def short(text: str) -> Loaded:
    return load(Source("e.jsonl", text))


def full(text: str) -> Loaded:
    with patch("commitments.text.jsonlines.plain_event", return_value=None):
        return short(text)


def told(loaded: Loaded) -> list[object]:
    """Return all that was read, numbers and truths apart, with the fields that were given."""
    found = [(entry.record, repr(entry.record), entry.zone, entry.place) for entry in loaded.library.entries]
    return [found, [entry.record.model_fields_set for entry in loaded.library.entries], loaded.diagnostics]


@given(st.lists(lines, min_size=1, max_size=3).map("\n".join))
@example(f'{BEGIN}, "type": "paid"}}')
@example(f'{BEGIN}, "data": {{}}}}')
@example(BEGIN.replace("5206", '1, "ref": 2') + "}")
@example(f'{BEGIN}, "actor": []}}')
@example(f'{LINE}\n{BEGIN}, "actor": "ann"}}')
@example(f'{BEGIN}, "commitment": "pay"}}')
@example(f'{BEGIN}, "agreement": "deal", "object": ["e1", "x"]}}')
def test_both_ways_tell_the_same(text: str) -> None:
    assert told(short(text)) == told(full(text))


@given(events)
def test_what_is_plain_is_sound(line: str) -> None:
    """It is an event, or what is wrong with it is whom it names."""
    said = plain_event(line)
    if said is not None:
        loaded = full(line)
        assert {one.id for one in loaded.diagnostics} <= {"E301", "E304"}
        assert len(loaded.library.entries) == 1


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        BEGIN + "}",
        f'{BEGIN}, "actor": "ann", "target": ["bob", "cyd"], "object": "urn:x/1", "place": ["kyiv"], "source": "un"}}',
        f'{BEGIN}, "agreement": "deal", "commitment": "deal/pay[ann]", "text": "Été", "ref": "p. 5"}}',
        LINE.replace("5206", '1.50, "b": true, "c": ["x", 1, false], "d": "", "e": []'),
        f'{BEGIN}, "recorded": "2026-02-01"}}'.replace("00:00:03.434Z", "00:00"),
    ],
)
def test_most_lines_are_plain(line: str) -> None:
    assert plain_event(line) is not None
    assert told(short(line)) == told(full(line))


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("e0", "\\u0065"),
        LINE.replace('"id": "e0", ', ""),
        LINE.replace("5206", "5206, 1"),
        LINE.replace("5206", "1e5"),
        LINE.replace("5206", "null"),
        LINE.replace("5206", '[["a"]]'),
        LINE.replace("5206", "9" * 19),
        LINE.replace("5206", "[" * 5000),
        f'{BEGIN}, "target": null}}',
        f'{BEGIN}, "target": ""}}',
        f'{BEGIN}, "more": 1}}',
        f'{BEGIN}, "id": "e0"}}',
    ],
)
def test_what_is_unusual_goes_the_full_way(line: str) -> None:
    assert plain_event(line) is None


def test_bounds_hold_for_plain_lines_too() -> None:
    for bounds in (Bounds(line=20), Bounds(depth=1)):
        (one,) = load(Source("e.jsonl", LINE), bounds=bounds).diagnostics
        assert one.id in {"E104", "E105"}


_SCALARS = (
    st.sampled_from(
        ["ann", "bob", "p", "deal/pay", "a b", "é", "", "a\tb", 'a"b', "\u202e", "\ud800", "2030-01-05T10:00:00Z"]
    )
    | st.integers()
    | st.booleans()
    | st.decimals()
    | st.sampled_from([None, 1.5, Decimal("-0"), Decimal("1.50"), Decimal("1E5"), 10**18, b"ann"])
)
_GIVEN = _SCALARS | st.lists(_SCALARS, max_size=3) | st.lists(_SCALARS, max_size=2).map(tuple) | st.just({"ann"})
_FIELDS = ("id", "actor", "target", "object", "place", "source", "agreement", "commitment", "text", "ref", "recorded")
_DATA = st.dictionaries(st.sampled_from(["n", "ref", "", "a b", 5]), _GIVEN, max_size=3)


def as_a_record(fields: dict[str, object]) -> Said | None:
    """Return what a record of these fields says; None where they are not sound."""
    try:
        return said_of(Event.model_validate(fields))
    except ValidationError:
        return None


@given(
    st.sampled_from(["paid", "a b", ""]),
    st.sampled_from(["2030-01-05", "2030-01", "soon"]),
    st.dictionaries(st.sampled_from([*_FIELDS, "odd"]), _GIVEN, max_size=3),
    st.none() | _DATA | _GIVEN,
)
@example("paid", "2030-01-05", {"actor": ["ann", "bob"], "commitment": "deal/pay"}, {"n": (1, Decimal("1.50"), True)})
def test_typed_fields_are_what_a_record_says(kind: str, at: str, more: dict[str, object], data: object) -> None:
    fields = {"type": kind, "at": at, **more} | ({} if data is None else {"data": data})
    said = plain_fields(fields)
    if said is not None:
        wanted = as_a_record(fields)
        assert (said, repr(said)) == (wanted, repr(wanted))


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"id": "p", "actor": "ann", "target": ["bob", "cyd"], "source": ("un",), "text": "Été"},
        {"agreement": "deal", "commitment": "pay[ann]", "recorded": "2030-02"},
        {"data": {"amount": 100, "rate": Decimal("1.50"), "late": False, "to": ["x", 2]}},
    ],
)
def test_most_of_what_is_typed_is_plain(more: dict[str, object]) -> None:
    fields = {"type": "paid", "at": "2030-01-05", **more}
    assert plain_fields(fields) == as_a_record(fields)
