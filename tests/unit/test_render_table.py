"""A table on a terminal: its width, colour with meaning, times as seen from the view, groups by when rows fall due."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from commitments.records.statuses import STATUSES
from commitments.render import Screen, render
from commitments.render.grouping import HEADINGS, heading_of
from commitments.render.palette import PAINTS, TONES, Tone, tone_of, tone_of_several
from commitments.render.wrapping import width
from commitments.reports.report import Report, Row, Seen

#: A Wednesday.
NOW = datetime(2022, 2, 23, 12, 0, tzinfo=UTC)
PARIS = timezone(timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Sample(Row):
    name: str
    status: str
    due: datetime | None
    text: str = "a few words on what is owed to whom"


def sample(status: str, due: str | None) -> Sample:
    return Sample("pact/pay", status, None if due is None else datetime.fromisoformat(due))


ROWS = (
    sample("violated", None),
    sample("overdue", "2022-02-20T00:00Z"),
    sample("detached", "2022-02-23T18:00Z"),
    sample("detached", "2022-02-27T23:59:59.999999+01:00"),
    sample("conditional", "2022-02-28T00:00+01:00"),
    sample("detached", "2022-03-01T00:00Z"),
    sample("suspended", "2022-02-20T00:00Z"),
)
REPORT = Report.of("sample/1", Sample, ROWS, view=Seen(NOW), by_due=True)


def test_a_pipe_gets_no_groups_no_width_no_colour_and_no_relative_times() -> None:
    text = render(REPORT)
    assert "\x1b" not in text
    assert "ago" not in text
    assert len(text.splitlines()) == 3 + len(ROWS)


@pytest.mark.parametrize("wide", [30, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(wide: int) -> None:
    lines = render(REPORT, screen=Screen(wide)).splitlines()
    assert max(map(width, lines)) <= wide
    assert "owed" in " ".join(lines)


def test_a_terminal_shows_groups_by_when_rows_fall_due() -> None:
    lines = render(REPORT, screen=Screen(120)).splitlines()
    assert [line for line in lines if line in HEADINGS] == list(HEADINGS)
    assert lines[3:9] == [
        "",
        "Overdue",
        "pact/pay  overdue      2022-02-20 00:00 UTC (4 days ago)    a few words on what is owed to whom",
        "",
        "Today",
        "pact/pay  detached     2022-02-23 18:00 UTC (in 6 hours)    a few words on what is owed to whom",
    ]


def test_rows_that_somebody_sorts_stay_as_they_are_sorted() -> None:
    lines = render(REPORT, sort=["-due"], screen=Screen(120)).splitlines()
    assert not set(lines) & set(HEADINGS)
    assert "2022-03-01" in lines[3]


@pytest.mark.parametrize(("row", "heading"), list(zip(ROWS, [HEADINGS[6], *HEADINGS[:6]], strict=True)))
def test_days_are_those_of_the_zone_of_the_limit(row: Sample, heading: str) -> None:
    assert heading_of(row, NOW) == heading


def test_late_in_the_evening_it_is_tomorrow_elsewhere() -> None:
    evening = datetime(2022, 2, 23, 23, 30, tzinfo=UTC)
    here = replace(ROWS[2], due=datetime(2022, 2, 24, 23, 0, tzinfo=UTC))
    there = replace(ROWS[2], due=datetime(2022, 2, 24, 23, 0, tzinfo=PARIS))
    assert [heading_of(row, evening) for row in (here, there)] == ["This week", "Today"]


def test_colours_say_what_asks_for_attention() -> None:
    text = render(REPORT, screen=Screen(120, color=True))
    assert "\x1b[1;31mviolated\x1b[0m" in text
    assert "\x1b[1;33moverdue\x1b[0m" in text
    assert "\x1b[34mdetached\x1b[0m" in text


def test_colour_without_a_terminal_changes_nothing_else() -> None:
    coloured = render(REPORT, screen=Screen(None, color=True))
    for code in ("\x1b[1;31m", "\x1b[1;33m", "\x1b[34m", "\x1b[35m", "\x1b[36m", "\x1b[1m", "\x1b[0m"):
        coloured = coloured.replace(code, "")
    assert coloured == render(REPORT)


def test_text_from_outside_brings_no_colour_of_its_own() -> None:
    report = replace(REPORT, rows=(replace(ROWS[0], text="\x1b[31mred\nline"),), by_due=False)
    for screen in (Screen(30), Screen(80, color=True)):
        text = render(report, screen=screen)
        assert "\\x1b[31mred\\nline" in text.replace("\n", "")


def test_prose_is_fitted_with_titles_and_statuses_in_colour() -> None:
    told = ("pact/pay is violated.", "", "History", f"  2022-02-20: detached → violated, because {'it is so ' * 12}.")
    report = replace(REPORT, prose=told)
    lines = render(report, screen=Screen(60, color=True)).splitlines()
    assert lines[2] == "pact/pay is \x1b[1;31mviolated\x1b[0m."
    assert lines[4] == "\x1b[1mHistory\x1b[0m"
    assert lines[5].startswith("  2022-02-20: \x1b[34mdetached\x1b[0m → \x1b[1;31mviolated\x1b[0m, because it is so")
    assert lines[6].startswith("    ")
    assert render(report).splitlines()[2:] == list(told)


def test_every_status_has_a_tone_that_can_be_read_on_its_paper() -> None:
    assert set(TONES) == set(STATUSES)
    assert {tone_of(status) for status in STATUSES} == set(PAINTS)
    assert all(contrast(*PAINTS[tone]) >= 4.5 for tone in PAINTS)
    assert tone_of("absent") is Tone.OVER


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_notes_are_fitted_as_well() -> None:
    lines = render(replace(REPORT, notes=("It turns on " + "a question, " * 12,)), screen=Screen(60)).splitlines()
    assert max(map(width, lines)) <= 60
    assert lines[1].startswith("It turns on a question")


def test_times_are_broken_between_day_hour_and_distance_only() -> None:
    due = replace(REPORT, rows=ROWS[1:2], by_due=False)
    for wide, broken in (
        (70, ["2022-02-20 00:00 UTC (4 days ago)"]),
        (60, ["2022-02-20 00:00 UTC", "(4 days ago)"]),
        (30, ["2022-02-20", "00:00 UTC", "(4 days ago)"]),
    ):
        lines = render(due, screen=Screen(wide), columns=("due", "text")).splitlines()[3:]
        assert [line.split("  ")[0] for line in lines][: len(broken)] == broken


def test_a_column_is_no_wider_than_what_stands_in_it() -> None:
    due = replace(REPORT, rows=ROWS[1:2], by_due=False)
    first = render(due, screen=Screen(58), columns=("due", "text")).splitlines()[3]
    assert first == "2022-02-20 00:00 UTC  a few words on what is owed to whom"


def test_a_fact_goes_on_below_itself() -> None:
    told = ("  title        " + "a word " * 12,)
    lines = render(replace(REPORT, prose=told), screen=Screen(50)).splitlines()[2:]
    assert lines[0].startswith("  title        a word")
    assert all(line.startswith(" " * 15 + "a") for line in lines[1:])


def test_of_several_statuses_the_one_that_most_asks_for_attention_gives_the_colour() -> None:
    assert tone_of_several("2 satisfied, 1 violated, 1 overdue") is Tone.BAD
    assert tone_of_several("3 detached, 1 overdue") is Tone.URGENT
    assert tone_of_several("happened 2 times") is None


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("It becomes lapsed at 2022-02-26 24:00 +01:00.", "It becomes lapsed at 2022-02-26 24:00 +01:00 (in 3 days)."),
        ("  due          2022-02-23 13:00 UTC", "  due          2022-02-23 13:00 UTC (in 1 hour)"),
        ("is void since 2022-02-20 12:00 UTC.", "is void since 2022-02-20 12:00 UTC (3 days ago)."),
        ("  2022-02-20 12:00 UTC: detached → void.", "  2022-02-20 12:00 UTC: detached → void."),
        ("a text at 2022-99-20 12:00 UTC", "a text at 2022-99-20 12:00 UTC"),
        ("at 9999-12-31 24:00 UTC", "at 9999-12-31 24:00 UTC"),
    ],
)
def test_beside_times_in_prose_stands_how_far_they_are(line: str, shown: str) -> None:
    report = replace(REPORT, prose=(line,))
    assert render(report, screen=Screen(120)).splitlines()[2] == shown
    assert render(report).splitlines()[2] == line
