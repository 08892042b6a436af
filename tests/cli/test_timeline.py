"""`timeline`: what became of commitments, drawn, and what comes if nothing happens."""

import json

from commitments import Tracker
from commitments.render import Screen, render
from commitments.render.wrapping import width
from tests.cli.conftest import EVENTS, PACT, Run

ASK = ("timeline", "pact", "-f", "all.yaml", "--as-of", "2030-01-11T00:00Z")


def test_the_drawing_shows_history_now_and_what_lies_ahead(run: Run) -> None:
    lines = run(*ASK).stdout.splitlines()
    assert lines[0] == "As of 2030-01-11 00:00 UTC"
    assert lines[2].split() == ["2030-01-01", "2030-12-31"]
    keep, pay, ship = (line.split(maxsplit=1) for line in lines[3:6])
    assert (keep[0], pay[0], ship[0]) == ("keep", "pay", "ship")
    assert keep[1].strip("━┄") == "│" + "┄" * (len(keep[1].strip("━")) - 2) + "◇"
    assert pay[1] == "━✓"
    assert ship[1].startswith("─━│┄")
    assert ship[1].endswith("┄◇")
    assert len(ship[1]) < len(keep[1]) == 72


def test_below_stand_the_changes_with_their_reasons(run: Run) -> None:
    rows = [" ".join(line.split()) for line in run(*ASK).stdout.splitlines()[-8:]]
    assert rows[0] == "AT NAME BEFORE AFTER WHY"
    assert rows[4].startswith("2030-01-05 00:00 UTC pact/pay detached satisfied what it asks for (must) was done by p")
    assert rows[6].endswith("pact/ship detached violated its limit passes, if nothing happens before")
    assert rows[7].endswith("pact/keep detached satisfied its period ends, if nothing happens before")


def test_json_has_a_row_for_each_change_past_and_to_come(run: Run) -> None:
    answer = json.loads(run(*ASK, "--format", "json").stdout)
    assert answer["schema"] == "commitments.timeline/1"
    assert answer["names"] == ["pact/keep", "pact/pay", "pact/ship"]
    assert answer["live"] == ["pact/keep", "pact/ship"]
    assert [(row["name"], row["after"], row["at"]) for row in answer["rows"] if row["ahead"]] == [
        ("pact/ship", "violated", "2030-02-04T00:00:00Z"),
        ("pact/keep", "satisfied", "2030-12-31T23:59:59.999999Z"),
    ]


def test_a_name_may_be_that_of_a_commitment(run: Run) -> None:
    answer = json.loads(run("timeline", "pay", *ASK[2:], "--format", "json").stdout)
    assert {row["name"] for row in answer["rows"]} == {"pact/pay"}
    assert [row["after"] for row in answer["rows"]] == ["detached", "satisfied"]


def test_columns_make_a_table_of_it(run: Run) -> None:
    lines = run(*ASK, "--columns", "name,after").stdout.splitlines()
    assert lines[2] == "NAME       AFTER"
    assert "│" not in "".join(lines)


def test_what_is_not_there_is_named(run: Run) -> None:
    assert "no agreement pakt; did you mean pact?" in run("timeline", "pakt", *ASK[2:]).stderr
    assert "no commitment shipp; did you mean ship?" in run("timeline", "shipp", *ASK[2:]).stderr


def test_the_drawing_fits_the_terminal_and_has_the_colours_of_statuses() -> None:
    with Tracker.load(PACT + EVENTS) as tracker:
        report = tracker.timeline("pact", as_of="2030-01-11T00:00Z")
    for wide in (50, 80, 132):
        lines = render(report, screen=Screen(wide)).splitlines()
        drawn = lines[2:6]
        assert max(map(width, drawn)) == wide
        assert max(map(width, lines)) <= wide
    assert "\x1b[32m✓\x1b[0m" in render(report, screen=Screen(80, color=True))


def test_what_is_over_has_no_now() -> None:
    over = PACT + EVENTS
    with Tracker.load(over) as tracker:
        text = render(tracker.timeline("pay", as_of="2039-01-01"))
    assert "│" not in text.splitlines()[3]
    assert text.splitlines()[2].split() == ["2030-01-01", "2030-01-05"]


def test_a_breach_that_goes_on_is_drawn_so() -> None:
    told = "---\nevents:\n  - {id: t, type: told, actor: ann, at: 2030-03-01T00:00:00Z}\n"
    text = PACT.replace("until: 2030-12-31", "until: 2030-12-31\n    continuing: true") + told
    with Tracker.load(text) as tracker:
        drawn = render(tracker.timeline("keep", as_of="2030-06-01")).splitlines()
    assert "━✗═" in drawn[3]
    assert "═ broken, and goes on" in drawn[5]


def test_the_drawing_is_the_same_however_the_changes_are_sorted(run: Run) -> None:
    plain = run(*ASK).stdout.splitlines()
    for sort in ("-at", "name", "-after"):
        lines = run(*ASK, "--sort", sort).stdout.splitlines()
        assert lines[:9] == plain[:9]
        assert sorted(lines[9:]) == sorted(plain[9:])
    assert run(*ASK, "--sort", "-at").stdout.splitlines()[10].startswith("2030-12-31")
