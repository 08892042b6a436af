"""Any report in any format."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.render import UnknownColumnError, render
from commitments.render.notebook import as_html
from commitments.render.screen import Screen
from commitments.reports.report import Report, Row, Seen
from commitments.terminal.options import FORMATS

LATE = datetime(2022, 2, 24, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=1)))


@dataclass(frozen=True, slots=True)
class Sample(Row):
    name: str
    at: datetime | None
    who: tuple[str, ...]
    number: Decimal | None
    good: bool


ROWS = (
    Sample("b", LATE, ("ann", "bob"), Decimal("1.50"), good=True),
    Sample("漢a", None, (), None, good=False),
)
REPORT = Report.of("sample/1", Sample, ROWS, view=Seen(datetime(2022, 2, 21, tzinfo=UTC), account="paris"))


def test_text_is_aligned_and_says_whose_view_it_is() -> None:
    assert render(REPORT) == (
        "As of 2022-02-21 00:00 UTC, account paris\n"
        "\n"
        "NAME  AT                       WHO       NUMBER  GOOD\n"
        "b     2022-02-24 24:00 +01:00  ann, bob  1.50    yes\n"
        "漢a                                              no\n"
    )


def test_json_has_an_envelope_and_one_row_a_line() -> None:
    text = render(REPORT, "json")
    answer = json.loads(text)
    assert answer == {
        "schema": "commitments.sample/1",
        "as_of": "2022-02-21T00:00:00Z",
        "known_at": None,
        "account": "paris",
        "reading": {},
        "assume": [],
        "rows": [
            {"name": "b", "at": "2022-02-24T23:59:59.999999+01:00", "who": "ann, bob", "number": 1.5, "good": True},
            {"name": "漢a", "at": None, "who": "", "number": None, "good": False},
        ],
    }
    assert len(text.splitlines()) == 4
    assert '"number": 1.50,' in text


@dataclass(frozen=True, slots=True)
class Recorded(Row):
    at: datetime
    recorded: datetime


def test_people_read_to_the_second_what_a_clock_told_and_to_the_last_digit_what_somebody_said() -> None:
    at = datetime(2022, 2, 24, 10, 0, 1, 500_000, tzinfo=UTC)
    report = Report.of("recorded/1", Recorded, [Recorded(at, at)])
    assert render(report).splitlines()[1] == "2022-02-24 10:00:01.500000 UTC  2022-02-24 10:00:01 UTC"
    assert render(report, "csv").splitlines()[1] == "2022-02-24T10:00:01.500000Z,2022-02-24T10:00:01.500000Z"
    assert as_html(report).count("10:00:01 UTC") == 1
    wide = render(report, screen=Screen(width=80)).splitlines()
    assert wide[1].count("10:00:01 UTC") == 1


def test_csv_has_nothing_for_null() -> None:
    assert render(REPORT, "csv") == (
        'name,at,who,number,good\nb,2022-02-24T23:59:59.999999+01:00,"ann, bob",1.50,true\n漢a,,,,false\n'
    )


def test_a_negative_number_is_no_formula() -> None:
    report = Report.of("sample/1", Sample, [Sample("-1", None, ("=a",), Decimal(-1), good=True)])
    assert render(report, "csv").splitlines()[1] == "'-1,,'=a,-1,true"


def test_rows_are_sorted_with_what_is_empty_last() -> None:
    for sort in (["at"], ["-at"], ["number", "name"]):
        rows = json.loads(render(REPORT, "json", sort=sort))["rows"]
        assert [row["name"] for row in rows] == ["b", "漢a"]
    assert json.loads(render(REPORT, "json", sort=["-name"]))["rows"][0]["name"] == "漢a"


@pytest.mark.parametrize("form", FORMATS)
def test_a_column_that_is_not_there_is_named(form: str) -> None:
    with pytest.raises(UnknownColumnError, match="no column nmae; did you mean `name`"):
        render(REPORT, form, columns=["nmae"])


def test_prose_stands_instead_of_a_table_unless_columns_are_asked_for() -> None:
    report = Report.of("sample/1", Sample, ROWS, prose=("It is so.",), notes=("Note.",))
    assert render(report) == "Note.\n\nIt is so.\n"
    assert render(report, columns=["name"]) == "Note.\n\nNAME\nb\n漢a\n"


@given(st.lists(st.builds(Sample, st.text(), st.none(), st.tuples(st.text()), st.none(), good=st.booleans())))
def test_any_text_is_shown_without_control_characters(rows: list[Sample]) -> None:
    report = Report.of("sample/1", Sample, rows)
    lines = render(report).splitlines()
    assert len(lines) == len(rows) + 1
    assert all(line.isprintable() for line in lines)
    assert [row["name"] for row in json.loads(render(report, "json"))["rows"]] == [row.name for row in rows]
    table = render(report, "csv").splitlines()
    assert len(table) == len(rows) + 1
    assert all(line.isprintable() for line in table)
