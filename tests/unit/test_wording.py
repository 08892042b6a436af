"""Conditions, times and events in plain English."""

import pytest

from commitments.compile.conditions import Place, condition
from commitments.records.commitment import Commitment
from commitments.text.times import parse_duration
from commitments.wording.conditions import Wording
from commitments.wording.events import event_line, event_words
from commitments.wording.spans import span_words
from commitments.wording.times import when
from rules.calendar import Duration
from rules.facts import Event

HERE = Wording("Europe/Paris", {"debtor": ("ann",)}, "pact")


def said(form: dict[str, object]) -> str:
    written = Commitment.model_validate({"debtor": "ann", "creditor": "bob", "must": form})
    assert written.must is not None
    return HERE.condition(condition(written.must, Place("pact", "Europe/Paris")))


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"event": "invasion", "actor": "russia", "target": "ukraine"}, "invasion by russia of ukraine"),
        ({"event": "paid", "actor": "$debtor"}, "paid by ann"),
        ({"event": "paid", "actor": ["ann", "bob"], "source": "bank"}, "paid by ann or bob reported by bank"),
        ({"event": "paid", "where": {"amount": {">=": 95, "<": 99}}}, "paid with amount at least 95 and less than 99"),
        ({"event": "inspected", "at-least": 3}, "inspected, 3 times"),
        ({"event": "built", "total": "mw", "at-least": 500}, "built with mw adding up to 500"),
        (
            {"event": "joined", "distinct": "actor", "at-least": 55},
            "joined with 55 different values of actor",
        ),
        ({"any": [{"event": "a"}, {"event": "b"}, {"event": "c"}]}, "a, b or c"),
        ({"all": [{"event": "a"}, {"any": [{"event": "b"}, {"event": "c"}]}]}, "a and (b or c)"),
        ({"at-least": 2, "of": [{"event": "a"}, {"event": "b"}, {"event": "c"}]}, "at least 2 of these: a; b; c"),
        ({"then": [{"event": "a"}, {"event": "b", "within": "2w"}]}, "a, then b (within 14 days)"),
        ({"not": {"event": "a"}, "by": "2022-02-24"}, "no a (by 2022-02-24 24:00 +01:00)"),
        ({"state": "ceasefire", "for": "7d"}, "ceasefire holds for 7 days"),
        ({"commitment": "pay", "is": ["satisfied", "remedied"]}, "pay is remedied or satisfied"),
        ({"commitment": "loan/pay[x]", "is": "void"}, "loan/pay[x] is void"),
        ({"agreement": "loan", "is": "ended"}, "the agreement loan is ended"),
        ({"time": "2022-02-24T12:00Z"}, "2022-02-24 13:00 +01:00 has come"),
        ({"delay": "1 month"}, "1 month later"),
        ({"event": "a", "from": "2022-02-24", "after": "1h"}, "a (from 2022-02-24 00:00 +01:00, later than 1 hour)"),
    ],
)
def test_conditions(form: dict[str, object], words: str) -> None:
    assert said(form) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("30d", "30 days"),
        ("P1Y2M3DT4H5M6.5S", "1 year 2 months 3 days 4 hours 5 minutes 6.5 seconds"),
        ("0d", "0 seconds"),
    ],
)
def test_spans(text: str, words: str) -> None:
    assert span_words(parse_duration(text)) == words


def test_a_span_of_business_days_names_its_calendar() -> None:
    assert span_words(Duration(business_days=1, calendar="FR")) == "1 business day (FR)"


@pytest.mark.parametrize(
    ("at", "zone", "words"),
    [
        (0, "UTC", "1970-01-01 00:00 UTC"),
        (86_400_000_000 - 1, "UTC", "1970-01-01 24:00 UTC"),
        (1_500_000, "UTC", "1970-01-01 00:00:01.500000 UTC"),
        (3_000_000, "Europe/Paris", "1970-01-01 01:00:03 +01:00"),
    ],
)
def test_times_are_short_and_unambiguous(at: int, zone: str, words: str) -> None:
    assert when(at, zone) == words


def test_an_event_tells_who_what_when_and_who_says_so() -> None:
    event = Event("e", "paid", 0, 86_400_000_000 - 1, actor=("ann", "bob"), target=("cat",), data={"ok": True})
    assert event_words(event) == "paid by ann and bob of cat (ok true)"
    assert event_line(event, "UTC") == "e: paid by ann and bob of cat (ok true), 1970-01-01, no source is named"


def test_values_are_told_in_one_order_however_they_came() -> None:
    event = Event("e", "paid", 0, 0, data={"to": "bob", "amount": "2"})
    assert event_words(event) == "paid (amount 2, to bob)"
