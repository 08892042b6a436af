"""Events as they are kept: from records and back, and in the log."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.ledger import canonical
from commitments.ledger.errors import RefusedValueError
from commitments.records.event import Event, event_of
from commitments.records.said import said_of
from commitments.text.loading import load
from commitments.text.source import Source
from commitments.upkeep.entries import content_of
from tests.unit.lines import events


def records(line: str) -> list[Event]:
    found = [entry.record for entry in load(Source("e.jsonl", line)).library.entries]
    return [record for record in found if isinstance(record, Event)]


def plainly(event: Event, zone: str) -> dict[str, object]:
    """Return what the log keeps of an event, as a value."""
    said = {name: value for name, value in event.given().items() if value and name != "recorded"}
    return {"event": {**said, "id": event.id}, "timezone": zone}


@given(events, st.sampled_from(["UTC", "Europe/Paris"]))
def test_the_log_keeps_what_was_said_in_canonical_form(line: str, zone: str) -> None:
    for event in records(line):
        try:
            wanted = canonical.write(plainly(event, zone))
        except RefusedValueError as error:
            with pytest.raises(RefusedValueError, match=str(error).replace("$", r"\$")):
                content_of(event, zone)
        else:
            assert content_of(event, zone) == content_of(said_of(event), zone) == wanted


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "a\0b"),
        ("text", "\udc80"),
        ("data", {"$number": "5"}),
        ("data", {"x": ("\0",)}),
        ("text", "x" * 9_000_000),
    ],
)
def test_what_no_ledger_stores_is_refused(field: str, value: object) -> None:
    said = said_of(Event(type="paid", at="2030-01-05", id="p"))
    setattr(said, field, value)
    with pytest.raises(RefusedValueError):
        content_of(said, "UTC")


def test_how_json_writes_a_nul_is_no_nul() -> None:
    event = Event.model_validate({"type": "paid", "at": "2030-01-05", "id": "p", "data": {"x": "\\u0000"}})
    assert content_of(event, "UTC") == canonical.write(plainly(event, "UTC"))


@given(events)
def test_a_record_there_and_back(line: str) -> None:
    for event in records(line):
        again = event_of(said_of(event))
        assert again == event
        assert repr(again.plain()) == repr({key: value for key, value in event.plain().items() if value or key == "id"})
