"""Lists of events in JSON Lines, and CloudEvents."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.records.event import Event
from commitments.text.bounds import Bounds
from commitments.text.jsonlines import read_lines
from commitments.text.loading import load
from commitments.text.source import Source


def found(text: str, bounds: Bounds | None = None) -> list[str]:
    return [f"{one.line} {one.id}" for one in read_lines(Source("e.jsonl", text), bounds or Bounds())[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}\n\n  \n{"b": 2}\r\n', []),
        ('{"a": 1}\n{"a": \n', ["2 E114"]),
        ("[]\n5\nnull", ["1 E114", "2 E114", "3 E114"]),
        ('{"a": 1, "a": 2}', ["1 E110"]),
        ('{"a": NaN}\n{"a": -Infinity}\n{"a": 1e999}', ["1 E112", "2 E112", "3 E112"]),
        ('{"a": "\\u0000"}\n{"a": ["\\u202e"]}\n{"\\u001b": 1}', ["1 E103", "2 E103", "3 E103"]),
        ("[" * 100_000, ["1 E105"]),
        ('{"a": ' * 100_000, ["1 E105"]),
        ('{"a": "' + "[" * 100 + '"}', []),
        ('"' + '\\"' * 100_000, ["1 E114"]),
    ],
)
def test_what_is_wrong_with_lines(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@given(st.text("x \r\n", max_size=12))
def test_lines_end_where_those_of_a_file_do(text: str) -> None:
    source = Source("e.jsonl", text)
    wrong = [one.start() + one[0].index("x") for one in re.finditer(r"[^\r\n]+", text) if not one[0].isspace()]
    assert [(one.line, one.column) for one in read_lines(source)[1]] == [source.place(at)[1:] for at in wrong]


def test_a_line_has_its_bounds() -> None:
    assert found('{"a": "xxxxxxxxxxxxxxxxxxxxx"}\n{"b": 1}', Bounds(line=20)) == ["1 E104"]
    assert len(found("x\n" * 1000, Bounds(diagnostics=5))) == 5


PLAIN = '{"id": "p", "type": "paid", "actor": "ann", "at": "2030-01-05", "data": {"amount": 0.30000000000000001}}'
CLOUD = (
    '{"specversion": "1.0", "id": "q", "source": "https://bank.example/x", "type": "paid", '
    '"time": "2030-01-05T00:00:00Z", "datacontenttype": "application/json", "actor": "ann,bob", "subject": "rent", '
    '"data": {"amount": 5}}'
)


def test_events_are_read_plain_and_as_cloudevents() -> None:
    loaded = load([Source("a.jsonl", PLAIN), Source("b.ndjson", CLOUD)])
    assert loaded.diagnostics == []
    plain, cloud = (entry.record for entry in loaded.library.entries)
    assert isinstance(plain, Event)
    assert isinstance(cloud, Event)
    assert str(plain.data["amount"]) == "0.30000000000000001"
    assert (cloud.actor, cloud.source, cloud.data["subject"]) == (("ann", "bob"), ("https-bank.example-x",), "rent")


def test_what_is_wrong_with_an_event_is_told_with_its_line() -> None:
    (one,) = load(Source("a.jsonl", PLAIN + '\n{"id": "q", "type": "paid", "at": "soon"}')).diagnostics
    assert (one.line, one.id, one.message) == (2, "E202", "at: `soon` is no date or instant")
