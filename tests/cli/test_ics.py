"""`due --format ics`: limits as a calendar that programs for calendars read."""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.cli.conftest import Run

PACT = """\
agreement: pact
made: 2030-01-01
timezone: Europe/Paris
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  by-day: {text: "Ann pays, in full; and on time", debtor: ann, creditor: bob, must: {event: paid}, by: 2030-02-10}
  by-hour: {debtor: [ann, bob], creditor: bob, must: {event: met, at-least: 2}, by: 2030-02-11T10:30}
  weekly: {debtor: ann, creditor: bob, every: 7d, from: 2030-01-29, until: 2030-03-01, must: {event: told}}
  endless: {debtor: ann, creditor: bob, must: {event: thanked}}
"""
ACT = (
    "---\nevents: [{id: more, type: extend, commitment: by-day, actor: bob, at: 2030-02-02, data: {by: 2030-02-20}}]\n"
)


@pytest.fixture
def pact(run: Run) -> Run:
    Path("limits.yaml").write_text(PACT, encoding="utf-8")
    return run


def events(run: Run, *options: str, file: str = "limits.yaml") -> dict[str, Any]:
    result = run("due", "-f", file, "--as-of", "2030-02-01", "--format", "ics", *options)
    assert result.exit_code == 0, result.output
    calendar = icalendar.Calendar.from_ical(result.stdout)
    assert str(calendar["version"]) == "2.0"
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_a_limit_at_the_end_of_a_day_is_an_event_of_that_day(pact: Run) -> None:
    event = events(pact)["pact/by-day@commitments"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2030, 2, 10), date(2030, 2, 11))
    assert str(event["summary"]) == "ann: Ann pays, in full; and on time"
    assert event.errors == []
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [
        timedelta(days=-7, hours=9), timedelta(days=-1, hours=9),
    ]  # fmt: skip


def test_another_limit_is_an_event_at_its_time(pact: Run) -> None:
    event = events(pact)["pact/by-hour@commitments"]
    assert event["dtstart"].dt == datetime(2030, 2, 11, 9, 30, tzinfo=UTC)
    assert "dtend" not in event
    assert str(event["summary"]) == "ann, bob: pact/by-hour"
    assert "detached as of 2030-02-01 24:00 UTC, due 2030-02-11 10:30 +01:00" in str(event["description"])
    assert "done: 0 of 2" in str(event["description"])
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-7), timedelta(days=-1)]


def test_a_period_ends_when_the_next_begins(pact: Run) -> None:
    event = events(pact)["pact/weekly[2030-01-29]@commitments"]
    assert event["dtstart"].dt == date(2030, 2, 4)


def test_what_has_no_limit_is_no_event(pact: Run) -> None:
    assert len(events(pact)) == 3
    assert len(events(pact, "--within", "9d")) == 1 + 1


def test_an_event_keeps_its_name_when_its_limit_moves(pact: Run) -> None:
    Path("moved.yaml").write_text(PACT + ACT, encoding="utf-8")
    before, after = events(pact), events(pact, "--as-of", "2030-02-03", file="moved.yaml")
    assert set(before) == set(after)
    assert after["pact/by-day@commitments"]["dtstart"].dt == date(2030, 2, 20)
    assert after["pact/by-day@commitments"]["dtstamp"].dt > before["pact/by-day@commitments"]["dtstamp"].dt


def test_the_same_question_gives_the_same_calendar(pact: Run) -> None:
    ask = ("due", "-f", "limits.yaml", "--as-of", "2030-02-01", "--format", "ics")
    assert pact(*ask).stdout == pact(*ask).stdout


def test_the_ending_of_the_file_chooses_it(pact: Run) -> None:
    assert pact("due", "-f", "limits.yaml", "--as-of", "2030-02-01", "-o", "limits.ics").exit_code == 0
    content = Path("limits.ics").read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert pact("why", "by-day", "-f", "limits.yaml", "-o", "why.ics").exit_code == 2


def test_without_the_extra_one_line_names_it(pact: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    result = pact("due", "-f", "limits.yaml", "--format", "ics")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "error: the format ics needs the extra `ics`: pip install 'commitments[ics]'\n"


def test_calendar_is_due_as_a_calendar(pact: Run) -> None:
    asked = ("-f", "limits.yaml", "--as-of", "2030-02-01")
    assert pact("calendar", *asked).stdout == pact("due", *asked, "--format", "ics").stdout
    assert pact("calendar", *asked, "--format", "csv").stdout == pact("due", *asked, "--format", "csv").stdout
    within = ("--within", "1d", "--format", "csv")
    assert pact("calendar", *asked, *within).stdout == pact("due", *asked, *within).stdout
